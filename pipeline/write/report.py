"""Write a report: render its files in memory, check them, put the folder in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.formats import ReportTables
from pipeline.formats import render as render_formats
from pipeline.model import ReportResult
from pipeline.tables.build import table_rows
from pipeline.tables.definition import load_definition
from pipeline.write.csv_file import csv_bytes
from pipeline.write.descriptor import (
    FILE_NAME,
    json_bytes,
    report_descriptor,
    with_formats,
)
from pipeline.write.integrity import check
from pipeline.write.ownership import is_merged
from pipeline.write.place import put_in_place


def write_report(result: ReportResult, out: Path, formats: Sequence[str] = ()) -> Path:
    """Write the tables of a report as the folder ``out/<report>``, all at once.

    Whatever stops the run, ``out/<report>`` is afterwards the earlier folder or the new one,
    whole.

    Parameters
    ----------
    formats
        Formats of :data:`pipeline.formats.FORMATS` to write beside the CSV files.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        If the folder cannot be written, or something stands in its place that a run did not
        write. Earlier output is untouched.
    IntegrityError
        If the result contradicts itself; nothing is written.
    """
    folder = out / _folder_name(result.document.report)
    if is_merged(folder):
        message = "holds the merged set of all reports; rename the report's file, or merge with"
        raise OutputError(f"{message} `anli merge --out` to another folder", path=folder)
    write_folder(render(result, formats), folder)
    return folder


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Make a report's folder hold exactly these files, all at once.

    Raises
    ------
    OutputError
        As :func:`write_report`.
    """
    try:
        put_in_place(files, folder)
    except OSError as error:
        message = f"cannot be written ({error.strerror or error}); earlier output is untouched. "
        advice = "Make room or free the folder, or choose another with --out"
        raise OutputError(message + advice, path=folder) from error


def render(result: ReportResult, formats: Sequence[str] = ()) -> dict[str, bytes]:
    """Make the content of each file of a report's folder, by its name.

    Raises
    ------
    IntegrityError
        If the result contradicts itself.
    OutputError
        If a format cannot hold a value, or its package is missing.
    """
    definition = load_definition()
    rows = table_rows(result)
    check(result, definition.tables, rows)
    files = {
        f"{name}.csv": csv_bytes(table, rows[name]) for name, table in definition.tables.items()
    }
    files["source.txt"] = result.document.text.encode("utf-8")
    document = result.document
    tables = ReportTables(document.report, result.title, document.text, rows)
    others = render_formats(tables, formats)
    descriptor = with_formats(report_descriptor(result, definition, files), others)
    return {**files, FILE_NAME: json_bytes(descriptor), **others}


def _folder_name(report: str) -> str:
    if report.startswith(".") or not report or set(report) & set("/\\\0"):
        message = f"the report name {report!r} cannot name a folder; rename the report's file"
        raise OutputError(message)
    return report
