"""Text files: every encoding that arrives, and nothing that is no text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.read.limits import Limits
from pipeline.read.text import decode

REPORT = "（一）福建省光泽县“山海快线·乡村直达”\n建成村级服务点76个，成本降低约46％。\n"
SHORT = "武安市建成网点"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode("utf-8"), "utf-8"),
        (REPORT.encode("gb18030"), "gb18030"),
        (REPORT.encode("gbk"), "gb18030"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    assert decode(data, "report.txt") == (REPORT, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_short_text_without_digits_or_line_ends_is_told_apart(encoding: str) -> None:
    assert decode(SHORT.encode(encoding), "report.txt") == (SHORT, encoding)


def test_a_character_outside_gbk_survives() -> None:
    assert (
        decode("䶮镕𠮷县".encode("gb18030") + SHORT.encode("gbk"), "r").text == "䶮镕𠮷县" + SHORT
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("甲\r\n乙\r\n", "甲\n乙\n"),
        ("甲\r乙", "甲\n乙"),
        ("甲\n\r\n乙", "甲\n\n乙"),
        ("甲\u2028乙\x0b丙\x0c", "甲\u2028乙\x0b丙\x0c"),
        ("  甲\t乙 　\n", "  甲\t乙 　\n"),
        ("甲\ufeff乙", "甲\ufeff乙"),
    ],
)
def test_line_ends_become_line_feeds_and_nothing_else_changes(raw: str, text: str) -> None:
    assert decode(raw.encode("utf-8"), "report.txt").text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (REPORT.encode("utf-8")[:-2], "middle of a character"),
        (REPORT.encode("gb18030")[:-2], "middle of a character"),
        (codecs.BOM_UTF16_LE + SHORT.encode("utf-16-le")[:-1], "middle of a character"),
        (SHORT.encode("utf-16-be")[:-1], "middle of a character"),
        (codecs.BOM_UTF32_LE + SHORT.encode("utf-32-le"), "UTF-32"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", "UTF-16-LE"),
        ("été à Orléans, naïve".encode("latin-1"), "not a text"),
        ("農村物流服務品牌".encode("big5"), "not a text"),
        ("農村物流サービス".encode("shift-jis"), "not a text"),
        (bytes(range(256)) * 4, "not a text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text"),
        ("甲\x00乙".encode(), "not a text"),
        ("甲\x01乙".encode(), "U+0001"),
        ("甲\x7f乙".encode(), "U+007F"),
        ("甲\x9b乙".encode(), "U+009B"),
        ("甲\ufdd0乙".encode(), "U+FDD0"),
        (SHORT.encode() + b"\xed\xa0\x80" + SHORT.encode(), "damaged"),
    ],
)
def test_what_is_no_text_is_refused_by_name_with_advice(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=r"^report\.txt") as caught:
        decode(data, "report.txt")
    assert message in str(caught.value)
    assert any(word in str(caught.value) for word in ("give", "get", "save", "open"))


def test_damage_in_utf8_is_not_taken_for_gb18030() -> None:
    data = bytearray(("第一行\n" + REPORT * 3).encode("utf-8"))
    data[19] = 0xFF
    with pytest.raises(InputError) as caught:
        decode(bytes(data), "report.txt")
    assert caught.value.line == 2
    assert "byte 20" in caught.value.message


def test_a_control_character_is_named_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        decode("甲\r\n乙\r\n\x02".encode(), "report.txt")
    assert caught.value.line == 3


def test_a_line_of_fifty_megabytes_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(InputError, match="characters"):
        decode(b"a" * 50_000_000, "report.txt")


def test_the_limit_counts_characters() -> None:
    assert decode(SHORT.encode(), "r", Limits(characters=len(SHORT))).text == SHORT
    with pytest.raises(InputError, match="characters"):
        decode(SHORT.encode(), "r", Limits(characters=len(SHORT) - 1))


ORDINARY = st.text(
    st.sampled_from(
        "农村物流服务站点建成个年月日县乡镇，。、“”（）0123456789%\n一二三四五六七八九十"
    ),
    min_size=4,
).filter(lambda text: bool(text.strip()))


@given(ORDINARY, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_ordinary_text_comes_back_from_every_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "report.txt").text == text


@given(st.binary(max_size=64))
def test_nothing_is_ever_replaced_or_left_out(data: bytes) -> None:
    try:
        text, encoding = decode(data, "report.txt")
    except InputError:
        return
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        data = data.removeprefix(mark)
    assert data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n") == text
