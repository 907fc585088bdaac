"""Estimates as people and programs read them: a table, JSON, CSV and Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.exchange.estimate import Estimate, cases_of_batch, estimated_figures
from pipeline.qa.figures import FactFigures, Figure, name
from pipeline.qa.listing import csv_text, markdown_table
from pipeline.qa.report import MEASURES_FOR_PEOPLE, Section


def section(estimate: Estimate) -> Section:
    """Return the table for people; the counts are those of the sample, the shares of the batch."""
    cases = cases_of_batch(estimate.sample)
    return Section(
        f"Facts of all {cases} cases, estimated from {len(estimate.sample)}",
        ("group", "measure", "right", "spurious", "missing", "precision", "recall", "F1"),
        [_row(row) for row in estimated_figures(estimate, MEASURES_FOR_PEOPLE)],
    )


def _row(row: FactFigures) -> list[str]:
    tally = row.tally
    counts = [str(tally.right), str(tally.spurious), str(tally.missing)]
    return [row.group, row.measure, *counts, *map(_shown, (row.precision, row.recall, row.f1))]


def _shown(figure: Figure) -> str:
    if figure.value is None or figure.interval is None:
        return "–"
    low, high = figure.interval
    return f"{figure.value:.3f} [{low:.3f}, {high:.3f}]"


def as_csv(report: str, estimate: Estimate) -> str:
    """Return one row per figure, under the name that it has in a score."""
    rows = [(report, *named) for named in _named(estimate)]
    return csv_text([("report", "figure", "value", "low", "high"), *rows])


def as_json(report: str, estimate: Estimate) -> str:
    """Return the figures, and how large the sample is."""
    keys = ("name", "value", "low", "high")
    record = {
        "cases": cases_of_batch(estimate.sample),
        "sampled": len(estimate.sample),
        "estimates": [dict(zip(keys, named, strict=True)) for named in _named(estimate)],
    }
    return json.dumps({report: record}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(report: str, estimate: Estimate) -> str:
    """Return the table for people in Markdown."""
    title, columns, rows = section(estimate)
    return f"# {report}\n\n## {title}\n\n{markdown_table(columns, rows)}"


def _named(estimate: Estimate) -> Iterator[tuple[Any, ...]]:
    for row in estimated_figures(estimate):
        figures = {"precision": row.precision, "recall": row.recall, "f1": row.f1}
        for key, figure in figures.items():
            low, high = figure.interval or (None, None)
            yield name(row.group, row.measure, key), figure.value, low, high
