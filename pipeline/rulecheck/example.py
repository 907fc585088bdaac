"""Examples: sentences with the expected facts marked where they stand.

``建成{9个|town 9}物流站`` says that the characters ``9个`` are a fact of the category ``town``
with the value 9. Behind the category come one or two figures (a range), for a change the old
ones, ``>`` and the new ones (``unit_cost 5 > 1.5``), and then attributes of the fact that are to
be compared: ``qualifier=at_least role=part status=planned basis=coverage unit=元/年``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import regex

from pipeline.extractors.draft import Draft

MARK = regex.compile(r"\{(?P<text>[^{}|]+)\|(?P<label>[^{}|]+)\}")
ATTRIBUTES = ("qualifier", "role", "status", "basis", "unit")


class ExampleError(ValueError):
    """An example that is not written as examples are."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A fact as an example marks it; ``attributes`` are those that it names."""

    start: int
    end: int
    category: str
    value: tuple[Decimal, Decimal]
    old: tuple[Decimal, Decimal] | None
    attributes: tuple[tuple[str, str], ...]

    def is_met_by(self, draft: Draft) -> bool:
        """Whether a fact has the place, the category, the values and the named attributes."""
        old = None if draft.from_min is None else (draft.from_min, draft.from_max)
        return (
            (self.start, self.end) == (draft.start, draft.end)
            and self.category == draft.category
            and self.value == (draft.value_min, draft.value_max)
            and self.old == old
            and all(getattr(draft, name) == value for name, value in self.attributes)
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence without its marks, and what they say."""

    text: str
    expected: tuple[Expected, ...]


def parse_example(marked: str) -> Example:
    """Read a marked sentence.

    Raises
    ------
    ExampleError
        If a mark cannot be read.
    """
    pieces: list[str] = []
    expected: list[Expected] = []
    position = length = 0
    for mark in MARK.finditer(marked):
        before = marked[position : mark.start()]
        start = length + len(before)
        length = start + len(mark.group("text"))
        pieces += [before, mark.group("text")]
        expected.append(_expected(start, length, mark.group("label")))
        position = mark.end()
    text = "".join([*pieces, marked[position:]])
    if "{" in text or "}" in text:
        raise ExampleError("a mark is {text|category value}, and marks do not nest")
    return Example(text, tuple(expected))


def _expected(start: int, end: int, label: str) -> Expected:
    category, *words = label.split()
    attributes = tuple(_attribute(word) for word in words if "=" in word)
    figures = " ".join(word for word in words if "=" not in word)
    before, arrow, after = figures.rpartition(">")
    return Expected(
        start, end, category, _range(after), _range(before) if arrow else None, attributes
    )


def _attribute(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    if name not in ATTRIBUTES:
        raise ExampleError(f"no attribute '{name}'; known: {', '.join(ATTRIBUTES)}")
    return name, value


def _range(figures: str) -> tuple[Decimal, Decimal]:
    try:
        values = [Decimal(word) for word in figures.split()]
    except InvalidOperation:
        raise ExampleError(f"'{figures.strip()}' is no figure") from None
    if not 1 <= len(values) <= 2:
        raise ExampleError("a mark has a category and one or two figures")
    return values[0], values[-1]
