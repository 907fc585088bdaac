"""Long lines cost little more than their length: counted in steps, never in seconds."""

from __future__ import annotations

import pytest

from pipeline.extractors.item import Item
from tests.extractors.conftest import Read

PIECES = [
    "成本降低5%，",
    "其中1个，",
    "站点1个、",
    "村级物流服务点30个，",
    "带动就业3人，",
]


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_list_takes_less_than_five_times_the_steps(
    piece: str, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    has = Item.has

    def counted(self: Item, *types: str) -> bool:
        nonlocal steps
        steps += 1
        return has(self, *types)

    monkeypatch.setattr(Item, "has", counted)
    read(piece * 20)
    once, steps = steps, 0
    read(piece * 40)
    assert steps < 5 * once
