"""How much is measured: everything for the page, or less for a quick look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The sizes of a run; characters are code points.

    Attributes
    ----------
    rounds
        How often each contender reads each corpus; the ratios are medians over the rounds.
    batch_copies
        How often the fourth batch stands in the corpus that repeats it.
    share
        The part of each contender's usual amount of text that it reads.
    stream, single_reports
        Copies of the fourth batch: as that many documents, and as one document.
    single_lines, shapes
        Lengths of a report of one line, and of texts made of one thing only, in characters.
    time_limit
        Seconds after which one point of a curve is given up.
    archives
        Reports in the archives whose peak memory is compared.
    worker_reports, worker_rounds
        The archive that one and two workers run over, and how often.
    start_rounds
        How often a command is started.
    profile_copies
        Reports that are profiled.
    """

    rounds: int
    batch_copies: int
    share: float
    stream: tuple[int, ...]
    single_reports: tuple[int, ...]
    single_lines: tuple[int, ...]
    shapes: tuple[int, ...]
    time_limit: int
    archives: tuple[int, ...]
    worker_reports: int
    worker_rounds: int
    start_rounds: int
    profile_copies: int


FULL = Settings(
    rounds=5,
    batch_copies=100,
    share=1.0,
    stream=(1, 10, 100, 1000),
    single_reports=(1, 10, 100, 1000),
    single_lines=(50_000, 500_000, 5_000_000),
    shapes=(50_000, 200_000, 800_000),
    time_limit=240,
    archives=(10, 100, 1000),
    worker_reports=300,
    worker_rounds=3,
    start_rounds=9,
    profile_copies=40,
)
QUICK = Settings(
    rounds=2,
    batch_copies=20,
    share=0.25,
    stream=(1, 10, 50),
    single_reports=(1, 10, 50),
    single_lines=(50_000, 200_000),
    shapes=(20_000, 80_000),
    time_limit=20,
    archives=(10, 50),
    worker_reports=40,
    worker_rounds=1,
    start_rounds=3,
    profile_copies=5,
)
