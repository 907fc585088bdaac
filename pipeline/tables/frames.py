"""Rows as pandas data frames, with the types that the definition gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.tables.definition import Column, Table

if TYPE_CHECKING:
    import pandas


def data_frame(table: Table, rows: Iterable[Mapping[str, object]]) -> pandas.DataFrame:
    """Make a data frame of the rows of a table.

    Texts are ``string``, integers ``Int64``, truth values ``boolean``, and closed enumerations
    ``category`` with their values in the order of the definition; what is missing is ``NA``.
    Figures stay :class:`~decimal.Decimal` in an ``object`` column (missing: None), because a
    float cannot hold every figure; ``frame["value_min"].astype(float)`` gives floats where they
    are good enough.
    """
    import pandas

    rows = list(rows)
    columns = {
        column.name: pandas.Series([row[column.name] for row in rows], dtype=dtype(column))
        for column in table.columns
    }
    return pandas.DataFrame(columns)


def dtype(column: Column) -> Any:
    """Give the pandas type of a column."""
    import pandas

    if column.choices is not None:
        return pandas.CategoricalDtype([value.value for value in column.choices])
    return {
        "string": pandas.StringDtype(),
        "integer": pandas.Int64Dtype(),
        "boolean": pandas.BooleanDtype(),
        "number": "object",
    }[column.type]
