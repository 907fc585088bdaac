"""Which formats there are, which module makes each, and what must be installed for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from pipeline.errors import InputError, OutputError
from pipeline.formats.report_tables import ReportTables

CSV = "csv"


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes
    ----------
    module
        Makes it, from :mod:`pipeline.formats`.
    package
        What the module imports and an extra of the format's name installs; None if nothing.
    same_bytes
        Whether the same tables always give the same bytes.
    merged
        Whether it can hold the merged set of several reports.
    """

    module: str
    mediatype: str
    package: str | None = None
    same_bytes: bool = True
    merged: bool = True


FORMATS = {
    "parquet": Format("parquet", "application/vnd.apache.parquet", "pyarrow"),
    "xlsx": Format(
        "workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsxwriter",
        merged=False,
    ),
    "jsonl": Format("jsonl", "application/jsonl"),
    "duckdb": Format("duckdb_file", "application/vnd.duckdb", "duckdb", same_bytes=False),
}

Maker = Callable[[ReportTables], dict[str, bytes]]


def parse_formats(texts: Iterable[str]) -> tuple[str, ...]:
    """Read the formats that a command line names, separated by commas.

    Returns
    -------
    tuple of str
        The formats besides CSV, which is always written, each once and in a fixed order.

    Raises
    ------
    InputError
        For a format that there is not.
    """
    named = {name.strip().lower() for text in texts for name in text.split(",")} - {"", CSV}
    unknown = sorted(named - FORMATS.keys())
    if unknown:
        known = ", ".join([CSV, *FORMATS])
        raise InputError(f"there is no format {unknown[0]!r}; choose among {known}")
    return tuple(name for name in FORMATS if name in named)


def check_installed(names: Iterable[str]) -> None:
    """Make sure before any work that the formats can be made.

    Raises
    ------
    OutputError
        If a package is missing, with the command that installs it.
    """
    for name in names:
        _maker(name)


def refuse_unmergeable(names: Iterable[str]) -> None:
    """Make sure that the merged set can be written in some formats.

    Raises
    ------
    InputError
        For a format that is made for one report.
    """
    for name in names:
        if not FORMATS[name].merged:
            message = f"the format {name} holds one report, with its text; convert the reports"
            raise InputError(f"{message} with `anli convert --format {name}`")


def render(tables: ReportTables, names: Sequence[str]) -> dict[str, bytes]:
    """Make the files of some formats, by their names.

    Raises
    ------
    OutputError
        If a package is missing, or a format cannot hold a value.
    """
    files: dict[str, bytes] = {}
    for name in names:
        files |= _maker(name)(tables)
    return files


def _maker(name: str) -> Maker:
    form = FORMATS[name]
    try:
        module = importlib.import_module(f"pipeline.formats.{form.module}")
    except ModuleNotFoundError as error:
        if error.name != form.package:
            raise
        message = (
            f"the format {name} needs a package that is missing; "
            f'install it with: pip install "anli[{name}]"'
        )
        raise OutputError(message) from error
    return cast(Maker, module.files)
