"""Join printed lines into paragraphs, undoing what the typesetter did.

A line goes on in the next one if the next one's first word would not have fitted at its end, and
the next one is not set in as the first line of a paragraph is.
"""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.errors import InputError
from pipeline.read.content import ContentBuilder, Part
from pipeline.read.line_breaks import begins_item, begins_note, ends_line, join
from pipeline.read.page_lines import Item, items_in_order
from pipeline.read.page_model import Glyph, Line, Page, Table
from pipeline.read.page_notes import note_lines
from pipeline.read.page_running import running_lines

_SLACK = 0.6
_INDENT = 0.8
_SAME_SIZE = 0.15
_PARAGRAPH_GAP = 1.6
_FEW_LINES = 4
_LARGEST_PITCH = 2.5
"""Lines farther apart than this many sizes are not lines of one paragraph's pitch."""

_ACROSS = 0
"""The column of lines that go over the whole page."""

_OPENING = frozenset("（《〈「『【“‘([")
_CLOSING = frozenset("。，、；：！？）》〉」』】”’%％…)],.;:!?")


@dataclass(frozen=True, slots=True)
class _Measure:
    """Left edge and width of a column of text; ``known`` if enough lines bear them out."""

    left: float
    width: float
    known: bool

    @property
    def right(self) -> float:
        return self.left + self.width


def add_pages(pages: Sequence[Page], builder: ContentBuilder) -> None:
    """Hand the text of pages to a builder, paragraph by paragraph, with the page as the place."""
    items: list[Item] = []
    gutter: float | None = None
    for page in pages:
        found, gutter = items_in_order(page, gutter)
        items.extend(found)
    lines = [item for item in items if isinstance(item, Line)]
    running = {id(lines[index]) for index in running_lines(pages, lines)}
    body = [item for item in items if id(item) not in running]
    measures = _measures([item for item in body if isinstance(item, Line)])
    pitch = _pitch([item for item in body if isinstance(item, Line)])
    text, notes = _without_notes(body)
    table_number = 0
    paragraph = _Paragraph(builder)
    for item in text:
        if isinstance(item, Table):
            paragraph.end()
            table_number += 1
            _add_table(item, table_number, builder)
            paragraph.hold(notes.get(id(item), []))
            continue
        last = paragraph.last
        if last is None or not _goes_on(last, item, measures, pitch):
            paragraph.end()
        paragraph.add(item)
        paragraph.hold(notes.get(id(item), []))
    paragraph.end()


def without_text(page_count: int, path: str) -> InputError:
    """Return the error for pages that hold no text."""
    return InputError(
        f"has no text in its {page_count} pages: it is a scan; have its text recognised (OCR),"
        " or ask for the original document",
        path=path,
    )


def _add_table(table: Table, number: int, builder: ContentBuilder) -> None:
    for row_number, row in enumerate(table.rows, start=1):
        builder.add_line("\t".join(row), f"table {number} row {row_number}")


class _Paragraph:
    """The lines of the paragraph that is open, and the footnotes that wait for its end."""

    def __init__(self, builder: ContentBuilder) -> None:
        self._builder = builder
        self._lines: list[Line] = []
        self._notes: list[Line] = []

    @property
    def last(self) -> Line | None:
        """The last line so far."""
        return self._lines[-1] if self._lines else None

    def add(self, line: Line) -> None:
        """Add a line."""
        self._lines.append(line)

    def hold(self, notes: Sequence[Line]) -> None:
        """Keep the notes at the end of a page until the paragraph ends."""
        self._notes.extend(notes)

    def end(self) -> None:
        """Hand over the paragraph, then its notes, each of which begins with a mark."""
        _add_paragraph(self._lines, self._builder)
        open_note: list[Line] = []
        for line in self._notes:
            if open_note and begins_note(line.printed):
                _add_paragraph(open_note, self._builder)
                open_note = []
            open_note.append(line)
        _add_paragraph(open_note, self._builder)
        self._lines, self._notes = [], []


def _without_notes(items: Sequence[Item]) -> tuple[list[Item], dict[int, list[Line]]]:
    """Return the items without footnotes, and the notes by the last line before them."""
    lines = [item for item in items if isinstance(item, Line)]
    found = {id(lines[index]) for index in note_lines(lines)}
    text: list[Item] = []
    notes: dict[int, list[Line]] = defaultdict(list)
    for item in items:
        if isinstance(item, Line) and id(item) in found and text:
            notes[id(text[-1])].append(item)
        else:
            text.append(item)
    return text, notes


