"""The interval of a share that was estimated from a sample of cases (Korn and Graubard).

It is the exact binomial interval (Clopper and Pearson) for as many facts as would give a share
that is as sure as the estimate, fewer where few cases tell how sure that is. Unlike an interval
of the form "estimate plus or minus", it says something even where no error was seen.
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

from pipeline.qa.bootstrap import LEVEL, Interval

TAIL = (1 - LEVEL) / 2
_NORMAL = NormalDist().inv_cdf(1 - TAIL)
_STEPS = 60
_TERMS = 500
_CLOSE = 1e-12
_TINY = 1e-300


def share_interval(share: float, effective: float, degrees: int) -> Interval:
    """Return the 95 % interval of a share.

    Parameters
    ----------
    share
        The estimate, from 0 to 1.
    effective
        The number of facts that it is as good as, not necessarily whole.
    degrees
        The degrees of freedom that this number itself was estimated with.
    """
    facts = effective * (_NORMAL / student_quantile(degrees)) ** 2
    hits = share * facts
    misses = facts - hits
    low = 0.0 if hits <= _CLOSE else _beta_quantile(TAIL, hits, misses + 1)
    high = 1.0 if misses <= _CLOSE else _beta_quantile(1 - TAIL, hits + 1, misses)
    return low, high


@cache
def student_quantile(degrees: int) -> float:
    """Return the figure that a t-distributed one exceeds in size in 5 % of all cases."""
    x = _beta_quantile(2 * TAIL, degrees / 2, 0.5)
    return math.sqrt(degrees * (1 - x) / x)


def _beta_quantile(probability: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if beta_distribution(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_distribution(x: float, a: float, b: float) -> float:
    """Return the chance that a beta-distributed figure is at most ``x``, from 0 to 1."""
    if x in (0, 1):
        return x
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(x, a, b) / a
    return 1 - front * _continued_fraction(1 - x, b, a) / b


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction of the incomplete beta function by Lentz's method."""
    numerator, denominator = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = denominator
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            denominator = 1 / _not_zero(1 + term * denominator)
            numerator = _not_zero(1 + term / numerator)
            value *= numerator * denominator
        if abs(numerator * denominator - 1) < _CLOSE:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
