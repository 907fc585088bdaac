"""Marks of single figures: exact, about, bounds and ranges, each as what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.plot.draw.scale import Scale
from pipeline.plot.draw.sheet import Box, Ink, Shape, Sheet, text_width
from pipeline.plot.draw.style import DARK, MIDDLE, PALE, SOFT, WARM, WHITE
from pipeline.plot.labels import FORMS
from pipeline.plot.value import Value

ARROW = 3.6
"""How far the arrow of a bound reaches from the middle of its mark, in radii."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How the marks of a series look.

    Attributes
    ----------
    fill, about
        The colour inside; of an about-figure.
    """

    shape: Shape
    fill: str
    line: str
    about: str = PALE


KINDS: Mapping[str, Kind] = {
    "stated": Kind("circle", DARK, DARK),
    "derived": Kind("diamond", "none", WARM, about="none"),
    "direct": Kind("circle", DARK, DARK),
    "indirect": Kind("square", WHITE, WARM, about=WHITE),
    "existing": Kind("circle", DARK, DARK),
    "planned": Kind("diamond", WHITE, WARM, about=WHITE),
}
OTHER = Kind("diamond", MIDDLE, DARK, about=WHITE)


def kind_of(series: str) -> Kind:
    """Give the look of a series."""
    return KINDS.get(series, OTHER)


def draw_mark(
    sheet: Sheet, scale: Scale, value: Value, y: float, radius: float, kind: Kind, name: str
) -> None:
    """Draw a value on a scale.

    A range is a bar between its ends, an about-figure a pale mark, a bound a mark with an open
    arrow that points to where the figure may lie.
    """
    left, right = scale.place(value.low), scale.place(value.high)
    fill = kind.about if value.qualifier == "about" else kind.fill
    line = Ink(line=kind.line, width=1.0)
    if value.qualifier == "at_least":
        _arrow(sheet, right + radius, y, (ARROW - 1) * radius, line)
    if value.qualifier == "at_most":
        _arrow(sheet, left - radius, y, (1 - ARROW) * radius, line)
    ink = Ink(fill, kind.line, 1.0)
    if value.low == value.high:
        sheet.mark(kind.shape, right, y, radius, ink, name)
    else:
        half = radius * 0.62
        sheet.rectangle(Box(left, y - half, max(right - left, 2), 2 * half), ink, name)


def mark_reach(scale: Scale, value: Value, radius: float) -> tuple[float, float]:
    """Tell from where to where a mark reaches, its arrow included."""
    before = ARROW if value.qualifier == "at_most" else 1.0
    behind = ARROW if value.qualifier == "at_least" else 1.0
    return scale.place(value.low) - before * radius, scale.place(value.high) + behind * radius


def _arrow(sheet: Sheet, x: float, y: float, length: float, ink: Ink) -> None:
    tip = x + length
    sheet.line((x, y), (tip, y), ink)
    sheet.arrow_head(tip, y, min(abs(length) * 0.42, 3.0), to_the_right=length > 0, ink=ink)


def forms_among(values: Iterable[Value]) -> Sequence[str]:
    """Give the labels of the forms that occur beside exact figures, in the order of ``FORMS``."""
    found: set[str] = set()
    for value in values:
        found.add(value.qualifier)
        if value.low != value.high:
            found.add("range")
    return tuple(name for name, _ in FORMS if name in found and name != "exact")


def legend(
    sheet: Sheet,
    place: tuple[float, float],
    series: Sequence[tuple[str, str]],
    forms: Sequence[str],
    size: float,
) -> float:
    """Explain marks in one line; return its right end.

    Parameters
    ----------
    place
        The left end and the middle of the line.
    series
        Names and labels of the kinds of marks.
    forms
        Names of the forms that occur.
    """
    x, y = place
    radius = size * 0.36
    for name, label in series:
        kind = kind_of(name)
        ink = Ink(kind.fill, kind.line, 1.0)
        sheet.mark(kind.shape, x + radius, y, radius, ink, "")
        x = _label(sheet, x + 2 * radius + 4, y, label, size)
    labels = dict(FORMS)
    for name in forms:
        x = _label(sheet, _sample(sheet, name, x, y, radius), y, labels[name], size)
    return x


def legend_width(series: Sequence[tuple[str, str]], forms: Sequence[str], size: float) -> float:
    """Tell how wide a legend is, with the air behind it."""
    return legend(Sheet("", 0, 0), (0, 0), series, forms, size)


def _label(sheet: Sheet, x: float, y: float, label: str, size: float) -> float:
    sheet.text(x, y, label, size, SOFT)
    return x + text_width(label, size) + size


def _sample(sheet: Sheet, form: str, x: float, y: float, radius: float) -> float:
    """Draw what a form looks like; return where its label begins."""
    ink = Ink(SOFT, SOFT, 1.0)
    if form == "range":
        sheet.rectangle(Box(x, y - radius * 0.62, 16, radius * 1.24), ink)
        return x + 20
    if form == "about":
        sheet.mark("circle", x + radius, y, radius, Ink(PALE, SOFT, 1.0), "")
        return x + 2 * radius + 4
    middle = x + radius if form == "at_least" else x + ARROW * radius
    sheet.mark("circle", middle, y, radius, ink, "")
    length = (ARROW - 1) * radius
    if form == "at_least":
        _arrow(sheet, middle + radius, y, length, ink)
    else:
        _arrow(sheet, middle - radius, y, -length, ink)
    return x + (ARROW + 1) * radius + 5
