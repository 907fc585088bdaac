"""``anli diff``: what differs between labels and a run, two runs, or two sets of rules."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.console import complain, say, show_table
from pipeline.cli.labels import gold_folder, gold_of
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.qa.diff import Difference, Kind
    from pipeline.qa.run import RunTables

FINDINGS = 1
RAW = Path("raw")
Format = Literal["table", "json", "csv", "markdown"]


def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="A gold set or a run; with --rules, rules.")
    ],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A run; with --rules, rules.")],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="With --rules: the reports to extract.  [default: raw]"),
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="OLD and NEW are folders of rules; extract with both.")
    ] = False,
    attribute: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Compare only this attribute; may be repeated."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="With --rules: labels.  [default: tests/gold]"),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = "table",
) -> None:
    """List the facts that are missing, spurious or changed, each counted as often as it stands.

    Example: anli diff --rules old-rules rules raw/batch5.docx

    A run is the folder of one report or of several. Exit status: 0 nothing differs; 1 something
    does; 2 wrong usage or input.
    """
    from pipeline.qa import listing

    if paths and not rules:
        raise InputError(f"{paths[0]} is one path too many: reports are named with --rules only")
    names = listing.RUN_NAMES
    if rules:
        before, after = _extracted(old, paths), _extracted(new, paths)
        differences = _between(before, after, attribute)
    elif old.is_file():
        names = listing.NAMES
        differences = _from_labels(old, new, attribute)
    else:
        before, after = _written(old), _written(new)
        differences = _between(before, after, attribute)
    _print(differences, names, output)
    if rules and output == "table":
        _show_scores(before, after, gold_folder(gold))
    if differences:
        raise typer.Exit(FINDINGS)


def _extracted(rules: Path, paths: Sequence[Path] | None) -> dict[str, RunTables]:
    from pipeline.qa.run import extracted

    return {run.report: run for run in extracted(paths or [RAW], rules)}


def _written(folder: Path) -> dict[str, RunTables]:
    from pipeline.qa.run import written

    return {run.report: run for run in written(folder)}


def _from_labels(gold: Path, run: Path, attributes: Sequence[str] | None) -> list[Difference]:
    from pipeline.qa import diff as differences
    from pipeline.qa.gold import load_gold, report_name
    from pipeline.qa.report import not_labelled
    from pipeline.qa.score import score_report

    labels, runs = load_gold(gold), _written(run)
    if len(runs) > 1:
        runs = {name: tables for name, tables in runs.items() if name == report_name(gold)}
    if not runs:
        raise InputError(f"holds no run of {report_name(gold)}: name its folder", path=run)
    (tables,) = runs.values()
    score = score_report(tables, labels)
    if score.not_labelled:
        complain(f"{tables.report}: {not_labelled(score)}")
    return differences.of_score(score, _attributes(attributes, differences.LABELLED))


def _between(
    before: Mapping[str, RunTables],
    after: Mapping[str, RunTables],
    attributes: Sequence[str] | None,
) -> list[Difference]:
    """Compare the reports that both sides have; those of one side are named on stderr."""
    from pipeline.qa import diff as differences

    if len(before) == len(after) == 1:
        before = dict(zip(after, before.values(), strict=True))
    for report in sorted(before.keys() ^ after.keys()):
        complain(f"{report}: only {'OLD' if report in before else 'NEW'} has it; not compared")
    common = sorted(before.keys() & after.keys())
    if not common:
        raise InputError("OLD and NEW have no report in common: name two runs of the same report")
    chosen = _attributes(attributes, differences.ALL)
    return [
        difference
        for report in common
        for difference in differences.of_runs(before[report], after[report], chosen)
    ]


def _attributes(chosen: Sequence[str] | None, default: Sequence[str]) -> Sequence[str]:
    from pipeline.qa.diff import ALL

    for name in chosen or ():
        if name not in ALL:
            raise InputError(f"no attribute is called {name}: choose from {', '.join(ALL)}")
    return chosen or default


def _print(differences: Sequence[Difference], names: Mapping[Kind, str], output: Format) -> None:
    from pipeline.cli.differences import show_differences
    from pipeline.qa import listing

    match output:
        case "table":
            show_differences(differences, names)
            counts = Counter(names[difference.kind] for difference in differences)
            say(", ".join(f"{counts[name]} {name}" for name in names.values()))
        case "csv":
            sys.stdout.write(listing.as_csv(differences, names))
        case "markdown":
            sys.stdout.write(listing.as_markdown(differences, names))
        case "json":
            records = [listing.record(difference, names) for difference in differences]
            sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=2) + "\n")


def _show_scores(
    before: Mapping[str, RunTables], after: Mapping[str, RunTables], gold: Path | None
) -> None:
    """Print the F1 of both rule sets for the reports that have labels."""
    from pipeline.qa.gold import load_gold
    from pipeline.qa.score import score_report

    rows = []
    for report in sorted(before.keys() & after.keys()):
        labels = gold_of(report, gold)
        if labels is not None:
            cases = load_gold(labels)
            scores = [score_report(run[report], cases) for run in (before, after)]
            for measure in ("core", "strict"):
                values = [score.tally(measure=measure).f1 for score in scores]
                shown = ["–" if value is None else f"{value:.4f}" for value in values]
                rows.append([report, measure, *shown])
    if rows:
        show_table(("report", "F1", "old rules", "new rules"), rows)
