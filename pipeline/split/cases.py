"""From a document to its cases, with every irregularity of the headings reported."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from pipeline.errors import InputError
from pipeline.model import Case, Document, Oddity, Region
from pipeline.read.view import View, make_view
from pipeline.rulebook import Rulebook
from pipeline.split.headings import Candidate, HeadingFinder, lines
from pipeline.split.regions import RegionTable
from pipeline.split.slogan import SloganReader

YEAR = regex.compile(r"(?<!到|至|—|-)(20\d{2})年")
NEAR_YEAR = 8
PLAN_TYPES = frozenset(("plan", "plan_ahead"))


@dataclass(frozen=True, slots=True)
class SplitResult:
    """A document with its view and its cases.

    ``spans`` are the cases' bodies in the view, page-number lines left out; a body is a list of
    stretches. ``outside`` are the stretches that belong to no case.
    """

    view: View
    title: str
    cases: tuple[Case, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    headings: tuple[tuple[int, int], ...]
    outside: tuple[tuple[int, int], ...]
    reference_year: int | None
    oddities: tuple[Oddity, ...]


class Splitter:
    """Splits documents with the heading rules and the region table of a rulebook.

    Attributes
    ----------
    slogans
        Reads the slogans of headings and bodies.
    """

    def __init__(self, rulebook: Rulebook):
        rules = rulebook.headings
        self._plan_words = self._words(rulebook, PLAN_TYPES)
        self._marks = [regex.compile(pattern) for pattern in rules.marks]
        self._regions = RegionTable.load(rulebook.path / "regions")
        self._finder = HeadingFinder(rules, self._regions)
        self.slogans = SloganReader(rules.quotes, rules.slogan_others, rules.slogan_cues)

    @staticmethod
    def _words(rulebook: Rulebook, types: frozenset[str]) -> frozenset[str]:
        return frozenset(word for word, own in rulebook.lexicon.items() if types & set(own))

    def year_of(self, text: str) -> int | None:
        """Return the latest year that a text speaks of as reached."""
        return self._latest_year(make_view(text, self._marks))

    def _latest_year(self, view: View) -> int | None:
        return reference_year(view.text, self._plan_words)

    def split(self, document: Document) -> SplitResult:
        """Find the cases of a document.

        Raises
        ------
        InputError
            If no line heads a case.
        """
        view = make_view(document.text, self._marks)
        year = document.year or self._latest_year(view)
        headings = self._finder.find(view, year)
        if not headings:
            raise InputError(
                "no case headings found (a number, a county and a slogan on a line of their own, "
                "such as 1.河北武安市“……”); check that this is a report of cases, or add the "
                "heading's style to rules/headings.yaml",
                path=document.path or document.report,
            )
        numbers, restarted = _numbers(headings)
        cases, spans, oddities = [], [], list(document.oddities)
        if restarted is not None:
            oddities.append(
                Oddity(
                    "numbering_restarts",
                    "the numbering starts again; cases are numbered through",
                    restarted,
                )
            )
        else:
            oddities.extend(_numbering_oddities(headings))
        for index, (heading, number) in enumerate(zip(headings, numbers, strict=True)):
            following = headings[index + 1].line.start if index + 1 < len(headings) else None
            end = len(view.text) if following is None else self._end(view, heading, following)
            case, notes = self._case(document, view, heading, number, end)
            cases.append(case)
            oddities.extend(notes)
            spans.append(tuple(self._stretches(view, heading.line.end, end)))
        first = headings[0].line.start
        return SplitResult(
            view=view,
            title=self._title(view, first) or document.report,
            cases=tuple(cases),
            spans=tuple(spans),
            headings=tuple((item.line.start, item.line.end) for item in headings),
            outside=tuple(self._stretches(view, 0, first)),
            reference_year=year,
            oddities=tuple(oddities),
        )

    def whole(self, document: Document) -> SplitResult:
        """Take a document without headings as one case, numbered 1."""
        view = make_view(document.text, self._marks)
        spans = tuple(self._stretches(view, 0, len(view.text)))
        case = Case(
            report=document.report,
            case_no=1,
            heading="",
            region=None,
            slogan="",
            slogan_suffix="",
            slogan_body=(),
            slogan_consistent=None,
            start=0,
            end=len(document.text),
            body_start=0,
        )
        return SplitResult(
            view=view,
            title="",
            cases=(case,),
            spans=(spans,),
            headings=((0, 0),),
            outside=(),
            reference_year=document.year or self._latest_year(view),
            oddities=document.oddities,
        )

    def _end(self, view: View, heading: Candidate, following: int) -> int:
        """Find the end of a case: a province's heading before the next is not part of it."""
        end = following
        body = view.text[heading.line.end : following]
        for line in reversed(list(lines(body))):
            stripped = line.text.strip()
            if not stripped:
                continue
            if not self._finder.is_province_line(line.text):
                break
            end = heading.line.end + line.start
        return end

    def _case(
        self, document: Document, view: View, heading: Candidate, number: int, end: int
    ) -> tuple[Case, list[Oddity]]:
        line = heading.line
        place = heading.place
        rest_end = line.end
        slogan_start = heading.rest_start + (place.end if place else 0)
        printed_rest = view.printed[slogan_start:rest_end]
        slogan, suffix = self.slogans.in_heading(printed_rest)
        body = view.printed[line.end : end]
        forms = self.slogans.in_body(body, slogan) if slogan else ()
        start = _first_printed(view, line.start, line.end)
        source_start, _ = view.to_source(start, line.end)
        trimmed_end = line.start + len(line.text.rstrip())
        case = Case(
            report=document.report,
            case_no=number,
            heading=view.printed[line.start : line.end].strip(),
            region=_region(heading),
            slogan=slogan,
            slogan_suffix=suffix,
            slogan_body=forms,
            slogan_consistent=all(form == slogan for form in forms) if forms else None,
            start=source_start,
            end=view.to_source(start, end)[1] if end < len(view.text) else len(document.text),
            body_start=view.to_source(start, trimmed_end)[1],
        )
        return case, list(self._oddities(heading, slogan))

    def _oddities(self, heading: Candidate, slogan: str) -> list[Oddity]:
        line, found = heading.line.number, []
        name = heading.rest.strip()[:20]
        if heading.ambiguous:
            found.append(
                Oddity("place_ambiguous", f"several places have the name in '{name}'", line)
            )
        elif heading.place is None:
            found.append(
                Oddity("place_unknown", f"no place of the region table begins '{name}'", line)
            )
        elif not heading.place.in_force:
            found.append(
                Oddity(
                    "place_not_in_force",
                    f"{heading.place.county} was in force in other years",
                    line,
                )
            )
        if not slogan:
            found.append(Oddity("slogan_missing", f"no slogan in '{name}'", line))
        return found

    def _stretches(self, view: View, start: int, end: int) -> list[tuple[int, int]]:
        """Give the stretches of a part of the view between its page-number lines."""
        found: list[tuple[int, int]] = []
        open_at = start
        for line in lines(view.text[start:end]):
            if line.text.strip() and self._finder.is_page_line(line.text):
                if start + line.start > open_at:
                    found.append((open_at, start + line.start))
                open_at = min(start + line.end + 1, end)
        if end > open_at:
            found.append((open_at, end))
        return found

    def _title(self, view: View, first_heading: int) -> str:
        """Choose the longest of the first lines that is no sentence."""
        best = ""
        for line in lines(view.printed[:first_heading]):
            text = line.text.strip()
            if line.number > 12 or not text:
                continue
            a_title = len(text) <= 60 and text[-1] not in "。；：" and len(text) > len(best)
            if a_title and not self._finder.is_numbered(text):
                best = text
        return best


