"""One cell of a CSV file: from a value to text and back, without loss."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.tables.definition import Column
from pipeline.tables.figures import plain

GUARD = "'"

# A spreadsheet runs a text that begins like this as a formula. Apostrophes in front count too:
# without them a text that is really "'=1" could not be told from a guarded "=1".
_FORMULA = re.compile(GUARD + r"*[=+\-@\t\r]")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return GUARD + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take off the apostrophe that :func:`guarded` put there, and no other."""
    return text[1:] if text.startswith(GUARD) and _FORMULA.match(text) else text


def to_text(column: Column, value: object) -> str:
    """Write a value of a column as the text of a cell.

    Raises
    ------
    TypeError, ValueError
        If the column does not take the value.
    """
    if value is None or value == "":
        if column.required:
            raise ValueError("must not be empty")
        return ""
    if column.type == "string" and isinstance(value, str):
        _check_choice(column, value)
        return guarded(value)
    if column.type == "boolean" and isinstance(value, bool):
        return "true" if value else "false"
    if column.type == "integer" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if column.type == "number" and isinstance(value, Decimal):
        return plain(value)
    raise TypeError(f"{value!r} is no {column.type}")


def from_text(column: Column, text: str) -> object:
    """Read the text of a cell as a value of its column; an empty cell is None.

    Raises
    ------
    ValueError
        If the column does not take the text; the message says why, without the place.
    """
    if text == "":
        if column.required:
            raise ValueError("must not be empty")
        return None
    if column.type == "string":
        value = unguarded(text)
        _check_choice(column, value)
        return value
    if column.type == "boolean" and text in ("true", "false"):
        return text == "true"
    if column.type == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if column.type == "number" and _NUMBER.fullmatch(text):
        return Decimal(text)
    expected = {"boolean": "true or false", "integer": "a whole number", "number": "a number"}
    raise ValueError(f"{text!r} is not {expected[column.type]}, written plainly")


def _check_choice(column: Column, value: str) -> None:
    if column.choices is None:
        return
    allowed = [choice.value for choice in column.choices]
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
