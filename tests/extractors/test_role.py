"""The role of each figure in its case: main, part of another, or a repetition."""

from __future__ import annotations

import pytest

from tests.extractors.conftest import Read

SENTENCES = {
    "one figure": ("建成村级物流服务点206个。", ["206个 main"]),
    "subset": (
        "建成村级物流服务点206个，其中与供销社合建72个。", ["206个 main", "72个 part"]
    ),
    "subset in brackets": (
        "建成村级物流服务点206个（其中与供销社合建72个）。", ["206个 main", "72个 part"]
    ),
    "subset of two": (
        "建成村级物流服务点206个，其中邮政自营72个、供销社加盟134个。",
        ["206个 main", "72个 part", "134个 part"],
    ),
    "subset with its noun": (
        "建成村级物流服务点206个，其中标准化村级物流服务点72个。", ["206个 main", "72个 part"]
    ),
    "further ones are no subset": (
        "建成村级物流服务点206个，另有加盟村级物流服务点72个。", ["206个 main", "72个 main"]
    ),
    "a subset cannot be larger": (
        "建成村级物流服务点72个，其中村级物流服务点206个。", ["72个 main", "206个 main"]
    ),
    "levels below a total": (
        "全县共有物流站点163个，其中县级1个、乡镇级12个、村级150个。",
        ["163个 main", "1个 main", "12个 main", "150个 main"],
    ),
    "kinds at one level": (
        "建成菜鸟驿站42个、快递加盟店162家。", ["42个 main", "162家 main"]
    ),
    "levels": (
        "建成县级物流中心1个、乡镇物流服务站12个、村级物流服务点150个。",
        ["1个 main", "12个 main", "150个 main"],
    ),
    "repeated in another sentence": (
        "建成村级物流服务点206个。如今，206个村级物流服务点全部投入使用。",
        ["206个 main", "206个 repeat"],
    ),
    "repeated in another paragraph": (
        "建成村级物流服务点206个。\n运营以来，村民寄递方便了。\n通过建设206个村级物流服务点，打通了末端。",
        ["206个 main", "206个 repeat"],
    ),
    "another figure is no repetition": (
        "建成村级物流服务点206个。另一乡建成村级物流服务点72个。", ["206个 main", "72个 main"]
    ),
    "another level is no repetition": (
        "建成乡镇物流服务站12个。建成村级物流服务点12个。", ["12个 main", "12个 main"]
    ),
    "what is planned does not repeat what stands": (
        "建成村级物流服务点60个。下一步，计划新建村级物流服务点60个。",
        ["60个 main", "60个 main"],
    ),
    "people": (
        "带动就业150人，其中脱贫劳动力38人。", ["150人 main", "38人 part"]
    ),
    "people again": (
        "带动就业150人。项目实施以来，累计带动就业150人。", ["150人 main", "150人 repeat"]
    ),
    "people and posts": (
        "带动就业150人，提供就业岗位150个。", ["150人 main", "150个 main"]
    ),
    "a cost again": (
        "物流成本降低30%。通过整合，物流成本下降30%。", ["30% main", "30% repeat"]
    ),
    "costs of several kinds": (
        "运输成本降低30%，分拣成本降低30%。", ["30% main", "30% main"]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "roles"), SENTENCES.values(), ids=SENTENCES.keys())
def test_roles(read: Read, text: str, roles: list[str]) -> None:
    facts, _ = read(text)
    assert [f"{fact.text} {fact.role}" for fact in facts] == roles


def test_a_stated_percentage_and_its_prices_are_two_main_facts(read: Read) -> None:
    facts, _ = read("单件物流成本由5元降至4元，降幅20%。")
    assert [(fact.category, fact.basis, fact.role) for fact in facts] == [
        ("unit_cost", "stated", "main"),
        ("percent", "derived", "main"),
        ("percent", "stated", "main"),
    ]


def test_roles_begin_anew_in_each_case(read: Read) -> None:
    body = "建成村级物流服务点206个。"
    for _ in range(2):
        facts, _numbers = read(body)
        assert [fact.role for fact in facts] == ["main"]
