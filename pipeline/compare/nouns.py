"""What numerals count: the word behind each, or before it where the clause ends with the numeral.

Words are cut by jieba with the lexicons as its dictionary, so that a word of a lexicon is found as
such. A cut may be wrong; it is so in every batch alike, and only the change of the share counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compare.batches import Batch, Item, Row, item_of
from pipeline.extractors.words import Segmenter
from pipeline.rulebook import Rulebook

KINDS = frozenset(("count", "things", "people", "households", "vehicles", "lines"))
"""The kinds of numerals that count things that a noun names."""

NEAR = 8
"""So many characters beside a numeral are cut into words."""

SHORTEST = 2
"""A shorter word is more often half of one than a noun."""


class CountedNouns:
    """Finds what numerals count, and tells whether a lexicon knows it."""

    def __init__(self, rulebook: Rulebook):
        self._lexicon = rulebook.lexicon
        self._segmenter = Segmenter(rulebook.lexicon)

    def is_known(self, noun: str) -> bool:
        """Tell whether a word stands in a lexicon."""
        return noun in self._lexicon

    def of(self, batch: Batch) -> Iterator[tuple[str, Item]]:
        """Give the noun of each numeral of the cases of a batch, where it has one."""
        for report, row in batch.numbers:
            if row["case_no"] is None or row["kind"] not in KINDS:
                continue
            noun = self._noun(report.source, row)
            if len(noun) >= SHORTEST and not noun.isascii():
                yield noun, item_of(report, row, f"{row['text']}：{noun}")

    def _noun(self, source: str, row: Row) -> str:
        start, end = int(str(row["start"])), int(str(row["end"]))
        behind, _, _ = source[end : end + NEAR].partition("\n")
        if behind[:1].isalnum():
            return self._segmenter.first_word(behind)
        _, _, before = source[max(0, start - NEAR) : start].rpartition("\n")
        word = [*self._segmenter.words(before)][-1:]
        return word[0] if word and word[0].isalnum() else ""
