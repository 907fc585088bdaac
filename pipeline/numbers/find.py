"""Find every numeral of a text and read its value."""

from __future__ import annotations

import functools
import string
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model import Qualifier
from pipeline.numbers.grammar import NumberGrammar
from pipeline.numbers.numeral import Numeral
from pipeline.numbers.special import read_special
from pipeline.numbers.values import (
    adjacent_pair,
    arabic_value,
    chinese_value,
    multiplier_value,
    plain,
    sum_of_parts,
)

if TYPE_CHECKING:
    import re

LONGEST_FIGURE = 24
KNOWN_FIGURES = 4096
ONE = Decimal(1)
GROUPS = ("before", "before_second", "arabic", "inside", "multiplier", "arabic_rest",
          "inside_last", "chinese", "chinese_inside", "chinese_rest", "unit", "per",
          "after")  # fmt: skip
ARABIC_GROUPS = ("arabic", "inside", "multiplier", "arabic_rest", "inside_last")
CHINESE_GROUPS = ("chinese", "chinese_inside", "chinese_rest")
# Behind Arabic digits, what a form of its own can go on with (年 of a date, 成, 分之, letters of a
# code, the sign of a range), or has a little later (3个半小时, 3个多小时); else they are a plain
# figure.
FORM_GOES_ON = frozenset("年月分成块毛角元/至到—–－-~～" + string.ascii_letters)
HALF_OR_MORE = frozenset("半多余")
STRENGTH: dict[Qualifier, int] = {"exact": 0, "about": 1, "at_most": 2, "at_least": 3}


class NumeralFinder:
    """Finds the numerals of a text with one grammar.

    Parameters
    ----------
    grammar
        Compiled from the rules.
    """

    def __init__(self, grammar: NumberGrammar):
        self.grammar = grammar

    def any_in(self, text: str, start: int, end: int) -> bool:
        """Whether a numeral may stand in ``text[start:end]``; if not, it holds none."""
        return self.grammar.opening.search(text, start, end) is not None

    def find(self, text: str, offset: int = 0) -> list[Numeral]:
        """All numerals in order, without overlaps; ``offset`` is added to their places."""
        found = list(self._single(text))
        if len(found) > 1:
            found = list(self._join_ranges(text, found))
        if offset:
            for numeral in found:
                numeral.move(offset)
        return found

    def _single(self, text: str) -> Iterator[Numeral]:
        opening, last_of_before = self.grammar.opening.search, self.grammar.last_of_before
        position = 0
        while (found := opening(text, position)) is not None:
            start = found.start()
            numeral = None
            if start > position and text[start - 1] in last_of_before:
                numeral = self._with_qualifier(text, position, start)
            if numeral is None:
                numeral = self._read_at(text, start)
            if numeral is None:
                position = start + 1
            else:
                yield numeral
                position = numeral.end

    def _with_qualifier(self, text: str, first: int, start: int) -> Numeral | None:
        """Read the numeral at ``start`` with the qualifiers between ``first`` and it, if any."""
        before = self.grammar.prefix.match(text, first, start + 1)
        if before is None or before.start() == start:
            return None
        return self._read_at(text, before.start())

    def _read_at(self, text: str, start: int) -> Numeral | None:
        """Read the numeral that begins at a place; a form of its own goes before a plain one."""
        general = self.grammar.numeral.match(text, start)
        if general is not None:
            behind = general.end("arabic")
            if behind >= 0 and not _goes_on_as_form(text[behind : behind + 4]):
                return self._read_general(general)
        special = self.grammar.special.match(text, start)
        if special is not None and (
            general is None or special.start("body") <= _digits_start(general)
        ):
            return read_special(special, self.grammar)
        return None if general is None else self._read_general(general)

    def _read_general(self, found: re.Match[str]) -> Numeral:
        (before, before_second, arabic, inside, multiplier, arabic_rest,
         inside_last, chinese, chinese_inside, chinese_rest, unit_word, per,
         after) = found.group(*GROUPS)  # fmt: skip
        unit = self.grammar.units.get(unit_word) if unit_word else None
        kind, name, factor = (unit.kind, unit.name, unit.factor) if unit else ("bare", "", ONE)
        after, end = self.grammar.qualifier_after(found, kind) if after else (None, found.end())
        if arabic:
            low = high = _arabic_figure(arabic, multiplier, arabic_rest, factor)
            digits_start = found.start("arabic")
            shown = multiplier or arabic_rest or inside_last or inside
            digits_end = max(map(found.end, ARABIC_GROUPS)) if shown else found.end("arabic")
        else:
            low, high = _chinese_figure(chinese + (chinese_rest or ""), factor)
            digits_start = found.start("chinese")
            digits_end = max(map(found.end, CHINESE_GROUPS))
        if len(arabic or chinese) > LONGEST_FIGURE:
            kind, low, high = "name", None, None
        qualifier: Qualifier = "exact"
        inside = inside or inside_last or chinese_inside
        if before or inside or after:
            qualifier = self.qualifier(before, before_second, inside, after)
        return Numeral(
            start=found.start(),
            end=end,
            digits_start=digits_start,
            digits_end=digits_end,
            value_min=low,
            value_max=high,
            unit=f"{name}/{per}" if per else name,
            kind=kind,
            qualifier=qualifier,
            per=per or "",
            form="digit" if not arabic and len(chinese) == 1 and not name else "",
        )

    def qualifier(self, *words: str | None) -> Qualifier:
        """Return the qualifier that several words make together (约…多 is ``at_least``)."""
        best: Qualifier = "exact"
        for word in words:
            if not word:
                continue
            name = self.grammar.qualifiers.get(word, "at_least")
            candidate: Qualifier = name  # type: ignore[assignment]
            if STRENGTH[candidate] > STRENGTH[best]:
                best = candidate
        return best

    def _join_ranges(self, text: str, numerals: list[Numeral]) -> Iterator[Numeral]:
        index = 0
        while index < len(numerals):
            current = numerals[index]
            following = numerals[index + 1] if index + 1 < len(numerals) else None
            joined = self._range(text, current, following) if following is not None else None
            if joined is not None:
                yield joined
                index += 2
            else:
                yield current
                index += 1

    def _range(self, text: str, first: Numeral, second: Numeral) -> Numeral | None:
        between = text[first.end : second.start].strip(" ")
        if not self.grammar.separator.fullmatch(between):
            return None
        if first.value_min is None or second.value_max is None:
            return None
        if first.kind not in ("bare", second.kind) or second.kind in ("date", "ordinal", "name"):
            return None
        low = _lift(first.value_min, first, second, text)
        rules = self.grammar.rules
        if between in rules.range_words:
            before = text[max(0, first.start - 6) : first.start]
            changes = any(word in before for word in rules.range_not_after)
            if changes and not self.grammar.new_figure.match(text, second.end):
                return None
        if low >= second.value_max:
            return None
        stronger = max(first.qualifier, second.qualifier, key=lambda name: STRENGTH[name])
        return Numeral(
            start=first.start,
            end=second.end,
            digits_start=first.digits_start,
            digits_end=second.digits_end,
            value_min=plain(low),
            value_max=second.value_max,
            unit=second.unit,
            kind=second.kind,
            qualifier=stronger,
            per=second.per or first.per,
        )


