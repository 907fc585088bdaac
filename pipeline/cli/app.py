"""The command ``anli``: its subcommands, and how its errors end.

The modules of the commands import what they need when they run, so that ``anli --help``
answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from pipeline import __version__
from pipeline.cli.add import add
from pipeline.cli.compare import compare
from pipeline.cli.console import complain
from pipeline.cli.convert import convert
from pipeline.cli.diff import diff
from pipeline.cli.explain import explain
from pipeline.cli.extract import extract
from pipeline.cli.gold import gold
from pipeline.cli.gold_exchange import export, import_labels, sample, tasks
from pipeline.cli.merge import merge
from pipeline.cli.plot import plot
from pipeline.cli.review import review
from pipeline.cli.rules import rules
from pipeline.cli.score import score
from pipeline.cli.show import show
from pipeline.cli.validate import validate
from pipeline.errors import AnliError

BAD_INPUT = 2

app = typer.Typer(
    name="anli",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(extract)
app.command()(add)
app.command()(convert)
app.command()(validate)
app.command()(merge)
app.command()(compare)
app.command()(score)
app.command()(diff)
app.command()(show)
app.command()(explain)
app.command()(review)
app.command()(plot)
app.add_typer(rules, name="rules")
app.add_typer(gold, name="gold")
for command in (sample, tasks, export):
    gold.command()(command)
gold.command("import")(import_labels)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"anli {__version__}")
        raise typer.Exit


@app.callback()
def anli(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print version."),
    ] = False,
) -> None:
    """Turn Chinese case reports of rural-logistics brands into traceable tables.

    Example: anli extract raw --out extracted

    Exit status: 0 done; 1 done, with findings; 2 wrong usage or input.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and exit; an error of the user's is one line on stderr and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(None if arguments is None else list(arguments), prog_name="anli")
    except AnliError as error:
        complain(error)
        sys.exit(BAD_INPUT)
    raise AssertionError("typer exits by itself")
