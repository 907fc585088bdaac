"""Reports for a run, and what it leaves behind."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


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
