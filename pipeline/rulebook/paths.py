"""Where the rules lie: inside an installed wheel or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import RuleError


def default_path() -> Path:
    """The rule folder that belongs to this installation.

    Raises
    ------
    RuleError
        If neither place holds one.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "_rules", package.parent / "rules"):
        if (candidate / "anli.yaml").is_file():
            return candidate
    raise RuleError("no rules found; name their folder with --rules DIR", path=package.parent)
