"""The least work that each stage needs: one pass, or one record for each thing that is found."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from tools.benchmark.contenders import passing, recording
from tools.benchmark.terms import numeral_expression

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from pipeline.model import ReportResult

LINE = re.compile(r"[^\n]+")
LETTERS = re.compile(r"a[^bc]{0,6}d")
SPAN_LETTERS = "aefgbhijcdkl"


def floors(path: Path, result: ReportResult, copies: int) -> dict[str, tuple[str, float]]:
    """Measure each floor: what it is, and its processor seconds for that many copies."""
    import regex
    from ahocorasick_rs import AhoCorasick, MatchKind

    from pipeline.rulebook import load
    from pipeline.tables.build import table_rows

    rulebook = load()
    text = path.read_text(encoding="utf-8")
    numerals = regex.compile(numeral_expression(rulebook))
    automaton = AhoCorasick(list(rulebook.lexicon), matchkind=MatchKind.LeftmostLongest)
    letters = _letters(2 * len(automaton.find_matches_as_indexes(text)))
    rows = table_rows(result)
    facts = [fact for case in result.cases for fact in case.facts]

    work: dict[str, tuple[str, Callable[[], object]]] = {
        "read": ("read and decode UTF-8", lambda: path.read_bytes().decode("utf-8")),
        "split": ("one `re` pass over the lines", lambda: passing(LINE)(text)),
        "numerals": (
            "one `regex` pass, a record for each numeral",
            lambda: recording(numerals)(text),
        ),
        "words": (
            "one Aho-Corasick pass with all words",
            lambda: automaton.find_matches_as_indexes(text),
        ),
        "phrases": ("one `re` pass over a letter a span", lambda: passing(LETTERS)(letters)),
        "rules": ("one `re` pass over a letter a span", lambda: passing(LETTERS)(letters)),
        "facts": ("a record for each fact", building(facts)),
        "rows": ("a record for each numeral", building(result.numbers)),
        "tables": (
            "a dictionary for each row",
            lambda: [dict(row) for table in rows.values() for row in table],
        ),
        "write": ("the `csv` module, and SHA-256", lambda: _written(rows, text)),
    }
    return {stage: (what, _seconds(run, copies)) for stage, (what, run) in work.items()}


def building(records: Sequence[DataclassInstance]) -> Callable[[], object]:
    """Make work that builds the same records again from their values."""
    values = [
        (type(record), [getattr(record, field.name) for field in fields(record)])
        for record in records
    ]
    return lambda: [kind(*own) for kind, own in values]


def _letters(spans: int) -> str:
    """A text of as many letters as the real one has spans: its words and the gaps between."""
    return (SPAN_LETTERS * (spans // len(SPAN_LETTERS) + 1))[:spans]


def _written(rows: dict[str, list[dict[str, object]]], text: str) -> list[str]:
    digests = [hashlib.sha256(text.encode("utf-8")).hexdigest()]
    for table in rows.values():
        file = io.StringIO(newline="")
        csv.writer(file).writerows(row.values() for row in table)
        digests.append(hashlib.sha256(file.getvalue().encode("utf-8")).hexdigest())
    return digests


def _seconds(run: Callable[[], object], times: int) -> float:
    run()
    started = time.process_time()
    for _ in range(times):
        run()
    return time.process_time() - started
