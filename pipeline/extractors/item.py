"""Typed spans: what the rules see instead of characters."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.numbers import Numeral

GAP = "gap"
NUMERAL = "number"


@dataclass(slots=True)
class Item:
    """A stretch of a text with the types it has.

    Attributes
    ----------
    start, end
        Code points in the text that was scanned.
    types
        Of the lexicon, of expressions, of chunks; ``gap`` for text that no list knows.
    numeral
        For numerals, which have the types ``number`` and their kind.
    unit
        The piece of an expression such as 每件.
    parts
        The spans that a chunk was made of.
    """

    start: int
    end: int
    types: frozenset[str]
    numeral: Numeral | None = None
    unit: str = ""
    parts: tuple[Item, ...] = ()

    def has(self, *types: str) -> bool:
        """Whether the span has any of the types."""
        return not self.types.isdisjoint(types)
