"""The interactive page: its data, and the page in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.plot.batch import load_batch
from pipeline.plot.interactive import SCRIPTS, build_page, page_data
from tests.browser import Visit, violations
from tests.plot.samples import batch, case, large, node, percent, work

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., Visit]
ROOT = Path(__file__).parents[2]
SCRIPT_FOLDER = ROOT / "pipeline/plot/script"
SAMPLE = batch(
    case(
        1,
        "河北省",
        "武安市",
        node("village", "518"),
        percent("20", sentence="成本降低20，后来20。"),
        percent(
            "39.68254", basis="derived", text="0.63元降到0.38元", sentence="由0.63元降到0.38元。"
        ),
    ),
    case(2, "江苏省", "东海县", percent("52", qualifier="about"), work("direct", "60")),
    case(3, "江苏省", "<b>县", percent("15-30"), node("town", "9", status="planned")),
    case(4, "", ""),
    title="报告 <script>alert(1)</script>",
)


def rows(page: Page, section: str) -> list[str | None]:
    """Return the names of the rows of a chart from top to bottom."""
    found = page.locator(f"#{section} .row").all()
    return [row.locator("text").first.text_content() for row in found]


def block(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


# --- the file -------------------------------------------------------------------------------


def test_the_page_holds_what_the_pictures_show() -> None:
    data = block(build_page(SAMPLE))
    assert data == json.loads(json.dumps(page_data(SAMPLE)))
    costs = data["rows"][0]
    assert [(mark["shown"], mark["low"], mark["high"]) for mark in costs["marks"]] == [
        ("约52%", 52, 52),
        ("算得40%", 39.68254, 39.68254),
        ("20%", 20, 20),
        ("15–30%", 15, 30),
    ]
    assert costs["marks"][1]["fact"]["sentence"] == "由0.63元降到0.38元。"
    assert [tile["cases"] for tile in data["provinces"]["tiles"] if tile["cases"]] == [1, 2]


def test_the_same_batch_gives_the_same_page_and_all_scripts_are_in_it() -> None:
    assert build_page(SAMPLE) == build_page(SAMPLE)
    own = {path.stem for path in SCRIPT_FOLDER.glob("*.js")}
    assert set(SCRIPTS) == own | {"elements"}


def test_the_page_is_small_and_asks_for_nothing_from_outside() -> None:
    page = build_page(load_batch(ROOT / "extracted/rural-logistics-brands-batch4"))
    assert len(page.encode()) < 200_000
    assert "default-src &#x27;none&#x27;" in page
    assert "unsafe" not in page
    assert not re.search(r"https?:", page)
    for name in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert name not in page


# --- in the browser -------------------------------------------------------------------------


def test_titles_and_names_are_text(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    assert page.inner_text("h1") == SAMPLE.title
    assert rows(page, "costs") == ["江苏东海县", "河北武安市", "江苏<b>县"]


def test_a_mark_tells_its_sentence_under_the_pointer(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    page.hover("#costs [data-fact='1-3']")
    card = page.inner_text("#card")
    assert "河北武安市：算得40%" in card
    assert "由0.63元降到0.38元。" in card
    assert "由前后值算出" in card
    assert page.inner_text("#card mark") == "0.63元降到0.38元"
    page.keyboard.press("Escape")
    assert not page.is_visible("#card")
    # The figure stands twice in its sentence: neither place is marked.
    page.hover("#costs [data-fact='1-2']")
    assert page.locator("#card mark").count() == 0


def test_a_province_filters_all_charts_but_not_the_sums(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    page.click("#provinces [data-province='江苏省']")
    assert page.inner_text("#result") == "显示 2 / 4 个案例"
    assert page.inner_text("#said") == "显示 2 / 4 个案例"
    assert page.input_value("#province") == "江苏省"
    assert rows(page, "costs") == ["江苏东海县", "江苏<b>县"]
    assert "518（1例）" in (page.text_content("#nodes") or "")
    assert page.locator("#posts .nothing").inner_text() == "无数据"
    page.select_option("#province", "河北省")
    assert rows(page, "costs") == ["河北武安市"]
    page.click("#clear")
    assert len(rows(page, "costs")) == 3


def test_rows_can_be_sorted(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    page.select_option("#order", "number")
    assert rows(page, "costs") == ["河北武安市", "江苏东海县", "江苏<b>县"]
    page.select_option("#order", "value")
    assert rows(page, "costs")[0] == "江苏东海县"


def test_the_keyboard_reaches_every_mark_with_one_stop_a_chart(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    assert page.locator("#costs [tabindex='0']").count() == 1
    page.focus("#costs [tabindex='0']")
    told = [page.inner_text("#card h3")]
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        told.append(page.inner_text("#card h3"))
    assert told == [
        "江苏东海县：约52%",
        "河北武安市：20%",
        "河北武安市：算得40%",
        "江苏<b>县：15–30%",
    ]
    page.keyboard.press("Home")
    assert page.inner_text("#card h3") == told[0]


def test_the_page_can_be_light_or_dark(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    colour = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(colour)
    assert light != dark
    page.click("#theme")
    assert (page.inner_text("#theme"), page.evaluate(colour)) == ("外观：浅色", light)
    page.click("#theme")
    page.emulate_media(color_scheme="light")
    assert (page.inner_text("#theme"), page.evaluate(colour)) == ("外观：深色", dark)


def test_nothing_hinders_people_who_use_aids(visit: Open) -> None:
    page = visit(build_page(SAMPLE)).page
    for _ in range(3):
        assert violations(page) == []
        page.click("#theme")
    page.hover("#costs [data-fact='1-3']")
    assert violations(page) == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1400, "height": 900})
    assert width <= 400


def test_a_batch_without_figures_and_one_with_300_cases(visit: Open) -> None:
    page = visit(build_page(batch(case(1, "", "")))).page
    assert page.locator(".nothing").count() == 5
    page = visit(build_page(large(300))).page
    assert len(rows(page, "costs")) == 300
