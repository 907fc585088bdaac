"""Hostile reports: whatever stands in them is text, and shows as what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.review.build import build_page
from tests.browser import Visit
from tests.review.samples import CASES, FACTS, REPORT, sample_labels, sample_run

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from pipeline.review.run import Run

Open = Callable[..., Visit]

TRAPS = (
    "</script><script>window.broken=1</script>",
    "</script><img src=https://evil.example/x onerror=window.broken=1>",
    '"><svg onload=window.broken=1>',
    "<!--<script>",
    "javascript:window.broken=1",
    "<iframe srcdoc='<script>parent.broken=1</script>'></iframe>",
    "</title></style><style>*{display:none}</style>",
    "${window.broken=1}`'\\u003c",
    "\u2028window.broken=1\u2029",
)


def hostile(trap: str) -> Run:
    """Put a trap into every text that the page shows."""
    case = CASES[0].replace("\n武安市", f"{trap.replace(chr(10), '')}\n武安市", 1)
    run = sample_run((case, *CASES[1:]), [[], *FACTS[1:]])
    source = run.tables.source
    first = run.tables.cases[0]
    start = source.index("518个")
    fact = replace(
        FACTS[0][0],
        start=start,
        end=start + 4,
        subject=trap,
        category=trap,
        unit=trap,
        rule=trap,
        locator=trap,
        flags=(trap,),
        fact_id="1-1",
    )
    trapped = replace(
        first,
        heading=first.heading + trap,
        province=trap,
        county=trap,
        slogan=trap,
        slogan_body=(trap,),
        facts=(fact,),
    )
    cases = (trapped, *run.tables.cases[1:])
    numbers = [{**row, "reason": trap, "unit": trap} for row in run.numbers]
    return replace(
        run,
        tables=replace(run.tables, report=trap.replace("/", "-"), cases=cases),
        numbers=numbers,
        title=trap,
        rules_sha256=trap,
        version=trap,
    )


def walk_through(page: Page) -> None:
    """Open everything that shows texts of the report."""
    page.keyboard.press("j")
    page.check("#all-numbers")
    page.hover("#text a.mark >> nth=0")
    page.click("#text a.mark >> nth=0")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.click("#language")
    page.click("#download")
    page.keyboard.press("Escape")
    page.keyboard.press("o")


@pytest.mark.parametrize("trap", TRAPS, ids=range(len(TRAPS)))
def test_no_text_becomes_markup_or_script(visit: Open, trap: str) -> None:
    run = hostile(trap)
    page = visit(build_page([run], {run.report: sample_labels()})).page
    walk_through(page)
    assert page.evaluate("typeof window.broken") == "undefined"
    assert page.locator("img, svg, iframe, body script:not([id]) ~ *, #main style").count() == 0
    assert page.locator("script").count() == 2
    assert page.locator("#panel").is_visible()


def test_a_script_that_got_in_would_not_run(visit: Open) -> None:
    """The policy itself holds, were the page ever to make markup of a text."""
    made = visit(build_page([sample_run()], {}))
    refused = made.page.evaluate(
        """() => {
          const script = document.createElement("script");
          try { script.textContent = "window.broken = 1"; } catch { return "refused"; }
          document.body.append(script);
          return typeof window.broken;
        }"""
    )
    assert refused in ("refused", "undefined")
    assert made.page.evaluate(
        """async () => {
          try { await fetch("https://evil.example/"); } catch { return "refused"; }
        }"""
    ) == "refused"  # fmt: skip
    assert made.page.evaluate("typeof window.broken") == "undefined"
    assert made.errors
    assert all("Content Security Policy" in error or "trusted" in error.lower()
               for error in made.errors)  # fmt: skip
    made.errors.clear()


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_a_character_cannot_turn_figures_around(visit: Open, sign: str) -> None:
    """A figure shows in the order in which it stands in the report, and the sign as its code."""
    case = CASES[0].replace("518个", f"{sign}518个")
    start = sample_run((case, *CASES[1:]), [[], *FACTS[1:]]).tables.source.index("518个")
    run = sample_run((case, *CASES[1:]), [[], *FACTS[1:]])
    fact = replace(FACTS[0][0], start=start, end=start + 4)
    turned = replace(run.tables.cases[0], slogan=f"{sign}123", facts=(fact,))
    run = replace(run, tables=replace(run.tables, cases=(turned, *run.tables.cases[1:])))
    page = visit(build_page([run], {}), "#fact-1-1").page
    code = f"⟨U+{ord(sign):04X}⟩"
    assert page.locator("#text .code").first.get_attribute("data-code") == code
    assert f"{code}123" in page.inner_text(".case-data")
    assert sign not in page.inner_text("body")
    boxes = page.evaluate(
        """() => {
          const node = document.querySelector("#text a.mark .segment").firstChild;
          return [...node.data].map((_, index) => {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            return range.getBoundingClientRect().left;
          });
        }"""
    )
    assert boxes == sorted(boxes)


def test_a_kept_decision_that_is_spoilt_is_left_alone(visit: Open) -> None:
    made = visit(build_page([sample_run()], {REPORT: sample_labels()}))
    store = "`anli-review:${JSON.parse(document.getElementById('data').textContent).digest}`"
    for kept in ('"x"', "{", '[["fact-1-1",{"verdict":"?"}],["nothing",{"verdict":"accepted"}]]'):
        made.page.evaluate(f"kept => localStorage.setItem({store}, kept)", kept)
        assert made.show().inner_text("#download") == "更正 0 条"
