"""Figures as pictures show them: with their qualifier, and never more exact than they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from pipeline.model import Fact, Qualifier
from pipeline.tables.figures import plain, total

SIGNS: dict[Qualifier, str] = {"exact": "", "about": "约", "at_least": "≥", "at_most": "≤"}
ROUNDING: dict[Qualifier, str] = {
    "exact": ROUND_HALF_UP,
    "about": ROUND_HALF_UP,
    "at_least": ROUND_FLOOR,
    "at_most": ROUND_CEILING,
}
DIGITS_OF_ROUGH_SUMS = 2
MOST_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Value:
    """A figure or a range of figures (``low`` < ``high``), in base units."""

    low: Decimal
    high: Decimal
    qualifier: Qualifier = "exact"

    @classmethod
    def of(cls, fact: Fact) -> Value:
        """Take the value of a fact."""
        return cls(fact.value_min, fact.value_max, fact.qualifier)

    @property
    def text(self) -> str:
        """The value as it is written beside its mark: ``约15–30``, ``≥1,200``."""
        low, high = grouped(self.low), grouped(self.high)
        return SIGNS[self.qualifier] + (low if low == high else f"{low}–{high}")


def grouped(figure: Decimal) -> str:
    """Write a figure with a comma between thousands."""
    whole, point, decimals = plain(figure).partition(".")
    return f"{Decimal(whole):,}{point}{decimals}"


def added(values: Sequence[Value]) -> Value:
    """Add values up.

    A sum of exact figures and lower bounds is a lower bound, and so on; where lower bounds,
    upper bounds or about-figures meet, the sum is an about-figure.

    Raises
    ------
    ValueError
        If there are none: no figure is not the figure 0.
    """
    low, high = total(value.low for value in values), total(value.high for value in values)
    if low is None or high is None:
        raise ValueError("there is nothing to add up")
    inexact = {value.qualifier for value in values} - {"exact"}
    qualifier: Qualifier = inexact.pop() if len(inexact) == 1 else "about" if inexact else "exact"
    return Value(low, high, qualifier)


def sum_text(values: Sequence[Value]) -> str:
    """Write the sum of values, "" without any; with two digits where one of several is not exact.

    70,000 "or more" and 138 make no 70,138: the sum is written ``≥70,000``.
    """
    if not values:
        return ""
    value = added(values)
    if len(values) == 1 or value.qualifier == "exact":
        return value.text
    low, high = (_rough(figure, value.qualifier) for figure in (value.low, value.high))
    return Value(low, high, value.qualifier).text


def percent_text(value: Value, *, derived: bool = False) -> str:
    """Write a percentage: as stated, but whole where it was computed.

    Computed are derived percentages, and stated fractions (a third: 33.333333).
    """
    computed = derived or any(
        _decimals(figure) > MOST_DECIMALS for figure in (value.low, value.high)
    )
    if computed:
        value = Value(_whole(value.low), _whole(value.high), value.qualifier)
    return f"{value.text}%"


def _rough(figure: Decimal, qualifier: Qualifier) -> Decimal:
    step = Decimal(1).scaleb(figure.adjusted() - DIGITS_OF_ROUGH_SUMS + 1)
    return figure.quantize(step, rounding=ROUNDING[qualifier]) if figure else figure


def _whole(figure: Decimal) -> Decimal:
    """Round to a whole number, or to one digit below 1."""
    step = Decimal(1) if abs(figure) >= 1 or not figure else Decimal(1).scaleb(figure.adjusted())
    return figure.quantize(step, rounding=ROUND_HALF_UP)


def _decimals(figure: Decimal) -> int:
    return len(plain(figure).partition(".")[2])
