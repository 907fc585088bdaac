"""Parquet: a file for each table, with real types, and what each column means beside it."""

from __future__ import annotations

import io
import json

import pyarrow
import pyarrow.parquet

from pipeline.formats.fixed_point import DIGITS, check_length
from pipeline.formats.report_tables import ReportTables
from pipeline.tables.definition import Column, Definition, Table
from pipeline.tables.figures import PLACES


def files(tables: ReportTables) -> dict[str, bytes]:
    """Write the files of a report."""
    check_length(tables, "Parquet")
    definition = tables.definition
    return {
        f"{name}.parquet": _file(definition, table, tables)
        for name, table in definition.tables.items()
    }


def schema(definition: Definition, table: Table, report: str) -> pyarrow.Schema:
    """Give the schema of a table: types, which columns may be null, descriptions."""
    told = {
        "report": report,
        "version": definition.version,
        "title": table.zh,
        "title_en": table.en,
        "description": table.description_zh,
        "description_en": table.description,
    }
    fields = [
        pyarrow.field(
            column.name, _type(column), nullable=not column.required, metadata=_told(column)
        )
        for column in table.columns
    ]
    return pyarrow.schema(fields, metadata=told)


def _file(definition: Definition, table: Table, tables: ReportTables) -> bytes:
    content = pyarrow.Table.from_pylist(
        [dict(row) for row in tables.rows[table.name]],
        schema=schema(definition, table, tables.report),
    )
    file = io.BytesIO()
    pyarrow.parquet.write_table(content, file)
    return file.getvalue()


def _type(column: Column) -> pyarrow.DataType:
    """Give the type of a column; an enumeration without a separator is a dictionary."""
    if column.enumeration is not None and column.separator is None:
        return pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "boolean": pyarrow.bool_(),
        "number": pyarrow.decimal128(DIGITS, PLACES),
    }
    return types[column.type]


def _told(column: Column) -> dict[str, str]:
    """Say what a column means, in the words of the codebook."""
    told = {
        "title": column.zh,
        "title_en": column.en,
        "description": column.description_zh,
        "description_en": column.description,
        "unit": column.unit,
        "unit_en": column.unit_en,
        "separator": column.separator,
    }
    if column.enumeration is not None:
        labels = {value.value: [value.zh, value.en] for value in column.enumeration.values}
        told["values"] = json.dumps(labels, ensure_ascii=False)
    return {key: text for key, text in told.items() if text is not None}
