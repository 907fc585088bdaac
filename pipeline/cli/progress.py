"""A progress bar for runs that take longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 1.0


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Show how many of ``total`` reports are done, on stderr.

    Yields
    ------
    callable
        To be called after each report.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("extracting", total=total)
    timer = threading.Timer(PATIENCE_SECONDS, bar.start)
    timer.start()
    try:
        yield lambda: bar.advance(task)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()
