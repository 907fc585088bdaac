"""Words, where words are needed: jieba with the project's own terms.

Terms are found on characters; segmentation is asked only for text that no list
knows: where a phrase begins, and whether a numeral is part of a word.
"""

from __future__ import annotations

import functools
import logging
import tempfile
from pathlib import Path
from typing import Any

FUNCTION_WORDS = "的了把将对在由从和与及等为使让被给向按以到其该并也都均各"


@functools.lru_cache(maxsize=1)
def tokenizer() -> Any:
    """The jieba tokenizer, loaded on first use."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    own = jieba.Tokenizer()
    own.tmp_dir = None
    own.cache_file = str(_cache_file(jieba.__version__))
    own.initialize()
    return own


def add_terms(terms: tuple[str, ...]) -> None:
    """Give the tokenizer the project's terms as words."""
    own = tokenizer()
    for term in terms:
        own.add_word(term)


def _cache_file(version: str) -> Path:
    import getpass

    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "user"
    return Path(tempfile.gettempdir()) / f"anli-jieba-{version}-{user}.cache"


def last_noun_phrase(text: str) -> str:
    """The end of a text behind its last function word, cut at word boundaries."""
    kept: list[str] = []
    for word in reversed(tokenizer().lcut(text)):
        if (len(word) == 1 and word in FUNCTION_WORDS) or not word.strip():
            break
        kept.append(word)
    return "".join(reversed(kept))


@functools.lru_cache(maxsize=20_000)
def word_around(text: str, position: int) -> str:
    """The dictionary word that holds the character at ``position``, or "" if it stands alone."""
    start = 0
    for word in tokenizer().lcut(text):
        if start <= position < start + len(word):
            return str(word) if len(word) > 1 else ""
        start += len(word)
    return ""


def first_word(text: str) -> str:
    """The first word of a text, or "" if it has none."""
    for word in tokenizer().lcut(text):
        if any(char.isalnum() for char in word):
            return str(word)
    return ""
