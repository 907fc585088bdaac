"""Word's automatic numbering: number formats, levels, restarts, inheritance from styles."""

from __future__ import annotations

import pytest

from pipeline.read import Limits
from pipeline.read.docx import read
from pipeline.read.word_numerals import format_number
from tests.read.make_reports import word, word_paragraph


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("decimal", {1: "1", 10: "10", 120: "120"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 49: "XLIX", 1999: "MCMXCIX"}),
        ("lowerRoman", {3: "iii", 6: "vi"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {1: "a", 28: "bb"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 22: "22nd"}),
        ("numberInDash", {5: "- 5 -"}),
        (
            "chineseCountingThousand",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一",
             110: "一百一十", 1001: "一千零一", 1010: "一千零一十", 2000: "二千"},
        ),
        ("chineseCounting", {1: "一", 10: "十", 15: "十五", 20: "二十", 99: "九十九", 100: "一○○"}),
        ("japaneseCounting", {10: "十", 11: "十一", 100: "百", 101: "百一", 111: "百十一"}),
        ("ideographDigital", {1: "一", 10: "一〇", 12: "一二"}),
        ("taiwaneseCountingThousand", {12: "十二"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 6: "陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 11: "甲戌", 60: "癸亥", 61: "甲子"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("none", {3: ""}),
        ("bullet", {3: ""}),
        ("chineseCountingThousand", {0: "0", 10_000: "10000"}),
    ],
)  # fmt: skip
def test_number_formats(style: str, expected: dict[int, str]) -> None:
    assert {number: format_number(number, style) for number in expected} == expected


def test_an_unknown_format_is_no_format() -> None:
    assert format_number(1, "hebrew1") is None


def level(index: int, number_format: str, template: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{template}"/></w:lvl>'
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def concrete(number: int, abstract_number: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{more}</w:num>'


OUTLINE = abstract(
    1,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


def item(number: int, depth: int = 0, style: str = "") -> str:
    return word_paragraph(
        "甲",
        f'{style}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>',
    )


def labels(body: str, numbering: str, styles: str = "") -> list[str]:
    data = word(body, numbering=numbering, styles=styles)
    return [line.removesuffix("甲") for line in read(data, "x", Limits()).text.splitlines()]


def test_lower_levels_begin_anew_below_each_upper_one() -> None:
    body = "".join(item(1, depth) for depth in (0, 1, 1, 2, 2, 1, 2, 0, 1))
    assert labels(body, OUTLINE + concrete(1, 1)) == [
        "一、", "（一）", "（二）", "1.", "2.", "（三）", "1.", "二、", "（一）",
    ]  # fmt: skip


def test_a_level_may_show_the_numbers_above_it_in_arabic() -> None:
    legal = abstract(
        1,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1-%2 "),
        level(2, "decimal", "%1.%2.%3 ", "<w:isLgl/>"),
    )
    body = "".join(item(1, depth) for depth in (0, 1, 2, 0, 1))
    assert labels(body, legal + concrete(1, 1)) == ["一、", "一-1 ", "1.1.1 ", "二、", "二-1 "]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1.", "2.", "1.", "1."]),
        ('<w:lvlRestart w:val="0"/>', ["1.", "2.", "3.", "4."]),
        ('<w:lvlRestart w:val="1"/>', ["1.", "2.", "3.", "1."]),
    ],
)
def test_restarts_of_a_level(restart: str, expected: list[str]) -> None:
    outline = abstract(
        1,
        level(0, "bullet", ""),
        level(1, "bullet", ""),
        level(2, "decimal", "%3.", restart),
    )
    body = "".join(item(1, depth) for depth in (0, 1, 2, 2, 1, 2, 0, 2))
    found = [label for label in labels(body, outline + concrete(1, 1)) if label]
    assert found == expected


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = OUTLINE + concrete(1, 1) + concrete(2, 1) + concrete(3, 1, start)
    body = item(1) + item(2) + item(3) + item(3) + item(1)
    assert labels(body, numbering) == ["一、", "二、", "五、", "六、", "七、"]


def test_lists_of_different_kinds_count_apart() -> None:
    other = abstract(2, level(0, "decimal", "案例%1：", start=16))
    body = item(1) + item(2) + item(1) + item(2)
    numbering = OUTLINE + other + concrete(1, 1) + concrete(2, 2)
    assert labels(body, numbering) == ["一、", "案例16：", "二、", "案例17："]


def test_a_list_may_give_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "例%1、")}</w:lvlOverride>'
    numbering = OUTLINE + concrete(1, 1) + concrete(2, 1, own)
    assert labels(item(1) + item(2), numbering) == ["一、", "例2、"]


STYLED = '<w:pStyle w:val="{}"/>'
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h1child"><w:basedOn w:val="h1"/></w:style>'
)


def test_styles_give_numbers_and_pass_them_on() -> None:
    names = ("h1", "h2", "h1child", "h2", "a")
    body = "".join(word_paragraph("甲", STYLED.format(name)) for name in names)
    assert labels(body, OUTLINE + concrete(1, 1), STYLES) == [
        "一、",
        "（一）",
        "二、",
        "（一）",
        "",
    ]


def test_a_level_names_the_style_it_belongs_to() -> None:
    outline = abstract(
        1,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2 ", '<w:pStyle w:val="h1"/>'),
    )
    body = item(1) + word_paragraph("甲", STYLED.format("h1"))
    assert labels(body, outline + concrete(1, 1), STYLES) == ["1.", "1.1 "]


def test_a_paragraph_takes_the_number_of_its_style_away() -> None:
    away = STYLED.format("h1") + '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body = word_paragraph("甲", away) + word_paragraph("甲", STYLED.format("h1"))
    assert labels(body, OUTLINE + concrete(1, 1), STYLES) == ["", "一、"]


def test_a_list_may_be_the_list_of_a_style() -> None:
    linked = abstract(2, more='<w:numStyleLink w:val="outline"/>')
    base = abstract(1, level(0, "decimal", "%1)"), more='<w:styleLink w:val="outline"/>')
    assert labels(item(5) * 2, base + linked + concrete(5, 2)) == ["1)", "2)"]


def test_a_custom_format_falls_back() -> None:
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001"/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback>'
        "</mc:AlternateContent>"
    )
    numbering = abstract(
        1, f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{custom}<w:lvlText w:val="%1."/></w:lvl>'
    )
    assert labels(item(1), numbering + concrete(1, 1)) == ["01."]


def test_styles_based_on_each_other_do_not_hang() -> None:
    circle = (
        '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>'
    )
    assert labels(word_paragraph("甲", STYLED.format("x")), "", circle) == [""]


def test_a_number_that_refers_to_nothing_is_no_number() -> None:
    assert labels(item(9) + item(1, 8), OUTLINE + concrete(1, 1)) == ["", ""]
