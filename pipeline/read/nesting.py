"""The refusal of documents whose elements nest too deeply."""

from __future__ import annotations

from pipeline.errors import InputError
from pipeline.read.limits import Limits


def too_deep(path: str, limits: Limits) -> InputError:
    """Return the error for elements that nest deeper than ``limits.nesting``."""
    return InputError(
        f"refused: its elements nest deeper than {limits.nesting} (limit `nesting`);"
        " raise it only if you trust the file",
        path=path,
    )
