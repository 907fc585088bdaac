"""From what on a person must look: data, in a TOML file of its own or in a pyproject.toml.

The file has a table for each sign; what it leaves out is as in ``thresholds.toml``::

    [unexplained]
    rise = 0.01
    places = 3

In ``pyproject.toml`` the tables stand under ``[tool.anli.compare]``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.compare.signals import NAMES, Signal
from pipeline.errors import InputError
from pipeline.qa.settings_file import read_settings

SECTION = ("tool", "anli", "compare")


class Threshold(NamedTuple):
    """From what on a sign is an alarm.

    Attributes
    ----------
    rise
        How far the share may lie above the highest of the earlier batches.
    places
        So many places to look at there must be at least.
    """

    rise: float
    places: int


Thresholds = Mapping[str, Threshold]


def load_thresholds(path: Path | None = None) -> Thresholds:
    """Read thresholds; None for those of this version of the package.

    Raises
    ------
    InputError
        When the file cannot be read or holds anything but thresholds.
    """
    text = files("pipeline.compare").joinpath("thresholds.toml").read_text(encoding="utf-8")
    usual = {name: Threshold(**entry) for name, entry in tomllib.loads(text).items()}
    if path is None:
        return usual
    given = read_settings(path, SECTION, "sets no threshold: add a table for a sign")
    unknown = sorted(given.keys() - usual.keys())
    if unknown:
        message = f"there is no sign {unknown[0]!r}; known are {', '.join(NAMES)}"
        raise InputError(message, path=path)
    return {**usual, **{name: _threshold(path, name, usual[name], given[name]) for name in given}}


def limit_of(signal: Signal, threshold: Threshold) -> float:
    """Give the share above which a sign is an alarm."""
    return max(share.baseline for share in signal.shares[:-1]) + threshold.rise


def is_alarm(signal: Signal, threshold: Threshold) -> bool:
    """Tell whether a person must look."""
    above = signal.shares[-1].value > limit_of(signal, threshold)
    return above and len(signal.items) >= threshold.places


def _threshold(path: Path, name: str, usual: Threshold, given: Any) -> Threshold:
    if not isinstance(given, dict) or not given.keys() <= set(Threshold._fields):
        message = f"{name} must be a table of {' and '.join(Threshold._fields)}"
        raise InputError(message, path=path)
    found = usual._replace(**given)
    if not _is_number(found.rise) or not 0 <= found.rise <= 1:
        raise InputError(f"{name}.rise is {found.rise!r}: give a share from 0 to 1", path=path)
    if not _is_number(found.places) or found.places < 1 or found.places != int(found.places):
        message = f"{name}.places is {found.places!r}: give a whole number from 1 on"
        raise InputError(message, path=path)
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
