"""The rows of the merged set, from those of the reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.merge.cases import MergedCase, merged_cases
from pipeline.merge.links import find_links, link_row
from pipeline.merge.reports import Report, Row, read_reports
from pipeline.rulebook import Rulebook
from pipeline.split.succession import Counties, County
from pipeline.tables.definition import Table
from pipeline.tables.merged import COUNTIES, LINKS, load_merged_definition


@dataclass(frozen=True, slots=True)
class Merged:
    """All reports as one set.

    Attributes
    ----------
    reports
        What was merged, the earliest first.
    rows
        The rows of each table of :func:`~pipeline.tables.merged.load_merged_definition`.
    """

    reports: tuple[Report, ...]
    rows: dict[str, list[dict[str, object]]]


def merge(folder: Path, rulebook: Rulebook) -> Merged:
    """Merge the reports of an output folder; nothing is written.

    Raises
    ------
    InputError
        If no reports are there, or one cannot be read.
    RuleError
        If the table of divisions cannot be read.
    """
    return merge_reports(read_reports(folder, rulebook), Counties.load(rulebook.path / "regions"))


def merge_reports(reports: Sequence[Report], counties: Counties) -> Merged:
    """Merge reports that are read already; they stand in the order in which they came out."""
    tables = load_merged_definition().tables
    cases = merged_cases(reports, counties)
    rows = {
        COUNTIES: list(_county_rows(tables[COUNTIES], cases)),
        "cases": [_case_row(tables["cases"], case) for case in cases],
        "facts": _rows(tables["facts"], reports),
        "numbers": _rows(tables["numbers"], reports),
        LINKS: [link_row(tables[LINKS], link) for link in find_links(cases)],
    }
    return Merged(tuple(reports), rows)


def _case_row(table: Table, case: MergedCase) -> dict[str, object]:
    county = None if case.county is None else case.county.county_id
    return table.row({**case.row, **_origin(case.report), "county_id": county})


def _rows(table: Table, reports: Sequence[Report]) -> list[dict[str, object]]:
    return [
        table.row({**row, **_origin(report)})
        for report in reports
        for row in report.rows[table.name]
    ]


def _origin(report: Report) -> Row:
    return {"year": report.year, "batch": report.batch}


def _county_rows(table: Table, cases: Sequence[MergedCase]) -> Iterator[dict[str, object]]:
    """Make a row for each county, by its code."""
    by_id: dict[str, list[MergedCase]] = {}
    counties: dict[str, County] = {}
    for case in cases:
        if case.county is not None:
            by_id.setdefault(case.county.county_id, []).append(case)
            counties[case.county.county_id] = case.county
    for county_id in sorted(by_id):
        yield _county_row(table, counties[county_id], by_id[county_id])


def _county_row(table: Table, county: County, cases: Sequence[MergedCase]) -> dict[str, object]:
    present = county.present
    return table.row(
        {
            "county_id": county.county_id,
            "county": present.name,
            "province": present.province,
            "prefecture": present.prefecture,
            "in_force": county.in_force,
            "codes": _joined(table, "codes", county.codes),
            "names": _joined(table, "names", county.names),
            "case_count": len(cases),
            "cases": _joined(table, "cases", [case.name for case in cases]),
        }
    )


def _joined(table: Table, column: str, items: Sequence[str]) -> str:
    return str(table.column(column).separator).join(items)
