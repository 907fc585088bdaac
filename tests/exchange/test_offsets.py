"""Places in another count: an emoji before a fact must not shift it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exchange.offsets import Place, code_points
from pipeline.exchange.texts import LabelError
from tests.exchange.labelled import CHARACTERS

TEXT = "武安😀市𠮷建成518个，其中72个。\n共590个。"


def units(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


@pytest.mark.parametrize("words", ["518个", "72个", "590个", "𠮷建", "😀"])
def test_both_counts_lead_to_the_same_words(words: str) -> None:
    start = TEXT.index(words)
    end = start + len(words)
    assert code_points(TEXT, [Place(start, end, words)]) == [(start, end)]
    in_units = Place(units(TEXT, start), units(TEXT, end), words)
    assert code_points(TEXT, [in_units]) == [(start, end)]


@given(st.text(CHARACTERS, min_size=1), st.data())
def test_utf_16_units_are_turned_into_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    # The end of the text fixes the count, so that equal words elsewhere cannot be meant.
    last = Place(units(text, len(text) - 1), units(text, len(text)), text[-1])
    place = Place(units(text, start), units(text, end), text[start:end])
    found = code_points(text, [place, last])
    if units(text, len(text)) > len(text):
        assert found == [(start, end), (len(text) - 1, len(text))]
    else:
        assert found[0] == (start, end)


def test_all_places_of_a_text_are_in_one_count() -> None:
    text = "😀aab"
    # Taken alone, the first place fits both counts; the second fits UTF-16 units only.
    assert code_points(text, [Place(2, 3, "a"), Place(4, 5, "b")]) == [(1, 2), (3, 4)]
    assert code_points(text, [Place(2, 3, "a"), Place(3, 4, "b")]) == [(2, 3), (3, 4)]


def test_line_ends_that_label_studio_spells_are_known_again() -> None:
    start = TEXT.index("72个")
    words = TEXT[start:].replace("\n", "\\n")
    assert code_points(TEXT, [Place(start, len(TEXT), words)]) == [(start, len(TEXT))]


@pytest.mark.parametrize(
    "place",
    [
        Place(0, 2, "安市"),
        Place(0, 0, ""),
        Place(5, 3, None),
        Place(0, 99, None),
        Place(3, 5, "市"),
    ],
)
def test_words_that_do_not_stand_there_are_refused(place: Place) -> None:
    with pytest.raises(LabelError, match=f"from {place.start} to {place.end} the text is"):
        code_points(TEXT, [place])
