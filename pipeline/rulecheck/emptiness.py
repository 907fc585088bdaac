"""Expressions that match where there is nothing, which they are never meant to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import regex

from pipeline.rulebook import Rulebook
from pipeline.rulebook.pattern import any_spans
from pipeline.rulecheck.finding import Finding

SAMPLES = ("", "甲乙丙1、2甲乙", "x" * 12)


def check_emptiness(rulebook: Rulebook) -> Iterator[Finding]:
    """Patterns and expressions that match an empty stretch of some sample."""
    for name, expression, (path, line) in _expressions(rulebook):
        if any(not found.group() for text in SAMPLES for found in expression.finditer(text)):
            yield Finding(str(path), line, f"{name}: the pattern matches nothing at all; narrow it")


def _expressions(
    rulebook: Rulebook,
) -> Iterator[tuple[str, regex.Pattern[str], tuple[Path, int | None]]]:
    for chunk in rulebook.chunks:
        yield chunk.id, any_spans(chunk.pattern, rulebook.macros), rulebook.lines[chunk.id]
    for field in rulebook.fields_by_name.values():
        for rule in field.rules:
            yield rule.id, any_spans(rule.pattern, rulebook.macros), rulebook.lines[rule.id]
    for name, entry in rulebook.expressions.items():
        expression = regex.compile(entry.pattern.replace("{piece}", "甲|乙"))
        yield name, expression, rulebook.lines[f"expression {name}"]
    headings = rulebook.headings
    place = (rulebook.path / "headings.yaml", None)
    for pattern in (*headings.marks, *headings.page_lines, headings.contents_line):
        yield "headings", regex.compile(pattern), place
    for style in headings.styles:
        yield style.id, regex.compile(style.pattern), place
