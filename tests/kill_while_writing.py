"""Write reports in a process that gets killed; run by ``test_write_place.py``, no test of its own.

``forever OUT`` writes the old and the new report in turns, until it is killed from outside.
``everywhere OUT MODE`` kills a process of its own at the first, second, ... event of one write
that touches files, up to the last, and prints how many there were; it fails if one of them leaves
anything but the old or the new report. ``once OUT NAME`` writes a report of that name.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from itertools import count
from pathlib import Path

from pipeline.model import Document, ReportResult
from pipeline.write import render, swap, write_report


def report(name: str, text: str) -> ReportResult:
    return ReportResult(Document(name, text, "ab" * 32), title=name, cases=(), numbers=())


OLD = report("报告", "旧" * 50_000)
NEW = report("报告", "新" * 50_000)
OTHER = report("另一报告", "")
WHOLE = {"old": render(OLD), "new": render(NEW)}
# What changes files: to die between two of these is to die at any of them.
EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "ctypes.dlsym"}


def forever(out: Path) -> None:
    write_report(OLD, out)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        write_report(NEW, out)
        write_report(OLD, out)


def everywhere(out: Path, mode: str) -> None:
    setattr(os, "fsync", lambda descriptor: None)  # noqa: B010  (slow; only a power cut needs it)
    if mode != "exchange":
        setattr(swap, "exchange", lambda one, other: False)  # noqa: B010
    if mode == "copy":
        refuse_to_rename(out / OLD.document.report)
    for event in count(1):
        if state(out) != "old":
            write_report(OLD, out)
        survived = write_and_die_at(event, out)
        if mode == "exchange":
            assert state(out) in ("old", "new"), f"event {event} leaves {state(out)}"
        write_report(OTHER, out)
        assert state(out) in ("old", "new"), f"after event {event} stands {state(out)}"
        assert not list(out.glob(".*")), f"event {event} leaves rubbish behind"
        if survived:
            assert state(out) == "new"
            sys.stdout.write(f"{event - 1}\n")
            return


def refuse_to_rename(folder: Path) -> None:
    """Behave like the file system of a container with a folder of the image."""
    rename = Path.rename

    def rename_others(self: Path, target: str | os.PathLike[str]) -> Path:
        if self == folder:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(self, target)

    setattr(Path, "rename", rename_others)  # noqa: B010


def write_and_die_at(event: int, out: Path) -> bool:
    """Write in a child process that kills itself at an event; tell whether it came through."""
    child = os.fork()
    if child == 0:
        events = count(1)

        def die(name: str, arguments: object) -> None:
            if name in EVENTS and next(events) == event:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(die)
        write_report(NEW, out)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    return status == 0


def state(out: Path) -> str:
    folder = out / OLD.document.report
    if not folder.exists():
        return "nothing"
    found = {file.name: file.read_bytes() for file in folder.iterdir()}
    return next((name for name, files in WHOLE.items() if files == found), "a mixture")


def main(command: str, out: Path, *argument: str) -> None:
    if command == "forever":
        forever(out)
    elif command == "everywhere":
        everywhere(out, *argument)
    else:
        write_report(report(argument[0], "文"), out)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
