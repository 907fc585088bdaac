"""All checks of a rule folder in one list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.rulebook import Rulebook, default_path, load
from pipeline.rulecheck.emptiness import check_emptiness
from pipeline.rulecheck.examples import check_examples
from pipeline.rulecheck.finding import Finding
from pipeline.rulecheck.headings import check_headings
from pipeline.rulecheck.references import check_references


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, and how much it looked at."""

    findings: tuple[Finding, ...]
    rules: int
    examples: int


def check(path: Path | None = None) -> Report:
    """Check a rule folder, fields outside the usual run included.

    Parameters
    ----------
    path
        The folder; None for the rules of this installation.

    Raises
    ------
    RuleError
        If the rules cannot even be loaded.
    """
    folder = default_path() if path is None else path
    rulebook = load(folder)
    further = {file.stem for file in (folder / "fields").glob("*.yaml")} - set(rulebook.fields)
    if further:
        rulebook = load(folder, extra_fields=tuple(sorted(further)))
    findings = [
        *check_references(rulebook),
        *check_emptiness(rulebook),
        *check_headings(rulebook),
        *check_examples(rulebook),
    ]
    findings.sort(key=lambda finding: (finding.path, finding.line or 0))
    return Report(tuple(findings), *_counts(rulebook))


def _counts(rulebook: Rulebook) -> tuple[int, int]:
    rules = [rule for field in rulebook.fields_by_name.values() for rule in field.rules]
    return len(rules), sum(len(rule.examples) + len(rule.negative) for rule in rules)
