"""Figures as pictures write them: qualifiers, ranges, sums and percentages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Qualifier
from pipeline.plot.value import Value, added, grouped, percent_text, sum_text


def value(text: str) -> Value:
    """Read ``>=20``, ``<=20``, ``~20`` or ``15-30``."""
    signs: dict[str, Qualifier] = {">=": "at_least", "<=": "at_most", "~": "about"}
    for sign, qualifier in signs.items():
        if text.startswith(sign):
            read = value(text.removeprefix(sign))
            return Value(read.low, read.high, qualifier)
    low, _, high = text.partition("-")
    return Value(Decimal(low), Decimal(high or low))


@pytest.mark.parametrize(
    ("given_value", "text"),
    [
        ("20", "20"),
        ("1200", "1,200"),
        ("1234567.5", "1,234,567.5"),
        ("0.5", "0.5"),
        ("15-30", "15–30"),
        ("~20", "约20"),
        (">=1000", "≥1,000"),
        ("<=8", "≤8"),
        ("~1500-3000", "约1,500–3,000"),
    ],
)
def test_a_value_is_written_with_its_qualifier(given_value: str, text: str) -> None:
    assert value(given_value).text == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ("", ""),
        ("518", "518"),
        (">=1234", "≥1,234"),
        ("518 72", "590"),
        ("100-120 30", "130–150"),
        # One of several is not exact: two digits, and a bound stays true.
        ("70000 >=138", "≥70,000"),
        (">=199 >=1000", "≥1,100"),
        ("<=199 1000", "≤1,200"),
        ("~70000 138", "约70,000"),
        ("~55 60", "约120"),
        # Bounds in both directions, or bounds and about-figures, make an about-figure.
        (">=50000 ~70000 138", "约120,000"),
        (">=10 <=20", "约30"),
        (">=2 3", "≥5"),
        ("0 >=0", "≥0"),
    ],
)
def test_a_sum_is_no_more_exact_than_its_parts(values: str, text: str) -> None:
    assert sum_text([value(one) for one in values.split()]) == text


def test_nothing_adds_up_to_nothing() -> None:
    with pytest.raises(ValueError, match="nothing to add"):
        added([])


amounts = st.decimals(0, 10**9, places=2, allow_nan=False)


@given(st.lists(amounts, min_size=2, max_size=6))
def test_a_rough_lower_bound_is_true_and_near(figures: list[Decimal]) -> None:
    text = sum_text([Value(figure, figure, "at_least") for figure in figures])
    written, exact = Decimal(text.removeprefix("≥").replace(",", "")), sum(figures)
    assert written <= exact
    assert exact - written <= exact / 10


@given(st.integers(0, 10**12))
def test_grouping_only_adds_commas(figure: int) -> None:
    assert grouped(Decimal(figure)) == f"{figure:,}"


@pytest.mark.parametrize(
    ("given_value", "derived", "text"),
    [
        ("20", False, "20%"),
        ("12.5", False, "12.5%"),
        ("33.333333", False, "33%"),
        (">=25", False, "≥25%"),
        ("15-30", False, "15–30%"),
        ("39.68254", True, "40%"),
        ("12.5", True, "13%"),
        ("13.333333-20", True, "13–20%"),
        ("0.444444", True, "0.4%"),
        ("0", True, "0%"),
    ],
)
def test_computed_percentages_are_whole(given_value: str, derived: bool, text: str) -> None:
    assert percent_text(value(given_value), derived=derived) == text
