"""A batch of cases as pictures need it: the facts of each case that count, and its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.model import Fact, Status
from pipeline.plot.tiles import short_names
from pipeline.qa.run import TABLES, RunCase, RunTables
from pipeline.tables.definition import table


@dataclass(frozen=True)
class Batch:
    """The tables of a report.

    Attributes
    ----------
    title
        The title of the report; its name if it has none.
    tables
        Its cases with their facts.
    """

    title: str
    tables: RunTables

    @property
    def report(self) -> str:
        """The name of the report."""
        return self.tables.report

    @property
    def cases(self) -> Sequence[RunCase]:
        """The cases in the order of the report."""
        return self.tables.cases

    @cached_property
    def labels(self) -> Sequence[str]:
        """The name of each case by which pictures call it: 河北武安市.

        Cases of the same place, and those of unknown places, are told apart by their number.
        """
        places = [place_name(case) for case in self.cases]
        often = Counter(places)
        return [
            place if place and often[place] == 1 else f"{place}（案例{case.case_no}）"
            if place else f"案例{case.case_no}"
            for place, case in zip(places, self.cases, strict=True)
        ]  # fmt: skip

    def figures(
        self, field: str, status: Status = "existing", **attributes: str
    ) -> Iterator[tuple[int, Fact]]:
        """Give the main facts of a field, each with the position of its case.

        Parameters
        ----------
        status
            ``existing`` or ``planned``.
        **attributes
            What else they have: ``category="percent"``.
        """
        wanted = {"field": field, "role": "main", "status": status, **attributes}
        for position, case in enumerate(self.cases):
            for fact in case.facts:
                if all(getattr(fact, name) == value for name, value in wanted.items()):
                    yield position, fact


def load_batch(folder: Path) -> Batch:
    """Read the tables of a report from the folder that a run wrote.

    Raises
    ------
    InputError
        If the folder does not hold the tables of a run.
    """
    from pipeline.write import load_descriptor, load_rows

    rows = {name: load_rows(folder, name) for name in TABLES}
    report = folder.absolute().name
    title = str(load_descriptor(folder).get("title") or report)
    return Batch(title, RunTables.from_rows(report, rows, source=""))


def place_name(case: RunCase) -> str:
    """Name the place of a case shortly: province without its kind, and county."""
    place = case.county or case.prefecture
    province = short_names().get(case.province, case.province)
    return province if place == case.province else f"{province}{place}"


def value_labels(column: str) -> Mapping[str, str]:
    """Give the Chinese labels of the values of a column of ``facts.csv``."""
    enumeration = table("facts").column(column).enumeration
    return {} if enumeration is None else {value.value: value.zh for value in enumeration.values}
