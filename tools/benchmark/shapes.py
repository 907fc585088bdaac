"""Texts of any length made for the curves: real ones grown, and such as no author writes."""

from __future__ import annotations

from collections.abc import Callable

from tools.benchmark.corpora import BATCH

HEADING = "1.河北武安市“一点多能、一网多用”\n"
"""A report needs one heading; what follows is the body of its case."""


def single_report(characters: int) -> str:
    """The fourth batch again and again, as one report; its numbering starts again each time."""
    return _grown(_batch(), characters)


def single_line(characters: int) -> str:
    """One heading, and the fourth batch without line breaks as one line behind it."""
    return HEADING + _grown(_batch().replace("\n", ""), characters)


def digits(characters: int) -> str:
    """One numeral."""
    return HEADING + _grown("1234567890", characters)


def chinese_digits(characters: int) -> str:
    """One Chinese numeral."""
    return HEADING + _grown("三百二十五万零八十九亿", characters)


def numerals(characters: int) -> str:
    """Numerals with units and ranges, a comma between them."""
    return HEADING + _grown("约3.5万至4万元，518个，30%以上，三成，1,200余人，", characters)


def numerals_in_lines(characters: int) -> str:
    """A numeral a line."""
    return HEADING + _grown("518个\n30%\n5.0元\n", characters)


def opening_quotes(characters: int) -> str:
    """Quotation marks that none closes."""
    return HEADING + _grown("“", characters)


def pairs_of_quotes(characters: int) -> str:
    """Quotation marks that open and close."""
    return HEADING + _grown("“”", characters)


def heading_lines(characters: int) -> str:
    """Headings and nothing else, the same number in each."""
    return _grown(HEADING, characters)


def numbered_lines(characters: int) -> str:
    """Lines that are numbered as headings are, and name no place."""
    lines: list[str] = []
    length = len(HEADING)
    while length < characters:
        lines.append(f"{len(lines) + 2}.物流站点“一网多用”\n")
        length += len(lines[-1])
    return HEADING + "".join(lines)


def half_headings(characters: int) -> str:
    """One line of what headings begin with."""
    return HEADING + _grown("1.河北", characters)


def _batch() -> str:
    return BATCH.read_text(encoding="utf-8")


def _grown(piece: str, characters: int) -> str:
    """Repeat a text, whole, until it is that long."""
    return piece * max(1, round(characters / len(piece)))


SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "single_report": ("the fourth batch over and over as one report", single_report),
    "single_line": ("a report of one line", single_line),
    "digits": ("one numeral", digits),
    "chinese_digits": ("one Chinese numeral", chinese_digits),
    "numerals": ("numerals, commas between them", numerals),
    "numerals_in_lines": ("numerals, each in its line", numerals_in_lines),
    "opening_quotes": ("opening quotation marks", opening_quotes),
    "pairs_of_quotes": ("pairs of quotation marks", pairs_of_quotes),
    "heading_lines": ("headings, the same again and again", heading_lines),
    "numbered_lines": ("lines numbered like headings", numbered_lines),
    "half_headings": ("beginnings of headings in one line", half_headings),
}
