"""Work created or supported: people and posts of each case, direct, indirect or not said."""

from __future__ import annotations

from pipeline.model import Fact
from pipeline.plot.batch import Batch, value_labels
from pipeline.plot.marks import Rows, Series, in_rows, mark_of, occurring
from pipeline.plot.value import Value, sum_text

TITLES = {"人": "带动就业人数", "岗位": "就业岗位数"}
"""The pictures by their unit: people and posts are never added up."""
UNSPECIFIED = "unspecified"


def employment(batch: Batch, unit: str) -> Rows:
    """Give the figures of all cases in one unit, ``人`` or ``岗位``."""
    found = list(batch.figures("employment", unit=unit))
    series = _series([fact for _, fact in found])
    marks = [
        (case, mark_of(fact, series[fact.category], Value.of(fact).text)) for case, fact in found
    ]
    rows = in_rows(marks, batch.labels)
    planned = len(list(batch.figures("employment", "planned", unit=unit)))
    left_out = f"；规划的{planned}项未计" if planned else ""
    whole = sum_text([mark.value for _, mark in marks])
    together = f"，合计{whole}" if whole else ""
    return Rows(
        title=TITLES[unit],
        subtitle=f"{len(rows)}个案例的{len(found)}项{together}；单位：{unit}（对数刻度）{left_out}",
        unit=unit,
        logarithmic=True,
        series=occurring(series.values(), (mark for _, mark in marks)),
        rows=rows,
    )


def _series(facts: list[Fact]) -> dict[str, Series]:
    """Give the kinds of employment in the order of the definition, then those of other rules."""
    labels = value_labels("category")
    names = dict.fromkeys(("direct", "indirect", UNSPECIFIED, *(fact.category for fact in facts)))
    return {name: _kind(name, labels.get(name, name)) for name in names}


def _kind(name: str, label: str) -> Series:
    return Series(name, label, "" if name == UNSPECIFIED else label)
