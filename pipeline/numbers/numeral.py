"""The record of one numeral in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Qualifier


@dataclass(slots=True)
class Numeral:
    """A numeral with its unit and qualifiers.

    Attributes
    ----------
    start, end
        Code points in the text that was searched, from the first qualifier or
        digit to the last unit or qualifier.
    digits_start, digits_end
        The figure alone, without qualifiers and unit.
    value_min, value_max
        In base units (万 multiplied out, 元, percent as 20). None for vague
        quantities such as 若干.
    unit
        As a fact gives it: 个, %, 元, 元/件; the word of the text for measures.
    kind
        ``count``, ``people``, ``percent``, ``money``, ``date``, ``duration``, … or
        ``bare`` where no unit follows.
    per
        The piece or period of a price (``件`` of 元/件), else "".
    form
        ``digit`` for a single Chinese digit, which alone is often part of a word.
    """

    start: int
    end: int
    digits_start: int
    digits_end: int
    value_min: Decimal | None
    value_max: Decimal | None
    unit: str
    kind: str
    qualifier: Qualifier = "exact"
    per: str = ""
    form: str = ""

    def move(self, offset: int) -> None:
        """Count the places from elsewhere: from the text that the searched one is part of."""
        self.start += offset
        self.end += offset
        self.digits_start += offset
        self.digits_end += offset
