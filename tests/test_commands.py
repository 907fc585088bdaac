"""The list of commands in the docs, exit statuses, and completion in the shell."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/commands.md"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = ROOT / "tools/make_command_list.py"
    specification = importlib.util.spec_from_file_location("make_command_list", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_list_of_commands_is_that_of_the_program(tool: ModuleType) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == tool.with_command_list(page), "run python tools/make_command_list.py"


def test_every_command_says_how_it_ends(tool: ModuleType) -> None:
    found = dict(tool.commands())
    assert {"extract", "validate", "convert", "gold check"} <= set(found)
    for name, told in found.items():
        statuses = tool.statuses(told)
        assert {"0", "2"} <= set(statuses), name


def test_statuses_are_read_from_a_help(tool: ModuleType) -> None:
    told = "Do it.\n\nExit status: 0 done; 1 some\nleft; 2 wrong. More.\n"
    assert tool.statuses(told) == {"0": "done", "1": "some left", "2": "wrong"}
    assert tool.statuses("Do it.") == {}


def test_the_shell_completes_commands_and_options() -> None:
    def completed(words: str) -> list[str]:
        place = str(len(words.split(" ")) - 1)
        done = subprocess.run(
            [sys.executable, "-m", "pipeline"],
            cwd=ROOT,
            env={"_ANLI_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": place},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.stdout.split()

    assert completed("anli va") == ["validate"]
    assert "--format" in completed("anli extract --f")
