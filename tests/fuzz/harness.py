"""Read mutated files and sort what happens: read, refused with a typed error, or a fault."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.read import Limits
from pipeline.read.formats import Format, recognise
from pipeline.read.members import members
from pipeline.read.path import read_content

LIMITS = Limits(seconds=20)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(slots=True)
class Outcome:
    """What happened to the files of one format."""

    read: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    faults: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of files."""
        return self.read + self.refused + len(self.faults)


class HangError(BaseException):
    """A file took longer than the limit; no library may catch this as an error of its own."""


class _Watch:
    """Notes every file opened for writing and every use of the network, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if writing or event.startswith(("socket.", "subprocess.", "os.system", "os.exec")):
            self.seen.append(f"{event} {arguments[:1]!r}")


_WATCH = _Watch()


def read_all(form: Format, files: Iterator[bytes], seconds: float = float("inf")) -> Outcome:
    """Read files of one format in this process, for at most so many seconds."""
    outcome = Outcome()
    start = time.monotonic()
    for data in files:
        began = time.monotonic()
        if began - start > seconds:
            break
        _read_one(form, data, outcome)
        outcome.slowest = max(outcome.slowest, time.monotonic() - began)
    outcome.seconds = time.monotonic() - start
    return outcome


def _read_one(form: Format, data: bytes, outcome: Outcome) -> None:
    _WATCH.seen.clear()
    _WATCH.on = form is not Format.DOC
    try:
        with _time_limit(LIMITS.seconds + 5), _memory_limit(form):
            content = _read(form, data)
        outcome.read += 1
        _check(content)
    except InputError as error:
        outcome.refused += 1
        if not error.message or error.path is None:
            outcome.faults.append((f"a message without file or reason: {error!r}", data))
    except (MemoryError, RecursionError):  # the worker process makes typed errors of both
        outcome.refused += 1
    except (Exception, HangError) as error:
        outcome.faults.append((f"{type(error).__name__}: {error}", data))
    finally:
        _WATCH.on = False
    if _WATCH.seen:
        outcome.faults.append((f"touched the outside: {_WATCH.seen[0]}", data))


def _read(form: Format, data: bytes) -> list[Any]:
    """Read as :func:`pipeline.read.read_path` does, but in this process."""
    with contextlib.suppress(InputError):
        recognise(data, "fuzzed", LIMITS)
    if form is Format.ZIP:
        found = members(data, "fuzzed", LIMITS)
        return [
            read_content(inner, member.data, f"fuzzed/{member.name}", LIMITS)
            for member in found
            if (inner := recognise(member.data, member.name, LIMITS)) is not Format.DOC
        ]
    return [read_content(form, data, "fuzzed", LIMITS)]


def _check(contents: list[Any]) -> None:
    """Check what every text must keep to, however odd the file."""
    for content in contents:
        assert content.text.strip(), "an empty text"
        assert "\r" not in content.text, "a carriage return"
        content.text.encode("utf-8")  # no lone surrogates
        end = 0
        for locator in content.locators:
            assert end <= locator.start < locator.end <= len(content.text), "a wrong locator"
            end = locator.end


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise HangError(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory_limit(form: Format) -> Iterator[None]:
    """Let this process take only so much more memory than it has, as the worker process does.

    LibreOffice, which reads .doc, would inherit the limit and fail.
    """
    statistics = Path("/proc/self/statm")
    if form is Format.DOC or not statistics.exists():
        yield
        return
    import resource

    taken = int(statistics.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + LIMITS.memory_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
