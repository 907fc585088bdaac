"""Turn what a run found in a report into the rows of its tables.

A row is a dict whose keys are the columns in order and whose values are ``str``, ``int``,
:class:`~decimal.Decimal`, ``bool`` or None. An empty text is None. Figures are rounded to six
places.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model import Case, CaseResult, Fact, ReportResult
from pipeline.tables.definition import Table, table
from pipeline.tables.figures import rounded
from pipeline.tables.wide import by_case, wide_figures

if TYPE_CHECKING:
    import pandas

Row = dict[str, object]


def case_rows(result: ReportResult) -> list[Row]:
    """Make the rows of the cases table, each with the case's figures in wide columns."""
    cases, facts = table("cases"), table("facts")
    numbers = by_case([one.case.start for one in result.cases], number_rows(result))
    return [
        cases.row(
            {
                **_place_and_slogan(cases, one.case),
                **wide_figures(
                    cases,
                    [_fact_values(facts, one, fact) for fact in one.facts],
                    numbers[one.case.start],
                ),
            }
        )
        for one in result.cases
    ]


def fact_rows(result: ReportResult) -> list[Row]:
    """Make the rows of the facts table, case by case in order of appearance."""
    facts = table("facts")
    return [facts.row(_fact_values(facts, one, fact)) for one in result.cases for fact in one.facts]


def number_rows(result: ReportResult) -> list[Row]:
    """Make the rows of the numbers table, in the order of the result."""
    numbers = table("numbers")
    return [
        numbers.row(
            {
                "report": result.document.report,
                "case_no": number.case_no,
                "text": number.text,
                "start": number.start,
                "end": number.end,
                "value_min": _rounded(number.value_min),
                "value_max": _rounded(number.value_max),
                "unit": number.unit,
                "qualifier": number.qualifier,
                "kind": number.kind,
                "fact_id": number.fact_id,
                "reason": number.reason,
            }
        )
        for number in result.numbers
    ]


def table_rows(result: ReportResult) -> dict[str, list[Row]]:
    """Make the rows of all tables, by the name of the table."""
    return {
        "cases": case_rows(result),
        "facts": fact_rows(result),
        "numbers": number_rows(result),
    }


def frames(result: ReportResult) -> dict[str, pandas.DataFrame]:
    """Make a pandas data frame of each table, by its name.

    See :func:`pipeline.tables.frames.data_frame` for the types.
    """
    from pipeline.tables.frames import data_frame

    return {name: data_frame(table(name), rows) for name, rows in table_rows(result).items()}


def _place_and_slogan(cases: Table, case: Case) -> Row:
    region = case.region
    return {
        "report": case.report,
        "case_no": case.case_no,
        "heading": case.heading,
        "province": region and region.province,
        "prefecture": region and region.prefecture,
        "county": region and region.county,
        "adcode": region and region.adcode,
        "slogan": case.slogan,
        "slogan_suffix": case.slogan_suffix,
        "slogan_body": _joined(cases, "slogan_body", case.slogan_body),
        "slogan_consistent": case.slogan_consistent,
        "start": case.start,
        "end": case.end,
    }


def _fact_values(facts: Table, one: CaseResult, fact: Fact) -> Row:
    return {
        "report": one.case.report,
        "case_no": one.case.case_no,
        "fact_id": fact.fact_id,
        "field": fact.field,
        "category": fact.category,
        "subject": fact.subject,
        "value_min": _rounded(fact.value_min),
        "value_max": _rounded(fact.value_max),
        "from_min": _rounded(fact.from_min),
        "from_max": _rounded(fact.from_max),
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "role": fact.role,
        "status": fact.status,
        "basis": fact.basis,
        "text": fact.text,
        "start": fact.start,
        "end": fact.end,
        "sentence": fact.sentence,
        "locator": fact.locator,
        "rule": fact.rule,
        "flags": _joined(facts, "flags", fact.flags),
    }


def _joined(table_of_column: Table, name: str, items: Iterable[str]) -> str:
    """Write a list into one cell, with the separator of its column."""
    separator = table_of_column.column(name).separator
    if separator is None:
        raise ValueError(f"column {name} of {table_of_column.name} is no list")
    return separator.join(items)


def _rounded(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else rounded(figure)
