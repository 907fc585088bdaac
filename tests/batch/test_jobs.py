"""A run gives the same bytes and says the same, however many processes work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from pipeline.batch.outcome import Outcome
from pipeline.batch.plan import plan
from pipeline.batch.run import processors, run, usual_jobs
from pipeline.batch.settings import Settings
from pipeline.batch.work import Folders
from pipeline.read import DEFAULT
from pipeline.rulebook import load
from tests.archive import write_archive
from tests.batch.examiners import HANGS_AT, MARK, kill_worker_at
from tests.batch.runs import contents, run_file, statuses, text, wait_for, write
from tests.command import Anli

ROOT = Path(__file__).resolve().parents[2]
REPORTS, BROKEN = 14, 5


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write_archive(folder, REPORTS, seed=6, broken=BROKEN)
    return folder


def test_the_same_bytes_and_messages_for_any_number_of_jobs(anli: Anli, archive: Path) -> None:
    ended, written = {}, {}
    for jobs in ("1", "2", "3"):
        ended[jobs] = anli("extract", str(archive), "--out", "out", "--jobs", jobs)
        written[jobs] = contents("out")
        Path("out").rename(f"out {jobs}")
    assert ended["2"] == ended["3"] == ended["1"]
    assert written["2"] == written["3"] == written["1"]
    assert sum(name.endswith("cases.csv") for name in written["1"]) == REPORTS - BROKEN


def test_broken_reports_are_named_in_order_and_all_others_written(
    anli: Anli, archive: Path
) -> None:
    ended = anli("extract", str(archive), "--jobs", "2")
    broken = sorted(file.name for file in archive.glob("*-broken.txt"))
    assert ended.status == 1
    assert [Path(line.split(":")[1]).name for line in ended.err.splitlines()] == broken
    found = run_file("extracted")
    assert [Path(entry["input"]).name for entry in found["reports"]] == sorted(
        file.name for file in archive.iterdir()
    )
    failed = [entry for entry in found["reports"] if entry["status"] == "failed"]
    assert [Path(entry["input"]).name for entry in failed] == broken
    assert all(entry["reason"] for entry in failed)
    assert found["totals"] == {"done": REPORTS - BROKEN, "failed": BROKEN}


def results(folder: Path, jobs: int, report: str, marks: Path, times: int) -> list[Outcome]:
    """Run over an archive; the process that works on one report dies so many times."""
    marks.mkdir()
    rulebook = load()
    settings = Settings.of(rulebook)
    files = sorted(folder.iterdir())
    examine = partial(kill_worker_at, report, marks, times)
    job = Folders(settings, marks.parent / "out", False, examine)
    return list(run(plan(files, DEFAULT, {}), job, rulebook, jobs))


@pytest.fixture
def small_archive(tmp_path: Path) -> Path:
    for number in range(8):
        write(str(tmp_path / f"small/r{number}.txt"), text(number + 2))
    return tmp_path / "small"


def test_a_worker_that_dies_once_loses_nothing(small_archive: Path, tmp_path: Path) -> None:
    outcomes = results(small_archive, 2, "r3", tmp_path / "marks", times=1)
    assert [outcome.report for outcome in outcomes] == [f"r{number}" for number in range(8)]
    assert {outcome.status for outcome in outcomes} == {"done"}
    assert statuses(tmp_path / "out") == {f"r{number}": "done" for number in range(8)}


def test_a_report_that_kills_its_worker_twice_is_named(small_archive: Path, tmp_path: Path) -> None:
    outcomes = results(small_archive, 2, "r3", tmp_path / "marks", times=9)
    assert len(list((tmp_path / "marks").iterdir())) == 2
    (lost,) = (outcome for outcome in outcomes if outcome.status == "failed")
    assert lost.report == "r3"
    assert lost.error is not None
    assert "out of memory" in lost.error.message
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == sorted(
        ["run.json", *(f"r{number}" for number in range(8) if number != 3)]
    )
    assert not list((tmp_path / "out").glob(".*"))


def test_the_work_is_done_in_other_processes(small_archive: Path, tmp_path: Path) -> None:
    outcomes = results(small_archive, 2, "none", tmp_path / "marks", times=0)
    assert os.getpid() not in {outcome.examined for outcome in outcomes}


def test_one_job_is_this_process(small_archive: Path, tmp_path: Path) -> None:
    outcomes = results(small_archive, 1, "none", tmp_path / "marks", times=0)
    assert {outcome.examined for outcome in outcomes} == {os.getpid()}


def test_as_many_jobs_as_there_is_work_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.run.processors", lambda: 4)
    small = [write(str(tmp_path / f"{number}.txt"), text(number)) for number in range(9)]
    large = [write(str(tmp_path / f"large {number}.txt"), "长" * 400_000) for number in range(9)]
    assert usual_jobs(small) == 1
    assert usual_jobs(large[:1]) == 1
    assert usual_jobs(large[:2]) == 2
    assert usual_jobs(large) == 4
    assert processors() >= 1


# --- a run that is stopped --------------------------------------------------------------------


def hanging(folder: Path, jobs: int, hangs_at: str) -> subprocess.Popen[str]:
    """Start a run in ``folder`` over ``small`` and wait until it hangs at a report."""
    mark = folder / "mark"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.batch.hanging_command", "extract", folder / "small",
         "--out", folder / "out", "--jobs", str(jobs)],
        cwd=ROOT,
        env={**os.environ, HANGS_AT: hangs_at, MARK: str(mark)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    wait_for(lambda: all(path.exists() for path in (mark, folder / "out/r0", folder / "out/r1")))
    return process


def processes_of(session: int) -> list[int]:
    """List the processes of a session that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, of = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of) == session and state != "Z":
            found.append(int(entry.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs /proc")


@needs_proc
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("everyone", [True, False], ids=["terminal", "kill"])
def test_ctrl_c_stops_quietly(
    small_archive: Path, tmp_path: Path, jobs: int, everyone: bool
) -> None:
    process = hanging(tmp_path, jobs, "r4")
    if everyone:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")
    wait_for(lambda: not processes_of(process.pid))
    names = {entry.name for entry in (tmp_path / "out").iterdir()}
    assert {"r0", "r1"} <= names <= {f"r{number}" for number in range(8)} - {"r4"}


@needs_proc
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_where_it_stopped(
    anli: Anli, small_archive: Path, tmp_path: Path, jobs: int
) -> None:
    process = hanging(tmp_path, jobs, "r4")
    process.kill()
    process.communicate()
    wait_for(lambda: not processes_of(process.pid))
    assert not (tmp_path / "out" / "run.json").exists()
    assert anli("extract", "small", "--out", "out", "--resume").status == 0
    assert anli("extract", "small", "--out", "whole").status == 0
    found = statuses("out")
    assert found["r0"] == found["r1"] == "skipped"
    assert found["r4"] == "done"
    assert {**contents("out"), "run.json": b""} == {**contents("whole"), "run.json": b""}
