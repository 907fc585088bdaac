"""``anli merge``: all reports as one set, counties through time, links between cases."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import load_merged
from pipeline.api import load
from pipeline.cli.app import main
from pipeline.errors import InputError, OutputError
from pipeline.merge import load_merged_rows, merge, write_merged
from pipeline.merge.reports import batch_number, read_reports
from pipeline.rulebook import load as load_rules
from pipeline.tables.definition import load_definition
from pipeline.tables.merged import load_merged_definition
from pipeline.validate import validate
from pipeline.write import load_rows
from tests.merge.samples import NETWORK, OTHER, two_batches, write

Row = dict[str, object]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = two_batches(tmp_path_factory.mktemp("runs"))
    write_merged(merge(out, load_rules()), out / "all")
    return out


@pytest.fixture
def out(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "extracted"))


def status_of(*arguments: object) -> object:
    with pytest.raises(SystemExit) as exit_info:
        main([str(argument) for argument in arguments])
    return exit_info.value.code


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def rows(out: Path, name: str) -> list[Row]:
    return load_merged_rows(out / "all")[name]


# --- the tables -----------------------------------------------------------------------------


def test_rows_are_those_of_the_reports_with_year_and_batch(written: Path) -> None:
    for name in load_definition().tables:
        added = ("year", "batch", "county_id") if name == "cases" else ("year", "batch")
        merged = rows(written, name)
        plain = [{key: row[key] for key in row if key not in added} for row in merged]
        assert plain == [*load_rows(written / "batch2", name), *load_rows(written / "batch4", name)]
        origins = {(row["report"], row["year"], row["batch"]) for row in merged}
        assert origins == {("batch2", 2019, 2), ("batch4", 2023, 4)}


def test_a_county_is_one_whatever_its_code_and_name(written: Path) -> None:
    cases = {(row["report"], row["case_no"]): row for row in rows(written, "cases")}
    assert cases["batch2", 1]["adcode"] == "340222"
    assert cases["batch4", 1]["adcode"] == "340212"
    assert cases["batch2", 1]["county_id"] == cases["batch4", 1]["county_id"] == "340212"
    assert cases["batch2", 2]["county_id"] == cases["batch4", 2]["county_id"] == "431181"


def test_a_county_has_its_names_codes_and_cases(written: Path) -> None:
    counties = {row["county_id"]: row for row in rows(written, "counties")}
    assert list(counties) == ["320722", "330523", "340212", "431181"]
    fanchang = counties["340212"]
    assert (fanchang["county"], fanchang["prefecture"]) == ("繁昌区", "芜湖市")
    assert str(fanchang["names"]).split(" | ")[-2:] == ["繁昌县", "繁昌区"]
    assert {"340222", "340212"} <= set(str(fanchang["codes"]).split(" | "))
    assert fanchang["cases"] == "2019 batch2/1 | 2023 batch4/1"
    assert [counties[code]["case_count"] for code in counties] == [2, 1, 2, 2]


def test_links_tell_duplicates_restated_and_other_brands(written: Path) -> None:
    found = {
        (row["link"], row["case_no_a"], row["case_no_b"]): row for row in rows(written, "links")
    }
    assert set(found) == {("restated", 1, 1), ("rebranded", 2, 2), ("duplicate", 3, 3)}
    assert all(row["report_a"] == "batch2" for row in found.values())
    evidence = str(found["restated", 1, 1]["evidence"])
    assert "繁昌县（340222）改为繁昌区（340212）" in evidence
    assert "口号相同" in evidence
    assert found["duplicate", 3, 3]["text_similarity"] == 1
    assert found["rebranded", 2, 2]["slogan_b"] == "邮快合作"


def test_a_slightly_changed_text_is_a_duplicate_under_any_slogan(tmp_path: Path) -> None:
    text = NETWORK.format(nodes=60, people=80)
    write(tmp_path, "a", [f"安徽省舒城县“邮路共享”\n{text}"], year=2020)
    changed = text.replace("下一步将继续", "今后还要").replace("80人", "95人")
    write(tmp_path, "b", [f"安徽省舒城县“村村递”\n{changed}"], year=2021)
    (link,) = merge(tmp_path, load_rules()).rows["links"]
    assert link["link"] == "duplicate"
    assert "口号不同" in str(link["evidence"])


def test_the_same_slogan_elsewhere_links_nothing(tmp_path: Path) -> None:
    text = OTHER.format(nodes=3, people=10)
    write(tmp_path, "a", [f"安徽省舒城县“邮路共享”\n{text}"], year=2020)
    write(tmp_path, "b", [f"江西省资溪县“邮路共享”\n{text}"], year=2021)
    assert merge(tmp_path, load_rules()).rows["links"] == []


def test_two_brands_of_a_county_in_one_report_are_no_link(tmp_path: Path) -> None:
    one, other = OTHER.format(nodes=3, people=10), NETWORK.format(nodes=30, people=10)
    write(tmp_path, "a", [f"安徽省舒城县“邮路共享”\n{one}", f"安徽省舒城县“村村递”\n{other}"])
    assert merge(tmp_path, load_rules()).rows["links"] == []


def test_a_report_without_a_year_has_the_latest_that_it_speaks_of(tmp_path: Path) -> None:
    body = "2021年建成村级服务点30个，计划到2030年建成村级服务点90个。"
    write(tmp_path, "batch7", [f"安徽省舒城县“村村递”\n{body}"])
    (report,) = read_reports(tmp_path, load_rules())
    assert (report.year, report.batch) == (2021, 7)


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        (("第四批农村物流服务品牌典型经验", "x"), 4),
        (("关于公布第十二批名单", "batch3"), 12),
        (("典型经验", "rural-batch4"), 4),
        (("第 5 批", ""), 5),
        (("批发市场", "report"), None),
    ],
)
def test_the_number_of_a_batch_is_read(texts: tuple[str, ...], number: int | None) -> None:
    import regex

    patterns = [regex.compile(pattern) for pattern in load_rules().headings.batches]
    assert batch_number(texts, patterns) == number


def test_reports_stand_in_the_order_of_their_years(tmp_path: Path) -> None:
    body = OTHER.format(nodes=3, people=10)
    for name, year in (("a", 2023), ("b", 2019), ("c", 2021)):
        write(tmp_path, name, [f"安徽省舒城县“村村递”\n{body}"], year=year)
    reports = read_reports(tmp_path, load_rules())
    assert [report.name for report in reports] == ["b", "c", "a"]


# --- writing --------------------------------------------------------------------------------


def test_a_new_batch_touches_no_other_folder(out: Path) -> None:
    before = {name: contents(out / name) for name in ("batch2", "batch4")}
    write(out, "batch5", [f"浙江省安吉县“竹乡快线”\n{OTHER.format(nodes=9, people=18)}"], year=2024)
    assert status_of("merge", out) == 0
    assert {name: contents(out / name) for name in before} == before
    assert {row["report"] for row in rows(out, "cases")} == {"batch2", "batch4", "batch5"}
    assert ("duplicate", "batch5") in {(row["link"], row["report_b"]) for row in rows(out, "links")}


def test_the_same_reports_give_the_same_bytes(out: Path) -> None:
    before = {name: content for name, (content, _) in contents(out / "all").items()}
    shutil.rmtree(out / "all")
    assert status_of("merge", out, "--quiet") == 0
    assert {name: content for name, (content, _) in contents(out / "all").items()} == before


def test_what_cannot_be_written_leaves_the_earlier_set(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(out / "all")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.write.place.swap", full)
    with pytest.raises(OutputError, match="earlier output is untouched"):
        write_merged(merge(out, load_rules()), out / "all")
    assert contents(out / "all") == before
    assert not list(out.glob(".anli-*"))


def test_one_report_is_a_set_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "batch4", [f"浙江省安吉县“竹乡快线”\n{OTHER.format(nodes=9, people=18)}"])
    assert status_of("merge", tmp_path) == 0
    assert validate(tmp_path).faults == ()
    assert len(load_merged(tmp_path / "all")["counties"]) == 1


def test_a_case_of_an_unknown_place_is_merged_too(tmp_path: Path) -> None:
    body = OTHER.format(nodes=9, people=18)
    places = ("浙江省安吉县“竹乡快线”", "西洲省某某县“无名快线”", "江苏省东海县“福如东海”")
    write(tmp_path, "a", [f"{place}\n{body}" for place in places])
    merged = merge(tmp_path, load_rules())
    assert [row["county_id"] for row in merged.rows["cases"]] == ["330523", None, "320722"]
    assert write_merged(merged, tmp_path / "all")
    assert validate(tmp_path).faults == ()


# --- for other programs ---------------------------------------------------------------------


def test_frictionless_finds_no_fault(written: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(written / "all/datapackage.json"))
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    assert [report.warnings, *(task.warnings for task in report.tasks)] == [[]] * 6


def test_every_column_is_described_in_both_languages() -> None:
    for table in load_merged_definition().tables.values():
        assert all((table.zh, table.en, table.description, table.description_zh))
        for column in table.columns:
            assert all((column.zh, column.en, column.description, column.description_zh))


@pytest.mark.parametrize("form", ["parquet", "duckdb", "jsonl"])
def test_other_formats_have_the_same_rows(out: Path, form: str) -> None:
    assert status_of("merge", out, "--format", form, "--quiet") == 0
    assert validate(out).faults == ()
    expected = load_merged_rows(out / "all")
    if form == "jsonl":
        lines = (out / "all/cases.jsonl").read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        facts = [fact["fact_id"] for case in found for fact in case["facts"]]
        assert facts == [row["fact_id"] for row in expected["facts"]]
        return
    for name, known in expected.items():
        if form == "parquet":
            parquet = pytest.importorskip("pyarrow.parquet")
            assert parquet.read_table(out / f"all/{name}.parquet").to_pylist() == known
        else:
            duckdb = pytest.importorskip("duckdb")
            with duckdb.connect(str(out / "all/all.duckdb"), read_only=True) as database:
                (count,) = database.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert count == len(known)


def test_a_workbook_is_refused_with_advice(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("merge", out, "--format", "xlsx") == 2
    assert "anli convert --format xlsx" in capsys.readouterr().err


def test_json_says_what_was_merged(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("merge", out, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["links"] == {"restated": 1, "rebranded": 1, "duplicate": 1}
    assert [report["batch"] for report in told["reports"]] == [2, 4]


# --- the merged set is no report ------------------------------------------------------------


def test_no_command_takes_the_merged_set_for_a_report(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(load(out).cases) == 7
    descriptor = json.loads((out / "datapackage.json").read_bytes())
    assert "all" not in {report["name"] for report in descriptor["anli:reports"]}
    assert status_of("diff", out, out) == 0
    assert status_of("convert", out, "--format", "jsonl") == 0
    assert not (out / "all/cases.jsonl").exists()
    assert status_of("show", "1-1", out) == 2
    assert "name one of batch2, batch4 (--report)" in capsys.readouterr().err
    assert status_of("review", out / "all", "--out", tmp_path / "page.html") == 2
    assert status_of("merge", out, "--quiet") == 0
    assert len(rows(out, "cases")) == 7


@pytest.mark.parametrize("command", ["score", "plot", "convert --format jsonl", "compare x"])
def test_commands_for_reports_refuse_the_merged_set(
    out: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command.split()
    assert status_of(name, *options, out / "all") == 2
    assert capsys.readouterr().err


def test_loading_the_merged_set_as_a_report_names_the_way(out: Path) -> None:
    with pytest.raises(InputError, match="merged set"):
        load(out / "all")
    with pytest.raises(InputError, match="anli merge"):
        load_merged(out / "batch2")


def test_a_report_called_all_does_not_replace_the_merged_set(out: Path) -> None:
    before = contents(out / "all")
    with pytest.raises(OutputError, match="merged set"):
        write(out, "all", [f"浙江省安吉县“竹乡快线”\n{OTHER.format(nodes=9, people=18)}"])
    assert contents(out / "all") == before


def test_the_merged_set_does_not_replace_a_report(out: Path) -> None:
    before = contents(out / "batch2")
    assert status_of("merge", out, "--out", out / "batch2") == 2
    assert contents(out / "batch2") == before


def test_a_folder_without_reports_is_refused(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("merge", tmp_path / "nothing") == 2
    assert "anli extract" in capsys.readouterr().err
    assert status_of("merge", out / "batch2") == 2
    assert "the folder that holds those of all" in capsys.readouterr().err
    assert not (out / "batch2/all").exists()


# --- validation -----------------------------------------------------------------------------


def test_a_report_that_is_not_merged_yet_is_a_fault(out: Path) -> None:
    assert validate(out).faults == ()
    write(out, "batch5", [f"浙江省安吉县“竹乡快线”\n{OTHER.format(nodes=9, people=18)}"], year=2024)
    (fault,) = validate(out).faults
    assert (fault.kind, fault.file) == ("outdated", "all/datapackage.json")
    assert "batch5" in fault.message
    shutil.rmtree(out / "batch5")
    shutil.rmtree(out / "batch2")
    assert "not there any more" in validate(out / "all").faults[0].message


def test_damage_to_the_merged_set_is_found(out: Path) -> None:
    file = out / "all/links.csv"
    file.write_bytes(file.read_bytes().replace(b"restated", b"unheard-of"))
    kinds = {(fault.kind, fault.file) for fault in validate(out).faults}
    assert kinds == {("hash", "all/links.csv"), ("value", "all/links.csv")}
