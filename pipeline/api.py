"""The pipeline as a library: reports in, pandas data frames out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.model import Document

if TYPE_CHECKING:
    import pandas

TABLES = ("cases", "facts", "numbers")


@dataclass(frozen=True, eq=False)
class Tables(Mapping[str, "pandas.DataFrame"]):
    """The tables of one or several reports, as attributes or by name.

    Columns and units are those of ``docs/tables.md``; the column ``report`` tells the reports
    apart.

    Attributes
    ----------
    cases, facts, numbers
        A data frame for each table; figures are :class:`decimal.Decimal`, or ``Float64`` where
        :func:`load` was asked for it.
    """

    cases: pandas.DataFrame
    facts: pandas.DataFrame
    numbers: pandas.DataFrame

    def __getitem__(self, name: str) -> pandas.DataFrame:
        """Return a table by its name."""
        if name not in TABLES:
            raise KeyError(name)
        table: pandas.DataFrame = getattr(self, name)
        return table

    def __iter__(self) -> Iterator[str]:
        """Go through the names of the tables."""
        return iter(TABLES)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(TABLES)


def extract(
    *paths: str | os.PathLike[str],
    text: str | None = None,
    report: str = "text",
    year: int | None = None,
    rules: str | os.PathLike[str] | None = None,
) -> Tables:
    """Extract reports; nothing is written.

    Parameters
    ----------
    *paths
        Report files, or folders of them.
    text
        The text of a report, instead of paths.
    report
        The name of the report that ``text`` is.
    year
        The year of the reports, which decides about the division codes in force.
    rules
        The folder of rules, instead of the built-in one.

    Raises
    ------
    InputError
        For a path or a text that cannot be used; no report is left out silently.
    RuleError
        For rules that are wrong.
    TypeError
        When both paths and ``text`` are given, or neither.
    """
    if (text is None) == (not paths):
        raise TypeError("extract() takes either paths or text")
    from dataclasses import replace

    from pipeline.flow import process
    from pipeline.rulebook import load as load_rules
    from pipeline.tables.build import table_rows

    rulebook = load_rules(None if rules is None else Path(rules))
    documents = _read(paths) if text is None else [_document(text, report)]
    rows = (
        table_rows(process(document if year is None else replace(document, year=year), rulebook))
        for document in documents
    )
    return _tables(rows)


def load(folder: str | os.PathLike[str] = "extracted", *, floats: bool = False) -> Tables:
    """Read back the tables that a run wrote.

    Parameters
    ----------
    folder
        The folder of one report, or the folder that holds those of several.
    floats
        Give figures as ``Float64`` instead of :class:`decimal.Decimal`: quicker to compute with,
        exact to 15 digits.

    Raises
    ------
    InputError
        If no tables of a run are there.
    """
    from pipeline.write import load_rows, report_folders

    return _tables(
        (
            {name: load_rows(report, name) for name in TABLES}
            for report in report_folders(Path(folder))
        ),
        floats=floats,
    )


def load_merged(
    folder: str | os.PathLike[str] = "extracted/all", *, floats: bool = False
) -> dict[str, pandas.DataFrame]:
    """Read back the merged set of all reports that ``anli merge`` wrote.

    Parameters
    ----------
    folder
        The folder of the merged set.
    floats
        As of :func:`load`.

    Returns
    -------
    dict
        ``counties``, ``cases``, ``facts``, ``numbers`` and ``links``, each a data frame.

    Raises
    ------
    InputError
        If no merged set is there.
    """
    from pipeline.merge import load_merged_rows
    from pipeline.tables.frames import data_frame
    from pipeline.tables.merged import load_merged_definition

    tables = load_merged_definition().tables
    rows = load_merged_rows(Path(folder))
    return {name: data_frame(tables[name], rows[name], floats=floats) for name in rows}


def _read(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Document]:
    from pipeline.read import discover, read_path

    for path in discover([Path(path) for path in paths]):
        yield from read_path(path)


def _document(text: str, report: str) -> Document:
    from pipeline.read.text import decode

    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = "half of a surrogate pair is no character; decode the text once more"
        raise InputError(message, path=report, line=line) from None
    decoded = decode(data, report)
    return Document(report=report, text=decoded.text, sha256=hashlib.sha256(data).hexdigest())


def _tables(
    reports: Iterable[Mapping[str, list[dict[str, object]]]], *, floats: bool = False
) -> Tables:
    from pipeline.tables.definition import table
    from pipeline.tables.frames import data_frame

    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    for report in reports:
        for name in TABLES:
            rows[name] += report[name]
    frames = {name: data_frame(table(name), rows[name], floats=floats) for name in TABLES}
    return Tables(**frames)
