"""The sheet of the source text: a line of ``source.txt`` on each row, with its place."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from pipeline.formats.report_tables import ReportTables
from pipeline.formats.workbook.places import Places
from pipeline.formats.workbook.sheet import Sheet, Styles
from pipeline.tables.definition import table

HEADER = ("行号", "起始位置（码位）", "原文")
TEXT_WIDTH = 110


def write_source(
    worksheet: Worksheet, styles: Styles, tables: ReportTables, places: Places
) -> None:
    """Write the text; the line that begins a case leads back to it."""
    sheet = Sheet(worksheet, styles, (*HEADER, table("cases").zh))
    cases = {places.paragraph_of(int(str(row["start"]))): row for row in tables.rows["cases"]}
    for index, paragraph in enumerate(places.paragraphs):
        sheet.next_row()
        sheet.write(0, paragraph.line, grouped=False)
        sheet.write(1, paragraph.start, grouped=False)
        sheet.write_text(2, paragraph.text, styles.wrapped)
        if index in cases:
            case = cases[index]
            sheet.write(3, case["case_no"], link=places.to_case(case["start"]), grouped=False)
    sheet.finish()
    worksheet.set_column(2, 2, TEXT_WIDTH)