def _lift(low: Decimal, first: Numeral, second: Numeral, text: str) -> Decimal:
    """Give the lower figure of a range the multiplier it shares with the upper (3—5万)."""
    if first.kind != "bare" or second.value_max is None:
        return low
    figure = text[second.digits_start : second.digits_end]
    shown = figure.rstrip("余多来几 ").rstrip("百千万亿十")
    multiplier = multiplier_or_one(figure[len(shown) :])
    own = text[first.digits_start : first.digits_end]
    if multiplier == 1 or own[-1:] in "百千万亿":
        return low
    lifted = low * multiplier
    return lifted if lifted < second.value_max else low


def multiplier_or_one(text: str) -> Decimal:
    """Value of the multiplier characters in a text, ignoring 余, 多 and spaces."""
    return multiplier_value("".join(char for char in text if char in "百千万亿"))


@functools.lru_cache(maxsize=KNOWN_FIGURES)
def _arabic_figure(
    digits: str, multiplier: str | None, rest: str | None, factor: Decimal
) -> Decimal | None:
    """Value of an Arabic figure in the base unit; None for one too long to be a figure."""
    if len(digits) > LONGEST_FIGURE:
        return None
    value = arabic_value(digits) * multiplier_value(multiplier or "")
    if rest:
        value += _rest(rest, multiplier or "")
    return plain(value * factor)


@functools.lru_cache(maxsize=KNOWN_FIGURES)
def _chinese_figure(text: str, factor: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Smallest and largest value of a Chinese figure in the base unit, equal unless a pair."""
    if len(text) > LONGEST_FIGURE:
        return None, None
    pair = adjacent_pair(text)
    if pair is not None:
        return plain(pair[0] * factor), plain(pair[1] * factor)
    value = chinese_value(text)
    figure = None if value is None else plain(value * factor)
    return figure, figure


def _rest(text: str, multiplier: str) -> Decimal:
    """What stands behind the multiplier: further parts, or its tenth (5万6)."""
    if len(text) == 1:
        return Decimal(text) * multiplier_value(multiplier) / 10
    return sum_of_parts(text)


def _goes_on_as_form(following: str) -> bool:
    return following[:1] in FORM_GOES_ON or not HALF_OR_MORE.isdisjoint(following)


def _digits_start(general: re.Match[str]) -> int:
    return max(general.start("arabic"), general.start("chinese"))
