"""The words that name what is counted or reduced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extractors.item import GAP
from pipeline.extractors.words import last_noun_phrase

if TYPE_CHECKING:
    from pipeline.extractors.matcher import Match
    from pipeline.extractors.sentence import Sentence

NAMING = (GAP, "logistics", "logistics_flow", "rural", "per", "town", "village", "county",
          "county_char", "subvillage", "people_noun", "cost", "direct",
          "indirect", "employ", "post", "place", "idiom")  # fmt: skip


def subject(match: Match, value: int, sentence: Sentence, text: str) -> str:
    """The noun of the match with the modifiers before it, as printed.

    For an aligned rule the noun nearest to the value's position is taken.
    """
    nouns = match.groups.get("noun") or match.groups.get("levels") or match.groups.get("place")
    if not nouns:
        return ""
    if match.rule.align and len(nouns) == len(match.values):
        index = nouns[match.values.index(value)]
    else:
        index = nouns[-1]
    items = sentence.items
    first = index
    stop = sentence.clause_start(index)
    while first > stop and items[first - 1].has(*NAMING) and not items[first - 1].has("number"):
        first -= 1
    start = items[first].start
    words = text[start : items[index].end]
    if items[first].has(GAP):
        gap = text[items[first].start : items[first].end]
        words = last_noun_phrase(gap) + text[items[first].end : items[index].end]
    return words.strip()
