"""The second step of the cascade: phrases of typed spans become one span."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.item import Item
from pipeline.extractors.pattern import Alphabet, SpanPattern, expand
from pipeline.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class _Step:
    pattern: SpanPattern
    needs: int
    makes: frozenset[str]
    keeps: frozenset[str]


class Chunker:
    """Applies the chunk records of the rules one after another."""

    def __init__(self, rulebook: Rulebook, alphabet: Alphabet):
        self._alphabet = alphabet
        self._steps: list[_Step] = []
        for chunk in rulebook.chunks:
            pattern = SpanPattern(expand(chunk.pattern, rulebook.macros), alphabet, plain=True)
            makes, keeps = frozenset(chunk.makes), frozenset(chunk.keeps)
            self._steps.append(_Step(pattern, pattern.needs, makes, keeps))
        for step in self._steps:
            alphabet.letter(step.makes)
            for kept in step.keeps:
                alphabet.letter(step.makes | {kept})

    def chunk(self, items: list[Item]) -> tuple[list[Item], str, int]:
        """Join the phrases of a sentence to single spans.

        Returns
        -------
        items, letters, met
            The spans, the same a letter a span, and as bits the requirements that they meet, or
            met before they were joined.
        """
        letters = self._alphabet.encode(items)
        met = self._alphabet.met(letters)
        for step in self._steps:
            if step.needs & ~met:
                continue
            spans = [found.span() for found in step.pattern.expression.finditer(letters)]
            # From the last to the first, so that the places of those before stay right.
            for first, last in reversed(spans):
                if first == last:
                    continue
                joined = _joined(items[first:last], step)
                items[first:last] = (joined,)
                letter = self._alphabet.letter(joined.types)
                letters = letters[:first] + letter + letters[last:]
                met |= self._alphabet.met(letter)
        return items, letters, met


def _joined(parts: list[Item], step: _Step) -> Item:
    """One span for all; it keeps the types of the last part that has some to keep.

    A part of a single character comes after longer ones: 乡 in 村级湖乡快驿 is part of a name.
    """
    kept: frozenset[str] = frozenset()
    longest = 0
    for part in parts:
        length = min(part.end - part.start, 2)
        if length >= longest and not part.types.isdisjoint(step.keeps):
            kept, longest = part.types & step.keeps, length
    return Item(parts[0].start, parts[-1].end, step.makes | kept, parts=tuple(parts))
