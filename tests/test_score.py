"""Scores: matching, counting, intervals, the gate, and `anli score`."""

from __future__ import annotations

import csv
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.app import main
from pipeline.errors import InputError
from pipeline.model import Case, CaseResult, Document, Fact, NumberRow, Region, ReportResult
from pipeline.qa import bootstrap, diff, report
from pipeline.qa.assignment import assign, assign_by_levels
from pipeline.qa.cases import pair_cases
from pipeline.qa.figures import by_name, fact_figures
from pipeline.qa.gate import load_gate, missed
from pipeline.qa.gold import GoldCase, GoldFact, gold_text
from pipeline.qa.match import CORE, STRICT, match, match_places, overlap, share_words
from pipeline.qa.run import RunCase, RunTables
from pipeline.qa.score import MEASURES, Score, Tally, score_report
from pipeline.write import write_report

# --- builders ---------------------------------------------------------------------------------


def fact(value: int | str = 5, start: int = 0, length: int = 2, **changes: object) -> Fact:
    figure = Decimal(value)
    base = Fact(
        "node_count", "village", "服务点", figure, figure, "个", "5个", start, start + length
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def label(one: Fact, optional: bool = False) -> GoldFact:
    names = [name for name in GoldFact.model_fields if name not in {"quote", "optional"}]
    values = {name: getattr(one, name) for name in names}
    return GoldFact(**values, quote="quote with it", optional=optional)


def labelled(
    facts: Sequence[Fact] = (), optional: Sequence[Fact] = (), **changes: object
) -> GoldCase:
    case = GoldCase(
        case_no=1,
        heading="1.甲县“乙”",
        province="甲省",
        prefecture=None,
        county="甲县",
        adcode="123456",
        slogan="乙",
        slogan_suffix="",
        slogan_body=("乙",),
        facts=(*map(label, facts), *(label(one, optional=True) for one in optional)),
    )
    return case.model_copy(update=changes)


def found(facts: Sequence[Fact] = (), **changes: object) -> RunCase:
    case = RunCase(
        1, "1.甲县“乙”", "甲省", "丙市", "甲县", "123456", "乙", "", ("乙",), tuple(facts)
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def run(*cases: RunCase) -> RunTables:
    return RunTables("batch", cases, numerals=10, unexplained=1, source="")


FIELDS = ("cost_reduction", "employment", "node_count")


def score_facts(
    expected: Sequence[Fact], facts: Sequence[Fact], optional: Sequence[Fact] = ()
) -> Score:
    return score_report(run(found(facts)), [labelled(expected, optional)], FIELDS)


facts_lists = st.lists(
    st.builds(
        fact,
        value=st.integers(1, 3),
        start=st.integers(0, 6),
        length=st.integers(1, 3),
        field=st.sampled_from(["node_count", "employment"]),
        category=st.sampled_from(["town", "village"]),
        qualifier=st.sampled_from(["exact", "about"]),
        role=st.sampled_from(["main", "repeat"]),
        unit=st.sampled_from(["个", "人"]),
    ),
    max_size=6,
)


def key(one: Fact, attributes: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in attributes)


Cell = TypeVar("Cell")

# --- the assignment ---------------------------------------------------------------------------


def rectangles(cells: st.SearchStrategy[Cell], most: int) -> st.SearchStrategy[list[list[Cell]]]:
    """Give rectangles of cells with at most so many rows and columns."""
    sizes = st.integers(1, most)
    return sizes.flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=most)
    )


def every_matching(rows: int, columns: int) -> Iterator[list[tuple[int, int]]]:
    """Give every matching of all rows or all columns, whichever are fewer."""
    for chosen in itertools.permutations(range(max(rows, columns)), min(rows, columns)):
        few = enumerate(chosen)
        yield list(few) if rows <= columns else [(column, row) for row, column in few]


@given(rectangles(st.integers(0, 4), 5))
def test_assignment_reaches_the_best_sum_of_all_matchings(weights: list[list[int]]) -> None:
    pairs = assign(weights)
    best = max(
        sum(weights[i][j] for i, j in matching)
        for matching in every_matching(len(weights), len(weights[0]) if weights else 0)
    )
    assert sum(weights[i][j] for i, j in pairs) == best
    assert all(weights[i][j] > 0 for i, j in pairs)
    assert len({i for i, _ in pairs}) == len(pairs) == len({j for _, j in pairs})


