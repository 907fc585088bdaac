"""The examples of docs/review.md: each command is run, and prints what stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from pipeline.cli.app import main
from tests.test_qa_docs import fits

ROOT = Path(__file__).parents[2]
BLOCKS = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_are_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs/examples/qa", tmp_path, dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs/examples/review", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs/review.md").read_text(encoding="utf-8")
    examples = [
        example.partition("\n")
        for block in BLOCKS.findall(page)
        for example in block.split("$ anli ")[1:]
    ]
    assert [command.split()[0] for command, _, _ in examples] == [
        "extract",
        "review",
        "gold",
        "score",
    ]
    for command, _, expected in examples:
        with pytest.raises(SystemExit):
            main(shlex.split(command))
        lines = capsys.readouterr().out.splitlines()
        printed = "\n".join(line.rstrip() for line in lines).strip("\n")
        assert fits(expected.strip("\n"), printed), f"{command} printed:\n{printed}"
