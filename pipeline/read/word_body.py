"""Walk the body of a Word document in reading order and hand its lines to a builder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.content import ContentBuilder
from pipeline.read.limits import Limits
from pipeline.read.line_breaks import continues, join
from pipeline.read.nesting import too_deep
from pipeline.read.word_numbering import Numbering, with_label
from pipeline.read.word_runs import Fields, RunReader, RunText, is_table_of_contents
from pipeline.read.word_styles import Styles, W, numbering_reference

_CONTAINERS = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag"))
_DELETED = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))

Notes = Mapping[str, Mapping[str, etree._Element]]
"""Footnotes and endnotes by the name of the element that refers to them, and by id."""


@dataclass(slots=True)
class _Open:
    """Text of paragraphs whose end is deleted or hidden, so that the next one goes on."""

    text: str = ""


@dataclass(slots=True)
class _Counts:
    paragraphs: int = 0
    tables: int = 0
    text_boxes: int = 0
    notes: int = 0


@dataclass(slots=True)
class BodyReader:
    """Reads one document.

    Parameters
    ----------
    builder
        Takes the lines.
    limits
        Bounds the depth of nesting.
    path
        The file, for messages.
    styles, numbering, notes
        What the document's other parts say.
    """

    builder: ContentBuilder
    limits: Limits
    path: str
    styles: Styles
    numbering: Numbering
    notes: Notes
    _fields: Fields = field(default_factory=Fields)
    _open: _Open = field(default_factory=_Open)
    _counts: _Counts = field(default_factory=_Counts)

    def read(self, body: etree._Element) -> None:
        """Read the whole body."""
        for block in self._blocks(body, 0):
            if block.tag == f"{W}tbl":
                self._flush_open()
                self._read_table(block, 0)
            else:
                self._read_paragraph(block)
        self._flush_open()
        if self.numbering.unknown_formats:
            formats = ", ".join(sorted(self.numbering.unknown_formats))
            self.builder.note("numbering", f"number formats written as Arabic figures: {formats}")
        if self._fields.stack:
            self.builder.note("open_field", "a field of the document has no end; look for gaps")

    def _blocks(self, parent: etree._Element, depth: int) -> Iterator[etree._Element]:
        """Yield paragraphs and tables in order, through content controls and insertions."""
        self._check_depth(depth)
        for child in parent:
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag == f"{W}sdt":
                if is_table_of_contents(child):
                    self.builder.note("table_of_contents", "the table of contents is left out")
                    continue
                for content in child.iterfind(f"{W}sdtContent"):
                    yield from self._blocks(content, depth + 1)
            elif child.tag in _CONTAINERS:
                yield from self._blocks(child, depth + 1)
            elif child.tag == f"{W}altChunk":
                self.builder.note("embedded_document", "an embedded document is not read")

    def _read_paragraph(self, paragraph: etree._Element, place: str | None = None) -> None:
        if len(paragraph) == 0 and not self._open.text:
            return
        line, run = self._paragraph_text(paragraph)
        line = self._open.text + line
        if run.continues:
            self._open.text = line
            return
        self._open.text = ""
        if line.strip() and place is None:
            self._counts.paragraphs += 1
        self._add(line, place or f"paragraph {self._counts.paragraphs}")
        self._read_attached(run)

    def _flush_open(self) -> None:
        if self._open.text.strip():
            self._counts.paragraphs += 1
            self._add(self._open.text, f"paragraph {self._counts.paragraphs}")
        self._open.text = ""

    def _add(self, text: str, place: str) -> None:
        for line in soft_lines(text):
            self.builder.add_line(line, place)

    def _paragraph_text(self, paragraph: etree._Element) -> tuple[str, RunText]:
        """Return a paragraph with its label, and what is attached to it."""
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        style_id = None if style is None else style.get(f"{W}val")
        reader = RunReader(self.styles, style_id, self._fields, self.limits, self.path)
        run = reader.read(paragraph)
        if run.deleted:
            return "", run
        label, separator = self.numbering.label(numbering_reference(properties), style_id)
        text = "".join(run.text)
        if run.left_out_contents:
            self.builder.note("table_of_contents", "the table of contents is left out")
        if run.symbols:
            self.builder.note("symbols", f"{run.symbols} signs of symbol fonts are left out")
        return (with_label(label, separator, text.lstrip()) if text.strip() else ""), run

    def _read_attached(self, run: RunText) -> None:
        """Read the text boxes and notes that hang on a paragraph, each after it."""
        for box in run.text_boxes:
            self._counts.text_boxes += 1
            place = f"text box {self._counts.text_boxes}"
            self._read_aside(box, place, run.depth)
        for kind, note_id in run.notes:
            note = self.notes.get(kind, {}).get(note_id)
            if note is not None:
                self._counts.notes += 1
                self._read_aside(note, f"note {self._counts.notes}", run.depth)

    def _read_aside(self, parent: etree._Element, place: str, depth: int) -> None:
        self._check_depth(depth)
        held, self._open = self._open, _Open()
        for block in self._blocks(parent, depth):
            if block.tag == f"{W}tbl":
                self._read_table(block, depth)
            else:
                self._read_paragraph(block, place)
        if self._open.text.strip():
            self._add(self._open.text, place)
        self._open = held

    def _read_table(self, table: etree._Element, depth: int) -> None:
        """Read a table as lines, one a row, the cells set apart by tabs."""
        self._check_depth(depth)
        self._counts.tables += 1
        number = self._counts.tables
        rows = list(self._rows(table, depth))
        cells = [list(self._cells(row, depth)) for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:  # a frame around text
            self._read_aside(cells[0][0], f"table {number} row 1", depth + 1)
            return
        for row_number, row in enumerate(cells, start=1):
            attached: list[RunText] = []
            texts = [self._cell_text(cell, depth + 1, attached) for cell in row]
            place = f"table {number} row {row_number}"
            self.builder.add_line("\t".join(texts), place)
            for run in attached:
                self._read_attached(run)

    def _rows(self, parent: etree._Element, depth: int) -> Iterator[etree._Element]:
        self._check_depth(depth)
        for child in parent:
            if child.tag == f"{W}tr":
                properties = child.find(f"{W}trPr")
                if properties is None or properties.find(f"{W}del") is None:
                    yield child
            elif child.tag == f"{W}sdt":
                for content in child.iterfind(f"{W}sdtContent"):
                    yield from self._rows(content, depth + 1)
            elif child.tag in _CONTAINERS:
                yield from self._rows(child, depth + 1)

    def _cells(self, parent: etree._Element, depth: int) -> Iterator[etree._Element]:
        self._check_depth(depth)
        for child in parent:
            if child.tag == f"{W}tc":
                yield child
            elif child.tag == f"{W}sdt":
                for content in child.iterfind(f"{W}sdtContent"):
                    yield from self._cells(content, depth + 1)
            elif child.tag in _CONTAINERS:
                yield from self._cells(child, depth + 1)

    def _cell_text(self, cell: etree._Element, depth: int, attached: list[RunText]) -> str:
        """Return the text of a cell on one line; tables inside it are read cell by cell."""
        self._check_depth(depth)
        texts: list[str] = []
        for block in self._blocks(cell, depth):
            if block.tag == f"{W}tbl":
                for row in self._rows(block, depth):
                    for inner in self._cells(row, depth):
                        texts.append(self._cell_text(inner, depth + 1, attached))
                continue
            text, run = self._paragraph_text(block)
            attached.append(run)
            texts.extend(soft_lines(text))
        return " ".join(" ".join(text.split()) for text in texts if text.strip())

    def _check_depth(self, depth: int) -> None:
        if depth > self.limits.nesting:
            raise too_deep(self.path, self.limits)


def soft_lines(text: str) -> list[str]:
    """Split a paragraph at its soft line breaks, but not inside a sentence."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and continues(lines[-1], line):
            lines[-1] = join(lines[-1], line)
        elif line.strip():
            lines.append(line)
    return lines
