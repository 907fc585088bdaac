"""How far two annotators agree who labelled the same report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.qa.gold import GoldCase
from pipeline.qa.run import RunCase, RunTables
from pipeline.qa.score import Score, score_report

ATTRIBUTES = ("category", "qualifier", "role", "status", "unit", "basis")


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement on one attribute of the facts that both annotators labelled.

    Attributes
    ----------
    facts
        The facts that both labelled: equal figures or overlapping places.
    observed
        The share of them with the same value; None without facts.
    kappa
        Cohen's kappa: 1 for full agreement, 0 for what chance would give; None where chance
        alone gives full agreement, because only one value occurs.
    """

    attribute: str
    facts: int
    observed: float | None
    kappa: float | None


def compare(report: str, one: Sequence[GoldCase], other: Sequence[GoldCase]) -> Score:
    """Score the second annotator against the first; facts marked optional count like others.

    F1 is the same whichever comes first.
    """
    fields = {fact.field for case in (*one, *other) for fact in case.facts}
    return score_report(_as_run(report, other), [_counting_all(case) for case in one], fields)


def kappas(score: Score) -> list[Kappa]:
    """Return the agreement on each attribute."""
    return [_kappa(name, _both(score, name)) for name in ATTRIBUTES]


def _both(score: Score, attribute: str) -> Counter[tuple[str, str]]:
    """Count the values of an attribute that the two gave to the same fact."""
    return Counter(
        (str(getattr(pair.expected, attribute)), str(getattr(pair.found, attribute)))
        for case in score.cases
        for pair in case.matching.pairs
    )


def _kappa(attribute: str, counts: Mapping[tuple[str, str], int]) -> Kappa:
    total = sum(counts.values())
    if not total:
        return Kappa(attribute, 0, None, None)
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), count in counts.items():
        first[one] += count
        second[other] += count
    observed = Fraction(sum(n for (one, other), n in counts.items() if one == other), total)
    chance = Fraction(sum(first[value] * second[value] for value in first), total * total)
    kappa = None if chance == 1 else float((observed - chance) / (1 - chance))
    return Kappa(attribute, total, float(observed), kappa)


def _as_run(report: str, cases: Sequence[GoldCase]) -> RunTables:
    found = tuple(
        RunCase(
            **case.model_dump(exclude={"facts", "prefecture"}),
            prefecture=case.prefecture or "",
            facts=tuple(fact.as_fact() for fact in case.facts),
        )
        for case in cases
    )
    return RunTables(report, found, numerals=0, unexplained=0, source="")


def _counting_all(case: GoldCase) -> GoldCase:
    facts = tuple(fact.model_copy(update={"optional": False}) for fact in case.facts)
    return case.model_copy(update={"facts": facts})
