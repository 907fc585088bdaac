"""Write a number as Word's automatic numbering writes it (``w:numFmt``)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_LEGAL_TRADITIONAL_DIGITS = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_FULL_WIDTH_ZERO = 0xFF10
_LARGEST = 9999
"""Numbers above are written with Arabic digits."""

_LETTERS = 26


def format_number(number: int, style: str) -> str | None:
    """Return ``number`` in the style named by ``w:numFmt``, or None for an unknown style.

    A bullet has no number: its text is empty.
    """
    if style in ("none", "bullet"):
        return ""
    formatter = _FORMATTERS.get(style)
    if formatter is None:
        return None
    if not 1 <= number <= _LARGEST:
        return str(number)
    return formatter(number)


def _counting(number: int, digits: str, units: tuple[str, ...], zero: str) -> str:
    """Write with units (十, 百, 千), one ``zero`` for each run of zeros inside."""
    text = ""
    pending_zero = False
    for position, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            pending_zero = bool(text)
            continue
        text += (zero if pending_zero else "") + digits[int(digit)] + units[position]
        pending_zero = False
    return text


def _chinese(number: int) -> str:
    text = _counting(number, _DIGITS, _UNITS, "零")
    return text[1:] if text.startswith("一十") else text


def _chinese_below_hundred(number: int) -> str:
    return _chinese(number) if number < 100 else _digit_by_digit(number, "○" + _DIGITS[1:])


def _japanese(number: int) -> str:
    """Write without zeros and without 一 before a unit (百一)."""
    text = _counting(number, _DIGITS, _UNITS, "")
    for unit in "十百千":
        text = text.replace("一" + unit, unit)
    return text


def _digit_by_digit(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _from_list(number: int, signs: str) -> str:
    return signs[number - 1] if number <= len(signs) else str(number)


def _stem_and_branch(number: int) -> str:
    index = (number - 1) % 60
    return _STEMS[index % len(_STEMS)] + _BRANCHES[index % len(_BRANCHES)]


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    """Write a, b … z, aa, bb … zz, aaa, as Word does."""
    repeats, index = divmod(number - 1, _LETTERS)
    return chr(ord("a") + index) * (repeats + 1)


def _full_width(number: int) -> str:
    return "".join(chr(_FULL_WIDTH_ZERO + int(digit)) for digit in str(number))


def _enclosed(number: int, first: int, count: int) -> str:
    """Take the sign from a run of ``count`` code points that begins with the sign for 1."""
    return chr(first + number - 1) if number <= count else str(number)


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else endings.get(number % 10, 'th')}"


_FORMATTERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": lambda number: _enclosed(number, 0x2460, 20),
    "decimalEnclosedCircleChinese": lambda number: _enclosed(number, 0x2460, 20),
    "decimalEnclosedFullstop": lambda number: _enclosed(number, 0x2488, 20),
    "decimalEnclosedParen": lambda number: _enclosed(number, 0x2474, 20),
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": _chinese_below_hundred,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese_below_hundred,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _japanese,
    "ideographDigital": lambda number: _digit_by_digit(number, _DIGITS),
    "japaneseDigitalTenThousand": lambda number: _digit_by_digit(number, _DIGITS),
    "taiwaneseDigital": lambda number: _digit_by_digit(number, "○" + _DIGITS[1:]),
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL_DIGITS, _LEGAL_UNITS, "零"),
    "ideographLegalTraditional": lambda number: _counting(
        number, _LEGAL_TRADITIONAL_DIGITS, _LEGAL_UNITS, "零"
    ),
    "ideographTraditional": lambda number: _from_list(number, _STEMS),
    "ideographZodiac": lambda number: _from_list(number, _BRANCHES),
    "ideographZodiacTraditional": _stem_and_branch,
    "ideographEnclosedCircle": lambda number: _enclosed(number, 0x3220, 10),
}
