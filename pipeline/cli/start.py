"""Start a run of ``anli extract``: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cli.labels import gold_folder
from pipeline.cli.summary import summarise
from pipeline.errors import InputError, OutputError

if TYPE_CHECKING:
    from pipeline.batch.outcome import Outcome
    from pipeline.batch.settings import Settings
    from pipeline.rulebook import Rulebook

_NEEDED_ON_A_CLUSTER = ("distributed", "fsspec", "pyarrow")


@dataclass(frozen=True)
class Wanted:
    """What a command line asks for; None and empty stand for what was not said."""

    paths: list[str]
    out: str
    rules: Path | None
    extra_fields: tuple[str, ...]
    year: int | None
    gold: Path | None
    limits: list[str]
    jobs: int | None
    resume: bool
    formats: list[str]
    scheduler: str | None
    batch_size: int | None

    def load(self) -> tuple[Rulebook, Settings]:
        """Load the rules and take the settings of the run."""
        from pipeline.batch.settings import Settings
        from pipeline.read import DEFAULT
        from pipeline.rulebook import load

        limits = DEFAULT.with_options(self.limits)
        rules = self.rules
        if rules is not None and self.scheduler is not None:
            rules = rules.absolute()
        rulebook = load(rules, extra_fields=self.extra_fields)
        settings = Settings.of(
            rulebook, rules=rules, extra_fields=self.extra_fields, limits=limits, year=self.year
        )
        return rulebook, settings


class Started(NamedTuple):
    """A run that has begun: its fields, the number of its reports, what becomes of each."""

    fields: tuple[str, ...]
    total: int
    outcomes: Generator[Outcome, None, None]


@contextmanager
def started_here(wanted: Wanted) -> Iterator[Started]:
    """Plan a run in processes of this machine, which writes a folder for each report.

    Raises
    ------
    AnliError
        For anything wrong with the options, before any work.
    """
    from pipeline.batch.plan import plan
    from pipeline.batch.run import owners_in, run, usual_jobs
    from pipeline.batch.work import Folders
    from pipeline.formats import check_installed, parse_formats
    from pipeline.read import discover
    from pipeline.write import refuse_foreign_descriptor

    addresses = [path for path in (*wanted.paths, wanted.out) if "://" in path]
    if addresses:
        message = "is an address, which only a cluster reads and writes; add --scheduler"
        raise InputError(message, path=addresses[0])
    if wanted.batch_size is not None:
        raise InputError("--batch-size goes with --scheduler; leave it out")
    out = Path(wanted.out)
    files = discover([Path(path) for path in wanted.paths])
    labels = gold_folder(wanted.gold)
    check_can_be_written(out)
    refuse_foreign_descriptor(out)
    formats = parse_formats(wanted.formats)
    check_installed(formats)
    rulebook, settings = wanted.load()
    items = plan(files, settings.limits, owners_in(out, files))
    job = Folders(settings, out, wanted.resume, partial(summarise, gold=labels), formats)
    outcomes = run(items, job, rulebook, wanted.jobs or usual_jobs(files))
    yield Started(settings.fields, sum(max(1, len(item.reports)) for item in items), outcomes)


@contextmanager
def started_on_cluster(wanted: Wanted, scheduler: str) -> Iterator[Started]:
    """Plan a run on a Dask cluster, which writes Parquet.

    Raises
    ------
    AnliError
        For anything wrong with the options or the cluster, before any work.
    """
    unsuitable = {
        "--jobs": wanted.jobs,
        "--gold": wanted.gold,
        "--format": wanted.formats,
    }
    for option, value in unsuitable.items():
        if value:
            raise InputError(f"{option} does not go with --scheduler; leave it out")
    if not all(map(importlib.util.find_spec, _NEEDED_ON_A_CLUSTER)):
        message = '--scheduler needs packages that are missing: pip install "anli[dask]"'
        raise InputError(message)
    from pipeline.cluster.client import Cluster
    from pipeline.cluster.inputs import find_inputs
    from pipeline.cluster.partition import Parts
    from pipeline.cluster.run import BATCH_SIZE, plan, run

    _, settings = wanted.load()
    inputs = find_inputs(wanted.paths)
    out = wanted.out if "://" in wanted.out else str(Path(wanted.out).absolute())
    job = Parts(settings, out, wanted.resume, partial(summarise, gold=None))
    batch_size = wanted.batch_size or BATCH_SIZE
    with Cluster(scheduler) as cluster:
        cluster.check(settings)
        partitions = plan(cluster, inputs, settings, batch_size)
        items = [item for partition in partitions for item in partition.items]
        total = sum(max(1, len(item.reports)) for item in items)
        yield Started(settings.fields, total, run(cluster, partitions, job, batch_size))


def check_can_be_written(out: Path) -> None:
    """Make sure before any work that the output folder can be made.

    Raises
    ------
    OutputError
        If something else stands there, or the folder above it is closed.
    """
    nearest = next(folder for folder in _upwards(out.absolute()) if folder.exists())
    if not nearest.is_dir():
        raise OutputError("is a file, not a folder; choose another with --out", path=nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError("must not be written to; choose another with --out", path=nearest)


def _upwards(path: Path) -> Iterator[Path]:
    yield path
    yield from path.parents
