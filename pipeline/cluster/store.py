"""Files at any place that fsspec knows: a folder, S3 and its like.

A file is written under another name first and then moved, so that it is there whole or not at
all, and writing it twice leaves it once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipeline.errors import InputError, OutputError
from pipeline.read import Limits
from pipeline.read.path import too_large

WRITING = ".anli-writing"
"""The folder of files that are being written; those of killed workers stay until the end."""


class Store:
    """A folder at some place.

    Parameters
    ----------
    url
        The folder, such as ``s3://bucket/out`` or ``/data/out``.

    Raises
    ------
    OutputError
        If there is no way to such a place, with what to install.
    """

    def __init__(self, url: str):
        from fsspec.core import url_to_fs

        self.url = url.rstrip("/")
        try:
            files, root = url_to_fs(self.url)
        except (ImportError, ValueError) as error:
            raise OutputError(f"cannot be used: {error}", path=url) from error
        self._files = files
        self._root = root.rstrip("/")

    def read(self, name: str) -> bytes:
        """Read a file.

        Raises
        ------
        FileNotFoundError
            If there is none.
        """
        content: bytes = self._files.cat_file(self._path(name))
        return content

    def write(self, name: str, content: Path) -> None:
        """Copy a local file here; it appears whole, in the place of an earlier one.

        Raises
        ------
        OutputError
            If that cannot be done.
        """
        staged = f"{WRITING}/{uuid4().hex}"
        with self._told(name):
            for path in (staged, name):
                self._files.makedirs(self._path(path).rpartition("/")[0], exist_ok=True)
            self._files.put_file(str(content), self._path(staged))
            self._files.mv(self._path(staged), self._path(name))

    def remove(self, name: str) -> None:
        """Remove a file or a folder, if it is there.

        Raises
        ------
        OutputError
            If that cannot be done.
        """
        with self._told(name):
            if self._files.exists(self._path(name)):
                self._files.rm(self._path(name), recursive=True)

    def names(self, folder: str) -> list[str]:
        """List the files in a folder, none if it is not there."""
        self._files.invalidate_cache()
        try:
            found = self._files.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(path.rstrip("/").rpartition("/")[2] for path in found)

    def holds(self, name: str, sha256: str) -> bool:
        """Tell whether a file is there with this content."""
        try:
            return hashlib.sha256(self.read(name)).hexdigest() == sha256
        except FileNotFoundError:
            return False

    def read_json(self, name: str) -> dict[str, Any] | None:
        """Read a JSON object; None if there is none, or something else."""
        try:
            found = json.loads(self.read(name))
        except (FileNotFoundError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"cannot be written ({error})", path=f"{self.url}/{name}") from error


def read_input(url: str, path: str, limits: Limits) -> bytes:
    """Read a report file at any place.

    Parameters
    ----------
    path
        How messages name the file.

    Raises
    ------
    InputError
        If it cannot be read, or is too large.
    """
    import fsspec

    try:
        with fsspec.open(url, "rb") as file:
            data: bytes = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise InputError("there is no such file; check the path", path=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    if len(data) > limits.file_bytes:
        raise too_large(path, limits)
    return data
