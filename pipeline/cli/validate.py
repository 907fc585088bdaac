"""``anli validate``: the tables of a run against their definition and their texts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import complain, print_json, say

if TYPE_CHECKING:
    from pipeline.validate import Validation

FINDINGS = 1
SHOWN = 100
"""So many faults are shown one by one; of more, the number."""


def validate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="[DIR]", help="Folder that a run wrote, of one report or of several."
        ),
    ] = Path("extracted"),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object with all faults.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print nothing but what is wrong.")
    ] = False,
) -> None:
    """Check tables against their definition, their descriptor and the text of the report.

    Example: anli validate extracted

    Every fault is named with file, row, column and what to do. Exit status: 0 all is well; 1
    faults were found; 2 that is no data set.
    """
    from pipeline import validate as checks

    found = checks.validate(folder)
    if as_json:
        print_json(_object(found))
    else:
        _show(found, quiet)
    if found.faults:
        raise typer.Exit(FINDINGS)


def _object(found: Validation) -> dict[str, object]:
    return {
        "reports": list(found.reports),
        "rows": found.rows,
        "faults": [asdict(fault) for fault in found.faults],
    }


def _show(found: Validation, quiet: bool) -> None:
    for fault in found.faults[:SHOWN]:
        complain(fault)
    if len(found.faults) > SHOWN:
        complain(f"{len(found.faults) - SHOWN} more faults; --json names all")
    if not quiet:
        faults = len(found.faults) or "no"
        say(f"reports: {len(found.reports)}, rows: {found.rows}, {faults} faults")
