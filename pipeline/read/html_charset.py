"""The encoding of a web page: what its header and its bytes say, brought together."""

from __future__ import annotations

import re

from pipeline.errors import InputError
from pipeline.model import Oddity
from pipeline.read.limits import Limits
from pipeline.read.text import Decoded, decode

_DECLARED = re.compile(
    rb"""<meta\b[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_SEARCHED_BYTES = 4096
_FAMILIES = {
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "windows936": "gb18030",
    "hzgb2312": "hz",
    "big5": "big5hkscs",
    "utf16": "utf-16",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
}
"""Names that pages use, without hyphens, and the codecs that read what they mean."""


def decode_page(
    data: bytes, path: str, limits: Limits, header: str | None = None
) -> tuple[Decoded, list[Oddity]]:
    """Decode a web page strictly.

    The bytes have the last word: a page that is UTF-8 is read as UTF-8, whatever it declares;
    else the declared encoding is tried (``header`` first, then ``<meta>``), then the others.

    Raises
    ------
    InputError
        For bytes that fit none of them.
    """
    match = _DECLARED.search(data[:_SEARCHED_BYTES])
    in_page = None if match is None else (match[1] or match[2]).decode("ascii", errors="ignore")
    declared = [_codec(name) for name in (header, in_page) if name]
    try:
        decoded = decode(data, path, limits)
    except InputError:
        decoded = _declared(data, path, limits, declared)
    stated = [codec for codec in declared if codec is not None]
    if stated and decoded.encoding not in stated and not _same(decoded.encoding, stated):
        message = f"the page says it is {stated[0]}, but it is {decoded.encoding}"
        return decoded, [Oddity("wrong_charset", message)]
    return decoded, []


def _declared(data: bytes, path: str, limits: Limits, codecs: list[str | None]) -> Decoded:
    """Decode as declared; reached only by what is no ordinary Chinese text."""
    for codec in codecs:
        if codec is None:
            continue
        try:
            text = data.decode(codec)
        except UnicodeError:
            continue
        return Decoded(decode(text.encode("utf-8"), path, limits).text, codec)
    return decode(data, path, limits)


def _codec(name: str) -> str | None:
    return _FAMILIES.get(re.sub(r"[^a-z0-9]", "", name.lower()))


def _same(encoding: str, stated: list[str]) -> bool:
    return encoding.startswith("utf-16") and "utf-16" in stated
