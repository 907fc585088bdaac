"""Which row of the workbook holds a case, a fact, or a place in the text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from pipeline.formats.report_tables import ReportTables
from pipeline.formats.workbook.texts import pieces
from pipeline.tables.definition import table

HEADER_ROWS = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A row of the sheet of the source text: a line of ``source.txt``, or a piece of a long one.

    ``line`` counts from 1.
    """

    line: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """Rows (counted from 0) by what stands in them."""

    sheet_of_source: str
    paragraphs: tuple[Paragraph, ...]
    paragraph_starts: tuple[int, ...]
    case_starts: tuple[int, ...]
    case_rows: dict[int, int]
    fact_rows: dict[str, int]

    @classmethod
    def of(cls, tables: ReportTables, sheet_of_source: str) -> Places:
        """Find all rows before any is written."""
        paragraphs = _paragraphs(tables.source)
        starts = [int(str(case["start"])) for case in tables.rows["cases"]]
        facts = [str(fact["fact_id"]) for fact in tables.rows["facts"]]
        return cls(
            sheet_of_source,
            paragraphs,
            tuple(paragraph.start for paragraph in paragraphs),
            tuple(sorted(starts)),
            {start: row for row, start in enumerate(starts, HEADER_ROWS)},
            {fact_id: row for row, fact_id in enumerate(facts, HEADER_ROWS)},
        )

    def paragraph_of(self, start: int) -> int:
        """Give the index of the paragraph in which a place of the text lies."""
        return bisect_right(self.paragraph_starts, start) - 1

    def to_source(self, start: object) -> str | None:
        """Give the link to the paragraph in which a place of the text lies."""
        if not isinstance(start, int):
            return None
        return _link(self.sheet_of_source, self.paragraph_of(start) + HEADER_ROWS)

    def to_case(self, start: object) -> str | None:
        """Give the link to the case in which a place of the text lies."""
        if not isinstance(start, int):
            return None
        index = bisect_right(self.case_starts, start) - 1
        if index < 0:
            return None
        return _link(table("cases").zh, self.case_rows[self.case_starts[index]])

    def to_fact(self, fact_id: object) -> str | None:
        """Give the link to a fact."""
        row = self.fact_rows.get(str(fact_id))
        return None if row is None else _link(table("facts").zh, row)


def _link(sheet: str, row: int) -> str:
    return f"internal:'{sheet}'!A{row + 1}"


def _paragraphs(source: str) -> tuple[Paragraph, ...]:
    found, start = [], 0
    for line, text in enumerate(source.split("\n"), 1):
        for piece in pieces(text):
            found.append(Paragraph(line, start, piece))
            start += len(piece)
        start += 1
    return tuple(found)
