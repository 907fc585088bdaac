"""The sheet of the codebook: the entries of the page, a column of a table on each row."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from pipeline.formats.workbook.sheet import Sheet, Styles
from pipeline.tables.codebook import entries
from pipeline.tables.definition import Definition

HEADER = (
    "表 Table", "列 Column", "标题", "Title", "含义", "Meaning", "类型", "Type", "单位", "Unit",
    "约束", "Constraints", "取值", "Values", "示例 Example",
)  # fmt: skip


def write_codebook(worksheet: Worksheet, styles: Styles, definition: Definition) -> None:
    """Write the codebook."""
    sheet = Sheet(worksheet, styles, HEADER)
    for entry in entries(definition):
        pairs = (entry.title, entry.description, entry.type, entry.unit, entry.constraints)
        texts = [text for pair in (*pairs, entry.values) for text in pair]
        sheet.next_row()
        for column, text in enumerate((entry.table, entry.column, *texts, entry.example)):
            sheet.write(column, text or None)
    sheet.finish(2)
