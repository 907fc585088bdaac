"""What a run is compared with: labels, another run, or nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Fact
from pipeline.qa.check import case_regions
from pipeline.qa.gold import GoldCase
from pipeline.qa.run import RunCase
from pipeline.qa.score import labelled_fields
from pipeline.review.run import Run


@dataclass(frozen=True, slots=True)
class ReferenceCase:
    """A case of a reference.

    Attributes
    ----------
    facts
        In the order of the reference.
    optional
        For each fact, whether it need not be found.
    start, end
        Where the case stands in the source text of the reference.
    """

    case: GoldCase | RunCase
    facts: tuple[Fact, ...]
    optional: tuple[bool, ...]
    start: int
    end: int

    @property
    def case_no(self) -> int:
        """The number as printed."""
        return self.case.case_no

    @property
    def heading(self) -> str:
        """The heading as printed."""
        return self.case.heading


@dataclass(frozen=True, slots=True)
class Reference:
    """The cases that one report is compared with, and the text that their places point into.

    ``scored`` says that the reference holds the right answers, so that facts that the pipeline
    derived are left out, as in a score; ``fields`` names the fields that it says something about,
    None for all.
    """

    cases: tuple[ReferenceCase, ...]
    source: str
    scored: bool
    fields: frozenset[str] | None = None


def from_labels(labels: Sequence[GoldCase], run: Run) -> Reference:
    """Compare with the labels of the report."""
    source = run.tables.source
    regions = case_regions(labels, source, [row["start"] for row in run.case_rows])
    cases = tuple(
        ReferenceCase(
            case,
            tuple(fact.as_fact() for fact in case.facts),
            tuple(fact.optional for fact in case.facts),
            region.start,
            region.stop,
        )
        for case, region in zip(labels, regions, strict=True)
    )
    fields = frozenset(labelled_fields(labels, run.tables.cases))
    return Reference(cases, source, scored=True, fields=fields)


def from_run(run: Run) -> Reference:
    """Compare with another run over the same report."""
    cases = tuple(
        ReferenceCase(case, case.facts, (False,) * len(case.facts), row["start"], row["end"])
        for case, row in zip(run.tables.cases, run.case_rows, strict=True)
    )
    return Reference(cases, run.tables.source, scored=False)
