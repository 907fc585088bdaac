"""Figures in formats whose numbers have a fixed length: 38 digits, six of them decimals."""

from __future__ import annotations

from decimal import Decimal

from pipeline.errors import OutputError
from pipeline.formats.report_tables import ReportTables
from pipeline.tables.figures import PLACES

DIGITS = 38


def check_length(tables: ReportTables, form: str) -> None:
    """Make sure that every figure fits.

    Raises
    ------
    OutputError
        At the first that does not.
    """
    limit = Decimal(10) ** (DIGITS - PLACES)
    for name, table in tables.definition.tables.items():
        figures = [column.name for column in table.columns if column.type == "number"]
        for number, row in enumerate(tables.rows[name], start=1):
            for column in figures:
                value = row[column]
                if isinstance(value, Decimal) and abs(value) >= limit:
                    message = (
                        f"{name}, row {number}, {column}: {form} holds at most {DIGITS - PLACES} "
                        "digits before the point; leave this format out"
                    )
                    raise OutputError(message, path=tables.report)
