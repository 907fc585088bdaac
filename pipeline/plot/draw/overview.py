"""The overview of a batch on one page, A4 upright."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.plot import nodes as node_records
from pipeline.plot import provinces as province_records
from pipeline.plot.draw.nodes import NodesLook, draw_nodes
from pipeline.plot.draw.provinces import draw_map
from pipeline.plot.draw.rows import Look, block, draw_block
from pipeline.plot.draw.sheet import Ink, Sheet, text_width
from pipeline.plot.draw.style import (
    INK,
    LINE,
    MARGIN,
    SOFT,
    foot,
    foot_height,
    shortened,
    wrapped,
)
from pipeline.plot.labels import source_text
from pipeline.plot.marks import Rows
from pipeline.plot.overview import KeyFigure, Overview

WIDTH, HEIGHT = 595.0, 842.0
TITLE_SIZE = 17.0
PANEL_TITLE_SIZE = 10.5
SMALL = 7.0
TILE = 27.0
LEFT_WIDTH = 262.0
GUTTER = 24.0
RIGHT = MARGIN + LEFT_WIDTH + GUTTER
RIGHT_WIDTH = WIDTH - MARGIN - RIGHT
PITCH = 10.4
AROUND_ROWS = 76.0
"""What a part with rows takes beside them: title, legend, scale and note."""
BETWEEN_PARTS = 16.0
LEAST_ROWS = 8
"""So many posts are shown, however many people there are."""


def draw_overview(shown: Overview) -> Sheet:
    """Draw the page."""
    sheet = Sheet(f"{shown.title}：概览", WIDTH, HEIGHT)
    top = _head(sheet, shown)
    top = _key_figures(sheet, shown.figures, top) + 16
    below = _panel(sheet, province_records.TITLE, shown.provinces.subtitle, MARGIN, top)
    draw_map(sheet, shown.provinces, MARGIN + 12, below, TILE)
    below = _panel(sheet, node_records.TITLE, shown.nodes.subtitle, RIGHT, top)
    levels = len(shown.nodes.levels)
    look = NodesLook(width=RIGHT_WIDTH, size=SMALL, level_height=196 / levels)
    draw_nodes(sheet, shown.nodes, RIGHT, below, look)
    top = below + 8 * TILE + 34
    source = source_text(shown.title)
    room = HEIGHT - foot_height(source, WIDTH) - top
    _rows(sheet, shown.costs, MARGIN, top, LEFT_WIDTH, int((room - AROUND_ROWS) / PITCH))
    _work(sheet, shown.employment, top, room)
    foot(sheet, source)
    return sheet


def _head(sheet: Sheet, shown: Overview) -> float:
    title = shortened(" ".join(shown.title.split()), TITLE_SIZE, WIDTH - 2 * MARGIN)
    sheet.text(MARGIN, MARGIN + TITLE_SIZE / 2, title, TITLE_SIZE, INK)
    return MARGIN + TITLE_SIZE + 12


def _key_figures(sheet: Sheet, figures: Sequence[KeyFigure], top: float) -> float:
    """Write the key figures side by side; return the lower edge."""
    width = (WIDTH - 2 * MARGIN) / len(figures)
    height = 50.0
    for y in (top, top + height):
        sheet.line((MARGIN, y), (WIDTH - MARGIN, y), Ink(line=LINE, width=0.8))
    for number, figure in enumerate(figures):
        left = MARGIN + number * width
        size = 13.0
        while text_width(figure.text, size) > width - 8:
            size -= 0.5
        sheet.text(left, top + 11, figure.label, 7.5, SOFT)
        sheet.text(left, top + 26, figure.text, size, INK)
        sheet.text(left, top + 41, figure.note, SMALL, SOFT)
    return top + height


def _panel(sheet: Sheet, title: str, subtitle: str, left: float, top: float) -> float:
    """Write the title of a part of the page; return where its drawing begins."""
    sheet.text(left, top + PANEL_TITLE_SIZE / 2, title, PANEL_TITLE_SIZE, INK)
    y = top + PANEL_TITLE_SIZE + 9
    for line in wrapped(subtitle, SMALL, LEFT_WIDTH):
        sheet.text(left, y, line, SMALL, SOFT)
        y += SMALL * 1.4
    return y + 3


def _rows(sheet: Sheet, rows: Rows, left: float, top: float, width: float, most: int) -> float:
    """Draw the rows with the largest values; return the lower edge."""
    below = _panel(sheet, rows.title, rows.subtitle, left, top)
    look = Look(size=SMALL, pitch=PITCH, rows_in_a_column=most, most_rows=most, most_figures=2)
    measured = block(rows, look, width)
    draw_block(sheet, measured, left, below)
    return below + measured.height


def _work(sheet: Sheet, both: Sequence[Rows], top: float, room: float) -> None:
    """Draw people above posts; the posts leave to the people what they do not need."""
    people, posts = both
    together = int((room - 2 * AROUND_ROWS - BETWEEN_PARTS) / PITCH)
    most = together - min(len(posts.rows), LEAST_ROWS)
    below = _rows(sheet, people, RIGHT, top, RIGHT_WIDTH, most)
    left_over = together - min(len(people.rows), most)
    _rows(sheet, posts, RIGHT, below + BETWEEN_PARTS, RIGHT_WIDTH, left_over)
