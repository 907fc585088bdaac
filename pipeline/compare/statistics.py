"""Quartiles of figures, and how sure a median and a share are.

None of this tells whether two batches differ by more than chance: batches are no random samples.
The intervals say how far a figure of as few cases can lie elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist, median, quantiles

from pipeline.qa.bootstrap import LEVEL, Interval, draw
from pipeline.tables.figures import total

FEWEST = 6
"""Of fewer cases no interval of the median is given: drawing from them again tells nothing."""

PLACES = Decimal("0.01")
_NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Distribution:
    """The figures of some cases.

    Attributes
    ----------
    cases, figures
        How many cases have one, and how many there are.
    total
        Their sum.
    quartiles
        The first quartile, the median and the third, to two places.
    interval
        The 95 % bootstrap interval of the median over cases; None with few cases.
    """

    cases: int
    figures: int
    total: Decimal
    quartiles: tuple[Decimal, Decimal, Decimal]
    interval: tuple[Decimal, Decimal] | None


def distribution(by_case: Sequence[Sequence[Decimal]]) -> Distribution | None:
    """Describe figures, case by case; None if there are none."""
    known = [figures for figures in by_case if figures]
    values = [figure for figures in known for figure in figures]
    if not values:
        return None
    return Distribution(
        cases=len(known),
        figures=len(values),
        total=total(values) or Decimal(0),
        quartiles=_quartiles(values),
        interval=_interval(known),
    )


def wilson(count: int, of: int) -> Interval | None:
    """Return the 95 % interval of a share by Wilson; None of nothing."""
    if not of:
        return None
    share, square = count / of, _NORMAL**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _NORMAL * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    half /= 1 + square / of
    return max(0.0, middle - half), min(1.0, middle + half)


def expected_absent(cases_with: Mapping[str, int], cases: int, drawn: int) -> float:
    """Tell how many things one expects not to meet in some cases drawn from all.

    Parameters
    ----------
    cases_with
        In how many of the cases each thing occurs.
    cases
        How many cases there are.
    drawn
        How many of them are drawn; more than there are count as all.
    """
    drawn = min(drawn, cases)
    ways = math.comb(cases, drawn)
    return sum(math.comb(cases - having, drawn) / ways for having in cases_with.values())


def _quartiles(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    if len(values) == 1:
        return values[0], values[0], values[0]
    first, middle, third = quantiles(values, n=4, method="inclusive")
    return _rounded(first), _rounded(middle), _rounded(third)


def _interval(by_case: Sequence[Sequence[Decimal]]) -> tuple[Decimal, Decimal] | None:
    """Draw whole cases again and again; the median of each draw, without the outermost."""
    if len(by_case) < FEWEST:
        return None
    medians = sorted(
        median([figure for position in sample for figure in by_case[position]])
        for sample in draw(len(by_case))
    )
    outside = math.floor((1 - LEVEL) / 2 * len(medians))
    return _rounded(medians[outside]), _rounded(medians[-1 - outside])


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(PLACES)
