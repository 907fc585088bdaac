"""The review page as a file: its scripts, put together with its markup, style and data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.page import html_file

SCRIPTS = (
    "data",
    "texts",
    "elements",
    "offsets",
    "items",
    "filters",
    "decisions",
    "marks",
    "details",
    "form",
    "case",
    "list",
    "overview",
    "download",
    "navigation",
    "main",
)
"""The parts of the script, in the order in which they need each other."""


def page_html(title: str, data: Mapping[str, Any]) -> str:
    """Put the page together.

    Parameters
    ----------
    data
        What the script shows, as `json` takes it.
    """
    return html_file.page_html("pipeline.review", SCRIPTS, title, data)
