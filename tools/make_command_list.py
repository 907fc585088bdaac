"""Brings the list of commands in ``docs/commands.md`` up to date.

Run it as ``python tools/make_command_list.py``; the tests tell when it is to be run. What a command
does and how it ends is taken from its help.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperGroup

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.cli.app import app  # noqa: E402

PAGE = ROOT / "docs" / "commands.md"
BEGIN, END = "<!-- commands: begin -->\n", "<!-- commands: end -->\n"
STATUSES = re.compile(r"Exit status: (.+?)\.(?: |$)")
STATUS = re.compile(r"(\d+) (.+)")


def main() -> int:
    """Write the page with the list as it should be."""
    PAGE.write_text(with_command_list(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def with_command_list(page: str) -> str:
    """Give the page with what stands between its two marks replaced."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{''.join(command_list())}{END}{after}"


def command_list() -> Iterator[str]:
    """Yield the lines of the list: what each command does, and its exit statuses."""
    yield "| command | what it does | 0 | 1 | 2 | other |\n|---|---|---|---|---|---|\n"
    for name, told in commands():
        found = statuses(told)
        other = "; ".join(
            f"{status}: {text}" for status, text in found.items() if status not in "012"
        )
        cells = [found.get(status, "") for status in "012"]
        first = told.partition("\n")[0].removesuffix(".")
        yield f"| `anli {name}` | {first} | {' | '.join([*cells, other])} |\n"


def commands() -> Iterator[tuple[str, str]]:
    """Yield the name and the help of each command."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)  # noqa: S101
    yield from _commands_of(group, "")


def statuses(told: str) -> dict[str, str]:
    """Give what each exit status means, from the help of a command."""
    found = STATUSES.search(" ".join(told.split()))
    parts = found[1].split("; ") if found else []
    return {match[1]: match[2] for part in parts if (match := STATUS.fullmatch(part))}


def _commands_of(group: TyperGroup, prefix: str) -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands_of(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command.help or ""


if __name__ == "__main__":
    sys.exit(main())
