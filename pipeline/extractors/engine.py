"""The cascade on one case: spans, phrases, rules, facts, ledger."""

from __future__ import annotations

import functools
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import regex

from pipeline.extractors.build import Builder
from pipeline.extractors.chunk import Chunker
from pipeline.extractors.draft import Draft
from pipeline.extractors.item import Item
from pipeline.extractors.ledger import MEASURE_CUES, Ledger
from pipeline.extractors.matcher import Matcher
from pipeline.extractors.pattern import Alphabet, expand
from pipeline.extractors.role import BRACKETS, PART_OR_MORE, set_roles
from pipeline.extractors.scan import Reading, Scanner
from pipeline.extractors.sentence import BLOCK_ENDS, CLAUSE_ENDS, SENTENCE_ENDS, Sentence
from pipeline.extractors.status import CUES, CUES_AHEAD
from pipeline.extractors.subject import SubjectReader
from pipeline.extractors.unit import complete_units
from pipeline.extractors.words import Segmenter
from pipeline.numbers import Numeral
from pipeline.rulebook import Rulebook
from pipeline.rulebook.pattern import compile_plain, types_named

KNOWN_WORDS = 4096
LONGEST_PASSAGE = 600
LONGEST_TABLE = 1500
LONGEST_PIECE = 2000
CUTS = ("；", "，", ",", "、", "\n")
LONGEST_CAPTION = 40
READ_AT_ONCE = 8000
NEIGHBOURS = 3
LEVEL = "级"
MEASURES = frozenset(("area", "date", "duration", "energy", "length", "mass", "percent"))
SENTENCE = regex.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|\n|$)")


@dataclass(slots=True)
class NumberDraft:
    """A numeral with its reason, before fact ids are known."""

    numeral: Numeral
    reason: str
    kind: str
    key: tuple[int, int]


@dataclass(slots=True)
class CaseFindings:
    """What the cascade finds in one stretch of text."""

    drafts: list[Draft] = field(default_factory=list)
    numbers: list[NumberDraft] = field(default_factory=list)
    timeouts: list[int] = field(default_factory=list)


class Engine:
    """Compiled rules, ready to run on text."""

    def __init__(self, rulebook: Rulebook):
        self.rulebook = rulebook
        self.alphabet = Alphabet(_named_types(rulebook))
        self.scanner = Scanner(rulebook)
        self.alphabet.prepare(self.scanner.type_sets)
        self.chunker = Chunker(rulebook, self.alphabet)
        self.matcher = Matcher(rulebook, self.alphabet)
        segmenter = Segmenter(rulebook.lexicon)
        subjects = SubjectReader(rulebook.subject_types, segmenter)
        self.builder = Builder(_level_letters(rulebook), subjects)
        self.ledger = Ledger(rulebook, segmenter)
        self._figures_of = functools.lru_cache(maxsize=KNOWN_WORDS)(self._read_figures)
        fields = rulebook.fields_by_name.values()
        self._always = frozenset(entry.field for entry in fields if not entry.context)
        self._contexts = [
            (entry.field, compile_plain(entry.context)) for entry in fields if entry.context
        ]

    def run(self, text: str, start: int, end: int, reference_year: int | None) -> CaseFindings:
        """Facts and numerals of ``text[start:end]``."""
        return self.run_spans(text, ((start, end),), reference_year)

    def run_spans(
        self, text: str, spans: tuple[tuple[int, int], ...], reference_year: int | None
    ) -> CaseFindings:
        """Facts and numerals of one case, whose body is a list of stretches of the text."""
        findings = CaseFindings()
        for sentence in self._in_context(text, spans):
            if not sentence.items:
                continue
            try:
                matches, skipped = self.matcher.match(sentence)
            except TimeoutError:
                findings.timeouts.append(sentence.start)
                matches, skipped = [], {}
            for match in matches:
                findings.drafts.extend(self.builder.drafts(match, sentence, text, reference_year))
            findings.numbers.extend(self._numbers(sentence, skipped, text))
        findings.drafts.sort(key=lambda draft: (draft.place, draft.field))
        set_roles(findings.drafts)
        complete_units(findings.drafts)
        return findings

    def numbers(self, text: str, start: int, end: int) -> list[NumberDraft]:
        """Numerals of a stretch in which there are no facts to be found, such as a heading."""
        return [
            number
            for sentence in self._sentences(text, start, end)
            for number in self._numbers(sentence, {}, text)
        ]

    def _in_context(self, text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Sentence]:
        """The passages, each knowing the topics of its neighbours; few are held at once."""
        window: deque[Sentence] = deque()
        following = (sentence for span in spans for sentence in self._sentences(text, *span))
        ahead: deque[Sentence] = deque(islice(following, NEIGHBOURS))
        while ahead:
            current = ahead.popleft()
            ahead.extend(islice(following, 1))
            near = (*window, current, *ahead)
            current.topics = frozenset().union(*(sentence.topics for sentence in near))
            yield current
            window.append(current)
            if len(window) > NEIGHBOURS:
                window.popleft()

    def _sentences(self, text: str, start: int, end: int) -> Iterator[Sentence]:
        """Read the passages of a stretch; one without any numeral only tells its topics."""
        reading: Reading | None = None
        read_to = start
        any_numeral = self.scanner.numerals.any_in
        for first, last in passages(text, start, end):
            topics = self._topics(text, first, last)
            sentence = Sentence(first, last, self.alphabet, topics=topics)
            if any_numeral(text, first, last):
                if reading is None or last > read_to:
                    read_to = max(last, min(first + READ_AT_ONCE, end))
                    reading = self.scanner.read(text, first, read_to)
                items = self.scanner.spans(reading, first, last)
                sentence.items, sentence.letters, sentence.met = self.chunker.chunk(items)
            yield sentence

    def _topics(self, text: str, start: int, end: int) -> frozenset[str]:
        return self._always | {
            name for name, context in self._contexts if context.search(text, start, end)
        }

    def _numbers(
        self, sentence: Sentence, skipped: dict[int, str], text: str
    ) -> Iterator[NumberDraft]:
        digits = iter(
            [found.start() for found in DIGIT.finditer(text, sentence.start, sentence.end)]
        )
        digit = next(digits, NOWHERE)
        for index, item in enumerate(sentence.items):
            while digit < item.start:
                digit = next(digits, NOWHERE)
            if item.numeral is not None:
                reason = self.ledger.reason(item.numeral, index, sentence, skipped, text)
                yield NumberDraft(item.numeral, reason, item.numeral.kind, (item.start, item.end))
            elif digit < item.end:
                yield from self._inner_numbers(item, text)

    def _inner_numbers(self, item: Item, text: str) -> Iterator[NumberDraft]:
        """Numerals inside idioms, names and other words; a measure in one keeps its kind."""
        for part in _leaves(item):
            word = text[part.start : part.end]
            for start, end, kind in self._figures_of(word):
                if part.has("numbered"):
                    kind = "ordinal"
                start, end = start + part.start, end + part.start
                numeral = Numeral(start, end, start, end, None, None, "", "idiom")
                yield NumberDraft(numeral, f"固定词语：{word.strip()}", kind, (start, end))

    def _read_figures(self, word: str) -> tuple[tuple[int, int, str], ...]:
        """Start, end and kind of the figures in a word that counts nothing."""
        figures = [found.span() for found in CHINESE_OR_DIGITS.finditer(word)]
        measures = [
            numeral
            for numeral in (self.scanner.numerals.find(word) if figures else ())
            if numeral.kind in MEASURES
        ]
        return tuple(
            (
                start,
                end,
                next((one.kind for one in measures if one.start <= start < one.end), "idiom"),
            )
            for start, end in figures
        )


