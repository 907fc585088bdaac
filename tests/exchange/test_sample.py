"""Drawing cases to label: the same at every call, with known chances, and to good effect."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.exchange.batch import Batch, BatchCase
from pipeline.exchange.sample import SampledCase, draw
from pipeline.exchange.sample_file import load_sample, sample_csv
from pipeline.model import Fact
from pipeline.qa.run import RunCase


def fact(flags: tuple[str, ...] = ()) -> Fact:
    one = Decimal(1)
    return Fact("node_count", "village", "站", one, one, "个", "1个", 0, 2, flags=flags)


def batch(sizes: Sequence[tuple[int, int, int]], name: str = "") -> Batch:
    """Make a batch of cases with so many facts, flagged ones among them, and unexplained."""
    cases = []
    for number, (facts, flagged, unexplained) in enumerate(sizes, start=1):
        found = [fact(("x",) if i < flagged else ()) for i in range(facts)]
        case = RunCase(number, f"{number}.{name}县", "", "", "", "", "", "", (), tuple(found))
        cases.append(BatchCase(case, number * 100, number * 100 + 100, unexplained))
    return Batch("batch", tuple(cases), "")


SIZES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 3), st.integers(0, 4)), min_size=2, max_size=60
)


@given(SIZES, st.data())
def test_a_sample_has_as_many_cases_as_asked_for_each_with_a_known_chance(
    sizes: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    whole = batch(sizes)
    wanted = data.draw(st.integers(2, len(sizes)))
    sample = draw(whole, wanted)
    assert len({one.case_no for one in sample}) == len(sample) == wanted
    assert [one.case_no for one in sample] == sorted(one.case_no for one in sample)
    strata = {one.stratum: (one.stratum_cases, one.stratum_sampled) for one in sample}
    assert sum(cases for cases, _ in strata.values()) == len(sizes)
    found = Counter(one.stratum for one in sample)
    for stratum, (cases, sampled) in strata.items():
        assert found[stratum] == sampled
        assert min(cases, 2) <= sampled <= cases
    # So the inverse chances add up to the cases of the batch.
    assert sum(1 / one.probability for one in sample) == pytest.approx(len(sizes))


@given(SIZES)
def test_the_same_batch_gives_the_same_sample_in_any_order(
    sizes: list[tuple[int, int, int]],
) -> None:
    whole = batch(sizes)
    turned = Batch("batch", tuple(reversed(whole.cases)), "")
    assert draw(whole, 2) == draw(whole, 2) == draw(turned, 2)


def test_all_cases_are_a_sample_too() -> None:
    whole = batch([(number % 5, 0, number % 2) for number in range(20)])
    assert [one.probability for one in draw(whole, 20)] == [1] * 20


@pytest.mark.parametrize("wanted", [-1, 0, 1, 21])
def test_too_few_and_too_many_are_refused(wanted: int) -> None:
    with pytest.raises(InputError, match=f"{wanted} of 20 cases cannot be drawn: choose 2 to 20"):
        draw(batch([(3, 0, 0)] * 20), wanted)


def test_cases_with_more_to_go_wrong_are_taken_more_often() -> None:
    plain, odd = [(3, 0, 0)] * 30, [(3, 1, 4)] * 10
    sample = draw(batch([*plain, *odd]), 10)
    chances = {one.case_no > 30: one.probability for one in sample}
    assert chances[True] > 2 * chances[False]


def test_every_case_of_a_stratum_has_the_same_chance() -> None:
    drawn: Counter[int] = Counter()
    for number in range(400):
        drawn.update(one.case_no for one in draw(batch([(4, 0, 0)] * 10, str(number)), 3))
    # 120 times each is expected, with a standard deviation of 9.
    assert len(drawn) == 10
    assert all(abs(times - 120) < 40 for times in drawn.values())


def test_strata_make_the_estimate_closer_than_chance_alone() -> None:
    """The design's own variance, from all errors of batches of cases with 50 facts or so."""
    ratios = []
    for seed in range(12):
        chance = random.Random(seed)
        sizes = [
            (chance.randint(0, 8), chance.randint(0, 1), chance.choice([0, 0, 0, 1, 2]))
            for _ in range(50)
        ]
        errors = [
            sum(chance.random() < 0.05 for _ in range(facts))
            + sum(chance.random() < 0.6 for _ in range(unexplained))
            for facts, _, unexplained in sizes
        ]
        judged = [2 * facts + wrong for (facts, _, _), wrong in zip(sizes, errors, strict=True)]
        f1 = 1 - sum(errors) / sum(judged)
        residuals = [both - wrong - f1 * both for both, wrong in zip(judged, errors, strict=True)]
        ratios.append(variance(sizes, residuals) / simple_variance(residuals, 12))
    assert sum(ratios) / len(ratios) < 0.75


