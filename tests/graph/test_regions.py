"""Regions: names, hierarchy, areas of each level, borders, distances, and the script that makes the data."""

from __future__ import annotations

import csv
import doctest
import importlib.util
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from chanlian.graph.errors import AmbiguousName, BadInput, UnknownName
from chanlian.graph.regions import names, reference as regions, search, table, townships
from chanlian.graph.regions.reference import AREA_LEVELS, LEVELS, Regions, distance_km, reference

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "graph" / "regions" / "data"
R = reference()


def codes(text: str) -> list[str]:
    return [region.code for region in R.find(text)]


def shorts(code: str, level: str | None = None) -> set[str]:
    return {region.short for region in R.neighbours(code, level)}


# --- names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("玉屏侗族自治县", "520622"), ("玉屏", "520622"), ("玉屏县", "520622"), ("玉屏自治县", "520622"),
        ("铜仁市", "520600"), ("铜仁", "520600"),
        ("贵州省", "520000"), ("贵州", "520000"), ("黔", "520000"), ("贵", "520000"),
        ("广西", "450000"), ("广西自治区", "450000"), ("内蒙古", "150000"), ("内蒙", "150000"),
        ("西藏", "540000"),
        ("石河子", "659001"), ("五家渠市", "659004"),
        ("湘西", "433100"), ("湘西州", "433100"), ("湘西自治州", "433100"), ("阿坝州", "513200"),
        ("黔东南", "522600"), ("黔东南州", "522600"), ("双江", "530925"), ("大新县", "451424"),
        ("大新", "451424"),
        ("祁县", "140727"), ("蔚县", "130726"), ("芒市", "533103"), ("津市", "430781"), ("沙市", "421002"),
        ("清新", "441803"), ("万柏林", "140109"), ("神农架", "429021"), ("浦东", "310115"),
        ("沙县", "350405"),
        ("东乡族自治县", "622926"), ("鄂伦春", "150723"), ("巴里坤", "650521"), ("管城区", "410104"),
        ("达尔罕茂明安旗", "150223"), ("龙胜", "450328"), ("积石山", "622927"), ("香港", "810000"),
        ("吉林省", "220000"), ("吉林市", "220200"), ("海南省", "460000"), ("海南州", "632500"),
        ("朝阳县", "211321"),
        ("中国", "CN"), ("中华人民共和国", "CN"), ("CN", "CN"),
        ("520622", "520622"), ("region:520622", "520622"), ("52", "520000"), ("5206", "520600"),
    ],
)  # fmt: skip
def test_a_name_means_one_region(text: str, code: str) -> None:
    assert R.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("贵州玉屏", "520622"), ("贵州省铜仁市玉屏侗族自治县", "520622"), ("铜仁玉屏", "520622"),
        ("贵州 玉屏", "520622"), ("贵州/玉屏", "520622"), ("贵州·玉屏", "520622"),
        (" 贵州　玉 屏\n", "520622"),
        ("贵州省-铜仁市-玉屏县", "520622"), ("中国贵州玉屏", "520622"), ("贵州／玉屏／", "520622"),
        ("北京市朝阳区", "110105"), ("北京朝阳", "110105"), ("长春朝阳区", "220104"),
        ("辽宁朝阳朝阳县", "211321"),
        ("北京市市辖区朝阳区", "110105"), ("北京市北京市朝阳区", "110105"), ("东莞市东莞市", "441900"),
        ("湖北省省直辖县级行政区划仙桃市", "429004"),
        ("吉林省吉林市", "220200"), ("吉林吉林", "220200"),
        ("青海海南", "632500"), ("海南州共和县", "632521"), ("海南三亚", "460200"),
        ("济南市中区", "370103"), ("济南市市中区", "370103"), ("常德津市", "430781"),
        ("攀枝花东区", "510402"),
    ],
)  # fmt: skip
def test_a_name_is_read_within_what_stands_before_it(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("吉林", ["220000", "220200"]),
        ("海南", ["460000", "632500", "150303"]),
        ("朝阳", ["211300", "110105", "211321", "220104"]),
        ("朝阳区", ["110105", "220104"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("阿克苏", ["652900", "652901"]),
        ("河南", ["410000", "632324"]),
        ("井陉", ["130107", "130121"]),
        ("新疆阿克苏", ["652900", "652901"]),
    ],
)
def test_an_ambiguous_name_lists_all_it_may_mean(text: str, expected: list[str]) -> None:
    assert codes(text) == expected
    with pytest.raises(AmbiguousName) as caught:
        R.resolve(text)
    for region in R.find(text):
        parent = R.get(region.parent or "")
        assert parent is not None
        for message in (caught.value.en, caught.value.zh):
            assert region.code in message
            assert parent.name in message
    # the way out that the message shows is one
    assert R.path(expected[-1]) in caught.value.en
    assert R.resolve(R.path(expected[-1])).code == expected[-1]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "/", "祁", "蔚", "黔玉屏", "贵州朝阳", "海南省共和县", "玉屏、万山", "玉屏市",
        "市辖区", "北京市市辖区", "429000", "999999", "5", "region:",
    ],
)  # fmt: skip
def test_what_means_no_region_finds_none(text: str) -> None:
    assert R.find(text) == []
    with pytest.raises(UnknownName):
        R.resolve(text)


