"""Labels as one CSV file for people who work in Excel or LibreOffice, and back.

One row is a fact with all that is said of its case; a case without facts has a row without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pipeline.errors import InputError
from pipeline.exchange.complete import completed
from pipeline.exchange.spreadsheet import csv_file, guarded, guarded_figure, read_csv_file
from pipeline.exchange.texts import (
    CASE_NAMES,
    FACT_NAMES,
    LISTS,
    WHOLE_NUMBERS,
    CaseTexts,
    LabelError,
    Texts,
    case_texts,
    fact_texts,
    joined,
    parted,
    read_case,
    read_fact,
)
from pipeline.qa.apply import quote
from pipeline.qa.check import Numerals, case_regions
from pipeline.qa.gold import FIGURES, GoldCase

COLUMNS = (*CASE_NAMES, *FACT_NAMES)
PLACE = ("start", "end")

Rows = Sequence[tuple[int, Texts]]
ReadReport = Callable[[], tuple[str, Sequence[int]]]
"""Gives the text of the report, and where its cases begin, labelled or not."""


def labels_csv(cases: Iterable[GoldCase]) -> str:
    """Write labels as CSV."""
    return csv_file(COLUMNS, (row for case in cases for row in _rows(case)))


def _rows(case: GoldCase) -> Iterator[list[str]]:
    own = {
        name: joined(value) if isinstance(value, tuple) else value
        for name, value in case_texts(case).items()
    }
    for texts in map(fact_texts, case.facts) if case.facts else (dict.fromkeys(FACT_NAMES, ""),):
        yield [_cell(name, value) for name, value in {**own, **texts}.items()]


def _cell(name: str, text: str) -> str:
    return guarded_figure(text) if name in FIGURES | WHOLE_NUMBERS else guarded(text)


def read_csv_labels(path: Path, numerals: Numerals, report: ReadReport) -> list[GoldCase]:
    """Read labels from a CSV file that a spreadsheet may have saved.

    Figures, unit, qualifier and the like may be empty as far as the words of the fact say them;
    so may the place or the quote.

    Parameters
    ----------
    numerals
        Finds the numerals of a text, for figures that were left empty.
    report
        Reads the report; called only if a place or a quote was left empty.

    Raises
    ------
    InputError
        If an attribute is missing or has a value that it cannot have; names the line.
    """
    try:
        rows = read_csv_file(path.read_bytes(), COLUMNS)
        groups = _by_case(rows)
        places = cache(lambda: _CasePlaces(*report(), groups))
        return [_case(group, numerals, places) for group in groups]
    except OSError as error:
        message = f"cannot be read ({error.strerror}): name the CSV file of labels"
        raise InputError(message, path=path) from None
    except LabelError as error:
        raise InputError(str(error), path=path, line=error.line) from None


def _by_case(rows: Rows) -> Sequence[Rows]:
    """Put the rows of each case together, and check that they say the same of it."""
    groups: dict[tuple[str, str], list[tuple[int, Texts]]] = {}
    for line, row in rows:
        group = groups.setdefault((row["case_no"], row["heading"]), [])
        group.append((line, row))
        first_line, first = group[0]
        for name in CASE_NAMES:
            if row[name] != first[name]:
                message = f"{name} is {row[name]!r}, in line {first_line} {first[name]!r}"
                raise LabelError(f"{message}: write the same for the same case", line)
    if not groups:
        raise LabelError("holds no case: write one fact in a row")
    return list(groups.values())


def _case(group: Rows, numerals: Numerals, places: Callable[[], _CasePlaces]) -> GoldCase:
    facts = []
    for line, row in group:
        texts: Texts = {name: row[name] for name in FACT_NAMES if row[name]}
        if texts:
            with _at(line):
                if not texts.keys() >= {*PLACE, "quote"}:
                    texts = places().filled(row, texts)
                facts.append(read_fact(completed(texts, numerals)))
    with _at(group[0][0]):
        return read_case(_about_case(group), sorted(facts, key=lambda fact: fact.start))


def _about_case(group: Rows) -> CaseTexts:
    row = group[0][1]
    return {name: parted(row[name]) if name in LISTS else row[name] for name in CASE_NAMES}


@contextmanager
def _at(line: int) -> Iterator[None]:
    """Add the line to a error."""
    try:
        yield
    except LabelError as error:
        raise LabelError(str(error), line) from None


class _CasePlaces:
    """The text of a report, for places and quotes that were left empty."""

    def __init__(self, source: str, starts: Sequence[int], groups: Sequence[Rows]):
        self._source = source
        cases = []
        for group in groups:
            with _at(group[0][0]):
                cases.append(read_case(_about_case(group)))
        self._regions = {
            (group[0][1]["case_no"], group[0][1]["heading"]): region
            for group, region in zip(groups, case_regions(cases, source, starts), strict=True)
        }

    def filled(self, row: Texts, texts: Texts) -> Texts:
        """Fill in the place of a fact by its quote, or its quote by its place."""
        region = self._regions[row["case_no"], row["heading"]]
        if "quote" in texts and not texts.keys() & set(PLACE) and "text" in texts:
            start = self._place(texts["text"], texts["quote"], region)
            return {**texts, "start": str(start), "end": str(start + len(texts["text"]))}
        place = [texts.get(name, "") for name in PLACE]
        if "quote" not in texts and all(map(str.isdecimal, place)):
            start, end = map(int, place)
            return {**texts, "quote": quote(self._source, region, start, end)}
        return texts

    def _place(self, text: str, words: str, region: range) -> int:
        within = self._source[region.start : region.stop]
        for what, piece, whole in (("quote", words, within), ("text", text, words)):
            if whole.count(piece) != 1:
                place = "the case" if what == "quote" else "its quote"
                message = f"{what} {piece!r} stands {whole.count(piece)} times in {place}"
                raise LabelError(
                    f"{message}: choose a quote that stands once and holds the text once"
                )
        return region.start + within.index(words) + words.index(text)
