"""The table of administrative divisions, and the place that a heading begins with.

The names are data: ``rules/regions/divisions.csv`` holds every unit with its years
in force, ``aliases.csv`` beside it the short forms. They are looked up longest
first, so that reading a heading costs the same however many units there are.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pipeline.errors import RuleError

T = TypeVar("T")
Holders = tuple[list[str] | None, list[str] | None, int]

OPEN = 9999  # the last year of a unit that is still in force
LEVELS = ("province", "prefecture", "county")
OPENING, CLOSING = "（([【〔［", "）)]】〕］"
BETWEEN = OPENING + CLOSING + "·•・‧-－–—―─/／|｜,，、>＞→"
DIVISIONS_HEADER = "code,name,level,province,prefecture,first_year,last_year"
ALIASES_HEADER = "alias,name,level,origin"


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """A county-level unit that a text names.

    Attributes
    ----------
    province, prefecture, county
        Full official names; ``prefecture`` is None where none holds the unit.
    adcode
        The unit's six-digit code.
    prefecture_named
        Whether the text itself names the prefecture.
    start, end
        Where the place stands in the text.
    in_force
        False if the unit was in force in other years only.
    """

    province: str
    prefecture: str | None
    county: str
    adcode: str
    prefecture_named: bool
    start: int
    end: int
    in_force: bool


class Unit(NamedTuple):
    """A division in one interval of its life; ``first`` and ``last`` are years in force.

    ``last`` is `OPEN` for a unit that still is.
    """

    code: str
    name: str
    level: str
    province: str
    prefecture: str
    first: int
    last: int

    def holds(self, year: int) -> bool:
        """Tell whether the unit was in force at the end of a year."""
        return self.first <= year <= self.last


class _Reading(NamedTuple):
    """One way to read a text; None where it names no province or no prefecture."""

    provinces: list[str] | None
    prefectures: list[str] | None
    units: list[Unit]
    start: int
    end: int


class _Names(defaultdict[str, list[T]], Generic[T]):
    """What each name, full or short, may stand for."""

    lengths: Sequence[int] = ()

    def at(self, text: str, start: int) -> Iterator[tuple[list[T], int]]:
        """Yield what the names at ``start`` stand for, longest first, with their ends."""
        self.lengths = self.lengths or sorted(set(map(len, self)), reverse=True)
        for length in self.lengths:
            end = start + length
            if end <= len(text) and text[start:end] in self:
                yield self[text[start:end]], end

    def at_or_none(self, text: str, start: int) -> Iterator[tuple[list[T] | None, int]]:
        """Yield the same, and at last that there is no name."""
        yield from self.at(text, start)
        yield None, start


class RegionTable:
    """Administrative divisions by name and year.

    Examples
    --------
    >>> table = RegionTable.load(Path("rules/regions"))
    >>> match = table.resolve("江苏南京市溧水区“交邮快融合”", year=2023)
    >>> match.adcode, match.prefecture, match.end
    ('320117', '南京市', 8)
    >>> table.resolve("永定区", year=2023) is None
    True
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._provinces: _Names[str] = _Names(list)
        self._prefectures: _Names[str] = _Names(list)
        self._counties: _Names[Unit] = _Names(list)
        self._held: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in units:
            if unit.level == "county":
                self._counties[unit.name].append(unit)
                self._held[unit.province, unit.prefecture].append(unit)
            elif unit.level == "prefecture":
                self._prefectures[unit.name].append(unit.name)
                self._counties[unit.name].append(unit)
            else:
                self._provinces[unit.name].append(unit.name)

    def _add_alias(self, row: list[str]) -> None:
        alias, name, level, _ = row
        wider = {"province": self._provinces, "prefecture": self._prefectures}
        if level == "county" and alias and name in self._counties:
            self._counties[alias].extend(self._counties[name])
        elif alias and (name in wider.get(level, ()) or (level, name) == ("prefecture", "")):
            wider[level][alias].append(name)
        else:
            raise ValueError(f"no {level} is named {name!r}")

    @classmethod
    def load(cls, path: Path) -> RegionTable:
        """Read the table.

        Parameters
        ----------
        path
            ``divisions.csv``, or the folder that holds it; ``aliases.csv`` stands beside it.

        Raises
        ------
        RuleError
            If one of the two files is missing or malformed.
        """
        divisions = path / "divisions.csv" if path.is_dir() else path
        table = cls(read_units(divisions))
        read_table(divisions.with_name("aliases.csv"), ALIASES_HEADER, table._add_alias)
        return table

    def knows(self, name: str) -> bool:
        """Whether a unit of any level and any year has this full or short name."""
        return name in self._provinces or name in self._prefectures or name in self._counties

    def resolve(
        self, text: str, *, year: int | None = None, province: str | None = None
    ) -> RegionMatch | None:
        """Read the county-level unit that a text begins with.

        Parameters
        ----------
        text
            A heading without its number: ``河北武安市“…”``.
        year
            Units in force in this year go first; without it, those in force today.
        province
            Full or short, from a heading above; a province in the text goes before it.

        Returns
        -------
        RegionMatch or None
            None if the text begins with no county-level unit, or with a name that several
            have (see `candidates`). A prefecture counts while it has no counties (东莞市).
        """
        found = self.candidates(text, year=year, province=province)
        return found[0] if len(found) == 1 else None

    def province(self, text: str) -> str | None:
        """Return the full name of the province that is all the text says, or None."""
        for provinces, end in self._provinces.at(text.strip(), 0):
            if end == len(text.strip()) and len(provinces) == 1:
                return provinces[0]
        return None

    def candidates(
        self, text: str, *, year: int | None = None, province: str | None = None
    ) -> tuple[RegionMatch, ...]:
        """Return all units that `resolve` cannot tell apart, by code."""
        wanted = OPEN if year is None else year
        given = None if province is None else self._provinces.get(province, [])
        outside: tuple[RegionMatch, ...] = ()
        for reading in self._readings(text, given):
            found = self._matches(reading, wanted)
            if found and found[0].in_force:
                return found
            outside = outside or found
        return outside

    def _readings(self, text: str, given: list[str] | None) -> Iterator[_Reading]:
        """Yield the ways to read the beginning of a text, longest names first."""
        start = _skip(text, 0, "")
        for provinces, prefectures, after in self._holders(text, start):
            for units, end in self._counties.at(text, after):
                end = _close(text, start, end)
                for behind in [*self._behind(text, end)] or [(None, None, end)]:
                    held = provinces or behind[0] or given
                    yield _Reading(held, prefectures or behind[1], units, start, behind[2])

    def _holders(self, text: str, start: int) -> Iterator[Holders]:
        """Yield a province, a prefecture, both or none, and where the next part begins."""
        start = _skip(text, start, BETWEEN)
        for provinces, end in self._provinces.at_or_none(text, start):
            after = _skip(text, end, BETWEEN)
            for prefectures, stop in self._prefectures.at_or_none(text, after):
                yield provinces, prefectures, _skip(text, stop, BETWEEN)

    def _behind(self, text: str, start: int) -> Iterator[Holders]:
        """Yield what holds a unit if brackets behind it say so: 武安市（河北省）."""
        inside = _skip(text, start, "") + 1
        if text[inside - 1 : inside] in tuple(OPENING):
            close = next((i for i in range(inside, len(text)) if text[i] in CLOSING), len(text))
            yield from (h for h in self._holders(text[: close + 1], inside) if h[2] > close)

    def _matches(self, reading: _Reading, year: int) -> tuple[RegionMatch, ...]:
        provinces, prefectures, units = reading[:3]
        fitting = [
            unit
            for unit in units
            if (provinces is None or unit.province in provinces)
            and (prefectures is None or unit.prefecture in prefectures)
        ]
        in_force = [unit for unit in fitting if unit.holds(year)]
        if in_force:
            chosen = [unit for unit in in_force if not self._has_counties(unit, year)]
        else:
            chosen = _nearest([unit for unit in fitting if unit.level == "county"], year)
        return tuple(
            RegionMatch(
                province=unit.province,
                prefecture=unit.prefecture or None,
                county=unit.name,
                adcode=unit.code,
                prefecture_named=prefectures is not None and bool(unit.prefecture),
                start=reading.start,
                end=reading.end,
                in_force=bool(in_force),
            )
            for unit in sorted(chosen)
        )

    def _has_counties(self, unit: Unit, year: int) -> bool:
        held = self._held.get((unit.province, unit.name), ())
        return unit.level == "prefecture" and any(other.holds(year) for other in held)


