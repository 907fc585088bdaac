"""One worker and two over the same archive: how much faster, and whether the bytes are equal."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.archive import write_archive
from tools.benchmark.command import anli, cost
from tools.benchmark.memory import SEED
from tools.benchmark.section import Requirement, Section, Table, at_least, significant
from tools.benchmark.settings import Settings

JOBS = (1, 2)
LEAST = 1.8


@dataclass(frozen=True, slots=True)
class Workers:
    """Wall times by number of workers, a figure a round, and the digest of each output."""

    reports: int
    seconds: dict[int, list[float]]
    digests: dict[int, str]

    @property
    def gain(self) -> float:
        """Throughput of two workers to that of one, in the median of the rounds."""
        one, two = (self.seconds[jobs] for jobs in JOBS)
        return median(alone / shared for alone, shared in zip(one, two, strict=True))


def measure(settings: Settings) -> Workers:
    """Extract an archive with one and with two workers, in turn."""
    seconds: dict[int, list[float]] = {jobs: [] for jobs in JOBS}
    digests: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder / "archive", settings.worker_reports, SEED)
        for number in range(settings.worker_rounds):
            for jobs in JOBS:
                out = folder / f"out-{number}-{jobs}"
                command = anli("extract", folder / "archive", "--out", out, "--jobs", str(jobs))
                seconds[jobs].append(cost(command).wall)
                digests[jobs] = digest(out)
    return Workers(settings.worker_reports, seconds, digests)


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def section(found: Workers) -> Section:
    """Show both times and both digests."""
    rows = tuple(
        (str(jobs), significant(median(found.seconds[jobs])), f"`{found.digests[jobs][:16]}…`")
        for jobs in JOBS
    )
    equal = len(set(found.digests.values())) == 1
    return Section(
        "Workers",
        (
            f"`anli extract` over an archive of {found.reports:,} reports (`tests/archive.py`),"
            f" from start to end, on {len(os.sched_getaffinity(0))} processors; median of"
            f" {len(found.seconds[1])}. It means something only on a machine that does nothing"
            " else.",
        ),
        (Table(("workers", "wall time, s", "SHA-256 of all output"), rows),),
        (
            at_least("throughput of two workers to that of one", found.gain, LEAST),
            Requirement(
                "output of two workers and of one",
                "the same bytes",
                "the same bytes" if equal else "different bytes",
                equal,
            ),
        ),
    )
