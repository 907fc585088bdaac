"""The commands, with a stand-in for the engine: what they print, write and return."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import __version__
from pipeline.cli import progress as progress_module
from pipeline.cli.app import main
from pipeline.cli.console import printable
from pipeline.errors import InputError, RuleError
from pipeline.model import Case, CaseResult, Document, Fact, NumberRow, Oddity, ReportResult
from tests.command import Anli

TEXT = "报告\n一、某县：“快递进村”\n建成站点12个,共3期。\n"
HEADING_START = TEXT.index("一、")
BODY_START = TEXT.index("建成")


def result_of(document: Document) -> ReportResult:
    """Return what the stand-in finds in any report: one case with one fact, two numerals."""
    start = document.text.index("12个")
    fact = Fact(
        field="node_count", category="village", subject="站点", value_min=Decimal(12),
        value_max=Decimal(12), unit="个", text="12个", start=start, end=start + 3, fact_id="1-1",
        rule="test",
    )  # fmt: skip
    case = Case(
        report=document.report, case_no=1, heading="一、某县：“快递进村”", region=None,
        slogan="快递进村", slogan_suffix="", slogan_body=(), slogan_consistent=None,
        start=HEADING_START, end=len(document.text), body_start=BODY_START,
    )  # fmt: skip
    used = NumberRow(
        case_no=1, text="12个", start=start, end=start + 3, value_min=Decimal(12),
        value_max=Decimal(12), unit="个", qualifier="exact", kind="count", fact_id="1-1",
    )  # fmt: skip
    place = document.text.index("3期")
    unexplained = replace(
        used, text="3期", start=place, end=place + 2, value_min=Decimal(3), value_max=Decimal(3),
        unit="期", fact_id="",
    )  # fmt: skip
    return ReportResult(
        document=document,
        title="报告",
        cases=(CaseResult(case, (fact,)),),
        numbers=(used, unexplained),
        oddities=(Oddity("region_unknown", "某县 is in no table", line=2),),
    )


class Engine:
    """A stand-in for rules and flow that notes what it is asked to do."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.rules: list[Path | None] = []
        self.findings: list[SimpleNamespace] = []
        self.failure: Exception | None = None

    def load(
        self, path: Path | None = None, *, extra_fields: tuple[str, ...] = ()
    ) -> SimpleNamespace:
        self.rules.append(path)
        fields = ("node_count", "employment", *extra_fields)
        return SimpleNamespace(sha256="0" * 64, fields=fields)

    def check(self, path: Path | None = None) -> SimpleNamespace:
        self.rules.append(path)
        return SimpleNamespace(findings=self.findings, rules=96, examples=210)

    def process(self, document: Document, rulebook: object) -> ReportResult:
        if self.failure is not None:
            raise self.failure
        self.documents.append(document)
        if "12个" not in document.text:
            raise InputError("there is no heading in this text")
        return result_of(document)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    stand_in = Engine()
    monkeypatch.setattr("pipeline.flow.process", stand_in.process)
    monkeypatch.setattr("pipeline.rulebook.load", stand_in.load)
    monkeypatch.setattr("pipeline.rulecheck.check", stand_in.check)
    return stand_in


def write(path: str, text: str = TEXT) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def folders_in(path: str) -> list[str]:
    return sorted(entry.name for entry in Path(path).iterdir())


def reports_in(path: str) -> list[str]:
    return sorted(entry.name for entry in Path(path).iterdir() if entry.is_dir())


# Usage


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["extract"],
        ["add"],
        ["score"],
        ["diff"],
        ["rules", "check"],
        ["gold", "check"],
        ["gold", "agree"],
        ["gold", "merge"],
    ],
    ids=lambda command: " ".join(command) or "anli",
)
def test_help_has_an_example_of_the_command(anli: Anli, command: list[str]) -> None:
    ended = anli(*command, "--help")
    assert ended.status == 0
    assert f"Example: {' '.join(['anli', *command])} " in ended.out


