"""The labelling configuration: the XML that a Label Studio project is set up with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lxml import etree
from lxml.builder import E

from pipeline.errors import InputError
from pipeline.exchange.label_studio.controls import (
    CASE_FIELDS,
    CHOICES,
    FIELDS,
    LABEL,
    REQUIRED,
    TEXT,
    label,
)
from pipeline.exchange.texts import LISTS
from pipeline.tables.definition import load_definition

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""One colour a field, from the palette of Okabe and Ito, told apart by colour-blind readers."""

HOTKEYS = "1234567890qwertyuiop"

Kind = tuple[str, str]
"""A field and a category."""


def configuration(kinds: Iterable[Kind]) -> str:
    """Write the labelling configuration.

    Parameters
    ----------
    kinds
        The fields and categories that facts already have; those of the annotation guide are
        always there.

    Raises
    ------
    InputError
        If a field or a category holds a character that XML cannot hold.
    """
    try:
        labels = _labels([*_guide(), *sorted(set(kinds) - set(_guide()))])
    except ValueError:
        message = "a field or a category of the labels holds a control character: rename it"
        raise InputError(message) from None
    view = E.View(
        E.Header(value="$heading"),
        labels,
        E.Text(
            name=TEXT,
            value=f"${TEXT}",
            valueType="text",
            saveTextResult="yes",
            granularity="symbol",
        ),
        E.View(
            *(_field(name) for name in FIELDS),
            *(_choices(name) for name in CHOICES),
            visibleWhen="region-selected",
        ),
        E.View(*(_case_field(name) for name in CASE_FIELDS)),
    )
    xml: str = etree.tostring(view, encoding="unicode", pretty_print=True)
    return xml


def _guide() -> list[Kind]:
    """List the fields of the annotation guide with their categories."""
    guide = _toml("pipeline.qa", "guide.toml")
    return [(field, category) for field, units in guide.items() for category in units]


def _labels(kinds: list[Kind]) -> etree._Element:
    fields = list(dict.fromkeys(field for field, _ in kinds))
    labels = E.Labels(name=LABEL, toName=TEXT, showInline="true")
    for number, (field, category) in enumerate(kinds):
        attributes = {
            "value": f"{_shown('field', field)} · {_shown('category', category)}",
            "alias": label(field, category),
            "background": COLOURS[fields.index(field) % len(COLOURS)],
        }
        if number < len(HOTKEYS):
            attributes["hotkey"] = HOTKEYS[number]
        labels.append(E.Label(**attributes))
    return labels


def _choices(name: str) -> etree._Element:
    options = (E.Choice(value=_shown(name, value), alias=value) for value in CHOICES[name])
    control = E.Choices(*options, name=name, toName=TEXT, perRegion="true", showInline="true")
    return _row(_title("facts", name), control)


def _field(name: str) -> etree._Element:
    attributes = {"perRegion": "true", "maxSubmissions": "1"}
    if name == "subject":
        attributes["required"] = "true"
    if placeholder := _own_words()["placeholders"].get(name):
        attributes["placeholder"] = placeholder
    return _row(_title("facts", name), _input(name, attributes))


def _case_field(name: str) -> etree._Element:
    attributes = {"required": "true"} if name in REQUIRED else {}
    if name not in LISTS:
        attributes["maxSubmissions"] = "1"
    return _row(_title("cases", name), _input(name, attributes))


def _input(name: str, attributes: dict[str, str]) -> etree._Element:
    return E.TextArea(name=name, toName=TEXT, editable="true", rows="1", **attributes)


def _row(title: str, control: etree._Element) -> etree._Element:
    """Put a control beside its title."""
    return E.View(
        E.View(E.Header(value=title, size="5"), style="flex: 0 0 9em"),
        E.View(control, style="flex: 1"),
        style="display: flex; align-items: center; max-height: none",
    )


def _title(table: str, name: str) -> str:
    """Give the Chinese title of a column; what only labels have is told in ``titles.toml``."""
    columns = {column.name: column.zh for column in load_definition().tables[table].columns}
    return columns.get(name) or _own_words()["titles"][name]


def _shown(column: str, value: str) -> str:
    """Give the Chinese name of a value, or the value itself where there is none."""
    for table in load_definition().tables.values():
        for one in table.columns:
            if one.name == column and one.enumeration is not None:
                names = {entry.value: entry.zh for entry in one.enumeration.values}
                return names.get(value, value)
    return _own_words()["titles"].get(value, value)


@cache
def _own_words() -> dict[str, dict[str, str]]:
    return _toml("pipeline.exchange.label_studio", "titles.toml")


def _toml(package: str, name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
