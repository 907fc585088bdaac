"""Whether a figure stands or is planned (the report is of 2023)."""

from __future__ import annotations

import pytest

from tests.extractors.conftest import Read

EXISTING = [
    "建成村级物流服务点30个。",
    "已建成村级物流服务点30个。",
    "截至目前，建成村级物流服务点30个。",
    "2022年，建成村级物流服务点30个。",
    "到2022年底，建成村级物流服务点30个。",
    "截至2023年6月，全县建成村级物流服务点30个。",
    "目前，全县共有村级物流服务点30个。",
    "先后投资建设乡镇物流服务站30个。",
    "将30个闲置候车室改造为乡镇物流服务站。",
    "将物流成本降低30%。",
    "物流成本已降低30%。",
    "带动就业30人。",
    "已带动就业30人。",
    "新增就业岗位30个。",
    "按照县、乡、村三级规划，建成村级物流服务点30个。",
]
PLANNED = [
    "计划建设村级物流服务点30个。",
    "拟新建乡镇物流服务站30个。",
    "力争到2025年，建成村级物流服务点30个。",
    "到2025年，建成村级物流服务点30个。",
    "到2025年底，全县村级物流服务点达到30个。",
    "下一步，将新建乡镇物流服务站30个。",
    "下一步，继续完善网络，新建乡镇物流服务站30个。",
    "规划建设村级物流服务点30个。",
    "正在建设乡镇物流服务站30个。",
    "30个乡镇物流服务站正在建设。",
    "未来三年，新建村级物流服务点30个。",
    "预计带动就业30人。",
    "预计可新增就业岗位30个。",
    "物流成本预计降低30%。",
    "物流成本有望下降30%。",
    "项目建成后，将带动就业30人。",
    "明年拟再建村级物流服务点30个。",
]


@pytest.mark.parametrize("text", EXISTING)
def test_what_stands_or_has_happened(read: Read, text: str) -> None:
    facts, _ = read(text)
    assert [(int(fact.value_min), str(fact.status)) for fact in facts] == [(30, "existing")]


@pytest.mark.parametrize("text", PLANNED)
def test_what_is_planned(read: Read, text: str) -> None:
    facts, _ = read(text)
    assert [(int(fact.value_min), str(fact.status)) for fact in facts] == [(30, "planned")]


BOTH = [
    ("已建成村级物流服务点30个，计划再建20个。", ["existing", "planned"]),
    ("建成村级物流服务点30个，下一步新增村级物流服务点20个。", ["existing", "planned"]),
    ("计划建设村级物流服务点50个，已建成村级物流服务点30个。", ["planned", "existing"]),
    ("计划建设村级物流服务点50个。目前带动就业30人。", ["planned", "existing"]),
    ("下一步，新建村级物流服务点20个；目前已建成乡镇物流服务站9个。", ["planned", "existing"]),
    ("2024年，计划新建村级物流服务点20个、乡镇物流服务站5个。", ["planned", "planned"]),
    ("到2025年，建成村级物流服务点300个，带动就业500人。", ["planned", "planned"]),
]


@pytest.mark.parametrize(("text", "statuses"), BOTH)
def test_each_figure_of_a_sentence_has_its_own_status(
    read: Read, text: str, statuses: list[str]
) -> None:
    facts, _ = read(text)
    assert [fact.status for fact in facts] == statuses
