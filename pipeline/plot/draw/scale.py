"""From figures to places on the sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.plot.value import grouped

STEPS = (1, 2, 5)
TEN_THOUSAND = 10_000
AIR = 0.08
"""What a logarithmic scale has beyond its figures, in powers of ten."""
LEAST_LENGTH = 0.5


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale along the sheet.

    Attributes
    ----------
    low, high
        The figures at its ends.
    left, right
        Where on the sheet the ends are.
    ticks
        The figures that are named.
    """

    low: float
    high: float
    left: float
    right: float
    ticks: Sequence[Decimal]
    logarithmic: bool = False

    def place(self, figure: Decimal) -> float:
        """Tell where a figure stands; one outside of the scale stands at its end."""
        if self.logarithmic:
            share = (_log(figure) - self.low) / (self.high - self.low)
        else:
            share = (float(figure) - self.low) / (self.high - self.low)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def linear(largest: Decimal, left: float, right: float, *, ticks: int = 5) -> Scale:
    """Make a scale from 0 to a round figure that is not below ``largest``.

    Parameters
    ----------
    ticks
        About how many steps it has.
    """
    step = _round_step(largest / ticks if largest > 0 else Decimal(1))
    count = max(1, math.ceil(largest / step))
    named = tuple(step * number for number in range(count + 1))
    return Scale(0, float(named[-1]), left, right, named)


def logarithmic(smallest: Decimal, largest: Decimal, left: float, right: float) -> Scale:
    """Make a scale a little wider than two figures; powers of ten are named.

    Where only one power lies between the figures, twice and five times of it are named too.
    """
    low, high = _log(smallest) - AIR, max(_log(largest), _log(smallest) + LEAST_LENGTH) + AIR
    powers = [Decimal(10) ** power for power in range(math.floor(low), math.ceil(high) + 1)]
    within = [power for power in powers if low <= _log(power) <= high]
    if len(within) < 2:
        every = [step * power for power in powers for step in map(Decimal, STEPS)]
        within = [figure for figure in every if low <= _log(figure) <= high]
    return Scale(low, high, left, right, tuple(within), logarithmic=True)


def tick_text(figure: Decimal) -> str:
    """Write a figure of a scale: 200, 1,000, 1万."""
    if figure and figure % TEN_THOUSAND == 0:
        return f"{grouped(figure / TEN_THOUSAND)}万"
    return grouped(figure)


def _log(figure: Decimal) -> float:
    return float(figure.log10()) if figure > 0 else 0.0


def _round_step(figure: Decimal) -> Decimal:
    """Give the next of 1, 2, 5, 10, 20, 50 … that is not below a figure."""
    power = Decimal(10) ** figure.adjusted()
    return next(
        (step * power for step in map(Decimal, STEPS) if step * power >= figure), 10 * power
    )
