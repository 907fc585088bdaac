"""Swap a new folder for the earlier one, and undo a swap that was cut short.

``staging`` is a hidden folder beside the place. In it stand::

    new/<report>/     the new folder, complete, until it is in its place
    old/<report>/     the earlier folder, where it had to be moved aside first
    copy/<report>/    a copy of the earlier folder, where it could not even be moved
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from pipeline.write.exchange import exchange


def swap(staging: Path, folder: Path) -> None:
    """Put ``staging/new/<report>`` in the place of ``folder``.

    In one step where the system can; elsewhere in two, between which :func:`restore` helps.

    Raises
    ------
    OSError
        If the file system refuses. The caller must call :func:`restore`.
    """
    new = staging / "new" / folder.name
    if folder.exists():
        if exchange(new, folder):
            return
        _set_aside(staging, folder)
    new.rename(folder)


def restore(staging: Path) -> None:
    """Put the earlier folder back if the new one did not come into its place.

    Raises
    ------
    OSError
        If the file system refuses; the earlier folder is still in ``staging`` then.
    """
    for earlier in _entries(staging / "old"):
        place = staging.parent / earlier.name
        if not place.exists():
            earlier.rename(place)
    for earlier in _entries(staging / "copy"):
        place = staging.parent / earlier.name
        if (staging / "new" / earlier.name).exists():
            if place.exists():
                shutil.rmtree(place)
            earlier.rename(place)


def _set_aside(staging: Path, folder: Path) -> None:
    old = staging / "old"
    old.mkdir()
    try:
        folder.rename(old / folder.name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # In a container, a folder that comes with the image can be removed, but not renamed.
        shutil.copytree(folder, staging / "copying" / folder.name)
        (staging / "copying").rename(staging / "copy")
        shutil.rmtree(folder)


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
