"""How all pictures look: colours that differ in lightness too, sizes, heads and feet."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.plot.draw.sheet import Box, Ink, Sheet, text_width
from pipeline.plot.labels import NO_DATA

INK = "#1c2329"
SOFT = "#56616b"
LINE = "#d5dbe0"
EMPTY = "#a3adb5"
DARK = "#1b4a73"
MIDDLE = "#7fa8cb"
PALE = "#dbe8f3"
WARM = "#a34700"
WHITE = "#ffffff"

MARGIN = 26.0
TITLE_SIZE = 15.0
TEXT_SIZE = 9.0
SMALL_SIZE = 8.0
HEAD_HEIGHT = 46.0
FOOT_HEIGHT = 20.0
ELLIPSIS = "…"


def head(sheet: Sheet, title: str, subtitle: str) -> float:
    """Write the title and what is counted; return where the drawing begins."""
    sheet.text(MARGIN, MARGIN + TITLE_SIZE / 2, title, TITLE_SIZE, INK)
    top = MARGIN + TITLE_SIZE + 12
    for line in wrapped(subtitle, TEXT_SIZE, sheet.width - 2 * MARGIN):
        sheet.text(MARGIN, top, line, TEXT_SIZE, SOFT)
        top += TEXT_SIZE * 1.45
    return top + 4


def foot(sheet: Sheet, source: str) -> None:
    """Write where the figures come from, above the lower edge."""
    lines = wrapped(source, SMALL_SIZE, sheet.width - 2 * MARGIN)
    for number, line in enumerate(reversed(lines)):
        middle = sheet.height - MARGIN + SMALL_SIZE / 2 - number * SMALL_SIZE * 1.4
        sheet.text(MARGIN, middle, line, SMALL_SIZE, SOFT)


def foot_height(source: str, width: float) -> float:
    """Tell how much room the foot takes on a sheet of a width, with the air above it."""
    lines = len(wrapped(source, SMALL_SIZE, width - 2 * MARGIN))
    return MARGIN + 12 + lines * SMALL_SIZE * 1.4


def no_data(sheet: Sheet, box: Box) -> None:
    """Say in a box that there is nothing to show."""
    sheet.rectangle(box, Ink(fill="#f4f6f7", line=LINE))
    middle = box.top + box.height / 2
    sheet.text(box.left + box.width / 2, middle, NO_DATA, TEXT_SIZE + 1, SOFT, "center")


def wrapped(text: str, size: float, width: float) -> Sequence[str]:
    """Break a text into lines that are no wider than a width."""
    lines = [""]
    for character in text:
        if lines[-1] and text_width(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


def shortened(text: str, size: float, width: float) -> str:
    """Leave out the end of a text that is wider than a width."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text + ELLIPSIS


def between(pale: str, dark: str, share: float) -> str:
    """Mix two colours: 0 is the pale one, 1 the dark one."""
    pairs = zip(_parts(pale), _parts(dark), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in pairs)


def contrast(one: str, other: str) -> float:
    """Tell how well one colour is read on another, from 1 to 21, as WCAG defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in _parts(colour))
    bright = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), bright, strict=True))


def _parts(colour: str) -> Sequence[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
