"""Self-checks: what an analyst should look at, as flags on the facts concerned."""

from __future__ import annotations

import itertools
from decimal import Decimal

from pipeline.extractors.draft import Draft
from pipeline.extractors.role import REACH, same_sentence

TOLERANCE = Decimal(1)
FULL_DIVISION = 3


def flagged(drafts: list[Draft]) -> list[tuple[Draft, tuple[str, ...]]]:
    """Each fact of a case with its flags."""
    found = []
    for position, draft in enumerate(drafts):
        before = drafts[max(0, position - REACH) : position]
        behind = drafts[position + 1 : position + 1 + REACH]
        found.append((draft, tuple(_flags(draft, before, behind))))
    return found


def _flags(draft: Draft, before: list[Draft], behind: list[Draft]) -> list[str]:
    found = []
    if draft.category == "percent" and _differs_from_unit_cost(draft, before):
        found.append("stated_percent_differs")
    if draft.role == "main" and _parts_do_not_add_up(draft, behind):
        found.append("parts_do_not_add_up")
    if draft.inferred and draft.match.field.category.inferred_flag:
        found.append(draft.match.field.category.inferred_flag)
    if _other_value_elsewhere(draft, [*before, *behind]):
        found.append("other_value_elsewhere")
    return found


def _differs_from_unit_cost(draft: Draft, before: list[Draft]) -> bool:
    """Whether the unit cost that the percentage is computed from says something else."""
    for other in before:
        if other.field != draft.field or not same_sentence(other, draft):
            continue
        if other.from_min is None or other.from_max is None:
            continue
        if not 0 < draft.start - other.end < 24 or not other.from_min:
            continue
        low = (other.from_min - other.value_max) * 100 / other.from_min
        high = (other.from_max - other.value_min) * 100 / other.from_max
        return draft.value_max < low - TOLERANCE or draft.value_min > high + TOLERANCE
    return False


def _parts_do_not_add_up(draft: Draft, behind: list[Draft]) -> bool:
    """Whether parts that are a full division of the figure have another sum."""
    parts = []
    for other in behind:
        if other.field != draft.field or not same_sentence(other, draft):
            break
        if other.role != "part" or other.category != draft.category:
            break
        parts.append(other)
    if len(parts) < 2:
        field = draft.match.field
        if not field.roles.categories_add_up or draft.category != field.category.default:
            return False
        passage = itertools.takewhile(lambda other: other.sentence is draft.sentence, behind)
        own = [other for other in passage if other.field == draft.field]
        total = [other for other in own if same_sentence(other, draft)]
        levels = [other for other in total if other.category != draft.category]
        if len(levels) < FULL_DIVISION:
            return False
        parts = levels
    if any(part.qualifier != "exact" for part in [draft, *parts]):
        return False
    return sum((part.value_min for part in parts), Decimal(0)) != draft.value_min


def _other_value_elsewhere(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether the same thing has another figure in another sentence of the case."""
    if draft.role != "main" or not draft.subject or not draft.match.field.roles.later_totals:
        return False
    return any(
        other.subject == draft.subject
        and other.role == "main"
        and (other.field, other.category, other.status)
        == (draft.field, draft.category, draft.status)
        and not same_sentence(other, draft)
        and other.value_min != draft.value_min
        for other in drafts
    )
