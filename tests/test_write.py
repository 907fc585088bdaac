"""Writing a report: the bytes of its files, and which results are refused."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import AnliError, OutputError
from pipeline.model import Case, CaseResult, Document, Fact, NumberRow, Region, ReportResult
from pipeline.tables.build import table_rows
from pipeline.tables.definition import load_definition, table
from pipeline.write import IntegrityError, load_rows, render, write_report
from pipeline.write.csv_file import csv_bytes

FILES = ["cases.csv", "datapackage.json", "facts.csv", "numbers.csv", "source.txt"]
SOURCE = (
    "第四批典型经验\n"
    "[bookmark: _Toc1]1.河北武安市“村村通，家家到”模式\n"
    "=全县建成站点1.5万个，成本由3元降到约2元；\n"
    "2.无名之地“=快递”\n"
    '减少-30.5%，带动12人"就业"。\n'
)


def at(text: str, after: int = 0) -> dict[str, Any]:
    """Give the text and its place, looked for from ``after`` on."""
    start = SOURCE.index(text, after)
    return {"text": text, "start": start, "end": start + len(text)}


def sample(**changes: Any) -> ReportResult:
    """Make a result with two cases, one of them without a place, and with empty cells."""
    first, second = SOURCE.index("[bookmark"), SOURCE.index("2.无名")
    cases = (
        CaseResult(
            Case(
                report="第四批",
                case_no=1,
                heading="1.河北武安市“村村通，家家到”模式",
                region=Region("河北省", "邯郸市", "武安市", "130481"),
                slogan="村村通，家家到",
                slogan_suffix="模式",
                slogan_body=("村村通", "家家到"),
                slogan_consistent=False,
                start=first,
                end=second,
                body_start=SOURCE.index("=全县"),
            ),
            (
                Fact(
                    field="node_count",
                    category="village",
                    subject="站点",
                    value_min=Decimal("15000"),
                    value_max=Decimal("1.5E+4"),
                    unit="个",
                    **at("1.5万个"),
                    sentence="=全县建成站点1.5万个，成本由3元降到约2元；",
                    rule="node.built",
                    flags=("level_inferred", "parts_do_not_add_up"),
                    fact_id="1-1",
                ),
                Fact(
                    field="cost_reduction",
                    category="percent",
                    subject="成本",
                    value_min=Decimal(100) / 3,
                    value_max=Decimal(100) / 3,
                    unit="%",
                    **at("3元降到约2元"),
                    qualifier="about",
                    basis="derived",
                    locator="page 3",
                    fact_id="1-2",
                ),
            ),
        ),
        CaseResult(
            Case("第四批", 2, "2.无名之地“=快递”", None, "=快递", "", (), None, second,
                 len(SOURCE), SOURCE.index("减少")),
            (
                Fact("employment", "unspecified", "带动", Decimal(12), Decimal(12), "人",
                     **at("12人"), fact_id="2-1"),
            ),
        ),
    )  # fmt: skip
    numbers = (
        NumberRow(None, **at("四"), value_min=Decimal(4), value_max=Decimal(4), unit="批",
                  qualifier="exact", kind="ordinal", reason="ordinal"),
        NumberRow(1, **at("1.5万"), value_min=Decimal(15000), value_max=Decimal(15000), unit="个",
                  qualifier="exact", kind="count", fact_id="1-1"),
        NumberRow(2, **at("-30.5%"), value_min=Decimal("-30.50"), value_max=Decimal("-30.50"),
                  unit="%", qualifier="exact", kind="percent"),
        NumberRow(2, **at("12"), value_min=None, value_max=None, unit="人", qualifier="exact",
                  kind="people", fact_id="2-1"),
    )  # fmt: skip
    result = ReportResult(
        document=Document("第四批", SOURCE, "ab" * 32, path="/somewhere/raw/第四批.txt"),
        title="第四批典型经验",
        cases=cases,
        numbers=numbers,
        rules_sha256="cd" * 32,
    )
    return dataclasses.replace(result, **changes)


def with_fact(result: ReportResult, **changes: Any) -> ReportResult:
    """Change the first fact of the first case."""
    first, *others = result.cases
    facts = (dataclasses.replace(first.facts[0], **changes), *first.facts[1:])
    return dataclasses.replace(result, cases=(dataclasses.replace(first, facts=facts), *others))


def with_case(result: ReportResult, **changes: Any) -> ReportResult:
    """Change the first case."""
    first, *others = result.cases
    case = dataclasses.replace(first.case, **changes)
    return dataclasses.replace(result, cases=(dataclasses.replace(first, case=case), *others))


def with_number(result: ReportResult, **changes: Any) -> ReportResult:
    """Change the first numeral, which stands outside the cases."""
    numbers = (dataclasses.replace(result.numbers[0], **changes), *result.numbers[1:])
    return dataclasses.replace(result, numbers=numbers)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- the bytes ------------------------------------------------------------------------------


def test_a_table_is_written_to_the_letter() -> None:
    assert render(sample())["numbers.csv"].decode("utf-8") == (
        "\ufeffreport,case_no,text,start,end,value_min,value_max,unit,qualifier,kind,"
        "fact_id,reason\r\n"
        "第四批,,四,1,2,4,4,批,exact,ordinal,,ordinal\r\n"
        "第四批,1,1.5万,51,55,15000,15000,个,exact,count,1-1,\r\n"
        "第四批,2,'-30.5%,83,89,-30.5,-30.5,%,exact,percent,,\r\n"
        "第四批,2,12,92,94,,,人,exact,people,2-1,\r\n"
    )


def test_quotes_commas_and_line_ends_are_quoted() -> None:
    result = with_fact(sample(), subject='a"b,c\nd\re', sentence="plain")
    line = render(result)["facts.csv"].decode("utf-8-sig").split("\r\n")[1]
    assert ',"a""b,c\nd\re",' in line
    assert ",plain," in line


def test_truth_values_are_small_letters() -> None:
    consistent = with_case(sample(), slogan_consistent=True)
    assert ",false," in render(sample())["cases.csv"].decode()
    assert ",true," in render(consistent)["cases.csv"].decode()


def test_source_is_the_text_untouched() -> None:
    assert render(sample())["source.txt"] == SOURCE.encode("utf-8")


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    elsewhere = dataclasses.replace(sample().document, path="C:/other/第四批.txt")
    first = contents(write_report(sample(), tmp_path / "first"))
    time.sleep(0.01)
    second = contents(write_report(sample(document=elsewhere), tmp_path / "second"))
    assert first == second
    assert sorted(first) == FILES


def test_a_written_report_reads_back(tmp_path: Path) -> None:
    folder = write_report(sample(), tmp_path)
    for name, rows in table_rows(sample()).items():
        assert load_rows(folder, name) == rows


def test_every_place_holds_in_the_written_files(tmp_path: Path) -> None:
    folder = write_report(sample(), tmp_path)
    source = (folder / "source.txt").read_text(encoding="utf-8")
    for name in ("facts", "numbers"):
        rows = load_rows(folder, name)
        assert rows
        for row in rows:
            start, end = row["start"], row["end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert source[start:end] == row["text"]


# --- datapackage.json -----------------------------------------------------------------------


def descriptor(result: ReportResult) -> Any:
    return json.loads(render(result)["datapackage.json"])


def test_the_descriptor_says_where_the_data_come_from() -> None:
    found = descriptor(sample())
    assert found["title"] == "第四批典型经验"
    assert found["sources"][0]["title"] == "第四批.txt"
    assert found["sources"][0]["anli:sha256"] == "ab" * 32
    assert found["anli:rules_sha256"] == "cd" * 32
    assert found["version"] == load_definition().version


def test_a_report_without_title_is_called_by_its_name() -> None:
    assert descriptor(sample(title=""))["title"] == "第四批"


def test_the_descriptor_lists_every_other_file_with_size_and_digest() -> None:
    files = render(sample())
    resources = {resource["path"]: resource for resource in descriptor(sample())["resources"]}
    assert sorted(resources) == sorted(set(FILES) - {"datapackage.json"})
    for name, resource in resources.items():
        assert resource["bytes"] == len(files[name])
        assert resource["hash"] == "sha256:" + hashlib.sha256(files[name]).hexdigest()


def test_the_descriptor_is_sorted_readable_and_ends_its_last_line() -> None:
    text = render(sample())["datapackage.json"].decode("utf-8")
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert "第四批" in text
    assert "\r" not in text
    assert "/somewhere" not in text


def like_numbered() -> ReportResult:
    """Make a report that numbers two cases alike, which the contract allows."""
    first, second = sample().cases
    same = dataclasses.replace(
        second,
        case=dataclasses.replace(second.case, case_no=1),
        facts=(dataclasses.replace(second.facts[0], fact_id="1-3"),),
    )
    numbers = [
        dataclasses.replace(number, case_no=1, fact_id=number.fact_id.replace("2-1", "1-3"))
        if number.case_no == 2
        else number
        for number in sample().numbers
    ]
    return sample(cases=(first, same), numbers=tuple(numbers))


@pytest.mark.parametrize(
    "result",
    [sample(), like_numbered(), sample(cases=(), numbers=())],
    ids=["sample", "two cases of one number", "empty"],
)
def test_frictionless_finds_no_fault(result: ReportResult, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = write_report(result, tmp_path)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    assert [task.name for task in report.tasks] == ["cases", "facts", "numbers", "source"]
    assert [report.warnings, *(task.warnings for task in report.tasks)] == [[]] * 5


@pytest.mark.parametrize(
    ("file", "before", "after", "error"),
    [
        ("facts.csv", ",existing,", ",existent,", "constraint-error"),
        ("numbers.csv", ",1-1,", ",1-9,", "foreign-key"),
        ("cases.csv", ",130481,", ",1304810,", "constraint-error"),
        ("source.txt", "武安", "武鞍", "hash-count"),
    ],
)
def test_frictionless_finds_the_fault_of_a_changed_file(
    file: str, before: str, after: str, error: str, tmp_path: Path
) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = write_report(sample(), tmp_path)
    content = (folder / file).read_bytes()
    assert before.encode() in content
    (folder / file).write_bytes(content.replace(before.encode(), after.encode()))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert [error] in report.flatten(["type"])


# --- what the writer refuses ----------------------------------------------------------------

BROKEN: dict[str, Callable[[ReportResult], ReportResult]] = {
    "fact at another place": lambda result: with_fact(result, start=50, end=55),
    "fact with an empty place": lambda result: with_fact(result, text="", start=51, end=51),
    "fact outside its case": lambda result: with_fact(result, **at("12人")),
    "fact without id": lambda result: with_fact(result, fact_id=""),
    "two facts of one id": lambda result: with_fact(result, fact_id="1-2"),
    "unknown role": lambda result: with_fact(result, role="minor"),
    "numeral at another place": lambda result: with_number(result, text="五"),
    "numeral counted from the end": lambda result: with_number(
        result, start=1 - len(SOURCE), end=2 - len(SOURCE)
    ),
    "numeral of no case that names one": lambda result: with_number(result, case_no=1),
    "numeral of a missing fact": lambda result: with_number(result, fact_id="9-9"),
    "heading that is not there": lambda result: with_case(result, heading="1.河北晋州市"),
    "case beyond the text": lambda result: with_case(result, end=len(SOURCE) + 1),
    "numerals twice": lambda result: dataclasses.replace(
        result, numbers=result.numbers[:1] + result.numbers
    ),
    "carriage return in the text": lambda result: dataclasses.replace(
        result, document=dataclasses.replace(result.document, text=SOURCE + "\r\n")
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_result_that_contradicts_itself_is_not_written(fault: str, tmp_path: Path) -> None:
    with pytest.raises(IntegrityError):
        write_report(BROKEN[fault](sample()), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value_min", 1.5),
        ("value_min", 15),
        ("value_min", Decimal("Infinity")),
        ("value_min", None),
        ("start", Decimal(3)),
        ("start", True),
        ("text", 12),
        ("role", "minor"),
        ("role", ""),
    ],
)
def test_a_value_that_its_column_does_not_take_is_not_written(name: str, value: object) -> None:
    (row, *_) = table_rows(sample())["facts"]
    with pytest.raises(IntegrityError, match=f"facts, row 1, {name}"):
        csv_bytes(table("facts"), [{**row, name: value}])


def test_an_integrity_error_is_no_error_of_the_user() -> None:
    assert not issubclass(IntegrityError, AnliError)


@pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "a/b", "a\\b", "a\0b"])
def test_a_report_name_stays_inside_the_output_folder(name: str, tmp_path: Path) -> None:
    document = dataclasses.replace(sample().document, report=name)
    with pytest.raises(OutputError, match="rename"):
        write_report(sample(document=document), tmp_path / "out")
    assert not (tmp_path / "out").exists()
