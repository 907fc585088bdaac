"""Texts as Excel can hold them."""

from __future__ import annotations

from unicodedata import east_asian_width

LIMIT = 32_767
"""The longest text of a cell, in UTF-16 units."""

CUT_MARK = "……〔未完，全文见 CSV〕"

# XML has no place for these two, and no program shows them; all others are kept.
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def excel_text(text: str) -> str:
    """Make a text fit into a cell; a longer one is cut and says so."""
    text = text.translate(_NO_CHARACTERS)
    if utf16_length(text) <= LIMIT:
        return text
    return pieces(text, LIMIT - utf16_length(CUT_MARK))[0] + CUT_MARK


def pieces(text: str, limit: int = LIMIT) -> list[str]:
    """Cut a text into pieces of at most ``limit`` UTF-16 units each; an empty text is one."""
    found, first, units = [], 0, 0
    for index, character in enumerate(text):
        length = utf16_length(character)
        if units + length > limit:
            found.append(text[first:index])
            first, units = index, 0
        units += length
    return [*found, text[first:]]


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text: two for a character outside the first plane."""
    return len(text) + sum(character > "\uffff" for character in text)


def shown_width(text: str) -> int:
    """Tell how wide a text is in columns of Latin letters; a Chinese character is two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
