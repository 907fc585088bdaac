"""Hostile and broken files: one typed error that says why, quickly, and nothing else."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits, read_path
from pipeline.read.archive import Archive
from pipeline.read.formats import Format
from pipeline.read.path import read_content
from tests.read import make_reports as make

TEXT = "第四批典型经验\n1.河北武安市“交邮下行”\n全市建成村级网点518个。\n"
LIMITS = Limits()


def refused(data: bytes, reason: str, tmp_path: Path, limits: Limits = LIMITS) -> None:
    """Check that a file is refused with a reason, by its name, and that nothing is written."""
    path = tmp_path / "report.bin"
    path.write_bytes(data)
    with pytest.raises(InputError, match=reason) as caught:
        read_path(path, limits=limits)
    assert str(path) in str(caught.value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.bin"]


def raw_zip(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            archive.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name", ["../../x.txt", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:\\x.txt", "C:x.txt"]
)
def test_names_that_lead_out_of_an_archive(name: str, tmp_path: Path) -> None:
    refused(raw_zip((name, TEXT.encode())), "leads out", tmp_path)


def test_links_in_an_archive(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("x.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused(raw_zip((link, b"/etc/passwd")), "is a link", tmp_path)


def test_two_members_of_one_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = raw_zip(("x.txt", TEXT.encode()), ("x.txt", b"other"))
    refused(data, "stands twice", tmp_path)


def test_an_encrypted_archive(tmp_path: Path) -> None:
    data = bytearray(raw_zip(("x.txt", TEXT.encode())))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(data), "encrypted", tmp_path)


def test_an_unusual_packing_method(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.txt", TEXT)
    refused(buffer.getvalue(), "unusual method", tmp_path)


def test_a_bomb_of_one_member(tmp_path: Path) -> None:
    refused(make.zipped({"x.txt": b"0" * 30_000_000}), "expansion_ratio", tmp_path)


def test_a_bomb_of_many_members(tmp_path: Path) -> None:
    members = {f"{number}.txt": TEXT.encode() * 100 for number in range(20)}
    refused(make.zipped(members), "unpacked_bytes", tmp_path, Limits(unpacked_bytes=50_000))


def test_a_bomb_spread_over_archives_inside_each_other(tmp_path: Path) -> None:
    inner = {f"{number}.zip": make.zipped({"x.txt": TEXT.encode() * 100}) for number in range(9)}
    refused(make.zipped(inner), "unpacked_bytes", tmp_path, Limits(unpacked_bytes=50_000))


def test_too_many_members(tmp_path: Path) -> None:
    members = {f"{number}.txt": b"x" for number in range(LIMITS.archive_entries + 1)}
    refused(make.zipped(members), "archive_entries", tmp_path)


def test_archives_too_deep_inside_each_other(tmp_path: Path) -> None:
    data = make.zipped({"x.txt": TEXT.encode()})
    for _ in range(3):
        data = make.zipped({"x.zip": data})
    refused(data, "archive_depth", tmp_path)


def test_an_archive_without_a_report(tmp_path: Path) -> None:
    refused(make.zipped({"picture.png": b"x", "table.xlsx": b"x"}), "no report", tmp_path)


def test_a_size_that_the_archive_lies_about() -> None:
    data = make.zipped({"x.txt": b"0" * 100_000})
    size = (100_000).to_bytes(4, "little")
    lying = data.replace(size, (10).to_bytes(4, "little"))
    with pytest.raises(InputError, match="damaged"):
        Archive(lying, "x.zip", LIMITS).read("x.txt")


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_part(data: bytes, part: str, old: str, new: str) -> bytes:
    archive = Archive(data, "x", LIMITS)
    parts = {name: archive.read(name) for name in archive.names}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    return make.zipped(parts)


@pytest.mark.parametrize("doctype", [ENTITIES, EXTERNAL, "<!DOCTYPE x>"])
@pytest.mark.parametrize(
    ("data", "part", "root"),
    [
        (make.docx_typed(TEXT), "word/document.xml", "<w:document"),
        (make.docx_typed(TEXT), "_rels/.rels", "<Relationships"),
        (make.docx_numbered(TEXT), "word/numbering.xml", "<w:numbering"),
        (make.ofd(TEXT), "OFD.xml", "<ofd:OFD"),
        (make.ofd(TEXT), "Doc_0/Pages/Page_1/Content.xml", "<ofd:Page"),
    ],
)
def test_entities_in_xml(doctype: str, data: bytes, part: str, root: str, tmp_path: Path) -> None:
    refused(with_part(data, part, root, doctype + root), "declares a document type", tmp_path)


def test_entities_hidden_by_another_encoding(tmp_path: Path) -> None:
    document = f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES}<w:document/>'
    parts = {"word/document.xml": document.encode("utf-16"), "[Content_Types].xml": b"<x/>"}
    relations = Archive(make.docx_typed(TEXT), "x", LIMITS).read("_rels/.rels")
    refused(make.zipped({**parts, "_rels/.rels": relations}), "document type", tmp_path)


def test_deep_nesting_in_word(tmp_path: Path) -> None:
    body = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    refused(make.word(body), r"nest|damaged", tmp_path)
    runs = "<w:p>" + "<w:smartTag>" * 210 + "<w:r/>" + "</w:smartTag>" * 210 + "</w:p>"
    refused(make.word(runs), "`nesting`", tmp_path)


def test_a_million_empty_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(make.word("<w:p/>" * 1_000_000 + make.word_paragraph("甲")))
    [document] = read_path(path, limits=Limits(expansion_ratio=2_000))
    assert document.text == "甲\n"
    path.write_bytes(make.word("<w:p/>" * 1_000_000))
    with pytest.raises(InputError, match="expansion_ratio"):
        read_path(path)


def test_too_much_markup(tmp_path: Path) -> None:
    refused(make.word("<w:p/>" * 2_000), "`markup`", tmp_path, Limits(markup=1_000))
    refused(b"<html><p>" + b"<b>x</b>" * 2_000, "`markup`", tmp_path, Limits(markup=1_000))


def test_deep_nesting_in_a_page(tmp_path: Path) -> None:
    refused(b"<html><body>" + b"<div>" * 300 + b"x", "`nesting`", tmp_path)
    refused(b"<html><body>" + b"<div>" * 200_000 + b"x", "`nesting`", tmp_path)


def test_a_page_of_tags_that_close_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(b"<html><body>" + b"<b><p>" * 3_000 + b"x")
    assert read_path(path)[0].text == "x\n"


def test_too_many_parts_in_an_envelope(tmp_path: Path) -> None:
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    refused(head + b"--b\n\n" * 6_000, "archive_entries", tmp_path)


def test_text_longer_than_the_limit(tmp_path: Path) -> None:
    for data in (make.docx_typed(TEXT * 20), make.html_page(TEXT * 20), make.ofd(TEXT * 20)):
        refused(data, "`characters`", tmp_path, Limits(characters=500))


def test_more_pages_than_the_limit(tmp_path: Path) -> None:
    refused(make.ofd(TEXT * 40), "`pages`", tmp_path, Limits(pages=1))


MADE = {
    Format.DOCX: make.docx_numbered(TEXT),
    Format.OFD: make.ofd(TEXT),
    Format.MHT: make.mht_page(TEXT),
    Format.ZIP: make.zipped({"x.txt": TEXT.encode()}),
}


@pytest.mark.parametrize("form", [Format.DOCX, Format.OFD])
def test_a_file_cut_off_anywhere_is_refused(form: Format) -> None:
    data = MADE[form]
    for length in range(0, len(data), 7):
        with pytest.raises(InputError):
            read_content(form, data[:length], "x", LIMITS)


def test_a_cut_off_zip_is_refused(tmp_path: Path) -> None:
    data = MADE[Format.ZIP]
    for length in range(4, len(data), 5):
        refused(data[:length], "damaged", tmp_path)


@pytest.mark.parametrize("length", [10, 100, 300, 400])
def test_a_cut_off_page_gives_what_is_there_or_is_refused(length: int) -> None:
    data = make.html_page(TEXT)
    try:
        text = read_content(Format.HTML, data[:length], "x", LIMITS).text
    except InputError:
        return
    page = data.decode("utf-8")
    assert all(line in page for line in text.splitlines())


@pytest.mark.parametrize("value", [0x00, 0x7F, 0xFF])
def test_an_archive_with_any_one_byte_changed_is_read_or_refused(value: int) -> None:
    data = make.zipped({"a.txt": TEXT.encode(), "b.txt": b"x" * 50})
    for position in range(len(data)):
        changed = bytearray(data)
        changed[position] = value
        try:
            archive = Archive(bytes(changed), "x.zip", LIMITS)
            found = [archive.read(name) for name in archive.names]
        except InputError:
            continue
        assert set(found) <= {TEXT.encode(), b"x" * 50}
