"""What each picture shows, exactly: counts, order, sums, kinds and words."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.plot.batch import Batch, load_batch
from pipeline.plot.costs import costs
from pipeline.plot.employment import employment
from pipeline.plot.marks import Rows
from pipeline.plot.nodes import nodes
from pipeline.plot.overview import overview
from pipeline.plot.provinces import provinces
from pipeline.plot.tiles import tile_places
from pipeline.write import load_rows
from tests.plot.samples import batch, case, node, percent, work

ROOT = Path(__file__).parents[2]
BATCH4 = ROOT / "extracted/rural-logistics-brands-batch4"


@pytest.fixture(scope="module")
def fourth() -> Batch:
    return load_batch(BATCH4)


def shown(rows: Rows) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in rows.rows]


# --- places -----------------------------------------------------------------------------------


def test_the_map_has_each_province_of_the_region_table_once_and_no_two_in_one_place() -> None:
    with (ROOT / "rules/regions/divisions.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file) if row["level"] == "province"}
    places = tile_places()
    assert Counter(place.province for place in places) == Counter(names)
    assert len({(place.row, place.column) for place in places}) == len(places) == 34
    assert all(place.province.startswith(place.short) for place in places)


def test_cases_are_counted_by_province_and_unknown_places_are_told() -> None:
    result = provinces(
        batch(
            case(1, "河北省", "武安市"),
            case(2, "河北省", "晋州市"),
            case(3, "台湾省", ""),
            case(4, "", ""),
        )
    )
    counts = {tile.place.short: tile.cases for tile in result.tiles if tile.cases}
    assert counts == {"河北": 2, "台湾": 1}
    assert (result.cases, result.elsewhere, result.most) == (3, 1, 2)
    assert result.subtitle == "3个案例，2个省份；单位：个；另有1个案例省份不详"


def test_the_map_of_the_fourth_batch_has_its_cases(fourth: Batch) -> None:
    expected = Counter(row["province"] for row in load_rows(BATCH4, "cases"))
    result = {tile.place.province: tile.cases for tile in provinces(fourth).tiles if tile.cases}
    assert result == dict(expected)


@pytest.mark.parametrize(
    ("places", "labels"),
    [
        ([("河北省", "武安市"), ("北京市", "密云区")], ["河北武安市", "北京密云区"]),
        # The same county twice: the number tells the cases apart.
        ([("江苏省", "鼓楼区")] * 2, ["江苏鼓楼区（案例1）", "江苏鼓楼区（案例2）"]),
        ([("", ""), ("海南省", "")], ["案例1", "海南"]),
    ],
)
def test_cases_are_called_by_their_place(places: list[tuple[str, str]], labels: list[str]) -> None:
    made = [case(number, *place) for number, place in enumerate(places, start=1)]
    assert list(batch(*made).labels) == labels


# --- costs ------------------------------------------------------------------------------------


def test_percentages_stand_by_case_in_order_of_their_value() -> None:
    result = costs(
        batch(
            case(1, "河北省", "甲县", percent("20"), percent("39.68254", basis="derived")),
            case(2, "河北省", "乙县", percent("15-30", qualifier="about")),
            case(3, "河北省", "丙县", percent("50", qualifier="at_least")),
            case(4, "河北省", "丁县", node("town", "5")),
        )
    )
    assert shown(result) == [
        ("河北丙县", "≥50%"),
        ("河北甲县", "算得40%、20%"),
        ("河北乙县", "约15–30%"),
    ]
    assert [series.name for series in result.series] == ["stated", "derived"]
    assert result.subtitle == "3个案例的4项降幅：写明3项，算出1项；单位：%"
    assert [mark.fact_id for mark in result.marks] == ["3-1", "1-2", "1-1", "2-1"]


NOT_COUNTED = [
    percent("70", role="part"),
    percent("70", role="repeat"),
    percent("70", status="planned"),
]


def test_parts_repetitions_and_plans_are_not_counted_and_plans_are_told() -> None:
    result = costs(batch(case(1, "河北省", "甲县", percent("20"), *NOT_COUNTED)))
    assert shown(result) == [("河北甲县", "20%")]
    assert result.subtitle.endswith("；规划的1项未计")


def test_equal_values_stand_in_the_order_of_the_report() -> None:
    made = [case(number, "河北省", f"{number}县", percent("20")) for number in (1, 2, 3)]
    assert [row.case for row in costs(batch(*made)).rows] == [0, 1, 2]


def test_the_marks_of_the_fourth_batch_are_its_percent_facts(fourth: Batch) -> None:
    expected = {
        row["fact_id"]: (row["value_min"], row["value_max"], row["qualifier"])
        for row in load_rows(BATCH4, "facts")
        if (row["field"], row["category"]) == ("cost_reduction", "percent")
        and (row["role"], row["status"]) == ("main", "existing")
    }
    marks = costs(fourth).marks
    found = {
        mark.fact_id: (mark.value.low, mark.value.high, mark.value.qualifier) for mark in marks
    }
    assert found == expected
    assert len(marks) == len(expected)
    highest = [row.marks[0].value.high for row in costs(fourth).rows]
    assert highest == sorted(highest, reverse=True)


# --- employment -------------------------------------------------------------------------------


def test_people_and_posts_are_kept_apart() -> None:
    made = batch(
        case(1, "河北省", "甲县", work("direct", "50"), work("indirect", "700", qualifier="about")),
        case(2, "河北省", "乙县", work("unspecified", "1200", qualifier="at_least")),
        case(3, "河北省", "丙县", work("unspecified", "540", "岗位")),
    )
    people, posts = employment(made, "人"), employment(made, "岗位")
    assert shown(people) == [("河北乙县", "≥1,200"), ("河北甲县", "间接约700、直接50")]
    assert people.subtitle == "2个案例的3项，合计约2,000；单位：人（对数刻度）"
    assert [series.label for series in people.series] == ["直接", "间接", "未说明"]
    assert shown(posts) == [("河北丙县", "540")]
    assert posts.total_text == "540"


@pytest.mark.parametrize(
    ("unit", "column"), [("人", "employment_people"), ("岗位", "employment_posts")]
)
def test_employment_of_the_fourth_batch_adds_up_to_the_cases(
    fourth: Batch, unit: str, column: str
) -> None:
    sums: dict[int, Decimal] = {}
    for row in employment(fourth, unit).rows:
        sums[fourth.cases[row.case].case_no] = sum(
            (mark.value.low for mark in row.marks), Decimal(0)
        )
    cases = load_rows(BATCH4, "cases")
    assert sums == {row["case_no"]: row[column] for row in cases if row[column] is not None}


# --- nodes ------------------------------------------------------------------------------------


def test_nodes_are_summed_by_case_and_level_and_plans_apart() -> None:
    result = nodes(
        batch(
            case(1, "河北省", "甲县", node("village", "42"), node("village", "162")),
            case(2, "河北省", "乙县", node("village", "72", role="part"), node("village", "10")),
            case(3, "河北省", "丙县", node("village", "9", status="planned"), node("county", "1")),
        )
    )
    levels = {level.name: level for level in result.levels}
    assert list(levels) == ["county", "town", "village", "subvillage", "unspecified"]
    village = levels["village"]
    assert [(one.label, one.text) for one in village.existing.cases] == [
        ("河北甲县", "204"),
        ("河北乙县", "10"),
    ]
    assert village.existing.cases[0].fact_ids == ("1-1", "1-2")
    assert village.existing.text == "214（2例）"
    assert village.existing.median == 10
    assert (village.planned.text, levels["town"].existing.text) == ("9（1例）", "")
    assert levels["town"].existing.total is None
    assert result.subtitle == "3个案例的5项：已有4项，规划1项；单位：个"


def test_a_level_that_rules_add_is_shown_behind_the_others() -> None:
    result = nodes(batch(case(1, "河北省", "甲县", node("city", "3"))))
    assert [level.label for level in result.levels][-1] == "city"


@pytest.mark.parametrize("level", ["county", "town", "village", "subvillage"])
def test_nodes_of_the_fourth_batch_are_those_of_its_cases(fourth: Batch, level: str) -> None:
    (group,) = (one.existing for one in nodes(fourth).levels if one.name == level)
    found = {fourth.cases[one.case].case_no: one.value.low for one in group.cases}
    cases = load_rows(BATCH4, "cases")
    column = f"{level}_nodes"
    assert found == {row["case_no"]: row[column] for row in cases if row[column] is not None}


# --- overview ---------------------------------------------------------------------------------


def test_the_key_figures_say_what_they_are_made_of() -> None:
    result = overview(
        batch(
            case(1, "河北省", "甲县", node("village", "518"), percent("20")),
            case(2, "河北省", "乙县", percent("30"), percent("70", basis="derived")),
            case(3, "", "", work("direct", "60", qualifier="at_least")),
        )
    )
    assert [(one.label, one.text, one.note) for one in result.figures] == [
        ("案例", "3个", "1个省份"),
        ("乡镇级节点", "无数据", "0个案例"),
        ("村级节点", "518个", "1个案例"),
        ("降幅中位数", "20%", "写明的降幅2项"),
        ("带动就业人数", "≥60人", "1个案例"),
        ("就业岗位数", "无数据", "0个案例"),
    ]


def test_a_batch_has_the_title_of_its_report(fourth: Batch) -> None:
    assert fourth.title == "第四批农村物流服务品牌典型经验"
    assert fourth.report == BATCH4.name
