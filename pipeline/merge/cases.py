"""A case of the merged set: its row, its county, and its text as it is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.merge.reports import Report, Row
from pipeline.split.succession import Counties, County

PASSAGE = 5
"""So many characters make a passage by which texts are compared."""


@dataclass(frozen=True)
class MergedCase:
    """A case with what links it to others.

    Attributes
    ----------
    order
        Its place among all cases, the earliest report first.
    row
        Its row in the table of its report.
    county
        None if the case has no division code, or the region table does not know it.
    """

    order: int
    report: Report = field(repr=False)
    row: Row
    county: County | None

    @property
    def name(self) -> str:
        """The case as people name it: year, report and number."""
        name = f"{self.report.name}/{self.row['case_no']}"
        return name if self.report.year is None else f"{self.report.year} {name}"

    @property
    def slogan(self) -> str:
        """Its slogan, empty if it has none."""
        return str(self.row["slogan"] or "")

    @cached_property
    def passages(self) -> frozenset[str]:
        """All stretches of some characters of its text, without heading, spaces and signs."""
        span = self.report.source[_place(self.row, "start") : _place(self.row, "end")]
        _, _, body = span.partition("\n")
        text = "".join(character for character in body if character.isalnum())
        return frozenset(text[at : at + PASSAGE] for at in range(len(text) - PASSAGE + 1))


def merged_cases(reports: Sequence[Report], counties: Counties) -> list[MergedCase]:
    """Give all cases of all reports, each with its county."""
    found = ((report, row) for report in reports for row in report.rows["cases"])
    return [
        MergedCase(order, report, row, _county(row, report, counties))
        for order, (report, row) in enumerate(found)
    ]


def _county(row: Row, report: Report, counties: Counties) -> County | None:
    code = row["adcode"]
    return counties.of(code, report.year) if isinstance(code, str) else None


def _place(row: Row, column: str) -> int:
    value = row[column]
    return value if isinstance(value, int) else 0
