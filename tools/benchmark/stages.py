"""Where the time goes by stage, from the file to the written tables, and the floor of each.

``python -m tools.benchmark.stages COPIES`` measures in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tools.benchmark.command import ROOT
from tools.benchmark.corpora import BATCH, WARM_UP
from tools.benchmark.floors import floors
from tools.benchmark.sampling import OTHER, sampled
from tools.benchmark.section import Section, Table, significant
from tools.benchmark.settings import Settings

MICRO = 1_000_000
THOUSAND = 1000
NAMES = {
    "read": "read: bytes, format, encoding",
    "split": "split: view, headings, places, slogans",
    "numerals": "numerals",
    "words": "words and forms, as spans with the numerals",
    "phrases": "phrases (chunks)",
    "passages": "passages, topics, letters",
    "rules": "rules",
    "facts": "facts: drafts, category, status, role, flags",
    "segmentation": "words that no list knows (jieba)",
    "ledger": "ledger",
    "rows": "ids and places in the source",
    "tables": "tables: rows",
    "write": "write: checks, CSV, digests, files",
    OTHER: "all else",
}
STAGES = {
    "pipeline.read": "read",
    "pipeline.read.view": "split",
    "pipeline.split": "split",
    "pipeline.numbers": "numerals",
    "pipeline.extractors.scan": "words",
    "pipeline.extractors.chunk": "phrases",
    "pipeline.extractors.engine": "passages",
    "pipeline.extractors.matcher": "rules",
    **{
        f"pipeline.extractors.{name}": "facts"
        for name in ("build", "category", "status", "role", "unit", "subject", "derive", "flags")
    },
    "pipeline.extractors.words": "segmentation",
    "pipeline.extractors.ledger": "ledger",
    "pipeline.extractors.assemble": "rows",
    "pipeline.tables": "tables",
    "pipeline.write": "write",
}
"""Modules to stages. Other modules of the extractors work for the stage that calls them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Processor seconds by stage over so many characters, and what each stage cannot go below."""

    characters: int
    seconds: dict[str, float]
    floors: dict[str, tuple[str, float]]


def measure(settings: Settings) -> Profile:
    """Profile in a process of its own."""
    command = [sys.executable, "-m", "tools.benchmark.stages", str(settings.profile_copies)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the profile failed:\n{done.stderr}")
    found = json.loads(done.stdout)
    return Profile(found["characters"], found["seconds"], found["floors"])


def profile(copies: int) -> Profile:
    """Read, extract and write the fourth batch that many times, each time anew."""
    from pipeline.flow import Flow
    from pipeline.read import read_path
    from pipeline.rulebook import load
    from pipeline.write import write_report

    flow = Flow(load())
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        (warm_up,) = read_path(WARM_UP)
        write_report(flow.run(warm_up), out)
        with sampled(STAGES) as seconds:
            for number in range(copies):
                (document,) = read_path(BATCH)
                result = flow.run(replace(document, report=f"report-{number}"))
                write_report(result, out)
    characters = copies * len(document.text)
    return Profile(characters, dict(seconds), floors(BATCH, result, copies))


def section(found: Profile) -> Section:
    """Show share, time and floor of each stage, in the order of the way."""
    total = sum(found.seconds.values())
    per_thousand = THOUSAND * MICRO / found.characters
    rows = []
    for stage, title in NAMES.items():
        seconds = found.seconds.get(stage, 0.0)
        floor, least = found.floors.get(stage, ("", 0.0))
        rows.append(
            (
                title,
                f"{100 * seconds / total:.1f} %",
                significant(seconds * per_thousand),
                significant(least * per_thousand) if floor else "",
                floor,
            )
        )
    least = sum(seconds for _, seconds in found.floors.values())
    rows.append(
        (
            "**all**",
            "100 %",
            significant(total * per_thousand),
            significant(least * per_thousand),
            "",
        )
    )
    columns = ("stage", "share", "µs a thousand characters", "floor, µs", "what the floor is")
    return Section(
        "Where the time goes",
        (
            "The fourth batch read, extracted and written again and again in one process, behind"
            " one other report. The shares are samples, one each millisecond of processor time;"
            " the floor is the least work that such a stage needs, measured in the same process"
            " on the same text.",
        ),
        (Table(columns, tuple(rows)),),
    )


def main() -> int:
    """Profile and print the figures as JSON."""
    found = profile(int(sys.argv[1]))
    json.dump(
        {"characters": found.characters, "seconds": found.seconds, "floors": found.floors},
        sys.stdout,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
