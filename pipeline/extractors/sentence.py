"""A sentence as typed spans, with its clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.extractors.item import Item
from pipeline.extractors.pattern import Alphabet

CLAUSE_ENDS = frozenset(("comma", "semicolon", "stop", "colon"))
BLOCK_ENDS = frozenset(("semicolon", "stop"))
SENTENCE_ENDS = frozenset(("stop",))


@dataclass(slots=True)
class Sentence:
    """Typed spans of one passage: the sentences of a line.

    Attributes
    ----------
    start, end
        Code points in the text as the rules see it.
    alphabet
        Has the letters for sets of types.
    items
        The spans, in order.
    letters
        The same, a letter a span.
    met
        The requirements that its spans meet, as bits of the alphabet.
    topics
        The fields that this passage or a neighbour speaks of.
    """

    start: int
    end: int
    alphabet: Alphabet
    items: list[Item] = field(default_factory=list)
    letters: str = ""
    met: int = 0
    topics: frozenset[str] = frozenset()

    _places: dict[frozenset[str], list[int]] = field(default_factory=dict)
    _bounds: dict[frozenset[str], tuple[list[int], list[int]]] = field(default_factory=dict)

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

    def before(self, index: int, types: frozenset[str], first: int = 0) -> Iterator[int]:
        """Indexes of the spans between ``first`` and ``index`` with any of the types, backwards."""
        places = self._places_of(types)
        for place in range(bisect_left(places, index) - 1, -1, -1):
            if places[place] < first:
                return
            yield places[place]

    def any_between(self, first: int, last: int, types: frozenset[str]) -> bool:
        """Whether one of the spans from ``first`` to before ``last`` has any of the types."""
        return next(self.before(last, types, first), None) is not None

    def _places_of(self, types: frozenset[str]) -> list[int]:
        """Indexes of all spans with any of the types; read once."""
        found = self._places.get(types)
        if found is None:
            found = self._places[types] = self.alphabet.places(self.letters, types)
        return found

    def _bounds_of(self, ends: frozenset[str]) -> tuple[list[int], list[int]]:
        """For each span, where its stretch begins and the next end behind it; read once."""
        if ends not in self._bounds:
            size = len(self.items)
            marks = self._places_of(ends)
            starts, stops = [0] * size, [size] * size
            for mark, following in zip([-1, *marks], [*marks, size], strict=True):
                last = min(following, size - 1)
                starts[mark + 1 : last + 1] = [mark + 1] * (last - mark)
                first = max(mark, 0)
                stops[first:following] = [following] * (following - first)
            self._bounds[ends] = starts, stops
        return self._bounds[ends]
