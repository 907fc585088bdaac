"""The lines of a scale, and the figures below them."""

from __future__ import annotations

from pipeline.plot.draw.scale import Scale, tick_text
from pipeline.plot.draw.sheet import Ink, Sheet, text_width
from pipeline.plot.draw.style import LINE, SOFT

AIR = 3.0


def draw_grid(
    sheet: Sheet, scale: Scale, unit: str, size: float, ends: tuple[float, float]
) -> None:
    """Draw a line at each named figure; figures that would touch the next are left out.

    Parameters
    ----------
    unit
        Written behind the largest figure.
    ends
        Where the lines begin and end; the figures stand below.
    """
    top, bottom = ends
    free = float("inf")
    for tick in reversed(scale.ticks):
        x = scale.place(tick)
        sheet.line((x, top), (x, bottom), Ink(line=LINE, width=0.6))
        text = tick_text(tick)
        left = x - text_width(text, size) / 2
        text += unit if tick == scale.ticks[-1] else ""
        if left + text_width(text, size) <= free:
            free = left - AIR
            sheet.text(left, bottom + size, text, size, SOFT)
