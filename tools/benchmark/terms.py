"""What the peers look for: a numeral expression and terms, both made from the project's rules.

So no contender has an easier task than it would have here, and no word stands in the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.rulebook import Rulebook

TERMS = 300
UNITS = 60
DIGITS = r"[零〇一二两三四五六七八九十百千万亿]+"
ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
MULTIPLIER = "万亿|亿|万|千|百"
BARE_NUMERAL = rf"{ARABIC}|{DIGITS}"


def terms(rulebook: Rulebook, number: int = TERMS) -> list[str]:
    """Choose words of the lexicons, evenly over all of them."""
    words = [word for word in rulebook.lexicon if len(word) > 1]
    step = max(1, len(words) // number)
    return words[::step][:number]


def numeral_expression(rulebook: Rulebook) -> str:
    """Make one expression with ten named groups: qualifiers, figure, range, unit, per what."""
    rules = rulebook.numbers
    units = [word for group in rules.units.values() for word in group.words]
    units = [*units, *rules.money.units][:UNITS]
    before = [word for words in rules.qualifiers_before.values() for word in words]
    after = [word for words in rules.qualifiers_after.values() for word in words]
    inside = "[" + "".join(rules.qualifiers_inside) + "]"
    return (
        rf"(?P<before>{_any(before)})?"
        rf"(?:(?P<arabic>{ARABIC})(?P<inside>{inside})?(?P<multiplier>{MULTIPLIER})?"
        rf"|(?P<chinese>{DIGITS}))"
        rf"(?:(?P<joiner>{_any(rules.range_signs)})(?P<second>{ARABIC}|{DIGITS}))?"
        rf"(?P<unit>{_any(units)})?"
        rf"(?:{_any(rules.money.per_signs)}(?P<per>{_any(rules.money.per_words)}))?"
        rf"(?P<after>{_any(after)})?"
    )


def _any(words: Iterable[str]) -> str:
    unique = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in unique) + ")"
