"""How the wording moved: words for what is counted that are new, rules that are used otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.batches import Batch, Item, Row, item_of

RULE_MARK = ": "
"""What stands behind the id of a rule in the reason of a numeral that the rule set aside."""


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject that no earlier batch has, how many facts have it, and the first of them."""

    field: str
    subject: str
    facts: int
    example: Item


@dataclass(frozen=True, slots=True)
class RuleUse:
    """How often a rule made a fact, in each batch."""

    rule: str
    counts: tuple[int, ...]


def new_subjects(earlier: Sequence[Batch], new: Batch) -> list[NewSubject]:
    """List the subjects of the new batch that no earlier one has, the most frequent first."""
    known = {_subject(row) for batch in earlier for _, row in batch.facts}
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], Item] = {}
    for report, row in new.facts:
        subject = _subject(row)
        if subject[1] and subject not in known:
            counts[subject] += 1
            examples.setdefault(subject, item_of(report, row, str(row["text"])))
    ordered = sorted(counts, key=lambda subject: (-counts[subject], subject))
    return [NewSubject(*subject, counts[subject], examples[subject]) for subject in ordered]


def rule_uses(batches: Sequence[Batch]) -> list[RuleUse]:
    """List the rules that made facts, first those whose share moved most towards the last batch."""
    counts = [Counter(str(row["rule"]) for _, row in batch.facts) for batch in batches]
    totals = [max(1, count.total()) for count in counts]
    rules = {rule for count in counts for rule in count}

    def moved(rule: str) -> float:
        shares = [count[rule] / of for count, of in zip(counts, totals, strict=True)]
        return max(abs(shares[-1] - share) for share in shares[:-1])

    ordered = sorted(rules, key=lambda rule: (-moved(rule), rule))
    return [RuleUse(rule, tuple(count[rule] for count in counts)) for rule in ordered]


def rules_used(facts: Sequence[Row], numbers: Sequence[Row]) -> Iterator[str]:
    """Give the ids of the rules that made these facts, or set these numerals aside."""
    for fact in facts:
        yield str(fact["rule"])
    for number in numbers:
        rule, mark, _ = str(number["reason"] or "").partition(RULE_MARK)
        if mark:
            yield rule


def _subject(row: Row) -> tuple[str, str]:
    return str(row["field"]), str(row["subject"] or "")
