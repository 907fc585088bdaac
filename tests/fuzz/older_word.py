"""Fuzz .doc many files at a time: a start of LibreOffice for each would take hours.

LibreOffice converts them as ``pipeline.read.office`` has it do (same profile, filter, network and
end), and its .docx files are read by our reader. A file that it does not convert counts as
refused, as it would be by the reader.
"""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.read import office
from pipeline.read.formats import Format
from tests.fuzz.harness import LIMITS, Outcome, read_all

BATCH = 50
LIMITS_OF_A_BATCH = replace(LIMITS, seconds=180)


def read_in_batches(files: Iterator[bytes], seconds: float) -> Outcome:
    """Convert and read mutated .doc and .rtf files, for at most so many seconds."""
    outcome = Outcome()
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        batch = list(itertools.islice(files, BATCH))
        if not batch:
            break
        began = time.monotonic()
        _read_batch(batch, outcome)
        outcome.slowest = max(outcome.slowest, (time.monotonic() - began) / len(batch))
    outcome.seconds = time.monotonic() - start
    return outcome


def _read_batch(batch: list[bytes], outcome: Outcome) -> None:
    for _, group in itertools.groupby(sorted(batch, key=office._filter), key=office._filter):
        waiting = dict(enumerate(group))
        while waiting:
            converted, complete = _convert(waiting)
            done = read_all(Format.DOCX, iter(converted.values()))
            outcome.read += done.read
            outcome.refused += done.refused
            outcome.faults += done.faults
            if complete:
                outcome.refused += len(waiting) - len(converted)
                break
            waiting = _left_over(waiting, set(converted), outcome)


def _left_over(files: dict[int, bytes], converted: set[int], outcome: Outcome) -> dict[int, bytes]:
    """Return the files that LibreOffice did not come to, because an earlier one broke it off.

    Those before the last one that it converted were refused; so was the first of the others.
    """
    last = max(converted, default=-1)
    refused = [number for number in files if number < last and number not in converted]
    after = [number for number in files if number > last]
    outcome.refused += len(refused) + len(after[:1])
    return {number: files[number] for number in after[1:]}


def _convert(files: dict[int, bytes]) -> tuple[dict[int, bytes], bool]:
    """Return the .docx files that LibreOffice made, and whether it came to the end.

    They are named by the numbers of their sources.
    """
    with tempfile.TemporaryDirectory(prefix="anli-fuzz-") as name:
        folder = Path(name)
        sources = {number: folder / f"{number}.doc" for number in files}
        for number, path in sources.items():
            path.write_bytes(files[number])
        profile = folder / "profile"
        office._write_profile(profile)
        command = [
            office._program("fuzzed"),
            f"--infilter={office._filter(next(iter(files.values())))}",
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)),
            *map(str, sources.values()),
        ]
        status = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = office._run(office._without_network(command), folder, LIMITS_OF_A_BATCH)
        made = {number: path.with_suffix(".docx") for number, path in sources.items()}
        found = {number: path.read_bytes() for number, path in made.items() if path.is_file()}
        return found, status == 0
