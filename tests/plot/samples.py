"""Batches written by hand: cases with facts, small and large."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count, cycle
from typing import Any

from pipeline.model import Fact
from pipeline.plot.batch import Batch
from pipeline.qa.run import RunCase, RunTables

LONG_COUNTIES = ("积石山保安族东乡族撒拉族自治县", "双江拉祜族佤族布朗族傣族自治县", "武安市")
LONG_TITLE = "题目很长的报告" * 20


def fact(field: str, category: str, figures: str, unit: str, **changes: Any) -> Fact:
    """Make a fact; ``figures`` is ``20`` or ``15-30``."""
    low, _, high = figures.partition("-")
    record = {
        "subject": "物流",
        "text": figures,
        "start": 0,
        "end": len(figures),
        "sentence": f"物流{figures}{unit}。",
        "fact_id": "1-1",
    }
    return Fact(
        field=field,
        category=category,
        value_min=Decimal(low),
        value_max=Decimal(high or low),
        unit=unit,
        **{**record, **changes},
    )


def percent(figures: str, **changes: Any) -> Fact:
    return fact("cost_reduction", "percent", figures, "%", **changes)


def node(level: str, figures: str, **changes: Any) -> Fact:
    return fact("node_count", level, figures, "个", **changes)


def work(category: str, figures: str, unit: str = "人", **changes: Any) -> Fact:
    return fact("employment", category, figures, unit, **changes)


def case(number: int, province: str, county: str, *facts: Fact) -> RunCase:
    """Make a case; its facts get ids in their order."""
    from dataclasses import replace

    named = tuple(
        replace(one, fact_id=f"{number}-{position}") for position, one in enumerate(facts, start=1)
    )
    return RunCase(
        case_no=number,
        heading=f"{number}.{county}",
        province=province,
        prefecture="",
        county=county,
        adcode="",
        slogan="",
        slogan_suffix="",
        slogan_body=(),
        facts=named,
    )


def batch(*cases: RunCase, title: str = "某报告") -> Batch:
    """Make a batch of cases."""
    return Batch(title, RunTables("sample", cases, 0, 0, ""))


def large(cases: int = 300) -> Batch:
    """Make a batch with every kind of figure, long names and a long title."""
    names, numbers = cycle(LONG_COUNTIES), count(1)
    made = [
        case(number, "内蒙古自治区", f"{next(names)}{number}", *_every_kind(number))
        for number in (next(numbers) for _ in range(cases))
    ]
    return batch(*made, title=LONG_TITLE)


def _every_kind(number: int) -> Iterator[Fact]:
    qualifier = ("exact", "about", "at_least", "at_most")[number % 4]
    bound = ("exact", "at_least")[number % 2]
    yield percent(f"{number % 90 + 1}", qualifier=qualifier)
    yield percent(f"{number % 40 + 1}-{number % 40 + 21}", basis="derived")
    if number % 5 == 0:
        yield from (percent(str(figure)) for figure in (1, 33.3, 47, 99))
    for power, level in enumerate(("county", "town", "village", "subvillage", "unspecified")):
        status = "planned" if number % 7 == power else "existing"
        yield node(level, str(number % 13 * 10**power + 1), qualifier=bound, status=status)
    for category, figures in (("direct", number**2), ("indirect", number), ("unspecified", 7)):
        yield work(category, str(figures), qualifier=qualifier)
        yield work(category, str(figures * 3), "岗位", qualifier=qualifier)
