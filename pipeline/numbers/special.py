"""Numerals with a form of their own: dates, fractions, 成, 百分之, spoken money, halves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model import Qualifier
from pipeline.numbers.numeral import Numeral
from pipeline.numbers.values import (
    adjacent_pair,
    arabic_value,
    chinese_value,
    fraction_percent,
    plain,
)

if TYPE_CHECKING:
    import re

    from pipeline.numbers.grammar import NumberGrammar

# The kinds that these forms have, besides those of units.
KINDS = frozenset(
    ("date", "document_number", "duration", "halving", "money", "name", "ordinal", "percent",
     "permille", "vague")
)  # fmt: skip

Values = tuple[Decimal | None, Decimal | None, str, str]
Reader = Callable[["re.Match[str]"], Values]


def read_special(found: re.Match[str], grammar: NumberGrammar) -> Numeral:
    """Read one match of the grammar's ``special`` expression."""
    forms = found.groupdict()
    for form, reader in READERS.items():
        if forms[form] is not None:
            low, high, unit, kind = reader(found)
            break
    else:
        low, high, unit, kind = _vague(found, grammar)
    digits_start = found.start("body")
    start = digits_start if kind in ("date", "ordinal", "name") else found.start()
    inside = found.group("hundredths_inside") or found.group("tenths_inside")
    inside = inside or found.group("half_more") or found.group("and_more")
    after, end = grammar.qualifier_after(found, kind)
    return Numeral(
        start=start,
        end=end,
        digits_start=digits_start,
        digits_end=end - len(after or ""),
        value_min=None if low is None else plain(low),
        value_max=None if high is None else plain(high),
        unit=unit,
        kind=kind,
        qualifier=_qualifier(
            grammar, *found.group("before", "before_second"), "多" if inside else None, after
        ),
    )


def _qualifier(grammar: NumberGrammar, *words: str | None) -> Qualifier:
    names = [grammar.qualifiers.get(word, "at_least") for word in words if word]
    for name in ("at_least", "at_most", "about"):
        if name in names:
            return name
    return "exact"


def _figure(text: str) -> Decimal | None:
    return arabic_value(text) if text[0].isdigit() and text.isascii() else chinese_value(text)


def _bounds(low: str | None, high: str) -> tuple[Decimal | None, Decimal | None]:
    if low is None:
        pair = adjacent_pair(high)
        if pair is not None:
            return pair
        value = _figure(high)
        return value, value
    return _figure(low), _figure(high)


def _document(found: re.Match[str]) -> Values:
    return None, None, "", "document_number"


def _date(found: re.Match[str]) -> Values:
    return None, None, "", "date"


def _hundredths(found: re.Match[str]) -> Values:
    second = found.group("hundredths_b")
    if second:
        low, high = _bounds(found.group("hundredths_a"), second)
    else:
        low, high = _bounds(None, found.group("hundredths_a"))
    return low, high, "%", "percent"


def _thousandths(found: re.Match[str]) -> Values:
    value = _figure(found.group("thousandths_a"))
    return value, value, "‰", "permille"


def _fraction(found: re.Match[str]) -> Values:
    return _share(_figure(found.group("numerator")), _figure(found.group("denominator")))


def _slash(found: re.Match[str]) -> Values:
    return _share(Decimal(found.group("slash_a")), Decimal(found.group("slash_b")))


def _share(numerator: Decimal | None, denominator: Decimal | None) -> Values:
    if numerator is None or denominator is None:
        return None, None, "%", "percent"
    percent = fraction_percent(numerator, denominator)
    return percent, percent, "%", "percent"


def _tenths(found: re.Match[str]) -> Values:
    low, high = _bounds(found.group("tenths_a"), found.group("tenths_b"))
    half = found.group("tenths_half")
    extra = Decimal(0)
    if half:
        extra = Decimal(5) if half == "半" else chinese_value(half) or Decimal(0)
    scaled = [None if value is None else value * 10 + extra for value in (low, high)]
    return scaled[0], scaled[1], "%", "percent"


def _half(found: re.Match[str]) -> Values:
    return Decimal(50), Decimal(50), "%", "percent"


def _halving(found: re.Match[str]) -> Values:
    return Decimal(50), Decimal(50), "%", "halving"


def _spoken(found: re.Match[str]) -> Values:
    first, second = _figure(found.group("spoken_a")), _figure(found.group("spoken_b"))
    if first is None or second is None:
        return None, None, "元", "money"
    value = first + second / 10
    if found.group("spoken_unit") != "块":
        value /= 10
    return value, value, "元", "money"


def _yuan(found: re.Match[str]) -> Values:
    first, second = _figure(found.group("yuan_a")), _figure(found.group("yuan_b"))
    if first is None or second is None:
        return None, None, "元", "money"
    value = first + second / 10
    return value, value, "元", "money"


def _half_unit(found: re.Match[str]) -> Values:
    return Decimal("0.5"), Decimal("0.5"), found.group("half_name"), "duration"


def _and_half(found: re.Match[str]) -> Values:
    whole = _figure(found.group("whole"))
    value = None if whole is None else whole + Decimal("0.5")
    name = found.group("and_half_name") or found.group("and_half_unit")
    return value, value, name, "duration"


def _and_more(found: re.Match[str]) -> Values:
    value = _figure(found.group("more_whole"))
    return value, value, found.group("and_more_name"), "duration"


def _ordinal(found: re.Match[str]) -> Values:
    return None, None, "", "ordinal"


def _code(found: re.Match[str]) -> Values:
    return None, None, "", "name"


def _vague(found: re.Match[str], grammar: NumberGrammar) -> Values:
    unit = grammar.units.get(found.group("vague_unit") or "")
    return None, None, unit.name if unit else "", "vague"


READERS: dict[str, Reader] = {
    "document": _document,
    "date": _date,
    "hundredths": _hundredths,
    "thousandths": _thousandths,
    "fraction": _fraction,
    "slash": _slash,
    "tenths": _tenths,
    "halving": _halving,
    "half": _half,
    "half_alone": _half,
    "spoken": _spoken,
    "yuan": _yuan,
    "half_unit": _half_unit,
    "and_half": _and_half,
    "and_more": _and_more,
    "ordinal": _ordinal,
    "code": _code,
}
