"""Merging the labels of two annotators, with a decision for each point on which they differ."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.model import Fact
from pipeline.qa.cases import pair_cases
from pipeline.qa.gold import GoldCase, GoldFact
from pipeline.qa.listing import csv_text, what_fact
from pipeline.qa.match import pair_up
from pipeline.qa.score import shown
from pipeline.write.cells import guarded, unguarded

CASE_ATTRIBUTES = tuple(name for name in GoldCase.model_fields if name not in {"case_no", "facts"})
FACT_PARTS: Mapping[str, set[str]] = {
    "category": {"category"},
    "subject": {"subject"},
    "value": {"value_min", "value_max", "from_min", "from_max"},
    "unit": {"unit"},
    "qualifier": {"qualifier"},
    "role": {"role"},
    "status": {"status"},
    "basis": {"basis"},
    "place": {"start", "end", "text"},
    "optional": {"optional"},
}
"""What is decided at once: attributes that make sense only together."""

COLUMNS = ("id", "case_no", "about", "a", "b", "decision")
CHOICES = ("a", "b")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing on which two gold sets differ.

    Attributes
    ----------
    identifier
        Names the point; the same whenever the same two gold sets are compared.
    about
        What it is about, for a person.
    a, b
        What each gold set says; "" for what it does not have.
    """

    identifier: str
    case_no: int
    about: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The cases that two gold sets give together, and the points that were decided for it."""

    cases: tuple[GoldCase, ...]
    points: tuple[Point, ...]


class _Judge:
    """Collects the points of a comparison and answers each with its decision."""

    def __init__(self, decisions: Mapping[str, str]):
        self.decisions = decisions
        self.points: list[Point] = []
        self.seen: Counter[str] = Counter()

    def takes_a(self, case_no: int, key: str, about: str, a: str, b: str) -> bool:
        """Note a point and tell whether what the first gold set says is taken."""
        name = f"{case_no}:{key}"
        self.seen[name] += 1
        identifier = name if self.seen[name] == 1 else f"{name}#{self.seen[name]}"
        self.points.append(Point(identifier, case_no, about, a, b))
        return self.decisions.get(identifier, "a") == "a"


def merge(
    one: Sequence[GoldCase], other: Sequence[GoldCase], decisions: Mapping[str, str]
) -> Merged:
    """Merge two gold sets of a report.

    Parameters
    ----------
    decisions
        ``a`` or ``b`` by the identifier of a point; ``a`` where there is none.
    """
    judge = _Judge(decisions)
    merged = [_merge_case(number, a, b, judge) for number, a, b in pair_cases(one, other)]
    cases = tuple(case for case in merged if case is not None)
    return Merged(cases, tuple(judge.points))


def _merge_case(
    case_no: int, one: GoldCase | None, other: GoldCase | None, judge: _Judge
) -> GoldCase | None:
    if one is None or other is None:
        a, b = (one.heading if one else "", other.heading if other else "")
        return one if judge.takes_a(case_no, "case", "the whole case", a, b) else other
    values: dict[str, Any] = {"case_no": one.case_no}
    for name in CASE_ATTRIBUTES:
        a, b = getattr(one, name), getattr(other, name)
        same = a == b or judge.takes_a(one.case_no, name, name, shown(a), shown(b))
        values[name] = a if same else b
    facts = _merge_facts(one, other, judge)
    values["facts"] = tuple(sorted(facts, key=lambda fact: (fact.start, fact.end)))
    return GoldCase(**values)


def _merge_facts(one: GoldCase, other: GoldCase, judge: _Judge) -> Iterator[GoldFact]:
    first = [fact.as_fact() for fact in one.facts]
    second = [fact.as_fact() for fact in other.facts]
    pairs = pair_up(first, second, [False] * len(first))
    for i, j in pairs:
        yield _merge_fact(one.case_no, one.facts[i], other.facts[j], judge)
    for i in sorted(set(range(len(first))) - {i for i, _ in pairs}):
        if judge.takes_a(one.case_no, *_about(first[i]), what_fact(first[i]), ""):
            yield one.facts[i]
    for j in sorted(set(range(len(second))) - {j for _, j in pairs}):
        if not judge.takes_a(one.case_no, *_about(second[j]), "", what_fact(second[j])):
            yield other.facts[j]


def _merge_fact(case_no: int, one: GoldFact, other: GoldFact, judge: _Judge) -> GoldFact:
    record = one.model_dump()
    for part, names in FACT_PARTS.items():
        a, b = one.model_dump(include=names), other.model_dump(include=names)
        if a != b and not judge.takes_a(case_no, *_about(one, part), _texts(a), _texts(b)):
            record |= b
            if part == "place":
                record["quote"] = other.quote
    return GoldFact(**record)


def _about(fact: Fact | GoldFact, part: str = "fact") -> tuple[str, str]:
    """Give the key of a point, and what it is about for a person."""
    key = f"{fact.start}-{fact.end}:{fact.field}:{part}"
    return key, f"{part} of {fact.field} {fact.text}" if part != "fact" else f"fact {fact.text}"


def _texts(values: Mapping[str, Any]) -> str:
    given = ((name, value) for name, value in values.items() if value is not None)
    return "; ".join(f"{name} {shown(value)}" for name, value in given)


def points_text(points: Iterable[Point]) -> str:
    """Write the points as CSV for a person, who fills in the column ``decision``."""
    rows = [(p.identifier, str(p.case_no), p.about, p.a, p.b, "") for p in points]
    return csv_text([COLUMNS, *(tuple(map(guarded, row)) for row in rows)])


def load_decisions(path: Path, points: Sequence[Point]) -> dict[str, str]:
    """Read a file of points back in which a person has decided every one.

    Raises
    ------
    InputError
        When a point is not decided, or the file belongs to other gold sets.
    """
    rows = _rows(path)
    known = {point.identifier: point for point in points}
    decisions: dict[str, str] = {}
    for line, row in rows:
        point = known.get(row["id"])
        if point is None or (point.a.strip(), point.b.strip()) != (row["a"], row["b"]):
            message = (
                f"{row['id']} is no point of these gold sets: write the file anew with `agree`"
            )
            raise InputError(message, path=path, line=line)
        if row["decision"] not in CHOICES:
            message = f"{row['id']} is not decided ({row['decision']!r}): write a or b"
            raise InputError(message, path=path, line=line)
        if decisions.setdefault(row["id"], row["decision"]) != row["decision"]:
            message = f"{row['id']} is decided twice, and differently: keep one of the two"
            raise InputError(message, path=path, line=line)
    undecided = [identifier for identifier in known if identifier not in decisions]
    if undecided:
        message = f"{len(undecided)} points are missing ({undecided[0]} first): decide all of them"
        raise InputError(message, path=path)
    return decisions


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read the CSV file of decisions with the line that each row ends in."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"cannot be read ({error.strerror}): write it with `anli gold agree --decisions`"
        raise InputError(message, path=path) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8: save it as CSV UTF-8", path=path) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        message = f"needs the columns {', '.join(COLUMNS)}: keep the first line as it was written"
        raise InputError(message, path=path, line=1)
    return [
        (reader.line_num, {name: unguarded((row[name] or "").strip()) for name in COLUMNS})
        for row in reader
    ]
