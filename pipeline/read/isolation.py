"""Call a reader in a process of its own, so that no file can harm or stop the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from pipeline.errors import InputError
from pipeline.read.content import Content, content_from
from pipeline.read.formats import Format
from pipeline.read.limits import Limits

_PACKAGE_ROOT = Path(__file__).parents[2]
_GRACE_SECONDS = 5


def read_isolated(form: Format, data: bytes, path: str, limits: Limits) -> Content:
    """Read bytes of a known format in a bounded process.

    Raises
    ------
    InputError
        For a file that the reader refuses, or that needs more time or memory than the limits.
    RuntimeError
        If the reader itself is at fault; the message has its traceback.
    """
    request = {"format": form.name, "path": path, "limits": asdict(limits)}
    command = [sys.executable, "-P", "-X", "utf8", "-m", "pipeline.read.worker"]
    try:
        process = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=json.dumps(request).encode("ascii") + b"\n" + data,
            capture_output=True,
            env=_environment(),
            timeout=limits.seconds + _GRACE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(path, limits) from None
    if process.returncode == 0:
        return _answer(json.loads(process.stdout), path, limits)
    raise _failure(process, path, limits)


def _answer(result: dict[str, object], path: str, limits: Limits) -> Content:
    message = result.get("error")
    if message is None:
        return content_from(result)
    if message == "MemoryError":
        raise _too_large(path, limits)
    if message == "RecursionError":
        raise InputError("is nested too deeply; get the file again", path=path)
    line = result.get("line")
    raise InputError(str(message), path=path, line=line if isinstance(line, int) else None)


def _failure(
    process: subprocess.CompletedProcess[bytes], path: str, limits: Limits
) -> InputError | RuntimeError:
    """Return the error for a process that ended without an answer."""
    message = process.stderr.decode("utf-8", errors="replace").strip()
    if -process.returncode in _time_signals():
        return _too_slow(path, limits)
    if process.returncode < 0:
        return InputError(
            "cannot be read: the library that reads this format broke down on it; the file is"
            " probably damaged, get it again",
            path=path,
        )
    if "MemoryError" in message.rpartition("\n")[2]:
        return _too_large(path, limits)
    return RuntimeError(f"the reader of {path} failed:\n{message}")


def _time_signals() -> tuple[int, ...]:
    names = ("SIGXCPU", "SIGKILL")
    return tuple(int(getattr(signal, name)) for name in names if hasattr(signal, name))


def _too_slow(path: str, limits: Limits) -> InputError:
    return InputError(
        f"takes longer to read than {limits.seconds} seconds (limit `seconds`);"
        " split the file, or raise the limit",
        path=path,
    )


def _too_large(path: str, limits: Limits) -> InputError:
    return InputError(
        f"takes more memory to read than {limits.memory_bytes} bytes (limit `memory_bytes`);"
        " split the file, or raise the limit",
        path=path,
    )


def _environment() -> dict[str, str]:
    """Return an environment in which the process finds this very package, and nothing odd."""
    environment = dict(os.environ)
    before = environment.get("PYTHONPATH", "").split(os.pathsep)
    absolute = [entry for entry in before if Path(entry).is_absolute()]
    environment["PYTHONPATH"] = os.pathsep.join([str(_PACKAGE_ROOT), *absolute])
    return environment
