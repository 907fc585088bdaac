"""The role of each fact in its case: main, part of another figure, or a repetition."""

from __future__ import annotations

from collections import defaultdict, deque
from decimal import Decimal

from pipeline.extractors.draft import Draft
from pipeline.model import Status

PART_CUES = frozenset(("part_cue",))
PART_OR_MORE = PART_CUES | {"more"}
BRACKETS = frozenset(("open", "close"))
SMALL_COUNT = 10
NEAR = 80
"""How many characters a part may stand behind its whole, where that is in another sentence."""
REACH = 100
"""How many facts of the same field back one is compared with; a case has far fewer."""
Figure = tuple[str, str, str, Status, Decimal, Decimal, Decimal | None, Decimal | None]


def set_roles(drafts: list[Draft]) -> None:
    """Set ``role`` of all facts of one case, which come in order of appearance."""
    fields: defaultdict[str, deque[Draft]] = defaultdict(lambda: deque(maxlen=REACH))
    figures: defaultdict[Figure, deque[Draft]] = defaultdict(lambda: deque(maxlen=REACH))
    for draft in drafts:
        before = fields[draft.field]
        _adopt_category(draft, before)
        if draft.fixed_role and draft.role == "part":
            if not _antecedent(draft, before):
                draft.role = "main"
        elif _is_part(draft, before):
            draft.role = "part"
        alike = figures[_figure(draft)]
        if draft.role != "part" and any(_repeats(draft, earlier) for earlier in alike):
            draft.role = "repeat"
        before.append(draft)
        alike.append(draft)
    _parts_of_later_totals(drafts)


def _adopt_category(draft: Draft, before: deque[Draft]) -> None:
    """A figure whose category nothing tells takes it from the figure it repeats or is part of.

    ``before`` are earlier facts of the same field, here and below.
    """
    default = draft.match.field.category.default
    if draft.category != default or not before or draft.fixed_category:
        return
    if any(_is_sum(draft, earlier) for earlier in before if earlier.category == default):
        return
    for earlier in reversed(before):
        if earlier.category == default:
            continue
        same = (earlier.value_min, earlier.value_max) == (draft.value_min, draft.value_max)
        alike = draft.value_min >= SMALL_COUNT or (
            bool(draft.subject) and _share_words(draft.subject, earlier.subject)
        )
        if same and alike and earlier.unit == draft.unit:
            draft.category = earlier.category
            return
        if _behind_part_cue(draft) and same_sentence(earlier, draft):
            if earlier.value_max >= draft.value_max and earlier.index < draft.index:
                draft.category = earlier.category
                return
        elif not _names_noun(draft) and same_sentence(earlier, draft):
            draft.category = earlier.category
            return


def _names_noun(draft: Draft) -> bool:
    """Whether the noun stands in the match itself, and is not one named before."""
    return any(index >= draft.match.first for index in draft.match.groups.get("noun", ()))


def _is_sum(draft: Draft, earlier: Draft) -> bool:
    """Whether the values of this match add up to an earlier figure."""
    if len(draft.match.values) < 2:
        return False
    numerals = [draft.sentence.items[index].numeral for index in draft.match.values]
    values = [numeral.value_min for numeral in numerals if numeral and numeral.value_min]
    return len(values) == len(numerals) and sum(values) == earlier.value_min


def _behind_part_cue(draft: Draft) -> bool:
    if draft.fixed_role:
        return True
    sentence = draft.sentence
    return sentence.any_between(sentence.block_start(draft.index), draft.index, PART_CUES)


def _antecedent(draft: Draft, before: deque[Draft]) -> Draft | None:
    """The figure that this one can be a part of: same field and category, not smaller."""
    for earlier in reversed(before):
        if draft.start - earlier.sentence.end >= NEAR and earlier.sentence is not draft.sentence:
            break
        if (
            earlier.category == draft.category
            and earlier.role != "part"
            and _same_measure(earlier, draft)
            and earlier.value_max >= draft.value_max
            and _near(earlier, draft)
        ):
            return earlier
    return None


