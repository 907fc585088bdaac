"""The page as a file: in one piece, with nothing from outside, and small."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.app import main
from pipeline.page.html_file import json_text
from pipeline.review.build import build_page, page_data
from pipeline.review.page import SCRIPTS, page_html
from tests.review.samples import REPORT, sample_labels, sample_page, sample_run

ROOT = Path(__file__).parents[2]
SCRIPT_FOLDER = ROOT / "pipeline/review/script"
MEGABYTE = 10**6


def block(page: str, opening: str) -> str:
    """Return what stands between a tag and the next end of a script or style."""
    found = re.search(re.escape(opening) + r"(.*?)</(?:script|style)>", page, re.DOTALL)
    assert found
    return found[1]


def data_of(page: str) -> Any:
    return json.loads(block(page, '<script type="application/json" id="data">'))


def test_the_page_holds_its_data() -> None:
    data = data_of(sample_page())
    assert "".join(case["text"] for case in data["cases"]) in sample_run().tables.source
    expected = page_data([sample_run()], {REPORT: sample_labels()})
    assert data == json.loads(json.dumps(expected))


def test_the_same_input_gives_the_same_page() -> None:
    assert sample_page() == sample_page()


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    page = sample_page()
    found = re.search(r'Content-Security-Policy" content="(.*?)"', page)
    assert found
    policy = dict(part.split(" ", 1) for part in html.unescape(found[1]).split("; "))
    assert policy["default-src"] == "'none'"
    for name, opening in (("script-src", "<script>"), ("style-src", "<style>")):
        digest = hashlib.sha256(block(page, opening).encode()).digest()
        assert policy[name] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert "unsafe" not in found[1]


def test_nothing_is_fetched_from_outside() -> None:
    page = sample_page()
    script = block(page, "<script>")
    markup = page.replace(block(page, '<script type="application/json" id="data">'), "")
    markup = markup.replace(script, "")
    assert "//" not in markup + re.sub(r"(?m)(^|\s)//[^\n]*", "", script)
    assert set(re.findall(r'(?:src|href|action)="([^"#]*)', markup)) <= {"", "data:,"}
    assert not re.search(r"@import|url\(|<(?:img|iframe|object|embed|base)\b", markup)


def test_all_scripts_are_in_the_page_and_none_makes_markup_of_texts() -> None:
    own = {path.stem for path in SCRIPT_FOLDER.glob("*.js")}
    assert sorted(SCRIPTS) == sorted(own | {"elements"})
    script = block(sample_page(), "<script>")
    for name in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
    ):
        assert name not in script


NASTY = [
    "</script>",
    "<!--",
    "<script>",
    "]]>",
    "\u2028",
    "\u2029",
    "&lt;",
    "$data",
    "\\u003c",
    '"',
]


@given(st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=5)), max_size=8).map("".join))
def test_no_text_can_leave_its_block(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    written = json_text({"text": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"text": text}


def test_a_title_is_text() -> None:
    page = page_html('</title><script>"&$data', {})
    assert "<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;$data</title>" in page


def test_texts_have_both_languages_and_the_page_asks_for_no_other() -> None:
    texts = page_data([sample_run()], {})["texts"]
    names = set(pairs(texts))
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPT_FOLDER.glob("*.js"))
    asked = set(re.findall(r'\bt\("([\w.]+)"', script))
    asked |= set(re.findall(r'data-text="([\w.]+)"', sample_page()))
    assert asked <= names


def pairs(texts: dict[str, Any], prefix: str = "") -> list[str]:
    """List the names of the texts, each of which is a pair of words in Chinese and English."""
    found = []
    for name, value in texts.items():
        if isinstance(value, dict):
            found += pairs(value, f"{prefix}{name}.")
        else:
            assert len(value) == 2
            assert all(isinstance(word, str) for word in value)
            assert re.findall(r"{\w+}", value[0]) == re.findall(r"{\w+}", value[1])
            found.append(prefix + name)
    return found


def test_the_page_of_the_fourth_batch_is_small(batch: Any) -> None:
    run, labels = batch
    page = build_page([run], {run.report: labels})
    assert len(page.encode()) < 1.5 * MEGABYTE


def test_the_page_of_2000_cases_is_small(large_page: Path) -> None:
    assert large_page.stat().st_size < 15 * MEGABYTE


# --- the command ---------------------------------------------------------------------------------


def anli(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Extract the small report of the documentation."""
    folder = tmp_path_factory.mktemp("review")
    assert anli("extract", ROOT / "docs/examples/qa/village.txt", "--out", folder / "runs") == 0
    return folder


def test_the_command_writes_a_page_of_a_run(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = ROOT / "docs/examples/qa/b/village.gold.jsonl"
    out = written / "page.html"
    runs = written / "runs"
    assert anli("review", runs, "--gold", labels, "--against", runs, "--out", out) == 0
    assert capsys.readouterr().out == f"{out}: 2 cases\n"
    data = data_of(out.read_text(encoding="utf-8"))
    assert data["comparisons"] == ["labels", "run"]
    assert data["reports"][0]["title"]
    assert all(status[0] == "correct" for case in data["cases"] for status in
               case["compared"][1]["items"])  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "holds no tables of a run"),
        (["{runs}", "--gold", "nowhere"], "no such gold set"),
        (["{runs}", "--against", "nowhere"], "holds no tables of a run"),
        (["{runs}", "--out", "nowhere/page.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_used_is_told(
    written: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = str(written / "runs")
    given = [argument.format(runs=runs) for argument in arguments]
    assert anli("review", "--out", written / "none.html", *given) == 2
    assert message in capsys.readouterr().err
    assert not (written / "none.html").exists()
