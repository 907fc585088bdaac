"""Plain text: decode strictly, as UTF-8, UTF-16 or GB18030, or say why that cannot be done.

UTF-8 is tried first. Bytes that are not UTF-8 are decoded as each of the other encodings; of
those that succeed, the one counts that gives the largest share of everyday Chinese characters
(the first level of GB 2312, in which the 3,755 most frequent ones stand). Nothing is ever
replaced or left out.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.errors import InputError
from pipeline.read.limits import DEFAULT, Limits

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_MARK = ("gb18030", "utf-16-le", "utf-16-be")
_LARGEST_CHARACTER = 4
"""Bytes that one character takes at most, in every encoding that is read."""

_LAST_OF_LEVEL_ONE = 0xD7
_ORDINARY_SHARE = 0.7
"""A text in a guessed encoding has at least this share of everyday characters."""

_JUDGED_CHARACTERS = 20_000
"""So much of a text's start is looked at to judge a guess."""

_FIRST_OF_THREE_BYTES = "\u0800"

_SAVE_AS_UTF8 = "open it in the program that made it and save it as UTF-8 text"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Decoded(NamedTuple):
    """A decoded text and the encoding it was found in."""

    text: str
    encoding: str


def decode(data: bytes, path: str, limits: Limits = DEFAULT) -> Decoded:
    """Decode the bytes of a text file.

    All line ends become line feeds and a byte-order mark goes; all else stays as it is.

    Raises
    ------
    InputError
        For an empty file, for bytes in no known encoding, a character that is cut off, control
        characters, or a text longer than ``limits.characters``.
    """
    if len(data) > limits.characters * _LARGEST_CHARACTER:
        raise too_long(path, limits)
    text, encoding = _decode_strictly(data, path)
    if len(text) > limits.characters:
        raise too_long(path, limits)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError("the file is empty; give a file that holds a report", path=path)
    _refuse_control_characters(text, path)
    return Decoded(text, encoding)


def too_long(path: str, limits: Limits) -> InputError:
    """Return the error for a text longer than ``limits.characters``."""
    return InputError(
        f"the text is longer than the limit of {limits.characters} characters; split the file,"
        " or raise the limit `characters`",
        path=path,
    )


def _decode_strictly(data: bytes, path: str) -> Decoded:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, path)
    if b"\x00" not in data:
        try:
            found = Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError as error:
            _refuse_damaged_utf8(data, error, path)
        else:
            return found if _is_ordinary(found) else _best_guess(data) or found
    return _guess(data, path)


def _decode_marked(data: bytes, encoding: str, path: str) -> Decoded:
    """Decode what follows a byte-order mark, which leaves no choice of encoding."""
    if encoding.startswith("utf-32"):
        raise InputError(f"the file is in UTF-32, which is not read; {_SAVE_AS_UTF8}", path=path)
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        if _is_cut_off(data, error):
            raise _cut_off(path) from None
        raise _undecodable(data, error, encoding, path) from None


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, path: str) -> None:
    """Raise if the bytes are UTF-8 with damage, which GB18030 would turn into nonsense."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    good = sum(1 for character in text if character >= _FIRST_OF_THREE_BYTES) - damaged
    if good <= damaged:
        return
    if _is_cut_off(data, error):
        raise _cut_off(path)
    raise _undecodable(data, error, "utf-8", path)


def _guess(data: bytes, path: str) -> Decoded:
    """Decode bytes that are not UTF-8 and have no byte-order mark."""
    found = _best_guess(data)
    if found is not None:
        return found
    if _ends_inside_a_character(data):
        raise _cut_off(path)
    raise InputError(
        "this is not a text in UTF-8, UTF-16 or GB18030 (binary data, damage, or another"
        f" encoding); {_SAVE_AS_UTF8}",
        path=path,
    )


def _best_guess(data: bytes) -> Decoded | None:
    candidates: list[Decoded] = []
    for encoding in _WITHOUT_MARK:
        try:
            candidates.append(Decoded(data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    best = max(candidates, key=lambda found: _ordinary_share(found.text), default=None)
    return best if best is not None and _is_ordinary(best) else None


def _ends_inside_a_character(data: bytes) -> bool:
    """Return whether all but the end of the data is a text in one of the encodings."""
    for encoding in _WITHOUT_MARK:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            start = Decoded(data[: error.start].decode(encoding), encoding)
            if _is_cut_off(data, error) and _is_ordinary(start):
                return True
    return False


def _is_ordinary(decoded: Decoded) -> bool:
    return _ordinary_share(decoded.text) >= _ORDINARY_SHARE


def _ordinary_share(text: str) -> float:
    """Return the share of everyday Chinese and GB 2312 signs in what is not plain ASCII."""
    start = text[:_JUDGED_CHARACTERS]
    others = [character for character in start if not _is_plain_ascii(character)]
    if not others:
        return 1.0
    return sum(map(_is_everyday, others)) / len(others)


def _is_plain_ascii(character: str) -> bool:
    return " " <= character <= "~" or character in "\t\n\r\f\v"


def _is_everyday(character: str) -> bool:
    if character.isascii():
        return False
    try:
        return character.encode("gb2312")[0] <= _LAST_OF_LEVEL_ONE
    except UnicodeEncodeError:
        return False


def _is_cut_off(data: bytes, error: UnicodeDecodeError) -> bool:
    return error.end == len(data) and error.reason in (
        "unexpected end of data",
        "incomplete multibyte sequence",
        "truncated data",
    )


def _cut_off(path: str) -> InputError:
    return InputError(
        "the file ends in the middle of a character, so its end is missing; get it again",
        path=path,
    )


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str, path: str) -> InputError:
    before = data[: error.start].decode(encoding)
    line = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    return InputError(
        f"the text is damaged: byte {error.start + 1} is not {encoding.upper()};"
        " get the file again, or mend this line",
        path=path,
        line=line,
    )


def _refuse_control_characters(text: str, path: str) -> None:
    match = _CONTROL.search(text)
    if match is None:
        return
    raise InputError(
        f"control character U+{ord(match[0]):04X} in the text: this is not a plain text file;"
        f" {_SAVE_AS_UTF8}",
        path=path,
        line=text.count("\n", 0, match.start()) + 1,
    )
