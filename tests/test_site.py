"""The documentation site: it is built strictly, and asks nothing of a network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
SETTINGS = ROOT / "tools/site/mkdocs.yml"
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does, where no program can reach a network."""
    folder = tmp_path_factory.mktemp("site")
    code = (
        "import socket, sys\n"
        "def refuse(*arguments): raise OSError('a network is asked')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from mkdocs.__main__ import cli\n"
        f"cli(['build', '--quiet', '--strict', '-f', {str(SETTINGS)!r}, '-d', {str(folder)!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class Addresses(HTMLParser):
    """Collects the addresses that a browser loads to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("rel") not in ("canonical", "prev", "next"):
            self.found.append(values.get(LOADED.get(tag, "")) or "")


def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        parser = Addresses()
        parser.feed(page.read_text(encoding="utf-8"))
        outside = [address for address in parser.found if re.match(r"(\w+:)?//", address)]
        assert not outside, page
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", text), style


def test_every_document_is_a_page(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        place = page.relative_to(ROOT / "docs").with_suffix(".html")
        assert (site / place).is_file(), place


def test_the_search_knows_chinese_words(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert "zh" in index["config"]["lang"]
    words = {word for entry in index["docs"] for word in entry["text"].split("\u200b")}
    assert "物流" in words


def test_the_python_reference_is_made_of_docstrings(site: Path) -> None:
    page = (site / "api.html").read_text(encoding="utf-8")
    named = re.findall(r"<!-- reference: (\S+) -->", (ROOT / "docs/api.md").read_text("utf-8"))
    assert len(named) > 10
    for name in named:
        assert f'id="{name}"' in page, name
    assert "Extract reports; nothing is written." in page


def test_the_notebook_is_a_page_with_its_outputs(site: Path) -> None:
    page = (site / "examples/questions.html").read_text(encoding="utf-8")
    assert "浙江省" in page
    assert '<table border="1" class="dataframe">' in page


def test_the_search_works_from_files(site: Path, browser: Browser) -> None:
    asked: list[str] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.click("[data-md-component=search-query]")
    page.fill("[data-md-component=search-query]", "成本")
    page.press("[data-md-component=search-query]", "End")
    page.wait_for_selector(".md-search-result__item")
    found = page.inner_text(".md-search-result__list").replace("\u200b", "")
    context.close()
    assert "物流成本" in found
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
