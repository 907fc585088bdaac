"""Four signs that rules no longer fit a batch, each as a share with the places to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.batches import Batch, Case, Item, item_of
from pipeline.compare.headings import HeadingStyles
from pipeline.compare.nouns import CountedNouns
from pipeline.compare.statistics import expected_absent
from pipeline.compare.wording import rules_used
from pipeline.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    Attributes
    ----------
    expected
        With what share a later one is compared, where that is not this one.
    """

    count: int
    of: int
    expected: float | None = None

    @property
    def value(self) -> float:
        """The share, from 0 to 1; 0 of nothing."""
        return self.count / self.of if self.of else 0.0

    @property
    def baseline(self) -> float:
        """The share that a later one is compared with."""
        return self.value if self.expected is None else self.expected


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign, in every batch; the last share is that of the new one.

    Attributes
    ----------
    items
        What makes up the share of the new batch, or for rules, where an earlier one used them.
    """

    name: str
    zh: str
    en: str
    shares: tuple[Share, ...]
    items: tuple[Item, ...]


def signals(earlier: Sequence[Batch], new: Batch, rulebook: Rulebook) -> list[Signal]:
    """Compute all signs."""
    return [
        _unexplained(earlier, new),
        _silent_rules(earlier, new, rulebook),
        _unknown_nouns(earlier, new, rulebook),
        _heading_styles(earlier, new, rulebook),
    ]


NAMES = ("unexplained", "silent_rules", "unknown_nouns", "heading_styles")
"""The names of the signs, by which thresholds are given."""


def _unexplained(earlier: Sequence[Batch], new: Batch) -> Signal:
    """Numerals that no fact uses and that have no reason either."""
    shares = tuple(
        Share(len(list(_without_reason(batch))), len(list(batch.numbers)))
        for batch in (*earlier, new)
    )
    items = tuple(_without_reason(new))
    return Signal("unexplained", "未解释的数字", "unexplained numerals", shares, items)


def _without_reason(batch: Batch) -> Iterator[Item]:
    for report, row in batch.numbers:
        if not (row["fact_id"] or row["reason"]):
            yield item_of(report, row, str(row["text"]))


def _silent_rules(earlier: Sequence[Batch], new: Batch, rulebook: Rulebook) -> Signal:
    """Rules that no case needed, of all that some batch needed; the items are those that one did.

    The more cases, the fewer rules are silent. So an earlier share is expected for as many cases
    as the new batch has.
    """
    rules = rule_ids(rulebook)
    used = [_cases_with(batch, rules) for batch in (*earlier, new)]
    needed = {rule for with_rule in used for rule in with_rule}
    cases = [len(batch.cases) for batch in (*earlier, new)]
    shares = []
    for with_rule, count in zip(used, cases, strict=True):
        silent = len(needed) - len(with_rule)
        absent = silent + expected_absent(with_rule, count, cases[-1])
        shares.append(Share(silent, len(needed), absent / max(1, len(needed))))
    missing = needed - used[-1].keys()
    items = tuple(_examples(earlier, missing))
    return Signal("silent_rules", "未用到的规则", "rules that never fired", tuple(shares), items)


def rule_ids(rulebook: Rulebook) -> set[str]:
    """Give the ids of all rules of a run."""
    return {rule.id for entry in rulebook.fields_by_name.values() for rule in entry.rules}


def _cases_with(batch: Batch, rules: set[str]) -> Counter[str]:
    """Count the cases that need each rule."""
    return Counter(
        rule for case in batch.cases for rule in rules & {*rules_used(case.facts, case.numbers)}
    )


def _examples(batches: Sequence[Batch], rules: set[str]) -> Iterator[Item]:
    """Give a place where each rule was used, in the order of the rules."""
    found: dict[str, Item] = {}
    for batch in batches:
        for case in batch.cases:
            for row in (*case.facts, *case.numbers):
                facts, numbers = ([row], []) if "rule" in row else ([], [row])
                for rule in rules.intersection(rules_used(facts, numbers)) - found.keys():
                    found[rule] = item_of(case.report, row, rule)
    yield from (found[rule] for rule in sorted(found))


def _unknown_nouns(earlier: Sequence[Batch], new: Batch, rulebook: Rulebook) -> Signal:
    """Nouns that numerals count and that stand in no lexicon, of all nouns that they count."""
    nouns = CountedNouns(rulebook)
    shares: list[Share] = []
    unknown: list[Item] = []
    for batch in (*earlier, new):
        found = list(nouns.of(batch))
        unknown = [item for noun, item in found if not nouns.is_known(noun)]
        shares.append(Share(len(unknown), len(found)))
    return Signal(
        "unknown_nouns",
        "词表没有的名词",
        "nouns that no lexicon knows",
        tuple(shares),
        tuple(unknown),
    )


def _heading_styles(earlier: Sequence[Batch], new: Batch, rulebook: Rulebook) -> Signal:
    """Headings whose style no batch before has; of the first batch none is new."""
    styles = HeadingStyles(rulebook)
    known: set[str] = set()
    shares: list[Share] = []
    items: list[Item] = []
    for position, batch in enumerate((*earlier, new)):
        of_cases = [(styles.of(case), case) for case in batch.cases]
        new_ones = [(style, case) for style, case in of_cases if position and style not in known]
        items = [
            Item(case.report.report, _number(case.row["case_no"]), style, str(case.row["heading"]))
            for style, case in _every_style_first(new_ones)
        ]
        shares.append(Share(len(items), len(of_cases), expected=0.0))
        known |= {style for style, _ in of_cases}
    return Signal(
        "heading_styles", "新样式的标题", "headings in a new style", tuple(shares), tuple(items)
    )


def _every_style_first(of_cases: Sequence[tuple[str, Case]]) -> list[tuple[str, Case]]:
    """Put one heading of each style before the second ones, and those before the third."""
    seen: Counter[str] = Counter()
    ranked = []
    for style, case in of_cases:
        ranked.append((seen[style], style, case))
        seen[style] += 1
    return [(style, case) for _, style, case in sorted(ranked, key=lambda entry: entry[0])]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
