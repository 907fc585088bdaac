"""What is wrong with a file of a data set, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes
    ----------
    kind
        A short name by which programs tell faults apart.
    file
        Below the folder that was checked.
    message
        What is wrong and what to do.
    row
        Of a table, counted from 1 without the heading line; None if the fault is not in a row.
    column
        Its name; None if the fault is not in one column.
    """

    kind: str
    file: str
    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Validation:
    """What was checked, and what was found."""

    reports: tuple[str, ...]
    rows: int
    faults: tuple[Fault, ...]
