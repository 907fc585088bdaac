"""Which rules are worth a try in a passage: most match nothing in most passages."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from pipeline.extractors.outline import outline
from pipeline.extractors.pattern import Alphabet, SpanPattern, expand
from pipeline.rulebook import Rulebook
from pipeline.rulebook.pattern import ELEMENT
from pipeline.rulebook.schema import FieldRules, Rule


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its pattern.

    Attributes
    ----------
    needs
        Requirements as bits; a passage that lacks one of them is not worth a look. They are
        what the pattern needs to match, and the types that the rule's numerals can have.
    """

    rule: Rule
    field: FieldRules
    pattern: SpanPattern
    needs: int
    alphabet: Alphabet

    @functools.cached_property
    def outline(self) -> SpanPattern:
        """Matches wherever the pattern does, and tells soon where it does not."""
        return SpanPattern(outline(self.pattern.source), self.alphabet, plain=True)


class RuleIndex:
    """All rules by field, in the order in which they are tried."""

    def __init__(self, rules: Iterable[CompiledRule], alphabet: Alphabet):
        self.rules = tuple(rules)
        self._alphabet = alphabet
        self._fields: dict[str, tuple[int, list[CompiledRule]]] = {}
        for compiled in self.rules:
            anchors = alphabet.require(frozenset(compiled.field.anchors))
            self._fields.setdefault(compiled.field.field, (anchors, []))[1].append(compiled)

    def without(self, rule: str) -> RuleIndex:
        """Return an index of the same rules but one, which is named by its id."""
        rest = (compiled for compiled in self.rules if compiled.rule.id != rule)
        return RuleIndex(rest, self._alphabet)

    def candidates(self, topics: Container[str], met: int) -> Iterator[CompiledRule]:
        """The rules that can match in a passage.

        Parameters
        ----------
        topics
            The fields that the passage or a neighbour speaks of.
        met
            The requirements that the passage meets, as bits of the alphabet.
        """
        lacking = ~met
        for name, (anchors, rules) in self._fields.items():
            if met & anchors and name in topics:
                yield from [compiled for compiled in rules if not compiled.needs & lacking]


def compiled_rules(rulebook: Rulebook, alphabet: Alphabet) -> Iterator[CompiledRule]:
    """All rules of all fields, in the order in which they are tried."""
    for field in rulebook.fields_by_name.values():
        for rule in field.rules:
            yield _compiled(rule, field, expand(rule.pattern, rulebook.macros), alphabet)


def _compiled(rule: Rule, field: FieldRules, pattern: str, alphabet: Alphabet) -> CompiledRule:
    figures = frozenset(
        name
        for found in ELEMENT.finditer(pattern)
        if found.group("name") in ("value", "skip")
        for name in found.group("types").split("|")
    )
    compiled = SpanPattern(pattern, alphabet)
    needs = compiled.needs | alphabet.require(figures)
    return CompiledRule(rule, field, compiled, needs, alphabet)
