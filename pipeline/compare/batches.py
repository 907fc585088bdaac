"""A batch as it is compared: one report or several, case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pipeline.formats import ReportTables
from pipeline.qa.run import TABLES
from pipeline.qa.sentence import sentence_around
from pipeline.tables.wide import by_case
from pipeline.write import load_descriptor, load_rows, load_source, report_folders
from pipeline.write.descriptor import RULES_SHA256

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """A case with the rows that stand in it."""

    report: ReportTables
    row: Row
    facts: Sequence[Row]
    numbers: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Item:
    """A place for a person to look at.

    Attributes
    ----------
    text
        What it is about.
    sentence
        Where it stands.
    """

    report: str
    case_no: int | None
    text: str
    sentence: str


@dataclass(frozen=True)
class Batch:
    """One side of a comparison.

    Attributes
    ----------
    name
        What people call it.
    reports
        Its reports, in order of their names.
    rules_sha256
        The digests of the rules that they were made with.
    """

    name: str
    reports: tuple[ReportTables, ...]
    rules_sha256: frozenset[str] = frozenset()

    @cached_property
    def cases(self) -> list[Case]:
        """All cases, report by report."""
        return [case for report in self.reports for case in _cases(report)]

    @property
    def facts(self) -> Iterator[tuple[ReportTables, Row]]:
        """All facts with their reports."""
        return ((report, row) for report in self.reports for row in report.rows["facts"])

    @property
    def numbers(self) -> Iterator[tuple[ReportTables, Row]]:
        """All numerals with their reports, those outside cases too."""
        return ((report, row) for report in self.reports for row in report.rows["numbers"])


def load_batches(paths: Sequence[Path]) -> list[Batch]:
    """Read batches, each the folder of a report or one that holds those of several.

    Batches whose folders have the same name are called by their paths.

    Raises
    ------
    InputError
        If no tables of a run are there, or one cannot be read.
    """
    batches = [_load(path) for path in paths]
    often = Counter(batch.name for batch in batches)
    return [
        replace(batch, name=str(path)) if often[batch.name] > 1 else batch
        for path, batch in zip(paths, batches, strict=True)
    ]


def _load(path: Path) -> Batch:
    folders = report_folders(path)
    digests = [load_descriptor(folder).get(RULES_SHA256) for folder in folders]
    name = folders[0].absolute().name if len(folders) == 1 else path.absolute().name
    return Batch(
        name,
        tuple(_report(folder) for folder in folders),
        frozenset(digest for digest in digests if isinstance(digest, str)),
    )


def item_of(report: ReportTables, row: Row, text: str) -> Item:
    """Make an item of a fact or a numeral."""
    sentence = row.get("sentence") or sentence_around(
        report.source, _integer(row["start"]), _integer(row["end"])
    )
    case_no = row["case_no"]
    return Item(report.report, case_no if isinstance(case_no, int) else None, text, str(sentence))


def _report(folder: Path) -> ReportTables:
    rows = {name: load_rows(folder, name) for name in TABLES}
    return ReportTables(folder.absolute().name, "", load_source(folder), rows)


def _cases(report: ReportTables) -> Iterator[Case]:
    starts = [_integer(row["start"]) for row in report.rows["cases"]]
    facts = by_case(starts, report.rows["facts"])
    numbers = by_case(starts, report.rows["numbers"])
    for start, row in zip(starts, report.rows["cases"], strict=True):
        yield Case(report, row, facts[start], numbers[start])


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 0
