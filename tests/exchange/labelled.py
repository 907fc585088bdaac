"""Labels to test with: the real gold sets, and arbitrary ones for properties."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.model import Basis, Qualifier, Role, Status
from pipeline.numbers import NumberGrammar, NumeralFinder
from pipeline.qa.gold import GoldCase, GoldFact
from pipeline.qa.starts import case_starts
from pipeline.read import read_path

ROOT = Path(__file__).parents[2]
GOLD_SETS = sorted((ROOT / "tests/gold").glob("*.gold.jsonl"))
RULES = rulebook.load()
NUMERALS = NumeralFinder(NumberGrammar(RULES.numbers)).find

AWKWARD = "😀𠮷👨‍👩‍👧é“”‘’＋+=-@'\"\\|,;.~:/％%¥(（518个约1.50元三十\t\r\n\u2028\u3000 <&>aZ"
CHARACTERS = st.sampled_from(AWKWARD) | st.characters(codec="utf-8")
SOME_TEXT = st.text(CHARACTERS, min_size=1, max_size=12)
FIGURES = st.decimals(0, 10**15, allow_nan=False, allow_infinity=False) | st.sampled_from(
    [Decimal("33.333333"), Decimal("0.38"), Decimal(10) ** 15, Decimal("1E+3"), Decimal("1.50")]
)


class Report(NamedTuple):
    """A report with labels of some of its cases."""

    name: str
    cases: list[GoldCase]
    source: str
    starts: list[int]


@cache
def real(path: Path) -> Report:
    from pipeline.qa.gold import load_gold, report_name

    name = report_name(path)
    beside = path.with_name(f"{name}.txt")
    (document,) = read_path(beside if beside.exists() else ROOT / f"raw/{name}.txt")
    return Report(name, load_gold(path), document.text, case_starts(document.text, RULES))


@st.composite
def facts(draw: st.DrawFn, body: str, offset: int, text: st.SearchStrategy[str]) -> GoldFact:
    start = draw(st.integers(0, len(body) - 1))
    end = draw(st.integers(start + 1, len(body)))
    before = draw(st.none() | st.tuples(FIGURES, FIGURES))
    return GoldFact(
        field=draw(text),
        category=draw(text),
        subject=draw(text),
        value_min=draw(FIGURES),
        value_max=draw(FIGURES),
        from_min=before and before[0],
        from_max=before and before[1],
        unit=draw(text),
        qualifier=draw(st.sampled_from(get_args(Qualifier))),
        role=draw(st.sampled_from(get_args(Role))),
        status=draw(st.sampled_from(get_args(Status))),
        basis=draw(st.sampled_from(get_args(Basis))),
        text=body[start:end],
        quote=draw(text),
        optional=draw(st.booleans()),
        start=offset + start,
        end=offset + end,
    )


@st.composite
def reports(draw: st.DrawFn, text: st.SearchStrategy[str] = SOME_TEXT) -> Report:
    """Give a report in which every case begins with a heading that stands nowhere else."""
    source = draw(text)
    cases = []
    for number in range(draw(st.integers(1, 3))):
        heading = f"\ue000{number}\ue001{draw(text)}".replace("\n", "").replace("\r", "")
        body = draw(st.text(CHARACTERS, min_size=1, max_size=30)).replace("\ue000", "")
        offset = len(source) + len(heading) + 1
        found = draw(st.lists(facts(body, offset, text), max_size=3))
        cases.append(
            _case(
                draw,
                text,
                heading=heading,
                facts=tuple(sorted(found, key=lambda fact: fact.start)),
            )
        )
        source += f"{heading}\n{body}\n"
    return Report("report", cases, source, [])


def _case(draw: st.DrawFn, text: st.SearchStrategy[str], **given: Any) -> GoldCase:
    return GoldCase(
        case_no=draw(st.integers(0, 10**20)),
        province=draw(text),
        prefecture=draw(st.none() | text),
        county=draw(text),
        adcode=draw(st.from_regex(r"[0-9]{6}", fullmatch=True)),
        slogan=draw(text),
        slogan_suffix=draw(st.just("") | text),
        slogan_body=tuple(draw(st.lists(text, max_size=3))),
        **given,
    )