@given(rectangles(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), 4))
def test_no_number_of_lesser_levels_outweighs_a_greater_one(
    levels: list[list[tuple[int, int, int]]],
) -> None:
    def sums(pairs: list[tuple[int, int]]) -> list[int]:
        return [sum(levels[i][j][level] for i, j in pairs) for level in range(3)]

    matchings = every_matching(len(levels), len(levels[0]) if levels else 0)
    assert sums(assign_by_levels(levels)) == max(map(sums, matchings))


@pytest.mark.parametrize("weights", [[], [[]], [[], []], [[0, 0]]])
def test_nothing_is_assigned_where_nothing_may_be(weights: list[list[int]]) -> None:
    assert assign(weights) == []


def test_assignment_is_not_first_come_first_served() -> None:
    assert assign([[3, 2], [3, 0]]) == [(0, 1), (1, 0)]


# --- matching ---------------------------------------------------------------------------------


@given(facts_lists, facts_lists, st.lists(st.booleans(), min_size=6, max_size=6))
def test_matching_reaches_what_counting_equal_facts_allows(
    expected: list[Fact], facts: list[Fact], flags: list[bool]
) -> None:
    optional = [one for one, flag in zip(expected, flags, strict=False) if flag]
    required = [one for one, flag in zip(expected, flags, strict=False) if not flag]
    score = score_facts(required, facts, optional)
    for measure, attributes in (("core", CORE), ("strict", (*CORE, *STRICT))):
        wanted = Counter(key(one, attributes) for one in required)
        given_facts = Counter(key(one, attributes) for one in facts)
        right = (wanted & given_facts).total()
        assert score.tally(measure=measure).right == right
        assert score.tally(measure=measure).missing == len(required) - right


@given(facts_lists, facts_lists)
def test_swapping_labels_and_run_swaps_precision_and_recall(
    one: list[Fact], other: list[Fact]
) -> None:
    there, back = score_facts(one, other), score_facts(other, one)
    for measure in MEASURES:
        tally, swapped = there.tally(measure=measure), back.tally(measure=measure)
        assert (tally.precision, tally.recall) == (swapped.recall, swapped.precision)
        assert tally.f1 == swapped.f1


