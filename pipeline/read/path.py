"""From a path to documents: check the file, recognise its format, call its reader."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError
from pipeline.model import Document, Oddity
from pipeline.read.content import Content
from pipeline.read.discover import checked_name, report_name
from pipeline.read.formats import READERS, ZIP_STARTS, Format, reader_of, recognise
from pipeline.read.invisible import invisible_characters
from pipeline.read.isolation import read_isolated
from pipeline.read.limits import DEFAULT, Limits
from pipeline.read.members import members
from pipeline.read.metadata import Metadata, metadata_of

_READ_HERE = (Format.TEXT, Format.DOC)
"""Read without a process of their own: text needs none, and LibreOffice is one itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one report, before they are read.

    Attributes
    ----------
    data
        The bytes; of a report in an archive, its own.
    path
        The file for messages; of a report in an archive, with its name in it.
    report
        The name of the report.
    metadata
        What the file beside it says of where it comes from, if there is one.
    form
        The format, where it is known already.
    """

    data: bytes
    path: str
    report: str
    metadata: Metadata | None = None
    form: Format | None = None


def read_path(path: Path, *, limits: Limits = DEFAULT) -> list[Document]:
    """Read one report file; an archive gives a document for each report in it.

    Parameters
    ----------
    path
        A file in one of the known formats; what it is, is told from its content.
    limits
        What is accepted.

    Raises
    ------
    InputError
        For a file that cannot be read, with the reason and what to do.
    """
    return [read_source(source, limits) for source in sources_at(path, limits)]


def sources_at(path: Path, limits: Limits = DEFAULT) -> list[Source]:
    """Find the reports in a file: one, or those in an archive, by name; nothing is read yet.

    Raises
    ------
    InputError
        For a file that cannot be opened, an archive that is refused, a format that is not read.
    """
    data = _bytes_of(path, limits)
    return sources_in(Source(data, str(path), report_name(path), metadata_of(path)), limits)


def may_be_archive(path: Path) -> bool:
    """Tell from its first bytes whether a file may hold several reports."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(4).startswith(ZIP_STARTS)
    except OSError:
        return False


def sources_in(file: Source, limits: Limits = DEFAULT) -> list[Source]:
    """Find the reports in the bytes of a file, as :func:`sources_at` does.

    Raises
    ------
    InputError
        For an archive that is refused, or a format that is not read.
    """
    form = recognise(file.data, file.path, limits, _ending(file))
    if form is not Format.ZIP:
        return [replace(file, form=form)]
    sources = list(_members_of(file, limits))
    if len(sources) == 1:
        sources = [replace(sources[0], report=file.report)]
    return sources


def read_source(source: Source, limits: Limits = DEFAULT) -> Document:
    """Read the bytes of one report.

    Raises
    ------
    InputError
        For bytes that cannot be read, with the reason and what to do.
    """
    form = source.form or recognise(source.data, source.path, limits, _ending(source))
    if form in _READ_HERE:
        content = read_content(form, source.data, source.path, limits)
    else:
        content = read_isolated(form, source.data, source.path, limits)
    oddities = [*_wrong_ending(source, form), *content.oddities]
    return replace(
        unread(source),
        text=content.text,
        encoding=content.encoding,
        locators=content.locators,
        oddities=(*oddities, *invisible_characters(content.text)),
    )


def unread(source: Source) -> Document:
    """Return what is known of a report before it is read: a document without text."""
    metadata = source.metadata
    return Document(
        report=source.report,
        text="",
        sha256=hashlib.sha256(source.data).hexdigest(),
        path=source.path,
        year=None if metadata is None else metadata.year,
        provenance=None if metadata is None else metadata.provenance,
    )


def read_content(form: Format, data: bytes, path: str, limits: Limits = DEFAULT) -> Content:
    """Read bytes of a known format in this very process (for tests and for the worker)."""
    return reader_of(form, path)(data, path, limits)


def _members_of(archive: Source, limits: Limits) -> Iterator[Source]:
    """Yield the reports in a zip archive; those that share a name get their ending into it."""
    found = members(archive.data, archive.path, limits)
    stems = [PurePosixPath(member.name).stem for member in found]
    for member, stem in zip(found, stems, strict=True):
        path = f"{archive.path}/{member.name}"
        ending = PurePosixPath(member.name).suffix[1:].lower()
        name = stem if stems.count(stem) == 1 else f"{stem}-{ending}"
        yield Source(member.data, path, checked_name(name, path), archive.metadata)


def _ending(source: Source) -> str:
    return PurePosixPath(source.path).suffix


def _wrong_ending(source: Source, form: Format) -> list[Oddity]:
    """Return a note if the file's ending promises another format than its content is."""
    ending = _ending(source).lower()
    known = {end for reader in READERS.values() for end in reader.endings}
    if ending not in known or ending in READERS[form].endings:
        return []
    return [Oddity("wrong_ending", f"the file is {form.value}, though its name ends in {ending}")]


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("is a folder; name a report file in it", path=path)
        if not stat.S_ISREG(status.st_mode):
            raise InputError("is not an ordinary file; give a report file", path=path)
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise InputError("there is no such file; check the path", path=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    if len(data) > limits.file_bytes:
        raise too_large(path, limits)
    return data


def too_large(path: Path | str, limits: Limits) -> InputError:
    """Return the error for a file of more than ``limits.file_bytes``."""
    return InputError(
        f"is larger than the limit of {limits.file_bytes} bytes; split it,"
        " or raise the limit `file_bytes`",
        path=path,
    )
