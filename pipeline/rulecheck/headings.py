"""Styles of headings against their examples."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.rulebook import Rulebook
from pipeline.rulebook.yamlfile import line_of, read_yaml
from pipeline.rulecheck.finding import Finding


def check_headings(rulebook: Rulebook) -> Iterator[Finding]:
    """Each style must match its example, and no earlier style may take it."""
    path = rulebook.path / "headings.yaml"
    data = read_yaml(path)
    styles = [(style, regex.compile(style.pattern)) for style in rulebook.headings.styles]
    for index, (style, _) in enumerate(styles):
        first = next((other.id for other, pattern in styles if pattern.match(style.example)), None)
        if first != style.id:
            taken = "matches no style" if first is None else f"is taken by the style '{first}'"
            line = line_of(data, ("styles", index))
            yield Finding(str(path), line, f"{style.id}: the example '{style.example}' {taken}")
