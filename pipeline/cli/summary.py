"""The figures of one report that a run tells a person at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.labels import gold_of

if TYPE_CHECKING:
    from pipeline.model import ReportResult

MEASURES = ("core", "strict")


@dataclass(frozen=True)
class Summary:
    """The figures of one report, small enough to keep for thousands of them.

    Attributes
    ----------
    facts
        The number of facts by field.
    numerals, unexplained
        All numerals, and those of which nothing is known.
    scores
        F1 by measure where there are labels; None where neither side has a fact.
    """

    report: str
    cases: int
    facts: Mapping[str, int]
    numerals: int
    unexplained: int
    oddities: int
    scores: Mapping[str, float | None]


def summarise(result: ReportResult, gold: Path | None) -> Summary:
    """Take the figures of a report, and score it if it has labels.

    Parameters
    ----------
    gold
        The labels, or the folder of labels, that reports are scored against.

    Raises
    ------
    InputError
        If the labels are wrong.
    """
    labels = gold_of(result.document.report, gold)
    return Summary(
        report=result.document.report,
        cases=len(result.cases),
        facts=Counter(fact.field for case in result.cases for fact in case.facts),
        numerals=len(result.numbers),
        unexplained=sum(not (number.fact_id or number.reason) for number in result.numbers),
        oddities=len(result.oddities),
        scores={} if labels is None else _scores(result, labels),
    )


def _scores(result: ReportResult, gold: Path) -> dict[str, float | None]:
    from pipeline.qa.gold import load_gold
    from pipeline.qa.run import RunTables
    from pipeline.qa.score import score_report

    score = score_report(RunTables.from_result(result), load_gold(gold))
    return {measure: score.tally(measure=measure).f1 for measure in MEASURES}