@given(facts_lists, facts_lists, st.randoms(use_true_random=False))
def test_the_order_of_facts_has_no_influence(
    expected: list[Fact], facts: list[Fact], chance: object
) -> None:
    mixed, also_mixed = list(expected), list(facts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(also_mixed)  # type: ignore[attr-defined]
    straight, shuffled = score_facts(expected, facts), score_facts(mixed, also_mixed)
    assert straight.cases[0].tallies == shuffled.cases[0].tallies
    pairs, other_pairs = (
        Counter((pair.expected, pair.found) for pair in score.cases[0].matching.pairs)
        for score in (straight, shuffled)
    )
    assert pairs == other_pairs


@given(facts_lists, facts_lists)
def test_a_perfect_score_means_equal_multisets(expected: list[Fact], facts: list[Fact]) -> None:
    attributes = (*CORE, *STRICT)
    equal = Counter(key(one, attributes) for one in expected) == Counter(
        key(one, attributes) for one in facts
    )
    perfect = score_facts(expected, facts).tally(measure="strict").f1 in (1.0, None)
    assert perfect == equal


@given(facts_lists, facts_lists, st.integers(0, 6))
def test_a_spurious_fact_never_raises_f1(
    expected: list[Fact], facts: list[Fact], start: int
) -> None:
    before, after = score_facts(expected, facts), score_facts(expected, [*facts, fact(9, start)])
    for group in ("all", "node_count"):
        for measure in ("core", "strict"):
            old, new = before.tally(group, measure), after.tally(group, measure)
            assert (new.f1 or 0) <= (old.f1 or 0)
            assert new.spurious + new.right == old.spurious + old.right + 1


@given(facts_lists, facts_lists, st.booleans(), st.sampled_from([2, 50]))
def test_an_optional_label_costs_nothing_found_or_missed(
    expected: list[Fact], facts: list[Fact], is_found: bool, start: int
) -> None:
    extra = fact(9, start)
    loosely_found = [replace(extra, qualifier="about", role="part", unit="站")] if is_found else []
    before = score_facts(expected, facts)
    after = score_facts(expected, [*facts, *loosely_found], [extra])
    for measure in MEASURES:
        old, new = before.tally(measure=measure), after.tally(measure=measure)
        overlaps_others = start == 2 and measure.startswith("span")
        assert overlaps_others or new == old


def test_an_optional_label_takes_no_fact_that_another_label_wants() -> None:
    score = score_facts([fact(5, 90)], [fact(5, 10)], optional=[fact(5, 10)])
    assert score.tally() == Tally(right=1)
    assert score.tally(measure="span_exact") == Tally(missing=1)


def test_a_wrong_figure_at_the_place_of_an_optional_label_is_spurious() -> None:
    assert score_facts([], [fact(6, 10)], optional=[fact(5, 10)]).tally() == Tally(spurious=1)


def test_equal_figures_pair_by_place() -> None:
    early, late = fact(5, 10), fact(5, 50, role="repeat")
    matching = match([late, early], [replace(early, unit="处"), replace(late, unit="处")])
    assert {(pair.expected.start, pair.found.start) for pair in matching.pairs} == {
        (10, 10),
        (50, 50),
    }


def test_equal_figures_pair_by_exact_place_before_attributes() -> None:
    one, other = fact(5, 10, 4, unit="处"), fact(5, 12, 4, unit="家")
    pairs = match([one, other], [replace(one, unit="家"), replace(other, unit="处")]).pairs
    assert all(pair.expected.start == pair.found.start for pair in pairs)


def test_equal_figures_pair_by_overlap_before_attributes() -> None:
    one, other = fact(5, 10, 4, unit="处"), fact(5, 30, 4, unit="家")
    found_facts = [fact(5, 11, 2, unit="家"), fact(5, 31, 2, unit="处")]
    pairs = match([one, other], found_facts).pairs
    assert [(pair.expected.start, pair.found.start) for pair in pairs] == [(10, 11), (30, 31)]


def test_equal_figures_at_no_place_in_common_pair_by_attributes() -> None:
    score = score_facts(
        [fact(5, 10, unit="处"), fact(5, 30, unit="家")],
        [fact(5, 50, unit="家"), fact(5, 70, unit="处")],
    )
    assert score.tally(measure="unit") == Tally(right=2)


def test_a_strictly_equal_fact_goes_to_the_label_that_counts() -> None:
    exact, about = fact(5, 10), fact(5, 30, qualifier="about")
    score = score_facts([fact(5, 30)], [exact, about], optional=[exact])
    assert score.tally(measure="strict") == Tally(right=1)


@pytest.mark.parametrize("optional", [[True, False], [False, True]])
def test_a_place_goes_to_the_label_that_counts(optional: list[bool]) -> None:
    assert match_places([fact(1), fact(2)], [fact(3)], optional, overlap) == (1, 0, 0)


def test_strict_outranks_place_but_not_core() -> None:
    planned = fact(5, 10, status="planned")
    matching = match([planned], [fact(5, 10), fact(5, 80, status="planned")])
    assert [(pair.found.start, pair.grade) for pair in matching.pairs] == [(80, "strict")]


@pytest.mark.parametrize(
    ("labelled_value", "found_value", "equal"),
    [
        ("33.333333", "33.33333333333", True),
        ("33.3333", "33.333333", False),
        ("20", "20.0", True),
        ("20", "20.000001", False),
        ("1600000", "1.6E+6", True),
        ("999999999999999.999999", "999999999999999.999998", False),
    ],
)
def test_figures_are_equal_to_six_decimals(
    labelled_value: str, found_value: str, equal: bool
) -> None:
    score = score_facts([fact(labelled_value)], [fact(found_value)])
    assert score.tally().right == int(equal)


# --- counting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "spoiled"),
    [
        ({}, set()),
        ({"unit": "处"}, {"unit"}),
        ({"basis": "coverage"}, {"basis"}),
        ({"subject": "农家店"}, {"subject"}),
        ({"subject": "村级服务站"}, set()),
        ({"qualifier": "about"}, {"strict", "qualifier"}),
        ({"role": "part"}, {"strict", "role"}),
        ({"status": "planned"}, {"strict", "status"}),
        ({"end": 3}, {"span_exact"}),
        ({"start": 40, "end": 42}, {"span_exact", "span_overlap"}),
        ({"category": "town"}, set(MEASURES) - {"span_exact", "span_overlap"}),
        ({"value_max": Decimal(6)}, set(MEASURES) - {"span_exact", "span_overlap"}),
        ({"from_min": Decimal(6)}, set(MEASURES) - {"span_exact", "span_overlap"}),
        ({"field": "employment"}, set(MEASURES)),
    ],
)
def test_each_attribute_spoils_its_own_measures(
    change: dict[str, object], spoiled: set[str]
) -> None:
    score = score_facts([fact()], [replace(fact(), **change)])  # type: ignore[arg-type]
    for measure in MEASURES:
        wrong = Tally(spurious=1, missing=1)
        assert score.tally(measure=measure) == (wrong if measure in spoiled else Tally(right=1))


