"""``--resume``: what is done again, and what is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.rulebook.paths import default_path
from tests.batch.runs import contents, statuses, text, write
from tests.command import Anli

ARGUMENTS = ("extract", "in", "--out", "out", "--rules", "rules")
FOLDER = Path("out/one")


@pytest.fixture
def first_run(anli: Anli) -> Anli:
    """Run over two reports with rules that may be changed."""
    shutil.copytree(default_path(), "rules")
    write("in/one.txt", text(11))
    write("in/two.txt", text(12))
    assert anli(*ARGUMENTS).status == 0
    return anli


def identity() -> int:
    return FOLDER.stat().st_ino


def test_nothing_has_changed(first_run: Anli) -> None:
    before, folder = contents("out"), identity()
    ended = first_run(*ARGUMENTS, "--resume")
    assert ended.status == 0
    assert "2 skipped" in ended.out
    assert statuses("out") == {"one": "skipped", "two": "skipped"}
    assert identity() == folder
    assert {**contents("out"), "run.json": b""} == {**before, "run.json": b""}


def test_without_the_option_all_is_done_again(first_run: Anli) -> None:
    folder = identity()
    first_run(*ARGUMENTS)
    assert statuses("out") == {"one": "done", "two": "done"}
    assert identity() != folder


def change_rules() -> None:
    with Path("rules/numbers.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")


def cut_a_table() -> None:
    (FOLDER / "facts.csv").write_bytes((FOLDER / "facts.csv").read_bytes()[:-1])


def lose_a_line_of_the_source() -> None:
    (FOLDER / "source.txt").write_text("1.河北武安市", encoding="utf-8")


def descriptor_without_a_table() -> None:
    file = FOLDER / "datapackage.json"
    descriptor = json.loads(file.read_bytes())
    descriptor["resources"] = descriptor["resources"][1:]
    file.write_text(json.dumps(descriptor), encoding="utf-8")


def of_another_version() -> None:
    file = FOLDER / "datapackage.json"
    descriptor = json.loads(file.read_bytes())
    descriptor["anli:pipeline_version"] += "1"
    file.write_text(json.dumps(descriptor), encoding="utf-8")


ONE_IS_DONE_AGAIN: dict[str, Callable[[], object]] = {
    "input changed": lambda: write("in/one.txt", text(13)),
    "file renamed": lambda: Path("in/one.txt").rename("in/one.md"),
    "table cut": cut_a_table,
    "table missing": (lambda: (FOLDER / "numbers.csv").unlink()),
    "source changed": lose_a_line_of_the_source,
    "descriptor damaged": lambda: (FOLDER / "datapackage.json").write_text("{"),
    "descriptor missing": lambda: (FOLDER / "datapackage.json").unlink(),
    "descriptor incomplete": descriptor_without_a_table,
    "another version": of_another_version,
    "folder missing": lambda: shutil.rmtree(FOLDER),
}


@pytest.mark.parametrize("change", ONE_IS_DONE_AGAIN)
def test_only_what_has_changed_is_done_again(first_run: Anli, change: str) -> None:
    ONE_IS_DONE_AGAIN[change]()
    if change.startswith("descriptor") and change != "descriptor incomplete":
        shutil.rmtree(FOLDER)  # without its descriptor a folder is nobody's and not replaced
    if change == "descriptor incomplete":
        (FOLDER / "cases.csv").unlink()
    ended = first_run(*ARGUMENTS, "--resume")
    assert (ended.status, ended.err) == (0, "")
    assert statuses("out") == {"one": "done", "two": "skipped"}
    resumed = contents("out")
    assert first_run(*ARGUMENTS[:3], "whole", *ARGUMENTS[4:]).status == 0
    assert {**resumed, "run.json": b""} == {**contents("whole"), "run.json": b""}


@pytest.mark.parametrize(
    ("change", "arguments"),
    [
        (change_rules, ()),
        (lambda: None, ("--year", "2012")),
    ],
    ids=["rules", "year"],
)
def test_all_is_done_again_under_other_rules_or_options(
    first_run: Anli, change: Callable[[], None], arguments: tuple[str, ...]
) -> None:
    change()
    first_run(*ARGUMENTS, *arguments, "--resume")
    assert statuses("out") == {"one": "done", "two": "done"}
    first_run(*ARGUMENTS, *arguments, "--resume")
    assert statuses("out") == {"one": "skipped", "two": "skipped"}


def test_all_is_done_again_with_one_field_more(first_run: Anli) -> None:
    file = Path("rules/anli.yaml")
    usual = file.read_text(encoding="utf-8").replace("line_count, ", "")
    assert usual != file.read_text(encoding="utf-8")
    file.write_text(usual, encoding="utf-8")
    first_run(*ARGUMENTS)
    first_run(*ARGUMENTS, "--field", "line_count", "--resume")
    assert statuses("out") == {"one": "done", "two": "done"}
    first_run(*ARGUMENTS, "--field", "line_count", "--resume")
    assert statuses("out") == {"one": "skipped", "two": "skipped"}


def test_a_year_in_the_metadata_counts(first_run: Anli) -> None:
    note = {"file": "one.txt", "sha256": "", "title": "某批", "year": 2012, "source": "来函"}
    write("in/report.json", json.dumps(note))
    first_run(*ARGUMENTS, "--resume")
    assert statuses("out") == {"one": "done", "two": "skipped"}


def test_what_failed_is_tried_again(first_run: Anli) -> None:
    write("in/three.txt", "没有案例。\n")
    for _ in range(2):
        ended = first_run(*ARGUMENTS, "--resume")
        assert ended.status == 1
        assert "in/three.txt" in ended.err
        assert statuses("out") == {"one": "skipped", "three": "failed", "two": "skipped"}
    write("in/three.txt", text(14))
    assert first_run(*ARGUMENTS, "--resume").status == 0
    assert statuses("out")["three"] == "done"


def test_a_format_that_was_not_there_is_made(first_run: Anli) -> None:
    from functools import partial

    from pipeline.batch.plan import plan
    from pipeline.batch.run import run
    from pipeline.batch.settings import Settings
    from pipeline.batch.work import Folders
    from pipeline.read import DEFAULT
    from pipeline.rulebook import load
    from tests.batch.examiners import nothing

    rulebook = load(Path("rules"))
    settings = Settings.of(rulebook, rules=Path("rules"))
    items = plan(sorted(Path("in").iterdir()), DEFAULT, {})
    job = partial(Folders, settings, Path("out"), True, nothing)
    assert [one.status for one in run(items, job(formats=("jsonl",)), rulebook, 1)] == [
        "done",
        "done",
    ]
    assert [one.status for one in run(items, job(formats=("jsonl",)), rulebook, 1)] == [
        "skipped",
        "skipped",
    ]
