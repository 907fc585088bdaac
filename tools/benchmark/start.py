"""What it costs to start: the help, a run over the fourth batch, and imports as a measure."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tools.benchmark.command import ROOT, Cost, anli, cost
from tools.benchmark.corpora import BATCH
from tools.benchmark.section import Section, Table, at_most, significant
from tools.benchmark.settings import Settings

HELP, EXTRACT = "`anli --help`", "`anli extract` on the fourth batch"
HELP_SECONDS, EXTRACT_SECONDS = 0.3, 2.5
TOP = 12
MILLISECOND = 1000


@dataclass(frozen=True, slots=True)
class Start:
    """Costs by command, a figure a round, and the slowest imports: name, own and all in it, ms."""

    costs: dict[str, list[Cost]]
    imports: tuple[tuple[str, float, float], ...]


def measure(settings: Settings) -> Start:
    """Start each command several times, in turn."""
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        extract = anli("extract", BATCH, "--out", folder)
        commands = {
            HELP: anli("--help"),
            EXTRACT: extract,
            "`python -c pass`": [sys.executable, "-c", "pass"],
            "`python -c 'import pandas'`": [sys.executable, "-c", "import pandas"],
            "`python -c 'import spacy'`": [sys.executable, "-c", "import spacy"],
        }
        for name, command in commands.items():
            cost(command)  # once for the files' sake
            costs[name] = [cost(command) for _ in range(settings.start_rounds)]
        imports = slowest_imports(extract)
    return Start(costs, imports)


def slowest_imports(command: Sequence[str]) -> tuple[tuple[str, float, float], ...]:
    """Name the modules whose own import takes longest in a command, with their milliseconds."""
    timed = [command[0], "-X", "importtime", *command[1:]]
    done = subprocess.run(timed, cwd=ROOT, capture_output=True, text=True, check=True)
    found = []
    for line in done.stderr.splitlines():
        fields = line.removeprefix("import time:").split("|")
        if len(fields) == 3 and fields[0].strip().isdigit():
            own, total = (int(field) / MILLISECOND for field in fields[:2])
            found.append((fields[2].strip(), own, total))
    return tuple(sorted(found, key=lambda entry: -entry[1])[:TOP])


def section(found: Start) -> Section:
    """Show the costs, and what of the required ones is reached."""
    rows = tuple(
        (
            name,
            significant(median(each.wall for each in costs)),
            significant(median(each.processor for each in costs)),
        )
        for name, costs in found.costs.items()
    )
    help_wall = median(each.wall for each in found.costs[HELP])
    extract_processor = median(each.processor for each in found.costs[EXTRACT])
    slow = tuple((f"`{name}`", f"{own:.1f}", f"{total:.1f}") for name, own, total in found.imports)
    rounds = len(found.costs[HELP])
    return Section(
        "Start-up",
        (f"Whole commands, from the start of Python to its end; median of {rounds}.",),
        (
            Table(("command", "wall time, s", "processor time, s"), rows),
            Table(
                ("module", "own, ms", "with what it imports, ms"),
                slow,
                "The slowest imports of `anli extract` (`python -X importtime`)",
            ),
        ),
        (
            at_most(f"wall time of {HELP}", help_wall, HELP_SECONDS, unit=" s"),
            at_most(f"processor time of {EXTRACT}", extract_processor, EXTRACT_SECONDS, unit=" s"),
        ),
    )
