"""``anli score``: figures of extractions against their labels, and every difference."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.console import complain, say, show_table
from pipeline.cli.labels import gold_folder, gold_of
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.qa.gate import Gate
    from pipeline.qa.run import RunTables
    from pipeline.qa.score import Score

FINDINGS = 1
RUNS = Path("extracted")
Format = Literal["table", "json", "csv", "markdown"]


def score(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DIR]...",
            help="Folders that a run wrote, of one report or of several.  [default: extracted]",
        ),
    ] = None,
    report: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Extract this report now and score it; nothing is kept."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="A gold set, or a folder of <report>.gold.jsonl.  [default: tests/gold]",
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Rules for --report, not the built-in ones."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the score.")] = "table",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing but what is below the minimum.")
    ] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="In a table: leave out the list of differences.")
    ] = False,
    gate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Minimum figures, in a TOML file or in [tool.anli.gate] of a pyproject.toml.",
        ),
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Estimate the score of all cases from the labels of this sample of them.",
        ),
    ] = None,
) -> None:
    """Score extractions against labels and list every difference.

    Example: anli score extracted/batch5 --gold batch5.gold.jsonl

    Exit status: 0 scored; 1 a figure is below the minimum of --gate; 2 wrong usage or input.
    """
    from pipeline.qa.gate import load_gate

    if as_json:
        output = "json"
    if sample:
        if gate:
            raise InputError("holds for labels of all cases: leave out --sample", path=gate)
        from pipeline.cli.estimate import show_estimate

        runs = _runs(folders or [], report or [], rules)
        show_estimate(runs, gold, sample, output, summary)
        return
    minima = load_gate(gate) if gate else {}
    scores = _scores(_runs(folders or [], report or [], rules), gold_folder(gold))
    if as_json or not quiet:
        _print(scores, output, summary)
    if gate:
        everything = not folders and not report
        asked = {name: value for name, value in minima.items() if everything or name in scores}
        _hold(gate, asked, scores)


def _runs(folders: list[Path], reports: list[Path], rules: Path | None) -> list[RunTables]:
    """Read or extract what is to be scored."""
    from pipeline.qa.run import extracted, written

    if not folders and not reports:
        folders = [RUNS]
    return [run for folder in folders for run in written(folder)] + extracted(reports, rules)


def _scores(runs: list[RunTables], gold: Path | None) -> dict[str, Score]:
    """Score each report that has labels; the others are named on stderr."""
    from pipeline.qa.gold import load_gold
    from pipeline.qa.score import score_report

    if gold and gold.is_file() and len(runs) > 1:
        message = "is the gold set of one report: name one report, or a folder of gold sets"
        raise InputError(message, path=gold)
    scores: dict[str, Score] = {}
    for run in runs:
        labels = gold_of(run.report, gold)
        if run.report in scores:
            raise InputError(f"the report {run.report} is named twice: score one run at a time")
        if labels is None:
            complain(f"{run.report}: no labels; it is not scored")
        else:
            scores[run.report] = score_report(run, load_gold(labels))
    if not scores:
        raise InputError("no report has labels: name a gold set with --gold")
    return scores


def _print(scores: Mapping[str, Score], output: Format, summary: bool) -> None:
    """Print the scores in one of the formats."""
    from pipeline.qa import report as rendering

    match output:
        case "table":
            _show(scores, summary)
        case "json":
            sys.stdout.write(rendering.as_json(scores))
        case "csv":
            sys.stdout.write(rendering.as_csv(scores))
        case "markdown":
            sys.stdout.write(rendering.as_markdown(scores))


def _show(scores: Mapping[str, Score], summary: bool) -> None:
    """Print the tables of each report, then what differs."""
    from pipeline.cli.differences import show_differences
    from pipeline.qa import diff, listing
    from pipeline.qa.report import not_labelled, sections

    for report, score in scores.items():
        for section in sections(score):
            if section.rows:
                say(f"{report}: {section.title}")
                show_table(section.columns, section.rows)
        if score.not_labelled:
            say(f"{report}: {not_labelled(score)}")
        if not summary:
            show_differences(diff.of_score(score), listing.NAMES)


def _hold(gate: Path, minima: Gate, scores: Mapping[str, Score]) -> None:
    """Name what is below its minimum, and exit with 1 if anything is."""
    from pipeline.qa.gate import missed

    misses = missed(minima, scores, gate)
    for miss in misses:
        value = "not there" if miss.value is None else f"{miss.value:.4f}"
        complain(f"{miss.report}: {miss.name} is {value}, at least {miss.minimum} is asked")
    if misses:
        raise typer.Exit(FINDINGS)
