"""The programs that are compared: each prepares itself and then works through texts.

They import what they need when they are prepared, so that one that is not installed is only
left out, and none pays for another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Work = Callable[[Any], int]
"""What is timed: a text in; how many things were found out, so that none can be left undone."""
Load = Callable[[Path], Any]
"""What is not timed: from a path to what the work takes."""

FAST, MEDIUM, SLOW, SLOWEST = 4_000_000, 1_000_000, 250_000, 40_000
"""Characters that contenders read, by their speed; rates do not depend on it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a contender is told.

    Attributes
    ----------
    cases
        Whether the texts are reports with cases.
    terms, numeral, bare_numeral
        What peers look for.
    warm_up
        A text that is in no corpus, read before the clock starts.
    """

    cases: bool
    terms: tuple[str, ...]
    numeral: str
    bare_numeral: str
    warm_up: Path


@dataclass(frozen=True, slots=True)
class Contender:
    """A program with the amount of text that it is given."""

    title: str
    characters: int
    prepare: Callable[[Task], tuple[Load, Work]]


def read_text(path: Path) -> str:
    """Read a text before the clock starts."""
    return path.read_text(encoding="utf-8")


def anli(task: Task) -> tuple[Load, Work]:
    """Compile the rules anew: text in, facts and numerals out."""
    from pipeline.flow import Flow
    from pipeline.read import read_path
    from pipeline.rulebook import load

    flow = Flow(load())
    run_report(flow, read_path(task.warm_up)[0])
    if task.cases:
        return lambda path: read_path(path)[0], lambda document: run_report(flow, document)
    return read_text, lambda text: len(flow.engine.run(text, 0, len(text), None).numbers)


def run_report(flow: Any, document: Any) -> int:
    """Run a report and count the facts and numerals."""
    result = flow.run(document)
    return len(result.numbers) + sum(len(case.facts) for case in result.cases)


def read_and_decode(task: Task) -> tuple[Load, Work]:
    """Read the bytes of the file and decode them."""
    return lambda path: path, lambda path: len(path.read_bytes().decode("utf-8"))


def jieba_cut(task: Task) -> tuple[Load, Work]:
    """Cut into words."""
    import jieba

    return read_text, lambda text: len(list(jieba.cut(text)))


def jieba_posseg(task: Task) -> tuple[Load, Work]:
    """Cut into words with their parts of speech."""
    import jieba.posseg

    return read_text, lambda text: len(list(jieba.posseg.cut(text)))


def spacy_jieba(task: Task) -> tuple[Load, Work]:
    """Tokens of jieba in a Doc, and a SpanRuler with the terms."""
    nlp = _spacy("jieba", task.terms, ruler=True)
    return read_text, lambda text: len(nlp(text).spans["ruler"])


def spacy_characters(task: Task) -> tuple[Load, Work]:
    """A Doc with a token a character."""
    nlp = _spacy("char", task.terms, ruler=False)
    return read_text, lambda text: len(nlp(text))


def spacy_phrase_matcher(task: Task) -> tuple[Load, Work]:
    """A Doc with a token a character, and a PhraseMatcher with the terms."""
    from spacy.matcher import PhraseMatcher

    nlp = _spacy("char", task.terms, ruler=False)
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("term", [nlp.make_doc(term) for term in task.terms])
    return read_text, lambda text: len(matcher(nlp(text)))


@cache
def _spacy(segmenter: str, terms: tuple[str, ...], *, ruler: bool) -> Any:
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    nlp.max_length = FAST
    if ruler:
        nlp.add_pipe("span_ruler").add_patterns(  # type: ignore[attr-defined]
            [{"label": "term", "pattern": term} for term in terms]
        )
    return nlp


def recognizers_text(task: Task) -> tuple[Load, Work]:
    """Numbers, percentages and currency, one after the other."""
    models = _recognizers()
    return read_text, lambda text: sum(len(model.parse(text)) for model in models)


@cache
def _recognizers() -> tuple[Any, ...]:
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    numbers = NumberRecognizer(Culture.Chinese)
    return (
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        NumberWithUnitRecognizer(Culture.Chinese).get_currency_model(),
    )


def jionlp_money(task: Task) -> tuple[Load, Work]:
    """Sums of money."""
    import jionlp

    extract = jionlp.ner.MoneyExtractor()
    return read_text, lambda text: len(extract(text, with_parsing=False))


def cn2an_transform(task: Task) -> tuple[Load, Work]:
    """Chinese numerals turned into Arabic ones."""
    import cn2an

    return read_text, lambda text: len(cn2an.transform(text))


def aho_corasick(task: Task) -> tuple[Load, Work]:
    """All terms in one pass."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(list(task.terms), matchkind=MatchKind.LeftmostLongest)
    return read_text, lambda text: len(automaton.find_matches_as_indexes(text))


