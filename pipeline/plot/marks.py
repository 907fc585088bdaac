"""What is drawn beside the name of a case: rows of marks, one for each fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Fact
from pipeline.plot.value import Value, sum_text

BETWEEN = "、"


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of marks in a picture.

    Attributes
    ----------
    name
        As in the tables: ``stated``, ``derived``, ``direct`` …
    label
        In Chinese, for the legend.
    before
        What stands before the figures of this kind in the text of a row.
    """

    name: str
    label: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact: its kind, its value, the value as text, and its id in ``facts.csv``."""

    series: Series
    value: Value
    text: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class Row:
    """A case with its marks, in order of their value from the largest."""

    case: int
    label: str
    marks: Sequence[Mark]

    @property
    def text(self) -> str:
        """All figures of the row."""
        return BETWEEN.join(f"{mark.series.before}{mark.text}" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Rows:
    """Cases in order of their largest value.

    Attributes
    ----------
    title, subtitle
        What is shown; how many cases and figures, and the unit.
    unit
        Of all values.
    logarithmic
        Whether the values are so unlike that only a logarithmic scale shows them all.
    series
        The kinds of marks that occur, in the order of the legend.
    """

    title: str
    subtitle: str
    unit: str
    logarithmic: bool
    series: Sequence[Series]
    rows: Sequence[Row]

    @property
    def marks(self) -> Sequence[Mark]:
        """All marks, row by row."""
        return tuple(mark for row in self.rows for mark in row.marks)

    @property
    def total_text(self) -> str:
        """The sum of all values as it is written."""
        return sum_text([mark.value for mark in self.marks])

    @property
    def largest(self) -> Decimal:
        """The largest value; 0 if there is none."""
        return max((mark.value.high for mark in self.marks), default=Decimal(0))


def in_rows(marks: Iterable[tuple[int, Mark]], labels: Sequence[str]) -> Sequence[Row]:
    """Put marks into a row for each case, the case with the largest value first.

    Parameters
    ----------
    marks
        Each with the position of its case.
    labels
        The names of all cases.
    """
    by_case: dict[int, list[Mark]] = {}
    for case, mark in marks:
        by_case.setdefault(case, []).append(mark)
    rows = [
        Row(case, labels[case], tuple(sorted(found, key=_from_the_largest)))
        for case, found in by_case.items()
    ]
    return tuple(sorted(rows, key=lambda row: (_from_the_largest(row.marks[0]), row.case)))


def _from_the_largest(mark: Mark) -> tuple[Decimal, Decimal]:
    return -mark.value.high, -mark.value.low


def mark_of(fact: Fact, series: Series, text: str) -> Mark:
    """Make the mark of a fact."""
    return Mark(series, Value.of(fact), text, fact.fact_id)


def occurring(series: Iterable[Series], marks: Iterable[Mark]) -> Sequence[Series]:
    """Give the kinds that occur among marks, in the order of ``series``."""
    found = {mark.series for mark in marks}
    return tuple(one for one in series if one in found)
