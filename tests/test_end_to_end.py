"""The command on real reports, real rules and real mistakes, in a process of its own."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPORT = "rural-logistics-brands-batch4"
TABLES = ("cases", "facts", "numbers")


def anli(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
    )


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    """All files but ``run.json``, which tells what the last run did."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {str(file): file.read_bytes() for file in files if file.name != "run.json"}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Extract the real report and the synthetic one, in a folder with an awkward name."""
    folder = tmp_path_factory.mktemp("某处 with spaces")
    (folder / "raw").mkdir()
    shutil.copy(ROOT / "raw" / f"{REPORT}.txt", folder / "raw")
    shutil.copy(ROOT / "tests" / "gold" / "synthetic-dev.txt", folder / "raw")
    ended = anli("extract", "--gold", str(ROOT / "tests" / "gold"), cwd=folder)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    (folder / "summary.txt").write_text(ended.stdout, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("report", "cases"), [(REPORT, 50), ("synthetic-dev", 30)])
def test_every_case_is_found(done: Path, report: str, cases: int) -> None:
    found = rows(done / "extracted" / report, "cases")
    assert [int(row["case_no"]) for row in found] == list(range(1, cases + 1))


@pytest.mark.parametrize("report", [REPORT, "synthetic-dev"])
@pytest.mark.parametrize("table", ["facts", "numbers"])
def test_every_row_stands_in_the_source(done: Path, report: str, table: str) -> None:
    folder = done / "extracted" / report
    source = (folder / "source.txt").read_bytes().decode("utf-8")
    found = rows(folder, table)
    assert found
    for row in found:
        assert source[int(row["start"]) : int(row["end"])] == row["text"]


def test_summary_tells_what_was_found(done: Path) -> None:
    summary = (done / "summary.txt").read_text(encoding="utf-8")
    (line,) = [line for line in summary.splitlines() if line.split()[:1] == [REPORT]]
    facts = rows(done / "extracted" / REPORT, "facts")
    numbers = rows(done / "extracted" / REPORT, "numbers")
    unexplained = [row for row in numbers if not (row["fact_id"] or row["reason"])]
    figures = line.split()
    assert figures[1:5] == ["50", str(len(facts)), str(len(numbers)), str(len(unexplained))]
    assert summary.strip().splitlines()[-1] == "Open extracted"


def test_second_run_writes_the_same_bytes(done: Path) -> None:
    before = contents(done / "extracted")
    ended = anli("extract", f"raw/{REPORT}.txt", cwd=done)
    assert ended.returncode == 0
    assert contents(done / "extracted") == before


def test_score_of_what_was_written_is_the_score_of_the_run(done: Path) -> None:
    ended = anli("score", "--gold", str(ROOT / "tests" / "gold"), "--format", "csv", cwd=done)
    assert ended.returncode == 0, ended.stderr
    assert "core.f1" in ended.stdout


# Bad input: one line on stderr that names the file, status 2, earlier output untouched.


@dataclass(frozen=True)
class Mistake:
    """A mistake of a user's.

    Attributes
    ----------
    prepare
        Spoils something in a folder that has rules and a report, and returns the arguments.
    named
        What the message must name, apart from saying what is wrong.
    """

    prepare: Callable[[Path], list[str]]
    named: str


def report_of(content: bytes) -> Callable[[Path], list[str]]:
    def prepare(folder: Path) -> list[str]:
        (folder / f"{REPORT}.txt").write_bytes(content)
        return [f"{REPORT}.txt"]

    return prepare


def folder_instead(folder: Path) -> list[str]:
    (folder / f"{REPORT}.txt").unlink()
    (folder / f"{REPORT}.txt").mkdir()
    return [f"{REPORT}.txt"]


def missing_path(folder: Path) -> list[str]:
    return [f"{REPORT}.txt", "missing.txt"]


