"""The file of corrections that the review page offers for download."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from pipeline.errors import InputError
from pipeline.qa.gold import FIGURES, GoldCase, GoldFact

Action = Literal["add", "replace", "remove", "confirm", "reject"]


def _label(record: Any) -> Any:
    """Read the figures, which the page writes as texts; the quote is found when it is merged."""
    if not isinstance(record, Mapping):
        return record
    figures = {key: _figure(record[key]) for key in FIGURES & record.keys()}
    return {**record, **figures, "quote": record.get("text")}


def _figure(value: Any) -> Any:
    try:
        return Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        return value


def _case(record: Any) -> Any:
    """Read a case, which comes without facts."""
    if not isinstance(record, Mapping):
        return record
    return {**record, "slogan_body": _tuple(record.get("slogan_body")), "facts": ()}


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Label = Annotated[GoldFact, BeforeValidator(_label)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Correction(_Record):
    """What a reviewer says of one fact.

    Attributes
    ----------
    action
        ``add`` the fact to the labels, put it in the place of ``old`` (``replace``), ``remove``
        it; ``confirm`` a label that is right, ``reject`` a fact that is none and no label.
    fact, old
        Labels; their quotes are not those of the gold set.
    """

    action: Action
    case_no: int
    heading: str
    fact: Label
    old: Label | None = None


class ReportCorrections(_Record):
    """The corrections of one report.

    Attributes
    ----------
    source_sha256
        The digest of the text that the reviewer saw.
    cases
        What is said of cases that the labels do not have yet.
    """

    report: str
    source_sha256: str
    cases: Annotated[
        tuple[Annotated[GoldCase, BeforeValidator(_case)], ...], BeforeValidator(_tuple)
    ]
    corrections: Annotated[tuple[Correction, ...], BeforeValidator(_tuple)]


class Corrections(_Record):
    """All that a reviewer decided on a page."""

    format: Literal["anli-corrections"]
    version: Literal[1]
    reviewer: str
    reports: Annotated[tuple[ReportCorrections, ...], BeforeValidator(_tuple)]


def load_corrections(path: Path) -> Corrections:
    """Read a file of corrections.

    Raises
    ------
    InputError
        When the file cannot be read or is not what the review page writes.
    """
    try:
        record = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}): check the path", path=path) from None
    except (ValueError, RecursionError) as error:
        message = f"is no JSON in UTF-8 ({error}): download it from the review page again"
        raise InputError(message, path=path) from None
    try:
        return Corrections.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        message = f"{place or 'the file'}: {first['msg']}: download it from the review page again"
        raise InputError(message, path=path) from None
