"""Find the footnotes at the bottom of pages, over which the text goes on."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence

from pipeline.read.line_breaks import begins_note
from pipeline.read.page_model import Line

_SMALLER = 0.9
"""Notes are set smaller than this share of the text's size."""


def note_lines(lines: Sequence[Line]) -> set[int]:
    """Return the positions of the lines that are footnotes.

    They are the last lines of a page, set smaller than the text, and the first of them begins
    with a number or a mark.
    """
    if not lines:
        return set()
    usual = statistics.median(line.size for line in lines)
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    found: set[int] = set()
    for indices in pages.values():
        found.update(_at_the_end(indices, lines, usual))
    return found


def _at_the_end(indices: Sequence[int], lines: Sequence[Line], usual: float) -> list[int]:
    """Return the small lines below all others of a page, from the first that begins a note."""
    below = max((lines[i].bottom for i in indices if not _is_small(lines[i], usual)), default=None)
    if below is None:
        return []
    small = [i for i in indices if lines[i].top >= below - lines[i].size / 2]
    for position, index in enumerate(small):
        if begins_note(lines[index].printed):
            return small[position:]
    return []


def _is_small(line: Line, usual: float) -> bool:
    return line.size < _SMALLER * usual
