"""Pairs of cases that belong together: the same case twice, a brand again, another brand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from pipeline.merge.cases import MergedCase
from pipeline.split.slogan import same_slogan
from pipeline.tables.definition import Table
from pipeline.tables.figures import plain

Kind = Literal["duplicate", "restated", "rebranded"]

NEARLY_THE_SAME = Decimal("0.6")
"""From this similarity on, two texts are one: a character in twenty may have been changed."""

STEP = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Link:
    """Two cases, the earlier one first, and what links them."""

    kind: Kind
    first: MergedCase
    second: MergedCase
    similarity: Decimal
    same_slogan: bool


def find_links(cases: Sequence[MergedCase]) -> list[Link]:
    """Find all links, in the order of the cases."""
    links = (_link(first, second) for first, second in _pairs(cases))
    found = [link for link in links if link is not None]
    return sorted(found, key=lambda link: (link.first.order, link.second.order))


def similarity(first: MergedCase, second: MergedCase) -> Decimal:
    """Tell which share of the passages of two cases both have, to two places."""
    either = len(first.passages | second.passages)
    if not either:
        return Decimal(0)
    return (Decimal(len(first.passages & second.passages)) / either).quantize(STEP)


def link_row(table: Table, link: Link) -> dict[str, object]:
    """Make the row of a link."""
    first, second = link.first, link.second
    county = first.county if first.county == second.county else None
    return table.row(
        {
            "link": link.kind,
            "county_id": county and county.county_id,
            "report_a": first.report.name,
            "case_no_a": first.row["case_no"],
            "start_a": first.row["start"],
            "report_b": second.report.name,
            "case_no_b": second.row["case_no"],
            "start_b": second.row["start"],
            "text_similarity": link.similarity,
            "slogan_a": first.slogan,
            "slogan_b": second.slogan,
            "evidence": _evidence(link),
        }
    )


def _pairs(cases: Sequence[MergedCase]) -> Iterator[tuple[MergedCase, MergedCase]]:
    """Give the pairs worth a look: of one county, or of an unknown one with the same slogan."""
    by_county = defaultdict(list)
    for case in cases:
        if case.county is not None:
            by_county[case.county.county_id].append(case)
    for group in by_county.values():
        yield from combinations(group, 2)
    for first, second in combinations(cases, 2):
        unknown = first.county is None or second.county is None
        if unknown and same_slogan(first.slogan, second.slogan):
            yield first, second


def _link(first: MergedCase, second: MergedCase) -> Link | None:
    """Say what links two cases; in one report only the same text does."""
    alike, same = similarity(first, second), same_slogan(first.slogan, second.slogan)
    kind: Kind
    if alike >= NEARLY_THE_SAME:
        kind = "duplicate"
    elif first.report is second.report:
        return None
    else:
        kind = "restated" if same else "rebranded"
    return Link(kind, first, second, alike, same)


def _evidence(link: Link) -> str:
    parts = [
        *_of_counties(link.first, link.second),
        "口号相同" if link.same_slogan else "口号不同",
        f"正文相似度 {plain(link.similarity)}",
    ]
    return "；".join(parts)


def _of_counties(first: MergedCase, second: MergedCase) -> Iterable[str]:
    if first.county is None or second.county is None:
        return ["所在地不明"]
    names = [str(case.row["county"]) for case in (first, second)]
    codes = [str(case.row["adcode"]) for case in (first, second)]
    if names[0] == names[1] and codes[0] == codes[1]:
        return [f"同为{names[0]}"]
    changed = "改为".join(f"{name}（{code}）" for name, code in zip(names, codes, strict=True))
    return [f"同一县级单位，{changed}"]