def _same_measure(first: Draft, second: Draft) -> bool:
    return first.unit == second.unit or first.match.field.roles.parts_across_units


def _near(earlier: Draft, draft: Draft) -> bool:
    return same_sentence(earlier, draft) or draft.start - earlier.end < NEAR


def _is_part(draft: Draft, before: deque[Draft]) -> bool:
    if not _antecedent(draft, before):
        return False
    sentence, items = draft.sentence, draft.sentence.items
    block = sentence.block_start(draft.index)
    nearest = next(sentence.before(draft.index, PART_OR_MORE, block), None)
    if nearest is not None and items[nearest].has("part_cue"):
        return True
    depth = 0
    for index in sentence.before(draft.index, BRACKETS, sentence.clause_start(draft.index)):
        if items[index].has("close"):
            depth += 1
        elif items[index].has("open"):
            depth -= 1
        if depth < 0:
            return any(same_sentence(earlier, draft) for earlier in before)
    end = sentence.clause_end(draft.index)
    return any(
        items[index].has("equip") for index in range(draft.index + 1, min(end, draft.index + 5))
    ) and any(
        earlier.value_min > draft.value_min
        for earlier in before
        if earlier.category == draft.category
    )


def same_sentence(first: Draft, second: Draft) -> bool:
    """Whether two facts stand in one sentence."""
    if first.sentence is not second.sentence:
        return False
    start = first.sentence.sentence_start
    return start(first.index) == start(second.index)


def _figure(draft: Draft) -> Figure:
    """What two facts have in common that give the same figure of the same kind of thing."""
    return (
        draft.field,
        draft.category,
        draft.unit,
        draft.status,
        draft.value_min,
        draft.value_max,
        draft.from_min,
        draft.from_max,
    )


def _repeats(draft: Draft, earlier: Draft) -> bool:
    """Whether an earlier fact with the same figure gives it for the same thing."""
    if _share_words(draft.subject, earlier.subject):
        if same_sentence(earlier, draft) and draft.basis == earlier.basis:
            return _taken_up_again(draft)
        return True
    if draft.basis == "formula" or earlier.basis == "formula":
        return True
    if same_sentence(earlier, draft):
        return False
    return draft.match.field.roles.repeats_by_figure and draft.value_min >= SMALL_COUNT


def _taken_up_again(draft: Draft) -> bool:
    """Whether the figure is only taken up again (这24座仓里, …)."""
    items, last = draft.sentence.items, draft.match.last
    return last < len(items) and items[last].has("in")


def _share_words(first: str, second: str) -> bool:
    """Whether one subject ends on the other, or they share most characters."""
    if not first or not second:
        return True
    if first.endswith(second) or second.endswith(first):
        return True
    common = set(first) & set(second)
    return 2 * len(common) >= min(len(set(first)), len(set(second))) * 2 - 2 and len(common) >= 3


def _parts_of_later_totals(drafts: list[Draft]) -> None:
    """A figure before the total of the same sentence (从而实现…全覆盖) is a part of it."""
    for position, draft in enumerate(drafts):
        if draft.role != "main" or draft.status != "existing":
            continue
        if not draft.match.field.roles.later_totals:
            continue
        for later in drafts[position + 1 : position + 1 + REACH]:
            if not same_sentence(later, draft):
                break
            if later.field != draft.field or later.category != draft.category:
                continue
            if (
                later.role == "main"
                and later.value_min > draft.value_min
                and _is_total(later, draft)
            ):
                draft.role = "part"


def _is_total(later: Draft, draft: Draft) -> bool:
    items = later.sentence.items
    clause = later.sentence.clause_start(later.index)
    end = later.sentence.clause_end(later.index)
    if clause <= draft.index:
        return False
    return any(items[index].has("result") for index in range(clause, later.index)) and any(
        items[index].has("total", "all") for index in range(clause, end)
    )
