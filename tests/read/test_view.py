"""The text as the rules see it: what is left out, what is narrowed, and the way back."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.view import View, make_view
from pipeline.rulebook import load

MARKS = [regex.compile(pattern) for pattern in load().headings.marks]
PIECES = st.sampled_from(
    ["村", "５", "5", "％", "，", "\n", " ", "　", "[", "]", "[bookmark: _Toc14]", "[bookmark:]",
     "[bookmark: a", "\u200b", "\ufeff", "\u00ad", "😀", "𠮷", "[图片1]", "[image]", "[bookmark"]
)  # fmt: skip
SOURCES = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=30)


def left_in(source: str) -> list[int]:
    """Return the places of the source that no mark covers."""
    covered = {
        place for mark in MARKS for found in mark.finditer(source) for place in range(*found.span())
    }
    return [place for place in range(len(source)) if place not in covered]


@given(SOURCES)
def test_the_view_is_the_source_without_its_marks(source: str) -> None:
    view = make_view(source, MARKS)
    assert view.printed == "".join(source[place] for place in left_in(source))
    assert len(view.text) == len(view.printed)


@given(SOURCES, st.data())
def test_any_slice_is_found_again_in_the_source(source: str, data: st.DataObject) -> None:
    view, places = make_view(source, MARKS), left_in(source)
    start = data.draw(st.integers(0, len(places)))
    end = data.draw(st.integers(start, len(places)))
    first, last = view.to_source(start, end)
    if start < end:
        assert (first, last) == (places[start], places[end - 1] + 1)
    else:
        assert 0 <= first == last <= len(source)


@given(st.text(max_size=40))
def test_without_marks_all_places_are_the_same(source: str) -> None:
    view = make_view(source, [])
    assert view.printed == source
    for place in range(len(source)):
        assert view.to_source(place, place + 1) == (place, place + 1)


@given(st.text(max_size=40))
def test_narrowing_changes_full_width_forms_only(source: str) -> None:
    for seen, printed in zip(make_view(source, []).text, source, strict=True):
        assert seen == printed or (seen.isascii() and not printed.isascii())


NARROWED = [
    ("５１８个", "518个"),
    ("３０％", "30%"),
    ("１．５元／件", "1.5元/件"),
    ("１＋Ｎ", "1+N"),
    ("（一）甲：乙；丙，丁？！", "（一）甲：乙；丙，丁？！"),
    ("＜甲＞", "＜甲＞"),
    ("　甲", " 甲"),
    ("“甲”、。", "“甲”、。"),
]


@pytest.mark.parametrize(("source", "text"), NARROWED)
def test_digits_and_signs_are_narrowed_and_punctuation_is_not(source: str, text: str) -> None:
    view = make_view(source, [])
    assert (view.text, view.printed) == (text, source)


def test_a_mark_inside_a_slice_belongs_to_its_source() -> None:
    source = "建成5[bookmark: _Toc1]18个"
    view = make_view(source, MARKS)
    assert view.text == "建成518个"
    start, end = view.to_source(2, 6)
    assert source[start:end] == "5[bookmark: _Toc1]18个"


def test_marks_next_to_each_other_and_at_the_ends() -> None:
    source = "\ufeff[bookmark: a][bookmark: b]甲\u200b[image]乙[bookmark: c]"
    view = make_view(source, MARKS)
    assert view.text == "甲乙"
    assert [source[slice(*view.to_source(place, place + 1))] for place in range(2)] == ["甲", "乙"]


def test_marks_of_several_kinds_that_overlap_are_left_out_once() -> None:
    source = "甲[ab]乙"
    view = make_view(source, [regex.compile(r"\[a"), regex.compile(r"\[ab\]")])
    assert view.text == "甲乙"
    assert view.to_source(1, 2) == (5, 6)


def test_nothing_is_left_of_a_text_of_marks() -> None:
    view: View = make_view("[bookmark: a]", MARKS)
    assert (view.text, view.to_source(0, 0)[0]) in (("", 0), ("", 13))
