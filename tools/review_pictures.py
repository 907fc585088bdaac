"""Take the pictures of ``docs/review.md``: the review page of the fourth batch in Chromium.

Run it after a change of the page: ``.venv/bin/python tools/review_pictures.py``. It needs the
tables in ``extracted/``, Chromium, and a font with Chinese characters.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from pipeline.qa.gold import load_gold
from pipeline.review.build import build_page
from pipeline.review.run import load_run

ROOT = Path(__file__).resolve().parent.parent
REPORT = "rural-logistics-brands-batch4"
PICTURES = ROOT / "docs/img"
WIDTH, HEIGHT = 1360, 850
CASE = "#fact-26-4"


def write_page(folder: Path) -> Path:
    """Write the page of the fourth batch with its labels."""
    run = load_run(ROOT / "extracted" / REPORT)
    labels = load_gold(ROOT / f"tests/gold/{REPORT}.gold.jsonl")
    path = folder / "review.html"
    path.write_text(build_page([run], {REPORT: labels}), encoding="utf-8")
    return path


def open_at(page: Page, path: Path, anchor: str) -> None:
    """Show the page anew."""
    page.goto("about:blank")
    page.goto(path.as_uri() + anchor)
    page.wait_for_selector("html[data-ready]")


def take_pictures(page: Page, path: Path) -> None:
    """Take a picture of the overview, of a case, and of the form of a label."""
    open_at(page, path, "")
    page.screenshot(path=PICTURES / "review-overview.png")
    open_at(page, path, CASE)
    page.screenshot(path=PICTURES / "review-case.png")
    page.keyboard.press("l")
    page.keyboard.press("e")
    page.screenshot(path=PICTURES / "review-form.png")


def main() -> int:
    """Take all pictures."""
    program = shutil.which("chromium")
    if program is None:
        print("no chromium here", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = write_page(Path(folder))
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=False)
        take_pictures(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}), path)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
