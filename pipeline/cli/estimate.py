"""``anli score --sample``: the score of a whole batch from the labels of some of its cases."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.cli.console import say, show_table
from pipeline.cli.labels import gold_folder, gold_of
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.exchange.estimate import Estimate
    from pipeline.qa.run import RunTables

Format = Literal["table", "json", "csv", "markdown"]


def show_estimate(
    runs: Sequence[RunTables], gold: Path | None, sample: Path, output: Format, summary: bool
) -> None:
    """Print the estimate for the report that a sample was drawn from.

    Raises
    ------
    InputError
        If the report was not run, or the labels do not have all cases of the sample.
    """
    from pipeline.exchange import estimate_text

    report, estimate = _estimate(runs, gold, sample)
    match output:
        case "table":
            _show(report, estimate, summary)
        case "json":
            sys.stdout.write(estimate_text.as_json(report, estimate))
        case "csv":
            sys.stdout.write(estimate_text.as_csv(report, estimate))
        case "markdown":
            sys.stdout.write(estimate_text.as_markdown(report, estimate))


def _estimate(runs: Sequence[RunTables], gold: Path | None, path: Path) -> tuple[str, Estimate]:
    from pipeline.exchange.estimate import score_sample
    from pipeline.exchange.sample_file import load_sample
    from pipeline.qa.gold import load_gold

    report, sample = load_sample(path)
    run = next((run for run in runs if run.report == report), None)
    if run is None:
        raise InputError(f"is a sample of {report}: name the run of that report", path=path)
    labels = gold_of(report, gold_folder(gold))
    if labels is None:
        raise InputError(f"{report} has no labels: name its gold set with --gold")
    try:
        return report, score_sample(run, load_gold(labels), sample)
    except InputError as error:
        raise InputError(error.message, path=error.path or labels) from None


def _show(report: str, estimate: Estimate, summary: bool) -> None:
    """Print the estimates, then what differs in the sampled cases."""
    from pipeline.cli.differences import show_differences
    from pipeline.exchange.estimate_text import section
    from pipeline.qa import diff, listing

    title, columns, rows = section(estimate)
    say(f"{report}: {title}")
    show_table(columns, rows)
    if not summary:
        show_differences(diff.of_score(estimate.score), listing.NAMES)
