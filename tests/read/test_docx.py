"""Word documents: what a reader of the page sees, line by line, and where it stands."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits
from pipeline.read.content import Content
from pipeline.read.docx import read
from tests.read.make_reports import word, word_paragraph


def content(body: str, **parts: str) -> Content:
    return read(word(body, **parts), "report.docx", Limits())


def lines(body: str, **parts: str) -> list[str]:
    return content(body, **parts).text.splitlines()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("建成") + run("518个"), "建成518个"),
        (run("　　甲  ") + run("乙 "), "甲  乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "甲\t乙-1"),
        (run("甲") + "<w:r><w:softHyphen/></w:r>" + run("乙"), "甲乙"),
        ('<w:ins w:id="1">' + run("新增") + "</w:ins>" + run("站点"), "新增站点"),
        ('<w:del w:id="1"><w:r><w:delText>38个</w:delText></w:r></w:del>' + run("112个"), "112个"),
        ('<w:moveFrom w:id="1">' + run("旧处") + "</w:moveFrom>" + run("此处"), "此处"),
        ('<w:moveTo w:id="1">' + run("移来") + "</w:moveTo>", "移来"),
        (run("可见") + run("隐藏", "<w:vanish/>"), "可见"),
        (run("可见", '<w:vanish w:val="0"/>'), "可见"),
        ("<w:hyperlink>" + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag>" + run("武安市") + "</w:smartTag>", "武安市"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ('<w:fldSimple w:instr="DATE">' + run("2024年") + "</w:fldSimple>", "2024年"),
        (
            "<w:ruby><w:rt>"
            + run("pin")
            + "</w:rt><w:rubyBase>"
            + run("拼")
            + "</w:rubyBase></w:ruby>",
            "拼",
        ),
        ('<w:r><w:sym w:font="Arial" w:char="00B1"/></w:r>' + run("5"), "±5"),
        (run("甲") + '<w:r><w:footnoteReference w:id="9"/></w:r>' + run("乙"), "甲乙"),
        ('<w:commentRangeStart w:id="1"/>' + run("正文"), "正文"),
    ],
)
def test_what_stands_in_a_paragraph(inside: str, text: str) -> None:
    assert lines(para(inside)) == [text]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>REF x 518</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("20%")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(para(run("降低"), field, run("。"))) == ["降低20%。"]


def test_a_field_may_run_over_paragraphs_and_a_table_of_contents_is_left_out() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = para(begin, run("1.武安市 3")) + para(run("2.晋州市 5")) + para(end) + para(run("正文"))
    found = content(body)
    assert found.text == "正文\n"
    assert [oddity.kind for oddity in found.oddities] == ["table_of_contents"]


def test_a_contents_control_is_left_out() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{word_paragraph('1.武安市 3')}</w:sdtContent>"
        "</w:sdt>"
    )
    assert lines(control + word_paragraph("正文")) == ["正文"]


def test_a_field_without_end_is_noted() -> None:
    body = para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + para(run("没有了"))
    with pytest.raises(InputError, match="no text"):
        content(body)
    found = content(word_paragraph("正文") + body)
    assert [oddity.kind for oddity in found.oddities] == ["open_field"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("成本降低", "20%，效率提高。", ["成本降低20%，效率提高。"]),
        ("第四批农村物流服务品牌", "典型经验", ["第四批农村物流服务品牌典型经验"]),
        ("降本增效。", "畅通循环。", ["降本增效。", "畅通循环。"]),
        ("“交邮下行”", "武安市依托公交", ["“交邮下行”", "武安市依托公交"]),
        ("主要做法", "一、织密网络", ["主要做法", "一、织密网络"]),
        ("主要做法", "（二）织密网络", ["主要做法", "（二）织密网络"]),
        ("主要做法", "3.河北饶阳县", ["主要做法", "3.河北饶阳县"]),
        ("成本降至", "3.5元", ["成本降至3.5元"]),
        ("主要做法", "　　武安市", ["主要做法", "武安市"]),
        ("rural", "logistics", ["rural logistics"]),
    ],
)
def test_a_soft_line_break_parts_lines_but_no_sentence(
    before: str, after: str, expected: list[str]
) -> None:
    assert lines(para(run(before), "<w:r><w:br/></w:r>", run(after))) == expected


def test_a_deleted_or_hidden_paragraph_end_joins_two_paragraphs() -> None:
    for mark in ('<w:del w:id="1"/>', "<w:vanish/>"):
        first = para(run("建成"), properties=f"<w:rPr>{mark}</w:rPr>")
        assert lines(first + para(run("518个"))) == ["建成518个"]


def test_a_deleted_paragraph_is_not_counted_in_the_numbering() -> None:
    numbering = NUMBERING.format(fmt="decimal", text="%1.")
    gone = para(
        '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>',
        properties=f'{NUMBERED}<w:rPr><w:del w:id="2"/></w:rPr>',
    )
    body = word_paragraph("甲", NUMBERED) + gone + word_paragraph("乙", NUMBERED)
    assert lines(body, numbering=numbering) == ["1.甲", "2.乙"]


def test_hidden_text_may_be_hidden_by_its_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="secret"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="note"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = para(run("甲"), run("乙", '<w:rStyle w:val="secret"/>')) + para(
        run("丙"), run("丁", '<w:vanish w:val="false"/>'), properties='<w:pStyle w:val="note"/>'
    )
    assert lines(body, styles=styles) == ["甲", "丁"]


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
)


@pytest.mark.parametrize(
    ("fmt", "template", "expected"),
    [
        ("chineseCounting", "%1、", ["一、甲", "二、甲"]),
        ("chineseCountingThousand", "（%1）", ["（一）甲", "（二）甲"]),
        ("decimal", "%1.", ["1.甲", "2.甲"]),
        ("decimal", "案例%1", ["案例1 甲", "案例2 甲"]),
        ("chineseCounting", "第%1例", ["第一例 甲", "第二例 甲"]),
        ("decimalEnclosedCircle", "%1", ["① 甲", "② 甲"]),
        ("bullet", "", ["甲", "甲"]),
        ("none", "", ["甲", "甲"]),
        ("thaiLetters", "%1、", ["1、甲", "2、甲"]),
    ],
)
def test_automatic_numbers_are_text(fmt: str, template: str, expected: list[str]) -> None:
    numbering = NUMBERING.format(fmt=fmt, text=template)
    found = content(word_paragraph("甲", NUMBERED) * 2, numbering=numbering)
    assert found.text.splitlines() == expected
    assert bool(found.oddities) == (fmt == "thaiLetters")


def test_a_label_and_a_sign_stand_together() -> None:
    numbering = NUMBERING.format(fmt="decimal", text="案例%1")
    assert lines(word_paragraph("：武安市", NUMBERED), numbering=numbering) == ["案例1：武安市"]


def test_a_number_does_not_run_into_a_figure() -> None:
    body = word_paragraph("5万个网点", NUMBERED)
    assert lines(body, numbering=NUMBERING.format(fmt="decimal", text="%1.")) == ["1. 5万个网点"]


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(word_paragraph, paragraphs))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_tables_stand_in_body_order_row_by_row_with_their_places() -> None:
    first = f"<w:tbl>{row(cell('层级'), cell('数量'))}{row(cell('县级'), cell('3', '个'))}</w:tbl>"
    second = f"<w:tbl>{row(cell('甲'), cell(''))}{row(cell('乙'), cell('5'))}</w:tbl>"
    body = word_paragraph("前") + first + word_paragraph("中") + second + word_paragraph("后")
    found = content(body)
    assert found.text == "前\n层级\t数量\n县级\t3 个\n中\n甲\n乙\t5\n后\n"
    places = [(found.text[place.start : place.end], place.name) for place in found.locators]
    assert places == [
        ("前", "paragraph 1"),
        ("层级\t数量", "table 1 row 1"),
        ("县级\t3 个", "table 1 row 2"),
        ("中", "paragraph 2"),
        ("甲", "table 2 row 1"),
        ("乙\t5", "table 2 row 2"),
        ("后", "paragraph 3"),
    ]


def test_rows_and_cells_may_stand_in_controls_and_revisions() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    deleted = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>" + cell("旧") + cell("0") + "</w:tr>"
    table = (
        f"<w:tbl>{deleted}{control.format(row(cell('甲'), control.format(cell('1'))))}"
        f"{row(cell('乙'), cell('2'))}</w:tbl>"
    )
    assert lines(table) == ["甲\t1", "乙\t2"]


def test_a_table_in_a_table_is_read_in_its_cell() -> None:
    inner = f"<w:tc><w:tbl>{row(cell('子'), cell('1'))}</w:tbl>{word_paragraph('末')}</w:tc>"
    assert lines(f"<w:tbl>{row(cell('甲'), inner)}</w:tbl>") == ["甲\t子 1 末"]


def test_a_table_that_only_frames_text_is_read_as_text() -> None:
    assert lines(f"<w:tbl>{row(cell('一、甲', '二、乙'))}</w:tbl>") == ["一、甲", "二、乙"]


def test_a_merged_cell_is_read_once() -> None:
    merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    table = f"<w:tbl>{row(cell('县级'), cell('3'))}{row(merged, cell('4'))}</w:tbl>"
    assert lines(table) == ["县级\t3", "4"]


def test_footnotes_and_text_boxes_follow_their_paragraph() -> None:
    footnotes = (
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{word_paragraph("注：含12个流动站")}</w:footnote>'
    )
    box = f"<w:txbxContent>{word_paragraph('框内5个')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = para(run("建成518个"), reference, drawing, run("网点。")) + word_paragraph("下一段")
    found = content(body, footnotes=footnotes)
    assert found.text == "建成518个网点。\n框内5个\n注：含12个流动站\n下一段\n"
    assert [place.name for place in found.locators] == [
        "paragraph 1",
        "text box 1",
        "note 1",
        "paragraph 2",
    ]


def test_empty_paragraphs_are_no_lines_and_are_not_counted() -> None:
    found = content(word_paragraph("甲") + "<w:p/>" * 3 + word_paragraph("乙"))
    assert found.text == "甲\n乙\n"
    assert [place.name for place in found.locators] == ["paragraph 1", "paragraph 2"]


def test_the_strict_dialect_is_read_too() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    transitional = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    from pipeline.read.archive import Archive
    from tests.read.make_reports import zipped

    made = Archive(word(word_paragraph("甲")), "x", Limits())
    parts = {name: made.read(name).replace(transitional, strict) for name in made.names}
    assert read(zipped(parts), "x", Limits()).text == "甲\n"


def test_signs_of_symbol_fonts_and_embedded_documents_are_noted() -> None:
    body = para('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', run("甲")) + "<w:altChunk/>"
    found = content(body)
    assert found.text == "甲\n"
    assert {oddity.kind for oddity in found.oddities} == {"symbols", "embedded_document"}


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(InputError, match="no text"):
        content("<w:p/>")