def reference_year(text: str, plan_words: frozenset[str]) -> int | None:
    """Find the latest year that a text speaks of as reached, for telling plans from results.

    A year with a word of planning close to it does not count.
    """
    years = []
    for found in YEAR.finditer(text):
        around = text[max(0, found.start() - NEAR_YEAR) : found.end() + NEAR_YEAR]
        if not any(word in around for word in plan_words):
            years.append(int(found.group(1)))
    return max(years, default=None)


def _region(heading: Candidate) -> Region | None:
    place = heading.place
    if place is None:
        return None
    return Region(
        place.province, place.prefecture, place.county, place.adcode, place.prefecture_named
    )


def _first_printed(view: View, start: int, end: int) -> int:
    text = view.text[start:end]
    return start + len(text) - len(text.lstrip())


def _numbers(headings: list[Candidate]) -> tuple[list[int], int | None]:
    """Case numbers: as printed, or counted through where the numbering starts again."""
    printed = [heading.number for heading in headings]
    restarts = [
        heading.line.number
        for heading, before in zip(headings[1:], headings, strict=False)
        if heading.number == 1 and before.number >= 1
    ]
    if restarts and len(set(printed)) < len(printed):
        return list(range(1, len(printed) + 1)), restarts[0]
    seen: set[int] = set()
    numbers = []
    for number in printed:
        while number in seen:
            number += 1000
        seen.add(number)
        numbers.append(number)
    return numbers, None


def _numbering_oddities(headings: list[Candidate]) -> list[Oddity]:
    found: list[Oddity] = []
    expected = 1
    seen: set[int] = set()
    for heading in headings:
        number, line = heading.number, heading.line.number
        if number in seen:
            found.append(Oddity("number_twice", f"case number {number} stands twice", line))
        elif number > expected:
            missing = ", ".join(str(value) for value in range(expected, min(number, expected + 20)))
            found.append(Oddity("number_missing", f"no case {missing} before this one", line))
        elif number < expected:
            found.append(Oddity("number_out_of_order", f"case {number} is out of order", line))
        seen.add(number)
        expected = max(expected, number) + 1 if number >= expected else expected
    return found
