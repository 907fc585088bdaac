"""Web pages: the main text, with the numbers of ordered lists, and tables row by row."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.errors import InputError
from pipeline.model import Oddity
from pipeline.read.content import Content, ContentBuilder
from pipeline.read.html_blocks import BlockReader
from pipeline.read.html_charset import decode_page
from pipeline.read.html_elements import CLOSED_BY_THEMSELVES
from pipeline.read.html_main import main_element, page_title
from pipeline.read.limits import Limits
from pipeline.read.nesting import too_deep
from pipeline.read.xml import refuse_too_much_markup

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FORGIVEN = 20

_NO_TEXT = (
    "has no text; the page may be filled by a script when it is looked at: save it from the"
    " browser as a complete page (.mht), or copy its text into a .txt file"
)


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read a web page.

    Raises
    ------
    InputError
        For a page in no known encoding, beyond the limits, or without text.
    """
    return read_page(data, path, limits, header=None)


def read_page(data: bytes, path: str, limits: Limits, header: str | None) -> Content:
    """Read a web page whose encoding a mail or HTTP header may have named.

    Raises
    ------
    InputError
        As :func:`read` does.
    """
    decoded, oddities = decode_page(data, path, limits, header)
    refuse_too_much_markup(decoded.text.count("<"), "the page", path, limits)
    _refuse_deep_nesting(decoded.text, path, limits)
    tree = LexborHTMLParser(decoded.text)
    body = tree.body
    if body is None:
        raise InputError(_NO_TEXT, path=path)
    builder = ContentBuilder(path, limits)
    main = main_element(body, limits, path)
    blocks = BlockReader(builder, limits, path)
    _add_title(page_title(tree), main, builder)
    blocks.read(main)
    content = builder.content(decoded.encoding)
    if not content.text:
        raise InputError(_NO_TEXT, path=path)
    return _with(content, oddities)


def _refuse_deep_nesting(text: str, path: str, limits: Limits) -> None:
    """Raise if far more elements are opened than closed: building their tree takes very long.

    Real pages forget to close some elements, so the bound is far above ``limits.nesting``, which
    holds for the tree itself.
    """
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() in CLOSED_BY_THEMSELVES:
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > _FORGIVEN * limits.nesting:
            raise too_deep(path, limits)


def _add_title(title: str, main: LexborNode, builder: ContentBuilder) -> None:
    """Put the title before a main text that does not have it."""
    start = "".join((main.text(deep=True) or "")[: 4 * len(title) + 400].split())
    if title and "".join(title.split()) not in start:
        builder.add_line(title, "title")


def _with(content: Content, oddities: list[Oddity]) -> Content:
    return Content(content.text, content.locators, (*oddities, *content.oddities), content.encoding)
