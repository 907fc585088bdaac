"""Find the element of a web page that holds its main text.

Pages of Chinese authorities are made by a few systems whose containers are known by name; other
pages are searched for the element in which the text outside of links is gathered.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.read.html_elements import LEFT_OUT, TEXT
from pipeline.read.limits import Limits
from pipeline.read.nesting import too_deep

_CONTAINERS = (
    "#UCAP-CONTENT",
    ".TRS_Editor",
    ".trs_editor_view",
    ".view.TRS_UEDITOR",
    "#zoom",
    "#Zoom",
    ".pages_content",
    ".article-content",
    ".article_content",
    ".article_con",
    ".xxgk_content",
    "#NewsContent",
    "#newsContent",
    "#js_content",
    ".Custom_UnionStyle",
    "[itemprop=articleBody]",
    "article",
    "main",
)
_ENOUGH = 0.5
"""A known container counts if it has at least this share of the page's text outside links."""

_GATHERED = 0.75
"""A child is gone into while it has at least this share of its parent's text."""

_TITLES = ("meta[name=ArticleTitle]", "meta[name=articletitle]", "meta[name=TITLE]")


def main_element(body: LexborNode, limits: Limits, path: str) -> LexborNode:
    """Return the element that holds the main text.

    Raises
    ------
    InputError
        If elements nest deeper than ``limits.nesting``.
    """
    weights = _weights(body, limits, path)
    total = weights.get(body.mem_id, 0)
    for selector in _CONTAINERS:
        found = max(body.css(selector), key=lambda node: weights.get(node.mem_id, 0), default=None)
        if found is not None and weights.get(found.mem_id, 0) >= max(_ENOUGH * total, 1):
            return found
    element = body
    while True:
        inner = max(children(element), key=lambda node: weights.get(node.mem_id, 0), default=None)
        if inner is None or inner.tag in TEXT:
            return element
        if weights.get(inner.mem_id, 0) < _GATHERED * max(weights.get(element.mem_id, 0), 1):
            return element
        element = inner


def page_title(tree: LexborHTMLParser) -> str:
    """Return the title of the article: from the page's description, else its only heading."""
    for selector in _TITLES:
        found = tree.css_first(selector)
        if found is not None and found.attributes.get("content"):
            return " ".join((found.attributes["content"] or "").split())
    headings = tree.css("h1")
    return " ".join(headings[0].text().split()) if len(headings) == 1 else ""


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the child nodes of a node."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def is_left_out(node: LexborNode) -> bool:
    """Return whether an element is no text for the reader of the page, or hidden from him."""
    if node.is_comment_node or node.tag in LEFT_OUT:
        return True
    if node.is_text_node:
        return False
    attributes = node.attributes
    style = "".join((attributes.get("style") or "").lower().split())
    hidden = "display:none" in style or "visibility:hidden" in style
    return hidden or "hidden" in attributes


def _weights(body: LexborNode, limits: Limits, path: str) -> dict[int, int]:
    """Return for each element the characters of text in it that are in no link."""
    weights: dict[int, int] = {}
    stack: list[tuple[LexborNode, bool]] = [(body, False)]
    open_elements: list[LexborNode] = []
    while stack:
        node, done = stack.pop()
        if done:
            open_elements.pop()
            if open_elements:
                parent = open_elements[-1].mem_id
                weights[parent] = weights.get(parent, 0) + weights.get(node.mem_id, 0)
            continue
        if node.is_text_node:
            text = node.text_content or ""
            parent = open_elements[-1].mem_id
            weights[parent] = weights.get(parent, 0) + len("".join(text.split()))
            continue
        if is_left_out(node) or node.tag == "a":
            continue
        open_elements.append(node)
        if len(open_elements) > limits.nesting:
            raise too_deep(path, limits)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(list(children(node))))
    return weights