DIGIT = regex.compile("[0-9零〇一二两三四五六七八九十百千万亿]")
NOWHERE = sys.maxsize
CHINESE_OR_DIGITS = regex.compile(r"[0-9]+|[零〇一二两三四五六七八九十百千万亿]+")


def passages(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of the passages of ``text[start:end]``: whole sentences of one line.

    A passage ends with its line, at the first sentence end behind ``LONGEST_PASSAGE``, or
    where it would be longer than ``LONGEST_PIECE``.
    """
    first = position = start
    for found in SENTENCE.finditer(text, start, end):
        position = found.end()
        line_ends = text[position - 1 : position] == "\n" or position >= end
        if line_ends and _table_goes_on(text, first, position, end):
            continue
        if line_ends or position - first > LONGEST_PASSAGE:
            if not text[first:position].isspace() and position > first:
                yield from _pieces(text, first, position)
            first = position


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a passage that no sentence end divides, at a comma where there is one.

    It keeps the time that rules take on a line of any length in proportion to the length.
    """
    while end - start > LONGEST_PIECE:
        limit = start + LONGEST_PIECE
        cut = max(text.rfind(mark, start + LONGEST_PIECE // 2, limit) for mark in CUTS) + 1
        cut = cut or limit
        yield start, cut
        start = cut
    yield start, end


def _table_goes_on(text: str, first: int, position: int, end: int) -> bool:
    """Whether the next line is a further row of the table that this line is of, or heads.

    Cells are parted by tabs. The rows of a table and a short line above it are one passage,
    so that header cells and caption give the figures their meaning.
    """
    following = text.find("\n", position, end)
    if "\t" not in text[position : following if following >= 0 else end]:
        return False
    if position - first > LONGEST_TABLE:
        return False
    line = text[text.rfind("\n", first, position - 1) + 1 : position]
    return "\t" in line or len(line) <= LONGEST_CAPTION


def _leaves(item: Item) -> Iterator[Item]:
    if not item.parts:
        yield item
    for part in item.parts:
        yield from _leaves(part)


def _named_types(rulebook: Rulebook) -> frozenset[str]:
    """Collect the types that chunks, rules, anchors of fields, ledger or program ask for."""
    patterns = [chunk.pattern for chunk in rulebook.chunks]
    patterns += [rule.pattern for entry in rulebook.fields_by_name.values() for rule in entry.rules]
    return frozenset(
        name for pattern in patterns for name in types_named(expand(pattern, rulebook.macros))
    ).union(
        *(entry.anchors for entry in rulebook.fields_by_name.values()),
        *rulebook.ledger.context.values(),
        *(CLAUSE_ENDS, BLOCK_ENDS, SENTENCE_ENDS, MEASURE_CUES, CUES, CUES_AHEAD),
        *(PART_OR_MORE, BRACKETS),
    )


def _level_letters(rulebook: Rulebook) -> dict[str, str]:
    """Single letters and the level that each stands for, from 乡 itself or from 乡级."""
    names = {name for entry in rulebook.fields_by_name.values() for name in entry.category.types}
    letters: dict[str, str] = {}
    for word, types in rulebook.lexicon.items():
        letter = word.removesuffix(LEVEL)
        if len(letter) == 1:
            for name in types:
                plain = name.removesuffix("_char")
                if plain in names:
                    letters.setdefault(letter, plain)
    return letters