@pytest.mark.parametrize("text", ["玉平县", "贵州玉平", "铜仁市玉萍", "贵州省遵义市玉屏县"])
def test_an_unknown_name_is_met_with_the_nearest_in_both_languages(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        R.resolve(text)
    assert "玉屏侗族自治县 in 贵州省铜仁市 (520622)" in caught.value.en
    assert "玉屏侗族自治县（贵州省铜仁市，520622）" in caught.value.zh
    assert text in caught.value.en


def test_a_message_stays_short_whatever_the_text() -> None:
    with pytest.raises(UnknownName) as caught:
        R.resolve("一\n" * 5000)
    assert len(caught.value.en) < 600
    assert "\n" not in caught.value.en


def test_every_region_resolves_by_code_chain_and_full_name() -> None:
    rows = [region for region in R if region.code != "CN"]
    assert len(rows) == 3214
    by_name: dict[str, list[regions.Region]] = {}
    for region in sorted(rows, key=lambda row: (LEVELS.index(row.level), row.code)):
        by_name.setdefault(region.name, []).append(region)
    for region in rows:
        assert R.resolve(region.code) == region
        assert R.resolve(region.identifier) == region
        assert R.resolve(R.path(region.code)) == region
        assert R.find(region.name) == by_name[region.name]
        assert region in R.find(region.short)
        shortened = "".join(step.short for step in reversed(R.chain(region.code)) if step.parent)
        assert region in R.find(shortened)


def test_full_names_that_stand_for_several_are_ambiguous_errors_that_contain_each() -> None:
    several = [region for region in R if len(R.find(region.name)) > 1]
    assert len(several) > 50
    for region in several:
        with pytest.raises(AmbiguousName, match=region.code):
            R.resolve(region.name)


def test_only_provinces_have_names_of_one_character() -> None:
    assert len(names.LETTERS) == 40
    for region in R:
        assert len(region.short) > 1
        assert all(len(name) > 1 for name in names.other_names(region.name))
    for letter, code in names.LETTERS.items():
        region = R.resolve(letter)
        assert (region.code, region.level) == (code, "province")
        assert R.find(letter + "玉屏") == []
    provinces = {region.code for region in R if region.level == "province"}
    assert set(names.LETTERS.values()) == provinces


def test_short_names_of_autonomous_regions_hold_no_nationality() -> None:
    assert len(names.NATIONALITIES) == 55
    autonomous = [region for region in R if "自治" in region.name]
    assert len(autonomous) == 155  # 5 regions, 30 prefectures, 117 counties, 3 banners
    assert not [region.short for region in autonomous if region.short.endswith("族")]
    # a banner or county named for its nationality keeps it, and 内蒙古 only looks as if it were;
    # one character says nothing: 彭水 has no 水族 in its name
    long = tuple(name for name in names.NATIONALITIES if len(name) > 1)
    kept = {region.short for region in autonomous if region.short.endswith(long)}
    assert kept == {"内蒙古", "鄂伦春", "鄂温克", "东乡"}


def test_no_name_besides_the_full_one_is_the_full_name_of_another() -> None:
    full = {region.name: region.code for region in R}
    for region in R:
        for other in names.other_names(region.name):
            assert full.get(other, region.code) == region.code


@settings(deadline=None)  # to look for the nearest names takes a while on a slow machine
@given(st.one_of(st.text(), st.text(alphabet="贵州省铜仁市玉屏侗族自治县区朝阳吉林海南北京/· -0523")))
def test_any_text_gives_a_list_or_one_of_two_errors(text: str) -> None:
    found = R.find(text)
    assert len({region.code for region in found}) == len(found)
    address = R.find_address(text)
    try:
        region = R.resolve(text)
    except AmbiguousName:
        assert len(found or address) > 1 or R.former(text)[1]
    except UnknownName:
        assert not found
        assert not address
    else:
        assert (found or [one.region for one in address]) == [region]


ANY_REGION = st.sampled_from(list(R))


@settings(deadline=None)
@given(ANY_REGION, ANY_REGION, st.sampled_from(["", " ", "/", "·", "-", "　"]))
def test_a_chain_of_names_means_only_what_lies_within(outer: object, inner: object, between: str) -> None:
    assert isinstance(outer, regions.Region)
    assert isinstance(inner, regions.Region)
    for found in R.search(f"{outer.name}{between}{inner.name}"):
        if found.how == "former":  # it lay there once, and the record says when that ended
            assert found.steps
            continue
        assert found.region.name.endswith(inner.name)
        assert any(step.name == outer.name for step in R.chain(found.region.code))


# --- hierarchy and levels


def test_the_hierarchy_ends_at_the_country() -> None:
    assert [region.code for region in R.chain("520622")] == ["520622", "520600", "520000", "CN"]
    china = R.chain("CN")
    assert [(region.name, region.level, region.parent) for region in china] == [("中国", "country", None)]
    for region in R:
        steps = [LEVELS.index(step.level) for step in R.chain(region.code)]
        assert steps == sorted(set(steps), reverse=True)
        assert steps[-1] == 0
        assert all(child.parent == region.code for child in R.children(region.code))
    assert [region.code for region in R.children("460300")] == ["460302", "460303"]
    assert len(R.children("CN")) == 34


def test_a_region_holds_what_the_table_says() -> None:
    region = R.resolve("玉屏")
    assert (region.identifier, region.name, region.level, region.parent) == (
        "region:520622", "玉屏侗族自治县", "county", "520600",
    )  # fmt: skip
    assert region.lat == pytest.approx(27.24, abs=0.02)
    assert region.lon == pytest.approx(108.91, abs=0.02)
    assert region.point == "seat"
    without = R.resolve("西沙区")
    assert (without.lat, without.lon, without.point) == (None, None, None)


@pytest.mark.parametrize("code", ["520622", "5206", "52"])
def test_short_codes_are_understood_everywhere(code: str) -> None:
    region = R.get(code)
    assert region is not None
    assert R.chain(code)[0] == region
    assert R.levels(code)["province"] == "520000"
    assert R.neighbours(code) == R.neighbours(region.code)


@pytest.mark.parametrize("code", ["", "5", "520", "999999", "CNN", "²²"])
def test_an_unknown_code_is_none_or_an_error(code: str) -> None:
    assert R.get(code) is None
    for ask in (R.chain, R.levels, R.neighbours, R.children, R.path):
        with pytest.raises(UnknownName):
            ask(code)


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("520622", ["520622", "520600", "520000", "CN"]),
        ("441900", ["441900", "441900", "440000", "CN"]),  # 东莞, a prefecture without counties
        ("620200", ["620200", "620200", "620000", "CN"]),  # 嘉峪关
        ("429004", ["429004", "429004", "420000", "CN"]),  # 仙桃, a county under its province
        ("419001", ["419001", "419001", "410000", "CN"]),  # 济源
        ("469001", ["469001", "469001", "460000", "CN"]),  # 五指山
        ("659001", ["659001", "659001", "650000", "CN"]),  # 石河子
        ("500233", ["500233", "500233", "500000", "CN"]),  # 忠县 of 重庆
        ("110105", ["110105", "110105", "110000", "CN"]),  # 朝阳区 of 北京
        ("810000", ["810000", "810000", "810000", "CN"]),  # 香港, no divisions on record
        ("520600", [None, "520600", "520000", "CN"]),
        ("520000", [None, None, "520000", "CN"]),
        ("110000", [None, None, "110000", "CN"]),
        ("CN", [None, None, None, "CN"]),
    ],
)
def test_the_area_at_each_level(code: str, levels: list[str | None]) -> None:
    expected = {level: area for level, area in zip(AREA_LEVELS, levels, strict=True) if area}
    assert R.levels(code) == expected
    assert list(R.levels(code)) == list(expected)


