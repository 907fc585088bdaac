"""Investment, income and beneficiaries: units by kind, and words that are theirs alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.extractors.engine import Engine
from pipeline.extractors.item import GAP
from pipeline.rulebook import load
from tests.extractors.conftest import Read

UNITS = [
    ("快递进村惠及群众300余名。", "beneficiaries", "人"),
    ("快递进村惠及群众20万。", "beneficiaries", "人"),
    ("快递进村带动农户60户。", "beneficiaries", "户"),
    ("快递网点每件补贴0.2元。", "investment", "元/件"),
    ("县财政每年安排物流专项资金300万元。", "investment", "元/年"),
    ("快递员日薪180元。", "income_gain", "元/日"),
    ("快递员月收入5000元。", "income_gain", "元/月"),
    ("快递站长收入增长20%。", "income_gain", "%"),
]


@pytest.mark.parametrize(("text", "field", "unit"), UNITS)
def test_the_unit_of_a_figure(read: Read, text: str, field: str, unit: str) -> None:
    (fact,) = [fact for fact in read(text)[0] if fact.field == field]
    assert fact.unit == unit


def test_a_word_of_one_field_is_unknown_text_to_the_others(read: Read) -> None:
    rulebook = load()
    assert "家门口" in rulebook.field_words
    items = Engine(rulebook).scanner.scan("在家门口", 0, 4)
    assert items[-1].has(GAP, "served")
    facts, _ = read("快递站点建成后，300名牧民在家门口务工。")
    assert [(fact.field, fact.value_min) for fact in facts] == [("employment", Decimal(300))]


def test_a_word_of_all_fields_stays_what_it_is() -> None:
    rulebook = load()
    assert "补贴" not in rulebook.field_words
    (item,) = Engine(rulebook).scanner.scan("补贴", 0, 2)
    assert not item.has(GAP)


GENERAL = [
    "快递发达，农村居民人均可支配收入1.8万元，增长8%。",
    "快递网点获得银行授信3000万元，为农户发放贷款1.2亿元。",
    "快递站点遍布，常住人口32万人，其中培训快递员300人。",
    "快递企业之外，居民医保财政补助标准提高30元，解决6000人饮水问题。",
    "扶持年销售额超千万元的电商企业10家，快递发达。",
]


@pytest.mark.parametrize("text", GENERAL)
def test_figures_of_the_county_and_of_other_things_are_no_facts(read: Read, text: str) -> None:
    assert read(text)[0] == []
