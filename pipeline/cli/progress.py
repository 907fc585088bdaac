"""A progress bar for runs that take longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 1.0

ReportDone = Callable[[int], None]
"""To be called after each report, with the number of its characters."""


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[ReportDone]:
    """Show on stderr how many of ``total`` reports are done, and how many characters."""
    if quiet or not sys.stderr.isatty():
        yield lambda characters: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} reports"),
        TextColumn("{task.fields[characters]:,} characters"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=total, characters=0)
    seen = 0

    def report_done(characters: int) -> None:
        nonlocal seen
        seen += characters
        bar.update(task, advance=1, characters=seen)

    timer = threading.Timer(PATIENCE_SECONDS, bar.start)
    timer.start()
    try:
        yield report_done
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
