"""A run on a real Dask cluster gives the rows of a local run, whatever happens to the workers."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.dataset
import pytest

from pipeline.batch.settings import Settings
from pipeline.cluster import client
from pipeline.cluster.client import Cluster
from pipeline.errors import InputError
from pipeline.rulebook import load
from pipeline.tables.definition import load_definition
from pipeline.write import load_rows
from tests.archive import BROKEN, report
from tests.batch.runs import contents, run_file, statuses, text, wait_for, write
from tests.cluster.conftest import HANGS, Processes
from tests.command import Anli

Rows = list[dict[str, object]]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Write eight reports, two of them broken; one of the others has a year of its own."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        data = BROKEN[number % 2] if number in (2, 6) else report(6, number + 20)
        (folder / f"r{number:02}.txt").write_bytes(data)
    note = '{"file": "own.txt", "sha256": "", "title": "某批", "year": 2012, "source": "来函"}'
    write(str(folder / "x" / "own.txt"), text(7))
    write(str(folder / "x" / "report.json"), note)
    return folder


def local_rows(out: Path, table: str) -> Rows:
    return [row for folder in sorted(out.glob("*/")) for row in load_rows(folder, table)]


def cluster_rows(out: Path, data_set: str) -> Rows:
    rows: Rows = pyarrow.dataset.dataset(out / data_set, format="parquet").to_table().to_pylist()
    return rows


def assert_equal_runs(cluster: Path, local: Path) -> None:
    """Compare every row of every table, every text, and what is told of each report."""
    for table in load_definition().tables:
        expected, found = local_rows(local, table), cluster_rows(cluster, table)
        assert found == expected
        assert len(expected) > 0
    texts = {row["report"]: row["text"] for row in cluster_rows(cluster, "sources")}
    assert texts == {
        folder.name: (folder / "source.txt").read_bytes().decode("utf-8")
        for folder in local.glob("*/")
    }
    assert run_file(cluster)["reports"] == run_file(local)["reports"]


def test_a_worker_that_is_killed_half_way_loses_and_doubles_nothing(
    anli: Anli, archive: Path, processes: Processes, scheduler: str, tmp_path: Path
) -> None:
    local = anli("extract", "in", "--out", "local")
    assert local.status == 1
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.batch.hanging_command", "extract", "in", "--out", "out",
         "--scheduler", scheduler, "--batch-size", "2"],
        cwd=tmp_path, env=processes.environment, stderr=subprocess.PIPE, text=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    mark = processes.folder / "mark"
    wait_for(lambda: mark.exists() and mark.read_text() != "")
    wait_for(lambda: (tmp_path / "out/manifests/part-000000.json").exists())
    assert not (tmp_path / f"out/manifests/part-{int(HANGS[1:]) // 2:06}.json").exists()
    victim = int(mark.read_text())
    assert victim in {process.pid for process in processes.started}
    os.kill(victim, signal.SIGKILL)
    _, err = run.communicate(timeout=100)
    assert (run.returncode, err) == (1, local.err)
    assert_equal_runs(tmp_path / "out", tmp_path / "local")
    assert sorted(entry.name for entry in (tmp_path / "out").iterdir()) == [
        "cases", "facts", "manifests", "numbers", "run.json", "sources",
    ]  # fmt: skip
    assert len(list((tmp_path / "out/facts").iterdir())) == 5

    # Every further run is one of the worker that is left.
    whole = contents("out")
    arguments = ("extract", "in", "--out", "out", "--scheduler", scheduler)
    assert anli(*arguments, "--batch-size", "2").status == 1
    assert contents("out") == whole

    assert anli(*arguments, "--batch-size", "2", "--resume").status == 1
    found = statuses("out")
    assert {found.pop("r02"), found.pop("r06")} == {"failed"}
    assert set(found.values()) == {"skipped"}
    assert {**contents("out"), "run.json": b""} == {**whole, "run.json": b""}

    write("in/r00.txt", text(3))
    (archive / "r07.txt").unlink()
    assert anli(*arguments, "--batch-size", "2", "--resume").status == 1
    found = statuses("out")
    assert [found[name] for name in ("r00", "r03", "r04", "r05", "x")] == [
        "done", "skipped", "skipped", "skipped", "done",
    ]  # fmt: skip
    assert anli("extract", "in", "--out", "local 2").status == 1
    assert_equal_runs_but_for_status(tmp_path / "out", tmp_path / "local 2")

    assert anli(*arguments).status == 1
    assert [file.name for file in Path("out/facts").iterdir()] == ["part-000000.parquet"]
    assert_equal_runs(tmp_path / "out", tmp_path / "local 2")


def assert_equal_runs_but_for_status(cluster: Path, local: Path) -> None:
    for table in load_definition().tables:
        assert cluster_rows(cluster, table) == local_rows(local, table)


def test_names_are_refused_over_all_partitions(anli: Anli, scheduler: str, tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("x.txt", text(4))
        packed.writestr("y.txt", text(5))
    write("in/a/x.txt", text(2))
    write("in/b/x.txt", text(3))
    Path("in/c.zip").write_bytes(data.getvalue())
    arguments = ("--scheduler", scheduler, "--batch-size", "1")
    ended = anli("extract", "in", "--out", "out", *arguments)
    assert ended.status == 1
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == [
        "in/b/x.txt",
        "in/c.zip/x.txt",
    ]
    found = {row["report"]: row["text"] for row in cluster_rows(tmp_path / "out", "sources")}
    assert found == {"x": text(2), "y": text(5)}


def test_addresses_are_read_and_written(anli: Anli, scheduler: str, tmp_path: Path) -> None:
    write("raw/own/report of 2012.txt", text(2))
    write("raw/b.txt", text(3))
    write("raw/own/.hidden.txt", text(4))
    write("raw/README.md", "no report")
    address = f"file://{tmp_path}"
    arguments = ("--scheduler", scheduler)
    assert anli("extract", f"{address}/raw", "--out", f"{address}/out", *arguments).status == 0
    assert anli("extract", "raw", "--out", "local").status == 0
    for table in load_definition().tables:
        assert cluster_rows(tmp_path / "out", table) == local_rows(tmp_path / "local", table)
    assert [entry["input"] for entry in run_file("out")["reports"]] == [
        f"{address}/raw/b.txt",
        f"{address}/raw/own/report of 2012.txt",
    ]


def test_figures_have_their_types(anli: Anli, scheduler: str) -> None:
    write("in/a.txt", text(518))
    assert anli("extract", "in", "--out", "out", "--scheduler", scheduler).status == 0
    (nodes, cost) = cluster_rows(Path("out"), "facts")
    assert nodes["value_min"] == Decimal(518)
    assert isinstance(nodes["value_min"], Decimal)
    assert (nodes["start"], nodes["from_min"]) == (text(518).index("518"), None)
    assert cost["value_min"] == Decimal(20)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--jobs", "2"), "--jobs does not go with --scheduler"),
        (("--format", "xlsx"), "--format does not go with --scheduler"),
        (("--out", "nowhere://x"), "nowhere"),
        (("--field", "nothing"), "nothing"),
    ],
)
def test_wrong_options_are_told_before_any_work(
    anli: Anli, scheduler: str, options: tuple[str, ...], told: str
) -> None:
    write("in/a.txt", text(2))
    ended = anli("extract", "in", "--scheduler", scheduler, *options)
    assert ended.status == 2
    (line,) = ended.err.splitlines()
    assert told in line
    assert [entry.name for entry in Path().iterdir()] == ["in"]


def test_what_no_run_wrote_is_not_replaced(anli: Anli, scheduler: str) -> None:
    write("in/a.txt", text(2))
    write("out/run.json", "mine")
    ended = anli("extract", "in", "--out", "out", "--scheduler", scheduler)
    assert ended.status == 2
    assert "did not write it" in ended.err
    assert contents("out") == {"run.json": b"mine"}


def test_workers_of_another_version_or_with_other_rules_are_refused(scheduler: str) -> None:
    settings = Settings.of(load())
    others: list[tuple[dict[str, Any], str]] = [
        ({"version": "9.9"}, "has version .* of anli, this is 9.9; install the same on all"),
        ({"rules_sha256": "0"}, "has other rules than this machine"),
        ({"rules": Path("/no/such/rules")}, "the rules cannot be read there"),
    ]
    with Cluster(scheduler) as cluster:
        cluster.check(settings)
        for other, told in others:
            with pytest.raises(InputError, match=told):
                cluster.check(replace(settings, **other))


def test_a_worker_without_anli_is_named(
    anli: Anli, processes: Processes, scheduler: str, tmp_path: Path
) -> None:
    missing = "raise ModuleNotFoundError('there is no pipeline', name='pipeline')\n"
    write("elsewhere/pipeline/__init__.py", missing)
    write("in/a.txt", text(2))
    with Cluster(scheduler) as cluster:
        before = cluster.threads()
    processes.start_worker(scheduler, path=tmp_path / "elsewhere")
    worker = processes.started[-1]
    try:
        processes.wait_for_workers(scheduler, before + 1)
        told = anli("extract", "in", "--out", "out", "--scheduler", scheduler).err
    finally:
        worker.kill()
        worker.wait()
    assert "the package 'pipeline' is missing; install anli[dask]" in told
    assert told.startswith("anli: tcp://127.0.0.1:")


def test_no_scheduler_answers(anli: Anli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE_SECONDS", 1)
    write("in/a.txt", text(2))
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        ended = anli("extract", "in", "--scheduler", address)
        assert ended.status == 2
        assert ended.err.startswith(f"anli: {address}: no Dask scheduler answers at this address")
        assert len(ended.err.splitlines()) == 1
        assert not Path("extracted").exists()


def test_a_scheduler_without_workers(anli: Anli, tmp_path: Path) -> None:
    alone = Processes(tmp_path)
    try:
        address = alone.start_scheduler()
        write("in/a.txt", text(2))
        ended = anli("extract", "in", "--scheduler", address)
    finally:
        alone.kill()
    assert ended.status == 2
    assert f"{address}: the scheduler has no worker" in ended.err


def test_addresses_need_a_scheduler(anli: Anli) -> None:
    write("in/a.txt", text(2))
    for arguments in (("s3://bucket/raw",), ("in", "--out", "s3://bucket/out")):
        ended = anli("extract", *arguments)
        assert ended.status == 2
        assert "add --scheduler" in ended.err


def test_without_the_extra_a_message_says_what_to_install(
    anli: Anli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("in/a.txt", text(2))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    ended = anli("extract", "in", "--scheduler", "tcp://127.0.0.1:9")
    assert ended.status == 2
    assert 'pip install "anli[dask]"' in ended.err


def test_a_scheduler_that_goes_away_ends_the_run_with_a_message(tmp_path: Path, anli: Anli) -> None:
    alone = Processes(tmp_path)
    write(f"in/{HANGS}.txt", text(2))
    try:
        address = alone.start_scheduler()
        alone.start_worker(address)
        alone.wait_for_workers(address, 1)
        run = subprocess.Popen(
            [sys.executable, "-m", "tests.batch.hanging_command", "extract", "in",
             "--scheduler", address],
            cwd=tmp_path, env=alone.environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        wait_for((tmp_path / "mark").exists)
        alone.started[0].kill()
        _, err = run.communicate(timeout=60)
    finally:
        alone.kill()
    assert err == f"anli: {address}: the scheduler is gone; {client.GO_ON}\n"
    assert run.returncode == 2
    assert not Path("extracted/run.json").exists()
