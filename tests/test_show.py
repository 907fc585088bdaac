"""``anli show``: a fact in its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.api import extract
from pipeline.cli.app import app
from pipeline.errors import InputError

REPORT = "1.河北武安市“甲乙同行”\n武安市建成村级网点518个。物流成本降低20%。\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    report = folder / "batch.txt"
    report.write_text(REPORT, encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(report), "--out", str(folder / "out")])
    assert result.exit_code == 0, result.output
    return folder / "out"


def test_the_figure_is_marked_in_its_sentence(run: Path) -> None:
    result = CliRunner().invoke(app, ["show", "1-2", str(run)])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "物流成本降低【20%】。"
    start = REPORT.index("20%")
    assert lines[1].endswith(f"line 2 (source.txt {start}-{start + 3})")
    assert "cost_reduction" in result.output


@pytest.mark.parametrize(
    ("arguments", "says"), [(["9-9"], "no fact '9-9'"), (["1-1", "--report", "x"], "named 'x'")]
)
def test_what_is_not_there(run: Path, arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(app, ["show", arguments[0], str(run), *arguments[1:]])
    assert isinstance(result.exception, InputError)
    assert says in str(result.exception)


def test_the_library_finds_the_same(run: Path) -> None:
    facts = extract(text=REPORT).facts
    assert list(facts["text"]) == ["518个", "20%"]
