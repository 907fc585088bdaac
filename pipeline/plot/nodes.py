"""Logistics nodes by level: how many each case has, and how many all have, built and planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median_low

from pipeline.model import Status
from pipeline.plot.batch import Batch, value_labels
from pipeline.plot.value import Value, added, sum_text

TITLE = "各级物流节点"
LEVELS = ("county", "town", "village", "subvillage", "unspecified")
"""From the highest level down; levels of other rules come behind."""
STATUSES: tuple[Status, ...] = ("existing", "planned")


@dataclass(frozen=True, slots=True)
class CaseNodes:
    """The nodes of one level that a case has: the sum of its figures, and their ids."""

    case: int
    label: str
    value: Value
    text: str
    fact_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """The nodes of one level and status.

    Attributes
    ----------
    cases
        Those that have any, in order of their number from the largest.
    total
        Of all cases, None without any.
    total_text
        As it is written; "" without any.
    median
        The figure of the case in the middle (of two the smaller), 0 without any; ranges and bounds
        count with their lower end.
    """

    status: Status
    cases: Sequence[CaseNodes]
    total: Value | None
    total_text: str
    median: Decimal

    @property
    def text(self) -> str:
        """The sum with the number of cases that it is made of; "" without any."""
        return f"{self.total_text}（{len(self.cases)}例）" if self.cases else ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level with its nodes that stand already and those that are planned."""

    name: str
    label: str
    existing: Group
    planned: Group

    @property
    def groups(self) -> Sequence[Group]:
        """Both groups."""
        return self.existing, self.planned


@dataclass(frozen=True, slots=True)
class Nodes:
    """All levels from the highest to the lowest."""

    levels: Sequence[Level]
    subtitle: str

    @property
    def values(self) -> Sequence[Value]:
        """The values of all cases on all levels."""
        groups = [group for level in self.levels for group in level.groups]
        return tuple(case.value for group in groups for case in group.cases)


def nodes(batch: Batch) -> Nodes:
    """Sum up the nodes of each case and of all, level by level."""
    found = [fact for status in STATUSES for _, fact in batch.figures("node_count", status)]
    labels = value_labels("category")
    names = dict.fromkeys((*LEVELS, *(fact.category for fact in found)))
    levels = tuple(
        Level(name, labels.get(name, name), *(_group(batch, name, status) for status in STATUSES))
        for name in names
    )
    cases = {case.case for level in levels for group in level.groups for case in group.cases}
    planned = sum(fact.status == "planned" for fact in found)
    subtitle = (
        f"{len(cases)}个案例的{len(found)}项：已有{len(found) - planned}项，"
        f"规划{planned}项；单位：个"
    )
    return Nodes(levels, subtitle)


def _group(batch: Batch, level: str, status: Status) -> Group:
    by_case: dict[int, list[tuple[Value, str]]] = {}
    for case, fact in batch.figures("node_count", status, category=level):
        by_case.setdefault(case, []).append((Value.of(fact), fact.fact_id))
    cases = [
        _case(case, batch.labels[case], [value for value, _ in facts], [name for _, name in facts])
        for case, facts in by_case.items()
    ]
    every = [value for facts in by_case.values() for value, _ in facts]
    return Group(
        status=status,
        cases=tuple(sorted(cases, key=lambda one: (-one.value.high, -one.value.low, one.case))),
        total=added(every) if every else None,
        total_text=sum_text(every),
        median=median_low(one.value.low for one in cases) if cases else Decimal(0),
    )


def _case(case: int, label: str, values: Sequence[Value], names: Sequence[str]) -> CaseNodes:
    return CaseNodes(case, label, added(values), sum_text(values), tuple(names))
