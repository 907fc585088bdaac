"""Made-up batches to compare: the usual wording, and another."""

from __future__ import annotations

from pathlib import Path

from tests.merge.samples import NETWORK, OTHER, write

PLACES = (
    ("安徽省舒城县", "村村递"),
    ("江西省资溪县", "邮路共享"),
    ("江苏省东海县", "福如东海"),
    ("浙江省安吉县", "竹乡快线"),
    ("福建省建宁县", "莲乡速递"),
    ("湖北省宜城市", "共同缔造"),
    ("湖南省汨罗市", "一村一品"),
    ("云南省双柏县", "彝乡邮快"),
)

STRANGE = (
    "全域布放驿递魔盒{nodes}只，招募跑腿蜂鸟{people}羽，挂牌村口货摊208间，"
    "搭起收件布篷56片，夜里滞留的减去{people}成五上下，另有33处归{nodes}家茶馆照看。"
)


def usual(out: Path, name: str, *, more: int = 0, year: int = 2020) -> Path:
    """Write a batch in the wording that the rules are made for."""
    cases = [
        f"{place}“{slogan}”\n"
        + (NETWORK if at % 2 else OTHER).format(nodes=20 + at + more, people=10 + at)
        for at, (place, slogan) in enumerate(PLACES)
    ]
    return write(out, name, cases, year=year)


def strange(out: Path, name: str, year: int = 2024) -> Path:
    """Write a batch whose headings, things and phrases are others."""
    cases = [
        f"{place}《{slogan}》纪实\n{STRANGE.format(nodes=30 + at, people=3)}"
        for at, (place, slogan) in enumerate(PLACES)
    ]
    return write(out, name, cases, year=year)
