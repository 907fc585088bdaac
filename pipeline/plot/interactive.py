"""The interactive page: what the pictures show, with the sentences, in one HTML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import Fact
from pipeline.page.html_file import page_html
from pipeline.plot import nodes as node_records
from pipeline.plot import provinces as province_records
from pipeline.plot.batch import Batch, value_labels
from pipeline.plot.labels import FORMS, STATUS_LABELS, source_text
from pipeline.plot.marks import Rows
from pipeline.plot.nodes import CaseNodes, Group, Nodes
from pipeline.plot.overview import Overview, overview
from pipeline.plot.provinces import Provinces
from pipeline.plot.value import Value
from pipeline.tables.figures import plain

SCRIPTS = ("data", "elements", "drawing", "card", "rows", "nodes", "map", "main")
"""The parts of the script, in the order in which they need each other."""

PAGE_TITLE = "{title}：图表"
SECTIONS = ("costs", "people", "posts")
NODES_NOTE = "左：每点一个案例，竖线为全部案例的中位数（对数刻度）；右：全部案例合计（个）"

Record = dict[str, Any]


def build_page(batch: Batch) -> str:
    """Make the page of a batch; it needs nothing else. The same batch gives the same text."""
    title = PAGE_TITLE.format(title=batch.title)
    return page_html("pipeline.plot", SCRIPTS, title, page_data(batch))


def page_data(batch: Batch) -> Record:
    """Collect what the page shows, as JSON takes it."""
    shown = overview(batch)
    facts = _Facts(batch)
    return {
        "title": batch.title,
        "source": source_text(batch.title),
        "forms": [[name, label] for name, label in FORMS if name != "exact"],
        "figures": [
            {"label": figure.label, "text": figure.text, "note": figure.note}
            for figure in shown.figures
        ],
        "cases": [
            {"label": label, "province": case.province, "adcode": case.adcode}
            for label, case in zip(batch.labels, batch.cases, strict=True)
        ],
        "provinces": _provinces(shown.provinces),
        "nodes": _nodes(shown.nodes, facts),
        "rows": _sections(shown, facts),
    }


class _Facts:
    """Finds the facts of a batch by their case and id."""

    def __init__(self, batch: Batch) -> None:
        self._facts = {
            (position, fact.fact_id): fact
            for position, case in enumerate(batch.cases)
            for fact in case.facts
        }
        self._labels = {
            name: value_labels(name) for name in ("category", "qualifier", "status", "basis")
        }

    def record(self, case: int, fact_id: str) -> Record:
        """Give what the page tells of a fact."""
        fact = self._facts[case, fact_id]
        return {
            "id": fact.fact_id,
            "text": fact.text,
            "sentence": fact.sentence,
            "locator": fact.locator,
            "about": "，".join((fact.subject, *self._words(fact))).lstrip("，"),
        }

    def _words(self, fact: Fact) -> Sequence[str]:
        return [labels.get(getattr(fact, name), "") for name, labels in self._labels.items()]


def _provinces(shown: Provinces) -> Record:
    return {
        "name": "provinces",
        "title": province_records.TITLE,
        "subtitle": shown.subtitle,
        "most": shown.most,
        "tiles": [
            {
                "province": tile.place.province,
                "short": tile.place.short,
                "row": tile.place.row,
                "column": tile.place.column,
                "cases": tile.cases,
            }
            for tile in shown.tiles
        ],
    }


def _nodes(shown: Nodes, facts: _Facts) -> Record:
    return {
        "name": "nodes",
        "title": node_records.TITLE,
        "subtitle": shown.subtitle,
        "note": NODES_NOTE,
        "levels": [
            {"label": level.label, "groups": [_group(group, facts) for group in level.groups]}
            for level in shown.levels
        ],
    }


def _group(group: Group, facts: _Facts) -> Record:
    return {
        "status": group.status,
        "label": STATUS_LABELS[group.status],
        "total": _number(group.total.high) if group.total else 0,
        "total_text": group.text,
        "median": _number(group.median),
        "cases": [_case(case, facts) for case in group.cases],
    }


def _case(case: CaseNodes, facts: _Facts) -> Record:
    return {
        "case": case.case,
        "text": case.text,
        **_figure(case.value),
        "facts": [facts.record(case.case, fact_id) for fact_id in case.fact_ids],
    }


def _sections(shown: Overview, facts: _Facts) -> Sequence[Record]:
    parts = (shown.costs, *shown.employment)
    return [_rows(name, rows, facts) for name, rows in zip(SECTIONS, parts, strict=True)]


def _rows(name: str, rows: Rows, facts: _Facts) -> Record:
    return {
        "name": name,
        "title": rows.title,
        "subtitle": rows.subtitle,
        "unit": rows.unit,
        "logarithmic": rows.logarithmic,
        "series": [[series.name, series.label] for series in rows.series],
        "marks": [
            {
                "case": row.case,
                "series": mark.series.name,
                "shown": f"{mark.series.before}{mark.text}",
                **_figure(mark.value),
                "fact": facts.record(row.case, mark.fact_id),
            }
            for row in rows.rows
            for mark in row.marks
        ],
    }


def _figure(value: Value) -> Mapping[str, object]:
    return {
        "low": _number(value.low),
        "high": _number(value.high),
        "qualifier": value.qualifier,
    }


def _number(figure: Any) -> float:
    """Give a figure for a place on a scale; what is read stands in the texts."""
    return float(plain(figure))
