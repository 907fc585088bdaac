"""What a reviewer decides on the page, and the file that comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.cli.app import main
from pipeline.qa.gold import gold_text, load_gold
from pipeline.review.build import build_page
from tests.browser import Visit
from tests.review.samples import CASES, FACTS, REPORT, sample_labels, sample_page, sample_run

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., Visit]


def download(page: Page, folder: Path) -> Any:
    """Save the corrections and read the file."""
    page.click("#download")
    with page.expect_download() as saved:
        page.click("#save-file")
    path = folder / saved.value.suggested_filename
    saved.value.save_as(path)
    page.keyboard.press("Escape")
    return json.loads(path.read_text(encoding="utf-8"))


def decided(record: Any) -> list[tuple[str, str]]:
    """Return the actions of the first report with the words that they are about."""
    (report,) = record["reports"]
    return [(one["action"], one["fact"]["text"]) for one in report["corrections"]]


def act(page: Page, anchor: str, key: str) -> None:
    """Go to a fact and press the key of a verdict."""
    page.evaluate("anchor => { location.hash = anchor; }", anchor)
    page.wait_for_function("anchor => document.querySelector('#text a.chosen')"
                           "?.dataset.anchors.split(' ').includes(anchor)", arg=anchor)  # fmt: skip
    page.keyboard.press(key)


def select(page: Page, words: str) -> None:
    """Select words in the text of the case, as a pointer would."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.getElementById("text"),
            NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw new Error(`${words} not found`);
        }""",
        words,
    )


VERDICTS = [
    ("fact-1-1", "a", "confirm"),
    ("fact-1-1", "x", "remove"),
    ("fact-1-2", "a", "replace"),
    ("fact-1-2", "x", "remove"),
    ("fact-1-3", "a", "add"),
    ("fact-1-3", "x", "reject"),
    ("label-1-3", "a", "confirm"),
    ("label-1-3", "x", "remove"),
    ("label-2-2", "x", "remove"),
]


def test_each_verdict_becomes_the_right_correction(visit: Open, tmp_path: Path) -> None:
    page = visit(sample_page()).page
    for anchor, key, action in VERDICTS:
        act(page, anchor, key)
        record = download(page, tmp_path)
        assert [found for found, _ in decided(record)] == [action], (anchor, key)
        page.keyboard.press("u")
    assert page.inner_text("#download") == "更正 0 条"


def test_a_changed_fact_can_be_kept_as_it_is_labelled(visit: Open, tmp_path: Path) -> None:
    page = visit(sample_page(), "#fact-1-2").page
    page.click("#act-keep")
    (report,) = download(page, tmp_path)["reports"]
    (correction,) = report["corrections"]
    assert (correction["action"], correction["fact"]["role"]) == ("confirm", "main")


def test_a_derived_fact_cannot_become_a_label(visit: Open) -> None:
    page = visit(sample_page(), "#fact-2-3").page
    page.keyboard.press("a")
    accepted = page.locator("#details .item", has_text="推算").locator("+ .actions button")
    assert accepted.count() == 0


def test_the_file_says_places_in_the_report_and_exact_figures(visit: Open, tmp_path: Path) -> None:
    page = visit(sample_page()).page
    act(page, "label-1-3", "a")
    page.click("#download")
    page.fill('[name="reviewer"]', "李")
    with page.expect_download() as saved:
        page.click("#save-file")
    assert saved.value.suggested_filename == "sample.corrections.json"
    record = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert record["reviewer"] == "李"
    (correction,) = record["reports"][0]["corrections"]
    fact = correction["fact"]
    source = sample_run().tables.source
    assert source[fact["start"] : fact["end"]] == fact["text"] == "220余人"
    assert (fact["value_min"], "from_min" in fact) == ("220", False)


def test_words_behind_an_emoji_can_be_marked_as_a_missed_fact(visit: Open, tmp_path: Path) -> None:
    page = visit(sample_page(), "#case-1").page
    select(page, "八成")
    page.click("#mark-missed")
    form = page.locator("dialog form")
    values = {
        name: form.locator(f'[name="{name}"]').input_value() for name in ("value_min", "unit")
    }
    assert values == {"value_min": "80", "unit": "%"}
    form.locator('[name="field"]').select_option("cost_reduction")
    form.locator('[name="category"]').select_option("percent")
    form.locator('[name="subject"]').fill("成本")
    page.click("dialog button[type=submit]")
    assert page.locator("#text a.mark.chosen").inner_text() == "八成"
    record = download(page, tmp_path)
    assert decided(record) == [("add", "八成")]
    fact = record["reports"][0]["corrections"][0]["fact"]
    assert sample_run().tables.source[fact["start"] : fact["end"]] == "八成"


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"value_min": "73"}, False),
        ({"value_min": "1e3"}, False),
        ({"value_min": ""}, False),
        ({"subject": ""}, False),
        ({"unit": "人"}, False),
        ({"from_min": "1"}, False),
    ],
)
def test_the_form_takes_only_what_the_guide_allows(
    visit: Open, changes: dict[str, str], right: bool
) -> None:
    page = visit(sample_page(), "#fact-1-2").page
    page.keyboard.press("e")
    for name, value in changes.items():
        page.fill(f'dialog [name="{name}"]', value)
    page.click("dialog button[type=submit]")
    assert page.locator("dialog[open]").count() == (0 if right else 1)
    assert page.inner_text("#download") == f"更正 {int(right)} 条"


def test_decisions_survive_a_reload_and_can_be_discarded(visit: Open) -> None:
    made = visit(sample_page())
    page = made.page
    act(page, "fact-1-3", "x")
    page = made.show("#fact-1-3")
    assert page.inner_text("#download") == "更正 1 条"
    assert "已恢复" in page.inner_text("#said")
    assert page.locator("#text a.chosen").get_attribute("data-after") == "✕"
    page.click("#download")
    page.click("dialog .quiet")
    page.click("dialog .quiet")
    assert made.show().inner_text("#download") == "更正 0 条"


def test_undecided_facts_can_be_filtered_and_accepted_together(visit: Open) -> None:
    page = visit(sample_page(), "#case-1").page
    page.click("#accept-rest")
    assert page.inner_text("#download") == "更正 4 条"
    page.click('[data-value="undecided"]')
    assert [link.get_attribute("href") for link in page.locator("#rows a").all()] == [
        "#case-2",
        "#case-3",
    ]


def anli(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def test_from_the_page_to_the_labels(visit: Open, tmp_path: Path) -> None:
    """Accept, reject, edit, mark; apply; and the next page has no difference left."""
    page = visit(sample_page()).page
    act(page, "fact-1-2", "a")
    act(page, "fact-1-3", "a")
    act(page, "label-1-3", "x")
    act(page, "fact-3-1", "a")
    act(page, "fact-2-1", "e")
    page.select_option('dialog [name="status"]', "planned")
    page.click("dialog button[type=submit]")
    download(page, tmp_path)
    gold = tmp_path / f"{REPORT}.gold.jsonl"
    gold.write_text(gold_text(sample_labels()), encoding="utf-8")
    text = tmp_path / f"{REPORT}.txt"
    text.write_text(sample_run().tables.source, encoding="utf-8")
    assert anli("gold", "apply", tmp_path / "sample.corrections.json", "--gold", gold) == 0
    labels = load_gold(gold)
    assert [case.case_no for case in labels] == [1, 2, 3, 4]
    assert [(fact.text, fact.role) for fact in labels[0].facts] == [
        ("518个", "main"),
        ("72个", "part"),
        ("约20%", "main"),
    ]
    assert [fact.text for fact in labels[2].facts] == ["1个"]
    assert labels[1].facts[0].status == "planned"
    page = visit(build_page([sample_run()], {REPORT: labels})).page
    assert page.locator("#spots tbody tr").count() == 2  # the edited fact, the slogan of case 4


def test_labels_from_nothing(visit: Open, tmp_path: Path) -> None:
    """A report without labels becomes a gold set, case by case."""
    page = visit(build_page([sample_run()], {}), "#case-1").page
    for number in (1, 2):
        page.evaluate(f"location.hash = 'case-{number}'")
        page.wait_for_function(
            "number => document.getElementById('case-title').textContent.endsWith(number)",
            arg=str(number),
        )
        page.click("#accept-rest")
    page.evaluate("location.hash = 'case-4'")
    page.click("#empty-case")
    record = download(page, tmp_path)
    assert [case["case_no"] for case in record["reports"][0]["cases"]] == [1, 2, 4]
    (tmp_path / f"{REPORT}.txt").write_text(sample_run().tables.source, encoding="utf-8")
    assert anli("gold", "apply", tmp_path / "sample.corrections.json", "--gold", tmp_path) == 0
    labels = load_gold(tmp_path / f"{REPORT}.gold.jsonl")
    assert [[fact.text for fact in case.facts] for case in labels] == [
        ["518个", "72个", "约20%"],
        ["6个", "5元降到4元"],
        [],
    ]


def test_a_case_that_is_half_reviewed_is_named(visit: Open) -> None:
    page = visit(build_page([sample_run()], {})).page
    act(page, "fact-1-1", "a")
    page.click("#download")
    assert "还有 2 条未核对" in page.inner_text("dialog")


def test_a_run_is_no_label(visit: Open) -> None:
    other = sample_run(facts=((replace(FACTS[0][0], role="repeat"),), *FACTS[1:]))
    page = visit(build_page([sample_run()], {}, {REPORT: other}), "#fact-1-1").page
    page.keyboard.press("a")
    assert page.inner_text("#download") == "更正 0 条"
    select(page, "物流成本")
    assert page.locator("#mark-missed").is_hidden()
    assert CASES[0].count("物流成本") == 1


def test_a_fact_that_is_no_whole_label_asks_for_the_rest(visit: Open, tmp_path: Path) -> None:
    """Of the run's 约20% nobody knows the subject; 72个 has one in its label."""
    nameless = tuple(replace(fact, subject="") for fact in FACTS[0])
    run = sample_run(facts=(nameless, *FACTS[1:]))
    page = visit(build_page([run], {REPORT: sample_labels()})).page
    act(page, "fact-1-3", "a")
    assert page.inner_text("#download") == "更正 0 条"
    page.fill('dialog [name="subject"]', "物流成本")
    page.click("dialog button[type=submit]")
    act(page, "fact-1-2", "a")
    (report,) = download(page, tmp_path)["reports"]
    subjects = [(one["action"], one["fact"]["subject"]) for one in report["corrections"]]
    assert sorted(subjects) == [("add", "物流成本"), ("replace", "网点")]
