"""Labels in a spreadsheet: written, opened, edited, saved, read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.exchange.csv_labels import COLUMNS, labels_csv, read_csv_labels
from pipeline.exchange.spreadsheet import guarded, guarded_figure, unguarded
from pipeline.exchange.texts import joined, parted
from pipeline.qa.gold import GoldCase, gold_text
from tests.exchange.labelled import (
    CHARACTERS,
    FIGURES,
    GOLD_SETS,
    NUMERALS,
    SOME_TEXT,
    Report,
    real,
    reports,
)

Row = dict[str, str]
SYNTHETIC = next(path for path in GOLD_SETS if path.name.startswith("synthetic-dev"))


def read(path: Path) -> list[GoldCase]:
    return read_csv_labels(path, NUMERALS, _no_report)


def _no_report() -> tuple[str, Sequence[int]]:
    raise AssertionError("the report is not needed")


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "labels.csv"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def rows(cases: Sequence[GoldCase]) -> list[Row]:
    return list(csv.DictReader(io.StringIO(labels_csv(cases).removeprefix("\ufeff"))))


def saved(folder: Path, table: Sequence[Row], **how: str) -> Path:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, delimiter=how.get("delimiter", ","))
    writer.writeheader()
    writer.writerows(table)
    return written(folder, stream.getvalue().encode(how.get("encoding", "utf-8-sig")))


@pytest.fixture(scope="module")
def synthetic() -> Report:
    return real(SYNTHETIC)


@pytest.mark.parametrize("path", GOLD_SETS, ids=lambda path: path.name)
def test_the_gold_sets_come_back_as_they_were(path: Path, tmp_path: Path) -> None:
    report = real(path)
    back = read(written(tmp_path, labels_csv(report.cases)))
    assert back == report.cases
    assert gold_text(back) == gold_text(report.cases)


@given(report=reports())
def test_any_labels_come_back_as_they_were(
    report: Report, tmp_path_factory: pytest.TempPathFactory
) -> None:
    unique = {(case.case_no, case.heading): case for case in report.cases}
    cases = list(unique.values())
    path = written(tmp_path_factory.mktemp("csv"), labels_csv(cases))
    assert read(path) == cases


def test_excel_opens_it_right() -> None:
    text = labels_csv(real(SYNTHETIC).cases[:1])
    assert text.startswith("\ufeffcase_no,heading,")
    assert all(line.endswith("\r") for line in text.split("\n")[:-1])


def test_a_figure_of_many_digits_is_guarded_in_a_file(synthetic: Report) -> None:
    case = synthetic.cases[0]
    large = case.facts[0].model_copy(update={"value_max": Decimal(120000000000)})
    (row, *_) = rows([case.model_copy(update={"facts": (large,)})])
    assert (row["value_min"], row["value_max"]) == ("8", "'120000000000")


def test_the_separator_is_that_of_the_first_line(synthetic: Report, tmp_path: Path) -> None:
    semicolons = [case.model_copy(update={"slogan": ";" * 99}) for case in synthetic.cases]
    assert read(saved(tmp_path, rows(semicolons))) == semicolons


@given(SOME_TEXT)
def test_a_cell_gives_its_text_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(FIGURES)
def test_a_figure_that_is_a_number_of_the_spreadsheet_has_few_digits(figure: Decimal) -> None:
    cell = guarded_figure(f"{figure:f}")
    assert unguarded(cell) == f"{figure:f}"
    if not cell.startswith("'"):
        # Excel shows and saves eleven digits.
        assert Decimal(f"{float(cell):.11g}") == Decimal(cell)


@given(st.lists(st.text(CHARACTERS, min_size=1)))
def test_a_list_in_a_cell_comes_apart_as_it_was(forms: list[str]) -> None:
    assert parted(joined(forms)) == tuple(forms)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t"), ("gb18030", ";")],
)
def test_what_spreadsheets_save_is_read(
    encoding: str, delimiter: str, synthetic: Report, tmp_path: Path
) -> None:
    path = saved(tmp_path, rows(synthetic.cases), encoding=encoding, delimiter=delimiter)
    assert read(path) == synthetic.cases


def test_guards_that_were_lost_change_nothing_as_long_as_the_text_is_there(
    synthetic: Report, tmp_path: Path
) -> None:
    table = [
        {name: cell.removeprefix("'") for name, cell in row.items()}
        for row in rows(synthetic.cases)
    ]
    assert read(saved(tmp_path, table)) == synthetic.cases


def test_empty_rows_own_columns_and_another_order_do_no_harm(
    synthetic: Report, tmp_path: Path
) -> None:
    table = rows(synthetic.cases)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["remark", *reversed(COLUMNS)])
    for row in reversed(table):
        writer.writerow(["?", *(row[name] for name in reversed(COLUMNS))])
        writer.writerow([""] * (len(COLUMNS) + 1))
    back = read(written(tmp_path, stream.getvalue()))
    assert sorted(back, key=lambda case: case.case_no) == synthetic.cases


def test_a_new_row_needs_only_what_its_words_do_not_say(synthetic: Report, tmp_path: Path) -> None:
    table = rows(synthetic.cases)
    row = next(row for row in table if row["text"] == "'76个")
    empty = ("value_min", "value_max", "unit", "qualifier", "role", "status", "basis")
    row.update(dict.fromkeys((*empty, "start", "end"), ""))
    path = saved(tmp_path, table)
    assert (
        read_csv_labels(path, NUMERALS, lambda: (synthetic.source, synthetic.starts))
        == synthetic.cases
    )


def test_a_missing_quote_is_chosen(synthetic: Report, tmp_path: Path) -> None:
    table = rows(synthetic.cases[:1])
    table[1]["quote"] = ""
    path = saved(tmp_path, table)
    (case,) = read_csv_labels(path, NUMERALS, lambda: (synthetic.source, synthetic.starts))
    assert "76个" in case.facts[1].quote
    body = synthetic.source[synthetic.starts[0] : synthetic.starts[1]]
    assert body.count(case.facts[1].quote) == 1


FAULTS = {
    "no figure": ({"value_min": "1.2E+06"}, "value_min is '1.2E.06': write a plain number"),
    "thousands": ({"value_min": "12,000"}, "value_min is '12,000': write a plain number"),
    "no place": ({"start": "x"}, "start is 'x': write a whole number"),
    "role": ({"role": "Main"}, "role is 'Main': input should be 'main'"),
    "yes or no": ({"optional": "TRUE"}, "optional is 'TRUE': write yes or leave it empty"),
    "no subject": ({"subject": ""}, "subject is missing: fill it in"),
    "no case number": ({"case_no": ""}, "case_no is missing"),
    "no heading": ({"heading": ""}, "heading is missing"),
    "two counties": (
        {"county": "晋州市"},
        "county is '晋州市', in line 2 '光泽县': write the same",
    ),
    "quote elsewhere": (
        {"start": "", "end": "", "quote": "这里没有这句话"},
        "quote '这里没有这句话' stands 0 times in the case",
    ),
    "quote twice": (
        {"start": "", "end": "", "quote": "光泽县"},
        "quote '光泽县' stands [0-9]+ times in the case",
    ),
    "text twice": (
        {"start": "", "end": "", "text": "山", "quote": "武夷山脉北段，山高村散"},
        "text '山' stands 2 times in its quote",
    ),
    "text elsewhere": (
        {"start": "", "end": "", "text": "77个"},
        "text '77个' stands 0 times in its quote",
    ),
}


@pytest.mark.parametrize(("change", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_line(
    change: Row, message: str, synthetic: Report, tmp_path: Path
) -> None:
    table = rows(synthetic.cases[:2])
    table[1].update(change)
    path = saved(tmp_path, table)
    with pytest.raises(InputError, match=message) as caught:
        read_csv_labels(path, NUMERALS, lambda: (synthetic.source, synthetic.starts))
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "has no column case_no"),
        (b"case_no,heading\n1,x\n", "has no column province"),
        (",".join(COLUMNS).encode(), "holds no case"),
        (b"\x80\x80\xff", "is not UTF-8, UTF-16 or GB18030"),
        ((",".join(COLUMNS) + "\n" + "x" * 200_000).encode(), "is no CSV"),
    ],
    ids=["empty", "columns", "rows", "bytes", "field"],
)
def test_another_file_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        read(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "labels.csv")
