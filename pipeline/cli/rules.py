"""``anli rules``: what is done with the rules themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import say

if TYPE_CHECKING:
    from pipeline.rulecheck import Finding

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
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field", metavar="NAME", help="Show only what concerns this field; may be repeated."
        ),
    ] = None,
) -> None:
    """Check the rule files and run every example in them, those of unusual fields included.

    Example: anli rules check --rules my-rules

    Exit status: 0 all right; 1 something is to be mended; 2 the rules cannot be read.
    """
    from pipeline.rulecheck import check as check_rules

    _refuse_unknown(folder, fields or [])
    report = check_rules(folder)
    findings = [finding for finding in report.findings if _concerns(finding, fields)]
    for finding in findings:
        place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
        say(f"{place}: {finding.message}")
    number = len(findings)
    verdict = f"{number} to be mended" if number else "all right"
    say(f"rules: {report.rules}, examples: {report.examples}, {verdict}")
    if number:
        raise typer.Exit(FINDINGS)


def _refuse_unknown(folder: Path | None, fields: list[str]) -> None:
    """Raise a RuleError for a field that has no rules, of which nothing could be wrong."""
    from pipeline.errors import RuleError
    from pipeline.rulebook import default_path

    for name in fields:
        file = (folder or default_path()) / "fields" / f"{name}.yaml"
        if not file.is_file():
            known = ", ".join(sorted(path.stem for path in file.parent.glob("*.yaml")))
            raise RuleError(f"there is no field '{name}'; known: {known}", path=file)


def _concerns(finding: Finding, fields: list[str] | None) -> bool:
    """Whether a finding stands in a file of one of the fields, or in any if none is named."""
    path = Path(finding.path)
    return not fields or path.stem in fields or path.parent.name in fields
