"""From glyphs to printed lines, in reading order over one or more columns."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence

from pipeline.read.page_model import Glyph, Line, Page, Table

_SAME_LINE = 0.5
"""Glyphs whose middles differ by less than this share of their size stand on one line."""

_RAISED = 0.75
_TINY = 0.62
"""Digits smaller than these shares of the line's size are marks if they are raised, or anyway."""

_WORD_GAP = 0.22
_WIDE_GAP = 0.8
"""Gaps, in sizes, that stand for a space: between Latin letters, and between any signs."""

_COLUMN_GAP = 0.9
_MOST_ACROSS = 0.15
_LEAST_ROWS = 3
"""A gutter is this many sizes wide, at most this share of the rows go across it, and on both
sides of it there are at least this many rows."""

_HANGING = 1.2
_SPLIT_GAP = 0.5
"""A sign may hang over the edge of a column by so much; columns are at least so far apart."""

_MOST_STEPS = 300
_MIDDLE = (0.25, 0.75)

Item = Line | Table


def items_in_order(page: Page, gutter: float | None = None) -> tuple[list[Item], float | None]:
    """Return the lines and tables of a page as they are read, and where its gutter is.

    Parameters
    ----------
    page
        The page.
    gutter
        Where the pages before had a gutter between two columns, if they had.
    """
    glyphs = _outside(page.tables, page.glyphs)
    rows = rows_of(glyphs)
    found = _gutter(rows, page, gutter)
    if found is None:
        lines: list[Item] = [line_of(row, page.number, 0) for row in rows]
        return _with_tables(lines, page.tables), None
    return _in_columns(rows, page, found), found


def line_of(row: Sequence[Glyph], page: int, column: int) -> Line:
    """Return the printed line that glyphs, in order from the left, make up."""
    row = _without_doubles(row)
    size = statistics.median(glyph.size for glyph in row)
    kept = _without_note_marks(row, size) or row
    printed = [glyph for glyph in kept if not glyph.text.isspace()]
    text = kept[0].text
    for before, after in itertools.pairwise(kept):
        gap = (after.x0 - before.x1) / max(size, 1.0)
        latin = before.text.isascii() and after.text.isascii()
        apart = gap > (_WORD_GAP if latin else _WIDE_GAP)
        spaced = before.text.isspace() or after.text.isspace()
        text += (" " if apart and not spaced else "") + after.text
    return Line(
        page=page,
        column=column,
        glyphs=tuple(kept),
        text=text,
        printed="".join(glyph.text for glyph in row),
        size=size,
        x0=min(glyph.x0 for glyph in printed),
        x1=max(glyph.x1 for glyph in printed),
        top=min(glyph.top for glyph in printed),
        bottom=max(glyph.bottom for glyph in printed),
    )


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Gather glyphs that stand at one height, each row from left to right; empty rows go."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.middle, glyph.x0)):
        last = rows[-1][0] if rows else None
        reach = 0.0 if last is None else _SAME_LINE * max(last.size, glyph.size)
        if last is not None and abs(glyph.middle - last.middle) < reach:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    ordered = [sorted(row, key=lambda glyph: (glyph.x0, glyph.x1)) for row in rows]
    return [row for row in ordered if _is_printed(row)]


def _is_printed(row: Iterable[Glyph]) -> bool:
    return any(not glyph.text.isspace() for glyph in row)


