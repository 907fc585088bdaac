"""Tasks for Label Studio: one a case, with an extraction as pre-annotations or with labels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline import __version__
from pipeline.errors import InputError
from pipeline.exchange.batch import Batch, BatchCase
from pipeline.exchange.label_studio.controls import (
    CASE_FIELDS,
    CHOICES,
    FIELDS,
    LABEL,
    TEXT,
    label,
)
from pipeline.exchange.texts import CaseTexts, Texts, case_texts, fact_texts
from pipeline.model import Fact
from pipeline.qa.check import case_regions
from pipeline.qa.gold import GoldCase, GoldFact
from pipeline.tables.figures import plain

Record = dict[str, Any]


def tasks_of_run(batch: Batch) -> list[Record]:
    """Make a task of each case of a run, to be labelled, with what was found in it.

    What the pipeline derived is left out, as it is no label.
    """
    tasks = []
    for one in batch.cases:
        found = [fact for fact in one.case.facts if fact.basis != "derived"]
        facts = [(fact.start - one.start, fact.text, _fact(fact)) for fact in found]
        text = batch.source[one.start : one.end]
        result = _results(_case(one), facts)
        prediction = {"model_version": f"anli {__version__}", "result": result}
        data = _data(batch.report, one.case, text, one.start)
        tasks.append({"data": data, "predictions": [prediction]})
    return tasks


def tasks_of_labels(
    report: str, cases: Sequence[GoldCase], source: str, starts: Sequence[int] = ()
) -> list[Record]:
    """Make a task of each labelled case, with its labels as the annotation.

    Parameters
    ----------
    source
        The text of the report that the labels point into.
    starts
        Where any case of the report begins, labelled or not.

    Raises
    ------
    InputError
        If a label does not stand where it says, within its case.
    """
    tasks = []
    for case, region in zip(cases, case_regions(cases, source, starts), strict=True):
        for fact in case.facts:
            _check_place(case, fact, region, source)
        facts = [(fact.start - region.start, fact.text, fact_texts(fact)) for fact in case.facts]
        annotation = {"result": _results(case_texts(case), facts)}
        data = _data(report, case, source[region.start : region.stop], region.start)
        tasks.append({"data": data, "annotations": [annotation]})
    return tasks


def tasks_text(tasks: Iterable[Record]) -> str:
    """Write tasks as the JSON file that Label Studio imports."""
    return json.dumps(list(tasks), ensure_ascii=False, indent=1) + "\n"


def kinds(cases: Iterable[Iterable[Fact | GoldFact]]) -> set[tuple[str, str]]:
    """Collect the fields and categories that the facts of cases have."""
    return {(fact.field, fact.category) for facts in cases for fact in facts}


def _check_place(case: GoldCase, fact: GoldFact, region: range, source: str) -> None:
    inside = fact.start in region and fact.end <= region.stop
    if not inside or source[fact.start : fact.end] != fact.text:
        raise InputError(
            f"case {case.case_no}: {fact.text!r} does not stand from {fact.start} to {fact.end} "
            "in the text of its case: mend the labels with `anli gold check`, or name their text"
        )


def _data(report: str, case: Any, text: str, start: int) -> Record:
    """Give what the annotator sees and does not change; `start` is the place of the text."""
    return {
        TEXT: text,
        "report": report,
        "case_no": case.case_no,
        "heading": case.heading,
        "start": start,
    }


def _case(one: BatchCase) -> CaseTexts:
    """Say what the run found out about a case.

    Labels have a prefecture only where the heading names it, the run always.
    """
    case = one.case
    texts: dict[str, str | tuple[str, ...]] = {name: getattr(case, name) for name in CASE_FIELDS}
    if case.prefecture[:2] not in case.heading:
        texts["prefecture"] = ""
    return texts


def _fact(fact: Fact) -> Texts:
    """Say what the run found out about a fact."""
    figures = {
        name: "" if value is None else plain(value)
        for name in ("value_min", "value_max", "from_min", "from_max")
        for value in [getattr(fact, name)]
    }
    names = ("field", "category", "subject", "unit", "qualifier", "role", "status", "basis")
    return {name: getattr(fact, name) for name in names} | figures


def _results(case: CaseTexts, facts: Sequence[tuple[int, str, Texts]]) -> list[Record]:
    results = [_case_field(name, case[name]) for name in CASE_FIELDS if case[name]]
    for number, (start, words, texts) in enumerate(facts, start=1):
        results += _region(f"fact-{number}", start, words, texts)
    return results


def _case_field(name: str, value: str | tuple[str, ...]) -> Record:
    values = list(value) if isinstance(value, tuple) else [value]
    return _result(f"case-{name}", name, "textarea", {"text": values})


def _region(identifier: str, start: int, words: str, texts: Texts) -> list[Record]:
    """Make the results of one fact: its label, and a result for each attribute that it has."""
    place = {"start": start, "end": start + len(words)}
    kind = label(texts["field"], texts["category"])
    results = [_result(identifier, LABEL, "labels", {**place, "text": words, "labels": [kind]})]
    for name in FIELDS:
        value = texts.get(name, "")
        if value and value != texts.get(_BOTH.get(name, "")):
            results.append(_result(identifier, name, "textarea", {**place, "text": [value]}))
    for name in CHOICES:
        if value := texts.get(name, ""):
            choice = {**place, "text": words, "choices": [value]}
            results.append(_result(identifier, name, "choices", choice))
    return results


_BOTH = {"value_max": "value_min", "from_max": "from_min"}
"""Figures that are left empty when they equal another."""


def _result(identifier: str, name: str, kind: str, value: Record) -> Record:
    return {
        "id": identifier,
        "from_name": name,
        "to_name": TEXT,
        "type": kind,
        "value": value,
    }