def test_every_undivided_region_has_an_area_at_every_level() -> None:
    for region in R:
        levels = R.levels(region.code)
        assert (len(levels) == 4) == (not R.children(region.code))
        # an area is its own area at the levels it stands for
        assert all(R.levels(area)[level] == area for level, area in levels.items())


# --- borders


def test_who_borders_yuping() -> None:
    assert shorts("520622") == {"万山", "岑巩", "镇远", "新晃"}
    assert shorts("520622", "prefecture") == {"黔东南", "怀化"}
    assert shorts("520622", "province") == {"湖南"}
    assert R.neighbours("520622", "country") == []


def test_neighbours_checked_by_hand() -> None:
    assert shorts("451424") == {"隆安", "江州", "龙州", "天等", "靖西"}
    assert len(R.neighbours("431021")) == 9
    assert {R.levels(region.code)["prefecture"] for region in R.neighbours("431021")} == {
        "430400", "431000", "431100",
    }  # fmt: skip
    assert shorts("520000") == {"湖南", "广西", "重庆", "四川", "云南"}
    assert shorts("441900") == {"广州", "深圳", "惠州"}
    assert {"黄埔", "宝安", "博罗"} <= shorts("441900", "county")
    assert shorts("429004", "prefecture") == {"武汉", "孝感", "荆州", "潜江", "天门"}
    across = R.neighbours("52", "county")
    assert "431227" in {region.code for region in across}  # 新晃
    assert all(R.levels(region.code)["province"] != "520000" for region in across)
    assert shorts("110000") == {"天津", "河北"}
    assert R.neighbours("460000") == []  # an island
    assert R.neighbours("CN") == []


