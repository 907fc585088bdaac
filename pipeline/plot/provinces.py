"""Cases by province: what the tile map shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.plot.batch import Batch
from pipeline.plot.tiles import TilePlace, tile_places

TITLE = "各省份案例数"


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map, with the number of its cases."""

    place: TilePlace
    cases: int


@dataclass(frozen=True, slots=True)
class Provinces:
    """The tile map.

    Attributes
    ----------
    tiles
        All provinces, those without cases too.
    cases
        The number of cases on the map.
    elsewhere
        The number of cases whose province is not known.
    """

    tiles: Sequence[Tile]
    cases: int
    elsewhere: int

    @property
    def most(self) -> int:
        """The largest number of cases of a province."""
        return max(tile.cases for tile in self.tiles)

    @property
    def subtitle(self) -> str:
        """What is counted, and how much of it there is."""
        with_cases = sum(tile.cases > 0 for tile in self.tiles)
        elsewhere = f"；另有{self.elsewhere}个案例省份不详" if self.elsewhere else ""
        return f"{self.cases}个案例，{with_cases}个省份；单位：个{elsewhere}"


def provinces(batch: Batch) -> Provinces:
    """Count the cases of each province."""
    counts = Counter(case.province for case in batch.cases)
    tiles = tuple(Tile(place, counts[place.province]) for place in tile_places())
    placed = sum(tile.cases for tile in tiles)
    return Provinces(tiles, placed, len(batch.cases) - placed)
