"""What has become of one report of a run: small, so that a run can know it of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.errors import AnliError
from pipeline.model import Oddity

Status = Literal["done", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of one report.

    Attributes
    ----------
    input
        The file as it was given, with ``/`` between its parts.
    report
        The report's name; empty where the file does not even tell that.
    sha256
        Of the report's bytes, in hex; empty where they could not be had.
    characters
        Length of its text in code points; 0 unless it was done.
    seconds
        Time that was spent on it. It is shown to people and stands in no output.
    error
        Why it failed.
    oddities
        What a person should look at.
    examined
        What the caller of the run keeps of the result.
    """

    input: str
    report: str
    status: Status
    sha256: str = ""
    characters: int = 0
    seconds: float = 0.0
    error: AnliError | None = None
    oddities: tuple[Oddity, ...] = ()
    examined: object = None
