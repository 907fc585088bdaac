"""PDF files, made with an embedded font: text, tables, losses, scans, damage."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits
from pipeline.read.content import Content
from tests.read import make_reports as make

pytest.importorskip("pdfplumber", reason='needs pip install "anli[pdf]"')
pytest.importorskip("fpdf", reason="fpdf2 makes the files")

from pipeline.read.pdf import read

TEXT = (
    "第四批典型经验\n1.河北武安市“交邮下行、电商上行＋共同配送”\n"
    + "全市建成村级网点518个，基本实现“村村有网点”；城乡客运100%公交化，成本费用降低20%。" * 4
    + "\n2.河北晋州市“商超供销同网 城乡一小时送达”\n晋州市加快构建配送实体网络。\n"
)


@functools.cache
def made(columns: int = 1, postscript: bool = False) -> bytes:
    font = make.chinese_font() if postscript else None
    return make.pdf(TEXT * 6, columns, font=font)


def content(data: bytes) -> Content:
    return read(data, "x.pdf", Limits())


@pytest.mark.parametrize("columns", [1, 2])
def test_a_report_comes_back_paragraph_by_paragraph(columns: int) -> None:
    found = content(made(columns))
    assert found.text.splitlines() == (TEXT * 6).splitlines()
    assert found.oddities == ()
    assert {place.name for place in found.locators} == {"page 1", "page 2"} | (
        {"page 3"} if columns == 1 else set()
    )


def test_what_pdfplumber_loses_pdfium_reads_and_the_loss_is_noted() -> None:
    found = content(made(postscript=True))
    assert found.text.splitlines() == (TEXT * 6).splitlines()
    assert {oddity.kind for oddity in found.oddities} == {"characters_lost"}
    assert "page 1: pdfplumber read 0 characters" in found.oddities[0].message


def drawn(draw: Any, text: str) -> bytes:
    """Return a PDF of what ``draw`` does with a page that has a Chinese font."""
    from fpdf import FPDF

    page = FPDF(unit="pt", format="A4")
    page.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))
    if text:
        with tempfile.TemporaryDirectory() as folder:
            font = Path(folder) / "font.ttf"
            font.write_bytes(make.truetype(make.chinese_font(), text))
            page.add_font("serif", fname=str(font))
            page.set_font("serif", size=12)
            page.add_page()
            draw(page)
            return bytes(page.output())
    page.add_page()
    draw(page)
    return bytes(page.output())


def test_a_table_with_lines_is_read_row_by_row() -> None:
    def draw(page: Any) -> None:
        page.text(72, 90, "网点数量如下。")
        page.set_xy(72, 100)
        with page.table(width=300, first_row_as_headings=False) as table:
            for row in (("层级", "数量"), ("县级", "3"), ("村级", "518")):
                table.row(row)
        page.text(72, 260, "此后为正文。")

    found = content(drawn(draw, "网点数量如下。层级县村此后为正文3518"))
    assert found.text == "网点数量如下。\n层级\t数量\n县级\t3\n村级\t518\n此后为正文。\n"
    assert "table 1 row 3" in [place.name for place in found.locators]


def test_a_turned_watermark_is_left_out() -> None:
    def draw(page: Any) -> None:
        page.text(72, 90, "建成518个网点。")
        with page.rotation(45, 300, 400):
            page.text(300, 400, "内部资料")

    assert content(drawn(draw, "建成518个网点。内部资料")).text == "建成518个网点。\n"


def picture() -> Any:
    from PIL import Image

    return Image.new("L", (200, 200), 128)


def test_a_scan_is_recognised() -> None:
    with pytest.raises(InputError, match=r"scan.*OCR"):
        content(drawn(lambda page: page.image(picture(), 72, 72, 400), ""))


def test_a_scanned_page_among_others_is_noted() -> None:
    def draw(page: Any) -> None:
        page.text(72, 90, "建成518个网点，全县覆盖。")
        page.add_page()
        page.image(picture(), 72, 72, 400)

    found = content(drawn(draw, "建成518个网点，全县覆盖。"))
    assert [oddity.message for oddity in found.oddities] == ["pages without text, perhaps scans: 2"]


def test_a_password_is_asked_for() -> None:
    from fpdf import FPDF

    page = FPDF()
    page.set_encryption(owner_password="a", user_password="b")
    page.add_page()
    with pytest.raises(InputError, match="password"):
        content(bytes(page.output()))


def test_a_pdf_that_may_only_not_be_printed_is_read() -> None:
    from fpdf import FPDF

    page = FPDF()
    page.set_encryption(owner_password="a")
    page.add_page()
    page.set_font("helvetica", size=12)
    page.text(20, 20, "518 nodes")
    assert content(bytes(page.output())).text == "518 nodes\n"


def loop_in_page_tree() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>endobj\n"
        b"3 0 obj<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"\x00" * 1000,
        loop_in_page_tree(),
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.7\n1 0 obj" + b"[" * 100_000 + b"\ntrailer<</Root 1 0 R>>",
    ],
)
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"x\.pdf: "):
        content(data)


def test_more_pages_than_the_limit_are_refused() -> None:
    with pytest.raises(InputError, match="`pages`"):
        read(made(), "x.pdf", Limits(pages=1))


def test_a_pdf_cut_off_anywhere_is_read_or_refused() -> None:
    data = made(postscript=True)
    for length in range(100, len(data), len(data) // 25):
        with contextlib.suppress(InputError):
            content(data[:length])
