"""From an export of Label Studio to labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.exchange.complete import completed
from pipeline.exchange.label_studio.controls import (
    CASE_FIELDS,
    CHOICES,
    FIELDS,
    LABEL,
    field_and_category,
)
from pipeline.exchange.label_studio.export import Annotation, Result, Task, load_export
from pipeline.exchange.offsets import Place, code_points
from pipeline.exchange.texts import LISTS, LabelError, read_case, read_fact
from pipeline.qa.apply import quote
from pipeline.qa.check import Numerals
from pipeline.qa.gold import GoldCase, GoldFact


@dataclass(frozen=True, slots=True)
class Imported:
    """Labels that came in.

    Attributes
    ----------
    reports
        The labelled cases of each report.
    unlabelled
        How many tasks have no annotation yet.
    ignored
        What the annotators said that labels have no place for.
    """

    reports: Mapping[str, tuple[GoldCase, ...]]
    unlabelled: int
    ignored: tuple[str, ...]


def read_labels(path: Path, numerals: Numerals, annotator: str | None = None) -> Imported:
    """Read the labels in an export of Label Studio.

    Parameters
    ----------
    numerals
        Finds the numerals of a text, for figures that were left empty.
    annotator
        Whose annotations to read; needed where a task has those of several.

    Raises
    ------
    InputError
        If the file is no such export, or an annotation in it is incomplete or contradicts the
        text; the message names the task.
    """
    cases: dict[str, dict[tuple[int, str], GoldCase]] = defaultdict(dict)
    ignored: list[str] = []
    unlabelled = 0
    for number, task in enumerate(load_export(path), start=1):
        name = f"task {number if task.id is None else task.id} (case {task.data.case_no})"
        try:
            annotation = _chosen(task.annotations, annotator)
            if annotation is None:
                unlabelled += 1
                continue
            ignored += [f"{name}: {what}" for what in _unknown(annotation.result)]
            case = _case(task, annotation.result, numerals)
            if (case.case_no, case.heading) in cases[task.data.report]:
                raise LabelError(
                    "the case stands in an earlier task already: delete one of the two"
                )
        except LabelError as error:
            raise InputError(f"{name}: {error}", path=path) from None
        cases[task.data.report][case.case_no, case.heading] = case
    if not cases:
        raise InputError("no task of it is labelled: label one, and export it anew", path=path)
    reports = {report: tuple(found.values()) for report, found in cases.items()}
    return Imported(reports, unlabelled, tuple(ignored))


def _chosen(annotations: Iterable[Annotation], annotator: str | None) -> Annotation | None:
    """Take the last annotation of the one annotator; skipped tasks have none."""
    valid = [one for one in annotations if not one.was_cancelled]
    if annotator is not None:
        valid = [one for one in valid if one.annotator == annotator]
    annotators = sorted({one.annotator for one in valid})
    if len(annotators) > 1:
        raise LabelError(
            f"it has annotations by {' and '.join(annotators)}: import one at a time with "
            "--annotator, and compare them with `anli gold agree`"
        )
    return max(valid, key=lambda one: one.updated_at, default=None)


def _unknown(results: Iterable[Result]) -> list[str]:
    known = {LABEL, *FIELDS, *CHOICES, *CASE_FIELDS}
    return [
        f"a {result.type} {result.from_name}".strip() + " is not kept"
        for result in results
        if result.from_name not in known
    ]


def _case(task: Task, results: Sequence[Result], numerals: Numerals) -> GoldCase:
    facts = sorted(_facts(task, results, numerals), key=lambda fact: fact.start)
    texts: dict[str, str | tuple[str, ...]] = {
        "case_no": str(task.data.case_no),
        "heading": task.data.heading,
    }
    for result in results:
        if result.from_name in CASE_FIELDS:
            listed = result.from_name in LISTS
            texts[result.from_name] = tuple(_entries(result)) if listed else _entry(result)
    return read_case(texts, facts)


def _facts(task: Task, results: Sequence[Result], numerals: Numerals) -> Iterable[GoldFact]:
    attributes = _attributes(results)
    regions = [result for result in results if result.from_name == LABEL]
    orphans = attributes.keys() - {region.id for region in regions}
    if orphans:
        texts = attributes[min(orphans)]
        raise LabelError(f"a region has no label ({', '.join(texts.values())}): label or delete it")
    text, offset = task.data.text, task.data.start
    places = code_points(text, [_place(region) for region in regions])
    for region, (start, end) in zip(regions, places, strict=True):
        words = text[start:end]
        field, category = field_and_category(_only(region.value.labels, "label"))
        own = attributes.get(region.id, {})
        texts = completed(own | {"category": category, "text": words}, numerals)
        texts.setdefault("quote", quote(text, range(len(text)), start, end))
        texts |= {"field": field, "start": str(start + offset), "end": str(end + offset)}
        try:
            yield read_fact(texts)
        except LabelError as error:
            raise LabelError(f"the fact {words!r}: {error}") from None


def _attributes(results: Iterable[Result]) -> dict[str, dict[str, str]]:
    """Collect what is said of each region besides its label."""
    attributes: dict[str, dict[str, str]] = defaultdict(dict)
    for result in results:
        if result.from_name in FIELDS:
            attributes[result.id][result.from_name] = _entry(result)
        elif result.from_name in CHOICES:
            value = _only(result.value.choices, result.from_name)
            attributes[result.id][result.from_name] = value
    return attributes


def _place(region: Result) -> Place:
    start, end, words = region.value.start, region.value.end, region.value.text
    if start is None or end is None:
        raise LabelError(f"the region {region.id} has no place in the text: {words!r}")
    return Place(start, end, words if isinstance(words, str) else None)


def _entries(result: Result) -> list[str]:
    entries = result.value.text
    return [entries] if isinstance(entries, str) else list(entries or ())


def _entry(result: Result) -> str:
    return _only(_entries(result), result.from_name)


def _only(entries: Sequence[str], name: str) -> str:
    if len(entries) != 1:
        raise LabelError(f"{name} has {len(entries)} values ({' / '.join(entries)}): give it one")
    return entries[0]
