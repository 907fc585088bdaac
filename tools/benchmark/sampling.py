"""A profile by sampling: every millisecond of processor time, which stage is at work.

The clock of the process interrupts it; the time since the last interruption goes to the stage of
the innermost function that belongs to one. So the work of a library counts for who called it,
and nothing is slowed down as it would be by counting calls.
"""

from __future__ import annotations

import signal
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

INTERVAL = 0.001
OTHER = ""


@contextmanager
def sampled(stages: Mapping[str, str]) -> Iterator[dict[str, float]]:
    """Give a table of processor seconds by stage, which is complete behind the block.

    Parameters
    ----------
    stages
        Names of modules or packages to stages; the longest name that fits a module decides, and
        a module that none fits counts for its caller. What has no stage goes to ``OTHER``.
    """
    seconds: dict[str, float] = defaultdict(float)
    known: dict[str, str] = {}
    last = time.process_time()

    def note(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        seconds[_stage(frame, stages, known)] += now - last
        last = now

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield seconds
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stage(frame: FrameType | None, stages: Mapping[str, str], known: dict[str, str]) -> str:
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module not in known:
            known[module] = stage_of(module, stages)
        if known[module]:
            return known[module]
        frame = frame.f_back
    return OTHER


def stage_of(module: str, stages: Mapping[str, str]) -> str:
    """Find the stage of a module by the longest name that is it or a package around it."""
    while module:
        if module in stages:
            return stages[module]
        module = module.rpartition(".")[0]
    return OTHER
