"""Which lines head a case: their number, their style, and the run that the numbers make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from pipeline.numbers.values import chinese_value
from pipeline.read.view import View
from pipeline.rulebook.schema import HeadingRules
from pipeline.split.regions import RegionMatch, RegionTable

SHORTEST_BODY = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the view, without its line end."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may head a case.

    Attributes
    ----------
    number
        As printed, read from any numeral style.
    rest_start
        Where the text behind the number begins, in the view.
    place
        The county-level unit that the rest begins with, if the table knows it.
    quoted
        Whether the rest holds a quotation mark.
    province
        The province of a heading above, on a line of its own.
    """

    line: Line
    style: str
    number: int
    rest_start: int
    rest: str
    place: RegionMatch | None
    ambiguous: int
    quoted: bool
    province: str | None


class HeadingFinder:
    """Finds the headings of a report; the style is recognised from the document itself."""

    def __init__(self, rules: HeadingRules, regions: RegionTable):
        self._rules = rules
        self._regions = regions
        self._styles = [
            (style.id, regex.compile(r"\s*[#*]*\s*" + style.pattern)) for style in rules.styles
        ]
        self._contents = regex.compile(rules.contents_line)
        self._pages = [regex.compile(pattern) for pattern in rules.page_lines]
        self._quotes = frozenset(rules.quotes) | frozenset(rules.quotes.values())

    def is_page_line(self, text: str) -> bool:
        """Whether a line holds nothing but a page number."""
        return any(page.fullmatch(text) for page in self._pages)

    def is_province_line(self, text: str) -> bool:
        """Whether a line is the heading of a province: its name, with or without a number."""
        if self._regions.province(text.strip()):
            return True
        return any(
            self._regions.province(text[found.end() :].strip(" ：:")) is not None
            for _, expression in self._styles
            if (found := expression.match(text))
        )

    def is_numbered(self, text: str) -> bool:
        """Whether a line begins like a heading of some style."""
        return self.number_span(text) is not None

    def number_span(self, text: str) -> tuple[int, int, int] | None:
        """Where the number of a heading stands, and where its style ends; None without one."""
        for _, expression in self._styles:
            found = expression.match(text)
            if found:
                return *found.span("number"), found.end()
        return None

    def find(self, view: View, year: int | None) -> list[Candidate]:
        """Find the headings of the cases, in order."""
        candidates = list(self._candidates(view, year))
        strong = [item for item in candidates if item.place or item.ambiguous]
        known = _drop_contents(strong, view)
        styles = Counter(item.style for item in known)
        weak = [
            item
            for item in candidates
            if not (item.place or item.ambiguous)
            and (styles[item.style] >= 2 or (not known and item.quoted))
        ]
        return _fill_gaps(known, weak)

    def _candidates(self, view: View, year: int | None) -> Iterator[Candidate]:
        province: str | None = None
        for line in lines(view.text):
            stripped = line.text.strip()
            if not stripped or len(stripped) > self._rules.longest_heading:
                continue
            own = self._regions.province(stripped)
            if own:
                province = own
                continue
            if stripped[-1] in "。；;，," or self._contents.search(line.text):
                continue
            for style, expression in self._styles:
                found = expression.match(line.text)
                if not found:
                    continue
                rest = line.text[found.end() :]
                header = self._regions.province(rest.strip(" ：:"))
                if header:
                    province = header
                    break
                candidate = self._candidate(line, style, found, rest, province, year)
                if candidate is not None:
                    yield candidate
                    break

    def _candidate(
        self,
        line: Line,
        style: str,
        found: regex.Match[str],
        rest: str,
        province: str | None,
        year: int | None,
    ) -> Candidate | None:
        number = printed_number(found.group("number"))
        if number is None or not rest.strip():
            return None
        places = self._regions.candidates(rest, year=year, province=province)
        place = places[0] if len(places) == 1 else None
        if place is not None and not self._ends_well(rest, place.end):
            place, places = None, ()
        return Candidate(
            line=line,
            style=style,
            number=number,
            rest_start=line.start + found.end(),
            rest=rest,
            place=place,
            ambiguous=len(places) if len(places) > 1 else 0,
            quoted=any(char in self._quotes for char in rest),
            province=province,
        )

    def _ends_well(self, rest: str, end: int) -> bool:
        """Tell whether a line goes on with a slogan, as a heading does, not with a sentence."""
        return not any(mark in rest for mark in self._rules.suffix_stop)


def lines(text: str) -> Iterator[Line]:
    """Go through the lines of a text with their offsets, counted from 1."""
    start = 0
    for number, content in enumerate(text.split("\n"), 1):
        yield Line(number, start, start + len(content), content)
        start += len(content) + 1


def printed_number(text: str) -> int | None:
    """Read a number as printed, in Arabic or Chinese numerals; None if it is none."""
    value = int(text) if text.isdigit() else chinese_value(text)
    return None if value is None else int(value)


def _drop_contents(candidates: list[Candidate], view: View) -> list[Candidate]:
    """Leave out a table of contents: headings without body that stand again below.

    The last of them may have a body, the preface.
    """
    last = {_key(item): index for index, item in enumerate(candidates)}
    kept = []
    dropped = False
    for index, item in enumerate(candidates):
        following = candidates[index + 1].line.start if index + 1 < len(candidates) else None
        body = view.text[item.line.end : following if following is not None else len(view.text)]
        dropped = last[_key(item)] != index and (dropped or len(body.strip()) < SHORTEST_BODY)
        if not dropped:
            kept.append(item)
    return kept


def _key(item: Candidate) -> tuple[int, str]:
    return item.number, item.place.adcode if item.place else item.rest.strip()[:4]


def _fill_gaps(known: list[Candidate], weak: list[Candidate]) -> list[Candidate]:
    """Add lines without a known place where they fill a gap in the numbering."""
    if not known:
        return _run_of_weak(weak)
    numbers = {item.number for item in known}
    result = list(known)
    previous: Candidate | None = None
    for item in [*known, None]:
        low = previous.number if previous else 0
        high = item.number if item else None
        start = previous.line.end if previous else 0
        end = item.line.start if item else None
        expected = low + 1
        for option in weak:
            inside = option.line.start >= start and (end is None or option.line.end <= end)
            fits = option.number == expected and (high is None or option.number < high)
            if inside and fits and option.number not in numbers and _looks_like(option, known):
                result.append(option)
                expected += 1
        previous = item
    return sorted(result, key=lambda candidate: candidate.line.start)


def _looks_like(option: Candidate, known: list[Candidate]) -> bool:
    """Tell whether a line without place has the style of the others, and quotes if they all do."""
    same = [item for item in known if item.style == option.style]
    if not same:
        return False
    return option.quoted or not all(item.quoted for item in same)


def _run_of_weak(weak: list[Candidate]) -> list[Candidate]:
    """Choose, without any known place, the style whose quoted lines count 1, 2, 3 and so on."""
    best: list[Candidate] = []
    for style in dict.fromkeys(item.style for item in weak):
        run: list[Candidate] = []
        for item in weak:
            if item.style == style and item.number == len(run) + 1:
                run.append(item)
        if len(run) > len(best):
            best = run
    return best if len(best) >= 2 else []
