"""Two inputs that give reports of one name, in one run and in two."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.batch.runs import run_file, statuses, text, write
from tests.command import Anli


def zip_of(path: str, **reports: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in reports.items():
            archive.writestr(f"{name}.txt", content)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(data.getvalue())


def source(report: str) -> str:
    return Path(f"extracted/{report}/source.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_first_input_has_the_name(anli: Anli, jobs: str) -> None:
    for number, folder in enumerate("cab"):
        write(f"{folder}/x.txt", text(10 + number))
        write(f"{folder}/own-{folder}.txt", text(20 + number))
    ended = anli("extract", "c", "a", "b", "--jobs", jobs)
    assert ended.status == 1
    assert source("x") == text(11)  # of a, which comes first in the order of the run
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == ["b/x.txt", "c/x.txt"]
    assert all("as a/x.txt does; rename one" in line for line in ended.err.splitlines())
    assert statuses("extracted")["own-a"] == "done"
    assert [entry["status"] for entry in run_file("extracted")["reports"]] == [
        "done", "done", "done", "failed", "done", "failed",
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", ["1", "3"])
@pytest.mark.parametrize("archive", ["a.zip", "z.zip"])
def test_the_names_in_an_archive_count(anli: Anli, jobs: str, archive: str) -> None:
    write("in/m.txt", text(10))
    zip_of(f"in/{archive}", m=text(11), other=text(12))
    ended = anli("extract", "in", "--jobs", jobs)
    assert ended.status == 1
    assert source("m") == text(11 if archive == "a.zip" else 10)
    assert source("other") == text(12)
    (line,) = ended.err.splitlines()
    assert line.startswith("anli: in/m.txt: " if archive == "a.zip" else "anli: in/z.zip/m.txt: ")


def test_one_broken_report_in_an_archive_does_not_take_the_others_with_it(anli: Anli) -> None:
    zip_of("in/all.zip", bad="没有案例。\n", empty="", good=text(10))
    ended = anli("extract", "in")
    assert ended.status == 1
    assert statuses("extracted") == {"bad": "failed", "empty": "failed", "good": "done"}
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == [
        "in/all.zip/bad.txt",
        "in/all.zip/empty.txt",
    ]


@pytest.mark.parametrize("name", ["run.json", "datapackage.json"])
def test_a_report_cannot_have_the_name_of_a_file_of_the_run(anli: Anli, name: str) -> None:
    write(f"in/{name}.txt", text(10))
    write("in/y.txt", text(11))
    ended = anli("extract", "in")
    assert ended.status == 1
    assert f"in/{name}.txt: gives the report {name!r}" in ended.err
    assert run_file("extracted")["totals"] == {"done": 1, "failed": 1}


# --- two runs into one folder -----------------------------------------------------------------


def test_a_later_run_does_not_replace_the_report_of_another_file(anli: Anli) -> None:
    write("a/x.txt", text(10))
    write("b/x.txt", text(11))
    assert anli("extract", "a").status == 0
    ended = anli("extract", "b")
    assert ended.status == 2
    assert "b/x.txt: gives the report 'x', as a/x.txt did in an earlier run" in ended.err
    assert source("x") == text(10)
    assert anli("extract", "b").status == 2, "the refusal itself must not give the name away"


def test_a_later_run_replaces_the_report_of_the_same_file(anli: Anli) -> None:
    file = write("a/x.txt", text(10))
    assert anli("extract", "a").status == 0
    write("a/x.txt", text(11))
    assert anli("extract", str(file.absolute())).status == 0
    assert source("x") == text(11)


@pytest.mark.parametrize("way", ["the earlier file is gone", "its folder is gone"])
def test_the_way_out_of_a_refusal(anli: Anli, way: str) -> None:
    write("a/x.txt", text(10))
    write("b/x.txt", text(11))
    anli("extract", "a")
    if way == "the earlier file is gone":
        Path("a/x.txt").unlink()
    else:
        Path("extracted/x").rename("elsewhere")
    assert anli("extract", "b").status == 0
    assert source("x") == text(11)
