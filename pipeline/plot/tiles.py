"""The places of the provinces on the tile map, and their short names (``tiles.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Where a province stands on the map; rows are counted from the north, columns from the west.

    ``short`` is its name without 省, 市 or 自治区.
    """

    province: str
    short: str
    row: int
    column: int


@cache
def tile_places() -> Sequence[TilePlace]:
    """Read the 34 places."""
    text = files("pipeline.plot").joinpath("tiles.csv").read_text(encoding="utf-8")
    return tuple(
        TilePlace(line["province"], line["short"], int(line["row"]), int(line["column"]))
        for line in csv.DictReader(text.splitlines())
    )


@cache
def short_names() -> Mapping[str, str]:
    """Give the short names of the provinces by their full ones."""
    return {place.province: place.short for place in tile_places()}
