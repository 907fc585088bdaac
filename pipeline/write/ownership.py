"""Tell a folder that a run wrote from one that it must not touch."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.write.descriptor import FILE_NAME, PIPELINE_VERSION

_LEFT_BY_FILE_MANAGERS = {".DS_Store", "Thumbs.db", "desktop.ini"}


def refuse_foreign(folder: Path) -> None:
    """Make sure that nothing is lost if ``folder`` is replaced.

    Raises
    ------
    OutputError
        If a file or a link stands there, or a folder with anything that a run did not write.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError("is no folder; move it away or choose another --out", path=folder)
    if not folder.exists():
        return
    foreign = {entry.name for entry in folder.iterdir()} - _own_files(folder)
    if foreign:
        message = (
            f"holds {min(foreign)!r}, which anli did not write and will not replace; "
            "move it away or choose another --out"
        )
        raise OutputError(message, path=folder)


def _own_files(folder: Path) -> set[str]:
    """Give the names of the files that belong to the output; none if a run did not write it."""
    try:
        descriptor = json.loads((folder / FILE_NAME).read_bytes())
        if PIPELINE_VERSION not in descriptor:
            return set()
        paths = {str(resource["path"]) for resource in descriptor["resources"]}
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    return paths | {FILE_NAME} | _LEFT_BY_FILE_MANAGERS
