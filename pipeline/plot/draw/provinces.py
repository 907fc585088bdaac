"""The tile map of cases by province."""

from __future__ import annotations

from pipeline.plot.draw.sheet import Box, Ink, Sheet
from pipeline.plot.draw.style import (
    DARK,
    EMPTY,
    INK,
    LINE,
    PALE,
    SOFT,
    WHITE,
    between,
    contrast,
    no_data,
)
from pipeline.plot.provinces import Provinces, Tile

GAP = 0.08
"""Between two tiles, as a share of a tile."""
SAMPLES = 5


def map_size(shown: Provinces, tile: float) -> tuple[float, float]:
    """Tell how wide and high the map is with tiles of a size."""
    columns = max(one.place.column for one in shown.tiles) + 1
    rows = max(one.place.row for one in shown.tiles) + 1
    return columns * tile, rows * tile


def draw_map(sheet: Sheet, shown: Provinces, left: float, top: float, tile: float) -> None:
    """Draw the map; each tile has the name of its province and, if it has cases, their number."""
    if not shown.cases:
        no_data(sheet, Box(left, top, *map_size(shown, tile)))
        return
    for one in shown.tiles:
        place = Box(
            left + one.place.column * tile,
            top + one.place.row * tile,
            tile * (1 - GAP),
            tile * (1 - GAP),
        )
        _tile(sheet, one, place, shown.most)
    _legend(sheet, shown.most, left, top + tile * 0.3, tile)


def _tile(sheet: Sheet, one: Tile, box: Box, most: int) -> None:
    middle, size = box.left + box.width / 2, box.width
    name = f"province-{one.place.row}-{one.place.column}"
    if not one.cases:
        sheet.rectangle(box, Ink(WHITE, LINE, 0.9), name)
        sheet.text(middle, box.top + size * 0.5, one.place.short, size * 0.25, EMPTY, "center")
        return
    share = _share(one.cases, most)
    fill = between(PALE, DARK, share)
    sheet.rectangle(box, Ink(fill, DARK, 0.9), name)
    colour = max((WHITE, INK), key=lambda letters: contrast(letters, fill))
    sheet.text(middle, box.top + size * 0.29, one.place.short, size * 0.25, colour, "center")
    sheet.text(middle, box.top + size * 0.66, str(one.cases), size * 0.38, colour, "center")


def _share(cases: int, most: int) -> float:
    """Say how dark a tile is: 0 for one case, 1 for the most."""
    return (cases - 1) / (most - 1) if most > 1 else 0.0


def _legend(sheet: Sheet, most: int, left: float, top: float, tile: float) -> None:
    """Show the colours in the empty corner of the map."""
    size = tile * 0.22
    sheet.text(left, top + size / 2, "每格一省，数字为案例数", size, SOFT)
    count = min(most, SAMPLES)
    step = tile * 0.4
    for number in range(count):
        share = number / (count - 1) if count > 1 else 0.0
        box = Box(left + number * step, top + size * 1.7, step, step * 0.5)
        sheet.rectangle(box, Ink(between(PALE, DARK, share), WHITE, 0.6))
    below = top + size * 1.7 + step * 0.5 + size * 0.8
    sheet.text(left, below, "1", size * 0.9, SOFT)
    if most > 1:
        sheet.text(left + count * step, below, str(most), size * 0.9, SOFT, "right")
