"""``anli convert``: tables that are written already, in further formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say
from pipeline.cli.formats import FORMAT_HELP
from pipeline.errors import InputError


def convert(
    formats: Annotated[list[str], typer.Option("--format", metavar="NAME,...", help=FORMAT_HELP)],
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="[DIR]", help="Folder that a run wrote, of one report or of several."
        ),
    ] = Path("extracted"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Write tables that are there already in further formats, beside the CSV files.

    Example: anli convert extracted --format xlsx,parquet

    The values are those of the CSV files; no report is read again. Exit status: 0 written; 2
    wrong usage or input.
    """
    from pipeline.formats import check_installed, parse_formats
    from pipeline.write import convert as convert_folder
    from pipeline.write import report_folders

    wanted = parse_formats(formats)
    if not wanted:
        raise InputError("name a format besides csv, which is there already")
    check_installed(wanted)
    for report in report_folders(folder):
        for name in convert_folder(report, wanted):
            if not quiet:
                say(f"wrote {report / name}")
