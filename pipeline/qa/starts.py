"""Where the cases of a report begin, labelled or not."""

from __future__ import annotations

from pipeline.errors import InputError
from pipeline.model import Document
from pipeline.rulebook import Rulebook


def case_starts(source: str, rulebook: Rulebook) -> list[int]:
    """Find where the cases of a report begin; none in a text without case headings."""
    from pipeline.split import Splitter

    try:
        split = Splitter(rulebook).split(Document(report="", text=source, sha256=""))
    except InputError:
        return []
    return [case.start for case in split.cases]
