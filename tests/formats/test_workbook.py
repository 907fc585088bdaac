"""The workbook as openpyxl and LibreOffice read it, and how it looks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OutputError
from pipeline.formats import ReportTables, render
from pipeline.formats.workbook.places import Places
from pipeline.formats.workbook.sheet import DIGITS
from pipeline.formats.workbook.texts import (
    CUT_MARK,
    LIMIT,
    excel_text,
    pieces,
    shown_width,
    utf16_length,
)
from pipeline.tables.codebook import entries
from pipeline.tables.definition import Column, load_definition, table
from pipeline.tables.figures import plain
from tests.formats.written import SENTENCE, SETS, SOURCE, awkward, tables_of
from tests.libreoffice import Convert, converter

SHEETS = ["概览", "案例", "数据", "数字", "编码本", "原文"]
# Comma, quotation mark, UTF-8, from line 1; not as shown but as it is; every sheet to a file.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@pytest.fixture(scope="module", params=SETS)
def tables(request: pytest.FixtureRequest) -> ReportTables:
    return tables_of(request.param)


def workbook(tables: ReportTables) -> bytes:
    (content,) = render(tables, ["xlsx"]).values()
    return content


def opened(tables: ReportTables) -> Any:
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(workbook(tables)))


def read(cell: Any) -> object:
    """Give what a cell holds; openpyxl leaves a control character in its escape."""
    if isinstance(cell.value, str):
        return cell.value.replace("_x000B_", "\x0b")
    return cell.value


def expected(column: Column, value: object) -> object:
    """Give what a spreadsheet shows for a value; long texts and long figures apart."""
    if isinstance(value, Decimal):
        text = plain(value)
        return text if digits(text) > DIGITS else float(text)
    if isinstance(value, str) and len(value) > LIMIT:
        return excel_text(value)
    return value


def digits(text: str) -> int:
    return len(text.strip("-").lstrip("0.").replace(".", ""))


def test_openpyxl_reads_the_values_of_the_tables(tables: ReportTables) -> None:
    found = opened(tables)
    assert found.sheetnames == SHEETS
    for name, rows in tables.rows.items():
        one = table(name)
        sheet = found[one.zh]
        assert sheet.max_row == len(rows) + 1
        for cells, row in zip(sheet.iter_rows(min_row=2), rows, strict=True):
            for cell, column in zip(cells, one.columns, strict=True):
                assert read(cell) == expected(column, row[column.name]), cell.coordinate
                if isinstance(row[column.name], str):
                    assert cell.data_type == "s"


def test_libreoffice_reads_the_values_of_the_tables(
    tables: ReportTables, convert: Convert, tmp_path: Path
) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(workbook(tables))
    folder = convert(file, EVERY_SHEET).parent
    for name, rows in tables.rows.items():
        one = table(name)
        made = list(records(folder / f"report-{one.zh}.csv"))
        assert len(made) == len(rows) + 1
        for cells, row in zip(made[1:], rows, strict=True):
            for text, column in zip(cells, one.columns, strict=True):
                wanted = expected(column, row[column.name])
                assert without_breaks(as_value(text, column)) == without_breaks(wanted)
    source = [cells[2] for cells in records(folder / "report-原文.csv")][1:]
    assert "\n".join(source) == tables.source or len(tables.source) > LIMIT


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    return converter(tmp_path_factory)


def records(path: Path) -> list[list[str]]:
    csv.field_size_limit(10**9)
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def without_breaks(value: object) -> object:
    """Take line breaks out of a very long text: LibreOffice breaks its lines at 16,384."""
    if isinstance(value, str) and len(value) > 16_000:
        return value.replace("\n", "")
    return value


def as_value(text: str, column: Column) -> object:
    if text == "":
        return None
    if column.type == "boolean":
        return {"TRUE": True, "FALSE": False}[text]
    if column.type == "integer":
        return int(text)
    if column.type == "number":
        return text if digits(text) > DIGITS else float(text)
    return text


def test_headings_are_chinese_frozen_and_filtered() -> None:
    found = opened(awkward())
    for one in load_definition().tables.values():
        sheet = found[one.zh]
        titles = [cell.value for cell in sheet[1]]
        assert titles[0] == "报告"
        assert all(
            title.startswith(column.zh) and (column.unit or "") in title
            for title, column in zip(titles, one.columns, strict=True)
        )
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref == sheet.dimensions
    assert found["案例"]["L1"].value == "县级节点数（个）"


def test_columns_are_wide_enough_for_chinese() -> None:
    found = opened(tables_of("rural-logistics-brands-batch4"))["案例"]
    longest = max(shown_width(cell.value or "") for cell in found["F"])
    assert longest <= found.column_dimensions["F"].width <= 60
    assert (shown_width("村级"), shown_width("a1")) == (4, 2)


def test_figures_are_numbers_with_a_number_format() -> None:
    sheet = opened(awkward())["案例"]
    row = {cell.value: other for cell, other in zip(sheet[1], sheet[2], strict=True)}
    nodes, percent = row["村级节点数（个）"], row["成本降幅最小值（%）"]
    assert (nodes.value, nodes.number_format) == (15000, "#,##0")
    assert (percent.value, percent.number_format) == (33.333333, "#,##0.0#####")
    assert (row["案例编号"].value, row["案例编号"].number_format) == (1, "0")
    assert row["行政区划代码"].value == "010481"


def test_links_lead_from_facts_to_their_case_and_sentence() -> None:
    tables = tables_of("synthetic-dev")
    found = opened(tables)
    cases, facts, numbers = tables.rows["cases"], tables.rows["facts"], tables.rows["numbers"]
    for row, fact in enumerate(facts, 2):
        case = found["案例"][target(found["数据"].cell(row, 2), "案例")]
        assert case[1].value == fact["case_no"]
        line = found["原文"][target(found["数据"].cell(row, 16), "原文")]
        assert str(fact["text"]) in str(line[2].value)
        assert line[1].value <= fact["start"]
    linked = [(row, number) for row, number in enumerate(numbers, 2) if number["fact_id"]]
    for row, number in linked:
        fact = found["数据"][target(found["数字"].cell(row, 11), "数据")]
        assert fact[2].value == number["fact_id"]
    for row, one in enumerate(cases, 2):
        line = found["原文"][target(found["案例"].cell(row, 3), "原文")]
        assert line[3].value == one["case_no"]


def target(cell: Any, sheet: str) -> int:
    """Give the row that a link within the workbook leads to."""
    there, _, place = cell.hyperlink.location.partition("!A")
    assert there.strip("'") == sheet
    return int(place)


def test_links_beyond_those_that_excel_takes_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.formats.workbook.sheet.LINKS", 3)
    sheet = opened(tables_of("synthetic-dev"))["数据"]
    linked = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) == 3
    assert sheet.cell(9, 16).value == tables_of("synthetic-dev").rows["facts"][7]["text"]


def test_a_table_with_more_rows_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.formats.workbook.sheet.ROWS", 30)
    with pytest.raises(OutputError, match="leave the format xlsx out"):
        workbook(tables_of("synthetic-dev"))


def test_texts_that_look_like_formulas_are_texts() -> None:
    found = opened(awkward())
    assert (found["案例"]["H2"].value, found["案例"]["H2"].data_type) == ("=口号", "s")
    assert (found["案例"]["I2"].value, found["案例"]["I2"].data_type) == ("+模式", "s")
    assert found["概览"]["A1"].data_type == "s"
    formulas = [
        cell.coordinate
        for sheet in found
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    sentence = str(read(opened(awkward())["数据"]["S2"]))
    assert sentence.endswith(CUT_MARK)
    assert utf16_length(sentence) == LIMIT
    assert SENTENCE.startswith(sentence.removesuffix(CUT_MARK))


def test_the_source_sheet_has_the_whole_text() -> None:
    rows = list(opened(awkward())["原文"].iter_rows(min_row=2, max_col=3))
    lines: dict[int, str] = {}
    for line, start, text in rows:
        lines[line.value] = lines.get(line.value, "") + str(read(text) or "")
        assert SOURCE.startswith(str(read(text) or ""), start.value)
    assert "\n".join(lines.values()) == SOURCE


def test_rows_to_look_at_are_marked() -> None:
    found = opened(awkward())
    for name, formula in (
        ("数据", '$V2<>""'),
        ("数字", 'AND($K2="",$L2="")'),
        ("案例", "OR($V2>0,ISLOGICAL($K2)*NOT($K2))"),
    ):
        sheet = found[name]
        (area,) = sheet.conditional_formatting
        (rule,) = area.rules
        assert rule.formula == [formula]
        assert str(area.sqref) == sheet.dimensions.replace("A1", "A2")


def test_the_codebook_is_a_sheet() -> None:
    sheet = opened(awkward())["编码本"]
    shown = [tuple(cell.value or "" for cell in row) for row in sheet.iter_rows(min_row=2)]
    assert shown == [
        (
            entry.table, entry.column, *entry.title, *entry.description, *entry.type, *entry.unit,
            *entry.constraints, *entry.values, entry.example,
        )
        for entry in entries(load_definition())
    ]  # fmt: skip


def test_the_summary_counts_what_the_tables_hold() -> None:
    tables = tables_of("synthetic-dev")
    rows = [[cell.value for cell in row] for row in opened(tables)["概览"].iter_rows(min_row=1)]
    facts = tables.rows["facts"]
    assert rows[0][0] == tables.title
    assert ["案例", len(tables.rows["cases"])] in [row[:2] for row in rows]
    village = [
        fact for fact in facts
        if (fact["field"], fact["category"], fact["unit"]) == ("node_count", "village", "个")
    ]  # fmt: skip
    main = [Decimal(str(fact["value_min"])) for fact in village if fact["role"] == "main"]
    assert ["物流节点数", "村级", "个", len(village), len(main), float(min(main))] in [
        row[:6] for row in rows
    ]
    total = sum(Decimal(str(row["village_nodes"] or 0)) for row in tables.rows["cases"])
    assert [row[5] for row in rows if row[0] == "村级节点数"] == [float(total)]
    assert [row[5] for row in rows if row[0] == "成本降幅最小值"] == [None]
    provinces = [row for row in rows if str(row[0]).endswith(("省", "自治区", "市"))]
    assert sum(row[1] for row in provinces) == len(tables.rows["cases"])


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(2, 9))
def test_pieces_make_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert "".join(found) == text
    assert all(utf16_length(piece) <= limit for piece in found)
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


def test_places_are_found_in_pieces_of_a_long_line() -> None:
    tables = awkward()
    places = Places.of(tables, "原文")
    start = SOURCE.index("1.5万个")
    paragraph = places.paragraphs[places.paragraph_of(start)]
    assert paragraph.text[start - paragraph.start :].startswith("1.5万个")
    assert shown(places.paragraphs) == SOURCE.replace("\n", "")


def shown(paragraphs: Sequence[Any]) -> str:
    return "".join(paragraph.text for paragraph in paragraphs)
