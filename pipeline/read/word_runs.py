"""The text inside one paragraph of a Word document: runs, fields, revisions, what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.limits import Limits
from pipeline.read.nesting import too_deep
from pipeline.read.word_styles import Styles, W, is_hidden

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LEFT_OUT = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "sdtPr")
)
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": "\t",
}
_NOTE_REFERENCES = frozenset((f"{W}footnoteReference", f"{W}endnoteReference"))
_PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(slots=True)
class Fields:
    """The fields that are open (they may run over several paragraphs), innermost last.

    Each is its instruction so far and whether its result has begun.
    """

    stack: list[tuple[str, bool]] = field(default_factory=list)

    def inside_instruction(self) -> bool:
        """Return whether what comes now is an instruction and no text."""
        return any(not result for _, result in self.stack)

    def inside_contents(self) -> bool:
        """Return whether what comes now is a table of contents."""
        return any(instruction.split()[:1] == ["TOC"] for instruction, _ in self.stack)

    def step(self, kind: str | None) -> None:
        """Take in a field character: ``begin``, ``separate`` or ``end``."""
        if kind == "begin":
            self.stack.append(("", False))
        elif kind == "separate" and self.stack:
            self.stack[-1] = (self.stack[-1][0], True)
        elif kind == "end" and self.stack:
            self.stack.pop()

    def instruct(self, text: str) -> None:
        """Take in a part of an instruction."""
        if self.stack and not self.stack[-1][1]:
            self.stack[-1] = (self.stack[-1][0] + text, False)


@dataclass(slots=True)
class RunText:
    """What a paragraph holds.

    ``continues`` is true if its end is deleted or hidden, so that the next paragraph goes on;
    ``deleted`` if nothing of it is left.
    """

    text: list[str] = field(default_factory=list)
    text_boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    symbols: int = 0
    continues: bool = False
    deleted: bool = False
    left_out_contents: bool = False
    depth: int = 0


class RunReader:
    """Reads one paragraph.

    Parameters
    ----------
    styles, style_id
        The document's styles and that of the paragraph: they may hide text.
    fields
        The open fields; carried on from paragraph to paragraph.
    limits, path
        Bound the depth of nesting; the file, for messages.
    """

    def __init__(
        self, styles: Styles, style_id: str | None, fields: Fields, limits: Limits, path: str
    ) -> None:
        self._styles = styles
        self._style_id = style_id
        self._fields = fields
        self._limits = limits
        self._path = path

    def read(self, paragraph: etree._Element) -> RunText:
        """Return the text of a paragraph and what hangs on it."""
        result = RunText(depth=_depth(paragraph))
        had_contents = self._fields.inside_contents()
        self._walk(paragraph, result, 0)
        result.left_out_contents = had_contents or result.left_out_contents
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None:
            removed = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
            result.deleted = removed and not "".join(result.text).strip()
            result.continues = removed or is_hidden(mark) is True
        return result

    def _walk(self, parent: etree._Element, result: RunText, depth: int) -> None:
        if depth > self._limits.nesting:
            raise too_deep(self._path, self._limits)
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, result, depth + 1)
            elif child.tag == f"{_COMPATIBILITY}AlternateContent":
                self._walk(_chosen(child), result, depth + 1)
            elif child.tag == f"{W}txbxContent":
                result.text_boxes.append(child)
            elif child.tag == _MATH_TEXT:
                self._text(child.text or "", result)
            elif child.tag not in _LEFT_OUT:
                self._walk(child, result, depth + 1)

    def _run(self, run: etree._Element, result: RunText, depth: int) -> None:
        hidden = self._is_hidden(run)
        for child in run:
            if child.tag == f"{W}fldChar":
                self._fields.step(child.get(f"{W}fldCharType"))
            elif child.tag == f"{W}instrText":
                self._fields.instruct(child.text or "")
                result.left_out_contents |= self._fields.inside_contents()
            elif hidden:
                continue
            elif child.tag == f"{W}t":
                self._text(child.text or "", result)
            elif child.tag in _SIGNS:
                self._text(_SIGNS[child.tag], result)
            elif child.tag == f"{W}sym":
                self._symbol(child, result)
            elif child.tag in _NOTE_REFERENCES:
                kind = etree.QName(child).localname
                result.notes.append((kind, child.get(f"{W}id", "")))
            elif child.tag == f"{_COMPATIBILITY}AlternateContent":
                self._walk(_chosen(child), result, depth + 1)
            elif child.tag not in _LEFT_OUT:
                self._walk(child, result, depth + 1)

    def _text(self, text: str, result: RunText) -> None:
        if not self._fields.stack or not (
            self._fields.inside_instruction() or self._fields.inside_contents()
        ):
            result.text.append(text)

    def _symbol(self, element: etree._Element, result: RunText) -> None:
        """Take the sign of a symbol font if it is a character, else count it."""
        code = element.get(f"{W}char", "")
        try:
            point = int(code, 16)
        except ValueError:
            point = 0xF000
        if point in _PRIVATE_USE or not 0x20 <= point < 0xD800:
            result.symbols += 1
        else:
            self._text(chr(point), result)

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = run.find(f"{W}rPr")
        own = is_hidden(properties)
        if own is not None:
            return own
        style = None if properties is None else properties.find(f"{W}rStyle")
        character_style = None if style is None else style.get(f"{W}val")
        return self._styles.hidden(self._style_id, character_style)


def is_table_of_contents(control: etree._Element) -> bool:
    """Return whether a content control (``w:sdt``) holds a table of contents."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _chosen(alternative: etree._Element) -> etree._Element:
    """Return the first choice, or the fallback; never both, which say the same twice."""
    for name in ("Choice", "Fallback"):
        found = alternative.find(f"{_COMPATIBILITY}{name}")
        if found is not None and len(found):
            return found
    return alternative


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())
