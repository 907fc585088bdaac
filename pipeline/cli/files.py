"""Single files that a command writes."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import OutputError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, text as UTF-8.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there is untouched.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        os.replace(part, path)  # noqa: PTH105 - the same on every system
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"cannot be written ({error.strerror}): name another file"
        raise OutputError(message, path=path) from None
