"""The sheets of the tables: numbers as numbers, with links from row to row and to the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.formats.report_tables import ReportTables, Row
from pipeline.formats.workbook.places import Places
from pipeline.formats.workbook.sheet import Sheet, Styles
from pipeline.tables.definition import Column, Table, load_definition

Link = Callable[[Places, Row], str | None]

LINKS: dict[tuple[str, str], Link] = {
    ("cases", "heading"): lambda places, row: places.to_source(row["start"]),
    ("facts", "case_no"): lambda places, row: places.to_case(row["start"]),
    ("facts", "text"): lambda places, row: places.to_source(row["start"]),
    ("numbers", "text"): lambda places, row: places.to_source(row["start"]),
    ("numbers", "fact_id"): lambda places, row: places.to_fact(row["fact_id"]),
}
"""Where a click on a cell leads, by table and column."""

FROZEN = {"cases": "heading", "facts": "fact_id", "numbers": "text"}
"""The last column that stays in view when a sheet is moved to the left."""

UNGROUPED = {"case_no", "start", "end"}
"""Whole numbers that are names or places, not amounts: without separators between thousands."""

NOTABLE = {
    "cases": "OR({unclassified_numbers}>0,ISLOGICAL({slogan_consistent})*NOT({slogan_consistent}))",
    "facts": '{flags}<>""',
    "numbers": 'AND({fact_id}="",{reason}="")',
}
"""Which rows a person should look at, as a formula over the columns of the row."""


def write_tables(
    sheets: Mapping[str, Worksheet], styles: Styles, tables: ReportTables, places: Places
) -> None:
    """Write each table to the sheet of its Chinese title."""
    for table in load_definition().tables.values():
        _write_table(Sheet(sheets[table.zh], styles, titles(table)), table, tables, places)


def titles(table: Table) -> list[str]:
    """Give the headings: the Chinese titles, with the unit where a column has one."""
    return [_title(column) for column in table.columns]


def _title(column: Column) -> str:
    return column.zh if column.unit is None else f"{column.zh}（{column.unit}）"


def _write_table(sheet: Sheet, table: Table, tables: ReportTables, places: Places) -> None:
    for row in tables.rows[table.name]:
        sheet.next_row()
        for index, name in enumerate(table.column_names):
            link = LINKS.get((table.name, name))
            sheet.write(
                index,
                row[name],
                link=link and link(places, row),
                grouped=name not in UNGROUPED,
            )
    sheet.finish(table.column_names.index(FROZEN[table.name]) + 1)
    if sheet.row:
        _mark_notable(sheet, table)


def _mark_notable(sheet: Sheet, table: Table) -> None:
    cells = {name: f"${xl_col_to_name(index)}2" for index, name in enumerate(table.column_names)}
    rule = {
        "type": "formula",
        "criteria": "=" + NOTABLE[table.name].format_map(cells),
        "format": sheet.styles.look,
    }
    sheet.worksheet.conditional_format(1, 0, sheet.row, len(table.columns) - 1, rule)
