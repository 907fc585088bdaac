"""The pictures as they are drawn: nothing covers anything, nothing is cut off, bytes stay."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest

from pipeline.plot.batch import Batch
from pipeline.plot.draw.pictures import NAMES, draw
from pipeline.plot.draw.scale import linear, logarithmic, tick_text
from pipeline.plot.draw.sheet import Box, Sheet
from pipeline.plot.draw.style import DARK, INK, PALE, WARM, WHITE, contrast, shortened, wrapped
from pipeline.plot.overview import overview
from tests.plot.samples import LONG_COUNTIES, batch, case, large, node, percent, work

ONE = batch(case(1, "甘肃省", LONG_COUNTIES[0], node("village", "12"), percent("33.333333")))
WITHOUT_FIGURES = batch(case(1, "", ""))
PLANS_ALONE = batch(case(1, "河北省", "甲县", node("town", "3", status="planned")))
BATCHES = {
    "one": ONE,
    "without figures": WITHOUT_FIGURES,
    "plans alone": PLANS_ALONE,
    "middling": large(45),
    "large": large(300),
}
LINE_SHARE = 0.7
"""Of the height of a text, what letters fill: two lines may come as near as this."""


@cache
def sheet(name: str, of: str) -> Sheet:
    return draw(name, overview(BATCHES[of]))


def texts(of: Sheet) -> list[str]:
    return [lettering.text for lettering in of.letterings]


def marks(svg: bytes) -> dict[str, tuple[float, float]]:
    """Read the middle of each named shape from an SVG."""
    return {
        name: middle
        for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}g")
        if re.match(r"(fact|nodes|total|province)-", name := element.get("id", ""))
        for middle in [_middle(next(iter(element)).get("d", ""))]
    }


def _middle(path: str) -> tuple[float, float]:
    numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?\d+)?", path)]
    across, down = numbers[::2], numbers[1::2]
    return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


# --- layout -----------------------------------------------------------------------------------


@pytest.mark.parametrize("of", BATCHES)
@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_on_the_sheet_and_none_covers_another(name: str, of: str) -> None:
    drawn = sheet(name, of)
    assert drawn.letterings
    for lettering in drawn.letterings:
        box = lettering.box
        assert box.left >= 8, lettering
        assert box.right <= drawn.width - 8, lettering
        assert box.top >= 8, lettering
        assert box.bottom <= drawn.height - 8, lettering
    for one, other in combinations(drawn.letterings, 2):
        assert not _covers(one.box, other.box), (one.text, other.text)


def _covers(one: Box, other: Box) -> bool:
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and down > (1 - LINE_SHARE) * min(one.height, other.height)


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_has_its_title_its_number_of_cases_its_unit_and_its_source(name: str) -> None:
    drawn = sheet(name, "one")
    whole = "".join(texts(drawn))
    assert "来源：某报告（anli 提取）" in whole
    assert re.search(r"\d+个案例", whole)
    assert "单位：" in whole
    assert drawn.title.startswith("某报告：")


@pytest.mark.parametrize(
    ("name", "count"),
    [("provinces", 1), ("nodes", 1), ("costs", 1), ("employment", 2), ("overview", 10)],
)
def test_without_data_that_is_said(name: str, count: int) -> None:
    assert texts(sheet(name, "without figures")).count("无数据") == count


def test_long_names_are_written_whole() -> None:
    assert f"甘肃{LONG_COUNTIES[0]}" in texts(sheet("costs", "one"))
    assert f"甘肃{LONG_COUNTIES[0]}" in texts(sheet("overview", "one"))


def test_300_cases_all_have_their_row_and_the_overview_says_what_it_leaves_out() -> None:
    names = [row.label for row in overview(BATCHES["large"]).costs.rows]
    assert set(names) <= set(texts(sheet("costs", "large")))
    page = sheet("overview", "large")
    left_half = {one.text for one in page.letterings if one.box.left < page.width / 2}
    left_out = sum(name not in left_half for name in names)
    assert 200 < left_out < 300
    assert f"其余{left_out}个案例数值较小，未画出" in left_half


def test_more_figures_than_have_room_are_counted() -> None:
    six = batch(case(1, "河北省", "甲县", *(percent(str(figure)) for figure in range(1, 7))))
    assert "6%、5%、4%等6项" in texts(draw("costs", overview(six)))


def test_a_legend_names_the_forms_that_occur_and_no_others() -> None:
    made = batch(
        case(1, "河北省", "甲县", percent("20", qualifier="at_least")),
        case(2, "河北省", "乙县", percent("10-20")),
    )
    shown = texts(draw("costs", overview(made)))
    assert {"原文写明", "不少于", "范围"} <= set(shown)
    assert not {"由前后值算出", "约数", "不多于"} & set(shown)


def test_signs_without_a_shape_in_the_font_are_shown_as_such() -> None:
    made = batch(case(1, "河北省", "甲😀县", percent("20")))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = draw("costs", overview(made))
        drawn.render("png")
    assert "河北甲□县" in texts(drawn)


# --- places of marks ----------------------------------------------------------------------------


def test_marks_stand_where_their_values_are() -> None:
    made = batch(
        case(1, "河北省", "甲县", percent("10"), percent("40", basis="derived")),
        case(2, "河北省", "乙县", percent("20-30")),
        case(3, "河北省", "丙县", percent("25", qualifier="at_least")),
    )
    found = marks(draw("costs", overview(made)).render("svg"))
    places = {name.removeprefix("fact-"): place for name, place in found.items()}
    ten, forty = places["1-1"][0], places["1-2"][0]
    middle = ten + (forty - ten) / 2
    assert places["3-1"][0] == pytest.approx(middle, abs=0.01)
    assert places["2-1"][0] == pytest.approx(middle, abs=0.01)
    # The rows from the largest value to the smallest.
    assert places["1-1"][1] == pytest.approx(places["1-2"][1])
    assert places["1-2"][1] < places["2-1"][1] < places["3-1"][1]


def test_bars_are_as_long_as_the_sums() -> None:
    made = batch(
        case(1, "河北省", "甲县", node("town", "10"), node("village", "40")),
        case(2, "河北省", "乙县", node("village", "60", status="planned")),
    )
    svg = draw("nodes", overview(made)).render("svg").decode()
    lengths = {name: right - left for name, left, right in _bars(svg)}
    assert lengths["total-village-existing"] == pytest.approx(4 * lengths["total-town-existing"])
    assert lengths["total-village-planned"] == pytest.approx(6 * lengths["total-town-existing"])


def _bars(svg: str) -> Iterator[tuple[str, float, float]]:
    for name, path in re.findall(r'<g id="(total-[^"]+)">\s*<path d="([^"]+)"', svg):
        across = [float(number) for number in re.findall(r"[ML] ([0-9.]+)", path)]
        yield name, min(across), max(across)


def test_every_fact_that_counts_is_a_mark_with_its_id() -> None:
    shown = overview(BATCHES["middling"])
    drawn = re.findall(rb'<g id="(fact-[^"]+)">', draw("costs", shown).render("svg"))
    assert sorted(drawn) == sorted(f"fact-{mark.fact_id}".encode() for mark in shown.costs.marks)


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [("70", "0 20 40 60 80"), ("100", "0 20 40 60 80 100"), ("3", "0 1 2 3"), ("0", "0 1")],
)
def test_a_linear_scale_begins_at_0_and_holds_the_largest(largest: str, ticks: str) -> None:
    scale = linear(Decimal(largest), 0, 100)
    assert [tick_text(tick) for tick in scale.ticks] == ticks.split()
    assert scale.place(Decimal(0)) == 0
    assert scale.place(Decimal(largest)) <= 100


@pytest.mark.parametrize(
    ("smallest", "largest", "ticks"),
    [
        ("1", "1122", "1 10 100 1,000"),
        ("60", "70000", "100 1,000 1万"),
        ("12", "12", "20"),
        ("3", "8", "5"),
        ("0", "20", "1 10"),
        ("300", "2000000", "1,000 1万 10万 100万"),
    ],
)
def test_a_logarithmic_scale_names_round_figures(smallest: str, largest: str, ticks: str) -> None:
    scale = logarithmic(Decimal(smallest), Decimal(largest), 0, 100)
    named = [tick_text(tick) for tick in scale.ticks]
    assert set(ticks.split()) <= set(named)
    places = [scale.place(tick) for tick in scale.ticks]
    assert places == sorted(set(places))
    assert 0 < scale.place(Decimal(smallest)) <= scale.place(Decimal(largest)) < 100


# --- looks --------------------------------------------------------------------------------------


def test_kinds_of_marks_differ_in_lightness() -> None:
    assert contrast(DARK, PALE) > 4.5
    assert contrast(DARK, WHITE) > 4.5
    assert contrast(WARM, WHITE) > 4.5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_figures_on_tiles_can_be_read() -> None:
    from pipeline.plot.draw.style import between

    for step in range(11):
        fill = between(PALE, DARK, step / 10)
        assert max(contrast(INK, fill), contrast(WHITE, fill)) > 4


def test_lines_are_broken_and_titles_shortened_where_there_is_no_room() -> None:
    assert wrapped("一二三四五", 10, 20) == ["一二", "三四", "五"]
    assert shortened("一二三四五", 10, 30) == "一二…"
    assert shortened("一二三", 10, 30) == "一二三"


# --- files --------------------------------------------------------------------------------------


def test_the_same_batch_gives_the_same_bytes() -> None:
    def files(of: Batch) -> list[bytes]:
        return [draw("nodes", overview(of)).render(form) for form in ("png", "svg")]

    made = batch(case(1, "河北省", "甲县", node("town", "10"), node("town", "4", status="planned")))
    assert files(made) == files(made)


def test_files_tell_neither_a_time_nor_a_version() -> None:
    drawn = sheet("costs", "one")
    svg, png = drawn.render("svg").decode(), drawn.render("png")
    assert not re.search(r"matplotlib|<dc:date|\b20\d\d-\d\d", svg)
    assert {png[place : place + 4] for place in _chunks(png)} <= {
        b"IHDR", b"PLTE", b"pHYs", b"IDAT", b"IEND",
    }  # fmt: skip


def _chunks(png: bytes) -> Iterator[int]:
    """Give the places of the names of a PNG's chunks."""
    place = 12
    while place < len(png):
        yield place
        place += int.from_bytes(png[place - 4 : place]) + 12


def test_an_svg_needs_no_font_and_nothing_from_outside() -> None:
    svg = sheet("costs", "one").render("svg").decode()
    assert "<text" not in svg
    assert "font-family" not in svg
    assert not re.search(r"@import|url\((?!#)|(?:href|src)=\"(?!#)", svg)
    assert "<title>某报告：物流成本降幅</title>" in svg


def test_a_formula_in_a_name_is_text() -> None:
    made = batch(case(1, "河北省", "甲$x^2$县", work("direct", "5")))
    assert draw("employment", overview(made)).render("png")


def test_dots_of_equal_values_are_all_seen() -> None:
    made = [case(number, "河北省", f"{number}县", node("county", "1")) for number in range(1, 31)]
    found = marks(draw("nodes", overview(batch(*made))).render("svg"))
    dots = [place for name, place in found.items() if name.startswith("nodes-county-")]
    assert len({(round(x, 2), round(y, 2)) for x, y in dots}) == len(made)
