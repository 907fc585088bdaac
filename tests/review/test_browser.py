"""The page in a real browser: finding, filtering, moving about, languages, paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.review.build import build_page
from tests.browser import Visit
from tests.review.samples import CASES, FACTS, REPORT, sample_labels, sample_page, sample_run

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., Visit]


def listed(page: Page) -> list[str]:
    """Return the anchors of the cases in the list."""
    links = page.locator("#rows a")
    return [str(link.get_attribute("href")) for link in links.all()]


def chosen(page: Page) -> str:
    return str(page.evaluate("decodeURI(location.hash)"))


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


# --- overview and list -----------------------------------------------------------------------


def test_the_overview_counts_cases_facts_and_differences(visit: Open) -> None:
    page = visit(sample_page()).page
    tiles = page.locator(".tiles div").all_inner_texts()
    assert {tile.replace("\n", " ") for tile in tiles} >= {
        "案例 4",
        "数据 7",
        "未解释数字 1",
        "差异 6",
        "有提示 1",
    }
    rows = page.locator("#spots tbody tr").all_inner_texts()
    assert len(rows) == 6
    assert "作用: 主要数据 → 其中项" in rows[0]
    assert "客货邮商" in rows[-1]


FILTERS: dict[str, list[str]] = {
    "missing": ["#case-1"],
    "spurious": ["#case-1", "#case-3"],
    "spurious flagged": ["#case-1", "#case-2", "#case-3"],
    "spurious cost_reduction": ["#case-1"],
    "employment": ["#case-1"],
    "missing node_count": [],
    "changed case": ["#case-4"],
    "unexplained": ["#case-1"],
    "odd": ["#case-4"],
    "derived": ["#case-2"],
    "optional": ["#case-2"],
}


def test_filters_leave_the_cases_with_such_facts(visit: Open) -> None:
    page = visit(sample_page()).page
    for chips, expected in FILTERS.items():
        for chip in chips.split():
            page.click(f'[data-value="{chip}"]')
        assert listed(page) == expected, chips
        assert page.inner_text("#result") == f"{len(expected)} / 4 个案例"
        assert page.inner_text("#said") == page.inner_text("#result")
        page.click("#clear")
        assert len(listed(page)) == 4


def test_the_search_looks_in_all_words_of_a_case(visit: Open) -> None:
    page = visit(sample_page()).page
    press(page, "/")
    for words, expected in {
        "东海": ["#case-2"],
        "130183": ["#case-3"],
        "共同配送": ["#case-4"],
        "交邮同网": ["#case-1"],
        "130181": [],
    }.items():
        page.fill("#search", words)
        assert listed(page) == expected, words


def test_provinces_can_be_chosen(visit: Open) -> None:
    page = visit(sample_page()).page
    page.select_option("#filter-province", "河北省")
    assert listed(page) == ["#case-1", "#case-3"]


def test_a_figure_of_the_overview_leads_to_its_cases(visit: Open) -> None:
    page = visit(sample_page()).page
    page.click("tr:has-text('节点') button[aria-label='多抽 1']")
    assert chosen(page) == "#case-3"
    assert listed(page) == ["#case-3"]


def test_of_2000_cases_only_the_rows_in_sight_are_made(visit: Open, large_page: Path) -> None:
    page = visit(large_page).page
    assert page.inner_text("#result") == "2000 / 2000 个案例"
    assert len(listed(page)) < 60
    page.evaluate("document.getElementById('list').scrollTop = 1e9")
    page.wait_for_selector('#rows a[href="#case-2000"]')
    assert len(listed(page)) < 60
    page.fill("#search", "武安市")
    assert page.inner_text("#result").startswith("40 / ")
    press(page, "Escape j j")
    assert chosen(page) == "#case-51"


# --- moving about --------------------------------------------------------------------------------


def test_n_and_p_go_through_all_differences(visit: Open) -> None:
    page = visit(sample_page()).page
    seen = []
    for _ in range(6):
        press(page, "n")
        seen.append(chosen(page))
    assert seen == [
        "#fact-1-2",
        "#fact-1-3",
        "#label-1-3",
        "#fact-3-1",
        "#case-4",
        "#case-4",
    ]
    press(page, "p p")
    assert chosen(page) == "#label-1-3"


def test_n_keeps_to_the_filters(visit: Open) -> None:
    page = visit(sample_page()).page
    page.click('[data-value="spurious"]')
    press(page, "n")
    assert chosen(page) == "#fact-1-3"
    press(page, "n")
    assert chosen(page) == "#fact-3-1"


def test_without_labels_n_leads_to_flags_and_unknown_numerals(visit: Open) -> None:
    page = visit(build_page([sample_run()], {})).page
    press(page, "n")
    assert chosen(page) == "#case-1"
    assert "八成" in page.inner_text("#details")
    press(page, "n")
    assert chosen(page) == "#fact-2-1"


def test_j_k_and_f_go_from_case_to_case_and_fact_to_fact(visit: Open) -> None:
    page = visit(sample_page()).page
    press(page, "j j")
    assert chosen(page) == "#case-2"
    press(page, "f f")
    assert chosen(page) == "#label-2-2"
    press(page, "k")
    assert chosen(page) == "#case-1"
    assert page.locator('#rows a[aria-current="true"]').get_attribute("href") == "#case-1"


@pytest.mark.parametrize("anchor", ["#fact-1-2", "#label-1-3", "#fact-2-3"])
def test_an_address_leads_to_its_fact(visit: Open, anchor: str) -> None:
    page = visit(sample_page(), anchor).page
    assert page.inner_text("#case-title").startswith(f"案例 {anchor.split('-')[1]}")
    mark = page.locator("#text a.mark.chosen")
    assert anchor[1:] in str(mark.get_attribute("data-anchors")).split()
    assert page.locator("#details table.fact").count() >= 1


@pytest.mark.parametrize("anchor", ["#fact-9-9", "#case-", "#overview", "#%E0%A4%A"])
def test_an_address_of_nothing_leads_to_the_overview(visit: Open, anchor: str) -> None:
    page = visit(sample_page(), anchor).page
    assert page.inner_text("#case-title") == "总览"


def test_two_reports_have_addresses_of_their_own(visit: Open) -> None:
    run = sample_run()
    other = replace(run, tables=replace(run.tables, report="第二批"))
    page = visit(build_page([run, other], {}), "#%E7%AC%AC%E4%BA%8C%E6%89%B9/fact-2-1").page
    assert "第二批" in page.inner_text("#case-title")
    assert "2-1" in page.inner_text("#details")
    assert len(listed(page)) == 8


def test_keys_are_letters_while_a_person_writes(visit: Open) -> None:
    page = visit(sample_page()).page
    page.focus("#search")
    press(page, "n j")
    assert chosen(page) == ""
    assert page.input_value("#search") == "nj"


# --- a case ---------------------------------------------------------------------------------------


def test_marks_stand_on_their_words(visit: Open) -> None:
    page = visit(sample_page(), "#case-1").page
    marks = page.locator("#text a.mark").all_inner_texts()
    assert marks == ["518个", "72个", "约20%", "220余人"]
    text = page.evaluate("document.getElementById('text').textContent")
    assert text == CASES[0].replace("\n", "")


def test_sides_and_fields_differ_without_colour(visit: Open) -> None:
    page = visit(sample_page(), "#case-1").page

    def lines(mark: int) -> tuple[str, str]:
        segment = page.locator("#text a.mark").nth(mark).locator(".segment")
        style = "element => [getComputedStyle(element).borderTopStyle, getComputedStyle(element)"
        above, below = segment.evaluate(style + ".borderBottomStyle]")
        return above, below

    assert lines(0) == ("solid", "solid")
    assert lines(2) == ("none", "dashed")
    assert lines(3) == ("dotted", "none")
    badges = [mark.get_attribute("data-badge") for mark in page.locator("#text a.mark").all()]
    assert badges == ["", "异", "多", "漏"]


def test_the_card_tells_everything_on_hover_and_focus(visit: Open) -> None:
    page = visit(sample_page(), "#case-1").page
    card = page.locator("#card")
    page.hover("#text a.mark >> nth=1")
    told = card.inner_text()
    start = sample_run().tables.cases[0].facts[1].start
    for words in (
        "村级",
        "网点",
        "72",
        "主要数据",
        "其中项",
        "node.counted",
        f"{start}–{start + 3}",
    ):
        assert words in told
    page.hover("#case-title")
    card.wait_for(state="hidden")
    page.focus("#text a.mark >> nth=2")
    assert "cost.fall" in card.inner_text()
    press(page, "Escape")
    assert card.is_hidden()


def test_numerals_without_explanation_are_marked(visit: Open) -> None:
    page = visit(sample_page(), "#case-1").page
    assert page.locator("#text .numeral").all_inner_texts() == ["八成"]
    page.focus("#text .numeral")
    press(page, "Enter")
    assert "没有规则采用它" in page.inner_text("#details")
    page.goto(f"{page.url.split('#')[0]}#case-2")
    assert page.locator("#text .numeral").count() == 0
    page.check("#all-numbers")
    page.hover("#text .numeral")
    assert "标题" in page.inner_text("#card")


def test_flags_and_oddities_are_shown(visit: Open) -> None:
    made = visit(sample_page(), "#fact-2-1")
    page = made.page
    assert "节点层级由上下文推定" in page.inner_text("#details")
    assert page.locator("#text a.mark").first.get_attribute("data-after") == "⚑"
    page = made.show("#case-4")
    assert "没有数据" in page.inner_text(".oddities")
    assert "客货邮商" in page.inner_text(".case-data")


def test_another_run_can_be_compared_with(visit: Open) -> None:
    run = sample_run()
    facts = (replace(FACTS[0][0], role="repeat"), *FACTS[0][1:2])
    other = sample_run(facts=(facts, *FACTS[1:]))
    html = build_page([run], {REPORT: sample_labels()}, {REPORT: other})
    page = visit(html, "#case-1").page
    page.click("#comparison button >> nth=1")
    assert [mark.get_attribute("data-badge") for mark in page.locator("#text a.mark").all()] == [
        "异",
        "",
        "增",
    ]
    assert page.locator(".actions button").count() == 0
    page.click("#comparison button >> nth=0")
    assert page.locator("#text a.mark").count() == 4


# --- languages and paper --------------------------------------------------------------------


def test_the_language_can_be_changed(visit: Open) -> None:
    page = visit(sample_page(), "#fact-1-2").page
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "role" in page.inner_text("#details").lower()
    assert "part of a main figure" in page.inner_text("#details")
    assert page.inner_text("#result") == "4 of 4 cases"
    assert chosen(page) == "#fact-1-2"
    assert page.get_attribute("#text", "lang") == "zh-CN"
    press(page, "l")
    assert page.inner_text("#result") == "4 / 4 个案例"


def test_the_help_lists_the_keys_and_closes(visit: Open) -> None:
    page = visit(sample_page()).page
    press(page, "?")
    assert page.locator("dialog kbd").all_inner_texts()[:2] == ["n", "p"]
    press(page, "Escape")
    assert page.locator("dialog[open]").count() == 0


def test_on_paper_stands_the_whole_case_with_its_signs(visit: Open) -> None:
    page = visit(sample_page(), "#fact-1-2").page
    page.emulate_media(media="print")
    for part in ("#panel", "#details", "#print", "#card"):
        assert page.locator(part).is_hidden()
    for part in ("#text", "#facts", ".legend", "#case-title"):
        assert page.locator(part).is_visible()
    overflow = "element => getComputedStyle(element).overflowY"
    assert page.locator("#main").evaluate(overflow) == "visible"
    line = "element => getComputedStyle(element).borderBottomStyle"
    assert page.locator("#text .segment.found").first.evaluate(line) == "solid"
    assert page.pdf().startswith(b"%PDF")
