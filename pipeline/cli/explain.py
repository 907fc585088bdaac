"""``anli explain``: a case with what was found in it, and why a numeral is a fact or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.report_text import RAW, RUNS
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.model import CaseResult, Document, NumberRow, ReportResult

SOURCE = "source.txt"


def explain(
    case: Annotated[int, typer.Argument(metavar="CASE", help="The number of the case.")],
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="REPORT",
            help="The report, its name, or the folder that a run wrote for it.  "
            "[default: the one report in raw]",
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="A numeral of the case, as printed: explain it."),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Rules to use instead of the built-in ones.")
    ] = None,
) -> None:
    """Print a case with its facts, and say why a numeral became this fact or none.

    Example: anli explain 12 --report raw/batch5.docx --number 518个

    Exit status: 0 printed; 2 no such case or numeral, or wrong input.
    """
    from pipeline.cli.explanation import show_case, show_explanation
    from pipeline.extractors.explain import CaseExplainer
    from pipeline.flow import Flow
    from pipeline.rulebook import load

    document = _document(report)
    flow = Flow(load(rules))
    result = flow.run(document)
    position = _position(result, case)
    if number is None:
        show_case(result, position)
        return
    explainer = CaseExplainer(flow.engine, flow.splitter.split(document), position)
    for row in _chosen(result, position, number):
        show_explanation(result, position, row, explainer.explain(row), flow.rulebook)


def _document(report: Path | None) -> Document:
    """Read the one report that is meant."""
    from dataclasses import replace

    from pipeline.read import discover, read_path

    if report is None:
        files = discover([RAW])
        message = f"holds {len(files)} reports: name one with --report"
    elif report.exists():
        source = report / SOURCE
        files = [source] if source.is_file() else discover([report])
        message = f"holds {len(files)} reports: name one of them"
    else:
        files = _named(report.name)
        message = "there is no such report: name a file, or a report in raw or extracted"
    documents = [found for file in files[:1] for found in read_path(file)]
    if len(files) != 1 or len(documents) != 1:
        raise InputError(message, path=report or RAW)
    (document,) = documents
    is_run = files[0].name == SOURCE
    return replace(document, report=files[0].absolute().parent.name) if is_run else document


def _named(name: str) -> list[Path]:
    """Find a report by its name: among the reports, else among those that were extracted."""
    from pipeline.read import discover

    raw = discover([RAW]) if RAW.is_dir() else []
    found = [path for path in raw if name in {path.stem, path.parent.name}]
    source = RUNS / name / SOURCE
    return found or ([source] if source.is_file() else [])


def _position(result: ReportResult, case_no: int) -> int:
    numbers = [one.case.case_no for one in result.cases]
    if case_no not in numbers:
        known = f"it has {numbers[0]} to {numbers[-1]}"
        raise InputError(f"has no case {case_no}: {known}", path=result.document.path)
    return numbers.index(case_no)


def _chosen(result: ReportResult, position: int, text: str) -> Sequence[NumberRow]:
    """Choose the numerals that are printed so, else those of a fact that is, else parts."""
    one = result.cases[position]
    rows = [row for row in result.numbers if one.case.start <= row.start < one.case.end]
    same = [row for row in rows if row.text == text]
    within = [row for row in rows if _within(row, one, text)]
    parts = [row for row in rows if text and text in row.text]
    found = same or within or parts
    if not found:
        known = "、".join(dict.fromkeys(row.text for row in rows)) or "none"
        message = f"case {one.case.case_no} has no numeral {text!r}; its numerals: {known}"
        raise InputError(message, path=result.document.path)
    return found


def _within(row: NumberRow, one: CaseResult, text: str) -> bool:
    facts = (fact for fact in one.facts if fact.text == text)
    return any(fact.start <= row.start and row.end <= fact.end for fact in facts)
