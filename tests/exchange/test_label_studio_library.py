"""Tasks in the hands of Label Studio's own library, where it is installed.

The library (label-studio-sdk) weighs half a gigabyte, so it has an environment of its own:
``make test-label-studio`` makes it and runs these tests, which are skipped otherwise.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from pipeline.exchange.batch import load_batch
from pipeline.exchange.label_studio.config import configuration
from pipeline.exchange.label_studio.labels import read_labels
from pipeline.exchange.label_studio.tasks import (
    kinds,
    tasks_of_labels,
    tasks_of_run,
    tasks_text,
)
from tests.exchange.labelled import GOLD_SETS, NUMERALS, real

PYTHON = os.environ.get("ANLI_LABEL_STUDIO_PYTHON", "")
HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(
    not PYTHON, reason="label-studio-sdk has its own environment: run `make test-label-studio`"
)


def through_the_library(folder: Path, xml: str, tasks: str) -> Path:
    """Have the library check and convert tasks; return the folder of what it exported."""
    (folder / "config.xml").write_text(xml, encoding="utf-8")
    (folder / "tasks.json").write_text(tasks, encoding="utf-8")
    done = subprocess.run(
        [PYTHON, HERE / "label_studio_check.py", "config.xml", "tasks.json", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("path", GOLD_SETS, ids=lambda path: path.name)
def test_labels_come_back_from_the_converter(path: Path, tmp_path: Path) -> None:
    report = real(path)
    tasks = tasks_of_labels(report.name, report.cases, report.source, report.starts)
    xml = configuration(kinds(case.facts for case in report.cases))
    out = through_the_library(tmp_path, xml, tasks_text(tasks))
    back = read_labels(out / "JSON/result.json", NUMERALS)
    assert list(back.reports[report.name]) == report.cases


def test_the_converter_finds_every_label_where_it_stands(tmp_path: Path) -> None:
    report = real(GOLD_SETS[-1])
    tasks = tasks_of_labels(report.name, report.cases, report.source, report.starts)
    out = through_the_library(tmp_path, configuration(()), tasks_text(tasks))
    records = json.loads((out / "JSON_MIN/result.json").read_text(encoding="utf-8"))
    for record, case in zip(records, report.cases, strict=True):
        marked = [record["text"][one["start"] : one["end"]] for one in record.get("label", [])]
        assert marked == [fact.text for fact in case.facts]
    tags = (out / "CONLL2003/result.conll").read_text(encoding="utf-8")
    assert " B-node_count.village\n" in tags


def test_pre_annotations_with_emoji_are_valid(tmp_path: Path) -> None:
    batch = load_batch(HERE / "emoji.txt")
    xml = configuration(kinds(one.case.facts for one in batch.cases))
    through_the_library(tmp_path, xml, tasks_text(tasks_of_run(batch)))


def test_a_fault_would_be_found(tmp_path: Path) -> None:
    tasks = tasks_of_run(load_batch(HERE / "emoji.txt"))
    for result in tasks[0]["predictions"][0]["result"]:
        if result["from_name"] == "label":
            result["value"]["labels"] = ["nothing of ours"]
    with pytest.raises(AssertionError, match="Invalid value for control 'label'"):
        through_the_library(tmp_path, configuration(()), tasks_text(tasks))
