"""The one definition of every table and column, read from ``columns.toml``.

The CSV writer, the data package's schemas, the types of pandas, Parquet and DuckDB, the workbook,
the checks and the codebook are all made from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

ColumnType = Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an enumeration with its labels."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The values of a column; an open one may hold others too, because rules can add them."""

    closed: bool
    values: tuple[Value, ...]

    @property
    def allowed(self) -> frozenset[str]:
        """The values that are listed."""
        return frozenset(value.value for value in self.values)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    zh, en
        Its titles.
    description, description_zh
        What a cell means, in English and in Chinese.
    example
        A cell as it could stand in the file.
    unit, unit_en
        The unit of all figures of the column, where there is one.
    separator
        What joins the items of a cell that is a list, else None.
    required
        Whether a cell must not be empty.
    minimum
        The smallest allowed value of a figure.
    pattern
        A regular expression that every text matches.
    """

    name: str
    type: ColumnType
    zh: str
    en: str
    description: str
    description_zh: str
    example: str
    unit: str | None = None
    unit_en: str | None = None
    enumeration: Enumeration | None = None
    separator: str | None = None
    required: bool = False
    minimum: int | None = None
    pattern: str | None = None

    @property
    def choices(self) -> tuple[Value, ...] | None:
        """The only values that a cell may have, or None if it is not restricted."""
        if self.enumeration is None or not self.enumeration.closed:
            return None
        return self.enumeration.values


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of one table that name a row of another by its columns ``key``."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table, its columns in the order of the CSV file."""

    name: str
    zh: str
    en: str
    description: str
    description_zh: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Give the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")

    def row(self, values: Mapping[str, object]) -> dict[str, object]:
        """Put ``values`` into the order of the columns, an empty text becoming None.

        Raises
        ------
        KeyError
            If a column is missing or one is given that the table does not have.
        """
        if values.keys() != set(self.column_names):
            difference = sorted(values.keys() ^ set(self.column_names))
            raise KeyError(f"table {self.name}: columns missing or unknown: {difference}")
        return {name: None if values[name] == "" else values[name] for name in self.column_names}


@dataclass(frozen=True, slots=True)
class Definition:
    """All tables; ``version`` changes whenever a name, a type or a meaning does."""

    version: str
    tables: Mapping[str, Table]


@cache
def load_definition() -> Definition:
    """Read the definition that belongs to this version of the package."""
    return parse_definition(read_data("columns.toml"))


def read_data(file_name: str) -> dict[str, Any]:
    """Give the contents of a file of this package."""
    text = files("pipeline.tables").joinpath(file_name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def table(name: str) -> Table:
    """Give a table of the definition; KeyError if there is none of that name."""
    return load_definition().tables[name]


def parse_definition(data: Mapping[str, Any]) -> Definition:
    """Make a definition from the contents of ``columns.toml``."""
    enumerations = {
        name: Enumeration(entry["closed"], tuple(Value(**value) for value in entry["values"]))
        for name, entry in data["enumerations"].items()
    }
    raw_columns: dict[str, dict[str, Any]] = {}
    tables = {}
    for entry in data["tables"]:
        for raw in entry["columns"]:
            raw_columns[f"{entry['name']}.{raw['name']}"] = _with_shared_properties(
                raw, raw_columns
            )
        columns = tuple(
            _column(raw_columns[f"{entry['name']}.{raw['name']}"], enumerations)
            for raw in entry["columns"]
        )
        tables[entry["name"]] = _table(entry, columns)
    return Definition(data["version"], tables)


def _with_shared_properties(
    raw: dict[str, Any], earlier: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    """Fill in what ``same_as`` takes from an earlier column."""
    own = {key: value for key, value in raw.items() if key != "same_as"}
    return {**earlier[raw["same_as"]], **own} if "same_as" in raw else own


def _column(raw: dict[str, Any], enumerations: Mapping[str, Enumeration]) -> Column:
    if "enumeration" in raw:
        raw = {**raw, "enumeration": enumerations[raw["enumeration"]]}
    return Column(**raw)


def _table(entry: dict[str, Any], columns: tuple[Column, ...]) -> Table:
    foreign_keys = tuple(
        ForeignKey(tuple(key["columns"]), key["table"], tuple(key["key"]))
        for key in entry.get("foreign_keys", ())
    )
    return Table(
        name=entry["name"],
        zh=entry["zh"],
        en=entry["en"],
        description=entry["description"],
        description_zh=entry["description_zh"],
        columns=columns,
        primary_key=tuple(entry["primary_key"]),
        foreign_keys=foreign_keys,
    )
