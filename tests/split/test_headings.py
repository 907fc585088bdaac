"""Headings of every style: which lines head a case, with number, place and slogan."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.model import Document
from pipeline.rulebook import load
from pipeline.split import SplitResult, Splitter

SPLITTER = Splitter(load())
PLACES = {"河北省武安市": "130481", "安徽省芜湖市繁昌区": "340212", "江苏省南京市溧水区": "320117"}
BODY = "全县建成物流站点若干个，群众寄递更加方便。\n"
CHINESE = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]


def chinese(number: int) -> str:
    """Write a number below 100."""
    tens, ones = divmod(number, 10)
    if not tens:
        return CHINESE[ones]
    return ("" if tens == 1 else CHINESE[tens]) + "十" + (CHINESE[ones] if ones else "")


def wide(number: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(number))


def split(text: str) -> SplitResult:
    return SPLITTER.split(Document(report="test", text=text, sha256="", year=2023))


def found(text: str) -> list[tuple[int, str, str]]:
    """Return number, code and slogan of each case."""
    return [
        (case.case_no, case.region.adcode if case.region else "", case.slogan)
        for case in split(text).cases
    ]


def oddities(text: str) -> list[tuple[str, int | None]]:
    return [(oddity.kind, oddity.line) for oddity in split(text).oddities]


def report(*headings: str) -> str:
    return "典型案例汇编\n\n" + "".join(f"{heading}\n{BODY}" for heading in headings)


STYLES = {
    "1.": "{n}.", "1. ": "{n}. ", "1．": "{n}．", "１．": "{w}．", "1、": "{n}、", "１、": "{w}、",
    "1,": "{n},", "（1）": "（{n}）", "(1)": "({n})", "（１）": "（{w}）", "（一）": "（{c}）",
    "(一)": "({c})", "（一）、": "（{c}）、", "一、": "{c}、", "一.": "{c}.", "案例1 ": "案例{n} ",
    "案例1": "案例{n}", "案例1：": "案例{n}：", "案例 1 ": "案例 {n} ", "案例一：": "案例{c}：",
    "案例一　": "案例{c}　", "案例一": "案例{c}", "典型案例一 ": "典型案例{c} ",
    "第一例": "第{c}例", "第一例 ": "第{c}例 ", "第一例：": "第{c}例：", "第 一 例 ": "第 {c} 例 ",
    "第1例　": "第{n}例　", "第一个案例：": "第{c}个案例：", "【案例1】": "【案例{n}】",
    "【案例一】 ": "【案例{c}】 ", "1 ": "{n} ", "　　1.": "　　{n}.", "No.1 ": "No.{n} ",
}  # fmt: skip


def number_in(style: str, number: int) -> str:
    return STYLES[style].format(n=number, w=wide(number), c=chinese(number))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_numbering(style: str) -> None:
    places = list(PLACES)
    text = report(
        *(
            f"{number_in(style, number)}{place}“邮快合作{number}”"
            for number, place in enumerate(places, 1)
        )
    )
    assert found(text) == [
        (number, PLACES[place], f"邮快合作{number}") for number, place in enumerate(places, 1)
    ]
    assert oddities(text) == []


@pytest.mark.parametrize("style", ["1.", "（一）", "一、", "案例一：", "第一例 "])
def test_numbering_goes_on_beyond_thirty(style: str) -> None:
    place = "河北省武安市"
    text = report(*(f"{number_in(style, n)}{place}“邮快合作之{n}”" for n in range(1, 41)))
    assert [number for number, _, _ in found(text)] == list(range(1, 41))
    assert oddities(text) == []


SLOGANS = [
    ("“邮快合作”", "邮快合作", ""),
    ('"邮快合作"', "邮快合作", ""),
    ("＂邮快合作＂", "邮快合作", ""),
    ("「邮快合作」", "邮快合作", ""),
    ("『邮快合作』", "邮快合作", ""),
    ("《邮快合作》", "邮快合作", ""),
    ("‘邮快合作’", "邮快合作", ""),
    ("'邮快合作'", "邮快合作", ""),
    ("”邮快合作“", "邮快合作", ""),
    ("“邮快合作“", "邮快合作", ""),
    ("”邮快合作”", "邮快合作", ""),
    ('“邮快合作"', "邮快合作", ""),
    ('"邮快合作”', "邮快合作", ""),
    ("“邮快合作", "邮快合作", ""),
    ("邮快合作”", "邮快合作", ""),
    ("““邮快合作””", "“邮快合作”", ""),
    ("“‘四网’融合、一体联动”", "‘四网’融合、一体联动", ""),
    ("“四网融合、‘一体’联动”", "四网融合、‘一体’联动", ""),
    ("“四网融合、‘一体’联动", "四网融合、‘一体’联动", ""),
    ("“「四网」融合”", "「四网」融合", ""),
    ("“邮政＋快递”", "邮政+快递", ""),
    ("“邮政+快递”", "邮政+快递", ""),
    ("“ 邮快合作 ”", "邮快合作", ""),
    ("“商超供销同网 城乡一小时送达”", "商超供销同网 城乡一小时送达", ""),
    ("“邮快合作”一体化发展", "邮快合作", "一体化发展"),
    ("“邮快合作” 模式", "邮快合作", "模式"),
    (" “邮快合作”", "邮快合作", ""),
    ("：“邮快合作”", "邮快合作", ""),
    ("：邮快合作", "邮快合作", ""),
    (":邮快合作", "邮快合作", ""),
    ("： 邮快合作 ", "邮快合作", ""),
    ("——邮快合作", "邮快合作", ""),
    (" 邮快合作", "邮快合作", ""),
    ("　邮快合作", "邮快合作", ""),
    ("邮快合作", "邮快合作", ""),
    ("·邮快合作", "邮快合作", ""),
]


@pytest.mark.parametrize(("rest", "slogan", "suffix"), SLOGANS)
def test_every_way_to_write_a_slogan(rest: str, slogan: str, suffix: str) -> None:
    text = report(*(f"{n}.{place}{rest}" for n, place in enumerate(PLACES, 1)))
    cases = split(text).cases
    assert [(case.slogan, case.slogan_suffix) for case in cases] == [(slogan, suffix)] * 3


PLACE_FORMS = [
    ("河北武安市", "河北省", None, "武安市", "130481"),
    ("河北省邯郸市武安市", "河北省", "邯郸市", "武安市", "130481"),
    ("安徽省亳州市谯城区", "安徽省", "亳州市", "谯城区", "341602"),
    ("重庆市巫溪县", "重庆市", None, "巫溪县", "500238"),
    ("内蒙古自治区阿鲁科尔沁旗", "内蒙古自治区", None, "阿鲁科尔沁旗", "150421"),
    ("湖南省江华瑶族自治县", "湖南省", None, "江华瑶族自治县", "431129"),
    ("吉林省吉林市永吉县", "吉林省", "吉林市", "永吉县", "220221"),
]


@pytest.mark.parametrize(("printed", "province", "prefecture", "county", "code"), PLACE_FORMS)
def test_places_of_headings(
    printed: str, province: str, prefecture: str | None, county: str, code: str
) -> None:
    (case,) = split(report(f"1.{printed}“邮快合作”")).cases
    assert case.region is not None
    assert (case.region.province, case.region.county, case.region.adcode) == (
        province,
        county,
        code,
    )
    assert case.region.prefecture_named == (prefecture is not None)
    if prefecture is not None:
        assert case.region.prefecture == prefecture


HEADINGS = [f"{n}.{place}“邮快合作{n}”" for n, place in enumerate(PLACES, 1)]
CASES = [(n, code, f"邮快合作{n}") for n, code in enumerate(PLACES.values(), 1)]
LEADERS = ["……{p}", "........{p}", "…… {p}", "\t{p}", "    {p}", "　　{p}", "·······{p}", "----{p}"]


@pytest.mark.parametrize("leader", [*LEADERS, ""])
def test_a_table_of_contents_heads_no_case(leader: str) -> None:
    contents = "".join(
        f"{heading}{leader.format(p=page)}\n" for page, heading in enumerate(HEADINGS, 3)
    )
    text = f"典型案例\n目录\n{contents}\n前言\n为宣传推广，特编此书。\n\n{report(*HEADINGS)}"
    assert found(text) == CASES
    assert split(text).cases[0].start > text.index("前言")
    assert oddities(text) == []


PAGE_LINES = [
    "— 12 —", "—12—", "- 12 -", "－ 12 －", "12", "  12  ", "第 12 页", "第12页 共50页", "12/50",
    "· 12 ·",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGE_LINES)
def test_a_page_number_is_neither_heading_nor_text(page: str) -> None:
    text = report(*HEADINGS).replace(BODY, f"{page}\n建成站点。\n{page}\n全部投用。\n{page}\n")
    result = split(text)
    assert found(text) == CASES
    for spans in result.spans:
        body = "".join(result.view.text[start:end] for start, end in spans)
        assert [line for line in body.split("\n") if line] == ["建成站点。", "全部投用。"]


def test_provinces_and_counties_on_two_levels() -> None:
    text = (
        "典型案例\n一、河北省\n"
        f"1.武安市“邮快合作1”\n{BODY}2.晋州市“邮快合作2”\n{BODY}"
        f"二、安徽省\n3.芜湖市繁昌区“邮快合作3”\n{BODY}"
    )
    result = split(text)
    assert [
        (case.case_no, case.region and case.region.adcode, text[case.start : case.end])
        for case in result.cases
    ] == [
        (1, "130481", f"1.武安市“邮快合作1”\n{BODY}"),
        (2, "130183", f"2.晋州市“邮快合作2”\n{BODY}"),
        (3, "340212", f"3.芜湖市繁昌区“邮快合作3”\n{BODY}"),
    ]
    assert result.oddities == ()


@pytest.mark.parametrize("heading", ["河北省", "一、河北省", "（一）河北省", "一、河北"])
def test_numbers_that_start_again_below_each_province(heading: str) -> None:
    text = (
        f"典型案例\n{heading}\n1.武安市“邮快合作1”\n{BODY}2.晋州市“邮快合作2”\n{BODY}"
        f"安徽省\n1.芜湖市繁昌区“邮快合作3”\n{BODY}"
    )
    assert found(text) == [
        (1, "130481", "邮快合作1"),
        (2, "130183", "邮快合作2"),
        (3, "340212", "邮快合作3"),
    ]
    assert oddities(text) == [("numbering_restarts", 8)]


def test_styles_can_change_within_a_report() -> None:
    places = list(PLACES)
    text = report(
        f"1.{places[0]}“邮快合作1”", f"2、{places[1]}“邮快合作2”", f"（3）{places[2]}“邮快合作3”"
    )
    assert found(text) == CASES


ITEMS = [
    "（一）建强网络。建成服务站。",
    "一、主要做法",
    "1、整合资源",
    "1.武安市交通运输局牵头，整合邮政、快递资源。",
    "2.“一点多能”促融合",
    "第一，整合资源。",
    "（一）“邮快合作”降成本",
    "3 月份投用",
]


@pytest.mark.parametrize("item", ITEMS)
def test_the_items_of_a_body_are_no_headings(item: str) -> None:
    text = report(*HEADINGS).replace(BODY, f"{BODY}{item}\n{BODY}")
    assert found(text) == CASES
    assert oddities(text) == []


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_gap_is_told_with_its_line() -> None:
    text = report(HEADINGS[0], HEADINGS[1], HEADINGS[2].replace("3.", "5."))
    assert [number for number, _, _ in found(text)] == [1, 2, 5]
    assert oddities(text) == [("number_missing", line_of(text, "5."))]


def test_a_number_that_stands_twice_is_told_with_its_line() -> None:
    text = report(HEADINGS[0], HEADINGS[1], HEADINGS[2].replace("3.", "2."))
    assert len({number for number, _, _ in found(text)}) == 3
    assert oddities(text) == [("number_twice", line_of(text, "2.江苏"))]


def test_a_number_out_of_order_is_told_with_its_line() -> None:
    text = report(HEADINGS[0], HEADINGS[2], HEADINGS[1])
    assert [number for number, _, _ in found(text)] == [1, 3, 2]
    assert ("number_out_of_order", line_of(text, "2.")) in oddities(text)


def test_a_report_that_does_not_begin_with_one() -> None:
    text = report(HEADINGS[1], HEADINGS[2])
    assert oddities(text) == [("number_missing", 3)]


@pytest.mark.parametrize("place", ["河北省无名县", "无名县", ""])
def test_an_unknown_place_is_told_with_its_line(place: str) -> None:
    text = report(HEADINGS[0], f"2.{place}“邮快合作2”", HEADINGS[2])
    assert [(number, slogan) for number, _, slogan in found(text)] == [
        (number, slogan) for number, _, slogan in CASES
    ]
    assert split(text).cases[1].region is None
    assert oddities(text) == [("place_unknown", line_of(text, "2."))]


def test_a_name_of_several_counties_is_told_with_its_line() -> None:
    text = report(HEADINGS[0], "2.鼓楼区“邮快合作2”", HEADINGS[2])
    assert [number for number, _, _ in found(text)] == [1, 2, 3]
    assert split(text).cases[1].region is None
    assert oddities(text) == [("place_ambiguous", line_of(text, "2."))]


def test_a_unit_that_was_not_in_force_is_told() -> None:
    text = report(HEADINGS[0], "2.安徽省繁昌县“邮快合作2”", HEADINGS[2])
    assert oddities(text) == [("place_not_in_force", line_of(text, "2."))]


def test_a_heading_without_slogan_is_told() -> None:
    text = report(HEADINGS[0], "2.安徽省芜湖市繁昌区", HEADINGS[2])
    assert found(text)[1] == (2, "340212", "")
    assert oddities(text) == [("slogan_missing", line_of(text, "2."))]


@pytest.mark.parametrize(
    "text", ["", "\n", "没有标题。\n", "1.\n2.\n", "一、总体情况\n二、下一步打算\n"]
)
def test_a_text_without_headings_is_told(text: str) -> None:
    with pytest.raises(InputError, match="no case headings"):
        split(text)


def test_marks_of_a_conversion_move_no_case() -> None:
    mark = "[bookmark: _Toc141367035]"
    text = "汇编\n" + "".join(f"{mark * 4}{heading}\n短。\n" for heading in HEADINGS)
    cases = split(text).cases
    assert [text[case.start : case.end].replace(mark, "") for case in cases] == [
        f"{heading}\n短。\n" for heading in HEADINGS
    ]
    assert [case.heading for case in cases] == HEADINGS
    for case in cases:
        assert text[case.body_start : case.end].replace(mark, "") == "\n短。\n"


def test_an_empty_case_does_not_swallow_the_next() -> None:
    text = "\n".join([HEADINGS[0], HEADINGS[1], HEADINGS[2], BODY])
    cases = split(text).cases
    assert [text[case.start : case.end].strip() for case in cases[:2]] == HEADINGS[:2]


def test_the_title_and_what_stands_outside() -> None:
    text = "农村物流服务品牌\n典型案例汇编（第四批）\n前言，很短。\n" + "".join(
        f"{heading}\n{BODY}" for heading in HEADINGS
    )
    result = split(text)
    assert result.title == "典型案例汇编（第四批）"
    assert [result.view.text[start:end] for start, end in result.outside] == [
        text[: text.index("1.")]
    ]


@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(st.sampled_from(sorted(PLACES)), min_size=2, max_size=6),
    st.sampled_from(["“{}”", '"{}"', "「{}」", "：{}"]),
)
def test_any_report_in_one_style_is_split_whole(style: str, places: list[str], quotes: str) -> None:
    slogans = [f"邮快合作之{chinese(number)}" for number in range(1, len(places) + 1)]
    text = report(
        *(
            f"{number_in(style, number)}{place}{quotes.format(slogan)}"
            for number, (place, slogan) in enumerate(zip(places, slogans, strict=True), 1)
        )
    )
    cases = split(text).cases
    assert [case.slogan for case in cases] == slogans
    assert [case.case_no for case in cases] == list(range(1, len(places) + 1))
    for case, following in pairwise(cases):
        assert case.end <= following.start
        assert not text[case.end : following.start].strip()
    assert cases[-1].end == len(text)


@given(st.text(st.sampled_from("1一、.（）“” 河北省武安市安徽：。\n案例第例\t…"), max_size=120))
def test_any_text_is_split_or_told_to_have_no_headings(text: str) -> None:
    try:
        result = split(text)
    except InputError:
        return
    ends = [0, *(case.end for case in result.cases)]
    for case, before in zip(result.cases, ends, strict=False):
        assert before <= case.start < case.body_start <= case.end <= len(text)
    assert len({case.case_no for case in result.cases}) == len(result.cases)