def test_version(anli: Anli) -> None:
    ended = anli("--version")
    assert (ended.status, ended.out) == (0, f"anli {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["extrakt"], "extrakt"),
        (["extract", "--yeer", "2023"], "--yeer"),
        (["extract", "--year", "twenty"], "--year"),
        (["extract", "--year", "23"], "--year"),
        (["score", "--format", "yaml"], "--format"),
    ],
)
def test_wrong_usage_is_named_on_stderr(anli: Anli, arguments: list[str], named: str) -> None:
    ended = anli(*arguments)
    assert ended.status == 2
    assert named in ended.err
    assert ended.out == ""


def test_module_is_the_command() -> None:
    command = [sys.executable, "-m", "pipeline", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"anli {__version__}\n"


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys\nfrom pipeline.cli.app import main\n"
        "try: main(['--help'])\n"
        "finally: print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stderr.splitlines()}
    heavy = {"jieba", "lxml", "numpy", "pandas", "pydantic", "regex", "rich", "spacy", "yaml"}
    assert "typer" in loaded
    assert loaded & heavy == set()


# anli extract


def test_extract_reads_raw_and_writes_extracted(anli: Anli, engine: Engine) -> None:
    write("raw/batch5.txt")
    ended = anli("extract")
    assert (ended.status, ended.err) == (0, "")
    assert folders_in("extracted/batch5") == [
        "cases.csv", "datapackage.json", "facts.csv", "numbers.csv", "source.txt",
    ]  # fmt: skip
    assert Path("extracted/batch5/source.txt").read_text(encoding="utf-8") == TEXT


def test_summary_counts_what_was_found(anli: Anli, engine: Engine) -> None:
    write("raw/batch5.txt")
    header, _, row, *rest = anli("extract").out.strip().splitlines()
    assert header.split() == ["report", "cases", "facts", "numerals", "unexplained", "oddities"]
    assert row.split() == ["batch5", "1", "1", "2", "1", "(50.0%)", "1"]
    assert "facts: node_count 1, employment 0" in rest
    assert "batch5:2: 某县 is in no table" in rest
    assert rest[-1] == f"Open {Path('extracted/batch5/cases.csv')}"


def test_extract_takes_files_folders_and_options(anli: Anli, engine: Engine) -> None:
    write("one.txt")
    write("more/two.txt")
    write("more/three.txt")
    ended = anli(
        "extract", "one.txt", "more", "--out", "表 格/all", "--rules", "my", "--year", "2019"
    )
    assert ended.status == 0
    assert reports_in("表 格/all") == ["one", "three", "two"]
    assert {document.year for document in engine.documents} == {2019}
    assert engine.rules == [Path("my")]
    assert ended.out.strip().splitlines()[-1] == f"Open {Path('表 格/all')}"


def test_limits_can_be_changed(anli: Anli, engine: Engine) -> None:
    write("raw/batch5.txt")
    assert anli("extract", "--limit", "characters=10").status == 2
    assert anli("extract", "--limit", "characters=100").status == 0
    ended = anli("extract", "--limit", "colour=10")
    assert ended.status == 2
    assert "colour" in ended.err


def test_one_bad_report_among_several(anli: Anli, engine: Engine) -> None:
    write("raw/bad.txt", "no heading here\n")
    write("raw/good.txt")
    write("raw/worse.txt", "")
    ended = anli("extract")
    assert ended.status == 1
    assert reports_in("extracted") == ["good"]
    first, second = ended.err.splitlines()
    assert first == f"anli: {Path('raw/bad.txt')}: there is no heading in this text"
    assert second.startswith(f"anli: {Path('raw/worse.txt')}: ")


def test_nothing_but_bad_reports(anli: Anli, engine: Engine) -> None:
    write("raw/bad.txt", "no heading here\n")
    write("raw/worse.txt", "")
    ended = anli("extract")
    assert ended.status == 2
    assert len(ended.err.splitlines()) == 2
    assert folders_in("extracted") == ["run.json"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["good.txt", "missing.txt"], "missing.txt"),
        (["good.txt", "empty"], "empty"),
        (["good.txt", "--out", "good.txt"], "good.txt"),
        (["good.txt", "--out", "good.txt/below/it"], "good.txt"),
        (["good.txt", "--gold", "missing.gold.jsonl"], "missing.gold.jsonl"),
    ],
)
def test_bad_arguments_are_found_before_any_work(
    anli: Anli, engine: Engine, arguments: list[str], named: str
) -> None:
    write("good.txt")
    Path("empty").mkdir()
    ended = anli("extract", *arguments)
    assert ended.status == 2
    assert len(ended.err.splitlines()) == 1
    assert named in ended.err
    assert engine.documents == []
    assert folders_in(".") == ["empty", "good.txt"]


