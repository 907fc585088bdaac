"""The automatic numbering of a Word document: the labels that are not characters of its text.

``numbering.xml`` has abstract lists (levels with a number format and a template such as ``%1、``)
and lists that use them, with levels or starts of their own. Lists of one abstract list count on
together, unless a list gives a start of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.read.word_numerals import format_number
from pipeline.read.word_styles import NumberingReference, Styles, W, is_on, whole_number

_LEVELS = 9
_PLACEHOLDER = re.compile("%([1-9])")
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SET_APART_BY_ITSELF = frozenset("：:、，,")
_FULL_STOPS = ".．"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; ``restart_after`` is the level whose step begins it anew."""

    start: int = 1
    number_format: str = "decimal"
    template: str = ""
    separator: str = "tab"
    restart_after: int | None = None
    only_arabic: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract_id: str
    levels: dict[int, Level]
    own_starts: dict[int, int]


@dataclass(slots=True)
class _Counters:
    values: dict[int, int] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)


class Numbering:
    """Counts the numbered paragraphs of a document in order.

    Parameters
    ----------
    root
        The root of ``numbering.xml``, or None if the document has none.
    styles
        The document's styles, which paragraphs inherit numbering from.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, _Counters] = {}
        self.unknown_formats: set[str] = set()
        if root is not None:
            self._lists = _lists_of(root)

    def label(self, reference: NumberingReference | None, style_id: str | None) -> tuple[str, str]:
        """Count a paragraph and return its label and what separates it from the text.

        Parameters
        ----------
        reference
            The numbering that the paragraph itself states.
        style_id
            The paragraph's style.

        Returns
        -------
        tuple[str, str]
            The label, empty for a paragraph without number, and ``tab``, ``space`` or
            ``nothing``.
        """
        number_id, index = self._resolve(reference, style_id)
        found = self._lists.get(number_id or "")
        if found is None or number_id is None:
            return "", "nothing"
        level = found.levels.get(index)
        if level is None:
            return "", "nothing"
        self._count(found, number_id, index)
        return self._text(found, level, index), level.separator

    def _resolve(
        self, reference: NumberingReference | None, style_id: str | None
    ) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph, from itself or from its style."""
        inherited = self._styles.numbering(style_id)
        number_id = None if reference is None else reference.number_id
        level = None if reference is None else reference.level
        if number_id is not None:
            return number_id, min(level or 0, _LEVELS - 1)
        if inherited is None:
            return None, 0
        from_style, owner = inherited
        number_id = from_style.number_id
        if level is None:
            level = self._level_of_style(number_id, owner)
        if level is None:
            level = from_style.level
        return number_id, min(level or 0, _LEVELS - 1)

    def _level_of_style(self, number_id: str | None, style_id: str) -> int | None:
        found = self._lists.get(number_id or "")
        if found is None:
            return None
        for index, level in found.levels.items():
            if level.style == style_id:
                return index
        return None

    def _count(self, found: _List, number_id: str, index: int) -> None:
        counters = self._counters.setdefault(found.abstract_id, _Counters())
        values = counters.values
        first_use = (number_id, index) not in counters.started
        counters.started.add((number_id, index))
        if first_use and index in found.own_starts:
            values[index] = found.own_starts[index]
        elif index in values:
            values[index] += 1
        else:
            values[index] = found.levels[index].start
        for lower in [known for known in values if known > index]:
            restart_after = found.levels[lower].restart_after if lower in found.levels else None
            if restart_after is None or index < restart_after:
                del values[lower]

    def _text(self, found: _List, level: Level, index: int) -> str:
        values = self._counters[found.abstract_id].values
        if level.number_format == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            position = int(match[1]) - 1
            if position > index or position not in found.levels:
                return ""
            style = found.levels[position].number_format
            if level.only_arabic and style not in ("none", "bullet"):
                style = "decimal"
            value = values.get(position, found.levels[position].start)
            text = format_number(value, style)
            if text is None:
                self.unknown_formats.add(style)
                text = str(value)
            return text

        return _PLACEHOLDER.sub(number, level.template)


