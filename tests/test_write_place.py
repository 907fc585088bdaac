"""Putting a report in its place: what is never replaced, and that a kill leaves old or new."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from pipeline.errors import OutputError
from pipeline.model import Document, ReportResult
from pipeline.write import render, swap, write_report
from pipeline.write.sweep import writing_in

HERE = Path(__file__).parent
NAME = "报告"


def report(text: str) -> ReportResult:
    """Make a report without cases, as kill_while_writing.py does."""
    return ReportResult(Document(NAME, text, "ab" * 32), title=NAME, cases=(), numbers=())


OLD = report("旧" * 50_000)
NEW = report("新" * 50_000)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- what is never replaced -----------------------------------------------------------------


def folder_with(name: str, text: str) -> Callable[[Path], object]:
    def make(place: Path) -> None:
        place.mkdir(exist_ok=True)
        (place / name).write_text(text)

    return make


def own_folder_with_a_file(place: Path) -> None:
    write_report(OLD, place.parent)
    (place / "notes.txt").touch()


def link_to_an_empty_folder(place: Path) -> None:
    target = place.parent.with_name(f"{place.parent.name} linked")
    target.mkdir()
    place.symlink_to(target, target_is_directory=True)


SOMETHING_ELSE: dict[str, Callable[[Path], object]] = {
    "a file": lambda place: place.write_text("mine"),
    "a link": link_to_an_empty_folder,
    "a folder with a file": folder_with("notes.txt", "mine"),
    "another data package": folder_with("datapackage.json", '{"resources": []}'),
    "a broken descriptor": folder_with("datapackage.json", "[1"),
    "a descriptor that is none": folder_with("datapackage.json", "[]"),
    "an own folder with a file of someone": own_folder_with_a_file,
}


@pytest.mark.parametrize("what", SOMETHING_ELSE)
def test_what_a_run_did_not_write_is_not_replaced(what: str, tmp_path: Path) -> None:
    place = tmp_path / NAME
    SOMETHING_ELSE[what](place)
    before = contents(place) if place.is_dir() and not place.is_symlink() else place.lstat()
    with pytest.raises(OutputError, match="--out") as caught:
        write_report(NEW, tmp_path)
    assert caught.value.path == place
    after = contents(place) if place.is_dir() and not place.is_symlink() else place.lstat()
    assert after == before
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_an_own_folder_and_an_empty_one_are_replaced(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    for result in (OLD, NEW):
        folder = write_report(result, tmp_path)
        assert contents(folder) == render(result)
    (folder / ".DS_Store").touch()
    assert contents(write_report(OLD, tmp_path)) == render(OLD)


# --- a file system that refuses -------------------------------------------------------------


def test_the_output_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    folder = write_report(OLD, tmp_path / "路径 with space" / "out")
    assert folder == tmp_path / "路径 with space" / "out" / NAME
    assert contents(folder) == render(OLD)


def test_out_is_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine")
    with pytest.raises(OutputError, match="is a file, not a folder"):
        write_report(OLD, out)
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(OLD, out / "deeper")
    assert out.read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody can write to")
def test_out_cannot_be_written() -> None:
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_report(OLD, Path("/proc/self"))
    assert caught.value.path == Path("/proc/self/报告")


# Files of this process cannot grow beyond 2000 bytes: the first tables fit, the others do not.
NO_ROOM = """
import resource, sys
from pathlib import Path
from pipeline.errors import OutputError
from kill_while_writing import NEW
from pipeline.write import write_report
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    write_report(NEW, Path(sys.argv[1]))
except OutputError as error:
    print(error)
"""


def python(*arguments: str | Path) -> list[str]:
    return [sys.executable, *(str(argument) for argument in arguments)]


def test_no_room_leaves_the_earlier_output_alone(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    folder = write_report(OLD, tmp_path)
    done = subprocess.run(
        python("-c", NO_ROOM, tmp_path),
        cwd=HERE, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(folder) in done.stdout
    assert "cannot be written" in done.stdout
    assert contents(folder) == render(OLD)
    assert [entry.name for entry in tmp_path.iterdir()] == [folder.name]


@pytest.mark.parametrize("failing", ["exchange", "rename"])
def test_a_swap_that_fails_leaves_the_earlier_output_alone(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_report(OLD, tmp_path)
    rename = Path.rename

    def no_room(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    def rename_into_place(self: Path, target: Path) -> Path:
        if self.parent.name == "new":
            no_room()
        return rename(self, target)

    if failing == "exchange":
        monkeypatch.setattr(swap, "exchange", no_room)
    else:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
        monkeypatch.setattr(Path, "rename", rename_into_place)
    with pytest.raises(OutputError, match="No space left on device"):
        write_report(NEW, tmp_path)
    assert contents(folder) == render(OLD)
    assert [entry.name for entry in tmp_path.iterdir()] == [folder.name]


# --- kills ----------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("mode", ["exchange", "renames", "copy"])
def test_a_kill_at_any_event_leaves_old_or_new(mode: str, tmp_path: Path) -> None:
    done = subprocess.run(
        python(HERE / "kill_while_writing.py", "everywhere", tmp_path / "out", mode),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20  # events, or the test has not tested anything


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_kill_at_any_time_leaves_old_or_new(tmp_path: Path) -> None:
    random = Random(20260)
    for _ in range(6):
        command = python(HERE / "kill_while_writing.py", "forever", tmp_path)
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0, 0.05))
            process.kill()
        assert contents(tmp_path / NAME) in (render(OLD), render(NEW))
    write_report(OLD, tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_the_leftovers_of_a_run_that_still_writes_stay(tmp_path: Path) -> None:
    with writing_in(tmp_path):
        at_work = tmp_path / ".anli-at-work"
        at_work.mkdir()
        folder = write_report(OLD, tmp_path)
        assert at_work.is_dir()
    write_report(OLD, tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [folder.name]


def test_several_processes_write_into_one_folder(tmp_path: Path) -> None:
    commands = [
        python(HERE / "kill_while_writing.py", "once", tmp_path, name)
        for name in ("一", "二", "三")
    ]
    for process in [subprocess.Popen(command) for command in commands]:
        assert process.wait() == 0
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["一", "三", "二"]
