"""The outline of a pattern: a simpler one that matches wherever the pattern does.

It has neither captures nor look-behinds nor a repetition inside a repetition. So the standard
library's ``re``, which knows no time limit, can tell in a fraction of the time of the whole
pattern that a passage holds no match.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import regex

from pipeline.extractors.required import FORBIDS, TOKEN
from pipeline.rulebook.pattern import ELEMENT

ANYTHING = ".*"
NOTHING = "(?:)"
REPEATS = regex.compile(r"[*+]|\{\d*,\d*\}|\{(?!0*1?\})\d+\}")
QUANTITY = regex.compile(rf"\?|{REPEATS.pattern}|\{{\d+\}}")


def outline(pattern: str) -> str:
    """Return the outline of an expanded pattern, which is a pattern too."""
    tokens = deque(
        found.group() for found in TOKEN.finditer(pattern) if not found.group().isspace()
    )
    return _inside(tokens).text


@dataclass(slots=True)
class _Part:
    """A part of an outline; ``looser`` if it matches more than what it stands for."""

    text: str
    repeats: bool = False
    looser: bool = False


def _inside(tokens: deque[str]) -> _Part:
    """Read up to the end of a group (or of the pattern)."""
    whole = _Part("")
    while tokens and (token := tokens.popleft()) != ")":
        part = _group(token, tokens) if token.startswith("(") else _Part(_without_name(token))
        _repeat(part, tokens)
        whole.text += part.text
        whole.repeats = whole.repeats or part.repeats
        whole.looser = whole.looser or part.looser
    return whole


def _group(opening: str, tokens: deque[str]) -> _Part:
    inside = _inside(tokens)
    if opening == "(?<=" or (opening in FORBIDS and (inside.looser or opening == "(?<!")):
        return _Part(NOTHING, looser=True)
    opening = "(?:" if opening.startswith("(?P<") else opening
    return _Part(f"{opening}{inside.text})", inside.repeats, inside.looser)


def _repeat(part: _Part, tokens: deque[str]) -> None:
    """Read the quantity behind a part; a repetition of repetitions becomes anything."""
    quantity = ""
    while tokens and QUANTITY.fullmatch(tokens[0]):
        quantity += tokens.popleft()
    several = any(REPEATS.fullmatch(sign) for sign in (quantity, quantity[:-1]))
    if several and part.repeats:
        part.text, part.looser = ANYTHING, True
    else:
        part.text += quantity
        part.repeats = part.repeats or several


def _without_name(token: str) -> str:
    element = ELEMENT.fullmatch(token)
    return token if element is None or not element.group("name") else token.partition(":")[2]
