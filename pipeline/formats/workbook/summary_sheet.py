"""The first sheet: what the report holds in figures, and what each sheet is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from pipeline.formats.report_tables import ReportTables, Row
from pipeline.formats.workbook.sheet import Sheet, Styles, print_on_one_width
from pipeline.tables.definition import Column, load_definition, table
from pipeline.tables.figures import total

WIDTHS = (26, 22, 14, 14, 14, 14, 18)
Line = Sequence[object]


def write_summary(worksheet: Worksheet, styles: Styles, tables: ReportTables) -> None:
    """Write the sections one below the other."""
    worksheet.write_string(0, 0, tables.title or tables.report, styles.title)
    print_on_one_width(worksheet)
    for column, width in enumerate(WIDTHS):
        worksheet.set_column(column, column, width)
    row = 2
    for header, lines in (
        (("工作表", "说明"), _sheets()),
        (("概况", "数目"), _counts(tables)),
        (("案例各列", "单位", "有值的案例", "最小值", "最大值", "合计"), _wide_columns(tables)),
        (("指标", "类别", "单位", "数据条数", "其中主要", "最小值", "最大值"), _fields(tables)),
        (("省级", "案例数", "数据条数"), _provinces(tables)),
        (("提示", "数据条数"), _flags(tables)),
    ):
        row = _write_section(worksheet, styles, row, header, lines) + 2


def _write_section(
    worksheet: Worksheet, styles: Styles, first: int, header: Sequence[str], lines: Iterable[Line]
) -> int:
    """Write a section from row ``first`` on; return its last row."""
    sheet = Sheet(worksheet, styles, header, first)
    for line in lines:
        sheet.next_row()
        for column, value in enumerate(line):
            sheet.write(column, value)
    return sheet.row


def _sheets() -> list[Line]:
    told = [(table.zh, table.description_zh) for table in load_definition().tables.values()]
    return [
        *told,
        ("编码本", "每一列的含义、类型、单位和取值。"),
        ("原文", "材料的全文，每行一段；各表中带下划线的单元格可点击，跳到出处。"),
    ]


def _counts(tables: ReportTables) -> list[Line]:
    numbers = tables.rows["numbers"]
    return [
        ("报告", tables.report),
        *((one.zh, len(tables.rows[name])) for name, one in load_definition().tables.items()),
        ("用于数据的数字", sum(row["fact_id"] is not None for row in numbers)),
        (
            "未解释的数字",
            sum(row["fact_id"] is None and row["reason"] is None for row in numbers),
        ),
    ]


def _wide_columns(tables: ReportTables) -> list[Line]:
    """Sum up the figures that the cases have side by side; percentages are not added."""
    lines: list[Line] = []
    for column in table("cases").columns:
        if column.type == "number":
            figures = _figures(tables.rows["cases"], column.name)
            added = None if column.unit == "%" else total(figures)
            span = (min(figures, default=None), max(figures, default=None))
            lines.append((column.zh, column.unit, len(figures), *span, added))
    return lines


def _fields(tables: ReportTables) -> list[Line]:
    """Count the facts by what they are about; the span is that of the main ones."""
    facts = table("facts")
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in tables.rows["facts"]:
        groups.setdefault((row["field"], row["category"], row["unit"]), []).append(row)
    lines: list[Line] = []
    for (field, category, unit), rows in sorted(groups.items(), key=lambda group: str(group[0])):
        main = [row for row in rows if row["role"] == "main"]
        names = (_label(facts.column("field"), field), _label(facts.column("category"), category))
        span = (
            min(_figures(main, "value_min"), default=None),
            max(_figures(main, "value_max"), default=None),
        )
        lines.append((*names, unit, len(rows), len(main), *span))
    return lines


def _provinces(tables: ReportTables) -> list[Line]:
    """Count cases and facts by province, the province with most cases first."""
    cases: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    for row in tables.rows["cases"]:
        province = str(row["province"] or "（不明）")
        cases[province] += 1
        facts[province] += int(str(row["fact_count"]))
    ordered = sorted(cases, key=lambda province: (-cases[province], province))
    return [(province, cases[province], facts[province]) for province in ordered]


def _flags(tables: ReportTables) -> list[Line]:
    column = table("facts").column("flags")
    flags = Counter(
        flag for row in tables.rows["facts"] for flag in str(row["flags"] or "").split()
    )
    return [(_label(column, flag), count) for flag, count in sorted(flags.items())]


def _label(column: Column, value: object) -> object:
    """Give the Chinese label of a value; what has none is shown as it is."""
    values = column.enumeration.values if column.enumeration else ()
    return next((known.zh for known in values if known.value == value), value)


def _figures(rows: Iterable[Row], column: str) -> list[Decimal]:
    return [figure for row in rows if isinstance(figure := row[column], Decimal)]
