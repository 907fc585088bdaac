"""What all sheets share: their looks, and how a value becomes a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.errors import OutputError
from pipeline.formats.workbook.texts import excel_text, shown_width
from pipeline.tables.figures import plain

ROWS = 1_048_576
"""How many rows a sheet of Excel has."""

DIGITS = 15
"""How many digits of a number Excel keeps; a longer one is written as text."""

NARROWEST, WIDEST = 6, 60
HEADER_HEIGHT = 32
"""In points: a heading takes up to two lines."""
FILTER_BUTTON = 4
"""How many letters the button of a filter covers."""
A4 = 9
LINKS = 65_530
"""How many links Excel takes in one sheet; what is beyond has none."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The looks of cells."""

    title: Format
    header: Format
    text: Format
    wrapped: Format
    whole: Format
    figure: Format
    plain_whole: Format
    link: Format
    link_whole: Format
    look: Format

    @classmethod
    def of(cls, workbook: Workbook) -> Styles:
        """Make the looks of a workbook."""
        middle = {"valign": "vcenter"}
        blue = {"font_color": "#0B57A4", "underline": 1}
        header = {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True}
        return cls(
            title=workbook.add_format({"bold": True, "font_size": 14}),
            header=workbook.add_format({**header, **middle}),
            text=workbook.add_format(middle),
            wrapped=workbook.add_format({"valign": "top", "text_wrap": True}),
            whole=workbook.add_format({**middle, "num_format": "#,##0"}),
            figure=workbook.add_format({**middle, "num_format": "#,##0.0#####"}),
            plain_whole=workbook.add_format({**middle, "num_format": "0"}),
            link=workbook.add_format({**middle, **blue}),
            link_whole=workbook.add_format({**middle, **blue, "num_format": "0"}),
            look=workbook.add_format({"bg_color": "#FFE699", "bold": True}),
        )


class Sheet:
    """A sheet that is filled row by row, and then given widths, filter and frozen heading."""

    def __init__(
        self, worksheet: Worksheet, styles: Styles, header: Sequence[str], first_row: int = 0
    ):
        self.worksheet = worksheet
        self.styles = styles
        self.row = first_row
        self.links = 0
        self.widths = [shown_width(title) // 2 + FILTER_BUTTON for title in header]
        for column, title in enumerate(header):
            worksheet.write_string(first_row, column, title, styles.header)

    def next_row(self) -> None:
        """Begin a row.

        Raises
        ------
        OutputError
            If the sheet is full.
        """
        self.row += 1
        if self.row >= ROWS:
            message = f"a sheet of Excel holds {ROWS} rows; leave the format xlsx out"
            raise OutputError(message)

    def write(
        self, column: int, value: object, *, link: str | None = None, grouped: bool = True
    ) -> None:
        """Write a cell; None leaves it empty.

        Parameters
        ----------
        link
            Where a click leads.
        grouped
            Whether a whole number has separators between thousands.
        """
        if value is None:
            return
        linked = link is not None and self.links < LINKS
        if linked:
            self.links += 1
            self.worksheet.write_url(self.row, column, link, self.styles.link, "…")
        # Writing over it keeps the link, and a number stays a number.
        if isinstance(value, bool):
            self.worksheet.write_boolean(self.row, column, value, self.styles.text)
        elif isinstance(value, int | Decimal):
            self._write_figure(column, Decimal(value), linked, grouped)
        else:
            self.write_text(column, str(value), self.styles.link if linked else self.styles.text)

    def write_text(self, column: int, text: str, look: Format) -> None:
        """Write a text as it is, or cut to what Excel holds."""
        text = excel_text(text)
        self._note_width(column, shown_width(text[:WIDEST]))
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take the whole for markup of its own; in parts it does not.
            parts = (text[:1], text[1:2], text[2:])
            self.worksheet.write_rich_string(self.row, column, *parts, look)
        else:
            self.worksheet.write_string(self.row, column, text, look)

    def finish(self, frozen_columns: int = 0) -> None:
        """Freeze the heading, add filters, set the widths and how it is printed."""
        self.worksheet.freeze_panes(1, frozen_columns)
        self.worksheet.autofilter(0, 0, self.row, len(self.widths) - 1)
        self.worksheet.set_row(0, HEADER_HEIGHT)
        self.worksheet.repeat_rows(0)
        print_on_one_width(self.worksheet)
        for column, width in enumerate(self.widths):
            self.worksheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))

    def _write_figure(self, column: int, value: Decimal, linked: bool, grouped: bool) -> None:
        text = plain(value)
        self._note_width(column, len(text) + len(text) // 3 + 1)
        if len(text.lstrip("-0.").replace(".", "")) > DIGITS:
            self.worksheet.write_string(self.row, column, text, self.styles.text)
            return
        styles = self.styles
        if linked:
            look = styles.link_whole
        elif "." in text:
            look = styles.figure
        else:
            look = styles.whole if grouped else styles.plain_whole
        self.worksheet.write_number(self.row, column, float(text), look)

    def _note_width(self, column: int, width: int) -> None:
        self.widths[column] = max(self.widths[column], width + 2)


def print_on_one_width(worksheet: Worksheet) -> None:
    """Print all columns side by side on sheets of A4."""
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, 0)
