"""Keys: each names one row, and leads to a row that is there."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.tables.definition import ForeignKey
from pipeline.validate.table_file import TableFile


def check_keys(tables: Mapping[str, TableFile]) -> None:
    """Take note of keys that occur twice and of those that lead nowhere."""
    for table in tables.values():
        _check_primary_key(table)
        for key in table.table.foreign_keys:
            _check_foreign_key(table, key, tables[key.table])


def _check_primary_key(table: TableFile) -> None:
    first: dict[tuple[object, ...], int] = {}
    columns = table.table.primary_key
    for number, row in table.rows.items():
        key = tuple(row[column] for column in columns)
        if key in first:
            message = f"{_shown(key)} is the key of row {first[key]} too; take one of the rows out"
            table.complain("primary_key", message, number, ", ".join(columns))
        first.setdefault(key, number)


def _check_foreign_key(table: TableFile, key: ForeignKey, other: TableFile) -> None:
    if len(other.rows) != other.count:
        return  # Rows of the other table could not be read: whether a key leads there is unknown.
    known = {tuple(row[column] for column in key.key) for row in other.rows.values()}
    for number, row in table.rows.items():
        values = tuple(row[column] for column in key.columns)
        if any(value is not None for value in values) and values not in known:
            message = (
                f"no row of {other.name} has {', '.join(key.key)} {_shown(values)}; "
                "mend the cell, or write the report again with `anli extract`"
            )
            table.complain("foreign_key", message, number, ", ".join(key.columns))


def _shown(values: tuple[object, ...]) -> str:
    return ", ".join(map(str, values))