def with_label(label: str, separator: str, text: str) -> str:
    """Set a label before a paragraph's text, apart from it only where they would run together.

    A label that ends in a sign (``一、``, ``（一）``, ``1.``) needs nothing behind it; but ``1.``
    before ``5万`` and ``案例1`` before any text do.
    """
    if not label or not text:
        return label + text
    last = label[-1]
    runs_together = last.isalnum() or (last in _FULL_STOPS and text[0].isdigit())
    if separator == "nothing" or not runs_together or text[0] in _SET_APART_BY_ITSELF:
        return label + text
    return f"{label} {text}"


def _lists_of(root: etree._Element) -> dict[str, _List]:
    abstract: dict[str, dict[int, Level]] = {}
    style_links: dict[str, str] = {}
    by_style: dict[str, str] = {}
    for element in root.iterfind(f"{W}abstractNum"):
        abstract_id = element.get(f"{W}abstractNumId", "")
        abstract[abstract_id] = dict(map(_level, element.iterfind(f"{W}lvl")))
        style_link = element.find(f"{W}styleLink")
        if style_link is not None:
            by_style[style_link.get(f"{W}val", "")] = abstract_id
        linked = element.find(f"{W}numStyleLink")
        if linked is not None:
            style_links[abstract_id] = linked.get(f"{W}val", "")
    lists: dict[str, _List] = {}
    for element in root.iterfind(f"{W}num"):
        reference = element.find(f"{W}abstractNumId")
        abstract_id = "" if reference is None else reference.get(f"{W}val", "")
        abstract_id = by_style.get(style_links.get(abstract_id, ""), abstract_id)
        if abstract_id in abstract:
            number_id = element.get(f"{W}numId", "")
            lists[number_id] = _list(element, abstract_id, abstract[abstract_id])
    lists.pop("0", None)
    return lists


def _list(element: etree._Element, abstract_id: str, levels: dict[int, Level]) -> _List:
    levels = dict(levels)
    own_starts: dict[int, int] = {}
    for override in element.iterfind(f"{W}lvlOverride"):
        index = whole_number(override.get(f"{W}ilvl"), 0)
        own_level = override.find(f"{W}lvl")
        if own_level is not None:
            levels[index] = _level(own_level)[1]
        start = override.find(f"{W}startOverride")
        if start is not None:
            own_starts[index] = whole_number(start.get(f"{W}val"), 1)
            levels[index] = replace(levels.get(index, Level()), start=own_starts[index])
    return _List(abstract_id, levels, own_starts)


def _level(element: etree._Element) -> tuple[int, Level]:
    def value(name: str, otherwise: str) -> str:
        child = element.find(f"{W}{name}")
        return otherwise if child is None else child.get(f"{W}val", otherwise)

    restart = element.find(f"{W}lvlRestart")
    only_arabic = element.find(f"{W}isLgl")
    style = element.find(f"{W}pStyle")
    level = Level(
        start=whole_number(value("start", "0"), 0),
        number_format=_number_format(element) or value("numFmt", "decimal"),
        template=value("lvlText", ""),
        separator=value("suff", "tab"),
        restart_after=None if restart is None else whole_number(restart.get(f"{W}val"), 0),
        only_arabic=only_arabic is not None and is_on(only_arabic.get(f"{W}val"), True),
        style=None if style is None else style.get(f"{W}val"),
    )
    return whole_number(element.get(f"{W}ilvl"), 0), level


def _number_format(element: etree._Element) -> str | None:
    """Return a number format that stands inside an alternative (custom formats do)."""
    alternative = element.find(_ALTERNATIVE)
    if alternative is None:
        return None
    formats = [found.get(f"{W}val") for found in alternative.iterfind(f".//{W}numFmt")]
    return next((name for name in formats if name != "custom"), None)
