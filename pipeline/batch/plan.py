"""Before any work: which reports the files of a run give, and which of them must not be written.

Two files can give reports of the same name. The first one in the order of the run has it, however
fast the workers are; the second is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pipeline.errors import InputError
from pipeline.read import Limits, may_be_archive, report_name, sources_at
from pipeline.write.descriptor import FILE_NAME

RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a run.

    Attributes
    ----------
    input
        The file as it was given, in the same form on every system.
    reports
        The names of the reports that it gives; none if the file does not tell them, and why
        is found out when it is read.
    refused
        Reports of it that must not be written, and why.
    """

    input: str
    reports: tuple[str, ...]
    refused: Mapping[str, str] = field(default_factory=dict)


AnItem = TypeVar("AnItem", bound=Item)


def plan(files: Iterable[Path], limits: Limits, owners: Mapping[str, str]) -> list[Item]:
    """Name the reports of each file and refuse those whose name is taken.

    Parameters
    ----------
    files
        The files of the run, in its order.
    limits
        What is accepted of archives, which are opened to see the names in them.
    owners
        For names that an earlier run has given to another file: that file.
    """
    return refuse_taken((Item(file.as_posix(), names_in(file, limits)) for file in files), owners)


def names_in(file: Path, limits: Limits) -> tuple[str, ...]:
    """Give the names of the reports in a file, none where it does not tell them."""
    try:
        if may_be_archive(file):
            return tuple(source.report for source in sources_at(file, limits))
        return (report_name(file),)
    except InputError:
        return ()


def refuse_taken(items: Iterable[AnItem], owners: Mapping[str, str]) -> list[AnItem]:
    """Refuse each report whose name a file before it has, or a file of an earlier run."""
    first: dict[str, str] = {}
    planned = []
    for item in items:
        refused = {}
        for report in item.reports:
            if report in (RUN_FILE, FILE_NAME):
                refused[report] = f"gives the report {report!r}, the name of a run's own file"
            elif report in first:
                refused[report] = f"gives the report {report!r}, as {first[report]} does"
            elif report in owners:
                other = owners[report]
                refused[report] = f"gives the report {report!r}, as {other} did in an earlier run"
            first.setdefault(report, item.input)
        planned.append(replace(item, refused=refused) if refused else item)
    return planned
