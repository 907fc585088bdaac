"""``anli merge``: the tables of all reports as one set, with counties and links between cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import complain, print_json, say, show_table
from pipeline.cli.formats import FORMAT_HELP

if TYPE_CHECKING:
    from pipeline.merge import Merged

RUNS = Path("extracted")


def merge(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder that holds the reports' folders.")
    ] = RUNS,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the merged set is written.  [default: DIR/all]"),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Rules to use instead of the built-in ones.")
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="NAME,...", help=FORMAT_HELP)
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object with what was merged.")
    ] = False,
) -> None:
    """Merge the tables of all reports into one set, with year, batch, counties and links.

    Example: anli merge extracted --format parquet

    The folders of the reports are only read. Exit status: 0 written; 2 wrong usage or input.
    """
    from pipeline import merge as merging
    from pipeline.formats import check_installed, parse_formats, refuse_unmergeable
    from pipeline.rulebook import load

    wanted = parse_formats(formats or [])
    refuse_unmergeable(wanted)
    check_installed(wanted)
    merged = merging.merge(folder, load(rules))
    place = out or folder / merging.DEFAULT_NAME
    merging.write_merged(merged, place, wanted)
    if as_json:
        print_json(_object(merged, place))
    elif not quiet:
        _show(merged, place)
    _complain_of_rules(merged)


def _object(merged: Merged, place: Path) -> dict[str, object]:
    return {
        "out": str(place),
        "reports": [
            {"name": report.name, "year": report.year, "batch": report.batch}
            for report in merged.reports
        ],
        "rows": {name: len(rows) for name, rows in merged.rows.items()},
        "links": dict(_links(merged)),
    }


def _show(merged: Merged, place: Path) -> None:
    rows = [
        [
            report.name,
            "–" if report.year is None else str(report.year),
            "–" if report.batch is None else str(report.batch),
            *(str(len(report.rows[name])) for name in ("cases", "facts", "numbers")),
        ]
        for report in merged.reports
    ]
    if len(rows) > 1:
        show_table(("report", "year", "batch", "cases", "facts", "numerals"), rows)
    found = ", ".join(f"{count} {kind}" for kind, count in _links(merged).items()) or "none"
    counts = ", ".join(f"{name}: {len(merged.rows[name])}" for name in ("cases", "counties"))
    say(f"{place}: reports: {len(rows)}, {counts}, links between cases: {found}")


def _links(merged: Merged) -> Counter[str]:
    return Counter(str(row["link"]) for row in merged.rows["links"])


def _complain_of_rules(merged: Merged) -> None:
    """Say that reports were made with different rules: their figures then differ by them too."""
    from pipeline.write.descriptor import RULES_SHA256

    if len({report.descriptor[RULES_SHA256] for report in merged.reports}) > 1:
        complain("the reports were made with different rules; run `anli extract` on all of them")
