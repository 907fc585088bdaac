"""Text files: the decoded text is the text, and no place has a name."""

from __future__ import annotations

from pipeline.read.content import Content
from pipeline.read.limits import Limits
from pipeline.read.text import decode


def read(data: bytes, path: str, limits: Limits) -> Content:
    """Read a text file.

    Raises
    ------
    InputError
        As :func:`pipeline.read.text.decode` does.
    """
    text, encoding = decode(data, path, limits)
    return Content(text, encoding=encoding)
