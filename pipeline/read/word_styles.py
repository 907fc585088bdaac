"""The styles of a Word document, as far as they bear on its text: numbering and hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class NumberingReference:
    """What ``w:numPr`` says: which list, and which level of it."""

    number_id: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """One style; None stands for what it leaves to the style it is based on."""

    based_on: str | None
    numbering: NumberingReference | None
    hidden: bool | None


class Styles:
    """All styles of a document by their ids, with inheritance.

    Parameters
    ----------
    root
        The root of ``styles.xml``, or None if the document has none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default_paragraph: str | None = None
        self._hidden_by_default = False
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._hidden_by_default = is_hidden(defaults) or False
        for element in root.iterfind(f"{W}style"):
            self._add(element)

    def numbering(self, style_id: str | None) -> tuple[NumberingReference, str] | None:
        """Return a paragraph style's numbering and the id of the style that has it."""
        level: int | None = None
        for name, style in self._ancestry(style_id or self._default_paragraph):
            if style.numbering is None:
                continue
            level = style.numbering.level if level is None else level
            if style.numbering.number_id is not None:
                return NumberingReference(style.numbering.number_id, level), name
        return None

    def hidden(self, paragraph_style: str | None, character_style: str | None) -> bool:
        """Return whether text in these two styles is hidden."""
        for style_id in (character_style, paragraph_style or self._default_paragraph):
            for _, style in self._ancestry(style_id):
                if style.hidden is not None:
                    return style.hidden
        return self._hidden_by_default

    def _add(self, element: etree._Element) -> None:
        style_id = element.get(f"{W}styleId")
        if style_id is None:
            return
        if element.get(f"{W}type") == "paragraph" and is_on(element.get(f"{W}default"), False):
            self._default_paragraph = style_id
        based_on = element.find(f"{W}basedOn")
        self._styles[style_id] = Style(
            based_on=None if based_on is None else based_on.get(f"{W}val"),
            numbering=numbering_reference(element.find(f"{W}pPr")),
            hidden=is_hidden(element.find(f"{W}rPr")),
        )

    def _ancestry(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style and those it is based on; a circle is walked once."""
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style_id, style
            style_id = style.based_on


def is_on(value: str | None, when_missing: bool) -> bool:
    """Return what an on/off attribute of Word means."""
    return when_missing if value is None else value not in _OFF


def is_hidden(run_properties: etree._Element | None) -> bool | None:
    """Return whether ``w:rPr`` hides its text, or None if it does not say."""
    if run_properties is None:
        return None
    vanish = run_properties.find(f"{W}vanish")
    return None if vanish is None else is_on(vanish.get(f"{W}val"), True)


def numbering_reference(properties: etree._Element | None) -> NumberingReference | None:
    """Return what ``w:pPr`` says about numbering."""
    element = None if properties is None else properties.find(f"{W}numPr")
    if element is None:
        return None
    number_id = element.find(f"{W}numId")
    level = element.find(f"{W}ilvl")
    return NumberingReference(
        number_id=None if number_id is None else number_id.get(f"{W}val"),
        level=None if level is None else whole_number(level.get(f"{W}val"), 0),
    )


def whole_number(value: str | None, otherwise: int) -> int:
    """Return the number in an attribute, or ``otherwise`` if there is no sensible one."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return otherwise
    return int(value)
