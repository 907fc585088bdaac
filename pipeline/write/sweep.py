"""Clear away what killed runs left in an output folder.

A run that writes holds a shared lock on the output folder, and the system releases it with the
run, however it ends. So a run that gets the lock for itself alone knows that every hidden folder
it finds there is a dead run's.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.write.swap import restore

if sys.platform != "win32":
    import fcntl

PREFIX = ".anli-"


@contextmanager
def writing_in(out: Path) -> Iterator[None]:
    """Hold the shared lock of ``out`` while writing there; sweep first if no other run writes.

    Where folders cannot be locked (Windows, some network file systems), nothing is removed, but
    earlier output that a killed run had set aside is still put back.
    """
    if sys.platform == "win32":
        _sweep(out, remove=False)
        yield
        return
    descriptor = os.open(out, os.O_RDONLY)
    try:
        _lock_and_sweep(descriptor, out)
        yield
    finally:
        os.close(descriptor)


if sys.platform != "win32":

    def _lock_and_sweep(descriptor: int, out: Path) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            return
        except OSError:
            _sweep(out, remove=False)
            return
        _sweep(out, remove=True)
        fcntl.flock(descriptor, fcntl.LOCK_SH)


def _sweep(out: Path, *, remove: bool) -> None:
    for staging in sorted(out.glob(f"{PREFIX}*")):
        restore(staging)
        if remove:
            shutil.rmtree(staging, ignore_errors=True)
