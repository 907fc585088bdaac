"""What a passage must hold for a pattern to match at all, read off the pattern itself.

A rule is tried on every passage of a report and matches few. The spans that its pattern cannot
do without (in sequence, in groups that are not optional, in look-arounds that must hold) tell at
the cost of a few bit operations where it need not be tried.
"""

from __future__ import annotations

from collections import deque

import regex

from pipeline.rulebook.pattern import ELEMENT, OPERATORS

Requirement = frozenset[str]
"""Types of which a passage must hold at least one."""

TOKEN = regex.compile(rf"{ELEMENT.pattern}|{OPERATORS.pattern}")
OPTIONAL = regex.compile(r"[?*]|\{0*(?:,\d*)?\}")
FORBIDS = ("(?!", "(?<!")


def requirements(pattern: str) -> tuple[Requirement, ...]:
    """All that a passage must hold for an expanded pattern to match, narrowest first."""
    tokens = deque(
        found.group() for found in TOKEN.finditer(pattern) if not found.group().isspace()
    )
    found = set(_group(tokens))
    return tuple(sorted(found, key=lambda types: (len(types), sorted(types))))


def _group(tokens: deque[str]) -> list[Requirement]:
    """Read up to the end of a group (or of the pattern): what all its branches have in common."""
    branches: list[list[Requirement]] = [[]]
    while tokens and (piece := tokens.popleft()) != ")":
        if piece == "|":
            branches.append([])
            continue
        found = _piece(piece, tokens)
        if not (tokens and OPTIONAL.fullmatch(tokens[0])):
            branches[-1] += found
    if len(branches) == 1:
        return branches[0]
    if not all(branches):
        return []
    return [frozenset().union(*(min(branch, key=len) for branch in branches))]


def _piece(piece: str, tokens: deque[str]) -> list[Requirement]:
    """Read one span or one group; an anchor, a quantity or a span of any type asks for nothing."""
    if piece.startswith("("):
        inside = _group(tokens)
        return [] if piece in FORBIDS else inside
    element = ELEMENT.fullmatch(piece)
    if element is None or element.group("negated"):
        return []
    return [frozenset(element.group("types").split("|"))]
