"""Older Word documents, which LibreOffice converts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits, office, read_path
from pipeline.read.archive import Archive
from tests.read import make_reports as make

TEXT = "第四批典型经验\n（一）光泽县“山海快线”\n建成服务点76个。\n（二）阳原县\n降低46%。\n"
NEEDS_OFFICE = pytest.mark.skipif(make.soffice() is None, reason="LibreOffice is not installed")


@NEEDS_OFFICE
def test_an_older_document_keeps_its_numbers_and_loses_what_was_deleted(tmp_path: Path) -> None:
    deleted = '<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>旧38个</w:delText></w:r></w:del>'
    made = Archive(make.docx_numbered(TEXT), "x", Limits())
    parts = {name: made.read(name) for name in made.names}
    more = f"{deleted}<w:r><w:t>末段。</w:t></w:r></w:p></w:body>".encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", more)
    data = make.converted_by_office(make.zipped(parts), "docx", "doc", tmp_path)
    path = tmp_path / "reports" / "old.wps"
    path.parent.mkdir()
    path.write_bytes(data)
    [read] = read_path(path)
    assert read.text == TEXT + "末段。\n"
    assert read.locators[1].name == "paragraph 2"
    assert [entry.name for entry in path.parent.iterdir()] == ["old.wps"]


@NEEDS_OFFICE
def test_a_damaged_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.doc"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(2000)
    )
    with pytest.raises(InputError, match="damaged"):
        read_path(path)


@NEEDS_OFFICE
def test_a_conversion_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n", encoding="ascii")
    slow.chmod(0o755)
    monkeypatch.setenv(office.PROGRAM_VARIABLE, str(slow))
    with pytest.raises(InputError, match="`seconds`"):
        office.read(b"{\\rtf1 x}", "x.doc", Limits(seconds=1))


def test_where_libreoffice_is_missing_the_message_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(office.PROGRAM_VARIABLE, "/nowhere/soffice")
    with pytest.raises(InputError, match="apt-get install libreoffice-writer-nogui"):
        office.read(b"{\\rtf1 x}", "x.doc", Limits())


def test_macros_and_links_are_switched_off(tmp_path: Path) -> None:
    office._write_profile(tmp_path)
    settings = (tmp_path / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
        ("BlockUntrustedRefererLinks", "true"),
    ):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in settings
