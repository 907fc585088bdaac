"""``datapackage.json``: the descriptor of a report's folder, to the Data Package standard 2.0.

What the standard has no property for stands under keys that begin with ``anli:``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from pipeline import __version__
from pipeline.model import ReportResult
from pipeline.tables.definition import Definition, Table
from pipeline.tables.table_schema import table_schema
from pipeline.write.cells import GUARD
from pipeline.write.csv_file import DELIMITER, LINE_END, QUOTE

JsonObject = dict[str, Any]

FILE_NAME = "datapackage.json"
# The key by which a later run knows a folder for its own.
PIPELINE_VERSION = "anli:pipeline_version"


def descriptor_bytes(
    result: ReportResult, definition: Definition, files: Mapping[str, bytes]
) -> bytes:
    """Describe the files of a report.

    Parameters
    ----------
    files
        The name and the content of ``source.txt`` and of each table's file.
    """
    tables = {f"{table.name}.csv": table for table in definition.tables.values()}
    document = result.document
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": document.report,
        "title": result.title or document.report,
        "version": definition.version,
        "sources": [
            {
                "title": PurePath(document.path).name or document.report,
                "anli:sha256": document.sha256,
                "anli:encoding": document.encoding,
            }
        ],
        "anli:rules_sha256": result.rules_sha256,
        PIPELINE_VERSION: __version__,
        "resources": [
            {**_properties(name, tables.get(name)), **_content(content)}
            for name, content in files.items()
        ],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _properties(file_name: str, table: Table | None) -> JsonObject:
    return _source_properties(file_name) if table is None else _table_properties(file_name, table)


def _source_properties(file_name: str) -> JsonObject:
    return {
        "name": "source",
        "path": file_name,
        "title": "原文",
        "anli:title_en": "Source text",
        "description": "The text that start and end point into, counted in code points.",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
    }


def _table_properties(file_name: str, table: Table) -> JsonObject:
    return {
        "name": table.name,
        "type": "table",
        "path": file_name,
        "title": table.zh,
        "anli:title_en": table.en,
        "description": table.description,
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
    }


def _content(content: bytes) -> JsonObject:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
