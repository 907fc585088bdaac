"""The definition as pandera schemas, for a check of data frames whatever made them.

pandera is imported only here, and only when a check is asked for: writing does not need it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.tables.definition import Column, Table
from pipeline.tables.frames import dtype

if TYPE_CHECKING:
    import pandera.pandas as pandera


def data_frame_schema(table: Table) -> pandera.DataFrameSchema:
    """Make the pandera schema of a table: types, constraints and the primary key.

    ``schema.validate(frame, lazy=True)`` lists all faults with row and check.
    """
    import pandera.pandas as pandera

    return pandera.DataFrameSchema(
        {
            column.name: pandera.Column(
                dtype(column), checks=_checks(column), nullable=not column.required
            )
            for column in table.columns
        },
        name=table.name,
        strict=True,
        ordered=True,
        unique=list(table.primary_key),
    )


def _checks(column: Column) -> list[Any]:
    import pandera.pandas as pandera

    checks: list[Any] = []
    if column.type == "number":
        checks.append(pandera.Check(_is_figure, element_wise=True, name="is_a_finite_decimal"))
    if column.minimum is not None:
        checks.append(pandera.Check.ge(column.minimum))
    if column.pattern is not None:
        checks.append(pandera.Check.str_matches(column.pattern))
    return checks


def _is_figure(cell: object) -> bool:
    return isinstance(cell, Decimal) and cell.is_finite()
