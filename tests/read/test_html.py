"""Web pages: the main text and nothing around it."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits
from pipeline.read.content import Content
from pipeline.read.html import read
from pipeline.read.mht import read as read_mht
from tests.read.make_reports import html_page, mht_page

REPORT = "第四批典型经验\n1.河北武安市“交邮下行”\n全市建成村级网点518个，成本降低20%。\n"


def content(page: str, encoding: str = "utf-8") -> Content:
    return read(page.encode(encoding), "page.html", Limits())


def lines(page: str) -> list[str]:
    return content(page).text.splitlines()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<p>　　建成\n  <b>518</b>个&nbsp;</p>", ["建成 518个"]),
        ("<p>降低&lt;20%&gt;</p>", ["降低<20%>"]),
        ("<p>甲<!-- 旧 38个 -->乙</p>", ["甲乙"]),
        ("<p>成本降低<br>20%。<br/>二、下一项</p>", ["成本降低20%。", "二、下一项"]),
        ("<p>甲<br>　　乙</p>", ["甲", "乙"]),
        ("<p>甲<script>var n = 5</script><style>p{}</style>乙</p>", ["甲乙"]),
        ("<p>甲<span style='display: none'>密</span><i hidden>密</i>乙</p>", ["甲乙"]),
        ("<h1>标题</h1><h2>一、做法</h2><p>甲</p>", ["标题", "一、做法", "甲"]),
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=16><li>甲<li value=20>乙<li>丙</ol>", ["16.甲", "20.乙", "21.丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ("<ol type=a><li>甲</ol><ol type=I><li>乙</ol>", ["a.甲", "I.乙"]),
        ('<ol style="list-style: simp-chinese-informal"><li>甲<li>乙</ol>', ["一、甲", "二、乙"]),
        ('<ol style="list-style:none"><li>甲</ol>', ["甲"]),
        ("<ol><li>甲<ol><li>子</ol><li>乙</ol>", ["1.甲", "1.子", "2.乙"]),
        ("<ol start=x><li value=-3>甲</ol>", ["-3.甲"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        (
            "<table><tr><th>层级<th>数量<tr><td>县级<td><p>3</p><p>个</p></table>",
            ["层级\t数量", "县级\t3 个"],
        ),
        ("<table><tr><td>一、甲<p>乙</p></td></tr></table>", ["一、甲", "乙"]),
        ("<table><caption>表1</caption><tr><td>甲<td>1</table>", ["表1", "甲\t1"]),
    ],
)  # fmt: skip
def test_what_stands_in_a_page(body: str, expected: list[str]) -> None:
    assert lines(f"<html><body><div>{body}</div></body></html>") == expected


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    page = (
        "<table><tr><td><a>首页</a></td><td><table><tr><td>层级</td><td>数量</td></tr>"
        "<tr><td>县级</td><td>3</td></tr></table><p>正文第一段，说明网点。</p></td></tr></table>"
    )
    found = content(page)
    assert "层级\t数量\n县级\t3\n正文第一段，说明网点。\n" in found.text
    assert "table 1 row 2" in [place.name for place in found.locators]


def test_places_are_paragraphs_and_rows() -> None:
    found = content("<p>甲</p><table><tr><td>乙<td>1</table><p>丙</p>")
    places = [(found.text[place.start : place.end], place.name) for place in found.locators]
    assert places == [("甲", "paragraph 1"), ("乙\t1", "table 1 row 1"), ("丙", "paragraph 2")]


MAIN = "".join(f"<p>第{n}段：建成网点{n}个，覆盖全部乡镇，群众满意。</p>" for n in range(1, 9))
AROUND = (
    '<div class="top"><a href="/">首页</a> <a href="/a">机构</a> <a href="/b">公开</a></div>{}'
    '<div class="side"><h3>相关链接</h3><ul><li><a>第三批典型经验公布</a></li><li><a>五部门印发通知'
    "</a></li><li><a>第二批公布</a></li></ul></div><div class=foot>主办：某部 备案号0504</div>"
)


@pytest.mark.parametrize(
    "container",
    [
        '<div class="TRS_Editor">{}</div>',
        '<div id="UCAP-CONTENT">{}</div>',
        '<div id="zoom">{}</div>',
        '<div class="article-content">{}</div>',
        "<article>{}</article>",
        '<div class="w980 unknown"><div class="inner">{}</div></div>',
    ],
)
def test_navigation_and_related_links_are_left_out(container: str) -> None:
    page = f"<html><body>{AROUND.format(container.format(MAIN))}</body></html>"
    found = lines(page)
    assert len(found) == 8
    assert (found[0][:3], found[-1][:3]) == ("第1段", "第8段")


def test_links_in_the_main_text_are_text() -> None:
    page = f"<div class=TRS_Editor>{MAIN}<p>见<a href=x>武安市</a>的518个网点。</p></div>"
    assert lines(page)[-1] == "见武安市的518个网点。"


def test_the_title_comes_from_the_page_if_the_main_text_lacks_it() -> None:
    head = '<head><meta name="ArticleTitle" content="第四批典型经验"></head>'
    page = f"<html>{head}<body><div class=TRS_Editor>{MAIN}</div></body></html>"
    found = content(page)
    assert found.text.startswith("第四批典型经验\n第1段")
    assert found.locators[0].name == "title"
    with_title = page.replace("<p>第1段", "<p>第四批典型经验</p><p>第1段")
    assert content(with_title).text.count("第四批典型经验") == 1


@pytest.mark.parametrize(
    ("declared", "actual", "noted"),
    [
        ("utf-8", "utf-8", False),
        ("gb2312", "gb18030", False),
        ("GBK", "gb18030", False),
        ("gb2312", "utf-8", True),
        ("utf-8", "gb18030", True),
        ("iso-8859-1", "gb18030", False),
        ("utf-16", "utf-16", False),
    ],
)
def test_the_bytes_have_the_last_word_on_the_charset(
    declared: str, actual: str, noted: bool
) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>{MAIN}</body></html>'
    found = content(page, actual)
    assert found.text.startswith("第1段：建成网点1个")
    assert [oddity.kind for oddity in found.oddities] == (["wrong_charset"] if noted else [])


def test_a_traditional_page_is_read_as_it_declares() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>農村物流服務品牌</p></body></html>'
    assert content(page, "big5").text == "農村物流服務品牌\n"


def test_a_page_without_text_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="script"):
        content("<html><body><div id=app></div><script>load()</script></body></html>")


def test_a_saved_page_is_read_from_its_envelope() -> None:
    found = read_mht(mht_page(REPORT), "x.mht", Limits())
    assert found.text == REPORT
    assert found.encoding == "gb18030"


def test_the_made_page_gives_the_report_back() -> None:
    assert read(html_page(REPORT), "x.html", Limits()).text == REPORT


def test_an_envelope_without_a_page_is_refused() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx"
    with pytest.raises(InputError, match="no web page"):
        read_mht(data, "x.mht", Limits())