def test_counts_are_kept_by_field_and_category() -> None:
    town = fact(3, 20, category="town")
    people = fact(8, 40, field="employment", category="direct")
    score = score_facts([fact(), town], [fact(), replace(town, category="county"), people])
    assert score.tally("node_count") == Tally(1, 1, 1)
    assert score.tally("node_count.village") == Tally(right=1)
    assert score.tally("node_count.town") == Tally(missing=1)
    assert score.tally("node_count.county") == Tally(spurious=1)
    assert score.tally("employment.direct") == Tally(spurious=1)
    assert score.tally() == Tally(1, 2, 1)
    assert score.groups == [
        "all",
        "employment",
        "employment.direct",
        "node_count",
        "node_count.county",
        "node_count.town",
        "node_count.village",
    ]


def test_precision_recall_and_f1() -> None:
    tally = Tally(right=6, spurious=2, missing=4)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.6, 12 / 18)
    assert Tally().f1 is None
    assert Tally(missing=1).precision is None


def test_derived_facts_are_never_scored() -> None:
    derived = fact(40, 5, basis="derived")
    assert score_facts([fact()], [fact(), derived]).tally() == Tally(right=1)
    assert score_facts([fact(40, 5)], [derived]).tally() == Tally(missing=1)


def test_labels_say_nothing_about_fields_that_do_not_occur_in_them() -> None:
    lines = [fact(8, 20, field="line_count"), fact(9, 30, field="line_count", category="bus")]
    score = score_report(run(found([fact(5), *lines])), [labelled([fact(5)])])
    assert score.tally() == Tally(right=1)
    assert score.fields == ["node_count"]
    assert score.not_labelled == ("line_count",)
    assert diff.of_score(score) == []
    expected = "not scored, as the labels have none of these fields: line_count"
    assert report.not_labelled(score) == expected
    assert expected in report.as_markdown({"batch": score})
    assert json.loads(report.as_json({"batch": score}))["batch"]["not_labelled"] == ["line_count"]


def test_a_field_counts_in_all_cases_if_it_occurs_in_one() -> None:
    line = fact(8, field="line_count")
    number, heading = 2, "2.甲县“乙”"
    gold = [labelled([line]), labelled([fact(5)], case_no=number, heading=heading)]
    cases = run(found([line]), found([fact(5), line], case_no=number, heading=heading))
    score = score_report(cases, gold)
    assert score.tally("line_count") == Tally(right=1, spurious=1)
    assert score.not_labelled == ()


def test_labels_without_any_fact_say_that_there_is_none() -> None:
    score = score_report(run(found([fact(5)])), [labelled()])
    assert score.tally() == Tally(spurious=1)
    assert score.not_labelled == ()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("标题\n先有。建成5个，好！后来。", "建成5个，好！"),
        ("标题\n先有。建成五个，好！后来。", "quote with it"),
        ("", "quote with it"),
    ],
)
def test_a_missing_fact_is_shown_with_its_sentence(source: str, sentence: str) -> None:
    start = "标题\n先有。建成".index("建成") + 2
    tables = replace(run(found()), source=source)
    (missing,) = score_report(tables, [labelled([fact(5, start)])]).cases[0].matching.missing
    assert missing.sentence == sentence


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("村级服务点", "服务点", True),
        ("就业岗位", "带动就业", True),
        ("站", "站", True),
        ("站点", "点站", False),
    ],
)
def test_subjects_share_words(one: str, other: str, expected: bool) -> None:
    assert share_words(one, other) is share_words(other, one) is expected


