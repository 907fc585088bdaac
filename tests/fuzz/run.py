"""Fuzz every format in full: ``python -m tests.fuzz.run [--count N] [--seconds S] [FORMAT …]``.

Prints a line for each format; files that were not handled are kept in ``tests/fuzz/regressions``
(named by format and digest), where every later test run reads them again.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import sys
from pathlib import Path

from pipeline.read.formats import Format
from tests.fuzz.corpus import bases
from tests.fuzz.harness import Outcome, read_all
from tests.fuzz.mutate import mutations
from tests.fuzz.older_word import read_in_batches

REGRESSIONS = Path(__file__).with_name("regressions")
FULL_COUNT = 2_000


def main() -> int:
    """Fuzz the formats named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=[form.name for form in Format])
    parser.add_argument("--count", type=int, default=FULL_COUNT)
    parser.add_argument("--seconds", type=float, default=900.0, help="for each format")
    parser.add_argument("--seed", default="anli")
    options = parser.parse_args()
    faults = 0
    for name in options.formats:
        if not bases(name):
            _say(f"{name:5} left out: LibreOffice is not installed")
            continue
        files = mutations(bases(name), options.count, f"{options.seed} {name}")
        read = read_in_batches if name == "DOC" else functools.partial(read_all, Format[name])
        outcome = read(files, options.seconds)
        _report(name, outcome)
        faults += len(outcome.faults)
    return 1 if faults else 0


def _report(name: str, outcome: Outcome) -> None:
    _say(
        f"{name:5} {outcome.total:6} files: {outcome.read} read, {outcome.refused} refused,"
        f" {len(outcome.faults)} faults; {outcome.seconds:.0f} s, slowest {outcome.slowest:.1f} s"
    )
    for message, data in outcome.faults[:20]:
        kept = REGRESSIONS / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(data)
        _say(f"      {kept.name}: {message}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
