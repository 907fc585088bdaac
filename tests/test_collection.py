"""The whole output folder as one data package, its formats, and tables that are converted."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.app import main
from pipeline.errors import InputError, OutputError
from pipeline.flow import process
from pipeline.model import Provenance, ReportResult
from pipeline.read import read_path
from pipeline.rulebook import load
from pipeline.tables.definition import load_definition
from pipeline.write import convert, describe_collection, render, write_report

ROOT = Path(__file__).parents[1]
SETS = [ROOT / "raw/rural-logistics-brands-batch4.txt", ROOT / "tests/gold/synthetic-dev.txt"]
TABLES = ("cases", "facts", "numbers")
CONTRACT = ["cases.csv", "datapackage.json", "facts.csv", "numbers.csv", "source.txt"]
TEXT = "典型案例\n\n1.河北省武安市“村村通”\n建成村级服务点{}个。\n"


def result_of(file: Path) -> ReportResult:
    (document,) = read_path(file)
    return process(document, load())


@pytest.fixture(scope="module")
def results() -> list[ReportResult]:
    return [result_of(file) for file in SETS]


@pytest.fixture
def both(results: list[ReportResult], tmp_path: Path) -> Path:
    out = tmp_path / "both"
    for result in results:
        write_report(result, out)
    describe_collection(out)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def descriptor(folder: Path) -> Any:
    return json.loads((folder / "datapackage.json").read_bytes())


# --- the package of all reports -------------------------------------------------------------


def test_frictionless_finds_no_fault_in_both_sets(both: Path, results: list[ReportResult]) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(both / "datapackage.json"))
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    assert [report.warnings, *(task.warnings for task in report.tasks)] == [[]] * 6
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    assert rows["cases"] == sum(len(result.cases) for result in results)
    assert rows["numbers"] == sum(len(result.numbers) for result in results)


def test_an_analyst_reads_the_facts_of_all_reports_as_one_table(
    both: Path, results: list[ReportResult]
) -> None:
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(both / "datapackage.json"))
    rows = package.get_resource("facts").read_rows()
    assert {row["report"] for row in rows} == {file.stem for file in SETS}
    assert len(rows) == sum(len(case.facts) for result in results for case in result.cases)


def test_one_resource_a_table_with_every_file_and_its_digest(both: Path) -> None:
    resources = {resource["name"]: resource for resource in descriptor(both)["resources"]}
    assert list(resources) == [*TABLES, *(f"source-{file.stem}" for file in SETS)]
    files = contents(both)
    told = [
        file for resource in resources.values() for file in resource.get("anli:files", [resource])
    ]
    assert {file["path"] for file in told} == {
        name for name in files if not name.endswith("datapackage.json")
    }
    for file in told:
        assert file["bytes"] == len(files[file["path"]])
        assert file["hash"] == "sha256:" + hashlib.sha256(files[file["path"]]).hexdigest()
    for name in TABLES:
        assert resources[name]["path"] == [f"{file.stem}/{name}.csv" for file in SETS]
        assert resources[name]["schema"]["primaryKey"][0] == "report"


def test_of_one_report_the_resources_are_plain_files(
    results: list[ReportResult], tmp_path: Path
) -> None:
    frictionless = pytest.importorskip("frictionless")
    write_report(results[0], tmp_path)
    path = describe_collection(tmp_path)
    for resource in descriptor(tmp_path)["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert frictionless.validate(str(path)).valid


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "one report"])
def test_the_standard_s_properties_are_there(both: Path, whole: bool) -> None:
    """Required and recommended properties of the Data Package standard, version 2.0."""
    found = descriptor(both if whole else both / SETS[0].stem)
    assert found["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {"name", "id", "title", "description", "version", "licenses", "sources"} <= set(found)
    assert found["id"].startswith("urn:uuid:")
    for licence in found["licenses"]:
        assert {"name", "path", "title"} <= set(licence)
    for source in found["sources"]:
        assert {"title", "anli:sha256"} <= set(source)
    for resource in found["resources"]:
        assert {"name", "path", "title", "description", "format", "mediatype"} <= set(resource)
        assert {"anli:title_en", "anli:description_en", "encoding"} <= set(resource)
        if resource.get("type") == "table":
            for field in resource["schema"]["fields"]:
                assert {"name", "type", "title", "description", "example"} <= set(field)
                assert {"anli:title_en", "anli:description_en"} <= set(field)
        else:
            assert resource["licenses"][0]["name"] == "notspecified"


def test_a_further_report_touches_no_other_files(
    both: Path, results: list[ReportResult], tmp_path: Path
) -> None:
    before = contents(both)
    (tmp_path / "batch5.txt").write_text(TEXT.format(9), encoding="utf-8")
    write_report(result_of(tmp_path / "batch5.txt"), both)
    describe_collection(both)
    after = contents(both)
    assert {name for name in after if after[name] != before.get(name)} == {
        "datapackage.json",
        *(f"batch5/{name}" for name in CONTRACT),
    }
    assert [told["name"] for told in descriptor(both)["anli:reports"]] == [
        "batch5",
        *(file.stem for file in SETS),
    ]


def test_the_order_in_which_reports_come_does_not_matter(
    both: Path, results: list[ReportResult], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    for result in reversed(results):
        write_report(result, other)
        describe_collection(other)
    assert contents(other) == contents(both)


def test_folders_that_are_no_reports_are_left_out(both: Path) -> None:
    before = contents(both)
    for name, content in (("mine", '{"resources": []}'), ("broken", "{"), ("list", "[1]")):
        (both / name).mkdir()
        (both / name / "datapackage.json").write_text(content, encoding="utf-8")
    describe_collection(both)
    assert (both / "datapackage.json").read_bytes() == before["datapackage.json"]


def test_reports_of_an_earlier_version_are_taken_in(both: Path) -> None:
    """Version 0.1.0 wrote no id, no description and no licence."""
    path = both / "synthetic-dev/datapackage.json"
    old = {
        key: value
        for key, value in descriptor(path.parent).items()
        if key in ("name", "title", "version", "sources", "resources", "anli:pipeline_version")
    }
    path.write_text(json.dumps(old), encoding="utf-8")
    describe_collection(both)
    assert len(descriptor(both)["anli:reports"]) == 2


@pytest.mark.parametrize("content", ['{"name": "mine", "resources": []}', "{", "[]"])
def test_a_descriptor_of_someone_else_is_not_replaced(content: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/datapackage.json").write_text(content, encoding="utf-8")
    (tmp_path / "batch5.txt").write_text(TEXT.format(9), encoding="utf-8")
    with pytest.raises(OutputError, match="not written by anli"):
        describe_collection(tmp_path / "out")
    with pytest.raises(SystemExit) as exit_info:
        main(["extract", str(tmp_path / "batch5.txt"), "--out", str(tmp_path / "out")])
    assert exit_info.value.code == 2
    assert contents(tmp_path / "out") == {"datapackage.json": content.encode()}


def test_where_a_report_comes_from_is_told(results: list[ReportResult], tmp_path: Path) -> None:
    origin = Provenance(
        "第四批", "https://example.org/4.pdf", "交通运输部", "2023〕5号", "2023-05-01"
    )
    document = dataclasses.replace(results[0].document, provenance=origin, year=2023)
    result = dataclasses.replace(results[0], document=document)
    found = json.loads(render(result)["datapackage.json"])
    (source,) = found["sources"]
    assert source["path"] == source["anli:taken_from"] == "https://example.org/4.pdf"
    assert source["anli:issuing_body"] == "交通运输部"
    assert (source["anli:report_title"], source["anli:date"]) == ("第四批", "2023-05-01")
    assert found["anli:year"] == 2023


def test_metadata_beside_a_report_reach_its_descriptor(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/batch5.txt").write_text(TEXT.format(9), encoding="utf-8")
    metadata = {"file": "batch5.txt", "sha256": "0" * 64, "title": "第五批", "year": 2024,
                "source": "来函"}  # fmt: skip
    (tmp_path / "raw/report.json").write_text(json.dumps(metadata), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["extract", str(tmp_path / "raw"), "--out", str(tmp_path / "out")])
    (folder,) = [entry for entry in (tmp_path / "out").iterdir() if entry.is_dir()]
    (source,) = descriptor(folder)["sources"]
    assert (source["anli:report_title"], source["anli:taken_from"]) == ("第五批", "来函")
    assert "path" not in source
    assert descriptor(tmp_path / "out")["anli:reports"][0]["anli:year"] == 2024


# --- formats --------------------------------------------------------------------------------


def test_without_formats_the_files_are_those_of_the_contract(both: Path) -> None:
    for file in SETS:
        assert sorted(contents(both / file.stem)) == CONTRACT
    assert "anli:formats" not in descriptor(both / SETS[0].stem)


def test_converting_gives_what_extracting_gives(
    results: list[ReportResult], tmp_path: Path
) -> None:
    formats = ("parquet", "xlsx", "jsonl")
    for package in ("pyarrow", "xlsxwriter"):
        pytest.importorskip(package)
    extracted = write_report(results[1], tmp_path / "extracted", formats)
    converted = write_report(results[1], tmp_path / "converted")
    for form in reversed(formats):
        convert(converted, [form])
    assert contents(converted) == contents(extracted)
    told = descriptor(converted)["anli:formats"]
    assert [file["path"] for file in told] == [
        "cases.parquet", "facts.parquet", "numbers.parquet", "synthetic-dev.xlsx", "cases.jsonl",
    ]  # fmt: skip
    for file in told:
        digest = hashlib.sha256((converted / file["path"]).read_bytes()).hexdigest()
        assert file["hash"] == f"sha256:{digest}"


def test_frictionless_and_a_further_run_take_a_folder_with_formats(
    results: list[ReportResult], tmp_path: Path
) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = write_report(results[1], tmp_path, ["jsonl"])
    assert frictionless.validate(str(folder / "datapackage.json")).valid
    write_report(results[1], tmp_path)
    assert sorted(contents(folder)) == CONTRACT


def test_a_format_whose_bytes_differ_leaves_the_descriptor_the_same(
    results: list[ReportResult],
) -> None:
    pytest.importorskip("duckdb")
    first, second = (render(results[1], ["duckdb"])["datapackage.json"] for _ in range(2))
    assert first == second
    assert "hash" not in json.loads(first)["anli:formats"][0]


def test_a_folder_that_no_run_wrote_is_not_converted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder that `anli extract` wrote"):
        convert(tmp_path, ["jsonl"])


def test_a_table_that_cannot_be_read_leaves_the_folder_as_it_is(both: Path) -> None:
    folder = both / "synthetic-dev"
    (folder / "facts.csv").write_bytes(b"x")
    before = contents(folder)
    with pytest.raises(InputError, match="columns missing"):
        convert(folder, ["jsonl"])
    assert contents(folder) == before


def test_a_failure_while_rendering_writes_nothing(
    results: list[ReportResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(tables: object) -> dict[str, bytes]:
        raise OutputError("too long")

    monkeypatch.setattr("pipeline.formats.jsonl.files", fail)
    with pytest.raises(OutputError, match="too long"):
        write_report(results[1], tmp_path / "out", ["jsonl"])
    assert not (tmp_path / "out").exists()


# --- the commands ---------------------------------------------------------------------------


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw/batch5.txt"
    path.write_text(TEXT.format(9), encoding="utf-8")
    return path


def status_of(*arguments: str) -> object:
    with pytest.raises(SystemExit) as exit_info:
        main(arguments)
    return exit_info.value.code


def test_formats_on_the_command_line(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("extract", "--format", "csv,jsonl") == 0
    extracted = contents(Path("extracted/batch5"))
    assert sorted(extracted) == sorted([*CONTRACT, "cases.jsonl"])
    assert status_of("extract") == 0
    assert sorted(contents(Path("extracted/batch5"))) == CONTRACT
    capsys.readouterr()
    assert status_of("convert", "--format", "jsonl") == 0
    path = Path("extracted/batch5/cases.jsonl")
    assert capsys.readouterr().out == f"wrote {path}\n"
    assert contents(Path("extracted/batch5")) == extracted
    assert status_of("convert", "--format", "jsonl", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert status_of("validate", "--quiet") == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "--format", "xls"], "there is no format 'xls'"),
        (["convert", "--format", "xls"], "there is no format 'xls'"),
        (["convert", "--format", "csv"], "name a format besides csv"),
        (["convert", "nowhere", "--format", "jsonl"], "holds no tables of a run"),
    ],
)
def test_wrong_formats_are_named_before_anything_is_written(
    arguments: list[str], message: str, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(*arguments) == 2
    assert message in capsys.readouterr().err
    assert not Path("extracted").exists()


def test_a_quiet_run_prints_only_what_failed(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("extract", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    report.with_name("empty.txt").write_bytes(b"")
    assert status_of("extract", "--quiet") == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert "empty.txt" in error


def test_scripts_get_one_json_object(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.with_name("empty.txt").write_bytes(b"")
    assert status_of("extract", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["reports"] == {"done": 1, "skipped": 0, "failed": 1}
    assert (found["cases"], found["facts"]["node_count"]) == (1, 1)
    assert (found["numerals"], found["unexplained"]) == (2, 0)
    (failure,) = found["failures"]
    assert failure["path"].endswith("empty.txt")
    assert failure["message"]


def test_a_quiet_score_prints_only_what_is_too_low(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs/examples/qa", "qa")
    assert status_of("extract", "qa/village.txt", "--quiet") == 0
    assert status_of("score", "--gold", "qa/b", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert status_of("score", "--gold", "qa/b", "--json", "--quiet") == 0
    assert list(json.loads(capsys.readouterr().out)) == ["village"]
    Path("gate.toml").write_text('[village]\n"core.f1" = 0.99\n', encoding="utf-8")
    assert status_of("score", "--gold", "qa/b", "--quiet", "--gate", "gate.toml") == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert "at least 0.99 is asked" in error


def test_the_definition_s_titles_are_in_the_descriptor(both: Path) -> None:
    found = descriptor(both)
    for resource, table in zip(found["resources"], load_definition().tables.values(), strict=False):
        assert (resource["title"], resource["anli:title_en"]) == (table.zh, table.en)
