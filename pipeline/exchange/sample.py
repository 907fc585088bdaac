"""Which cases to label, so that a few of them tell the F1 of all as closely as possible.

Cases are put into strata by the errors that are to be expected in them, more cases are taken
from strata whose cases differ more, and within a stratum every case has the same chance. What is
expected decides only how close the estimate comes; that it is right on average follows from the
known chance of every case, whatever the errors turn out to be.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.exchange.batch import Batch, BatchCase

MOST_STRATA = 6
CASES_PER_STRATUM = 3
"""So many cases at least, on average: their spread has to be estimated too."""

LEAST_OF_A_STRATUM = 2
"""One case alone says nothing of the spread in its stratum."""

ERRORS_IN_ANY_CASE = 0.1
ERRORS_PER_FACT = 0.05
ERRORS_PER_FLAGGED_FACT = 0.15
"""What a flagged fact adds."""
ERRORS_PER_UNEXPLAINED_NUMERAL = 0.5


@dataclass(frozen=True, slots=True)
class SampledCase:
    """A case that was chosen to be labelled.

    Attributes
    ----------
    stratum
        The number of its stratum, counted from 1; the first has the fewest errors to expect.
    stratum_cases, stratum_sampled
        How many cases the stratum has, and how many of them were chosen.
    """

    case_no: int
    heading: str
    stratum: int
    stratum_cases: int
    stratum_sampled: int

    @property
    def probability(self) -> float:
        """The chance that the case had to be chosen."""
        return self.stratum_sampled / self.stratum_cases


@dataclass(frozen=True, slots=True)
class _Expected:
    """What is expected of a case.

    Attributes
    ----------
    errors
        Spurious and missing facts; their number varies as much as it is large.
    residual
        How far the case is likely to lie off the batch: what the variance of F1 is made of.
    """

    case: BatchCase
    errors: float
    residual: float


@dataclass(frozen=True, slots=True)
class _Design:
    strata: tuple[tuple[_Expected, ...], ...]
    sizes: tuple[int, ...]

    @property
    def variance(self) -> float:
        """The expected variance of the summed residuals."""
        return math.fsum(
            _weight(stratum) ** 2 * (1 / size - 1 / len(stratum))
            for stratum, size in zip(self.strata, self.sizes, strict=True)
        )


def draw(batch: Batch, cases: int) -> tuple[SampledCase, ...]:
    """Choose cases to label, in the order of the report; the same at every call.

    Raises
    ------
    InputError
        If fewer than two cases are asked for, or more than there are.
    """
    there = len(batch.cases)
    if not LEAST_OF_A_STRATUM <= cases <= there:
        message = (
            f"{cases} of {there} cases cannot be drawn: choose {LEAST_OF_A_STRATUM} to {there}"
        )
        raise InputError(message)
    expected = sorted(_expected(batch), key=lambda one: (one.errors, one.case.start))
    counts = range(1, max(1, min(MOST_STRATA, cases // CASES_PER_STRATUM)) + 1)
    designs = [_design(_cut(expected, count), cases) for count in counts]
    best = min(designs, key=lambda design: design.variance)
    sampled = [
        (one.case.start, _sampled(one, number, stratum, size))
        for number, (stratum, size) in enumerate(zip(best.strata, best.sizes, strict=True), start=1)
        for one in sorted(stratum, key=_lot)[:size]
    ]
    return tuple(case for _, case in sorted(sampled, key=lambda pair: pair[0]))


def _sampled(one: _Expected, number: int, stratum: Sequence[_Expected], size: int) -> SampledCase:
    case = one.case.case
    return SampledCase(case.case_no, case.heading, number, len(stratum), size)


def _expected(batch: Batch) -> list[_Expected]:
    found = [(case, _scored_facts(case), _errors(case)) for case in batch.cases]
    facts = sum(count for _, count, _ in found)
    errors = math.fsum(some for _, _, some in found)
    f1 = 2 * facts / (2 * facts + errors)
    return [_Expected(case, some, 2 * count * (1 - f1) - f1 * some) for case, count, some in found]


def _scored_facts(one: BatchCase) -> int:
    return sum(fact.basis != "derived" for fact in one.case.facts)


def _errors(one: BatchCase) -> float:
    flagged = sum(bool(fact.flags) for fact in one.case.facts)
    return (
        ERRORS_IN_ANY_CASE
        + ERRORS_PER_FACT * _scored_facts(one)
        + ERRORS_PER_FLAGGED_FACT * flagged
        + ERRORS_PER_UNEXPLAINED_NUMERAL * one.unexplained
    )


def _cut(cases: Sequence[_Expected], count: int) -> tuple[tuple[_Expected, ...], ...]:
    """Cut a list of cases, fewest errors first, into strata of about the same summed spread."""
    whole = math.fsum(math.sqrt(one.errors) for one in cases)
    strata: list[list[_Expected]] = [[] for _ in range(count)]
    below = 0.0
    for one in cases:
        middle = below + math.sqrt(one.errors) / 2
        strata[min(count - 1, int(middle / whole * count))].append(one)
        below += math.sqrt(one.errors)
    return tuple(tuple(stratum) for stratum in strata if stratum)


def _design(strata: tuple[tuple[_Expected, ...], ...], cases: int) -> _Design:
    """Share the cases out: the next one always goes where it lowers the variance most."""
    sizes = [min(LEAST_OF_A_STRATUM, len(stratum)) for stratum in strata]
    while sum(sizes) < cases:
        gains = [
            _weight(stratum) ** 2 * (1 / size - 1 / (size + 1)) if size < len(stratum) else -1
            for stratum, size in zip(strata, sizes, strict=True)
        ]
        sizes[gains.index(max(gains))] += 1
    return _Design(strata, tuple(sizes))


def _weight(stratum: Sequence[_Expected]) -> float:
    """Multiply the number of cases of a stratum with the spread expected among them."""
    size = len(stratum)
    mean = math.fsum(one.residual for one in stratum) / size
    within = math.fsum(one.errors for one in stratum) / size
    between = math.fsum((one.residual - mean) ** 2 for one in stratum) / size
    return size * math.sqrt(within + between)


def _lot(one: _Expected) -> bytes:
    """Draw the lot of a case: as good as random, and the same for the same case for ever."""
    name = f"{one.case.case.case_no} {one.case.case.heading}"
    return hashlib.sha256(name.encode("utf-8")).digest()
