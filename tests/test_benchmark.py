"""The benchmark measures what it says, and its page says what was measured.

Nothing here asks how fast anything is.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.rulebook import load
from tools.benchmark import __main__ as benchmark
from tools.benchmark import linearity, memory, stages, start, throughput, workers
from tools.benchmark.chart import draw
from tools.benchmark.command import Cost, anli, cost
from tools.benchmark.contenders import CONTENDERS
from tools.benchmark.contest import contest
from tools.benchmark.corpora import BATCH, WARM_UP, Corpus, excerpt
from tools.benchmark.linearity import Curve, Point
from tools.benchmark.page import markdown, show
from tools.benchmark.sampling import OTHER, sampled, stage_of
from tools.benchmark.section import Requirement, Section, Table, at_least, at_most
from tools.benchmark.settings import Settings
from tools.benchmark.shapes import SHAPES
from tools.benchmark.terms import BARE_NUMERAL, numeral_expression, terms
from tools.benchmark.throughput import Throughput, Times

ROOT = Path(__file__).parents[1]
TINY = Settings(
    rounds=1,
    batch_copies=1,
    share=0.001,
    stream=(1, 2),
    single_reports=(1, 2),
    single_lines=(500, 1000),
    shapes=(500, 1000),
    time_limit=60,
    archives=(1, 2),
    worker_reports=2,
    worker_rounds=1,
    start_rounds=1,
    profile_copies=1,
)
TEXT = (
    "1.河北武安市“一点多能、一网多用”\n"
    "武安市建成村级物流服务点约518至520个，物流成本降低30%以上，收入五百元。\n"
)


@pytest.fixture
def order(tmp_path: Path) -> dict[str, Any]:
    """A task with one short report, twice."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return {
        "terms": ["物流", "成本", "网点"],
        "numeral": numeral_expression(load()),
        "bare_numeral": BARE_NUMERAL,
        "warm_up": str(WARM_UP),
        "corpora": [{"name": "short", "cases": True, "paths": [str(path), str(path)]}],
    }


@pytest.mark.parametrize("name", CONTENDERS)
def test_each_contender_reads_the_text(name: str, order: dict[str, Any]) -> None:
    result = contest({**order, "contender": name})
    if "missing" in result:
        pytest.skip(f"{result['missing']} is not installed")
    times = Times(**result["short"])
    assert times.characters == 2 * len(TEXT)
    assert times.first_characters == len(TEXT)
    assert times.found > 0


@pytest.mark.parametrize(
    ("name", "each"),
    [
        ("read", len(TEXT)),
        ("aho_corasick", TEXT.count("物流") + TEXT.count("成本")),
        ("re_bare", len(["1", "一", "一", "518", "520", "30", "五百"])),
        ("re", len(["1", "一", "一", "约518至520个", "30%以上", "五百元"])),
        ("regex_records", len(["1", "一", "一", "约518至520个", "30%以上", "五百元"])),
        ("spacy_characters", len(TEXT)),
    ],
)
def test_contenders_do_the_work(name: str, each: int, order: dict[str, Any]) -> None:
    assert contest({**order, "contender": name})["short"]["found"] == 2 * each


