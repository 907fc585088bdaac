"""Put a folder of files in its place, so that a kill at any moment leaves old or new, whole.

The files are written into a hidden folder beside the place and made to last before the swap.
What a killed run leaves behind, the next run in that output folder clears away.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.write.ownership import refuse_foreign
from pipeline.write.swap import restore, swap
from pipeline.write.sweep import PREFIX, writing_in


def put_in_place(files: Mapping[str, bytes], folder: Path) -> None:
    """Make ``folder`` hold exactly ``files``, or leave it as it is.

    Raises
    ------
    OutputError
        If a file stands where the output folder should, or anything in the folder's place that
        a run did not write.
    OSError
        If the file system refuses; what stood there is untouched.
    """
    out = folder.parent
    if out.is_file():
        raise OutputError("is a file, not a folder; choose another with --out", path=out)
    out.mkdir(parents=True, exist_ok=True)
    with writing_in(out):
        refuse_foreign(folder)
        staging = Path(tempfile.mkdtemp(prefix=PREFIX, dir=out))
        try:
            _write(files, staging / "new" / folder.name)
            swap(staging, folder)
            _flush_folder(out)
        finally:
            restore(staging)
            shutil.rmtree(staging, ignore_errors=True)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        with (folder / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Make the names in a folder outlast a power cut."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
