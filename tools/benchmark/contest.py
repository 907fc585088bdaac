"""One contender in a process of its own: a task on stdin, times on stdout, both as JSON.

The process is new in every round, so that no cache of an earlier one is left, and the clock is
the processor time of this one process.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.benchmark.contenders import CONTENDERS, Load, Task, Work

Result = dict[str, Any]


def main() -> int:
    """Do the task."""
    order = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        result = contest(order)
    json.dump(result, sys.stdout)
    return 0


def contest(order: dict[str, Any]) -> Result:
    """Run a contender over each corpus; ``missing`` names a module that is not installed."""
    contender = CONTENDERS[order["contender"]]
    results: Result = {}
    for corpus in order["corpora"]:
        task = Task(
            cases=corpus["cases"],
            terms=tuple(order["terms"]),
            numeral=order["numeral"],
            bare_numeral=order["bare_numeral"],
            warm_up=Path(order["warm_up"]),
        )
        try:
            load, work = contender.prepare(task)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("pipeline"):
                raise
            return {"missing": error.name}
        results[corpus["name"]] = timed(load, work, [Path(path) for path in corpus["paths"]], task)
    return results


def timed(load: Load, work: Work, paths: Sequence[Path], task: Task) -> Result:
    """Work through the texts and note seconds and characters of the first and of all."""
    work(load(task.warm_up))
    loaded = {path: load(path) for path in paths}
    lengths = {path: len(path.read_text(encoding="utf-8")) for path in loaded}
    seconds = []
    found = 0
    gc.collect()
    for path in paths:
        started = time.process_time()
        found += work(loaded[path])
        seconds.append(time.process_time() - started)
    return {
        "characters": sum(lengths[path] for path in paths),
        "seconds": sum(seconds),
        "first_characters": lengths[paths[0]],
        "first_seconds": seconds[0],
        "found": found,
    }


if __name__ == "__main__":
    sys.exit(main())