def test_a_contender_that_is_not_installed_is_named(
    order: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cn2an", None)
    assert contest({**order, "contender": "cn2an"}) == {"missing": "cn2an"}


def test_the_numeral_expression_has_what_it_promises() -> None:
    found = re.compile(numeral_expression(load())).search("运费约3.5万至4万元，")
    assert found is not None
    assert len(found.groupdict()) == 10
    assert found["before"] == "约"
    assert found["multiplier"] == "万"
    assert found["joiner"] == "至"
    assert found["second"] == "4"


def test_three_hundred_terms_are_words_of_the_lexicons() -> None:
    rulebook = load()
    chosen = terms(rulebook)
    assert len(set(chosen)) == 300
    assert set(chosen) <= set(rulebook.lexicon)


def test_an_excerpt_is_spread_over_the_texts(tmp_path: Path) -> None:
    paths = []
    for number in range(10):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text("字" * 100, encoding="utf-8")
    assert excerpt(tuple(paths), 300) == (paths[0], paths[3], paths[6])
    assert excerpt(tuple(paths), 5000) == tuple(paths)
    assert excerpt(tuple(paths), 1) == (paths[0],)


def test_the_contest_runs_in_processes_of_its_own(tmp_path: Path) -> None:
    found = throughput.measure(TINY, ["anli", "re"])
    assert {name for name, _ in found.times} == {"anli", "re"}
    assert all(len(rounds) == TINY.rounds for rounds in found.times.values())
    assert (found.ratio("re", "batch") or 0) > 0
    assert found.ratio("jieba", "batch") is None


def times(rate: float, first: float | None = None) -> Times:
    first = first or rate
    return Times(2000, 1000 / rate + 1000 / first, 1000, 1000 / first, 1)


def a_contest() -> Throughput:
    return Throughput(
        (Corpus("batch", "the batch", (BATCH,)), Corpus("other", "another", (), False, "not here")),
        {
            ("anli", "batch"): [times(40), times(90), times(60, 30)],
            ("jieba", "batch"): [times(10), times(10), times(20)],
            ("spacy_jieba", "batch"): [times(10), times(20), times(10)],
        },
        {"recognizers": "`recognizers_number` is not installed"},
    )


def test_ratios_are_medians_over_the_rounds() -> None:
    found = a_contest()
    assert found.ratio("jieba", "batch") == pytest.approx(4)  # of 4, 9 and 2
    assert found.ratio("spacy_jieba", "batch") == pytest.approx(4)  # of 4, 4.5 and 4
    assert found.rate("anli", "batch") == pytest.approx(40)
    assert times(60, 30).first_rate == pytest.approx(30)
    assert times(60, 30).later_rate == pytest.approx(60)


def test_reached_and_missed_are_said_plainly() -> None:
    section = throughput.section(a_contest())
    verdicts = {needed.what: (needed.required, needed.verdict) for needed in section.requirements}
    assert verdicts == {
        "throughput to `jieba.cut`; the batch": ("≥ 4 ×", "reached"),
        "throughput to spaCy `zh` with jieba, SpanRuler of 300 terms; the batch": (
            "≥ 5 ×",
            "**missed**",
        ),
        "throughput to Recognizers-Text, numbers, percentages and currency; the batch": (
            "≥ 20 ×",
            "not measured",
        ),
        "aim: throughput to `jieba.cut`; the batch": ("≥ 12 ×", "**missed**"),
    }
    text = " ".join(section.text)
    assert "another (not here)" in text
    assert "`recognizers_number` is not installed" in text


@pytest.mark.parametrize(
    ("needed", "verdict"),
    [
        (at_least("a", 1.8, 1.8), "reached"),
        (at_least("a", 1.79, 1.8), "**missed**"),
        (at_least("a", None, 1.8), "not measured"),
        (at_most("a", 0.3, 0.3, unit=" s"), "reached"),
        (at_most("a", 0.31, 0.3, unit=" s"), "**missed**"),
    ],
)
def test_verdicts(needed: Requirement, verdict: str) -> None:
    assert needed.verdict == verdict


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(12.34, "12.3 ×"), (1.0, "1.00 ×"), (0.25, "1/4.00 ×"), (0.0013, "1/769 ×")],
)
def test_ratios_can_be_read_at_once(ratio: float, shown: str) -> None:
    assert throughput.multiple(ratio) == shown


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_grows_to_its_length(name: str) -> None:
    _, make = SHAPES[name]
    for characters in (200_000, 400_000):
        assert len(make(characters)) == pytest.approx(characters, rel=0.1)


@pytest.mark.parametrize("name", ["stream", "heading_lines"])
def test_a_point_is_measured_in_a_process_of_its_own(name: str) -> None:
    size = 1 if name == "stream" else 400
    point = linearity.point(name, size, limit=120)
    assert point.seconds is not None
    assert point.characters > 300


def test_a_size_that_takes_too_long_ends_its_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def slow(name: str, size: int, limit: int) -> Point:
        asked.append(size)
        return Point(size, 1.0 if size < 200 else None)

    monkeypatch.setattr(linearity, "point", slow)
    settings = Settings(
        **{**{name: getattr(TINY, name) for name in TINY.__slots__}, "shapes": (100, 200, 400)}
    )
    curve = next(curve for curve in linearity.measure(settings) if curve.name == "digits")
    assert [point.seconds for point in curve.points] == [1.0, None, None]
    assert asked.count(400) == 0
    (requirement,) = linearity.section([curve], 60).requirements
    assert requirement.met is False
    assert requirement.reached == "a size was given up"


