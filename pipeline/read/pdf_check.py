"""Read a PDF a second time, with pdfium, to see whether the first library lost text."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.page_model import Glyph
from pipeline.read.radicals import with_characters


class Check:
    """A PDF document as pdfium sees it; empty if pdfium cannot open it."""

    def __init__(self, document: pypdfium2.PdfDocument | None) -> None:
        self._document = document

    def page(self, number: int) -> list[Glyph] | None:
        """Return the glyphs of a page, counted from 1; None if it cannot be compared.

        That is so for pages that are turned: pdfium gives places on the page as it was before.
        """
        if self._document is None or number > len(self._document):
            return None
        try:
            page = self._document[number - 1]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        if page.get_rotation() != 0:
            return None
        left, _bottom, _right, top = page.get_bbox()
        glyphs = [
            glyph
            for index in range(text_page.count_chars())
            if (glyph := _glyph(text_page, index, left, top)) is not None
        ]
        text_page.close()
        page.close()
        return glyphs


def open_check(data: bytes) -> Check:
    """Open a PDF with pdfium."""
    try:
        return Check(pypdfium2.PdfDocument(data))
    except pypdfium2.PdfiumError:
        return Check(None)


def _glyph(text_page: pypdfium2.PdfTextPage, index: int, left: float, top: float) -> Glyph | None:
    """Return one glyph; None for signs that pdfium made up, or that are set askew."""
    if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
        return None
    point = pdfium.FPDFText_GetUnicode(text_page, index)
    if point == 0 or 0xD800 <= point < 0xE000 or point > 0x10FFFF:
        return None
    if abs(pdfium.FPDFText_GetCharAngle(text_page, index)) > 0.1:
        return None
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
        return None
    return Glyph(
        text=with_characters(chr(point)),
        x0=box.left - left,
        x1=box.right - left,
        top=top - box.top,
        bottom=top - box.bottom,
        size=float(pdfium.FPDFText_GetFontSize(text_page, index)),
    )
