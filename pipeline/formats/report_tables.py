"""What a format is made from: the rows of a report's tables and its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.tables.definition import Definition, load_definition

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReportTables:
    """The tables of one report, or of all in one.

    Attributes
    ----------
    title
        As printed on the report.
    source
        The text that ``start`` and ``end`` point into; empty for several reports.
    rows
        The rows of each table by its name, with the values that :mod:`pipeline.tables.build`
        gives them.
    definition
        What the tables and their columns are.
    """

    report: str
    title: str
    source: str
    rows: Mapping[str, Sequence[Row]]
    definition: Definition = field(default_factory=load_definition)
