"""Differences between labels and runs, two runs, and two sets of rules."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.cli.app import main
from pipeline.model import Case, CaseResult, Document, Fact, NumberRow, Region, ReportResult
from pipeline.qa import listing
from pipeline.qa.diff import ALL, Difference, of_runs, of_score
from pipeline.qa.gold import GoldCase, GoldFact, gold_text
from pipeline.qa.run import RunCase, RunTables
from pipeline.qa.score import score_report
from pipeline.write import write_report

SENTENCE = "建成村级网点518个，成本降低20%，带动100人就业。"
TEXT = f"1.武安市“交邮”\n{SENTENCE}\n"
HEADING = TEXT.split("\n")[0]


def fact(text: str, **changes: object) -> Fact:
    start = TEXT.index(text)
    value = Decimal(text.rstrip("个%人"))
    one = Fact("node_count", "village", "网点", value, value, "个", text, start, start + len(text))
    return replace(one, sentence=SENTENCE, rule="rule", **changes)  # type: ignore[arg-type]


POINTS = fact("518个")
PERCENT = fact("20%", field="cost_reduction", category="percent", unit="%")
PEOPLE = fact("100人", field="employment", category="direct", unit="人")


def run(facts: Sequence[Fact], **changes: object) -> RunTables:
    case = RunCase(1, HEADING, "河北省", "邯郸市", "武安市", "130481", "交邮", "", (), tuple(facts))
    return RunTables("batch", (replace(case, **changes),), 0, 0, TEXT)  # type: ignore[arg-type]


def said(differences: Sequence[Difference]) -> list[tuple[str, str, str]]:
    return [
        (one.kind, one.fact.text if one.fact else "", "; ".join(listing.changes(one)))
        for one in differences
    ]


# --- what counts as a difference --------------------------------------------------------------


def test_equal_runs_do_not_differ() -> None:
    assert of_runs(run([POINTS, PERCENT]), run([PERCENT, POINTS])) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"category": "town"}, "category: village → town"),
        ({"value_min": Decimal(500)}, "value_min: 518 → 500"),
        ({"from_min": Decimal("0.50")}, "from_min: – → 0.5"),
        ({"unit": "处", "role": "part"}, "role: main → part; unit: 个 → 处"),
        ({"basis": "coverage"}, "basis: stated → coverage"),
        ({"text": "518", "end": POINTS.end - 1}, f"text: 518个 → 518; end: {POINTS.end} → "),
        ({"subject": "站"}, "subject: 网点 → 站"),
        ({"flags": ("a", "b")}, "flags: – → a | b"),
    ],
)
def test_a_changed_attribute_is_told_with_both_values(
    change: dict[str, object], expected: str
) -> None:
    (difference,) = of_runs(run([POINTS]), run([replace(POINTS, **change)]))  # type: ignore[arg-type]
    assert difference.kind == "changed"
    assert "; ".join(listing.changes(difference)).startswith(expected)


def test_another_rule_or_fact_number_is_no_difference() -> None:
    assert of_runs(run([POINTS]), run([replace(POINTS, rule="other", fact_id="1-9")])) == []


def test_places_in_different_texts_are_not_compared() -> None:
    moved = replace(POINTS, start=POINTS.start + 2, end=POINTS.end + 2)
    later = replace(run([moved]), source=f"前言{TEXT}")
    assert of_runs(run([POINTS]), later) == []
    assert len(of_runs(run([POINTS]), replace(later, source=TEXT))) == 1


def test_facts_are_counted_as_often_as_they_stand() -> None:
    assert said(of_runs(run([POINTS, POINTS, PERCENT]), run([POINTS]))) == [
        ("missing", "518个", ""),
        ("missing", "20%", ""),
    ]
    assert said(of_runs(run([POINTS]), run([POINTS] * 3))) == [("spurious", "518个", "")] * 2


def test_derived_facts_are_compared_between_runs_and_not_with_labels() -> None:
    derived = replace(PERCENT, basis="derived")
    assert said(of_runs(run([]), run([derived]))) == [("spurious", "20%", "")]
    assert of_score(score_report(run([derived]), [labels([])])) == []


def test_an_optional_label_makes_no_difference() -> None:
    gold = [labels([POINTS, PERCENT], optional=True)]
    assert of_score(score_report(run([replace(POINTS, role="part")]), gold)) == []


def test_a_change_of_the_case_itself_is_told() -> None:
    changed = run([], slogan="交邮网", slogan_body=("交邮网", "交邮"))
    assert said(of_runs(run([]), changed)) == [
        ("changed", "", "slogan: 交邮 → 交邮网; slogan_body: – → 交邮网 | 交邮")
    ]


def test_a_case_of_one_run_only_is_told_with_its_facts() -> None:
    other = run([POINTS], case_no=2, heading="2.晋州市")
    assert said(of_runs(run([]), other)) == [
        ("missing", "", f"heading: {HEADING} → –"),
        ("spurious", "", "heading: – → 2.晋州市"),
        ("spurious", "518个", ""),
    ]


facts_lists = st.lists(
    st.builds(
        lambda one, value, role: replace(one, value_min=Decimal(value), role=role),
        st.sampled_from([POINTS, PERCENT, PEOPLE]),
        st.integers(1, 3),
        st.sampled_from(["main", "part"]),
    ),
    max_size=5,
)


@given(facts_lists, facts_lists)
def test_differences_account_for_every_fact(one: list[Fact], other: list[Fact]) -> None:
    there, back = of_runs(run(one), run(other)), of_runs(run(other), run(one))
    missing = [difference for difference in there if difference.kind == "missing"]
    spurious = [difference for difference in there if difference.kind == "spurious"]
    assert len(one) - len(missing) == len(other) - len(spurious)
    assert len(there) == len(back)
    assert [len(missing), len(spurious)] == [
        sum(difference.kind == kind for difference in back) for kind in ("spurious", "missing")
    ]
    same = sorted(map(str, one)) == sorted(map(str, other))
    assert (there == []) == same


# --- how it is written ------------------------------------------------------------------------


def labels(facts: Sequence[Fact], optional: bool = False) -> GoldCase:
    names = [name for name in GoldFact.model_fields if name not in {"quote", "optional"}]
    return GoldCase(
        case_no=1,
        heading=HEADING,
        province="河北省",
        prefecture=None,
        county="武安市",
        adcode="130481",
        slogan="交邮",
        slogan_suffix="",
        slogan_body=(),
        facts=tuple(
            GoldFact(
                **{name: getattr(one, name) for name in names}, quote=SENTENCE, optional=optional
            )
            for one in facts
        ),
    )


def test_a_csv_row_holds_all_that_is_known_of_a_difference() -> None:
    differences = of_runs(run([POINTS]), run([replace(POINTS, role="part"), PERCENT]))
    rows = list(csv.DictReader(listing.as_csv(differences, listing.RUN_NAMES).splitlines()))
    assert [row["difference"] for row in rows] == ["changed", "gained"]
    assert rows[0]["changes"] == "role: main → part"
    assert rows[1] | {"difference": ""} == {
        "report": "batch",
        "case_no": "1",
        "difference": "",
        "field": "cost_reduction",
        "category": "percent",
        "value_min": "20",
        "value_max": "20",
        "from_min": "",
        "from_max": "",
        "unit": "%",
        "qualifier": "exact",
        "role": "main",
        "status": "existing",
        "text": "20%",
        "start": str(PERCENT.start),
        "end": str(PERCENT.end),
        "changes": "",
        "rule": "rule",
        "sentence": SENTENCE,
    }


def test_a_spreadsheet_computes_nothing() -> None:
    differences = of_runs(run([]), run([replace(POINTS, sentence="=1+1")]))
    assert listing.as_csv(differences).rstrip("\r\n").endswith(",'=1+1")


def test_a_terminal_line_names_value_and_range() -> None:
    costs = replace(
        PERCENT, from_min=Decimal(5), from_max=Decimal(6), value_max=Decimal("20.50"), unit="元"
    )
    (difference,) = of_runs(run([]), run([costs]))
    assert listing.what(difference) == (
        "cost_reduction.percent 5–6 → 20–20.5 元 (exact, main, existing)"
    )


# --- the command ------------------------------------------------------------------------------


def result(facts: Sequence[Fact]) -> ReportResult:
    region = Region("河北省", "邯郸市", "武安市", "130481")
    case = Case("batch", 1, HEADING, region, "交邮", "", (), None, 0, len(TEXT), len(HEADING) + 1)
    numbered = [replace(one, fact_id=f"1-{i}") for i, one in enumerate(facts, start=1)]
    numbers = [
        NumberRow(
            1,
            one.text,
            one.start,
            one.end,
            one.value_min,
            one.value_max,
            one.unit,
            one.qualifier,
            "count",
            one.fact_id,
        )
        for one in numbered
    ]
    return ReportResult(
        Document("batch", TEXT, "0" * 64),
        "",
        (CaseResult(case, tuple(numbered)),),
        tuple(numbers),
        rules_sha256="0" * 64,
    )


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two runs and labels, all different."""
    monkeypatch.chdir(tmp_path)
    write_report(result([POINTS, PERCENT]), tmp_path / "old")
    write_report(result([replace(POINTS, role="part"), PEOPLE]), tmp_path / "new")
    gold = gold_text([labels([POINTS, PERCENT, PEOPLE])])
    (tmp_path / "batch.gold.jsonl").write_text(gold, encoding="utf-8")
    return tmp_path


