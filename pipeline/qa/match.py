"""One-to-one matching of the facts of a case with the facts that are expected there.

Two facts are *core*-equal when field, category and figures agree, *strict*-equal when
qualifier, role and status agree as well. Among all one-to-one matchings the one is taken that
has, in this order, the most core-equal pairs with expected facts that count, the most
strict-equal ones, then the same for optional facts, then the most pairs at overlapping and at
exactly equal places, and then, one attribute after the other, the most that agree. So every
count of them is the only one possible, and the order of the facts has no influence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.model import Fact
from pipeline.qa.assignment import Levels, assign_by_levels
from pipeline.tables.figures import rounded

Grade = Literal["strict", "core", "place"]

CORE = ("field", "category", "value_min", "value_max", "from_min", "from_max")
STRICT = ("qualifier", "role", "status")
ATTRIBUTES = (*STRICT, "unit", "basis", "subject")


@dataclass(frozen=True, slots=True)
class Pair:
    """An expected fact and the fact that was found for it.

    Attributes
    ----------
    grade
        ``strict`` or ``core`` as far as the two agree; ``place`` when only their field agrees
        and their places overlap: the same words were read differently.
    optional
        The expected fact need not be found.
    """

    expected: Fact
    found: Fact
    grade: Grade
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """All facts of a case, each exactly once; optional facts that were not found are left out."""

    pairs: tuple[Pair, ...]
    missing: tuple[Fact, ...]
    spurious: tuple[Fact, ...]


def comparable(value: object) -> object:
    """Bring an attribute to the form in which it is compared: figures as in the tables."""
    return rounded(value) if isinstance(value, Decimal) else value


def agree(one: Fact, other: Fact, attributes: Sequence[str]) -> bool:
    """Tell whether two facts have the same value in each of the attributes."""
    return all(
        comparable(getattr(one, name)) == comparable(getattr(other, name)) for name in attributes
    )


def overlap(one: Fact, other: Fact) -> bool:
    """Tell whether the places of two facts share a character."""
    return one.start < other.end and other.start < one.end


def same_place(one: Fact, other: Fact) -> bool:
    """Tell whether two facts stand at exactly the same place."""
    return (one.start, one.end) == (other.start, other.end)


def match(
    expected: Sequence[Fact], found: Sequence[Fact], optional: Sequence[bool] | None = None
) -> Matching:
    """Match the facts of one case by what they say.

    Parameters
    ----------
    expected, found
        The facts of the same case in two versions, in any order.
    optional
        For each expected fact, whether it need not be found; none is optional by default.
        An optional fact gets a found fact only if no other expected fact wants it, and only
        if the two are core-equal.
    """
    flags = list(optional) if optional is not None else [False] * len(expected)
    chosen = pair_up(expected, found, flags)
    pairs = tuple(
        Pair(expected[i], found[j], _grade(expected[i], found[j]), flags[i]) for i, j in chosen
    )
    rows, columns = {i for i, _ in chosen}, {j for _, j in chosen}
    return Matching(
        pairs,
        tuple(fact for i, fact in enumerate(expected) if i not in rows and not flags[i]),
        tuple(fact for j, fact in enumerate(found) if j not in columns),
    )


def pair_up(
    expected: Sequence[Fact], found: Sequence[Fact], optional: Sequence[bool]
) -> list[tuple[int, int]]:
    """Choose the pairs of :func:`match`, as positions in the two sequences."""
    rows = sorted(range(len(expected)), key=lambda i: (_order(expected[i]), optional[i]))
    columns = sorted(range(len(found)), key=lambda j: _order(found[j]))
    levels = [[_levels(expected[i], found[j], optional[i]) for j in columns] for i in rows]
    return sorted((rows[i], columns[j]) for i, j in assign_by_levels(levels))


def match_places(
    expected: Sequence[Fact],
    found: Sequence[Fact],
    optional: Sequence[bool],
    near: Callable[[Fact, Fact], bool],
) -> tuple[int, int, int]:
    """Count the facts of one field right, spurious and missing when only their place counts.

    ``near`` is :func:`overlap` or :func:`same_place`.
    """
    levels = [
        [(int(not flag), 1) if near(fact, other) else (0, 0) for other in found]
        for fact, flag in zip(expected, optional, strict=True)
    ]
    chosen = assign_by_levels(levels)
    hits = sum(not optional[i] for i, _ in chosen)
    return hits, len(found) - len(chosen), sum(not flag for flag in optional) - hits


def _grade(expected: Fact, found: Fact) -> Grade:
    if not agree(expected, found, CORE):
        return "place"
    return "strict" if agree(expected, found, STRICT) else "core"


def _levels(expected: Fact, found: Fact, optional: bool) -> Levels:
    """Say how well two facts fit, the most important measure first; all zero: not at all."""
    core = agree(expected, found, CORE)
    strict = core and agree(expected, found, STRICT)
    near = expected.field == found.field and overlap(expected, found)
    possible = core or (near and not optional)
    counts = core and not optional
    levels = (
        counts,
        counts and strict,
        core,
        strict,
        near,
        same_place(expected, found),
        *(counts and attribute_agrees(expected, found, name) for name in ATTRIBUTES),
        agree(expected, found, ("category",)),
        possible,
    )
    return tuple(int(possible and level) for level in levels)


def attribute_agrees(one: Fact, other: Fact, name: str) -> bool:
    """Tell whether two facts have the same attribute; for subjects, words in common do."""
    if name == "subject":
        return share_words(one.subject, other.subject)
    return agree(one, other, (name,))


def share_words(one: str, other: str) -> bool:
    """Tell whether two subjects are equal or share two characters in a row."""
    return one == other or any(one[i : i + 2] in other for i in range(len(one) - 1))


def _order(fact: Fact) -> tuple[str, ...]:
    """Order facts by all that they say, place first, so that only equal facts ever tie."""
    place = (f"{fact.start:012}", f"{fact.end:012}")
    return place + tuple(str(getattr(fact, name)) for name in fact.__dataclass_fields__)
