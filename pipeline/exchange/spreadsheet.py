r"""Texts in the cells of a spreadsheet that must come back as they were.

Excel and LibreOffice read a CSV file cell by cell: ``2-3`` becomes a date, ``1.50`` the figure
1.5, ``=1`` a formula, a long figure loses its last digits, a tab disappears. An apostrophe in
front keeps a text a text, and control characters are spelt (``\x09``); both are undone when the
file comes back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.exchange.texts import LabelError

GUARD = "'"
BYTE_ORDER_MARK = "\ufeff"

_ASKS_FOR_A_GUARD = re.compile(
    r"""
    '                                 # could not be told from a guard
    | [\s=+\-@.,()$\u00a3\u00a4\u00a5\uffe5\u20ac]   # a formula, a figure, an amount of money
    | %?\d                            # a figure or a date, in digits of any script
    | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W*\d   # Mar 3
    | (?:true|false)\Z
    | .*\s\Z                          # a space at the end would be lost
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SPELT = re.compile(r"[\\\x00-\x09\x0b-\x1f]")
_SPELLING = re.compile(r"\\(\\|x[0-9a-f]{2})")
_FIGURE_THAT_STAYS = re.compile(r"(?!0\d)\d{1,11}|(?=[\d.]{1,12}\Z)(?!0\d)\d+\.\d*[1-9]")

Row = Mapping[str, str]


def guarded(text: str) -> str:
    """Write a text for a cell."""
    spelt = _SPELT.sub(_spelling, text)
    return GUARD + spelt if _ASKS_FOR_A_GUARD.match(spelt) else spelt


def guarded_figure(text: str) -> str:
    """Write a figure for a cell: a number of the spreadsheet as long as it keeps all digits."""
    return text if text == "" or _FIGURE_THAT_STAYS.fullmatch(text) else GUARD + text


def unguarded(cell: str) -> str:
    """Read the text of a cell, guarded or not."""
    return _SPELLING.sub(_character, cell.removeprefix(GUARD))


def _spelling(found: re.Match[str]) -> str:
    character = found.group()
    return "\\\\" if character == "\\" else f"\\x{ord(character):02x}"


def _character(found: re.Match[str]) -> str:
    spelling = found.group(1)
    return spelling if spelling == "\\" else chr(int(spelling[1:], 16))


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a CSV file that Excel and LibreOffice open right: UTF-8 with a byte-order mark."""
    stream = io.StringIO()
    csv.writer(stream).writerows([columns, *rows])
    return BYTE_ORDER_MARK + stream.getvalue()


def read_csv_file(data: bytes, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file that a spreadsheet has saved: any separator, UTF-8, UTF-16 or GB18030.

    Returns
    -------
    list
        The line that each row ends in and its cells by column, unguarded. Empty rows and
        columns of the user's own are left out.

    Raises
    ------
    LabelError
        If the file is in no known encoding, or lacks one of the columns.
    """
    text = _decoded(data)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise LabelError(f"has no column {', '.join(missing)}: keep the first line as it was")
    try:
        rows = [(reader.line_num, _cells(row, columns)) for row in reader]
    except csv.Error as error:
        raise LabelError(f"is no CSV ({error}): save it as CSV UTF-8", reader.line_num) from None
    return [(line, row) for line, row in rows if any(row.values())]


def _cells(row: Row, columns: Sequence[str]) -> dict[str, str]:
    return {name: unguarded(row[name]) for name in columns}


def _decoded(data: bytes) -> str:
    """Decode what Excel saves: UTF-8, in China GB18030, or UTF-16 as "Unicode text"."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LabelError("is not UTF-8, UTF-16 or GB18030: save it as CSV UTF-8")
