"""A sentence as typed spans, with its clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extractors.item import Item

CLAUSE_ENDS = ("comma", "semicolon", "stop", "colon")
BLOCK_ENDS = ("semicolon", "stop")
SENTENCE_ENDS = ("stop",)


@dataclass(slots=True)
class Sentence:
    """Typed spans of one passage: the sentences of a line.

    Attributes
    ----------
    start, end
        Code points in the text as the rules see it.
    items
        The spans, in order.
    letters
        The same, a letter a span.
    present
        The types that its spans have, as bits of the alphabet.
    topics
        The fields that this passage or a neighbour speaks of.
    """

    start: int
    end: int
    items: list[Item] = field(default_factory=list)
    letters: str = ""
    present: int = 0
    topics: frozenset[str] = frozenset()

    _bounds: dict[tuple[str, ...], tuple[list[int], list[int]]] = field(default_factory=dict)

    def sentence_start(self, index: int) -> int:
        """Index of the first span of the sentence that holds span ``index``."""
        return self._bounds_of(SENTENCE_ENDS)[0][index]

    def sentence_end(self, index: int) -> int:
        """Index of the stop that ends the sentence of span ``index``, or the last index."""
        if self.items[index].has(*SENTENCE_ENDS):
            return index
        return min(self._bounds_of(SENTENCE_ENDS)[1][index], len(self.items) - 1)

    def clause_start(self, index: int) -> int:
        """Index of the first span of the clause that holds span ``index``."""
        return self._bounds_of(CLAUSE_ENDS)[0][index]

    def clause_end(self, index: int) -> int:
        """Index behind the last span of the clause that holds span ``index``."""
        return self._bounds_of(CLAUSE_ENDS)[1][index]

    def block_start(self, index: int) -> int:
        """Index of the first span behind the last semicolon before span ``index``."""
        return self._bounds_of(BLOCK_ENDS)[0][index]

    def _bounds_of(self, ends: tuple[str, ...]) -> tuple[list[int], list[int]]:
        """For each span, where its stretch begins and the next end behind it; read once."""
        if ends not in self._bounds:
            size = len(self.items)
            marks = [
                index for index, item in enumerate(self.items) if not item.types.isdisjoint(ends)
            ]
            starts, stops = [0] * size, [size] * size
            for mark, following in zip([-1, *marks], [*marks, size], strict=True):
                last = min(following, size - 1)
                starts[mark + 1 : last + 1] = [mark + 1] * (last - mark)
                first = max(mark, 0)
                stops[first:following] = [following] * (following - first)
            self._bounds[ends] = starts, stops
        return self._bounds[ends]
