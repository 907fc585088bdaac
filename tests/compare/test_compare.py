"""``anli compare``: figures side by side, and an alarm where the rules no longer fit."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.app import main
from pipeline.compare import Comparison, compare, load_batches, load_thresholds
from pipeline.compare.report import sections
from pipeline.compare.signals import NAMES
from pipeline.errors import InputError
from pipeline.rulebook import load as load_rules
from tests.compare.samples import PLACES, strange, usual
from tests.merge.samples import write


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs")
    usual(out, "batch3")
    usual(out, "batch4", more=100, year=2021)
    strange(out, "batch5")
    return out


rules = cache(load_rules)


def compared(runs: Path, *names: str) -> Comparison:
    return compared_folders(*(runs / name for name in names))


@cache
def compared_folders(*folders: Path) -> Comparison:
    *earlier, new = load_batches(folders)
    return compare(earlier, new, rules(), load_thresholds())


def alarms(comparison: Comparison) -> set[str]:
    return {finding.signal.name for finding in comparison.findings if finding.alarm}


def status_of(*arguments: object) -> object:
    with pytest.raises(SystemExit) as exit_info:
        main([str(argument) for argument in arguments])
    return exit_info.value.code


# --- the alarm ------------------------------------------------------------------------------


def test_the_same_batch_raises_no_alarm(runs: Path) -> None:
    for name in ("batch3", "batch5"):
        assert alarms(compared(runs, name, name)) == set()


def test_the_same_wording_with_other_figures_raises_no_alarm(runs: Path) -> None:
    assert alarms(compared(runs, "batch3", "batch4")) == set()


def test_another_wording_raises_every_alarm(runs: Path) -> None:
    assert alarms(compared(runs, "batch3", "batch4", "batch5")) == set(NAMES)


@pytest.mark.parametrize(
    ("signal", "place"),
    [
        ("unexplained", ("208间", "挂牌村口货摊208间")),
        ("unknown_nouns", ("只：魔盒", "布放驿递魔盒")),
        ("heading_styles", ("1.地名《口号》后缀", "1.安徽省舒城县《村村递》纪实")),
        ("silent_rules", ("cost.from_to", "快递进村成本由每件3元降到2元")),
    ],
)
def test_an_alarm_shows_the_sentences_to_look_at(
    runs: Path, signal: str, place: tuple[str, str]
) -> None:
    findings = {
        finding.signal.name: finding for finding in compared(runs, "batch3", "batch5").findings
    }
    items = findings[signal].signal.items
    text, sentence = place
    assert any(text in item.text and sentence in item.sentence for item in items)
    of = "batch3" if signal == "silent_rules" else "batch5"
    assert {item.report for item in items} == {of}


def test_a_smaller_batch_is_not_blamed_for_the_rules_that_it_has_no_room_for(
    runs: Path, tmp_path: Path
) -> None:
    """One case of a batch uses fewer rules than all of it, and not fewer than is to be expected."""
    text = (runs / "batch3/source.txt").read_text(encoding="utf-8")
    case = text.split("\n\n")[2].removeprefix("2.")
    write(tmp_path, "small", [case])
    comparison = compared_folders(runs / "batch3", tmp_path / "small")
    assert "silent_rules" not in alarms(comparison)
    (silent,) = (one.signal for one in comparison.findings if one.signal.name == "silent_rules")
    assert silent.shares[-1].count > silent.shares[0].count


def test_thresholds_are_data(runs: Path, tmp_path: Path) -> None:
    file = tmp_path / "loose.toml"
    file.write_text("\n".join(f"[{name}]\nrise = 1" for name in NAMES), encoding="utf-8")
    assert status_of("compare", runs / "batch3", runs / "batch5", "--thresholds", file) == 0
    project = tmp_path / "pyproject.toml"
    project.write_text("[tool.anli.compare.heading_styles]\nplaces = 99\n", encoding="utf-8")
    limits = load_thresholds(project)
    assert limits["heading_styles"].places == 99
    assert limits["heading_styles"].rise == load_thresholds()["heading_styles"].rise


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "sets no threshold"),
        ("[unheard]\nrise = 0.1", "no sign 'unheard'"),
        ("[unexplained]\nrise = 2", "from 0 to 1"),
        ("[unexplained]\nrise = true", "from 0 to 1"),
        ("[unexplained]\nplaces = 0", "from 1 on"),
        ("[unexplained]\nplaces = 1.5", "from 1 on"),
        ("[unexplained]\nfall = 1", "rise and places"),
        ("unexplained = 1", "rise and places"),
        ("[unexplained", "no readable TOML"),
    ],
)
def test_wrong_thresholds_are_told(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        load_thresholds(file)


# --- the figures ----------------------------------------------------------------------------


def test_cases_are_counted_by_province(runs: Path) -> None:
    provinces = compared(runs, "batch3", "batch4").provinces
    assert provinces["安徽省"] == [1, 1]
    assert sum(counts[0] for counts in provinces.values()) == len(PLACES)


def test_nodes_are_summed_by_case_and_percentages_taken_one_by_one(runs: Path) -> None:
    figures = {figure.kind: figure for figure in compared(runs, "batch3", "batch4").figures}
    villages = next(
        figure for kind, figure in figures.items() if kind[:2] == ("node_count", "village")
    )
    before, after = villages.distributions
    assert before is not None
    assert after is not None
    assert (before.cases, before.total) == (4, Decimal(21 + 23 + 25 + 27))
    assert before.quartiles == (Decimal("22.5"), Decimal(24), Decimal("25.5"))
    assert after.total - before.total == 400
    assert before.interval is None  # of four cases
    percents = {kind.basis: figure for kind, figure in figures.items() if kind.unit == "%"}
    stated, derived = (percents[basis].distributions[0] for basis in ("stated", "derived"))
    assert stated is not None
    assert derived is not None
    assert stated.quartiles[1] == Decimal(13)  # 10, 12, 14, 16
    assert {*derived.quartiles} == {Decimal("33.33")}


def test_what_was_never_counted_before_is_named(runs: Path, tmp_path: Path) -> None:
    write(tmp_path, "new", ["安徽省舒城县“村村递”\n全县建成乡镇邮快驿站12个。"])
    found = compared_folders(runs / "batch3", tmp_path / "new").subjects
    assert [one.subject for one in found] == ["乡镇邮快驿站"]
    assert found[0].example.sentence == "全县建成乡镇邮快驿站12个。"


def test_rules_are_counted_in_each_batch(runs: Path) -> None:
    uses = {use.rule: use.counts for use in compared(runs, "batch3", "batch5").rules}
    assert uses["node.label"][0] > 0
    assert uses["node.label"][1] == 0


# --- the command ----------------------------------------------------------------------------


def test_the_status_says_whether_a_person_must_look(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("compare", runs / "batch3", runs / "batch4", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert status_of("compare", runs / "batch3", runs / "batch5", "--quiet") == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert "新样式的标题" in error


@pytest.mark.parametrize(
    "arguments", [["batch3"], ["batch3", "nothing"], ["batch3", "batch4", "-"]]
)
def test_wrong_input_ends_with_two(
    runs: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of("compare", *(runs / name for name in arguments)) == 2
    assert capsys.readouterr().err


def test_json_holds_everything(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("compare", runs / "batch3", runs / "batch5", "--json") == 1
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["must_look"] is True
    signals = {signal["name"]: signal for signal in told["signals"]}
    assert signals.keys() == set(NAMES)
    headings = signals["heading_styles"]
    assert [share["count"] for share in headings["shares"]] == [0, len(PLACES)]
    assert len(headings["items"]) == len(PLACES)
    assert {figure["batch"] for figure in told["figures"]} <= {"batch3", "batch5"}


def test_every_format_shows_the_same_tables(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    titles = [
        section.title
        for section in sections(compared(runs, "batch3", "batch5"), 10)
        if section.rows
    ]
    for form in ("table", "markdown"):
        status_of("compare", runs / "batch3", runs / "batch5", "--format", form)
        printed = capsys.readouterr().out
        assert all(title in printed for title in titles), form


def test_so_many_places_are_shown_as_asked_for(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status_of("compare", runs / "batch3", runs / "batch5", "--places", "1")
    assert f"headings in a new style: 1 / {len(PLACES)}" in capsys.readouterr().out


def test_folders_of_the_same_name_are_told_apart_by_their_paths(runs: Path) -> None:
    first, second = load_batches([runs / "batch3", runs / "batch3"])
    assert first.name == second.name == str(runs / "batch3")


def test_a_folder_of_several_reports_is_one_batch(runs: Path) -> None:
    (both,) = load_batches([runs])
    assert len(both.cases) == 3 * len(PLACES)


def test_other_rules_are_told(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = usual(tmp_path, "older")
    file = folder / "datapackage.json"
    descriptor = json.loads(file.read_bytes())
    descriptor["anli:rules_sha256"] = "0" * 64
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    assert status_of("compare", folder, runs / "batch4", "--quiet") == 0
    assert "older: made with other rules" in capsys.readouterr().err
