"""The documents are true: examples run, links lead somewhere, lists are complete."""

from __future__ import annotations

import importlib.util
import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.flow import process
from pipeline.model import Fact, ReportResult
from pipeline.read import read_path
from pipeline.rulebook import load
from pipeline.rulebook.pattern import CAPTURES
from pipeline.rulebook.schema import CategoryRules, Chunk, FieldRules, Rule, UnitRules
from pipeline.tables.definition import table
from tests.documents import (
    COMMANDS,
    Block,
    blocks,
    edit,
    fits,
    follow,
    in_shell,
    marked,
    prepare,
    quicker,
    run_commands,
    run_python,
)

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "rules/regions/README.md"]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
REPORT = ROOT / "raw/rural-logistics-brands-batch4.txt"


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


TRANSLATIONS = {
    ROOT / "README.zh-CN.md": ROOT / "README.md",
    **{
        page: page.with_name(page.name.replace(".en.", "."))
        for page in PAGES
        if ".en." in page.name
    },
}
"""Pages with the same examples as another page, which is the one that is followed."""
WORD_FOR_WORD = ROOT / "docs/tutorial-analyst.md"
"""Followed in a shell, in tests/test_tutorial.py."""
FOLLOWED = [
    page
    for page in PAGES
    if marked(page, "run") and page not in TRANSLATIONS and page != WORD_FOR_WORD
]
QUOTING = [page for page in PAGES if marked(page, "from")]


