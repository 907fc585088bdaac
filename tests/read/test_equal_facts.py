"""One report in all formats gives the same cases, slogans, regions and facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import rulebook
from pipeline.flow import process
from pipeline.model import Document, ReportResult
from pipeline.read import read_path
from pipeline.rulebook import Rulebook
from tests.read import make_reports as make

ROOT = Path(__file__).resolve().parents[2]
REPORTS = {
    "synthetic-dev": ROOT / "tests" / "gold" / "synthetic-dev.txt",
    "batch4": ROOT / "raw" / "rural-logistics-brands-batch4.txt",
}
NEEDED_FOR_PDF = ("pdfplumber", "pypdfium2", "fpdf", "pylopdf_fonts_zh_cn")
IN_THE_PLACE_OF = {"start": 0, "end": 0, "locator": "", "sentence": "", "fact_id": ""}
"""What differs from format to format: offsets, places, and the sentence's outer spaces."""


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebook.load()


@pytest.fixture(scope="module")
def expected(rules: Rulebook) -> dict[str, list[Any]]:
    """The cases and facts from the text files."""
    return {name: compared(read_path(path)[0], rules) for name, path in REPORTS.items()}


def compared(document: Document, rules: Rulebook) -> list[Any]:
    """Return all that must be equal: each case and its facts."""
    result: ReportResult = process(replace(document, report="report"), rules)
    return [
        (
            replace(case.case, heading=case.case.heading.strip(), start=0, end=0, body_start=0),
            [replace(fact, **IN_THE_PLACE_OF) for fact in case.facts],  # type: ignore[arg-type]
        )
        for case in result.cases
    ]


def made(name: str, report: str, folder: Path) -> Document:
    text = REPORTS[report].read_text(encoding="utf-8")
    path = folder / name
    path.write_bytes(make.doc(text, folder) if name == "old.doc" else make.MAKERS[name](text))
    [document] = read_path(path)
    return document


@pytest.mark.parametrize("report", list(REPORTS))
@pytest.mark.parametrize("name", [*make.MAKERS, "old.doc"])
def test_the_facts_are_the_same(
    name: str, report: str, expected: dict[str, list[Any]], rules: Rulebook, tmp_path: Path
) -> None:
    for package in NEEDED_FOR_PDF if name.endswith(".pdf") else ():
        pytest.importorskip(package)
    if name == "old.doc" and make.soffice() is None:
        pytest.skip("LibreOffice is not installed")
    found = compared(made(name, report, tmp_path), rules)
    assert [len(facts) for _, facts in found] == [len(facts) for _, facts in expected[report]]
    assert found == expected[report]


def test_a_zip_of_all_gives_the_same_facts_for_each(
    expected: dict[str, list[Any]], rules: Rulebook, tmp_path: Path
) -> None:
    text = REPORTS["synthetic-dev"].read_text(encoding="utf-8")
    names = ("gb18030.txt", "numbered.docx", "page.html", "report.ofd")
    path = tmp_path / "all.zip"
    path.write_bytes(make.zipped({name: make.MAKERS[name](text) for name in names}))
    documents = read_path(path)
    assert len(documents) == len(names)
    for document in documents:
        assert compared(document, rules) == expected["synthetic-dev"]
