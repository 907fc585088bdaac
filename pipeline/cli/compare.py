"""``anli compare``: a new batch beside earlier ones, and whether a person must look at it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.cli.console import complain, say, show_table
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.compare import Comparison

FINDINGS = 1
Format = Literal["table", "json", "markdown"]


def compare(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="EARLIER... NEW",
            help="Folders that runs wrote, each of one report or of several; the last is the new "
            "batch.",
        ),
    ],
    rules: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The rules of the runs, if not the built-in ones."),
    ] = None,
    thresholds: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="From what on a person must look: a TOML file, or a pyproject.toml with "
            "[tool.anli.compare].",
        ),
    ] = None,
    places: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="So many places to look at are shown an alarm."),
    ] = 10,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = "table",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing but what to look at.")
    ] = False,
) -> None:
    """Compare a batch with earlier ones: figures, wording, and whether the rules still fit.

    Example: anli compare extracted/batch4 extracted/batch5

    Exit status: 0 nothing to look at; 1 a person must look; 2 wrong usage or input.
    """
    from pipeline import compare as comparing
    from pipeline.compare import report
    from pipeline.rulebook import load

    if len(folders) < 2:
        raise InputError("name at least two folders: the earlier batch, and the new one last")
    limits = comparing.load_thresholds(thresholds)
    *earlier, new = comparing.load_batches(folders)
    comparison = comparing.compare(earlier, new, load(rules), limits)
    if as_json or output == "json":
        sys.stdout.write(report.as_json(comparison))
    elif output == "markdown":
        sys.stdout.write(report.as_markdown(comparison, places))
    elif not quiet:
        _show(comparison, places)
    _complain(comparison)
    if comparison.must_look:
        raise typer.Exit(FINDINGS)


def _show(comparison: Comparison, places: int) -> None:
    from pipeline.compare.report import sections

    for section in sections(comparison, places):
        if section.rows:
            say(section.title)
            show_table(section.columns, section.rows)


def _complain(comparison: Comparison) -> None:
    """Name the alarms, and what limits the comparison, on stderr."""
    from pipeline.compare.report import title_of

    for note in comparison.notes:
        complain(note)
    for finding in comparison.findings:
        if finding.alarm:
            share = finding.signal.shares[-1]
            complain(
                f"{title_of(finding)}: {share.value:.1%}, above {finding.limit:.1%}; "
                f"look at {len(finding.signal.items)} places"
            )
