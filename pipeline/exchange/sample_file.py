"""The file of a sample: which cases were drawn, and the chance that each had."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputError
from pipeline.exchange.sample import LEAST_OF_A_STRATUM, SampledCase
from pipeline.exchange.spreadsheet import csv_file, guarded, read_csv_file
from pipeline.exchange.texts import LabelError

COLUMNS = (
    "report",
    "case_no",
    "heading",
    "stratum",
    "stratum_cases",
    "stratum_sampled",
    "probability",
)
WHOLE = ("case_no", "stratum", "stratum_cases", "stratum_sampled")

ROUNDING = 1e-5
"""What a spreadsheet may round off a probability."""


def sample_csv(report: str, sample: Sequence[SampledCase]) -> str:
    """Write a sample as CSV."""
    return csv_file(COLUMNS, (_row(report, one) for one in sample))


def _row(report: str, one: SampledCase) -> list[str]:
    sizes = (one.stratum, one.stratum_cases, one.stratum_sampled)
    texts = [guarded(report), str(one.case_no), guarded(one.heading)]
    return [*texts, *map(str, sizes), f"{one.probability:.6f}"]


def load_sample(path: Path) -> tuple[str, tuple[SampledCase, ...]]:
    """Read the report and the cases of a sample.

    Raises
    ------
    InputError
        If the file is no whole sample: without all of its cases no estimate can be made.
    """
    try:
        rows = read_csv_file(path.read_bytes(), COLUMNS)
        if not rows:
            raise LabelError("holds no case: draw the sample anew with `anli gold sample`")
        reports = {row["report"] for _, row in rows}
        if len(reports) > 1:
            raise LabelError("is of several reports: draw one sample for each")
        sample = tuple(_case(line, row) for line, row in rows)
        _check_whole(sample)
    except OSError as error:
        message = f"cannot be read ({error.strerror}): name the file of `anli gold sample`"
        raise InputError(message, path=path) from None
    except LabelError as error:
        raise InputError(str(error), path=path, line=error.line) from None
    return reports.pop(), sample


def _case(line: int, row: dict[str, str]) -> SampledCase:
    if not all(row[name].isdecimal() for name in WHOLE):
        raise LabelError(f"{', '.join(WHOLE)} are whole numbers: restore the line", line)
    case_no, stratum, cases, sampled = (int(row[name]) for name in WHOLE)
    if not min(cases, LEAST_OF_A_STRATUM) <= sampled <= cases:
        raise LabelError(f"{sampled} of {cases} cases cannot be sampled: restore the line", line)
    case = SampledCase(case_no, row["heading"], stratum, cases, sampled)
    if not _is_about(row["probability"], case.probability):
        message = f"the probability is {row['probability']!r}, not {sampled}/{cases}"
        raise LabelError(f"{message}: restore the line", line)
    return case


def _is_about(text: str, probability: float) -> bool:
    try:
        return abs(float(text) - probability) < ROUNDING
    except ValueError:
        return False


def _check_whole(sample: Sequence[SampledCase]) -> None:
    for one in sample:
        same = [other for other in sample if other.stratum == one.stratum]
        sizes = {(other.stratum_cases, other.stratum_sampled) for other in same}
        if len(sizes) > 1 or len(same) != one.stratum_sampled:
            raise LabelError(
                f"stratum {one.stratum} has {len(same)} of its {one.stratum_sampled} cases: keep "
                "all lines as they were drawn"
            )
    if len({one.case_no for one in sample}) < len(sample):
        raise LabelError("has a case twice: keep all lines as they were drawn")
