"""What a rule file may hold: the records that ``rules/*.yaml`` are checked against."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Record(BaseModel):
    """Base of all rule records: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitGroup(Record):
    """Units of one kind, with what must not follow them."""

    words: list[str]
    not_before: dict[str, list[str]] = Field(default_factory=dict)


class MoneyRules(Record):
    """Money: units with their size in 元 (empty for foreign money) and what prices are per."""

    units: dict[str, Annotated[str, Field(pattern=r"^(\d+(\.\d+)?)?$")]]
    not_before: dict[str, list[str]] = Field(default_factory=dict)
    per_signs: list[str]
    per_words: list[str]


class NumberRules(Record):
    """``rules/numbers.yaml``."""

    qualifiers_before: dict[Literal["about", "at_least", "at_most"], list[str]]
    only_before_bare_powers: list[str]
    not_a_qualifier_after: dict[str, list[str]]
    qualifiers_inside: dict[str, Literal["about", "at_least", "at_most"]]
    inside_not_before: list[str]
    inside_last_not_before: list[str]
    tenths_not_before: list[str]
    ordinal_units: list[str]
    qualifiers_after: dict[Literal["about", "at_least", "at_most"], list[str]]
    qualifiers_after_kinds: dict[str, list[str]] = Field(default_factory=dict)
    range_signs: list[str]
    range_words: list[str]
    range_not_after: list[str]
    range_before: list[str] = Field(default_factory=list)
    vague: list[str]
    halves: list[str]
    halving: list[str]
    units: dict[str, UnitGroup]
    money: MoneyRules


class WordList(Record):
    """One type of a lexicon file: what it is and its words, several a line."""

    comment: str
    words: list[str]


class Expression(Record):
    """A word that is a form: an expression on characters (``rules/expressions.yaml``).

    ``types`` are the types of the span; without them the expression's name is its type. ``plain``
    asks for the engine of the standard library, which is faster where a match can begin with
    nearly any character.
    """

    comment: str
    pattern: str
    plain: bool = False
    types: list[str] = Field(default_factory=list)


class Chunk(Record):
    """A phrase of typed spans that becomes one span (``rules/chunks.yaml``).

    Attributes
    ----------
    makes
        The types of the new span.
    keeps
        Types of which the last one inside the phrase is kept as well.
    """

    id: str
    pattern: str
    makes: list[str]
    keeps: list[str] = Field(default_factory=list)
    comment: str = ""


Place = Literal["match", "noun", "place", "clause", "frame", "sentence"]
"""Where to look for a category."""


class CategoryRules(Record):
    """How a fact gets its category from typed spans.

    Attributes
    ----------
    types
        Types of spans; a category has the name of its type.
    cancel
        A type that takes a span's vote back (直接或间接 is neither).
    look
        Where to look, in this order: ``match`` (the spans of the match, the last
        first), ``noun``, ``place``, ``clause`` (back to the comma), ``frame`` (a level that
        opens the block or houses its nodes).
    default
        The category when nothing is found.
    inferred_flag
        The flag of facts whose category the words around had to tell.
    """

    types: list[str] = Field(default_factory=list)
    cancel: list[str] = Field(default_factory=list)
    look: list[Place] = Field(default_factory=list)
    default: str = ""
    inferred_flag: str = ""


class Measure(Record):
    """A unit that a field writes: its size in the smallest one, and further words for it."""

    size: Annotated[Decimal, Field(gt=0)]
    words: list[str] = Field(default_factory=list)


class UnitRules(Record):
    """How a fact gets its unit.

    ``name`` is fixed; ``kinds`` gives numerals of a kind one unit (名 and 位 are 人); ``base``
    stands where the numeral has no unit; with ``per`` and ``periods`` the numeral's own unit is
    completed by the nearest span of those types (每件, 每年). ``measures`` are the only units that
    the field takes, if it names any; the figure before a change is given in the unit of the new
    one. ``categories`` gives what a category adds behind the unit (件/日 for ``day``).
    """

    name: str = ""
    kinds: dict[str, str] = Field(default_factory=dict)
    base: str = ""
    per: list[str] = Field(default_factory=list)
    periods: dict[str, str] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)

    def measure(self, word: str) -> str:
        """Name the measure that a unit of the text is, or "" if it is none."""
        if word in self.measures:
            return word
        return next((name for name, one in self.measures.items() if word in one.words), "")

    def size(self, word: str) -> Decimal:
        """Size of a unit of the text; 1 where the field names no measures."""
        name = self.measure(word)
        return self.measures[name].size if name else Decimal(1)


