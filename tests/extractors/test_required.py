"""What a passage must hold for a pattern to match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extractors.item import Item
from pipeline.extractors.outline import outline
from pipeline.extractors.pattern import Alphabet, SpanPattern
from pipeline.extractors.required import requirements
from pipeline.flow import Flow
from pipeline.model import Document
from pipeline.rulebook import load

TABLE = [
    ("<a>", "a"),
    ("value:<a|b> <c>", "a|b c"),
    ("<a>? <b>", "b"),
    ("<a>* <b>+ <c>{0,3} <d>{1,2}?", "b d"),
    ("<a>{,2} <b>{2}", "b"),
    ("<!a> . <b>", "b"),
    ("(?: <a> <b> )? <c>", "c"),
    ("(?: <a> | <b> <c> ) <d>", "a|b d"),
    ("(?: <a> | <b>? ) <d>", "d"),
    ("(?: <a> | ^ )", ""),
    ("(?<= <a> ) <b> (?! <c> ) (?<! <d> )", "a b"),
    ("(?<= ^ | <a> ) <b>", "b"),
    ("(?P<list> <a> (?: <b> <a> )+ ) (?= <c> )", "a b c"),
]


@pytest.mark.parametrize(("pattern", "needs"), TABLE)
def test_what_a_pattern_cannot_do_without(pattern: str, needs: str) -> None:
    assert {"|".join(sorted(types)) for types in requirements(pattern)} == set(needs.split())


ELEMENTS = st.sampled_from(["<a>", "<b>", "<c>", "<!a>", "<a|b>", "value:<c>", "."])
QUANTITIES = st.sampled_from(["", "", "?", "*", "+", "{0,2}", "{2}", "{1,3}?", "??"])


def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequence = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    branches = st.lists(sequence, min_size=1, max_size=3).map(" | ".join)
    group = st.builds("(?: {} ){}".format, branches, QUANTITIES)
    around = st.builds("{} {} )".format, st.sampled_from(["(?=", "(?!", "(?<=", "(?<!"]), branches)
    return group | around


PIECES = st.builds("{}{}".format, ELEMENTS, QUANTITIES)
PATTERNS = st.lists(st.recursive(PIECES, grouped, max_leaves=8), min_size=1, max_size=4).map(
    " ".join
)
SENTENCES = st.lists(st.sampled_from(["a", "b", "c", "d", "a|c"]), max_size=8)


@given(PATTERNS, SENTENCES)
def test_no_match_is_lost(pattern: str, words: list[str]) -> None:
    alphabet = Alphabet()
    spans = [Item(place, place + 1, frozenset(word.split("|"))) for place, word in enumerate(words)]
    letters = alphabet.encode(spans)
    compiled = SpanPattern(pattern.replace("value:", ""), alphabet)
    if compiled.expression.search(letters):
        assert not compiled.needs & ~alphabet.met(letters)


@given(PATTERNS, SENTENCES)
def test_an_outline_matches_wherever_the_pattern_does(pattern: str, words: list[str]) -> None:
    alphabet = Alphabet()
    spans = [Item(place, place + 1, frozenset(word.split("|"))) for place, word in enumerate(words)]
    letters = alphabet.encode(spans)
    if SpanPattern(pattern.replace("value:", ""), alphabet).expression.search(letters):
        assert SpanPattern(outline(pattern), alphabet, plain=True).expression.search(letters)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("<a> value:<b|c>", "<a><b|c>"),
        ("(?<= <a> ) <b>", "(?:)<b>"),
        ("(?P<list> <a> ) <b>{0,3}?", "(?:<a>)<b>{0,3}?"),
        ("<a> (?: <b> <c>* )+ <d>", "<a>.*<d>"),
        ("<a> (?! (?: <b>* )+ )", "<a>(?:)"),
    ],
)
def test_outlines(pattern: str, expected: str) -> None:
    assert outline(pattern) == expected


def test_most_rules_need_more_than_a_figure() -> None:
    rules = Flow(load()).engine.matcher.rules
    narrow = [compiled for compiled in rules if compiled.needs.bit_count() > 1]
    assert len(narrow) > len(rules) / 2


def test_the_first_passage_is_read_like_any_other() -> None:
    text = "1.河北武安市“一点多能”\n全县建成村级物流服务点518个。"
    document = Document(report="first", text=text, sha256="")
    flow = Flow(load())
    first, second = flow.run(document), flow.run(document)
    assert [fact.value_min for case in first.cases for fact in case.facts] == [518]
    assert first == second
