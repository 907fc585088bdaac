"""A scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.cluster.client import Cluster
from tests.batch.examiners import HANGS_AT, MARK
from tests.batch.runs import wait_for

ROOT = Path(__file__).resolve().parents[2]
HANGS = "r05"


@dataclass
class Processes:
    """The processes of a cluster."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            HANGS_AT: HANGS,
            MARK: str(self.folder / "mark"),
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s",
        }

    def start(self, program: str, *arguments: str, path: Path = ROOT) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments]
        environment = {**self.environment, "PYTHONPATH": str(path)}
        with (self.folder / "log").open("ab") as log:
            self.started.append(
                subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
            )

    def start_scheduler(self) -> str:
        file = self.folder / "scheduler.json"
        self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0",
            "--scheduler-file", str(file),
        )  # fmt: skip
        wait_for(lambda: self.all_run() and file.exists() and file.read_bytes().endswith(b"}"))
        return str(json.loads(file.read_bytes())["address"])

    def start_worker(self, address: str, path: Path = ROOT) -> None:
        self.start(
            "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--local-directory", str(self.folder), path=path,
        )  # fmt: skip

    def all_run(self) -> bool:
        """Tell that no process has ended by itself, or fail with what it has said."""
        log = self.folder / "log"
        for process in self.started:
            status = process.poll()
            assert status is None or status < 0, log.read_text()
        return True

    def wait_for_workers(self, address: str, number: int) -> None:
        """Wait until so many workers have found the scheduler."""
        with Cluster(address) as cluster:
            wait_for(lambda: self.all_run() and cluster.threads() >= number)

    def kill(self) -> None:
        for process in self.started:
            process.kill()
        for process in self.started:
            process.wait()


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    running = Processes(tmp_path_factory.mktemp("cluster"))
    yield running
    running.kill()


@pytest.fixture(scope="module")
def scheduler(processes: Processes) -> str:
    """Give the address of a scheduler with two workers."""
    address = processes.start_scheduler()
    for _ in range(2):
        processes.start_worker(address)
    processes.wait_for_workers(address, 2)
    return address
