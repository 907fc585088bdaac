"""Rows as pandas data frames, with the types that the definition gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.tables.definition import Column, Table

if TYPE_CHECKING:
    import pandas


def data_frame(
    table: Table, rows: Iterable[Mapping[str, object]], *, floats: bool = False
) -> pandas.DataFrame:
    """Make a data frame of the rows of a table.

    Texts are ``string``, integers ``Int64``, truth values ``boolean``, and closed enumerations
    ``category`` with their values in the order of the definition; what is missing is ``NA``.
    Figures stay :class:`~decimal.Decimal` in an ``object`` column (missing: None), because a
    float cannot hold every figure.

    Parameters
    ----------
    floats
        Give figures as ``Float64`` (missing: ``NA``), with which pandas computes faster and
        knows mean and quantiles. A figure of more than 15 digits loses its last ones.
    """
    import pandas

    rows = list(rows)
    columns = {}
    for column in table.columns:
        values = [row[column.name] for row in rows]
        if floats and column.type == "number":
            columns[column.name] = pandas.Series(map(_as_float, values), dtype="Float64")
        else:
            columns[column.name] = pandas.Series(values, dtype=dtype(column))
    return pandas.DataFrame(columns)


def _as_float(value: object) -> float | None:
    return float(value) if isinstance(value, Decimal) else None


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
