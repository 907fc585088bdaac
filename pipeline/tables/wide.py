"""The figures of a case in one wide row, computed from the rows of its facts and numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.tables.definition import Table
from pipeline.tables.figures import total

Row = Mapping[str, object]

NODE_LEVELS = ("county", "town", "village", "subvillage")
SUMS_BY_UNIT = {
    "cost_saving_yuan_per_year": ("cost_reduction", "amount"),
    "employment_people": ("employment", None),
    "employment_posts": ("employment", None),
}
"""The columns that add up the facts of a field and category (None: any) in the column's unit."""


def wide_figures(cases: Table, facts: Sequence[Row], numbers: Iterable[Row]) -> dict[str, object]:
    """Compute every column of a case that follows from other rows.

    Parameters
    ----------
    cases
        The definition of the table of cases.
    facts, numbers
        The rows that belong to the case.
    """
    main = [fact for fact in facts if fact["role"] == "main"]
    existing = [fact for fact in main if fact["status"] == "existing"]
    percents = [fact for fact in main if _is(fact, "cost_reduction", "percent")]
    return {
        **{
            f"{level}_nodes": _sum(fact for fact in existing if _is(fact, "node_count", level))
            for level in NODE_LEVELS
        },
        "cost_reduction_pct_min": min(_figures(percents, "value_min"), default=None),
        "cost_reduction_pct_max": max(_figures(percents, "value_max"), default=None),
        **{
            name: _sum(
                fact
                for fact in main
                if _is(fact, field, category) and fact["unit"] == cases.column(name).unit
            )
            for name, (field, category) in SUMS_BY_UNIT.items()
        },
        "fact_count": len(facts),
        "unclassified_numbers": sum(
            not (number["fact_id"] or number["reason"]) for number in numbers
        ),
    }


def by_case(starts: Sequence[int], rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Share rows out among the cases, by the place where they stand.

    The place decides, not the number of the case: a report may number two cases alike.

    Parameters
    ----------
    starts
        Where the cases start, in any order.
    rows
        Rows with ``start`` and ``case_no``; those without a case are left out.

    Returns
    -------
    dict
        The rows of each case, by its start.
    """
    shared: dict[int, list[Row]] = {start: [] for start in sorted(starts)}
    ordered = list(shared)
    for row in rows:
        start = row["start"]
        index = bisect_right(ordered, start) - 1 if isinstance(start, int) else -1
        if index >= 0 and row["case_no"] is not None:
            shared[ordered[index]].append(row)
    return shared


def _is(fact: Row, field: str, category: str | None) -> bool:
    return fact["field"] == field and category in (None, fact["category"])


def _figures(facts: Iterable[Row], column: str) -> list[Decimal]:
    return [figure for fact in facts if isinstance(figure := fact[column], Decimal)]


def _sum(facts: Iterable[Row]) -> Decimal | None:
    """Add up figures, of a range its lower end; None if there are none."""
    return total(_figures(facts, "value_min"))
