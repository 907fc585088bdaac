"""The descriptor and the files it tells of: all there, none besides, each as it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.validate.fault import Fault
from pipeline.validate.table_file import AGAIN
from pipeline.write.collection import FILES
from pipeline.write.descriptor import FILE_NAME, FORMATS

Descriptor = Mapping[str, Any]


def read_json(path: Path, name: str) -> tuple[dict[str, Any], list[Fault]]:
    """Read a descriptor as far as it can be read, with what is wrong with it."""
    try:
        content = json.loads(path.read_bytes())
        if isinstance(content, dict) and all(map(_has_paths, _files_told(content))):
            return content, []
        message = "is no descriptor of a data package"
    except FileNotFoundError:
        message = "is missing"
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"cannot be read ({error})"
    return {}, [Fault("descriptor", name, f"{message}; {AGAIN}")]


def check_files(folder: Path, descriptor: Descriptor, prefix: str) -> Iterator[Fault]:
    """Compare size and digest of each file with what the descriptor says.

    Parameters
    ----------
    prefix
        What stands before the names of files in faults.
    """
    for told in _single_files(descriptor):
        name = prefix + told["path"]
        try:
            content = (folder / told["path"]).read_bytes()
        except OSError:
            yield Fault("missing", name, f"is missing or cannot be read; {AGAIN}")
            continue
        if "hash" in told and told["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
            what = "is not as it was written: its SHA-256 is not that of the descriptor"
            yield Fault("hash", name, f"{what}; {AGAIN}, or take back the change")


def check_no_others(folder: Path, descriptor: Descriptor, prefix: str) -> Iterator[Fault]:
    """Find files in a report's folder that its descriptor does not tell of."""
    told = {file["path"] for file in _single_files(descriptor)} | {FILE_NAME}
    for path in sorted(folder.iterdir()):
        if path.name not in told and not path.name.startswith("."):
            message = f"{FILE_NAME} does not tell of it; move it out of the folder"
            yield Fault("unknown_file", prefix + path.name, message)


def _single_files(descriptor: Descriptor) -> Iterator[Mapping[str, Any]]:
    """Give the files of a descriptor, those of a table in several parts one by one."""
    for told in _files_told(descriptor):
        yield from told.get(FILES, [told])


def _files_told(descriptor: Descriptor) -> list[Any]:
    return [*descriptor["resources"], *descriptor.get(FORMATS, ())]


def _has_paths(told: Any) -> bool:
    return isinstance(told, dict) and isinstance(told.get("path"), str | list)