def test_two_files_of_one_name_do_not_overwrite_each_other(anli: Anli, engine: Engine) -> None:
    write("a/batch5.txt")
    write("b/batch5.txt", TEXT + "另一份。\n")
    ended = anli("extract", "a", "b")
    assert ended.status == 1
    (line,) = ended.err.splitlines()
    assert str(Path("a/batch5.txt")) in line
    assert str(Path("b/batch5.txt")) in line
    assert Path("extracted/batch5/source.txt").read_text(encoding="utf-8") == TEXT


def test_labels_give_a_score(anli: Anli, engine: Engine) -> None:
    write("raw/batch5.txt")
    write("raw/unlabelled.txt")
    write("tests/gold/batch5.gold.jsonl", GOLD)
    ended = anli("extract")
    header, _, labelled, unlabelled, *_ = ended.out.strip().splitlines()
    assert header.split()[-4:] == ["core", "F1", "strict", "F1"]
    assert labelled.split()[-2:] == ["1.000", "0.000"]
    assert unlabelled.split()[-2:] == ["–", "–"]


GOLD = (
    '{"case_no": 1, "heading": "一、某县：“快递进村”", "province": "某省", "prefecture": null, '
    '"county": "某县", "adcode": "100000", "slogan": "快递进村", "slogan_suffix": "", '
    '"slogan_body": [], "facts": [{"field": "node_count", "category": "village", '
    '"subject": "站点", "value_min": 12, "value_max": 12, "unit": "个", "qualifier": "about", '
    '"role": "main", "status": "existing", "basis": "stated", "text": "12个", '
    f'"start": {TEXT.index("12个")}, "end": {TEXT.index("12个") + 3}, '
    '"quote": "建成站点12个,共3期。"}]}\n'
)


def test_wrong_labels_leave_the_report_unwritten(anli: Anli, engine: Engine) -> None:
    write("raw/batch5.txt")
    write("labels/batch5.gold.jsonl", GOLD + "{}\n")
    ended = anli("extract", "--gold", "labels")
    assert ended.status == 2
    assert f"{Path('labels/batch5.gold.jsonl')}:2: " in ended.err
    assert folders_in("extracted") == ["run.json"]


# Errors


def test_error_of_the_user_is_one_line(anli: Anli, engine: Engine) -> None:
    write("raw/batch5.txt")
    engine.failure = RuleError("no such word\nlist", path="rules/x\x1b[2J.yaml", line=3)
    ended = anli("extract")
    assert ended.status == 2
    assert ended.err == "anli: rules/x\\x1b[2J.yaml:3: no such word\\nlist\n"


def test_programming_error_is_not_swallowed(engine: Engine, anli: Anli) -> None:
    write("raw/batch5.txt")
    engine.failure = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        main(["extract"])


def test_output_that_cannot_encode_chinese_does_not_fail(tmp_path: Path) -> None:
    code = "from pipeline.cli.app import main; main(['extract', '没有.txt'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(r"anli: \u6ca1\u6709.txt: ")


@given(st.text())
def test_printable_is_one_line_without_control_characters(text: str) -> None:
    assert printable(text).isprintable()


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"])))
def test_printable_keeps_what_can_be_printed(text: str) -> None:
    assert printable(text) == text


