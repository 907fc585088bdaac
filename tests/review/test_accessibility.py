"""The page under axe-core: no violation, whatever part of it is shown."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.review.build import build_page
from tests.browser import Visit, violations
from tests.review.samples import sample_page, sample_run

Open = Callable[..., Visit]


def test_the_overview(visit: Open) -> None:
    page = visit(sample_page()).page
    assert violations(page) == []
    page.click("#language")
    page.click('[data-value="spurious"]')
    assert violations(page) == []


def test_a_case_with_card_and_details(visit: Open) -> None:
    page = visit(sample_page(), "#fact-1-2").page
    page.hover("#text a.mark >> nth=2")
    assert violations(page) == []
    page.keyboard.press("x")
    page.check("#all-numbers")
    assert violations(page) == []


def test_a_case_of_which_nothing_is_labelled(visit: Open) -> None:
    page = visit(build_page([sample_run()], {}), "#case-4").page
    assert violations(page) == []


def test_the_dialogs(visit: Open) -> None:
    page = visit(sample_page(), "#fact-1-2").page
    for key in ("?", "e"):
        page.keyboard.press(key)
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.click("#download")
    assert violations(page) == []


def test_a_narrow_window(visit: Open) -> None:
    page = visit(sample_page(), "#case-1").page
    page.set_viewport_size({"width": 400, "height": 800})
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1400, "height": 900})
    assert width <= 400


def test_the_whole_review_can_be_done_from_the_keyboard(visit: Open) -> None:
    """From the top of the page, Tab reaches the search, the filters, the list and the marks."""
    page = visit(sample_page(), "#case-1").page
    page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(() => { const one = document.activeElement;"
                " return one.id || one.className.split(' ')[0] || one.closest('li')?.tagName; })()"
            )
        )
    assert {"search", "chip", "filter-province", "LI", "mark", "numeral", "next-difference"} <= (
        reached
    )
