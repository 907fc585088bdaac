"""A run as the page shows it: what is checked of it, and all numerals with their reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.qa.run import RunTables

Row = Mapping[str, Any]
"""A row of a table: the values by the names of the columns."""


@dataclass(frozen=True, slots=True)
class Run:
    """The tables that a run wrote for one report.

    Attributes
    ----------
    tables
        Its cases with their facts, and the source text.
    case_rows
        The rows of ``cases.csv``, in the order of ``tables.cases``.
    numbers
        The rows of ``numbers.csv``, in order of their place.
    title, rules_sha256, version
        As ``datapackage.json`` says them; "" where it does not.
    """

    tables: RunTables
    case_rows: Sequence[Row]
    numbers: Sequence[Row]
    title: str = ""
    rules_sha256: str = ""
    version: str = ""

    @property
    def report(self) -> str:
        """The name of the report."""
        return self.tables.report

    @property
    def source_sha256(self) -> str:
        """The digest of the source text, by which corrections know the text they are about."""
        return hashlib.sha256(self.tables.source.encode("utf-8")).hexdigest()


def load_run(folder: Path) -> Run:
    """Read a run over one report from its folder.

    Raises
    ------
    InputError
        If the folder does not hold the tables of a run.
    """
    from pipeline.write import load_descriptor, load_rows

    descriptor = load_descriptor(folder)
    return Run(
        tables=RunTables.from_folder(folder),
        case_rows=load_rows(folder, "cases"),
        numbers=load_rows(folder, "numbers"),
        title=str(descriptor.get("title", "")),
        rules_sha256=str(descriptor.get("anli:rules_sha256", "")),
        version=str(descriptor.get("anli:pipeline_version", "")),
    )
