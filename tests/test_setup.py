"""The set-up of ``.venv``: what makes it work, and what makes it work again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import environment

ROOT = Path(__file__).resolve().parent.parent
Steps = list[str]


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Move the set-up to an empty folder and note its steps instead of installing packages."""
    folder = tmp_path / "测试 目录"
    folder.mkdir()
    for name in ("requirements-build.lock", "requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text("a==1\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    move_to(folder, monkeypatch)
    done: Steps = []

    def noted(part: str, action: Callable[[], None]) -> Callable[[], None]:
        def step() -> None:
            done.append(part)
            action()

        return step

    def make_environment() -> None:
        environment.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        environment.PYTHON.unlink(missing_ok=True)
        environment.PYTHON.symlink_to(sys.executable)

    monkeypatch.setitem(environment.INSTALL, "base", noted("base", make_environment))
    monkeypatch.setitem(environment.INSTALL, "dev", noted("dev", lambda: None))
    monkeypatch.setitem(environment.INSTALL, "package", noted("package", lambda: None))
    return done


def move_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BUILD_LOCK", "RUN_LOCK", "DEV_LOCK", "PROJECT"):
        monkeypatch.setattr(environment, name, folder / getattr(environment, name).name)
    monkeypatch.setattr(environment, "ROOT", folder)
    monkeypatch.setattr(environment, "ENVIRONMENT", folder / ".venv")
    monkeypatch.setattr(environment, "PYTHON", folder / ".venv" / "bin" / "python")
    monkeypatch.setattr(environment, "RECORD", folder / ".venv" / "installed.json")


def set_up_again(steps: Steps, kind: str) -> Steps:
    steps.clear()
    environment.set_up(kind)
    return list(steps)


def test_second_run_installs_nothing(steps: Steps) -> None:
    assert set_up_again(steps, "dev") == ["base", "dev", "package"]
    assert set_up_again(steps, "dev") == []
    assert set_up_again(steps, "run") == []


def test_tests_add_to_what_extraction_has_set_up(steps: Steps) -> None:
    assert set_up_again(steps, "run") == ["base", "package"]
    assert set_up_again(steps, "dev") == ["dev"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("requirements-build.lock", ["base", "dev", "package"]),
        ("requirements.lock", ["base", "dev", "package"]),
        ("requirements-dev.lock", ["dev"]),
        ("pyproject.toml", ["package"]),
    ],
)
def test_a_changed_file_redoes_what_depends_on_it(steps: Steps, file: str, expected: Steps) -> None:
    environment.set_up("dev")
    (environment.ROOT / file).write_text("b==2\n", encoding="utf-8")
    assert set_up_again(steps, "dev") == expected
    assert set_up_again(steps, "dev") == []


def test_a_touched_file_redoes_nothing(steps: Steps) -> None:
    environment.set_up("dev")
    os.utime(environment.RUN_LOCK, (0, 0))
    assert set_up_again(steps, "dev") == []


def test_a_half_made_environment_is_made_anew(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = environment.INSTALL["base"]

    def killed() -> None:
        make()
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setitem(environment.INSTALL, "base", killed)
        with pytest.raises(KeyboardInterrupt):
            environment.set_up("run")
    assert environment.PYTHON.exists()
    assert set_up_again(steps, "run") == ["base", "package"]


def test_an_environment_without_its_python_is_made_anew(steps: Steps) -> None:
    environment.set_up("run")
    environment.PYTHON.unlink()
    environment.PYTHON.symlink_to("/nowhere/python3")
    assert set_up_again(steps, "run") == ["base", "package"]


def test_a_moved_environment_is_made_anew(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.set_up("run")
    moved = environment.ROOT.with_name("moved")
    environment.ROOT.rename(moved)
    move_to(moved, monkeypatch)
    assert set_up_again(steps, "run") == ["base", "package"]


def test_a_spoilt_record_is_no_record(steps: Steps) -> None:
    environment.set_up("run")
    environment.RECORD.write_text("{", encoding="utf-8")
    assert set_up_again(steps, "run") == ["base", "package"]


@pytest.mark.parametrize("kind", [[], ["all"], ["run", "dev"]])
def test_wrong_arguments(steps: Steps, kind: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert environment.main(kind) == 2
    assert "usage" in capsys.readouterr().err
    assert steps == []


def test_without_venv_and_pip_it_says_what_to_install(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "run", lambda *command, **settings: False)
    with pytest.raises(environment.SetupError, match="apt install python3-venv"):
        environment.create()


def test_without_ensurepip_virtualenv_makes_the_environment(
    steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules: list[str] = []

    def run(*command: Path | str, **settings: object) -> bool:
        modules.append(str(command[2]))
        return command[2] != "venv"

    monkeypatch.setattr(environment, "run", run)
    environment.create()
    assert modules == ["venv", "pip", "virtualenv"]


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """Return a folder for stand-ins of Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def add_python(folder: Path, name: str, *, new_enough: bool) -> None:
    """Put a Python there that tells its name when it is asked to set up."""
    answer = f'[ "$1" = -c ] && exit {0 if new_enough else 1}\necho {name} "$@"\n'
    (folder / name).write_text(f"#!/bin/sh\n{answer}", encoding="ascii")
    (folder / name).chmod(0o755)


def choose(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "tools/setup.sh", "run"],
        cwd=ROOT,
        env={"PATH": str(folder), **settings},
        capture_output=True,
        text=True,
    )


def test_the_first_python_that_is_new_enough_is_taken(bin_folder: Path) -> None:
    add_python(bin_folder, "python3.13", new_enough=False)
    add_python(bin_folder, "python3.12", new_enough=True)
    add_python(bin_folder, "python3", new_enough=True)
    assert choose(bin_folder).stdout == "python3.12 tools/environment.py run\n"


def test_a_python_can_be_chosen(bin_folder: Path) -> None:
    add_python(bin_folder, "python3.12", new_enough=True)
    add_python(bin_folder, "my-python", new_enough=True)
    chosen = choose(bin_folder, PYTHON=str(bin_folder / "my-python"))
    assert chosen.stdout == "my-python tools/environment.py run\n"


def test_without_a_new_python_it_says_what_to_do(bin_folder: Path) -> None:
    add_python(bin_folder, "python3", new_enough=False)
    done = choose(bin_folder)
    assert done.returncode == 2
    assert done.stderr.startswith("anli: no Python 3.11 or newer was found; install one")
    assert len(done.stderr.splitlines()) == 1
