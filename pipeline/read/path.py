"""From a path to documents: check the file, recognise its format, call its reader."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError
from pipeline.model import Document, Oddity
from pipeline.read.content import Content
from pipeline.read.discover import checked_name, report_name
from pipeline.read.formats import READERS, Format, reader_of, recognise
from pipeline.read.invisible import invisible_characters
from pipeline.read.isolation import read_isolated
from pipeline.read.limits import DEFAULT, Limits
from pipeline.read.members import members
from pipeline.read.metadata import metadata_of

_READ_HERE = (Format.TEXT, Format.DOC)
"""Read without a process of their own: text needs none, and LibreOffice is one itself."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The bytes of one report; ``path`` names it for messages, ``name`` is the report's name."""

    data: bytes
    path: str
    name: str


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
    data = _bytes_of(path, limits)
    metadata = metadata_of(path)
    year = None if metadata is None else metadata.year
    source = _Source(data, str(path), report_name(path))
    form = recognise(data, source.path, limits, path.suffix)
    if form is not Format.ZIP:
        return [_document(source, form, limits, year)]
    sources = list(_sources_in(source, limits))
    if len(sources) == 1:
        sources = [_Source(sources[0].data, sources[0].path, source.name)]
    return [
        _document(inner, recognise(inner.data, inner.path, limits, _ending(inner)), limits, year)
        for inner in sources
    ]


def read_content(form: Format, data: bytes, path: str, limits: Limits = DEFAULT) -> Content:
    """Read bytes of a known format in this very process (for tests and for the worker)."""
    return reader_of(form, path)(data, path, limits)


def _document(source: _Source, form: Format, limits: Limits, year: int | None) -> Document:
    if form in _READ_HERE:
        content = read_content(form, source.data, source.path, limits)
    else:
        content = read_isolated(form, source.data, source.path, limits)
    oddities = [*_wrong_ending(source, form), *content.oddities]
    return Document(
        report=source.name,
        text=content.text,
        sha256=hashlib.sha256(source.data).hexdigest(),
        encoding=content.encoding,
        path=source.path,
        year=year,
        locators=content.locators,
        oddities=(*oddities, *invisible_characters(content.text)),
    )


def _sources_in(archive: _Source, limits: Limits) -> Iterator[_Source]:
    """Yield the reports in a zip archive; those that share a name get their ending into it."""
    found = members(archive.data, archive.path, limits)
    stems = [PurePosixPath(member.name).stem for member in found]
    for member, stem in zip(found, stems, strict=True):
        path = f"{archive.path}/{member.name}"
        ending = PurePosixPath(member.name).suffix[1:].lower()
        name = stem if stems.count(stem) == 1 else f"{stem}-{ending}"
        yield _Source(member.data, path, checked_name(name, path))


def _ending(source: _Source) -> str:
    return PurePosixPath(source.path).suffix


def _wrong_ending(source: _Source, form: Format) -> list[Oddity]:
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
        raise InputError(
            f"is larger than the limit of {limits.file_bytes} bytes; split it,"
            " or raise the limit `file_bytes`",
            path=path,
        )
    return data
