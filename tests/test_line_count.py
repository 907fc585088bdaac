"""A field that is made of files in ``rules/`` alone, and kept out of the usual run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.cli.app import main
from pipeline.flow import process
from pipeline.model import Fact, ReportResult
from pipeline.qa.gold import load_gold
from pipeline.qa.run import RunTables
from pipeline.qa.score import score_report
from pipeline.read import read_path
from pipeline.rulebook import Rulebook, load

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/gold"
FIELD = "line_count"
REPORT = GOLD / f"{FIELD}.txt"


@pytest.fixture(scope="module")
def usual_rules() -> Rulebook:
    return load()


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    """The rules with the field; naming one twice, or a usual one, adds nothing."""
    return load(extra_fields=("node_count", FIELD, FIELD))


@pytest.fixture(scope="module")
def with_lines(rules: Rulebook) -> ReportResult:
    return run(rules)


def run(rules: Rulebook) -> ReportResult:
    (document,) = read_path(REPORT)
    return process(document, rules)


def facts(result: ReportResult) -> list[Fact]:
    return [fact for case in result.cases for fact in case.facts]


def test_it_finds_what_a_reader_labelled(with_lines: ReportResult) -> None:
    score = score_report(RunTables.from_result(with_lines), load_gold(GOLD / f"{FIELD}.gold.jsonl"))
    core, strict = (score.tally(FIELD, measure).f1 for measure in ("core", "strict"))
    assert core is not None
    assert core >= 0.9
    assert strict is not None
    assert strict >= 0.9


def test_a_usual_run_has_no_lines_and_else_the_same_facts(
    usual_rules: Rulebook, with_lines: ReportResult
) -> None:
    usual = run(usual_rules)
    assert {fact.field for fact in facts(usual)} == {"node_count", "employment"}
    places = [(fact.field, fact.category, fact.start, fact.end) for fact in facts(usual)]
    assert places == [
        (fact.field, fact.category, fact.start, fact.end)
        for fact in facts(with_lines)
        if fact.field != FIELD
    ]


def test_a_line_that_is_no_fact_has_a_reason(with_lines: ReportResult) -> None:
    reasons = {
        (number.case_no, number.text): number.reason
        for number in with_lines.numbers
        if number.kind == "lines" and not number.fact_id
    }
    assert reasons[8, "5条"] == "line.closed: closed, not there"
    assert reasons[8, "1条"] == "line.per_place: a figure for each place, not their number"
    assert all(reasons.values())


def test_the_field_comes_behind_the_usual_ones(usual_rules: Rulebook, rules: Rulebook) -> None:
    assert FIELD not in usual_rules.fields
    assert rules.fields == (*usual_rules.fields, FIELD)


def test_its_words_are_loaded_only_with_it(usual_rules: Rulebook, rules: Rulebook) -> None:
    assert "循环线路" not in usual_rules.lexicon
    assert rules.lexicon["循环线路"] == ("line",)


def test_its_files_change_nothing_for_a_run_without_it(
    usual_rules: Rulebook, rules: Rulebook, tmp_path: Path
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    (folder / "fields" / f"{FIELD}.yaml").unlink()
    shutil.rmtree(folder / "lexicons" / FIELD)
    bare = load(folder)
    assert bare.sha256 == usual_rules.sha256 != rules.sha256
    assert bare.lexicon == usual_rules.lexicon


def test_the_option_adds_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    report = str(REPORT)
    with pytest.raises(SystemExit) as ended:
        main(["extract", report, "--field", FIELD, "--out", "out"])
    assert not ended.value.code
    written = (tmp_path / "out" / FIELD / "facts.csv").read_text(encoding="utf-8-sig")
    assert ",line_count,bus,客货邮融合线路,12,12," in written
    assert FIELD in capsys.readouterr().out


@pytest.mark.parametrize("command", [["extract"], ["rules", "check"]])
def test_an_unknown_field_is_refused(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    report = [str(REPORT)] if command == ["extract"] else []
    with pytest.raises(SystemExit) as ended:
        main([*command, *report, "--field", "line_cont"])
    assert ended.value.code == 2
    assert "line_cont.yaml" in capsys.readouterr().err
