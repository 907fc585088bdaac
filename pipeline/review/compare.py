"""The facts of a case held against those of a reference, each fact of both exactly once.

The matching and the attributes compared are those of `anli diff`, so that the page and the
command count the same differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Fact
from pipeline.qa.diff import ALL, LABELLED, Change, changed
from pipeline.qa.match import pair_up
from pipeline.qa.run import RunCase
from pipeline.qa.score import CASE_CHECKS, shown
from pipeline.review.reference import Reference, ReferenceCase

Status = Literal["correct", "missing", "spurious", "changed", "optional", "derived", "found"]


@dataclass(frozen=True, slots=True)
class Item:
    """A fact of the run, of the reference, or of both.

    Attributes
    ----------
    status
        ``correct``, ``missing``, ``spurious`` or ``changed`` as in `anli diff`; ``optional`` for
        an optional label that was not found, ``derived`` for a fact that is not scored,
        ``found`` for one that there is nothing to hold against: no reference, or labels that say
        nothing about its field.
    found, expected
        The positions of the fact in the run and in the reference; None where it has none.
    """

    status: Status
    found: int | None
    expected: int | None
    changes: tuple[Change, ...] = ()


def compare_facts(
    found: Sequence[Fact], case: ReferenceCase, reference: Reference, *, places: bool
) -> list[Item]:
    """Match the facts of a case with those of a reference.

    Where the reference is scored, derived facts and those of fields that it says nothing about do
    not take part, and flags and subjects are not compared. ``places`` says whether places are
    compared: they mean nothing in another text.
    """
    alone = [_alone(fact, reference) for fact in found]
    rows = [i for i, status in enumerate(alone) if status == "spurious"]
    attributes = [
        name
        for name in (LABELLED if reference.scored else ALL)
        if places or name not in {"start", "end"}
    ]
    expected, optional = case.facts, case.optional
    pairs = pair_up(expected, [found[i] for i in rows], optional)
    items = [
        _paired(expected[j], found[rows[i]], rows[i], j, attributes, optional[j]) for j, i in pairs
    ]
    matched, used = {j for j, _ in pairs}, {rows[i] for _, i in pairs}
    items += [
        Item("optional" if optional[j] else "missing", None, j)
        for j in range(len(expected))
        if j not in matched
    ]
    items += [Item(status, i, None) for i, status in enumerate(alone) if i not in used]
    return items


def _alone(fact: Fact, reference: Reference) -> Status:
    """Tell what a fact of the run is that the reference does not have."""
    if reference.scored and fact.basis == "derived":
        return "derived"
    known = reference.fields is None or fact.field in reference.fields
    return "spurious" if known else "found"


def _paired(
    expected: Fact,
    found: Fact,
    found_at: int,
    expected_at: int,
    attributes: Sequence[str],
    optional: bool,
) -> Item:
    changes = () if optional else changed(expected, found, attributes)
    return Item("changed" if changes else "correct", found_at, expected_at, changes)


def unlabelled(found: Sequence[Fact]) -> list[Item]:
    """List the facts of a case that there is nothing to hold against."""
    return [
        Item("derived" if fact.basis == "derived" else "found", i, None)
        for i, fact in enumerate(found)
    ]


def spurious(found: Sequence[Fact], reference: Reference) -> list[Item]:
    """List the facts of a case that the reference does not have."""
    return [Item(_alone(fact, reference), i, None) for i, fact in enumerate(found)]


def missing(reference: ReferenceCase) -> list[Item]:
    """List the facts of a case that the run does not have."""
    return [
        Item("optional" if optional else "missing", None, j)
        for j, optional in enumerate(reference.optional)
    ]


def compare_cases(found: RunCase, reference: ReferenceCase) -> tuple[Change, ...]:
    """List what a reference says otherwise of the case itself; None says nothing."""
    return tuple(
        Change(name, shown(getattr(reference.case, name)), shown(getattr(found, name)))
        for name in CASE_CHECKS[1:]
        if getattr(reference.case, name) is not None
        and getattr(reference.case, name) != getattr(found, name)
    )
