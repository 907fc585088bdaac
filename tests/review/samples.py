"""A small report as a run and as labels, both written by hand, and the page made of them.

The labels differ from the run in one fact of each kind, so that every status occurs once:

=====  =========================================================================
case   what the run says of it, held against the labels
=====  =========================================================================
1      518个 right, 72个 changed (role), 约20% spurious, 220余人 missing, 八成 open
2      6个 right with a flag, an optional 3个 not found, a derived percentage
3      the labels do not have the case
4      the slogan differs, no fact
=====  =========================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from pipeline.model import Fact
from pipeline.qa.gold import GoldCase, GoldFact
from pipeline.qa.run import RunCase, RunTables
from pipeline.review.build import build_page
from pipeline.review.run import Run

REPORT = "sample"
CASES = (
    "1.河北武安市“交邮同网”\n"
    "武安市建成村级网点518个，其中新建72个。物流成本降低约20%。😀带动就业220余人，满意度达八成。\n",
    "2.江苏东海县“福如东海”\n东海县建成乡镇站6个、中转仓3个。单件成本由5元降到4元。\n",
    "3.河北晋州市“快邮”\n晋州市建成县级中心1个。\n",
    "4.福建建宁县“客货邮”\n建宁县推进共同配送。\n",
)
TITLE = "农村物流案例\n"


def run_fact(case: str, text: str, value: str, fact_id: str, **changes: Any) -> Fact:
    """Make a fact at its place in the text of its case, counted from the case's beginning."""
    start = case.index(text)
    record = {
        "field": "node_count",
        "category": "village",
        "subject": "网点",
        "value_min": Decimal(value),
        "value_max": Decimal(value),
        "unit": "个",
        "text": text,
        "start": start,
        "end": start + len(text),
        "sentence": case,
        "rule": "node.counted",
        "fact_id": fact_id,
    }
    return Fact(**{**record, **changes})


def cost(case: str, text: str, value: str, fact_id: str, **changes: Any) -> Fact:
    """Make a fact about costs."""
    record = {"field": "cost_reduction", "category": "percent", "unit": "%", "subject": "成本"}
    return run_fact(case, text, value, fact_id, **{**record, "rule": "cost.fall", **changes})


ONE, TWO, THREE, FOUR = CASES
PEOPLE = {"field": "employment", "category": "unspecified", "unit": "人", "subject": "带动就业"}
UNIT_COST = {
    "category": "unit_cost",
    "unit": "元/件",
    "from_min": Decimal(5),
    "from_max": Decimal(5),
}
FACTS: tuple[tuple[Fact, ...], ...] = (
    (
        run_fact(ONE, "518个", "518", "1-1"),
        run_fact(ONE, "72个", "72", "1-2", role="part"),
        cost(ONE, "约20%", "20", "1-3", qualifier="about"),
    ),
    (
        run_fact(TWO, "6个", "6", "2-1", category="town", flags=("level_inferred",)),
        cost(TWO, "5元降到4元", "4", "2-2", **UNIT_COST),
        cost(TWO, "5元降到4元", "20", "2-3", basis="derived"),
    ),
    (run_fact(THREE, "1个", "1", "3-1", category="county"),),
    (),
)
LABELLED: tuple[tuple[Fact, ...], ...] = (
    (
        FACTS[0][0],
        replace(FACTS[0][1], role="main"),
        run_fact(ONE, "220余人", "220", "", **PEOPLE, qualifier="at_least"),
    ),
    (FACTS[1][0], run_fact(TWO, "3个", "3", "", category="town"), FACTS[1][1]),
    (),
)
OPTIONAL = {"3个"}
NUMERALS = {
    0: [("八成", "80", "%", "percent", "")],
    1: [("2", "2", "", "ordinal", "标题")],
}
PLACES = (
    ("河北省", "邯郸市", "武安市", "130481", "交邮同网"),
    ("江苏省", "连云港市", "东海县", "320722", "福如东海"),
    ("河北省", "石家庄市", "晋州市", "130183", "快邮"),
    ("福建省", "三明市", "建宁县", "350430", "客货邮"),
)


def sample_run(cases: Sequence[str] = CASES, facts: Sequence[Sequence[Fact]] = FACTS) -> Run:
    """Make the run; other texts must have the same words at the same places."""
    source = TITLE + "".join(cases)
    run_cases, rows, numbers = [], [], []
    start = len(TITLE)
    for position, (text, found) in enumerate(zip(cases, facts, strict=True)):
        placed = tuple(moved(fact, start) for fact in found)
        province, prefecture, county, adcode, slogan = PLACES[position]
        case = RunCase(
            case_no=position + 1,
            heading=text.split("\n")[0],
            province=province,
            prefecture=prefecture,
            county=county,
            adcode=adcode,
            slogan=slogan,
            slogan_suffix="",
            slogan_body=(),
            facts=placed,
        )
        run_cases.append(case)
        rows.append(case_row(case, start, start + len(text)))
        numbers += [
            number_row(text, start, position + 1, *numeral)
            for numeral in NUMERALS.get(position, [])
        ]
        start += len(text)
    tables = RunTables(REPORT, tuple(run_cases), numerals=9, unexplained=1, source=source)
    return Run(tables, rows, numbers, title="农村物流案例", rules_sha256="0" * 64, version="1")


def moved(fact: Fact, by: int) -> Fact:
    """Move a fact from its place in a case to that in the report."""
    return replace(fact, start=fact.start + by, end=fact.end + by)


def case_row(case: RunCase, start: int, end: int) -> dict[str, Any]:
    """Give what the page reads of a row of ``cases.csv``."""
    return {
        "case_no": case.case_no,
        "adcode": case.adcode,
        "slogan": case.slogan,
        "slogan_consistent": None,
        "fact_count": len(case.facts),
        "start": start,
        "end": end,
    }


def number_row(
    case: str, start: int, number: int, text: str, value: str, unit: str, kind: str, reason: str
) -> dict[str, Any]:
    """Make a row of ``numbers.csv`` for a numeral that no fact uses."""
    place = start + case.index(text)
    return {
        "case_no": number,
        "text": text,
        "start": place,
        "end": place + len(text),
        "value_min": Decimal(value),
        "value_max": Decimal(value),
        "unit": unit,
        "qualifier": "exact",
        "kind": kind,
        "fact_id": None,
        "reason": reason or None,
    }


def sample_labels(run: Run | None = None) -> list[GoldCase]:
    """Make the labels of the run; case 3 is not among them."""
    run = run or sample_run()
    labels = []
    for position, facts in zip((0, 1, 3), LABELLED, strict=True):
        case, row = run.tables.cases[position], run.case_rows[position]
        record = {
            name: getattr(case, name)
            for name in ("case_no", "heading", "province", "county", "adcode", "slogan")
        }
        if position == 3:
            record["slogan"] = "客货邮商"
        labels.append(
            GoldCase(
                **record,
                prefecture=None,
                slogan_suffix="",
                slogan_body=(),
                facts=tuple(label(moved(fact, row["start"]), run.tables.source) for fact in facts),
            )
        )
    return labels


def label(fact: Fact, source: str) -> GoldFact:
    """Make a label that says what a fact says."""
    record = {name: getattr(fact, name) for name in GoldFact.model_fields if hasattr(fact, name)}
    quote = source[fact.start - 4 : fact.end + 2]
    return GoldFact(**{**record, "quote": quote, "optional": fact.text in OPTIONAL})


@cache
def sample_page() -> str:
    """Make the page of the sample with its labels."""
    return build_page([sample_run()], {REPORT: sample_labels()})
