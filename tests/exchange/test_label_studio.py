"""Label Studio: tasks out, an export in, and nothing lost or shifted on the way."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import etree

from pipeline.errors import InputError
from pipeline.exchange.batch import load_batch
from pipeline.exchange.label_studio.config import configuration
from pipeline.exchange.label_studio.controls import field_and_category, label
from pipeline.exchange.label_studio.labels import Imported, read_labels
from pipeline.exchange.label_studio.tasks import (
    kinds,
    tasks_of_labels,
    tasks_of_run,
    tasks_text,
)
from pipeline.qa.check import check_gold
from pipeline.qa.gold import GoldCase, gold_text, load_gold
from tests.exchange.labelled import GOLD_SETS, NUMERALS, Report, real, reports

HERE = Path(__file__).parent
EXPORTED = HERE / "label-studio-1.23.json"
EMOJI = HERE / "emoji.txt"
Task = dict[str, Any]


def imported(tasks: list[Task], annotator: str | None = None) -> Imported:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        path.write_text(tasks_text(tasks), encoding="utf-8")
        return read_labels(path, NUMERALS, annotator)


def there_and_back(report: Report) -> list[GoldCase]:
    tasks = tasks_of_labels(report.name, report.cases, report.source, report.starts)
    return list(imported(tasks).reports[report.name])


@pytest.mark.parametrize("path", GOLD_SETS, ids=lambda path: path.name)
def test_the_gold_sets_come_back_as_they_were(path: Path) -> None:
    report = real(path)
    back = there_and_back(report)
    assert back == report.cases
    assert gold_text(back) == gold_text(report.cases)


@given(reports())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_labels_come_back_as_they_were(report: Report) -> None:
    names = [(case.case_no, case.heading) for case in report.cases]
    assume(len(set(names)) == len(names))
    assert there_and_back(report) == report.cases


@given(reports())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_an_export_in_utf_16_units_gives_the_same_labels(report: Report) -> None:
    tasks = tasks_of_labels(report.name, report.cases, report.source)
    for task in tasks:
        text = task["data"]["text"]
        for result in task["annotations"][0]["result"]:
            for name in ("start", "end"):
                if name in result["value"]:
                    before = text[: result["value"][name]]
                    result["value"][name] = len(before.encode("utf-16-le")) // 2
    # Where all words also stand at the unconverted places, nobody can tell the counts apart.
    as_given = [_as_given(task) for task in tasks]
    assume(not any(as_given))
    assert list(imported(tasks).reports[report.name]) == report.cases


def _as_given(task: Task) -> bool:
    text = task["data"]["text"]
    regions = [
        result["value"]
        for result in task["annotations"][0]["result"]
        if result["from_name"] == "label"
    ]
    right = [text[one["start"] : one["end"]] == one["text"] for one in regions]
    return bool(right) and all(right) and len(text.encode("utf-16-le")) // 2 > len(text)


@pytest.mark.parametrize(
    ("field", "category"),
    [("node_count", "village"), ("a.b", "c.d"), ("~", ""), ("~.~~", ".~"), ("", "x"), (".", ".")],
)
def test_a_label_is_taken_apart_as_it_was_put_together(field: str, category: str) -> None:
    assert field_and_category(label(field, category)) == (field, category)


# --- what the real Label Studio 1.23 exported -------------------------------------------------
# Made in its own editor in Chromium, from the pre-annotations of emoji.txt: a missing subject
# was typed in, the last fact deleted and marked anew behind the emoji with nothing but a subject.


def test_a_real_export_is_read() -> None:
    found = read_labels(EXPORTED, NUMERALS)
    (case,) = found.reports["village"]
    source = EMOJI.read_text(encoding="utf-8")
    assert (found.unlabelled, found.ignored) == (0, ())
    assert (case.case_no, case.county, case.prefecture) == (1, "武安市", None)
    assert case.slogan == "交邮😀同网"
    assert case.slogan_body == ("交邮😀同网",)
    assert [fact.text for fact in case.facts] == [
        "518个",
        "72个",
        "5.0元降到1.5元",
        "约20%",
        "220余人",
    ]
    for fact in case.facts:
        assert source[fact.start : fact.end] == fact.text


def test_what_the_annotator_left_empty_is_read_from_the_text() -> None:
    (case,) = read_labels(EXPORTED, NUMERALS).reports["village"]
    fact = case.facts[-1]
    assert (fact.field, fact.category, fact.subject) == ("employment", "unspecified", "带动就业")
    assert {fact.value_min, fact.value_max} == {Decimal(220)}
    assert fact.unit == "人"
    assert (fact.qualifier, fact.role, fact.status) == ("at_least", "main", "existing")
    assert fact.text in fact.quote
    before = case.facts[2]
    assert {before.from_min, before.from_max} == {Decimal(5)}
    assert {before.value_min, before.value_max} == {Decimal("1.5")}


def test_imported_labels_pass_the_checks(tmp_path: Path) -> None:
    path = tmp_path / "village.gold.jsonl"
    path.write_text(gold_text(read_labels(EXPORTED, NUMERALS).reports["village"]), "utf-8")
    source = EMOJI.read_text(encoding="utf-8")
    second = source.index("2.河北")
    assert check_gold(path, source, NUMERALS, [second]) == []


# --- tasks of a run ---------------------------------------------------------------------------


def test_tasks_show_what_a_run_found() -> None:
    batch = load_batch(EMOJI)
    first, second = tasks_of_run(batch)
    assert first["data"]["case_no"] == 1
    assert first["data"]["heading"] == "1.河北武安市“交邮😀同网”模式"
    (prediction,) = first["predictions"]
    text = first["data"]["text"]
    regions = [one["value"] for one in prediction["result"] if one["from_name"] == "label"]
    assert ["518个", "node_count.village"] in [[one["text"], *one["labels"]] for one in regions]
    for one in regions:
        assert text[one["start"] : one["end"]] == one["text"]
    assert second["data"]["text"].startswith("2.河北晋州市")
    assert batch.source[second["data"]["start"] :].startswith("2.河北晋州市")


def test_pre_annotations_that_are_accepted_become_labels() -> None:
    tasks = tasks_of_run(load_batch(EMOJI))
    for task in tasks:
        (prediction,) = task.pop("predictions")
        results = prediction["result"]
        subjects = {one["id"] for one in results if one["from_name"] == "subject"}
        results += [
            {**one, "from_name": "subject", "type": "textarea", "value": {"text": ["网点"]}}
            for one in results
            if one["from_name"] == "label" and one["id"] not in subjects
        ]
        task["annotations"] = [{"result": results}]
    first, second = imported(tasks).reports["emoji"]
    assert [fact.basis for fact in first.facts] == ["stated"] * 5
    assert second.facts[0].subject


def test_a_prefecture_that_the_heading_does_not_name_is_not_suggested() -> None:
    (report,) = (path for path in GOLD_SETS if path.name.startswith("synthetic-dev"))
    labelled = {case.case_no: case.prefecture for case in load_gold(report)}
    tasks = tasks_of_run(load_batch(report.with_name("synthetic-dev.txt")))
    for task in tasks:
        suggested = [
            one["value"]["text"]
            for one in task["predictions"][0]["result"]
            if one["from_name"] == "prefecture"
        ]
        wanted = labelled[task["data"]["case_no"]]
        assert suggested == ([] if wanted is None else [[wanted]])


# --- the labelling configuration --------------------------------------------------------------


def test_the_configuration_has_a_control_for_every_result() -> None:
    for path in GOLD_SETS:
        report = real(path)
        tasks = tasks_of_labels(report.name, report.cases, report.source, report.starts)
        root = etree.fromstring(configuration(kinds(case.facts for case in report.cases)))
        controls = {one.get("name"): one for one in root.iter() if one.get("toName")}
        for task in tasks:
            for result in task["annotations"][0]["result"]:
                control = controls[result["from_name"]]
                assert control.tag.lower() == result["type"]
                values = result["value"].get("labels", []) + result["value"].get("choices", [])
                options = [one.get("alias") for one in control]
                assert set(values) <= set(options)


def test_the_configuration_speaks_chinese_and_knows_new_fields() -> None:
    root = etree.fromstring(configuration({("shop_count", "corner"), ("node_count", "village")}))
    labels = {one.get("alias"): one.get("value") for one in root.iter("Label")}
    assert labels["node_count.village"] == "物流节点数 · 村级"
    assert labels["shop_count.corner"] == "shop_count · corner"
    assert len(set(labels.values())) == len(labels)
    hotkeys = [one.get("hotkey") for one in root.iter("Label") if one.get("hotkey")]
    assert len(set(hotkeys)) == len(hotkeys)


def test_characters_of_markup_stay_characters() -> None:
    root = etree.fromstring(configuration({("<b>", '"&')}))
    assert '<b>."&' in [one.get("alias") for one in root.iter("Label")]


def test_control_characters_are_no_names() -> None:
    with pytest.raises(InputError, match="holds a control character: rename it"):
        configuration({("node\x00", "village")})


# --- faults -----------------------------------------------------------------------------------


def labelled_tasks() -> list[Task]:
    tasks: list[Task] = json.loads(EXPORTED.read_text(encoding="utf-8"))
    return tasks


def results(tasks: list[Task], name: str) -> list[Task]:
    return [one for one in tasks[0]["annotations"][0]["result"] if one["from_name"] == name]


def set_value(name: str, position: int, **value: Any) -> Callable[[list[Task]], None]:
    return lambda tasks: results(tasks, name)[position]["value"].update(value)


def drop(name: str, position: int) -> Callable[[list[Task]], None]:
    def change(tasks: list[Task]) -> None:
        found = results(tasks, name)[position]
        tasks[0]["annotations"][0]["result"].remove(found)

    return change


FAULTS = {
    "a region without a label": (drop("label", 0), r"task 85 \(case 1\): a region has no label"),
    "two labels": (
        set_value("label", 0, labels=["node_count.village", "node_count.town"]),
        "label has 2 values .node_count.village / node_count.town.: give it one",
    ),
    "no subject": (drop("subject", 0), "the fact '518个': subject is missing"),
    "a label of another configuration": (set_value("label", 0, labels=["节点"]), "category is mis"),
    "another text": (set_value("label", 0, text="519个"), "the text is '518个', not '519个'"),
    "no plain number": (set_value("value_min", 0, text=["五百"]), "value_min is '五百': write a"),
    "two numbers": (set_value("value_min", 0, text=["1", "2"]), "value_min has 2 values"),
    "no choice of ours": (set_value("role", 0, choices=["boss"]), "role is 'boss': input should"),
    "no county": (drop("county", 0), "county is missing: fill it in"),
    "a wrong code": (set_value("adcode", 0, text=["1304"]), "adcode is '1304'"),
}


@pytest.mark.parametrize(("change", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_task(change: Callable[[list[Task]], None], message: str) -> None:
    tasks = labelled_tasks()
    change(tasks)
    with pytest.raises(InputError, match=message):
        imported(tasks)


def test_a_figure_that_cannot_be_told_is_asked_for() -> None:
    tasks = labelled_tasks()
    drop("value_min", 2)(tasks)
    set_value("label", 2, labels=["cost_reduction.amount"])(tasks)
    with pytest.raises(InputError, match=r"降到1\.5元': value_min is missing"):
        imported(tasks)


def test_skipped_and_unlabelled_tasks_are_counted() -> None:
    tasks = labelled_tasks()
    skipped, unlabelled = copy.deepcopy(tasks[0]), copy.deepcopy(tasks[0])
    skipped["annotations"][0]["was_cancelled"] = True
    unlabelled["annotations"] = []
    assert imported([*tasks, skipped, unlabelled]).unlabelled == 2
    with pytest.raises(InputError, match="no task of it is labelled"):
        imported([skipped, unlabelled])


def test_one_annotator_is_read_at_a_time() -> None:
    tasks = labelled_tasks()
    other = copy.deepcopy(tasks[0]["annotations"][0])
    other["completed_by"] = {"id": 2, "email": "li"}
    for result in other["result"]:
        if result["from_name"] == "county":
            result["value"]["text"] = ["晋州市"]
    tasks[0]["annotations"].append(other)
    with pytest.raises(InputError, match="annotations by 1 and li: import one at a time"):
        imported(tasks)
    assert imported(tasks, "1").reports["village"][0].county == "武安市"
    assert imported(tasks, "li").reports["village"][0].county == "晋州市"


def test_the_last_annotation_of_an_annotator_counts() -> None:
    tasks = labelled_tasks()
    earlier = copy.deepcopy(tasks[0]["annotations"][0])
    earlier["updated_at"] = "2020-01-01T00:00:00Z"
    earlier["result"] = []
    tasks[0]["annotations"].insert(0, earlier)
    assert len(imported(tasks).reports["village"][0].facts) == 5


def test_what_labels_have_no_place_for_is_told() -> None:
    tasks = labelled_tasks()
    tasks[0]["annotations"][0]["result"] += [
        {"type": "relation", "from_id": "fact-1", "to_id": "fact-2", "direction": "right"},
        {"id": "x", "type": "textarea", "from_name": "remark", "value": {"text": ["?"]}},
    ]
    found = imported(tasks)
    assert found.ignored == (
        "task 85 (case 1): a relation is not kept",
        "task 85 (case 1): a textarea remark is not kept",
    )
    assert found.reports == read_labels(EXPORTED, NUMERALS).reports


def test_a_case_in_two_tasks_is_refused() -> None:
    with pytest.raises(InputError, match="stands in an earlier task already"):
        imported(labelled_tasks() * 2)


@pytest.mark.parametrize(
    "content",
    ["", "[]]", "{}", '[{"id": 1, "label": []}]', '[{"data": {"text": "x"}, "annotations": []}]'],
)
def test_another_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is no export of these tasks"):
        read_labels(path, NUMERALS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_labels(tmp_path / "export.json", NUMERALS)


def test_labels_of_another_text_are_not_written() -> None:
    report = real(GOLD_SETS[0])
    with pytest.raises(InputError, match="does not stand from"):
        tasks_of_labels(report.name, report.cases, "x" + report.source)


def test_a_task_ends_where_the_next_case_begins_labelled_or_not() -> None:
    path = next(path for path in GOLD_SETS if path.name.startswith("synthetic-dev"))
    report = real(path)
    alone = tasks_of_labels(report.name, report.cases[:1], report.source, report.starts)
    together = tasks_of_labels(report.name, report.cases, report.source, report.starts)
    assert alone[0]["data"]["text"] == together[0]["data"]["text"]
