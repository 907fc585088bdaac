"""Turn what a run found in a report into the rows of its tables.

A row is a dict whose keys are the columns in order and whose values are ``str``, ``int``,
:class:`~decimal.Decimal`, ``bool`` or None. An empty text is None. Figures are rounded to six
places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model import Case, CaseResult, Fact, ReportResult
from pipeline.tables.definition import Table, table
from pipeline.tables.figures import rounded, total

if TYPE_CHECKING:
    import pandas

Row = dict[str, object]


def case_rows(result: ReportResult) -> list[Row]:
    """Make the rows of the cases table, each with the case's figures in wide columns."""
    cases = table("cases")
    unclassified = _unclassified_by_start(result)
    return [
        cases.row(
            {
                **_place_and_slogan(cases, one.case),
                **_wide_figures(cases, one.facts),
                "fact_count": len(one.facts),
                "unclassified_numbers": unclassified[one.case.start],
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


def _unclassified_by_start(result: ReportResult) -> Counter[int]:
    """Count the numerals that nothing explains, by the start of the case they stand in.

    The place decides, not the number of the case: a report may number two cases alike.
    """
    starts = sorted(one.case.start for one in result.cases)
    return Counter(
        starts[bisect_right(starts, number.start) - 1]
        for number in result.numbers
        if number.case_no is not None and not number.fact_id and not number.reason
    )


def _wide_figures(cases: Table, facts: Iterable[Fact]) -> Row:
    """Sum up the main facts of a case."""
    main = [fact for fact in facts if fact.role == "main"]
    nodes = [fact for fact in main if fact.field == "node_count" and fact.status == "existing"]
    costs = [fact for fact in main if fact.field == "cost_reduction"]
    percents = [fact for fact in costs if fact.category == "percent"]
    amounts = [fact for fact in costs if fact.category == "amount"]
    employment = [fact for fact in main if fact.field == "employment"]
    return {
        "county_nodes": _sum(fact for fact in nodes if fact.category == "county"),
        "town_nodes": _sum(fact for fact in nodes if fact.category == "town"),
        "village_nodes": _sum(fact for fact in nodes if fact.category == "village"),
        "subvillage_nodes": _sum(fact for fact in nodes if fact.category == "subvillage"),
        "cost_reduction_pct_min": _rounded(
            min((fact.value_min for fact in percents), default=None)
        ),
        "cost_reduction_pct_max": _rounded(
            max((fact.value_max for fact in percents), default=None)
        ),
        **{
            name: _sum(fact for fact in facts_of_field if fact.unit == cases.column(name).unit)
            for name, facts_of_field in (
                ("cost_saving_yuan_per_year", amounts),
                ("employment_people", employment),
                ("employment_posts", employment),
            )
        },
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


def _sum(facts: Iterable[Fact]) -> Decimal | None:
    """Add up figures, of a range its lower end; None if there are none."""
    return _rounded(total(fact.value_min for fact in facts))


def _rounded(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else rounded(figure)
