"""The ledger: every numeral is used by a fact, or the reason why not is right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.flow import Flow
from pipeline.model import Document
from tests.extractors.conftest import HEADING, Read

REASONS = [
    ("2023年，全县启动试点。", "2023年", "date", "日期"),
    ("自2021年6月起实施。", "2021年6月", "date", "日期"),
    ("按照交办运〔2022〕8号文件要求推进。", "〔2022〕8号", "document_number", "文号"),
    ("入选第三批示范县。", "第三批", "ordinal", "序号"),
    ("沿国道G318布局。", "G318", "name", "名称"),
    ("出台文件2000件。", "2000件", "parcels", "件数"),
    ("出台客货邮措施6条。", "6条", "lines", "线路"),
    ("采购冷藏柜12台。", "12台", "vehicles", "车辆"),
    ("总里程300公里。", "300公里", "length", "里程"),
    ("建筑面积3000平方米。", "3000平方米", "area", "面积"),
    ("仓储能力500吨。", "500吨", "mass", "重量"),
    ("惠及农户300户。", "300户", "households", "户数"),
    ("年服务群众12万人次。", "12万人次", "person_times", "人次"),
    ("试点历时3个月。", "3个月", "duration", "时长"),
    ("占比下降5个百分点。", "5个百分点", "percentage_points", "百分点"),
    ("游客增长1.5倍。", "1.5倍", "times", "倍"),
    ("整合若干个站点。", "若干个", "vague", "概数"),
    ("辖15个乡镇。", "15个", "count", "乡镇"),
    ("整合3家企业。", "3家", "count", "企业"),
    ("总人口30万人。", "30万人", "people", "人口"),
    ("农产品增收200万元。", "200万元", "money", "增收"),
    ("争取补贴资金200万元。", "200万元", "money", "资金"),
]


@pytest.mark.parametrize(("text", "numeral", "kind", "reason"), REASONS)
def test_why_a_numeral_is_no_fact(
    read: Read, text: str, numeral: str, kind: str, reason: str
) -> None:
    facts, numbers = read(text)
    assert facts == []
    ((found, found_kind, fact_id, why),) = [
        (row.text, row.kind, row.fact_id, row.reason) for row in numbers
    ]
    assert (found, found_kind, fact_id) == (numeral, kind, "")
    assert reason in why


@pytest.mark.parametrize(
    ("text", "reason"), [("农产品销售额增长30%。", "销售额"), ("油耗下降30%。", "油耗")]
)
def test_the_reason_names_the_quantity(read: Read, text: str, reason: str) -> None:
    _, numbers = read(text)
    assert [reason in row.reason for row in numbers] == [True]


def test_a_used_numeral_has_a_fact_and_no_reason(read: Read) -> None:
    facts, numbers = read("建成村级物流服务点206个，覆盖15个乡镇。")
    assert [(row.text, row.fact_id, bool(row.reason)) for row in numbers] == [
        ("206个", facts[0].fact_id, False),
        ("15个", "", True),
    ]


def test_both_prices_of_a_change_belong_to_its_fact(read: Read) -> None:
    _, numbers = read("单件物流成本由5元降至4元。")
    assert [(row.text, row.fact_id) for row in numbers] == [("5元", "1-1"), ("4元", "1-1")]


def test_numerals_of_a_heading_are_explained(flow: Flow) -> None:
    text = "1.河北省武安市“一点多能 4路并进”\n没有数字。\n"
    rows = flow.run(Document(report="test", text=text, sha256="")).numbers
    assert rows[0].kind == "ordinal"
    assert [bool(row.reason) for row in rows] == [True] * len(rows)


def test_numerals_outside_the_cases_are_kept_without_a_case(flow: Flow) -> None:
    text = f"典型案例\n本书收录案例50个。\n{HEADING}没有数字。\n"
    rows = flow.run(Document(report="test", text=text, sha256="")).numbers
    assert [(row.text, row.case_no) for row in rows][:1] == [("50个", None)]


PIECES = st.sampled_from(
    [
        "建成村级物流服务点206个", "其中邮政72个", "覆盖15个乡镇", "物流成本降低约30%", "2023年",
        "单件成本由5元降至4元", "带动就业1200余人", "“1+12+200”", "一体化发展", "（8个）", "３０％",
        "在18个乡镇各建1个物流服务站", "G318", "第三批", "百分之二十", "两三百人", "。", "，", "、",
        "；", "\n", "——", "20%—30%", "1.2万件", "N个", "若干", "[bookmark: _Toc14]", "有7", "三",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_numeral_is_lost_and_none_is_told_twice(flow: Flow, body: str) -> None:
    text = f"{HEADING}{body}\n"
    result = flow.run(Document(report="test", text=text, sha256="", year=2023))
    facts = {fact.fact_id: fact for case in result.cases for fact in case.facts}
    rows = result.numbers
    covered: set[int] = set()
    end = 0
    for row in rows:
        assert text[row.start : row.end] == row.text
        assert row.start >= end
        end = row.end
        covered.update(range(row.start, row.end))
        assert not (row.fact_id and row.reason)
        assert not row.fact_id or row.fact_id in facts
    marks = text.count("[bookmark: _Toc14]")
    digits = {place for place, char in enumerate(text) if char.isdecimal()} - covered
    assert len(digits) <= 2 * marks
    used = {row.fact_id for row in rows}
    for fact in facts.values():
        assert text[fact.start : fact.end] == fact.text
        assert fact.basis == "derived" or fact.fact_id in used
