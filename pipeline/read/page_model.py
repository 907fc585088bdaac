"""What a page is made of, whether it comes from PDF or OFD: glyphs, lines, tables.

Lengths are in points; ``top`` and ``bottom`` count downwards from the top of the page.
"""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; ``column`` counts from 0 on the page it stands on."""

    page: int
    column: int
    glyphs: tuple[Glyph, ...]
    text: str
    size: float
    x0: float
    x1: float
    top: float
    bottom: float
