"""PDF files: pdfplumber reads the glyphs, pdfium counts them again.

Where pdfium sees more of a page than pdfplumber, its glyphs are taken instead, and the loss is
reported: either library drops text that the other one reads.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import InputError
from pipeline.read.content import Content, ContentBuilder
from pipeline.read.limits import Limits
from pipeline.read.page_lines import line_of, rows_of
from pipeline.read.page_model import Glyph, Page, Table, visible
from pipeline.read.page_paragraphs import add_pages, without_text
from pipeline.read.pdf_check import open_check
from pipeline.read.radicals import with_characters

_LOSS = 0.01
_LOST_CHARACTERS = 5
_MOST_SLANT = 0.1
_UNMAPPED = "(cid:"
_MOST_EDGES = 2_000
_LEAST_PER_PAGE = 10
"""A page with fewer characters than this and a picture on it may be a scan."""


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read a PDF file.

    Raises
    ------
    InputError
        For a file that is damaged or protected by a password, has more pages than
        ``limits.pages``, or no text in it (a scan).
    """
    builder = ContentBuilder(path, limits)
    pages, pictures = _pages(data, path, limits, builder)
    if pictures:
        listed = ", ".join(map(str, pictures))
        builder.note("scanned_pages", f"pages without text, perhaps scans: {listed}")
    add_pages(pages, builder)
    content = builder.content()
    if not content.text:
        raise without_text(len(pages), path)
    return content


def _pages(
    data: bytes, path: str, limits: Limits, builder: ContentBuilder
) -> tuple[list[Page], list[int]]:
    """Return the pages, and the numbers of those that are nothing but a picture."""
    pages: list[Page] = []
    pictures: list[int] = []
    check = open_check(data)
    for number, source in enumerate(_sources(data, path), start=1):
        if number > limits.pages:
            raise InputError(
                f"has more than {limits.pages} pages (limit `pages`); split it, or raise it",
                path=path,
            )
        size = (float(source.width), float(source.height))
        glyphs = visible(_glyphs(source), *size)
        again = check.page(number)
        if again is not None:
            glyphs = _checked(number, glyphs, visible(again, *size), builder)
        tables = _tables(source, glyphs)
        if _count(glyphs) < _LEAST_PER_PAGE and source.images:
            pictures.append(number)
        pages.append(Page(number, *size, tuple(glyphs), tuple(tables)))
        source.close()
    if not pages:
        raise InputError("has no pages; it is damaged, get it again", path=path)
    return pages, pictures


def _sources(data: bytes, path: str) -> Iterator[Any]:
    """Yield pdfplumber's pages; whatever it breaks down on is a damaged file.

    The parser below it raises all kinds of errors on damaged files, so all are caught here, but
    nothing else is done inside: an error of our own is not hidden.
    """
    try:
        document = pdfplumber.open(io.BytesIO(data))
        count = len(document.pages)
    except MemoryError:
        raise
    except Exception as error:
        raise _unreadable(error, path) from error
    for index in range(count):
        try:
            source = document.pages[index]
            _ = source.objects
        except MemoryError:
            raise
        except Exception as error:
            raise _unreadable(error, path) from error
        yield source


def _unreadable(error: Exception, path: str) -> InputError:
    causes = [error, *error.args] if isinstance(error, PdfminerException) else [error]
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return InputError("is protected by a password; remove it and try again", path=path)
    return InputError("the PDF is damaged or its end is missing; get it again", path=path)


def _glyphs(source: Any) -> list[Glyph]:
    """Return the upright glyphs of a page; what is set askew is a watermark or a stamp."""
    return [
        Glyph(
            text=_text(char["text"]),
            x0=float(char["x0"]),
            x1=float(char["x1"]),
            top=float(char["top"]),
            bottom=float(char["bottom"]),
            size=float(char["size"]),
        )
        for char in source.chars
        if char["text"] and _is_upright(char["matrix"])
    ]


def _is_upright(matrix: tuple[float, ...]) -> bool:
    across, up, _, down, *_ = matrix
    return across > 0 and down > 0 and abs(up) <= _MOST_SLANT * across


def _text(text: str) -> str:
    return "\ufffd" if text.startswith(_UNMAPPED) else with_characters(text)


def _checked(
    number: int, glyphs: list[Glyph], again: list[Glyph], builder: ContentBuilder
) -> list[Glyph]:
    """Return the glyphs of the library that saw more of a page, and note what the other lost."""
    first, second = _count(glyphs), _count(again)
    lost = abs(first - second)
    if lost <= max(_LOST_CHARACTERS, _LOSS * max(first, second)):
        return glyphs
    builder.note(
        "characters_lost",
        f"page {number}: pdfplumber read {first} characters, pdfium {second};"
        " the larger reading is used",
    )
    return again if second > first else glyphs


def _count(glyphs: Any) -> int:
    """Return how many characters were read: spaces and unreadable ones are none."""
    return sum(
        1
        for glyph in glyphs
        if not glyph.text.isspace() and glyph.text != "\ufffd" and not _is_private(glyph.text)
    )


def _is_private(text: str) -> bool:
    return "\ue000" <= text[:1] <= "\uf8ff"


def _tables(source: Any, glyphs: list[Glyph]) -> list[Table]:
    """Return the tables that have drawn lines, with the glyphs in each cell as its text."""
    if len(source.edges) > _MOST_EDGES:  # a drawing; to look for cells in it takes very long
        return []
    found = source.find_tables()
    tables: list[Table] = []
    for table in found:
        rows = [
            tuple("" if cell is None else _cell_text(cell, glyphs) for cell in row.cells)
            for row in table.rows
        ]
        if sum(1 for row in rows if sum(map(bool, row)) > 1) < 2:
            continue  # a frame around text, or a line under a heading
        x0, top, x1, bottom = table.bbox
        tables.append(Table(x0, x1, top, bottom, tuple(rows)))
    return tables


def _cell_text(cell: tuple[float, float, float, float], glyphs: list[Glyph]) -> str:
    x0, top, x1, bottom = cell
    inside = [
        glyph
        for glyph in glyphs
        if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and top <= glyph.middle <= bottom
    ]
    return "".join(line_of(row, 0, 0).text.strip() for row in rows_of(inside))
