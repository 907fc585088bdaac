"""Write a report: render its files in memory, check them, put the folder in place."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import OutputError
from pipeline.model import ReportResult
from pipeline.tables.build import table_rows
from pipeline.tables.definition import load_definition
from pipeline.write.csv_file import csv_bytes
from pipeline.write.descriptor import FILE_NAME, descriptor_bytes
from pipeline.write.integrity import check
from pipeline.write.place import put_in_place


def write_report(result: ReportResult, out: Path) -> Path:
    """Write the tables of a report as the folder ``out/<report>``, all at once.

    Whatever stops the run, ``out/<report>`` is afterwards the earlier folder or the new one,
    whole.

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
    files = render(result)
    try:
        put_in_place(files, folder)
    except OSError as error:
        message = f"cannot be written ({error.strerror or error}); earlier output is untouched. "
        advice = "Make room or free the folder, or choose another with --out"
        raise OutputError(message + advice, path=folder) from error
    return folder


def render(result: ReportResult) -> dict[str, bytes]:
    """Make the content of each file of a report's folder, by its name.

    Raises
    ------
    IntegrityError
        If the result contradicts itself.
    """
    definition = load_definition()
    rows = table_rows(result)
    check(result, definition.tables, rows)
    files = {
        f"{name}.csv": csv_bytes(table, rows[name]) for name, table in definition.tables.items()
    }
    files["source.txt"] = result.document.text.encode("utf-8")
    files[FILE_NAME] = descriptor_bytes(result, definition, files)
    return files


def _folder_name(report: str) -> str:
    if report.startswith(".") or not report or set(report) & set("/\\\0"):
        message = f"the report name {report!r} cannot name a folder; rename the report's file"
        raise OutputError(message)
    return report
