"""Texts that occur often, each kept once."""

from __future__ import annotations


class Strings:
    """Numbers texts in the order in which they first come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def put(self, text: str) -> int:
        """Return the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def texts(self) -> list[str]:
        """Return all texts, each at the position that is its number."""
        return list(self._numbers)
