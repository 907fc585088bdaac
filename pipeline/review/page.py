"""The page as one HTML file: markup, style, script and data in one piece, and nothing from outside.

What reports hold is data. It stands in a block of JSON that no parser can leave, the script only
ever makes text nodes of it, and the page's own policy forbids any script, style or request but
its own.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

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

ESCAPES = str.maketrans(
    {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}
)


def page_html(title: str, data: Mapping[str, Any]) -> str:
    """Put the page together.

    Parameters
    ----------
    data
        What the script shows, as `json` takes it.
    """
    style, script = _asset("style.css"), _script()
    return Template(_asset("page.html")).substitute(
        title=html.escape(title),
        policy=html.escape(_policy(style, script)),
        style=style,
        script=script,
        data=json_text(data),
    )


def json_text(data: Mapping[str, Any]) -> str:
    """Write JSON that holds nothing which HTML or a script could take for the end of the block."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(ESCAPES)


def _policy(style: str, script: str) -> str:
    """Allow this one style and this one script, and no request to anywhere."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(script)}",
            f"style-src {_digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _script() -> str:
    parts = "\n".join(_asset(f"script/{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


@cache
def _asset(name: str) -> str:
    return files("pipeline.review").joinpath(name).read_text(encoding="utf-8")
