"""Regions by what they were called, by township and by address; the lineage of codes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chanlian.graph.errors import AmbiguousName, UnknownName
from chanlian.graph.regions.changes import Changes
from chanlian.graph.regions.reference import Regions, reference

R = reference()


def read(text: str) -> list[tuple[str, str]]:
    return [(found.region.code, found.how) for found in R.read(text)]


# --- what the shipped tables say


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("522223", "520622"),  # 玉屏 under 铜仁地区
        ("522226", "520625"),  # 印江, whose old code looks like it
        ("region:522223", "520622"),
        ("铜仁地区", "520600"), ("贵州省铜仁地区", "520600"),
        ("铜仁地区玉屏侗族自治县", "520622"), ("贵州省铜仁地区玉屏县", "520622"),
        ("452130", "451424"),  # 大新 under 南宁地区
        ("南宁地区大新县", "451424"),
        ("安庆市枞阳县", "340722"),  # moved to 铜陵 in 2015
        ("巢湖市庐江县", "340124"),  # 巢湖 was divided in 2011, and is a county now
        ("襄樊市", "420600"), ("中甸县", "533401"), ("大庸市", "430800"), ("崇安县", "350782"),
        ("萧山市", "330109"), ("遵义县", "520304"), ("吴县市", "320506"),
        ("宁波江东区", "330212"), ("北京市宣武区", "110102"), ("塘沽区", "120116"),
        ("510200", "500000"), ("四川省重庆市", "500000"),  # 重庆 left 四川 in 1997
        ("441100", "460200"),  # 三亚 left 广东 in 1988
    ],
)  # fmt: skip
def test_a_former_name_or_code_means_what_it_became(text: str, code: str) -> None:
    assert read(text) == [(code, "former")]
    found = R.explained(text)
    assert found.steps
    for lang in ("en", "zh"):
        note = found.note(lang)
        assert note is not None
        assert found.region.name in note
        assert str(found.steps[0].year) in note


@pytest.mark.parametrize("text", ["江北区", "西城区", "朝阳区", "铜仁市", "巢湖市", "520622"])
def test_a_name_of_today_wins_over_a_former_one(text: str) -> None:
    assert {how for _, how in read(text)} <= {"code", "name"}


@pytest.mark.parametrize(
    ("text", "year"),
    [("430402", "2001"), ("140203", "2018"), ("510103", "1990"), ("成都市西城区", "1990")],
)
def test_what_was_abolished_without_successor_says_when(text: str, year: str) -> None:
    # 矿区 of 大同 and 西城区 of 成都 have namesakes in 阳泉 and 北京, into which the source lets them change
    assert R.find(text) == []
    with pytest.raises(UnknownName, match="abolished") as caught:
        R.resolve(text)
    assert year in caught.value.en
    assert year in caught.value.zh


def test_a_former_name_of_two_is_ambiguous() -> None:
    assert R.find("江东区") == []  # that of 宁波 became a part of 鄞州区, that of 衡阳 was abolished
    with pytest.raises(AmbiguousName) as caught:
        R.resolve("江东区")
    for message in (caught.value.en, caught.value.zh):
        assert "330212" in message
        assert "430402" in message


def test_a_year_decides_between_former_names() -> None:
    assert [one.region.code for one in R.search("江东区", year=2010)] == ["330212"]
    # 万县市 was a county of 四川 until 1992 and a prefecture from then on
    assert [found.steps[0].old[0] for found in R.search("四川省万县市", year=1995)] == ["511200"]
    # 威海 had the code until 1987, 胶州 after it
    assert {code for code, _ in read("379006")} == {"371000", "370281"}
    assert [one.region.code for one in R.search("379006", year=1986)] == ["371000"]
    assert [one.region.code for one in R.search("379006", year=1988)] == ["370281"]
    assert R.search("萧山市", year=1960) == R.search("萧山市", year=2020) == []


def test_what_a_region_was_before() -> None:
    said = [step.text for step in R.changes.of("520622")]
    assert said == ["522223 玉屏侗族自治县 (–2011)", "522223 玉屏县 (–1983)"]
    assert next(step.old for step in R.changes.of("330212")) == ("330204", "江东区")
    for code in ("520600", "500101", "429021", "371000", "530113"):  # what leads to a region is what it was
        there = {s for s, (_, until) in R.changes.states.items() if R.changes.after(s, until)[0] == {code}}
        assert {step.old for step in R.changes.of(code)} == {s for s in there if R.changes.after(s)[1]}
    new = next(step for step in R.changes.of("500157") if step.old[0] == "500112")
    assert new.text == "500112 渝北区 (–2025, 渝府发〔2025〕15号)"


def test_every_former_division_ends_at_regions_of_today_or_nowhere() -> None:
    changes = R.changes
    assert len(changes.states) > 4000
    resolved = 0
    for state, (since, until) in changes.states.items():
        assert since <= until
        codes, steps = changes.after(state, until)
        assert all(R.get(code) for code in codes)
        assert [step.year for step in steps] == sorted(step.year for step in steps)
        resolved += len(codes) == 1
    assert resolved / len(changes.states) > 0.9


def test_since_when_a_code_stands_for_its_name() -> None:
    def since(code: str) -> str | None:
        region = R.get(code)
        assert region is not None
        assert region.valid_until is None
        return region.valid_since

    assert since("520622") == "2011"
    assert since("110101") is None  # 东城区 took 崇文区 in, but was there before
    assert since("460400") == "2015"
    assert since("653132") == "2026"  # 岑岭县, of which the source has no code


# --- lineage, on small tables

TODAY = {
    code: (code, name, "county", "520000", "", "", "")
    for code, name in [("520101", "甲县"), ("520102", "乙县"), ("520103", "丙区"), ("520204", "丁区")]
}


def after(old: tuple[str, str], *rows: str, year: int = 0) -> set[str]:
    changes = Changes([tuple(row.split(",")) for row in rows], TODAY)
    return set(changes.after(old, year)[0])


def test_chains_splits_swaps_and_circles() -> None:
    chain = ["1990,更名,529001,旧县,529001,新县,,x", "1995,同名改码,529001,新县,520101,甲县,,x"]
    assert after(("529001", "旧县"), *chain) == {"520101"}
    split = [f"2000,撤销,529002,大县,{code},{name},,x" for code, name in (("520101", "甲县"), ("520102", "乙县"))]
    assert after(("529002", "大县"), *split) == {"520101", "520102"}
    circle = ["1990,更名,529003,子县,529004,丑县,,x", "1990,更名,529004,丑县,529003,子县,,x"]
    assert after(("529003", "子县"), *circle) == set()
    back = [
        "1990,同名改码,529005,寅县,529006,寅县,,x",
        "1992,同名改码,529006,寅县,529005,寅县,,x",
        "1999,撤县设市,529005,寅县,520102,乙县,,x",
    ]
    assert after(("529005", "寅县"), *back) == {"520102"}


def test_a_code_that_passed_to_another_county_is_no_succession() -> None:
    passed = ["1984,码位改派,529001,卯县,529001,辰县,,x", "1984,码位改派,529002,辰县,529002,卯县,,x"]
    onward = ["1990,同名改码,529002,卯县,520101,甲县,,x"]
    assert after(("529001", "卯县"), *passed, *onward) == {"520101"}
    assert after(("529001", "卯县"), *passed[:1]) == set()


def test_wrong_matches_of_the_code_tables_are_not_believed() -> None:
    assert after(("110109", "丙区"), "1990,撤销,110109,丙区,520103,丙区,,x") == set()  # another province
    assert after(("520103", "丁区"), "2018,撤销,520103,丁区,520204,丁区,,x") == set()  # another city, alone
    moved = ["1990,同名改码,529303,丁区,520204,丁区,,x", "1990,同名改码,529301,巳县,520299,巳县,,x"]
    assert after(("529303", "丁区"), *moved) == {"520204"}  # with its neighbours
    assert after(("529001", "午市"), "1997,区划调整,529001,午市,520101,甲县,,x") == set()


def test_a_change_that_is_not_on_record_is_bridged_by_a_name_of_its_own() -> None:
    begun = "1983,新设,,,529007,甲县,,x"
    assert after(("529007", "甲县"), begun) == {"520101"}
    assert after(("529007", "丁区"), "1983,新设,,,529007,丁区,,x") == set()  # a name that several cities share


# --- townships


def test_townships_answer_to_full_names_only() -> None:
    assert read("玉屏县大龙街道") == [("520622004", "township")]
    assert read("贵州省铜仁市玉屏侗族自治县大龙街道办事处") == [("520622004", "township")]
    assert {code for code, _ in read("大龙街道")} == {"440113012", "520622004"}
    assert R.find("大龙") == R.find("新晃县大龙街道") == []
    assert read("520622004") == [("520622004", "code")]
    region = R.resolve("520622004")
    assert (region.name, region.level, region.parent) == ("大龙街道", "township", "520622")
    assert R.path(region.code) == "贵州省铜仁市玉屏侗族自治县大龙街道"
    assert R.levels(region.code) == R.levels("520622")
    assert len(R.townships("520622")) == 8
    assert R.get("520622999") is None


def test_an_abolished_township_yields_to_one_of_today() -> None:
    rows = [("520622", "玉屏侗族自治县", "county", "CN", "", "", "")]
    listed = [("520622001", "甲镇（2021年撤销）"), ("520622002", "甲镇"), ("520622003", "乙乡（撤销）")]
    small = Regions(rows, townships=lambda: listed)
    assert [one.code for one in small.find("甲镇")] == ["520622002"]
    assert [(one.code, one.name) for one in small.find("乙乡")] == [("520622003", "乙乡")]
    ended = small.get("520622001")
    assert ended is not None
    assert ended.valid_until == "2021"
    assert [one.code for one in small.townships("520622")] == ["520622002"]


def test_a_message_lists_some_of_many() -> None:
    with pytest.raises(AmbiguousName) as caught:
        R.resolve("城关镇")
    assert "82 regions" in caught.value.en
    assert "and 74 more" in caught.value.en
    assert "等82个" in caught.value.zh


# --- addresses


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("贵州省铜仁市玉屏侗族自治县大龙街道人民路1号", "520622004", "人民路1号"),
        ("大新县桃城镇新民路", "451424100", "新民路"),
        ("湖南省新晃县工业园", "431227", "工业园"),
        ("贵州省 铜仁市 玉屏县 某某路1-2号", "520622", "某某路1/2号"),
        ("东莞市长安镇某某路", "441900", "长安镇某某路"),  # the source has no townships of 东莞
        ("长春市朝阳区某某路", "220104", "某某路"),
        ("天津市塘沽区某某路", "120116", "某某路"),  # as it was called then
        ("安庆市枞阳县浮山镇某村", "340722111", "某村"),
    ],
)
def test_an_address_lies_where_its_leading_path_ends(text: str, code: str, rest: str) -> None:
    (found,) = R.find_address(text)
    assert (found.region.code, found.rest, found.how) == (code, rest, "address")
    assert R.resolve(text) == found.region
    assert "address" in (found.note() or "")


@pytest.mark.parametrize(
    "text",
    [
        "玉屏创联包装有限公司", "玉屏县创联包装有限公司", "贵州大龙经济开发区", "湖南新晃工业园",
        "某某公司玉屏县分公司", "北京市朝阳路1号", "上海市南京路", "贵州省某某路", "湖南省怀化市某某路", "", "玉屏县",
        "玉屏县" + "甲" * 500,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_county_is_not_read_as_one(text: str) -> None:
    assert R.find_address(text) == []


def test_an_address_of_several_counties_lists_them() -> None:
    assert [found.region.code for found in R.find_address("鼓楼区湖南路1号")] == [
        "320106", "320302", "350102", "410204",
    ]  # fmt: skip
    with pytest.raises(AmbiguousName, match="320106"):
        R.resolve("鼓楼区湖南路1号")


# --- suggestions and titles


def test_suggestions_say_where_they_lie() -> None:
    assert "贵州省铜仁市玉屏侗族自治县 (520622)" in R.suggest("玉平县")
    assert R.suggest("玉屏侗族自冶县", 1) == ["贵州省铜仁市玉屏侗族自治县 (520622)"]
    assert len(R.suggest("玉平县", 2)) == 2
    assert R.suggest("大笼街道", 1)[0].endswith("(110105025)")
    assert R.suggest("Ω") == []


def test_names_that_several_have_are_shown_with_what_they_lie_in() -> None:
    assert R.title("320106") == "南京市鼓楼区"
    assert R.title("520622") == "玉屏侗族自治县"
    assert R.title("520622004") == "玉屏侗族自治县大龙街道"
    assert R.title("CN") == "中国"
    counties = [region for region in R if region.level == "county"]
    assert len({R.title(region.code) for region in counties}) == len(counties)


def test_a_name_of_today_reads_neither_townships_nor_changes() -> None:
    # in a process of its own, for this one has read all
    code = (
        "from chanlian.graph.regions.reference import reference; r = reference(); r.resolve('玉屏'); r.neighbours('520622');"
        "import sys; print(sorted({'_townships', 'changes'} & set(vars(r))), 'rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[] False"
