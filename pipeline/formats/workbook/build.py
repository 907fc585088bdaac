"""The whole workbook: its sheets in order, and the links between them."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import xlsxwriter

from pipeline.formats.report_tables import ReportTables
from pipeline.formats.workbook.codebook_sheet import write_codebook
from pipeline.formats.workbook.places import Places
from pipeline.formats.workbook.sheet import Styles
from pipeline.formats.workbook.source_sheet import write_source
from pipeline.formats.workbook.summary_sheet import write_summary
from pipeline.formats.workbook.table_sheets import write_tables
from pipeline.tables.definition import load_definition

SUMMARY, CODEBOOK, SOURCE = "概览", "编码本", "原文"

# Excel wants a date of creation. A run has none, so that its bytes do not depend on the day.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

# A text is a text, whatever it looks like.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def files(tables: ReportTables) -> dict[str, bytes]:
    """Write the workbook of a report."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as workbook:
        workbook.set_properties({"title": tables.title, "created": CREATED})
        styles = Styles.of(workbook)
        definition = load_definition()
        names = (SUMMARY, *(table.zh for table in definition.tables.values()), CODEBOOK, SOURCE)
        sheets = {name: workbook.add_worksheet(name) for name in names}
        places = Places.of(tables, SOURCE)
        write_summary(sheets[SUMMARY], styles, tables)
        write_tables(sheets, styles, tables, places)
        write_codebook(sheets[CODEBOOK], styles, definition)
        write_source(sheets[SOURCE], styles, tables, places)
    return {f"{tables.report}.xlsx": content.getvalue()}