def simple_variance(residuals: Sequence[float], wanted: int) -> float:
    number = len(residuals)
    mean = sum(residuals) / number
    spread = sum((one - mean) ** 2 for one in residuals) / (number - 1)
    return number**2 * (1 / wanted - 1 / number) * spread


def variance(sizes: Sequence[tuple[int, int, int]], residuals: Sequence[float]) -> float:
    """The variance of the estimated sum over all samples that the design can give."""
    strata = strata_of(sizes)
    return sum(
        simple_variance([residuals[case] for case in cases], sampled)
        for cases, sampled in strata
        if sampled < len(cases)
    )


def strata_of(sizes: Sequence[tuple[int, int, int]]) -> list[tuple[list[int], int]]:
    """Find all cases of each stratum, by drawing with other names until all have been drawn."""
    members: dict[int, set[int]] = {}
    sampled: dict[int, int] = {}
    whole: dict[int, int] = {}
    attempt = 0
    while not whole or any(len(members[one]) < whole[one] for one in whole):
        for one in draw(batch(sizes, str(attempt)), 12):
            members.setdefault(one.stratum, set()).add(one.case_no - 1)
            whole[one.stratum], sampled[one.stratum] = one.stratum_cases, one.stratum_sampled
        attempt += 1
    return [(sorted(members[one]), sampled[one]) for one in whole]


# --- the file ---------------------------------------------------------------------------------

SAMPLE = draw(batch([(number % 7, number % 2, number % 3 // 2) for number in range(30)]), 9)


def saved(folder: Path, content: str) -> Path:
    path = folder / "batch.sample.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_sample_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert load_sample(saved(tmp_path, sample_csv("=batch", SAMPLE))) == ("=batch", SAMPLE)


def test_the_chances_stand_in_the_file() -> None:
    lines = sample_csv("batch", SAMPLE).splitlines()
    assert (
        lines[0] == "\ufeffreport,case_no,heading,stratum,stratum_cases,stratum_sampled,probability"
    )
    assert [line.rsplit(",", 1)[1] for line in lines[1:]] == [
        f"{one.probability:.6f}" for one in SAMPLE
    ]


def changed(column: int, value: str) -> str:
    lines = sample_csv("batch", SAMPLE).splitlines()
    cells = lines[1].split(",")
    cells[column] = value
    return "\n".join([lines[0], ",".join(cells), *lines[2:]])


FAULTS = {
    "one line less": (
        "\n".join(sample_csv("batch", SAMPLE).splitlines()[:-1]),
        "has 4 of its 5 cases",
    ),
    "a case twice": (changed(1, str(SAMPLE[1].case_no)), "has a case twice"),
    "no number": (changed(3, "x"), "are whole numbers: restore the line"),
    "more than there are": (changed(4, "1"), "of 1 cases cannot be sampled"),
    "another chance": (changed(6, "0.9"), "the probability is '0.9', not"),
    "no chance": (changed(6, "?"), "the probability is '.', not"),
    "two reports": (changed(0, "other"), "is of several reports"),
    "other columns": ("a,b\n1,2\n", "has no column report"),
    "no line": (sample_csv("batch", ()), "holds no case"),
}


@pytest.mark.parametrize(("content", "message"), FAULTS.values(), ids=FAULTS)
def test_a_sample_that_is_not_whole_is_refused(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        load_sample(saved(tmp_path, content))


def test_one_case_alone_is_no_sample_of_a_stratum(tmp_path: Path) -> None:
    content = sample_csv("batch", [SampledCase(1, "1.", 1, 5, 1)])
    with pytest.raises(InputError, match="1 of 5 cases cannot be sampled"):
        load_sample(saved(tmp_path, content))
