"""The extractors as spaCy components, for someone else's ``zh`` pipeline.

``nlp.add_pipe("anli_node_count")`` leaves its spans in ``doc.spans["anli_node_count"]``,
whatever the segmenter. A document with headings of cases is read case by case, any other as
one case. This is the only module that imports spaCy.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.errors import InputError
from pipeline.extractors.assemble import assemble
from pipeline.extractors.engine import Engine
from pipeline.model import Document, Fact
from pipeline.rulebook import Rulebook, load
from pipeline.split import SplitResult, Splitter

SLOGAN = "slogan"
DEFAULTS = {"rules": None, "spans_key": None}

Found = Fact | str


@dataclass(frozen=True, slots=True)
class Slogan:
    """Where a document names a slogan, and in which form (``＋`` read as ``+``)."""

    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What one set of rules finds in one document; places count its characters."""

    facts: tuple[Fact, ...] = ()
    slogans: tuple[Slogan, ...] = ()


class Reader:
    """Compiled rules that read each spaCy document once, for all components that ask."""

    def __init__(self, rulebook: Rulebook):
        self.fields = rulebook.fields
        self._splitter = Splitter(rulebook)
        self._engine = Engine(rulebook)
        self._read: WeakKeyDictionary[Doc, Findings] = WeakKeyDictionary()

    def read(self, doc: Doc) -> Findings:
        """Facts and slogans of a document, in order of appearance."""
        found = self._read.get(doc)
        if found is None:
            found = self._read[doc] = self._findings(doc.text)
        return found

    def _findings(self, text: str) -> Findings:
        document = Document(report="", text=text, sha256="")
        split = self._split(document)
        cases = assemble(document, split, self._engine).cases
        facts = tuple(fact for case in cases for fact in case.facts)
        return Findings(facts, tuple(self._slogans(split)))

    def _split(self, document: Document) -> SplitResult:
        if "\n" in document.text.strip():
            try:
                return self._splitter.split(document)
            except InputError:  # No line of it heads a case.
                pass
        return self._splitter.whole(document)

    def _slogans(self, split: SplitResult) -> Iterator[Slogan]:
        printed = split.view.printed
        for case, heading, body in zip(split.cases, split.headings, split.spans, strict=True):
            places = []
            inside = printed[slice(*heading)].replace("＋", "+").find(case.slogan)
            if case.slogan and inside >= 0:
                start = heading[0] + inside
                places.append((start, start + len(case.slogan), case.slogan))
            for first, last in body:
                for start, end, form in self._splitter.slogans.places(
                    printed[first:last], case.slogan
                ):
                    places.append((first + start, first + end, form))
            for start, end, form in places:
                yield Slogan(*split.view.to_source(start, end), form)


@functools.lru_cache(maxsize=8)
def _reader(rules: str | None, extra_fields: tuple[str, ...] = ()) -> Reader:
    return Reader(load(None if rules is None else Path(rules), extra_fields=extra_fields))


def _reader_of(rules: str | None, field: str) -> Reader:
    """Return the reader of the rules' own fields, or, for a further field, of them and it."""
    reader = _reader(rules)
    return reader if field in (SLOGAN, *reader.fields) else _reader(rules, (field,))


class SlogansComponent:
    """Marks the slogans: in headings and in the body, or by the words behind a quotation."""

    def __init__(self, rules: str | None, spans_key: str | None):
        self._rules = rules
        self._key = spans_key or f"anli_{SLOGAN}"
        _reader_of(rules, SLOGAN)  # Wrong rules are told now, not at the first document.

    def __call__(self, doc: Doc) -> Doc:
        """Leave the spans in ``doc.spans``."""
        found = _reader_of(self._rules, SLOGAN).read(doc).slogans
        _mark(doc, self._key, [(slogan.start, slogan.end, SLOGAN, slogan.form) for slogan in found])
        return doc


