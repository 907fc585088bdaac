"""What differs between two versions of the facts: missing, spurious and changed ones.

Every fact of both versions is counted once, equal ones included, so that a figure that stands
twice in one version and once in the other is a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Fact
from pipeline.qa.cases import pair_cases
from pipeline.qa.match import CORE, STRICT, Matching, agree, match
from pipeline.qa.run import RunCase, RunTables
from pipeline.qa.score import CASE_CHECKS, CaseScore, Score, shown

Kind = Literal["missing", "spurious", "changed"]

SCORED = (*CORE, *STRICT)
LABELLED = (*SCORED, "unit", "basis", "text", "start", "end")
ALL = (*LABELLED, "subject", "flags")


@dataclass(frozen=True, slots=True)
class Change:
    """An attribute that differs, as text; "" where it has no value."""

    attribute: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; with neither fact, it is about the case itself.

    Attributes
    ----------
    kind
        ``missing``: only before; ``spurious``: only after; ``changed``: the same figure or the
        same place with other attributes.
    """

    report: str
    case_no: int
    kind: Kind
    before: Fact | None
    after: Fact | None
    changes: tuple[Change, ...] = ()

    @property
    def fact(self) -> Fact | None:
        """The fact to show: the one after, where there is one."""
        return self.after or self.before


def of_score(score: Score, attributes: Sequence[str] = SCORED) -> list[Difference]:
    """List what differs from the labels, case by case; optional labels cost nothing."""
    return [difference for case in score.cases for difference in _of_case(case, attributes)]


def _of_case(case: CaseScore, attributes: Sequence[str]) -> Iterator[Difference]:
    if not case.labelled:
        yield Difference(case.report, case.case_no, "spurious", None, None)
    for name, (before, after) in case.wrong.items():
        kind: Kind = "missing" if name == "found" else "changed"
        change = Change(name, before, after)
        yield Difference(case.report, case.case_no, kind, None, None, (change,))
    yield from of_matching(case.report, case.case_no, case.matching, attributes)


def of_runs(
    before: RunTables, after: RunTables, attributes: Sequence[str] = ALL
) -> list[Difference]:
    """List what differs between two runs over the same report, derived facts included.

    Where the text of the report is not the same in both, places are not compared.
    """
    if before.source != after.source:
        attributes = [name for name in attributes if name not in {"start", "end"}]
    return [
        difference
        for number, one, other in pair_cases(before.cases, after.cases)
        for difference in _of_cases(after.report, number, one, other, attributes)
    ]


def _of_cases(
    report: str,
    case_no: int,
    before: RunCase | None,
    after: RunCase | None,
    attributes: Sequence[str],
) -> Iterator[Difference]:
    if before is None or after is None:
        kind: Kind = "missing" if before else "spurious"
        change = Change("heading", before.heading if before else "", after.heading if after else "")
        yield Difference(report, case_no, kind, None, None, (change,))
    else:
        changes = tuple(
            Change(name, shown(getattr(before, name)), shown(getattr(after, name)))
            for name in CASE_CHECKS[1:]
            if getattr(before, name) != getattr(after, name)
        )
        if changes:
            yield Difference(report, case_no, "changed", None, None, changes)
    matching = match(before.facts if before else (), after.facts if after else ())
    yield from of_matching(report, case_no, matching, attributes)


def of_matching(
    report: str, case_no: int, matching: Matching, attributes: Sequence[str]
) -> list[Difference]:
    """List what differs between the facts of a case, in order of their place."""
    found = [Difference(report, case_no, "missing", fact, None) for fact in matching.missing]
    found += [Difference(report, case_no, "spurious", None, fact) for fact in matching.spurious]
    for pair in matching.pairs:
        changes = changed(pair.expected, pair.found, attributes)
        if changes and not pair.optional:
            found.append(Difference(report, case_no, "changed", pair.expected, pair.found, changes))
    return sorted(found, key=_place)


def changed(before: Fact, after: Fact, attributes: Sequence[str]) -> tuple[Change, ...]:
    """List the attributes in which two facts differ."""
    return tuple(
        Change(name, shown(getattr(before, name)), shown(getattr(after, name)))
        for name in attributes
        if not agree(before, after, (name,))
    )


def _place(difference: Difference) -> tuple[int, int, str]:
    fact = difference.before or difference.after
    return (fact.start, fact.end, difference.kind) if fact else (-1, -1, difference.kind)
