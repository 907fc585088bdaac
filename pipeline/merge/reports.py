"""The reports of an output folder as they are merged: tables, text, year and batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import InputError
from pipeline.rulebook import Rulebook
from pipeline.split import Splitter
from pipeline.split.headings import printed_number
from pipeline.tables.definition import load_definition
from pipeline.write import load_rows, load_source, report_folders
from pipeline.write.descriptor import RULES_SHA256, YEAR
from pipeline.write.ownership import own_descriptor

Row = Mapping[str, object]

UNKNOWN = 10**6
"""The place of a report without year or number in the order of those that have one: the last."""

NEEDED = {"id", "title", "sources", RULES_SHA256}
"""What the descriptor of a report must say of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that a run wrote.

    Attributes
    ----------
    descriptor
        What its ``datapackage.json`` says.
    year
        The year that was given for it, or else the latest year that its text speaks of.
    batch
        The number of the batch, from its title or name.
    rows
        The rows of each table, by its name.
    source
        The text that all its places point into.
    """

    name: str
    descriptor: Mapping[str, Any]
    year: int | None
    batch: int | None
    rows: Mapping[str, Sequence[Row]]
    source: str


def read_reports(folder: Path, rulebook: Rulebook) -> list[Report]:
    """Read all reports of an output folder, the earliest first.

    Raises
    ------
    InputError
        If no reports are there, or one cannot be read.
    """
    splitter = Splitter(rulebook)
    batches = [regex.compile(pattern) for pattern in rulebook.headings.batches]
    found = report_folders(folder)
    if found == [folder]:
        message = "is the folder of one report; name the folder that holds those of all"
        raise InputError(message, path=folder)
    return in_order([_read(report, splitter, batches) for report in found])


def in_order(reports: Sequence[Report]) -> list[Report]:
    """Order reports by year, number of the batch and name; by number first where a year lacks."""
    years_known = all(report.year is not None for report in reports)
    return sorted(reports, key=lambda report: _key(report, by_year=years_known))


def batch_number(texts: Sequence[str], patterns: Sequence[regex.Pattern[str]]) -> int | None:
    """Read the number of a batch from the first text that has one."""
    for text in texts:
        for pattern in patterns:
            found = pattern.search(text)
            if found is not None:
                return printed_number(found.group("number"))
    return None


def _read(folder: Path, splitter: Splitter, batches: Sequence[regex.Pattern[str]]) -> Report:
    descriptor = own_descriptor(folder)
    if descriptor is None or not descriptor.keys() >= NEEDED:
        message = "has no datapackage.json of this version; write it again with `anli extract`"
        raise InputError(message, path=folder)
    rows = {name: load_rows(folder, name) for name in load_definition().tables}
    source = load_source(folder)
    year = descriptor.get(YEAR)
    return Report(
        name=folder.name,
        descriptor=descriptor,
        year=year if isinstance(year, int) else splitter.year_of(source),
        batch=batch_number((str(descriptor.get("title", "")), folder.name), batches),
        rows=rows,
        source=source,
    )


def _key(report: Report, *, by_year: bool) -> tuple[int, int, str]:
    year = UNKNOWN if report.year is None else report.year
    batch = UNKNOWN if report.batch is None else report.batch
    return (year, batch, report.name) if by_year else (batch, year, report.name)
