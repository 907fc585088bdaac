"""Percentages that follow from a unit cost before and after."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.model import Fact
from pipeline.numbers.values import SIX_PLACES, plain


def derived_percent(fact: Fact) -> Fact | None:
    """The fall in percent of a fact with a figure before, in a row of its own with the same span.

    Ranges give the smallest and the largest fall. None for other facts. Only for fields whose
    ``derive`` is ``percent``.
    """
    if fact.from_min is None or fact.from_max is None or not fact.from_min or not fact.from_max:
        return None
    smallest = _fall(fact.from_min, fact.value_max)
    largest = _fall(fact.from_max, fact.value_min)
    if smallest > largest:
        smallest, largest = largest, smallest
    return replace(
        fact,
        category="percent",
        value_min=smallest,
        value_max=largest,
        from_min=None,
        from_max=None,
        unit="%",
        basis="derived",
        flags=(),
    )


def _fall(before: Decimal, after: Decimal) -> Decimal:
    return plain(((before - after) * 100 / before).quantize(SIX_PLACES))
