"""A labelled case and a labelled fact as texts under their names, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from pipeline.qa.gold import FIGURES, GoldCase, GoldFact

CASE_NAMES = tuple(name for name in GoldCase.model_fields if name != "facts")
FACT_NAMES = tuple(GoldFact.model_fields)
LISTS = frozenset({"slogan_body"})
WHOLE_NUMBERS = frozenset({"case_no", "start", "end"})
OPTIONAL = "optional"
YES = "yes"
SEPARATOR = " | "

Texts = Mapping[str, str]
CaseTexts = Mapping[str, str | tuple[str, ...]]
Record = TypeVar("Record", GoldCase, GoldFact)

_SEPARATOR = re.compile(r" (?<!\|)\|(?!\|) ")
_WHOLE = re.compile(r"[0-9]{1,100}")
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")


class LabelError(Exception):
    """What is wrong in a file that is read; who reads it adds the file and the line.

    Attributes
    ----------
    line
        The line of the file, where it is known.
    """

    def __init__(self, message: str, line: int | None = None):
        self.line = line
        super().__init__(message)


def case_texts(case: GoldCase) -> CaseTexts:
    """Write what is said of a case as texts; "" for what it does not have, lists as tuples."""
    values = {name: getattr(case, name) for name in CASE_NAMES}
    return {name: value if name in LISTS else _text(value) for name, value in values.items()}


def fact_texts(fact: GoldFact) -> Texts:
    """Write a labelled fact as texts; "" for what it does not have."""
    texts = {name: _text(getattr(fact, name)) for name in FACT_NAMES}
    return texts | {OPTIONAL: YES if fact.optional else ""}


def read_case(texts: CaseTexts, facts: Iterable[GoldFact] = ()) -> GoldCase:
    """Read a case from texts.

    Raises
    ------
    LabelError
        If an attribute is missing or has a value that it cannot have.
    """
    values: dict[str, Any] = {}
    for name in CASE_NAMES:
        value = texts.get(name, () if name in LISTS else "")
        values[name] = value if isinstance(value, tuple) else _value(name, value)
    values["slogan_suffix"] = values["slogan_suffix"] or ""
    return _made(GoldCase, values | {"facts": tuple(facts)})


def read_fact(texts: Texts) -> GoldFact:
    """Read a labelled fact from texts.

    Raises
    ------
    LabelError
        If an attribute is missing or has a value that it cannot have.
    """
    values = {name: _value(name, texts.get(name, "")) for name in FACT_NAMES}
    return _made(GoldFact, values)


def joined(forms: Iterable[str]) -> str:
    """Write a list in one text; a ``|`` inside a form is doubled."""
    return SEPARATOR.join(form.replace("|", "||") for form in forms)


def parted(text: str) -> tuple[str, ...]:
    """Read a list back from one text."""
    forms = _SEPARATOR.split(text) if text else ()
    return tuple(form.replace("||", "|") for form in forms)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _value(name: str, text: str) -> object:
    if name == OPTIONAL:
        if text not in ("", YES):
            raise LabelError(f"{name} is {text!r}: write {YES} or leave it empty")
        return text == YES
    if text == "":
        return None
    if name in WHOLE_NUMBERS:
        return int(_matching(name, text, _WHOLE, "a whole number"))
    if name in FIGURES:
        return Decimal(_matching(name, text, _PLAIN, "a plain number such as 12000 or 0.38"))
    return text


def _matching(name: str, text: str, pattern: re.Pattern[str], expected: str) -> str:
    if not pattern.fullmatch(text):
        raise LabelError(f"{name} is {text!r}: write {expected}")
    return text


def _made(record: type[Record], values: Mapping[str, Any]) -> Record:
    try:
        return record.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name, given = ".".join(map(str, first["loc"])), first["input"]
        if given is None:
            raise LabelError(f"{name} is missing: fill it in, as in the annotation guide") from None
        message = f"{first['msg'][0].lower()}{first['msg'][1:]}"
        raise LabelError(f"{name} is {str(given)!r}: {message}") from None
