"""``anli gold sample``, ``tasks``, ``import``, ``export``, and ``anli score --sample``."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from pipeline.cli.app import main
from pipeline.qa.gold import gold_text, load_gold
from tests.exchange.labelled import GOLD_SETS, ROOT

GOLD = next(path for path in GOLD_SETS if path.name.startswith("synthetic-dev"))
NAME = "synthetic-dev"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (GOLD, GOLD.with_name(f"{NAME}.txt")):
        shutil.copy(path, tmp_path)


@pytest.fixture
def run_folder(capsys: pytest.CaptureFixture[str]) -> Path:
    assert anli("extract", f"{NAME}.txt") == 0
    capsys.readouterr()
    return Path("extracted") / NAME


def anli(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    code = caught.value.code
    return code if isinstance(code, int) else 0


def test_labels_go_to_label_studio_and_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("gold", "export", GOLD.name, "--format", "label-studio") == 0
    assert "30 cases, 3" in capsys.readouterr().out
    assert Path(f"{NAME}.labels.xml").read_text(encoding="utf-8").startswith("<View>")
    assert anli("gold", "import", f"{NAME}.tasks.json", "--out", "back") == 0
    assert load_gold(Path("back") / GOLD.name) == load_gold(GOLD)


def test_labels_go_to_a_spreadsheet_and_come_back() -> None:
    assert anli("gold", "export", GOLD.name, "--format", "csv") == 0
    assert anli("gold", "import", f"{NAME}.csv", "--out", "back") == 0
    assert load_gold(Path("back") / GOLD.name) == load_gold(GOLD)


def test_labels_go_to_spacy(capsys: pytest.CaptureFixture[str]) -> None:
    assert anli("gold", "export", GOLD.name, "--format", "docbin", "--out", "train.spacy") == 0
    assert "train.spacy: 30 cases" in capsys.readouterr().out
    from spacy.tokens import DocBin

    assert len(DocBin().from_disk("train.spacy")) == 30


def test_a_report_becomes_tasks_without_a_run() -> None:
    assert anli("gold", "tasks", f"{NAME}.txt") == 0
    assert len(json.loads(Path(f"{NAME}.tasks.json").read_text(encoding="utf-8"))) == 30


def test_a_sample_leads_to_an_estimate_for_the_whole_batch(
    run_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert anli("gold", "sample", NAME, "--cases", "8") == 0
    assert "to label" in capsys.readouterr().out
    assert anli("gold", "tasks", str(run_folder), "--sample", f"{NAME}.sample.csv") == 0
    tasks = json.loads(Path(f"{NAME}.tasks.json").read_text(encoding="utf-8"))
    numbers = {task["data"]["case_no"] for task in tasks}
    assert len(tasks) == len(numbers) == 8

    labelled = [case for case in load_gold(GOLD) if case.case_no in numbers]
    Path("some.gold.jsonl").write_text(gold_text(labelled), encoding="utf-8")
    capsys.readouterr()
    options = ("--gold", "some.gold.jsonl", "--sample", f"{NAME}.sample.csv")
    assert anli("score", str(run_folder), *options) == 0
    printed = capsys.readouterr().out
    assert f"{NAME}: Facts of all 30 cases, estimated from 8" in printed

    assert anli("score", str(run_folder), *options, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    (row,) = (row for row in rows if row["figure"] == "core.f1")
    assert 0 < float(row["low"]) < float(row["value"]) <= float(row["high"]) <= 1

    assert anli("score", str(run_folder), *options, "--format", "json") == 0
    record = json.loads(capsys.readouterr().out)[NAME]
    assert (record["cases"], record["sampled"]) == (30, 8)
    assert {"name": "core.f1", "value": float(row["value"])}.items() <= record["estimates"][
        [one["name"] for one in record["estimates"]].index("core.f1")
    ].items()

    assert anli("score", str(run_folder), *options, "--format", "markdown") == 0
    assert "| all | core |" in capsys.readouterr().out


def test_nothing_that_may_hold_work_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    export = ("gold", "export", GOLD.name, "--format", "csv")
    path = Path(f"{NAME}.csv")
    path.write_text("mine", encoding="utf-8")
    assert anli(*export) == 2
    assert f"{NAME}.csv: is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert anli(*export, "--replace") == 0
    assert path.read_text(encoding="utf-8") != "mine"


def test_no_task_is_written_where_the_configuration_cannot_be() -> None:
    Path(f"{NAME}.labels.xml").write_text("mine", encoding="utf-8")
    assert anli("gold", "export", GOLD.name, "--format", "label-studio") == 2
    assert not Path(f"{NAME}.tasks.json").exists()


def test_bad_input_is_one_message(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("labels.txt").touch()
    Path("broken.json").write_text("[", encoding="utf-8")
    Path("a").touch()
    assert anli("gold", "sample", NAME, "--cases", "3") == 0
    sample = f"{NAME}.sample.csv"
    Path("other.sample.csv").write_text(
        Path(sample).read_text(encoding="utf-8").replace(NAME, "other"), encoding="utf-8"
    )
    commands = {
        ("gold", "import", "labels.txt"): "labels.txt: is neither .json (Label Studio) nor .csv",
        ("gold", "import", "broken.json"): "broken.json: is no export of these tasks",
        ("gold", "import", "none.csv"): "none.csv: cannot be read",
        ("gold", "tasks", "extracted"): "extracted: is no run of one report",
        ("gold", "tasks", "none"): "none: ",
        ("gold", "tasks", NAME, "--sample", "other.sample.csv"): "other.sample.csv: is no sample",
        ("gold", "tasks", NAME, "--out", "a/b.json"): "a: is no folder to write to",
        ("gold", "sample", NAME, "--cases", "99"): "99 of 30 cases cannot be drawn",
        ("gold", "export", GOLD.name, "--format", "docbin", "--text", "none.txt"): "none.txt: ",
        ("score", "--sample", "other.sample.csv"): "other.sample.csv: is a sample of other",
        ("score", "--sample", sample): f"{NAME} has no labels: name its gold set",
        ("score", "--sample", sample, "--gate", GOLD.name): "holds for labels of all cases",
    }
    for command, message in commands.items():
        capsys.readouterr()
        assert anli(*command) == 2, command
        error = capsys.readouterr().err
        assert error.count("\n") == 1, command
        assert message in error, command


def test_labels_of_a_sample_pass_the_checks_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A quote may stand again in the next case, which is not labelled."""
    shutil.copy(ROOT / "tests/exchange/emoji.txt", "emoji.txt")
    assert anli("gold", "import", str(ROOT / "tests/exchange/label-studio-1.23.json")) == 0
    assert anli("gold", "check", "village.gold.jsonl", "--text", "emoji.txt") == 0
