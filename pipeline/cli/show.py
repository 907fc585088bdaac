"""``anli show``: one fact in its sentence, and where a person finds it in the original."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say, show_table
from pipeline.errors import InputError

RUNS = Path("extracted")
AROUND = 40
"""How many characters before and behind the figure are shown where a sentence is very long."""


def show(
    fact_id: Annotated[str, typer.Argument(metavar="FACT_ID", help="As in facts.csv: 15-5.")],
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Folder that a run wrote.", show_default=True)
    ] = RUNS,
    report: Annotated[
        str, typer.Option("--report", metavar="NAME", help="The report, where DIR holds several.")
    ] = "",
) -> None:
    """Show a fact in its sentence, with its place in the original.

    Example: anli show 15-5 extracted --report rural-logistics-brands-batch4

    Exit status: 0 shown; 2 no such fact, or wrong input.
    """
    place, row = _find(fact_id, folder, report)
    source = (place / "source.txt").read_text(encoding="utf-8")
    start, end = int(str(row["start"])), int(str(row["end"]))
    say(_marked(source, start, end))
    line = source.count("\n", 0, start) + 1
    where = str(row["locator"]) if row["locator"] else f"line {line}"
    say(f"{_input_name(place)}: {where} (source.txt {start}-{end})")
    shown = [(name, str(value)) for name, value in row.items() if value is not None]
    show_table(("column", "value"), [pair for pair in shown if pair[0] != "sentence"])


def _find(fact_id: str, folder: Path, report: str) -> tuple[Path, dict[str, object]]:
    """Find the fact in the one report that has it.

    Raises
    ------
    InputError
        If no report has it, or several have.
    """
    from pipeline.write import load_rows, report_folders

    places = [place for place in report_folders(folder) if report in ("", place.name)]
    if not places:
        raise InputError(f"holds no report named '{report}'", path=folder)
    found = [
        (place, row)
        for place in places
        for row in load_rows(place, "facts")
        if row["fact_id"] == fact_id
    ]
    if not found:
        raise InputError(f"has no fact '{fact_id}'; fact ids are in facts.csv", path=folder)
    if len(found) > 1:
        names = ", ".join(place.name for place, _ in found)
        raise InputError(f"fact '{fact_id}' is in several reports: name one of {names} (--report)")
    return found[0]


def _marked(source: str, start: int, end: int) -> str:
    """The sentence of a figure, with the figure between 【 and 】."""
    first = max(source.rfind(mark, 0, start) for mark in "。！？\n") + 1
    stops = [place for mark in "。！？\n" if (place := source.find(mark, end)) >= 0]
    last = min(stops, default=len(source) - 1) + 1
    before, behind = source[first:start], source[end:last]
    if len(before) + len(behind) > 10 * AROUND:
        before, behind = "…" + before[-AROUND:], behind[:AROUND] + "…"
    return f"{before.lstrip()}【{source[start:end]}】{behind.rstrip()}"


def _input_name(place: Path) -> str:
    """The name of the input file, from the descriptor; the report's name if it has none."""
    descriptor = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    sources = descriptor.get("sources") or [{}]
    return str(sources[0].get("title") or sources[0].get("path") or place.name)
