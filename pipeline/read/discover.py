"""Find report files in folders, and give every report its name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from pipeline.errors import InputError
from pipeline.read.metadata import METADATA_FILE

REPORT_ENDINGS = frozenset(
    f".{ending}"
    for ending in (
        *("txt", "md", "docx", "doc", "wps", "rtf", "pdf", "ofd"),
        *("html", "htm", "mht", "mhtml", "zip"),
    )
)
"""Endings of the files that are taken from a folder; a file that is named is always read."""

_FORBIDDEN_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_LONGEST_NAME_BYTES = 200


def discover(paths: Sequence[Path]) -> list[Path]:
    """Return the report files that the paths stand for, sorted and each once.

    A file stands for itself, a folder for the reports in it and in its folders. Hidden files,
    metadata files, ``README`` files, Word's lock files and links are no reports.

    Raises
    ------
    InputError
        For a path that does not exist or a folder without any report.
    """
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_reports_at(path)))
    return sorted(found)


def report_name(path: Path) -> str:
    """Return the name of a report: its folder's name if it is alone in a folder of ``raw/``.

    Otherwise it is the file's name without its ending.

    Raises
    ------
    InputError
        If the name cannot be the name of a folder.
    """
    if _has_folder_of_its_own(path):
        return checked_name(path.absolute().parent.name, path)
    return checked_name(path.stem, path)


def checked_name(name: str, path: Path | str) -> str:
    """Return ``name`` if it can be the name of a folder on every system.

    Raises
    ------
    InputError
        If it cannot: it is empty, too long, begins with a dot, ends with a dot or a space, or
        has signs that are not allowed.
    """
    wrong = (
        not name.strip()
        or name.startswith((".", " "))
        or name.endswith((".", " "))
        or _FORBIDDEN_IN_NAMES.search(name) is not None
        or len(name.encode("utf-8", errors="surrogateescape")) > _LONGEST_NAME_BYTES
        or not name.isprintable()
    )
    if wrong:
        raise InputError(f"{name!r} cannot be the name of a report; rename the file", path=path)
    return name


def _reports_at(path: Path) -> Iterator[Path]:
    if path.is_dir():
        reports = sorted(_reports_in(path))
        if not reports:
            raise InputError(
                "there is no report in this folder; put one there, or use `anli add`",
                path=path,
            )
        yield from reports
    elif path.exists():
        yield path
    else:
        raise InputError("there is no such file or folder; check the path", path=path)


def _reports_in(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=folder) from error
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _reports_in(entry)
        elif is_report(entry.name):
            yield entry


def is_report(name: str) -> bool:
    """Tell from its name whether a file in a folder is taken for a report."""
    if name == METADATA_FILE or name.startswith((".", "~$")) or name.upper().startswith("README."):
        return False
    return PurePath(name).suffix.lower() in REPORT_ENDINGS


def _has_folder_of_its_own(path: Path) -> bool:
    folder = path.absolute().parent
    below_raw = folder.parent.name == "raw" or (folder / METADATA_FILE).is_file()
    if not below_raw:
        return False
    with os.scandir(folder) as entries:
        others = (entry for entry in entries if entry.name != path.name)
        has_others = any(is_report(entry.name) and entry.is_file() for entry in others)
    return is_report(path.name) and path.is_file() and not has_others
