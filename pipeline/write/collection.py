"""``datapackage.json`` of a whole output folder: one resource a table, over all its reports.

A table has a part in each report's folder. Where there is one report, its file is the resource;
where there are several, the resource is the list of their files, which the standard calls several
parts of one table: a program that reads ``facts`` gets the facts of all reports. ``report`` tells
them apart and makes the keys hold. The descriptor is made from those of the folders, so that a new
report changes this file and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from pipeline.errors import OutputError
from pipeline.tables.definition import load_definition
from pipeline.write.descriptor import (
    FILE_NAME,
    LICENCE,
    PACKAGE_PROFILE,
    PIPELINE_VERSION,
    RULES_SHA256,
    YEAR,
    json_bytes,
)
from pipeline.write.ownership import own_descriptor
from pipeline.write.sweep import PREFIX, writing_in

JsonObject = dict[str, Any]

SOURCE = "source"
FILES = "anli:files"
REPORTS = "anli:reports"


def describe_collection(out: Path) -> Path:
    """Write the descriptor of an output folder from those of the reports in it.

    The same reports give the same bytes, whichever run wrote them, in whatever order.

    Returns
    -------
    Path
        The file; it is there whole, or as it was before.

    Raises
    ------
    OutputError
        If it cannot be written, or something else wrote the one that is there.
    """
    refuse_foreign_descriptor(out)
    path = out / FILE_NAME
    try:
        with writing_in(out):
            _replace(path, json_bytes(collection_descriptor(report_descriptors(out))))
    except OSError as error:
        message = f"cannot be written ({error.strerror or error}); make room, or choose another"
        raise OutputError(f"{message} with --out", path=path) from error
    return path


def refuse_foreign_descriptor(out: Path) -> None:
    """Make sure that the descriptor of an output folder is none that something else wrote.

    Raises
    ------
    OutputError
        If it is.
    """
    path = out / FILE_NAME
    try:
        is_own = REPORTS in json.loads(path.read_bytes())
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError):
        is_own = False
    if not is_own:
        message = "was not written by anli for a folder of reports; choose another with --out"
        raise OutputError(message, path=path)


def report_descriptors(out: Path) -> dict[str, JsonObject]:
    """Read the descriptors of the reports in a folder, by the name of their folder, in order.

    Only the last tells of the columns, which are the same in all: of many reports the rest is
    little.
    """
    needed = {*load_definition().tables, SOURCE}
    found: dict[str, JsonObject] = {}
    last = ""
    for folder in sorted(out.iterdir()):
        descriptor = own_descriptor(folder)
        if descriptor is not None and needed <= set(_resources(descriptor)):
            if last:
                found[last] = _without_columns(found[last])
            last = folder.name
            found[last] = descriptor
    return found


def _without_columns(report: JsonObject) -> JsonObject:
    resources = [
        {key: value for key, value in resource.items() if key not in ("schema", "dialect")}
        for resource in report["resources"]
    ]
    return {**report, "resources": resources}


def collection_descriptor(reports: Mapping[str, JsonObject]) -> JsonObject:
    """Describe several reports as one package."""
    definition = load_definition()
    resources = [
        *(_table_resource(name, reports) for name in definition.tables if reports),
        *(_source_resource(folder, report) for folder, report in reports.items()),
    ]
    digests = [part["hash"] for resource in resources for part in resource.get(FILES, [resource])]
    return {
        "$schema": PACKAGE_PROFILE,
        "name": "rural-logistics-cases",
        "id": f"urn:uuid:{uuid5(NAMESPACE_OID, ' '.join(digests))}",
        "title": "农村物流典型案例数据",
        "anli:title_en": "Case reports of rural logistics as data",
        "description": "各批材料的案例、数据和数字；每个数字都注明在原文中的位置。",
        "anli:description_en": "Cases, facts and numerals of all reports, with their places.",
        "version": definition.version,
        "licenses": [LICENCE],
        "sources": [source for report in reports.values() for source in report.get("sources", ())],
        REPORTS: [_told(folder, report) for folder, report in reports.items()],
        "resources": resources,
    }


def _told(folder: str, report: JsonObject) -> JsonObject:
    keys = ("id", "title", "version", YEAR, RULES_SHA256, PIPELINE_VERSION)
    return {"name": folder, **{key: report[key] for key in keys if key in report}}


def _table_resource(name: str, reports: Mapping[str, JsonObject]) -> JsonObject:
    """Describe a table; of several parts each has its size and digest under a key of ours."""
    parts = [_moved(_resources(report)[name], folder) for folder, report in reports.items()]
    if len(parts) == 1:
        return parts[0]
    shared = {key: value for key, value in parts[-1].items() if key not in ("bytes", "hash")}
    files = [{key: part[key] for key in ("path", "bytes", "hash")} for part in parts]
    return {**shared, "path": [part["path"] for part in parts], FILES: files}


def _source_resource(folder: str, report: JsonObject) -> JsonObject:
    return {**_moved(_resources(report)[SOURCE], folder), "name": f"{SOURCE}-{folder}"}


def _moved(resource: JsonObject, folder: str) -> JsonObject:
    return {**resource, "path": f"{folder}/{resource['path']}"}


def _resources(descriptor: JsonObject) -> dict[str, JsonObject]:
    return {resource["name"]: resource for resource in descriptor["resources"]}


def _replace(path: Path, content: bytes) -> None:
    """Put a file in the place of an earlier one in one step."""
    staging = Path(tempfile.mkdtemp(prefix=PREFIX, dir=path.parent))
    try:
        with (staging / path.name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        (staging / path.name).replace(path)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
