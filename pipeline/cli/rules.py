"""``anli rules``: what is done with the rules themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say

FINDINGS = 1

rules = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@rules.callback()
def _rules() -> None:
    """Check the rules."""


@rules.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Option("--rules", metavar="DIR", help="Rules to check, not the built-in ones."),
    ] = None,
) -> None:
    """Check the rule files and run every example in them.

    Example: anli rules check --rules my-rules

    Exit status: 0 all right; 1 something is to be mended; 2 the rules cannot be read.
    """
    from pipeline.rulecheck import check as check_rules

    report = check_rules(folder)
    for finding in report.findings:
        place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
        say(f"{place}: {finding.message}")
    number = len(report.findings)
    verdict = f"{number} to be mended" if number else "all right"
    say(f"rules: {report.rules}, examples: {report.examples}, {verdict}")
    if number:
        raise typer.Exit(FINDINGS)
