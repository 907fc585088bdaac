"""Ctrl-C: a command that takes long ends quietly, as programs in a shell do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C has ended."""


@contextmanager
def ending_quietly() -> Iterator[None]:
    """End with the status 130 and without a word when Ctrl-C is pressed."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
