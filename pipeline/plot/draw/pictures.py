"""Each picture on a sheet of its own, with its title, what is counted, and the source."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.plot import costs as cost_records
from pipeline.plot import nodes as node_records
from pipeline.plot import provinces as province_records
from pipeline.plot.draw.nodes import NodesLook, draw_nodes, nodes_height
from pipeline.plot.draw.overview import draw_overview
from pipeline.plot.draw.provinces import draw_map, map_size
from pipeline.plot.draw.rows import Block, Look, block, draw_block
from pipeline.plot.draw.sheet import Sheet
from pipeline.plot.draw.style import (
    INK,
    MARGIN,
    SOFT,
    TEXT_SIZE,
    TITLE_SIZE,
    foot,
    foot_height,
    head,
)
from pipeline.plot.labels import source_text
from pipeline.plot.overview import Overview

TILE = 52.0
BETWEEN_BLOCKS = 40.0
LEAST_WIDTH = 420.0
EMPLOYMENT_TITLE = "带动就业"
HEAD = MARGIN + TITLE_SIZE + 30
"""How high the title and one line below it are."""
BLOCK_HEAD = 38.0


def draw(name: str, shown: Overview) -> Sheet:
    """Draw a picture by its name, one of ``DRAWN``."""
    return DRAWN[name](shown)


def _provinces(shown: Overview) -> Sheet:
    width, height = map_size(shown.provinces, TILE)
    title = province_records.TITLE
    sheet = _sheet(title, shown, width + 2 * MARGIN, height)
    top = head(sheet, title, shown.provinces.subtitle)
    draw_map(sheet, shown.provinces, MARGIN, top + 6, TILE)
    return sheet


def _nodes(shown: Overview) -> Sheet:
    look = NodesLook()
    title = node_records.TITLE
    height = nodes_height(look, len(shown.nodes.levels))
    sheet = _sheet(title, shown, look.width + 2 * MARGIN, height)
    draw_nodes(sheet, shown.nodes, MARGIN, head(sheet, title, shown.nodes.subtitle), look)
    return sheet


def _costs(shown: Overview) -> Sheet:
    measured = block(shown.costs, Look())
    title = cost_records.TITLE
    sheet = _sheet(title, shown, measured.width + 2 * MARGIN, measured.height)
    draw_block(sheet, measured, MARGIN, head(sheet, title, shown.costs.subtitle))
    return sheet


def _employment(shown: Overview) -> Sheet:
    blocks = [block(rows, Look(plot_width=170)) for rows in shown.employment]
    widths = [one.width for one in blocks]
    width = sum(widths) + BETWEEN_BLOCKS * (len(blocks) - 1) + 2 * MARGIN
    height = BLOCK_HEAD + max(one.height for one in blocks)
    sheet = _sheet(EMPLOYMENT_TITLE, shown, width, height - 12)
    top = head(sheet, EMPLOYMENT_TITLE, "") - TEXT_SIZE
    left = MARGIN
    for one, taken in zip(blocks, widths, strict=True):
        _titled(sheet, one, left, top)
        left += taken + BETWEEN_BLOCKS
    return sheet


def _titled(sheet: Sheet, measured: Block, left: float, top: float) -> None:
    sheet.text(left, top + 6, measured.rows.title, TEXT_SIZE + 2, INK)
    sheet.text(left, top + 22, measured.rows.subtitle, TEXT_SIZE - 0.5, SOFT)
    draw_block(sheet, measured, left, top + BLOCK_HEAD)


def _sheet(title: str, shown: Overview, width: float, height: float) -> Sheet:
    """Make a sheet with room for the drawing, its head and its foot."""
    width = max(width, LEAST_WIDTH)
    below = foot_height(source_text(shown.title), width)
    sheet = Sheet(f"{shown.title}：{title}", width, HEAD + height + below)
    foot(sheet, source_text(shown.title))
    return sheet


DRAWN = {
    "provinces": _provinces,
    "nodes": _nodes,
    "costs": _costs,
    "employment": _employment,
    "overview": draw_overview,
}
"""The pictures by their names."""

NAMES: Sequence[str] = tuple(DRAWN)
