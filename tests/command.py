"""Running a command line in the folder of a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
    """Run a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ended:
        with pytest.raises(SystemExit) as exit_info:
            main(arguments)
        return Ended(exit_info.value.code, *capsys.readouterr())

    return run
