"""A comparison as people and programs read it: tables, Markdown, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from pipeline.compare.batches import Item
from pipeline.compare.compare import Comparison, Finding
from pipeline.compare.figures import Kind
from pipeline.compare.signals import Share
from pipeline.compare.statistics import Distribution, wilson
from pipeline.qa.listing import markdown_table
from pipeline.qa.report import Section
from pipeline.tables.definition import table
from pipeline.tables.figures import plain

FEWEST_SHOWN = 3
"""Kinds of figures that fewer cases of every batch have are left to the JSON."""
RULES_SHOWN = 10
SUBJECTS_SHOWN = 10
NONE = "–"
UNKNOWN = "（不明 unknown）"
LOOK = {True: "要看 look", False: NONE}


def sections(comparison: Comparison, places: int) -> list[Section]:
    """Return the tables that people read; a table may be empty.

    Parameters
    ----------
    places
        How many places to look at are shown for each alarm.
    """
    names = [batch.name for batch in comparison.batches]
    return [
        Section(
            "变化预警 Drift",
            ("信号 signal", *names, "界限 limit", "结论 result"),
            [_finding_row(finding) for finding in comparison.findings],
        ),
        *(_places(finding, places) for finding in comparison.findings if finding.alarm),
        Section("各省案例数 Cases by province", ("省级 province", *names), _provinces(comparison)),
        Section(
            f"数据分布 Figures (those of at least {FEWEST_SHOWN} cases of a batch)",
            (
                "指标 figure",
                "单位 unit",
                "批次 batch",
                "案例 cases",
                "数据 figures",
                "合计 total",
                "25%",
                "中位数 median",
                "95% 区间 interval",
                "75%",
            ),
            list(_figures(comparison)),
        ),
        Section(
            f"新出现的说法 Subjects not seen before (first {SUBJECTS_SHOWN})",
            ("指标 field", "说法 subject", "条数 facts", "例句 example"),
            [
                [one.field, one.subject, str(one.facts), one.example.sentence]
                for one in comparison.subjects[:SUBJECTS_SHOWN]
            ],
        ),
        Section(
            f"用得更多或更少的规则 Rules whose share moved most (first {RULES_SHOWN})",
            ("规则 rule", *names),
            [[use.rule, *map(str, use.counts)] for use in comparison.rules[:RULES_SHOWN]],
        ),
    ]


def as_markdown(comparison: Comparison, places: int) -> str:
    """Return the tables for people in Markdown."""
    parts = [f"> {note}\n" for note in comparison.notes]
    parts += [
        f"## {title}\n\n{markdown_table(columns, rows)}"
        for title, columns, rows in sections(comparison, places)
        if rows
    ]
    return "\n".join(parts)


def as_json(comparison: Comparison) -> str:
    """Return everything by names, with all places to look at."""
    names = [batch.name for batch in comparison.batches]
    record = {
        "batches": [
            {"name": batch.name, "cases": len(batch.cases), "facts": len(list(batch.facts))}
            for batch in comparison.batches
        ],
        "must_look": comparison.must_look,
        "notes": comparison.notes,
        "signals": [_finding_record(finding, names) for finding in comparison.findings],
        "provinces": [
            {"province": province, "cases": dict(zip(names, counts, strict=True))}
            for province, counts in comparison.provinces.items()
        ],
        "figures": [
            {**figure.kind._asdict(), "batch": name, **_distribution_record(found)}
            for figure in comparison.figures
            for name, found in zip(names, figure.distributions, strict=True)
            if found is not None
        ],
        "new_subjects": [
            {
                "field": one.field,
                "subject": one.subject,
                "facts": one.facts,
                **_item_record(one.example),
            }
            for one in comparison.subjects
        ],
        "rules": [
            {"rule": use.rule, "facts": dict(zip(names, use.counts, strict=True))}
            for use in comparison.rules
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def title_of(finding: Finding) -> str:
    """Name a sign for people."""
    return f"{finding.signal.zh} {finding.signal.en}"


def _finding_row(finding: Finding) -> list[str]:
    shares = [_share(share) for share in finding.signal.shares]
    return [title_of(finding), *shares, f"{finding.limit:.1%}", LOOK[finding.alarm]]


def _share(share: Share) -> str:
    interval = wilson(share.count, share.of)
    if interval is None:
        return f"{share.count}/{share.of}"
    low, high = interval
    return f"{share.count}/{share.of} = {share.value:.1%} [{low:.1%}, {high:.1%}]"


def _places(finding: Finding, shown: int) -> Section:
    items = finding.signal.items
    return Section(
        f"{title_of(finding)}: {min(shown, len(items))} / {len(items)}",
        ("材料 report", "案例 case", "内容 what", "原句 sentence"),
        [
            [item.report, NONE if item.case_no is None else str(item.case_no), *_texts(item)]
            for item in items[:shown]
        ],
    )


def _texts(item: Item) -> tuple[str, str]:
    return item.text, item.sentence


def _provinces(comparison: Comparison) -> list[list[str]]:
    rows = [
        [province or UNKNOWN, *map(str, counts)]
        for province, counts in comparison.provinces.items()
    ]
    totals = [str(len(batch.cases)) for batch in comparison.batches]
    return [*rows, ["合计 total", *totals]]


def _figures(comparison: Comparison) -> Iterator[list[str]]:
    for figure in comparison.figures:
        if max(found.cases for found in figure.distributions if found) < FEWEST_SHOWN:
            continue
        for batch, found in zip(comparison.batches, figure.distributions, strict=True):
            yield [
                _name(figure.kind),
                figure.kind.unit,
                batch.name,
                *_distribution(found, len(batch.cases), is_added=figure.kind.is_added),
            ]


def _distribution(found: Distribution | None, cases: int, *, is_added: bool) -> list[str]:
    if found is None:
        return [f"0/{cases}", "0", *[NONE] * 5]
    low, middle, high = map(_figure, found.quartiles)
    interval = NONE if found.interval is None else "–".join(map(_figure, found.interval))
    total = _figure(found.total) if is_added else NONE
    return [f"{found.cases}/{cases}", str(found.figures), total, low, middle, interval, high]


def _name(kind: Kind) -> str:
    """Name a kind by its Chinese labels and by its values, as they stand in the tables."""
    values = {"field": kind.field, "category": kind.category, "basis": kind.basis}
    known = {column: value for column, value in values.items() if value}
    labels = "·".join(_label(column, value) for column, value in known.items())
    return f"{labels} {'.'.join(known.values())}"


def _label(column: str, value: str) -> str:
    """Give the Chinese label of a value; what has none is shown as it is."""
    enumeration = table("facts").column(column).enumeration
    known = enumeration.values if enumeration else ()
    return next((one.zh for one in known if one.value == value), value)


def _figure(figure: Decimal) -> str:
    return f"{Decimal(plain(figure)):,f}"


def _finding_record(finding: Finding, names: Sequence[str]) -> dict[str, Any]:
    return {
        "name": finding.signal.name,
        "alarm": finding.alarm,
        "limit": round(finding.limit, 6),
        "rise": finding.threshold.rise,
        "places": finding.threshold.places,
        "shares": [
            {"batch": name, **_share_record(share)}
            for name, share in zip(names, finding.signal.shares, strict=True)
        ],
        "items": [_item_record(item) for item in finding.signal.items],
    }


def _share_record(share: Share) -> dict[str, Any]:
    low, high = wilson(share.count, share.of) or (None, None)
    record = {"count": share.count, "of": share.of, "value": share.value, "low": low, "high": high}
    return {
        key: round(value, 6) if isinstance(value, float) else value for key, value in record.items()
    }


def _item_record(item: Item) -> dict[str, Any]:
    return {
        "report": item.report,
        "case_no": item.case_no,
        "text": item.text,
        "sentence": item.sentence,
    }


def _distribution_record(found: Distribution) -> dict[str, Any]:
    first, middle, third = map(_json_figure, found.quartiles)
    low, high = map(_json_figure, found.interval) if found.interval else (None, None)
    return {
        "cases": found.cases,
        "figures": found.figures,
        "total": _json_figure(found.total),
        "quartile_1": first,
        "median": middle,
        "median_low": low,
        "median_high": high,
        "quartile_3": third,
    }


def _json_figure(figure: Decimal) -> int | float:
    """Give a figure as a JSON number: whole where it is, else to its few places."""
    return int(figure) if figure == figure.to_integral_value() else float(figure)
