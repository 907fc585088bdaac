"""What a part of the benchmark found, in a form that can be printed and written alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Requirement:
    """A figure that must be reached, and the one that was measured.

    Attributes
    ----------
    required, reached
        As they are shown, with their units.
    met
        None if it could not be measured; ``reached`` then says why.
    """

    what: str
    required: str
    reached: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """The outcome as one word."""
        return {True: "reached", False: "**missed**", None: "not measured"}[self.met]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures; the first column names the rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes
    ----------
    text
        Paragraphs above the tables.
    picture
        The name of a picture in ``docs/img``, or "".
    """

    title: str
    text: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    picture: str = ""


def at_least(what: str, ratio: float | None, least: float, *, unit: str = " ×") -> Requirement:
    """Compare a ratio with the least that is required."""
    required = f"≥ {least:g}{unit}"
    if ratio is None:
        return Requirement(what, required, "", None)
    return Requirement(what, required, f"{significant(ratio)}{unit}", ratio >= least)


def at_most(what: str, value: float | None, most: float, *, unit: str) -> Requirement:
    """Compare a figure with the most that is allowed."""
    required = f"≤ {most:g}{unit}"
    if value is None:
        return Requirement(what, required, "", None)
    return Requirement(what, required, f"{significant(value)}{unit}", value <= most)


def significant(value: float) -> str:
    """Write a measured figure with three digits that mean something, as long as it is small."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}".rstrip(".")
