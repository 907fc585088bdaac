"""``anli extract``: reports in, one folder of tables out for each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import complain
from pipeline.cli.labels import gold_folder, gold_of
from pipeline.cli.progress import progress
from pipeline.cli.summary import Summary, show_summaries, summarise
from pipeline.errors import InputError, OutputError

if TYPE_CHECKING:
    from pipeline.model import Document
    from pipeline.read import Limits
    from pipeline.rulebook import Rulebook

FINDINGS = 1
BAD_INPUT = 2


def extract(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Reports, or folders of them.  [default: raw]"),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where each report gets its folder.")
    ] = Path("extracted"),
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
) -> None:
    """Read reports and write the tables of each to a folder of its own.

    Example: anli extract raw/batch5.docx --out extracted

    What cannot be read is named on stderr, all other reports are written. Exit status: 0 all
    written; 1 some could not be read; 2 none could be read, or the options or rules are wrong.
    """
    from pipeline.read import DEFAULT, discover
    from pipeline.rulebook import load

    limits = DEFAULT.with_options(limit or [])
    files = discover(paths or [Path("raw")])
    labels = gold_folder(gold)
    check_can_be_written(out)
    run = Run(load(rules, extra_fields=tuple(fields or ())), out, limits, labels, year)

    with progress(len(files)) as report_done:
        for file in files:
            run.extract_file(file)
            report_done()

    if run.summaries:
        show_summaries(run.summaries, run.rulebook.fields, out)
    for failure in run.failures:
        complain(failure)
    if run.failures:
        raise typer.Exit(FINDINGS if run.summaries else BAD_INPUT)


@dataclass
class Run:
    """A run over several files: what it works with, and what has become of each file."""

    rulebook: Rulebook
    out: Path
    limits: Limits
    gold: Path | None
    year: int | None
    summaries: list[Summary] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)

    def extract_file(self, file: Path) -> None:
        """Write the tables of the reports in a file, or note why that cannot be done."""
        from pipeline.read import read_path

        try:
            for document in read_path(file, limits=self.limits):
                self.summaries.append(self.extract_document(document))
        except InputError as error:
            named = InputError(error.message, path=error.path or file, line=error.line)
            self.failures.append(named)

    def extract_document(self, document: Document) -> Summary:
        """Write the tables of one report."""
        from pipeline.flow import process
        from pipeline.write import write_report

        self.refuse_second(document)
        if self.year is not None:
            document = replace(document, year=self.year)
        result = process(document, self.rulebook)
        summary = summarise(result, gold_of(document.report, self.gold))
        write_report(result, self.out)
        return summary

    def refuse_second(self, document: Document) -> None:
        """Keep a report from replacing another of the same name in the same run."""
        for other in self.summaries:
            if other.report == document.report:
                message = f"gives the report {document.report!r}, as {other.path} does; rename one"
                raise InputError(message, path=document.path)


def check_can_be_written(out: Path) -> None:
    """Make sure before any work that the output folder can be made.

    Raises
    ------
    OutputError
        If something else stands there, or the folder above it is closed.
    """
    nearest = next(folder for folder in _upwards(out.absolute()) if folder.exists())
    if not nearest.is_dir():
        raise OutputError("is a file, not a folder; choose another with --out", path=nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError("must not be written to; choose another with --out", path=nearest)


def _upwards(path: Path) -> Iterator[Path]:
    yield path
    yield from path.parents
