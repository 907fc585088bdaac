"""The first step of the cascade: words, forms and numerals as typed spans.

Lexicon words are found on characters with an Aho-Corasick automaton (leftmost,
longest), so that no word segmentation can lose one.
"""

from __future__ import annotations

import ahocorasick_rs
import regex

from pipeline.extractors.item import GAP, NUMERAL, Item
from pipeline.numbers import NumberGrammar, Numeral, NumeralFinder
from pipeline.rulebook import Rulebook

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


FIGURE = "figure"
"""The type of forms that leave the figure in them to the numeral, whatever word holds it."""


class Scanner:
    """Turns a sentence into typed spans that cover all of it."""

    def __init__(self, rulebook: Rulebook):
        self.numerals = NumeralFinder(NumberGrammar(rulebook.numbers))
        self._words = list(rulebook.lexicon)
        self._types = [_word_types(word, rulebook) for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        pieces = "|".join(
            regex.escape(word)
            for word in sorted(
                rulebook.numbers.money.per_words, key=lambda item: (-len(item), item)
            )
        )
        self._expressions = [
            (
                frozenset(entry.types or (name,)),
                regex.compile(entry.pattern.replace("{piece}", pieces)),
            )
            for name, entry in rulebook.expressions.items()
        ]

    @property
    def type_sets(self) -> list[frozenset[str]]:
        """All sets of types that a span of the scanner can have."""
        numerals = [_numeral_types(kind) for kind in self.numerals.grammar.kinds]
        forms = [types for types, _ in self._expressions]
        return [*self._types, *forms, *numerals, frozenset((GAP,)), frozenset(("digit",))]

    def scan(self, text: str, start: int, end: int) -> list[Item]:
        """Typed spans of ``text[start:end]``, in order, covering it without overlaps."""
        sentence = text[start:end]
        words = self._find_words(sentence)
        numerals = self.numerals.find(sentence)
        chosen = self._choose(sentence, words, numerals)
        items = list(self._with_gaps(sentence, chosen))
        return [_moved(item, start) for item in items] if start else items

    def _find_words(self, sentence: str) -> list[Item]:
        words = [
            Item(first, last, self._types[index])
            for index, first, last in self._automaton.find_matches_as_indexes(sentence)
        ]
        forms: list[Item] = []
        for types, expression in self._expressions:
            for found in expression.finditer(sentence):
                unit = found.groupdict().get("unit") or ""
                forms.append(Item(found.start(), found.end(), types, unit=unit))
        if not forms:
            return words
        forms.sort(key=lambda item: (item.start, -item.end))
        free: list[Item] = []
        for form in forms:
            if not free or form.start >= free[-1].end:
                free.append(form)
        kept = [word for word in words if not _overlaps(word, free)]
        rest = self._behind_forms(sentence, words, free)
        return sorted(kept + rest + free, key=lambda item: item.start)

    def _behind_forms(self, sentence: str, words: list[Item], forms: list[Item]) -> list[Item]:
        """Words in what a form leaves over of a longer word (成本 behind the form 单件)."""
        found: list[Item] = []
        for form in forms:
            for word in words:
                if word.start < form.end < word.end:
                    rest = sentence[form.end : word.end]
                    found += [
                        Item(form.end + first, form.end + last, self._types[index])
                        for index, first, last in self._automaton.find_matches_as_indexes(rest)
                    ]
        return [item for item in found if not _overlaps(item, forms)]

    def _choose(self, sentence: str, words: list[Item], numerals: list[Numeral]) -> list[Item]:
        """Numerals win over words, but for idioms and forms that hold the figure.

        A form of the type ``figure`` lets the numeral win, and gives it its other types.
        """
        chosen: list[Item] = []
        index = 0
        for numeral in numerals:
            beaten = False
            overlapping: list[Item] = []
            while index < len(words) and words[index].end <= numeral.start:
                chosen.append(words[index])
                index += 1
            probe = index
            while probe < len(words) and words[probe].start < numeral.end:
                overlapping.append(words[probe])
                probe += 1
            for word in overlapping:
                if _holds_figure(word, numeral):
                    beaten = True
            if beaten:
                continue
            index = probe
            given = [word.types for word in overlapping if word.has(FIGURE)]
            chosen.append(_numeral_item(numeral, *given))
        chosen.extend(words[index:])
        chosen.sort(key=lambda item: item.start)
        result: list[Item] = []
        for item in chosen:
            if result and item.start < result[-1].end:
                continue
            result.append(item)
        return result

    def _with_gaps(self, sentence: str, items: list[Item]) -> list[Item]:
        covered: list[Item] = []
        position = 0
        for item in [*items, Item(len(sentence), len(sentence), frozenset())]:
            if item.start > position and sentence[position : item.start].strip():
                covered.append(Item(position, item.start, frozenset((GAP,))))
            if item.end > item.start:
                covered.append(item)
            position = max(position, item.end)
        return covered


def _word_types(word: str, rulebook: Rulebook) -> frozenset[str]:
    """Types of a word; to the rules of other fields, a field's own word is unknown text."""
    unknown = (GAP,) if word in rulebook.field_words else ()
    return frozenset((*rulebook.lexicon[word], *unknown))


def _numeral_item(numeral: Numeral, *given: frozenset[str]) -> Item:
    types = _numeral_types(numeral.kind).union(*given) - {FIGURE}
    if numeral.kind == "bare" and numeral.form == "digit":
        types = frozenset(("digit",))
    return Item(numeral.start, numeral.end, types, numeral=numeral)


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


def _moved(item: Item, offset: int) -> Item:
    numeral = item.numeral
    if numeral is not None:
        numeral = Numeral(
            numeral.start + offset,
            numeral.end + offset,
            numeral.digits_start + offset,
            numeral.digits_end + offset,
            numeral.value_min,
            numeral.value_max,
            numeral.unit,
            numeral.kind,
            numeral.qualifier,
            numeral.per,
            numeral.form,
        )
    return Item(item.start + offset, item.end + offset, item.types, numeral, item.unit)
