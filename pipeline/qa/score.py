"""Scores of a run against labels: counts per case, from which every figure is summed.

A fact of the run is right, spurious, or spurious and wrong beside a missed one; facts that the
pipeline derived are never scored, and optional labels cost nothing either way. Labels say
something only about the fields that occur in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model import Fact
from pipeline.qa.cases import pair_cases
from pipeline.qa.gold import GoldCase, GoldFact
from pipeline.qa.match import (
    ATTRIBUTES,
    Matching,
    Pair,
    attribute_agrees,
    match,
    match_places,
    overlap,
    same_place,
)
from pipeline.qa.run import RunCase, RunTables
from pipeline.qa.sentence import sentence_around
from pipeline.tables.figures import plain

PLACES = {"span_exact": same_place, "span_overlap": overlap}
MEASURES = ("core", "strict", *ATTRIBUTES, *PLACES)
CASE_CHECKS = (
    "found",
    "heading",
    "province",
    "prefecture",
    "county",
    "adcode",
    "slogan",
    "slogan_suffix",
    "slogan_body",
)
ALL_FACTS = "all"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts are right, spurious and missing."""

    right: int = 0
    spurious: int = 0
    missing: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right, self.spurious + other.spurious, self.missing + other.missing
        )

    @property
    def precision(self) -> float | None:
        """The share of the facts found that are right; None if none was found."""
        return ratio(self.right, self.right + self.spurious)

    @property
    def recall(self) -> float | None:
        """The share of the labelled facts that were found; None if none is labelled."""
        return ratio(self.right, self.right + self.missing)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None without any fact on either side."""
        return ratio(2 * self.right, 2 * self.right + self.spurious + self.missing)


def ratio(part: int, whole: int) -> float | None:
    """Divide once, so that the result is the float nearest to the true share."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One case of a report, checked.

    Attributes
    ----------
    labelled, found
        Whether the gold set has the case, and whether the run has it.
    tallies
        By group (``all``, a field, or ``field.category``) and measure; absent means nothing to
        count.
    checks
        For each of `CASE_CHECKS` that the gold set says something about, whether it is right.
    wrong
        For each check that failed: what is expected and what was found.
    """

    report: str
    case_no: int
    labelled: bool
    found: bool
    matching: Matching
    tallies: dict[tuple[str, str], Tally]
    checks: dict[str, bool]
    wrong: dict[str, tuple[str, str]]

    def all_facts_right(self, measure: str) -> bool:
        """Tell whether the case has no spurious and no missing fact under a measure."""
        tally = self.tallies.get((ALL_FACTS, measure), Tally())
        return not (tally.spurious or tally.missing)


@dataclass(frozen=True, slots=True)
class Score:
    """The checked cases of a report, in order of their numbers.

    Attributes
    ----------
    not_labelled
        Fields of the run that the labels say nothing about, in alphabetical order; their facts
        are left out.
    """

    cases: tuple[CaseScore, ...]
    numerals: int = 0
    unexplained: int = 0
    not_labelled: tuple[str, ...] = ()

    @property
    def groups(self) -> list[str]:
        """``all``, then each field followed by its categories, in alphabetical order."""
        found = {group for case in self.cases for group, _ in case.tallies}
        return [ALL_FACTS, *sorted(found - {ALL_FACTS})]

    @property
    def fields(self) -> list[str]:
        """The fields of the facts on either side, in alphabetical order."""
        return [group for group in self.groups[1:] if "." not in group]

    def tally(self, group: str = ALL_FACTS, measure: str = "core") -> Tally:
        """Sum the counts of all cases for a group of facts and a measure."""
        return sum((case.tallies.get((group, measure), Tally()) for case in self.cases), Tally())

    def confusion(self, attribute: str, field: str = ALL_FACTS) -> Counter[tuple[str, str]]:
        """Count what is expected against what was found.

        For ``category``, over all facts: pairs of facts at overlapping places or with equal
        figures, and "" on one side for facts that are missing or spurious. For any other
        attribute, over the core-equal pairs. Optional labels are left out.
        """
        counts: Counter[tuple[str, str]] = Counter()
        for case in self.cases:
            for pair in case.matching.pairs:
                compared = attribute == "category" or pair.grade != "place"
                if compared and not pair.optional and field in (ALL_FACTS, pair.expected.field):
                    expected, found = (
                        str(getattr(fact, attribute)) for fact in (pair.expected, pair.found)
                    )
                    counts[expected, found] += 1
            if attribute == "category":
                for fact in case.matching.missing:
                    counts[fact.category, ""] += field in (ALL_FACTS, fact.field)
                for fact in case.matching.spurious:
                    counts["", fact.category] += field in (ALL_FACTS, fact.field)
        return +counts


def labelled_fields(gold: Iterable[GoldCase], found: Iterable[RunCase]) -> set[str]:
    """Name the fields that a gold set says something about: those that occur in it.

    A gold set without any fact says of every field of the run that there is none.
    """
    labelled = {fact.field for case in gold for fact in case.facts}
    return labelled or {fact.field for case in found for fact in case.facts}


def score_report(
    rows: RunTables, gold: Sequence[GoldCase], fields: Collection[str] | None = None
) -> Score:
    """Check the rows of one report against its gold set.

    Parameters
    ----------
    fields
        The fields that the labels say something about, if not just those that occur in them.
    """
    known = labelled_fields(gold, rows.cases) if fields is None else set(fields)
    run = {fact.field for case in rows.cases for fact in case.facts}
    return Score(
        tuple(
            _score_case(rows, known, number, labelled, found)
            for number, labelled, found in pair_cases(gold, rows.cases)
        ),
        rows.numerals,
        rows.unexplained,
        tuple(sorted(run - known)),
    )


def _score_case(
    rows: RunTables,
    fields: Collection[str],
    case_no: int,
    gold: GoldCase | None,
    case: RunCase | None,
) -> CaseScore:
    facts = case.facts if case else ()
    found = [fact for fact in facts if fact.basis != "derived" and fact.field in fields]
    expected = [_expected(fact, rows.source) for fact in gold.facts] if gold else []
    optional = [fact.optional for fact in gold.facts] if gold else []
    matching = match(expected, found, optional)
    checks, wrong = _check_case(gold, case) if gold else ({}, {})
    tallies = {**_tallies(matching), **_place_tallies(expected, found, optional)}
    return CaseScore(
        rows.report, case_no, gold is not None, case is not None, matching, tallies, checks, wrong
    )


def _expected(fact: GoldFact, source: str) -> Fact:
    """Give a label its sentence, where the text is the one that was labelled."""
    if source[fact.start : fact.end] != fact.text:
        return fact.as_fact()
    sentence = sentence_around(source, fact.start, fact.end)
    return replace(fact.as_fact(), sentence=sentence or fact.quote)


def _tallies(matching: Matching) -> dict[tuple[str, str], Tally]:
    tallies: dict[tuple[str, str], Tally] = {}

    def count(fact: Fact, measure: str, tally: Tally) -> None:
        for group in _groups(fact):
            tallies[group, measure] = tallies.get((group, measure), Tally()) + tally

    for measure in ("core", "strict", *ATTRIBUTES):
        for pair in matching.pairs:
            if pair.optional:
                continue
            if _holds(pair, measure):
                count(pair.expected, measure, Tally(right=1))
            else:
                count(pair.expected, measure, Tally(missing=1))
                count(pair.found, measure, Tally(spurious=1))
        for fact in matching.missing:
            count(fact, measure, Tally(missing=1))
        for fact in matching.spurious:
            count(fact, measure, Tally(spurious=1))
    return tallies


def _groups(fact: Fact) -> Iterable[str]:
    return (ALL_FACTS, fact.field, f"{fact.field}.{fact.category}")


def _holds(pair: Pair, measure: str) -> bool:
    """Tell whether a pair counts as right under a measure; every measure asks for `core`."""
    if pair.grade == "place" or measure == "core":
        return pair.grade != "place"
    if measure == "strict":
        return pair.grade == "strict"
    return attribute_agrees(pair.expected, pair.found, measure)


def _place_tallies(
    expected: Sequence[Fact], found: Sequence[Fact], optional: Sequence[bool]
) -> dict[tuple[str, str], Tally]:
    tallies: dict[tuple[str, str], Tally] = {}
    for field in sorted({fact.field for fact in (*expected, *found)}):
        labelled = [i for i, fact in enumerate(expected) if fact.field == field]
        for measure, near in PLACES.items():
            counts = match_places(
                [expected[i] for i in labelled],
                [fact for fact in found if fact.field == field],
                [optional[i] for i in labelled],
                near,
            )
            for group in (ALL_FACTS, field) if any(counts) else ():
                tallies[group, measure] = tallies.get((group, measure), Tally()) + Tally(*counts)
    return tallies


def _check_case(
    gold: GoldCase, case: RunCase | None
) -> tuple[dict[str, bool], dict[str, tuple[str, str]]]:
    """Compare what is said of a case; a case that was not found has everything wrong."""
    checks = {"found": case is not None}
    wrong = {} if case else {"found": (gold.heading, "")}
    for name in CASE_CHECKS[1:]:
        expected = getattr(gold, name)
        if expected is None:
            continue
        found = getattr(case, name) if case else None
        checks[name] = found == expected
        if case and found != expected:
            wrong[name] = (shown(expected), shown(found))
    return checks, wrong


def shown(value: object) -> str:
    """Write an attribute of a fact or a case for a person; "" for one that has no value."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return " | ".join(value)
    return "" if value is None else str(value)