def bare_pass(task: Task) -> tuple[Load, Work]:
    """One `re` pass over digits and Chinese numerals."""
    return read_text, passing(re.compile(task.bare_numeral))


def re_pass(task: Task) -> tuple[Load, Work]:
    """One `re` pass of the numeral expression."""
    return read_text, passing(re.compile(task.numeral))


def regex_pass(task: Task) -> tuple[Load, Work]:
    """One `regex` pass of the numeral expression."""
    return read_text, passing(_regex(task.numeral))


def regex_records(task: Task) -> tuple[Load, Work]:
    """One `regex` pass of the numeral expression, with a record built for each match."""
    return read_text, recording(_regex(task.numeral))


def passing(expression: Any) -> Work:
    """Find all matches, and nothing else."""
    return lambda text: sum(1 for _ in expression.finditer(text))


@dataclass(frozen=True, slots=True)
class Record:
    """A match with its place and what its ten groups hold."""

    start: int
    end: int
    groups: tuple[str | None, ...]


def recording(expression: Any) -> Work:
    """Find all matches and keep each as a record."""
    return lambda text: len(
        [Record(found.start(), found.end(), found.groups()) for found in expression.finditer(text)]
    )


def _regex(expression: str) -> Any:
    import regex

    return regex.compile(expression)


FIGURES = "numerals with ranges, 60 units and ten named groups"
CONTENDERS = {
    "anli": Contender("**anli**: text in, facts and numerals out", FAST, anli),
    "read": Contender("read and decode UTF-8", FAST, read_and_decode),
    "aho_corasick": Contender("Aho-Corasick (`ahocorasick_rs`), 300 terms", FAST, aho_corasick),
    "re_bare": Contender("one `re` pass, digits and Chinese numerals", FAST, bare_pass),
    "re": Contender(f"one `re` pass, {FIGURES}", FAST, re_pass),
    "regex": Contender(f"one `regex` pass, {FIGURES}", FAST, regex_pass),
    "regex_records": Contender(
        f"one `regex` pass, {FIGURES}, a record for each", FAST, regex_records
    ),
    "spacy_characters": Contender("spaCy `zh`, a token a character", MEDIUM, spacy_characters),
    "spacy_phrase_matcher": Contender(
        "spaCy `zh`, a token a character, PhraseMatcher of 300 terms", MEDIUM, spacy_phrase_matcher
    ),
    "jionlp": Contender("JioNLP, money", SLOW, jionlp_money),
    "cn2an": Contender("cn2an, `transform`", SLOW, cn2an_transform),
    "jieba": Contender("`jieba.cut`", MEDIUM, jieba_cut),
    "spacy_jieba": Contender("spaCy `zh` with jieba, SpanRuler of 300 terms", SLOW, spacy_jieba),
    "jieba_posseg": Contender("`jieba.posseg`", SLOW, jieba_posseg),
    "recognizers": Contender(
        "Recognizers-Text, numbers, percentages and currency", SLOWEST, recognizers_text
    ),
}
