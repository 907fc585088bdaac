"""Which rules are worth a try in a passage: most match nothing in most passages.

Rules are numbers here, and sets of rules are bits, so that a few operations on integers leave
those whose field the passage speaks of and whose needs it meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extractors.outline import outline
from pipeline.extractors.pattern import Alphabet, SpanPattern, expand
from pipeline.rulebook import Rulebook
from pipeline.rulebook.pattern import ELEMENT
from pipeline.rulebook.schema import FieldRules, Rule


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its pattern.

    Attributes
    ----------
    outline
        Matches wherever the pattern does, and tells soon where it does not.
    needs
        Sets of types as bits; a passage that lacks one of them is not worth a look. They are
        what the pattern needs to match, and the types that the rule's numerals can have.
    """

    rule: Rule
    field: FieldRules
    pattern: SpanPattern
    outline: SpanPattern
    needs: frozenset[int]


class RuleIndex:
    """All rules, and for each thing that a passage may lack the rules that need it."""

    def __init__(self, rules: Iterable[CompiledRule], alphabet: Alphabet):
        self.rules = tuple(rules)
        self._alphabet = alphabet
        fields = {compiled.field.field: compiled.field for compiled in self.rules}
        self._fields = [
            (name, alphabet.mask(field.anchors), self._of_field(name))
            for name, field in fields.items()
        ]
        needs = dict.fromkeys(need for compiled in self.rules for need in sorted(compiled.needs))
        self._needs = [(need, self._needing(need)) for need in needs]

    def without(self, rule: str) -> RuleIndex:
        """Return an index of the same rules but one, which is named by its id."""
        rest = (compiled for compiled in self.rules if compiled.rule.id != rule)
        return RuleIndex(rest, self._alphabet)

    def candidates(self, topics: Iterable[str], present: int) -> Iterator[CompiledRule]:
        """The rules, in their order, that can match in a passage.

        Parameters
        ----------
        topics
            The fields that the passage or a neighbour speaks of.
        present
            The types of the passage's spans, as bits of the alphabet.
        """
        left = 0
        for name, anchors, rules in self._fields:
            if name in topics and present & anchors:
                left |= rules
        if left:
            for need, rules in self._needs:
                if not present & need:
                    left &= ~rules
        while left:
            first = left & -left
            yield self.rules[first.bit_length() - 1]
            left ^= first

    def _of_field(self, field: str) -> int:
        return _bits(compiled.field.field == field for compiled in self.rules)

    def _needing(self, need: int) -> int:
        return _bits(need in compiled.needs for compiled in self.rules)


def compiled_rules(rulebook: Rulebook, alphabet: Alphabet) -> Iterator[CompiledRule]:
    """All rules of all fields, in the order in which they are tried."""
    for field in rulebook.fields_by_name.values():
        for rule in field.rules:
            yield _compiled(rule, field, expand(rule.pattern, rulebook.macros), alphabet)


def _bits(chosen: Iterable[bool]) -> int:
    return sum(1 << number for number, one in enumerate(chosen) if one)


def _compiled(rule: Rule, field: FieldRules, pattern: str, alphabet: Alphabet) -> CompiledRule:
    figures = {
        name
        for found in ELEMENT.finditer(pattern)
        if found.group("name") in ("value", "skip")
        for name in found.group("types").split("|")
    }
    compiled = SpanPattern(pattern, alphabet)
    return CompiledRule(
        rule,
        field,
        compiled,
        SpanPattern(outline(pattern), alphabet, plain=True),
        frozenset((*compiled.needs, alphabet.mask(figures))),
    )
