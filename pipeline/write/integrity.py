"""What must hold before anything is written: places, keys and types.

A violation is a mistake in the program, not in the report, so it is no
:class:`~pipeline.errors.AnliError` and nothing catches it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import CaseResult, ReportResult
from pipeline.tables.definition import ForeignKey, Table

Row = Mapping[str, object]
Rows = Mapping[str, Sequence[Row]]


class IntegrityError(Exception):
    """The program was about to write something untrue."""


def check(result: ReportResult, tables: Mapping[str, Table], rows: Rows) -> None:
    """Check the source text, every place in it, every key.

    Raises
    ------
    IntegrityError
        At the first thing that does not hold.
    """
    source = result.document.text
    _check_source(source)
    for one in result.cases:
        _check_case(source, one)
    _check_cases_of_numbers(result)
    for name in ("facts", "numbers"):
        for row in rows[name]:
            _check_text(source, name, row)
    for table in tables.values():
        _check_primary_key(table, rows[table.name])
        for key in table.foreign_keys:
            _check_foreign_key(table, key, rows)


def _check_source(source: str) -> None:
    if "\r" in source or source.startswith("\ufeff"):
        raise IntegrityError("source.txt has a carriage return or a byte-order mark")


def _check_case(source: str, one: CaseResult) -> None:
    case = one.case
    if not 0 <= case.start <= case.body_start <= case.end <= len(source):
        raise IntegrityError(f"case {case.case_no}: start, body_start, end are out of order")
    if not is_left_over(case.heading, source[case.start : case.body_start]):
        raise IntegrityError(f"case {case.case_no}: {case.heading!r} does not head its span")
    for fact in one.facts:
        if not case.start <= fact.start <= fact.end <= case.end:
            raise IntegrityError(f"case {case.case_no}: the fact {fact.fact_id} lies outside")


def _check_cases_of_numbers(result: ReportResult) -> None:
    """Check that every numeral names the case that it stands in, and only that."""
    cases = sorted((one.case for one in result.cases), key=lambda case: case.start)
    starts = [case.start for case in cases]
    for number in result.numbers:
        index = bisect_right(starts, number.start) - 1
        inside = index >= 0 and number.end <= cases[index].end
        expected = cases[index].case_no if inside else None
        if number.case_no != expected:
            raise IntegrityError(
                f"the numeral {number.text!r} at {number.start} says case {number.case_no}, "
                f"but stands in {expected}"
            )


def is_left_over(short: str, long: str) -> bool:
    """Tell whether ``short`` is ``long`` with something taken out (conversion marks, spaces)."""
    characters = iter(long)
    return all(character in characters for character in short)


def _check_text(source: str, name: str, row: Row) -> None:
    start, end = row["start"], row["end"]
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        raise IntegrityError(f"{name}: {start!r} to {end!r} is no place in the text")
    if source[start:end] != row["text"]:
        raise IntegrityError(
            f"{name}: source[{start}:{end}] is {source[start:end]!r}, the row says {row['text']!r}"
        )


def _check_primary_key(table: Table, rows: Iterable[Row]) -> None:
    counts = Counter(tuple(row[column] for column in table.primary_key) for row in rows)
    for key, count in counts.items():
        if count > 1 or None in key:
            raise IntegrityError(f"{table.name}: the key {key!r} is empty or occurs {count} times")


def _check_foreign_key(table: Table, key: ForeignKey, rows: Rows) -> None:
    known = {tuple(row[column] for column in key.key) for row in rows[key.table]}
    for row in rows[table.name]:
        values = tuple(row[column] for column in key.columns)
        if any(value is not None for value in values) and values not in known:
            raise IntegrityError(f"{table.name}: {key.table} has no row {values!r}")
