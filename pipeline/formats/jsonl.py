"""JSON Lines: a case on each line, with its facts and numerals inside.

Figures are JSON numbers, written plainly and to the last digit. Numerals outside all cases stand
in a last line of their report, whose case is null in every column but the report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.formats.report_tables import ReportTables, Row
from pipeline.tables.figures import plain
from pipeline.tables.wide import by_case

FILE_NAME = "cases.jsonl"
# Characters that JSON allows in a string and that some programs take for the end of a line.
_LINE_ENDS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def files(tables: ReportTables) -> dict[str, bytes]:
    """Write the file of a report."""
    lines = [_text(line).translate(_LINE_ENDS) + "\n" for line in nested(tables)]
    return {FILE_NAME: "".join(lines).encode("utf-8")}


def nested(tables: ReportTables) -> list[dict[str, object]]:
    """Put the facts and numerals of each case into its row, report by report."""
    reports = dict.fromkeys(row["report"] for row in tables.rows["numbers"])
    reports |= dict.fromkeys(row["report"] for row in tables.rows["cases"])
    columns = tables.definition.tables["cases"].column_names
    return [line for report in reports for line in _of_report(tables.rows, report, columns)]


def _of_report(
    rows: Mapping[str, Sequence[Row]], report: object, columns: Sequence[str]
) -> Iterator[dict[str, object]]:
    cases, facts, numbers = (
        [row for row in rows[name] if row["report"] == report]
        for name in ("cases", "facts", "numbers")
    )
    starts = [int(str(case["start"])) for case in cases]
    facts_of, numbers_of = by_case(starts, facts), by_case(starts, numbers)
    for case, start in zip(cases, starts, strict=True):
        yield _line(case, facts_of[start], numbers_of[start])
    outside = [number for number in numbers if number["case_no"] is None]
    if outside:
        yield _line(dict.fromkeys(columns) | {"report": report}, [], outside)


def _line(case: Row, facts: Sequence[Row], numbers: Sequence[Row]) -> dict[str, object]:
    return {**case, "facts": list(facts), "numbers": list(numbers)}


def _text(value: object) -> str:
    """Write a value as JSON; the json module would make a float of a Decimal."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_text(key)}: {_text(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return json.dumps(value, ensure_ascii=False)
