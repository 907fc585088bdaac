"""A fact in the making: a match with its sentence, before its role in the case is known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.extractors.matcher import Match
from pipeline.extractors.sentence import Sentence
from pipeline.model import Basis, Qualifier, Role, Status


@dataclass(slots=True)
class Draft:
    """One fact before roles, ids and offsets into the source are settled.

    ``start`` and ``end`` are code points in the text as the rules see it; ``index`` is
    the span of the value and ``used`` are all numerals' spans that the fact rests on.
    """

    field: str
    category: str
    subject: str
    value_min: Decimal
    value_max: Decimal
    unit: str
    start: int
    end: int
    qualifier: Qualifier
    status: Status
    basis: Basis
    rule: str
    sentence: Sentence
    index: int
    used: tuple[int, ...]
    match: Match
    from_min: Decimal | None = None
    from_max: Decimal | None = None
    role: Role = "main"
    fixed_role: bool = False
    inferred: bool = False
    fixed_category: bool = False
    flags: tuple[str, ...] = ()

    @property
    def place(self) -> int:
        """Where the value stands, for the order of appearance."""
        return self.sentence.items[self.index].start
