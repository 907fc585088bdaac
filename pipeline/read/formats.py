"""The formats that are read: how each is recognised, and which module reads it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import cast

from pipeline.errors import InputError
from pipeline.read.archive import Archive
from pipeline.read.content import Content
from pipeline.read.limits import Limits

_HEAD = 4096
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = re.compile(rb"(?:^|[\r\n])%PDF-\d")
_MHT = re.compile(rb"^(?:MIME-Version:|Content-Type: *multipart/)", re.MULTILINE | re.IGNORECASE)
_MAIL_HEADER = re.compile(rb"\s*[A-Za-z-]+:")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|style|div|p|table|section"
    rb"|article|main|span|h[1-6])\b)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(rb"</(?:html|body|div|p|span|td|li)\s*>", re.IGNORECASE)
_NOT_READ = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)
_WHAT_TO_DO = {
    "a picture": "have its text recognised (OCR) and give that",
    "a program": "give a report",
}


class Format(Enum):
    """A format of reports; the value names it for messages."""

    TEXT = "a text file"
    DOCX = "a Word document (.docx)"
    DOC = "an older Word or WPS document (.doc, .wps)"
    PDF = "a PDF file"
    OFD = "an OFD file"
    HTML = "a web page"
    MHT = "a saved web page (.mht)"
    ZIP = "a zip archive"


@dataclass(frozen=True, slots=True)
class Reader:
    """The module that reads a format, the endings it usually has, what must be installed."""

    module: str
    endings: frozenset[str]
    extra: str | None = None
    packages: tuple[str, ...] = ()


READERS = {
    Format.TEXT: Reader("plain", frozenset({".txt", ".md"})),
    Format.DOCX: Reader("docx", frozenset({".docx"})),
    Format.DOC: Reader("office", frozenset({".doc", ".wps", ".rtf"})),
    Format.PDF: Reader("pdf", frozenset({".pdf"}), "pdf", ("pdfplumber", "pypdfium2")),
    Format.OFD: Reader("ofd", frozenset({".ofd"})),
    Format.HTML: Reader("html", frozenset({".html", ".htm"})),
    Format.MHT: Reader("mht", frozenset({".mht", ".mhtml"})),
    Format.ZIP: Reader("", frozenset({".zip"})),
}

ReadFunction = Callable[[bytes, str, Limits], Content]


def recognise(data: bytes, path: str, limits: Limits, ending: str = "") -> Format:
    """Return the format of a file from its content; the ending decides only for web pages.

    Raises
    ------
    InputError
        For content that is known and not read (a picture, a spreadsheet, a RAR archive).
    """
    for start, kind in _NOT_READ:
        if data.startswith(start):
            what = _WHAT_TO_DO.get(kind, "unpack it and give the reports in it")
            raise InputError(f"is {kind}, which is not read; {what}", path=path)
    if data.startswith(ZIP_STARTS):
        return _in_archive(Archive(data, path, limits), path)
    if data.startswith(_COMPOUND):
        return _in_compound_file(data, path)
    head = data[:_HEAD]
    if _PDF.search(head[:1024]):
        return Format.PDF
    if data.startswith(b"{\\rtf") or b'progid="Word.Document"' in head:
        return Format.DOC
    if _MAIL_HEADER.match(head) and _MHT.search(head):
        return Format.MHT
    ascii_head = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    named_so = ending.lower() in READERS[Format.HTML].endings
    if _HTML.match(ascii_head) or (named_so and _TAG.search(data.replace(b"\x00", b""))):
        return Format.HTML
    return Format.TEXT


def reader_of(form: Format, path: str) -> ReadFunction:
    """Import the module that reads a format and return its ``read`` function.

    Raises
    ------
    InputError
        If a package that it needs is not installed, with the command that installs it.
    """
    reader = READERS[form]
    try:
        module = importlib.import_module(f"pipeline.read.{reader.module}")
    except ModuleNotFoundError as error:
        if error.name not in reader.packages:
            raise
        raise InputError(
            f"is {form.value}, and the package that reads it is missing; install it with:"
            f' pip install "anli[{reader.extra}]"',
            path=path,
        ) from error
    return cast(ReadFunction, module.read)


def _in_archive(archive: Archive, path: str) -> Format:
    names = archive.names
    if "[Content_Types].xml" in archive:
        folders = {name.split("/")[0] for name in names}
        for folder, kind in (("xl", "a spreadsheet"), ("ppt", "a presentation")):
            if folder in folders and "word" not in folders:
                raise InputError(
                    f"is {kind}, which is not read; save its text as .docx or .txt", path=path
                )
        return Format.DOCX
    if "OFD.xml" in archive:
        return Format.OFD
    if "mimetype" in archive:
        raise InputError(
            "is an OpenDocument or e-book file, which is not read; save it as .docx", path=path
        )
    return Format.ZIP


def _in_compound_file(data: bytes, path: str) -> Format:
    """Tell Office files of the older kind apart by the names of the streams in them."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise InputError(
            "is protected by a password; remove the password in Word and try again", path=path
        )
    if has("WordDocument"):
        return Format.DOC
    raise InputError(
        "is an Office file, but no Word document, or it is damaged; save its text as .docx",
        path=path,
    )
