"""Labels: their form, their checks, the agreement of two annotators, and merging."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.cli.app import main
from pipeline.errors import InputError
from pipeline.numbers import NumberGrammar, NumeralFinder
from pipeline.qa.agree import compare, kappas
from pipeline.qa.check import check_gold
from pipeline.qa.gold import GoldCase, gold_text, load_gold, read_gold
from pipeline.qa.merge import load_decisions, merge, points_text

ROOT = Path(__file__).parents[1]
GOLD_SETS = sorted((ROOT / "tests/gold").glob("*.gold.jsonl"))

TEXT = """案例选编
1.河北武安市“交邮＋商”模式
武安市培育“交邮＋商”品牌，建成村级服务点518个，其中新建72个。
单件成本由5.0元降到1.5元，降低约70%，带动百余人就业。
2.河北晋州市“快邮”
晋州市建成县级中心1个。
"""
FINDER = NumeralFinder(NumberGrammar(rulebook.load().numbers))


def fact(text: str, value: float | str, quote: str, **changes: Any) -> dict[str, Any]:
    start = TEXT.index(quote) + quote.index(text)
    record = {
        "field": "node_count",
        "category": "village",
        "subject": "村级服务点",
        "value_min": value,
        "value_max": value,
        "unit": "个",
        "qualifier": "exact",
        "role": "main",
        "status": "existing",
        "basis": "stated",
        "text": text,
        "quote": quote,
        "start": start,
        "end": start + len(text),
    }
    return record | changes


def cost(text: str, value: float, quote: str, category: str, **changes: Any) -> dict[str, Any]:
    return fact(text, value, quote, field="cost_reduction", category=category, **changes)


def cases() -> list[dict[str, Any]]:
    """Return the right labels of `TEXT`."""
    first = {
        "case_no": 1,
        "heading": "1.河北武安市“交邮＋商”模式",
        "province": "河北省",
        "prefecture": None,
        "county": "武安市",
        "adcode": "130481",
        "slogan": "交邮+商",
        "slogan_suffix": "模式",
        "slogan_body": ["交邮+商"],
        "facts": [
            fact("518个", 518, "建成村级服务点518个"),
            fact("72个", 72, "518个，其中新建72个", role="part"),
            cost("5.0元降到1.5元", 1.5, "单件成本由5.0元降到1.5元", "unit_cost", unit="元/件")
            | {"from_min": 5, "from_max": 5},
            cost("约70%", 70, "1.5元，降低约70%", "percent", unit="%", qualifier="about"),
            fact("百余人", 100, "约70%，带动百余人就业", field="employment", unit="人")
            | {"category": "unspecified", "qualifier": "at_least"},
        ],
    }
    second = first | {
        "case_no": 2,
        "heading": "2.河北晋州市“快邮”",
        "county": "晋州市",
        "adcode": "130183",
        "slogan": "快邮",
        "slogan_suffix": "",
        "slogan_body": [],
        "facts": [fact("1个", 1, "晋州市建成县级中心1个", category="county")],
    }
    return [first, second]


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def written(folder: Path, records: list[dict[str, Any]], name: str = "batch") -> Path:
    path = folder / f"{name}.gold.jsonl"
    path.write_text(lines(records), encoding="utf-8")
    return path


def gold_cases(records: list[dict[str, Any]], folder: Path) -> list[GoldCase]:
    return load_gold(written(folder, records))


# --- form -------------------------------------------------------------------------------------


def test_figures_are_read_as_decimals(tmp_path: Path) -> None:
    unit_cost = gold_cases(cases(), tmp_path)[0].facts[2]
    assert unit_cost.as_fact().value_min == Decimal("1.5")
    assert type(unit_cost.from_min) is Decimal
    records = cases()
    records[1]["facts"][0]["value_max"] = 0.1
    assert gold_cases(records, tmp_path)[1].facts[0].value_max == Decimal("0.1")


@pytest.mark.parametrize("path", GOLD_SETS, ids=lambda path: path.name)
def test_a_gold_set_written_again_says_the_same(path: Path) -> None:
    original = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    again = [json.loads(line) for line in gold_text(load_gold(path)).splitlines()]
    assert again == original


@given(st.decimals(0, 10**12, places=6))
def test_a_figure_survives_writing(figure: Decimal) -> None:
    record = cases()[1]
    record["facts"][0] |= {"value_min": 0, "value_max": 0}
    case = GoldCase.model_validate(
        record
        | {
            "slogan_body": (),
            "facts": ({**record["facts"][0], "value_min": figure, "value_max": figure},),
        }
    )
    text = json.loads(gold_text([case]), parse_float=Decimal, parse_int=Decimal)
    assert text["facts"][0]["value_min"] == figure


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"role": "part"', '"role": "parts"', "fact 2: role is \"parts\": input should be 'main'"),
        ('"role": "part", ', "", "fact 2: role is missing"),
        (
            '"role": "part"',
            '"role": "part", "rolle": "part"',
            "fact 2: rolle is no key of the annotation guide",
        ),
        ('"value_min": 518', '"value_min": "518"', 'fact 1: value_min is "518"'),
        (
            '"value_min": 518',
            '"value_min": -518',
            "fact 1: value_min is -518: input should be greater",
        ),
        ('"value_min": 518', '"value_min": 1e999999999', "fact 1: value_min is"),
        ('"slogan_body": [', '"slogan_body": "", "x": [', 'slogan_body is "": write a list'),
        ('"value_min": 518', '"value_min": NaN', "NaN is not a figure"),
        ('"value_min": 518', '"value_min": true', "fact 1: value_min is true"),
        ('"case_no": 1', '"case_no": "1"', 'case_no is "1"'),
        ('"130481"', '"13048"', 'adcode is "13048"'),
        ('"county": "武安市"', '"county": ""', 'county is ""'),
        ('"case_no": 1', '"case_no": 1, "case_no": 1', "the key 'case_no' stands twice"),
        ('"facts": [', '"facts": {', "is not JSON"),
        ("{", "[", "is not JSON"),
    ],
)
def test_wrong_form_is_told_with_its_line_and_key(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "batch.gold.jsonl"
    wrong, right = lines(cases()).splitlines()
    assert old in wrong
    path.write_text(f"{right}\n\n{wrong.replace(old, new, 1)}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_gold(path)
    assert str(error.value).startswith(f"{path}:3: ")
    assert message in str(error.value)


def test_a_case_that_is_no_object_is_told(tmp_path: Path) -> None:
    path = tmp_path / "batch.gold.jsonl"
    path.write_text("3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r":1: the case is 3"):
        load_gold(path)


def test_all_faults_of_form_are_listed_at_once(tmp_path: Path) -> None:
    records = cases()
    del records[0]["slogan"], records[0]["facts"][0]["unit"], records[1]["county"]
    _, problems = read_gold(written(tmp_path, records))
    assert [(line, message.split(" is missing")[0]) for line, message in problems] == [
        (1, "slogan"),
        (1, "fact 1: unit"),
        (2, "county"),
    ]


def test_a_case_labelled_twice_is_told_and_equal_numbers_are_not(tmp_path: Path) -> None:
    first, second = cases()
    with pytest.raises(InputError, match=r":3: case 1 is labelled already in line 1"):
        gold_cases([first, second, first], tmp_path)
    assert len(gold_cases([first, second | {"case_no": 1}], tmp_path)) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no case"),
        (b"\xef\xbb\xbf\n", "holds no case"),
        ("{}\n武".encode("gb18030"), ":2: is not UTF-8"),
        (None, "no such gold file"),
    ],
)
def test_a_file_that_is_no_gold_set_is_told(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    path = tmp_path / "batch.gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as error:
        load_gold(path)
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)


def test_a_folder_is_no_gold_set(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_gold(tmp_path)


# --- checks against guide and text ------------------------------------------------------------


def messages(records: list[dict[str, Any]], folder: Path, source: str = TEXT) -> list[str]:
    problems = check_gold(written(folder, records), source, FINDER.find)
    return [f"{problem.line}: {problem.message}" for problem in problems]


def test_right_labels_pass(tmp_path: Path) -> None:
    assert messages(cases(), tmp_path) == []


TIMES = "甲县“快邮”把快件进村时限由2—3天缩短至16—18小时，方便群众。"


def time_case(**changes: Any) -> dict[str, Any]:
    """Label a time that is printed in another unit before the change."""
    text = "2—3天缩短至16—18小时"
    start = TIMES.index(text)
    fact = cases()[0]["facts"][0] | {"field": "delivery_time", "category": "duration"}
    figures = {"value_min": 16, "value_max": 18, "from_min": 48, "from_max": 72, "unit": "小时"}
    place = {"text": text, "start": start, "end": start + len(text), "quote": f"时限由{text}"}
    heading = {"heading": "甲县“快邮”", "slogan": "快邮", "slogan_suffix": "", "slogan_body": []}
    return cases()[0] | heading | {"facts": [fact | figures | place | changes]}


def test_times_before_a_change_are_checked_in_the_unit_of_the_new_one(tmp_path: Path) -> None:
    assert messages([time_case()], tmp_path, TIMES) == []
    (message,) = messages([time_case(from_min=2, from_max=3)], tmp_path, TIMES)
    assert "the text says 48–72 → 16–18, the label 2–3 → 16–18" in message
    found = messages([time_case(from_max=None)], tmp_path, TIMES)
    assert "delivery_time.duration sometimes has from_min and from_max" in found[0]


Change = Callable[[list[dict[str, Any]]], object]


def in_fact(number: int, **values: Any) -> Change:
    return lambda records: records[0]["facts"][number - 1].update(values)


def in_case(**values: Any) -> Change:
    return lambda records: records[0].update(values)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (in_fact(1, start=TEXT.index("518个") + 1), "by its quote it stands from 42 to 46"),
        (in_fact(1, text="519个"), "correct text, start, end and quote"),
        (in_fact(1, quote="建成村级服务点"), "the quote has 7 characters"),
        (in_fact(1, quote="村级服务点518个在这里"), "the quote stands 0 times"),
        (in_fact(1, quote="晋州市建成县级中心1个"), "the quote stands 0 times"),
        (in_fact(2, quote="培育“交邮＋商”品牌"), "does not contain the fact"),
        (in_fact(1, value_min=517), "the text says 518, the label 517–518"),
        (in_fact(1, value_min=519), "value_max is less than value_min"),
        (in_fact(1, value_min=519, value_max=519), "the text says 518, the label 519"),
        (in_fact(1, qualifier="about"), "the text says exact, the label about"),
        (in_fact(5, qualifier="exact"), "the text says at_least, the label exact"),
        (in_fact(3, from_min=6, from_max=6), "the text says 5 → 1.5, the label 6 → 1.5"),
        (in_fact(3, from_min=None), "cost_reduction.unit_cost always has from_min and from_max"),
        (
            in_fact(3, from_min=None, from_max=None),
            "cost_reduction.unit_cost always has from_min and from_max",
        ),
        (
            in_fact(1, from_min=1, from_max=1),
            "node_count.village never has from_min and from_max",
        ),
        (in_fact(3, from_min=9, from_max=5), "from_max is less than from_min"),
        (in_fact(1, category="towns"), "node_count has no category 'towns'"),
        (in_fact(1, unit="处"), "node_count.village is not counted in '处'"),
        (in_fact(3, unit="吨/件"), "cost_reduction.unit_cost is not counted in '吨/件'"),
        (in_fact(4, unit="元"), "cost_reduction.percent is not counted in '元'"),
        (in_fact(5, unit="户"), "employment.unspecified is not counted in '户'"),
        (in_case(heading="1.河北武安“交邮＋商”模式"), "the heading stands nowhere"),
        (in_case(slogan="交邮＋商"), "write + for ＋"),
        (in_case(slogan=" 交邮+商"), "remove outer spaces"),
        (in_case(slogan="交邮+商贸"), "does not stand in the heading"),
        (in_case(slogan_suffix="模式。"), "does not stand in the heading"),
        (in_case(slogan_body=["交邮+商", "交邮+商"]), "slogan_body names a form twice"),
        (in_case(slogan_body=["交邮商"]), "does not stand in the text"),
        (lambda records: records[0]["facts"].reverse(), "stands before fact 1: put it first"),
        (lambda records: records[0]["facts"].insert(0, records[0]["facts"][0]), "overlaps 518个"),
        (
            lambda records: records[0]["facts"].append(records[1]["facts"][0]),
            "stands outside its case",
        ),
    ],
)
def test_wrong_labels_are_told(tmp_path: Path, change: Change, expected: str) -> None:
    records = cases()
    change(records)
    found = messages(records, tmp_path)
    assert any(expected in message for message in found)
    assert all(message.startswith("1: ") for message in found)


def test_a_field_that_the_guide_does_not_know_may_have_any_category(tmp_path: Path) -> None:
    records = cases()
    records[0]["facts"][0] |= {"field": "route_count", "category": "bus", "unit": "条"}
    assert messages(records, tmp_path) == []


def test_a_single_one_may_count_a_whole_list(tmp_path: Path) -> None:
    records = cases()
    records[1]["facts"][0] |= {"value_min": 3, "value_max": 3}
    assert messages(records, tmp_path) == []


def test_facts_within_one_another_are_told(tmp_path: Path) -> None:
    records = cases()
    long = records[0]["facts"][0]
    long |= {
        "text": "518个，其中新建72个",
        "end": long["start"] + 11,
        "quote": "服务点518个，其中新建72个",
    }
    short = fact("其中", 518, "518个，其中新建72个")
    records[0]["facts"].insert(1, short)
    assert any(
        "fact 3 (72个) overlaps 518个，其" in message for message in messages(records, tmp_path)
    )


def test_a_table_of_contents_does_not_mislead(tmp_path: Path) -> None:
    contents = "1.河北武安市“交邮＋商”模式\n2.河北晋州市“快邮”\n"
    records = cases()
    for record in records:
        for one in record["facts"]:
            one["start"] += len(contents)
            one["end"] += len(contents)
    assert messages(records, tmp_path, contents + TEXT) == []


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tests/gold"
    folder.mkdir(parents=True)
    written(folder, cases())
    (folder / "batch.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def anli(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_gold_check_passes(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("gold", "check") == 0
    assert capsys.readouterr().out == "gold: 1 all right\n"


def test_gold_check_lists_faults_with_file_and_line(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = cases()
    records[1]["facts"][0]["unit"] = "处"
    path = written(workplace, records)
    assert anli("gold", "check", path.name, "--text", "tests/gold/batch.txt") == 1
    out = capsys.readouterr().out
    assert out.startswith("batch.gold.jsonl:2: fact 1 (1个): node_count.county is not counted in")
    assert out.endswith("gold: 1 to be mended\n")


@pytest.mark.parametrize(
    "place", ["raw/batch.txt", "raw/batch/report.txt", "extracted/batch/source.txt"]
)
def test_gold_check_finds_the_report(workplace: Path, place: str) -> None:
    target = workplace / place
    target.parent.mkdir(parents=True)
    (workplace / "tests/gold/batch.txt").rename(target)
    assert anli("gold", "check") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["elsewhere.gold.jsonl"], "the text of elsewhere was not found"),
        (["a.gold.jsonl", "b.gold.jsonl", "--text", "t.txt"], "is the text of one gold set"),
    ],
)
def test_gold_check_says_what_it_lacks(
    workplace: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert anli("gold", "check", *arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("path", GOLD_SETS, ids=lambda path: path.name)
def test_the_gold_sets_of_the_project_are_right(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert anli("gold", "check", str(path)) == 0


# --- two annotators ---------------------------------------------------------------------------


def second_opinion() -> list[dict[str, Any]]:
    """Return labels of `TEXT` that differ from `cases` in four points."""
    records = cases()
    facts = records[0]["facts"]
    facts[0] |= {"value_min": 500, "value_max": 500}
    facts[1]["role"] = "main"
    del facts[4]
    records[1]["slogan_body"] = ["快邮"]
    records[1]["facts"][0]["optional"] = True
    return records


def test_agreement_is_counted_by_field_and_attribute(tmp_path: Path) -> None:
    one, other = gold_cases(cases(), tmp_path), gold_cases(second_opinion(), tmp_path)
    score = compare("batch", one, other)
    assert score.tally("node_count").f1 == 2 / 3
    assert score.tally("cost_reduction").f1 == 1
    assert score.tally("employment").f1 == 0
    assert score.tally().f1 == compare("batch", other, one).tally().f1
    rows = {row.attribute: row for row in kappas(score)}
    assert (rows["role"].facts, rows["role"].observed, rows["role"].kappa) == (5, 0.8, 0)
    assert rows["category"].kappa == 1
    assert (rows["status"].observed, rows["status"].kappa) == (1, None)


def test_kappa_is_cohens(tmp_path: Path) -> None:
    """Cohen's own form of example: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no gives 0.4."""
    roles = [("main", "main")] * 20 + [("main", "part")] * 5
    roles += [("part", "main")] * 10 + [("part", "part")] * 15
    sides = []
    for side in (0, 1):
        records = cases()[1:]
        base = records[0]["facts"][0]
        records[0]["facts"] = [
            base | {"value_min": number, "value_max": number, "role": pair[side]}
            for number, pair in enumerate(roles)
        ]
        sides.append(gold_cases(records, tmp_path))
    role = next(row for row in kappas(compare("batch", *sides)) if row.attribute == "role")
    assert (role.facts, role.observed) == (50, 0.7)
    assert role.kappa == pytest.approx(0.4)


