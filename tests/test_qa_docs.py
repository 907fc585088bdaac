"""The examples of docs/qa.md: each command is run, and prints what stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from pipeline.cli.app import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/qa.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ anli (.+)\n((?:.*\n)*?)```", PAGE)


def test_the_examples_of_the_page_are_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "qa"
    shutil.copytree(ROOT / "docs/examples/qa", folder)
    monkeypatch.chdir(folder)
    assert [command.split()[0] for command, _ in EXAMPLES] == [
        "extract",
        "score",
        "score",
        "diff",
        "gold",
        "gold",
    ]
    for command, expected in EXAMPLES:
        with pytest.raises(SystemExit):
            main(shlex.split(command))
        lines = capsys.readouterr().out.splitlines()
        printed = "\n".join(line.rstrip() for line in lines).strip("\n")
        assert fits(expected.strip("\n"), printed), f"{command} printed:\n{printed}"


def fits(expected: str, printed: str) -> bool:
    """Tell whether a text is as expected, where … stands for anything left out."""
    pattern = ".*".join(map(re.escape, expected.split("…")))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def test_a_wrong_example_would_be_seen() -> None:
    assert fits("a\n…\nd", "a\nb\nc\nd")
    assert not fits("a\n…\nd", "a\nb\nc")
    assert not fits("a.c", "abc")
