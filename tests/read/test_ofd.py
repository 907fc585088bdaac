"""OFD files, made by our own writer: text objects, transformations, damage."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.read import Limits
from pipeline.read.content import Content
from pipeline.read.ofd import read
from tests.read import make_reports as make

TEXT = (
    "第四批典型经验\n1.河北武安市“交邮下行”\n" + "全市建成村级网点518个，降低20%。" * 9 + "\n完。\n"
)
PAGE = "Doc_0/Pages/Page_1/Content.xml"


def content(data: bytes) -> Content:
    return read(data, "x.ofd", Limits())


def ofd_of(objects: str) -> bytes:
    """Return an OFD of one page with the given objects in its layer."""
    from pipeline.read.archive import Archive

    archive = Archive(make.ofd("甲"), "x", Limits())
    parts = {name: archive.read(name) for name in archive.names}
    parts[PAGE] = make._ofd_root(
        "Page", f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
    ).encode()
    return make.zipped(parts)


def text_object(top: float, code: str, attributes: str = "", delta: str = 'DeltaX="g 9 5"') -> str:
    return (
        f'<ofd:TextObject Boundary="20 {top} 100 6" Size="5" {attributes}>'
        f'<ofd:TextCode X="0" Y="5" {delta}>{code}</ofd:TextCode></ofd:TextObject>'
    )


def test_a_report_comes_back_paragraph_by_paragraph() -> None:
    found = content(make.ofd(TEXT * 8))
    assert found.text == TEXT * 8
    assert {place.name for place in found.locators} == {"page 1", "page 2", "page 3"}


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (text_object(60, "下行") + text_object(40, "上行。"), "上行。\n下行\n"),
        (text_object(40, "网点")
         + text_object(40, "518个", delta='DeltaX="2.5 2.5 2.5"').replace("20 40", "30 40"),
         "网点518个\n"),
        (text_object(40, "甲") + text_object(60, "密", 'Visible="false"'), "甲\n"),
        (text_object(40, "甲") + text_object(60, "印", 'CTM="0.7 0.7 -0.7 0.7 0 0"'), "甲\n"),
        (f"<ofd:PageBlock><ofd:PageBlock>{text_object(40, '甲')}</ofd:PageBlock></ofd:PageBlock>",
         "甲\n"),
        (text_object(40, "⼄⾏"), "乙行\n"),
        (text_object(40, "甲乙", delta='DeltaX="g 1e9 5"'), "甲乙\n"),
        (text_object(40, "甲乙", delta='DeltaX="g x y z"'), "甲乙\n"),
    ],
)  # fmt: skip
def test_what_stands_on_a_page(objects: str, expected: str) -> None:
    assert content(ofd_of(objects)).text == expected


def test_a_page_without_text_is_a_scan() -> None:
    with pytest.raises(InputError, match=r"scan.*OCR"):
        content(ofd_of('<ofd:ImageObject Boundary="0 0 1 1" ResourceID="1"/>'))


def test_a_missing_part_is_named() -> None:
    from pipeline.read.archive import Archive

    archive = Archive(make.ofd("甲"), "x", Limits())
    parts = {name: archive.read(name) for name in archive.names if name != PAGE}
    with pytest.raises(InputError, match="Page_1"):
        content(make.zipped(parts))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(InputError, match="nest"):
        content(ofd_of("<ofd:PageBlock>" * 230 + "</ofd:PageBlock>" * 230))


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(InputError, match="encrypted"):
        content(make.zipped({"OFD.xml": b"<x/>", "Encryptions.xml": b"<x/>"}))
