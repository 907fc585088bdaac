"""The pipeline as a library."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pandas import isna

import pipeline
from pipeline import Tables
from pipeline.cli.app import main
from pipeline.errors import InputError
from pipeline.flow import process as flow_process
from pipeline.model import Document, ReportResult
from pipeline.rulebook import Rulebook
from pipeline.tables.definition import table as defined_table

TEXT = """客货邮融合典型案例

1.安徽省芜湖市繁昌县“快递进村”
全县建成村级物流服务点118个,物流成本降低约30%。

2.河北省武安市“邮快合作”
建成乡镇综合服务站12个,带动就业1200余人。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "batch5.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def tables() -> Tables:
    return pipeline.extract(text=TEXT, report="batch5")


def test_facts_of_all_cases_are_found(tables: Tables) -> None:
    assert list(tables.cases["case_no"]) == [1, 2]
    assert set(tables.facts["field"]) == {"node_count", "cost_reduction", "employment"}
    assert set(tables.facts["value_min"]) == {Decimal(118), Decimal(30), Decimal(12), Decimal(1200)}


def test_file_and_text_give_the_same_tables(tables: Tables, report: Path) -> None:
    from_file = pipeline.extract(report)
    assert list(from_file) == ["cases", "facts", "numbers"]
    for name, table in from_file.items():
        assert len(table)
        assert table.equals(tables[name])


def test_extract_and_load_agree(tables: Tables, report: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["extract", str(report), "--out", str(tmp_path / "out")])
    for folder in (tmp_path / "out", tmp_path / "out" / "batch5"):
        loaded = pipeline.load(folder)
        for name in tables:
            assert loaded[name].equals(tables[name])
            assert list(loaded[name].dtypes) == list(tables[name].dtypes)


def test_figures_are_floats_where_they_are_asked_for(report: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["extract", str(report), "--out", str(tmp_path / "out")])
    exact, quick = pipeline.load(tmp_path / "out"), pipeline.load(tmp_path / "out", floats=True)
    for name in exact:
        for column in defined_table(name).columns:
            one, other = quick[name][column.name], exact[name][column.name]
            if column.type != "number":
                assert one.equals(other)
                continue
            assert str(one.dtype) == "Float64"
            for figure, decimal in zip(one, other, strict=True):
                assert isna(figure) if decimal is None else figure == float(decimal)
    assert quick.facts["value_min"].max() == 1200


def test_several_reports_stand_in_one_table(tables: Tables, report: Path) -> None:
    report.with_name("batch6.txt").write_bytes(report.read_bytes())
    both = pipeline.extract(report.parent)
    assert list(both.cases["report"]) == ["batch5", "batch5", "batch6", "batch6"]
    assert len(both.facts) == 2 * len(tables.facts)


def test_figures_are_decimals(tables: Tables) -> None:
    assert {type(value) for value in tables.facts["value_min"]} == {Decimal}


def test_tables_are_a_mapping(tables: Tables) -> None:
    assert tables["facts"] is tables.facts
    assert len(tables) == 3
    with pytest.raises(KeyError):
        tables["fact"]


def test_the_year_reaches_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    years: list[int | None] = []

    def noting_the_year(document: Document, rulebook: Rulebook) -> ReportResult:
        years.append(document.year)
        return flow_process(document, rulebook)

    monkeypatch.setattr("pipeline.flow.process", noting_the_year)
    pipeline.extract(text=TEXT, year=2019)
    pipeline.extract(text=TEXT)
    assert years == [2019, None]


def test_nothing_to_extract() -> None:
    with pytest.raises(TypeError, match="either paths or text"):
        pipeline.extract()
    with pytest.raises(InputError, match="empty"):
        pipeline.extract(text="")


def test_either_paths_or_text(report: Path) -> None:
    with pytest.raises(TypeError, match="either paths or text"):
        pipeline.extract(report, text=TEXT)


def test_half_a_surrogate_pair_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as refused:
        pipeline.extract(text="一\n二\ud800")
    assert refused.value.line == 2


@pytest.mark.parametrize("folder", ["", "missing", "empty"])
def test_load_needs_tables(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="anli extract"):
        pipeline.load(tmp_path / folder)
