"""Corrections merged into a gold set: all of them, or with a reason for each that does not fit."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import InputError
from pipeline.qa.check import QUOTE_LENGTH, Numerals, case_regions, check_gold
from pipeline.qa.corrections import Correction, ReportCorrections
from pipeline.qa.gold import SUFFIX, GoldCase, GoldFact, gold_text

ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gold set with corrections.

    Attributes
    ----------
    counts
        How many corrections of each action were carried out; ``already`` for those that the
        gold set had before.
    problems
        Why the corrections cannot be merged; the gold set is as good as before only if there
        are none.
    """

    cases: tuple[GoldCase, ...]
    counts: Counter[str]
    problems: tuple[str, ...]


@dataclass(slots=True)
class _CaseMerge:
    """The labels of a case while corrections go into them.

    Attributes
    ----------
    new
        Those of the facts that came with corrections; they have no quote yet.
    """

    case: GoldCase
    facts: list[GoldFact]
    new: list[GoldFact] = field(default_factory=list)
    touched: bool = False

    def carry_out(self, correction: Correction) -> str | None:
        """Carry out one correction.

        Returns
        -------
        str or None
            What was done: the action, or ``already``; None if it does not fit the labels.
        """
        self.touched = True
        fact, old = correction.fact, correction.old
        match correction.action:
            case "add":
                return ALREADY if self._has(fact) else self._put(fact, "add")
            case "replace" if old is not None:
                if taken := self._take(old):
                    return self._replace(taken, fact)
                return ALREADY if self._has(fact) else None
            case "remove":
                if self._take(fact):
                    return "remove"
                return None if any(_same_words(fact, one) for one in self.facts) else ALREADY
            case "confirm":
                return "confirm" if self._has(fact) else None
            case "reject":
                return None if self._has(fact) else "reject"
        return None

    def _has(self, fact: GoldFact) -> bool:
        return any(_same(fact, one) for one in self.facts)

    def _put(self, fact: GoldFact, action: str) -> str:
        self.facts.append(fact)
        self.new.append(fact)
        return action

    def _take(self, fact: GoldFact) -> GoldFact | None:
        """Take away and return one label that says the same; None if there is none."""
        for position, one in enumerate(self.facts):
            if _same(fact, one):
                return self.facts.pop(position)
        return None

    def _replace(self, old: GoldFact, fact: GoldFact) -> str:
        """Put a fact in the place of a label, whose quote is as good for the same words."""
        if (old.start, old.end) != (fact.start, fact.end):
            return self._put(fact, "replace")
        self.facts.append(fact.model_copy(update={"quote": old.quote}))
        return "replace"

    def merged(self) -> GoldCase:
        """Return the case with its facts in the order of the text."""
        facts = sorted(self.facts, key=lambda fact: (fact.start, fact.end))
        return self.case.model_copy(update={"facts": tuple(facts)})


def _same(one: GoldFact, other: GoldFact) -> bool:
    """Tell whether two labels say the same; their quotes do not matter."""
    return one.model_dump(exclude={"quote"}) == other.model_dump(exclude={"quote"})


def _same_words(one: GoldFact, other: GoldFact) -> bool:
    return (one.field, one.start, one.end) == (other.field, other.start, other.end)


def apply_corrections(
    gold: Sequence[GoldCase],
    corrections: ReportCorrections,
    source: str,
    numerals: Numerals,
    starts: Sequence[int] = (),
) -> Outcome:
    """Merge corrections, and check the cases that they touch as `anli gold check` does.

    Parameters
    ----------
    gold
        The labels so far; none for a report that has no labels yet.
    source
        The text of the report.
    numerals
        Finds the numerals of a text, to hold the labelled figures against.
    starts
        Where the cases of the report begin, labelled or not.

    Raises
    ------
    InputError
        When the reviewer saw another text.
    """
    if hashlib.sha256(source.encode("utf-8")).hexdigest() != corrections.source_sha256:
        raise InputError(
            f"the text of {corrections.report} is not the one that was reviewed: name that text "
            "with --text, or review the report as it is now"
        )
    merges = [_CaseMerge(case, list(case.facts)) for case in _all_cases(gold, corrections)]
    counts: Counter[str] = Counter()
    problems = []
    for correction in corrections.corrections:
        case = _case_of(merges, correction)
        done = case.carry_out(correction) if case else None
        if done is None:
            problems.append(_misfit(correction, case))
        else:
            counts[done] += 1
    cases = _with_quotes(merges, source, starts)
    if len(cases) > len(gold):
        cases = _in_order(cases, source)
    if not problems:
        touched = {_identity(merge.case) for merge in merges if merge.touched}
        problems = [
            f"case {case.case_no}: {message}"
            for case, message in _faults(cases, corrections.report, source, numerals, starts)
            if _identity(case) in touched
        ]
    return Outcome(cases, counts, tuple(problems))


