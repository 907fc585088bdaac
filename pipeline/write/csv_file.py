"""A table as the bytes of a CSV file: RFC 4180 in UTF-8 with a byte-order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from pipeline.tables.definition import Table
from pipeline.write.cells import to_text
from pipeline.write.integrity import IntegrityError

ENCODING = "utf-8-sig"  # Excel takes UTF-8 for the local encoding unless it sees the mark.
DELIMITER = ","
LINE_END = "\r\n"
QUOTE = '"'


def csv_bytes(table: Table, rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write the rows of a table, with a heading line, in the order of its columns.

    Raises
    ------
    IntegrityError
        If a column does not take a value.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=DELIMITER,
        quotechar=QUOTE,
        lineterminator=LINE_END,
        quoting=csv.QUOTE_MINIMAL,
    )
    writer.writerow(table.column_names)
    for number, row in enumerate(rows, start=1):
        writer.writerow(_cells(table, row, number))
    return text.getvalue().encode(ENCODING)


def _cells(table: Table, row: Mapping[str, object], number: int) -> list[str]:
    cells = []
    for column in table.columns:
        try:
            cells.append(to_text(column, row[column.name]))
        except (TypeError, ValueError) as error:
            place = f"{table.name}, row {number}, {column.name}"
            raise IntegrityError(f"{place}: {error}") from error
    return cells
