"""The syntax of patterns over typed spans, and whether a pattern can be compiled at all.

A pattern is a regular expression whose letters are spans: ``<type|other>``, ``<!type>`` for any
span that is not of the type, ``name:<type>`` to capture, ``@macro`` or ``@macro(type)`` for a
named part. What the letters become is told in :mod:`pipeline.extractors.pattern`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import RuleError
from pipeline.rulebook.schema import Rule

ELEMENT = regex.compile(r"(?<!\?P)(?:(?P<name>[a-z_]+):)?<(?P<negated>!)?(?P<types>[a-z_0-9|]+)>")
MACRO = regex.compile(r"@(?P<name>[a-z_]+)(?:\((?P<arguments>[a-z_0-9|,! ]*)\))?")
ARGUMENT = regex.compile(r"\$\d")
# What an expanded pattern may hold besides spans.
OPERATORS = regex.compile(r"\(\?(?:P<[a-z_]+>|<?[=!]|:)|\{\d*,?\d*\}|\\A|\\Z|[()|?*+.^$]|\s+")
CAPTURES = frozenset(
    (
        "value",
        "old",
        "noun",
        "place",
        "levels",
        "list",
        "times",
        "qualifier",
        "skip",
        "each",
        "whole",
    )
)


def expand(pattern: str, macros: dict[str, str], seen: tuple[str, ...] = ()) -> str:
    """Replace ``@name`` and ``@name(a, b)`` by the macro, ``$1`` in it by the argument.

    Raises
    ------
    RuleError
        If a macro does not exist or refers to itself.
    """

    def replace(found: regex.Match[str]) -> str:
        name = found.group("name")
        if name not in macros:
            raise RuleError(
                f"no macro '@{name}' in macros.yaml; known: {', '.join(sorted(macros))}"
            )
        if name in seen:
            raise RuleError(f"macro '@{name}' refers to itself")
        body = macros[name]
        arguments = (found.group("arguments") or "").split(",")
        for index, argument in enumerate(arguments, 1):
            body = body.replace(f"${index}", argument.strip())
        return f"(?:{expand(body, macros, (*seen, name))})"

    return MACRO.sub(replace, pattern)


def macros_named(pattern: str) -> set[str]:
    """All macros that a pattern names itself."""
    return {found.group("name") for found in MACRO.finditer(pattern)}


def types_named(pattern: str) -> set[str]:
    """All types that an expanded pattern names."""
    return {name for found in ELEMENT.finditer(pattern) for name in found.group("types").split("|")}


def captures_named(pattern: str) -> set[str]:
    """All capture names of an expanded pattern, on spans and on groups."""
    spans = {found.group("name") for found in ELEMENT.finditer(pattern) if found.group("name")}
    groups = set(regex.findall(r"\(\?P<([a-z_]+)>", pattern))
    return spans | groups


def any_spans(pattern: str, macros: dict[str, str]) -> regex.Pattern[str]:
    """Compile the expression that a pattern becomes if every span may be any character.

    Raises
    ------
    RuleError
        Without a place, if the pattern is none.
    """

    def element(found: regex.Match[str]) -> str:
        name = found.group("name")
        return f"(?P<{name}>.)" if name else "."

    expanded = expand(pattern, macros)
    stray = OPERATORS.sub("", ELEMENT.sub("", expanded))
    if stray:
        raise RuleError(f"'{stray[:20]}' is no span; write <type>, types in small letters")
    try:
        return regex.compile(ELEMENT.sub(element, "".join(expanded.split())))
    except regex.error as error:
        raise RuleError(f"the pattern does not compile: {error}; correct it") from None


def verify_pattern(
    name: str, pattern: str, macros: dict[str, str], path: Path, line: int | None
) -> None:
    """Raise a RuleError with the name and place of a pattern that does not compile."""
    try:
        any_spans(pattern, macros)
    except RuleError as error:
        raise RuleError(f"'{name}': {error.message}", path=path, line=line) from None


def verify_captures(rule: Rule, macros: dict[str, str], path: Path, line: int | None) -> None:
    """Raise a RuleError if a rule captures what has no meaning, or not what it must."""
    captures = captures_named(expand(rule.pattern, macros))
    for name in sorted(captures - CAPTURES):
        known = ", ".join(sorted(CAPTURES))
        raise RuleError(
            f"'{rule.id}': a capture '{name}' means nothing; known: {known}", path=path, line=line
        )
    needed = [
        (bool(captures & {"value", "skip"}), "every rule captures", "value or skip"),
        (not rule.align or bool(captures & {"noun", "levels"}), "'align' needs", "noun or levels"),
        (not rule.each or "each" in captures, "'each' needs", "each"),
        (not rule.falls or "old" in captures, "'falls' needs", "old"),
        (rule.text == "value" or "old" in captures, "'text: change' needs", "old"),
    ]
    for holds, why, what in needed:
        if not holds:
            raise RuleError(f"'{rule.id}': {why} the capture {what}", path=path, line=line)


def compile_plain(expression: str) -> Any:
    """Compile for plain matches, without several captures of a group or overlaps.

    The standard library's engine is the faster one where a match can begin with many characters;
    ``regex`` takes what it cannot, such as look-behinds of several lengths.
    """
    try:
        return re.compile(expression)
    except re.error:
        return regex.compile(expression)


def verify_expression(name: str, pattern: str, path: Path, line: int | None) -> regex.Pattern[str]:
    """Compile an expression on characters.

    Raises
    ------
    RuleError
        With its name and place, if it does not compile.
    """
    try:
        return regex.compile(pattern)
    except regex.error as error:
        message = f"'{name}': the expression does not compile: {error}; correct it"
        raise RuleError(message, path=path, line=line) from None
