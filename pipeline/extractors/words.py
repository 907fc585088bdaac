"""Words, where words are needed: jieba with the project's terms as its user dictionary.

Terms are found on characters; segmentation is asked only for text that no list knows: where
a noun phrase begins, what an unknown noun is, and whether a numeral is part of a word.
"""

from __future__ import annotations

import functools
import logging
import marshal
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FUNCTION_WORD = "function_word"


class Segmenter:
    """A jieba tokenizer that is loaded when the first word is asked for.

    Parameters
    ----------
    lexicon
        Words of the rules with their types; they become the user dictionary.
    """

    def __init__(self, lexicon: dict[str, tuple[str, ...]]):
        self._terms = [word for word in lexicon if len(word) > 1]
        self._function_words = frozenset(
            word for word, types in lexicon.items() if FUNCTION_WORD in types
        )

    @functools.cached_property
    def _tokenizer(self) -> Any:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        cache = cache_file(jieba.__version__)
        known = None if cache is None else _read(cache)
        if known is not None:
            tokenizer.FREQ, tokenizer.total = known
            tokenizer.initialized = True
        else:
            tokenizer.cache_file = None if cache is None else str(cache)
            tokenizer.initialize()
        for term in self._terms:
            tokenizer.add_word(term)
        return tokenizer

    def words(self, text: str) -> Iterable[str]:
        """Segment a text."""
        found: list[str] = self._tokenizer.lcut(text)
        return found

    def last_noun_phrase(self, text: str) -> str:
        """Return the end of a text behind its last function word."""
        kept: list[str] = []
        for word in reversed(list(self.words(text))):
            if word in self._function_words or not word.strip():
                break
            kept.append(word)
        return "".join(reversed(kept))

    def first_word(self, text: str) -> str:
        """Return the first word of a text, or "" if it has none."""
        return next((word for word in self.words(text) if any(char.isalnum() for char in word)), "")

    def word_around(self, text: str, position: int) -> str:
        """Return the word that holds a character, or "" if the character stands alone."""
        start = 0
        for word in self.words(text):
            if start <= position < start + len(word):
                return word if len(word) > 1 else ""
            start += len(word)
        return ""


def cache_file(version: str) -> Path | None:
    """Say where jieba keeps its dictionary: in the user's own cache, named by its version.

    None where there is no such folder and none can be made; jieba then builds it anew.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    folder = Path(base) / "anli"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder / f"jieba-{version}.cache"


def _read(cache: Path) -> tuple[dict[str, int], int] | None:
    """Read what jieba wrote at an earlier run, four times as fast as jieba does; None if nothing.

    jieba reads from the file word by word, which costs more than all else of a short run.
    """
    try:
        frequencies, total = marshal.loads(cache.read_bytes())  # noqa: S302 - a file of the user's own
    except (OSError, EOFError, TypeError, ValueError):
        return None
    known = isinstance(frequencies, dict) and isinstance(total, int)
    return (frequencies, total) if known else None
