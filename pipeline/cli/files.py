"""Files that a command writes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import OutputError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, text as UTF-8.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there is untouched.
    """
    _put({path: content})


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a folder, which is made if need be; all are ready before any is put there.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made ({error.strerror}): name another folder"
        raise OutputError(message, path=folder) from None
    _put({folder / name: content for name, content in files.items()})


def _put(files: Mapping[Path, str | bytes]) -> None:
    parts: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            part = path.with_name(f"{path.name}.part")
            part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
            parts[path] = part
        for path, part in parts.items():
            os.replace(part, path)  # noqa: PTH105 - the same on every system
    except OSError as error:
        for part in parts.values():
            part.unlink(missing_ok=True)
        message = f"cannot be written ({error.strerror}): name another file"
        raise OutputError(message, path=path) from None
