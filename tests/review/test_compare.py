"""What the page says of each fact is what `anli diff` and the score say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Fact
from pipeline.qa import diff
from pipeline.qa.gold import GoldCase
from pipeline.qa.score import score_report
from pipeline.review.cases import CaseRecords
from pipeline.review.reference import Reference, from_labels, from_run
from pipeline.review.run import Run
from pipeline.review.strings import Strings
from tests.review.samples import FACTS, sample_labels, sample_run

RUN = sample_run()

DIFFERENCES = ("missing", "spurious", "changed")


Record = dict[str, Any]


def cases_of(labels: Sequence[GoldCase] | None) -> list[Record]:
    return compared(sample_run(), None if labels is None else from_labels(labels, RUN))


def compared(run: Run, reference: Reference | None) -> list[Record]:
    return list(CaseRecords(run, [reference], Strings()).records())


def statuses(cases: Sequence[Record]) -> list[list[str]]:
    return [[item[0] for item in case["compared"][0]["items"]] for case in cases]


def differences(cases: Sequence[Record]) -> Counter[str]:
    """Count the differences between facts."""
    kinds = Counter(status for case in statuses(cases) for status in case)
    return Counter({kind: number for kind, number in kinds.items() if kind in DIFFERENCES})


def test_each_fact_has_the_status_that_the_labels_give_it() -> None:
    cases = cases_of(sample_labels())
    assert [sorted(found) for found in statuses(cases)] == [
        ["changed", "correct", "missing", "spurious"],
        ["correct", "correct", "derived", "optional"],
        ["spurious"],
        [],
    ]
    assert [case["compared"][0]["status"] for case in cases] == [
        "correct",
        "correct",
        "spurious",
        "changed",
    ]
    assert cases[3]["compared"][0]["changes"] == [("slogan", "客货邮商", "客货邮")]


def test_a_changed_fact_says_what_changed() -> None:
    items = cases_of(sample_labels())[0]["compared"][0]["items"]
    assert [item[3] for item in items if item[0] == "changed"] == [[("role", "main", "part")]]


def test_without_labels_facts_are_only_found() -> None:
    assert statuses(cases_of(None)) == [["found"] * 3, ["found", "found", "derived"], ["found"], []]


def test_facts_of_fields_that_the_labels_have_nothing_of_are_only_found() -> None:
    labels = [
        case.model_copy(
            update={"facts": tuple(fact for fact in case.facts if fact.field == "node_count")}
        )
        for case in sample_labels()
    ]
    seen = {
        (fact.field, item[0])
        for case, run in zip(cases_of(labels), RUN.tables.cases, strict=True)
        for item in case["compared"][0]["items"]
        if item[1] >= 0 and (fact := run.facts[item[1]]).basis != "derived"
    }
    assert {status for field, status in seen if field != "node_count"} == {"found"}
    assert "found" not in {status for field, status in seen if field == "node_count"}


def test_a_case_that_only_the_labels_have_is_shown_with_its_text() -> None:
    run = sample_run()
    labels = sample_labels(run)
    shorter = replace(run, tables=replace(run.tables, cases=run.tables.cases[1:]))
    shorter = replace(shorter, case_rows=run.case_rows[1:])
    first = compared(shorter, from_labels(labels, RUN))[0]
    assert first["heading"] == labels[0].heading
    assert first["text"].startswith(first["heading"])
    assert first["compared"][0]["status"] == "missing"
    assert {item[0] for item in first["compared"][0]["items"]} == {"missing"}


def test_cases_of_the_same_number_have_ids_of_their_own() -> None:
    run = sample_run()
    second = replace(run.tables.cases[1], case_no=1)
    cases = (run.tables.cases[0], second, *run.tables.cases[2:])
    twice = replace(run, tables=replace(run.tables, cases=cases))
    records = compared(twice, None)
    ids = [case["id"] for case in records]
    ids += [fact[0] for case in records for fact in case["facts"]]
    assert len(set(ids)) == len(ids)


facts = st.sampled_from([fact for case in FACTS for fact in case])
altered = st.builds(
    lambda fact, role, status: replace(fact, role=role, status=status),
    facts,
    st.sampled_from(["main", "part"]),
    st.sampled_from(["existing", "planned"]),
)


def with_facts(run: Run, found: Sequence[Fact]) -> Run:
    """Put facts into the first case, whatever they are about."""
    case = replace(run.tables.cases[0], facts=tuple(found))
    return replace(run, tables=replace(run.tables, cases=(case, *run.tables.cases[1:])))


@settings(deadline=None)
@given(st.lists(altered, max_size=6), st.lists(altered, max_size=6))
def test_two_runs_differ_as_in_diff(before: list[Fact], after: list[Fact]) -> None:
    run = with_facts(sample_run(), after)
    other = with_facts(sample_run(), before)
    records = compared(run, from_run(other))
    items = records[0]["compared"][0]["items"]
    assert sorted(item[1] for item in items if item[1] >= 0) == list(range(len(after)))
    assert sorted(item[2] for item in items if item[2] >= 0) == list(range(len(before)))
    expected = Counter(one.kind for one in diff.of_runs(other.tables, run.tables))
    assert differences(records) == expected


@settings(deadline=None)
@given(st.lists(altered, max_size=6))
def test_a_run_differs_from_labels_as_in_diff(found: list[Fact]) -> None:
    run = with_facts(sample_run(), found)
    labels = sample_labels()
    listed = diff.of_score(score_report(run.tables, labels), diff.LABELLED)
    expected = Counter(one.kind for one in listed if one.fact is not None)
    assert differences(compared(run, from_labels(labels, RUN))) == expected
