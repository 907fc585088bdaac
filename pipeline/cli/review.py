"""``anli review``: a page in one file on which a person checks a run and corrects its labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import complain, say
from pipeline.cli.files import write_file
from pipeline.cli.labels import gold_folder, gold_of
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.qa.gold import GoldCase
    from pipeline.review.run import Run

RUNS = Path("extracted")


def review(
    run: Annotated[
        Path,
        typer.Argument(metavar="[RUN]", help="The folder of one report, or of several."),
    ] = RUNS,
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Labels: a gold set, or a folder of <report>.gold.jsonl.  "
            "[default: tests/gold, if it exists]",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="Another run over the same reports, to compare with."),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The page; a file of that name is replaced.")
    ] = Path("review.html"),
) -> None:
    """Write a page on which a person looks at a run, at its differences, and corrects labels.

    Example: anli review extracted/batch5 --gold batch5.gold.jsonl --out batch5.html

    The page is one file that needs no network and opens in any browser. Exit status: 0 written;
    2 wrong usage or input.
    """
    from pipeline.review.build import build_page

    runs = _runs(run)
    others = None if against is None else _others(runs, against)
    page = build_page(runs, _labels(runs, gold_folder(gold)), others)
    write_file(out, page)
    say(f"{out}: {sum(len(one.tables.cases) for one in runs)} cases")


def _runs(path: Path) -> list[Run]:
    from pipeline.review.run import load_run
    from pipeline.write import report_folders

    return [load_run(folder) for folder in report_folders(path)]


def _labels(runs: Sequence[Run], gold: Path | None) -> dict[str, list[GoldCase]]:
    from pipeline.qa.gold import load_gold

    if gold and gold.is_file() and len(runs) > 1:
        message = "is the gold set of one report: name one report, or a folder of gold sets"
        raise InputError(message, path=gold)
    found = ((run.report, gold_of(run.report, gold)) for run in runs)
    return {report: load_gold(path) for report, path in found if path is not None}


def _others(runs: Sequence[Run], against: Path) -> Mapping[str, Run]:
    """Read the other runs of the same reports; those that have none are named on stderr."""
    others = _runs(against)
    if len(runs) == len(others) == 1:
        return {runs[0].report: others[0]}
    by_name = {other.report: other for other in others}
    missing = [run.report for run in runs if run.report not in by_name]
    if len(missing) == len(runs):
        raise InputError("has no report in common with the run", path=against)
    for report in missing:
        complain(f"{report}: {against} does not have it; not compared")
    return by_name
