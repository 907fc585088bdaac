"""``anli gold``: what is done with labels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say, show_table
from pipeline.cli.files import write_file
from pipeline.cli.labels import DEFAULT_FOLDER, SUFFIX
from pipeline.errors import InputError

FINDINGS = 1
RAW = Path("raw")
RUNS = Path("extracted")

gold = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@gold.callback()
def _gold() -> None:
    """Check, compare and merge labels."""


@gold.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Gold sets.  [default: all in tests/gold]"),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The report that is labelled.  [default: <report>.txt beside the gold set, "
            "else the report in raw, else its source.txt in extracted]",
        ),
    ] = None,
) -> None:
    """Check that gold sets keep to the annotation guide and to the text of their reports.

    Example: anli gold check tests/gold/batch5.gold.jsonl --text raw/batch5.docx

    Exit status: 0 all right; 1 something is to be mended; 2 a file cannot be read.
    """
    from pipeline import rulebook
    from pipeline.numbers import NumberGrammar, NumeralFinder
    from pipeline.qa.check import check_gold

    files = files or sorted(DEFAULT_FOLDER.glob(f"*{SUFFIX}"))
    if not files:
        raise InputError(f"holds no *{SUFFIX}: name a gold set", path=DEFAULT_FOLDER)
    if text is not None and len(files) > 1:
        raise InputError("is the text of one gold set: name one gold set", path=text)
    finder = NumeralFinder(NumberGrammar(rulebook.load().numbers))
    count = 0
    for file in files:
        problems = check_gold(file, _source(file, text), finder.find)
        for problem in problems:
            say(f"{file}:{problem.line}: {problem.message}")
        count += len(problems)
    say(f"gold: {count} to be mended" if count else f"gold: {len(files)} all right")
    if count:
        raise typer.Exit(FINDINGS)


@gold.command()
def agree(
    one: Annotated[Path, typer.Argument(metavar="A", help="The labels of one annotator.")],
    other: Annotated[Path, typer.Argument(metavar="B", help="Those of the other.")],
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write every point of disagreement here, as CSV, to be decided for `gold merge`.",
        ),
    ] = None,
) -> None:
    """Measure how far two annotators of the same report agree, and list where they do not.

    Example: anli gold agree a/batch5.gold.jsonl b/batch5.gold.jsonl --decisions decisions.csv

    Exit status: 0 they agree on everything; 1 they do not; 2 a file cannot be read.
    """
    from pipeline.qa.agree import compare, kappas
    from pipeline.qa.gold import load_gold, report_name
    from pipeline.qa.merge import merge, points_text
    from pipeline.qa.report import agreement_sections

    first, second = load_gold(one), load_gold(other)
    score = compare(report_name(one), first, second)
    for section in agreement_sections(score, kappas(score)):
        say(section.title)
        show_table(section.columns, section.rows)
    points = merge(first, second, {}).points
    if decisions is not None:
        write_file(decisions, "\ufeff" + points_text(points))
    if points:
        say("Disagreements")
        show_table(
            ("case", "about", "A", "B"),
            [(str(point.case_no), point.about, point.a, point.b) for point in points],
        )
        raise typer.Exit(FINDINGS)


@gold.command()
def merge(
    one: Annotated[Path, typer.Argument(metavar="A", help="The labels of one annotator.")],
    other: Annotated[Path, typer.Argument(metavar="B", help="Those of the other.")],
    decisions: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The file of `gold agree --decisions`, filled in."),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the merged labels go.")],
) -> None:
    """Merge two annotators' labels with a decision for each point on which they differ.

    Example: anli gold merge a/b5.gold.jsonl b/b5.gold.jsonl --decisions d.csv --out b5.gold.jsonl
    """
    from pipeline.qa.gold import gold_text, load_gold
    from pipeline.qa.merge import load_decisions
    from pipeline.qa.merge import merge as merge_labels

    first, second = load_gold(one), load_gold(other)
    points = merge_labels(first, second, {}).points
    merged = merge_labels(first, second, load_decisions(decisions, points))
    write_file(out, gold_text(merged.cases))
    say(f"{out}: {len(merged.cases)} cases, {len(points)} decisions")


def _source(file: Path, text: Path | None) -> str:
    """Read the text of the report that a gold set labels."""
    from pipeline.qa.gold import report_name
    from pipeline.read import read_path

    report = report_name(file)
    path = text or next((path for path in _places(file, report) if path.exists()), None)
    if path is None:
        raise InputError(f"the text of {report} was not found: name it with --text", path=file)
    documents = read_path(path)
    named = [document for document in documents if document.report == report] or documents
    if len(named) > 1:
        raise InputError(f"holds several reports, none is {report}: name its file", path=path)
    return named[0].text


def _places(file: Path, report: str) -> Iterable[Path]:
    """List where the text of a report may be, the likeliest first."""
    from pipeline.read import discover

    yield file.with_name(f"{report}.txt")
    if RAW.is_dir():
        yield from (path for path in discover([RAW]) if report in {path.stem, path.parent.name})
    yield RUNS / report / "source.txt"
