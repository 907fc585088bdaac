"""What a page is made of, whether it comes from PDF or OFD: glyphs, lines, tables.

Lengths are in points; ``top`` and ``bottom`` count downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LARGEST_SIZE = 2_000.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character and the box it fills."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Height of the glyph's middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table with drawn lines: its rows, each with the texts of its cells."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as printed; ``number`` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    tables: tuple[Table, ...] = ()


def visible(glyphs: Iterable[Glyph], width: float, height: float) -> list[Glyph]:
    """Return the glyphs whose middles lie on a page of this size, and that have a size."""
    return [
        glyph
        for glyph in glyphs
        if 0 <= (glyph.x0 + glyph.x1) / 2 <= width
        and 0 <= glyph.middle <= height
        and 0 < glyph.size <= _LARGEST_SIZE
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; ``column`` is 0 if it goes over the whole page, else counts from 1.

    ``printed`` is all that is printed, ``text`` leaves out the marks of notes.
    """

    page: int
    column: int
    glyphs: tuple[Glyph, ...]
    text: str
    printed: str
    size: float
    x0: float
    x1: float
    top: float
    bottom: float
