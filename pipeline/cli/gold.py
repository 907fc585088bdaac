"""``anli gold``: what is done with labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import complain, say, show_table
from pipeline.cli.files import write_file
from pipeline.cli.labels import DEFAULT_FOLDER, SUFFIX
from pipeline.cli.report_text import report_text
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.numbers import NumeralFinder
    from pipeline.rulebook import Rulebook

FINDINGS = 1

gold = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@gold.callback()
def _gold() -> None:
    """Check, compare, merge and correct labels."""


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
    from pipeline.qa.check import check_gold
    from pipeline.qa.starts import case_starts

    files = files or sorted(DEFAULT_FOLDER.glob(f"*{SUFFIX}"))
    if not files:
        raise InputError(f"holds no *{SUFFIX}: name a gold set", path=DEFAULT_FOLDER)
    if text is not None and len(files) > 1:
        raise InputError("is the text of one gold set: name one gold set", path=text)
    book = rulebook.load()
    finder = _numeral_finder(book)
    count = 0
    for file in files:
        source = report_text(file, text)
        problems = check_gold(file, source, finder.find, case_starts(source, book))
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

    Exit status: 0 merged; 2 a point is undecided, or a file cannot be read.
    """
    from pipeline.qa.gold import gold_text, load_gold
    from pipeline.qa.merge import load_decisions
    from pipeline.qa.merge import merge as merge_labels

    first, second = load_gold(one), load_gold(other)
    points = merge_labels(first, second, {}).points
    merged = merge_labels(first, second, load_decisions(decisions, points))
    write_file(out, gold_text(merged.cases))
    say(f"{out}: {len(merged.cases)} cases, {len(points)} decisions")


@gold.command()
def apply(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Corrections, downloaded from a review page.")
    ],
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="The gold set, or the folder of <report>.gold.jsonl; a gold set that is not "
            "there yet is made.  [default: tests/gold]",
        ),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The report, as with `gold check`."),
    ] = None,
) -> None:
    """Merge the corrections of a review page into the labels, after checking them.

    Example: anli gold apply batch5.corrections.json --gold batch5.gold.jsonl

    What was merged before is left as it is. Exit status: 0 merged; 1 nothing is merged, because
    a correction does not fit or does not pass the checks; 2 a file cannot be read.
    """
    from pipeline import rulebook
    from pipeline.qa.apply import Outcome, apply_corrections
    from pipeline.qa.corrections import load_corrections
    from pipeline.qa.gold import gold_text, load_gold
    from pipeline.qa.starts import case_starts

    corrections = load_corrections(file)
    if text is not None and len(corrections.reports) > 1:
        raise InputError("is the text of one report: leave --text out", path=text)
    book = rulebook.load()
    finder = _numeral_finder(book)
    outcomes: dict[Path, Outcome] = {}
    for report in corrections.reports:
        path = _gold_set(gold, report.report, len(corrections.reports))
        cases = load_gold(path) if path.exists() else []
        source = report_text(path, text)
        starts = case_starts(source, book)
        outcomes[path] = apply_corrections(cases, report, source, finder.find, starts)
    problems = [(path, problem) for path, one in outcomes.items() for problem in one.problems]
    for path, problem in problems:
        complain(f"{path}: {problem}")
    if problems:
        complain(f"{len(problems)} to be mended; nothing was merged")
        raise typer.Exit(FINDINGS)
    for path, outcome in outcomes.items():
        write_file(path, gold_text(outcome.cases))
        done = ", ".join(f"{number} {action}" for action, number in outcome.counts.items())
        say(f"{path}: {done}")


def _gold_set(given: Path | None, report: str, reports: int) -> Path:
    """Name the gold set of a report, which need not be there yet."""
    folder = DEFAULT_FOLDER if given is None else given
    if folder.is_dir():
        return folder / f"{report}{SUFFIX}"
    if given is None or not given.name.endswith(SUFFIX):
        message = f"is no folder of gold sets: name one, or a *{SUFFIX}, with --gold"
        raise InputError(message, path=folder)
    if reports > 1:
        message = "is one gold set, and the corrections are for several: name their folder"
        raise InputError(message, path=given)
    return given


def _numeral_finder(book: Rulebook) -> NumeralFinder:
    from pipeline.numbers import NumberGrammar, NumeralFinder

    return NumeralFinder(NumberGrammar(book.numbers))
