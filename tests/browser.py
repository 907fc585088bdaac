"""A browser of this machine, to look at pages in files as a person would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, Request

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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


def violations(page: Page) -> list[tuple[str, Any]]:
    """Return what axe finds, with the elements that it is about."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = json.dumps({"runOnly": TAGS, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run({options})")
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]
    ]
