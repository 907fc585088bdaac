"""The limits that a report must keep to, each with a name, a default and a meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from pipeline.errors import InputError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader accepts. A report of 500 pages reaches none of the defaults.

    Attributes
    ----------
    file_bytes
        Size of the file as it lies on the disk.
    characters
        Length of the text that comes out, in code points.
    unpacked_bytes
        Size of all that is unpacked from one archive (.docx and .ofd are archives too).
    expansion_ratio
        Unpacked size of an archive's member over its packed size; members that unpack to less
        than a megabyte are not judged.
    archive_entries
        Number of members in one archive.
    archive_depth
        How many zip archives may stand inside each other.
    markup
        Number of XML or HTML tags and attributes in one part of a document.
    nesting
        Depth of XML and HTML elements.
    pages
        Pages of a PDF or OFD document.
    seconds
        Time for reading one file.
    memory_bytes
        Address space of the process that reads one file (where the system can bound it).
    """

    file_bytes: int = 150 * MEGABYTE
    characters: int = 5_000_000
    unpacked_bytes: int = 200 * MEGABYTE
    expansion_ratio: int = 200
    archive_entries: int = 5_000
    archive_depth: int = 2
    markup: int = 3_000_000
    nesting: int = 200
    pages: int = 5_000
    seconds: int = 300
    memory_bytes: int = 1024 * MEGABYTE

    def with_options(self, options: Iterable[str]) -> Limits:
        """Return these limits with some of them changed by options such as ``pages=9000``.

        Raises
        ------
        InputError
            For an unknown name or a value that is not a positive whole number.
        """
        names = [field.name for field in fields(self)]
        changes: dict[str, int] = {}
        for option in options:
            name, _, value = option.partition("=")
            if name not in names:
                known = ", ".join(names)
                raise InputError(f"there is no limit named {name!r}; the limits are: {known}")
            if not (value.isascii() and value.isdigit() and int(value) > 0):
                raise InputError(f"the limit {name} needs a positive whole number, not {value!r}")
            changes[name] = int(value)
        return replace(self, **changes)


DEFAULT = Limits()