def test_what_is_said_of_a_case_is_checked() -> None:
    case = found(county="乙县", slogan_body=("乙", "丙"), prefecture="")
    checks = score_report(run(case), [labelled()]).cases[0].checks
    assert [name for name, right in checks.items() if not right] == ["county", "slogan_body"]
    assert "prefecture" not in checks


def test_a_prefecture_is_checked_where_the_labels_give_one() -> None:
    cases = [labelled(prefecture="丙市"), labelled(prefecture="丁市", case_no=2)]
    score = score_report(run(found(), found(case_no=2)), cases)
    figures = by_name(score, times=0)
    assert figures["cases.prefecture"].value == 0.5
    assert score.cases[1].wrong == {"prefecture": ("丁市", "丙市")}


def test_missing_and_extra_cases_cost_their_facts() -> None:
    score = score_report(run(found([fact()], case_no=7)), [labelled([fact()])])
    assert score.tally() == Tally(spurious=1, missing=1)
    figures = by_name(score, times=0)
    assert figures["cases.found"].value == 0
    assert figures["cases.slogan"].value == 0
    assert figures["cases.labelled"].value == 0
    assert [row.kind for row in diff.of_score(score)] == [
        "missing",
        "missing",
        "spurious",
        "spurious",
    ]


def test_cases_with_one_number_pair_by_heading_and_then_in_order() -> None:
    ones = [labelled(heading="甲"), labelled(heading="乙"), labelled(heading="丙")]
    others = [found(heading="丁"), found(heading="甲")]
    pairs = [
        (one.heading if one else "", other.heading if other else "")
        for _, one, other in pair_cases(ones, others)
    ]
    assert pairs == [("甲", "甲"), ("乙", "丁"), ("丙", "")]


def test_confusions_name_what_was_taken_for_what() -> None:
    expected = [fact(1, 0), fact(2, 10), fact(3, 20, role="part")]
    facts = [fact(1, 0, category="town"), fact(3, 20, role="main"), fact(4, 30)]
    score = score_facts(expected, facts)
    assert score.confusion("category") == {
        ("village", "town"): 1,
        ("village", ""): 1,
        ("", "village"): 1,
        ("village", "village"): 1,
    }
    assert score.confusion("role") == {("part", "main"): 1}
    assert score.confusion("category", "node_count") == score.confusion("category")
    assert score.confusion("role", "employment") == {}


def test_wrong_figures_at_one_place_pair_by_category() -> None:
    expected = [fact(1, 10, category="town"), fact(2, 10, category="village")]
    facts = [fact(3, 10, category="village"), fact(4, 10, category="town")]
    confusion = score_facts(expected, facts).confusion("category")
    assert confusion == {("town", "town"): 1, ("village", "village"): 1}


def test_the_share_of_cases_with_every_fact_right() -> None:
    right, loose = found([fact()]), found([fact(role="part")], case_no=2)
    empty, wrong = found([], case_no=3), found([fact(6)], case_no=4)
    cases = [labelled([fact()], case_no=number) for number in (1, 2, 4)] + [labelled(case_no=3)]
    figures = by_name(score_report(run(right, loose, empty, wrong), cases), times=0)
    assert figures["cases.facts_core"].value == 0.75
    assert figures["cases.facts_strict"].value == 0.5
    assert figures["numerals.explained"].value == 0.9


# --- intervals --------------------------------------------------------------------------------


def test_the_interval_of_two_cases_is_what_drawing_them_can_give() -> None:
    score = score_report(
        run(found([fact()]), found(case_no=2)), [labelled([fact()]), labelled([fact()], case_no=2)]
    )
    recall = by_name(score)["core.recall"]
    assert recall.value == 0.5
    assert recall.interval == (0, 1)


def test_intervals_cut_off_the_tails() -> None:
    values = [position / 1000 for position in range(1000)]
    assert bootstrap.interval([*reversed(values), None]) == (0.025, 0.974)
    assert bootstrap.interval([None, None]) is None
    assert bootstrap.interval([0.5]) == (0.5, 0.5)