def _without_doubles(row: Sequence[Glyph]) -> list[Glyph]:
    """Return a row without the glyphs that are printed twice to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        nearby = kept[-2:]
        reach = 0.3 * glyph.size
        if any(glyph.text == other.text and abs(glyph.x0 - other.x0) < reach for other in nearby):
            continue
        kept.append(glyph)
    return kept


def _without_note_marks(row: Sequence[Glyph], size: float) -> list[Glyph]:
    """Return a row without the small raised numbers of footnotes."""
    line_middle = statistics.median(glyph.middle for glyph in row)
    kept: list[Glyph] = []
    before: Glyph | None = None
    for glyph in row:
        small = glyph.size < _RAISED * size and glyph.text.isdigit()
        raised = glyph.middle < line_middle - 0.1 * size or glyph.size < _TINY * size
        if small and raised and (before is None or not before.text.isascii()):
            continue
        kept.append(glyph)
        if not small:
            before = glyph
    return kept


def _gutter(rows: list[list[Glyph]], page: Page, known: float | None) -> float | None:
    """Return the middle of the white strip between two columns, if there is one."""
    if not rows:
        return None
    size = statistics.median(glyph.size for row in rows for glyph in row)
    stretches = [_stretches(row, size) for row in rows]
    if known is not None and _is_gutter(known, size * _COLUMN_GAP / 2, stretches, 0):
        return known
    first, last = (share * page.width for share in _MIDDLE)
    step = max(size / 4, (last - first) / _MOST_STEPS)
    open_strip: list[float] = []
    best: list[float] = []
    position = first
    while position <= last:
        if _is_gutter(position, size * _COLUMN_GAP / 2, stretches, _LEAST_ROWS):
            open_strip.append(position)
            best = max(best, open_strip, key=len)
        else:
            open_strip = []
        position += step
    return statistics.fmean(best) if best else None


def _stretches(row: Sequence[Glyph], size: float) -> list[tuple[float, float]]:
    """Return the printed stretches of a row, parted where a column could end."""
    stretches: list[tuple[float, float]] = []
    for glyph in row:
        if glyph.text.isspace():
            continue
        if stretches and glyph.x0 - stretches[-1][1] < _COLUMN_GAP * size:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], glyph.x1))
        else:
            stretches.append((glyph.x0, glyph.x1))
    return stretches


def _is_gutter(
    x: float, half: float, rows: Sequence[Sequence[tuple[float, float]]], least: int
) -> bool:
    across = sum(
        1 for row in rows if any(start < x + half and end > x - half for start, end in row)
    )
    left = sum(1 for row in rows if any(end <= x for _, end in row))
    right = sum(1 for row in rows if any(start >= x for start, _ in row))
    return across <= _MOST_ACROSS * len(rows) and min(left, right) >= least


def _in_columns(rows: list[list[Glyph]], page: Page, gutter: float) -> list[Item]:
    """Read the columns between lines that go across both of them."""
    items: list[Item] = []
    left: list[Item] = []
    right: list[Item] = []

    def close_band() -> None:
        items.extend([*left, *right])
        left.clear()
        right.clear()

    across_tables = [table for table in page.tables if table.x0 < gutter < table.x1]
    band_items: list[tuple[float, list[Glyph] | Table]] = [
        *((min(glyph.top for glyph in row), row) for row in rows),
        *((table.top, table) for table in page.tables),
    ]
    for _, item in sorted(band_items, key=lambda pair: pair[0]):
        if isinstance(item, Table):
            if item in across_tables:
                close_band()
                items.append(item)
            else:
                (left if item.x1 <= gutter else right).append(item)
            continue
        sides = _split(item, gutter)
        if sides is None:
            close_band()
            items.append(line_of(item, page.number, 0))
            continue
        for column, (side, part) in enumerate(zip((left, right), sides, strict=True), start=1):
            if _is_printed(part):
                side.append(line_of(part, page.number, column))
    close_band()
    return items


def _split(row: Sequence[Glyph], gutter: float) -> tuple[list[Glyph], list[Glyph]] | None:
    """Return the parts of a row left and right of the gutter; None if it goes across.

    The parts are set apart at the widest gap near the gutter, not at the gutter itself, over
    which a sign may hang.
    """
    size = statistics.median(glyph.size for glyph in row)
    near = _HANGING * size
    printed = [glyph for glyph in row if not glyph.text.isspace()]
    if all(glyph.x0 < gutter + near for glyph in printed):
        return list(row), []
    if all(glyph.x1 > gutter - near for glyph in printed):
        return [], list(row)
    gaps = [
        (after.x0 - before.x1, (after.x0 + before.x1) / 2)
        for before, after in itertools.pairwise(printed)
        if before.x1 < gutter + near and after.x0 > gutter - near
    ]
    widest, middle = max(gaps, default=(0.0, 0.0))
    if widest < _SPLIT_GAP * size:
        return None
    left = [glyph for glyph in row if glyph.x0 < middle]
    right = [glyph for glyph in row if glyph.x0 >= middle]
    return left, right


def _outside(tables: Iterable[Table], glyphs: Iterable[Glyph]) -> list[Glyph]:
    boxes = list(tables)

    def inside(glyph: Glyph, table: Table) -> bool:
        x = (glyph.x0 + glyph.x1) / 2
        return table.x0 <= x <= table.x1 and table.top <= glyph.middle <= table.bottom

    return [glyph for glyph in glyphs if not any(inside(glyph, table) for table in boxes)]


def _with_tables(lines: list[Item], tables: Iterable[Table]) -> list[Item]:
    return sorted([*lines, *tables], key=lambda item: item.top)