def rules_with(file: str, old: str, new: str) -> Callable[[Path], list[str]]:
    def prepare(folder: Path) -> list[str]:
        shutil.copytree(ROOT / "rules", folder / "rules")
        path = folder / "rules" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [f"{REPORT}.txt", "--rules", "rules"]

    return prepare


def missing_rules(folder: Path) -> list[str]:
    return [f"{REPORT}.txt", "--rules", "no-rules"]


def out_is_a_file(folder: Path) -> list[str]:
    (folder / "taken").write_text("mine", encoding="utf-8")
    return [f"{REPORT}.txt", "--out", "taken"]


def out_below_a_file(folder: Path) -> list[str]:
    (folder / "taken").write_text("mine", encoding="utf-8")
    return [f"{REPORT}.txt", "--out", "taken/below"]


def out_is_someone_elses(folder: Path) -> list[str]:
    (folder / "theirs" / REPORT).mkdir(parents=True)
    (folder / "theirs" / REPORT / "thesis.docx").write_text("mine", encoding="utf-8")
    return [f"{REPORT}.txt", "--out", "theirs"]


MISTAKES = {
    "empty file": Mistake(report_of(b""), f"{REPORT}.txt"),
    "blank file": Mistake(report_of(b"\xef\xbb\xbf \r\n\r\n"), f"{REPORT}.txt"),
    "no headings": Mistake(report_of("全县共有站点若干。\n".encode()), f"{REPORT}.txt"),
    "binary rubbish": Mistake(report_of(bytes(range(256)) * 40), f"{REPORT}.txt"),
    "no known encoding": Mistake(report_of("物流体系".encode("euc_jp") * 40), f"{REPORT}.txt"),
    "folder without reports": Mistake(folder_instead, f"{REPORT}.txt"),
    "missing path": Mistake(missing_path, "missing.txt"),
    "missing rules": Mistake(missing_rules, "no-rules"),
    "rule key misspelt": Mistake(
        rules_with("fields/employment.yaml", "field:", "feild:"), "employment.yaml"
    ),
    "rule file that is no YAML": Mistake(
        rules_with("fields/employment.yaml", "field:", "field: [:"), "employment.yaml:"
    ),
    "out is a file": Mistake(out_is_a_file, "taken"),
    "out is below a file": Mistake(out_below_a_file, "taken"),
    "out holds someone else's files": Mistake(out_is_someone_elses, "theirs"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_bad_input_is_told_in_one_line_and_spoils_nothing(
    done: Path, tmp_path: Path, mistake: Mistake
) -> None:
    shutil.copytree(done / "extracted", tmp_path / "extracted")
    shutil.copy(ROOT / "raw" / f"{REPORT}.txt", tmp_path)
    arguments = mistake.prepare(tmp_path)
    before = contents(tmp_path)
    ended = anli("extract", *arguments, cwd=tmp_path)
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert line.startswith("anli: ")
    assert mistake.named in line
    assert contents(tmp_path) == before


def test_a_broken_expression_is_told_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / "expressions.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number, line = next((n, text) for n, text in enumerate(lines, start=1) if "pattern:" in text)
    lines[number - 1] = line.split("pattern:")[0] + "pattern: '(?P<open'"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ended = anli("extract", str(ROOT / "raw"), "--rules", "rules", cwd=tmp_path)
    assert ended.returncode == 2
    (message,) = ended.stderr.splitlines()
    assert f"expressions.yaml:{number}:" in message


def test_rules_check_passes_for_the_rules_of_this_repository() -> None:
    ended = anli("rules", "check", cwd=ROOT)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout


def test_gold_check_passes_for_the_labels_of_this_repository() -> None:
    ended = anli("gold", "check", cwd=ROOT)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout


def test_tables_come_with_a_score(done: Path) -> None:
    for line in (done / "summary.txt").read_text(encoding="utf-8").splitlines():
        if line.split()[:1] in ([REPORT], ["synthetic-dev"]):
            core, strict = map(float, line.split()[-2:])
            assert 0 < strict <= core <= 1
