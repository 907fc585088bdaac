"""A sentence as typed spans, with its clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extractors.item import Item

CLAUSE_ENDS = ("comma", "semicolon", "stop", "colon")
BLOCK_ENDS = ("semicolon", "stop")


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
        The types that its spans have.
    topics
        The fields that this passage or a neighbour speaks of.
    """

    start: int
    end: int
    items: list[Item] = field(default_factory=list)
    letters: str = ""
    present: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()

    def sentence_start(self, index: int) -> int:
        """Index of the first span of the sentence that holds span ``index``."""
        return self._back(index, ("stop",))

    def sentence_end(self, index: int) -> int:
        """Index of the stop that ends the sentence of span ``index``, or the last index."""
        for position in range(index, len(self.items)):
            if self.items[position].has("stop"):
                return position
        return len(self.items) - 1

    def clause_start(self, index: int) -> int:
        """Index of the first span of the clause that holds span ``index``."""
        return self._back(index, CLAUSE_ENDS)

    def block_start(self, index: int) -> int:
        """Index of the first span behind the last semicolon before span ``index``."""
        return self._back(index, BLOCK_ENDS)

    def clause_end(self, index: int) -> int:
        """Index behind the last span of the clause that holds span ``index``."""
        for position in range(index + 1, len(self.items)):
            if self.items[position].has(*CLAUSE_ENDS):
                return position
        return len(self.items)

    def _back(self, index: int, ends: tuple[str, ...]) -> int:
        for position in range(index - 1, -1, -1):
            if self.items[position].has(*ends):
                return position + 1
        return 0
