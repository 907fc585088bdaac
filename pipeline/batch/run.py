"""A run on this machine: over all files, in as many processes as wanted, into one folder."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.batch.outcome import Outcome
from pipeline.batch.plan import RUN_FILE, Item
from pipeline.batch.run_file import entries, entry_of, run_file_in, stands
from pipeline.batch.work import Extraction, Folders, FolderWorker, lost
from pipeline.errors import OutputError
from pipeline.rulebook import Rulebook
from pipeline.write.sweep import writing_in

WORTH_A_PROCESS = 1_000_000
"""Bytes of input that take longer than starting a process for them does."""


def run(
    items: Sequence[Item], job: Folders, rulebook: Rulebook, jobs: int
) -> Generator[Outcome, None, None]:
    """Write the reports of all files; give what has become of each, in the order of the files.

    At the end ``run.json`` is written. If the run is stopped before, the folders that are
    complete stay, and nothing else does.

    Parameters
    ----------
    rulebook
        The rules of the settings of the job. Other processes load them for themselves.
    jobs
        The number of processes that work; 1 for this one.

    Raises
    ------
    OutputError
        If the output folder cannot be written.
    """
    with _output_folder(job.out), run_file_in(job.out, job.settings) as run_file:
        for outcomes in _results(items, job, rulebook, jobs):
            for outcome in outcomes:
                run_file.add(entry_of(outcome))
                yield outcome


def _results(
    items: Sequence[Item], job: Folders, rulebook: Rulebook, jobs: int
) -> Iterator[tuple[Outcome, ...]]:
    if jobs == 1:
        yield from map(FolderWorker(job, Extraction(job.settings, rulebook)), items)
    else:
        from pipeline.batch.pool import Pool

        yield from Pool(job, lost, jobs).results(items)


@contextmanager
def _output_folder(out: Path) -> Iterator[None]:
    """Hold the output folder while a run writes there; clear away what dead processes left."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be written ({error.strerror or error}); choose another with --out"
        raise OutputError(message, path=out) from error
    try:
        with writing_in(out):
            yield
    finally:
        with writing_in(out):
            pass


def usual_jobs(files: Sequence[Path]) -> int:
    """Give the number of processes for a run: the processors available, if there is enough work.

    A file more or a byte more never makes fewer processes.
    """
    size = sum(file.stat().st_size for file in files if file.is_file())
    worth = 1 + size // WORTH_A_PROCESS
    return max(1, min(processors(), len(files), worth))


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def owners_in(out: Path, files: Sequence[Path]) -> Mapping[str, str]:
    """Find the reports in an output folder that an earlier run has made of other files.

    A report whose earlier file is gone, or is one of ``files``, may be made of another.
    """
    of_this_run = {file.resolve() for file in files}
    owners = {}
    for entry in entries(out / RUN_FILE):
        file = Path(entry["input"])
        if stands(entry, out) and file.is_file() and file.resolve() not in of_this_run:
            owners[entry["report"]] = entry["input"]
    return owners
