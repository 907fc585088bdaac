"""The folder of the merged set: tables, descriptor and formats, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from pipeline import __version__
from pipeline.errors import InputError, OutputError
from pipeline.formats import ReportTables
from pipeline.formats import render as render_formats
from pipeline.merge.merge import Merged
from pipeline.merge.reports import Report
from pipeline.tables.merged import load_merged_definition
from pipeline.write.csv_file import csv_bytes
from pipeline.write.descriptor import (
    FILE_NAME,
    LICENCE,
    MERGED,
    PACKAGE_PROFILE,
    PIPELINE_VERSION,
    RULES_SHA256,
    json_bytes,
    table_resource,
    with_formats,
)
from pipeline.write.ownership import is_merged, own_descriptor
from pipeline.write.read_back import read_rows
from pipeline.write.report import write_folder

JsonObject = dict[str, Any]

DEFAULT_NAME = "all"
"""The name of the folder in which the merged set stands, beside the reports."""

TITLE = "农村物流典型案例数据（各批合并）"


def write_merged(merged: Merged, folder: Path, formats: Sequence[str] = ()) -> list[str]:
    """Write the merged set as a folder, all at once; the reports' folders are not touched.

    Returns
    -------
    list of str
        The names of the files.

    Raises
    ------
    OutputError
        If the folder cannot be written, or is not one of a merged set; it is as it was then.
    """
    if own_descriptor(folder) is not None and not is_merged(folder):
        message = "is the folder of reports, not of a merged set; choose another with --out"
        raise OutputError(message, path=folder)
    files = merged_files(merged, folder.name, formats)
    write_folder(files, folder)
    return list(files)


def merged_files(
    merged: Merged, name: str = DEFAULT_NAME, formats: Sequence[str] = ()
) -> dict[str, bytes]:
    """Make the content of each file of the merged set, by its name.

    Parameters
    ----------
    name
        Of the folder; a format of one file is called like it.
    """
    definition = load_merged_definition()
    files = {
        f"{table.name}.csv": csv_bytes(table, merged.rows[table.name])
        for table in definition.tables.values()
    }
    tables = ReportTables(name, TITLE, "", merged.rows, definition)
    others = render_formats(tables, formats)
    descriptor = with_formats(_descriptor(merged, files), others)
    return {**files, FILE_NAME: json_bytes(descriptor), **others}


def load_merged_rows(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Read the tables of a merged set back.

    Raises
    ------
    InputError
        If none is there, or a table cannot be read.
    """
    if not is_merged(folder):
        raise InputError("holds no merged set; make one with `anli merge`", path=folder)
    tables = load_merged_definition().tables
    return {name: read_rows(table, folder / f"{name}.csv") for name, table in tables.items()}


def told_of(name: str, descriptor: Mapping[str, Any]) -> JsonObject:
    """Say of a report what was merged: enough to see whether it has changed since."""
    return {
        "name": name,
        "id": descriptor["id"],
        "title": descriptor["title"],
        RULES_SHA256: descriptor[RULES_SHA256],
        "files": {resource["path"]: resource["hash"] for resource in descriptor["resources"]},
    }


def _descriptor(merged: Merged, files: Mapping[str, bytes]) -> JsonObject:
    definition = load_merged_definition()
    told = [_merged_report(report) for report in merged.reports]
    made_of = " ".join(["merged", *(one["id"] for one in told)])
    return {
        "$schema": PACKAGE_PROFILE,
        "name": "rural-logistics-cases-merged",
        "id": f"urn:uuid:{uuid5(NAMESPACE_OID, made_of)}",
        "title": TITLE,
        "anli:title_en": "Case reports of rural logistics as data, all batches in one",
        "description": "各批材料的表合在一起，加上年份、批次、县级单位和案例之间的关联；"
        "start 和 end 指向各材料自己的 source.txt。",
        "anli:description_en": "The tables of all reports with year, batch, counties and links "
        "between cases; start and end point into the source.txt of each report.",
        "version": definition.version,
        "licenses": [LICENCE],
        "sources": [source for report in merged.reports for source in report.descriptor["sources"]],
        MERGED: told,
        PIPELINE_VERSION: __version__,
        "resources": [
            table_resource(table, f"{name}.csv", files[f"{name}.csv"])
            for name, table in definition.tables.items()
        ],
    }


def _merged_report(report: Report) -> JsonObject:
    told = {"anli:year": report.year, "anli:batch": report.batch}
    known = {key: value for key, value in told.items() if value is not None}
    return {**told_of(report.name, report.descriptor), **known}
