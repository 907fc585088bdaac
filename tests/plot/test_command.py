"""``anli plot``: which files it writes, what it says, and the pictures of the README."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from typer.main import get_command

from pipeline.cli.app import app, main
from pipeline.cli.plot import DRAWN
from pipeline.plot.batch import load_batch
from pipeline.plot.draw.pictures import NAMES, draw
from pipeline.plot.overview import overview

ROOT = Path(__file__).parents[2]
REPORT = "rural-logistics-brands-batch4"
RUN = ROOT / "extracted" / REPORT
KILOBYTE = 1024
SHOWN = ("overview", "costs", "provinces", "nodes")
VISIBLE = 48
"""By how much a point may differ in lightness: other versions smooth edges a little otherwise."""


def anli(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    return int(end.value.code or 0)


def test_the_command_knows_all_pictures() -> None:
    assert tuple(NAMES) == DRAWN


def test_all_pictures_of_a_run_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "pictures"
    assert anli("plot", ROOT / "extracted", "--out", out) == 0
    names = [f"{name}.{form}" for name in DRAWN for form in ("png", "svg")]
    names.append("interactive.html")
    assert capsys.readouterr().out == f"{out / REPORT}: {', '.join(names)}\n"
    assert sorted(path.name for path in (out / REPORT).iterdir()) == sorted(names)


def test_pictures_and_formats_can_be_chosen(tmp_path: Path) -> None:
    arguments = ("--picture", "nodes,interactive", "--picture", "provinces", "--format", "svg")
    assert anli("plot", RUN, "--out", tmp_path, *arguments, "--quiet") == 0
    assert {path.name for path in (tmp_path / REPORT).iterdir()} == {
        "nodes.svg",
        "provinces.svg",
        "interactive.html",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "holds no tables of a run"),
        ([str(RUN), "--picture", "pie"], "--picture takes provinces, nodes"),
        ([str(RUN), "--format", "gif"], "--format takes png, svg; not 'gif'"),
        ([str(RUN), "--picture", "nodes", "--out", "{file}"], "cannot be made"),
    ],
)
def test_what_cannot_be_used_is_told(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("")
    given = [argument.format(file=file) for argument in arguments]
    assert anli("plot", "--out", tmp_path / "out", *given) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / REPORT
    (folder / "nodes.svg.part").mkdir(parents=True)
    (folder / "provinces.svg").write_text("earlier")
    arguments = ("--picture", "provinces,nodes", "--format", "svg")
    assert anli("plot", RUN, "--out", tmp_path, *arguments) == 2
    assert (folder / "provinces.svg").read_text() == "earlier"
    assert not (folder / "provinces.svg.part").exists()


@pytest.mark.parametrize("package", ["matplotlib", "pylopdf_fonts_zh_cn"])
def test_without_the_extra_that_is_told_and_the_page_can_still_be_made(
    package: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hide(package, monkeypatch)
    assert anli("plot", RUN, "--out", tmp_path / "none") == 2
    told = capsys.readouterr().err
    assert package.replace("_", "-") in told
    assert 'pip install "anli[plot]"' in told
    assert not (tmp_path / "none").exists()
    assert anli("plot", RUN, "--out", tmp_path, "--picture", "interactive") == 0
    assert (tmp_path / REPORT / "interactive.html").is_file()


def hide(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a package look as if it were not installed."""
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(package), *sys.meta_path])


class Missing:
    """A finder that says of one package that it is not there."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(self, name: str, *_: object) -> None:
        if name.split(".")[0] == self.package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


# --- the pictures of the README --------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> Mapping[str, bytes]:
    shown = overview(load_batch(RUN))
    return {name: draw(name, shown).render("png") for name in SHOWN}


@pytest.mark.parametrize("name", SHOWN)
def test_the_pictures_of_the_readme_are_what_the_command_makes(
    name: str, drawn: Mapping[str, bytes]
) -> None:
    kept = ROOT / f"docs/img/plot-{name}.png"
    assert kept.stat().st_size < 150 * KILOBYTE
    with Image.open(kept) as one, Image.open(io.BytesIO(drawn[name])) as other:
        assert one.size == other.size, "run tools/make_pictures.py"
        difference = ImageChops.difference(one.convert("L"), other.convert("L"))
    differing = sum(difference.histogram()[VISIBLE:])
    assert not differing, "run tools/make_pictures.py"


def test_the_page_about_pictures_names_every_option_and_picture() -> None:
    page = (ROOT / "docs/plots.md").read_text(encoding="utf-8")
    options = {f"--{name}" for name in ("out", "picture", "format", "quiet", "help")}
    command = get_command(app).commands["plot"]  # type: ignore[attr-defined]
    known = {option for one in command.params for option in one.opts if option.startswith("--")}
    assert known | {"--help"} == options
    assert all(f"`{option}" in page for option in options)
    assert all(f"`{name}`" in page for name in (*DRAWN, "interactive", "png", "svg"))