def anli(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_two_runs_are_compared(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("diff", "old", "new/batch") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:4] for line in lines[::2]] == [
        ["batch", "1", "changed", "node_count.village"],
        ["batch", "1", "lost", "cost_reduction.percent"],
        ["batch", "1", "gained", "employment.direct"],
        ["1", "lost,", "1", "gained,"],
    ]
    assert SENTENCE in lines[1]
    assert anli("diff", "old", "old") == 0


def test_labels_are_compared_with_a_run(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert anli("diff", "batch.gold.jsonl", "new", "--format", "json") == 1
    records = json.loads(capsys.readouterr().out)
    assert [(row["difference"], row["text"], row["changes"]) for row in records] == [
        ("changed", "518个", "role: main → part"),
        ("missing", "20%", ""),
    ]
    write_report(result([POINTS, PERCENT, PEOPLE]), workplace / "new")
    assert anli("diff", "batch.gold.jsonl", "new") == 0


def test_only_the_attributes_asked_for_are_compared(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_report(result([replace(POINTS, role="part", unit="处"), PERCENT]), workplace / "new")
    assert anli("diff", "old", "new", "--attribute", "unit", "--format", "csv") == 1
    (row,) = csv.DictReader(capsys.readouterr().out.splitlines())
    assert row["changes"] == "unit: 个 → 处"
    assert anli("diff", "old", "new", "--attribute", "subject") == 0
    assert anli("diff", "old", "new", "--attribute", "colour") == 2
    assert ALL[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old", "nowhere"], "nowhere"),
        (["old", "new", "raw/report.txt"], "one path too many"),
        (["none.gold.jsonl", "new"], "none.gold.jsonl"),
    ],
)
def test_diff_says_what_it_cannot_use(
    workplace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert anli("diff", *arguments) == 2
    assert message in capsys.readouterr().err


def test_two_sets_of_rules_are_compared(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(rulebook.default_path(), workplace / "rules")
    (workplace / "raw").mkdir()
    (workplace / "raw/batch.txt").write_text(TEXT, encoding="utf-8")
    people = replace(PEOPLE, category="unspecified")
    gold = gold_text([labels([POINTS, PERCENT, people])])
    (workplace / "batch.gold.jsonl").write_text(gold, encoding="utf-8")
    manifest = workplace / "rules/anli.yaml"
    text = manifest.read_text(encoding="utf-8")
    assert "employment, " in text
    manifest.write_text(text.replace("employment, ", ""), encoding="utf-8")
    assert anli("diff", "--rules", str(rulebook.default_path()), "rules", "--gold", ".") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("batch   1  lost      employment.unspecified 100 人")
    assert lines[2] == "1 lost, 0 gained, 0 changed"
    strict = next(line.split() for line in lines if " strict " in line)
    assert strict == ["batch", "strict", "1.0000", "0.8000"]
