"""What is to be mended in the rules, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be mended; ``line`` counts from 1."""

    path: str
    line: int | None
    message: str
