"""The examples in documents: blocks of commands, what the marks above them say, how they run.

The mark is an HTML comment in the line before a block:

``run``
    The block is run, and prints what stands in it; ``…`` stands for anything left out. Lines that
    begin with ``$`` are commands; in a block of the language ``sh`` all lines are.
``not run: REASON``
    The block cannot be run in a test.
``from FILE``
    The block stands in a file of the repository.
``write FILE``, ``append FILE``, ``edit FILE``
    What a reader does to a file in an editor: make it, add the block at its end, or make the
    change that the block, a diff, shows.

``examples: in FOLDER with PATH …`` anywhere in a page names the folder in which its blocks run, and
what of the repository is there; ``PATH=NAME`` gives it another name.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli.app import main

ROOT = Path(__file__).parents[1]
COMMANDS = frozenset({"console", "sh", "python"})
"""The languages of blocks that a reader would run."""

BLOCK = re.compile(r"^(?:<!-- ([^\n]*) -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"^<!-- examples: in (\S+) with (.+) -->$", re.MULTILINE)
USUAL = "<!-- examples: in . with raw tests/gold docs/examples/qa/village.txt=batch5.txt -->"

Shell = Callable[[str], tuple[int, str]]
"""Runs a command, and returns its exit status and what it printed."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page, with the mark above it (empty if there is none)."""

    mark: str
    language: str
    content: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page in their order."""
    for mark, language, content in BLOCK.findall(page.read_text(encoding="utf-8")):
        yield Block(mark, language, content)


def marked(page: Path, *verbs: str) -> list[Block]:
    """Return the blocks whose mark begins with one of some verbs."""
    return [block for block in blocks(page) if block.mark.split(" ")[0] in verbs]


def prepare(page: Path, folder: Path) -> Path:
    """Copy what the examples of a page need, and return the folder in which they run."""
    found = SETTING.search(page.read_text(encoding="utf-8")) or SETTING.search(USUAL)
    assert found is not None
    for needed in found[2].split():
        source, _, name = needed.partition("=")
        target = folder / (name or source)
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, target)
        else:
            shutil.copy(ROOT / source, target)
    place = folder / found[1]
    place.mkdir(parents=True, exist_ok=True)
    return place


def follow(page: Path, shell: Shell) -> None:
    """Do in the working folder what a page says, from its top to its end."""
    names: dict[str, object] = {}
    for block in blocks(page):
        verb, _, file = block.mark.partition(" ")
        if verb == "run" and block.language == "python":
            run_python(block.content, names, page)
        elif verb == "run":
            run_commands(block, shell)
        elif verb in ("write", "append"):
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            with Path(file).open("w" if verb == "write" else "a", encoding="utf-8") as stream:
                stream.write(block.content)
        elif verb == "edit":
            edit(Path(file), block.content)


def run_commands(block: Block, shell: Shell) -> None:
    """Run the commands of a block, each with what it prints below it."""
    start = r"^\$ " if block.language == "console" else r"^"
    parts = re.split(start, block.content, flags=re.MULTILINE)
    assert len(parts) > 1, "no line begins with $"
    for part in parts[1:]:
        command, _, expected = part.partition("\n")
        status, printed = shell(command)
        told = f"{command} ended with {status} and printed:\n{printed}"
        assert status in (0, 1), told
        if block.language == "console":
            assert fits(expected.strip("\n"), trimmed(printed)), told


def trimmed(printed: str) -> str:
    """Return what was printed without white space at the ends of lines, and of the whole."""
    return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")


def fits(expected: str, printed: str) -> bool:
    """Tell whether a text is as expected, where … stands for anything left out."""
    pattern = ".*".join(map(re.escape, expected.split("…")))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def run_python(content: str, names: dict[str, object], page: Path) -> None:
    """Run a block with a prompt as a doctest, any other as a program."""
    if not content.startswith(">>>"):
        exec(compile(content, str(page), "exec"), names)
        return
    content = content.replace("…\n", "...\n")
    example = doctest.DocTestParser().get_doctest(content, names, page.name, str(page), 0)
    assert example.examples
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    failed = runner.run(example, out=told.append, clear_globs=False).failed
    names.update(example.globs)
    assert not failed, "".join(told)


def edit(file: Path, diff: str) -> None:
    """Make the change of a diff whose unchanged and removed lines stand once in a file."""
    lines = diff.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] in sign) for sign in (" -", " +"))
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} does not hold once:\n{old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def in_shell(command: str) -> tuple[int, str]:
    """Run a command as a reader does, with the ``anli`` of this environment."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def quicker(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a shell that runs ``anli`` in this process."""

    def shell(command: str) -> tuple[int, str]:
        if not command.startswith("anli ") or "&&" in command:
            return in_shell(command)
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(shlex.split(command)[1:])
        return int(end.value.code or 0), capsys.readouterr().out

    return shell