CURVES = (
    Curve("stream", "many reports", (Point(1000, 1.0), Point(2000, 2.2), Point(4000, 4.0))),
    Curve("digits", "one numeral", (Point(1000, 1.0), Point(2000, 3.0))),
)


def test_curves_within_fifteen_per_cent_are_linear() -> None:
    section = linearity.section(CURVES, 60)
    assert [needed.met for needed in section.requirements] == [True, False]
    assert [needed.reached for needed in section.requirements] == ["0.909", "0.667"]
    assert all(len(row) == len(section.tables[0].columns) for row in section.tables[0].rows)


def test_the_picture_shows_each_curve(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    draw(CURVES, tmp_path / "curves.svg")
    draw(CURVES, tmp_path / "again.svg")
    texts = set(ElementTree.parse(tmp_path / "curves.svg").getroot().itertext())
    assert {"many reports", "one numeral"} <= texts
    assert (tmp_path / "curves.svg").read_bytes() == (tmp_path / "again.svg").read_bytes()


def test_peak_memory_is_that_of_the_command_and_not_of_who_asks() -> None:
    held = bytearray(300_000_000)
    small = cost([sys.executable, "-c", "pass"])
    large = cost([sys.executable, "-c", "x = b'1' * 100_000_000"])
    assert small.peak < 100_000_000 < large.peak < len(held)
    assert small.processor > 0


def test_a_command_that_fails_is_told_with_its_message() -> None:
    with pytest.raises(RuntimeError, match="no such file or folder"):
        cost(anli("extract", "no-such-folder"))


def test_memory_of_archives_is_compared() -> None:
    found = memory.measure(TINY)
    assert [archive.reports for archive in found] == [1, 2]
    assert all(archive.cost.peak > 0 and archive.size > 0 for archive in found)
    (requirement,) = memory.section(
        [
            memory.Archive(10, 1000, Cost(1, 1, 100_000)),
            memory.Archive(1000, 9000, Cost(9, 9, 131_000)),
        ]
    ).requirements
    assert (requirement.required, requirement.reached) == ("≤ 1.3 ×", "1.31 ×")
    assert requirement.met is False


def test_workers_give_the_same_bytes() -> None:
    found = workers.measure(TINY)
    assert found.digests[1] == found.digests[2]
    assert [needed.met for needed in workers.section(found).requirements][1] is True


def test_other_bytes_and_other_names_have_other_digests(tmp_path: Path) -> None:
    digests = set()
    for folder, name, data in [("a", "x", b"1"), ("b", "x", b"2"), ("c", "y", b"1")]:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(data)
        digests.add(workers.digest(tmp_path / folder))
    assert len(digests) == 3
    unequal = workers.Workers(2, {1: [2.0], 2: [1.0]}, {1: "a", 2: "b"})
    faster, same = workers.section(unequal).requirements
    assert faster.met is True
    assert same.met is False


def test_the_slowest_imports_are_named() -> None:
    slowest = start.slowest_imports([sys.executable, "-c", "import json"])
    own = [seconds for _, seconds, _ in slowest]
    assert own == sorted(own, reverse=True) != []
    assert all(total >= seconds for _, seconds, total in slowest)


def busy(module: str, inner: Callable[[], None] | None = None) -> Callable[[], None]:
    """A function of a module of that name, which calls another or keeps the processor busy."""
    names: dict[str, Any] = {"__name__": module, "inner": inner, "time": time}
    code = "def work():\n    inner()\n"
    if inner is None:
        code = (
            "def work():\n"
            "    end = time.process_time() + 0.1\n"
            "    while time.process_time() < end:\n"
            "        sum(range(100))\n"
        )
    exec(code, names)
    work: Callable[[], None] = names["work"]
    return work


@pytest.mark.parametrize(
    ("modules", "stage"),
    [
        (["pipeline.numbers.find"], "numerals"),
        (["pipeline.extractors.ledger", "pipeline.numbers.find"], "numerals"),
        (["pipeline.extractors.ledger", "pipeline.extractors.item"], "ledger"),
        (["pipeline.extractors.words", "jieba"], "segmentation"),
        (["elsewhere"], OTHER),
    ],
)
def test_time_goes_to_the_stage_that_is_at_work(modules: list[str], stage: str) -> None:
    work: Callable[[], None] | None = None
    for module in reversed(modules):
        work = busy(module, work)
    assert work is not None
    with sampled(stages.STAGES) as seconds:
        work()
    assert max(seconds, key=lambda name: seconds[name]) == stage


def test_stages_are_those_of_modules_that_exist() -> None:
    for module in stages.STAGES:
        assert importlib.util.find_spec(module) is not None, module
    assert set(stages.STAGES.values()) | {OTHER} == set(stages.NAMES)
    assert stage_of("pipeline.read.view", stages.STAGES) == "split"
    assert stage_of("pipeline.read.path", stages.STAGES) == "read"
    assert stage_of("pipeline", stages.STAGES) == OTHER


def test_a_profile_has_every_floor() -> None:
    found = stages.profile(1)
    assert found.characters == len(BATCH.read_text(encoding="utf-8"))
    assert set(found.floors) <= set(stages.NAMES)
    assert all(seconds > 0 for _, seconds in found.floors.values())
    shares = [row[1] for row in stages.section(found).tables[0].rows]
    assert len(shares) == len(stages.NAMES) + 1


SECTIONS = [
    Section(
        "Speed",
        ("How fast.",),
        (Table(("who", "rate"), (("anli", "1.5"), ("a|b", "0.5")), "All of them"),),
        (at_least("faster than a", 3.0, 4), at_least("faster than b", 6.0, 5)),
    ),
    Section("Curves", picture="curves.svg", requirements=(at_most("time", None, 1, unit=" s"),)),
]


def test_the_page_has_first_what_is_required_and_then_each_part() -> None:
    page = markdown(SECTIONS)
    lines = page.splitlines()
    assert "| faster than a | ≥ 4 × | 3.00 × | **missed** |" in lines
    assert "| faster than b | ≥ 5 × | 6.00 × | reached |" in lines
    assert "| time | ≤ 1 s |  | not measured |" in lines
    assert "| a\\|b | 0.5 |" in lines
    assert "![Curves](img/curves.svg)" in lines
    headings = [line for line in lines if line.startswith("## ")]
    assert headings == ["## What is required, and what was reached", "## Speed", "## Curves"]


def test_the_terminal_shows_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    show(SECTIONS[0], Console(width=120))
    printed = capsys.readouterr().out
    for figure in ("1.5", "0.5", "a|b", "≥ 4 ×", "3.00 ×", "missed"):
        assert figure in printed


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Two parts that measure nothing; the page would go to the path that is returned."""
    measured = {"speed": SECTIONS[0], "curves": SECTIONS[1]}
    stubs = {name: lambda settings, pictures, name=name: measured[name] for name in measured}
    monkeypatch.setattr(benchmark, "PARTS", stubs)
    monkeypatch.setattr(benchmark, "PAGE", tmp_path / "benchmarks.md")
    return tmp_path / "benchmarks.md"


def test_all_parts_make_the_page(parts: Path) -> None:
    assert benchmark.main([]) == 0
    assert parts.read_text(encoding="utf-8") == markdown(SECTIONS)


@pytest.mark.parametrize("arguments", [["speed"], ["--quick"], ["--quick", "curves"]])
def test_less_than_everything_is_only_printed(
    arguments: list[str], parts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert benchmark.main(arguments) == 0
    assert not parts.exists()
    assert "Required" in capsys.readouterr().out


def test_an_unknown_part_is_refused(parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        benchmark.main(["sped"])
    assert stopped.value.code == 2
    assert "no such part: sped; there are speed, curves" in capsys.readouterr().err


def test_the_peers_are_pinned() -> None:
    lines = (ROOT / "tools/benchmark/requirements.txt").read_text(encoding="utf-8").splitlines()
    packages = [line.partition("#")[0].strip() for line in lines if not line.startswith("#")]
    assert packages
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+", package) for package in packages)
