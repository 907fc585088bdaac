"""The first step of the cascade: words, forms and numerals as typed spans.

Lexicon words are found on characters with an Aho-Corasick automaton (leftmost,
longest), so that no word segmentation can lose one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any

import ahocorasick_rs
import regex

from pipeline.extractors.item import GAP, NUMERAL, Item
from pipeline.numbers import NumberGrammar, Numeral, NumeralFinder
from pipeline.rulebook import Rulebook
from pipeline.rulebook.pattern import compile_plain

NO_BARRIER = frozenset(
    (
        "date",
        "ordinal",
        "name",
        "age",
        "document_number",
        "length",
        "area",
        "duration",
        "energy",
        "things",
        "occurrences",
        "rate",
        "households",
    )
)
UNKNOWN = frozenset((GAP,))
DIGIT = frozenset(("digit",))
ONE = frozenset((NUMERAL, "count", "single"))
PLACE = attrgetter("start")
END = attrgetter("end")
FIRST = itemgetter(1)
LAST = itemgetter(2)
FIGURE = "figure"
"""The type of forms that leave the figure in them to the numeral, whatever word holds it."""


Word = tuple[int, int, int]
"""Number of a word of the lexicon, where it begins and ends in the stretch that was read."""


@dataclass(slots=True)
class Reading:
    """The words and forms of a stretch of text.

    Attributes
    ----------
    text, start
        The whole text, and where the stretch begins in it.
    words
        In order, without overlaps; their places are counted from ``start``.
    forms
        The same for forms; their places are counted in the whole text.
    """

    text: str
    start: int
    words: list[Word]
    forms: list[Item]

    def words_in(self, start: int, end: int) -> list[Word]:
        """Words that lie in a passage."""
        first = bisect_left(self.words, start - self.start, key=FIRST)
        behind = bisect_right(self.words, end - self.start, first, key=LAST)
        return self.words[first:behind]

    def forms_in(self, start: int, end: int) -> list[Item]:
        """Forms that lie in a passage."""
        first = bisect_left(self.forms, start, key=PLACE)
        return self.forms[first : bisect_right(self.forms, end, first, key=END)]


class Scanner:
    """Turns a sentence into typed spans that cover all of it."""

    def __init__(self, rulebook: Rulebook):
        self.numerals = NumeralFinder(NumberGrammar(rulebook.numbers))
        self._words = list(rulebook.lexicon)
        self._types = [_word_types(word, rulebook) for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self._kind_types = {kind: _numeral_types(kind) for kind in self.numerals.grammar.kinds}
        self._forms = _forms(rulebook)

    @property
    def type_sets(self) -> list[frozenset[str]]:
        """All sets of types that a span of the scanner can have."""
        forms = [form.types for form in self._forms]
        numerals = [*self._kind_types.values(), ONE]
        given = [types - {FIGURE} for types in forms if FIGURE in types]
        figures = [types | others for types in numerals for others in given]
        return [*self._types, *forms, *numerals, *figures, UNKNOWN, DIGIT]

    def scan(self, text: str, start: int, end: int) -> list[Item]:
        """Typed spans of ``text[start:end]``, in order, covering it without overlaps."""
        return self.spans(self.read(text, start, end), start, end)

    def read(self, text: str, start: int, end: int) -> Reading:
        """Find the words and forms of a stretch, which costs less than to do so by passage."""
        stretch = text[start:end]
        words = self._automaton.find_matches_as_indexes(stretch)
        return Reading(text, start, words, self._forms_of(stretch, start))

    def spans(self, reading: Reading, start: int, end: int) -> list[Item]:
        """Typed spans of a passage of a stretch that was read."""
        words = self._items(reading.words_in(start, end), reading.start)
        forms = reading.forms_in(start, end)
        if forms:
            words = self._with_forms(reading.text, words, forms)
        numerals = self.numerals.find(reading.text[start:end], start)
        if numerals:
            words = self._with_numerals(words, numerals)
        return _covering(reading.text, words, start, end)

    def _items(self, words: list[Word], offset: int) -> list[Item]:
        """Words of the lexicon; ``offset`` is added to their places."""
        types = self._types
        return [Item(first + offset, last + offset, types[index]) for index, first, last in words]

    def _forms_of(self, stretch: str, offset: int) -> list[Item]:
        """Forms, the longest of those that begin earliest; ``offset`` is added to their places."""
        found = [
            Item(
                match.start() + offset,
                match.end() + offset,
                form.types,
                unit=(match.group("unit") or "") if form.has_unit else "",
            )
            for form in self._forms
            for match in form.expression.finditer(stretch)
        ]
        found.sort(key=lambda item: (item.start, -item.end))
        free: list[Item] = []
        for form in found:
            if not free or form.start >= free[-1].end:
                free.append(form)
        return free

    def _with_forms(self, text: str, words: list[Item], forms: list[Item]) -> list[Item]:
        """Forms win over words; of a longer word behind a form the rest is read again.

        成本 is found behind the form 单件 although 件成本 were a word.
        """
        chosen: list[Item] = []
        rest: list[Item] = []
        position = 0
        for form in forms:
            first, behind = _touched(words, form.start, form.end, position)
            chosen += words[position:first]
            chosen.append(form)
            position = behind
            if behind > first and words[behind - 1].end > form.end:
                part = text[form.end : words[behind - 1].end]
                rest += self._items(self._automaton.find_matches_as_indexes(part), form.end)
        chosen += words[position:]
        if rest:
            chosen += [item for item in rest if not _overlaps(item, forms)]
            chosen.sort(key=PLACE)
        return chosen

    def _with_numerals(self, words: list[Item], numerals: list[Numeral]) -> list[Item]:
        """Numerals win over words, but for idioms and forms that hold the figure.

        A form of the type ``figure`` lets the numeral win, and gives it its other types.
        """
        chosen: list[Item] = []
        position = 0
        for numeral in numerals:
            first, behind = _touched(words, numeral.start, numeral.end, position)
            overlapped = words[first:behind]
            if not any(_holds_figure(word, numeral) for word in overlapped):
                chosen += words[position:first]
                chosen.append(self._numeral(numeral, overlapped))
                position = behind
        chosen += words[position:]
        return chosen

    def _numeral(self, numeral: Numeral, overlapped: list[Item]) -> Item:
        if numeral.kind == "bare" and numeral.form == "digit":
            types = DIGIT
        elif numeral.kind == "count" and numeral.value_max == 1:
            types = ONE
        else:
            types = self._kind_types[numeral.kind]
        for word in overlapped:
            if word.has(FIGURE) and types is not DIGIT:
                types = (types | word.types) - {FIGURE}
        return Item(numeral.start, numeral.end, types, numeral)


def _touched(items: list[Item], start: int, end: int, begin: int) -> tuple[int, int]:
    """Index of the first item from ``begin`` on that lies in a stretch, and behind the last."""
    first = bisect_right(items, start, begin, key=END)
    return first, bisect_left(items, end, first, key=PLACE)


def _covering(text: str, items: list[Item], start: int, end: int) -> list[Item]:
    """The items without those that begin inside another, and what lies between them as gaps."""
    covering: list[Item] = []
    add = covering.append
    position = start
    for item in items:
        first = item.start
        if first != position:
            if first < position:
                continue
            if not text[position:first].isspace():
                add(Item(position, first, UNKNOWN))
        add(item)
        position = item.end
    if end > position and not text[position:end].isspace():
        add(Item(position, end, UNKNOWN))
    return covering


def _word_types(word: str, rulebook: Rulebook) -> frozenset[str]:
    """Types of a word; to the rules of other fields, a field's own word is unknown text."""
    unknown = (GAP,) if word in rulebook.field_words else ()
    return frozenset((*rulebook.lexicon[word], *unknown))


