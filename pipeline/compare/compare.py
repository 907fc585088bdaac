"""The comparison of a new batch with earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.batches import Batch
from pipeline.compare.figures import Figure, figures, provinces
from pipeline.compare.signals import Signal, signals
from pipeline.compare.thresholds import Threshold, Thresholds, is_alarm, limit_of
from pipeline.compare.wording import NewSubject, RuleUse, new_subjects, rule_uses
from pipeline.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign with the share above which it is an alarm, and whether it is one."""

    signal: Signal
    limit: float
    threshold: Threshold
    alarm: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be said of some batches, the new one last.

    Attributes
    ----------
    provinces
        How many cases each province has in each batch.
    notes
        What limits the comparison.
    """

    batches: tuple[Batch, ...]
    provinces: dict[str, list[int]]
    figures: list[Figure]
    subjects: list[NewSubject]
    rules: list[RuleUse]
    findings: list[Finding]
    notes: list[str]

    @property
    def must_look(self) -> bool:
        """Whether a person must look."""
        return any(finding.alarm for finding in self.findings)


def compare(
    earlier: Sequence[Batch], new: Batch, rulebook: Rulebook, thresholds: Thresholds
) -> Comparison:
    """Compare a batch with one or more earlier ones.

    Parameters
    ----------
    rulebook
        The rules that the batches were made with: whose ids are counted, whose lexicons know
        nouns, and whose styles headings have.
    """
    batches = (*earlier, new)
    return Comparison(
        batches=batches,
        provinces=provinces(batches),
        figures=figures(batches),
        subjects=new_subjects(earlier, new),
        rules=rule_uses(batches),
        findings=[
            Finding(
                signal,
                limit_of(signal, thresholds[signal.name]),
                thresholds[signal.name],
                is_alarm(signal, thresholds[signal.name]),
            )
            for signal in signals(earlier, new, rulebook)
        ],
        notes=list(dict.fromkeys(_notes(batches, rulebook))),
    )


def _notes(batches: Sequence[Batch], rulebook: Rulebook) -> Iterator[str]:
    for batch in batches:
        if batch.rules_sha256 - {rulebook.sha256}:
            yield (
                f"{batch.name}: made with other rules than those at hand; "
                "extract it again, or name its rules with --rules"
            )
