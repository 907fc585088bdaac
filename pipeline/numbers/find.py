"""Find every numeral of a text and read its value."""

from __future__ import annotations

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
    import regex

LONGEST_FIGURE = 24
FIGURES = frozenset(("arabic", "chinese", "body"))
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

    def find(self, text: str) -> list[Numeral]:
        """All numerals in order, without overlaps."""
        return list(self._join_ranges(text, list(self._single(text))))

    def _single(self, text: str) -> Iterator[Numeral]:
        position = 0
        while (opening := self.grammar.opening.search(text, position)) is not None:
            prefix = self.grammar.prefix.match(text, position, opening.start() + 1)
            numeral = None
            if prefix is not None and prefix.start() < opening.start():
                numeral = self._read_at(text, prefix.start())
            if numeral is None:
                numeral = self._read_at(text, opening.start())
            if numeral is None:
                position = opening.start() + 1
            else:
                yield numeral
                position = numeral.end

    def _read_at(self, text: str, start: int) -> Numeral | None:
        """Read the numeral that begins at a place; a form of its own goes before a plain one."""
        general = self.grammar.numeral.match(text, start)
        special = self.grammar.special.match(text, start)
        if special is not None and (
            general is None or _digits_start(special) <= _digits_start(general)
        ):
            return read_special(special, self.grammar)
        return None if general is None else self._read_general(general)

    def _read_general(self, found: regex.Match[str]) -> Numeral:
        groups = found.groupdict()
        figure = groups["arabic"] or groups["chinese"]
        inside = groups["inside"] or groups["inside_last"] or groups["chinese_inside"]
        low, high = self._figure(groups)
        unit = self.grammar.units.get(groups["unit"] or "")
        kind = unit.kind if unit else "bare"
        after, end = self.grammar.qualifier_after(found, kind)
        qualifier = self.qualifier(*found.captures("before"), inside, after)
        factor = unit.factor if unit else Decimal(1)
        per = groups["per"] or ""
        name = unit.name if unit else ""
        start = found.start()
        digits_start = found.start("arabic" if groups["arabic"] else "chinese")
        if len(figure) > LONGEST_FIGURE:
            kind, low, high = "name", None, None
        return Numeral(
            start=start,
            end=end,
            digits_start=digits_start,
            digits_end=_digits_end(found),
            value_min=None if low is None else plain(low * factor),
            value_max=None if high is None else plain(high * factor),
            unit=f"{name}/{per}" if per else name,
            kind=kind,
            qualifier=qualifier,
            per=per,
            form="digit" if groups["chinese"] == figure and len(figure) == 1 and not name else "",
        )

    def _figure(self, groups: dict[str, str | None]) -> tuple[Decimal | None, Decimal | None]:
        if groups["arabic"]:
            if len(groups["arabic"]) > LONGEST_FIGURE:
                return None, None
            value = arabic_value(groups["arabic"]) * multiplier_value(groups["multiplier"] or "")
            value += _rest(groups["arabic_rest"] or "", groups["multiplier"] or "")
            return value, value
        text = (groups["chinese"] or "") + (groups["chinese_rest"] or "")
        if len(text) > LONGEST_FIGURE:
            return None, None
        pair = adjacent_pair(text)
        if pair is not None:
            return pair
        value_or_none = chinese_value(text)
        return value_or_none, value_or_none

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


def _rest(text: str, multiplier: str) -> Decimal:
    """What stands behind the multiplier: further parts, or its tenth (5万6)."""
    if len(text) == 1:
        return Decimal(text) * multiplier_value(multiplier) / 10
    return sum_of_parts(text)


def _digits_start(found: regex.Match[str]) -> int:
    groups = FIGURES & found.re.groupindex.keys()
    return max(found.start(name) for name in groups)


def _digits_end(found: regex.Match[str]) -> int:
    names = ("arabic", "inside", "multiplier", "arabic_rest", "inside_last", "chinese",
             "chinese_inside", "chinese_rest")  # fmt: skip
    return max(found.end(name) for name in names)
