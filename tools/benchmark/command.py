"""A command run in a process of its own, with what it cost: time and peak memory.

``python -m tools.benchmark.command COMMAND …`` runs it and prints the cost as JSON. The small
process in between is needed: a process starts with the peak memory of the one that made it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KIB = 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, with all processes that it started.

    Attributes
    ----------
    wall, processor
        Seconds.
    peak
        The largest resident memory of any one of its processes, in bytes.
    """

    wall: float
    processor: float
    peak: int


def cost(command: Sequence[str]) -> Cost:
    """Run a command from the root of the checkout.

    Raises
    ------
    RuntimeError
        If it fails, with what it wrote to stderr.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tools.benchmark.command", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return Cost(**json.loads(done.stdout))


def anli(*arguments: str | Path) -> list[str]:
    """Return the command line of anli."""
    return [sys.executable, "-m", "pipeline", *map(str, arguments)]


def main() -> int:
    """Run the command that the arguments are, and wait for it."""
    started = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        processor = usage.ru_utime + usage.ru_stime
        json.dump({"wall": wall, "processor": processor, "peak": usage.ru_maxrss * KIB}, sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
