"""The page as one HTML file that asks nothing of a network.

What reports hold is data. It stands in a block of JSON that no parser can leave, the script only
ever makes text nodes of it, and the page's own policy forbids any script, style or request but
its own.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any

SHARED = "pipeline.page"
"""The package that holds what all pages have in common."""

ESCAPES = str.maketrans(
    {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}
)


def page_html(package: str, scripts: Sequence[str], title: str, data: Mapping[str, Any]) -> str:
    """Put a page together.

    Parameters
    ----------
    package
        The package that holds ``page.html`` (the body), ``style.css`` and the folder ``script``.
    scripts
        The names of its scripts, in the order in which they need each other; ``elements`` is the
        one that all pages share.
    data
        What the script shows, as `json` takes it.
    """
    style, script = _asset(package, "style.css"), _script(package, scripts)
    return Template(_asset(SHARED, "frame.html")).substitute(
        title=html.escape(title),
        policy=html.escape(_policy(style, script)),
        style=style,
        body=_asset(package, "page.html"),
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


def _script(package: str, names: Sequence[str]) -> str:
    parts = "\n".join(
        _asset(SHARED if name == "elements" else package, f"script/{name}.js") for name in names
    )
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


def _asset(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
