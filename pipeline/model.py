"""The records that flow through the pipeline, from text to table rows.

All offsets count Unicode code points in ``Document.text`` (the text that is
written as ``source.txt``); ``end`` is exclusive. All figures are
:class:`decimal.Decimal` in base units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Qualifier = Literal["exact", "about", "at_least", "at_most"]
Role = Literal["main", "part", "repeat"]
Status = Literal["existing", "planned"]
Basis = Literal["stated", "coverage", "formula", "derived"]


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a stretch of the text stands in the original (``page 3``, ``paragraph 41``)."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something a person should look at; the report is extracted all the same.

    ``line`` counts from 1 in ``source.txt``.
    """

    kind: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a report comes from, as its metadata file says; what is unknown is empty.

    Attributes
    ----------
    source
        An address or a description of where the file was taken from.
    date
        Of publication, ``YYYY-MM-DD``.
    """

    title: str
    source: str
    issuing_body: str = ""
    document_number: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read.

    Attributes
    ----------
    report
        The name of its folder under ``extracted/``.
    text
        The decoded text with ``\\n`` line ends and no byte-order mark, otherwise untouched.
    sha256
        Of the input bytes, in hex.
    locators
        In order of ``start``; empty for text files.
    provenance
        None if no metadata file lies beside the report.
    """

    report: str
    text: str
    sha256: str
    encoding: str = "utf-8"
    path: str = ""
    year: int | None = None
    locators: tuple[Locator, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place of the region table; ``prefecture`` is None directly under a province."""

    province: str
    prefecture: str | None
    county: str
    adcode: str
    prefecture_named: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a report: its heading, its place, its slogan and where it stands."""

    report: str
    case_no: int
    heading: str
    region: Region | None
    slogan: str
    slogan_suffix: str
    slogan_body: tuple[str, ...]
    slogan_consistent: bool | None
    start: int
    end: int
    body_start: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its meaning and its place in the source (a row of ``facts.csv``)."""

    field: str
    category: str
    subject: str
    value_min: Decimal
    value_max: Decimal
    unit: str
    text: str
    start: int
    end: int
    from_min: Decimal | None = None
    from_max: Decimal | None = None
    qualifier: Qualifier = "exact"
    role: Role = "main"
    status: Status = "existing"
    basis: Basis = "stated"
    sentence: str = ""
    locator: str = ""
    rule: str = ""
    flags: tuple[str, ...] = ()
    fact_id: str = ""


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One numeral of a report, used by a fact or with the reason why not (``numbers.csv``)."""

    case_no: int | None
    text: str
    start: int
    end: int
    value_min: Decimal | None
    value_max: Decimal | None
    unit: str
    qualifier: Qualifier
    kind: str
    fact_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with its facts (in order of appearance)."""

    case: Case
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportResult:
    """All that a run finds in one report, before it becomes tables.

    ``rules_sha256`` is the digest of the rule folder that was used.
    """

    document: Document
    title: str
    cases: tuple[CaseResult, ...]
    numbers: tuple[NumberRow, ...]
    oddities: tuple[Oddity, ...] = field(default_factory=tuple)
    rules_sha256: str = ""
