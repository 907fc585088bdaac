"""The cases of one report as records for the page, each with what it is compared with.

Places count code points from the beginning of the case's text; figures are texts, so that they
stay exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Fact
from pipeline.qa.diff import Change
from pipeline.qa.gold import GoldCase
from pipeline.qa.run import RunCase
from pipeline.qa.score import shown
from pipeline.review import compare
from pipeline.review.compare import Item
from pipeline.review.entries import Entry, entries
from pipeline.review.reference import Reference, ReferenceCase
from pipeline.review.run import Row, Run
from pipeline.review.strings import Strings

Record = dict[str, Any]

FIGURES = ("value_min", "value_max", "from_min", "from_max")
ATTRIBUTES = (
    "field",
    "category",
    "subject",
    "unit",
    "qualifier",
    "role",
    "status",
    "basis",
    "locator",
    "rule",
)
FACT_COLUMNS = ("start", "end", *FIGURES, *ATTRIBUTES, "flags", "placed")
"""The columns of a fact's row; the facts of the run have their id before them."""

NUMBER_TEXTS = ("unit", "qualifier", "kind", "reason")
NUMBER_COLUMNS = ("start", "end", "value_min", "value_max", *NUMBER_TEXTS)


@dataclass(slots=True)
class CaseRecords:
    """Makes the records of the cases of a report.

    Attributes
    ----------
    references
        What the run is compared with, one after the other; None where there is nothing.
    strings
        Where texts that occur often are kept.
    """

    run: Run
    references: Sequence[Reference | None]
    strings: Strings
    _taken: Counter[str] = field(default_factory=Counter)

    def records(self) -> Iterator[Record]:
        """Make the records of all cases, in order of the text."""
        for entry in entries(self.run, self.references):
            yield self._record(entry)

    def _record(self, entry: Entry) -> Record:
        case = entry.case
        return {
            "id": self._unique(str(case.case_no)),
            "report": self.run.report,
            "number": case.case_no,
            "heading": case.heading,
            "province": case.province,
            "prefecture": case.prefecture or "",
            "prefecture_named": _names_prefecture(case),
            "county": case.county,
            "adcode": case.adcode,
            "slogan": case.slogan,
            "slogan_suffix": case.slogan_suffix,
            "slogan_body": case.slogan_body,
            "start": entry.start,
            "text": entry.source[entry.start : entry.end],
            "oddities": entry.oddities,
            "facts": [
                [self._unique(fact.fact_id), *_fact(fact, entry, self.strings)]
                for fact in entry.facts
            ],
            "numbers": [self._number(row, entry.start) for row in self._numbers(entry)],
            "compared": [
                self._compared(entry, reference, entry.references.get(position))
                for position, reference in enumerate(self.references)
            ],
        }

    def _unique(self, name: str) -> str:
        """Tell equal names apart: a report may number two cases alike."""
        self._taken[name] += 1
        return name if self._taken[name] == 1 else f"{name}_{self._taken[name]}"

    def _numbers(self, entry: Entry) -> Iterator[Row]:
        """Give the numerals of a case that no fact uses."""
        rows = self.run.numbers if entry.source == self.run.tables.source else []
        first = bisect_left(rows, entry.start, key=lambda row: row["start"])
        for row in rows[first:]:
            if row["start"] >= entry.end:
                return
            if not row["fact_id"]:
                yield row

    def _number(self, row: Row, start: int) -> list[Any]:
        return [
            row["start"] - start,
            row["end"] - start,
            shown(row["value_min"]),
            shown(row["value_max"]),
            *(self.strings.put(row[name] or "") for name in NUMBER_TEXTS),
        ]

    def _compared(
        self, entry: Entry, reference: Reference | None, case: ReferenceCase | None
    ) -> Record | None:
        """Make the record of a comparison; None where neither side has the case."""
        found = entry.found
        facts = entry.facts
        if reference is None:
            return None if found is None else _comparison("found", compare.unlabelled(facts))
        if case is None:
            return (
                None
                if found is None
                else _comparison("spurious", compare.spurious(facts, reference))
            )
        record: Record = {
            "facts": [_fact(fact, entry, self.strings) for fact in case.facts],
            "optional": [j for j, flag in enumerate(case.optional) if flag],
        }
        if found is None:
            return record | _comparison("missing", compare.missing(case))
        same_text = reference.source == self.run.tables.source
        changes = compare.compare_cases(found, case)
        return (
            record
            | _comparison(
                "changed" if changes else "correct",
                compare.compare_facts(facts, case, reference, places=reference.scored or same_text),
            )
            | {"changes": [_change(change) for change in changes]}
        )


def _fact(fact: Fact, entry: Entry, strings: Strings) -> list[Any]:
    """Make the row of a fact; ``placed`` says whether its words stand at its place."""
    in_case = entry.start <= fact.start and fact.end <= entry.end
    return [
        fact.start - entry.start,
        fact.end - entry.start,
        *(shown(getattr(fact, name)) for name in FIGURES),
        *(strings.put(getattr(fact, name)) for name in ATTRIBUTES),
        fact.flags,
        int(in_case and entry.source[fact.start : fact.end] == fact.text),
    ]


def _comparison(status: str, items: Sequence[Item]) -> Record:
    """Make a record of the status of a case and of its facts: -1 for a side that has none."""
    return {
        "status": status,
        "items": [
            [
                item.status,
                -1 if item.found is None else item.found,
                -1 if item.expected is None else item.expected,
                *([[_change(change) for change in item.changes]] if item.changes else []),
            ]
            for item in items
        ],
    }


def _change(change: Change) -> tuple[str, str, str]:
    return change.attribute, change.before, change.after


def _names_prefecture(case: RunCase | GoldCase) -> bool:
    """Tell whether the heading names the prefecture beside the county, in full or shortened."""
    if not case.prefecture:
        return False
    return case.prefecture[:2] in case.heading.replace(case.county, "")
