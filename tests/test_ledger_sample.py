"""The account of numerals against a sample of them that was labelled by reading.

``tests/gold/ledger.tsv`` holds every fifth numeral of both reports, so that the sample
depends on the text alone and not on what the extraction takes for a numeral. The labels
say whether a fact uses the numeral (by ``docs/labelling.md``) and of which kind it is (by
the list in ``docs/tables.md``). Where two answers are equally right, ``|`` joins them.
The kind ``none`` stands for a character that counts nothing (the 一 of 统一), which may be
missing from the table of numerals.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.flow import process
from pipeline.model import NumberRow, ReportResult
from pipeline.read import read_path

ROOT = Path(__file__).parents[1]
SOURCES = {
    "rural-logistics-brands-batch4": ROOT / "raw/rural-logistics-brands-batch4.txt",
    "synthetic-dev": ROOT / "tests/gold/synthetic-dev.txt",
}
CHARACTERS = "0-9０-９〇零一二两三四五六七八九十百千万亿半"
NUMERAL = re.compile(rf"[{CHARACTERS}]+(?:[.．,，](?=[0-9０-９])[{CHARACTERS}]+)*")
CONVERSION_MARK = re.compile(r"\[bookmark: [^\]]*\]")
STEP = 5


@dataclass(frozen=True)
class Sample:
    """One labelled numeral; ``context`` shows it in its sentence, for readers only."""

    report: str
    start: int
    end: int
    text: str
    used: frozenset[str]
    kinds: frozenset[str]
    context: str


def load_samples() -> list[Sample]:
    with (ROOT / "tests/gold/ledger.tsv").open(encoding="utf-8", newline="") as file:
        return [
            Sample(
                report=row["report"],
                start=int(row["start"]),
                end=int(row["end"]),
                text=row["text"],
                used=frozenset(row["used"].split("|")),
                kinds=frozenset(row["kind"].split("|")),
                context=row["context"],
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


SAMPLES = load_samples()


FIELDS = ("node_count", "cost_reduction", "employment")
"""The fields that the sample's ``used`` speaks of; those after them take further numerals."""


@lru_cache
def result(report: str) -> ReportResult:
    (document,) = read_path(SOURCES[report])
    return process(document, rulebook.load())


@lru_cache
def facts_of_the_fields(report: str) -> frozenset[tuple[int | None, str]]:
    return frozenset(
        (case.case.case_no, fact.fact_id)
        for case in result(report).cases
        for fact in case.facts
        if fact.field in FIELDS
    )


def covering(sample: Sample) -> NumberRow | None:
    """Return the row whose span holds the whole numeral."""
    rows = (
        row
        for row in result(sample.report).numbers
        if row.start <= sample.start and sample.end <= row.end
    )
    return next(rows, None)


def found_use(sample: Sample) -> str:
    row = covering(sample)
    if row is None:
        return "no"
    return "yes" if (row.case_no, row.fact_id) in facts_of_the_fields(sample.report) else "no"


def found_kind(sample: Sample) -> str:
    row = covering(sample)
    return "none" if row is None else row.kind


def disagreement(sample: Sample, found: str, labelled: frozenset[str]) -> str:
    place = f"{sample.report} {sample.start}-{sample.end}"
    return f"{place} {sample.context}: {found}, labelled {'|'.join(sorted(labelled))}"


@pytest.mark.parametrize("report", SOURCES)
def test_the_sample_is_every_fifth_numeral(report: str) -> None:
    """Nobody picked the numerals: a rule over the bare text did."""
    (document,) = read_path(SOURCES[report])
    text = CONVERSION_MARK.sub(lambda mark: "_" * len(mark.group()), document.text)
    drawn = [match.span() for match in NUMERAL.finditer(text)][STEP - 1 :: STEP]
    labelled = [sample for sample in SAMPLES if sample.report == report]
    assert [(sample.start, sample.end) for sample in labelled] == drawn
    assert [sample.text for sample in labelled] == [document.text[a:b] for a, b in drawn]


def test_use_agrees_with_reading() -> None:
    wrong = [
        disagreement(sample, found_use(sample), sample.used)
        for sample in SAMPLES
        if found_use(sample) not in sample.used
    ]
    assert len(wrong) <= 0.02 * len(SAMPLES), "\n".join(wrong)


def test_kind_agrees_with_reading() -> None:
    wrong = [
        disagreement(sample, found_kind(sample), sample.kinds)
        for sample in SAMPLES
        if found_kind(sample) not in sample.kinds
    ]
    assert len(wrong) <= 0.04 * len(SAMPLES), "\n".join(wrong)
