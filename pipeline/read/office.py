"""Older Word and WPS documents (.doc, .wps, .rtf): LibreOffice turns them into .docx first.

LibreOffice runs in a folder of its own, with a profile of its own in which macros, links to other
files and the network are switched off, and is stopped after the time limit.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from pipeline.errors import InputError
from pipeline.read.content import Content
from pipeline.read.formats import Format
from pipeline.read.isolation import read_isolated
from pipeline.read.limits import Limits

PROGRAM_VARIABLE = "ANLI_SOFFICE"
"""Environment variable that gives the path of LibreOffice's ``soffice``."""

_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read an older Word or WPS document.

    Raises
    ------
    InputError
        If LibreOffice is not installed, cannot read the file, or needs longer than
        ``limits.seconds``; otherwise as for .docx.
    """
    program = _program(path)
    with tempfile.TemporaryDirectory(prefix="anli-") as folder:
        converted = _convert(program, data, path, Path(folder), limits)
    return read_isolated(Format.DOCX, converted, path, limits)


def _program(path: str) -> str:
    given = os.environ.get(PROGRAM_VARIABLE)
    names = (given,) if given else _PROGRAMS
    for name in names:
        found = shutil.which(name)
        if found is not None:
            return found
    raise InputError(
        "is an older Word or WPS document, which LibreOffice reads, and LibreOffice is not"
        " found; install it (Debian: apt-get install libreoffice-writer-nogui) or name its"
        f" soffice in {PROGRAM_VARIABLE}, or save the document as .docx",
        path=path,
    )


def _convert(program: str, data: bytes, path: str, folder: Path, limits: Limits) -> bytes:
    """Return the document as .docx; everything happens in ``folder``."""
    source = folder / "report.doc"
    source.write_bytes(data)
    profile = folder / "profile"
    _write_profile(profile)
    # With the filter named, a damaged document is not taken for plain text.
    command = [
        program,
        f"--infilter={_filter(data)}",
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)),
    ]
    try:
        _run(_without_network(command), folder, limits)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"takes LibreOffice longer than {limits.seconds} seconds (limit `seconds`); save it"
            " as .docx, or raise the limit",
            path=path,
        ) from None
    result = source.with_suffix(".docx")
    if not result.is_file():
        raise InputError(
            "LibreOffice cannot read it: the document is damaged or protected by a password;"
            " save it as .docx without a password",
            path=path,
        )
    if result.stat().st_size > limits.file_bytes:
        raise InputError("becomes larger than the limit `file_bytes` as .docx", path=path)
    return result.read_bytes()


def _filter(data: bytes) -> str:
    """Return LibreOffice's name for the kind of document."""
    if data.startswith(b"{\\rtf"):
        return "Rich Text Format"
    return (
        "MS Word 2003 XML" if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<") else "MS Word 97"
    )


def _run(command: list[str], folder: Path, limits: Limits) -> int:
    """Run LibreOffice, end everything that it started, and return its exit status."""
    process = subprocess.Popen(  # noqa: S603 - no shell, and no argument of the document's
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=limits.seconds)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process group, if anything of it is left."""
    if hasattr(os, "killpg"):
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _without_network(command: list[str]) -> list[str]:
    """Put the command into a network of its own that leads nowhere, where the system can."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return command
    isolated = [unshare, "--user", "--map-current-user", "--net"]
    true = shutil.which("true")
    if true is None:
        return command
    trial = subprocess.run([*isolated, true], capture_output=True, check=False)  # noqa: S603
    return [*isolated, *command] if trial.returncode == 0 else command


def _write_profile(profile: Path) -> None:
    items = "\n".join(
        _ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
