"""The unit of a fact: fixed, or the numeral's own completed by 每件 and 每年."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extractors.draft import Draft
from pipeline.extractors.matcher import Match
from pipeline.extractors.sentence import Sentence


def unit(match: Match, value: int, sentence: Sentence) -> str:
    """Unit of a value as facts write it (个, 岗位, %, 元/件, 元/年)."""
    numeral = sentence.items[value].numeral
    if match.rule.unit:
        return match.rule.unit
    if match.field.unit.name:
        return match.field.unit.name
    if numeral is None:
        return ""
    if match.field.unit.measures:
        return match.field.unit.measure(numeral.unit)
    if numeral.kind in match.field.unit.kinds:
        return match.field.unit.kinds[numeral.kind]
    if numeral.kind in ("percent", "halving"):
        return "%"
    base = numeral.unit or match.field.unit.base
    if (numeral.unit and numeral.kind != "money") or "/" in numeral.unit:
        return numeral.unit
    old = match.groups.get("old", ())
    if old:
        other = sentence.items[old[0]].numeral
        if other is not None and "/" in other.unit:
            return other.unit
    suffix = _piece(match, value, sentence)
    if not suffix and match.rule.text == "value":
        suffix = _period(match, value, sentence)
    return f"{base}/{suffix}" if suffix else base


def complete_units(drafts: Iterable[Draft]) -> None:
    """Add to the units what the category of a fact adds, once the categories are final (件/日)."""
    for draft in drafts:
        suffix = draft.match.field.unit.categories.get(draft.category)
        if suffix:
            draft.unit = f"{draft.unit}/{suffix}"


def _piece(match: Match, value: int, sentence: Sentence) -> str:
    """The piece that the price is per: the nearest 每件 before the value in its clause group."""
    types = match.field.unit.per
    if not types:
        return ""
    items = sentence.items
    start = sentence.clause_start(min(match.first, value))
    for index in range(value - 1, start - 1, -1):
        if items[index].has(*types) and items[index].unit:
            return items[index].unit
    if match.rule.text == "change":
        for index in range(start - 1, sentence.block_start(value) - 1, -1):
            if items[index].has(*types) and items[index].unit:
                return items[index].unit
    for index in range(value + 1, min(value + 3, len(items))):
        if items[index].has("comma", "semicolon", "stop", "number"):
            break
        if items[index].has(*types) and items[index].unit:
            return items[index].unit
    return ""


def _period(match: Match, value: int, sentence: Sentence) -> str:
    """The period of an amount: in its own clause, or an adverb that opens the sentence."""
    periods = match.field.unit.periods
    items = sentence.items
    start = sentence.clause_start(min(match.first, value))
    for index in range(value - 1, start - 1, -1):
        for name, word in periods.items():
            if items[index].has(name):
                return word
    block = sentence.block_start(value)
    while block < start and items[block].has("gap", "comma", "numbered"):
        block += 1
    first = items[block] if block < len(items) else None
    if first is not None and block < start and first.end - first.start > 1:
        for name, word in periods.items():
            if first.has(name):
                return word
    return ""
