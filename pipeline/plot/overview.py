"""A batch on one page: its key figures, and all that the other pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from pipeline.plot.batch import Batch
from pipeline.plot.costs import costs, stated_values
from pipeline.plot.employment import TITLES, employment
from pipeline.plot.labels import NO_DATA
from pipeline.plot.marks import Rows
from pipeline.plot.nodes import Nodes, nodes
from pipeline.plot.provinces import Provinces, provinces
from pipeline.plot.value import Value, percent_text


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the batch: what it is, the figure with its unit, and what it is made of."""

    label: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All that is shown of a batch.

    Attributes
    ----------
    title
        The title of the report.
    employment
        In people and in posts.
    """

    title: str
    figures: Sequence[KeyFigure]
    provinces: Provinces
    nodes: Nodes
    costs: Rows
    employment: Sequence[Rows]


def overview(batch: Batch) -> Overview:
    """Collect all that is shown of a batch."""
    shown = provinces(batch), nodes(batch), costs(batch)
    work = tuple(employment(batch, unit) for unit in TITLES)
    figures = (_cases(batch, shown[0]), *_levels(shown[1]), _fall(batch))
    return Overview(batch.title, (*figures, *map(_work, work)), *shown, work)


def _cases(batch: Batch, shown: Provinces) -> KeyFigure:
    count = sum(tile.cases > 0 for tile in shown.tiles)
    return KeyFigure("案例", f"{len(batch.cases)}个", f"{count}个省份")


def _levels(shown: Nodes) -> Sequence[KeyFigure]:
    """Give the sums of town and village nodes; those of other levels are seldom told."""
    return [
        KeyFigure(
            f"{level.label}节点",
            f"{level.existing.total_text}个" if level.existing.cases else NO_DATA,
            _of_cases(len(level.existing.cases)),
        )
        for level in shown.levels
        if level.name in ("town", "village")
    ]


def _fall(batch: Batch) -> KeyFigure:
    values = stated_values(batch)
    if not values:
        return KeyFigure("降幅中位数", NO_DATA, "写明的降幅0项")
    middle = median_low(value.low for value in values)
    text = percent_text(Value(middle, middle))
    return KeyFigure("降幅中位数", text, f"写明的降幅{len(values)}项")


def _work(rows: Rows) -> KeyFigure:
    text = f"{rows.total_text}{rows.unit}" if rows.rows else NO_DATA
    return KeyFigure(rows.title, text, _of_cases(len(rows.rows)))


def _of_cases(count: int) -> str:
    return f"{count}个案例"
