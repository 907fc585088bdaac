"""What the commands print: tables on stdout, one line per problem on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_A_FILE = 200
"""Columns of a table that goes to a file or another program."""

FIGURE_STARTS = frozenset("0123456789-–")
"""How a cell begins that holds a figure, or the dash for none."""


def complain(problem: object) -> None:
    """Print one line to stderr."""
    sys.stdout.flush()
    print(f"anli: {printable(str(problem))}", file=sys.stderr)  # noqa: T201


def say(line: str = "") -> None:
    """Print one line to stdout."""
    print(printable(line))  # noqa: T201


def print_json(content: object) -> None:
    """Print one JSON object to stdout, for programs."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def printable(text: str) -> str:
    """Return ``text`` as one line that cannot steer the terminal, whatever a report holds."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def terminal() -> Console:
    """Return a console on stdout that takes text as text, never as markup."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    return Console(width=width, markup=False, highlight=False, emoji=False)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; columns of figures are aligned to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        figures = all(row[number][:1] in FIGURE_STARTS for row in rows)
        table.add_column(column, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    terminal().print(table)
