"""Whether a figure stands or is planned."""

from __future__ import annotations

from pipeline.extractors.sentence import Sentence
from pipeline.model import Status

CUES = frozenset(("exist", "plan", "plan_ahead", "future", "year_until"))
CUES_AHEAD = frozenset(("exist", "plan_ahead", "year_until"))


def status(
    sentence: Sentence, value: int, reference_year: int | None, last: int | None = None
) -> Status:
    """``planned`` if a cue of plan governs the value.

    A cue in the value's own clause counts when no word of completion stands
    between, or inside the match behind the value (``last`` is where that ends);
    a cue that opens a plan (力争, 下一步, 到2025年) also counts from an
    earlier clause of the same block.
    """
    items = sentence.items
    if any(item.has("plan", "plan_ahead") for item in items[value + 1 : last or value]):
        return "planned"
    clause = sentence.clause_start(value)
    for index in sentence.before(value, CUES, clause):
        if items[index].has("exist"):
            return "existing"
        if items[index].has("plan", "plan_ahead", "future"):
            return "planned"
        if items[index].has("year_until") and _to_come(items[index].unit, reference_year):
            return "planned"
    for index in range(value + 1, min(sentence.clause_end(value), value + 4)):
        if items[index].has("pause", "number"):
            break
        if items[index].has("under_way") or (index == value + 1 and items[index].has("plan_ahead")):
            return "planned"
    for index in sentence.before(clause, CUES_AHEAD, sentence.block_start(value)):
        if items[index].has("exist"):
            return "existing"
        if items[index].has("plan_ahead"):
            return "planned"
        if items[index].has("year_until") and _to_come(items[index].unit, reference_year):
            return "planned"
    return "existing"


def _to_come(year: str, reference_year: int | None) -> bool:
    """Whether a year lies behind the year of the report."""
    return bool(year) and reference_year is not None and int(year) > reference_year
