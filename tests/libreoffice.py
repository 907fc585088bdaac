"""The real LibreOffice, for tests that send a file through it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Convert = Callable[..., Path]
"""Converts a file: its path, the target (``ods``, or a type with its filter), an import filter."""


def converter(profiles: pytest.TempPathFactory) -> Convert:
    """Give the function that converts, or skip the test where LibreOffice is missing.

    What is made stands in the folder ``out`` beside the file.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = profiles.mktemp("profile").as_uri()

    def run(path: Path, target: str, opened_as: str | None = None) -> Path:
        folder = path.parent / "out"
        arguments = [] if opened_as is None else [f"--infilter={opened_as}"]
        place = ["--convert-to", target, "--outdir", str(folder), str(path)]
        done = subprocess.run(
            [program, f"-env:UserInstallation={profile}", "--headless", *arguments, *place],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        ending = target.partition(":")[0]
        made = folder / f"{path.stem}.{ending}"
        if not any(folder.glob(f"{path.stem}*.{ending}")):
            if "could not be loaded" in done.stderr:
                pytest.skip("LibreOffice is installed without Calc")
            pytest.fail(f"LibreOffice wrote nothing: {done.stdout} {done.stderr}")
        return made

    return run
