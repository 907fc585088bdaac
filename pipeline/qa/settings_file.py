"""Settings that a user gives in TOML: in a file of their own, or in a section of pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

PROJECT_FILE = "pyproject.toml"


def read_settings(path: Path, section: Sequence[str], empty: str) -> dict[str, Any]:
    """Read the tables of a file; of a pyproject.toml those of a section.

    Parameters
    ----------
    empty
        What to say of a file or section with nothing in it.

    Raises
    ------
    InputError
        When the file cannot be read, or there is nothing in it.
    """
    try:
        record: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"is no readable TOML file ({error}): correct it", path=path) from None
    if path.name == PROJECT_FILE:
        for key in section:
            record = record.get(key, {})
    if not record:
        place = f"the section [{'.'.join(section)}]" if path.name == PROJECT_FILE else "the file"
        raise InputError(f"{place} {empty}", path=path)
    return dict(record)
