"""Rules on sentences: what they find, and what they find without one of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from pipeline.extractors.draft import Draft
from pipeline.extractors.engine import CaseFindings, Engine
from pipeline.model import Document
from pipeline.rulebook import Rulebook
from pipeline.rulecheck.example import Example
from pipeline.split import Splitter


class Trial:
    """Runs sentences through the rules."""

    def __init__(self, rulebook: Rulebook):
        self._engine = Engine(rulebook)
        self._splitter = Splitter(rulebook)

    def without(self, rule: str) -> Trial:
        """Return a trial of the same rules but one."""
        other = copy.copy(self)
        other._engine = copy.copy(self._engine)
        other._engine.matcher = self._engine.matcher.without(rule)
        return other

    def run(self, text: str) -> CaseFindings:
        """Return all that the rules find in a sentence."""
        split = self._splitter.whole(Document(report="", text=text, sha256=""))
        (spans,) = split.spans
        return self._engine.run_spans(split.view.text, spans, split.reference_year)

    def facts(self, text: str, field: str) -> list[Draft]:
        """Return the facts of one field in a sentence."""
        return [draft for draft in self.run(text).drafts if draft.field == field]

    def sets_aside(self, text: str, rule: str) -> bool:
        """Whether a rule is the reason why some numeral of a sentence is no fact."""
        return any(number.reason.startswith(f"{rule}: ") for number in self.run(text).numbers)


def passes(example: Example, facts: Iterable[Draft]) -> bool:
    """Whether exactly the marked facts were found, each once."""
    return not any(difference(example, facts))


def difference(example: Example, facts: Iterable[Draft]) -> tuple[list[str], list[str]]:
    """Tell what is marked and was not found, and what was found and is not marked."""
    left = list(facts)
    missing = []
    for expected in example.expected:
        met = next((draft for draft in left if expected.is_met_by(draft)), None)
        if met is None:
            figures = _figures(expected.old, expected.value)
            attributes = [f"{name}={value}" for name, value in expected.attributes]
            words = [example.text[expected.start : expected.end], expected.category, figures]
            missing.append(" ".join([*words, *attributes]))
        else:
            left.remove(met)
    return missing, [_described(draft, example.text) for draft in left]


def _described(draft: Draft, text: str) -> str:
    old = None if draft.from_min is None else (draft.from_min, draft.from_max)
    figures = _figures(old, (draft.value_min, draft.value_max))
    attributes = f"{draft.qualifier} {draft.role} {draft.status} {draft.basis} {draft.unit}"
    place = text[draft.start : draft.end]
    return f"{place} {draft.category} {figures} {attributes} by {draft.rule}"


def _figures(old: tuple[object, object] | None, value: tuple[object, object]) -> str:
    words = ["" if old is None else f"{_span(old)} >", _span(value)]
    return " ".join(word for word in words if word)


def _span(bounds: tuple[object, object]) -> str:
    low, high = bounds
    return str(low) if low == high else f"{low} {high}"
