"""The definition of the merged set: the tables of a report with some columns more, and two others.

What it adds is read from ``merged.toml``; all else is the one definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pipeline.tables.definition import (
    Definition,
    ForeignKey,
    Table,
    load_definition,
    parse_definition,
    read_data,
)

ADDED = "added"
"""The table of ``merged.toml`` whose columns go into the tables of a report."""

COUNTIES, LINKS = "counties", "links"
"""The tables that only the merged set has."""


@cache
def load_merged_definition() -> Definition:
    """Read the definition of the merged set that belongs to this version of the package.

    A table stands behind those that its keys lead to.
    """
    more = read_data("merged.toml")
    known = parse_merged()
    tables = {
        name: _with_columns(table, known.tables[ADDED], more[ADDED][name])
        for name, table in load_definition().tables.items()
    }
    counties, links = known.tables[COUNTIES], known.tables[LINKS]
    return Definition(known.version, {COUNTIES: counties, **tables, LINKS: links})


@cache
def parse_merged() -> Definition:
    """Read ``merged.toml`` as it stands: the added columns as a table of their own."""
    data, more = read_data("columns.toml"), read_data("merged.toml")
    both = {
        "version": data["version"],
        "enumerations": {**data["enumerations"], **more["enumerations"]},
        "tables": [*data["tables"], *more["tables"]],
    }
    parsed = parse_definition(both)
    own = {name: parsed.tables[name] for name in (ADDED, COUNTIES, LINKS)}
    return Definition(parsed.version, own)


def _with_columns(table: Table, added: Table, names: Sequence[str]) -> Table:
    """Put columns behind the first one; a county's is a key to the table of counties."""
    first, *others = table.columns
    keys = table.foreign_keys
    if "county_id" in names:
        keys = (*keys, ForeignKey(("county_id",), COUNTIES, ("county_id",)))
    columns = (first, *(added.column(name) for name in names), *others)
    return replace(table, columns=columns, foreign_keys=keys)