@pytest.mark.parametrize("level", ["county", "prefecture", "province"])
def test_borders_are_symmetric_and_between_areas_of_the_level(level: str) -> None:
    borders = R.borders(level)
    assert list(borders) == sorted(borders)
    assert set(borders.values()) <= {"line", "corner"}
    around: dict[str, set[str]] = {}
    for low, high in borders:
        assert low < high
        around.setdefault(low, set()).add(high)
        around.setdefault(high, set()).add(low)
    for code, others in around.items():
        assert R.levels(code)[level] == code
        assert {region.code for region in R.neighbours(code, level)} == others


def test_counties_that_touch_in_a_corner_are_told_apart() -> None:
    borders = R.borders()
    assert len(borders) == 8102
    assert sum(contact == "corner" for contact in borders.values()) == 10
    assert borders["510104", "510106"] == "corner"  # 锦江, 金牛
    assert R.borders("country") == {}


@pytest.mark.parametrize("level", ["township", "park", "县"])
def test_a_level_without_borders_is_an_error(level: str) -> None:
    for ask in (lambda: R.neighbours("520622", level), lambda: R.borders(level)):
        with pytest.raises(BadInput, match=level):
            ask()


# --- a small table, with what the shipped one does not hold yet

SMALL = [
    ("520000", "贵州省", "province", "CN", "26.6", "106.7", "seat"),
    ("520600", "铜仁市", "prefecture", "520000", "", "", ""),
    ("520622", "玉屏侗族自治县", "county", "520600", "27.24", "108.91", "seat"),
    ("520603", "万山区", "county", "520600", "", "", ""),
    ("520622100", "大龙镇", "township", "520622", "", "", ""),
    ("441900", "东莞市", "prefecture", "CN", "", "", ""),
    ("441900110", "长安镇", "township", "441900", "", "", ""),
]


