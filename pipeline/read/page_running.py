"""Find what is printed on every page anew: running headers, footers and page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.read.page_model import Line, Page

_EDGE = 0.12
"""Share of the page's height, at the top and at the bottom, in which they stand."""

_LEAST_SHARE = 0.25
"""Share of the pages on which a running header comes back (left and right ones may differ)."""

_SAME_HEIGHT = 4.0
_PAGE_NUMBER = re.compile(r"[-—–―·.•\s]*(?:[第Pp][^#]{0,4})?#(?:[^#]{0,4}#)?[^#]?[-—–―·.•\s]*")
_LONGEST_PAGE_NUMBER = 14


def running_lines(pages: Sequence[Page], lines: Sequence[Line]) -> set[int]:
    """Return the positions in ``lines`` of running headers, footers and page numbers."""
    heights = {page.number: page.height for page in pages}
    at_edge = [
        index for index, line in enumerate(lines) if _at_edge(line, heights[line.page]) is not None
    ]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in at_edge:
        line = lines[index]
        edge = _at_edge(line, heights[line.page]) or ""
        groups[edge, _pattern(line.text)].append(index)
    found: set[int] = set()
    for (_, pattern), indices in groups.items():
        if _is_page_number(pattern):
            found.update(_outermost(indices, lines, heights))
        elif len(pages) > 1:
            found.update(_repeated(indices, lines, len(pages)))
    return found


def _at_edge(line: Line, height: float) -> str | None:
    if line.bottom < _EDGE * height:
        return "top"
    return "bottom" if line.top > (1 - _EDGE) * height else None


def _pattern(text: str) -> str:
    """Return a line with ``#`` for every number, so that page numbers do not tell pages apart."""
    return re.sub(r"#+", "#", "".join(_sign(sign) for sign in text.strip()))


def _sign(sign: str) -> str:
    return "#" if unicodedata.category(sign) in ("Nd", "Nl", "No") else sign


def _is_page_number(pattern: str) -> bool:
    return len(pattern) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(pattern) is not None


def _outermost(
    indices: Sequence[int], lines: Sequence[Line], heights: dict[int, float]
) -> list[int]:
    """Return the lines that have no other line between them and the edge of their page."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for line in lines:
        first[line.page] = min(line.bottom, first.get(line.page, line.bottom))
        last[line.page] = max(line.top, last.get(line.page, line.top))
    outermost: list[int] = []
    for index in indices:
        line = lines[index]
        at_top = line.top < heights[line.page] / 2
        if line.top <= first[line.page] if at_top else line.bottom >= last[line.page]:
            outermost.append(index)
    return outermost


def _repeated(indices: Sequence[int], lines: Sequence[Line], page_count: int) -> list[int]:
    """Return the lines that come back at the same height on enough pages."""
    heights = Counter(round(lines[index].top / _SAME_HEIGHT) for index in indices)
    result: list[int] = []
    for index in indices:
        height = round(lines[index].top / _SAME_HEIGHT)
        count = sum(heights[height + step] for step in (-1, 0, 1))
        if count >= max(2, _LEAST_SHARE * page_count):
            result.append(index)
    return result
