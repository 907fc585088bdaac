"""The process that reads one file from a stranger: bounded, and shut off from the outside.

Run as ``python -m pipeline.read.worker``. The first line of standard input is a JSON object
(``format``, ``path``, ``limits``), the file's bytes follow; a JSON object goes to standard
output. The process may open no file for writing, start no program and use no network.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from pipeline.errors import InputError
from pipeline.read.formats import Format, reader_of
from pipeline.read.limits import Limits

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Read the request from standard input and answer it on standard output."""
    answer = _take_standard_output()
    request: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    _bound_resources(limits)
    data = sys.stdin.buffer.read()
    form, path = Format[request["format"]], str(request["path"])
    result: dict[str, Any]
    try:
        read = reader_of(form, path)
        sys.addaudithook(_forbid)
        result = asdict(read(data, path, limits))
    except InputError as error:
        result = {"error": error.message, "line": error.line}
    except (MemoryError, RecursionError) as error:
        result = {"error": type(error).__name__, "line": None}
    answer.write(json.dumps(result).encode("ascii"))
    answer.flush()


def _take_standard_output() -> BinaryIO:
    """Keep standard output for the answer: what a library prints goes to standard error."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def _bound_resources(limits: Limits) -> None:
    """Bound memory, processor time and the size of files written (none), where possible."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the parent process remains
        return
    bounds = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, bound in bounds.items():
        _, most = resource.getrlimit(kind)
        wanted = bound if most == resource.RLIM_INFINITY else min(bound, most)
        try:
            resource.setrlimit(kind, (wanted, most))
        except (OSError, ValueError):  # a system that does not know this bound
            continue


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop whatever a reader has no business to do."""
    writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writing or event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader tried {event} {arguments[:1]!r}")


if __name__ == "__main__":
    main()
