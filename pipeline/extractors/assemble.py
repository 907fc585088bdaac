"""From findings in the view to rows: offsets into the source, ids, derived figures, flags."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from pipeline.extractors.derive import derived_percent
from pipeline.extractors.draft import Draft
from pipeline.extractors.engine import CaseFindings, Engine, NumberDraft
from pipeline.extractors.flags import flagged
from pipeline.model import (
    Case,
    CaseResult,
    Document,
    Fact,
    NumberRow,
    Oddity,
    ReportResult,
)
from pipeline.split.cases import SplitResult


def assemble(document: Document, split: SplitResult, engine: Engine) -> ReportResult:
    """Run the engine over every case and give the whole result of a report."""
    results: list[CaseResult] = []
    numbers: list[NumberRow] = []
    oddities = list(split.oddities)
    for stretch in split.outside:
        found = engine.run(split.view.text, *stretch, split.reference_year)
        numbers.extend(_outside(row, split, document) for row in found.numbers)
    for case, spans, heading in zip(split.cases, split.spans, split.headings, strict=True):
        findings = engine.run_spans(split.view.text, spans, split.reference_year)
        oddities.extend(_timeouts(findings, split))
        facts = _facts(case, findings, split, document)
        results.append(CaseResult(case, tuple(fact for fact, _ in facts)))
        title = engine.numbers(split.view.text, *heading)
        numbers.extend(_heading_numbers(title, case, split, document))
        owner = {key: fact.fact_id for fact, keys in facts for key in keys}
        numbers.extend(_number(row, case, owner, split, document) for row in findings.numbers)
    numbers.sort(key=lambda row: (row.start, row.end))
    return ReportResult(
        document=document,
        title=split.title,
        cases=tuple(results),
        numbers=tuple(numbers),
        oddities=tuple(oddities),
        rules_sha256=engine.rulebook.sha256,
    )


def _facts(
    case: Case, findings: CaseFindings, split: SplitResult, document: Document
) -> list[tuple[Fact, list[tuple[int, int]]]]:
    """Facts with the numerals (by place in the view) that each rests on."""
    rows: list[tuple[Fact, list[tuple[int, int]]]] = []
    for draft, flags in flagged(findings.drafts):
        fact = _fact(draft, flags, split, document)
        items = draft.sentence.items
        keys = [(items[index].start, items[index].end) for index in draft.used]
        rows.append((fact, keys))
        derived = derived_percent(fact) if draft.match.field.derive == "percent" else None
        if derived is not None:
            rows.append((derived, []))
    return [
        (replace(fact, fact_id=f"{case.case_no}-{position}"), keys)
        for position, (fact, keys) in enumerate(rows, 1)
    ]


def _fact(draft: Draft, flags: tuple[str, ...], split: SplitResult, document: Document) -> Fact:
    start, end = split.view.to_source(draft.start, draft.end)
    items = draft.sentence.items
    view_start = items[draft.sentence.sentence_start(draft.index)].start
    view_end = items[draft.sentence.sentence_end(draft.index)].end
    return Fact(
        field=draft.field,
        category=draft.category,
        subject=draft.subject,
        value_min=draft.value_min,
        value_max=draft.value_max,
        unit=draft.unit,
        text=document.text[start:end],
        start=start,
        end=end,
        from_min=draft.from_min,
        from_max=draft.from_max,
        qualifier=draft.qualifier,
        role=draft.role,
        status=draft.status,
        basis=draft.basis,
        sentence=split.view.printed[view_start:view_end].strip(),
        locator=_locator(document, start),
        rule=draft.rule,
        flags=flags,
    )


def _number(
    row: NumberDraft,
    case: Case | None,
    owner: dict[tuple[int, int], str],
    split: SplitResult,
    document: Document,
) -> NumberRow:
    numeral = row.numeral
    start, end = split.view.to_source(numeral.start, numeral.end)
    fact_id = owner.get(row.key, "")
    return NumberRow(
        case_no=None if case is None else case.case_no,
        text=document.text[start:end],
        start=start,
        end=end,
        value_min=numeral.value_min,
        value_max=numeral.value_max,
        unit=numeral.unit,
        qualifier=numeral.qualifier,
        kind="percent" if row.kind == "halving" else row.kind,
        fact_id=fact_id,
        reason="" if fact_id else row.reason,
    )


def _outside(row: NumberDraft, split: SplitResult, document: Document) -> NumberRow:
    number = _number(row, None, {}, split, document)
    return replace(number, reason=number.reason or "outside the cases")


def _heading_numbers(
    rows: Iterable[NumberDraft], case: Case, split: SplitResult, document: Document
) -> list[NumberRow]:
    return [
        replace(_number(row, case, {}, split, document), kind="ordinal" if not index else "name",
                reason="标题")
        for index, row in enumerate(rows)
    ]  # fmt: skip


def _timeouts(findings: CaseFindings, split: SplitResult) -> list[Oddity]:
    return [
        Oddity(
            "time_limit",
            "a rule ran into its time limit in this sentence; its figures were not extracted",
            split.view.text.count("\n", 0, place) + 1,
        )
        for place in findings.timeouts
    ]


def _locator(document: Document, start: int) -> str:
    if not document.locators:
        return ""
    starts = [locator.start for locator in document.locators]
    index = bisect_right(starts, start) - 1
    if index >= 0 and start < document.locators[index].end:
        return document.locators[index].name
    return ""
