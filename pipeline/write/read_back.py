"""Read a written report back: its tables, with the types of the definition, and its descriptor."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.tables.definition import Table
from pipeline.tables.definition import table as defined_table
from pipeline.write.cells import from_text
from pipeline.write.csv_file import DELIMITER, ENCODING, QUOTE
from pipeline.write.descriptor import FILE_NAME

Record = tuple[int, list[str]]


def load_rows(folder: Path, table: str) -> list[dict[str, object]]:
    """Read a table from the folder of a report.

    Parameters
    ----------
    folder
        The folder that :func:`~pipeline.write.write_report` made.
    table
        ``cases``, ``facts`` or ``numbers``.

    Returns
    -------
    list of dict
        The rows as :mod:`pipeline.tables.build` makes them: the columns in the order of the
        definition (whatever their order in the file), figures as Decimal, an empty cell as None.

    Raises
    ------
    InputError
        If the file is missing, is no CSV in UTF-8, lacks a column or has a cell that its column
        does not take; the error names the file and the line.
    """
    return read_rows(defined_table(table), folder / f"{table}.csv")


def read_rows(definition: Table, path: Path) -> list[dict[str, object]]:
    """Read a table's file by its definition, as :func:`load_rows` does.

    Raises
    ------
    InputError
        As there.
    """
    records = _records(path)
    _, header = next(records, (1, []))
    _check_header(definition, header, path)
    return [_row(definition, header, record, path) for record in records]


def load_source(folder: Path) -> str:
    """Read the text of a report, into which all its places point.

    Raises
    ------
    InputError
        If it is missing or no UTF-8.
    """
    path = folder / "source.txt"
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read ({error}): write it again with `anli extract`"
        raise InputError(message, path=path) from None


def load_descriptor(folder: Path) -> dict[str, Any]:
    """Read the descriptor of a report, ``{}`` if it has none: the tables can be read without.

    Raises
    ------
    InputError
        If there is one that cannot be read.
    """
    path = folder / FILE_NAME
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"cannot be read ({error}): write it again with `anli extract`"
        raise InputError(message, path=path) from None
    return record if isinstance(record, dict) else {}


def _records(path: Path) -> Iterator[Record]:
    """Give each record with the line it begins in; blank lines are passed over."""
    lines = io.StringIO(_text(path), newline="")
    reader = csv.reader(lines, delimiter=DELIMITER, quotechar=QUOTE, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            with cells_of_any_length():
                cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                f"this is no well-formed CSV ({error})", path=path, line=line
            ) from error
        if cells:
            yield line, cells


@contextmanager
def cells_of_any_length() -> Iterator[None]:
    """Lift the csv module's limit for a cell, which holds for the whole process."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(ENCODING)
    except FileNotFoundError as error:
        message = "there is no such table; write it with `anli extract`"
        raise InputError(message, path=path) from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "is not in UTF-8; save it as CSV UTF-8, or write it again with `anli extract`"
        raise InputError(message, path=path, line=line) from error


def _check_header(table: Table, header: list[str], path: Path) -> None:
    """Check that each column stands in the header once, in any order, and no other does."""
    missing = [name for name in table.column_names if name not in header]
    unknown = [name for name in header if name not in table.column_names]
    twice = sorted({name for name in header if header.count(name) > 1})
    for fault, names in (("missing", missing), ("unknown", unknown), ("given twice", twice)):
        if names:
            message = f"columns {fault}: {', '.join(names)}; write it again with `anli extract`"
            raise InputError(message, path=path, line=1)


def _row(table: Table, header: list[str], record: Record, path: Path) -> dict[str, object]:
    line, cells = record
    if len(cells) != len(header):
        message = f"{len(cells)} cells, but the header has {len(header)} columns"
        raise InputError(message, path=path, line=line)
    texts = dict(zip(header, cells, strict=True))
    row: dict[str, object] = {}
    for column in table.columns:
        try:
            row[column.name] = from_text(column, texts[column.name])
        except ValueError as error:
            raise InputError(f"column {column.name}: {error}", path=path, line=line) from error
    return row
