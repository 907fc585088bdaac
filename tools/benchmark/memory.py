"""Peak memory of a run over small and large archives: it must not grow with their number."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.archive import write_archive
from tools.benchmark.command import Cost, anli, cost
from tools.benchmark.section import Section, Table, at_most, significant
from tools.benchmark.settings import Settings

SEED = 6
MOST = 1.3
MIB = 1024 * 1024
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """A run over an archive of that many reports, ``size`` bytes in all."""

    reports: int
    size: int
    cost: Cost


def measure(settings: Settings) -> tuple[Archive, ...]:
    """Extract each archive with one worker."""
    return tuple(_archive(reports) for reports in settings.archives)


def _archive(reports: int) -> Archive:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_archive(folder / "archive", reports, SEED)
        size = sum(path.stat().st_size for path in files)
        command = anli("extract", folder / "archive", "--out", folder / "out", "--jobs", "1")
        return Archive(reports, size, cost(command))


def section(archives: Sequence[Archive]) -> Section:
    """Show the peaks, and the largest archive's in proportion to the smallest one's."""
    first, last = archives[0], archives[-1]
    rows = tuple(
        (
            f"{archive.reports:,}",
            f"{archive.size / MIB:,.1f}",
            f"{archive.cost.peak / MIB:,.0f}",
            f"{archive.cost.peak / first.cost.peak:.2f}",
            significant(archive.cost.processor / archive.reports * 1000),
        )
        for archive in archives
    )
    columns = (
        "reports",
        "input, MiB",
        "peak memory, MiB",
        "to the smallest",
        "processor time a report, ms",
    )
    return Section(
        "Memory",
        (
            "`anli extract --jobs 1` over archives of varied reports (`tests/archive.py`): the"
            " largest resident memory of any of its processes. Each archive holds reports of the"
            " largest kind.",
        ),
        (Table(columns, rows),),
        (
            at_most(
                f"peak memory for {last.reports:,} reports to that for {first.reports:,}",
                last.cost.peak / first.cost.peak,
                MOST,
                unit=" ×",
            ),
        ),
    )
