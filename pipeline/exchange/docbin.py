"""Labels as a spaCy ``DocBin``, for those who train models.

One document is a case, one token a character, so that every fact is a span. The facts stand in
``doc.spans["facts"]``, labelled ``node_count.village``, and those that do not overlap in
``doc.ents`` as well. The id of a span is that of the label (``12-3``: the third of case 12), and
``doc.user_data["facts"]`` has all that is said of it, figures as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.exchange.texts import CaseTexts, case_texts, fact_texts
from pipeline.qa.check import case_regions
from pipeline.qa.gold import GoldCase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

SPANS = "facts"


def labels_docbin(
    report: str, cases: Sequence[GoldCase], source: str, starts: Sequence[int] = ()
) -> bytes:
    """Write labels as the bytes of a ``DocBin``.

    Parameters
    ----------
    source
        The text of the report that the labels point into.
    starts
        Where any case of the report begins, labelled or not.

    Raises
    ------
    InputError
        If a label stands outside its case.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    documents = DocBin(store_user_data=True)
    for case, region in zip(cases, case_regions(cases, source, starts), strict=True):
        documents.add(_document(report, case, region, source, vocab))
    return documents.to_bytes()


def _document(report: str, case: GoldCase, region: range, source: str, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    text = source[region.start : region.stop]
    document = Doc(vocab, words=list(text), spaces=[False] * len(text))
    spans = [_span(document, case, number, region) for number in range(len(case.facts))]
    document.spans[SPANS] = spans
    document.ents = filter_spans(spans)
    document.user_data = _said(report, case, region)
    return document


def _span(document: Doc, case: GoldCase, number: int, region: range) -> Span:
    from spacy.tokens import Span

    fact = case.facts[number]
    if not (fact.start in region and fact.end <= region.stop):
        raise InputError(
            f"case {case.case_no}: {fact.text!r} (from {fact.start}) stands outside its case: "
            "mend the labels with `anli gold check`, or name their text"
        )
    return Span(
        document,
        fact.start - region.start,
        fact.end - region.start,
        label=f"{fact.field}.{fact.category}",
        span_id=f"{case.case_no}-{number + 1}",
    )


def _said(report: str, case: GoldCase, region: range) -> dict[str, object]:
    about: CaseTexts = case_texts(case)
    return {
        "report": report,
        "start": region.start,
        **{
            name: list(value) if isinstance(value, tuple) else value
            for name, value in about.items()
        },
        "facts": [dict(fact_texts(fact)) for fact in case.facts],
    }
