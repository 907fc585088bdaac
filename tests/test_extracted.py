"""What stands in ``extracted/`` is what the code makes of ``raw/``, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.app import main

ROOT = Path(__file__).resolve().parent.parent


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, apart from what file managers and git put there."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name not in {".DS_Store", ".gitkeep"}
    }


def test_extracted_is_what_the_code_makes_of_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as exit_info:
        main(["extract", "--out", str(tmp_path / "out")])
    assert exit_info.value.code == 0, capsys.readouterr().err
    with pytest.raises(SystemExit) as exit_info:
        main(["merge", str(tmp_path / "out")])
    assert exit_info.value.code == 0, capsys.readouterr().err
    made, kept = contents(tmp_path / "out"), contents(ROOT / "extracted")
    assert made.keys() == kept.keys(), "run make extract and commit extracted/"
    changed = [name for name, content in made.items() if content != kept[name]]
    assert changed == [], "run make extract and commit extracted/"
