"""The figures of a report for the page: how much was found, and how much of it is right."""

from __future__ import annotations

from typing import Any

from pipeline.qa.figures import FactFigures, Figure, ShareFigure, fact_figures, share_figures
from pipeline.qa.score import Score
from pipeline.review.run import Row, Run

MEASURES = ("core", "strict")
CONTEXT = 24
"""Characters before and behind a numeral that is shown outside of any case."""

Record = dict[str, Any]


def report_record(run: Run, score: Score | None) -> Record:
    """Make the record of a report; ``score`` is None where there are no labels."""
    return {
        "name": run.report,
        "title": run.title,
        "source_sha256": run.source_sha256,
        "rules_sha256": run.rules_sha256,
        "version": run.version,
        "numerals": run.tables.numerals,
        "unexplained": run.tables.unexplained,
        "outside": [_outside(row, run.tables.source) for row in _unexplained_outside(run)],
        "labelled": score is not None,
        "scores": [] if score is None else [_group(row) for row in fact_figures(score, MEASURES)],
        "shares": [] if score is None else [_share(row) for row in share_figures(score)],
    }


def _unexplained_outside(run: Run) -> list[Row]:
    return [
        row
        for row in run.numbers
        if row["case_no"] is None and not (row["fact_id"] or row["reason"])
    ]


def _outside(row: Row, source: str) -> Record:
    start, end = row["start"], row["end"]
    return {
        "start": start,
        "before": source[max(0, start - CONTEXT) : start],
        "text": source[start:end],
        "after": source[end : end + CONTEXT],
    }


def _group(row: FactFigures) -> Record:
    return {
        "group": row.group,
        "measure": row.measure,
        "right": row.tally.right,
        "spurious": row.tally.spurious,
        "missing": row.tally.missing,
        "precision": _figure(row.precision),
        "recall": _figure(row.recall),
        "f1": _figure(row.f1),
    }


def _share(row: ShareFigure) -> Record:
    return {
        "name": row.name,
        "right": row.right,
        "total": row.total,
        "share": _figure(row.share),
    }


def _figure(figure: Figure) -> list[float | None]:
    """Write a share with the ends of its interval, to four decimals."""
    numbers = (figure.value, *(figure.interval or (None, None)))
    return [None if number is None else round(number, 4) for number in numbers]
