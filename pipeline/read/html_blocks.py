"""Walk the main element of a web page and hand its lines to a builder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from pipeline.read.content import ContentBuilder
from pipeline.read.html_elements import BLOCKS
from pipeline.read.html_main import children, is_left_out
from pipeline.read.limits import Limits
from pipeline.read.line_breaks import continues, join
from pipeline.read.nesting import too_deep
from pipeline.read.word_numerals import format_number

_SPACE = re.compile("[ \t\n\r\f]+")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_STYLES = {
    "decimal": ("decimal", "."),
    "decimal-leading-zero": ("decimalZero", "."),
    "lower-alpha": ("lowerLetter", "."),
    "lower-latin": ("lowerLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."),
    "lower-roman": ("lowerRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-decimal": ("ideographDigital", "、"),
    "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"),
    "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"),
    "cjk-earthly-branch": ("ideographZodiac", "、"),
}
"""The list styles of CSS: the number format as Word names it, and the sign behind it."""

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_LINK_LIST = 3
_LINK_SHARE = 0.6


@dataclass(slots=True)
class BlockReader:
    """Reads the blocks of one page."""

    builder: ContentBuilder
    limits: Limits
    path: str
    _line: list[str] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0

    def read(self, main: LexborNode) -> None:
        """Read everything in the main element."""
        self._walk(main, 0)
        self._end_line()

    def _walk(self, node: LexborNode, depth: int) -> None:
        if depth > self.limits.nesting:
            raise too_deep(self.path, self.limits)
        for child in children(node):
            self._visit(child, depth)

    def _visit(self, node: LexborNode, depth: int) -> None:
        if is_left_out(node):
            return
        if node.is_text_node:
            self._line.append(_SPACE.sub(" ", node.text_content or ""))
        elif node.tag == "br":
            self._line.append("\n")
        elif node.tag == "table":
            self._end_line()
            self._table(node, depth)
        elif node.tag == "ol":
            self._end_line()
            self._ordered_list(node, depth)
        elif node.tag in BLOCKS:
            self._end_line()
            if not _is_link_list(node):
                self._walk(node, depth + 1)
                self._end_line()
        else:
            self._walk(node, depth + 1)

    def _end_line(self) -> None:
        """Close the paragraph that is open; its line breaks end lines, but no sentences."""
        text, self._line = "".join(self._line), []
        lines: list[str] = []
        for line in text.split("\n"):
            if lines and continues(lines[-1], line):
                lines[-1] = join(lines[-1], line.strip())
            elif line.strip():
                lines.append(line.strip())
        for line in lines:
            self._paragraphs += 1
            self.builder.add_line(line, f"paragraph {self._paragraphs}")

    def _ordered_list(self, node: LexborNode, depth: int) -> None:
        """Read a list, each item with the number that the page shows before it."""
        items = [child for child in children(node) if child.tag == "li"]
        step = -1 if "reversed" in node.attributes else 1
        number = _whole_number(node.attributes.get("start"), len(items) if step < 0 else 1)
        for child in children(node):
            if child.tag != "li":
                self._visit(child, depth + 1)
                continue
            number = _whole_number(child.attributes.get("value"), number)
            self._line.append(_label(node, child, number))
            number += step
            self._walk(child, depth + 1)
            self._end_line()

    def _table(self, table: LexborNode, depth: int) -> None:
        """Read a table as lines, one a row; a table that only frames text is read as text."""
        rows = [row for row in table.css("tr") if _table_of(row) == table.mem_id]
        cells = [[cell for cell in children(row) if cell.tag in ("td", "th")] for row in rows]
        if all(len(row) <= 1 for row in cells) or _holds_table(table):
            for row in cells:
                for cell in row:
                    self._walk(cell, depth + 1)
                    self._end_line()
            return
        self._tables += 1
        caption = table.css_first("caption")
        if caption is not None:
            self.builder.add_line(_flat(caption), f"table {self._tables}")
        for number, row in enumerate(cells, start=1):
            texts = [_flat(cell) for cell in row]
            self.builder.add_line("\t".join(texts), f"table {self._tables} row {number}")


def _holds_table(table: LexborNode) -> bool:
    return any(inner.mem_id != table.mem_id for inner in table.css("table"))


def _table_of(node: LexborNode) -> int | None:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return None if parent is None else parent.mem_id


def _flat(node: LexborNode) -> str:
    """Return the text of a cell on one line."""
    parts: list[str] = []
    stack = list(children(node))[::-1]
    while stack:
        inner = stack.pop()
        if is_left_out(inner):
            continue
        if inner.is_text_node:
            parts.append(inner.text_content or "")
        else:
            if inner.tag in BLOCKS or inner.tag == "br":
                parts.append(" ")
            stack.extend(list(children(inner))[::-1])
    return " ".join("".join(parts).split())


def _label(ordered: LexborNode, item: LexborNode, number: int) -> str:
    style = _list_style(item) or _list_style(ordered)
    if style is None:
        kind = item.attributes.get("type") or ordered.attributes.get("type") or "1"
        style = _TYPES.get(kind, "decimal")
    if style == "none":
        return ""
    number_format, sign = _STYLES.get(style, ("decimal", "."))
    return f"{format_number(number, number_format)}{sign}"


def _list_style(node: LexborNode) -> str | None:
    match = _LIST_STYLE.search((node.attributes.get("style") or "").lower())
    return None if match is None else match[1]


def _is_link_list(node: LexborNode) -> bool:
    """Return whether a block is a list of links (related pages, a way through the site)."""
    links = node.css("a")
    if len(links) < _LINK_LIST or node.css_first("table") is not None:
        return False
    linked = sum(len("".join(link.text().split())) for link in links)
    return linked >= _LINK_SHARE * len("".join(node.text().split()))


def _whole_number(value: str | None, otherwise: int) -> int:
    text = (value or "").strip()
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        return otherwise
    return int(text)
