"""The analyst's tutorial, followed word for word: it ends with the chart that it shows."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.documents import COMMANDS, blocks, follow, in_shell, prepare
from tests.test_docs import table_rows, tool_module

ROOT = Path(__file__).parents[1]
FRESH = "ANLI_TUTORIAL_FRESH"
TOOL = tool_module("make_tutorial")


def test_whoever_follows_the_page_ends_with_its_chart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(prepare(TOOL.PAGE, tmp_path))
    follow(TOOL.PAGE, in_shell)
    assert TOOL.MADE.read_bytes() == TOOL.KEPT.read_bytes(), "run python tools/make_tutorial.py"
    page = TOOL.PAGE.read_text(encoding="utf-8")
    assert f"](img/{TOOL.KEPT.name})" in page
    _, *rows = table_rows(page, "| 工作表 |")
    workbook = load_workbook("extracted/2023-batch4/2023-batch4.xlsx", read_only=True)
    assert [name for name, _ in rows] == workbook.sheetnames
    headings = next(workbook["案例"].iter_rows(max_row=1, values_only=True))
    assert "成本降幅最大值（%）" in headings


def test_the_attachment_is_the_fourth_batch() -> None:
    assert TOOL.ATTACHMENT.read_bytes() == TOOL.attachment(), "run python tools/make_tutorial.py"


@pytest.mark.skipif(FRESH not in os.environ, reason="make test-tutorial")
def test_a_newcomer_can_follow_it_from_a_fresh_copy(tmp_path: Path) -> None:
    files = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    lines = ["set -e"]
    for block in blocks(TOOL.PAGE):
        if block.language in COMMANDS:
            content = block.content.splitlines()
            console = block.language == "console"
            lines += [line.removeprefix("$ ") for line in content if not console or line[0] == "$"]
    environment = {"PATH": os.defpath, "HOME": str(tmp_path)} | {
        name: value for name, value in os.environ.items() if name.startswith("PIP_")
    }
    python = os.environ.get("PYTHON", "")
    command = ["bash", "-c", "\n".join(lines)]
    subprocess.run(command, cwd=tmp_path, check=True, env={**environment, "PYTHON": python})
    made = tmp_path / "work" / TOOL.MADE
    assert made.read_bytes() == TOOL.KEPT.read_bytes()
