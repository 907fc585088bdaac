"""Paths: which files are reports, what they are called, and what comes with them."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits, discover, read_path
from pipeline.read.formats import Format, reader_of
from pipeline.read.metadata import METADATA_FILE, Metadata, load_metadata, save_metadata
from tests.read import make_reports as make

TEXT = "第四批典型经验\n1.河北武安市“交邮下行”\n全市建成村级网点518个。\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def put(path: Path, data: bytes = TEXT.encode()) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_text_file_is_read_as_it_is(raw: Path) -> None:
    path = put(raw / "batch4.txt")
    [document] = read_path(path)
    assert (document.report, document.text, document.encoding) == ("batch4", TEXT, "utf-8")
    assert document.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert document.path == str(path)
    assert (document.locators, document.oddities, document.year) == ((), (), None)


def test_markdown_is_text(raw: Path) -> None:
    [document] = read_path(put(raw / "notes.md", "# 标题\n\n* 甲\n".encode()))
    assert document.text == "# 标题\n\n* 甲\n"


def test_discover_finds_reports_in_folders_in_order(raw: Path) -> None:
    second, first = put(raw / "b" / "report.docx"), put(raw / "a" / "x.txt")
    third = put(raw / "c.pdf")
    for name in (".hidden.txt", "README.md", "README.zh-CN.md", "~$b.docx", "Thumbs.db", "x.xlsx"):
        put(raw / name)
    put(raw / "a" / METADATA_FILE)
    put(raw / ".git" / "x.txt")
    assert discover([raw]) == [first, second, third]


def test_discover_takes_a_named_file_whatever_it_is_and_each_once(raw: Path) -> None:
    odd = put(raw / "README.md")
    report = put(raw / "x.txt")
    assert discover([odd, raw, report]) == [odd, report]


def test_discover_does_not_follow_links_out_of_a_folder(raw: Path, tmp_path: Path) -> None:
    outside = put(tmp_path / "secret.txt")
    put(raw / "x.txt")
    (raw / "link.txt").symlink_to(outside)
    (raw / "folder").symlink_to(tmp_path)
    assert discover([raw]) == [raw / "x.txt"]


@pytest.mark.parametrize(("name", "reason"), [("missing.txt", "no such file"), ("", "no report")])
def test_discover_says_what_is_missing(raw: Path, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        discover([raw / name])


@pytest.mark.parametrize(
    ("files", "read", "name"),
    [
        (["2024-batch5/report.docx.txt"], 0, "2024-batch5"),
        (["2024-batch5/a.txt", "2024-batch5/b.txt"], 1, "b"),
        (["a.b.txt"], 0, "a.b"),
        (["2024-batch5/a.txt", "2024-batch5/README.md"], 0, "2024-batch5"),
    ],
)
def test_a_report_alone_in_a_folder_of_raw_has_the_folders_name(
    raw: Path, files: list[str], read: int, name: str
) -> None:
    paths = [put(raw / file) for file in files]
    assert [document.report for document in read_path(paths[read])] == [name]


def test_a_report_elsewhere_has_the_files_name(tmp_path: Path) -> None:
    assert read_path(put(tmp_path / "other" / "x.txt"))[0].report == "x"


@pytest.mark.parametrize(
    "name", ["...txt", " .txt", ".txt.txt", "a\nb.txt", "a:b.txt", "a\u202eb.txt"]
)
def test_a_name_that_cannot_be_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name"):
        read_path(put(tmp_path / "x" / name))


def test_the_metadata_beside_a_report_gives_its_year(raw: Path) -> None:
    path = put(raw / "b5" / "b5.txt")
    metadata = Metadata("b5.txt", "0" * 64, "标题", 2021, "来函")
    save_metadata(metadata, raw / "b5" / METADATA_FILE)
    assert load_metadata(raw / "b5" / METADATA_FILE) == metadata
    assert read_path(path)[0].year == 2021


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "one JSON object"),
        ("{}", "'file' is missing"),
        ('{"file":"a","sha256":"","title":"t","year":"2021","source":"s"}', "'year' must be"),
        ('{"file":"a","sha256":"","title":"t","year":true,"source":"s"}', "'year' must be"),
        ('{"file":"a","sha256":"","title":"t","year":2021,"source":"s","jahr":1}', "'jahr'"),
    ],
)
def test_wrong_metadata_is_named(raw: Path, content: str, reason: str) -> None:
    put(raw / "b5" / METADATA_FILE, content.encode())
    with pytest.raises(InputError, match=reason) as caught:
        read_path(put(raw / "b5" / "b5.txt"))
    assert METADATA_FILE in str(caught.value)


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path, reason in ((tmp_path, "folder"), (pipe, "ordinary"), (tmp_path / "x", "no such")):
        with pytest.raises(InputError, match=reason):
            read_path(path)


def test_a_file_over_the_limit_is_refused(raw: Path) -> None:
    path = put(raw / "x.txt")
    assert read_path(path, limits=Limits(file_bytes=len(TEXT.encode())))
    with pytest.raises(InputError, match="file_bytes"):
        read_path(path, limits=Limits(file_bytes=len(TEXT.encode()) - 1))


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("x.docx", TEXT.encode(), "a text file, though its name ends in .docx"),
        ("x.pdf", make.docx_typed(TEXT), "a Word document (.docx), though its name ends in .pdf"),
        ("x.doc", make.html_page(TEXT), "a web page, though its name ends in .doc"),
        ("x.txt", make.ofd(TEXT), "an OFD file, though its name ends in .txt"),
        ("x.html", make.mht_page(TEXT), "a saved web page (.mht), though its name ends in .html"),
    ],
)
def test_content_decides_the_format_and_a_wrong_ending_is_noted(
    tmp_path: Path, name: str, data: bytes, note: str
) -> None:
    [document] = read_path(put(tmp_path / name, data))
    assert "全市建成村级网点518个。" in document.text
    assert [oddity.message for oddity in document.oddities if oddity.kind == "wrong_ending"] == [
        f"the file is {note}"
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n", "picture.*OCR"),
        (b"\xff\xd8\xff\xe0", "picture.*OCR"),
        (b"Rar!\x1a\x07", "RAR archive.*unpack"),
        (b"\x1f\x8b\x08", "gzip archive.*unpack"),
        (b"MZ\x90\x00\x03", "program"),
        (make.zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "spreadsheet"),
        (make.zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "presentation"),
        (make.zipped({"mimetype": b"application/epub+zip"}), "OpenDocument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "no Word document"),
    ],
)
def test_known_formats_that_are_no_reports_are_named(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(InputError, match=f"(?s){reason}"):
        read_path(put(tmp_path / "x.docx", data))


def test_invisible_signs_are_noted_with_their_line(tmp_path: Path) -> None:
    text = "标题\n建成5\u200b18个，成本2\u202e0%，5\u03018户\n"
    [document] = read_path(put(tmp_path / "x.txt", text.encode()))
    assert document.text == text
    assert {(oddity.kind, oddity.line) for oddity in document.oddities} == {
        ("invisible_characters", 2),
        ("combining_characters", 2),
    }


def test_limits_are_changed_by_options_and_wrong_ones_named() -> None:
    assert Limits().with_options(["pages=9", "seconds=7"]) == Limits(pages=9, seconds=7)
    for option, reason in (
        ("page=9", "no limit named"),
        ("pages=-1", "positive"),
        ("pages", "pos"),
    ):
        with pytest.raises(InputError, match=reason):
            Limits().with_options([option])


def test_a_zip_gives_a_document_for_each_report(tmp_path: Path) -> None:
    inner = make.zipped({"deep.txt": TEXT.encode()})
    data = make.zipped(
        {
            "folder/one.txt": TEXT.encode("gb18030"),
            "two.docx": make.docx_typed(TEXT),
            "two.txt": TEXT.encode(),
            "inner.zip": inner,
            "__MACOSX/one.txt": b"\x00",
            ".hidden.txt": b"\x00",
            "table.xlsx": b"\x00",
        }
    )
    documents = read_path(put(tmp_path / "all.zip", data))
    assert {document.report: document.path for document in documents} == {
        "one": f"{tmp_path}/all.zip/folder/one.txt",
        "deep": f"{tmp_path}/all.zip/inner.zip/deep.txt",
        "two-docx": f"{tmp_path}/all.zip/two.docx",
        "two-txt": f"{tmp_path}/all.zip/two.txt",
    }
    assert {document.text for document in documents} == {TEXT}


def test_a_single_report_in_a_zip_has_the_name_of_the_zip(tmp_path: Path) -> None:
    data = make.zipped({"附件.txt": TEXT.encode()})
    assert [d.report for d in read_path(put(tmp_path / "raw" / "b5" / "x.zip", data))] == ["b5"]


def test_names_in_zips_made_by_a_chinese_windows_are_read(tmp_path: Path) -> None:
    data = make.zipped({"AAAA.txt": TEXT.encode(), "b.txt": TEXT.encode()})
    data = data.replace(b"AAAA.txt", "附件".encode("gbk") + b".txt")
    names = {document.report for document in read_path(put(tmp_path / "x.zip", data))}
    assert names == {"附件", "b"}


def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("pipeline.read.pdf", "pipeline.read.pdf_check"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for missing in ("pdfplumber", "pypdfium2"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, missing, None)
            with pytest.raises(InputError, match=re.escape('pip install "anli[pdf]"')):
                reader_of(Format.PDF, "x.pdf")
