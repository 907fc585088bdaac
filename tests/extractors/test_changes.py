"""Figures before and after a change, and numerals that several fields could take."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.rulebook import load
from pipeline.rulecheck.trial import Trial
from tests.extractors.conftest import Read
from tests.rulecheck import small_rules

CONVERTED = [
    ("快递到村由3天缩短至12小时。", "72", "12", "小时"),
    ("快递到村由72小时缩短至2天。", "3", "2", "天"),
    ("快递到村由两个半小时缩短至40分钟。", "150", "40", "分钟"),
    ("快递到村由3个工作日缩短至1天。", "3", "1", "天"),
]


@pytest.mark.parametrize(("text", "before", "after", "unit"), CONVERTED)
def test_the_time_before_is_given_in_the_unit_of_the_new_one(
    read: Read, text: str, before: str, after: str, unit: str
) -> None:
    (fact,), _ = read(text)
    assert (fact.from_min, fact.value_min, fact.unit) == (Decimal(before), Decimal(after), unit)


def test_a_time_falls_whatever_its_unit(read: Read) -> None:
    shorter, _ = read("快递到村由1天缩短至20小时。")
    longer, _ = read("快递到村由20小时调整为1天。")
    assert [fact.from_min for fact in shorter] == [Decimal(24)]
    assert [fact for fact in longer if fact.from_min is not None] == []


def test_a_field_takes_its_own_measures_only(read: Read) -> None:
    hours, _ = read("快递时效提前2小时。")
    years, _ = read("快递时效提前2年。")
    assert [(fact.field, fact.category) for fact in hours] == [("delivery_time", "saved")]
    assert years == []


def test_only_a_price_has_its_fall_derived(read: Read) -> None:
    facts, _ = read("快递单件成本由5元降至4元，到村时间由5天缩短至4天。")
    assert [(fact.field, fact.basis) for fact in facts] == [
        ("cost_reduction", "stated"),
        ("cost_reduction", "derived"),
        ("delivery_time", "stated"),
    ]


def test_a_time_before_is_no_price_that_a_percentage_differs_from(read: Read) -> None:
    facts, _ = read("快递到村时间由4天缩短至1天，成本下降20%。")
    assert [fact.flags for fact in facts] == [(), ()]


def test_each_field_takes_its_own_of_figures_in_a_row(read: Read) -> None:
    facts, _ = read("配送时间和配送成本分别下降30%和20%。")
    assert [(fact.field, fact.category, fact.text) for fact in facts] == [
        ("efficiency_gain", "time", "30%"),
        ("cost_reduction", "percent", "20%"),
    ]


def test_one_day_is_a_figure_where_it_is_measured_and_a_word_where_it_is_a_period(
    read: Read,
) -> None:
    measured, _ = read("快件到村由三天缩短至一天。")
    period, numbers = read("快递车一天跑三趟。")
    assert [(fact.from_min, fact.value_min) for fact in measured] == [(Decimal(3), Decimal(1))]
    assert period == []
    assert numbers[0].reason == "固定词语：一天"


SECOND_FIELD = """\
field: hut_lost
title_zh: 拆除
title_en: huts that were taken away
comment: huts that are no more
kinds: [count]
anchors: [hut]
unit: {name: 个}
category: {types: [village], look: [noun], default: unspecified}
rules:
  - id: lost.counted
    pattern: '<removed> value:<count> noun:<hut>'
    examples: ['拆除{3个|unspecified 3}小屋。']
"""


def test_what_a_field_sets_aside_is_open_to_the_next(tmp_path: Path) -> None:
    folder = small_rules.write(tmp_path, "anli.yaml", "[hut_count]", "[hut_count, hut_lost]")
    (folder / "fields" / "hut_lost.yaml").write_text(SECOND_FIELD, encoding="utf-8")
    found = Trial(load(folder)).run("拆除3个小屋，新建2个小屋。")
    assert [(draft.field, draft.value_min) for draft in found.drafts] == [
        ("hut_lost", Decimal(3)),
        ("hut_count", Decimal(2)),
    ]
