"""The whole page from runs, labels and another run."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from pipeline.page.html_file import json_text
from pipeline.qa.gold import GoldCase
from pipeline.qa.score import score_report
from pipeline.review import reference
from pipeline.review.cases import FACT_COLUMNS, NUMBER_COLUMNS, CaseRecords
from pipeline.review.overview import report_record
from pipeline.review.page import page_html
from pipeline.review.run import Run
from pipeline.review.strings import Strings
from pipeline.tables.definition import load_definition

Labels = Mapping[str, Sequence[GoldCase]]
Record = dict[str, Any]


def build_page(
    runs: Sequence[Run], labels: Labels, against: Mapping[str, Run] | None = None
) -> str:
    """Make the page of one or several reports.

    Parameters
    ----------
    runs
        The runs to look at, one for each report.
    labels
        The labels by the name of the report; a report may have none.
    against
        Other runs by the name of the report, to compare with; None to compare with none.

    Returns
    -------
    str
        HTML that needs nothing else. The same input gives the same text.
    """
    title = "、".join(run.title or run.report for run in runs)
    return page_html(title, page_data(runs, labels, against))


def page_data(
    runs: Sequence[Run], labels: Labels, against: Mapping[str, Run] | None = None
) -> Record:
    """Collect what the page shows, as JSON takes it."""
    strings = Strings()
    cases: list[Record] = []
    reports: list[Record] = []
    for run in runs:
        gold = labels.get(run.report)
        references = [None if gold is None else reference.from_labels(gold, run)]
        if against is not None:
            other = against.get(run.report)
            references.append(None if other is None else reference.from_run(other))
        cases += CaseRecords(run, references, strings).records()
        reports.append(report_record(run, None if gold is None else score_report(run.tables, gold)))
    digest = hashlib.sha256(json_text({"cases": cases}).encode("utf-8")).hexdigest()
    kinds = ["labels" if labels else "none", *(["run"] if against is not None else [])]
    return {
        "digest": digest,
        "comparisons": kinds,
        "reports": reports,
        "fact_columns": FACT_COLUMNS,
        "number_columns": NUMBER_COLUMNS,
        "strings": strings.texts(),
        "columns": _columns(),
        "values": _values(),
        "guide": _guide(),
        "before": _toml("pipeline.qa", "changes.toml")["before"],
        "texts": _toml("pipeline.review", "texts.toml"),
        "cases": cases,
    }


def _columns() -> Record:
    """Give the titles of all columns."""
    return {
        column.name: [column.zh, column.en]
        for table in load_definition().tables.values()
        for column in table.columns
    }


def _values() -> Record:
    """Give the labels of the values of each column that has a list of them."""
    values: Record = {}
    for table in load_definition().tables.values():
        for column in table.columns:
            if column.enumeration is not None:
                values[column.name] = {
                    value.value: [value.zh, value.en] for value in column.enumeration.values
                }
    return values


def _guide() -> Record:
    """Give the categories of each field with their units, as the guide has them."""
    return _toml("pipeline.qa", "guide.toml")


def _toml(package: str, name: str) -> Record:
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