def test_merging_equal_labels_needs_no_decision(tmp_path: Path) -> None:
    one = gold_cases(cases(), tmp_path)
    merged = merge(one, one, {})
    assert merged.cases == tuple(one)
    assert merged.points == ()


def test_all_decisions_for_one_side_give_its_labels(tmp_path: Path) -> None:
    one, other = gold_cases(cases(), tmp_path), gold_cases(second_opinion(), tmp_path)
    points = merge(one, other, {}).points
    assert [point.about for point in points] == [
        "value of node_count 518个",
        "role of node_count 72个",
        "fact 百余人",
        "slogan_body",
        "optional of node_count 1个",
    ]
    assert merge(one, other, {point.identifier: "a" for point in points}).cases == tuple(one)
    assert merge(one, other, {point.identifier: "b" for point in points}).cases == tuple(other)
    turned = merge(other, one, {}).points
    assert merge(other, one, {point.identifier: "b" for point in turned}).cases == tuple(one)
    assert [(point.b, point.a) for point in turned] == [(point.a, point.b) for point in points]


def test_a_place_is_taken_with_its_quote(tmp_path: Path) -> None:
    records = cases()
    records[0]["facts"][0] |= {"text": "518", "end": 45, "quote": "建成村级服务点518"}
    one, other = gold_cases(cases(), tmp_path), gold_cases(records, tmp_path)
    (point,) = merge(one, other, {}).points
    assert (point.a, point.b) == ("text 518个; start 42; end 46", "text 518; start 42; end 45")
    assert merge(one, other, {point.identifier: "b"}).cases == tuple(other)


