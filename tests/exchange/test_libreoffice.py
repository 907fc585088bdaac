"""Labels through the real LibreOffice: opened, edited and saved as CSV again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.exchange.csv_labels import labels_csv, read_csv_labels
from pipeline.exchange.spreadsheet import csv_file, guarded, guarded_figure, read_csv_file
from pipeline.qa.gold import GoldCase
from tests.exchange.labelled import GOLD_SETS, NUMERALS, real
from tests.libreoffice import Convert, converter

# Comma, quotation mark, UTF-8, from line 1, no column formats, English (US), quoted fields are not
# taken for text, and everything that looks like a figure or a date is taken for one.
OPENED_AS = "CSV:44,34,76,1,,0,false,true"
SAVED_AS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"

# fmt: off
TEXTS = [
    "2-3", "1.50", "=1+1", "'x", "''y", "+5", "-5", "@a", "3月5日", "3/4",
    "100%", "约30%", "TRUE", "true", "MARCH1", "1e5", "12:30", "(5)", "（5）",
    "¥5", "￥5", "5元", "１２", "一百", "1,234", "5‰", "½", "①", "00123", "a,b",
    "a;b", "0.38元降到0.2元", "15%—30%", "😀𠮷", "\\", "\\x09", " a", "a ", "Mar 3",
    "say \"x\"", "一\n二", "一\t二", "\t一",
    "一\u3000", "一\u2028二", "'", "''",
]
FIGURES = [
    "518", "12000000000", "120000000000", "33.333333", "0.38",
    "1000000000000000", "0.10", "1.0", "0.000001", "123456.789012",
    "99999999999", "0", "5.25",
]
# fmt: on


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Convert a file; a CSV file is opened as a person would open it."""
    run = converter(tmp_path_factory)

    def opened(path: Path, target: str) -> Path:
        return run(path, target, OPENED_AS if path.suffix == ".csv" else None)

    return opened


def opened_and_saved(convert: Convert, folder: Path, content: str) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(content.encode("utf-8"))
    return convert(convert(path, "ods"), SAVED_AS)


def test_cells_that_a_spreadsheet_would_change_survive(convert: Convert, tmp_path: Path) -> None:
    columns = ("text", "figure", "unguarded")
    cells = [(text, FIGURES[i % len(FIGURES)], text) for i, text in enumerate(TEXTS)]
    content = csv_file(
        columns, [(guarded(text), guarded_figure(figure), text) for text, figure, _ in cells]
    )
    back = read_csv_file(opened_and_saved(convert, tmp_path, content).read_bytes(), columns)
    assert [(row["text"], row["figure"]) for _, row in back] == [cell[:2] for cell in cells]
    changed = {
        text for (text, _, _), (_, row) in zip(cells, back, strict=True) if row["unguarded"] != text
    }
    assert {"1.50", "=1+1", "1e5", "00123"} <= changed


def test_labels_survive_with_the_edits_of_a_person(convert: Convert, tmp_path: Path) -> None:
    cases = [case for path in GOLD_SETS[-2:] for case in real(path).cases]
    file = tmp_path / "labels.csv"
    file.write_text(labels_csv(cases), encoding="utf-8")
    sheet = convert(file, "ods")
    county = cases[0].county
    edit(sheet, {"existing": "planned", county: "改写“县”，😀"})
    back = read_csv_labels(convert(sheet, SAVED_AS), NUMERALS, lambda: ("", ()))
    assert {case.county for case in cases} - {case.county for case in back} == {county}
    assert {fact.status for case in back for fact in case.facts} == {"planned"}
    assert [edited(case, county) for case in cases] == back


def edited(case: GoldCase, county: str) -> GoldCase:
    facts = tuple(fact.model_copy(update={"status": "planned"}) for fact in case.facts)
    new = "改写“县”，😀" if case.county == county else case.county
    return case.model_copy(update={"county": new, "facts": facts})


def edit(sheet: Path, changes: dict[str, str]) -> None:
    """Replace the text of whole cells in a spreadsheet file, as a person would type it."""
    with zipfile.ZipFile(sheet) as archive:
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    root = etree.fromstring(parts["content.xml"])
    for paragraph in root.iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"):
        if paragraph.text in changes:
            paragraph.text = changes[paragraph.text]
    parts["content.xml"] = etree.tostring(root)
    with zipfile.ZipFile(sheet, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
