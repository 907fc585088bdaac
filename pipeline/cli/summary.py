"""What a run tells a person at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.console import say, show_table

if TYPE_CHECKING:
    from pipeline.model import Oddity, ReportResult

MEASURES = ("core", "strict")


@dataclass(frozen=True)
class Summary:
    """The figures of one report, small enough to keep for thousands of them.

    Attributes
    ----------
    path
        The file that the report was read from.
    facts
        The number of facts by field.
    numerals, unexplained
        All numerals, and those of which nothing is known.
    scores
        F1 by measure where there are labels; None where neither side has a fact.
    """

    report: str
    path: str
    cases: int
    facts: Mapping[str, int]
    numerals: int
    unexplained: int
    oddities: Sequence[Oddity]
    scores: Mapping[str, float | None]


def summarise(result: ReportResult, gold: Path | None) -> Summary:
    """Take the figures of a report, and score it if it has labels.

    Raises
    ------
    InputError
        If the labels are wrong.
    """
    return Summary(
        report=result.document.report,
        path=result.document.path,
        cases=len(result.cases),
        facts=Counter(fact.field for case in result.cases for fact in case.facts),
        numerals=len(result.numbers),
        unexplained=sum(not (number.fact_id or number.reason) for number in result.numbers),
        oddities=result.oddities,
        scores={} if gold is None else _scores(result, gold),
    )


def _scores(result: ReportResult, gold: Path) -> dict[str, float | None]:
    from pipeline.qa.gold import load_gold
    from pipeline.qa.run import RunTables
    from pipeline.qa.score import score_report

    score = score_report(RunTables.from_result(result), load_gold(gold))
    return {measure: score.tally(measure=measure).f1 for measure in MEASURES}


def show_summaries(summaries: Sequence[Summary], fields: Iterable[str], out: Path) -> None:
    """Print a line for each report, then what a person should look at, then what to open."""
    fields = list(fields)
    scored = any(summary.scores for summary in summaries)
    columns = ["report", "cases", *fields, "numerals", "unexplained", "oddities"]
    columns += [f"{measure} F1" for measure in MEASURES if scored]
    show_table(columns, [_row(summary, fields, scored) for summary in summaries])
    for summary in summaries:
        for oddity in summary.oddities:
            place = summary.report if oddity.line is None else f"{summary.report}:{oddity.line}"
            say(f"{place}: {oddity.message}")
    say(f"Open {out / summaries[0].report / 'cases.csv' if len(summaries) == 1 else out}")


def _row(summary: Summary, fields: Iterable[str], scored: bool) -> list[str]:
    share = summary.unexplained / summary.numerals if summary.numerals else 0
    row = [summary.report, str(summary.cases)]
    row += [str(summary.facts.get(name, 0)) for name in fields]
    row += [str(summary.numerals), f"{summary.unexplained} ({share:.1%})"]
    row.append(str(len(summary.oddities)))
    return row + [_figure(summary.scores.get(measure)) for measure in MEASURES if scored]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
