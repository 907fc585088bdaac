"""Decide whether a line break is one of the page only, or ends a line of the text."""

from __future__ import annotations

import unicodedata

_ENDS_A_LINE = frozenset("。！？；：!?;:…”’」』）】》〉)]")
_INDENTS = ("\u3000", "\u2003", "\xa0\xa0", "    ")
_OPENS = frozenset("（(第【[〔")
_AFTER_A_NUMBER = frozenset("、．.）)】]〕章节条")
_NOTE_MARKS = frozenset("*＊†‡※[［〔注")
_LONGEST_NUMBER = 6


def continues(before: str, after: str) -> bool:
    """Return whether ``after`` goes on with the sentence that ``before`` left open.

    It does not if ``before`` ends with a sign that closes a sentence, a quotation or a bracket,
    or if ``after`` is indented or begins with a number as items of a list have it.
    """
    indented = after.startswith(_INDENTS)
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or indented:
        return False
    return not ends_line(before) and not begins_item(after)


def ends_line(line: str) -> bool:
    """Return whether a line ends with a sign that closes a sentence, a quotation, a bracket."""
    end = line.rstrip()[-1:]
    return end in _ENDS_A_LINE


def begins_item(line: str) -> bool:
    """Return whether a line begins with an item's number: ``一、``, ``（二）``, ``3.``, ``④``."""
    opened = line[:1] in _OPENS
    rest = line[1:] if opened else line
    length = 0
    while length < min(len(rest), _LONGEST_NUMBER) and _is_numeral(rest[length]):
        length += 1
    if length == 0:
        return False
    if unicodedata.category(rest[0]) == "No":  # ①, ⑴ and ⒈ carry their signs in themselves
        return True
    follows = rest[length : length + 1]
    decimal = follows in (".", "．") and rest[length + 1 : length + 2].isdigit()
    return follows in _AFTER_A_NUMBER and follows != "" and not decimal


def begins_note(line: str) -> bool:
    """Return whether a line begins as a footnote does: with a number, a mark or a bracket."""
    start = line.lstrip()[:1]
    return start != "" and (start in _NOTE_MARKS or _is_numeral(start))


def join(before: str, after: str) -> str:
    """Join two lines of one sentence; only words in Latin letters need a space between them."""
    if before.endswith((" ", "\u3000")) or after.startswith((" ", "\u3000")):
        return before + after
    latin = before[-1:].isascii() and after[:1].isascii()
    if latin and before[-1:].isalpha() and after[:1].isalpha():
        return f"{before} {after}"
    return before + after


def _is_numeral(character: str) -> bool:
    return unicodedata.numeric(character, None) is not None
