"""Quartiles, intervals, and what is to be expected of fewer cases."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.statistics import distribution, expected_absent, wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [  # Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_are_those_of_the_literature(
    count: int, of: int, low: float, high: float
) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_there_is_no_interval() -> None:
    assert wilson(0, 0) is None
    assert distribution([[], []]) is None


def test_expected_absent_is_counted_by_hand() -> None:
    """Of four cases two are drawn: six ways, one of which misses two given cases."""
    assert expected_absent({"a": 2, "b": 4}, 4, 2) == pytest.approx(1 / 6)
    assert expected_absent({"a": 1}, 4, 1) == pytest.approx(3 / 4)
    assert expected_absent({"a": 1}, 4, 9) == 0


@given(st.lists(st.lists(st.integers(0, 10**6).map(Decimal), max_size=3), max_size=12))
def test_quartiles_are_in_order_and_within_the_figures(by_case: list[list[Decimal]]) -> None:
    found = distribution(by_case)
    values = [figure for figures in by_case for figure in figures]
    if not values:
        assert found is None
        return
    assert found is not None
    first, middle, third = found.quartiles
    assert min(values) <= first <= middle <= third <= max(values)
    assert found.total == sum(values)
    assert (found.cases, found.figures) == (sum(map(bool, by_case)), len(values))
    if found.interval is not None:
        assert min(values) <= found.interval[0] <= found.interval[1] <= max(values)


def test_few_cases_have_no_interval_and_many_have_the_same_every_time() -> None:
    figures = [[Decimal(figure)] for figure in (1, 5, 9, 20, 30, 31, 44)]
    assert distribution(figures[:5]) is not None
    assert distribution(figures[:5]).interval is None  # type: ignore[union-attr]
    assert distribution(figures) == distribution(figures)
    assert distribution(figures).interval is not None  # type: ignore[union-attr]
