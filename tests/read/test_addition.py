"""``anli add``: a new report with its metadata, or nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.errors import InputError
from pipeline.read import discover, read_path
from pipeline.read.addition import Description, add_report
from tests.read import make_reports as make

TEXT = "第五批典型经验\n1.河北武安市“交邮下行”\n全市建成村级网点518个。\n"
DESCRIPTION = Description("第五批典型经验", 2021, "来函", date="2024-05-31")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "附件1：报告 (1).DOCX"
    path.write_bytes(make.docx_typed(TEXT))
    return path


def entries(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_report_is_copied_with_its_metadata(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    added = add_report(file, "2024-batch5", DESCRIPTION, raw)
    assert added.path == raw / "2024-batch5" / "2024-batch5.docx"
    assert added.path.read_bytes() == file.read_bytes()
    assert entries(raw) == [
        "2024-batch5",
        "2024-batch5/2024-batch5.docx",
        "2024-batch5/report.json",
    ]
    metadata = json.loads((added.path.parent / "report.json").read_text(encoding="utf-8"))
    assert metadata == {
        "file": "2024-batch5.docx",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "title": "第五批典型经验",
        "year": 2021,
        "source": "来函",
        "issuing_body": "",
        "document_number": "",
        "date": "2024-05-31",
    }
    [path] = discover([raw])
    [document] = read_path(path)
    assert (document.report, document.year, document.text) == ("2024-batch5", 2021, TEXT)


def test_nothing_is_overwritten(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    (raw / "b5").mkdir(parents=True)
    with pytest.raises(InputError, match="exists already"):
        add_report(file, "b5", DESCRIPTION, raw)
    assert entries(raw) == ["b5"]


def test_the_same_bytes_are_noticed_under_another_name(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    first = add_report(file, "b5", DESCRIPTION, raw)
    again = tmp_path / "copy.docx"
    again.write_bytes(file.read_bytes())
    with pytest.raises(InputError, match="added before") as caught:
        add_report(again, "b6", DESCRIPTION, raw)
    assert str(first.path) in str(caught.value)
    assert not (raw / "b6").exists()


@pytest.mark.parametrize(
    ("identifier", "description", "reason"),
    [
        ("../b5", DESCRIPTION, "cannot be the name"),
        (".b5", DESCRIPTION, "cannot be the name"),
        ("", DESCRIPTION, "cannot be the name"),
        ("b5", Description(" ", 2021, "来函"), "--title"),
        ("b5", Description("标题", 2021, ""), "--source"),
        ("b5", Description("标题", 2021, "来函", date="31.5.2024"), "--date"),
    ],
)
def test_wrong_descriptions_add_nothing(
    tmp_path: Path, file: Path, identifier: str, description: Description, reason: str
) -> None:
    with pytest.raises(InputError, match=reason):
        add_report(file, identifier, description, tmp_path / "raw")
    assert entries(tmp_path) == [file.name]


def test_what_cannot_be_read_is_not_added(tmp_path: Path) -> None:
    broken = tmp_path / "x.docx"
    broken.write_bytes(make.docx_typed(TEXT)[:-30])
    with pytest.raises(InputError, match="damaged"):
        add_report(broken, "b5", DESCRIPTION, tmp_path / "raw")
    assert entries(tmp_path) == ["x.docx"]


def test_the_command(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    from pipeline.cli.add import add

    app = typer.Typer()
    app.command()(add)
    monkeypatch.chdir(tmp_path)
    options = ["--id", "b5", "--title", "标题", "--year", "2021", "--source", "来函"]
    done = CliRunner().invoke(app, [file.name, *options], catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "added raw/b5/b5.docx\n")
    assert (tmp_path / "raw" / "b5" / "report.json").is_file()
    wrong = CliRunner().invoke(app, [file.name, *options[:-2], "--source", "x", "--year", "1066"])
    assert wrong.exit_code == 2
