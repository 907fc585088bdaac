"""Differences as people and programs read them: records, CSV and Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.model import Fact
from pipeline.qa.diff import Difference, Kind
from pipeline.qa.score import shown
from pipeline.write.cells import guarded

COLUMNS = (
    "report",
    "case_no",
    "difference",
    "field",
    "category",
    "value_min",
    "value_max",
    "from_min",
    "from_max",
    "unit",
    "qualifier",
    "role",
    "status",
    "text",
    "start",
    "end",
    "changes",
    "rule",
    "sentence",
)
NAMES: Mapping[Kind, str] = {"missing": "missing", "spurious": "spurious", "changed": "changed"}
RUN_NAMES: Mapping[Kind, str] = {"missing": "lost", "spurious": "gained", "changed": "changed"}


def record(difference: Difference, names: Mapping[Kind, str] = NAMES) -> dict[str, str]:
    """Return a difference as a flat record of texts with the keys of `COLUMNS`."""
    fact = difference.fact
    own = {
        "report": difference.report,
        "case_no": str(difference.case_no),
        "difference": names[difference.kind],
        "changes": "; ".join(changes(difference)),
    }
    return {name: own.get(name) or shown(getattr(fact, name, None)) for name in COLUMNS}


def changes(difference: Difference) -> list[str]:
    """Say which attributes changed from what to what."""
    return [
        f"{change.attribute}: {change.before or '–'} → {change.after or '–'}"
        for change in difference.changes
    ]


def as_csv(differences: Iterable[Difference], names: Mapping[Kind, str] = NAMES) -> str:
    """Return one row per difference; cells that a spreadsheet would compute get a ``'``."""
    rows = [record(difference, names) for difference in differences]
    return csv_text([COLUMNS, *([guarded(row[name]) for name in COLUMNS] for row in rows)])


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV; None is an empty cell."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def as_markdown(differences: Iterable[Difference], names: Mapping[Kind, str] = NAMES) -> str:
    """Return the differences as a Markdown table."""
    columns = ("report", "case", "difference", "what", "text", "rule", "sentence")
    return markdown_table(columns, [_row(difference, names) for difference in differences])


def _row(difference: Difference, names: Mapping[Kind, str]) -> list[str]:
    fact = difference.fact
    return [
        difference.report,
        str(difference.case_no),
        names[difference.kind],
        what(difference),
        *((fact.text, fact.rule, fact.sentence) if fact else ("", "", "")),
    ]


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown; nothing in a cell can end the cell or the row."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(map(_cell, line)) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def what(difference: Difference) -> str:
    """Say in one line what the difference is about."""
    fact = difference.fact
    if fact is None:
        return "; ".join(changes(difference)) or "the case"
    if difference.kind == "changed":
        return f"{fact.field}.{fact.category} {'; '.join(changes(difference))}"
    return what_fact(fact)


def what_fact(fact: Fact) -> str:
    """Say in one line what a fact says."""
    value = _range(fact.value_min, fact.value_max)
    if fact.from_min is not None:
        value = f"{_range(fact.from_min, fact.from_max)} → {value}"
    attributes = f"({fact.qualifier}, {fact.role}, {fact.status})"
    return f"{fact.field}.{fact.category} {value} {fact.unit} {attributes}"


def _range(low: Decimal, high: Decimal | None) -> str:
    return shown(low) if low == high else f"{shown(low)}–{shown(high)}"
