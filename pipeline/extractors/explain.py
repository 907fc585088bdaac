"""Why a numeral became a fact or none: what the cascade saw of it, and which rules tried it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.extractors.draft import Draft
from pipeline.extractors.engine import CaseFindings, Engine
from pipeline.extractors.matcher import Match, Matcher, Refusal, Watch
from pipeline.extractors.sentence import Sentence
from pipeline.model import NumberRow
from pipeline.split.cases import SplitResult

Place = tuple[int, int]
Outcome = Literal["fact", "dropped", "aside"]
Silence = Literal["topic", "anchors"]

CAUGHT = ("value", "old", "skip", "times", "whole")
"""The captures that can catch a numeral, in the order in which one names it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A typed span of a sentence, as the rules see it; ``chosen`` marks the numeral."""

    text: str
    types: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """A match of a rule that caught the numeral.

    Attributes
    ----------
    text
        The words that the rule matched.
    caught
        The capture that caught the numeral.
    refusal
        Why the match came to nothing, if it was refused.
    by
        The rule that had one of its numerals already, if that is why.
    outcome
        What became of the numeral otherwise: a fact; nothing, because no category fits; or it
        was set aside.
    reason
        Why the rule sets numerals aside, as it says itself.
    """

    rule: str
    field: str
    text: str
    caught: str
    refusal: Refusal | None
    by: str
    outcome: Outcome | None
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that the cascade did with one numeral.

    Attributes
    ----------
    spans
        The sentence of the numeral.
    attempts
        In the order in which they were made.
    silent
        The fields whose rules were not tried, and why: nothing near speaks of the field, or the
        passage has none of the types that the field is anchored to.
    """

    spans: tuple[Span, ...]
    attempts: tuple[Attempt, ...]
    silent: tuple[tuple[str, Silence], ...]


@dataclass(slots=True)
class _Passage:
    """A passage, and the matches that were tried in it."""

    sentence: Sentence
    tried: list[tuple[Match, Refusal | None]]


class _Watcher(Matcher):
    """A matcher that remembers what it does."""

    def __init__(self, matcher: Matcher):
        vars(self).update(vars(matcher))
        self.passages: list[_Passage] = []

    def match(
        self, sentence: Sentence, watch: Watch | None = None
    ) -> tuple[list[Match], dict[int, str]]:
        passage = _Passage(sentence, [])
        self.passages.append(passage)
        return super().match(
            sentence, lambda match, refusal: passage.tried.append((match, refusal))
        )


class CaseExplainer:
    """Explains the numerals of one case.

    Parameters
    ----------
    position
        Of the case in the report, counted from 0.
    """

    def __init__(self, engine: Engine, split: SplitResult, position: int):
        self._engine = engine
        self._split = split
        self._text = split.view.text
        watcher = _Watcher(engine.matcher)
        watched = copy.copy(engine)
        watched.matcher = watcher
        self._findings = watched.run_spans(self._text, split.spans[position], split.reference_year)
        self._passages = watcher.passages

    def explain(self, number: NumberRow) -> Explanation | None:
        """Explain a numeral of the case's body; None if it stands elsewhere, as in the heading."""
        place = self._place(number)
        passage = None if place is None else self._passage(place)
        if place is None or passage is None:
            return None
        sentence = passage.sentence
        items = sentence.items
        index = next(i for i, item in enumerate(items) if item.end > place[0])
        spans = tuple(
            Span(self._text[item.start : item.end], tuple(sorted(item.types)), item is items[index])
            for item in items[sentence.sentence_start(index) : sentence.sentence_end(index) + 1]
        )
        return Explanation(
            spans,
            tuple(_attempts(index, passage, self._findings, self._text)),
            tuple(_silent(sentence, self._engine)),
        )

    def _place(self, number: NumberRow) -> Place | None:
        """Find the numeral in the text that the rules see."""
        for draft in self._findings.numbers:
            start, end = draft.numeral.start, draft.numeral.end
            if self._split.view.to_source(start, end) == (number.start, number.end):
                return start, end
        return None

    def _passage(self, place: Place) -> _Passage | None:
        return next(
            (
                passage
                for passage in self._passages
                if passage.sentence.start <= place[0] < passage.sentence.end
            ),
            None,
        )


def _attempts(
    index: int, passage: _Passage, findings: CaseFindings, text: str
) -> Iterator[Attempt]:
    items = passage.sentence.items
    owners: dict[tuple[str, int], str] = {}
    for match, refusal in passage.tried:
        caught = next((name for name in CAUGHT if index in match.groups.get(name, ())), None)
        if caught is not None:
            needed = (one for name in CAUGHT for one in match.groups.get(name, ()))
            yield Attempt(
                rule=match.rule.id,
                field=match.field.field,
                text=text[items[match.first].start : items[match.last - 1].end],
                caught=caught,
                refusal=refusal,
                by=_owner(owners, match.field.field, needed) if refusal == "taken" else "",
                outcome=None if refusal else _outcome(index, match, findings.drafts),
                reason=match.rule.reason,
            )
        if refusal is None:
            for one in (*match.values, *match.groups.get("old", ())):
                owners.setdefault(("", one), match.rule.id)
            for name in ("value", "skip", "times"):
                for one in match.groups.get(name, ()):
                    owners.setdefault((match.field.field, one), match.rule.id)


def _owner(owners: dict[tuple[str, int], str], field: str, numerals: Iterator[int]) -> str:
    """The rule that has one of the numerals: any rule by a fact, one of the field otherwise."""
    keys = (key for one in numerals for key in (("", one), (field, one)))
    return next((owners[key] for key in keys if key in owners), "")


def _outcome(index: int, match: Match, drafts: Sequence[Draft]) -> Outcome:
    if any(draft.match is match and index in draft.used for draft in drafts):
        return "fact"
    return "dropped" if index in match.groups.get("value", ()) else "aside"


def _silent(sentence: Sentence, engine: Engine) -> Iterator[tuple[str, Silence]]:
    for name, field in engine.rulebook.fields_by_name.items():
        if name not in sentence.topics:
            yield name, "topic"
        elif not sentence.met & engine.alphabet.require(frozenset(field.anchors)):
            yield name, "anchors"
