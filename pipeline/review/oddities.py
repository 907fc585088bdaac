"""What is odd about a case as a whole, read from its row and its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.review.run import Row


def case_oddities(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Name what is odd about each case of a report, in the order of the text.

    ``number_twice``, ``number_missing`` (before this one), ``number_out_of_order``,
    ``place_unknown``, ``slogan_missing``, ``slogan_differs`` (in the body), ``no_facts``.
    """
    counts = Counter(row["case_no"] for row in rows)
    before = [None, *(row["case_no"] for row in rows)]
    return [
        (*_numbering(row["case_no"], previous, counts), *_contents(row))
        for row, previous in zip(rows, before, strict=False)
    ]


def _numbering(number: int, previous: int | None, counts: Counter[int]) -> tuple[str, ...]:
    if counts[number] > 1:
        return ("number_twice",)
    if previous is None or number == previous + 1:
        return ()
    return ("number_missing",) if number > previous else ("number_out_of_order",)


def _contents(row: Row) -> tuple[str, ...]:
    tests = {
        "place_unknown": not row["adcode"],
        "slogan_missing": not row["slogan"],
        "slogan_differs": row["slogan_consistent"] is False,
        "no_facts": not row["fact_count"],
    }
    return tuple(name for name, holds in tests.items() if holds)