def test_markup_in_names_stays_text(anli: Anli, engine: Engine) -> None:
    write("raw/a[bold]b[red].txt")
    row = anli("extract").out.strip().splitlines()[2]
    assert row.split()[0] == "a[bold]b[red]"


# Progress


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Timer:
    """A timer whose time is up at once, or never."""

    time_is_up = True

    def __init__(self, seconds: float, action: Callable[[], None]) -> None:
        assert seconds == progress_module.PATIENCE_SECONDS
        self.action = action

    def start(self) -> None:
        if self.time_is_up:
            self.action()

    def cancel(self) -> None: ...

    def join(self) -> None: ...


def progress_on(stderr: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, long_run: bool) -> str:
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(Timer, "time_is_up", long_run)
    monkeypatch.setattr("threading.Timer", Timer)
    with progress_module.progress(2) as report_done:
        report_done(1200)
        report_done(34)
    return stderr.getvalue()


def test_progress_appears_on_a_terminal_in_a_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = progress_on(Terminal(), monkeypatch, long_run=True)
    assert "100%" in shown
    assert "2 of 2 reports" in shown
    assert "1,234 characters" in shown


def test_progress_stays_away_from_short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "%" not in progress_on(Terminal(), monkeypatch, long_run=False)


def test_progress_stays_out_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert progress_on(io.StringIO(), monkeypatch, long_run=True) == ""


# anli rules check


def test_rules_check_without_findings(anli: Anli, engine: Engine) -> None:
    ended = anli("rules", "check", "--rules", "my")
    assert (ended.status, ended.out) == (0, "rules: 96, examples: 210, all right\n")
    assert engine.rules == [Path("my")]


def test_rules_check_lists_findings(anli: Anli, engine: Engine) -> None:
    engine.findings = [
        SimpleNamespace(path="rules/cost.yaml", line=7, message="the example is not matched"),
        SimpleNamespace(path="rules/nodes.txt", line=None, message="has a word twice"),
    ]
    ended = anli("rules", "check")
    assert ended.status == 1
    assert ended.out.splitlines() == [
        "rules/cost.yaml:7: the example is not matched",
        "rules/nodes.txt: has a word twice",
        "rules: 96, examples: 210, 2 to be mended",
    ]


# anli gold check


@pytest.mark.parametrize("report", ["tests/gold/batch5.txt", "raw/batch5.txt", "raw/batch5/a.txt"])
def test_gold_check_finds_the_report(anli: Anli, report: str) -> None:
    write("tests/gold/batch5.gold.jsonl", GOLD.replace('"about"', '"exact"'))
    write(report)
    ended = anli("gold", "check")
    assert (ended.status, ended.out, ended.err) == (0, "gold: 1 all right\n", "")


def test_gold_check_takes_files_and_their_text(anli: Anli) -> None:
    write("labels/batch5.gold.jsonl", GOLD.replace('"about"', '"exact"'))
    write("reports/any.txt")
    ended = anli("gold", "check", "labels/batch5.gold.jsonl", "--text", "reports/any.txt")
    assert (ended.status, ended.out) == (0, "gold: 1 all right\n")


def test_gold_check_lists_what_is_wrong(anli: Anli) -> None:
    write("labels/batch5.gold.jsonl", GOLD)
    write("labels/batch5.txt")
    ended = anli("gold", "check", "labels/batch5.gold.jsonl")
    assert ended.status == 1
    finding, summary = ended.out.splitlines()
    assert finding.startswith(f"{Path('labels/batch5.gold.jsonl')}:1: ")
    assert "about" in finding
    assert summary == "gold: 1 to be mended"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], str(Path("tests/gold"))),
        (["missing.gold.jsonl"], "missing.gold.jsonl"),
        (["alone.gold.jsonl"], "alone was not found"),
    ],
)
def test_gold_check_names_what_is_missing(anli: Anli, arguments: list[str], named: str) -> None:
    write("alone.gold.jsonl", GOLD)
    ended = anli("gold", "check", *arguments)
    assert ended.status == 2
    assert named in ended.err
    assert len(ended.err.splitlines()) == 1
