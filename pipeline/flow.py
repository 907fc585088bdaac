"""The one-way flow: a document in, a result with cases, facts and numbers out."""

from __future__ import annotations

from functools import lru_cache

from pipeline.extractors.assemble import assemble
from pipeline.extractors.engine import Engine
from pipeline.model import Document, ReportResult
from pipeline.rulebook import Rulebook
from pipeline.split import Splitter


class Flow:
    """Compiled rules that any number of documents can be run through."""

    def __init__(self, rulebook: Rulebook):
        self.rulebook = rulebook
        self.splitter = Splitter(rulebook)
        self.engine = Engine(rulebook)

    def run(self, document: Document) -> ReportResult:
        """Split a document, extract its facts, account for its numerals.

        Raises
        ------
        InputError
            If the document has no case headings.
        """
        return assemble(document, self.splitter.split(document), self.engine)


@lru_cache(maxsize=4)
def _flow(path: str, digest: str, rulebook: _Key) -> Flow:
    return Flow(rulebook.rulebook)


class _Key:
    """A rulebook as a key that is equal for the same rules."""

    def __init__(self, rulebook: Rulebook):
        self.rulebook = rulebook

    def __hash__(self) -> int:
        return hash((self.rulebook.sha256, self.rulebook.fields))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and (self.rulebook.sha256, self.rulebook.fields) == (
            other.rulebook.sha256,
            other.rulebook.fields,
        )


def process(document: Document, rulebook: Rulebook) -> ReportResult:
    """Run one document through the rules (compiled once for each rulebook)."""
    return _flow(str(rulebook.path), rulebook.sha256, _Key(rulebook)).run(document)
