"""The style of a heading: how it is numbered and marked, whatever place and slogan it names."""

from __future__ import annotations

import regex

from pipeline.compare.batches import Case
from pipeline.rulebook import Rulebook
from pipeline.split.headings import HeadingFinder
from pipeline.split.regions import RegionTable

PLACE, SLOGAN, SUFFIX, OTHER = "地名", "口号", "后缀", "…"
"""What stands in a style for what is another thing in every heading."""

SPACES = regex.compile(r"\s+")


class HeadingStyles:
    """Reduces headings to their styles, with the heading rules of a rulebook."""

    def __init__(self, rulebook: Rulebook):
        self._regions = RegionTable.load(rulebook.path / "regions")
        self._finder = HeadingFinder(rulebook.headings, self._regions)

    def of(self, case: Case) -> str:
        """Give the style of the heading of a case: ``1.地名“口号”后缀``."""
        heading = str(case.row["heading"]).strip()
        number, rest = self._number(heading)
        place, rest = self._place(rest)
        slogan, suffix = str(case.row["slogan"] or ""), str(case.row["slogan_suffix"] or "")
        return SPACES.sub(" ", number + place + _brand(rest, slogan, suffix)).strip()

    def _number(self, heading: str) -> tuple[str, str]:
        """Take off the number, for which its kind of numeral stands: 1, １ or 一."""
        span = self._finder.number_span(heading)
        if span is None:
            return "", heading
        start, end, rest = span
        printed = heading[start:end]
        sign = ("1" if printed.isascii() else "１") if printed.isdigit() else "一"
        return heading[:start] + sign + heading[end:rest], heading[rest:]

    def _place(self, rest: str) -> tuple[str, str]:
        found = self._regions.candidates(rest)
        if not found:
            return "", rest
        return rest[: found[0].start] + PLACE, rest[found[0].end :]


def _brand(rest: str, slogan: str, suffix: str) -> str:
    """Put the names of slogan and suffix in their places; what holds neither is left out."""
    text = rest.replace("＋", "+")
    before, found, after = text.partition(slogan)
    if not slogan or not found:
        return OTHER if text.strip() else ""
    return before + SLOGAN + (after.replace(suffix, SUFFIX, 1) if suffix else after)
