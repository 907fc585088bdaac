"""Gold sets: the labels of a report, one JSON object per case and line (``*.gold.jsonl``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from pipeline.errors import InputError
from pipeline.model import Basis, Fact, Qualifier, Role, Status

SUFFIX = ".gold.jsonl"
LONGEST_SHOWN = 40
FIGURES = frozenset({"value_min", "value_max", "from_min", "from_max"})

Text = Annotated[str, StringConstraints(min_length=1)]
Figure = Annotated[Decimal, Field(ge=0, le=10**15, allow_inf_nan=False)]


class Problem(NamedTuple):
    """Something wrong in a gold set: ``line`` counts from 1."""

    line: int
    message: str


class GoldFact(BaseModel):
    """A labelled fact; the attributes are those of the annotation guide."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    field: Text
    category: Text
    subject: Text
    value_min: Figure
    value_max: Figure
    from_min: Figure | None = None
    from_max: Figure | None = None
    unit: Text
    qualifier: Qualifier
    role: Role
    status: Status
    basis: Basis
    text: Text
    quote: Text
    optional: bool = False
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]

    def as_fact(self) -> Fact:
        """Return the fact as the pipeline would have found it."""
        return Fact(**self.model_dump(exclude={"quote", "optional"}), sentence=self.quote)


class GoldCase(BaseModel):
    """A labelled case; the attributes are those of the annotation guide."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    case_no: Annotated[int, Field(ge=0)]
    heading: Text
    province: Text
    prefecture: Text | None
    county: Text
    adcode: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    slogan: Text
    slogan_suffix: str
    slogan_body: tuple[Text, ...]
    facts: tuple[GoldFact, ...]


def report_name(path: Path) -> str:
    """Name the report that a gold file belongs to: ``brands.gold.jsonl`` labels ``brands``."""
    return path.name.removesuffix(SUFFIX)


def load_gold(path: Path) -> list[GoldCase]:
    """Read a gold set.

    Raises
    ------
    InputError
        At the first line that is not a case in the form of the annotation guide.
    """
    cases, problems = read_gold(path)
    if problems:
        first = problems[0]
        more = f" (and {len(problems) - 1} more: run `anli gold check`)" if problems[1:] else ""
        raise InputError(first.message + more, path=path, line=first.line)
    return [case for _, case in cases]


def read_gold(path: Path) -> tuple[list[tuple[int, GoldCase]], list[Problem]]:
    """Read a gold set with its line numbers, and all that is wrong with its form.

    Raises
    ------
    InputError
        When the file cannot be read, is not UTF-8 or holds no case.
    """
    cases: list[tuple[int, GoldCase]] = []
    problems: list[Problem] = []
    first_line: dict[tuple[int, str], int] = {}
    for number, line in _lines(path):
        try:
            case = GoldCase.model_validate(_parse(line))
        except (ValueError, RecursionError) as error:
            problems += [Problem(number, message) for message in _messages(error)]
            continue
        earlier = first_line.setdefault((case.case_no, case.heading), number)
        if earlier != number:
            message = (
                f"case {case.case_no} is labelled already in line {earlier}: keep one of the two"
            )
            problems.append(Problem(number, message))
        cases.append((number, case))
    if not cases and not problems:
        raise InputError("the gold set holds no case: label one case per line", path=path)
    return cases, problems


def gold_text(cases: Iterable[GoldCase]) -> str:
    """Write a gold set, one case per line, keys in the order of the guide."""
    return "".join(_json(_plain(case)) + "\n" for case in cases)


def _lines(path: Path) -> Sequence[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such gold file: check the path", path=path) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError("is not UTF-8: save it as UTF-8", path=path, line=line) from None
    except OSError as error:
        message = f"cannot be read ({error.strerror}): name a readable *{SUFFIX} file"
        raise InputError(message, path=path) from None
    numbered = enumerate(text.split("\n"), start=1)
    return [(number, line) for number, line in numbered if line.strip()]


def _parse(line: str) -> Any:
    return json.loads(
        line,
        parse_float=Decimal,
        parse_constant=_refuse_constant,
        object_pairs_hook=_object_without_repeats,
    )


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a figure: write a plain number")


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object: keep one of the two")
        found[key] = _typed(key, value)
    return found


def _typed(key: str, value: Any) -> Any:
    """Give figures and lists the types that the records have."""
    if key in FIGURES and type(value) is int:
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value


def _messages(error: ValueError | RecursionError) -> list[str]:
    if isinstance(error, ValidationError):
        return [_message(detail) for detail in error.errors()]
    if isinstance(error, json.JSONDecodeError):
        return [f"is not JSON ({error.msg}, column {error.colno}): write one object per line"]
    return [str(error)]


def _message(detail: ErrorDetails) -> str:
    """Say in one sentence where in the case what is wrong, and what to do."""
    place = _place(detail["loc"])
    match detail["type"]:
        case "missing":
            return f"{place} is missing: add it, as in the annotation guide"
        case "extra_forbidden":
            return f"{place} is no key of the annotation guide: correct its name or remove it"
        case "is_instance_of":
            advice = "write a plain number"
        case "tuple_type":
            advice = "write a list, in square brackets"
        case _:
            advice = f"{detail['msg'][0].lower()}{detail['msg'][1:]}"
    value = detail["input"]
    figure = isinstance(value, Decimal)
    given = str(value) if figure else json.dumps(value, ensure_ascii=False, default=str)
    return f"{place} is {given if len(given) <= LONGEST_SHOWN else '…'}: {advice}"


def _place(location: Sequence[str | int]) -> str:
    """Write a place in a case for a person, who counts facts from 1: ``fact 3: unit``."""
    match location:
        case ("facts", int(position), *rest):
            return ": ".join([f"fact {position + 1}", *map(str, rest)])
        case _:
            return " ".join(map(str, location)) or "the case"


def _plain(case: GoldCase) -> dict[str, Any]:
    """Return a case as a record, without what its facts do not have."""
    record = case.model_dump()
    for fact in record["facts"]:
        absent = [key for key, value in fact.items() if value is None or value is False]
        for key in absent:
            del fact[key]
    return record


def _json(value: Any) -> str:
    """Write JSON with exact figures, which the json module would make floats."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(key)}: {_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
