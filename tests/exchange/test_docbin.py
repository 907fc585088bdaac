"""Labels for spaCy: every fact is a span, whatever stands before it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from spacy.tokens import Doc, DocBin

from pipeline.errors import InputError
from pipeline.exchange.docbin import labels_docbin
from tests.exchange.labelled import GOLD_SETS, Report, real, reports

VOCAB = spacy.blank("zh").vocab


def documents(report: Report) -> list[Doc]:
    content = labels_docbin(report.name, report.cases, report.source, report.starts)
    return list(DocBin().from_bytes(content).get_docs(VOCAB))


@pytest.mark.parametrize("path", GOLD_SETS, ids=lambda path: path.name)
def test_all_facts_of_the_gold_sets_are_spans(path: Path) -> None:
    report = real(path)
    found = documents(report)
    assert len(found) == len(report.cases)
    for document, case in zip(found, report.cases, strict=True):
        start = document.user_data["start"]
        assert report.source[start:].startswith(document.text)
        assert case.heading in document.text.split("\n")[0]
        spans = [
            (span.text, span.start_char + start, span.label_, span.id_)
            for span in document.spans["facts"]
        ]
        assert spans == [
            (fact.text, fact.start, f"{fact.field}.{fact.category}", f"{case.case_no}-{number}")
            for number, fact in enumerate(case.facts, start=1)
        ]


@given(reports())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_any_fact_is_a_span(report: Report) -> None:
    for document, case in zip(documents(report), report.cases, strict=True):
        assert [span.text for span in document.spans["facts"]] == [fact.text for fact in case.facts]


def test_entities_are_the_facts_that_do_not_overlap() -> None:
    report = real(GOLD_SETS[-1])
    (first, *_) = documents(report)
    assert [one.text for one in first.ents] == [fact.text for fact in report.cases[0].facts]


def test_all_that_is_said_of_a_fact_comes_with_it() -> None:
    report = real(GOLD_SETS[-1])
    for document, case in zip(documents(report), report.cases, strict=True):
        data = document.user_data
        assert (data["report"], data["county"]) == (report.name, case.county)
        assert tuple(data["slogan_body"]) == case.slogan_body
        for said, fact in zip(data["facts"], case.facts, strict=True):
            assert Decimal(said["value_min"]) == fact.value_min
            assert (said["unit"], said["role"]) == (fact.unit, fact.role)
            assert (said["optional"] == "yes") == fact.optional


def test_the_same_labels_give_the_same_bytes() -> None:
    report = real(GOLD_SETS[-1])
    contents = {labels_docbin(report.name, report.cases, report.source) for _ in range(2)}
    assert len(contents) == 1


def test_a_fact_outside_its_case_is_refused() -> None:
    report = real(GOLD_SETS[-1])
    first, second = report.cases[:2]
    wrong = first.model_copy(update={"facts": (*first.facts, second.facts[0])})
    with pytest.raises(InputError, match=f"case {first.case_no}: .* stands outside its case"):
        labels_docbin(report.name, [wrong, second], report.source)
