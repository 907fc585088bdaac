"""Add a report to the folder of raw reports, with its metadata, or not at all."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError, OutputError
from pipeline.model import Oddity
from pipeline.read.discover import checked_name, discover
from pipeline.read.limits import DEFAULT, Limits
from pipeline.read.metadata import METADATA_FILE, Metadata, save_metadata
from pipeline.read.path import read_path

_SAFE_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about a report when adding it; all but the first three may be empty."""

    title: str
    year: int
    source: str
    issuing_body: str = ""
    document_number: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """Where an added report lies now, and what was odd about it."""

    path: Path
    oddities: tuple[Oddity, ...]


def add_report(
    file: Path, identifier: str, description: Description, raw: Path, limits: Limits = DEFAULT
) -> Added:
    """Copy a report to ``raw/<identifier>/`` and write its metadata beside it.

    The report is read first, so that nothing is added that cannot be extracted.

    Raises
    ------
    InputError
        If the report cannot be read, the identifier is taken or cannot be a folder's name, the
        description is wrong, or the same bytes were added before.
    OutputError
        If the folder cannot be written.
    """
    checked_name(identifier, file)
    _check(description)
    documents = read_path(file, limits=limits)
    folder = raw / identifier
    if os.path.lexists(folder):
        raise InputError("exists already; choose another --id", path=folder)
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    _refuse_known(digest, raw, file)
    name = identifier + _ending(file)
    metadata = Metadata(
        file=name,
        sha256=digest,
        title=description.title,
        year=description.year,
        source=description.source,
        issuing_body=description.issuing_body,
        document_number=description.document_number,
        date=description.date,
    )
    _write(folder, name, data, metadata)
    oddities = tuple(oddity for document in documents for oddity in document.oddities)
    return Added(folder / name, oddities)


def _check(description: Description) -> None:
    for name in ("title", "source"):
        if not getattr(description, name).strip():
            raise InputError(f"--{name} is empty; say what it is")
    if description.date:
        try:
            datetime.date.fromisoformat(description.date)
        except ValueError:
            raise InputError(
                f"--date must be a day such as 2024-05-31, not {description.date!r}"
            ) from None


def _refuse_known(digest: str, raw: Path, file: Path) -> None:
    if not raw.is_dir() or not any(raw.iterdir()):
        return
    try:
        reports = discover([raw])
    except InputError:  # a folder without reports
        return
    for report in reports:
        if hashlib.sha256(report.read_bytes()).hexdigest() == digest:
            raise InputError(f"was added before, as {report}; nothing to do", path=file)


def _ending(file: Path) -> str:
    ending = file.suffix.lower()
    return ending if _SAFE_ENDING.fullmatch(ending) else ""


def _write(folder: Path, name: str, data: bytes, metadata: Metadata) -> None:
    """Make the folder under a hidden name and give it its own name when it is complete."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".adding-", dir=folder.parent))
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=folder.parent) from error
    try:
        (partial / name).write_bytes(data)
        save_metadata(metadata, partial / METADATA_FILE)
        partial.chmod(0o755)
        partial.rename(folder)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=folder) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
