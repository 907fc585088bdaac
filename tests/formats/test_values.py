"""Every format holds the values of the CSV files, of both sets and of awkward tables."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputError, OutputError
from pipeline.formats import FORMATS, ReportTables, check_installed, parse_formats, render
from pipeline.tables.definition import load_definition, table
from pipeline.write.csv_file import csv_bytes
from pipeline.write.read_back import load_rows
from tests.formats.written import SETS, awkward, tables_of

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=SETS)
def tables(request: pytest.FixtureRequest) -> ReportTables:
    return tables_of(request.param)


@pytest.fixture
def as_csv(tables: ReportTables, tmp_path: Path) -> Rows:
    """The rows as they are read back from the CSV files."""
    for name, one in load_definition().tables.items():
        (tmp_path / f"{name}.csv").write_bytes(csv_bytes(one, tables.rows[name]))
    return {name: load_rows(tmp_path, name) for name in tables.rows}


def test_parquet_holds_the_values_of_the_csv(tables: ReportTables, as_csv: Rows) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    files = render(tables, ["parquet"])
    assert list(files) == ["cases.parquet", "facts.parquet", "numbers.parquet"]
    for name, rows in as_csv.items():
        assert parquet.read_table(io.BytesIO(files[f"{name}.parquet"])).to_pylist() == rows


def test_json_lines_hold_the_values_of_the_csv(tables: ReportTables, as_csv: Rows) -> None:
    assert unnested(render(tables, ["jsonl"])["cases.jsonl"]) == as_csv


def unnested(content: bytes) -> Rows:
    """Read JSON lines back as tables."""
    found: Rows = {"cases": [], "facts": [], "numbers": []}
    figures = {
        name: {column.name for column in one.columns if column.type == "number"}
        for name, one in load_definition().tables.items()
    }
    outside = []
    for line in content.decode("utf-8").splitlines():
        row = json.loads(line, parse_float=Decimal)
        inner = {name: row.pop(name) for name in ("facts", "numbers")}
        if row["case_no"] is None:
            outside = inner["numbers"]
        else:
            inner["cases"] = [row]
            for name, rows in inner.items():
                found[name] += rows
    found["numbers"] = sorted([*outside, *found["numbers"]], key=lambda row: row["start"])
    for name, rows in found.items():
        for row in rows:
            row |= {key: Decimal(row[key]) for key in figures[name] if row[key] is not None}
    return found


def test_duckdb_holds_the_values_of_the_csv(
    tables: ReportTables, as_csv: Rows, tmp_path: Path
) -> None:
    with opened(tables, tmp_path) as database:
        for name, rows in as_csv.items():
            found = database.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()
            assert [dict(zip(table(name).column_names, row, strict=True)) for row in found] == rows


def opened(tables: ReportTables, folder: Path) -> Any:
    """Open the database of a report, under another name than it was written with."""
    duckdb = pytest.importorskip("duckdb")
    (content,) = render(tables, ["duckdb"]).values()
    (folder / "renamed.duckdb").write_bytes(content)
    return duckdb.connect(str(folder / "renamed.duckdb"), read_only=True)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.same_bytes])
def test_the_same_tables_give_the_same_bytes(name: str) -> None:
    assert render(awkward(), [name]) == render(awkward(), [name])


def test_parquet_has_the_types_and_meanings_of_the_definition() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    files = render(awkward(), ["parquet"])
    facts = parquet.read_schema(io.BytesIO(files["facts.parquet"]))
    cases = parquet.read_schema(io.BytesIO(files["cases.parquet"]))
    assert facts.field("value_min").type == pyarrow.decimal128(38, 6)
    assert facts.field("start").type == pyarrow.int64()
    assert facts.field("role").type == pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    assert facts.field("flags").type == pyarrow.string()
    assert cases.field("slogan_consistent").type == pyarrow.bool_()
    assert not facts.field("fact_id").nullable
    told = {key.decode(): text.decode() for key, text in facts.field("role").metadata.items()}
    assert told["title"] == "作用"
    assert told["description_en"] == table("facts").column("role").description
    assert json.loads(told["values"])["main"] == ["主要数据", "main figure"]
    assert cases.field("county_nodes").metadata[b"unit"].decode() == "个"


def test_json_figures_are_numbers_to_the_last_digit() -> None:
    text = render(awkward(), ["jsonl"])["cases.jsonl"].decode("utf-8")
    assert '"value_min": 123456789012345678.000001,' in text
    assert '"value_min": 15000,' in text
    assert len(text.splitlines()) == text.count("\n") == 3


def test_a_case_has_its_facts_and_numerals_inside() -> None:
    lines = [
        json.loads(line)
        for line in render(awkward(), ["jsonl"])["cases.jsonl"].decode("utf-8").splitlines()
    ]
    assert [line["case_no"] for line in lines] == [1, 1, None]
    assert [fact["fact_id"] for fact in lines[0]["facts"]] == ["1-1", "1-2"]
    assert (lines[1]["facts"], lines[1]["numbers"]) == ([], [])
    assert [number["text"] for number in lines[2]["numbers"]] == ["一"]


def test_duckdb_has_types_keys_and_comments(tmp_path: Path) -> None:
    with opened(tables_of("synthetic-dev"), tmp_path) as database:
        types = dict(
            database.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'facts'"
            ).fetchall()
        )
        assert types["value_min"] == "DECIMAL(38,6)"
        assert types["start"] == "BIGINT"
        assert types["role"] == "ENUM('main', 'part', 'repeat')"
        keys = {
            (name, kind)
            for name, kind in database.execute(
                "SELECT table_name, constraint_type FROM duckdb_constraints()"
            ).fetchall()
        }
        assert {("facts", "FOREIGN KEY"), ("numbers", "FOREIGN KEY")} <= keys
        assert {(name, "PRIMARY KEY") for name in ("cases", "facts", "numbers")} <= keys
        uncommented = database.execute(
            "SELECT table_name, column_name FROM duckdb_columns() "
            "WHERE table_name IN ('cases', 'facts', 'numbers') AND comment IS NULL"
        ).fetchall()
        assert uncommented == []
        labels = dict(
            database.execute("SELECT value, zh FROM labels WHERE column_name = 'role'").fetchall()
        )
        assert labels["part"] == "其中项"


def test_cases_of_one_number_leave_out_the_key_that_would_not_hold(tmp_path: Path) -> None:
    with opened(awkward(), tmp_path) as database:
        keys = database.execute(
            "SELECT constraint_text FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
        ).fetchall()
    assert [text for (text,) in keys] == [
        "FOREIGN KEY (report, fact_id) REFERENCES facts(report, fact_id)"
    ]


def test_the_views_answer_from_the_tables(tmp_path: Path) -> None:
    tables = tables_of("synthetic-dev")
    facts = tables.rows["facts"]
    with opened(tables, tmp_path) as database:

        def column(query: str) -> list[Any]:
            return [value for (value,) in database.execute(query).fetchall()]

        views = column("SELECT view_name FROM duckdb_views() WHERE NOT internal")
        uncommented = column(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
        )
        assert (len(views), uncommented) == (9, [])
        assert column("SELECT count(*) FROM facts_of_cases") == [len(facts)]
        for level in ("county", "town", "village"):
            expected = sum(Decimal(str(row[f"{level}_nodes"] or 0)) for row in tables.rows["cases"])
            query = f"SELECT sum(nodes) FROM nodes_by_province_and_level WHERE level = '{level}'"
            assert column(query) == [expected]
        people = sum(Decimal(str(row["employment_people"] or 0)) for row in tables.rows["cases"])
        assert column("SELECT sum(people) FROM employment_by_province") == [people]
        percents = [
            fact for fact in facts
            if fact["field"] == "cost_reduction" and fact["category"] == "percent"
        ]  # fmt: skip
        assert column("SELECT count(*) FROM cost_reductions") == [len(percents)]
        main = [fact for fact in percents if fact["role"] == "main"]
        assert column("SELECT facts FROM cost_reductions_by_basis ORDER BY basis") == [
            sum(fact["basis"] == basis for fact in main) for basis in ("stated", "derived")
        ]
        unexplained = [
            row["text"] for row in tables.rows["numbers"] if not (row["fact_id"] or row["reason"])
        ]
        assert column('SELECT "text" FROM unexplained_numerals') == unexplained
        flags = [flag for fact in facts for flag in str(fact["flags"] or "").split()]
        assert column("SELECT flag FROM flagged_facts") == sorted(flags)
        both = {fact["case_no"] for fact in percents if fact["basis"] == "derived"} & {
            fact["case_no"] for fact in percents if fact["basis"] == "stated"
        }
        assert set(column("SELECT case_no FROM stated_and_derived")) == both
        empty = [row["case_no"] for row in tables.rows["cases"] if not row["fact_count"]]
        assert column("SELECT case_no FROM cases_without_facts") == empty


# --- which formats --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        ([], ()),
        (["csv"], ()),
        (["duckdb,parquet"], ("parquet", "duckdb")),
        (["XLSX", "xlsx, csv"], ("xlsx",)),
    ],
)
def test_formats_are_named_in_any_way(texts: list[str], names: tuple[str, ...]) -> None:
    assert parse_formats(texts) == names


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(InputError, match="no format 'xls'; choose among csv, parquet, xlsx"):
        parse_formats(["xls"])


@pytest.mark.parametrize("name", ["parquet", "xlsx", "duckdb"])
def test_a_missing_package_is_named_with_its_extra(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    package = FORMATS[name].package
    assert package is not None
    for module in list(sys.modules):
        if module.startswith((f"{package}.", f"pipeline.formats.{FORMATS[name].module}")):
            monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(OutputError, match=rf'pip install "anli\[{name}\]"'):
        check_installed([name])


@pytest.mark.parametrize("name", ["parquet", "duckdb"])
def test_a_figure_that_is_too_long_is_named(name: str) -> None:
    tables = awkward()
    facts = [{**row, "value_max": Decimal(10) ** 32} for row in tables.rows["facts"]]
    longer = ReportTables("第四批", "", tables.source, {**tables.rows, "facts": facts})
    with pytest.raises(OutputError, match=r"第四批: facts, row 1, value_max: .* 32 digits"):
        render(longer, [name])
