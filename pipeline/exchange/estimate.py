"""The score of a whole batch, estimated from a sample of its cases.

Every case stands for as many as the inverse of its chance to be drawn (the estimator of Horvitz
and Thompson); a share is the ratio of two such sums, and its variance that of the ratio in a
stratified sample without replacement, linearised.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import InputError
from pipeline.exchange.interval import share_interval
from pipeline.exchange.sample import SampledCase
from pipeline.qa.figures import FactFigures, Figure
from pipeline.qa.gold import GoldCase
from pipeline.qa.run import RunTables
from pipeline.qa.score import MEASURES, Score, Tally, labelled_fields, score_report

Counts = tuple[int, int]
"""Of one case: the facts that are right, and all that are judged."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score of the sampled cases with the sample, for figures of the whole batch."""

    score: Score
    sample: tuple[SampledCase, ...]


def cases_of_batch(sample: Iterable[SampledCase]) -> int:
    """Count the cases that a sample was drawn from."""
    return sum({one.stratum: one.stratum_cases for one in sample}.values())


def score_sample(
    run: RunTables, gold: Sequence[GoldCase], sample: Sequence[SampledCase]
) -> Estimate:
    """Check the sampled cases of a run; all other cases of the run and the labels are left out.

    A sampled case that the run no longer has counts with all its facts missing.

    Raises
    ------
    InputError
        If a sampled case is not labelled, or has another heading than when it was drawn.
    """
    headings = {one.case_no: one.heading for one in sample}
    labelled = [case for case in gold if headings.get(case.case_no) == case.heading]
    missing = headings.keys() - {case.case_no for case in labelled}
    if missing:
        numbers = ", ".join(map(str, sorted(missing)))
        raise InputError(f"the labels lack the sampled cases {numbers}: label all of the sample")
    found = tuple(case for case in run.cases if case.case_no in headings)
    for case in found:
        if case.heading != headings[case.case_no]:
            message = f"case {case.case_no} was drawn as {headings[case.case_no]!r} and is"
            raise InputError(f"{message} {case.heading!r} now: draw a sample of this run")
    fields = labelled_fields(gold, found)
    return Estimate(score_report(replace(run, cases=found), labelled, fields), tuple(sample))


def estimated_figures(estimate: Estimate, measures: Sequence[str] = MEASURES) -> list[FactFigures]:
    """Return precision, recall and F1 of the whole batch; the tallies are those of the sample.

    Groups and measures are those of a score.
    """
    return [
        _figures(estimate, group, measure)
        for group in estimate.score.groups
        for measure in measures
        if "." not in group or measure in {"core", "strict"}
    ]


def _figures(estimate: Estimate, group: str, measure: str) -> FactFigures:
    by_case = {case.case_no: case.tallies for case in estimate.score.cases}
    tallies = [by_case[one.case_no].get((group, measure), Tally()) for one in estimate.sample]

    def figure(count: Callable[[Tally], Counts], judged_twice: bool = False) -> Figure:
        return _share(estimate.sample, [count(tally) for tally in tallies], 1 + judged_twice)

    return FactFigures(
        group,
        measure,
        sum(tallies, Tally()),
        figure(lambda tally: (tally.right, tally.right + tally.spurious)),
        figure(lambda tally: (tally.right, tally.right + tally.missing)),
        figure(
            lambda tally: (2 * tally.right, 2 * tally.right + tally.spurious + tally.missing),
            judged_twice=True,
        ),
    )


def _share(sample: Sequence[SampledCase], counts: Sequence[Counts], times: int) -> Figure:
    """Estimate a share; ``times`` tells how often the counts count a fact."""
    judged = sum(both for _, both in counts)
    if not judged:
        return Figure(None, None)
    hits, whole = (
        math.fsum(count[part] / one.probability for one, count in zip(sample, counts, strict=True))
        for part in (0, 1)
    )
    share = hits / whole
    left = 1 - len(sample) / cases_of_batch(sample)
    if not left:
        return Figure(share, (share, share))
    variance = _variance(sample, [right - share * both for right, both in counts]) / whole**2
    facts = judged / times / left
    effective = min(facts, share * (1 - share) / variance) if variance > 0 else facts
    return Figure(share, share_interval(share, effective, _degrees(sample)))


def _variance(sample: Sequence[SampledCase], residuals: Sequence[float]) -> float:
    """Estimate the variance of a sum over the batch from the residuals of the sampled cases."""
    strata: dict[tuple[int, int], list[float]] = defaultdict(list)
    for one, residual in zip(sample, residuals, strict=True):
        strata[one.stratum, one.stratum_cases].append(residual)
    return math.fsum(
        cases**2 * (1 / len(found) - 1 / cases) * _spread(found)
        for (_, cases), found in strata.items()
        if len(found) < cases
    )


def _degrees(sample: Iterable[SampledCase]) -> int:
    """Count the cases of strata that were not taken whole, less one for each stratum."""
    sizes = {one.stratum: (one.stratum_cases, one.stratum_sampled) for one in sample}
    return sum(sampled - 1 for cases, sampled in sizes.values() if sampled < cases)


def _spread(values: Iterable[float]) -> float:
    known = list(values)
    mean = math.fsum(known) / len(known)
    return math.fsum((value - mean) ** 2 for value in known) / (len(known) - 1)
