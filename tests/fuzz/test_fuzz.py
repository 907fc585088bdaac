"""A small part of the fuzzing, in every test run; ``make fuzz`` does all of it."""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.read import Limits, read_path
from pipeline.read.docx import read as read_docx
from pipeline.read.formats import Format
from tests.fuzz.corpus import bases
from tests.fuzz.harness import read_all
from tests.fuzz.mutate import mutations
from tests.fuzz.run import REGRESSIONS
from tests.read import make_reports as make

COUNT = int(os.environ.get("ANLI_FUZZ_COUNT", "40"))
"""Files of each format; the full number is 2,000."""

QUICK = [form for form in Format if form is not Format.DOC]


def needs(form: Format) -> None:
    if form is Format.PDF:
        pytest.importorskip("pdfplumber", reason='needs pip install "anli[pdf]"')
        pytest.importorskip("fpdf", reason="fpdf2 makes the files")


@pytest.mark.parametrize("form", QUICK)
def test_mutated_files_are_read_or_refused(form: Format) -> None:
    needs(form)
    outcome = read_all(form, mutations(bases(form.name), COUNT, f"anli {form.name}"))
    assert [message for message, _ in outcome.faults] == []
    assert outcome.total == COUNT


@pytest.mark.parametrize("form", QUICK)
def test_unchanged_files_are_read(form: Format) -> None:
    needs(form)
    outcome = read_all(form, iter(bases(form.name)))
    assert (outcome.read, outcome.refused) == (len(bases(form.name)), 0)


@pytest.mark.parametrize("path", sorted(REGRESSIONS.glob("*.bin")), ids=lambda path: path.name)
def test_files_that_once_broke_a_reader(path: Path) -> None:
    form = Format[path.name.split("-")[0]]
    needs(form)
    outcome = read_all(form, iter([path.read_bytes()]))
    assert outcome.faults == []


def test_mutations_are_the_same_each_time() -> None:
    first, second = (list(mutations([b"abc" * 50], 20, "x")) for _ in range(2))
    assert first == second
    assert len(set(first)) > 15


@pytest.mark.parametrize("form", [Format.DOCX, Format.HTML, Format.OFD])
def test_the_whole_way_leaves_no_stray_files(
    form: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "report"
    for data in mutations(bases(form.name), 8, f"whole {form.name}"):
        path.write_bytes(data)
        with contextlib.suppress(InputError):
            read_path(path)
        assert [entry.name for entry in tmp_path.iterdir()] == ["report"]


XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff\ufffd"),
    max_size=60,
)


@given(st.lists(XML_TEXT, min_size=1, max_size=5))
def test_any_text_comes_back_from_a_word_document(texts: list[str]) -> None:
    expected = [text.strip() for text in texts if text.strip()]
    data = make.word("".join(map(make.word_paragraph, texts)))
    try:
        found = read_docx(data, "x.docx", Limits()).text
    except InputError:
        assert expected == []
        return
    assert found == "".join(f"{text}\n" for text in expected)


@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=200))
def test_any_bytes_are_text_or_refused(seed: int, data: bytes) -> None:
    chance = random.Random(seed)
    mixed = data + make.zipped({"x": data})[: chance.randrange(40)]
    outcome = read_all(Format.TEXT, iter([mixed]))
    assert outcome.faults == []
