"""One report in all formats gives one text: paragraph by paragraph the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Document
from pipeline.read import read_path
from tests.read import make_reports as make

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "tests" / "gold" / "synthetic-dev.txt").read_text(encoding="utf-8")
NEEDED_FOR_PDF = ("pdfplumber", "pypdfium2", "fpdf", "pylopdf_fonts_zh_cn")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


def read_made(name: str, data: bytes, folder: Path) -> Document:
    path = folder / name
    path.write_bytes(data)
    [document] = read_path(path)
    return document


@pytest.mark.parametrize("name", list(make.MAKERS))
def test_the_text_is_the_same(name: str, folder: Path) -> None:
    for package in NEEDED_FOR_PDF if name.endswith(".pdf") else ():
        pytest.importorskip(package)
    document = read_made(name, make.MAKERS[name](TEXT), folder)
    assert make.paragraphs(document.text) == make.paragraphs(TEXT)
    assert document.oddities == ()


@pytest.mark.skipif(make.soffice() is None, reason="LibreOffice is not installed")
def test_the_text_of_an_older_word_document_is_the_same(folder: Path) -> None:
    document = read_made("old.doc", make.doc(TEXT, folder), folder)
    assert make.paragraphs(document.text) == make.paragraphs(TEXT)


def test_places_checked_by_hand(folder: Path) -> None:
    sentence = "经测算，光泽县乡镇到村的单件配送成本由2.6元降至1.4元"
    expected = {"numbered.docx": "paragraph 9", "page.html": "paragraph 8", "report.ofd": "page 1"}
    for name, place in expected.items():
        document = read_made(name, make.MAKERS[name](TEXT), folder)
        start = document.text.index(sentence)
        [found] = [at.name for at in document.locators if at.start <= start < at.end]
        assert (name, found) == (name, place)


def test_locators_lie_in_the_text_in_order(folder: Path) -> None:
    for name in ("numbered.docx", "page.html", "report.ofd"):
        document = read_made(name, make.MAKERS[name](TEXT), folder)
        ends = [0]
        for locator in document.locators:
            assert ends[-1] <= locator.start < locator.end <= len(document.text)
            ends.append(locator.end)
        between = "".join(
            document.text[end : locator.start]
            for end, locator in zip(ends, document.locators, strict=False)
        )
        assert set(between) <= {"\n"}