def test_samples_are_drawn_the_same_every_time_and_from_all_cases() -> None:
    samples = bootstrap.draw(5)
    assert samples == bootstrap.draw(5)
    assert {position for sample in samples for position in sample} == set(range(5))
    assert {len(sample) for sample in samples} == {5}
    assert bootstrap.totals([[1, 0, 2], [0, 3, 0]], [[0, 0, 1], [2, 2, 2]]) == [(2, 3), (6, 0)]


def test_intervals_contain_the_figure_and_narrow_with_more_cases() -> None:
    def widths(times: int) -> float:
        cases = [labelled([fact(), fact(7, 9)], case_no=number) for number in range(4 * times)]
        facts = [[fact()], [fact(), fact(7, 9)], [fact(7, 9), fact(8)], [fact()]] * times
        runs = [found(some, case_no=number) for number, some in enumerate(facts)]
        f1 = fact_figures(score_report(run(*runs), cases), ["core"])[0].f1
        assert f1.value is not None
        assert f1.interval is not None
        assert f1.interval[0] < f1.value < f1.interval[1]
        return f1.interval[1] - f1.interval[0]

    assert widths(16) < widths(4) < widths(1)


# --- the gate ---------------------------------------------------------------------------------


def test_a_gate_names_what_is_below_its_minimum(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(
        "[batch]\ncore.f1 = 0.6666666\nstrict.f1 = 0.7\nnode_count.village.core.recall = 1\n"
        "employment.core.f1 = 0\ncases.found = 1\n[other]\ncore.f1 = 0.5\n",
        encoding="utf-8",
    )
    people = fact(1, 30, field="employment", category="direct")
    score = score_facts([fact(), people], [fact(), replace(people, value_max=Decimal(2))])
    assert score.tally().f1 == 0.5
    found_missed = missed(load_gate(path), {"batch": score}, path)
    assert [(miss.report, miss.name, miss.value) for miss in found_missed] == [
        ("batch", "core.f1", 0.5),
        ("batch", "strict.f1", 0.5),
        ("other", "core.f1", None),
    ]


def test_a_gate_may_stand_in_the_project_file(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.anli.gate.batch]\nstrict.f1 = 1\n[tool.x]\ny = 'z'\n", encoding="utf-8")
    assert load_gate(path) == {"batch": {"strict.f1": 1.0}}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gate.toml", "[batch]\ncore.f1 = 97", "batch.core.f1 is 97"),
        ("gate.toml", "[batch]\ncore.f1 = true", "from 0 to 1"),
        ("gate.toml", "core = 0.5", "each report a table"),
        ("gate.toml", "core = ", "no readable TOML"),
        ("gate.toml", "", "sets no minimum"),
        ("pyproject.toml", "[batch]\ncore.f1 = 1", "[tool.anli.gate] sets no minimum"),
    ],
)
def test_a_gate_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_gate(path)
    assert str(error.value).startswith(f"{path}: ")
    assert message in str(error.value)


def test_a_figure_that_does_not_exist_is_told_with_the_nearest() -> None:
    score = score_facts([fact()], [fact()])
    with pytest.raises(InputError, match=r"no figure core\.fl: did you mean core\.f1"):
        missed({"batch": {"core.fl": 1}}, {"batch": score}, Path("gate.toml"))


# --- what is printed --------------------------------------------------------------------------


def test_json_and_csv_hold_the_same_figures() -> None:
    scores = {"batch": score_facts([fact(), fact(7, 9)], [fact(role="part"), fact(8, 30)])}
    record = json.loads(report.as_json(scores))["batch"]
    rows = {row["figure"]: row for row in csv.DictReader(report.as_csv(scores).splitlines())}
    assert float(rows["core.f1"]["value"]) == 0.5
    assert float(rows["node_count.strict.f1"]["value"]) == 0
    core = next(row for row in record["facts"] if (row["group"], row["measure"]) == ("all", "core"))
    assert core["right"] == core["spurious"] == core["missing"] == 1
    assert core["f1"]["value"] == 0.5
    assert {row["name"] for row in record["shares"]} < set(rows)
    assert {"node_count.unit.f1", "node_count.village.strict.f1"} < set(rows)
    assert "node_count.village.unit.f1" not in rows
    kinds = [(row["difference"], row["changes"]) for row in record["differences"]]
    assert kinds == [("changed", "role: main → part"), ("missing", ""), ("spurious", "")]


