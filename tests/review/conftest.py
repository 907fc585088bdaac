"""Runs and pages that several tests look at, and a browser to look at them with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import rulebook
from pipeline.flow import process
from pipeline.qa.gold import GoldCase, load_gold
from pipeline.qa.run import RunTables
from pipeline.read import read_path
from pipeline.review.build import build_page
from pipeline.review.run import Run
from pipeline.tables.build import table_rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, Request

ROOT = Path(__file__).parents[2]
BATCH = "rural-logistics-brands-batch4"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MANY = 2000


@pytest.fixture(scope="session")
def batch() -> tuple[Run, list[GoldCase]]:
    """Extract the fourth batch, and read its labels."""
    (document,) = read_path(ROOT / f"raw/{BATCH}.txt")
    rows = table_rows(process(document, rulebook.load()))
    tables = RunTables.from_rows(BATCH, rows, document.text)
    labels = load_gold(ROOT / f"tests/gold/{BATCH}.gold.jsonl")
    return Run(tables, rows["cases"], rows["numbers"], title="第四批"), labels


@pytest.fixture(scope="session")
def large_page(batch: tuple[Run, list[GoldCase]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of 2,000 cases: those of the fourth batch 40 times, numbered anew."""
    run, _ = batch
    path = tmp_path_factory.mktemp("large") / "large.html"
    path.write_text(build_page([repeated(run, MANY)], {}), encoding="utf-8")
    return path


def repeated(run: Run, count: int) -> Run:
    """Repeat the cases of a run, each time behind the others in the text."""
    length, cases = len(run.tables.source), len(run.tables.cases)
    times = count // cases
    copies = [_moved(run, turn * length, turn * cases) for turn in range(times)]
    tables = RunTables(
        run.report,
        tuple(case for copy in copies for case in copy.tables.cases),
        run.tables.numerals * times,
        run.tables.unexplained * times,
        run.tables.source * times,
    )
    rows: list[Any] = [row for copy in copies for row in copy.case_rows]
    return replace(run, tables=tables, case_rows=rows,
                   numbers=[row for copy in copies for row in copy.numbers])  # fmt: skip


def _moved(run: Run, by: int, numbers_by: int) -> Run:
    def moved_rows(rows: Sequence[Any]) -> list[Any]:
        return [{**row, "start": row["start"] + by, "end": row["end"] + by} for row in rows]

    cases = tuple(
        replace(
            case,
            case_no=case.case_no + numbers_by,
            facts=tuple(
                replace(
                    fact,
                    start=fact.start + by,
                    end=fact.end + by,
                    fact_id=f"{case.case_no + numbers_by}-{position}",
                )
                for position, fact in enumerate(case.facts, start=1)
            ),
        )
        for case in run.tables.cases
    )
    rows = [{**row, "case_no": row["case_no"] + numbers_by} for row in moved_rows(run.case_rows)]
    return replace(
        run,
        tables=replace(run.tables, cases=cases),
        case_rows=rows,
        numbers=moved_rows(run.numbers),
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium of this machine."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium here (Debian and Ubuntu: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, chromium_sandbox=False)
        yield started
        started.close()


@dataclass
class Visit:
    """A page that is looked at, and what went wrong on it or left it meanwhile."""

    page: Page
    path: Path
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def show(self, anchor: str = "") -> Page:
        """Open the file anew at an anchor."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.path.as_uri()}{anchor}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """Open a window without a network, in which all pages are shown one after the other."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(window: Page, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open pages as a mail client would, from a file.

    No page may write to the console, ask for anything from outside, or open a dialog of the
    browser.
    """
    visits: list[Visit] = []

    def on_error(error: Error) -> None:
        visits[-1].errors.append(str(error))

    def on_console(message: ConsoleMessage) -> None:
        visits[-1].errors.append(message.text)

    def on_dialog(dialog: Dialog) -> None:
        visits[-1].errors.append(dialog.message)
        dialog.dismiss()

    def on_request(request: Request) -> None:
        visits[-1].requests.append(request.url)

    listeners: dict[Any, Any] = {
        "pageerror": on_error,
        "console": on_console,
        "dialog": on_dialog,
        "request": on_request,
    }

    def open_page(page: str | Path, anchor: str = "") -> Visit:
        path = page if isinstance(page, Path) else tmp_path / "page.html"
        if isinstance(page, str):
            path.write_text(page, encoding="utf-8")
        visits.append(Visit(window, path))
        visits[-1].show(anchor)
        return visits[-1]

    for event, listener in listeners.items():
        window.on(event, listener)
    yield open_page
    window.emulate_media(media="screen")
    if visits:
        window.evaluate("localStorage.clear()")
    for event, listener in listeners.items():
        window.remove_listener(event, listener)
    for made in visits:
        assert made.errors == []
        known = ("about:blank", made.path.as_uri(), "blob:", "data:")
        assert [url for url in made.requests if not url.startswith(known)] == []
