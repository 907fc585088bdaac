"""The score of a batch from a sample: right on average, and an interval that holds."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.exchange.estimate import Estimate, estimated_figures, score_sample
from pipeline.exchange.interval import beta_distribution, share_interval, student_quantile
from pipeline.exchange.sample import SampledCase
from pipeline.model import Fact
from pipeline.qa.figures import FactFigures, fact_figures
from pipeline.qa.gold import GoldCase, GoldFact
from pipeline.qa.match import Matching
from pipeline.qa.run import RunCase, RunTables
from pipeline.qa.score import CaseScore, Score, Tally

# --- the interval -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hits", "facts", "low", "high"),
    [
        # From the tables of Clopper and Pearson's interval.
        (0, 10, 0, 0.3085),
        (1, 20, 0.0013, 0.2487),
        (5, 10, 0.1871, 0.8129),
        (8, 10, 0.4439, 0.9748),
        (10, 10, 0.6915, 1),
    ],
)
def test_the_interval_is_the_exact_binomial_one(
    hits: int, facts: int, low: float, high: float
) -> None:
    many = 10**9
    assert share_interval(hits / facts, facts, many) == pytest.approx((low, high), abs=5e-5)


@given(st.floats(0.001, 0.999), st.integers(1, 40), st.integers(1, 40))
def test_the_beta_distribution_is_a_sum_of_binomial_chances(x: float, a: int, b: int) -> None:
    trials = a + b - 1
    wanted = math.fsum(
        math.comb(trials, hits) * x**hits * (1 - x) ** (trials - hits)
        for hits in range(a, trials + 1)
    )
    assert beta_distribution(x, a, b) == pytest.approx(wanted, abs=1e-9)


@given(st.floats(0, 1), st.floats(0.5, 500), st.integers(1, 50))
def test_the_interval_holds_the_estimate_and_narrows_with_more_facts(
    share: float, facts: float, degrees: int
) -> None:
    low, high = share_interval(share, facts, degrees)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    narrower = share_interval(share, 4 * facts, degrees)
    assert narrower[1] - narrower[0] <= high - low + 1e-9
    surer = share_interval(share, facts, degrees + 1)
    assert surer[1] - surer[0] <= high - low + 1e-9


@pytest.mark.parametrize(
    ("degrees", "wanted"),
    [(1, 12.706), (2, 4.303), (4, 2.776), (10, 2.228), (30, 2.042), (10**6, 1.960)],
)
def test_students_distribution_is_that_of_the_tables(degrees: int, wanted: float) -> None:
    assert student_quantile(degrees) == pytest.approx(wanted, abs=5e-4)


# --- estimates --------------------------------------------------------------------------------


def case_score(number: int, right: int, spurious: int, missing: int) -> CaseScore:
    tallies = {("all", "core"): Tally(right, spurious, missing)}
    return CaseScore("batch", number, True, True, Matching((), (), ()), tallies, {}, {})


def sampled(number: int, stratum: int, cases: int, size: int) -> SampledCase:
    return SampledCase(number, f"{number}.", stratum, cases, size)


def core(scores: Sequence[CaseScore], sample: Sequence[SampledCase]) -> FactFigures:
    (row,) = estimated_figures(Estimate(Score(tuple(scores)), tuple(sample)), ["core"])
    return row


def test_a_case_stands_for_as_many_as_its_chance_says() -> None:
    scores = [case_score(1, 4, 0, 0), case_score(2, 4, 0, 0), case_score(3, 1, 2, 1)]
    scores.append(case_score(4, 1, 0, 3))
    sample = [sampled(1, 1, 10, 2), sampled(2, 1, 10, 2), sampled(3, 2, 2, 2), sampled(4, 2, 2, 2)]
    row = core(scores, sample)
    # The first stratum stands for ten cases of four right facts, the second for itself.
    assert row.tally == Tally(10, 2, 4)
    assert row.f1.value == pytest.approx(84 / (84 + 2 + 4))
    assert row.precision.value == pytest.approx(42 / 44)
    assert row.recall.value == pytest.approx(42 / 46)
    assert row.f1.interval is not None
    assert row.f1.interval[0] < 84 / 90 < row.f1.interval[1]


def test_without_any_error_the_interval_still_says_something() -> None:
    sample = [sampled(number, 1, 40, 4) for number in range(1, 5)]
    few = core([case_score(number, 3, 0, 0) for number in range(1, 5)], sample).f1
    many = core([case_score(number, 30, 0, 0) for number in range(1, 5)], sample).f1
    assert few.value == many.value == 1
    assert few.interval is not None
    assert many.interval is not None
    assert few.interval[0] < many.interval[0] < few.interval[1] == many.interval[1] == 1
    # Four cases with twelve facts: that all facts of the other 36 are right is not sure at all.
    assert few.interval[0] < 0.7 < many.interval[0]


def test_where_nothing_is_to_be_counted_there_is_no_figure() -> None:
    sample = [sampled(1, 1, 9, 2), sampled(2, 1, 9, 2)]
    row = core([case_score(1, 0, 0, 2), case_score(2, 0, 0, 0)], sample)
    assert (row.precision.value, row.precision.interval) == (None, None)
    assert row.recall.value == 0


TALLIES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12
)


@given(TALLIES)
def test_all_cases_give_the_score_itself(tallies: list[tuple[int, int, int]]) -> None:
    scores = [case_score(number, *counts) for number, counts in enumerate(tallies)]
    sample = [sampled(number, 1, len(tallies), len(tallies)) for number in range(len(tallies))]
    row = core(scores, sample)
    (whole,) = fact_figures(Score(tuple(scores)), ["core"], times=0)
    for estimate, figure in (
        (row.f1, whole.f1),
        (row.precision, whole.precision),
        (row.recall, whole.recall),
    ):
        assert estimate.value == pytest.approx(figure.value)
        if figure.value is not None:
            assert estimate.interval == (estimate.value, estimate.value)


@pytest.mark.parametrize("rate", [0.005, 0.03, 0.25])
def test_the_interval_holds_the_true_score_as_often_as_it_promises(rate: float) -> None:
    """Batches of 50 cases with errors that come in clusters, 12 of them labelled."""
    held = total = 0
    offs = []
    for seed in range(10):
        chance = random.Random(seed)
        batch = [errors_of_a_case(chance, rate) for _ in range(50)]
        whole = core(
            [case_score(number, *counts) for number, counts in enumerate(batch)],
            [sampled(number, 1, 50, 50) for number in range(50)],
        ).f1.value
        assert whole is not None
        # Two strata: cases with many facts, of which more are taken, and the others.
        order = sorted(range(50), key=lambda number: sum(batch[number]))
        strata = [(order[:35], 6), (order[35:], 6)]
        for _ in range(15):
            chosen = [
                (number, sampled(number, stratum, len(cases), size))
                for stratum, (cases, size) in enumerate(strata)
                for number in chance.sample(cases, size)
            ]
            figure = core(
                [case_score(number, *batch[number]) for number, _ in chosen],
                [one for _, one in chosen],
            ).f1
            assert figure.value is not None
            assert figure.interval is not None
            held += figure.interval[0] <= whole <= figure.interval[1]
            offs.append(figure.value - whole)
            total += 1
    assert held / total >= 0.95
    assert abs(sum(offs) / total) < 0.01


def errors_of_a_case(chance: random.Random, rate: float) -> tuple[int, int, int]:
    facts = chance.randint(0, 10)
    own = rate * chance.choice([0, 0, 1, 3])
    missing = sum(chance.random() < own for _ in range(facts))
    spurious = sum(chance.random() < own / 2 for _ in range(facts))
    return facts - missing, spurious, missing


# --- a run and its labels ---------------------------------------------------------------------

SOURCE = "1.甲县“一”\n建成网点518个。\n2.乙县“二”\n建成网点72个。\n3.丙县“三”\n建成网点9个。\n"


def gold(number: int, name: str, text: str) -> GoldCase:
    start = SOURCE.index(text)
    value = Decimal(text.removesuffix("个"))
    labelled = GoldFact(
        field="node_count",
        category="village",
        subject="网点",
        value_min=value,
        value_max=value,
        unit="个",
        qualifier="exact",
        role="main",
        status="existing",
        basis="stated",
        text=text,
        quote=f"建成网点{text}",
        start=start,
        end=start + len(text),
    )
    return GoldCase(
        case_no=number,
        heading=f"{number}.{name}",
        province="河北省",
        prefecture=None,
        county="武安市",
        adcode="130481",
        slogan="一",
        slogan_suffix="",
        slogan_body=(),
        facts=(labelled,),
    )


GOLD = [gold(1, "甲县“一”", "518个"), gold(2, "乙县“二”", "72个"), gold(3, "丙县“三”", "9个")]
SAMPLE = (
    SampledCase(1, "1.甲县“一”", 1, 3, 2),
    SampledCase(3, "3.丙县“三”", 1, 3, 2),
)


def run_case(case: GoldCase, *facts: Fact) -> RunCase:
    texts = ("province", "county", "adcode", "slogan", "slogan_suffix", "slogan_body")
    said = {name: getattr(case, name) for name in texts}
    return RunCase(case.case_no, case.heading, prefecture="", facts=facts, **said)


RUN = RunTables(
    "batch", tuple(run_case(case, case.facts[0].as_fact()) for case in GOLD), 3, 0, SOURCE
)


def test_only_the_sampled_cases_are_judged() -> None:
    without = replace(RUN, cases=(RUN.cases[0], run_case(GOLD[1]), run_case(GOLD[2])))
    estimate = score_sample(without, GOLD, SAMPLE)
    assert estimate.score.tally() == Tally(right=1, missing=1)
    # Labels of other cases are neither needed nor used.
    assert score_sample(without, [GOLD[0], GOLD[2]], SAMPLE).score == estimate.score


def test_a_case_that_the_run_lost_has_all_its_facts_missing() -> None:
    lost = replace(RUN, cases=RUN.cases[:2])
    estimate = score_sample(lost, GOLD, SAMPLE)
    assert estimate.score.tally() == Tally(right=1, missing=1)


def test_all_sampled_cases_must_be_labelled() -> None:
    with pytest.raises(InputError, match="the labels lack the sampled cases 3: label all"):
        score_sample(RUN, GOLD[:2], SAMPLE)


def test_a_sample_of_another_numbering_is_refused() -> None:
    other = replace(RUN, cases=(replace(RUN.cases[0], heading="1.丁县“四”"), *RUN.cases[1:]))
    with pytest.raises(InputError, match=r"case 1 was drawn as '1\.甲县“一”' and is '1\.丁县"):
        score_sample(other, GOLD, SAMPLE)
