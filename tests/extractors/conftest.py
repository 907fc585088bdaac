"""One engine for all tests of the extractors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.flow import Flow
from pipeline.model import Document, Fact, NumberRow
from pipeline.rulebook import load

HEADING = "1.河北省武安市“邮快合作”\n"
YEAR = 2023

Read = Callable[[str], tuple[list[Fact], list[NumberRow]]]


@pytest.fixture(scope="session")
def flow() -> Flow:
    return Flow(load())


@pytest.fixture(scope="session")
def read(flow: Flow) -> Read:
    """Read the body of one case of a report of 2023: its facts and its numerals."""

    def run(body: str) -> tuple[list[Fact], list[NumberRow]]:
        document = Document(report="test", text=f"{HEADING}{body}\n", sha256="", year=YEAR)
        result = flow.run(document)
        (case,) = result.cases
        numbers = [row for row in result.numbers if row.start >= len(HEADING)]
        return list(case.facts), numbers

    return run
