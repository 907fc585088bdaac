"""The grammar of numerals, composed from ``rules/numbers.yaml``.

The words are data; here is only how they go together: qualifier, figure,
unit, qualifier, and a second figure for a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import regex

from pipeline.numbers.special import KINDS
from pipeline.rulebook.schema import NumberRules

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
CHINESE_RUN = r"[零〇一二两三四五六七八九十百千万亿]+"
DECIMALS = r"[零〇一二三四五六七八九]+"
CHINESE = CHINESE_RUN + rf"(?:点{DECIMALS}(?:[万亿]+|(?!{CHINESE_RUN}|点)))?"
MULTIPLIER = r"万亿|百万|千万|十万|亿|万|千|百"
YEAR = r"(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word: what it counts, how a fact writes it, and its size in the base unit."""

    word: str
    kind: str
    name: str
    factor: Decimal = Decimal(1)


class NumberGrammar:
    """The compiled grammar.

    Attributes
    ----------
    numeral
        One figure with qualifiers and unit; named groups ``before``, ``before_second``,
        ``arabic``, ``inside``, ``multiplier``, ``inside_last``, ``chinese``, ``chinese_inside``,
        ``arabic_rest``, ``chinese_rest``, ``unit``, ``per``, ``after``. The standard library's
        engine is several times faster at these expressions than ``regex``.
    special
        Numerals with a form of their own: dates, fractions, 成, 百分之, spoken money, halves.
        The group ``body`` is all but the qualifiers around it.
    opening
        Finds the characters that a figure can begin with, quickly.
    prefix
        The qualifiers right before a character and the character, read backwards.
    last_of_before
        The characters that can end what ``prefix`` finds before its character.
    separator
        What joins the two figures of a range.
    new_figure
        What follows a range if the second figure of a change is still to come.
    """

    def __init__(self, rules: NumberRules):
        self.rules = rules
        self.units: dict[str, Unit] = {}
        self.qualifiers: dict[str, str] = {}
        self._not_before: dict[str, tuple[str, ...]] = {}
        self._collect_units()
        self._collect_qualifiers()
        self.unit = self._unit_expression()
        self.before = self._before_expression()
        self.after = _alternatives(
            word for words in rules.qualifiers_after.values() for word in words
        )
        self.numeral = re.compile(self._numeral_expression())
        self.special = re.compile(self._special_expression())
        self.opening = regex.compile(self._opening_expression())
        self.prefix = regex.compile(rf"(?r)(?:(?:{self.before})了?\ ?){{0,2}}.")
        self.last_of_before = frozenset(
            word[-1] for word in (*self.qualifiers_before_words(), "了", " ")
        )
        self.separator = regex.compile(_alternatives(rules.range_signs))
        change = _alternatives(rules.range_before)
        self.new_figure = regex.compile(rf"[^，。；：\d]{{0,10}}?{change}")

    @property
    def kinds(self) -> frozenset[str]:
        """All kinds that a numeral can have."""
        return KINDS | {unit.kind for unit in self.units.values()} | {"bare"}

    def qualifier_after(self, found: re.Match[str], kind: str) -> tuple[str | None, int]:
        """Tell the qualifier behind a numeral of a kind, and where the numeral ends.

        A word that counts behind other kinds only is no part of it (多 in 5个多功能站).
        """
        word = found.group("after")
        if word and kind not in self.rules.qualifiers_after_kinds.get(word, [kind]):
            return None, found.start("after")
        return word, found.end()

    def _collect_units(self) -> None:
        for kind, group in self.rules.units.items():
            for word in group.words:
                self.units[word] = Unit(word, kind, "%" if kind == "percent" else word)
            self._not_before.update(
                {word: tuple(chars) for word, chars in group.not_before.items()}
            )
        for word, size in self.rules.money.units.items():
            if size:
                self.units[word] = Unit(word, "money", "元", Decimal(size))
            else:
                self.units[word] = Unit(word, "foreign_money", word)
        self._not_before.update(
            {word: tuple(chars) for word, chars in self.rules.money.not_before.items()}
        )

    def _collect_qualifiers(self) -> None:
        self.qualifiers.update(self.rules.qualifiers_inside)
        for table in (self.rules.qualifiers_before, self.rules.qualifiers_after):
            for qualifier, words in table.items():
                for word in words:
                    self.qualifiers.setdefault(word, qualifier)

    def _unit_expression(self) -> str:
        parts = []
        for word in sorted(self.units, key=lambda item: (-len(item), item)):
            blocked = self._not_before.get(word, ())
            ahead = f"(?!{_alternatives(blocked)})" if blocked else ""
            parts.append(regex.escape(word) + ahead)
        return "|".join(parts)

    def _before_expression(self) -> str:
        parts = []
        for word in sorted(self.qualifiers_before_words(), key=lambda item: (-len(item), item)):
            blocked = self.rules.not_a_qualifier_after.get(word[0], [])
            behind = f"(?<![{regex.escape(''.join(blocked))}])" if blocked else ""
            ahead = ""
            if word in self.rules.only_before_bare_powers:
                ahead = "(?=[百千万亿半])"
            parts.append(behind + regex.escape(word) + ahead)
        return "|".join(parts)

    def qualifiers_before_words(self) -> list[str]:
        """All words that qualify the figure behind them."""
        return [word for words in self.rules.qualifiers_before.values() for word in words]

    def _per_expression(self) -> str:
        signs = _alternatives(self.rules.money.per_signs)
        words = _alternatives(self.rules.money.per_words)
        return rf"(?:{signs})(?P<per>{words})(?:[/／](?:月|年|天|次))?"

    def _numeral_expression(self) -> str:
        begins = _alternatives(self.rules.inside_not_before)
        last_begins = _alternatives(self.rules.inside_last_not_before)
        inside = "[" + "".join(self.rules.qualifiers_inside) + "]"
        arabic = (
            rf"(?P<arabic>{ARABIC})(?:(?P<inside>{inside})(?=(?:{MULTIPLIER}|{self.unit}|个)))?"
            rf"\ ?(?P<multiplier>{MULTIPLIER})?"
            rf"(?P<arabic_rest>(?<=[千万亿])(?:\d{{1,4}}(?:{MULTIPLIER}))+|(?<=[万亿])\d(?=[，。；、）]|$))?"
            rf"(?:(?P<inside_last>[余多来])(?!{last_begins}))?"
        )
        chinese = (
            rf"(?P<chinese>{CHINESE})"
            rf"(?:(?<=[十百千万亿])(?P<chinese_inside>{inside})(?!{begins})"
            rf"(?P<chinese_rest>[百千万亿]+)?)?"
        )
        return (
            rf"{self._before()}(?:{arabic}|{chinese})"
            rf"(?:\ ?(?P<unit>{self.unit}))?"
            rf"(?:(?<=元|块|毛|角|钱){self._per_expression()})?"
            rf"(?P<after>{self.after})?"
        )

    def _opening_expression(self) -> str:
        words = [*self.rules.halves, *self.rules.halving, *self.rules.vague]
        return (
            r"[0-9半第]|"
            + CHINESE_RUN[:-1]
            + r"|[〔（(\[](?=\d{4})|(?<![A-Za-z])[A-Za-z](?=[A-Za-z]*+-?\d)|"
            + _alternatives(words)
        )

    def _before(self) -> str:
        """Up to two qualifiers (最多不超过), each a group, as ``re`` keeps one match of a group."""
        second = rf"(?:(?P<before_second>{self.before})了?\ ?)?"
        return rf"(?:(?P<before>{self.before})了?\ ?{second})?"

    def _special_expression(self) -> str:
        halves = _alternatives(self.rules.halves)
        halving = _alternatives(self.rules.halving)
        vague = _alternatives(self.rules.vague)
        run = CHINESE_RUN
        figure = rf"(?:{ARABIC}|{run})"
        # A figure that begins with a digit or run of its own, so that a long run is read once.
        digits, whole_run = r"(?<!\d)\d+", rf"(?<!{CHINESE_RUN[:-1]}){run}"
        tenths = r"[一二两三四五六七八九]"
        no_tenth = rf"(?!{_alternatives(self.rules.tenths_not_before)})"
        digit = r"[一二两三四五六七八九]|\d"
        ordinal_unit = _alternatives(self.rules.ordinal_units)
        latin = _alternatives(unit for unit in self.units if unit.isascii() and unit.isalpha())
        return (
            rf"{self._before()}(?P<body>"
            rf"(?P<document>〔\d{{4}}〕(?:第)?\d+号?|[（(\[]\d{{4}}[)）\]]\d+号)"
            rf"|(?P<date>(?:{YEAR})年?(?:—|－|-|–|~|～|至|到)(?:{YEAR})(?:年(?!\d)|(?!\d|{self.unit}|{MULTIPLIER}|余|多))"
            rf"|(?:{YEAR})年(?:度|代|末|初|底|中)?(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)?(?:份|初|中旬|上旬|下旬|底|末|中)?"
            rf"|(?<![\d.])\d{{1,2}}月\d{{1,2}}[日号]|(?<![\d.])(?:\d|1[0-2])(?:[—－\-–~～至到](?:\d|1[0-2]))?月(?:份|初|中旬|上旬|下旬|底|末)?(?!均)"
            rf"|[一二三四五六七八九十]{{1,2}}月份?(?:[一二三四五六七八九十]{{1,3}}[日号])?)"
            rf"|(?P<hundredths>百分之(?P<hundredths_a>{figure}(?:点{run})?)(?:(?:至|到|—|-|～|~)(?:百分之)?(?P<hundredths_b>{figure}))?(?P<hundredths_inside>多|余)?)"
            rf"|(?P<thousandths>[千万]分之(?P<thousandths_a>{figure}))"
            rf"|(?P<fraction>(?P<denominator>{digits}|{whole_run})分之(?P<numerator>{figure}))"
            rf"|(?P<slash>(?<![\d/.])(?P<slash_a>\d)/(?P<slash_b>\d{{1,2}})(?![\d/]))"
            rf"|(?P<tenths>(?:(?P<tenths_a>{tenths}|\d(?:\.\d)?)成?(?:至|到|—|–|-|－|～|~))?(?P<tenths_b>{tenths}{{1,2}}|[零]?\d(?:\.\d)?)成(?P<tenths_half>半|{tenths})?{no_tenth}(?P<tenths_inside>多|余)?)"
            rf"|(?P<halving>{halving})|(?P<half>{halves})(?P<half_more>还?多)?"
            rf"|(?(before)(?P<half_alone>半)(?!{self.unit})|(?!))"
            rf"|(?P<spoken>(?P<spoken_a>{whole_run}|{digits})(?P<spoken_unit>块|毛|角)(?P<spoken_b>{digit})(?:毛|角|分)?(?:钱|(?!\d|个|家|名|人|处|年|天|百|千|万|十)))"
            rf"|(?P<yuan>(?P<yuan_a>{digits}|{whole_run})元(?P<yuan_b>{digit})角)"
            rf"|(?P<half_unit>半(?:个)?(?P<half_name>小时|钟头|天|年|个月|月|日))"
            rf"|(?P<and_half>(?P<whole>{digits}|{whole_run})(?:个半(?P<and_half_name>小时|钟头|月)"
            rf"|(?P<and_half_unit>天|年|小时)半(?![价数年天])))"
            rf"|(?P<and_more>(?P<more_whole>{digits}|{whole_run})个[多余](?P<and_more_name>小时|钟头|月))"
            rf"|(?P<vague>{vague})(?P<vague_unit>{self.unit})?"
            rf"|(?P<ordinal>第(?:{figure}){ordinal_unit}?)"
            rf"|(?P<code>(?<![\d.,A-Za-z])[A-Za-z]+-?\d+[A-Za-z]*|{digits}(?!{latin})[A-Za-z]+\d*(?![A-Za-z]))"
            rf")(?P<after>{self.after})?"
        )


def _alternatives(words: object) -> str:
    """Make an expression for any of the words, longest first."""
    unique = sorted(set(words), key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return "(?:" + "|".join(regex.escape(word) for word in unique) + ")"
