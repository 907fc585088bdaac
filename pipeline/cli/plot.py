"""``anli plot``: pictures of a batch, and a page on which they can be explored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import say
from pipeline.cli.files import write_files
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.plot.batch import Batch

RUNS = Path("extracted")
DRAWN = ("provinces", "nodes", "costs", "employment", "overview")
INTERACTIVE = "interactive"
PICTURES = (*DRAWN, INTERACTIVE)
FORMATS = ("png", "svg")


def plot(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="The folder of one report, or of several."),
    ] = RUNS,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where a folder is made for each report.")
    ] = Path("pictures"),
    pictures: Annotated[
        list[str] | None,
        typer.Option(
            "--picture",
            metavar="NAME,...",
            help=f"What to make: {', '.join(PICTURES)}; separated by commas, or repeated.  "
            "[default: all]",
        ),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME,...",
            help="Write drawn pictures as png or svg; separated by commas, or repeated.  "
            "[default: both]",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Draw the figures of a batch: places, nodes, falls of costs, employment, and an overview.

    Example: anli plot extracted/batch5 --out pictures --picture overview --format png

    Drawing needs the extra plot (pip install "anli[plot]"); the interactive page, one HTML file,
    does not. Exit status: 0 written; 2 wrong usage or input, or the extra is missing.
    """
    from pipeline.plot.batch import load_batch
    from pipeline.write import report_folders

    names = _chosen("--picture", pictures, PICTURES)
    forms = _chosen("--format", formats, FORMATS)
    drawn = [name for name in names if name != INTERACTIVE]
    if drawn:
        from pipeline.plot.draw.sheet import require_packages

        require_packages()
    for batch in [load_batch(place) for place in report_folders(folder)]:
        files: dict[str, str | bytes] = dict(_drawings(batch, drawn, forms) if drawn else {})
        if INTERACTIVE in names:
            from pipeline.plot.interactive import build_page

            files[f"{INTERACTIVE}.html"] = build_page(batch)
        write_files(out / batch.report, files)
        if not quiet:
            say(f"{out / batch.report}: {', '.join(files)}")


def _chosen(option: str, texts: Sequence[str] | None, known: Sequence[str]) -> list[str]:
    """Read the names that an option gives; all if it gives none.

    Raises
    ------
    InputError
        For a name that is not known.
    """
    given = [name.strip() for text in texts or () for name in text.split(",") if name.strip()]
    for name in given:
        if name not in known:
            raise InputError(f"{option} takes {', '.join(known)}; not {name!r}")
    return [name for name in known if not given or name in given]


def _drawings(batch: Batch, names: Sequence[str], forms: Sequence[str]) -> dict[str, bytes]:
    """Draw pictures of a batch; return the files by their names."""
    from pipeline.plot.draw.pictures import draw
    from pipeline.plot.overview import overview

    shown = overview(batch)
    sheets = {name: draw(name, shown) for name in names}
    return {
        f"{name}.{form}": sheet.render(form) for name, sheet in sheets.items() for form in forms
    }