def _all_cases(gold: Sequence[GoldCase], corrections: ReportCorrections) -> list[GoldCase]:
    known = {_identity(case) for case in gold}
    return [*gold, *(case for case in corrections.cases if _identity(case) not in known)]


def _identity(case: GoldCase | Correction) -> tuple[int, str]:
    return case.case_no, case.heading


def _case_of(merges: Sequence[_CaseMerge], correction: Correction) -> _CaseMerge | None:
    same = (merge for merge in merges if _identity(merge.case) == _identity(correction))
    return next(same, None)


def _misfit(correction: Correction, case: _CaseMerge | None) -> str:
    """Say why a correction cannot be carried out."""
    what = f"case {correction.case_no}: {correction.action} {correction.fact.text}"
    if case is None:
        return f"{what}: the labels do not have this case: write the review page anew"
    if correction.action == "reject":
        return f"{what}: it is a label by now: review it anew"
    return f"{what}: the labels have changed since the review: write the review page anew"


def _with_quotes(
    merges: Sequence[_CaseMerge], source: str, starts: Sequence[int]
) -> tuple[GoldCase, ...]:
    """Give the new facts their quotes."""
    cases = [merge.merged() for merge in merges]
    regions = case_regions(cases, source, starts)
    quoted = []
    for merge, case, region in zip(merges, cases, regions, strict=True):
        facts = tuple(
            fact.model_copy(update={"quote": quote(source, region, fact.start, fact.end)})
            if any(fact is one for one in merge.new)
            else fact
            for fact in case.facts
        )
        quoted.append(case.model_copy(update={"facts": facts}))
    return tuple(quoted)


def _in_order(cases: Sequence[GoldCase], source: str) -> tuple[GoldCase, ...]:
    """Put cases in the order of the text."""
    regions = case_regions(cases, source)
    pairs = sorted(zip(regions, cases, strict=True), key=lambda pair: pair[0].start)
    return tuple(case for _, case in pairs)


def quote(source: str, region: range, start: int, end: int) -> str:
    """Choose a piece of a case around ``source[start:end]`` that stands there only once.

    It grows on both sides within its line, and beyond it only if the line is too short.
    """
    case = source[region.start : region.stop]
    lowest = max(region.start, source.rfind("\n", 0, start) + 1)
    line_end = source.find("\n", end)
    highest = min(region.stop, len(source) if line_end < 0 else line_end)
    low, high = start, end
    while high - low < QUOTE_LENGTH.stop - 1:
        if high - low >= QUOTE_LENGTH.start and case.count(source[low:high]) == 1:
            break
        if (low, high) == (lowest, highest):
            if (lowest, highest) == (region.start, region.stop):
                break
            lowest, highest = region.start, region.stop
        low = max(lowest, low - 1)
        high = min(highest, high + 1)
    return source[low:high]


def _faults(
    cases: Sequence[GoldCase],
    report: str,
    source: str,
    numerals: Numerals,
    starts: Sequence[int],
) -> Iterator[tuple[GoldCase, str]]:
    """Tell what `anli gold check` finds, with the case that it is about."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{report}{SUFFIX}"
        path.write_text(gold_text(cases), encoding="utf-8", newline="\n")
        for problem in check_gold(path, source, numerals, starts):
            yield cases[problem.line - 1], problem.message
