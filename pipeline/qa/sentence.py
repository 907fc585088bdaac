"""The sentence around a labelled fact, as the pipeline would give it."""

from __future__ import annotations


def sentence_around(source: str, start: int, end: int) -> str:
    """Return the sentence that holds ``source[start:end]``, or "" if none holds all of it."""
    from pipeline.extractors.engine import SENTENCE

    line_start = source.rfind("\n", 0, start) + 1
    for found in SENTENCE.finditer(source, line_start):
        if found.end() > start:
            return found.group().strip() if end <= found.end() else ""
    return ""
