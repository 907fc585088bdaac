"""Tables that the tests of the formats are made from: both sets, and one made to be awkward."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.flow import process
from pipeline.formats import ReportTables
from pipeline.formats.report_tables import Row
from pipeline.read import read_path
from pipeline.rulebook import load
from pipeline.tables.build import table_rows

ROOT = Path(__file__).parents[2]
REPORTS = {
    "rural-logistics-brands-batch4": ROOT / "raw/rural-logistics-brands-batch4.txt",
    "synthetic-dev": ROOT / "tests/gold/synthetic-dev.txt",
}

SENTENCE = "=1+1\n@甲，\t乙\x0b丙_x0041_😀𠮷\u2028丁 " + "长" * 40_000
SOURCE = f"前言一\n[bookmark]1.县“=口号”\n{SENTENCE}约1.5万个，-30.5%。\n2.县“+无”\n"


@cache
def extracted(report: str) -> ReportTables:
    """Extract a report of one of the sets."""
    (document,) = read_path(REPORTS[report])
    result = process(document, load())
    return ReportTables(report, result.title, document.text, table_rows(result))


def awkward() -> ReportTables:
    """Give tables with texts and figures that other formats are known to spoil."""
    first, second = SOURCE.index("[bookmark"), SOURCE.index("2.县")
    cases: list[Row] = [
        {
            "report": "第四批", "case_no": 1, "heading": "1.县“=口号”", "province": "河北省",
            "prefecture": None, "county": "武安市", "adcode": "010481", "slogan": "=口号",
            "slogan_suffix": "+模式", "slogan_body": "=口号 | @口号", "slogan_consistent": False,
            "county_nodes": None, "town_nodes": Decimal(0), "village_nodes": Decimal(15000),
            "subvillage_nodes": None, "cost_reduction_pct_min": Decimal("33.333333"),
            "cost_reduction_pct_max": Decimal("33.333333"), "cost_saving_yuan_per_year": None,
            "employment_people": None, "employment_posts": None, "fact_count": 2,
            "unclassified_numbers": 1, "start": first, "end": second,
        },
        {
            **dict.fromkeys(
                ("province", "prefecture", "county", "adcode", "slogan_suffix", "slogan_body")
            ),
            "report": "第四批", "case_no": 1, "heading": "2.县“+无”", "slogan": "<r>无&</r>",
            "slogan_consistent": None, "county_nodes": None, "town_nodes": None,
            "village_nodes": None, "subvillage_nodes": None, "cost_reduction_pct_min": None,
            "cost_reduction_pct_max": None, "cost_saving_yuan_per_year": None,
            "employment_people": None, "employment_posts": None, "fact_count": 0,
            "unclassified_numbers": 0, "start": second, "end": len(SOURCE),
        },
    ]  # fmt: skip
    facts = [
        fact("1-1", "15000", "1.5万个", "level_inferred parts_do_not_add_up"),
        fact("1-2", "123456789012345678.000001", "-30.5%", None),
    ]
    numbers = [number(None, "一", None), number(1, "1.5万", "15000", fact_id="1-1"),
               number(1, "30.5", "-30.5")]  # fmt: skip
    return ReportTables(
        "第四批", "=题目", SOURCE, {"cases": cases, "facts": facts, "numbers": numbers}
    )


def fact(fact_id: str, value: str, text: str, flags: str | None) -> Row:
    """Make a row of facts."""
    figure = Decimal(value)
    return {
        "report": "第四批", "case_no": 1, "fact_id": fact_id, "field": "node_count",
        "category": "village", "subject": "-对象", "value_min": figure, "value_max": figure,
        "from_min": None, "from_max": Decimal("0.38"), "unit": "个", "qualifier": "about",
        "role": "main", "status": "existing", "basis": "stated", "text": text,
        "start": SOURCE.index(text), "end": SOURCE.index(text) + len(text), "sentence": SENTENCE,
        "locator": None, "rule": "a.b", "flags": flags,
    }  # fmt: skip


def number(case_no: int | None, text: str, value: str | None, fact_id: str | None = None) -> Row:
    """Make a row of numbers."""
    figure = None if value is None else Decimal(value)
    return {
        "report": "第四批", "case_no": case_no, "text": text, "start": SOURCE.index(text),
        "end": SOURCE.index(text) + len(text), "value_min": figure, "value_max": figure,
        "unit": None, "qualifier": "exact", "kind": "count", "fact_id": fact_id, "reason": None,
    }  # fmt: skip


SETS: Sequence[str] = (*REPORTS, "awkward")


def tables_of(name: str) -> ReportTables:
    """Give the tables of a set by its name."""
    return awkward() if name == "awkward" else extracted(name)
