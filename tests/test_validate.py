"""``anli validate``: undamaged output passes, and each kind of damage is found where it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli.app import main
from pipeline.flow import process
from pipeline.read import read_path
from pipeline.rulebook import load
from pipeline.validate import Validation, validate
from pipeline.write import convert, describe_collection, load_rows, write_report

ROOT = Path(__file__).parents[1]
SETS = {
    "rural-logistics-brands-batch4": ROOT / "raw/rural-logistics-brands-batch4.txt",
    "synthetic-dev": ROOT / "tests/gold/synthetic-dev.txt",
}
TEXT = """农村物流典型案例

一、河北省武安市“村村通，家家到”
全市建成村级服务点518个，其中新建20个，快递成本由每件3元降至2元。

二、安徽省芜湖市繁昌区“快递进村”
物流成本降低约30%，带动就业1200余人，投入车辆15台。
"""
OPEN = "村级服务点"
"""A text of the report that no row is about: where it is changed, only places can show it."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write both sets with every format."""
    out = tmp_path_factory.mktemp("both")
    for file in SETS.values():
        (document,) = read_path(file)
        folder = write_report(process(document, load()), out)
        convert(folder, ["jsonl"])
    describe_collection(out)
    return out


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report of two cases."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "batch5.txt").write_text(TEXT, encoding="utf-8")
    (document,) = read_path(folder / "batch5.txt")
    out = folder / "extracted"
    write_report(process(document, load()), out)
    describe_collection(out)
    return out


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    shutil.copytree(small, tmp_path / "extracted")
    return tmp_path / "extracted"


def test_undamaged_output_of_both_sets_passes(both: Path) -> None:
    found = validate(both)
    assert found.faults == ()
    assert found.reports == tuple(sorted(SETS))
    assert found.rows > 2000


@pytest.mark.parametrize("report", SETS)
def test_a_single_report_passes(both: Path, report: str) -> None:
    assert validate(both / report) == Validation((report,), validate(both / report).rows, ())


Damage = Callable[[Path], None]


def replacing(file: str, before: str, after: str) -> Damage:
    """Replace a text that stands in a file, once."""

    def damage(folder: Path) -> None:
        text = (folder / file).read_bytes().decode("utf-8")
        assert before in text, text
        (folder / file).write_bytes(text.replace(before, after, 1).encode("utf-8"))

    return damage


def changing(file: str, change: Callable[[bytes], bytes]) -> Damage:
    def damage(folder: Path) -> None:
        (folder / file).write_bytes(change((folder / file).read_bytes()))

    return damage


def removing(file: str) -> Damage:
    return lambda folder: (folder / file).unlink()


def adding(file: str, content: str) -> Damage:
    def damage(folder: Path) -> None:
        (folder / file).write_text(content, encoding="utf-8")

    return damage


def without_last_row(content: bytes) -> bytes:
    return content[: content.rstrip(b"\r\n").rindex(b"\r\n") + 2]


def with_first_row_twice(content: bytes) -> bytes:
    head, first, *rest = content.split(b"\r\n")
    return b"\r\n".join([head, first, first, *rest])