def test_townships_answer_to_their_full_names_and_leave_counties_undivided() -> None:
    small = Regions(SMALL, lambda: [("520603", "520622", "corner")])
    assert [region.code for region in small.find("玉屏大龙镇")] == ["520622100"]
    assert small.find("大龙") == small.find("京") == []  # a table without 北京
    assert small.resolve("大龙镇").short == "大龙镇"
    assert small.levels("520622100") == small.levels("520622")
    assert small.levels("520622")["county"] == "520622"
    assert small.levels("441900110")["county"] == "441900"
    assert [region.name for region in small.neighbours("520622")] == ["万山区"]
    assert small.borders() == {("520603", "520622"): "corner"}
    with pytest.raises(BadInput):
        small.neighbours("520622100")


def test_a_border_is_a_line_as_soon_as_one_part_of_it_is() -> None:
    rows = [
        *((f"{p}0000", f"{p}省", "province", "CN", "", "", "") for p in (52, 43)),
        *((f"{p}010{c}", f"{p}甲{c}县", "county", f"{p}0000", "", "", "") for p in (52, 43) for c in (1, 2)),
    ]
    pairs = [("430101", "520101", "corner"), ("430102", "520101", "line"), ("430102", "520102", "corner")]
    assert Regions(rows, lambda: pairs).borders("province") == {("430000", "520000"): "line"}
    assert Regions(rows, lambda: pairs[::2]).borders("province") == {("430000", "520000"): "corner"}


# --- distance

LATITUDE = st.floats(-90, 90)
LONGITUDE = st.floats(-180, 180)


def test_distances_known_otherwise() -> None:
    assert distance_km(0, 0, 0, 1) == pytest.approx(2 * math.pi * 6371.0088 / 360)
    assert distance_km(90, 0, -90, 0) == pytest.approx(math.pi * 6371.0088)
    assert distance_km(27.24, 108.91, 27.24, 108.91) == 0
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(distance_km(0, 0, 0, 1))


@given(LATITUDE, LONGITUDE, LATITUDE, LONGITUDE)
def test_distance_agrees_with_the_angle_between_vectors(a: float, b: float, c: float, d: float) -> None:
    def vector(lat: float, lon: float) -> tuple[float, float, float]:
        north, east = math.radians(lat), math.radians(lon)
        return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

    # |u - v| and |u + v| are 2 sin and 2 cos of half the angle: good near 0 and near antipodes alike
    u, v = vector(a, b), vector(c, d)
    apart, together = math.dist(u, v), math.dist(u, tuple(-x for x in v))
    assert distance_km(a, b, c, d) == pytest.approx(2 * 6371.0088 * math.atan2(apart, together), abs=1e-3)
    assert distance_km(a, b, c, d) == pytest.approx(distance_km(c, d, a, b))


@pytest.mark.parametrize("module", [regions, names, table, search, townships])
def test_examples_of_the_docstrings_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


# --- the script that makes the data


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_regions", ROOT / "scripts" / "make_regions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REGIONS_HEAD = "code,name,level,parent,lat,lon,point,remark\n"
GOOD_REGIONS = (
    "520622,玉屏侗族自治县,county,520600,27.243012,108.91,seat,\n"
    "520603,万山区,county,520600,,,,no point\n"
    "520600,铜仁市,prefecture,520000,27.7,109.2,inside,\n"
    "520000,贵州省,province,CN,26.6,106.7,seat,\n"
)
GOOD_BORDERS = "a,b,contact\n520622,520603,line\n"
GOOD_TOWNSHIPS = "code,name,county\n520622004,大龙街道,520622\n520603002,茶店街道,520603\n"
CHANGES_HEAD = "year,type,old_code,old_name,new_code,new_name,document,basis\n"
GOOD_CHANGES = (
    f"{CHANGES_HEAD}"
    "2011,同名改码,522223,玉屏侗族自治县,520622,玉屏侗族自治县,,code tables\n"
    "1983,更名,522223,玉屏县,522223,玉屏侗族自治县,,code tables\n"
    "2011,撤地设市,522200,铜仁地区,520600,铜仁市,,code tables\n"
    "2012,撤销,522202,某区,520603,万山区,,code tables\n"
    "2013,新设,,,,万山区,,document\n"
)


