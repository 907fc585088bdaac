"""Places: what a row says stands in the text stands there, and in its case."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise

from pipeline.validate.fault import Fault
from pipeline.validate.table_file import AGAIN, TableFile
from pipeline.write.integrity import is_left_over

SHOWN = 40
"""So many characters of a text are shown in a fault."""


def check_source(name: str, source: str) -> list[Fault]:
    """Find what no text of a run has: other line ends, a byte-order mark."""
    if "\r" not in source and not source.startswith("\ufeff"):
        return []
    message = f"has a carriage return or a byte-order mark, so that no place holds; {AGAIN}"
    return [Fault("source", name, message)]


def check_places(tables: Mapping[str, TableFile], source: str) -> None:
    """Take note of every row whose place is wrong."""
    cases = tables["cases"]
    _check_cases(cases, source)
    # Where a row stands is known only if every case could be read.
    cases_known = len(cases.rows) == cases.count
    ordered = sorted(cases.rows.values(), key=lambda row: _integer(row["start"]))
    starts = [_integer(row["start"]) for row in ordered]
    for name in ("facts", "numbers"):
        for number, row in tables[name].rows.items():
            if _inside(tables[name], number, row, source):
                _check_text(tables[name], number, row, source)
                if cases_known:
                    index = bisect_right(starts, _integer(row["start"])) - 1
                    _check_case_of(tables[name], number, row, ordered[index] if index >= 0 else {})


def _check_cases(cases: TableFile, source: str) -> None:
    for number, row in cases.rows.items():
        if _inside(cases, number, row, source):
            span = source[_integer(row["start"]) : _integer(row["end"])]
            if not is_left_over(str(row["heading"]), span):
                message = f"the heading {_short(row['heading'])} does not stand in {_span(row)}"
                cases.complain("heading", f"{message}; {AGAIN}", number, "heading")
    ordered = sorted(cases.rows.items(), key=lambda item: _integer(item[1]["start"]))
    for (first, one), (second, other) in pairwise(ordered):
        if _integer(other["start"]) < _integer(one["end"]):
            message = f"the case begins before that of row {first} ends; {AGAIN}"
            cases.complain("overlap", message, second, "start")


def _inside(table: TableFile, number: int, row: Mapping[str, object], source: str) -> bool:
    start, end = _integer(row["start"]), _integer(row["end"])
    if start < end <= len(source):
        return True
    message = f"{_span(row)} is no place in source.txt, which has {len(source)} characters"
    table.complain("place", f"{message}; {AGAIN}", number, "start, end")
    return False


def _check_text(table: TableFile, number: int, row: Mapping[str, object], source: str) -> None:
    there = source[_integer(row["start"]) : _integer(row["end"])]
    if there != row["text"]:
        message = f"{_span(row)} is {_short(there)}, the row says {_short(row['text'])}; {AGAIN}"
        table.complain("text", message, number, "text")


def _check_case_of(
    table: TableFile, number: int, row: Mapping[str, object], case: Mapping[str, object]
) -> None:
    """Compare the case of a row with ``case``, the last one that begins before it (or none)."""
    ends_inside = bool(case) and _integer(row["end"]) <= _integer(case["end"])
    found = case["case_no"] if ends_inside else None
    if row["case_no"] != found:
        where = "outside all cases" if found is None else f"in case {found}"
        message = f"the row says case {row['case_no']}, but {_span(row)} stands {where}; {AGAIN}"
        table.complain("case", message, number, "case_no")


def _integer(value: object) -> int:
    return value if isinstance(value, int) else -1


def _span(row: Mapping[str, object]) -> str:
    return f"source[{row['start']}:{row['end']}]"


def _short(text: object) -> str:
    shown = str(text)
    return repr(shown if len(shown) <= SHOWN else shown[:SHOWN] + "…")
