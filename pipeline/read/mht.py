"""Saved web pages (.mht): the page inside the mail-like envelope."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from pipeline.errors import InputError
from pipeline.read.content import Content
from pipeline.read.html import read_page
from pipeline.read.limits import Limits


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read the first web page of an .mht file.

    Raises
    ------
    InputError
        For a file without a page; otherwise as for web pages.
    """
    boundaries = data.count(b"\n--")
    if boundaries > limits.archive_entries:
        raise InputError(
            f"refused: has more than {limits.archive_entries} parts (limit `archive_entries`)",
            path=path,
        )
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = _bytes_of(part)
            return read_page(page, path, limits, header=part.get_content_charset())
    raise InputError("has no web page in it; save the page again", path=path)


def _bytes_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
