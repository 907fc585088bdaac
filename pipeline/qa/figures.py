"""The figures of a score: as rows with intervals, and by name for the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.qa import bootstrap
from pipeline.qa.score import ALL_FACTS, CASE_CHECKS, MEASURES, PLACES, Score, Tally, ratio


@dataclass(frozen=True, slots=True)
class Figure:
    """A share between 0 and 1 with its 95 % interval; None where nothing is to be counted."""

    value: float | None
    interval: bootstrap.Interval | None


@dataclass(frozen=True, slots=True)
class FactFigures:
    """Precision, recall and F1 of a group of facts under one measure."""

    group: str
    measure: str
    tally: Tally
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class ShareFigure:
    """The share of cases, or of anything else that is counted, that is right."""

    name: str
    right: int
    total: int
    share: Figure


def fact_figures(
    score: Score, measures: Sequence[str] = MEASURES, times: int = bootstrap.TIMES
) -> list[FactFigures]:
    """Return the figures of all groups: the measures for all facts and for each field.

    Categories have ``core`` and ``strict`` only. Without any ``times`` that samples are drawn,
    figures have no interval.
    """
    samples = bootstrap.draw(len(score.cases), times)
    return [
        _fact_figures(score, group, measure, samples)
        for group in score.groups
        for measure in measures
        if "." not in group or measure in {"core", "strict"}
    ]


def _fact_figures(
    score: Score, group: str, measure: str, samples: Sequence[Sequence[int]]
) -> FactFigures:
    cases = [case.tallies.get((group, measure), Tally()) for case in score.cases]
    columns = [
        [tally.right for tally in cases],
        [tally.spurious for tally in cases],
        [tally.missing for tally in cases],
    ]
    drawn = [Tally(*sums) for sums in bootstrap.totals(columns, samples)]
    whole = score.tally(group, measure)

    def figure(of: Callable[[Tally], float | None]) -> Figure:
        return Figure(of(whole), bootstrap.interval(map(of, drawn)))

    return FactFigures(
        group,
        measure,
        whole,
        figure(lambda tally: tally.precision),
        figure(lambda tally: tally.recall),
        figure(lambda tally: tally.f1),
    )


def case_figures(score: Score, times: int = bootstrap.TIMES) -> list[ShareFigure]:
    """Return the shares of cases that are right.

    ``cases.labelled`` is the share of the cases found that the labels have too; all others are
    shares of the labelled cases: found, named as labelled, with every fact right.
    """
    found = [case.labelled for case in score.cases if case.found]
    rows = [_share("cases.labelled", found, bootstrap.draw(len(found), times))]
    cases = [case for case in score.cases if case.labelled]
    samples = bootstrap.draw(len(cases), times)
    rows += [
        _share(f"cases.{name}", [case.checks.get(name) for case in cases], samples)
        for name in CASE_CHECKS
    ]
    for measure in ("core", "strict"):
        right = [case.all_facts_right(measure) for case in cases]
        rows.append(_share(f"cases.facts_{measure}", right, samples))
    return rows


def attribute_figures(score: Score, times: int = bootstrap.TIMES) -> list[ShareFigure]:
    """Return how often each attribute is right where the figures are (core-equal pairs)."""
    samples = bootstrap.draw(len(score.cases), times)
    return [
        _shares_of_counts(
            f"attributes.{name}",
            [case.tallies.get((ALL_FACTS, name), Tally()).right for case in score.cases],
            [case.tallies.get((ALL_FACTS, "core"), Tally()).right for case in score.cases],
            samples,
        )
        for name in MEASURES
        if name not in {"core", "strict", *PLACES}
    ]


def _share(
    name: str, right: Sequence[bool | None], samples: Sequence[Sequence[int]]
) -> ShareFigure:
    """Count booleans; None says that nothing was to be checked."""
    made = [int(value is not None) for value in right]
    return _shares_of_counts(name, [int(bool(value)) for value in right], made, samples)


def _shares_of_counts(
    name: str, right: Sequence[int], total: Sequence[int], samples: Sequence[Sequence[int]]
) -> ShareFigure:
    drawn = bootstrap.totals([right, total], samples)
    share = Figure(
        ratio(sum(right), sum(total)), bootstrap.interval(ratio(*counts) for counts in drawn)
    )
    return ShareFigure(name, sum(right), sum(total), share)


def numerals_explained(score: Score) -> ShareFigure:
    """Return the share of the report's numerals that a fact uses or a reason explains."""
    explained = score.numerals - score.unexplained
    share = Figure(ratio(explained, score.numerals), None)
    return ShareFigure("numerals.explained", explained, score.numerals, share)


def name(group: str, measure: str, figure: str) -> str:
    """Name a figure: ``core.f1`` of all facts, ``node_count.core.f1``."""
    return ".".join([*([] if group == ALL_FACTS else [group]), measure, figure])


def share_figures(score: Score, times: int = bootstrap.TIMES) -> list[ShareFigure]:
    """Return all shares: of cases, of attributes and of numerals."""
    return [
        *case_figures(score, times),
        *attribute_figures(score, times),
        numerals_explained(score),
    ]


def by_name(score: Score, times: int = bootstrap.TIMES) -> dict[str, Figure]:
    """Return every figure of a score under its name."""
    figures = {}
    for row in fact_figures(score, times=times):
        figures[name(row.group, row.measure, "precision")] = row.precision
        figures[name(row.group, row.measure, "recall")] = row.recall
        figures[name(row.group, row.measure, "f1")] = row.f1
    for share in share_figures(score, times):
        figures[share.name] = share.share
    return figures
