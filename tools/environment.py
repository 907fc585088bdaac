"""Makes or mends the virtual environment ``.venv`` with the locked packages.

Runs on a bare Python 3.11 or newer. What is installed already, by the digests of the lock
files, is left alone; a half-made environment has no record of it and is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RECORD = ENVIRONMENT / "installed.json"

BUILD_LOCK = ROOT / "requirements-build.lock"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
PROJECT = ROOT / "pyproject.toml"

# Settings that would send packages elsewhere than into the environment.
MISLEADING = ("PIP_PREFIX", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH")

LOCKED = ("--require-hashes", "--no-build-isolation", "--use-pep517")


class SetupError(Exception):
    """The environment could not be made; the message says what to do."""


def digest(*parts: Path | str) -> str:
    """Return one digest of the contents of files and of plain texts."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode("utf-8")
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()


def installed() -> dict[str, str]:
    """Return what the environment holds by its own record; nothing if it does not work."""
    try:
        record = json.loads(RECORD.read_text(encoding="utf-8"))
        subprocess.run([PYTHON, "-c", ""], check=True, capture_output=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return record if isinstance(record, dict) else {}


def set_up(kind: str) -> None:
    """Bring the environment to what the lock files say.

    Parameters
    ----------
    kind
        ``run`` for what extraction needs, ``dev`` for the tools of the tests as well.
    """
    wanted = {"base": digest(str(ENVIRONMENT), BUILD_LOCK, RUN_LOCK)}
    if kind == "dev":
        wanted["dev"] = digest(DEV_LOCK)
    wanted["package"] = digest(PROJECT)

    record = installed()
    if record.get("base") != wanted["base"]:
        record = {}
    for part, value in wanted.items():
        if record.get(part) != value:
            INSTALL[part]()
            record[part] = value
            RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def install_base() -> None:
    """Make the environment from nothing, with all that extraction needs."""
    say("setting up .venv (once; a minute or two)")
    RECORD.unlink(missing_ok=True)
    create()
    pip("install", *LOCKED, "--requirement", BUILD_LOCK)
    pip("install", *LOCKED, "--requirement", RUN_LOCK)


def install_dev() -> None:
    """Add the tools that the tests need."""
    say("adding the tools for the tests to .venv (once)")
    pip("install", *LOCKED, "--requirement", DEV_LOCK)


def install_package() -> None:
    """Put the checkout itself on the environment's path, with its command.

    The path is written once more, relative: Python reads it in the encoding of the locale, and
    with ``LC_ALL=C`` does not start at all where the absolute one has Chinese characters.
    """
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    for path_file in ENVIRONMENT.glob("lib/python*/site-packages/_anli.pth"):
        path_file.write_text(os.path.relpath(ROOT, path_file.parent) + "\n", encoding="ascii")


INSTALL = {"base": install_base, "dev": install_dev, "package": install_package}


def create() -> None:
    """Make an empty environment, also where Python comes without ``ensurepip``."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    if ENVIRONMENT.is_dir():
        shutil.rmtree(ENVIRONMENT)
    if run(python, "-m", "venv", ENVIRONMENT, quiet=True):
        return
    with tempfile.TemporaryDirectory() as folder:
        target = ("--target", folder)
        fetched = run(python, "-m", "pip", "install", *QUIETLY, "--require-hashes", *target,
                      "--requirement", BUILD_LOCK)  # fmt: skip
        made = fetched and run(
            python, "-m", "virtualenv", "--quiet", "--clear", ENVIRONMENT, PYTHONPATH=folder
        )
    if not made:
        raise SetupError(
            "no virtual environment could be made: this Python has neither a whole `venv` nor a "
            "`pip` that works; install them (Debian and Ubuntu: apt install python3-venv)"
        )


QUIETLY = ("--quiet", "--disable-pip-version-check", "--root-user-action=ignore")


def pip(command: str, *arguments: Path | str) -> None:
    """Run the environment's own pip."""
    if not run(PYTHON, "-m", "pip", command, *QUIETLY, *arguments):
        raise SetupError(
            "pip could not install the packages (its message stands above); "
            "check the network connection and run make again"
        )


def run(*command: Path | str, quiet: bool = False, **settings: str) -> bool:
    """Run a program and tell whether it succeeded."""
    environment = {**without_misleading(os.environ), **settings}
    done = subprocess.run(command, env=environment, capture_output=quiet, check=False)
    return done.returncode == 0


def without_misleading(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables without those of `MISLEADING`."""
    return {name: value for name, value in environment.items() if name not in MISLEADING}


def say(message: str) -> None:
    """Tell the person who waits what is going on."""
    print(f"anli: {message}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run from ``tools/setup.sh``."""
    if list(arguments) not in (["run"], ["dev"]):
        say("usage: sh tools/setup.sh run|dev")
        return 2
    try:
        set_up(arguments[0])
    except SetupError as error:
        say(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
