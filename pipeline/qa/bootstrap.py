"""Bootstrap intervals: how far a figure could lie elsewhere on other cases of the same kind.

Whole cases are drawn, with replacement and with a fixed seed, because the facts of one case
are not independent of each other. The interval is the percentile interval. It knows only the
faults that it sees: where no case has one, it is the single point 1.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

TIMES = 1000
SEED = 20230703
LEVEL = 0.95

Interval = tuple[float, float]


def draw(cases: int, times: int = TIMES, seed: int = SEED) -> list[list[int]]:
    """Draw samples of case positions, each as large as the whole; the same at every call."""
    chance = random.Random(seed)  # noqa: S311 - statistics, no secret
    return [chance.choices(range(cases), k=cases) for _ in range(times)] if cases else []


def totals(
    columns: Sequence[Sequence[int]], samples: Iterable[Sequence[int]]
) -> list[tuple[int, ...]]:
    """Sum each column of counts (one count per case) over each sample."""
    return [tuple(sum(map(column.__getitem__, sample)) for column in columns) for sample in samples]


def interval(values: Iterable[float | None]) -> Interval | None:
    """Return the 95 % interval of a figure from its values on the samples.

    Samples on which the figure is undefined (None) are left out; None if it always is.
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    outside = math.floor((1 - LEVEL) / 2 * len(known))
    return known[outside], known[-1 - outside]