# What is done to the report's folder, and the fault that must be among those found.
DAMAGES: dict[str, tuple[Damage, tuple[str, str, int | None, str | None]]] = {
    "value of another type": (
        replacing("facts.csv", ",518,518,", ",518,viele,"),
        ("value", "facts.csv", 1, "value_max"),
    ),
    "whole number with a point": (
        replacing("cases.csv", "\r\nbatch5,2,", "\r\nbatch5,2.5,"),
        ("value", "cases.csv", 2, "case_no"),
    ),
    "value outside the enumeration": (
        replacing("facts.csv", ",existing,", ",existent,"),
        ("value", "facts.csv", 1, "status"),
    ),
    "required cell empty": (
        replacing("facts.csv", ",个,exact,", ",,exact,"),
        ("value", "facts.csv", 1, "unit"),
    ),
    "code of five digits": (
        replacing("cases.csv", ",130481,", ",13048,"),
        ("constraint", "cases.csv", 1, "adcode"),
    ),
    "less than the minimum": (
        replacing("cases.csv", ",3,0,", ",3,-1,"),
        ("constraint", "cases.csv", 2, "unclassified_numbers"),
    ),
    "figure not written plainly": (
        replacing("facts.csv", ",518,518,", ",518.0,518,"),
        ("form", "facts.csv", 1, "value_min"),
    ),
    "formula without its guard": (
        replacing("facts.csv", ",village,村级服务点,", ",village,=1+1,"),
        ("form", "facts.csv", 1, "subject"),
    ),
    "key twice": (
        changing("facts.csv", with_first_row_twice),
        ("primary_key", "facts.csv", 2, "report, fact_id"),
    ),
    "fact of no case": (
        replacing("facts.csv", "batch5,2,2-1,", "batch5,7,2-1,"),
        ("foreign_key", "facts.csv", 5, "report, case_no"),
    ),
    "numeral of no fact": (
        replacing("numbers.csv", ",count,1-1,", ",count,1-9,"),
        ("foreign_key", "numbers.csv", 2, "fact_id"),
    ),
    "row of the wrong case": (
        replacing("facts.csv", "batch5,2,2-1,", "batch5,1,2-1,"),
        ("case", "facts.csv", 5, "case_no"),
    ),
    "row of another report": (
        replacing("numbers.csv", "\r\nbatch5,", "\r\nbatch6,"),
        ("report", "numbers.csv", 1, "report"),
    ),
    "text that is not at its place": (
        replacing("facts.csv", ",518个,", ",519个,"),
        ("text", "facts.csv", 1, "text"),
    ),
    "changed source": (
        replacing("source.txt", OPEN, OPEN + "点"),
        ("text", "facts.csv", 1, "text"),
    ),
    "place beyond the text": (
        changing("source.txt", lambda content: content.decode("utf-8")[:70].encode("utf-8")),
        ("place", "cases.csv", 2, "start, end"),
    ),
    "heading that is not there": (
        replacing("cases.csv", "一、河北省武安市", "一、河北省晋州市"),
        ("heading", "cases.csv", 1, "heading"),
    ),
    "wide figure that does not follow": (
        replacing("cases.csv", ",,518,", ",,517,"),
        ("wide", "cases.csv", 1, "village_nodes"),
    ),
    "fact taken out": (
        changing("facts.csv", without_last_row),
        ("wide", "cases.csv", 2, "fact_count"),
    ),
    "byte-order mark taken off": (
        changing("cases.csv", lambda content: content.removeprefix(b"\xef\xbb\xbf")),
        ("byte_order_mark", "cases.csv", None, None),
    ),
    "other line ends": (
        changing("numbers.csv", lambda content: content.replace(b"\r\n", b"\n")),
        ("dialect", "numbers.csv", None, None),
    ),
    "quotation marks around all": (
        replacing("cases.csv", "\r\nbatch5,", '\r\n"batch5",'),
        ("dialect", "cases.csv", None, None),
    ),
    "no CSV": (
        replacing("facts.csv", "\r\nbatch5,", '\r\n"batch5"x,'),
        ("csv", "facts.csv", None, None),
    ),
    "another encoding": (
        changing("facts.csv", lambda content: content.decode("utf-8-sig").encode("gb18030")),
        ("encoding", "facts.csv", None, None),
    ),
    "columns in another order": (
        replacing("facts.csv", "report,case_no,", "case_no,report,"),
        ("header", "facts.csv", None, None),
    ),
    "a cell too many": (
        replacing("facts.csv", ",518,518,", ",518,518,518,"),
        ("cells", "facts.csv", 1, None),
    ),
    "empty table": (changing("numbers.csv", lambda _: b""), ("header", "numbers.csv", None, None)),
    "table missing": (removing("numbers.csv"), ("missing", "numbers.csv", None, None)),
    "source missing": (removing("source.txt"), ("missing", "source.txt", None, None)),
    "carriage returns in the source": (
        changing("source.txt", lambda content: content.replace(b"\n", b"\r\n")),
        ("source", "source.txt", None, None),
    ),
    "source in another encoding": (
        changing("source.txt", lambda content: content.decode("utf-8").encode("gb18030")),
        ("source", "source.txt", None, None),
    ),
    "descriptor missing": (
        removing("datapackage.json"),
        ("descriptor", "datapackage.json", None, None),
    ),
    "descriptor broken": (
        changing("datapackage.json", lambda content: content[:-9]),
        ("descriptor", "datapackage.json", None, None),
    ),
    "descriptor of something else": (
        adding("datapackage.json", '{"resources": [1]}'),
        ("descriptor", "datapackage.json", None, None),
    ),
    "any byte": (
        replacing("facts.csv", ",村级服务点,", ",镇级服务点,"),
        ("hash", "facts.csv", None, None),
    ),
    "unknown file": (adding("notes.txt", "x"), ("unknown_file", "notes.txt", None, None)),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found_at_its_place(name: str, copy: Path) -> None:
    damage, (kind, file, row, column) = DAMAGES[name]
    damage(copy / "batch5")
    for folder, prefix in ((copy / "batch5", ""), (copy, "batch5/")):
        found = validate(folder).faults
        assert (kind, prefix + file, row, column) in {
            (fault.kind, fault.file, fault.row, fault.column) for fault in found
        }, "\n".join(map(str, found))
        assert all(fault.message for fault in found)


def test_every_fault_of_a_file_is_found(copy: Path) -> None:
    for name in ("value outside the enumeration", "figure not written plainly", "key twice"):
        DAMAGES[name][0](copy / "batch5")
    kinds = {fault.kind for fault in validate(copy).faults}
    assert {"value", "form", "hash"} <= kinds


def test_a_further_format_that_was_changed_is_found(copy: Path) -> None:
    convert(copy / "batch5", ["jsonl"])
    assert validate(copy).faults == ()
    (copy / "batch5/cases.jsonl").write_bytes(b"{}")
    (fault,) = validate(copy).faults
    assert (fault.kind, fault.file) == ("hash", "batch5/cases.jsonl")


@pytest.mark.parametrize(
    "damage",
    [
        removing("datapackage.json"),
        replacing("datapackage.json", "batch5/facts.csv", "batch5/numbers.csv"),
        adding("datapackage.json", '{"resources": [], "name": "mine"}'),
    ],
    ids=["missing", "changed", "of someone else"],
)
def test_a_wrong_common_descriptor_is_found(damage: Damage, copy: Path) -> None:
    damage(copy)
    (fault,) = validate(copy).faults
    assert (fault.kind, fault.file) == ("descriptor", "datapackage.json")


def test_a_report_that_was_taken_away_is_missed(both: Path, tmp_path: Path) -> None:
    shutil.copytree(both, tmp_path / "extracted")
    shutil.rmtree(tmp_path / "extracted/synthetic-dev")
    (fault,) = validate(tmp_path / "extracted").faults
    assert (fault.kind, fault.file) == ("descriptor", "datapackage.json")


# --- the command ----------------------------------------------------------------------------


def rows_in(folder: Path) -> int:
    return sum(len(load_rows(folder / "batch5", name)) for name in ("cases", "facts", "numbers"))


def status_of(*arguments: str) -> object:
    with pytest.raises(SystemExit) as exit_info:
        main(arguments)
    return exit_info.value.code


def test_the_exit_status_tells_the_outcome(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("validate", str(copy)) == 0
    assert capsys.readouterr() == (f"reports: 1, rows: {rows_in(copy)}, no faults\n", "")
    assert status_of("validate", str(copy), "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    DAMAGES["code of five digits"][0](copy / "batch5")
    assert status_of("validate", str(copy), "--quiet") == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert "batch5/cases.csv, row 1, adcode: '13048' does not match" in error
    (tmp_path / "nothing").mkdir()
    for folder in ("nothing", "nowhere"):
        assert status_of("validate", str(tmp_path / folder)) == 2
        assert "is no data set" in capsys.readouterr().err


def test_scripts_get_one_json_object(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    DAMAGES["code of five digits"][0](copy / "batch5")
    assert status_of("validate", str(copy), "--json") == 1
    out, error = capsys.readouterr()
    found = json.loads(out)
    assert error == ""
    assert (found["reports"], found["rows"]) == (["batch5"], rows_in(copy))
    assert {"kind": "constraint", "row": 1, "column": "adcode"}.items() <= next(
        fault for fault in found["faults"] if fault["kind"] == "constraint"
    ).items()
