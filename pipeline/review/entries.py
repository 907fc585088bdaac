"""Which cases the page shows: those of the run, and those that only a reference has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Fact
from pipeline.qa.cases import pair_cases
from pipeline.qa.gold import GoldCase
from pipeline.qa.run import RunCase
from pipeline.review.oddities import case_oddities
from pipeline.review.reference import Reference, ReferenceCase
from pipeline.review.run import Run


@dataclass(slots=True)
class Entry:
    """A case of the run, of a reference, or of several of them.

    Attributes
    ----------
    found
        The case of the run; None if the run does not have it.
    references
        The same case in the references, by the position of the reference.
    source, start, end
        The text that the case is shown in, and where in it the case stands.
    """

    found: RunCase | None
    source: str
    start: int
    end: int
    oddities: tuple[str, ...] = ()
    references: dict[int, ReferenceCase] = field(default_factory=dict)

    @property
    def case(self) -> RunCase | GoldCase:
        """What is said of the case: by the run, or else by the first reference that has it."""
        return self.found or min(self.references.items())[1].case

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of the run."""
        return self.found.facts if self.found else ()


def entries(run: Run, references: Sequence[Reference | None]) -> list[Entry]:
    """Bring together what belongs to the same case, in order of the text."""
    shown = [
        Entry(case, run.tables.source, row["start"], row["end"], oddities)
        for case, row, oddities in zip(
            run.tables.cases, run.case_rows, case_oddities(run.case_rows), strict=True
        )
    ]
    of_case = {id(entry.found): entry for entry in shown}
    elsewhere: dict[tuple[int, str], Entry] = {}
    for position, reference in enumerate(references):
        if reference is None:
            continue
        for number, case, found in pair_cases(reference.cases, run.tables.cases):
            if case is None:
                continue
            entry = of_case.get(id(found)) or elsewhere.setdefault(
                (number, case.heading), Entry(None, reference.source, case.start, case.end)
            )
            entry.references[position] = case
    return sorted([*shown, *elsewhere.values()], key=lambda entry: entry.start)