class FactsComponent:
    """Marks the facts of one field; the label of a span is the fact's category."""

    def __init__(self, field: str, rules: str | None, spans_key: str | None):
        self._field = field
        self._rules = rules
        self._key = spans_key or f"anli_{field}"
        _reader_of(rules, field)  # Wrong rules are told now, not at the first document.

    def __call__(self, doc: Doc) -> Doc:
        """Leave the spans in ``doc.spans``."""
        found = _reader_of(self._rules, self._field).read(doc).facts
        own = [fact for fact in found if fact.field == self._field]
        _mark(doc, self._key, [(fact.start, fact.end, fact.category, fact) for fact in own])
        return doc


# What the spans of a document stand for, by the id of the span; kept outside the document, so
# that it can be written to bytes.
_found: WeakKeyDictionary[Doc, dict[str, Found]] = WeakKeyDictionary()


def _mark(doc: Doc, key: str, findings: list[tuple[int, int, str, Found]]) -> None:
    """Set the spans of a key, each as long as the tokens that it touches."""
    known = _found.setdefault(doc, {})
    spans = []
    for number, (start, end, label, found) in enumerate(findings, 1):
        name = f"{key}-{number}"
        span = doc.char_span(start, end, label=label, span_id=name, alignment_mode="expand")
        if span is not None:
            known[name] = found
            spans.append(span)
    doc.spans[key] = spans


def _found_of(span: Span) -> Found | None:
    return _found.get(span.doc, {}).get(span.id_)


if not Span.has_extension("anli"):
    Span.set_extension("anli", getter=_found_of)


@Language.factory("anli_slogan", default_config=DEFAULTS, assigns=["doc.spans"])
def create_slogan(
    nlp: Language, name: str, rules: str | None, spans_key: str | None
) -> SlogansComponent:
    """Make a component for slogans; ``span._.anli`` is the slogan as a string.

    Parameters
    ----------
    rules
        The folder of rules; None for those of this installation.
    spans_key
        Where in ``doc.spans`` the spans are left; None for ``anli_slogan``.

    Raises
    ------
    RuleError
        If the rules are wrong.
    """
    return SlogansComponent(rules, spans_key)


@Language.factory("anli_field", default_config=DEFAULTS, assigns=["doc.spans"])
def create_field(
    nlp: Language, name: str, field: str, rules: str | None, spans_key: str | None
) -> FactsComponent:
    """Make a component for any field of the rules; ``span._.anli`` is the ``Fact``.

    The facts are gone from spans that were read back from bytes, the spans are not.

    Parameters
    ----------
    field
        A field with a file in ``rules/fields``, whether or not a usual run extracts it.
    rules
        The folder of rules; None for those of this installation.
    spans_key
        Where in ``doc.spans`` the spans are left; None for ``anli_`` and the field.

    Raises
    ------
    RuleError
        If the rules are wrong or have no such field.
    """
    return FactsComponent(field, rules, spans_key)


@Language.factory("anli_node_count", default_config=DEFAULTS, assigns=["doc.spans"])
def create_node_count(
    nlp: Language, name: str, rules: str | None, spans_key: str | None
) -> FactsComponent:
    """Make a component for logistics nodes; see :func:`create_field`."""
    return FactsComponent("node_count", rules, spans_key)


@Language.factory("anli_cost_reduction", default_config=DEFAULTS, assigns=["doc.spans"])
def create_cost_reduction(
    nlp: Language, name: str, rules: str | None, spans_key: str | None
) -> FactsComponent:
    """Make a component for what logistics costs less; see :func:`create_field`."""
    return FactsComponent("cost_reduction", rules, spans_key)


@Language.factory("anli_employment", default_config=DEFAULTS, assigns=["doc.spans"])
def create_employment(
    nlp: Language, name: str, rules: str | None, spans_key: str | None
) -> FactsComponent:
    """Make a component for people in work and posts; see :func:`create_field`."""
    return FactsComponent("employment", rules, spans_key)
