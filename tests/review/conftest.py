"""Runs and pages that several tests look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import rulebook
from pipeline.flow import process
from pipeline.qa.gold import GoldCase, load_gold
from pipeline.qa.run import RunTables
from pipeline.read import read_path
from pipeline.review.build import build_page
from pipeline.review.run import Run
from pipeline.tables.build import table_rows

ROOT = Path(__file__).parents[2]
BATCH = "rural-logistics-brands-batch4"
MANY = 2000


@pytest.fixture(scope="session")
def batch() -> tuple[Run, list[GoldCase]]:
    """Extract the fourth batch, and read its labels."""
    (document,) = read_path(ROOT / f"raw/{BATCH}.txt")
    rows = table_rows(process(document, rulebook.load()))
    tables = RunTables.from_rows(BATCH, rows, document.text)
    labels = load_gold(ROOT / f"tests/gold/{BATCH}.gold.jsonl")
    return Run(tables, rows["cases"], rows["numbers"], title="第四批"), labels


@pytest.fixture(scope="session")
def large_page(batch: tuple[Run, list[GoldCase]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of 2,000 cases: those of the fourth batch 40 times, numbered anew."""
    run, _ = batch
    path = tmp_path_factory.mktemp("large") / "large.html"
    path.write_text(build_page([repeated(run, MANY)], {}), encoding="utf-8")
    return path


def repeated(run: Run, count: int) -> Run:
    """Repeat the cases of a run, each time behind the others in the text."""
    length, cases = len(run.tables.source), len(run.tables.cases)
    times = count // cases
    copies = [_moved(run, turn * length, turn * cases) for turn in range(times)]
    tables = RunTables(
        run.report,
        tuple(case for copy in copies for case in copy.tables.cases),
        run.tables.numerals * times,
        run.tables.unexplained * times,
        run.tables.source * times,
    )
    rows: list[Any] = [row for copy in copies for row in copy.case_rows]
    return replace(run, tables=tables, case_rows=rows,
                   numbers=[row for copy in copies for row in copy.numbers])  # fmt: skip


def _moved(run: Run, by: int, numbers_by: int) -> Run:
    def moved_rows(rows: Sequence[Any]) -> list[Any]:
        return [{**row, "start": row["start"] + by, "end": row["end"] + by} for row in rows]

    cases = tuple(
        replace(
            case,
            case_no=case.case_no + numbers_by,
            facts=tuple(
                replace(
                    fact,
                    start=fact.start + by,
                    end=fact.end + by,
                    fact_id=f"{case.case_no + numbers_by}-{position}",
                )
                for position, fact in enumerate(case.facts, start=1)
            ),
        )
        for case in run.tables.cases
    )
    rows = [{**row, "case_no": row["case_no"] + numbers_by} for row in moved_rows(run.case_rows)]
    return replace(
        run,
        tables=replace(run.tables, cases=cases),
        case_rows=rows,
        numbers=moved_rows(run.numbers),
    )
