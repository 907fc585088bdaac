"""The run that labels are made for: one report, case by case, with its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.qa.run import RunCase, RunTables


@dataclass(frozen=True, slots=True)
class BatchCase:
    """A case of a run.

    Attributes
    ----------
    start, end
        Where it stands in the source text.
    unexplained
        The number of its numerals about which nothing is known.
    """

    case: RunCase
    start: int
    end: int
    unexplained: int


@dataclass(frozen=True, slots=True)
class Batch:
    """The cases of a report as a run found them."""

    report: str
    cases: tuple[BatchCase, ...]
    source: str


def load_batch(path: Path) -> Batch:
    """Read a run from the folder that it wrote, or extract a report now and write nothing.

    Raises
    ------
    InputError
        If the path is neither a run nor a report, or holds several.
    """
    from pipeline.write import is_report_folder, load_rows

    if is_report_folder(path):
        return batch(RunTables.from_folder(path), load_rows(path, "cases"))
    if path.is_dir():
        message = "is no run of one report: name a folder that holds cases.csv, or a report"
        raise InputError(message, path=path)
    return _extracted(path)


def batch(run: RunTables, rows: Iterable[Mapping[str, Any]]) -> Batch:
    """Put the cases of a run and the rows of its table of cases together."""
    cases = tuple(
        BatchCase(case, row["start"], row["end"], row["unclassified_numbers"])
        for case, row in zip(run.cases, rows, strict=True)
    )
    return Batch(run.report, cases, run.source)


def _extracted(path: Path) -> Batch:
    from pipeline import rulebook
    from pipeline.flow import process
    from pipeline.read import read_path
    from pipeline.tables.build import table_rows

    documents = read_path(path)
    if len(documents) > 1:
        raise InputError("holds several reports: name one of them", path=path)
    rows = table_rows(process(documents[0], rulebook.load()))
    run = RunTables.from_rows(documents[0].report, rows, documents[0].text)
    return batch(run, rows["cases"])
