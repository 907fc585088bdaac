"""The check of the rules: a folder that is all right, spoilt in one place at a time."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.errors import RuleError
from pipeline.rulebook import load
from pipeline.rulebook.pattern import CAPTURES
from pipeline.rulecheck import check
from tests.rulecheck.small_rules import line_of, write

ROOT = Path(__file__).parents[2]
HUTS = "fields/hut_count.yaml"
WORDS = "lexicons/words.yaml"


class Spoilt(NamedTuple):
    """A passage of a file, what it becomes, and the finding: a piece of its line, its words."""

    file: str
    old: str
    new: str
    line: str
    words: tuple[str, ...]


def told(folder: Path) -> list[tuple[str, int | None, str]]:
    return [
        (Path(finding.path).relative_to(folder).as_posix(), finding.line, finding.message)
        for finding in check(folder).findings
    ]


def test_good_rules_give_no_findings_and_are_counted(tmp_path: Path) -> None:
    report = check(write(tmp_path))
    assert (report.findings, report.rules, report.examples) == ((), 3, 5)


FINDINGS = {
    "fact not found": Spoilt(
        HUTS, "小屋{7个|unspecified 7 role=main unit=个}", "小屋旁有{7个|unspecified 7}羊圈",
        "羊圈", ("hut.label", "not found: 7个 unspecified 7"),
    ),
    "fact not marked": Spoilt(
        HUTS, "新建{2个|unspecified 2}木屋。", "新建2个木屋。",
        "新建2个", ("hut.counted", "found: 2个 unspecified 2"),
    ),
    "other category": Spoilt(
        HUTS, "{2个|unspecified 2}", "{2个|village 2}",
        "{2个", ("not found: 2个 village 2", "found: 2个 unspecified 2"),
    ),
    "other value": Spoilt(
        HUTS, "{2个|unspecified 2}", "{2个|unspecified 2 3}",
        "{2个", ("not found: 2个 unspecified 2 3", "found: 2个 unspecified 2"),
    ),
    "other span": Spoilt(
        HUTS, "{约5个|village 5 qualifier=about}", "约{5个|village 5}", "约{5个",
        ("not found: 5个",),
    ),
    "other attribute": Spoilt(
        HUTS, "role=main", "role=part", "role=part", ("not found: 7个 unspecified 7 role=part",)
    ),
    "attribute that no fact has": Spoilt(
        HUTS, "role=main", "rule=main", "rule=main", ("no attribute 'rule'", "qualifier"),
    ),
    "figure that is none": Spoilt(
        HUTS, "{2个|unspecified 2}", "{2个|unspecified two}", "two", ("'two' is no figure",)
    ),
    "mark that is not closed": Spoilt(
        HUTS, "{2个|unspecified 2}", "{2个|unspecified 2", "{2个", ("cannot be read",)
    ),
    "negative that gives a fact": Spoilt(
        HUTS, "开了2个木屋烧烤。", "开了2个木屋。", "开了2个", ("hut.counted", "must give no fact")
    ),
    "example of another rule": Spoilt(
        HUTS, "'小屋{7个|unspecified 7 role=main unit=个}。'", "'{2个|unspecified 2}木屋。'",
        "examples: ['{2个", ("is found by hut.counted, not by this rule",),
    ),
    "no example": Spoilt(
        HUTS, "    examples: ['小屋{7个|unspecified 7 role=main unit=个}。']\n", "",
        "id: hut.label", ("hut.label: has no example",),
    ),
    "rule that is not needed": Spoilt(
        HUTS, "  - id: hut.label\n",
        "  - id: hut.also\n    pattern: 'noun:<hut> value:<count>'\n"
        "    examples: ['小屋{7个|unspecified 7}。']\n  - id: hut.label\n",
        "id: hut.also", ("hut.also: is not needed",),
    ),
    "reason without example": Spoilt(
        HUTS, "    negative: ['拆除3个小屋。']\n", "",
        "id: hut.removed", ("hut.removed: has no negative example",),
    ),
    "reason that sets nothing aside": Spoilt(
        HUTS, "拆除3个小屋。", "拆除小屋。", "id: hut.removed", ("sets aside no numeral",)
    ),
    "type in a pattern": Spoilt(
        HUTS, "'<removed> skip:<count> <hut>'", "'<removed|gone> skip:<count> <hut>'",
        "id: hut.removed", ("hut.removed: type 'gone' does not exist",),
    ),
    "type in a macro": Spoilt(
        "macros.yaml", "<village|built>", "<vilage|built>",
        "", (f"{HUTS}", "hut.counted: type 'vilage' does not exist"),
    ),
    "type to keep in a chunk": Spoilt(
        "chunks.yaml", "keeps: [village]", "keeps: [village, vilage]",
        "id: chunk.village_hut", ("type 'vilage' does not exist",),
    ),
    "type of a category": Spoilt(
        HUTS, "{types: [village],", "{types: [village, town],", "", ("type 'town' does not exist",)
    ),
    "anchor": Spoilt(HUTS, "anchors: [hut]", "anchors: [hut, shed]", "", ("type 'shed'",)),
    "kind of numeral": Spoilt(
        HUTS, "kinds: [count]", "kinds: [counts]", "", ("kind of numeral 'counts'", "known: ")
    ),
    "noun of the ledger": Spoilt(
        "ledger.yaml", "nouns: [removed]", "nouns: [removed, shed]", "", ("type 'shed'",)
    ),
    "context of the ledger": Spoilt(
        "ledger.yaml", "{count: [hut]}", "{count: [hut, shed]}", "", ("type 'shed'",)
    ),
    "kind of the ledger": Spoilt(
        "ledger.yaml", "{vague: no value}", "{vague: no value, vogue: x}", "", ("'vogue'",)
    ),
    "type of the program": Spoilt(
        "anli.yaml", "[comma, stop]", "[comma, stop, shed]", "", ("program_types", "'shed'")
    ),
    "type of a subject": Spoilt(
        "anli.yaml", "[comma, stop]", "[comma, stop]\nsubject_types: [shed]", "",
        ("subject_types", "'shed'"),
    ),
    "blocking type": Spoilt(
        "anli.yaml", "[decoy]", "[decoy, shed]", "", ("blocking_types", "'shed'")
    ),
    "lexicon that nothing uses": Spoilt(
        WORDS, "removed: {", "shed: {comment: sheds, words: [棚子]}\nremoved: {",
        "shed:", ("type 'shed' is used by no rule",),
    ),
    "expression that nothing uses": Spoilt(
        "expressions.yaml", "built:", "many:\n  comment: x\n  pattern: 'N'\nbuilt:",
        "'N'", ("type 'many' is used by no rule",),
    ),
    "chunk that nothing uses": Spoilt(
        "chunks.yaml", "  keeps: [village]\n",
        "  keeps: [village]\n- id: chunk.pair\n  pattern: '<hut> <hut>'\n  makes: [pair]\n",
        "id: chunk.pair", ("type 'pair' is used by no rule",),
    ),
    "macro that nothing uses": Spoilt(
        "macros.yaml", "described:", "spare: '<hut>'\ndescribed:",
        "spare:", ("macro '@spare' is used by no pattern",),
    ),
    "pattern that matches nothing at all": Spoilt(
        HUTS, "'<removed> skip:<count> <hut>'", "'<removed>? skip:<count>? <hut>?'",
        "id: hut.removed", ("hut.removed: the pattern matches nothing at all",),
    ),
    "expression that matches nothing at all": Spoilt(
        "expressions.yaml", "'[新改扩]建'", "'[新改扩]?建?'", "[新改扩]",
        ("matches nothing at all",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", FINDINGS.values(), ids=FINDINGS.keys())
def test_a_fault_is_found_where_it_stands(tmp_path: Path, spoilt: Spoilt) -> None:
    folder = write(tmp_path, spoilt.file, spoilt.old, spoilt.new)
    places = [
        (file, line)
        for file, line, message in told(folder)
        if all(word in f"{file}: {message}" for word in spoilt.words)
    ]
    assert places
    if spoilt.line:
        assert (spoilt.file, line_of(folder, spoilt.file, spoilt.line)) in places


def test_a_style_of_heading_must_match_its_example(tmp_path: Path) -> None:
    folder = write(tmp_path, "headings.yaml", "example: 'No.3 ", "example: '序号3 ")
    ((file, line, message),) = told(folder)
    assert (file, line) == ("headings.yaml", line_of(folder, "headings.yaml", "序号3"))
    assert message.startswith("number_sign: the example '序号3")


def test_fields_outside_the_usual_run_are_checked_too(tmp_path: Path) -> None:
    folder = write(tmp_path)
    text = (folder / HUTS).read_text(encoding="utf-8")
    spare = folder / "fields" / "shed_count.yaml"
    spare.write_text(
        text.replace("hut_count", "shed_count").replace("id: hut.", "id: shed."), encoding="utf-8"
    )
    report = check(folder)
    assert report.rules == 6
    assert any(finding.path == str(spare) for finding in report.findings)


MISTAKES = {
    "pattern": Spoilt(
        HUTS, "'<removed> skip:<count> <hut>'", "'(<removed> skip:<count>'",
        "'(<removed>", ("hut.removed", "does not compile"),
    ),
    "pattern of a chunk": Spoilt(
        "chunks.yaml", "'<village> <hut>'", "'<village>{2,1} <hut>'",
        "{2,1}", ("chunk.village_hut", "does not compile"),
    ),
    "macro": Spoilt(
        "macros.yaml", "'<village|built>{0,2}?'", "'(?: <village|built>'",
        "described", ("@described", "does not compile"),
    ),
    "expression": Spoilt(
        "expressions.yaml", "'[新改扩]建'", "'[新改扩建'", "[新改扩建",
        ("built", "does not compile"),
    ),
    "heading": Spoilt(
        "headings.yaml", r"(?P<number>\d{1,3})[\s　]+", r"(?P<number>\d{1,3}[\s　]+",
        "id: bare", ("bare", "does not compile"),
    ),
    "heading without number": Spoilt(
        "headings.yaml", r"(?P<number>\d{1,3})[\s　]+", r"\d{1,3}[\s　]+",
        "id: bare", ("bare", "(?P<number>"),
    ),
    "mark": Spoilt(
        "headings.yaml", r"'\[bookmark:[^\]\n]*\]'", "'[bookmark'", "[bookmark", ("marks",)
    ),
    "line of contents": Spoilt(
        "headings.yaml", "contents_line: '(?:", "contents_line: '(?:(", "contents_line", ()
    ),
    "unknown macro": Spoilt(
        HUTS, "@described", "@describd", "@describd",
        ("hut.counted", "no macro '@describd'", "described, listed"),
    ),
    "macro of itself": Spoilt(
        "macros.yaml", "<village|built>{0,2}?", "<village> @described?",
        "described", ("refers to itself",),
    ),
    "type in capitals": Spoilt(
        HUTS, "noun:<hut> value:<count> @", "noun:<Hut> value:<count> @",
        "<Hut>", ("hut.label", "is no span"),
    ),
    "type without brackets": Spoilt(
        HUTS, "'<removed> skip", "'removed skip", "'removed", ("hut.removed", "is no span")
    ),
    "capture without meaning": Spoilt(
        HUTS, "noun:<hut> value:<count> @", "nown:<hut> value:<count> @",
        "nown", ("hut.label", "'nown'", "noun, old"),
    ),
    "no value": Spoilt(HUTS, "skip:<count>", "<count>", "'<removed> <count>", ("value or skip",)),
    "align without nouns": Spoilt(
        HUTS, "'<removed> skip:<count> <hut>'", "'<removed> skip:<count> <hut>'\n    align: true",
        "'<removed>", ("hut.removed", "noun or levels"),
    ),
    "fall without an old figure": Spoilt(
        HUTS, "'<removed> skip:<count> <hut>'", "'<removed> skip:<count> <hut>'\n    falls: true",
        "'<removed>", ("hut.removed", "old"),
    ),
    "id twice": Spoilt(
        HUTS, "id: hut.label", "id: hut.removed # again",
        "# again", ("'hut.removed' is already used", "hut_count.yaml:10"),
    ),
    "id of a chunk": Spoilt(
        "chunks.yaml", "id: chunk.village_hut", "id: hut.label", "hut.label", ("already used",)
    ),
    "type twice": Spoilt(
        WORDS, "decoy: {", "decoy: {comment: a, words: []}\ndecoy: {", "longer words", ("decoy",)
    ),
    "word twice": Spoilt(
        WORDS, "[小屋 木屋]", "[小屋 木屋 小屋]", "hut:", ("'小屋' stands twice",)
    ),
    "unknown key": Spoilt(
        HUTS, "reason: taken away", "raeson: taken away", "raeson", ("raeson", "spelling")
    ),
    "missing key": Spoilt(HUTS, "unit: {name: 个}\n", "unit: {nam: 个}\n", "nam:", ("unit.nam",)),
    "choice": Spoilt(HUTS, "look: [noun]", "look: [nuon]", "look:", ("category.look",)),
    "no reason for vague": Spoilt(
        "ledger.yaml", "vague: no value", "date: a date", "kinds", ("'vague'",)
    ),
    "size of money": Spoilt("numbers.yaml", '{元: "1"', '{元: "one"', '{元: "one"', ("元",)),
    "no YAML": Spoilt("macros.yaml", "listed: '", "listed: [", "", ("not valid YAML",)),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_when_the_rules_are_loaded(tmp_path: Path, spoilt: Spoilt) -> None:
    folder = write(tmp_path, spoilt.file, spoilt.old, spoilt.new)
    with pytest.raises(RuleError) as caught:
        load(folder)
    error = caught.value
    assert error.path is not None
    assert Path(error.path).relative_to(folder).as_posix() == spoilt.file
    if spoilt.line:
        assert error.line == line_of(folder, spoilt.file, spoilt.line)
    for word in spoilt.words:
        assert word in error.message
    assert "\n" not in error.message


def test_a_type_of_another_lexicon_cannot_be_taken_again(tmp_path: Path) -> None:
    folder = write(tmp_path)
    second = folder / "lexicons" / "yet_more.yaml"
    second.write_text("\nhut: {comment: huts, words: [棚屋]}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"yet_more\.yaml:2: type 'hut' .* words\.yaml"):
        load(folder)


@pytest.mark.parametrize("file", ["anli.yaml", "macros.yaml", HUTS, "headings.yaml"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    folder = write(tmp_path)
    (folder / file).unlink()
    with pytest.raises(RuleError, match=Path(file).name):
        load(folder)


def test_the_types_of_the_program_are_those_it_asks_for() -> None:
    rulebook = load()
    asked: set[str] = set()
    for path in sorted((ROOT / "pipeline" / "extractors").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        values = [strings([value], {}) for value in constants.values()]
        named = {name for names in values if not names <= CAPTURES for name in names}
        asked |= {name for name in named if f"lexicon {name}" in rulebook.lines}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (
                "has",
                "isdisjoint",
            ):
                asked |= strings(node.args, constants)
    assert {"comma", "plan", "part_cue"} <= asked
    listed = set(rulebook.program_types)
    assert (sorted(asked - listed), sorted(listed - asked)) == ([], [])


def strings(arguments: list[ast.expr], constants: dict[str, ast.expr]) -> set[str]:
    """Return the strings among arguments, those of a module's own constants included."""
    found = set()
    for argument in arguments:
        inner = argument.value if isinstance(argument, ast.Starred) else argument
        value = constants.get(inner.id) if isinstance(inner, ast.Name) else inner
        if isinstance(value, ast.Tuple | ast.Set):
            found |= strings(value.elts, constants)
        elif isinstance(value, ast.BinOp):
            found |= strings([value.left, value.right], constants)
        elif isinstance(value, ast.Call) and getattr(value.func, "id", "") == "frozenset":
            found |= strings(value.args, constants)
        elif isinstance(value, ast.Constant) and isinstance(value.value, str):
            found.add(value.value)
    return found - {"gap", "number", "digit", "single"}
