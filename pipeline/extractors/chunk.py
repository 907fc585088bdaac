"""The second step of the cascade: phrases of typed spans become one span."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extractors.item import Item
from pipeline.extractors.pattern import Alphabet, SpanPattern, expand
from pipeline.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class _Step:
    pattern: SpanPattern
    makes: frozenset[str]
    keeps: frozenset[str]


class Chunker:
    """Applies the chunk records of the rules one after another."""

    def __init__(self, rulebook: Rulebook, alphabet: Alphabet):
        self._alphabet = alphabet
        self._steps = [
            _Step(
                SpanPattern(expand(chunk.pattern, rulebook.macros), alphabet),
                frozenset(chunk.makes),
                frozenset(chunk.keeps),
            )
            for chunk in rulebook.chunks
        ]
        for step in self._steps:
            alphabet.letter(step.makes)
            for kept in step.keeps:
                alphabet.letter(step.makes | {kept})

    def chunk(self, items: list[Item]) -> list[Item]:
        """The sentence with its phrases as single spans."""
        letters = self._alphabet.encode(items)
        for step in self._steps:
            result: list[Item] = []
            position = 0
            for found in step.pattern.expression.finditer(letters):
                if found.end() == found.start():
                    continue
                result.extend(items[position : found.start()])
                result.append(_joined(items[found.start() : found.end()], step))
                position = found.end()
            if position:
                result.extend(items[position:])
                items = result
                letters = self._alphabet.encode(items)
        return items


def _joined(parts: list[Item], step: _Step) -> Item:
    kept: frozenset[str] = frozenset()
    for part in parts:
        found = part.types & step.keeps
        if found:
            kept = found
    return Item(parts[0].start, parts[-1].end, step.makes | kept, parts=tuple(parts))
