"""Corrections merged into labels: all of them after checks, or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.cli.app import main
from pipeline.qa.apply import quote
from pipeline.qa.gold import gold_text, load_gold

REPORT = "batch"
TEXT = """案例选编
1.河北武安市“交邮同网”
武安市建成村级服务点518个，其中新建72个。单件成本降低约70%。
2.河北晋州市“快邮”
晋州市建成县级中心1个。
"""
HEADINGS = {1: "1.河北武安市“交邮同网”", 2: "2.河北晋州市“快邮”"}
RULES = rulebook.load()


def fact(text: str, value: float, **changes: Any) -> dict[str, Any]:
    """Make a fact as a gold set has it."""
    start = TEXT.index(text)
    record = {
        "field": "node_count",
        "category": "village",
        "subject": "村级服务点",
        "value_min": value,
        "value_max": value,
        "unit": "个",
        "qualifier": "exact",
        "role": "main",
        "status": "existing",
        "basis": "stated",
        "text": text,
        "start": start,
        "end": start + len(text),
        "quote": TEXT[start - 8 : start + len(text)],
    }
    return record | changes


TOTAL = fact("518个", 518)
NEW = fact("72个", 72, role="part")
COST = fact("约70%", 70, unit="%", qualifier="about", subject="单件成本") | {
    "field": "cost_reduction",
    "category": "percent",
}


def case(number: int, *facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "case_no": number,
        "heading": HEADINGS[number],
        "province": "河北省",
        "prefecture": None,
        "county": "武安市" if number == 1 else "晋州市",
        "adcode": "130481" if number == 1 else "130183",
        "slogan": "交邮同网" if number == 1 else "快邮",
        "slogan_suffix": "",
        "slogan_body": [],
        "facts": list(facts),
    }


def as_page(record: Mapping[str, Any]) -> dict[str, Any]:
    """Write a fact as the page does: without a quote, figures as texts."""
    written = {name: value for name, value in record.items() if name != "quote"}
    return written | {name: str(written[name]) for name in ("value_min", "value_max")}


def correction(
    action: str, about: Mapping[str, Any], number: int = 1, **more: Any
) -> dict[str, Any]:
    sides = {name: as_page(value) for name, value in more.items()}
    place = {"case_no": number, "heading": HEADINGS[number]}
    return {"action": action, **place, "fact": as_page(about), **sides}


class Desk:
    """A folder with a report, its labels and a file of corrections."""

    def __init__(self, folder: Path, labels: list[dict[str, Any]] | None = None):
        self.gold = folder / f"{REPORT}.gold.jsonl"
        self.file = folder / f"{REPORT}.corrections.json"
        self.text = folder / f"{REPORT}.txt"
        self.text.write_text(TEXT, encoding="utf-8")
        labels = [case(1, TOTAL), case(2)] if labels is None else labels
        if labels:
            lines = [json.dumps(one, ensure_ascii=False) for one in labels]
            self.gold.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def apply(
        self,
        *corrections: Mapping[str, Any],
        cases: list[dict[str, Any]] | None = None,
        **changes: Any,
    ) -> int:
        report = {
            "report": REPORT,
            "source_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "cases": [{k: v for k, v in one.items() if k != "facts"} for one in cases or []],
            "corrections": corrections,
        }
        record = {"format": "anli-corrections", "version": 1, "reviewer": "", "reports": [report]}
        return self.apply_file(json.dumps(record | changes))

    def apply_file(self, content: str) -> int:
        self.file.write_text(content, encoding="utf-8")
        arguments = ["gold", "apply", str(self.file), "--gold", str(self.gold)]
        with pytest.raises(SystemExit) as end:
            main(arguments)
        return int(end.value.code or 0)

    def facts(self, number: int = 1) -> list[tuple[str, str]]:
        (found,) = [one for one in load_gold(self.gold) if one.case_no == number]
        return [(one.text, one.role) for one in found.facts]


@pytest.fixture(autouse=True)
def _rules_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each test the time."""
    monkeypatch.setattr(rulebook, "load", lambda: RULES)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_facts_are_added_in_their_order_with_quotes(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.apply(correction("add", COST), correction("add", NEW)) == 0
    assert capsys.readouterr().out == f"{desk.gold}: 2 add\n"
    assert desk.facts() == [("518个", "main"), ("72个", "part"), ("约70%", "main")]
    for one in load_gold(desk.gold)[0].facts:
        assert TEXT.count(one.quote) == 1
        assert one.text in one.quote
        assert 8 <= len(one.quote) <= 60


def test_a_label_is_replaced_and_keeps_nothing_of_the_old_one(desk: Desk) -> None:
    part = TOTAL | {"role": "part"}
    assert desk.apply(correction("replace", part, old=TOTAL)) == 0
    assert desk.facts() == [("518个", "part")]
    assert load_gold(desk.gold)[0].facts[0].quote == TOTAL["quote"]


def test_a_label_is_removed(desk: Desk) -> None:
    assert desk.apply(correction("remove", TOTAL)) == 0
    assert desk.facts() == []


def test_confirmed_and_rejected_facts_change_nothing(desk: Desk) -> None:
    before = gold_text(load_gold(desk.gold))
    assert desk.apply(correction("confirm", TOTAL), correction("reject", NEW)) == 0
    assert desk.gold.read_text(encoding="utf-8") == before


def test_the_same_corrections_twice_are_the_same_as_once(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    part = TOTAL | {"role": "part"}
    corrections = (correction("add", NEW), correction("replace", part, old=TOTAL))
    assert desk.apply(*corrections) == 0
    once = desk.gold.read_bytes()
    capsys.readouterr()
    assert desk.apply(*corrections) == 0
    assert capsys.readouterr().out == f"{desk.gold}: 2 already\n"
    assert desk.gold.read_bytes() == once
    assert desk.apply(correction("remove", NEW)) == 0
    assert desk.apply(correction("remove", NEW)) == 0


def test_a_gold_set_is_made_where_there_is_none(tmp_path: Path) -> None:
    desk = Desk(tmp_path, labels=[])
    centre = fact("1个", 1, category="county", subject="县级中心")
    added = (correction("add", centre, number=2), correction("add", TOTAL))
    assert desk.apply(*added, cases=[case(2), case(1)]) == 0
    assert [one.case_no for one in load_gold(desk.gold)] == [1, 2]
    assert desk.facts(2) == [("1个", "main")]


MISFITS = [
    (correction("confirm", NEW), "case 1: confirm 72个: the labels have changed"),
    (correction("reject", TOTAL), "case 1: reject 518个: it is a label by now"),
    (correction("remove", TOTAL | {"role": "part"}), "case 1: remove 518个: the labels have"),
    (
        correction("replace", NEW, old=COST | {"value_max": 71}),
        "case 1: replace 72个: the labels have changed",
    ),
    (correction("replace", NEW), "case 1: replace 72个: the labels have changed"),
    (correction("add", NEW) | {"heading": "1.河北"}, "the labels do not have this case"),
]
FAULTS = [
    (fact("72个", 73), "the text says 72, the label 73"),
    (NEW | {"qualifier": "about"}, "the text says exact, the label about"),
    (NEW | {"start": NEW["start"] + 1, "end": NEW["end"] + 1}, "by its quote it stands from"),
    (NEW | {"unit": "人"}, "is not counted in '人'"),
    (fact("服务点518个", 518), "overlaps"),
    (fact("1个", 1, category="county"), "stands outside its case"),
]


@pytest.mark.parametrize(
    ("wrong", "message"),
    MISFITS + [(correction("add", about), message) for about, message in FAULTS],
)
def test_one_wrong_correction_keeps_all_out(
    desk: Desk, wrong: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.gold.read_bytes()
    assert desk.apply(correction("add", COST), wrong) == 1
    assert message in capsys.readouterr().err
    assert desk.gold.read_bytes() == before
    assert sorted(path.name for path in desk.gold.parent.iterdir()) == [
        f"{REPORT}.corrections.json",
        f"{REPORT}.gold.jsonl",
        f"{REPORT}.txt",
    ]


def test_faults_that_the_labels_had_elsewhere_are_no_hindrance(tmp_path: Path) -> None:
    wrong = fact("1个", 3, category="county", subject="县级中心")
    desk = Desk(tmp_path, [case(1, TOTAL), case(2, wrong)])
    assert desk.apply(correction("add", NEW)) == 0


def test_another_text_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.text.write_text(TEXT + "。", encoding="utf-8")
    assert desk.apply(correction("add", NEW)) == 2
    assert "is not the one that was reviewed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no JSON in UTF-8"),
        ("[]", "the file: "),
        ('{"format": "other"}', "format: "),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_a_file_that_is_none_is_told(
    desk: Desk, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.apply_file(content) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"anli: {desk.file}: ")
    assert message in error


def test_a_wrong_correction_is_told_with_its_place(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = correction("add", NEW | {"qualifier": "roughly"})
    assert desk.apply(correction("add", COST), wrong) == 2
    assert "reports 1 corrections 2 fact qualifier: " in capsys.readouterr().err
    figure = correction("add", NEW)
    figure["fact"]["value_min"] = "many"
    assert desk.apply(figure) == 2
    assert "reports 1 corrections 1 fact value_min: " in capsys.readouterr().err


def test_the_gold_set_must_be_named_where_there_is_no_folder_of_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.apply(correction("add", NEW)) == 0
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["gold", "apply", str(desk.file)])
    assert end.value.code == 2
    assert "is no folder of gold sets" in capsys.readouterr().err


@given(st.text("ab\n", min_size=1, max_size=120), st.data())
def test_a_quote_holds_its_words_within_the_case(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 9)))
    found = quote(text, range(len(text)), start, end)
    assert text[start:end] in found
    assert found in text
    assert len(found) <= max(61, end - start)
    if len(text) <= 60:
        assert text.count(found) == 1 or found == text