def _numeral_types(kind: str) -> frozenset[str]:
    return frozenset((kind,)) if kind in NO_BARRIER else frozenset((NUMERAL, kind))


def _holds_figure(word: Item, numeral: Numeral) -> bool:
    """Whether the figure is part of a longer word (百 in 百姓), or has no unit of its own."""
    if word.has(FIGURE) or word.start > numeral.digits_start or word.end < numeral.digits_end:
        return False
    longer = word.start < numeral.digits_start or word.end > numeral.digits_end
    return longer or numeral.kind == "bare"


def _overlaps(word: Item, forms: list[Item]) -> bool:
    return any(word.start < form.end and form.start < word.end for form in forms)


@dataclass(frozen=True, slots=True)
class _Form:
    """An expression of the rules; ``has_unit`` if it names the piece that a price is per."""

    types: frozenset[str]
    expression: Any
    has_unit: bool


def _forms(rulebook: Rulebook) -> list[_Form]:
    longest_first = sorted(rulebook.numbers.money.per_words, key=lambda item: (-len(item), item))
    pieces = "|".join(regex.escape(word) for word in longest_first)
    found = []
    for name, entry in rulebook.expressions.items():
        compiled = compile_plain if entry.plain else regex.compile
        expression = compiled(entry.pattern.replace("{piece}", pieces))
        types = frozenset(entry.types or (name,))
        found.append(_Form(types, expression, "unit" in expression.groupindex))
    return found
