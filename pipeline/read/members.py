"""The reports inside a zip archive, also inside archives in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from pipeline.errors import InputError
from pipeline.read.archive import Archive
from pipeline.read.discover import REPORT_ENDINGS
from pipeline.read.formats import Format, recognise
from pipeline.read.limits import Limits

_NOT_REPORTS = ("__MACOSX",)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive; the name has the folders, and archives, that it stands in."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, over all archives inside each other."""

    unpacked_bytes: int


def members(data: bytes, path: str, limits: Limits) -> list[Member]:
    """Return the reports in an archive, in the order of their names.

    Raises
    ------
    InputError
        For an archive that is refused, or that has no report in it.
    """
    found = list(_walk(data, path, limits, _Budget(limits.unpacked_bytes), 1))
    if not found:
        endings = " ".join(sorted(REPORT_ENDINGS))
        raise InputError(f"has no report in it (a file that ends in {endings})", path=path)
    if len(found) > limits.archive_entries:
        raise InputError(
            f"refused: has more than {limits.archive_entries} reports in it"
            " (limit `archive_entries`)",
            path=path,
        )
    return sorted(found, key=lambda member: member.name)


def _walk(data: bytes, path: str, limits: Limits, budget: _Budget, depth: int) -> Iterator[Member]:
    if depth > limits.archive_depth:
        raise InputError(
            f"refused: archives stand more than {limits.archive_depth} deep inside each other"
            " (limit `archive_depth`); unpack it yourself if you trust it",
            path=path,
        )
    archive = Archive(data, path, replace(limits, unpacked_bytes=budget.unpacked_bytes))
    for name in archive.names:
        if not _is_report(name):
            continue
        inner = archive.read(name)
        budget.unpacked_bytes -= len(inner)
        inner_path = f"{path}/{name}"
        if recognise(inner, inner_path, limits, PurePosixPath(name).suffix) is Format.ZIP:
            for member in _walk(inner, inner_path, limits, budget, depth + 1):
                yield replace(member, name=f"{name}/{member.name}")
        else:
            yield Member(name, inner)


def _is_report(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "~$")) or part in _NOT_REPORTS for part in path.parts)
    return not hidden and path.suffix.lower() in REPORT_ENDINGS
