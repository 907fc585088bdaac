"""The definition of the tables, and the rows that are made of what a run found."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import model
from pipeline.model import Case, CaseResult, Document, Fact, NumberRow, Region, ReportResult
from pipeline.tables import definition as definition_module
from pipeline.tables.build import case_rows, fact_rows, frames, number_rows, table_rows
from pipeline.tables.codebook import codebook_page, entries
from pipeline.tables.constraints import fault_of
from pipeline.tables.definition import Column, Table, load_definition, parse_definition, table
from pipeline.tables.figures import plain, rounded, total
from pipeline.tables.frames import data_frame
from pipeline.tables.merged import parse_merged
from pipeline.tables.table_schema import table_schema
from pipeline.write.cells import from_text

PAGE = Path(__file__).parents[1] / "docs" / "codebook.md"

# The contract; whoever uses the data relies on these names and their order.
COLUMNS = {
    "cases": "report case_no heading province prefecture county adcode slogan slogan_suffix "
    "slogan_body slogan_consistent county_nodes town_nodes village_nodes subvillage_nodes "
    "cost_reduction_pct_min cost_reduction_pct_max cost_saving_yuan_per_year employment_people "
    "employment_posts fact_count unclassified_numbers start end",
    "facts": "report case_no fact_id field category subject value_min value_max from_min from_max "
    "unit qualifier role status basis text start end sentence locator rule flags",
    "numbers": "report case_no text start end value_min value_max unit qualifier kind fact_id "
    "reason",
}


def fact(field: str, category: str, value: str, unit: str, **more: Any) -> Fact:
    """Make a fact; ``value`` is a figure or a range such as 15-30."""
    low, _, high = value.partition("-")
    return Fact(
        field=field,
        category=category,
        subject="",
        value_min=Decimal(low),
        value_max=Decimal(high or low),
        unit=unit,
        text=value,
        start=0,
        end=1,
        **more,
    )


def nodes(category: str, value: str, **more: Any) -> Fact:
    return fact("node_count", category, value, "个", **more)


def cost(category: str, value: str, unit: str, **more: Any) -> Fact:
    return fact("cost_reduction", category, value, unit, **more)


def work(value: str, unit: str, category: str = "unspecified", **more: Any) -> Fact:
    return fact("employment", category, value, unit, **more)


def case(case_no: int = 1, start: int = 0, end: int = 100, **more: Any) -> Case:
    values: dict[str, Any] = {
        "region": None, "slogan": "", "slogan_suffix": "", "slogan_body": (),
        "slogan_consistent": None, "body_start": start,
    }  # fmt: skip
    return Case("R", case_no, "heading", start=start, end=end, **(values | more))


def numeral(case_no: int | None, start: int, **more: Any) -> NumberRow:
    values: dict[str, Any] = {
        "value_min": Decimal(7), "value_max": Decimal(7), "kind": "count", "qualifier": "exact",
        "unit": "",
    }  # fmt: skip
    return NumberRow(case_no, "7", start, start + 1, **(values | more))


def result(*cases: CaseResult, numbers: tuple[NumberRow, ...] = ()) -> ReportResult:
    return ReportResult(Document("R", "text", "00"), "title", cases, numbers)


def wide(*facts: Fact) -> dict[str, object]:
    """Give the row of a case with these facts."""
    (row,) = case_rows(result(CaseResult(case(), facts)))
    return row


# --- the definition -------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_are_those_of_the_contract(name: str) -> None:
    assert list(load_definition().tables) == list(COLUMNS)
    assert table(name).column_names == tuple(COLUMNS[name].split())


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_table_column_and_value_is_named_and_told_in_both_languages() -> None:
    for one in load_definition().tables.values():
        everything: list[Table | Column] = [one, *one.columns]
        for told in everything:
            assert CHINESE.search(told.zh), told.name
            assert told.en.isascii(), told.name
            assert CHINESE.search(told.description_zh), told.name
            assert told.description_zh.endswith("。"), told.name
            assert told.description.endswith("."), told.name
        for column in one.columns:
            assert (column.unit is None) == (column.unit_en is None), column.name
            for value in column.enumeration.values if column.enumeration else ():
                assert CHINESE.search(value.zh), value.value
                assert not CHINESE.search(value.en), value.value


def test_a_meaning_is_never_taken_over_in_one_language_only() -> None:
    text = (Path(definition_module.__file__).with_name("columns.toml")).read_text(encoding="utf-8")
    for raw_table in tomllib.loads(text)["tables"]:
        for column in raw_table["columns"]:
            assert ("description" in column) == ("description_zh" in column), column["name"]


def test_every_example_is_a_cell_of_its_column() -> None:
    for one in load_definition().tables.values():
        for column in one.columns:
            value = from_text(column, column.example)
            assert fault_of(column, value) is None, column.name
            if column.enumeration is not None:
                assert value in column.enumeration.allowed, column.name


def test_titles_are_distinct_within_a_table() -> None:
    for one in load_definition().tables.values():
        for titles in ([c.zh for c in one.columns], [c.en for c in one.columns]):
            assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("column", "type_of_record"),
    [
        ("qualifier", model.Qualifier),
        ("role", model.Role),
        ("status", model.Status),
        ("basis", model.Basis),
    ],
)
def test_closed_enumerations_are_those_of_the_records(column: str, type_of_record: Any) -> None:
    choices = table("facts").column(column).choices
    assert choices is not None
    assert [choice.value for choice in choices] == list(get_args(type_of_record))


@pytest.mark.parametrize("column", ["field", "category", "flags"])
def test_what_rules_may_add_to_is_open(column: str) -> None:
    assert table("facts").column(column).enumeration is not None
    assert table("facts").column(column).choices is None


def test_keys_name_columns_that_exist_and_are_of_one_type() -> None:
    tables = load_definition().tables
    for one in tables.values():
        assert all(one.column(name).required for name in one.primary_key)
        for key in one.foreign_keys:
            for own, other in zip(key.columns, key.key, strict=True):
                assert one.column(own).type == tables[key.table].column(other).type


def test_the_column_of_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError, match="no column nodes"):
        table("cases").column("nodes")


def test_a_column_takes_over_what_it_does_not_say_itself() -> None:
    shared = {"name": "a", "type": "number", "zh": "甲", "en": "A", "description": "D.",
              "description_zh": "义。", "example": "1", "unit": "个", "required": True}  # fmt: skip
    taken = {"name": "b", "same_as": "t.a", "zh": "乙", "required": False}
    one = {"name": "t", "zh": "表", "en": "T", "description": "D.", "description_zh": "义。",
           "primary_key": ["a"], "columns": [shared, taken]}  # fmt: skip
    definition = parse_definition({"version": "1", "enumerations": {}, "tables": [one]})
    assert definition.tables["t"].column("b") == Column(
        "b", "number", "乙", "A", "D.", "义。", "1", unit="个", required=False
    )


def test_a_row_has_all_columns_and_no_others() -> None:
    (row,) = number_rows(result(numbers=(numeral(None, 0),)))
    assert table("numbers").row(dict(reversed(row.items()))) == row
    with pytest.raises(KeyError, match="reason"):
        table("numbers").row({key: row[key] for key in row if key != "reason"})
    with pytest.raises(KeyError, match="extra"):
        table("numbers").row({**row, "extra": 1})


# --- figures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("518", "518"),
        ("0.630", "0.63"),
        ("1.5E+4", "15000"),
        ("1E-7", "0"),
        ("-1E-7", "0"),
        ("-0.5", "-0.5"),
        ("33.3333333", "33.333333"),
        ("66.6666666", "66.666667"),
        ("0.0000005", "0.000001"),
        ("1000", "1000"),
        ("0", "0"),
        ("-0", "0"),
        ("12345678901234567890123456789012345.6789", "12345678901234567890123456789012345.6789"),
    ],
)
def test_figures_are_written_plainly(figure: str, text: str) -> None:
    assert plain(Decimal(figure)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_plain_figures_have_their_form_and_their_value(figure: Decimal) -> None:
    text = plain(figure)
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]{0,5}[1-9])?", text)
    assert Decimal(text) == rounded(figure)
    assert abs(figure - rounded(figure)) <= Decimal("0.0000005")


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_figure_is_an_error(figure: str) -> None:
    with pytest.raises(ValueError, match="no figure"):
        rounded(Decimal(figure))


def test_totals_are_exact_and_nothing_has_none() -> None:
    assert total([]) is None
    assert total([Decimal("1E+40"), Decimal("0.1"), Decimal("0.2")]) == Decimal(
        "10000000000000000000000000000000000000000.3"
    )


# --- cases ----------------------------------------------------------------------------------


def test_nodes_are_summed_by_level_over_main_and_existing() -> None:
    row = wide(
        nodes("county", "1"),
        nodes("village", "42"),
        nodes("village", "162"),
        nodes("village", "72", role="part"),
        nodes("village", "42", role="repeat"),
        nodes("village", "500", status="planned"),
        nodes("town", "10-12"),
        nodes("unspecified", "163"),
        fact("service_points", "village", "9", "个"),
    )
    assert (row["county_nodes"], row["town_nodes"]) == (1, 10)
    assert (row["village_nodes"], row["subvillage_nodes"]) == (204, None)
    assert row["fact_count"] == 9


def test_a_node_count_of_none_is_zero_not_empty() -> None:
    assert wide(nodes("subvillage", "0"))["subvillage_nodes"] == 0


def test_cost_reduction_spans_the_main_percentages_stated_and_derived() -> None:
    row = wide(
        cost("percent", "15-30", "%"),
        cost("percent", "12.5", "%", basis="derived"),
        cost("percent", "90", "%", role="part"),
        cost("unit_cost", "0.38", "元/件", from_min=Decimal(95), from_max=Decimal(95)),
        fact("other_field", "percent", "1", "%"),
    )
    assert row["cost_reduction_pct_min"] == Decimal("12.5")
    assert row["cost_reduction_pct_max"] == 30


def test_the_saving_is_summed_over_main_amounts_a_year() -> None:
    row = wide(
        cost("amount", "1200000-1500000", "元/年"),
        cost("amount", "0.5", "元/年"),
        cost("amount", "300", "元/月"),
        cost("amount", "1-3", "元/件"),
        cost("amount", "1200000", "元/年", role="repeat"),
        cost("unit_cost", "7", "元/年"),
    )
    assert row["cost_saving_yuan_per_year"] == Decimal("1200000.5")


def test_employment_is_summed_by_unit_over_main() -> None:
    row = wide(
        work("220", "人", "direct"),
        work("1000", "人", "indirect"),
        work("540", "岗位"),
        work("20", "人", role="part"),
        fact("training", "unspecified", "8", "人"),
    )
    assert (row["employment_people"], row["employment_posts"]) == (1220, 540)


def test_a_case_without_facts_has_empty_figures() -> None:
    row = wide()
    figures = COLUMNS["cases"].split()[11:20]
    assert figures[0] == "county_nodes"
    assert [row[name] for name in figures] == [None] * 9
    assert row["fact_count"] == 0


def test_place_and_slogan_of_a_case() -> None:
    one = case(
        region=Region("重庆市", None, "永川区", "500118"),
        slogan="山海快线",
        slogan_body=("山海快线", "山海线"),
        slogan_consistent=True,
    )
    (row,) = case_rows(result(CaseResult(one, ())))
    assert [row[name] for name in COLUMNS["cases"].split()[:11]] == [
        "R", 1, "heading", "重庆市", None, "永川区", "500118", "山海快线", None,
        "山海快线 | 山海线", True,
    ]  # fmt: skip
    assert (row["start"], row["end"]) == (0, 100)


def test_unclassified_numerals_have_neither_fact_nor_reason() -> None:
    numbers = (
        numeral(None, 2),
        numeral(1, 10),
        numeral(1, 12, fact_id="1-1"),
        numeral(1, 14, reason="date"),
        numeral(1, 16),
        numeral(2, 50),
    )
    rows = case_rows(
        result(CaseResult(case(1, 5, 50), ()), CaseResult(case(2, 50, 90), ()), numbers=numbers)
    )
    assert [row["unclassified_numbers"] for row in rows] == [2, 1]


def test_numerals_of_two_cases_of_one_number_are_told_apart() -> None:
    rows = case_rows(
        result(
            CaseResult(case(3, 0, 50), (nodes("town", "1"),)),
            CaseResult(case(3, 50, 90), ()),
            numbers=(numeral(3, 60), numeral(3, 70)),
        )
    )
    assert [row["unclassified_numbers"] for row in rows] == [0, 2]
    assert [row["fact_count"] for row in rows] == [1, 0]


# --- facts and numbers ----------------------------------------------------------------------


def test_facts_come_case_by_case_with_all_they_carry() -> None:
    one = cost(
        "unit_cost", "0.38-0.5", "元/件", from_min=Decimal("0.63"), from_max=Decimal("0.7"),
        qualifier="about", role="part", status="planned", basis="formula", sentence="s",
        locator="page 3", rule="cost.pair", flags=("level_inferred", "other"), fact_id="2-1",
    )  # fmt: skip
    rows = fact_rows(
        result(
            CaseResult(case(1), (nodes("town", "3", fact_id="1-1"),)), CaseResult(case(2), (one,))
        )
    )
    assert [row["fact_id"] for row in rows] == ["1-1", "2-1"]
    assert list(rows[1].values()) == [
        "R", 2, "2-1", "cost_reduction", "unit_cost", None, Decimal("0.38"), Decimal("0.5"),
        Decimal("0.63"), Decimal("0.7"), "元/件", "about", "part", "planned", "formula",
        "0.38-0.5", 0, 1, "s", "page 3", "cost.pair", "level_inferred other",
    ]  # fmt: skip


def test_numbers_keep_their_order_and_know_no_value_when_there_is_none() -> None:
    third = Decimal(100) / 3
    rows = number_rows(
        result(
            numbers=(
                numeral(None, 4, value_min=None, value_max=None, kind="name", reason="name"),
                numeral(1, 9, value_min=third, value_max=third, unit="%", fact_id="1-1"),
            )
        )
    )
    assert [list(row.values()) for row in rows] == [
        ["R", None, "7", 4, 5, None, None, None, "exact", "name", None, "name"],
        ["R", 1, "7", 9, 10, Decimal("33.333333"), Decimal("33.333333"), "%", "exact", "count",
         "1-1", None],
    ]  # fmt: skip


# --- data frames ----------------------------------------------------------------------------


def some_result() -> ReportResult:
    facts = (nodes("town", "3", fact_id="1-1", flags=("level_inferred",)),)
    known = case(region=Region("河北省", "邯郸市", "武安市", "130481"), slogan_consistent=True)
    cases = (CaseResult(known, facts), CaseResult(case(2, 100, 120), ()))
    return result(*cases, numbers=(numeral(None, 130), numeral(1, 3, fact_id="1-1")))


def test_data_frames_have_the_types_of_the_definition() -> None:
    found = frames(some_result())
    assert {name: list(frame.columns) for name, frame in found.items()} == {
        name: columns.split() for name, columns in COLUMNS.items()
    }
    cases, facts, numbers = found["cases"], found["facts"], found["numbers"]
    assert str(cases["adcode"].dtype) == "string"
    assert str(cases["slogan_consistent"].dtype) == "boolean"
    assert str(numbers["case_no"].dtype) == "Int64"
    assert list(facts["role"].cat.categories) == ["main", "part", "repeat"]
    assert list(cases["adcode"].isna()) == [False, True]
    assert list(numbers["case_no"].isna()) == [True, False]
    assert facts["value_min"].dtype == object
    assert type(facts["value_min"][0]) is Decimal


def test_data_frames_of_an_empty_report_have_the_same_types() -> None:
    full, empty = frames(some_result()), frames(result())
    for name, frame in empty.items():
        assert frame.empty
        assert list(frame.dtypes) == list(full[name].dtypes)


@pytest.mark.parametrize("name", COLUMNS)
def test_pandera_finds_no_fault_in_good_rows(name: str) -> None:
    pytest.importorskip("pandera")
    from pipeline.tables.validation import data_frame_schema

    frame = frames(some_result())[name]
    data_frame_schema(table(name)).validate(frame, lazy=True)


def test_pandera_lists_all_faults() -> None:
    pandera = pytest.importorskip("pandera.pandas")
    from pipeline.tables.validation import data_frame_schema

    (row,) = table_rows(some_result())["facts"]
    bad = [
        {**row, "value_min": 3.5, "start": -1},
        {**row, "fact_id": "x", "unit": None},
        row,
        row,
    ]
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        data_frame_schema(table("facts")).validate(data_frame(table("facts"), bad), lazy=True)
    faults = caught.value.failure_cases
    assert set(zip(faults["column"], faults["index"], strict=True)) >= {
        ("value_min", 0),
        ("start", 0),
        ("fact_id", 1),
        ("unit", 1),
        ("fact_id", 3),
    }


HEAVY = "pandas", "pandera", "numpy", "frictionless"


def test_rows_are_made_and_written_without_heavy_libraries() -> None:
    code = "import sys, pipeline.write, pipeline.tables.build; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert not set(HEAVY) & set(done.stdout.split())


# --- Table Schema and documentation ---------------------------------------------------------


def test_a_table_schema_says_what_the_definition_says() -> None:
    schema = table_schema(table("facts"))
    assert [field["name"] for field in schema["fields"]] == COLUMNS["facts"].split()
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["role"] == {
        "name": "role",
        "type": "string",
        "title": "作用",
        "anli:title_en": "Role",
        "description": table("facts").column("role").description_zh,
        "anli:description_en": table("facts").column("role").description,
        "example": "main",
        "constraints": {"required": True, "enum": ["main", "part", "repeat"]},
        "categories": [
            {"value": "main", "label": "主要数据", "anli:label_en": "main figure"},
            {"value": "part", "label": "其中项", "anli:label_en": "part of a main figure"},
            {"value": "repeat", "label": "重复出现", "anli:label_en": "repeated figure"},
        ],
    }
    assert fields["start"]["anli:unit"] == "码位"
    assert fields["start"]["anli:unit_en"] == "code points"
    assert (fields["start"]["example"], fields["value_min"]["example"]) == (12499, 1.5)
    assert fields["start"]["constraints"] == {"required": True, "minimum": 0}
    assert "constraints" not in fields["category"]
    assert "county" in [value["value"] for value in fields["category"]["anli:known_values"]]
    assert schema["primaryKey"] == ["report", "fact_id"]
    assert schema["foreignKeys"] == [
        {
            "fields": ["report", "case_no"],
            "reference": {"resource": "cases", "fields": ["report", "case_no"]},
        }
    ]


def test_truth_values_are_declared_as_they_are_written() -> None:
    fields = {field["name"]: field for field in table_schema(table("cases"))["fields"]}
    consistent = fields["slogan_consistent"]
    assert (consistent["trueValues"], consistent["falseValues"]) == (["true"], ["false"])


def test_the_codebook_is_made_from_the_definition() -> None:
    assert PAGE.read_text(encoding="utf-8") == codebook_page(load_definition(), parse_merged()), (
        "run: python -m pipeline.tables.codebook docs/codebook.md"
    )


def test_the_codebook_tells_all_of_a_column_in_both_languages() -> None:
    found = {(entry.table, entry.column): entry for entry in entries(load_definition())}
    assert list(found) == [
        (one.name, name) for one in load_definition().tables.values() for name in one.column_names
    ]
    flags, start = found["facts", "flags"], found["numbers", "start"]
    assert flags.title == ("提示", "Flags")
    assert "level_inferred＝节点层级由上下文推定" in flags.values[0]
    assert "level_inferred: the level of the node was inferred" in flags.values[1]
    assert flags.constraints == (
        "可空；多项以“ ”相连；可有其他值",
        'may be empty; several joined with " "; others may occur',
    )
    assert start.constraints == ("必填；主键；不小于 0", "required; part of the key; at least 0")
    assert start.unit == ("码位", "code points")


def test_a_changed_definition_changes_the_codebook() -> None:
    definition = load_definition()
    cases = dataclasses.replace(definition.tables["cases"], description_zh="别的案例。")
    changed = dataclasses.replace(definition, tables={**definition.tables, "cases": cases})
    assert "别的案例。" in codebook_page(changed, parse_merged())
    assert "别的案例。" not in codebook_page(definition, parse_merged())