def folder(
    path: Path,
    table: str = GOOD_REGIONS,
    borders: str = GOOD_BORDERS,
    townships: str = GOOD_TOWNSHIPS,
    changes: str = GOOD_CHANGES,
) -> Path:
    (path / "regions.csv").write_text("\ufeff" + REGIONS_HEAD + table, encoding="utf-8")
    (path / "borders.csv").write_text(borders, encoding="utf-8")
    (path / "townships.csv").write_text(townships, encoding="utf-8")
    (path / "changes.csv").write_text(changes, encoding="utf-8")
    return path


def test_the_script_sorts_rounds_and_turns(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "out"
    into.mkdir()
    assert script.main([str(folder(tmp_path)), "--into", str(into)]) == 0
    assert "4 regions, 1 borders, 2 townships, 5 changes" in capsys.readouterr().out
    assert (into / "regions.csv").read_bytes().decode() == (
        "code,name,level,parent,lat,lon,point,valid_since,valid_until\n"
        "520000,贵州省,province,CN,26.6000,106.7000,seat,,\n"
        "520600,铜仁市,prefecture,520000,27.7000,109.2000,inside,2011,\n"
        "520603,万山区,county,520600,,,,2013,\n"
        "520622,玉屏侗族自治县,county,520600,27.2430,108.9100,seat,2011,\n"
    )
    assert (into / "townships.csv").read_bytes().decode() == "code,name\n520603002,茶店街道\n520622004,大龙街道\n"
    first = (into / "changes.csv").read_text(encoding="utf-8").splitlines()[1]
    assert first == "1983,更名,522223,玉屏县,522223,玉屏侗族自治县,,code tables"
    assert (into / "borders.csv").read_bytes() == b"a,b,contact\n520603,520622,line\n"


@pytest.mark.parametrize(
    ("rows", "borders", "faults"),  # what is added to the good tables, and what is said of it
    [
        ("520000,又,province,CN,,,,\n", "", ["520000 又: the code stands twice"]),
        ("5206,甲,county,520600,,,,\n", "", ["six digits"]),
        ("520601,,county,520600,,,,\n", "", ["there is no name"]),
        ("520601,甲,乡,520600,,,,\n", "", ["unknown level 乡"]),
        ("520601,甲,county,520699,,,,\n", "", ["its parent 520699 is unknown"]),
        ("520700,甲,prefecture,520600,,,,\n", "", ["its parent 520600 is prefecture"]),
        ("520601,甲,county,520600,27,,,\n", "", ["stand together"]),
        ("520601,甲,county,520600,108.9,27.2,seat,\n", "", ["lat 108.9 is not in", "lon 27.2 is not in"]),
        ("520601,甲,county,520600,27,x,middle,\n", "", ["unknown kind of point middle", "lon x is not in"]),
        ("", "520603,520622,line\n", ["the pair stands twice"]),
        ("", "520603,520699,line\n", ["unknown code 520699"]),
        ("", "520603,520603,line\n", ["does not border itself"]),
        ("", "520600,520603,line\n", ["520600 has divisions"]),
        ("520601,甲,county,520600,,,,\n", "520601,520603,near\n", ["unknown contact near"]),
        (
            "520601,,乡,520600,,,,\n",
            "1,2,line\n",
            ["no name", "unknown level", "unknown code 1", "unknown code 2"],
        ),
    ],
)
def test_the_script_lists_every_fault_and_writes_nothing(
    script: ModuleType, tmp_path: Path, rows: str, borders: str, faults: list[str]
) -> None:
    into = tmp_path / "out"
    into.mkdir()
    source = folder(tmp_path, GOOD_REGIONS + rows, GOOD_BORDERS + borders)
    with pytest.raises(script.FaultsError) as caught:
        script.make(source, into)
    said = str(caught.value).splitlines()
    assert len(said) == len(faults)
    assert all(any(fault in line for line in said) for fault in faults)
    assert list(into.iterdir()) == []


@pytest.mark.parametrize(
    ("townships", "changes", "faults"),
    [
        ("520622004,又,520622\n", "", ["the code stands twice"]),
        ("5206039,甲镇,520622\n", "", ["nine digits", "does not begin with that of its county"]),
        ("520622009,,520622\n", "", ["there is no name"]),
        ("520699001,甲镇,520699\n", "", ["its county 520699 is unknown"]),
        ("520600001,甲镇,520600\n", "", ["its county 520600 is unknown or has counties itself"]),
        ("", "11,新设,,,520601,甲,,document\n", ["line 7: 11 is no year"]),
        ("", "2011,新设,,,5206,甲,,hearsay\n", ["5206 is no code", "unknown basis hearsay"]),
    ],
)
def test_the_script_lists_the_faults_of_townships_and_changes(
    script: ModuleType, tmp_path: Path, townships: str, changes: str, faults: list[str]
) -> None:
    source = folder(tmp_path, townships=GOOD_TOWNSHIPS + townships, changes=GOOD_CHANGES + changes)
    with pytest.raises(script.FaultsError) as caught:
        script.make(source, tmp_path)
    said = str(caught.value).splitlines()
    assert len(said) == len(faults)
    assert all(any(fault in line for line in said) for fault in faults)


def test_the_script_says_which_file_or_column_is_missing(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([str(tmp_path), "--into", str(tmp_path)]) == 1
    assert "regions.csv: there is no such file" in capsys.readouterr().err
    assert script.main([str(folder(tmp_path, borders="a,b\n")), "--into", str(tmp_path)]) == 1
    assert "borders.csv: no column contact" in capsys.readouterr().err


def test_the_shipped_files_have_no_faults(script: ModuleType) -> None:
    table = script.read(DATA / "regions.csv", script.REGION_COLUMNS)
    borders = script.read(DATA / "borders.csv", script.BORDER_COLUMNS)
    assert [*script.region_faults(table), *script.border_faults(borders, table)] == []
    changes = script.read(DATA / "changes.csv", script.CHANGE_COLUMNS)
    townships = script.read(DATA / "townships.csv", script.TOWNSHIP_COLUMNS[:2])
    counties = [{**row, "county": row["code"][:6]} for row in townships]
    assert [*script.township_faults(counties, table), *script.change_faults(changes)] == []
    assert (len(townships), len(changes)) == (38_749, 5_276)


def test_the_source_card_counts_what_is_shipped() -> None:
    card = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    with (DATA / "borders.csv").open(encoding="utf-8", newline="") as file:
        borders = list(csv.DictReader(file))
    assert f"**Rows** {len(table):,}:" in card
    assert f"**Rows** {len(borders):,} pairs" in card
    for name in ("townships", "changes"):
        rows = (DATA / f"{name}.csv").read_text(encoding="utf-8").count("\n") - 1
        assert f"**Rows** {rows:,} " in card
    dated = sum(bool(row["valid_since"]) for row in table)
    assert f"{dated:,} rows have `valid_since`" in card
    for count in (
        sum(row["point"] == "seat" for row in table),
        sum(row["contact"] == "line" for row in borders),
    ):
        assert f"{count:,}" in card
    bordering = {row[end] for row in borders for end in ("a", "b")}
    gaps = [row for row in table if row["level"] == "county" and not (row["lat"] and row["code"] in bordering)]
    assert len(gaps) == 13
    assert [row["name"] for row in gaps if row["name"] not in card] == []


def test_the_shipped_files_equal_a_fresh_make(script: ModuleType, tmp_path: Path) -> None:
    source = os.environ.get("CHANLIAN_REGIONS_SOURCE")
    if not source:
        pytest.skip("CHANLIAN_REGIONS_SOURCE does not name the folder of source tables")
    script.make(Path(source), tmp_path)
    for name in ("regions.csv", "borders.csv", "townships.csv", "changes.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name
