"""The text as the rules see it, with the way back to the source kept as edits.

Conversion marks and invisible characters are left out, full-width digits and
signs are narrowed one by one. Nothing is guessed back: every edit is recorded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

FULL_WIDTH_FIRST, FULL_WIDTH_LAST, NARROWING = 0xFF10, 0xFF5A, 0xFEE0
KEPT_WIDE = "：；？＜＞，（）！"
NARROW = {
    chr(code): chr(code - NARROWING)
    for code in range(FULL_WIDTH_FIRST, FULL_WIDTH_LAST + 1)
    if chr(code) not in KEPT_WIDE
} | {"％": "%", "﹪": "%", "＋": "+", "．": ".", "／": "/", "　": " "}
WIDE = regex.compile(f"[{''.join(NARROW)}]")


@dataclass(frozen=True, slots=True)
class View:
    """A cleaned text over a source.

    Attributes
    ----------
    text
        What the rules see.
    printed
        The same without narrowing: marks left out, characters as printed.
    """

    text: str
    printed: str
    _starts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of ``text[start:end]`` (marks inside are included)."""
        if end <= start:
            place = start + self._shift(start)
            return place, place
        return start + self._shift(start), end - 1 + self._shift(end - 1) + 1

    def _shift(self, place: int) -> int:
        index = bisect_right(self._starts, place)
        return self._shifts[index - 1] if index else 0


def make_view(source: str, marks: Sequence[regex.Pattern[str]]) -> View:
    """Leave the marks out of a source and remember where they stood."""
    spans = sorted(found.span() for mark in marks for found in mark.finditer(source))
    kept: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    position = removed = length = 0
    for start, end in spans:
        if end <= position and end != start:
            continue
        start = max(start, position)
        kept.append(source[position:start])
        length += start - position
        removed += end - start
        position = end
        if starts and starts[-1] == length:
            shifts[-1] = removed
        else:
            starts.append(length)
            shifts.append(removed)
    kept.append(source[position:])
    printed = "".join(kept)
    return View(narrowed(printed), printed, tuple(starts), tuple(shifts))


def narrowed(text: str) -> str:
    """Write full-width digits, letters and signs as narrow ones, character by character."""
    return WIDE.sub(lambda found: NARROW[found.group()], text)
