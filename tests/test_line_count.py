"""The field ``line_count``, whose worked example is in docs/rules.md, against its own gold set."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.flow import process
from pipeline.model import ReportResult
from pipeline.qa.gold import load_gold
from pipeline.qa.run import RunTables
from pipeline.qa.score import score_report
from pipeline.read import read_path
from pipeline.rulebook import load

GOLD = Path(__file__).parent / "gold"
FIELD = "line_count"


@pytest.fixture(scope="module")
def result() -> ReportResult:
    (document,) = read_path(GOLD / f"{FIELD}.txt")
    return process(document, load())


def test_it_finds_what_a_reader_labelled(result: ReportResult) -> None:
    score = score_report(RunTables.from_result(result), load_gold(GOLD / f"{FIELD}.gold.jsonl"))
    core, strict = (score.tally(FIELD, measure).f1 for measure in ("core", "strict"))
    assert core is not None
    assert core >= 0.9
    assert strict is not None
    assert strict >= 0.9


def test_a_line_that_is_no_fact_has_a_reason(result: ReportResult) -> None:
    reasons = {
        (number.case_no, number.text): number.reason
        for number in result.numbers
        if number.kind == "lines" and not number.fact_id
    }
    assert reasons[8, "5条"] == "line.closed: closed, not there"
    assert reasons[8, "1条"] == "line.per_place: a figure for each place, not their number"
    assert all(reasons.values())
