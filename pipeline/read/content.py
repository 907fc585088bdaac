"""What a reader hands over: lines of text, each part of a line with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.model import Locator, Oddity
from pipeline.read.limits import Limits
from pipeline.read.text import too_long

_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a report as read, and where everything in it stands."""

    text: str
    locators: tuple[Locator, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    encoding: str = "utf-8"


def content_from(record: dict[str, Any]) -> Content:
    """Return the content that :func:`dataclasses.asdict` made a record of."""
    return Content(
        text=record["text"],
        locators=tuple(Locator(**locator) for locator in record["locators"]),
        oddities=tuple(Oddity(**oddity) for oddity in record["oddities"]),
        encoding=record["encoding"],
    )


class Part(NamedTuple):
    """A stretch of a line and where it stands in the original, such as ``page 3``."""

    text: str
    place: str


@dataclass(slots=True)
class ContentBuilder:
    """Collects lines; empty ones are left out, and spaces around a line go.

    Parameters
    ----------
    path
        The file that is read, for messages.
    limits
        Bounds the length of the text.
    """

    path: str
    limits: Limits
    _lines: list[str] = field(default_factory=list)
    _locators: list[Locator] = field(default_factory=list)
    _oddities: list[Oddity] = field(default_factory=list)
    _unprintable: Counter[str] = field(default_factory=Counter)
    _length: int = 0

    def add_line(self, text: str, place: str) -> None:
        """Add a line that stands at one place."""
        self.add_parts([Part(text, place)])

    def add_parts(self, parts: Iterable[Part]) -> None:
        """Add a line whose parts stand at different places (a paragraph over two pages).

        Raises
        ------
        InputError
            When the text becomes longer than ``limits.characters``.
        """
        trimmed = _trim([Part(self._printable(text), place) for text, place in parts])
        if not trimmed:
            return
        for text, place in trimmed:
            end = self._length + len(text)
            self._locators.append(Locator(self._length, end, place))
            self._lines.append(text)
            self._length = end
        self._lines.append("\n")
        self._length += 1
        if self._length > self.limits.characters:
            raise too_long(self.path, self.limits)

    def note(self, kind: str, message: str) -> None:
        """Record something that a person should look at, once."""
        oddity = Oddity(kind, message)
        if oddity not in self._oddities:
            self._oddities.append(oddity)

    def content(self, encoding: str = "utf-8") -> Content:
        """Return all that was added."""
        if self._unprintable:
            names = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(self._unprintable))
            count = self._unprintable.total()
            self.note("control_characters", f"{count} control characters left out ({names})")
        text = "".join(self._lines)
        if _REPLACEMENT in text:
            count = text.count(_REPLACEMENT)
            self.note("unreadable_characters", f"{count} characters are unreadable (U+FFFD)")
        return Content(text, tuple(self._locators), tuple(self._oddities), encoding)

    def _printable(self, text: str) -> str:
        found = _UNPRINTABLE.findall(text)
        if not found:
            return text
        self._unprintable.update(found)
        return _UNPRINTABLE.sub("", text)


def _trim(parts: list[Part]) -> list[Part]:
    """Remove white space at both ends of a line that is given in parts."""
    while parts and not parts[0].text.strip():
        parts = parts[1:]
    while parts and not parts[-1].text.strip():
        parts = parts[:-1]
    if parts:
        parts[0] = parts[0]._replace(text=parts[0].text.lstrip())
        parts[-1] = parts[-1]._replace(text=parts[-1].text.rstrip())
    return parts
