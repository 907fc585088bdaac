"""Which county became which: one county through all its codes, names and holders.

``divisions.csv`` says when a unit ended and when one began, not that the one became the other.
Units that follow each other without a gap in one province are taken for one county where nothing
else can be meant: the same code and name, the same name, the same name but for its last character
(溧水县, 溧水区) or the same code. What this cannot find, or finds wrongly, stands in
``successors.csv``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.split.regions import OPEN, Unit, read_table, read_units

SUCCESSORS_HEADER = "code,name,successor_code,successor_name,year,reason"

Key = Callable[[Unit], Hashable]


@dataclass(frozen=True, slots=True)
class County:
    """A county-level unit through time.

    Attributes
    ----------
    units
        What it was, one after the other; the last is what it is today, or was when it ended.
    """

    units: tuple[Unit, ...]

    @property
    def county_id(self) -> str:
        """Its present code; the last one of a county that is no more."""
        return self.present.code

    @property
    def present(self) -> Unit:
        """What it is today, or was when it ended."""
        return self.units[-1]

    @property
    def in_force(self) -> bool:
        """Whether it still is."""
        return self.present.last == OPEN

    @property
    def codes(self) -> tuple[str, ...]:
        """All its codes, each once, the earliest first."""
        return tuple(dict.fromkeys(unit.code for unit in self.units))

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, each once, the earliest first."""
        return tuple(dict.fromkeys(unit.name for unit in self.units))


class Counties:
    """All counties of the region table, by any code that they have had."""

    def __init__(self, counties: Sequence[County]):
        self._by_code: dict[str, list[tuple[Unit, County]]] = defaultdict(list)
        for county in counties:
            for unit in county.units:
                self._by_code[unit.code].append((unit, county))

    @classmethod
    def load(cls, folder: Path) -> Counties:
        """Read the region table and say which unit became which.

        Parameters
        ----------
        folder
            The folder of ``divisions.csv`` and ``successors.csv``.

        Raises
        ------
        RuleError
            If one of the two files is missing or malformed, or ``successors.csv`` names a unit
            that did not end, or did not begin, in that year.
        """
        units = [unit for unit in read_units(folder / "divisions.csv") if unit.level != "province"]
        table = _Successions(units)
        read_table(folder / "successors.csv", SUCCESSORS_HEADER, table.take)
        table.find()
        return cls(table.counties())

    def of(self, code: str, year: int | None = None) -> County | None:
        """Give the county that had a code.

        Parameters
        ----------
        year
            A code may have meant one county after the other: the one whose years are nearest is
            given, without a year the latest.
        """
        found = self._by_code.get(code)
        if not found:
            return None
        wanted = OPEN if year is None else year
        return min(found, key=lambda item: (_distance(item[0], wanted), -item[0].first))[1]


class _Successions:
    """Finds which unit became which."""

    def __init__(self, units: Sequence[Unit]):
        self._units = sorted(units, key=lambda unit: (unit.first, unit.code))
        self._after: dict[Unit, Unit] = {}
        self._before: dict[Unit, Unit] = {}

    def take(self, row: list[str]) -> None:
        """Take a row of ``successors.csv``."""
        code, name, successor_code, successor_name, year, _ = row
        first = int(year)
        old = [u for u in self._units if (u.code, u.name, u.last) == (code, name, first - 1)]
        new = [u for u in self._units if (u.code, u.name) == (successor_code, successor_name)]
        new = [unit for unit in new if unit.first == first]
        if not old:
            raise ValueError(f"no unit {code} {name} ended in {first - 1}")
        if not new:
            raise ValueError(f"no unit {successor_code} {successor_name} began in {first}")
        self._link(old[0], new[0])

    def find(self) -> None:
        """Link what follows each other without a gap, the surest first, and then what came back."""
        keys: tuple[Key, ...] = (
            lambda unit: (unit.code, unit.name),
            lambda unit: unit.name,
            lambda unit: (unit.prefecture, unit.name),
            _stem,
            lambda unit: (unit.prefecture, _stem(unit)),
        )
        for key in keys:
            self._link_unique(key)
        self._link_by_beginning()
        self._link_unique(lambda unit: unit.code)
        self._link_returned()

    def counties(self) -> list[County]:
        """Give the chains."""
        return [
            County(tuple(self._chain(unit))) for unit in self._units if unit not in self._before
        ]

    def _chain(self, unit: Unit) -> Iterator[Unit]:
        yield unit
        while unit in self._after:
            unit = self._after[unit]
            yield unit

    def _link(self, old: Unit, new: Unit) -> None:
        self._after[old] = new
        self._before[new] = old

    def _ended(self) -> list[Unit]:
        return [unit for unit in self._units if unit.last != OPEN and unit not in self._after]

    def _begun(self) -> list[Unit]:
        return [unit for unit in self._units if unit not in self._before]

    def _link_unique(self, key: Key) -> None:
        """Link a unit that ended and one that began next year where both are the only ones."""
        ended = {unit: (unit.last + 1, *_kind(unit), key(unit)) for unit in self._ended()}
        begun = {unit: (unit.first, *_kind(unit), key(unit)) for unit in self._begun()}
        endings, beginnings = Counter(ended.values()), Counter(begun.values())
        by_place = {place: unit for unit, place in begun.items()}
        for unit, place in ended.items():
            if endings[place] == beginnings[place] == 1:
                self._link(unit, by_place[place])

    def _link_by_beginning(self) -> None:
        """Link names of which one begins with the other but for its last sign: 任县, 任泽区."""
        begun = defaultdict(list)
        for unit in self._begun():
            begun[unit.first, *_kind(unit), unit.prefecture].append(unit)
        pairs = [
            (old, new)
            for old in self._ended()
            for new in begun[old.last + 1, *_kind(old), old.prefecture]
            if new.name.startswith(_stem(old)) or old.name.startswith(_stem(new))
        ]
        olds, news = Counter(old for old, _ in pairs), Counter(new for _, new in pairs)
        for old, new in pairs:
            if olds[old] == news[new] == 1:
                self._link(old, new)

    def _link_returned(self) -> None:
        """Link a unit to the next one of the same code and name, after years without it."""
        begun = defaultdict(list)
        for unit in self._begun():
            begun[unit.code, unit.name].append(unit)
        for old in self._ended():
            later = [unit for unit in begun[old.code, old.name] if unit.first > old.last]
            if later and later[0] not in self._before:
                self._link(old, later[0])


def _kind(unit: Unit) -> tuple[str, str]:
    """Tell what never changes."""
    return unit.province, unit.level


def _stem(unit: Unit) -> str:
    """Leave out the last character of a name, which says what kind of unit it is."""
    return unit.name[:-1]


def _distance(unit: Unit, year: int) -> int:
    return max(unit.first - year, year - unit.last, 0)
