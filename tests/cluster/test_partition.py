"""One partition: what it is made of, when it is written again, and what ends a worker."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet
import pytest

from pipeline.batch.outcome import Outcome
from pipeline.batch.settings import Settings
from pipeline.cluster import part_files, run
from pipeline.cluster.client import LostWorkersError
from pipeline.cluster.inputs import RemoteItem, find_inputs
from pipeline.cluster.partition import Partition, Parts, write_partition
from pipeline.errors import InputError, OutputError
from pipeline.read import Limits
from pipeline.rulebook import load
from tests.batch.examiners import nothing
from tests.batch.runs import text


@pytest.fixture
def memory() -> Iterator[Any]:
    """Give a file system in memory with three reports."""
    files = fsspec.filesystem("memory")
    for number in range(3):
        files.pipe_file(f"/in/r{number}.txt", text(10 + number).encode())
    yield files
    files.rm("/in", recursive=True)
    if files.exists("/out"):
        files.rm("/out", recursive=True)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings.of(load())


def partition() -> Partition:
    return Partition(0, tuple(find_inputs(["memory://in"])))


def job(settings: Settings, *, resume: bool = False) -> Parts:
    return Parts(settings, "memory://out", resume, nothing)


def written(memory: Any) -> dict[str, bytes]:
    return {path: memory.cat_file(path) for path in memory.find("/out")}


def statuses(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_a_repeated_task_leaves_the_same_bytes(memory: Any, settings: Settings) -> None:
    assert statuses(write_partition(job(settings), partition())) == ["done"] * 3
    before = written(memory)
    assert sorted(before) == [
        f"/out/{name}" for name in (
            "cases/part-000000.parquet", "facts/part-000000.parquet", "manifests/part-000000.json",
            "numbers/part-000000.parquet", "sources/part-000000.parquet",
        )
    ]  # fmt: skip
    write_partition(job(settings), partition())
    assert written(memory) == before


def changed_input(memory: Any, settings: Settings) -> Settings:
    memory.pipe_file("/in/r1.txt", text(50).encode())
    return settings


def damaged_table(memory: Any, settings: Settings) -> Settings:
    memory.pipe_file("/out/facts/part-000000.parquet", b"PAR1")
    return settings


def missing_table(memory: Any, settings: Settings) -> Settings:
    memory.rm("/out/sources/part-000000.parquet")
    return settings


def damaged_manifest(memory: Any, settings: Settings) -> Settings:
    memory.pipe_file("/out/manifests/part-000000.json", b"{")
    return settings


def other_year(memory: Any, settings: Settings) -> Settings:
    return replace(settings, year=2012)


def one_more_file(memory: Any, settings: Settings) -> Settings:
    memory.pipe_file("/in/r9.txt", text(9).encode())
    return settings


CHANGES: list[Callable[[Any, Settings], Settings]] = [
    changed_input, damaged_table, missing_table, damaged_manifest, other_year, one_more_file,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_partition_is_written_again_if_something_has_changed(
    memory: Any, settings: Settings, change: Callable[[Any, Settings], Settings]
) -> None:
    write_partition(job(settings), partition())
    assert set(statuses(write_partition(job(settings, resume=True), partition()))) == {"skipped"}
    settings = change(memory, settings)
    assert set(statuses(write_partition(job(settings, resume=True), partition()))) == {"done"}
    resumed = written(memory)
    write_partition(job(settings), partition())
    assert written(memory) == resumed


def test_what_the_place_tells_of_a_file_saves_reading_it(memory: Any, settings: Settings) -> None:
    items = tuple(replace(item, etag="abc", size=10) for item in partition().items)
    write_partition(job(settings), Partition(0, items))
    memory.pipe_file("/in/r0.txt", b"")
    resumed = job(settings, resume=True)
    assert set(statuses(write_partition(resumed, Partition(0, items)))) == {"skipped"}
    others = tuple(replace(item, etag="abd") for item in items)
    assert statuses(write_partition(resumed, Partition(0, others))) == ["failed", "done", "done"]


def test_a_failure_is_told_again_by_a_partition_that_is_skipped(
    memory: Any, settings: Settings
) -> None:
    memory.pipe_file("/in/r1.txt", "没有案例。\n\n\x07".encode())
    first = write_partition(job(settings), partition())
    again = write_partition(job(settings, resume=True), partition())
    assert statuses(again) == ["skipped", "failed", "skipped"]
    assert str(again[1].error) == str(first[1].error)
    assert "memory:///in/r1.txt:3: control character" in str(again[1].error)


def test_limits_hold(memory: Any, settings: Settings) -> None:
    small = replace(settings, limits=Limits(file_bytes=20))
    outcomes = write_partition(job(small), partition())
    assert set(statuses(outcomes)) == {"failed"}
    assert "larger than the limit of 20 bytes" in str(outcomes[0].error)


def test_another_version_is_refused(memory: Any, settings: Settings) -> None:
    with pytest.raises(OutputError, match=r"has version .* of anli, the run 9\.9"):
        write_partition(job(replace(settings, version="9.9")), partition())


def test_row_groups_are_written_as_they_fill(
    memory: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_files, "ROWS_OF_A_GROUP", 3)
    write_partition(job(settings), partition())
    file = pyarrow.parquet.ParquetFile(memory.open("/out/facts/part-000000.parquet"))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [4, 2]
    assert file.read().column("report").to_pylist() == ["r0", "r0", "r1", "r1", "r2", "r2"]


def test_no_report_at_an_address(memory: Any) -> None:
    with pytest.raises(InputError, match="there is no report at this address"):
        find_inputs(["memory://nothing"])


class StandIn:
    """A cluster on which some files end the workers, alone or all together."""

    scheduler = "tcp://stand-in"

    def __init__(self, deadly: set[str], together: int = 99):
        self.deadly = deadly
        self.together = together

    def result(self, function: functools.partial[Any], argument: Any) -> Any:
        items = argument.items if isinstance(argument, Partition) else (argument,)
        alive = [item for item in items if not item.lost]
        if {item.input for item in alive} & self.deadly or len(alive) >= self.together:
            raise LostWorkersError
        return function(argument)


def without_lost(cluster: StandIn, settings: Settings) -> tuple[Outcome, ...]:
    stand_in: Any = cluster
    return run._without_lost(stand_in, job(settings), partition())


def test_a_file_that_ends_the_workers_is_named_and_the_others_written(
    memory: Any, settings: Settings
) -> None:
    outcomes = without_lost(StandIn({"memory:///in/r1.txt"}), settings)
    assert statuses(outcomes) == ["done", "failed", "done"]
    assert "out of memory" in str(outcomes[1].error)
    manifest = json.loads(memory.cat_file("/out/manifests/part-000000.json"))
    assert [entry["status"] for entry in manifest["reports"]] == ["done", "failed", "done"]


def test_a_partition_that_is_too_large_as_a_whole(memory: Any, settings: Settings) -> None:
    with pytest.raises(OutputError, match="choose a smaller --batch-size"):
        without_lost(StandIn(set(), together=3), settings)


def test_a_wrong_name_is_told_where_the_file_is_read(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a:b.txt").write_text(text(1), encoding="utf-8")
    (item,) = find_inputs([str(tmp_path)])
    assert item.reports == ()
    files = Parts(settings, str(tmp_path / "out"), False, nothing)
    (outcome,) = write_partition(files, Partition(0, (item,)))
    assert "cannot be the name of a report" in str(outcome.error)


def test_the_order_is_that_of_the_paths_and_then_of_the_addresses(
    memory: Any, tmp_path: Path
) -> None:
    (tmp_path / "z.txt").write_text(text(1), encoding="utf-8")
    items: list[RemoteItem] = find_inputs(["memory://in/r2.txt", "memory://in", str(tmp_path)])
    assert [item.reports for item in items] == [("z",), ("r0",), ("r1",), ("r2",)]
