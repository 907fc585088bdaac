"""Measure the parts that are asked for; all of them at full size make the page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tools.benchmark import linearity, memory, stages, start, throughput, workers
from tools.benchmark.chart import draw
from tools.benchmark.command import ROOT
from tools.benchmark.page import markdown, show
from tools.benchmark.section import Section
from tools.benchmark.settings import FULL, QUICK, Settings

PAGE = ROOT / "docs/benchmarks.md"
WIDTH = 200


def measured_linearity(settings: Settings, pictures: Path | None) -> Section:
    """Measure the curves, and draw them if there is a place for the picture."""
    curves = linearity.measure(settings)
    if pictures is not None:
        draw(curves, pictures / linearity.PICTURE)
    return linearity.section(curves, settings.time_limit)


PARTS: dict[str, Callable[[Settings, Path | None], Section]] = {
    "throughput": lambda settings, _: throughput.section(throughput.measure(settings)),
    "linearity": measured_linearity,
    "memory": lambda settings, _: memory.section(memory.measure(settings)),
    "workers": lambda settings, _: workers.section(workers.measure(settings)),
    "start": lambda settings, _: start.section(start.measure(settings)),
    "stages": lambda settings, _: stages.section(stages.measure(settings)),
}


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write the page if everything was measured."""
    parser = argparse.ArgumentParser(prog="python -m tools.benchmark", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="small sizes: a few minutes")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where the page goes  [all parts at full size: "
        "docs/benchmarks.md; otherwise nowhere]",
    )  # fmt: skip
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    names = chosen.parts or list(PARTS)
    page = chosen.out or (None if chosen.parts or chosen.quick else PAGE)
    settings = QUICK if chosen.quick else FULL

    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    sections = []
    for name in names:
        pictures = None if page is None else page.parent / "img"
        sections.append(PARTS[name](settings, pictures))
        show(sections[-1], console)
    if page is not None:
        page.write_text(markdown(sections), encoding="utf-8", newline="\n")
        console.print(f"Wrote {page}", markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
