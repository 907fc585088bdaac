"""Reading tables back: nothing is lost on the way, and a bad table is reported with its line."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.tables.definition import Column, table
from pipeline.write import load_rows
from pipeline.write.cells import from_text, guarded, unguarded
from pipeline.write.csv_file import csv_bytes

HEADER = "report,case_no,text,start,end,value_min,value_max,unit,qualifier,kind,fact_id,reason\r\n"
NUMBERS = (
    HEADER
    + "报告,,四,1,2,4,4,批,exact,ordinal,,ordinal\r\n"
    + '报告,1,"1,5万\n余",51,55,15000.5,15000.5,个,at_least,count,1-1,\r\n'
    + "报告,1,'-30%,83,87,-30,-30,%,exact,percent,,\r\n"
)
ROWS: list[dict[str, object]] = [
    {
        "report": "报告", "case_no": None, "text": "四", "start": 1, "end": 2,
        "value_min": Decimal(4), "value_max": Decimal(4), "unit": "批", "qualifier": "exact",
        "kind": "ordinal", "fact_id": None, "reason": "ordinal",
    },
    {
        "report": "报告", "case_no": 1, "text": "1,5万\n余", "start": 51, "end": 55,
        "value_min": Decimal("15000.5"), "value_max": Decimal("15000.5"), "unit": "个",
        "qualifier": "at_least", "kind": "count", "fact_id": "1-1", "reason": None,
    },
    {
        "report": "报告", "case_no": 1, "text": "-30%", "start": 83, "end": 87,
        "value_min": Decimal(-30), "value_max": Decimal(-30), "unit": "%", "qualifier": "exact",
        "kind": "percent", "fact_id": None, "reason": None,
    },
]  # fmt: skip


def folder_with(text: str, folder: Path) -> Path:
    """Write a table of numbers into the folder, with a byte-order mark."""
    (folder / "numbers.csv").write_bytes(text.encode("utf-8-sig", "surrogateescape"))
    return folder


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+2", "'+2"),
        ("-30%", "'-30%"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=x", "''=x"),
        ("''-", "'''-"),
        ("'x", "'x"),
        ("'", "'"),
        ("1=1", "1=1"),
        ("＝1", "＝1"),
    ],
)
def test_formulas_are_guarded_and_come_back(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text


@given(st.text(st.sampled_from("'=+-@\t\r\nx")))
def test_guarding_loses_nothing(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def values_of(column: Column) -> st.SearchStrategy[object]:
    """Give any value that a column takes, apart from its minimum and pattern."""
    some: st.SearchStrategy[object]
    if column.choices is not None:
        some = st.sampled_from([choice.value for choice in column.choices])
    else:
        some = {
            "string": st.text(min_size=1),
            "integer": st.integers(-(10**18) + 1, 10**18 - 1),
            "number": st.decimals(allow_nan=False, allow_infinity=False, places=6),
            "boolean": st.booleans(),
        }[column.type]
    return some if column.required else st.none() | some


def rows_of(name: str) -> st.SearchStrategy[list[dict[str, object]]]:
    return st.lists(
        st.fixed_dictionaries({column.name: values_of(column) for column in table(name).columns}),
        max_size=3,
    )


@pytest.mark.parametrize("name", ["cases", "facts", "numbers"])
@settings(max_examples=40)
@given(data=st.data())
def test_rows_come_back_as_they_went(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = data.draw(rows_of(name))
    folder = tmp_path_factory.getbasetemp()
    (folder / f"{name}.csv").write_bytes(csv_bytes(table(name), rows))
    back = load_rows(folder, name)
    assert back == rows
    assert [list(row) for row in back] == [list(table(name).column_names)] * len(rows)
    for row, original in zip(back, rows, strict=True):
        assert {key: type(row[key]) for key in row} == {key: type(original[key]) for key in row}


def test_a_table_is_read_with_its_types(tmp_path: Path) -> None:
    assert load_rows(folder_with(NUMBERS, tmp_path), "numbers") == ROWS


def test_a_table_that_an_editor_changed_harmlessly_is_read(tmp_path: Path) -> None:
    """Columns in another order, no byte-order mark, other line ends, blank lines at the end."""
    records = [list(reversed(record)) for record in csv.reader(NUMBERS.splitlines(keepends=True))]
    with (tmp_path / "numbers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(records)
        file.write("\n\n")
    rows = load_rows(tmp_path, "numbers")
    assert rows == ROWS
    assert list(rows[0]) == list(ROWS[0])


def test_a_cell_of_any_length_is_read(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    text = NUMBERS.replace("批", "批" * 200_000)
    assert load_rows(folder_with(text, tmp_path), "numbers")[0]["unit"] == "批" * 200_000
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        (",51,55,", ",5l,55,", 3, "column start: '5l' is not a whole number"),
        (",51,55,", ",51.0,55,", 3, "column start: '51.0' is not a whole number"),
        (",51,55,", ",,55,", 3, "column start: must not be empty"),
        (",51,55,", "," + "9" * 5000 + ",55,", 3, "is not a whole number"),
        (",83,87,-30,", ",83,87,-3E+1,", 5, "column value_min: '-3E+1' is not a number"),
        (",83,87,-30,", ",83,87,NaN,", 5, "column value_min: 'NaN' is not a number"),
        (",at_least,", ",more,", 3, "column qualifier: 'more' is none of exact, about"),
        (",percent,,", ",percent,,,", 5, "13 cells, but the header has 12 columns"),
        (",percent,,", ",percent,", 5, "11 cells, but the header has 12 columns"),
        (",kind,", ",Kind,", 1, "columns missing: kind"),
        (",kind,", ",kind,page,", 1, "columns unknown: page"),
        (",kind,", ",kind,kind,", 1, "columns given twice: kind"),
        (",percent,", ',"percent,', 5, "no well-formed CSV"),
        (",percent,", ",per\udcffcent,", 5, "is not in UTF-8"),
    ],
)
def test_a_bad_table_is_reported_with_its_line(
    before: str, after: str, line: int, message: str, tmp_path: Path
) -> None:
    assert NUMBERS.count(before) == 1
    with pytest.raises(InputError) as caught:
        load_rows(folder_with(NUMBERS.replace(before, after), tmp_path), "numbers")
    assert (caught.value.path, caught.value.line) == (tmp_path / "numbers.csv", line)
    assert message in caught.value.message


def test_truth_values_are_read_as_they_are_written() -> None:
    column = table("cases").column("slogan_consistent")
    assert (from_text(column, "true"), from_text(column, "false")) == (True, False)
    assert from_text(column, "") is None
    with pytest.raises(ValueError, match="'TRUE' is not true or false"):
        from_text(column, "TRUE")


@pytest.mark.parametrize("text", ["", "\r\n"])
def test_an_empty_file_is_reported(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="columns missing: report"):
        load_rows(folder_with(text, tmp_path), "numbers")


def test_a_file_that_is_missing_or_none_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such table"):
        load_rows(tmp_path, "numbers")
    (tmp_path / "numbers.csv").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        load_rows(tmp_path, "numbers")
