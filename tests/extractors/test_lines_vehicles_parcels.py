"""Lines, vehicles and volumes: kinds, periods, and what is none of them."""

from __future__ import annotations

import pytest

from tests.extractors.conftest import Read

FOUND = [
    ("建成城乡客运一体化线路56条。", ["line_count bus 56 条"]),
    ("公交邮路5条，货运班线8条。", ["line_count mail 5 条", "line_count delivery 8 条"]),
    ("县内已有28条线路实现公交带货。", ["line_count bus 28 条"]),
    (
        "开行茶叶快线3条，投入车辆9台。",
        ["line_count delivery 3 条", "vehicle_count unspecified 9 辆"],
    ),
    ("引入无人机2架、冷藏车5台。", ["vehicle_count drone 2 辆", "vehicle_count delivery 5 辆"]),
    ("将原有的15辆货运车辆整合为8辆。", ["vehicle_count delivery 8 辆"]),
    ("50艘渔船捎带包裹。", ["vehicle_count unspecified 50 辆"]),
    ("县级中心每天分拣快件5万件。", ["parcel_volume day 50000 件/日"]),
    ("月均收投快递包裹1.5万单。", ["parcel_volume month 15000 件/月"]),
    ("2022年，全县寄出包裹90万件。", ["parcel_volume year 900000 件/年"]),
    ("截至2022年底，累计寄出包裹90万件。", ["parcel_volume total 900000 件"]),
    (
        "日均配送货物约30吨、快件8000件。",
        ["parcel_volume day 30 吨/日", "parcel_volume day 8000 件/日"],
    ),
    (
        "日均寄件300单，旺季达900单。",
        ["parcel_volume day 300 件/日", "parcel_volume day 900 件/日"],
    ),
    ("快件日处理量由0.8万件提升到2.5万件。", ["parcel_volume day 25000 件/日"]),
]
NOTHING = [
    "引入自动分拣线4条，硬化道路12条。",
    "每个乡镇开通1条公交线路。",
    "配备叉车3辆、安检机5台。",
    "淘汰老旧货车12辆。",
    "每辆车可带货200公斤。",
    "分拣线每小时处理包裹8000件。",
    "冷链中心库容3万吨。",
    "年产鲜果150万吨，销往全国。",
    "处理快递投诉23件。",
    "寄一件3公斤的特产，邮政网点当天就收。",
]
FIELDS = {"line_count", "vehicle_count", "parcel_volume"}


def found(read: Read, text: str) -> list[str]:
    facts, _ = read(text)
    return [
        f"{fact.field} {fact.category} {fact.value_min} {fact.unit}"
        for fact in facts
        if fact.field in FIELDS
    ]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_figures_have_their_kind_and_period(read: Read, text: str, expected: list[str]) -> None:
    assert found(read, text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_other_figures_are_none(read: Read, text: str) -> None:
    assert found(read, text) == []
