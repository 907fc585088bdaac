"""The work on one file of a run: read it, process it, write the folders of its reports."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.batch.outcome import Outcome
from pipeline.batch.plan import Item
from pipeline.batch.settings import Settings
from pipeline.errors import AnliError, InputError, RuleError
from pipeline.model import Document, ReportResult
from pipeline.read import Source, read_source, sources_at, unread
from pipeline.rulebook import Rulebook

Examine = Callable[[ReportResult], object]
"""Takes from a result what the caller of a run wants to keep of it; it may refuse the report."""


class Extraction:
    """The rules of a run, ready for one report after the other.

    Parameters
    ----------
    rulebook
        The rules, where they are loaded already.

    Raises
    ------
    RuleError
        If the rules cannot be loaded, or are not those that the run began with.
    """

    def __init__(self, settings: Settings, rulebook: Rulebook | None = None):
        self.settings = settings
        self.rulebook = rulebook or settings.load_rules()
        if self.rulebook.sha256 != settings.rules_sha256:
            message = "these are not the rules that the run began with; start it again"
            raise RuleError(message, path=self.rulebook.path)

    def unread(self, source: Source) -> Document:
        """Give what is known of a report before it is read, under the settings of the run."""
        return self._with_year(unread(source))

    def result(self, source: Source) -> ReportResult:
        """Read and process a report.

        Raises
        ------
        InputError
            If it cannot be read or has no cases.
        """
        from pipeline.flow import process

        document = read_source(source, self.settings.limits)
        return process(self._with_year(document), self.rulebook)

    def _with_year(self, document: Document) -> Document:
        year = self.settings.year
        return document if year is None else replace(document, year=year)


@dataclass(frozen=True, slots=True)
class Folders:
    """How to start a worker that writes each report as a folder; it travels to its process.

    Attributes
    ----------
    out
        Where the folders are written.
    resume
        Whether a report whose folder is as a run would write it is left alone.
    formats
        What to write besides CSV.
    """

    settings: Settings
    out: Path
    resume: bool
    examine: Examine
    formats: tuple[str, ...] = ()

    def __call__(self) -> FolderWorker:
        """Load the rules and be ready for work."""
        return FolderWorker(self, Extraction(self.settings))


class FolderWorker:
    """Writes the reports of one file after the other as folders."""

    def __init__(self, job: Folders, extraction: Extraction):
        self.job = job
        self.extraction = extraction

    def __call__(self, item: Item) -> tuple[Outcome, ...]:
        """Write the reports of a file; tell of each what has become of it.

        Raises
        ------
        OutputError
            If a folder cannot be written. What is wrong with a report itself is told in its
            outcome.
        """
        try:
            sources = sources_at(Path(item.input), self.job.settings.limits)
        except InputError as error:
            name = item.reports[0] if len(item.reports) == 1 else ""
            return (failed(item, name, error),)
        return tuple(self._report(item, source) for source in sources)

    def _report(self, item: Item, source: Source) -> Outcome:
        begin = time.perf_counter()
        document = self.extraction.unread(source)
        try:
            refuse_unplanned(item, source)
            outcome = self._current(item, document) or self._written(item, source)
        except InputError as error:
            outcome = failed(item, source.report, error, document.sha256)
        return replace(outcome, seconds=time.perf_counter() - begin)

    def _current(self, item: Item, document: Document) -> Outcome | None:
        from pipeline.write import is_current

        rules, formats = self.job.settings.rules_sha256, self.job.formats
        folder = self.job.out / document.report
        if self.job.resume and is_current(folder, document, rules, formats):
            return Outcome(item.input, document.report, "skipped", document.sha256)
        return None

    def _written(self, item: Item, source: Source) -> Outcome:
        from pipeline.write import write_report

        result = self.extraction.result(source)
        outcome = done(item, result, self.job.examine)
        write_report(result, self.job.out, self.job.formats)
        return outcome


def refuse_unplanned(item: Item, source: Source) -> None:
    """Keep a report from being written that the plan has refused or does not know.

    Raises
    ------
    InputError
        Saying why.
    """
    reason = item.refused.get(source.report)
    if reason is not None:
        raise InputError(f"{reason}; rename one", path=source.path)
    if source.report not in item.reports:
        message = "has changed while the run was at work; run it again"
        raise InputError(message, path=source.path)


def done(item: Item, result: ReportResult, examine: Examine) -> Outcome:
    """Tell that a report is done.

    Raises
    ------
    InputError
        If what examines the result refuses it.
    """
    document = result.document
    return Outcome(
        item.input,
        document.report,
        "done",
        document.sha256,
        characters=len(document.text),
        oddities=result.oddities,
        examined=examine(result),
    )


def failed(item: Item, report: str, error: AnliError, sha256: str = "") -> Outcome:
    """Tell why a report could not be written."""
    named = InputError(error.message, path=error.path or item.input, line=error.line)
    return Outcome(item.input, report, "failed", sha256, error=named)


def lost(item: Item) -> tuple[Outcome, ...]:
    """Tell that a report has ended the process that worked on it, twice."""
    message = (
        "ended the process that worked on it, also when it was the only one (killed, or out of "
        "memory); split the file, or extract it on a machine with more memory"
    )
    name = item.reports[0] if len(item.reports) == 1 else ""
    return (failed(item, name, InputError(message)),)
