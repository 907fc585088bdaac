"""``datapackage.json``: the descriptor of a report's folder, to the Data Package standard 2.0.

What the standard has no property for stands under keys that begin with ``anli:``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from pipeline import __version__
from pipeline.formats import FORMATS as KNOWN_FORMATS
from pipeline.model import Document, ReportResult
from pipeline.tables.definition import Definition, Table
from pipeline.tables.table_schema import table_schema
from pipeline.write.cells import GUARD
from pipeline.write.csv_file import DELIMITER, LINE_END, QUOTE

JsonObject = dict[str, Any]

FILE_NAME = "datapackage.json"
# The key by which a later run knows a folder for its own.
PIPELINE_VERSION = "anli:pipeline_version"
RULES_SHA256 = "anli:rules_sha256"
YEAR = "anli:year"
# The key by which a folder with the merged set of several reports is known from a report's.
MERGED = "anli:merged"
# The same tables in other formats. They are no resources: the CSV files are the tables.
FORMATS = "anli:formats"
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}
# A report belongs to whoever published it; what anli makes of it does not change that.
LICENCE_OF_THE_TEXT = {
    "name": "notspecified",
    "title": "原文的权利属于发布者",
    "anli:title_en": "The rights in the text are its publisher's",
}


def report_descriptor(
    result: ReportResult, definition: Definition, files: Mapping[str, bytes]
) -> JsonObject:
    """Describe the files of a report.

    Parameters
    ----------
    files
        The name and the content of ``source.txt`` and of each table's file.
    """
    tables = {f"{table.name}.csv": table for table in definition.tables.values()}
    document = result.document
    descriptor = {
        "$schema": PACKAGE_PROFILE,
        "name": document.report,
        "id": _identifier(result, definition),
        "title": result.title or document.report,
        "description": "案例、数据和数字三张表，每个数字都注明在原文中的位置。",
        "anli:description_en": "Cases, facts, numerals; every figure with its place in the text.",
        "version": definition.version,
        "keywords": ["农村物流", "典型案例", "rural logistics", "case reports"],
        "licenses": [LICENCE],
        "sources": [source_properties(document)],
        YEAR: document.year,
        RULES_SHA256: result.rules_sha256,
        PIPELINE_VERSION: __version__,
        "resources": [
            _source_resource(name, content)
            if name not in tables
            else table_resource(tables[name], name, content)
            for name, content in files.items()
        ],
    }
    return {key: value for key, value in descriptor.items() if value is not None}


def with_formats(descriptor: JsonObject, files: Mapping[str, bytes]) -> JsonObject:
    """Say in a descriptor which other formats stand beside the tables.

    A format whose bytes differ from time to time has no digest, so that the descriptor does not.
    """
    others = {key: value for key, value in descriptor.items() if key != FORMATS}
    return {**others, FORMATS: [_format(*file) for file in files.items()]} if files else others


def _format(file_name: str, content: bytes) -> JsonObject:
    name = PurePath(file_name).suffix.removeprefix(".")
    told = {"path": file_name, "format": name, "mediatype": KNOWN_FORMATS[name].mediatype}
    return {**told, **_content(content)} if KNOWN_FORMATS[name].same_bytes else told


def json_bytes(descriptor: JsonObject) -> bytes:
    """Write a descriptor for people and programs: indented, the keys in a fixed order."""
    return (json.dumps(descriptor, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _identifier(result: ReportResult, definition: Definition) -> str:
    """Name these data: the same for the same report, rules and definition, on any machine."""
    made_of = (result.document.sha256, result.rules_sha256, definition.version)
    return f"urn:uuid:{uuid5(NAMESPACE_OID, ' '.join(made_of))}"


def source_properties(document: Document) -> JsonObject:
    """Describe the file that a report was read from."""
    source: JsonObject = {
        "title": PurePath(document.path).name or document.report,
        "anli:sha256": document.sha256,
        "anli:encoding": document.encoding,
    }
    origin = document.provenance
    if origin is not None:
        source |= {
            "anli:report_title": origin.title,
            "anli:taken_from": origin.source,
            "anli:issuing_body": origin.issuing_body,
            "anli:document_number": origin.document_number,
            "anli:date": origin.date,
        }
        if origin.source.startswith(("http://", "https://")):
            source["path"] = origin.source
    return {key: value for key, value in source.items() if value}


def _source_resource(file_name: str, content: bytes) -> JsonObject:
    return {
        "name": "source",
        "path": file_name,
        "title": "原文",
        "anli:title_en": "Source text",
        "description": "start 和 end 所指的文字，按码位计数。",
        "anli:description_en": "The text that start and end point into, in code points.",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "licenses": [LICENCE_OF_THE_TEXT],
        **_content(content),
    }


def table_resource(table: Table, file_name: str, content: bytes) -> JsonObject:
    """Describe the file of a table."""
    return {
        "name": table.name,
        "type": "table",
        "path": file_name,
        "title": table.zh,
        "anli:title_en": table.en,
        "description": table.description_zh,
        "anli:description_en": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
            "header": True,
            "delimiter": DELIMITER,
            "lineTerminator": LINE_END,
            "quoteChar": QUOTE,
            "doubleQuote": True,
            "skipInitialSpace": False,
        },
        "schema": table_schema(table),
        "anli:formula_guard": GUARD,
        **_content(content),
    }


def _content(content: bytes) -> JsonObject:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
