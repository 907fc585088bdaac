"""XML from strangers: no entities, no document types, nothing fetched, bounded size and depth."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from pipeline.errors import InputError
from pipeline.read.limits import Limits

_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse_xml(data: bytes, part: str, path: str, limits: Limits) -> etree._Element:
    """Parse one XML part of a document and return its root element.

    Parameters
    ----------
    data
        The bytes of the part, in UTF-8 or UTF-16.
    part
        Its name inside the document, for messages.
    path
        The file, for messages.

    Raises
    ------
    InputError
        For XML that is not well formed, has a document type, or goes beyond the limits.
    """
    utf8 = _as_utf8(data, part, path)
    if _DOCTYPE.search(utf8):
        raise InputError(
            f"refused: {part} declares a document type or entities, which no real document does;"
            " do not use this file",
            path=path,
        )
    refuse_too_much_markup(utf8.count(b"<") + utf8.count(b"="), part, path, limits)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,  # keeps the library's own bounds: depth 256, ten megabytes a text
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(utf8, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise InputError(
            f"{part} is damaged ({error.msg}); get the file again", path=path
        ) from error


def refuse_too_much_markup(count: int, part: str, path: str, limits: Limits) -> None:
    """Raise if a part of a document has more tags and attributes than ``limits.markup``."""
    if count > limits.markup:
        raise InputError(
            f"refused: {part} has {count} tags and attributes (limit `markup`: {limits.markup});"
            " raise it only if you trust the file",
            path=path,
        )


def _as_utf8(data: bytes, part: str, path: str) -> bytes:
    """Return the part in UTF-8 (the declaration then has no say)."""
    encoding = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8"
    try:
        return data.decode(encoding).encode("utf-8")
    except UnicodeError as error:
        raise InputError(
            f"{part} is neither UTF-8 nor UTF-16; get the file again", path=path
        ) from error
