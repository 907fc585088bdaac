"""The words that name what is counted or reduced."""

from __future__ import annotations

from pipeline.extractors.item import GAP, NUMERAL
from pipeline.extractors.matcher import Match
from pipeline.extractors.sentence import Sentence
from pipeline.extractors.words import Segmenter


class SubjectReader:
    """Reads subjects: the noun of a match with the modifiers before it, as printed.

    Parameters
    ----------
    naming
        The types of spans that can be part of a name.
    segmenter
        Tells where in unknown text the name begins.
    """

    def __init__(self, naming: tuple[str, ...], segmenter: Segmenter):
        self._naming = (*naming, GAP)
        self._segmenter = segmenter

    def read(self, match: Match, value: int, sentence: Sentence, text: str) -> str:
        """Return the subject of one value of a match, or "" where the text names none."""
        groups = match.groups
        nouns = groups.get("noun") or groups.get("levels") or groups.get("place")
        if not nouns:
            return ""
        aligned = match.rule.align and len(nouns) == len(match.values)
        index = nouns[match.values.index(value)] if aligned else nouns[-1]
        items = sentence.items
        first = index
        stop = sentence.clause_start(index)
        while first > stop and self._names(items[first - 1].types):
            first -= 1
        words = text[items[first].start : items[index].end]
        if first < index and items[first].has(GAP):
            gap = text[items[first].start : items[first].end]
            words = (
                self._segmenter.last_noun_phrase(gap) + text[items[first].end : items[index].end]
            )
        return words.strip()

    def _names(self, types: frozenset[str]) -> bool:
        return NUMERAL not in types and not types.isdisjoint(self._naming)