def test_each_point_is_decided_by_itself(tmp_path: Path) -> None:
    one, other = gold_cases(cases(), tmp_path), gold_cases(second_opinion()[:1], tmp_path)
    points = merge(one, other, {}).points
    choices = {"value": "b", "role": "a", "百余": "b", "whole": "a"}
    decisions = {
        point.identifier: next(choice for word, choice in choices.items() if word in point.about)
        for point in points
    }
    first, second = merge(one, other, decisions).cases
    assert [fact.value_min for fact in first.facts] == [500, 72, Decimal("1.5"), 70]
    assert first.facts[1].role == "part"
    assert second == one[1]


def test_agree_writes_points_that_merge_takes_back(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workplace / "b").mkdir()
    written(workplace / "b", second_opinion())
    pair = ("tests/gold/batch.gold.jsonl", "b/batch.gold.jsonl")
    assert anli("gold", "agree", *pair, "--decisions", "points.csv") == 1
    assert "role of node_count 72个" in capsys.readouterr().out
    path = workplace / "points.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    for row in rows:
        row["decision"] = "b"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    out = ("--decisions", "points.csv", "--out", "merged.gold.jsonl")
    assert anli("gold", "merge", *pair, *out) == 0
    assert load_gold(workplace / "merged.gold.jsonl") == load_gold(workplace / pair[1])
    assert anli("gold", "agree", "merged.gold.jsonl", pair[1]) == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",b\r\n", ",c\r\n", ":2: 1:42-46:node_count:value is not decided ('c')"),
        (
            "1:42-46:node_count:value",
            "1:1-2:node_count:value",
            ":2: 1:1-2:node_count:value is no point",
        ),
        ("value_min 518", "value_min 519", ":2: 1:42-46:node_count:value is no point"),
        ("id,", "identifier,", ":1: needs the columns id,"),
    ],
)
def test_decisions_that_do_not_fit_are_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    one, other = gold_cases(cases(), tmp_path), gold_cases(second_opinion(), tmp_path)
    points = merge(one, other, {}).points
    text = points_text(points).replace(",\r\n", ",b\r\n")
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert set(load_decisions(path, points).values()) == {"b"}
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    with pytest.raises(InputError) as error:
        load_decisions(path, points)
    assert str(error.value).startswith(f"{path}{message}")


def test_points_left_out_or_decided_twice_are_told(tmp_path: Path) -> None:
    one, other = gold_cases(cases(), tmp_path), gold_cases(second_opinion(), tmp_path)
    points = merge(one, other, {}).points
    rows = points_text(points).replace(",\r\n", ",b\r\n").splitlines(keepends=True)
    path = tmp_path / "points.csv"
    path.write_text("".join(rows[:-1]), encoding="utf-8", newline="")
    with pytest.raises(InputError, match="1 points are missing"):
        load_decisions(path, points)
    path.write_text("".join([*rows, rows[1].replace(",b\r", ",a\r")]), encoding="utf-8", newline="")
    with pytest.raises(InputError, match=r":7: .* is decided twice"):
        load_decisions(path, points)


def test_merge_leaves_no_half_written_file(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = "tests/gold/batch.gold.jsonl"
    (workplace / "points.csv").write_text(points_text([]), encoding="utf-8")
    arguments = ("gold", "merge", gold, gold, "--decisions", "points.csv", "--out", "raw/x.jsonl")
    assert anli(*arguments) == 2
    assert "raw/x.jsonl: cannot be written" in capsys.readouterr().err
