"""The figures of batches: how many cases of each province, and the values of each kind of fact.

What can be added up is added up for each case; percentages and prices are taken one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pipeline.compare.batches import Batch, Case, Row
from pipeline.compare.statistics import Distribution, distribution
from pipeline.tables.definition import table
from pipeline.tables.figures import total

PERCENT = "%"


class Kind(NamedTuple):
    """What a figure is: ``basis`` is empty where figures are added up."""

    field: str
    category: str
    unit: str
    basis: str

    @property
    def is_added(self) -> bool:
        """Whether the figures of a case are added up."""
        return not self.basis


@dataclass(frozen=True, slots=True)
class Figure:
    """A kind of figure in every batch; None where a batch has none."""

    kind: Kind
    distributions: tuple[Distribution | None, ...]


def provinces(batches: Sequence[Batch]) -> dict[str, list[int]]:
    """Count the cases of each province in each batch; "" is an unknown one, which comes last."""
    counts = [Counter(str(case.row["province"] or "") for case in batch.cases) for batch in batches]
    names = sorted(
        {name for count in counts for name in count},
        key=lambda name: (not name, -sum(count[name] for count in counts), name),
    )
    return {name: [count[name] for count in counts] for name in names}


def figures(batches: Sequence[Batch]) -> list[Figure]:
    """Describe the main, existing figures of each kind, in the order of the definition."""
    found = [_values(batch) for batch in batches]
    kinds = sorted({kind for values in found for kind in values}, key=_order)
    return [
        Figure(kind, tuple(distribution(values.get(kind, [])) for values in found))
        for kind in kinds
    ]


def _values(batch: Batch) -> Mapping[Kind, list[list[Decimal]]]:
    """Give the figures of each kind, a list for each case that has some."""
    values: dict[Kind, list[list[Decimal]]] = {}
    for case in batch.cases:
        of_case: dict[Kind, list[Decimal]] = {}
        for kind, figure in _main_figures(case):
            of_case.setdefault(kind, []).append(figure)
        for kind, found in of_case.items():
            added = [total(found) or Decimal(0)] if kind.is_added else found
            values.setdefault(kind, []).append(added)
    return values


def _main_figures(case: Case) -> Iterator[tuple[Kind, Decimal]]:
    for fact in case.facts:
        value = fact["value_min"]
        if fact["role"] == "main" and fact["status"] == "existing" and isinstance(value, Decimal):
            yield _kind(fact), value


def _kind(fact: Row) -> Kind:
    one_by_one = fact["unit"] == PERCENT or fact["from_min"] is not None
    return Kind(
        str(fact["field"]),
        str(fact["category"] or ""),
        str(fact["unit"] or ""),
        str(fact["basis"]) if one_by_one else "",
    )


def _order(kind: Kind) -> tuple[object, ...]:
    """Order kinds as the values stand in the definition; what it does not list comes last."""
    columns = (("field", kind.field), ("category", kind.category), ("basis", kind.basis))
    return (*(_position(column, value) for column, value in columns), *kind)


def _position(column: str, value: str) -> int:
    enumeration = table("facts").column(column).enumeration
    listed = [known.value for known in enumeration.values] if enumeration else []
    return listed.index(value) if value in listed else len(listed)
