"""Tell a folder that a run wrote from one that it must not touch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.write.descriptor import FILE_NAME, FORMATS, MERGED, PIPELINE_VERSION

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


def is_merged(folder: Path) -> bool:
    """Tell whether a folder holds the merged set of several reports, and not a report."""
    descriptor = own_descriptor(folder)
    return descriptor is not None and MERGED in descriptor


def own_descriptor(folder: Path) -> dict[str, Any] | None:
    """Give the descriptor of a folder that a run wrote; None if that is no such folder."""
    try:
        descriptor = json.loads((folder / FILE_NAME).read_bytes())
        is_own = PIPELINE_VERSION in descriptor and bool(file_names(descriptor))
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    return descriptor if is_own else None


def file_names(descriptor: Mapping[str, Any]) -> set[str]:
    """Give the names of the files that a descriptor tells of, in all formats."""
    told = [*descriptor["resources"], *descriptor.get(FORMATS, ())]
    return {str(file["path"]) for file in told}


def _own_files(folder: Path) -> set[str]:
    """Give the names of the files that belong to the output; none if a run did not write it."""
    descriptor = own_descriptor(folder)
    if descriptor is None:
        return set()
    return file_names(descriptor) | {FILE_NAME} | _LEFT_BY_FILE_MANAGERS
