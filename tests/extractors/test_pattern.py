"""Patterns over typed spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RuleError
from pipeline.extractors.item import Item
from pipeline.extractors.pattern import Alphabet, SpanPattern
from pipeline.rulebook.pattern import captures_named, expand, types_named


def sentence(text: str) -> list[Item]:
    """Make spans from words such as ``a|b``: one span with the types a and b."""
    return [
        Item(place, place + 1, frozenset(word.split("|")))
        for place, word in enumerate(text.split())
    ]


def matches(pattern: str, text: str, alphabet: Alphabet | None = None) -> list[tuple[int, int]]:
    alphabet = alphabet or Alphabet()
    letters = alphabet.encode(sentence(text))
    return [found.span() for found in SpanPattern(pattern, alphabet).expression.finditer(letters)]


PATTERNS = [
    ("<a>", "a b a", [(0, 1), (2, 3)]),
    ("<a> <b>", "a b c", [(0, 2)]),
    ("<a><b>", "a b c", [(0, 2)]),
    ("<b>", "a a|b|c b|d", [(1, 2), (2, 3)]),
    ("<a|c>", "a b c", [(0, 1), (2, 3)]),
    ("<!a>", "a b a|c d", [(1, 2), (3, 4)]),
    ("<!a|b>", "a b c", [(2, 3)]),
    ("<a>{2}", "a a a b", [(0, 2)]),
    ("<a> <!b>{0,2}? <c>", "a b c a d c", [(3, 6)]),
    ("<a>+", "a a b a", [(0, 2), (3, 4)]),
    ("(?: <a> | <b> <c> )", "b c a", [(0, 2), (2, 3)]),
    ("(?<= <a> <!c>{0,3} ) <b>", "a d b c b", [(2, 3)]),
    ("(?<! <a> ) <b>", "a b b", [(2, 3)]),
    ("<a> (?! <b> )", "a b a c a", [(2, 3), (4, 5)]),
    ("<unheard_of>", "a b", []),
    ("<!unheard_of>", "a b", [(0, 1), (1, 2)]),
    ("<a> .{0,2} <b>", "a c d b", [(0, 4)]),
    ("<aa>", "a aa aaa", [(1, 2)]),
]


@pytest.mark.parametrize(("pattern", "text", "spans"), PATTERNS)
def test_a_letter_is_a_span(pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert matches(pattern, text) == spans


def test_captures_name_the_spans() -> None:
    alphabet = Alphabet()
    letters = alphabet.encode(sentence("a v x v b"))
    pattern = SpanPattern("(?P<list> <a> value:<v> ) (?: <x> value:<v> )* end:<b>", alphabet)
    found = pattern.expression.search(letters)
    assert found is not None
    assert found.spans("value") == [(1, 2), (3, 4)]
    assert found.spans("list") == [(0, 2)]
    assert found.span("end") == (4, 5)


def test_a_pattern_knows_the_sets_that_come_after_it() -> None:
    alphabet = Alphabet()
    first, second = SpanPattern("<a>", alphabet), SpanPattern("<!a>", alphabet)
    for text, has_a in (("b", False), ("a|c", True), ("d|e", False), ("a|e", True)):
        letters = alphabet.encode(sentence(text))
        assert bool(first.expression.match(letters)) == has_a
        assert bool(second.expression.match(letters)) != has_a


def test_a_pattern_is_compiled_again_only_for_a_set_that_it_names() -> None:
    alphabet = Alphabet()
    pattern = SpanPattern("<a>", alphabet)
    alphabet.encode(sentence("a b"))
    compiled = pattern.expression
    alphabet.encode(sentence("c|d"))
    assert pattern.expression is compiled
    alphabet.encode(sentence("c|a"))
    assert pattern.expression is not compiled


TYPES = st.sets(st.sampled_from("abcd"), min_size=1).map("|".join)
SENTENCES = st.lists(TYPES, max_size=12).map(" ".join)


@given(SENTENCES, st.sets(st.sampled_from("abcd"), min_size=1))
def test_a_span_matches_if_it_has_one_of_the_types(text: str, names: set[str]) -> None:
    element = "|".join(sorted(names))
    having = [place for place, item in enumerate(sentence(text)) if item.types & names]
    assert [start for start, _ in matches(f"<{element}>", text)] == having
    others = [place for place in range(len(sentence(text))) if place not in having]
    assert [start for start, _ in matches(f"<!{element}>", text)] == others


@given(SENTENCES, st.lists(SENTENCES, max_size=3), st.sampled_from([row[0] for row in PATTERNS]))
def test_what_was_seen_before_changes_nothing(text: str, before: list[str], pattern: str) -> None:
    alphabet = Alphabet()
    for other in before:
        matches(pattern, other, alphabet)
    assert matches(pattern, text, alphabet) == matches(pattern, text)


MACROS = {
    "plain": "<a>?",
    "nested": "<b> @plain",
    "one": "value:<$1>",
    "two": "<$1> <!$2>",
    "knot": "@loop",
    "loop": "@knot",
}
EXPANDED = [
    ("@plain <b>", "a b", [(0, 2)]),
    ("@nested{2}", "b a b", [(0, 3)]),
    ("@one(c)", "a c", [(1, 2)]),
    ("@two(a, b|c)", "a b a d", [(2, 4)]),
]


@pytest.mark.parametrize(("pattern", "text", "spans"), EXPANDED)
def test_macros_are_parts_with_arguments(
    pattern: str, text: str, spans: list[tuple[int, int]]
) -> None:
    assert matches(expand(pattern, MACROS), text) == spans


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("@nothing", "no macro '@nothing'"), ("@knot", "refers to itself")],
)
def test_macros_that_cannot_be_expanded(pattern: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        expand(pattern, MACROS)


def test_what_a_pattern_names() -> None:
    pattern = expand("(?P<list> noun:<a|b> <!c> ) @one(d)", MACROS)
    assert types_named(pattern) == {"a", "b", "c", "d"}
    assert captures_named(pattern) == {"list", "noun", "value"}
