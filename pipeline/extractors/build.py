"""From a match to facts in the making: values, category, unit, qualifier, status."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.extractors.category import category
from pipeline.extractors.draft import Draft
from pipeline.extractors.item import Item
from pipeline.extractors.matcher import Match
from pipeline.extractors.sentence import Sentence
from pipeline.extractors.status import status
from pipeline.extractors.subject import SubjectReader
from pipeline.extractors.unit import unit
from pipeline.model import Qualifier
from pipeline.numbers import Numeral
from pipeline.numbers.values import SIX_PLACES, plain


class Builder:
    """Builds drafts from matches.

    Parameters
    ----------
    levels
        Single letters (县, 乡, 村) to the category that each stands for, for spans
        that hold several levels in a word.
    subjects
        Reads the words that name what is counted.
    """

    def __init__(self, levels: dict[str, str], subjects: SubjectReader):
        self._levels = levels
        self._subjects = subjects

    def drafts(
        self, match: Match, sentence: Sentence, text: str, reference_year: int | None
    ) -> list[Draft]:
        """The facts of one match; none if its values have no figure or do not fit."""
        categories = self._categories(match, sentence, text)
        found = []
        for (name, inferred), index in zip(categories, match.values, strict=True):
            if name is None or not _fits(match, index, sentence):
                continue
            draft = self._draft(match, index, name, inferred, sentence, text, reference_year)
            if draft is not None:
                found.append(draft)
        return found

    def _categories(
        self, match: Match, sentence: Sentence, text: str
    ) -> list[tuple[str | None, bool]]:
        if not match.rule.align or (match.rule.keep and match.rule.category):
            return [category(match, index, sentence) for index in match.values]
        if "levels" in match.groups:
            return self._aligned_levels(match, sentence.items, text)
        return self._aligned_nouns(match, sentence)

    def _aligned_nouns(self, match: Match, sentence: Sentence) -> list[tuple[str | None, bool]]:
        """The n-th value has the category of the n-th noun."""
        nouns = [sentence.items[index] for index in match.groups["noun"]]
        if len(nouns) != len(match.values):
            return [(None, False) for _ in match.values]
        types, default = match.field.category.types, match.field.category.default
        return [
            (next((name for name in types if name in noun.types), default), False) for noun in nouns
        ]

    def _aligned_levels(
        self, match: Match, items: list[Item], text: str
    ) -> list[tuple[str | None, bool]]:
        names = [
            name
            for index in match.groups["levels"]
            for name in self._level_names(items[index], text, match)
        ]
        if any(item.has("many") for item in items[match.values[-1] : match.last]):
            names = names[: len(match.values)]
        if len(names) != len(match.values):
            return [(None, False) for _ in match.values]
        return [(name, False) for name in names]

    def _level_names(self, item: Item, text: str, match: Match) -> list[str]:
        if item.parts:
            return [name for part in item.parts for name in self._level_names(part, text, match)]
        own = [name for name in match.field.category.types if name in item.types]
        if own:
            return own[:1]
        word = text[item.start : item.end]
        return [self._levels[char] for char in word if char in self._levels]

    def _draft(
        self,
        match: Match,
        index: int,
        name: str,
        inferred: bool,
        sentence: Sentence,
        text: str,
        reference_year: int | None,
    ) -> Draft | None:
        figures = _figures(match, index, sentence)
        if figures is None:
            return None
        governed = match.last if "place" in match.groups else None
        return Draft(
            field=match.field.field,
            category=name,
            subject=self._subjects.read(match, index, sentence, text),
            value_min=figures.value_min,
            value_max=figures.value_max,
            unit=unit(match, index, sentence),
            start=figures.start,
            end=figures.end,
            qualifier=figures.qualifier,
            status=status(sentence, index, reference_year, governed),
            basis=match.rule.basis,
            rule=match.rule.id,
            sentence=sentence,
            index=index,
            used=figures.used,
            match=match,
            from_min=figures.from_min,
            from_max=figures.from_max,
            role=match.rule.role or "main",
            fixed_role=bool(match.rule.role),
            inferred=inferred,
            fixed_category=_fixed_category(match, sentence),
        )


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figures of one value, where they stand and the spans they rest on."""

    value_min: Decimal
    value_max: Decimal
    from_min: Decimal | None
    from_max: Decimal | None
    qualifier: Qualifier
    start: int
    end: int
    used: tuple[int, ...]


def _figures(match: Match, index: int, sentence: Sentence) -> _Figures | None:
    """Read the figures of a value; None where the numeral has none (数十个)."""
    item = sentence.items[index]
    numeral = item.numeral
    if numeral is None or numeral.value_min is None or numeral.value_max is None:
        return None
    factor = _factor(match, sentence)
    start, end = item.start, item.end
    used: tuple[int, ...] = (index,)
    from_min = from_max = None
    old = _old(match, index)
    if old is not None:
        before = sentence.items[old]
        if before.numeral is None or before.numeral.value_min is None:
            return None
        from_min, from_max = _in_unit_of(before.numeral, numeral, match)
        used = (old, index)
        if match.rule.text == "change":
            start, end = min(start, before.start), max(end, before.end)
    if match.rule.each:
        start = sentence.items[match.groups["each"][0]].start
    return _Figures(
        numeral.value_min * factor,
        numeral.value_max * factor,
        from_min,
        from_max,
        numeral.qualifier,
        start,
        end,
        used,
    )


def _in_unit_of(old: Numeral, new: Numeral, match: Match) -> tuple[Decimal | None, Decimal | None]:
    """Give the figures before a change in the unit of those after it (3天 before 12小时: 72)."""
    if old.unit == new.unit or old.value_min is None or old.value_max is None:
        return old.value_min, old.value_max
    sizes = match.field.unit
    ratio = sizes.size(old.unit) / sizes.size(new.unit)
    return (
        plain((old.value_min * ratio).quantize(SIX_PLACES)),
        plain((old.value_max * ratio).quantize(SIX_PLACES)),
    )


def _old(match: Match, index: int) -> int | None:
    """Find the span of the figure before a change; the n-th of several for the n-th value."""
    olds = match.groups.get("old")
    if not olds:
        return None
    paired = len(olds) == len(match.values) > 1
    return olds[match.values.index(index)] if paired else olds[0]


def _fixed_category(match: Match, sentence: Sentence) -> bool:
    """Whether the match itself says that the category is the default (several levels at once)."""
    cancel = match.field.category.cancel
    return bool(match.rule.category) or any(
        sentence.items[index].has(*cancel) for index in match.groups.get("noun", ())
    )


def _factor(match: Match, sentence: Sentence) -> Decimal:
    """What a value is multiplied by: the members of a list, or so many for each place."""
    factor = Decimal(1)
    if "list" in match.spans:
        first, last = match.spans["list"]
        members = sentence.items[first:last]
        factor *= 1 + sum(1 for item in members if item.has("pause", "and"))
    for index in match.groups.get("times", ()):
        numeral = sentence.items[index].numeral
        if numeral is not None and numeral.value_min is not None:
            factor *= numeral.value_min
    return factor


def _fits(match: Match, index: int, sentence: Sentence) -> bool:
    """For places that have a node each: the node's own level must be that of the places."""
    if "place" not in match.groups or match.rule.basis != "coverage":
        return True
    levels = match.field.category.types
    own = [
        level
        for noun in match.groups.get("noun", ())
        for level in levels
        if level in sentence.items[noun].types
    ]
    if not own:
        return True
    behind = [place for place in match.groups["place"] if place > index]
    if not behind:
        return True
    return bool(sentence.items[min(behind)].types & set(own))
