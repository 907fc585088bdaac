"""Figures in the tables: exact decimals with at most six places, never floats."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

PLACES = 6

# Sums and rounding are exact however long a figure is.
_EXACT = Context(prec=MAX_PREC, rounding=ROUND_HALF_UP, Emax=MAX_EMAX, Emin=MIN_EMIN)
_STEP = Decimal(1).scaleb(-PLACES)


def rounded(figure: Decimal) -> Decimal:
    """Round to six places, halves away from zero.

    Raises
    ------
    ValueError
        If the figure is infinite or not a number.
    """
    if not figure.is_finite():
        raise ValueError(f"{figure} is no figure")
    exponent = figure.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -PLACES:
        return figure
    return figure.quantize(_STEP, context=_EXACT)


def total(figures: Iterable[Decimal]) -> Decimal | None:
    """Add figures up; None if there are none."""
    result: Decimal | None = None
    for figure in figures:
        result = figure if result is None else _EXACT.add(result, figure)
    return result


def plain(figure: Decimal) -> str:
    """Write a figure with at most six places, without exponent and trailing zeros."""
    text = format(rounded(figure), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
