"""Scores as people and programs read them: tables, JSON, CSV and Markdown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.qa import diff, listing
from pipeline.qa.agree import Kappa
from pipeline.qa.figures import (
    FactFigures,
    Figure,
    by_name,
    fact_figures,
    share_figures,
)
from pipeline.qa.score import ALL_FACTS, Score

Scores = Mapping[str, Score]

CONFUSED = ("qualifier", "role", "status")
MEASURES_FOR_PEOPLE = ("core", "strict", "span_exact", "span_overlap")


class Section(NamedTuple):
    """A table for people."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def sections(score: Score) -> list[Section]:
    """Return the tables of a score that people read; a table may be empty."""
    return [
        Section(
            "Facts",
            ("group", "measure", "right", "spurious", "missing", "precision", "recall", "F1"),
            [_fact_row(row) for row in fact_figures(score, MEASURES_FOR_PEOPLE)],
        ),
        Section(
            "Cases, attributes, numerals",
            ("share", "right", "of", "value"),
            [
                [row.name, str(row.right), str(row.total), _figure(row.share)]
                for row in share_figures(score)
            ],
        ),
        Section(
            "Confusions",
            ("attribute", "labelled", "found", "facts"),
            list(_confusions(score)),
        ),
    ]


def not_labelled(score: Score) -> str:
    """Say which fields of the run the labels say nothing about; "" if there are none."""
    names = ", ".join(score.not_labelled)
    return names and f"not scored, as the labels have none of these fields: {names}"


def _fact_row(row: FactFigures) -> list[str]:
    tally = row.tally
    counts = [str(tally.right), str(tally.spurious), str(tally.missing)]
    return [row.group, row.measure, *counts, *map(_figure, (row.precision, row.recall, row.f1))]


def _confusions(score: Score) -> Iterator[list[str]]:
    """List what was taken for what, the most frequent first; right ones are left out."""
    for name, counts in _confused(score):
        for (expected, found), count in sorted(
            counts.items(), key=lambda item: (-item[1], item[0])
        ):
            if expected != found:
                yield [name, expected or "–", found or "–", str(count)]


def _confused(score: Score) -> Iterator[tuple[str, Counter[tuple[str, str]]]]:
    """Give the confusions of each attribute; categories are those of a field."""
    for field in score.fields:
        yield f"{field}.category", score.confusion("category", field)
    for attribute in CONFUSED:
        yield attribute, score.confusion(attribute)


def _figure(figure: Figure) -> str:
    if figure.interval is None:
        return _share(figure.value)
    low, high = figure.interval
    return f"{_share(figure.value)} [{low:.3f}, {high:.3f}]"


def as_json(scores: Scores) -> str:
    """Return all figures, confusions and differences by report, shares at full precision."""
    records = {report: _record(score) for report, score in scores.items()}
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def _record(score: Score) -> dict[str, Any]:
    return {
        "facts": [_fact_record(row) for row in fact_figures(score)],
        "not_labelled": list(score.not_labelled),
        "shares": [
            {"name": row.name, "right": row.right, "of": row.total, **_figure_record(row.share)}
            for row in share_figures(score)
        ],
        "confusions": [
            {"attribute": name, "labelled": expected, "found": found, "facts": count}
            for name, counts in _confused(score)
            for (expected, found), count in sorted(counts.items())
        ],
        "differences": [listing.record(difference) for difference in diff.of_score(score)],
    }


def _fact_record(row: FactFigures) -> dict[str, Any]:
    return {
        "group": row.group,
        "measure": row.measure,
        "right": row.tally.right,
        "spurious": row.tally.spurious,
        "missing": row.tally.missing,
        "precision": _figure_record(row.precision),
        "recall": _figure_record(row.recall),
        "f1": _figure_record(row.f1),
    }


def _figure_record(figure: Figure) -> dict[str, float | None]:
    low, high = figure.interval or (None, None)
    return {"value": figure.value, "low": low, "high": high}


def as_csv(scores: Scores) -> str:
    """Return one row per figure, under the name that a gate uses."""
    rows: list[Sequence[object]] = [("report", "figure", "value", "low", "high")]
    for report, score in scores.items():
        rows += [
            [report, name, *_figure_record(figure).values()]
            for name, figure in by_name(score).items()
        ]
    return listing.csv_text(rows)


def as_markdown(scores: Scores) -> str:
    """Return the tables for people, and the differences, in Markdown."""
    parts = []
    for report, score in scores.items():
        parts.append(f"# {report}\n")
        if score.not_labelled:
            parts.append(f"{not_labelled(score)}\n")
        for title, columns, rows in sections(score):
            parts.append(f"## {title}\n\n{listing.markdown_table(columns, rows)}")
        parts.append(f"## Differences\n\n{listing.as_markdown(diff.of_score(score))}")
    return "\n".join(parts)


def agreement_sections(score: Score, kappas: Iterable[Kappa]) -> list[Section]:
    """Return the tables of the agreement of two annotators."""
    tallies = [(name, score.tally(name)) for name in (ALL_FACTS, *score.fields)]
    return [
        Section(
            "Facts on whose figures both agree",
            ("facts", "both", "only B", "only A", "F1"),
            [
                [name, str(tally.right), str(tally.spurious), str(tally.missing), _share(tally.f1)]
                for name, tally in tallies
            ],
        ),
        Section(
            "Attributes of the facts that both labelled",
            ("attribute", "facts", "same", "kappa"),
            [
                [row.attribute, str(row.facts), _share(row.observed), _share(row.kappa)]
                for row in kappas
            ],
        ),
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
