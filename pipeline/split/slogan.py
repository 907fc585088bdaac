"""The slogan of a heading, and the forms in which the body names it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from difflib import SequenceMatcher

import regex

ALIKE = 0.76
KNOWN_FORMS = 1024
SEPARATORS = regex.compile(r"[\s·・,，、。;；:：!！+＋\-—_“”‘’「」『』\"'《》〈〉（）()]+")
CLAUSE_END = regex.compile(r"[，,。；;：:！!？?、\n]")
SHORTEST = 4
SHORTEST_PART = 3
TITLE_MARKS = "《〈"
PART = regex.compile(r"[·・,，、\s]")


class SloganReader:
    """Reads slogans with the quotation marks of the rules.

    Parameters
    ----------
    quotes
        Opening to closing quotation marks.
    others
        Words behind a quotation that say that it names something else of the same name.
    cues
        Words behind a quotation that say that it names a brand.
    """

    def __init__(self, quotes: dict[str, str], others: list[str], cues: list[str]):
        self._quotes = quotes
        self._marks = frozenset(quotes) | frozenset(quotes.values())
        openings = "".join(mark for mark in quotes if mark not in TITLE_MARKS)
        self._opening = regex.compile(f"[{regex.escape(openings)}]" if openings else "(?!)")
        self._others = tuple(others)
        self._cues = tuple(cues)

    def in_heading(self, rest: str) -> tuple[str, str]:
        """Slogan and suffix of a heading behind its place."""
        first = next((index for index, char in enumerate(rest) if char in self._marks), None)
        if first is None:
            return self._without_quotes(rest), ""
        last = self._closing(rest, first)
        if last is None and rest[first] not in self._quotes:
            return self._without_quotes(rest[:first]), _clean(rest[first + 1 :])
        if last is None:
            return _clean(rest[first + 1 :]), ""
        return _clean(rest[first + 1 : last]), _clean(rest[last + 1 :])

    def _without_quotes(self, rest: str) -> str:
        for colon in ("：", ":"):
            if colon in rest:
                return _clean(rest.rsplit(colon, 1)[1])
        return _clean(rest.lstrip(" -—－–·、，,|"))

    def _closing(self, rest: str, first: int) -> int | None:
        """Find the closing mark of the outermost quotation that opens at ``first``.

        Where its own kind does not close it, a mark of another kind that closes nothing else does.
        """
        opening = rest[first]
        family = {opening, self._quotes.get(opening, opening)}
        family |= {key for key, value in self._quotes.items() if value in family}
        family |= {self._quotes[key] for key in list(family) if key in self._quotes}
        places = [index for index in range(first + 1, len(rest)) if rest[index] in family]
        if places:
            return places[-1]
        for index in range(len(rest) - 1, first, -1):
            if rest[index] in self._marks:
                return None if self._opens(rest[index]) & set(rest[first + 1 : index]) else index
        return None

    def _opens(self, mark: str) -> set[str]:
        return {key for key, value in self._quotes.items() if mark in (key, value)}

    def in_body(self, body: str, slogan: str) -> tuple[str, ...]:
        """Distinct forms in which the body names the slogan, in order of appearance."""
        return tuple(dict.fromkeys(form for _, _, form in self.places(body, slogan)))

    def places(self, body: str, slogan: str = "") -> Iterator[tuple[int, int, str]]:
        """Start, end and form of the quotations that name the slogan.

        Without a slogan to compare with: of those that a cue follows in their own clause.
        """
        for start, end in self._quotations(body):
            quoted = body[start:end]
            form = quoted.replace("＋", "+").strip()
            behind = body[end + 1 : end + 12]
            named = self._names(form, behind, slogan) if slogan else self._called(form, behind)
            if form and named:
                first = start + len(quoted) - len(quoted.lstrip())
                yield first, first + len(quoted.strip()), form

    def _quotations(self, body: str) -> Iterator[tuple[int, int]]:
        """Start and end of what stands in the outermost quotation marks."""
        index = 0
        while (opening := self._opening.search(body, index)) is not None:
            start = opening.start()
            end = self._match(body, start, self._quotes[body[start]])
            if end is None:
                index = start + 1
                continue
            yield start + 1, end
            index = end + 1

    def _called(self, form: str, behind: str) -> bool:
        """Whether the words behind a quotation say that it is the name of a brand."""
        clause = CLAUSE_END.split(behind, maxsplit=1)[0]
        return len(form) >= SHORTEST and any(cue in clause for cue in self._cues)

    def _match(self, body: str, start: int, closing: str) -> int | None:
        opening = body[start]
        depth = 0
        for index in range(start, min(len(body), start + 120)):
            char = body[index]
            if char == "\n":
                return None
            if char == closing and index > start:
                depth -= 1
                if depth <= 0:
                    return index
            elif char == opening:
                depth += 1
        return None

    def _names(self, form: str, behind: str, slogan: str) -> bool:
        bare, wanted = _bare(form), _bare(slogan)
        if not bare or not wanted:
            return False
        if same_slogan(form, slogan):
            return True
        if "+" in slogan or behind.startswith(self._others):
            return False
        return len(bare) >= SHORTEST_PART and bare in map(_bare, PART.split(slogan.strip()))


def _clean(text: str) -> str:
    return text.replace("＋", "+").strip()


def same_slogan(first: str, second: str) -> bool:
    """Tell whether two slogans are the same but for signs, a word or the order of their members."""
    bare, other = _bare(first), _bare(second)
    if not bare or not other:
        return False
    return bare == other or _parts(first) == _parts(second) or _alike(bare, other)


@functools.lru_cache(maxsize=KNOWN_FORMS)
def _bare(text: str) -> str:
    return SEPARATORS.sub("", text.replace("＋", "+"))


@functools.lru_cache(maxsize=KNOWN_FORMS)
def _parts(text: str) -> frozenset[str]:
    """Tell the members of a slogan, in any order (数字物流+戈壁农业)."""
    return frozenset(part for part in SEPARATORS.split(text) if part)


def _alike(first: str, second: str) -> bool:
    # The lengths, then the characters in any order are upper bounds of the ratio, and cheap.
    if 2 * min(len(first), len(second)) < ALIKE * (len(first) + len(second)):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
