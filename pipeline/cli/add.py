"""``anli add``: take a new report in under ``raw/``, with a note of where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import complain, say

OLDEST, NEWEST = 1980, 2100


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The report as it arrived.")],
    identifier: Annotated[
        str, typer.Option("--id", metavar="ID", help="Name of its folder, such as 2024-batch5.")
    ],
    title: Annotated[str, typer.Option(help="Title of the report.")],
    year: Annotated[
        int,
        typer.Option(min=OLDEST, max=NEWEST, help="The year whose division codes it means."),
    ],
    source: Annotated[str, typer.Option(help="Where it comes from: an address, or in words.")],
    issuing_body: Annotated[str, typer.Option(help="Who issued it.")] = "",
    document_number: Annotated[str, typer.Option(help="Its document number.")] = "",
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="Day of issue.")] = "",
    raw: Annotated[Path, typer.Option(metavar="DIR", help="Where the reports are kept.")] = Path(
        "raw"
    ),
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=NUMBER", help="Change a limit on input; may be repeated."),
    ] = None,
) -> None:
    """Copy a report to raw/ID with its metadata; `anli extract` takes it from there.

    Example: anli add new.docx --id 2024-batch5 --title 第五批典型经验 --year 2024 --source 来函

    Nothing is overwritten. Exit status: 0 added; 2 the report cannot be read, the ID is taken,
    or the same report was added before.
    """
    from pipeline.read import DEFAULT
    from pipeline.read.addition import Description, add_report

    description = Description(title, year, source, issuing_body, document_number, date)
    limits = DEFAULT.with_options(limit or [])
    added = add_report(file, identifier, description, raw, limits)
    for oddity in added.oddities:
        complain(f"{file}: {oddity.message}")
    say(f"added {added.path}")
