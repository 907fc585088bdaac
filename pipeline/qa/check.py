"""Checks of a gold set against the annotation guide and against the text of its report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.numbers import Numeral
from pipeline.qa.gold import GoldCase, GoldFact, Problem, read_gold
from pipeline.qa.score import shown
from pipeline.read.view import narrowed

QUOTE_LENGTH = range(8, 61)

Numerals = Callable[[str], Sequence[Numeral]]


def check_gold(
    path: Path, source: str, numerals: Numerals, starts: Sequence[int] = ()
) -> list[Problem]:
    """List all that is wrong with a gold set, in order of its lines.

    Parameters
    ----------
    source
        The text of the report that the offsets point into.
    numerals
        Finds the numerals of a text, to hold the labelled figures against.
    starts
        Where the cases of the report begin, labelled or not.

    Raises
    ------
    InputError
        When the file cannot be read at all.
    """
    cases, problems = read_gold(path)
    regions = case_regions([case for _, case in cases], source, starts)
    for (line, case), region in zip(cases, regions, strict=True):
        messages = [*_heading(case, region), *_slogan(case, source), *_order(case)]
        for number, fact in enumerate(case.facts, start=1):
            found = (*_form(fact), *_place(fact, source, region), *_figures(fact, numerals))
            messages += [f"fact {number} ({fact.text}): {message}" for message in found]
        problems += [Problem(line, message) for message in messages]
    return sorted(problems, key=lambda problem: problem.line)


def case_regions(cases: Sequence[GoldCase], source: str, starts: Sequence[int] = ()) -> list[range]:
    """Find where each case stands: from its heading to the next; empty without a heading.

    A heading may stand in a table of contents too: the last one before the first fact counts.
    Where only some cases of the report are labelled, ``starts`` tells where others begin.
    """
    headings = [_heading_start(case, source) for case in cases]
    ends = [*sorted({*headings, *starts} - {-1}), len(source)]
    return [
        range(start, next(end for end in ends if end > start)) if start >= 0 else range(0)
        for start in headings
    ]


def _heading_start(case: GoldCase, source: str) -> int:
    if case.facts:
        before = source.rfind(case.heading, 0, min(fact.start for fact in case.facts))
        if before >= 0:
            return before
    return source.rfind(case.heading)


def _heading(case: GoldCase, region: range) -> Iterator[str]:
    if not region:
        yield "the heading stands nowhere in the text of the report: copy it from there"


def _slogan(case: GoldCase, source: str) -> Iterator[str]:
    """Check that slogans are cleaned as the guide says, and stand in the heading and the text."""
    plus = str.maketrans("＋", "+")
    for name in ("slogan", "slogan_suffix"):
        value: str = getattr(case, name)
        if value != value.strip() or "＋" in value:
            yield f"{name} {value!r}: remove outer spaces and write + for ＋"
        elif value not in case.heading.translate(plus):
            yield f"{name} {value!r} does not stand in the heading: copy it from there"
    if len(set(case.slogan_body)) < len(case.slogan_body):
        yield "slogan_body names a form twice: keep each form once"
    for form in case.slogan_body:
        if form not in source.translate(plus):
            yield f"slogan_body {form!r} does not stand in the text: copy it from there"


def _order(case: GoldCase) -> Iterator[str]:
    """Check that facts are in order of appearance, each once, and do not overlap."""
    for number, fact in enumerate(case.facts[1:], start=2):
        before = case.facts[: number - 1]
        furthest = max(before, key=lambda one: one.end)
        if fact.start < before[-1].start:
            yield f"fact {number} ({fact.text}) stands before fact {number - 1}: put it first"
        elif fact.start < furthest.end and not _paired(fact, furthest):
            yield (
                f"fact {number} ({fact.text}) overlaps {furthest.text}: "
                "keep one of them or mend their places"
            )


def _paired(fact: GoldFact, before: GoldFact) -> bool:
    """Whether the two are prices of one list (由0.6元、0.9元降至0.35元、0.5元)."""
    return fact.category == before.category and None not in (fact.from_min, before.from_min)


def _form(fact: GoldFact) -> Iterator[str]:
    """Check what the guide says of the attributes of each field."""
    categories = _guide().get(fact.field, {fact.category: ".*"})
    if fact.category not in categories:
        known = ", ".join(categories)
        yield f"{fact.field} has no category {fact.category!r}: write one of {known}"
    elif not re.fullmatch(categories[fact.category], fact.unit):
        yield f"{fact.field}.{fact.category} is not counted in {fact.unit!r}: see the guide"
    if fact.value_max < fact.value_min:
        yield "value_max is less than value_min: exchange them"
    yield from _before(fact)


def _before(fact: GoldFact) -> Iterator[str]:
    """Check that a fact has the figures before a change just where the guide asks for them."""
    known = _changes()["before"]
    rule = known.get(f"{fact.field}.{fact.category}", "never")
    missing = (fact.from_min, fact.from_max).count(None)
    if missing == 1 or (missing, rule) in {(2, "always"), (0, "never")}:
        yield (
            f"{fact.field}.{fact.category} {rule} has from_min and from_max "
            f"(a change: {', '.join(known)}): add or remove them"
        )
    elif fact.from_min is not None and fact.from_max is not None and fact.from_max < fact.from_min:
        yield "from_max is less than from_min: exchange them"


@cache
def _guide() -> dict[str, dict[str, str]]:
    """Read which categories each field has, and the units of each."""
    return _data("guide.toml")


@cache
def _changes() -> dict[str, dict[str, Any]]:
    """Read which facts have figures before a change, and how times are converted."""
    return _data("changes.toml")


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("pipeline.qa").joinpath(name).read_text(encoding="utf-8"))


def _place(fact: GoldFact, source: str, region: range) -> Iterator[str]:
    """Check that the fact stands where it says, within its case, and that its quote finds it."""
    if source[fact.start : fact.end] != fact.text:
        yield (
            f"the text from {fact.start} to {fact.end} is {source[fact.start : fact.end][:20]!r}: "
            f"{_advice(fact, source, region)}"
        )
        return
    if region and not (fact.start in region and fact.end <= region.stop):
        yield "stands outside its case: move it to the case that it stands in"
        return
    if len(fact.quote) not in QUOTE_LENGTH:
        yield f"the quote has {len(fact.quote)} characters: give it 8 to 60"
    within = source[region.start : region.stop] if region else source
    times = within.count(fact.quote)
    if times != 1:
        yield f"the quote stands {times} times in the case: choose one that stands there once"
    else:
        start = region.start + within.index(fact.quote)
        if not start <= fact.start <= fact.end <= start + len(fact.quote):
            yield f"the quote (at {start}) does not contain the fact (at {fact.start}): mend one"


def _advice(fact: GoldFact, source: str, region: range) -> str:
    """Say where the text stands, as the quote tells."""
    at = source.find(fact.quote, region.start, region.stop or None)
    if at < 0 or fact.text not in fact.quote:
        return "correct text, start, end and quote"
    start = at + fact.quote.index(fact.text)
    return f"by its quote it stands from {start} to {start + len(fact.text)}"


def _figures(fact: GoldFact, numerals: Numerals) -> Iterator[str]:
    """Check that the text says the labelled figures and qualifier.

    A single 1 may stand for more: 各一处 over a list counts as the total of the list. The
    text may hold further figures, and a qualifying word that the grammar does not know.
    """
    text = narrowed(fact.text)
    read = [numeral for numeral in numerals(text) if numeral.value_min is not None]
    values = [_in_unit(numeral, fact.unit) for numeral in read]
    wanted: list[tuple[Decimal | None, Decimal | None]] = [(fact.value_min, fact.value_max)]
    if fact.from_min is not None:
        wanted.insert(0, (fact.from_min, fact.from_max))
    if not values or values == [(Decimal(1), Decimal(1))]:
        return
    if not all(_said(value, values) for value in wanted) or len(values) < len(wanted):
        yield f"the text says {_shown(values)}, the label {_shown(wanted)}: correct one of them"
    elif fact.qualifier not in {numeral.qualifier for numeral in read} and all(
        numeral.end - numeral.start == len(text) or numeral.qualifier != "exact" for numeral in read
    ):
        yield f"the text says {read[-1].qualifier}, the label {fact.qualifier}: correct the label"


def _in_unit(numeral: Numeral, unit: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the figures of a numeral; times in the unit of the fact (2 天 are 48 小时)."""
    minutes: dict[str, int] = _changes()["minutes"]
    low, high = numeral.value_min, numeral.value_max
    if numeral.unit not in minutes or unit not in minutes or low is None or high is None:
        return low, high
    factor = Decimal(minutes[numeral.unit]) / minutes[unit]
    return low * factor, high * factor


def _said(
    wanted: tuple[Decimal | None, Decimal | None],
    values: Sequence[tuple[Decimal | None, Decimal | None]],
) -> bool:
    """Whether the text has the figure, or both ends of the range as figures of their own."""
    return wanted in values or all((end, end) in values for end in wanted)


def _shown(values: Sequence[tuple[Decimal | None, Decimal | None]]) -> str:
    ranges = [(shown(low), shown(high)) for low, high in values]
    return " → ".join(low if low == high else f"{low}–{high}" for low, high in ranges)
