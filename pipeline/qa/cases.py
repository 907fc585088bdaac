"""Which cases of two versions of a report are the same case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Protocol, TypeVar


class Numbered(Protocol):
    """A case with the number and the heading that the report gives it."""

    @property
    def case_no(self) -> int:
        """The number as printed."""

    @property
    def heading(self) -> str:
        """The heading as printed."""


One = TypeVar("One", bound=Numbered)
Other = TypeVar("Other", bound=Numbered)


def pair_cases(
    ones: Iterable[One], others: Iterable[Other]
) -> Iterator[tuple[int, One | None, Other | None]]:
    """Pair the cases of two versions by their numbers, in order of the numbers.

    Where a report numbers several cases alike, those with the same heading belong together,
    and the rest in order. A case that only one version has comes with None.
    """
    first, second = _by_number(ones), _by_number(others)
    for number in sorted({*first, *second}):
        left, right = first.get(number, []), second.get(number, [])
        for one in list(left):
            same = next((case for case in right if case.heading == one.heading), None)
            if same is not None:
                left.remove(one)
                right.remove(same)
                yield number, one, same
        for one_left, other_left in zip_longest(left, right):
            yield number, one_left, other_left


def _by_number(cases: Iterable[One]) -> dict[int, list[One]]:
    found: dict[int, list[One]] = {}
    for case in cases:
        found.setdefault(case.case_no, []).append(case)
    return found
