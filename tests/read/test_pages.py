"""From glyphs on pages to paragraphs: columns, line joining, headers, notes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.read import Limits
from pipeline.read.content import Content, ContentBuilder
from pipeline.read.page_model import Glyph, Page, Table
from pipeline.read.page_paragraphs import add_pages
from pipeline.read.radicals import with_characters

SIZE = 10.0
PITCH = 18.0
LEFT = 50.0
CHARACTERS = 20
"""A full line holds this many characters."""

Row = tuple[float, str]


def glyphs(x: float, top: float, text: str, size: float = SIZE) -> list[Glyph]:
    found: list[Glyph] = []
    for sign in text:
        width = size / 2 if sign.isascii() else size
        found.append(Glyph(sign, x, x + width, top, top + size, size))
        x += width
    return found


def page(rows: Sequence[Row], number: int = 1, more: Sequence[Glyph] = ()) -> Page:
    """Return a page of rows given as (characters from the left edge, text)."""
    body = [
        glyph
        for index, (indent, text) in enumerate(rows)
        for glyph in glyphs(LEFT + indent * SIZE, 100 + index * PITCH, text)
    ]
    return Page(number, 300.0, 400.0, (*body, *more))


def content(*pages: Page) -> Content:
    builder = ContentBuilder("x.pdf", Limits())
    add_pages(pages, builder)
    return builder.content()


def lines(*pages: Page) -> list[str]:
    return content(*pages).text.splitlines()


FULL = "县" * CHARACTERS
FIRST = "县" * (CHARACTERS - 2)


def test_a_line_break_of_the_page_is_none() -> None:
    assert lines(page([(2, FIRST), (0, FULL), (0, "共518个。")])) == [FIRST + FULL + "共518个。"]


def test_an_indented_line_begins_a_paragraph_even_after_a_full_one() -> None:
    rows: list[Row] = [(2, FIRST), (0, FULL[:-1] + "。"), (2, FIRST), (0, "完")]
    assert lines(page(rows)) == [FIRST + FULL[:-1] + "。", FIRST + "完"]


def test_a_short_line_ends_its_paragraph() -> None:
    rows: list[Row] = [(2, FIRST), (0, "完"), (0, FULL), (0, "止")]
    assert lines(page(rows)) == [FIRST + "完", FULL + "止"]


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("县" * 18, "降低177.48万元"),
        ("县" * 19, "“交邮下行”"),
        ("县" * 19, "点。"),
        ("县" * 19, "元）。"),
        ("县" * 19 + "，", "其中"),
        ("县" * 16 + "建成", "177.48"),
    ],
)
def test_a_line_is_full_if_the_next_word_would_not_fit(end: str, start: str) -> None:
    rows: list[Row] = [(0, FULL), (0, end), (0, start + "县" * 6), (2, FIRST)]
    joined = [FULL + end + start + "县" * 6, FIRST]
    fits = len(end) == 18 and start.startswith("降")
    assert lines(page(rows)) == ([FULL + end, start + "县" * 6, FIRST] if fits else joined)


def test_a_paragraph_goes_on_over_pages_with_both_places() -> None:
    found = content(page([(2, FIRST), (0, FULL)]), page([(0, "共518个。"), (2, "下段")], 2))
    assert found.text == FIRST + FULL + "共518个。\n下段\n"
    places = [(found.text[place.start : place.end], place.name) for place in found.locators]
    assert places == [(FIRST + FULL, "page 1"), ("共518个。", "page 2"), ("下段", "page 2")]


def test_a_different_size_begins_a_paragraph() -> None:
    heading = Page(1, 300.0, 400.0, tuple(glyphs(LEFT, 80, FULL[:14], 14.0)))
    body = page([(0, FULL), (0, "完")])
    both = Page(1, 300.0, 400.0, (*heading.glyphs, *body.glyphs))
    assert lines(both) == [FULL[:14], FULL + "完"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左{n}" + "县" * 8 for n in "一二三四五"]
    right = [f"右{n}" + "县" * 8 for n in "一二三四五"]
    body = [
        glyph
        for index in range(5)
        for x, text in ((50.0, left[index]), (170.0, right[index]))
        for glyph in glyphs(x, 100 + index * PITCH, text)
    ]
    assert lines(Page(1, 300.0, 400.0, tuple(body))) == ["".join(left) + "".join(right)]


def test_a_heading_over_both_columns_stands_before_them() -> None:
    heading = glyphs(60.0, 60.0, "县" * 18)
    body = [
        glyph
        for index in range(8)
        for x, text in ((50.0, "左" * 10), (170.0, "右" * 10))
        for glyph in glyphs(x, 100 + index * PITCH, text)
    ]
    found = lines(Page(1, 300.0, 400.0, (*heading, *body)))
    assert found == ["县" * 18, "左" * 80 + "右" * 80]


def test_a_page_in_one_column_is_not_split_at_wide_gaps() -> None:
    rows: list[Row] = [(2, FIRST), (0, FULL), (0, FULL), (0, "联系人：甲")]
    assert lines(page(rows)) == [FIRST + FULL + FULL + "联系人：甲"]


def test_running_headers_and_page_numbers_are_left_out() -> None:
    pages = [
        page(
            [(2, FIRST), (0, f"第{number}页的正文。")],
            number,
            [*glyphs(60, 20, "典型经验汇编"), *glyphs(140, 380, f"- {number} -")],
        )
        for number in (1, 2, 3)
    ]
    assert lines(*pages) == [f"{FIRST}第{number}页的正文。" for number in (1, 2, 3)]


@pytest.mark.parametrize("number", ["7", "- 7 -", "— 7 —", "第7页", "第7页 共9页", "7/9"])
def test_the_page_number_of_a_single_page_is_left_out(number: str) -> None:
    assert lines(page([(2, "正文。")], more=glyphs(140, 380, number))) == ["正文。"]


def test_a_last_line_that_is_no_page_number_stays() -> None:
    assert lines(page([(2, "正文。")], more=glyphs(60, 380, "共518个"))) == ["正文。", "共518个"]


def test_a_year_alone_in_the_body_is_no_page_number() -> None:
    assert lines(page([(0, "2024")])) == ["2024"]


def test_a_raised_note_number_is_no_figure() -> None:
    note = Glyph("1", LEFT + 6 * SIZE, LEFT + 6.4 * SIZE, 99.0, 105.5, 6.5)
    assert lines(page([(0, "建成51个")], more=[note])) == ["建成51个"]


def test_signs_printed_twice_are_read_once() -> None:
    doubled = glyphs(LEFT + 0.3, 100.0, "建成55个")
    assert lines(page([(0, "建成55个")], more=doubled)) == ["建成55个"]


def test_a_gap_between_latin_words_is_a_space() -> None:
    more = glyphs(LEFT + 30, 100.0, "chain")
    assert lines(page([(0, "cold")], more=more)) == ["cold chain"]


def test_a_table_stands_in_its_place_row_by_row() -> None:
    table = Table(40, 260, 114, 150, (("层级", "数量"), ("县级", "3")))
    plain = page([(0, "前。"), (0, "县级3"), (0, "县级3"), (0, "后。")])
    found = content(Page(1, 300.0, 400.0, plain.glyphs, (table,)))
    assert found.text == "前。\n层级\t数量\n县级\t3\n后。\n"
    assert [place.name for place in found.locators] == [
        "page 1",
        "table 1 row 1",
        "table 1 row 2",
        "page 1",
    ]


def test_radicals_become_characters_and_nothing_else_changes() -> None:
    assert with_characters("⼄⾏⻓⺠⻋（５％）：㈠") == "乙行长民车（５％）：㈠"


def test_a_sign_that_hangs_into_the_gutter_belongs_to_its_column() -> None:
    body = [
        glyph
        for index in range(8)
        for x, text in ((50.0, "左" * 10 + "，"), (172.0, "右" * 10))
        for glyph in glyphs(x, 100 + index * PITCH, text)
    ]
    assert lines(Page(1, 300.0, 400.0, tuple(body))) == ["左左左左左左左左左左，" * 8 + "右" * 80]


def test_columns_whose_lines_stand_at_different_heights() -> None:
    body = [
        glyph
        for index in range(8)
        for x, down, text in ((50.0, 0.0, "左" * 10), (172.0, 7.0, "右" * 10))
        for glyph in glyphs(x, 100 + down + index * PITCH, text)
    ]
    assert lines(Page(1, 300.0, 400.0, tuple(body))) == ["左" * 80 + "右" * 80]


def test_a_last_page_with_its_left_column_only_goes_on_from_the_right_one() -> None:
    both = [
        glyph
        for index in range(8)
        for x, text in ((50.0, "左" * 10), (172.0, "右" * 10))
        for glyph in glyphs(x, 100 + index * PITCH, text)
    ]
    first = Page(1, 300.0, 400.0, tuple(both))
    last = Page(2, 300.0, 400.0, tuple(glyphs(50.0, 100.0, "末尾。")))
    assert lines(first, last) == ["左" * 80 + "右" * 80 + "末尾。"]


def test_an_indented_heading_and_the_indented_paragraph_below_it_are_two() -> None:
    heading = "“交邮联营”模式" + "县" * 10
    assert lines(page([(2, heading), (2, FIRST), (0, FULL)])) == [heading, FIRST + FULL]


def test_figures_in_a_row_are_not_parted() -> None:
    rows: list[Row] = [(0, FULL), (0, "县" * 17), (0, "12%、20%和17%，快件"), (2, FIRST)]
    assert lines(page(rows)) == [FULL + "县" * 17 + "12%、20%和17%，快件", FIRST]


def test_glyphs_off_the_page_are_not_seen() -> None:
    from pipeline.read.page_model import visible

    off = [*glyphs(-50, 100, "密"), *glyphs(50, 900, "密"), Glyph("密", 1e30, 1e30, 1, 2, 10)]
    broken = [Glyph("密", float("nan"), 1, 1, 2, 10), Glyph("密", 50, 60, 100, 110, 0)]
    seen = visible([*off, *broken, *glyphs(50, 100, "见")], 300, 400)
    assert [glyph.text for glyph in seen] == ["见"]


def test_a_paragraph_goes_on_over_the_footnotes_of_its_page() -> None:
    notes = [
        *glyphs(LEFT, 330, "1含12个流动站，", 8.0),
        *glyphs(LEFT, 344, "下同。", 8.0),
        *glyphs(LEFT, 358, "②不含社区。", 8.0),
    ]
    first = page([(2, FIRST), (0, FULL), (0, FULL), (0, FULL)], 1, notes)
    second = page([(0, "共518个。"), (2, FIRST), (0, FULL), (0, "完。")], 2)
    assert lines(first, second) == [
        FIRST + FULL * 3 + "共518个。",
        "1含12个流动站，下同。",
        "②不含社区。",
        FIRST + FULL + "完。",
    ]


def test_a_note_below_a_table_is_not_lost() -> None:
    table = Table(40, 260, 114, 150, (("层级", "数量"), ("县级", "3")))
    body = page([(2, FIRST), (0, FULL), (0, FULL)])
    second = Page(2, 300.0, 400.0, tuple(glyphs(LEFT, 170, "注：含分站。", 8.0)), (table,))
    assert lines(body, second)[-3:] == ["层级\t数量", "县级\t3", "注：含分站。"]
