"""A gate: the least figures that a report must reach, so that a change cannot lower them unseen.

The figures stand in a TOML file, one table per report, under the names of `anli score --format
csv`; in ``pyproject.toml`` they stand under ``[tool.anli.gate]``::

    [tool.anli.gate.brands-batch4]
    core.f1 = 0.99
    node_count.strict.recall = 0.97
    cases.slogan = 1
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import InputError
from pipeline.qa.figures import by_name
from pipeline.qa.score import Score
from pipeline.qa.settings_file import read_settings

Gate = dict[str, dict[str, float]]
SECTION = ("tool", "anli", "gate")


class Missed(NamedTuple):
    """A figure below its minimum; ``value`` is None where nothing could be counted."""

    report: str
    name: str
    minimum: float
    value: float | None


def load_gate(path: Path) -> Gate:
    """Read minimum figures: by report, by the name of the figure.

    Raises
    ------
    InputError
        When the file cannot be read or holds anything but figures from 0 to 1.
    """
    record = read_settings(path, SECTION, "sets no minimum: add a table for a report")
    return {report: dict(_flat(path, report, minima)) for report, minima in record.items()}


def _flat(path: Path, name: str, value: Any, prefix: str = "") -> Iterator[tuple[str, float]]:
    """Join nested keys with dots, as TOML takes dotted keys apart."""
    if not isinstance(value, Mapping):
        known = isinstance(value, int | float) and not isinstance(value, bool)
        if not prefix or not known or not 0 <= value <= 1:
            message = f"{name} is {value!r}: give each report a table of figures from 0 to 1"
            raise InputError(message, path=path)
        yield prefix, float(value)
        return
    for key, inner in value.items():
        yield from _flat(path, f"{name}.{key}", inner, f"{prefix}.{key}" if prefix else key)


def missed(gate: Gate, scores: Mapping[str, Score], path: Path) -> list[Missed]:
    """List the figures that are below their minimum, and those of reports without a score.

    Raises
    ------
    InputError
        When the gate names a figure that no score has.
    """
    found = []
    for report, minima in gate.items():
        figures = by_name(scores[report], times=0) if report in scores else {}
        for name, minimum in minima.items():
            if figures and name not in figures:
                raise InputError(_unknown(report, name, figures), path=path)
            value = figures[name].value if figures else None
            if value is None or value < minimum:
                found.append(Missed(report, name, minimum, value))
    return found


def _unknown(report: str, name: str, figures: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, figures, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return (
        f"{report} has no figure {name}: {hint}"
        "`anli score --format csv` lists the figures that there are"
    )
