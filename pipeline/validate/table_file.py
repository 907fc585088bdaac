"""A table's file: its bytes, its heading, its cells. Every fault is found, not only the first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.tables.constraints import fault_of
from pipeline.tables.definition import Column, Table
from pipeline.validate.fault import Fault
from pipeline.write.cells import from_text, to_text
from pipeline.write.csv_file import DELIMITER, LINE_END, QUOTE
from pipeline.write.read_back import cells_of_any_length

BYTE_ORDER_MARK = "\ufeff"
AGAIN = "write it again with `anli extract`"


@dataclass
class TableFile:
    """What could be read of a table.

    Attributes
    ----------
    rows
        By its number, each row whose cells all fit their columns.
    faults
        Whatever does not.
    """

    table: Table
    name: str
    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def complain(
        self, kind: str, message: str, row: int | None = None, column: str | None = None
    ) -> None:
        """Take note of a fault."""
        self.faults.append(Fault(kind, self.name, message, row, column))


def read_table(table: Table, name: str, content: bytes) -> TableFile:
    """Read a table's file as far as it can be read.

    Parameters
    ----------
    name
        What the file is called in faults.
    """
    found = TableFile(table, name)
    text = _text(found, content)
    if text is None:
        return found
    records = _records(found, text)
    header = next(records, [])
    if header != list(table.column_names):
        wanted = ", ".join(table.column_names)
        message = f"the heading line is not that of the table ({wanted}); {AGAIN}"
        found.complain("header", message)
        return found
    for number, cells in enumerate(records, start=1):
        found.count = number
        _read_row(found, number, cells)
    return found


def _text(found: TableFile, content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found.complain("encoding", f"line {line} is not in UTF-8; {AGAIN}")
        return None
    if not text.startswith(BYTE_ORDER_MARK):
        message = "the byte-order mark is missing, without which Excel garbles Chinese"
        found.complain("byte_order_mark", f"{message}; {AGAIN}")
    return text.removeprefix(BYTE_ORDER_MARK)


def _records(found: TableFile, text: str) -> Iterator[list[str]]:
    """Give the records; stop at one that is no CSV, and see that lines end as they should."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=DELIMITER, quotechar=QUOTE, strict=True
    )
    records: list[list[str]] = []
    try:
        with cells_of_any_length():
            records.extend(reader)
    except csv.Error as error:
        found.complain("csv", f"line {reader.line_num} is no CSV ({error}); {AGAIN}")
    else:
        if _written(records) != text:
            message = "quotation marks or line ends are not as RFC 4180 has them"
            found.complain("dialect", f"{message}; {AGAIN}")
    yield from records


def _written(records: list[list[str]]) -> str:
    """Write records as a run does."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=DELIMITER, quotechar=QUOTE, lineterminator=LINE_END).writerows(
        records
    )
    return text.getvalue()


def _read_row(found: TableFile, number: int, cells: list[str]) -> None:
    columns = found.table.columns
    if len(cells) != len(columns):
        message = f"{len(cells)} cells, but the table has {len(columns)} columns; {AGAIN}"
        found.complain("cells", message, number)
        return
    before = len(found.faults)
    row = {
        column.name: _read_cell(found, number, column, text)
        for column, text in zip(columns, cells, strict=True)
    }
    if len(found.faults) == before:
        found.rows[number] = row


def _read_cell(found: TableFile, number: int, column: Column, text: str) -> object:
    try:
        value = from_text(column, text)
        fault = fault_of(column, value)
        kind = "constraint"
        if fault is None and to_text(column, value) != text:
            kind = "form"
            fault = f"{text!r} should be written {to_text(column, value)!r}"
    except ValueError as error:
        kind, fault, value = "value", str(error), None
    if fault is not None:
        found.complain(kind, f"{fault}; mend the cell, or {AGAIN}", number, column.name)
    return value
