"""Which folders hold reports: the one that a path names, or those in it."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputError
from pipeline.write.ownership import is_merged

CASES = "cases.csv"


def report_folders(folder: Path) -> list[Path]:
    """Return the folders of reports that a path stands for: itself, or those in it.

    The folder of a merged set is none of them.

    Raises
    ------
    InputError
        If no tables of a run are there.
    """
    if is_report_folder(folder):
        return [folder]
    if is_merged(folder):
        message = "is the merged set of several reports; name the folder of a report, or of all"
        raise InputError(message, path=folder)
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    reports = [entry for entry in inside if is_report_folder(entry)]
    if not reports:
        raise InputError("holds no tables of a run; run `anli extract` first", path=folder)
    return reports


def is_report_folder(folder: Path) -> bool:
    """Tell whether a folder holds the tables of one report."""
    hidden = folder.name.startswith(".")
    return not hidden and (folder / CASES).is_file() and not is_merged(folder)
