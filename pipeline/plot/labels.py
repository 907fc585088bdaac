"""Words that the drawn pictures and the interactive page have in common."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import Status

NO_DATA = "无数据"
COUNTED = "只计主要数据（main），规划数另列或不计"
STATUS_LABELS: Mapping[Status, str] = {"existing": "已有", "planned": "规划"}
FORMS = (
    ("exact", "准确"),
    ("about", "约数"),
    ("at_least", "不少于"),
    ("at_most", "不多于"),
    ("range", "范围"),
)
"""What a figure is, in the order of the legend."""


def source_text(title: str) -> str:
    """Name the report that figures come from, and say which of them are counted."""
    return f"来源：{' '.join(title.split())}（anli 提取）。{COUNTED}。"
