"""Rows of marks: a line for each case with its name, its marks on a scale, and its figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.plot.draw.grid import draw_grid
from pipeline.plot.draw.marks import ARROW, draw_mark, forms_among, kind_of, legend, legend_width
from pipeline.plot.draw.scale import Scale, linear, logarithmic
from pipeline.plot.draw.sheet import Box, Ink, Sheet, text_width
from pipeline.plot.draw.style import INK, SOFT, no_data
from pipeline.plot.marks import BETWEEN, Mark, Row, Rows

GAP = 7.0
BETWEEN_COLUMNS = 26.0
EMPTY_SIZE = (260.0, 60.0)
MOST_COLUMNS = 4
"""More rows than these columns hold make the columns longer."""


@dataclass(frozen=True, slots=True)
class Look:
    """How large rows are drawn.

    Attributes
    ----------
    pitch
        From one row to the next.
    plot_width
        The length of the scale; that of several columns is shorter.
    rows_in_a_column
        More rows stand in further columns.
    most_rows
        The rest is left out, and that is said.
    most_figures
        How many figures of a case are written out.
    """

    size: float = 8.5
    pitch: float = 13.5
    plot_width: float = 250.0
    rows_in_a_column: int = 50
    most_rows: int = 300
    most_figures: int = 4

    @property
    def radius(self) -> float:
        """The size of a mark."""
        return self.size * 0.4


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with all their measures.

    Attributes
    ----------
    columns
        The rows that stand below each other.
    labels, figures
        The widths of the names and of the written figures.
    empty
        The width without any rows.
    """

    rows: Rows
    look: Look
    columns: Sequence[Sequence[Row]]
    labels: float
    plot: float
    figures: float
    empty: float

    @property
    def column_width(self) -> float:
        """The width of a column with its names and figures."""
        return self.labels + GAP + self.plot + GAP + self.figures

    @property
    def width(self) -> float:
        """The width of the whole block."""
        count = len(self.columns)
        if not count:
            return self.empty
        return max(
            count * self.column_width + (count - 1) * BETWEEN_COLUMNS,
            legend_width(_series(self.rows), _forms(self.rows), self.look.size),
        )

    @property
    def height(self) -> float:
        """The height of the whole block, legend and scale included."""
        if not self.columns:
            return EMPTY_SIZE[1]
        below = self.look.size * (3.6 if self.left_out else 2.2)
        return self.look.size * 2.4 + len(self.columns[0]) * self.look.pitch + below

    @property
    def left_out(self) -> int:
        """How many rows are not drawn."""
        return len(self.rows.rows) - sum(map(len, self.columns))


def block(rows: Rows, look: Look, width: float | None = None) -> Block:
    """Measure rows.

    Parameters
    ----------
    width
        Of the whole block, if the scale has to fit into it.
    """
    shown = rows.rows[: look.most_rows]
    count = min(math.ceil(len(shown) / look.rows_in_a_column), MOST_COLUMNS)
    length = math.ceil(len(shown) / count) if count else 0
    columns = [shown[first : first + length] for first in range(0, len(shown), length or 1)]
    labels = max((text_width(row.label, look.size) for row in shown), default=0)
    figures = max((text_width(figures_text(row, look), look.size) for row in shown), default=0)
    plot = look.plot_width if count <= 1 else look.plot_width * 0.65
    if width is not None:
        plot = width - labels - figures - 2 * GAP
    return Block(rows, look, columns, labels, plot, figures, width or EMPTY_SIZE[0])


def figures_text(row: Row, look: Look) -> str:
    """Write the figures of a case, and how many more there are."""
    if len(row.marks) <= look.most_figures:
        return row.text
    first = BETWEEN.join(
        f"{mark.series.before}{mark.text}" for mark in row.marks[: look.most_figures - 1]
    )
    return f"{first}等{len(row.marks)}项"


def draw_block(sheet: Sheet, measured: Block, left: float, top: float) -> None:
    """Draw rows with their legend and scale; without any, say so."""
    rows, look = measured.rows, measured.look
    if not measured.columns:
        no_data(sheet, Box(left, top, measured.width, measured.height))
        return
    legend(sheet, (left, top + look.size / 2), _series(rows), _forms(rows), look.size)
    below = top + look.size * 2.4
    for number, column in enumerate(measured.columns):
        start = left + number * (measured.column_width + BETWEEN_COLUMNS)
        _column(sheet, measured, column, start, below)
    if measured.left_out:
        note = f"其余{measured.left_out}个案例数值较小，未画出"
        middle = top + measured.height - look.size / 2
        sheet.text(left, middle, note, look.size, SOFT)


def _column(sheet: Sheet, measured: Block, rows: Sequence[Row], left: float, top: float) -> None:
    look = measured.look
    start = left + measured.labels + GAP
    scale = _scale(measured, start)
    bottom = top + len(rows) * look.pitch
    draw_grid(sheet, scale, measured.rows.unit, look.size * 0.9, (top, bottom))
    for number, row in enumerate(rows):
        middle = top + (number + 0.5) * look.pitch
        sheet.line((start, middle), (start + measured.plot, middle), Ink(line="#eceff1", width=0.6))
        sheet.text(start - GAP, middle, row.label, look.size, INK, "right")
        for mark in _hollow_last(row.marks):
            kind = kind_of(mark.series.name)
            draw_mark(sheet, scale, mark.value, middle, look.radius, kind, f"fact-{mark.fact_id}")
        text = figures_text(row, look)
        sheet.text(start + measured.plot + GAP, middle, text, look.size, INK)


def _hollow_last(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Put marks that do not cover others on top of them."""
    return sorted(marks, key=lambda mark: kind_of(mark.series.name).fill == "none")


def _scale(measured: Block, left: float) -> Scale:
    """Make the scale of rows, with room for the arrows of bounds inside."""
    rows, room = measured.rows, ARROW * measured.look.radius
    right = left + measured.plot - room
    if any(mark.value.qualifier == "at_most" for mark in rows.marks):
        left += room
    if not rows.logarithmic:
        return linear(rows.largest, left, right)
    return logarithmic(min(mark.value.low for mark in rows.marks), rows.largest, left, right)


def _series(rows: Rows) -> Sequence[tuple[str, str]]:
    return [(series.name, series.label) for series in rows.series]


def _forms(rows: Rows) -> Sequence[str]:
    return forms_among(mark.value for mark in rows.marks)
