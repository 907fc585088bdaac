"""Where the labels of a report are found."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputError

DEFAULT_FOLDER = Path("tests/gold")
SUFFIX = ".gold.jsonl"


def gold_folder(given: Path | None) -> Path | None:
    """Return the gold set or folder that was named, else the default folder if there is one.

    Raises
    ------
    InputError
        If what was named does not exist.
    """
    if given is None:
        return DEFAULT_FOLDER if DEFAULT_FOLDER.is_dir() else None
    if not given.exists():
        raise InputError("there is no such gold set or folder; check the path", path=given)
    return given


def gold_of(report: str, gold: Path | None) -> Path | None:
    """Return the gold set of a report: the file that was named, or the report's in the folder."""
    if gold is None:
        return None
    if gold.is_file():
        return gold
    file = gold / f"{report}{SUFFIX}"
    return file if file.is_file() else None
