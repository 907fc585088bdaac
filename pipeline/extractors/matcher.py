"""The third step of the cascade: rules over typed spans."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Literal

from pipeline.extractors.candidates import CompiledRule, RuleIndex, compiled_rules
from pipeline.extractors.item import Item
from pipeline.extractors.pattern import Alphabet
from pipeline.extractors.sentence import Sentence
from pipeline.rulebook import Rulebook
from pipeline.rulebook.schema import FieldRules, Rule


@dataclass(frozen=True, slots=True)
class Match:
    """One match of a rule in a sentence.

    Attributes
    ----------
    values
        Indexes of the spans that are values.
    groups
        Capture name to the indexes of the spans it caught.
    first, last
        Index of the first span of the match and behind its last.
    """

    rule: Rule
    field: FieldRules
    values: tuple[int, ...]
    groups: dict[str, tuple[int, ...]]
    first: int
    last: int
    spans: dict[str, tuple[int, int]] = dataclass_field(default_factory=dict)


Refusal = Literal["taken", "kind", "sums", "falls"]
"""Why a match comes to nothing: an earlier rule has one of its numerals, a numeral is of a kind or
unit that the field does not take, the parts do not add up, or the new figure is not below the
old."""

Watch = Callable[[Match, Refusal | None], None]


class Matcher:
    """Tries the rules in their order; a numeral that one has used is not used again.

    A numeral that one has set aside, or that belongs to a noun it does not keep, is closed to the
    rules of the same field only.
    """

    def __init__(self, rulebook: Rulebook, alphabet: Alphabet):
        self._index = RuleIndex(compiled_rules(rulebook, alphabet), alphabet)

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """All rules, in the order in which they are tried."""
        return self._index.rules

    def without(self, rule: str) -> Matcher:
        """Return a matcher of the same rules but one, which is named by its id."""
        other = copy.copy(self)
        other._index = self._index.without(rule)
        return other

    def match(
        self, sentence: Sentence, watch: Watch | None = None
    ) -> tuple[list[Match], dict[int, str]]:
        """All matches of the sentence, and the spans that rules set aside.

        Parameters
        ----------
        watch
            Is told of every match as it is tried, and why it was refused, if it was.

        Returns
        -------
        matches
            In the order of the rules.
        skipped
            Index of a numeral's span to the id of the rule that says it is no fact.
        """
        used: set[int] = set()
        closed: set[tuple[str, int]] = set()
        skipped: dict[int, str] = {}
        matches: list[Match] = []
        for compiled in self._worth_a_try(sentence):
            for found in compiled.pattern.expression.finditer(
                sentence.letters, overlapped=True, timeout=5
            ):
                match = _kept(_match(compiled, found), sentence.items)
                name = match.field.field
                caught = (*match.groups.get("value", ()), *match.groups.get("old", ()))
                taken = (*match.values, *match.groups.get("old", ()))
                shut = {index for index in taken if (name, index) in closed}
                refusal = _refusal(match, taken, sentence.items, used | shut)
                if watch is not None:
                    watch(match, refusal)
                if refusal is not None:
                    continue
                for index in (*match.groups.get("skip", ()), *match.groups.get("times", ())):
                    if index not in used:
                        skipped.setdefault(index, compiled.rule.id)
                        closed.add((name, index))
                if match.values:
                    used.update(taken)
                    matches.append(match)
                closed.update((name, index) for index in caught)
        return matches, skipped

    def _worth_a_try(self, sentence: Sentence) -> Iterator[CompiledRule]:
        letters = sentence.letters
        for compiled in self._index.candidates(sentence.topics, sentence.met):
            if compiled.outline.expression.search(letters) is not None:
                yield compiled


def _match(compiled: CompiledRule, found: object) -> Match:
    names = found.re.groupindex  # type: ignore[attr-defined]
    groups: dict[str, tuple[int, ...]] = {}
    spans: dict[str, tuple[int, int]] = {}
    for name in names:
        caught = found.spans(name)  # type: ignore[attr-defined]
        if caught:
            groups[name] = tuple(dict.fromkeys(start for start, _ in caught))
            spans[name] = caught[-1]
    return Match(
        compiled.rule,
        compiled.field,
        groups.get("value", ()),
        groups,
        found.start(),  # type: ignore[attr-defined]
        found.end(),  # type: ignore[attr-defined]
        spans,
    )


def _refusal(
    match: Match,
    taken: tuple[int, ...],
    items: list[Item],
    used: set[int],
) -> Refusal | None:
    """Why a match comes to nothing; None if it does not."""
    if any(index in used for index in taken):
        return "taken"
    if not _of_kinds(items, taken, match.field):
        return "kind"
    if any(index in used for index in match.groups.get("skip", ())):
        return "taken"
    if match.rule.sums and not _sums(items, match):
        return "sums"
    if match.rule.falls and not _falls(items, match):
        return "falls"
    return None


def _kept(match: Match, items: list[Item]) -> Match:
    """The match with those values only whose nouns the rule keeps.

    The n-th value belongs to the n-th noun; where there are not as many nouns as values, all
    belong to the last noun.
    """
    rule, nouns = match.rule, match.groups.get("noun", ())
    if not rule.keep or not nouns:
        return match
    if len(nouns) != len(match.values):
        return match if items[nouns[-1]].has(*rule.keep) else replace(match, values=())
    pairs = [
        (noun, value)
        for noun, value in zip(nouns, match.values, strict=True)
        if items[noun].has(*rule.keep)
    ]
    groups = match.groups | {"noun": tuple(noun for noun, _ in pairs)}
    return replace(match, values=tuple(value for _, value in pairs), groups=groups)


def _of_kinds(items: list[Item], indexes: tuple[int, ...], field: FieldRules) -> bool:
    """Whether the spans are numerals of kinds and units that the field takes."""
    numerals = [items[index].numeral for index in indexes]
    measures = field.unit.measures
    return all(
        numeral is not None
        and numeral.kind in field.kinds
        and (not measures or bool(field.unit.measure(numeral.unit)))
        for numeral in numerals
    )


def _sums(items: list[Item], match: Match) -> bool:
    """Whether the values are the parts of the captured whole."""
    whole = items[match.groups["whole"][0]].numeral
    parts = [items[index].numeral for index in match.values]
    values = [part.value_min for part in parts if part is not None and part.value_min is not None]
    return whole is not None and len(values) == len(parts) and sum(values) == whole.value_min


def _falls(items: list[Item], match: Match) -> bool:
    """Whether the new figure is below the old one."""
    old = items[match.groups["old"][0]].numeral
    new = items[match.values[0]].numeral
    if old is None or new is None or old.value_max is None or new.value_max is None:
        return False
    before, after = (match.field.unit.size(one.unit) for one in (old, new))
    highest, lowest = new.value_max * after, (new.value_min or 0) * after
    return highest < old.value_max * before and lowest <= (old.value_min or 0) * before
