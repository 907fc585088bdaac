"""What was measured, as a page and in the terminal."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table as Grid

from tools.benchmark.section import Requirement, Section, Table

REQUIREMENTS = ("what", "required", "measured", "")
INTRODUCTION = """\
# Benchmarks

How fast `anli` is beside other programs on the same text, how its time and memory grow, and where
the time goes. `make benchmark` measures all of it and writes this page; nothing in it is written by
hand. It takes about half an hour and is no part of `make test`.

<!-- not run: it takes half an hour; tests/test_benchmark.py measures tiny sizes -->
```sh
make benchmark                                    # everything, and this page
make benchmark PARTS="throughput memory"          # some parts, printed only
make benchmark PARTS="--quick"                    # everything at small sizes, printed only
```

The parts are `throughput`, `linearity`, `memory`, `workers`, `start` and `stages`. The peers and
matplotlib stand in an environment of their own, `.venv-benchmark`: the versions of
`requirements.lock`, and those of `tools/benchmark/requirements.txt`.
"""


def markdown(sections: Sequence[Section]) -> str:
    """Write the page: what is required and reached first, then each part."""
    blocks = [INTRODUCTION.rstrip("\n"), machine(), "## What is required, and what was reached"]
    needed = [needed for section in sections for needed in section.requirements]
    blocks.append("\n".join(_markdown_table(REQUIREMENTS, map(_row, needed))))
    for section in sections:
        blocks += _section(section)
    return "\n\n".join(blocks) + "\n"


def show(section: Section, console: Console) -> None:
    """Print a part as tables."""
    tables = [*section.tables]
    if section.requirements:
        tables.append(Table(REQUIREMENTS, tuple(map(_row, section.requirements)), "Required"))
    console.rule(section.title)
    for paragraph in section.text:
        console.print(paragraph, markup=False)
    for table in tables:
        grid = Grid(title=table.title or None)
        for number, column in enumerate(table.columns):
            grid.add_column(column, justify="left" if number == 0 else "right")
        for row in table.rows:
            grid.add_row(*row)
        console.print(grid, markup=False)


def machine() -> str:
    """Say on what was measured, without naming it."""
    processors = len(os.sched_getaffinity(0))
    return (
        f"Measured on a machine with {processors} processors"
        f" ({platform.system()}, {platform.machine()}) and Python {platform.python_version()}."
        " Times depend on the machine; ratios were measured side by side in one run."
    )


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.title}"
    yield from section.text
    if section.picture:
        yield f"![{section.title}](img/{section.picture})"
    for table in section.tables:
        if table.title:
            yield f"{table.title}:"
        yield "\n".join(_markdown_table(table.columns, table.rows))


def _row(needed: Requirement) -> tuple[str, ...]:
    return needed.what, needed.required, needed.reached, needed.verdict


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(columns)
    yield "|---|" + "---:|" * (len(columns) - 1)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
