"""DuckDB: one database with the tables, their types, keys and comments, and views on them.

The storage version is an old one, so that every DuckDB since 1.0 reads the file. What DuckDB writes
is not the same bytes every time; the contents are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files as package_files
from pathlib import Path

import duckdb

from pipeline.formats.fixed_point import DIGITS, check_length
from pipeline.formats.report_tables import ReportTables, Row
from pipeline.tables.definition import Column, ForeignKey, Table
from pipeline.tables.figures import PLACES

STORAGE = "storage_version 'v1.0.0', block_size 16384"
ROWS_AT_ONCE = 500


def files(tables: ReportTables) -> dict[str, bytes]:
    """Write the file of a report."""
    check_length(tables, "DuckDB")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.duckdb"
        with duckdb.connect() as database:
            database.execute(f"ATTACH {_quoted(str(path))} AS report ({STORAGE})")
            database.execute("USE report")
            for statement in _definitions(tables):
                database.execute(statement)
            for name, table in tables.definition.tables.items():
                _insert(database, table, tables.rows[name])
            database.execute(views())
            database.execute("USE memory")
            database.execute("DETACH report")
        return {f"{tables.report}.duckdb": path.read_bytes()}


def views() -> str:
    """Give the statements that make the views."""
    return package_files("pipeline.formats").joinpath("views.sql").read_text(encoding="utf-8")


def _definitions(tables: ReportTables) -> Iterator[str]:
    """Give the statements that make types, tables, labels and comments."""
    definition = tables.definition
    columns = [column for table in definition.tables.values() for column in table.columns]
    for name, column in {column.name: column for column in columns if column.choices}.items():
        values = ", ".join(_quoted(choice.value) for choice in column.choices or ())
        yield f"CREATE TYPE {_name(name)} AS ENUM ({values})"
    for table in definition.tables.values():
        yield _table(table, tables)
        yield _comment(f"TABLE {_name(table.name)}", table)
        for column in table.columns:
            yield _comment(f"COLUMN {_name(table.name)}.{_name(column.name)}", column)
    yield from _labels(columns)


def _table(table: Table, tables: ReportTables) -> str:
    lines = [_column(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    if table.name == "cases" and _numbered_once(tables):
        lines.append(f"UNIQUE ({_names(('report', 'case_no'))})")
    for key in table.foreign_keys:
        if "case_no" not in key.key or _numbered_once(tables):
            lines.append(_foreign_key(table, key, tables.definition.tables[key.table]))
    return f"CREATE TABLE {_name(table.name)} ({', '.join(lines)})"


def _numbered_once(tables: ReportTables) -> bool:
    """Tell whether no two cases of a report share a number; only then can a key lead to it."""
    numbers = [(case["report"], case["case_no"]) for case in tables.rows["cases"]]
    return len(set(numbers)) == len(numbers)


def _foreign_key(table: Table, key: ForeignKey, other: Table) -> str:
    """Write a foreign key; a report is part of it, whether the definition names it or not."""
    both = {"report"} & {*table.column_names} & {*other.column_names}
    own, others = dict.fromkeys((*both, *key.columns)), dict.fromkeys((*both, *key.key))
    return f"FOREIGN KEY ({_names(own)}) REFERENCES {_name(key.table)} ({_names(others)})"


def _column(column: Column) -> str:
    types = {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "boolean": "BOOLEAN",
        "number": f"DECIMAL({DIGITS}, {PLACES})",
    }
    written = f"{_name(column.name)} {_name(column.name) if column.choices else types[column.type]}"
    if column.required:
        written += " NOT NULL"
    if column.minimum is not None:
        written += f" CHECK ({_name(column.name)} >= {column.minimum})"
    return written


def _labels(columns: Sequence[Column]) -> Iterator[str]:
    """Give the statements that make the table of labels: what the values are called."""
    texts = "column_name VARCHAR, value VARCHAR, zh VARCHAR, en VARCHAR"
    yield f"CREATE TABLE labels ({texts}, PRIMARY KEY (column_name, value))"
    yield "COMMENT ON TABLE labels IS '各列取值的名称。What the values of columns are called.'"
    labels = {
        (column.name, value.value): (value.zh, value.en)
        for column in columns
        if column.enumeration is not None
        for value in column.enumeration.values
    }
    for key, label in labels.items():
        yield f"INSERT INTO labels VALUES ({', '.join(map(_quoted, (*key, *label)))})"  # noqa: S608


def _insert(database: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, many at once: one by one takes a hundred times as long."""
    places = f"({', '.join('?' * len(table.columns))})"
    for first in range(0, len(rows), ROWS_AT_ONCE):
        chunk = rows[first : first + ROWS_AT_ONCE]
        values = ", ".join([places] * len(chunk))
        database.execute(
            f"INSERT INTO {_name(table.name)} VALUES {values}",  # noqa: S608
            [row[name] for row in chunk for name in table.column_names],
        )


def _comment(what: str, told: Table | Column) -> str:
    text = f"{told.zh} {told.en}。{told.description_zh} {told.description}"
    return f"COMMENT ON {what} IS {_quoted(text)}"


def _names(names: Sequence[str] | dict[str, None]) -> str:
    return ", ".join(map(_name, names))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
