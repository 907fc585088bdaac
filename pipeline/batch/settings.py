"""What all reports of a run have in common."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.read import DEFAULT, Limits

if TYPE_CHECKING:
    from pipeline.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that decide what the tables of a run hold; they travel to every worker.

    Attributes
    ----------
    rules
        The rule folder; None for the rules of the installation.
    extra_fields
        Fields to run besides the usual ones.
    fields
        All fields of the run.
    rules_sha256
        The digest of the rules that the run began with.
    year
        The year of all reports, in place of what their metadata say.
    version
        The version of this program that the run began with.
    """

    rules: Path | None
    extra_fields: tuple[str, ...]
    fields: tuple[str, ...]
    rules_sha256: str
    limits: Limits = DEFAULT
    year: int | None = None
    version: str = __version__

    @classmethod
    def of(
        cls,
        rulebook: Rulebook,
        *,
        rules: Path | None = None,
        extra_fields: tuple[str, ...] = (),
        limits: Limits = DEFAULT,
        year: int | None = None,
    ) -> Settings:
        """Take the settings of a run from its options and the rules that these have loaded."""
        return cls(rules, extra_fields, rulebook.fields, rulebook.sha256, limits, year)

    def load_rules(self) -> Rulebook:
        """Load the rules in a worker.

        Raises
        ------
        RuleError
            If they cannot be loaded.
        """
        from pipeline.rulebook import load

        return load(self.rules, extra_fields=self.extra_fields)

    def options(self) -> dict[str, object]:
        """Give what ``run.json`` says of them."""
        return {"fields": list(self.fields), "limits": asdict(self.limits), "year": self.year}
