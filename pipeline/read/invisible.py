"""Signs that a reader does not see and that can change what a figure seems to be."""

from __future__ import annotations

import re

from pipeline.model import Oddity

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_COMBINING_BESIDE_DIGIT = re.compile("[0-9０-９][\u0300-\u036f\u20d0-\u20f0]")


def invisible_characters(text: str) -> list[Oddity]:
    """Return a note for each kind of invisible sign in a text, with the line of the first."""
    notes: list[Oddity] = []
    for kind, expression, meaning in (
        ("invisible_characters", _INVISIBLE, "invisible or direction-changing characters"),
        ("combining_characters", _COMBINING_BESIDE_DIGIT, "signs set over or under a digit"),
    ):
        found = list(expression.finditer(text))
        if found:
            line = text.count("\n", 0, found[0].start()) + 1
            sign = f"U+{ord(found[0][0][-1]):04X}"
            message = f"{len(found)} {meaning}, the first is {sign}; look at the figures there"
            notes.append(Oddity(kind, message, line))
    return notes
