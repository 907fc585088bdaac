"""An extraction as it is checked: from the tables of a folder, or fresh from the pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.model import Fact, ReportResult
from pipeline.tables.build import Row, table_rows
from pipeline.tables.definition import table

TABLES = ("cases", "facts", "numbers")


@dataclass(frozen=True, slots=True)
class RunCase:
    """What a run says of a case; what it does not know of the place is empty."""

    case_no: int
    heading: str
    province: str
    prefecture: str
    county: str
    adcode: str
    slogan: str
    slogan_suffix: str
    slogan_body: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class RunTables:
    """What is checked of a run, for one report.

    Attributes
    ----------
    numerals, unexplained
        How many numerals the report has, and how many nothing is known about.
    source
        The text that all offsets point into.
    """

    report: str
    cases: tuple[RunCase, ...]
    numerals: int
    unexplained: int
    source: str

    @classmethod
    def from_result(cls, result: ReportResult) -> RunTables:
        """Take the rows that would be written for the result of the pipeline."""
        return cls.from_rows(result.document.report, table_rows(result), result.document.text)

    @classmethod
    def from_folder(cls, folder: Path) -> RunTables:
        """Read the rows back from a folder that a run wrote.

        Raises
        ------
        InputError
            When the folder does not hold the tables of a run.
        """
        from pipeline.write import load_rows, load_source

        rows = {name: load_rows(folder, name) for name in TABLES}
        return cls.from_rows(folder.absolute().name, rows, load_source(folder))

    @classmethod
    def from_rows(cls, report: str, rows: Mapping[str, Sequence[Row]], source: str) -> RunTables:
        """Take the rows of the three tables."""
        facts: dict[object, list[Fact]] = {}
        for row in rows["facts"]:
            facts.setdefault(row["case_no"], []).append(_fact(row))
        return cls(
            report=report,
            cases=tuple(_case(row, facts.get(row["case_no"], [])) for row in rows["cases"]),
            numerals=len(rows["numbers"]),
            unexplained=sum(not (row["fact_id"] or row["reason"]) for row in rows["numbers"]),
            source=source,
        )


def written(path: Path) -> list[RunTables]:
    """Read the reports that a path stands for: the one whose folder it is, or those in it.

    Raises
    ------
    InputError
        When no tables of a run are there.
    """
    from pipeline.write import report_folders

    return [RunTables.from_folder(folder) for folder in report_folders(path)]


def extracted(paths: Iterable[Path], rules: Path | None = None) -> list[RunTables]:
    """Extract reports now, with the given rules or the built-in ones; nothing is written."""
    files = list(paths)
    if not files:
        return []
    from pipeline import rulebook
    from pipeline.flow import process
    from pipeline.read import discover, read_path

    book = rulebook.load(rules)
    return [
        RunTables.from_result(process(document, book))
        for path in discover(files)
        for document in read_path(path)
    ]


def _case(row: Mapping[str, Any], facts: Sequence[Fact]) -> RunCase:
    """Make a case with the facts that stand in it; a report may number two cases alike."""
    values = _values("cases", row, RunCase)
    values["facts"] = tuple(fact for fact in facts if row["start"] <= fact.start < row["end"])
    return RunCase(**values)


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(**_values("facts", row, Fact))


def _values(name: str, row: Mapping[str, Any], record: type[Fact | RunCase]) -> dict[str, Any]:
    """Take the attributes of a record from a row, with "" for an empty text and lists split."""
    columns = [column for column in table(name).columns if column.name in _attributes(record)]
    values: dict[str, Any] = {column.name: row[column.name] for column in columns}
    for column in columns:
        if column.type == "string":
            values[column.name] = row[column.name] or ""
        if column.separator is not None:
            cell = row[column.name]
            values[column.name] = tuple(cell.split(column.separator)) if cell else ()
    return values


def _attributes(record: type[Fact | RunCase]) -> set[str]:
    return {attribute.name for attribute in fields(record)}