def read_units(path: Path) -> list[Unit]:
    """Read ``divisions.csv``.

    Raises
    ------
    RuleError
        If it is missing or malformed.
    """
    return read_table(path, DIVISIONS_HEADER, _unit)


def _nearest(units: list[Unit], year: int) -> list[Unit]:
    """Return the unit nearest to a year, or all of them if they are different places.

    Units that follow each other in one province are one place that changed its code.
    """
    ordered = sorted(units, key=lambda unit: unit.first)
    overlap = any(a.last >= b.first for a, b in pairwise(ordered))
    if overlap or len({unit.province for unit in units}) > 1:
        return units
    return sorted(ordered, key=lambda unit: max(unit.first - year, year - unit.last))[:1]


def _skip(text: str, start: int, marks: str) -> int:
    """Return the first place from ``start`` on that is neither a space nor such a mark."""
    while start < len(text) and (text[start].isspace() or text[start] in marks):
        start += 1
    return start


def _close(text: str, start: int, end: int) -> int:
    """Take in the closing bracket of a part that stands in brackets: 河北（武安市）."""
    depth = sum((mark in OPENING) - (mark in CLOSING) for mark in text[start:end])
    return end + 1 if depth > 0 and text[end : end + 1] in tuple(CLOSING) else end


def _unit(row: list[str]) -> Unit:
    code, name, level, province, prefecture, since, until = row
    unit = Unit(code, name, level, province, prefecture, int(since), int(until or OPEN))
    if not (level in LEVELS and name and len(code) == 6 and unit.first <= unit.last):
        raise ValueError("the code, the name, the level or the years are wrong")
    return unit


def read_table(path: Path, header: str, convert: Callable[[list[str]], T]) -> list[T]:
    """Read a CSV file row by row; ``convert`` raises ValueError for a bad row.

    Raises
    ------
    RuleError
        If the file is missing or malformed, with the line.
    """
    reader = csv.reader(())
    try:
        reader = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        if next(reader, None) != header.split(","):
            raise ValueError(f"the first line must be {header}")
        return [convert(row) for row in reader]
    except (OSError, ValueError, csv.Error) as error:
        message = f"not a usable table: {error}"
        raise RuleError(message, path=path, line=reader.line_num or None) from error
