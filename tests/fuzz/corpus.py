"""The real files that are mutated, of each format, small and with everything in them."""

from __future__ import annotations

import functools
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.read import make_reports as make

TEXT = (
    "第四批典型经验\n（一）河北武安市“交邮下行、电商上行＋共同配送”\n一、盘活资源。全市建成村级网点"
    "518个，成本由5.0元降至1.5元，降低20％。\n（二）河北晋州市“商超供销同网 城乡一小时送达”\n"
    "开通15条客货邮线路，带动就业1200余人。\n"
)


@functools.cache
def bases(form: str) -> list[bytes]:
    """Return the files of a format, named as in ``pipeline.read.formats.Format``."""
    makers = {
        "TEXT": _texts,
        "DOCX": _words,
        "HTML": lambda: [make.html_page(TEXT), _page()],
        "MHT": lambda: [make.mht_page(TEXT)],
        "PDF": _pdfs,
        "OFD": lambda: [make.ofd(TEXT), make.ofd(TEXT * 8)],
        "ZIP": _zips,
        "DOC": _older,
    }
    return makers[form]()


def _texts() -> list[bytes]:
    encodings = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
    return [TEXT.encode(encoding) for encoding in encodings]


def _words() -> list[bytes]:
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>20%</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    cell = f"<w:tc>{make.word_paragraph('县级')}</w:tc>"
    inner = f"<w:tc><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:tc>"
    table = f"<w:tbl><w:tr>{cell}{cell}</w:tr><w:tr>{cell}{inner}</w:tr></w:tbl>"
    box = f"<w:r><w:pict><w:txbxContent>{make.word_paragraph('框')}</w:txbxContent></w:pict></w:r>"
    numbered = '<w:pStyle w:val="h"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    body = (
        make.word_paragraph("标题", '<w:pStyle w:val="h"/>')
        + make.word_paragraph("条目", numbered)
        + f'<w:p><w:ins w:id="1">{run.format("", "新增518个")}</w:ins>{field}{box}'
        + '<w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>'
        + run.format("<w:vanish/>", "密")
        + '<w:r><w:footnoteReference w:id="2"/><w:br/><w:tab/></w:r></w:p>'
        + f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="%{level + 1}、"/></w:lvl>'
        for level in range(3)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:type="paragraph" w:styleId="h"><w:basedOn w:val="a"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    footnotes = f'<w:footnote w:id="2">{make.word_paragraph("注")}</w:footnote>'
    full = make.word(body, numbering=numbering, styles=styles, footnotes=footnotes)
    return [full, full, make.docx_numbered(TEXT)]


def _page() -> bytes:
    return (
        '<!doctype html><html><head><meta charset="gb2312"><meta name="ArticleTitle" content="题">'
        "</head><body><div id=zoom><ol start=3 style='list-style:cjk-ideographic'><li value=7>甲"
        "<li>乙<ol><li>丙</ol></ol><table><caption>表</caption><tr><th>层级<th>数量<tr><td>县级<td>"
        "<p>3<br>个</table><p hidden>密</p><p>　　正文<b>518</b>个<br>二、续&nbsp;</p></div>"
        "<ul><li><a href=1>链接一</a><li><a>链接二</a><li><a>链接三</a></ul></body></html>"
    ).encode("gb18030")


def _pdfs() -> list[bytes]:
    from fpdf import FPDF

    page: Any = FPDF(unit="pt", format="A4")
    page.set_compression(False)
    page.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        font = Path(folder) / "font.ttf"
        font.write_bytes(make.truetype(make.chinese_font(), "网点数量层级县村518个"))
        page.add_font("serif", fname=str(font))
        page.set_font("serif", size=12)
        page.add_page()
        page.text(72, 90, "网点518个")
        page.set_xy(72, 100)
        with page.table(width=200, first_row_as_headings=False) as table:
            table.row(("层级", "数量"))
            table.row(("县级", "5"))
        page.add_page()
        page.text(72, 90, "村级网点")
        plain = bytes(page.output())
    return [plain, plain, make.pdf(TEXT), make.pdf(TEXT * 3, columns=2)]


def _zips() -> list[bytes]:
    inner = make.zipped({"附件.txt": TEXT.encode("gb18030")})
    members = {"a/报告.txt": TEXT.encode(), "b.docx": make.docx_typed(TEXT), "c.zip": inner}
    return [make.zipped(members)]


def _older() -> list[bytes]:
    if make.soffice() is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        return [make.doc(TEXT, Path(folder)), b"{\\rtf1\\ansi 518 \\b 20\\b0\\par}"]
