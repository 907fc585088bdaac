"""A field that is made of files in ``rules/`` alone, and kept out of the usual run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.cli.app import main
from pipeline.flow import process
from pipeline.model import Fact, ReportResult
from pipeline.read import read_path
from pipeline.rulebook import Rulebook, load

ROOT = Path(__file__).parents[1]
FIELD = "awning_count"
RULES = """\
field: awning_count
title_zh: 雨棚数
title_en: awnings
comment: a field of this test
kinds: [count]
anchors: [awning]
unit: {name: 个}
category: {default: unspecified}
rules:
  - id: awning.gone
    comment: awnings that were taken down
    pattern: '<remove> <gap>? <awning> skip:<count>'
    reason: taken down
    negative: ['拆除遮雨棚3座。']
  - id: awning.label
    comment: a noun and its number
    pattern: 'noun:<awning> value:<count>'
    examples: ['搭起遮雨棚{12座|unspecified 12}。']
"""
WORDS = """\
awning:
  comment: awnings
  words: [遮雨棚]
"""
REPORT = """\
案例选编
1.河北武安市“交邮＋商”
建成村级服务点518个，搭起遮雨棚12座。
2.河北晋州市“快邮”
拆除遮雨棚3座，建成乡镇综合服务站9个，带动就业220余人。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules with the files of the field, and the report."""
    place = tmp_path_factory.mktemp("optional")
    shutil.copytree(ROOT / "rules", place / "rules")
    (place / "rules/fields" / f"{FIELD}.yaml").write_text(RULES, encoding="utf-8")
    (place / "rules/lexicons" / FIELD).mkdir()
    (place / "rules/lexicons" / FIELD / "words.yaml").write_text(WORDS, encoding="utf-8")
    (place / "report.txt").write_text(REPORT, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def usual_rules() -> Rulebook:
    return load()


@pytest.fixture(scope="module")
def rules(folder: Path) -> Rulebook:
    """The rules with the field; naming one twice, or a usual one, adds nothing."""
    return load(folder / "rules", extra_fields=("node_count", FIELD, FIELD))


@pytest.fixture(scope="module")
def with_field(folder: Path, rules: Rulebook) -> ReportResult:
    return run(folder, rules)


def run(folder: Path, rules: Rulebook) -> ReportResult:
    (document,) = read_path(folder / "report.txt")
    return process(document, rules)


def facts(result: ReportResult) -> list[Fact]:
    return [fact for case in result.cases for fact in case.facts]


def test_it_finds_facts_and_says_why_others_are_none(with_field: ReportResult) -> None:
    found = [(fact.text, fact.unit) for fact in facts(with_field) if fact.field == FIELD]
    assert found == [("12座", "个")]
    (number,) = (number for number in with_field.numbers if number.text == "3座")
    assert number.reason == "awning.gone: taken down"


def test_a_usual_run_has_no_such_facts_and_else_the_same(
    folder: Path, usual_rules: Rulebook, with_field: ReportResult
) -> None:
    usual = facts(run(folder, usual_rules))
    assert {fact.field for fact in usual} == {"node_count", "employment"}
    places = [(fact.field, fact.category, fact.start, fact.end) for fact in usual]
    assert places == [
        (fact.field, fact.category, fact.start, fact.end)
        for fact in facts(with_field)
        if fact.field != FIELD
    ]


def test_the_field_comes_behind_the_usual_ones(usual_rules: Rulebook, rules: Rulebook) -> None:
    assert FIELD not in usual_rules.fields
    assert rules.fields == (*usual_rules.fields, FIELD)


def test_its_words_are_loaded_only_with_it(folder: Path, rules: Rulebook) -> None:
    assert "遮雨棚" not in load(folder / "rules").lexicon
    assert rules.lexicon["遮雨棚"] == ("awning",)


def test_its_files_change_nothing_for_a_run_without_it(
    folder: Path, usual_rules: Rulebook, rules: Rulebook
) -> None:
    without = load(folder / "rules")
    assert without.sha256 == usual_rules.sha256 != rules.sha256
    assert without.lexicon == usual_rules.lexicon


def test_the_option_adds_the_field(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report, rules = str(folder / "report.txt"), str(folder / "rules")
    with pytest.raises(SystemExit) as ended:
        main(["extract", report, "--rules", rules, "--field", FIELD, "--out", "out"])
    assert not ended.value.code
    written = (tmp_path / "out/report/facts.csv").read_text(encoding="utf-8-sig")
    assert f",{FIELD},unspecified,遮雨棚,12,12," in written


@pytest.mark.parametrize("command", [["extract"], ["rules", "check"]])
def test_an_unknown_field_is_refused(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    report = [str(folder / "report.txt")] if command == ["extract"] else []
    with pytest.raises(SystemExit) as ended:
        main([*command, *report, "--field", "line_cont"])
    assert ended.value.code == 2
    assert "line_cont.yaml" in capsys.readouterr().err