def _add_paragraph(lines: Sequence[Line], builder: ContentBuilder) -> None:
    """Add the lines of one paragraph; a part of it stands on each of its pages."""
    parts: list[Part] = []
    for line in lines:
        place = f"page {line.page}"
        if not parts:
            parts.append(Part(line.text, place))
            continue
        before = parts[-1]
        joined = join(before.text, line.text)
        if before.place == place:
            parts[-1] = Part(joined, place)
        else:
            parts.append(Part(joined[len(before.text) :], place))
    if parts:
        builder.add_parts(parts)


def _goes_on(line: Line, following: Line, measures: _Measures, pitch: float) -> bool:
    measure = measures.get((line.page, line.column))
    next_measure = measures.get((following.page, following.column))
    if measure is None or next_measure is None:
        return False
    if (line.column == _ACROSS) != (following.column == _ACROSS):
        return False
    if abs(following.size - line.size) > _SAME_SIZE * line.size:
        return False
    same_place = (line.page, line.column) == (following.page, following.column)
    if same_place and following.top - line.top > _PARAGRAPH_GAP * _clamped(pitch, line.size):
        return False
    if not measure.known and ends_line(line.text):
        return False
    fits = line.x1 + _first_word(following) < measure.right - _SLACK * line.size
    if fits:
        return False
    if begins_item(following.text) and ends_line(line.text):
        return False
    return following.x0 - next_measure.left <= _INDENT * following.size


_Measures = dict[tuple[int, int], _Measure]


def _measures(lines: Sequence[Line]) -> _Measures:
    """Return the measure of each column of each page.

    The width is that of the whole document's columns of the same kind, so that a page with
    nothing but short lines is measured right too.
    """
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    lefts: dict[int, list[float]] = defaultdict(list)
    widths: dict[bool, list[float]] = defaultdict(list)
    for (_, column), members in columns.items():
        left = min(line.x0 for line in members)
        if len(members) >= _FEW_LINES:
            lefts[column].append(left)
            widths[column > 0].append(max(map(_end, members)) - left)
    measures: _Measures = {}
    for (page, column), members in columns.items():
        left = min(line.x0 for line in members)
        known = lefts.get(column)
        if len(members) < _FEW_LINES and known:
            left = min(left, statistics.median(known))
        own = max(map(_end, members)) - left
        usual = widths.get(column > 0)
        width = max(own, statistics.median(usual)) if usual else own
        measures[page, column] = _Measure(left, width, known=bool(usual))
    return measures


def _end(line: Line) -> float:
    """Return where a line ends, without the closing signs that may hang over the edge."""
    glyphs = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    while len(glyphs) > 1 and glyphs[-1].text in _CLOSING:
        glyphs.pop()
    return glyphs[-1].x1


def _pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance from line to line."""
    distances = [
        following.top - line.top
        for line, following in itertools.pairwise(lines)
        if (line.page, line.column) == (following.page, following.column)
        and following.top > line.top
    ]
    return statistics.median(distances) if distances else 0.0


def _clamped(pitch: float, size: float) -> float:
    return min(max(pitch, size), _LARGEST_PITCH * size)


def _first_word(line: Line) -> float:
    """Return the width of what cannot be parted at the start of a line."""
    glyphs = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    end = min(_skip(glyphs, 0, _OPENING) + 1, len(glyphs))
    while True:
        while end < len(glyphs) and _is_latin(glyphs[end - 1]) and _is_latin(glyphs[end]):
            end += 1
        figures = _is_latin(glyphs[end - 1])
        end = _skip(glyphs, end, _CLOSING)
        if not (figures and end < len(glyphs) and glyphs[end].text.isdigit()):
            break
        end += 1  # figures in a row (12%、20%) are not parted
    return glyphs[end - 1].x1 - glyphs[0].x0


def _skip(glyphs: Sequence[Glyph], position: int, signs: Iterable[str]) -> int:
    while position < len(glyphs) and glyphs[position].text in signs:
        position += 1
    return position


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii()
