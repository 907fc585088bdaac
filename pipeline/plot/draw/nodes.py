"""Nodes by level: a dot for each case on the left, the sum of all cases on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from pipeline.plot.draw.grid import draw_grid
from pipeline.plot.draw.marks import draw_mark, forms_among, kind_of, legend, mark_reach
from pipeline.plot.draw.scale import Scale, linear, logarithmic
from pipeline.plot.draw.sheet import Box, Ink, Sheet, text_width
from pipeline.plot.draw.style import DARK, INK, LINE, SOFT, WARM, WHITE, no_data
from pipeline.plot.labels import NO_DATA, STATUS_LABELS
from pipeline.plot.nodes import Group, Level, Nodes

GAP = 10.0
SHARE_OF_DOTS = 0.62
LEAST_BARS = 36.0
AIR = 0.6
DOTS_TITLES = ("每点一个案例，竖线为中位数（对数刻度）", "每点一个案例（对数刻度）")
"""The first that has room is written."""
MANY = 60
"""With more cases than this in a lane its dots are smaller."""


@dataclass(frozen=True, slots=True)
class NodesLook:
    """How large the picture is drawn: the height of a level, and the size of letters."""

    width: float = 560.0
    size: float = 9.0
    level_height: float = 62.0

    @property
    def radius(self) -> float:
        """The size of a dot."""
        return self.size * 0.31


@dataclass(frozen=True, slots=True)
class Lanes:
    """The two scales of the picture."""

    dots: Scale
    bars: Scale
    look: NodesLook


def nodes_height(look: NodesLook, levels: int) -> float:
    """Tell how high the picture is, legend and scales included."""
    return look.size * 5.6 + levels * look.level_height


def draw_nodes(sheet: Sheet, shown: Nodes, left: float, top: float, look: NodesLook) -> None:
    """Draw all levels from the highest to the lowest, those without nodes too."""
    levels, values = shown.levels, shown.values
    if not values:
        no_data(sheet, Box(left, top, look.width, look.level_height * 2))
        return
    planned = any(level.planned.cases for level in levels)
    statuses = [pair for pair in STATUS_LABELS.items() if planned or pair[0] != "planned"]
    legend(sheet, (left, top + look.size / 2), statuses, forms_among(values), look.size * 0.92)
    lanes = _lanes(shown, left, look)
    first = top + look.size * 3.4
    _titles(sheet, lanes, first - look.size)
    bottom = first + len(levels) * look.level_height
    draw_grid(sheet, lanes.dots, "个", look.size * 0.88, (first, bottom))
    zero = lanes.bars.left
    sheet.line((zero, first), (zero, bottom), Ink(line=LINE, width=0.8))
    for number, level in enumerate(levels):
        _level(sheet, level, lanes, left, first + number * look.level_height)


def _lanes(shown: Nodes, left: float, look: NodesLook) -> Lanes:
    labels = max(text_width(level.label, look.size) for level in shown.levels)
    totals = [group.total for level in shown.levels for group in level.groups if group.total]
    most = max(total.high for total in totals)
    texts = [group.text for level in shown.levels for group in level.groups]
    behind = max(text_width(text, look.size) for text in texts)
    start, end = left + labels + GAP, left + look.width
    middle = min(start + (end - start) * SHARE_OF_DOTS, end - behind - GAP - LEAST_BARS)
    smallest = min(value.low for value in shown.values)
    largest = max(value.high for value in shown.values)
    return Lanes(
        dots=logarithmic(smallest, largest, start, middle - 1.6 * GAP),
        bars=linear(most, middle, end - behind - GAP),
        look=look,
    )


def _titles(sheet: Sheet, lanes: Lanes, y: float) -> None:
    size = lanes.look.size * 0.92
    room = lanes.bars.left - lanes.dots.left - GAP
    text = next((text for text in DOTS_TITLES if text_width(text, size) <= room), DOTS_TITLES[-1])
    sheet.text(lanes.dots.left, y, text, size, SOFT)
    sheet.text(lanes.bars.left, y, "合计（个）", size, SOFT)


def _level(sheet: Sheet, level: Level, lanes: Lanes, left: float, top: float) -> None:
    look = lanes.look
    height = look.level_height
    sheet.line((left, top), (left + look.width, top), Ink(line=LINE, width=0.8))
    sheet.text(left, top + height / 2, level.label, look.size, INK)
    if not any(group.cases for group in level.groups):
        sheet.text(lanes.dots.left + GAP, top + height / 2, NO_DATA, look.size, SOFT)
        return
    share = 1.0 if not level.planned.cases else 0.66 if level.existing.cases else 0.0
    _lane(sheet, level, level.existing, lanes, Box(left, top, look.width, height * share))
    if level.planned.cases:
        below = Box(left, top + height * share, look.width, height * (1 - share))
        _lane(sheet, level, level.planned, lanes, below)


def _lane(sheet: Sheet, level: Level, group: Group, lanes: Lanes, box: Box) -> None:
    """Draw the dots and the bar of one status."""
    if group.total is None:
        return
    look = lanes.look
    middle = box.top + box.height / 2
    kind = kind_of(group.status)
    radius = look.radius if len(group.cases) <= MANY else look.radius * 0.7
    _median(sheet, group, lanes.dots, box)
    reaches = [mark_reach(lanes.dots, case.value, radius) for case in group.cases]
    for case, y in zip(group.cases, _heights(reaches, 2 * radius, box.height), strict=True):
        name = f"nodes-{level.name}-{group.status}-{case.case}"
        draw_mark(sheet, lanes.dots, case.value, middle + y, radius, kind, name)
    half = min(box.height * 0.3, look.size * 0.75)
    right = lanes.bars.place(group.total.high)
    bar = Box(lanes.bars.left, middle - half, max(right - lanes.bars.left, 0.8), 2 * half)
    planned = group.status == "planned"
    ink = Ink(WHITE, WARM, 0.9, hatch="//////") if planned else Ink(DARK, DARK, 0.9)
    sheet.rectangle(bar, ink, f"total-{level.name}-{group.status}")
    sheet.text(bar.right + 4, middle, group.text, look.size, INK)


def _median(sheet: Sheet, group: Group, scale: Scale, box: Box) -> None:
    """Draw the line of the median where more than two cases make one."""
    if len(group.cases) > 2:
        x = scale.place(group.median)
        ink = Ink(line=WARM if group.status == "planned" else DARK, width=1.2)
        sheet.line((x, box.top + 3), (x, box.bottom - 3), ink)


def _heights(
    reaches: Sequence[tuple[float, float]], thickness: float, height: float
) -> Sequence[float]:
    """Move marks up and down in a lane so that they do not lie on each other.

    Where the lane is too narrow, they cover each other in part.

    Parameters
    ----------
    reaches
        The left and the right end of each mark, in any order.
    """
    taken: dict[int, list[tuple[float, float]]] = {}
    places: list[int] = []
    for left, right in reaches:
        free = (
            place
            for place in _from_the_middle()
            if all(left >= end + AIR or right + AIR <= start for start, end in taken.get(place, ()))
        )
        places.append(next(free))
        taken.setdefault(places[-1], []).append((left, right))
    furthest = max(map(abs, places), default=0)
    room = max(height / 2 - thickness / 2 - 3, 0)
    step = min(thickness + AIR, room / furthest) if furthest else 0
    return [place * step for place in places]


def _from_the_middle() -> Iterator[int]:
    """Give 0, -1, 1, -2, 2 and so on."""
    yield 0
    for distance in count(1):
        yield from (-distance, distance)