class RoleRules(Record):
    """How the facts of a field become parts and repetitions of each other.

    Attributes
    ----------
    parts_across_units
        A part may have another unit than the whole (岗位64个，其中青年51人).
    repeats_by_figure
        The same figure in another sentence is a repetition whatever it is called.
    later_totals
        A figure before the total of its sentence is a part of it (从而实现…全覆盖).
    categories_add_up
        The figures of the categories behind a total of none are its division.
    """

    parts_across_units: bool = False
    repeats_by_figure: bool = False
    later_totals: bool = False
    categories_add_up: bool = False


class Rule(Record):
    """One rule: a pattern over typed spans and the fact that it yields.

    Attributes
    ----------
    pattern
        A regular expression whose letters are typed spans: ``<type|other>``, ``<!type>``
        for any span that is not of the type, ``name:<type>`` to capture, ``@macro`` for a
        named part. Captured names with a meaning: ``value`` (may repeat), ``old``,
        ``noun``, ``place``, ``levels``, ``list``, ``times``, ``each``, ``whole``, ``skip``.
    reason
        For a rule that yields nothing: why its numerals are no fact of this field.
    category, basis, role, unit
        Fixed attributes; otherwise they are resolved.
    align
        The n-th value belongs to the n-th captured noun; values of nouns that are not
        of a type in ``keep`` are dropped.
    text
        ``value`` or ``change`` (from the old figure to the new).
    """

    id: str
    pattern: str
    reason: str = ""
    category: str = ""
    basis: Literal["stated", "coverage", "formula"] = "stated"
    role: Literal["", "main", "part", "repeat"] = ""
    unit: str = ""
    align: bool = False
    keep: list[str] = Field(default_factory=list)
    text: Literal["value", "change"] = "value"
    falls: bool = False
    each: bool = False
    sums: bool = False
    look: list[Place] = Field(default_factory=list)
    comment: str = ""
    examples: list[str] = Field(default_factory=list)
    negative: list[str] = Field(default_factory=list)


class FieldRules(Record):
    """``rules/fields/<field>.yaml``: one field, how its facts are found and completed.

    Attributes
    ----------
    kinds
        Kinds of numerals that can be a value.
    anchors
        Types without which a passage says nothing of this field.
    context
        An expression on characters that the passage or a neighbour must match (a cost is
        one of logistics only where logistics is spoken of).
    derive
        ``percent``: a change (``from_*``) is also given as a derived fall in percent.
    """

    field: str
    title_zh: str
    title_en: str
    comment: str
    kinds: list[str]
    anchors: list[str]
    context: str = ""
    derive: Literal["", "percent"] = ""
    category: CategoryRules = Field(default_factory=CategoryRules)
    unit: UnitRules = Field(default_factory=UnitRules)
    roles: RoleRules = Field(default_factory=RoleRules)
    rules: list[Rule]


class Reasons(Record):
    """``rules/ledger.yaml``: why numerals of a kind are no facts."""

    kinds: dict[str, str]
    nouns: list[str]
    context: dict[str, list[str]]

    @field_validator("kinds")
    @classmethod
    def _knows_vague(cls, kinds: dict[str, str]) -> dict[str, str]:
        if "vague" not in kinds:
            raise ValueError("the kind 'vague' must have a reason")
        return kinds


class HeadingStyle(Record):
    """One way to number headings (``rules/headings.yaml``)."""

    id: str
    pattern: str
    example: str


class HeadingRules(Record):
    """``rules/headings.yaml``: how cases are headed and what is left out of the text."""

    marks: list[str]
    page_lines: list[str]
    contents_line: str
    styles: list[HeadingStyle]
    quotes: dict[str, str]
    longest_heading: int
    suffix_stop: list[str]
    slogan_others: list[str]
    slogan_cues: list[str]
    batches: list[str] = Field(default_factory=list)


class Manifest(Record):
    """``rules/anli.yaml``: which fields a run extracts, in the order of their rules.

    ``subject_types`` are the types that a subject can be made of, ``program_types`` those that
    the program itself asks for (a comma ends a clause),
    whether or not a rule names them, ``blocking_types`` those whose words are there only to be
    taken for nothing else.
    """

    fields: list[str]
    subject_types: list[str] = Field(default_factory=list)
    program_types: list[str] = Field(default_factory=list)
    blocking_types: list[str] = Field(default_factory=list)
