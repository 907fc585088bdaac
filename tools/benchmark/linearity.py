"""Whether the time grows with the length and no faster: rates at growing sizes of many shapes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tools.benchmark.command import ROOT
from tools.benchmark.section import Requirement, Section, Table, significant
from tools.benchmark.settings import Settings
from tools.benchmark.shapes import SHAPES, single_report

STREAM = "stream"
PICTURE = "benchmark-linearity.svg"
WITHIN = 0.15
MILLION = 1_000_000
PROSE = ("single_report", "single_line")


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement; ``seconds`` of processor time are None if it was given up."""

    characters: int
    seconds: float | None

    @property
    def rate(self) -> float | None:
        """Characters a second."""
        return None if self.seconds is None else self.characters / self.seconds


@dataclass(frozen=True, slots=True)
class Curve:
    """One shape at growing sizes."""

    name: str
    title: str
    points: tuple[Point, ...]

    @property
    def slowest_to_fastest(self) -> float | None:
        """The slowest rate in proportion to the fastest; None if a point was given up."""
        rates = [point.rate for point in self.points if point.rate is not None]
        return min(rates) / max(rates) if len(rates) == len(self.points) else None


def measure(settings: Settings) -> tuple[Curve, ...]:
    """Measure all curves, the smallest sizes first."""
    plan = {STREAM: ("the fourth batch over and over, a report each", settings.stream)}
    batch = len(single_report(1))
    for name, (title, _) in SHAPES.items():
        plan[name] = (title, settings.shapes)
    plan["single_report"] = (
        plan["single_report"][0],
        tuple(copies * batch for copies in settings.single_reports),
    )
    plan["single_line"] = (plan["single_line"][0], settings.single_lines)
    return tuple(
        Curve(name, title, tuple(_points(name, sizes, settings.time_limit)))
        for name, (title, sizes) in plan.items()
    )


def _points(name: str, sizes: Sequence[int], limit: int) -> list[Point]:
    """Measure until one size takes too long; the larger ones would take longer still."""
    points: list[Point] = []
    for size in sizes:
        given_up = bool(points) and points[-1].seconds is None
        points.append(Point(size, None) if given_up else point(name, size, limit))
    return points


def point(name: str, size: int, limit: int) -> Point:
    """Measure one point in a process of its own.

    Raises
    ------
    RuntimeError
        If the process fails other than by its time limit.
    """
    command = [sys.executable, "-m", "tools.benchmark.point", name, str(size)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return Point(size, None)
    if done.returncode:
        raise RuntimeError(f"{name} with {size} failed:\n{done.stderr}")
    return Point(**json.loads(done.stdout))


def section(curves: Sequence[Curve], limit: int) -> Section:
    """Show every point, and for each curve its slowest rate in proportion to its fastest."""
    rows = [
        (
            curve.title,
            *_cells(curve.points),
            "" if curve.slowest_to_fastest is None else f"{curve.slowest_to_fastest:.3f}",
        )
        for curve in curves
    ]
    most = max(len(curve.points) for curve in curves)
    columns = ("text", *(f"size {number}" for number in range(1, most + 1)), "slowest : fastest")
    padded = [(*row[:-1], *[""] * (len(columns) - len(row)), row[-1]) for row in rows]
    return Section(
        "Time grows with the length",
        (
            "Million characters a second (processor time), and the length behind it. Each point"
            " is a process of its own, which has run a short text of the same shape before the"
            f" clock starts, and is given up after {limit} s. The first text is many documents;"
            " all others are one document, held in memory as a whole with all its results. The"
            " shapes below the third are such as no author writes: they show that no pattern"
            " takes more time for a character because more of them follow.",
        ),
        (Table(columns, tuple(padded)),),
        tuple(_requirement(curve) for curve in curves),
        PICTURE,
    )


def _cells(points: Sequence[Point]) -> list[str]:
    return [
        f"{'given up' if point.rate is None else significant(point.rate / MILLION)}"
        f" ({_length(point.characters)})"
        for point in points
    ]


def _length(characters: int) -> str:
    if characters >= MILLION:
        return f"{characters / MILLION:.3g} M"
    return f"{characters / 1000:.0f} k"


def _requirement(curve: Curve) -> Requirement:
    share, least = curve.slowest_to_fastest, 1 - WITHIN
    largest = _length(curve.points[-1].characters)
    what = f"rates of {curve.title}, up to {largest}: slowest to fastest"
    reached = "a size was given up" if share is None else f"{share:.3f}"
    return Requirement(what, f"≥ {least:.2f}", reached, share is not None and share >= least)
