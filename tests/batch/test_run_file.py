"""``run.json``: what it says, and what happens to the one that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.rulebook import load
from tests.batch.runs import contents, run_file, statuses, text, write
from tests.command import Anli


def test_what_it_says(anli: Anli) -> None:
    write("in/bad.txt", "没有案例。\n\x07\n")
    good_text = text(10).replace("1.", "3.")  # and so two numbers are missing
    write("in/good.txt", good_text)
    anli("extract", "in", "--year", "2021", "--limit", "pages=7")
    found = run_file("extracted")
    assert list(found) == ["pipeline_version", "rules_sha256", "options", "reports", "totals"]
    assert found["rules_sha256"] == load().sha256
    assert found["options"]["fields"] == list(load().fields)
    assert (found["options"]["year"], found["options"]["limits"]["pages"]) == (2021, 7)
    bad, good = found["reports"]
    assert (bad["report"], bad["input"], bad["status"]) == ("bad", "in/bad.txt", "failed")
    assert bad["line"] == 2
    assert "control character" in bad["reason"]
    descriptor = json.loads(Path("extracted/good/datapackage.json").read_bytes())
    assert good["sha256"] == descriptor["sources"][0]["anli:sha256"]
    assert good["characters"] == len(good_text)
    assert [oddity["line"] for oddity in good["oddities"]] == [1]
    assert found["totals"] == {"done": 1, "failed": 1}


def test_a_report_is_a_line(anli: Anli) -> None:
    write("in/a.txt", text(10))
    write("in/b.txt", text(11))
    anli("extract", "in")
    lines = Path("extracted/run.json").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.rstrip(","))["report"] for line in lines if '"input"' in line] == [
        "a",
        "b",
    ]


def test_the_same_run_gives_the_same_bytes_wherever_it_writes(anli: Anli) -> None:
    write("in/a.txt", text(10))
    anli("extract", "in", "--out", "here")
    anli("extract", "in", "--out", "far/away")
    assert Path("here/run.json").read_bytes() == Path("far/away/run.json").read_bytes()


def test_reports_of_earlier_runs_are_kept_while_their_folders_stand(anli: Anli) -> None:
    for name in "abc":
        write(f"in/{name}.txt", text(10))
    anli("extract", "in")
    Path("extracted/b").rename("elsewhere")
    anli("extract", "in/c.txt")
    assert statuses("extracted") == {"c": "done", "a": "kept"}
    anli("extract", "in")
    assert statuses("extracted") == dict.fromkeys("abc", "done")


@pytest.mark.parametrize("content", ['{"mine": 1}', "", "\udcff", "[]"])
def test_what_no_run_wrote_is_not_replaced(anli: Anli, content: str) -> None:
    write("in/a.txt", text(10))
    file = Path("extracted/run.json")
    file.parent.mkdir()
    file.write_bytes(content.encode("utf-8", errors="surrogateescape"))
    ended = anli("extract", "in")
    assert ended.status == 2
    (line,) = ended.err.splitlines()
    assert "extracted/run.json: " in line
    assert contents("extracted") == {"run.json": content.encode("utf-8", errors="surrogateescape")}


def test_a_damaged_line_is_named(anli: Anli) -> None:
    write("in/a.txt", text(10))
    anli("extract", "in")
    file = Path("extracted/run.json")
    file.write_text(file.read_text(encoding="utf-8").replace('"report"', "report"))
    ended = anli("extract", "in")
    assert ended.status == 2
    assert "remove the file and run again" in ended.err


def test_nothing_is_left_of_a_run_that_ends_with_an_error(anli: Anli) -> None:
    write("in/a.txt", text(10))
    write("in/b.txt", text(10))
    write("extracted/b/notes.txt", "mine")
    ended = anli("extract", "in")
    assert ended.status == 2
    assert "extracted/b: " in ended.err
    assert sorted(entry.name for entry in Path("extracted").iterdir()) == ["a", "b"]