@pytest.mark.parametrize("page", FOLLOWED, ids=name_of)
def test_marked_examples_run_and_print_what_stands_there(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(prepare(page, tmp_path))
    follow(page, quicker(capsys))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_of_commands_is_run_or_says_why_not(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = list(blocks(page))
    assert len(re.findall(r"^\s*```", text, re.MULTILINE)) == 2 * len(found), "a block is not seen"
    for block in found:
        if block.language in COMMANDS:
            assert re.fullmatch(r"run|not run: .+|(write|append) \S+", block.mark), block.content
        elif block.mark:
            assert re.fullmatch(r"(from|write|append|edit) \S+", block.mark), block.content


@pytest.mark.parametrize("page", TRANSLATIONS, ids=name_of)
def test_a_translation_has_the_same_examples(page: Path) -> None:
    verbs = ("run", "write", "append", "edit")
    assert marked(page, *verbs) == marked(TRANSLATIONS[page], *verbs) != []


def test_a_wrong_example_would_be_seen(tmp_path: Path) -> None:
    assert fits("a\n…\nd", "a\nb\nc\nd")
    assert not fits("a\n…\nd", "a\nb\nc")
    assert not fits("a.c", "abc")
    run_python(">>> 1 + 1\n2\n", {}, ROOT / "README.md")
    with pytest.raises(AssertionError):
        run_python(">>> 1 + 1\n3\n", {}, ROOT / "README.md")
    with pytest.raises(AssertionError):
        run_commands(Block("run", "console", "$ echo 1\n2\n"), in_shell)
    with pytest.raises(AssertionError):
        run_commands(Block("run", "sh", "exit 2\n"), in_shell)
    file = tmp_path / "words"
    file.write_text("a\nb\n")
    edit(file, " a\n-b\n+c\n+d\n")
    assert file.read_text() == "a\nc\nd\n"
    with pytest.raises(AssertionError):
        edit(file, " a\n-b\n+c\n")


@pytest.mark.parametrize("page", QUOTING, ids=name_of)
def test_quotations_stand_in_the_quoted_file(page: Path) -> None:
    for block in marked(page, "from"):
        path = block.mark.removeprefix("from ")
        quoted = (ROOT / path).read_text(encoding="utf-8")
        position = 0
        for piece in re.split(r"\s*…\s*", block.content.strip("\n")):
            found = quoted.find(piece.strip("\n"), position)
            assert found >= 0, f"{path} does not hold, at its place:\n{piece}"
            position = found + len(piece)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(there), target


def anchors(page: Path) -> set[str]:
    """The anchors that a forge gives the headings of a page."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_both_readmes_link_the_same_pages() -> None:
    first, second = (
        {
            target.replace(".en.", ".")
            for target in LINK.findall(page.read_text(encoding="utf-8"))
            if not target.startswith("README")
        }
        for page in (ROOT / "README.md", ROOT / "README.zh-CN.md")
    )
    assert first == second


@pytest.fixture(scope="module")
def result() -> ReportResult:
    (document,) = read_path(REPORT)
    return process(document, load())


@pytest.fixture(scope="module")
def facts(result: ReportResult) -> list[tuple[int, Fact]]:
    """The facts of the fourth batch with the numbers of their cases."""
    return [(case.case.case_no, fact) for case in result.cases for fact in case.facts]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_rows_shown_are_rows_of_a_run(name: str, facts: list[tuple[int, Fact]]) -> None:
    columns, *rows = list(table_rows((ROOT / name).read_text(encoding="utf-8"), "| case_no |"))
    assert len(rows) >= 5
    found = {
        tuple(str(number) if column == "case_no" else cell(fact, column) for column in columns)
        for number, fact in facts
    }
    for row in rows:
        assert tuple(row) in found


def cell(fact: Fact, column: str) -> str:
    value = getattr(fact, column)
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def table_rows(page: str, start: str) -> Iterator[list[str]]:
    """The rows of the Markdown table that begins with ``start``, its heading first."""
    lines = page[page.index(start) :].split("\n\n")[0].splitlines()
    for line in (lines[0], *lines[2:]):
        yield [part.strip() for part in line.strip("|").split("|")]


def test_the_readmes_tell_how_many_columns_facts_have() -> None:
    number = len(table("facts").columns)
    assert f"some of the {number} columns" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"（{number}列中的一部分）" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("picture", sorted((ROOT / "docs/img").glob("*.svg")), ids=name_of)
def test_pictures_are_whole_and_ask_nothing_of_a_network(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("}svg")
    assert not re.search(r"@import|url\((?!#)|(?:href|src)=\"(?!#)", text)


def test_the_picture_of_facts_shows_the_facts_of_a_run(facts: list[tuple[int, Fact]]) -> None:
    root = ElementTree.parse(ROOT / "docs/img/facts.svg").getroot()
    texts = "".join(text.strip() for text in root.itertext())
    shown = [fact for number, fact in facts if number == 15 and fact.basis != "derived"]
    assert shown
    for fact in shown:
        assert fact.text in texts


def test_the_picture_of_a_run_shows_its_figures(result: ReportResult) -> None:
    root = ElementTree.parse(ROOT / "docs/img/run.svg").getroot()
    words = " ".join(root.itertext()).split()
    row = words[words.index(REPORT.stem) + 1 :]
    facts = sum(len(case.facts) for case in result.cases)
    expected = [len(result.cases), facts, len(result.numbers)]
    assert [int(word) for word in row[: len(expected)]] == expected, "run tools/make_pictures.py"


def test_the_list_of_modules_is_that_of_the_code() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    tool = tool_module("make_module_list")
    assert page == tool.with_module_list(page), "run python tools/make_module_list.py"


def test_each_package_has_its_paragraph() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    headings = [heading for heading in HEADING.findall(page) if "`pipeline." in heading]
    described = {name for heading in headings for name in re.findall(r"pipeline\.(\w+)", heading)}
    parts = {
        path.stem
        for path in (ROOT / "pipeline").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert described == parts - {"__init__", "__main__"}


def test_the_order_of_the_layers_is_the_one_that_is_held() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    shown = next(block for block in page.split("```") if block.strip().startswith("model, errors"))
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    held = [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]
    assert [set(re.findall(r"\w+", layer)) for layer in shown.split("→")] == held


def test_every_path_in_the_text_of_the_architecture_exists() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:pipeline/)?[a-z]+/[a-z_]+\.py|pipeline/[a-z_]+\.py)`", page)
    assert len(paths) >= 8
    for path in paths:
        assert (ROOT / path).is_file() or (ROOT / "pipeline" / path).is_file(), path


def test_the_page_about_rules_names_every_key_and_capture() -> None:
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    keys = {
        key
        for model in (Rule, FieldRules, CategoryRules, UnitRules, Chunk)
        for key in model.model_fields
    }
    named = set(re.findall(r"`([a-z_]+)[`:]", page))
    assert keys - {"rules"} <= named
    captures = {row[0].strip("`") for row in table_rows(page, "| capture |")}
    assert captures - {"capture"} == CAPTURES


def tool_module(name: str) -> ModuleType:
    """A script of ``tools/``, which is no package."""
    specification = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
