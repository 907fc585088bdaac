"""The ledger: every numeral of a sentence is used by a fact or has a reason."""

from __future__ import annotations

from pipeline.extractors.item import Item
from pipeline.extractors.sentence import Sentence
from pipeline.extractors.words import Segmenter
from pipeline.numbers import Numeral
from pipeline.rulebook import Rulebook

NEAR = 4
BREAKS = frozenset(("comma", "semicolon", "stop", "pause"))
NO_NOUN_BEHIND = frozenset(("comma", "semicolon", "stop", "number", "node", "post", "employ"))
FIELD_NOUNS = frozenset(("cost", "node", "post", "set_point"))
MEASURES = frozenset(
    ("metric", "income", "subsidy", "cost_not", "share", "cover", "employ_not", "remains")
)
MEASURE_CUES = FIELD_NOUNS | MEASURES | {"rise"}
MEASURES_BEHIND = frozenset(("metric", "income", "subsidy", "cost_not", "share", "all"))
COUNTED = frozenset(("gap", "other_word", "people_noun", "logistics", "employ_not"))


class Ledger:
    """Finds the reason why a numeral is no fact."""

    def __init__(self, rulebook: Rulebook, segmenter: Segmenter):
        self._rules = rulebook.ledger
        self._nouns = frozenset(rulebook.ledger.nouns)
        self._context = {kind: frozenset(types) for kind, types in rulebook.ledger.context.items()}
        self._segmenter = segmenter
        self._reasons = {
            rule.id: rule.reason or "set aside by the rule"
            for entry in rulebook.fields_by_name.values()
            for rule in entry.rules
        }

    def reason(
        self, numeral: Numeral, index: int, sentence: Sentence, skipped: dict[int, str], text: str
    ) -> str:
        """Why no fact uses the numeral, or "" if nothing is known about it."""
        if index in skipped:
            return f"{skipped[index]}: {self._reasons[skipped[index]]}"
        if numeral.value_min is None and numeral.kind not in self._rules.kinds:
            return self._rules.kinds["vague"]
        named = self._rules.kinds.get(numeral.kind)
        if named:
            return f"{named}（{numeral.unit}）" if numeral.unit else named
        noun = self._noun(index, sentence, text)
        if noun:
            return f"所计为：{noun}"
        measured = self._measure(index, sentence, text)
        if measured:
            return measured
        needed = self._context.get(numeral.kind)
        if needed is not None and not self._speaks_of(needed, numeral.kind, index, sentence):
            return "本句未提及该类事项"
        word = self._word(numeral, text) if numeral.kind == "bare" else ""
        return word or self._counted(numeral, index, sentence, text)

    def _speaks_of(self, needed: frozenset[str], kind: str, index: int, sentence: Sentence) -> bool:
        """Whether the words that a field needs stand near: in the clause or in the sentence."""
        items = sentence.items
        if kind in ("count", "people"):
            following = items[index + 1] if index + 1 < len(items) else None
            if following is None or not following.types.isdisjoint(BREAKS):
                first, last = sentence.sentence_start(index), sentence.sentence_end(index)
                return sentence.any_between(first, last, needed)
        first, last = sentence.clause_start(index), sentence.clause_end(index)
        return sentence.any_between(first, last, needed)

    def _counted(self, numeral: Numeral, index: int, sentence: Sentence, text: str) -> str:
        """The first word of unknown text right behind the numeral, as what it counts."""
        items = sentence.items
        if numeral.kind not in ("count", "bare") or index + 1 >= len(items):
            return ""
        following = items[index + 1]
        if following.types.isdisjoint(COUNTED):
            return ""
        word = self._segmenter.first_word(text[following.start : following.end])
        return f"所计为：{word}" if word else ""

    def _noun(self, index: int, sentence: Sentence, text: str) -> str:
        """The noun that is counted, when it is none that a field asks for."""
        item = sentence.items[index]
        if item.numeral is not None and item.numeral.kind in ("percent", "money", "halving"):
            return ""
        for position in range(index + 1, min(index + 1 + NEAR, len(sentence.items))):
            other = sentence.items[position]
            if not other.types.isdisjoint(NO_NOUN_BEHIND):
                break
            if not other.types.isdisjoint(self._nouns):
                return text[other.start : other.end]
        if index and not sentence.items[index - 1].types.isdisjoint(self._nouns):
            other = sentence.items[index - 1]
            return text[other.start : other.end]
        return ""

    def _measure(self, index: int, sentence: Sentence, text: str) -> str:
        """The quantity that the figure belongs to, when it is no cost."""
        start = sentence.clause_start(index)
        verb = ""
        for position in sentence.before(index, MEASURE_CUES, start):
            other = sentence.items[position]
            if not other.types.isdisjoint(FIELD_NOUNS):
                return ""
            if not other.types.isdisjoint(MEASURES):
                return f"所指为：{text[other.start : other.end]}"
            verb = verb or text[other.start : other.end]
        if verb:
            return f"所指为：{verb}"
        for position in range(index + 1, min(sentence.clause_end(index), index + NEAR)):
            other = sentence.items[position]
            if not other.types.isdisjoint(MEASURES_BEHIND):
                return f"所指为：{text[other.start : other.end]}"
        return ""

    def _word(self, numeral: Numeral, text: str) -> str:
        """For a bare Chinese numeral: the dictionary word that it is part of."""
        if text[numeral.digits_start].isascii():
            return _quoted(numeral, text)
        left = max(0, numeral.digits_start - 6)
        word = self._segmenter.word_around(
            text[left : numeral.digits_end + 6], numeral.digits_start - left
        )
        return f"词语：{word}" if word else _quoted(numeral, text)


def _quoted(numeral: Numeral, text: str) -> str:
    before = text[numeral.start - 1 : numeral.start]
    after = text[numeral.end : numeral.end + 1]
    if before in ("“", "「", "《") and after in ("”", "」", "》"):
        return "名称中的数字"
    return ""


def idiom_reason(item: Item, text: str) -> str:
    """The reason of a numeral inside an idiom."""
    return f"固定词语：{text[item.start : item.end]}"
