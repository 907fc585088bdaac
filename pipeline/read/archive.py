"""Zip archives from strangers: looked at before anything is unpacked, and never to the disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from pipeline.errors import InputError
from pipeline.read.limits import MEGABYTE, Limits

_MEMBER_SIGNATURE = b"PK\x01\x02"
_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
_OPENING_ERRORS = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)
_READING_ERRORS = (*_OPENING_ERRORS, zlib.error, EOFError, OSError)
"""What zipfile raises on damaged archives."""

_ACCEPTED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A zip archive in memory, checked against the limits.

    Parameters
    ----------
    data
        The bytes of the archive.
    path
        The file, for messages.
    limits
        Bounds the members' number, size and compression.

    Raises
    ------
    InputError
        For an archive that is damaged, encrypted, larger than the limits, or holds links or
        names that lead out of it.
    """

    def __init__(self, data: bytes, path: str, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        if data.count(_MEMBER_SIGNATURE) > limits.archive_entries:
            raise self._beyond(f"more than {limits.archive_entries} members", "archive_entries")
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _OPENING_ERRORS as error:
            raise self._damaged() from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in self._file.infolist():
            if not member.filename.endswith("/"):
                self._admit(member)
        total = sum(member.file_size for member in self._members.values())
        if total > limits.unpacked_bytes:
            raise self._beyond(f"unpacks to {total} bytes", "unpacked_bytes")

    @property
    def names(self) -> list[str]:
        """The names of the members, sorted."""
        return sorted(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises
        ------
        InputError
            For a member that is missing or damaged.
        """
        member = self._members.get(name)
        if member is None:
            raise InputError(f"the part {name!r} is missing; get the file again", path=self._path)
        try:
            return self._file.read(member)
        except _READING_ERRORS as error:
            raise self._damaged() from error

    def _admit(self, member: zipfile.ZipInfo) -> None:
        name = _name_of(member)
        if not name:
            raise self._damaged()
        if member.flag_bits & _ENCRYPTED:
            raise InputError("is encrypted; remove the password and try again", path=self._path)
        if member.compress_type not in _ACCEPTED:
            raise InputError(
                f"{name!r} is packed by an unusual method; pack the archive again as plain zip",
                path=self._path,
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise self._hostile(f"{name!r} is a link")
        if _leads_out(name):
            raise self._hostile(f"the name {name!r} leads out of the archive")
        if name in self._members:
            raise self._hostile(f"{name!r} stands twice in it")
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > MEGABYTE and ratio > self._limits.expansion_ratio:
            raise self._beyond(f"{name!r} unpacks to {ratio:.0f} times its size", "expansion_ratio")
        self._members[name] = member

    def _damaged(self) -> InputError:
        return InputError(
            "the archive is damaged or its end is missing; get the file again",
            path=self._path,
        )

    def _hostile(self, reason: str) -> InputError:
        return InputError(f"refused: {reason}; do not use this file", path=self._path)

    def _beyond(self, what: str, limit: str) -> InputError:
        value = getattr(self._limits, limit)
        return InputError(
            f"refused: {what} (limit `{limit}`: {value}); raise it only if you trust the file",
            path=self._path,
        )


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name; names without the UTF-8 mark are often GBK (Chinese Windows)."""
    if member.flag_bits & _NAME_IS_UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name
