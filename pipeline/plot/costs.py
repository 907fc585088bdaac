"""By how much logistics costs fell: the percentages of each case, stated and derived."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Fact
from pipeline.plot.batch import Batch
from pipeline.plot.marks import Rows, Series, in_rows, mark_of, occurring
from pipeline.plot.value import Value, percent_text

TITLE = "物流成本降幅"
UNIT = "%"
STATED = Series("stated", "原文写明")
DERIVED = Series("derived", "由前后值算出", before="算得")
SERIES = (STATED, DERIVED)


def costs(batch: Batch) -> Rows:
    """Give the percentages of all cases that have one."""
    found = list(batch.figures("cost_reduction", category="percent"))
    marks = [(case, mark_of(fact, _series(fact), _text(fact))) for case, fact in found]
    rows = in_rows(marks, batch.labels)
    planned = len(list(batch.figures("cost_reduction", "planned", category="percent")))
    return Rows(
        title=TITLE,
        subtitle=_subtitle([fact for _, fact in found], len(rows), planned),
        unit=UNIT,
        logarithmic=False,
        series=occurring(SERIES, (mark for _, mark in marks)),
        rows=rows,
    )


def stated_values(batch: Batch) -> Sequence[Value]:
    """Give the percentages that the text itself states."""
    facts = (fact for _, fact in batch.figures("cost_reduction", category="percent"))
    return tuple(Value.of(fact) for fact in facts if _series(fact) is STATED)


def _series(fact: Fact) -> Series:
    return DERIVED if fact.basis == DERIVED.name else STATED


def _text(fact: Fact) -> str:
    return percent_text(Value.of(fact), derived=fact.basis == DERIVED.name)


def _subtitle(facts: Sequence[Fact], cases: int, planned: int) -> str:
    derived = sum(_series(fact) is DERIVED for fact in facts)
    left_out = f"；规划的{planned}项未计" if planned else ""
    return (
        f"{cases}个案例的{len(facts)}项降幅：写明{len(facts) - derived}项，"
        f"算出{derived}项；单位：{UNIT}{left_out}"
    )
