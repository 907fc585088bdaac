"""Places that another program gives in its own count of characters.

JavaScript counts UTF-16 units: a character beyond U+FFFF, such as an emoji, is two of them.
Label Studio counts code points since 2022 and UTF-16 units before. A place comes with its words,
so the words tell which count it is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.exchange.texts import LabelError

LONGEST_SHOWN = 30


class Place(NamedTuple):
    """Where words stand in a text, by a count that is not known yet; None for words unknown."""

    start: int
    end: int
    words: str | None


def code_points(text: str, places: Sequence[Place]) -> list[tuple[int, int]]:
    """Return the places in code points.

    All places of a text are in the same count: code points if all words stand there, else
    UTF-16 units.

    Raises
    ------
    LabelError
        If the words stand at their places in neither count.
    """
    as_given = [(place.start, place.end) for place in places]
    wrong = _first_wrong(text, places, as_given)
    if wrong is None:
        return as_given
    position = {units: index for index, units in enumerate(_units_before(text))}
    converted = [(position.get(start, -1), position.get(end, -1)) for start, end in as_given]
    if _first_wrong(text, places, converted) is None:
        return converted
    found = text[wrong.start : wrong.end][:LONGEST_SHOWN]
    raise LabelError(
        f"from {wrong.start} to {wrong.end} the text is {found!r}, not {wrong.words!r}: "
        "was the text of the task changed? Write the tasks anew"
    )


def _units_before(text: str) -> list[int]:
    """Count the UTF-16 units before each character, and before the end."""
    return [0, *accumulate(1 + (character > "\uffff") for character in text)]


def _first_wrong(
    text: str, places: Sequence[Place], converted: Sequence[tuple[int, int]]
) -> Place | None:
    return next(
        (
            place
            for place, (start, end) in zip(places, converted, strict=True)
            if not (0 <= start < end <= len(text) and _are_words(text[start:end], place.words))
        ),
        None,
    )


def _are_words(found: str, words: str | None) -> bool:
    r"""Compare with words in which Label Studio may have written line ends as ``\n``."""
    if words is None or found == words:
        return True
    return found.replace("\r", "\\n").replace("\n", "\\n") == words
