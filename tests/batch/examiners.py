"""What looks at the results of a run in these tests; importable by its worker processes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pipeline.cli.summary import Summary, summarise
from pipeline.model import ReportResult

HANGS_AT = "ANLI_TEST_HANGS_AT"
MARK = "ANLI_TEST_MARK"


def nothing(result: ReportResult) -> None:
    """Keep nothing."""


def kill_worker_at(report: str, marks: Path, times: int, result: ReportResult) -> int:
    """End the process that works on a report, so many times; a mark counts them."""
    deaths = len(list(marks.iterdir()))
    if result.document.report == report and deaths < times:
        (marks / str(deaths)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def hang(result: ReportResult, gold: Path | None) -> Summary:
    """Examine as the command does, but wait for ever at the report that the environment names.

    That happens once: then a mark is there, with the number of the process that waits.
    """
    mark = Path(os.environ[MARK])
    if result.document.report == os.environ[HANGS_AT] and not mark.exists():
        mark.write_text(str(os.getpid()))
        time.sleep(600)
    return summarise(result, gold)
