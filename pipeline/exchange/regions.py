"""Where labelled cases stand in a report of which only some cases may be labelled."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.errors import InputError
from pipeline.model import Document
from pipeline.qa.check import case_regions
from pipeline.qa.gold import GoldCase
from pipeline.rulebook import Rulebook


def regions(cases: Sequence[GoldCase], source: str, starts: Sequence[int] = ()) -> list[range]:
    """Find where each case stands; empty for a case whose heading is not in the text.

    Parameters
    ----------
    starts
        Where any case of the report begins, as `case_starts` finds them: a labelled case ends
        where the next one begins, labelled or not.
    """
    return [
        range(region.start, min([region.stop, *_behind(region, starts)]))
        for region in case_regions(cases, source)
    ]


def case_starts(source: str, rulebook: Rulebook) -> list[int]:
    """Find where the cases of a report begin; none in a text without case headings."""
    from pipeline.split import Splitter

    try:
        split = Splitter(rulebook).split(Document(report="", text=source, sha256=""))
    except InputError:
        return []
    return [case.start for case in split.cases]


def _behind(region: range, starts: Sequence[int]) -> list[int]:
    return [start for start in starts if region and start > region.start]
