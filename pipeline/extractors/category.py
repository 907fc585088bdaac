"""Which category a match has, from the typed spans around it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extractors.item import Item
from pipeline.extractors.matcher import Match
from pipeline.extractors.sentence import Sentence


def category(match: Match, value: int, sentence: Sentence) -> tuple[str, bool]:
    """The category of one value, and whether it had to be inferred from its surroundings.

    Follows the field's ``look`` list; the first place that knows decides.
    """
    if match.rule.category:
        return match.rule.category, False
    rules = match.field.category
    for place in match.rule.look or rules.look:
        for item in _places(place, match, value, sentence):
            if item.types & set(rules.cancel):
                return rules.default, False
            for name in rules.types:
                if name in item.types:
                    return name, place in ("clause", "frame", "sentence")
    return rules.default, False


def _places(place: str, match: Match, value: int, sentence: Sentence) -> Iterable[Item]:
    items = sentence.items
    if place == "noun":
        return [
            item for index in reversed(match.groups.get("noun", ())) for item in _own(items, index)
        ]
    if place == "place":
        return _own_place(match, value, items)
    if place == "match":
        return [items[index] for index in range(value, match.first - 1, -1)] + [
            items[index] for index in range(value + 1, match.last)
        ]
    start = sentence.clause_start(match.first)
    if place == "clause":
        outside = items[start : max(value, start)]
        return [
            item
            for index, item in reversed(list(enumerate(outside, start)))
            if not item.parts and not item.has("rural") and not _in_mixed_list(items, index)
        ]
    if place == "sentence":
        return list(reversed(items[sentence.sentence_start(match.first) : value]))
    return _frames(sentence, sentence.block_start(match.first), start)


def _own(items: list[Item], index: int) -> list[Item]:
    """A noun, and what it belongs to (村民组 of 村民组的收发点)."""
    if index > 1 and items[index - 1].has("of"):
        return [items[index], items[index - 2]]
    return [items[index]]


def _in_mixed_list(items: list[Item], index: int) -> bool:
    """Whether a place stands in a list with something that is none (集镇、学校周边)."""
    levels = items[index].types
    if not items[index].has("settlement"):
        return False
    for step in (1, -1):
        if not 0 <= index + step < len(items) or not items[index + step].has("pause", "and"):
            continue
        beyond = (
            items[index + 2 * step : index + 5 * step : step]
            if step > 0
            else (items[max(0, index - 4) : index - 1])
        )
        if beyond and not any(item.types & levels for item in beyond):
            return True
    return False


def _frames(sentence: Sentence, first: int, last: int) -> list[Item]:
    """Spans of earlier clauses that open a level (镇级层面) or house what follows (依托村部)."""
    items = sentence.items
    found = []
    for index in range(last - 1, first - 1, -1):
        if items[index].has("rural"):
            continue
        if index and items[index - 1].has("number"):
            if _is_domain(sentence, index):
                found.append(items[index])
            continue
        opens = any(item.has("frame") for item in items[index + 1 : index + 3])
        clause, end = sentence.clause_start(index), sentence.clause_end(index)
        counted = any(item.has("number") for item in items[clause:end])
        houses = not counted and any(item.has("use") for item in items[clause:index])
        topic = not counted and index in (clause, end - 1)
        if opens or houses or topic:
            found.append(items[index])
    return found


def _is_domain(sentence: Sentence, index: int) -> bool:
    """Whether counted places are what the next clauses speak of (39个乡镇中，…)."""
    following = sentence.items[index + 1 : sentence.clause_end(index)]
    return bool(following) and following[-1].has("in")


def _own_place(match: Match, value: int, items: list[Item]) -> list[Item]:
    """The captured place nearest behind the value, or before it where none is behind."""
    places = match.groups.get("place", ())
    behind = [index for index in places if index > value]
    if behind:
        return [items[min(behind)]]
    return [items[index] for index in reversed(places)]
