"""What is said at the end: of few reports each, of many the sum, and never without bound."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch.outcome import Outcome
from pipeline.cli import ending
from pipeline.cli.ending import Ending
from pipeline.cli.summary import Summary
from pipeline.errors import InputError
from pipeline.model import Oddity


def done(number: int) -> Outcome:
    summary = Summary(f"r{number}", 2, {"node_count": 3}, 10, 1, 1, {})
    oddity = Oddity("gap", f"no case before {number}", line=4)
    return Outcome(f"in/r{number}.txt", f"r{number}", "done", oddities=(oddity,), examined=summary)


def failed(number: int) -> Outcome:
    return Outcome("x", "", "failed", error=InputError(f"reason {number}", path="x"))


def shown(outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    notes = Ending(("node_count",), "out/run.json")
    for outcome in outcomes:
        notes.add(outcome)
    notes.show(Path("out"))
    return capsys.readouterr()


def test_few_reports_are_shown_each(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown([done(number) for number in range(ending.SHOWN_REPORTS)], capsys)
    assert f"r{ending.SHOWN_REPORTS - 1} " in out
    assert "r0:4: no case before 0" in out
    assert out.endswith("Open out\n")


def test_of_many_reports_the_sum_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    number = ending.SHOWN_REPORTS + 1
    out, _ = shown([done(number) for number in range(number)], capsys)
    row = next(line for line in out.splitlines() if "reports" in line and "report " not in line)
    assert row.split() == [
        str(number), "reports", str(2 * number), str(3 * number), str(10 * number),
        str(number), "(10.0%)", str(number),
    ]  # fmt: skip
    assert "no case before" not in out
    assert "out/run.json tells the oddities" in out


def test_failures_are_named_up_to_a_bound(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "NAMED_FAILURES", 3)
    _, err = shown([failed(number) for number in range(5)], capsys)
    assert err.splitlines() == [
        "anli: x: reason 0",
        "anli: x: reason 1",
        "anli: x: reason 2",
        "anli: 2 more failed; out/run.json names all",
    ]


def test_one_report_is_opened_at_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown([failed(1), done(1)], capsys)
    assert out.endswith(f"Open {Path('out/r1/cases.csv')}\n")
    out, _ = shown([Outcome("in/r1.txt", "r1", "skipped")], capsys)
    assert out.endswith(f"Open {Path('out/r1/cases.csv')}\n")
    assert shown([failed(1)], capsys)[0] == ""
