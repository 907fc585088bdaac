"""Running the command and looking at what it leaves behind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.app import main


@dataclass
class Ended:
    """How a command ended."""

    status: object
    out: str
    err: str


Anli = Callable[..., Ended]


@pytest.fixture
def anli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Anli:
    """Run a command line in the test's folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as exit_info:
            main(arguments)
        return Ended(exit_info.value.code, *capsys.readouterr())

    return run


def text(nodes: int) -> str:
    """Write a report of one case."""
    return f"1.河北武安市“客货同网”\n全市建成村级网点{nodes}个，成本费用降低20%。\n"


def write(path: str, content: str) -> Path:
    """Write a file and the folders it stands in."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def contents(folder: Path | str) -> dict[str, bytes]:
    """Give every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    }


def run_file(folder: Path | str) -> Mapping[str, Any]:
    """Read what a run says of itself."""
    record: dict[str, Any] = json.loads((Path(folder) / "run.json").read_bytes())
    return record


def statuses(folder: Path | str) -> dict[str, str]:
    """Give the status of each report in ``run.json``."""
    return {entry["report"]: entry["status"] for entry in run_file(folder)["reports"]}


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something has come about, and fail if it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this did not come about"
        time.sleep(0.01)