def test_markdown_cells_cannot_break_the_table() -> None:
    strange = fact(text="a|b<i>\n\\", sentence="| <script>")
    text = report.as_markdown({"batch": score_facts([], [strange])})
    line = next(line for line in text.splitlines() if "spurious | node" in line)
    assert "a\\|b&lt;i> \\\\ " in line
    assert "\\| &lt;script>" in line


# --- the command ------------------------------------------------------------------------------

TEXT = "1.武安市“交邮”\n建成村级网点518个，成本降低20%，带动100人就业。\n"


def place(text: str, **changes: object) -> Fact:
    start = TEXT.index(text)
    return replace(
        fact(int(text.rstrip("个%人")), start, len(text), text=text, sentence=TEXT.split("\n")[1]),
        rule="rule",
        **changes,  # type: ignore[arg-type]
    )


POINTS = place("518个")
PERCENT = place("20%", field="cost_reduction", category="percent", unit="%", subject="成本")
PEOPLE = place("100人", field="employment", category="unspecified", unit="人", subject="就业")


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a run that has one fact wrong, and its labels in the usual place."""
    monkeypatch.chdir(tmp_path)
    region = Region("河北省", "邯郸市", "武安市", "130481")
    heading = TEXT.split("\n")[0]
    case = Case("batch", 1, heading, region, "交邮", "", (), None, 0, len(TEXT), len(heading) + 1)
    facts = [POINTS, replace(PERCENT, role="part")]
    numbered = [replace(one, fact_id=f"1-{i}") for i, one in enumerate(facts, start=1)]
    rows = [
        NumberRow(
            1,
            one.text,
            one.start,
            one.end,
            one.value_min,
            one.value_max,
            one.unit,
            "exact",
            "count",
            one.fact_id,
        )
        for one in numbered
    ]
    result = ReportResult(
        Document("batch", TEXT, "0" * 64),
        "",
        (CaseResult(case, tuple(numbered)),),
        tuple(rows),
        rules_sha256="0" * 64,
    )
    write_report(result, tmp_path / "extracted")
    gold = labelled(
        [POINTS, PERCENT, PEOPLE],
        heading=heading,
        province="河北省",
        county="武安市",
        adcode="130481",
        slogan="交邮",
        slogan_body=(),
    )
    (tmp_path / "tests/gold").mkdir(parents=True)
    (tmp_path / "tests/gold/batch.gold.jsonl").write_text(gold_text([gold]), encoding="utf-8")
    return tmp_path


def anli(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_score_shows_figures_and_every_difference(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert anli("score") == 0
    text = capsys.readouterr().out
    assert "0.800" in text
    assert "changed   cost_reduction.percent role: main → part" in text
    assert "missing   employment.unspecified 100 人" in text
    assert "建成村级网点518个，成本降低20%，带动100人就业。" in text
    assert "slogan:" not in text


def test_score_without_the_list(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("score", "extracted/batch", "--summary") == 0
    assert "missing   employment" not in capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_score_prints_other_forms(
    workplace: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert (
        anli("score", "extracted", "--gold", "tests/gold/batch.gold.jsonl", "--format", form) == 0
    )
    assert "0.8" in capsys.readouterr().out


def test_the_gate_decides_the_exit_status(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = workplace / "gate.toml"
    gate.write_text("[batch]\ncore.f1 = 0.8\n[later]\ncore.f1 = 0.8\n", encoding="utf-8")
    assert anli("score", "extracted/batch", "--gate", "gate.toml") == 0
    assert anli("score", "--gate", "gate.toml") == 1
    assert "later: core.f1 is not there" in capsys.readouterr().err
    gate.write_text("[batch]\nstrict.f1 = 0.8\n", encoding="utf-8")
    assert anli("score", "--gate", "gate.toml", "--summary") == 1
    assert "batch: strict.f1 is 0.4000, at least 0.8 is asked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--gold", "none.gold.jsonl"], "none.gold.jsonl"),
        (["nowhere"], "nowhere"),
        (["--gold", "extracted"], "no report has labels"),
        (["extracted", "extracted/batch"], "batch is named twice"),
    ],
)
def test_score_says_what_it_cannot_use(
    workplace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert anli("score", *arguments) == 2
    assert message in capsys.readouterr().err
