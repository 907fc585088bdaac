"""``run.json``: what a run has done with each report, in its output folder.

One report is one line, so that the file can be written and read without holding it all. Reports
whose folders an earlier run has written are kept in it, with the status ``kept``.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from pipeline.batch.outcome import Outcome
from pipeline.batch.plan import RUN_FILE
from pipeline.batch.settings import Settings
from pipeline.errors import InputError, OutputError
from pipeline.model import Oddity
from pipeline.write.sweep import PREFIX

Entry = dict[str, Any]

BEGIN = '{\n"pipeline_version"'
_REPORTS = '"reports": ['
_END = "],"


class RunFile:
    """Writes the lines of a run file, one after the other.

    Parameters
    ----------
    file
        Where they go.
    options
        What they say of the options of the run.
    """

    def __init__(self, file: TextIO, settings: Settings, options: Entry):
        self._file = file
        self._counts: Counter[str] = Counter()
        self.written: set[str] = set()
        """The reports that have not failed."""

        head = {
            "pipeline_version": settings.version,
            "rules_sha256": settings.rules_sha256,
            "options": options,
        }
        lines = [f"{json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
        file.write("\n".join(["{", *lines, _REPORTS]))

    def add(self, line: Entry) -> None:
        """Add the line of a report."""
        self._file.write(",\n" if self._counts.total() else "\n")
        self._file.write(json.dumps(line, ensure_ascii=False))
        self._counts[line["status"]] += 1
        if line["status"] != "failed":
            self.written.add(line["report"])

    def end(self) -> None:
        """Write the end, with the sums."""
        totals = json.dumps(dict(sorted(self._counts.items())))
        self._file.write(f'\n{_END}\n"totals": {totals}\n}}\n')


@contextmanager
def run_file_in(out: Path, settings: Settings) -> Iterator[RunFile]:
    """Write the run file of an output folder; it appears, whole, when the run has come to its end.

    Raises
    ------
    OutputError
        If something stands in its place that no run has written.
    """
    path = out / RUN_FILE
    earlier = entries(path)
    staging = Path(tempfile.mkdtemp(prefix=PREFIX, dir=out))
    try:
        with (staging / RUN_FILE).open("w", encoding="utf-8", newline="\n") as file:
            run_file = RunFile(file, settings, settings.options())
            yield run_file
            for line in earlier:
                if stands(line, out) and line["report"] not in run_file.written:
                    run_file.add({**line, "status": "kept"})
            run_file.end()
            file.flush()
            os.fsync(file.fileno())
        (staging / RUN_FILE).replace(path)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def entry_of(outcome: Outcome) -> Entry:
    """Make the line of a report: nothing in it depends on the machine or the day."""
    entry: Entry = {
        "report": outcome.report,
        "input": outcome.input,
        "sha256": outcome.sha256,
        "status": outcome.status,
    }
    if outcome.status == "done":
        entry["characters"] = outcome.characters
        entry["oddities"] = [asdict(oddity) for oddity in outcome.oddities]
    if outcome.error is not None:
        entry |= {
            "reason": outcome.error.message,
            "path": str(outcome.error.path),
            "line": outcome.error.line,
        }
    return entry


def outcome_of(entry: Entry) -> Outcome:
    """Make an outcome of the line of a report that an earlier run has worked on."""
    known = {key: entry[key] for key in ("input", "report", "sha256")}
    if entry["status"] == "failed":
        error = InputError(entry["reason"], path=entry["path"], line=entry["line"])
        return Outcome(**known, status="failed", error=error)
    oddities = tuple(Oddity(**oddity) for oddity in entry["oddities"])
    return Outcome(**known, status="skipped", oddities=oddities)


def stands(entry: Entry, out: Path) -> bool:
    """Tell whether the folder is there that a run has written for a report."""
    return bool(entry["status"] != "failed" and (out / entry["report"]).is_dir())


def entries(path: Path) -> Iterator[Entry]:
    """Read the lines of a run file, none if there is no such file.

    Raises
    ------
    OutputError
        At once, if something else stands in its place.
    """
    try:
        with path.open(encoding="utf-8") as file:
            own = file.read(len(BEGIN)) == BEGIN
    except FileNotFoundError:
        return iter(())
    except (OSError, UnicodeDecodeError):
        own = False
    if not own:
        raise foreign(path)
    return _lines(path)


def foreign(path: Path | str) -> OutputError:
    """Return the error for a file that stands in the place of the run file."""
    message = (
        "stands where anli writes what a run has done, and anli did not write it; "
        "move it away or choose another --out"
    )
    return OutputError(message, path=path)


def _lines(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip() == _REPORTS:
                break
        for number, line in enumerate(file, start=1):
            if line.strip() == _END:
                return
            try:
                found = json.loads(line.rstrip().rstrip(","))
                known = {key: str(found[key]) for key in ("report", "input", "status")}
                yield {**found, **known}
            except (ValueError, KeyError, TypeError) as error:
                message = f"report {number} in it is damaged; remove the file and run again"
                raise OutputError(message, path=path) from error
