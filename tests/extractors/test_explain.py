"""`anli explain`: what is said of a numeral is what the cascade did with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.app import main
from pipeline.extractors.explain import Attempt, CaseExplainer, Explanation
from pipeline.flow import Flow
from pipeline.model import Document, NumberRow
from pipeline.read import read_path
from pipeline.rulebook import load

ROOT = Path(__file__).parents[2]
HEADING = "1.河北武安市“交邮同网”模式"
TEXT = f"""案例选编

{HEADING}
武安市培育“交邮同网”品牌，老百姓满意，全市建成村级网点518个，其中新建72个，农产品销量增长30%。
单件配送成本由5.0元降到1.5元。到村成本0.12元。
快递运费由2元降到3元。全县人均收入1.2万元。
"""
FLOW = Flow(load())


def explained(text: str, printed: str) -> tuple[NumberRow, Explanation | None]:
    """Explain the only numeral that is printed so."""
    document = Document("report", text, "")
    rows = [row for row in FLOW.run(document).numbers if row.text == printed]
    (row,) = [row for row in rows if row.case_no == 1]
    explainer = CaseExplainer(FLOW.engine, FLOW.splitter.split(document), 0)
    return row, explainer.explain(row)


def attempts(printed: str) -> list[Attempt]:
    _, explanation = explained(TEXT, printed)
    assert explanation is not None
    return list(explanation.attempts)


def test_the_rule_that_made_a_fact_is_named() -> None:
    facts = FLOW.run(Document("report", TEXT, "")).cases[0].facts
    (fact,) = [fact for fact in facts if fact.text == "518个"]
    made = [one for one in attempts("518个") if one.outcome == "fact"]
    assert [(one.rule, one.caught, one.field) for one in made] == [
        (fact.rule, "value", "node_count")
    ]
    assert "518个" in made[0].text


def test_later_rules_are_refused_because_of_it() -> None:
    tried = attempts("1.5元")
    owner = next(one.rule for one in tried if one.outcome == "fact")
    later = tried[[one.rule for one in tried].index(owner) + 1 :]
    assert later
    assert all(one.refusal == "taken" for one in later)
    assert {one.by for one in later} == {owner}
    assert {one.caught for one in later} >= {"skip"}


def test_the_figure_before_a_change_is_caught_as_such() -> None:
    assert ("old", "fact") in [(one.caught, one.outcome) for one in attempts("5.0元")]


def test_a_rule_that_sets_a_numeral_aside_gives_its_reason() -> None:
    row, _ = explained(TEXT, "0.12元")
    (aside,) = [one for one in attempts("0.12元") if one.outcome == "aside"]
    assert row.reason == f"{aside.rule}: {aside.reason}"


def test_a_fall_to_a_higher_price_is_refused() -> None:
    assert "falls" in {one.refusal for one in attempts("3元")}


def test_a_numeral_that_no_rule_caught_still_shows_its_sentence() -> None:
    row, explanation = explained(TEXT, "30%")
    assert explanation is not None
    assert explanation.attempts == ()
    words = [span.text for span in explanation.spans]
    assert "".join(words).startswith("武安市培育")
    (chosen,) = [span for span in explanation.spans if span.chosen]
    assert chosen.text == "30%"
    assert {"number", "percent"} <= set(chosen.types)
    # The word that the ledger names stands there with its type.
    assert row.reason == "所指为：销量"
    assert "metric" in [
        name for span in explanation.spans if span.text == "销量" for name in span.types
    ]


def test_only_the_sentence_of_the_numeral_is_shown() -> None:
    _, explanation = explained(TEXT, "1.2万元")
    assert explanation is not None
    assert "快递" not in "".join(span.text for span in explanation.spans)


def test_a_numeral_inside_a_word_shows_the_word() -> None:
    _, explanation = explained(TEXT, "百")
    assert explanation is not None
    assert explanation.attempts == ()
    assert [span.text for span in explanation.spans if span.chosen] == ["老百姓"]


def test_fields_without_a_word_of_theirs_are_silent() -> None:
    _, explanation = explained(TEXT, "0.12元")
    assert explanation is not None
    assert "employment" in dict(explanation.silent)
    assert "cost_reduction" not in dict(explanation.silent)


def test_a_numeral_of_the_heading_is_not_of_the_body() -> None:
    row, explanation = explained(TEXT, "1")
    assert (row.reason, explanation) == ("标题", None)


@pytest.mark.parametrize("name", ["synthetic-dev", "challenge"])
def test_every_numeral_of_a_report_is_explained_as_the_run_has_it(name: str) -> None:
    """For each case: facts come from the rule that is named, reasons from the rule that is."""
    (document,) = read_path(ROOT / f"tests/gold/{name}.txt")
    result, split = FLOW.run(document), FLOW.splitter.split(document)
    for position, one in enumerate(result.cases[:12]):
        explainer = CaseExplainer(FLOW.engine, split, position)
        rules = {fact.fact_id: fact.rule for fact in one.facts}
        reasons = {row.reason.split(": ")[0] for row in result.numbers if ": " in row.reason}
        owners = {*rules.values(), *reasons}
        for row in result.numbers:
            if not one.case.body_start <= row.start < one.case.end:
                continue
            explanation = explainer.explain(row)
            assert explanation is not None
            assert [span for span in explanation.spans if span.chosen]
            made = {attempt.rule for attempt in explanation.attempts if attempt.outcome == "fact"}
            assert made == ({rules[row.fact_id]} if row.fact_id else set())
            if ": " in row.reason:
                aside = [one for one in explanation.attempts if one.outcome == "aside"]
                assert aside[0].rule == row.reason.split(": ")[0]
            # Who is said to have had a numeral really has one.
            assert {one.by for one in explanation.attempts if one.refusal == "taken"} <= owners
            silent = dict(explanation.silent)
            assert not [one for one in explanation.attempts if one.field in silent]


# --- the command ------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw").mkdir()
    Path("raw/batch5.txt").write_text(TEXT, encoding="utf-8")


def anli(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    code = caught.value.code
    return code if isinstance(code, int) else 0


def test_a_case_is_printed_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("explain", "1") == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"batch5 1  {HEADING}")
    assert "村级网点[518个 1-1]，其中新建[72个 1-2]" in printed
    # The derived percentage stands at the place of the prices.
    assert "[5.0元降到1.5元 1-3 1-4]" in printed
    assert "所指为：销量" in printed


def test_a_numeral_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("explain", "1", "--number", "0.12元") == 0
    printed = capsys.readouterr().out
    assert "0.12元 at " in printed
    assert "no fact: cost.price_only: " in printed
    assert "fields/cost_reduction.yaml:" in printed
    assert "set aside: " in printed


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        ("5.0元降到1.5元", ["5.0元 at ", "1.5元 at "]),
        ("518", ["518个 at "]),
        ("2元", ["2元 at "]),
    ],
)
def test_numerals_are_found_by_their_fact_or_by_a_part(
    number: str, wanted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert anli("explain", "1", "--number", number) == 0
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if " at " in line and ": " in line]
    assert [words in printed for words in wanted] == [True] * len(wanted)
    assert printed.count(HEADING) == len(wanted)


def test_the_rule_set_can_be_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("explain", "1", "--number", "518个", "--rules", str(ROOT / "rules")) == 0
    assert "it became a fact" in capsys.readouterr().out


def test_a_run_and_a_name_are_reports_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("explain", "1", "--report", "batch5") == 0
    from_raw = capsys.readouterr().out
    assert anli("extract") == 0
    Path("raw/batch5.txt").rename("raw/other.txt")
    capsys.readouterr()
    assert anli("explain", "1", "--report", "batch5") == 0
    assert capsys.readouterr().out == from_raw
    assert anli("explain", "1", "--report", "extracted/batch5") == 0
    assert capsys.readouterr().out == from_raw


def test_bad_input_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    Path("raw/second.txt").write_text(TEXT, encoding="utf-8")
    messages = {
        ("explain", "1"): "raw: holds 2 reports: name one with --report",
        ("explain", "1", "--report", "raw"): "raw: holds 2 reports: name one of them",
        ("explain", "1", "--report", "none"): "none: there is no such report",
        ("explain", "7", "--report", "batch5"): "has no case 7: it has 1 to 1",
        ("explain", "1", "--report", "batch5", "--number", "9个"): "no numeral '9个'; its num",
        ("explain", "1", "--report", "batch5", "--number", ""): "no numeral ''; its numerals",
        ("explain", "1", "--report", "batch5", "--rules", "none"): "none: not a folder",
    }
    for command, message in messages.items():
        assert anli(*command) == 2, command
        error = capsys.readouterr().err
        assert error.count("\n") == 1, command
        assert message in error, command
