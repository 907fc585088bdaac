"""Values of Arabic, Chinese and mixed numerals, as exact decimals."""

from __future__ import annotations

from decimal import Decimal

import regex

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}
PART = regex.compile(r"(\d+)([百千万亿十]+)")
SIX_PLACES = Decimal("0.000001")


def chinese_value(text: str) -> Decimal | None:
    """Value of a Chinese numeral such as 一百二十 or 两千三百, or None if it is not one.

    Digits in a row are read as positions (二〇二三), a last digit after a power
    as its tenth (三万五: 35000). 百, 千, 万 alone count as one of them.
    """
    whole, point, decimals = text.partition("点")
    if point:
        digits = decimals.rstrip("".join([*POWERS, *GROUPS]))
        fraction = "".join(str(DIGITS[char]) for char in digits if char in DIGITS)
        value = chinese_value(whole)
        if value is None or not fraction:
            return None
        return (value + Decimal("0." + fraction)) * multiplier_value(decimals[len(digits) :])
    if all(char in DIGITS for char in whole):
        return Decimal("".join(str(DIGITS[char]) for char in whole)) if whole else None
    return _grouped_value(whole)


def _grouped_value(text: str) -> Decimal | None:
    total, section, digit = 0, 0, None
    last_power = 1
    for char in text:
        if char in DIGITS:
            if digit is not None and digit != 0 and DIGITS[char] != 0:
                return None
            digit = DIGITS[char]
        elif char in POWERS:
            section += (1 if digit is None else digit) * POWERS[char]
            digit, last_power = None, POWERS[char]
        elif char in GROUPS:
            total = _raised(total, section + (digit or 0), GROUPS[char])
            section, digit, last_power = 0, None, GROUPS[char]
        else:
            return None
    if digit is not None:
        zero_before = len(text) > 1 and text[-2] in "零〇"
        section += digit * (last_power // 10 if last_power > 10 and not zero_before else 1)
    return Decimal(total + section)


def _raised(total: int, section: int, power: int) -> int:
    """Read 万 or 亿: 万 holds for the section before it (一亿三千万), 亿 for all before it."""
    if not section:
        return (total or 1) * power
    return (total + section) * power if power == GROUPS["亿"] else total + section * power


def adjacent_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """Smallest and largest value of a colloquial pair (两三, 三四十, 七八百, 十七八), or None.

    The digits of a pair follow each other; 三五 is the one that leaves a digit out.
    """
    if len(text) != 2 and all(char in DIGITS for char in text):
        return None
    for index in range(len(text) - 1):
        first, second = text[index], text[index + 1]
        if first not in DIGITS or second not in DIGITS:
            continue
        if DIGITS[second] - DIGITS[first] != 1 and first + second != "三五":
            continue
        if DIGITS[first] == 0:
            return None
        low = chinese_value(text[: index + 1] + text[index + 2 :])
        high = chinese_value(text[:index] + text[index + 1 :])
        return None if low is None or high is None or low >= high else (low, high)
    return None


def multiplier_value(text: str) -> Decimal:
    """Value of a multiplier such as 万, 百万 or 万亿 (1 for an empty one)."""
    value = Decimal(1)
    for char in text:
        value *= POWERS.get(char) or GROUPS[char]
    return value


def sum_of_parts(text: str) -> Decimal:
    """Value of what follows the first multiplier: the 5千 of 3万5千."""
    parts = PART.findall(text)
    return sum((Decimal(digits) * multiplier_value(power) for digits, power in parts), Decimal(0))


def arabic_value(text: str) -> Decimal:
    """Value of digits with thousands separators and decimals."""
    return Decimal(text.replace(",", ""))


def fraction_percent(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Return a fraction as a percentage to six decimals, None for a denominator of zero."""
    if denominator == 0:
        return None
    percent = (numerator * 100 / denominator).quantize(SIX_PLACES)
    return plain(percent)


def plain(value: Decimal) -> Decimal:
    """Return the same value without trailing zeros and without exponent."""
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal
