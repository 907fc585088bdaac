"""What ``anli extract`` tells at its end: of few reports each, of many the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.console import complain, say, show_table
from pipeline.cli.summary import MEASURES, Summary

if TYPE_CHECKING:
    from pipeline.batch.outcome import Outcome, Status
    from pipeline.errors import AnliError

SHOWN_REPORTS = 20
"""So many reports are shown one by one; of more, the table has only the sum."""

NAMED_FAILURES = 1000
"""So many reports that failed are named, with the reason."""


@dataclass
class Ending:
    """Takes note of what becomes of each report; its size does not grow with their number.

    Attributes
    ----------
    fields
        The fields of the run.
    run_file
        Where the run writes what it has done with each report.
    """

    fields: tuple[str, ...]
    run_file: str
    summaries: list[Summary] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    failures: list[AnliError] = field(default_factory=list)
    counts: Counter[Status] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    last: str = ""

    @property
    def failed(self) -> int:
        """The number of reports that failed."""
        return self.counts["failed"]

    @property
    def written(self) -> int:
        """The number of reports whose tables stand in the output folder now."""
        return self.counts["done"] + self.counts["skipped"]

    def add(self, outcome: Outcome) -> None:
        """Take note of a report."""
        self.counts[outcome.status] += 1
        if outcome.error is not None:
            if len(self.failures) < NAMED_FAILURES:
                self.failures.append(outcome.error)
            return
        self.last = outcome.report
        if isinstance(outcome.examined, Summary):
            self._add_figures(outcome, outcome.examined)

    def _add_figures(self, outcome: Outcome, summary: Summary) -> None:
        self.sums.update(_figures(summary))
        if self.counts["done"] > SHOWN_REPORTS:
            self.summaries.clear()
            self.oddities.clear()
            return
        self.summaries.append(summary)
        for oddity in outcome.oddities:
            place = summary.report if oddity.line is None else f"{summary.report}:{oddity.line}"
            self.oddities.append(f"{place}: {oddity.message}")

    def as_object(self, out: Path | str) -> dict[str, object]:
        """Give the figures of the reports that were written now, and what failed, for programs."""
        return {
            "out": str(out),
            "run_file": self.run_file,
            "reports": {status: self.counts[status] for status in ("done", "skipped", "failed")},
            "cases": self.sums["cases"],
            "facts": {name: self.sums[_field(name)] for name in self.fields},
            "numerals": self.sums["numerals"],
            "unexplained": self.sums["unexplained"],
            "oddities": self.sums["oddities"],
            "failures": [
                {
                    "path": None if failure.path is None else str(failure.path),
                    "line": failure.line,
                    "message": failure.message,
                }
                for failure in self.failures
            ],
        }

    def show(self, out: Path | str) -> None:
        """Print the figures, what to look at, what to open, and what failed."""
        if self.counts["done"]:
            self._show_figures()
        for oddity in self.oddities:
            say(oddity)
        if self.counts["skipped"]:
            say(f"{self.counts['skipped']} skipped: nothing has changed since they were written")
        if self.written:
            alone = self.written == 1 and isinstance(out, Path)
            say(f"Open {Path(out) / self.last / 'cases.csv' if alone else out}")
        self.show_failures()

    def show_failures(self) -> None:
        """Name what failed, on stderr."""
        for failure in self.failures:
            complain(failure)
        if self.failed > len(self.failures):
            complain(f"{self.failed - len(self.failures)} more failed; {self.run_file} names all")

    def _show_figures(self) -> None:
        scored = any(summary.scores for summary in self.summaries)
        columns = ["report", "cases", "facts", "numerals", "unexplained", "oddities"]
        columns += [f"{measure} F1" for measure in MEASURES if scored]
        rows = [self._row(one.report, _figures(one), one.scores, scored) for one in self.summaries]
        if not rows:
            rows = [self._row(f"{self.counts['done']} reports", self.sums, {}, scored)]
        show_table(columns, rows)
        counts = ((name, self.sums[_field(name)]) for name in self.fields)
        say("facts: " + ", ".join(f"{name} {count}" for name, count in counts))
        if not self.summaries and self.sums["oddities"]:
            say(f"{self.run_file} tells the oddities of each report")

    def _row(
        self,
        name: str,
        figures: Mapping[str, int],
        scores: Mapping[str, float | None],
        scored: bool,
    ) -> list[str]:
        numerals, unexplained = figures["numerals"], figures["unexplained"]
        share = unexplained / numerals if numerals else 0
        facts = sum(figures.get(_field(name), 0) for name in self.fields)
        row = [name, str(figures["cases"]), str(facts)]
        row += [str(numerals), f"{unexplained} ({share:.1%})", str(figures["oddities"])]
        return row + [_figure(scores.get(measure)) for measure in MEASURES if scored]


def _figures(summary: Summary) -> dict[str, int]:
    """Give the figures of a report that can be added up, by name."""
    return {
        "cases": summary.cases,
        "numerals": summary.numerals,
        "unexplained": summary.unexplained,
        "oddities": summary.oddities,
        **{_field(name): count for name, count in summary.facts.items()},
    }


def _field(name: str) -> str:
    return f"field {name}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
