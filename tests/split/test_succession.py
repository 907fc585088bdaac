"""Counties through time: which code became which."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.split.regions import read_units
from pipeline.split.succession import Counties

REGIONS = Path(__file__).parents[2] / "rules/regions"


@pytest.fixture(scope="module")
def counties() -> Counties:
    return Counties.load(REGIONS)


@pytest.mark.parametrize(
    ("code", "year", "present", "name"),
    [
        ("320124", 2012, "320117", "溧水区"),  # a county became a district
        ("340222", 2019, "340212", "繁昌区"),  # the same, with the same code elsewhere before
        ("431121", 2020, "431181", "祁阳市"),  # a county became a city
        ("371202", 2018, "370116", "莱芜区"),  # renamed when its prefecture ended
        ("411023", 2015, "411003", "建安区"),  # a district under a name of its own
        ("420321", 2013, "420304", "郧阳区"),  # the name grew
        ("130502", 2019, "130502", "襄都区"),  # renamed, the code stays
        ("469003", 2014, "460400", "儋州市"),  # a county became a prefecture without counties
        ("130124", 1990, "130123", "正定县"),  # the codes of two counties
        ("130124", 2000, "130111", "栾城区"),  # … changed places
        ("441900", 2023, "441900", "东莞市"),  # a prefecture without counties
        ("330523", None, "330523", "安吉县"),
    ],
)
def test_a_code_leads_to_the_present_county(
    counties: Counties, code: str, year: int | None, present: str, name: str
) -> None:
    county = counties.of(code, year)
    assert county is not None
    assert (county.county_id, county.present.name, county.in_force) == (present, name, True)
    assert code in county.codes


@pytest.mark.parametrize("code", ["110103", "500105"])
def test_a_county_that_was_merged_ends(counties: Counties, code: str) -> None:
    county = counties.of(code)
    assert county is not None
    assert (county.county_id, county.in_force) == (code, False)


def test_an_unknown_code_is_no_county(counties: Counties) -> None:
    assert counties.of("999999") is None


def test_every_unit_is_one_county_at_a_time(counties: Counties) -> None:
    for unit in read_units(REGIONS / "divisions.csv"):
        if unit.level != "province":
            county = counties.of(unit.code, unit.first)
            assert county is not None
            assert unit in county.units
            years = [(one.first, one.last) for one in county.units]
            assert all(before[1] < after[0] for before, after in pairwise(years))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("340222,繁昌县,340212,繁昌区,2019,wrong year", "ended in 2018"),
        ("340222,繁昌县,340213,繁昌区,2020,wrong code", "began in 2020"),
        ("340222,繁昌县,340212", "unpack"),
    ],
)
def test_a_wrong_successor_is_named_with_its_line(tmp_path: Path, row: str, fault: str) -> None:
    shutil.copy(REGIONS / "divisions.csv", tmp_path)
    header = "code,name,successor_code,successor_name,year,reason"
    (tmp_path / "successors.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=fault) as error:
        Counties.load(tmp_path)
    assert error.value.line == 2
