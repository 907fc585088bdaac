"""The figures of a case: those that stand there are those that its facts and numerals give."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pipeline.tables.figures import plain
from pipeline.tables.wide import by_case, wide_figures
from pipeline.validate.table_file import TableFile


def check_wide_columns(tables: Mapping[str, TableFile]) -> None:
    """Compute the wide columns again, where all rows could be read."""
    if any(len(table.rows) != table.count for table in tables.values()):
        return
    cases = tables["cases"]
    starts = [start for row in cases.rows.values() if isinstance(start := row["start"], int)]
    facts = by_case(starts, tables["facts"].rows.values())
    numbers = by_case(starts, tables["numbers"].rows.values())
    for number, row in cases.rows.items():
        start = row["start"]
        if not isinstance(start, int):
            continue
        figures = wide_figures(cases.table, facts[start], numbers[start])
        for column, figure in figures.items():
            if row[column] != figure:
                message = (
                    f"{_shown(row[column])} stands here, but facts and numbers give "
                    f"{_shown(figure)}; mend the cell, or the row that is wrong there"
                )
                cases.complain("wide", message, number, column)


def _shown(figure: object) -> str:
    if figure is None:
        return "nothing"
    return plain(figure) if isinstance(figure, Decimal) else str(figure)
