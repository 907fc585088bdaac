"""Patterns over typed spans, compiled to the ``regex`` engine.

Every set of types that occurs becomes one private-use character, a sentence
becomes a string of them, and ``<type>`` in a pattern becomes the class of all
characters whose set holds the type. So one letter is one span, a gap of unknown
words included, and the engine's own quantifiers, captures and look-arounds work
on spans. (The idea is that of finite-state cascades: FASTUS, JAPE, Odin.)
"""

from __future__ import annotations

import functools
import operator
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

import regex

from pipeline.extractors.item import Item
from pipeline.extractors.required import requirements
from pipeline.rulebook.pattern import ELEMENT, compile_plain, expand, types_named

__all__ = ["Alphabet", "SpanPattern", "expand"]

FIRST_LETTER = 0xE000


class Alphabet:
    """The letters for sets of types; it grows as new sets are seen.

    Parameters
    ----------
    relevant
        The types that anyone asks for (all if None). Sets that differ in others share a letter,
        which keeps the classes of the compiled expressions small.
    """

    def __init__(self, relevant: frozenset[str] | None = None) -> None:
        self._relevant = relevant
        self._letters: dict[frozenset[str], str] = {}
        self._known: dict[frozenset[str], str] = {}
        self._with: defaultdict[str, list[str]] = defaultdict(list)
        self._requirements: dict[frozenset[str], int] = {}
        self._asking: defaultdict[str, int] = defaultdict(int)
        self._met: dict[str, int] = {}
        self._finders: dict[frozenset[str], SpanPattern] = {}

    def letter(self, types: frozenset[str]) -> str:
        """The letter of a set of types."""
        found = self._known.get(types)
        if found is None:
            seen = types if self._relevant is None else types & self._relevant
            found = self._letters.get(seen) or self._new(seen)
            self._known[types] = found
        return found

    def _new(self, types: frozenset[str]) -> str:
        letter = self._letters[types] = chr(FIRST_LETTER + len(self._letters))
        for name in types:
            self._with[name].append(letter)
        return letter

    def require(self, types: frozenset[str]) -> int:
        """The bit that says of a sentence that it has a span with one of the types."""
        bit = self._requirements.get(types)
        if bit is None:
            bit = self._requirements[types] = 1 << len(self._requirements)
            for name in types:
                self._asking[name] |= bit
            self._met.clear()
        return bit

    def met(self, letters: str) -> int:
        """The requirements that the spans of a sentence meet, as bits."""
        for types, letter in islice(self._letters.items(), len(self._met), None):
            asking = (self._asking[name] for name in types)
            self._met[letter] = functools.reduce(operator.or_, asking, 0)
        bits = 0
        for letter in set(letters):
            bits |= self._met[letter]
        return bits

    def places(self, letters: str, types: frozenset[str]) -> list[int]:
        """Indexes of the spans of a sentence that have any of the types."""
        finder = self._finders.get(types)
        if finder is None:
            if self._relevant is not None and not types <= self._relevant:
                raise ValueError(f"no letter tells the types {sorted(types - self._relevant)}")
            finder = SpanPattern(f"<{'|'.join(sorted(types))}>", self, plain=True)
            self._finders[types] = finder
        return [found.start() for found in finder.expression.finditer(letters)]

    def prepare(self, sets: Iterable[frozenset[str]]) -> None:
        """Give letters to sets that are known to occur, those with common types in a row."""
        known = list(sets)
        usage = Counter(name for types in known for name in types)

        def key(types: frozenset[str]) -> list[tuple[int, str]]:
            return sorted((-usage[name], name) for name in types)

        for types in sorted(known, key=key):
            self.letter(types)

    def encode(self, items: Iterable[Item]) -> str:
        """A sentence as a string, one letter a span."""
        known = self._known
        try:
            return "".join([known[item.types] for item in items])
        except KeyError:
            return "".join([self.letter(item.types) for item in items])

    def letters_of(self, names: frozenset[str]) -> str:
        """All letters of sets that hold one of the types."""
        return "".join(set().union(*(self._with[name] for name in names)))

    def grown(self, size: int, names: frozenset[str]) -> bool:
        """Whether a set that holds one of the types is newer than the first ``size`` sets."""
        return any(types & names for types in islice(self._letters, size, None))

    def __len__(self) -> int:
        return len(self._letters)


class SpanPattern:
    """A pattern that compiles itself again when the alphabet has grown by a letter of its own.

    Parameters
    ----------
    plain
        Whether nobody asks for captures, overlapping matches or a time limit; the standard
        library's faster engine then does, unless a look-behind has no fixed length.
    """

    def __init__(self, source: str, alphabet: Alphabet, plain: bool = False):
        self.source = source
        self._plain = plain
        self._alphabet = alphabet
        self._types = frozenset(types_named(source))
        self._size = -1
        self._compiled: Any = None

    @functools.cached_property
    def needs(self) -> int:
        """Requirements as bits of the alphabet; a sentence that lacks one cannot match."""
        return functools.reduce(
            operator.or_, map(self._alphabet.require, requirements(self.source)), 0
        )

    @property
    def expression(self) -> Any:
        """The compiled expression for the alphabet as it is now, of ``re`` or ``regex``."""
        size = len(self._alphabet)
        if self._size != size:
            if self._compiled is None or self._alphabet.grown(self._size, self._types):
                self._compiled = self._compile()
            self._size = size
        return self._compiled

    def _compile(self) -> Any:
        expression = self._translate()
        if self._plain:
            return compile_plain(expression)
        return regex.compile(expression)

    def _translate(self) -> str:
        def element(found: regex.Match[str]) -> str:
            names = frozenset(found.group("types").split("|"))
            letters = as_ranges(self._alphabet.letters_of(names))
            if found.group("negated"):
                body = f"[^{letters}]" if letters else "."
            else:
                body = f"[{letters}]" if letters else r"(?!)"
            name = found.group("name")
            return f"(?P<{name}>{body})" if name else body

        return ELEMENT.sub(element, "".join(self.source.split()))


def as_ranges(letters: str) -> str:
    """Write the letters as the inside of a character class, neighbours as ranges."""
    parts: list[str] = []
    run: list[int] = []
    for code in [*sorted(map(ord, letters)), -1]:
        if run and code != run[-1] + 1:
            first, last = chr(run[0]), chr(run[-1])
            parts.append(first if len(run) == 1 else f"{first}-{last}")
            run = []
        run.append(code)
    return "".join(parts)
