"""Writes the lock files from ``pyproject.toml``, for every platform and Python from 3.11.

Versions that are locked already and still fit stay; ``--upgrade`` takes the newest ones.
The files hold versions and hashes, and no address of an index.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock",
)  # fmt: skip

# The extras that `make extract` installs: small ones that a usual run is glad of.
RUN_EXTRAS = ("pdf", "plot", "xlsx")
RUN: tuple[str, ...] = (
    "pyproject.toml",
    *(part for extra in RUN_EXTRAS for part in ("--extra", extra)),
)
DEV = ("pyproject.toml", "--all-extras", "--group", "dev")

# Output and what goes into it; each keeps to the versions of the ones before.
LOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("requirements-build.lock", ("--group", "build")),
    ("requirements.lock", (*RUN, "--constraint", "requirements-build.lock")),
    ("requirements-dev.lock", (*DEV, "--constraint", "requirements.lock")),
)


def main(arguments: Sequence[str]) -> int:
    """Fetch uv into a folder of its own and let it write the lock files."""
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*pip, "--target", folder, "uv"], check=True)
        uv = Path(folder) / "bin" / "uv"
        for output, inputs in LOCKS:
            command = [str(uv), *COMPILE, *inputs, "--output-file", output, *arguments]
            subprocess.run(command, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
