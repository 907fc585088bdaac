"""``anli extract``: reports in, one folder of tables out for each."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import print_json
from pipeline.cli.ending import Ending
from pipeline.cli.formats import FORMAT_HELP
from pipeline.cli.interrupt import ending_quietly
from pipeline.cli.progress import progress
from pipeline.cli.start import Started, Wanted, started_here, started_on_cluster

FINDINGS = 1
BAD_INPUT = 2


def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Reports, or folders of them.  [default: raw]"),
    ] = None,
    out: Annotated[
        str, typer.Option(metavar="DIR", help="Where each report gets its folder.")
    ] = "extracted",
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Rules to use instead of the built-in ones.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="NAME",
            help="Extract this field too, which a usual run leaves out; may be repeated.",
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(min=1980, max=2100, help="The year whose division codes the reports mean."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Labels to score against: a gold set or a folder of <report>.gold.jsonl.  "
            "[default: tests/gold, if it exists]",
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=NUMBER", help="Change a limit on input; may be repeated."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Processes that work at the same time; the tables are the same for any number.  "
            "[default: the processors available, as far as there is work for them]",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Leave out reports of which nothing has changed since their tables were written.",
        ),
    ] = False,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="NAME,...", help=FORMAT_HELP)
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object with what was done.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Work on the Dask cluster of this scheduler (tcp://HOST:PORT) and write Parquet; "
            "paths may then be addresses such as s3://bucket/reports.",
        ),
    ] = None,
    batch_size: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Files in a Parquet file, with --scheduler."),
    ] = None,
) -> None:
    """Read reports and write the tables of each to a folder of its own.

    Example: anli extract raw/batch5.docx --out extracted

    What cannot be read is named on stderr, all other reports are written; run.json in the output
    folder says of each what was done. Exit status: 0 all written; 1 some could not be read; 2
    none could be read, or the options or rules are wrong; 130 stopped by Ctrl-C.
    """
    from pipeline.write import describe_collection

    wanted = Wanted(
        paths=paths or ["raw"],
        out=out,
        rules=rules,
        extra_fields=tuple(fields or ()),
        year=year,
        gold=gold,
        limits=limit or [],
        jobs=jobs,
        resume=resume,
        formats=formats or [],
        scheduler=scheduler,
        batch_size=batch_size,
    )
    begin = started_here(wanted) if scheduler is None else started_on_cluster(wanted, scheduler)
    folder: Path | str = Path(out) if scheduler is None else out
    with ending_quietly(), begin as started:
        ending = Ending(started.fields, f"{folder}/run.json")
        take_note(started, ending, quiet=quiet)
        if ending.written and isinstance(folder, Path):
            describe_collection(folder)
    if as_json:
        print_json(ending.as_object(folder))
    if as_json or quiet:
        ending.show_failures()
    else:
        ending.show(folder)
    if ending.failed:
        raise typer.Exit(FINDINGS if ending.written else BAD_INPUT)


def take_note(started: Started, ending: Ending, *, quiet: bool) -> None:
    """Go through a run, show how far it is, and note what becomes of each report."""
    with closing(started.outcomes), progress(started.total, quiet=quiet) as report_done:
        for outcome in started.outcomes:
            ending.add(outcome)
            report_done(outcome.characters)
