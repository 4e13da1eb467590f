"""The measure of how sheets are read: it finds what is right, and no wrong graph passes it; docs/SHEETS.md is what it says today."""

from __future__ import annotations

import copy
import doctest
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from measure import fields as fields_form, held as held_form, listed as listed_form, words
from measure.counts import OWN, Measured, judged, measure, workbooks
from measure.listed import Listed
from measure.pages import PAGE, line_of
from measure.workbook import Read, loaded, read

A, B = "安吉县甲竹业有限公司", "广德市乙竹业有限公司"
ANJI, GUANGDE = "浙江省湖州市安吉县", "安徽省宣城市广德市"
TABLES: dict[str, list[dict[str, Any]]] = {
    "firms": [
        {"name": A, "place": ANJI, "products": "竹丝", "capacity": "2万吨/年", "inputs": "毛竹"},
        {"name": B, "place": GUANGDE, "products": "竹席", "byproducts": "竹屑"},
    ],
    "parks": [{"name": "安吉经济开发区", "place": ANJI, "grade": "省级"}],
    "supplies": [
        {"seller": A, "buyer": B, "product": "竹丝", "value": "约980万元", "period": "2023", "basis": "年度", "quantity": "600吨"},
        {"seller": A, "buyer": B, "product": "竹丝", "value": "800万元", "period": "2022", "basis": "年度"},
        {"seller": "来自广东茂名", "buyer": B, "product": "胶水", "value": "20-30万元", "period": "2023", "basis": "年度"},
    ],
    "metrics": [
        {"name": "产值", "indicator": "产值", "value": "1.2亿元", "period": "2023", "subjects": A},
        {"name": "用工", "indicator": "用工人数", "value": "420", "unit": "人", "subjects": B},
        {"name": "面积", "indicator": "规划面积", "value": "12", "unit": "平方公里", "subjects": "安吉经济开发区"},
    ],
    "projects": [
        {"name": "竹丝二期", "planned": "5000万元", "paid": "1000万元", "stage": "开工", "investors": A, "place": ANJI, "products": "竹丝"}
    ],
    "organizations": [{"name": "县林业局"}, {"name": "安吉县人民政府"}, {"name": "广德市人民政府"}],
    "agreements": [{"name": "竹产业协议", "signed": "2023-04-12", "until": "2026", "parties": "安吉县人民政府、广德市人民政府"}],
    "measures": [{"name": "共建加工点", "agreement": "竹产业协议"}],
    "requests": [{"name": "冷库不足", "raised_by": B, "handled_by": "县林业局", "closed": "2024-01-01", "result": "已建"}],
    "chains": [{"name": "竹", "stages": "上游、中游"}],
    "chain_products": [{"product": "竹丝", "chain": "竹", "stage": "中游"}],
    "leaders": [{"firm": A, "chain": "竹"}],
}  # fmt: skip
FACTS: list[dict[str, Any]] = [
    {"fact": "firm", "name": A},
    {"fact": "firm", "name": B, "status": "在产"},
    {"fact": "located_in", "what": A, "place": "安吉县", "path": ANJI, "basis": "stated"},
    {"fact": "located_in", "what": B, "place": "广德市", "path": GUANGDE, "basis": "stated"},
    {"fact": "produces", "firm": A, "role": "product", "product": "竹丝", "capacity": 2, "unit": "万吨/年"},
    {"fact": "produces", "firm": B, "role": "product", "product": "竹席"},
    {"fact": "produces", "firm": B, "role": "by-product", "product": "竹屑"},
    {"fact": "consumes", "firm": A, "product": "毛竹"},
    {"fact": "park", "name": "安吉经济开发区", "place": "安吉县", "path": ANJI, "level": "省级"},
    {"fact": "supplies", "seller": A, "buyer": B, "product": "竹丝", "value": 9800000, "modality": "approx", "quantity": 600,
     "unit": "吨", "period": "2023", "basis": "annual"},
    {"fact": "supplies", "seller": A, "buyer": B, "product": "竹丝", "value": 8000000, "period": "2022", "basis": "annual"},
    {"fact": "supplies", "seller": None, "seller_place": "茂名市", "seller_path": "广东省茂名市", "buyer": B, "product": "胶水",
     "value_low": 200000, "value_high": 300000, "period": "2023", "basis": "annual"},
    {"fact": "metric", "subject": A, "indicator": "产值", "value": 120000000, "period": "2023"},
    {"fact": "metric", "subject": B, "indicator": "用工人数", "value": 420, "unit": "人"},
    {"fact": "metric", "subject": "安吉经济开发区", "indicator": "规划面积", "value": 12, "unit": "平方公里"},
    {"fact": "project", "name": "竹丝二期", "planned": 50000000, "paid_in": 10000000, "stage": "started", "investors": [A],
     "products": ["竹丝"], "place": "安吉县", "path": ANJI},
    {"fact": "agreement", "name": "竹产业协议", "signed": "2023-04-12", "until": "2026",
     "parties": ["安吉县人民政府", "广德市人民政府"], "items": ["共建加工点"]},
    {"fact": "request", "by": B, "text": "冷库不足", "handler": "县林业局", "state": "settled"},
    {"fact": "in_chain", "product": "竹丝", "chain": "竹产业链", "stage": "中游"},
    {"fact": "leads", "firm": A, "chain": "竹", "role": "链主"},
]  # fmt: skip
SUPPLY, SUPPLY_2022, UNNAMED, OUTPUT, STAFF, PROJECT, AGREEMENT = 9, 10, 11, 12, 13, 15, 16


@pytest.fixture(scope="module")
def world() -> Read:
    """A graph in which everything of the list is right; the tables are its sources."""
    return loaded(Read(Path("world.xlsx"), cells={"s": [[name] for name in TABLES]}), TABLES)


def lines(**changes: Any) -> list[dict[str, Any]]:
    """The list with a cell for each fact; `of` names one whose fields become the others."""
    out = [{**copy.deepcopy(one), "cell": "s!A1"} for one in FACTS]
    if "of" in changes:
        out[changes.pop("of")].update(changes)
    return out


def outcome(world: Read, listed: list[dict[str, Any]]) -> Measured:
    return judged(world, Listed([{key: value for key, value in one.items() if value != "-"} for one in listed]))


def test_a_graph_in_which_all_is_right_is_found_whole(world: Read) -> None:
    done = outcome(world, lines())
    assert done.misses == []
    assert (done.counts.facts, done.counts.found, done.counts.false) == (len(FACTS), len(FACTS), 0)


@pytest.mark.parametrize(
    ("changes", "state", "said"),
    [
        pytest.param({"of": SUPPLY, "value": 980}, "wrong", "value", id="a sum in another unit"),
        pytest.param({"of": SUPPLY, "value": 9800001}, None, "", id="as near as figures are"),
        pytest.param({"of": SUPPLY, "unit": "万吨"}, "wrong", "quantity", id="a unit 10^4 as large"),
        pytest.param({"of": SUPPLY, "value": "-", "modality": "-"}, "wrong", "value", id="a sum that nobody stated"),
        pytest.param({"of": SUPPLY, "value": "-", "value_low": 9800000}, "partly", "bound", id="a bound as a number"),
        pytest.param({"of": SUPPLY, "status": "停止合作"}, "partly", "status", id="a supply that has ended"),
        pytest.param({"of": SUPPLY, "basis": "contract"}, "wrong", "basis", id="another basis"),
        pytest.param({"of": SUPPLY_2022, "modality": "approx"}, "partly", "modality", id="about so much"),
        pytest.param({"of": SUPPLY_2022, "modality": "planned"}, "partly", "modality", id="a plan as a fact"),
        pytest.param({"of": SUPPLY_2022, "period": "2021"}, "missing", "", id="a period that the graph has not"),
        pytest.param({"of": UNNAMED, "seller_path": "广西壮族自治区玉林市"}, "wrong", "seller_place", id="sellers of elsewhere"),
        pytest.param({"of": UNNAMED, "seller": "茂名胶水厂"}, "missing", "", id="a seller who is named"),
        pytest.param({"of": OUTPUT, "period": "-"}, "wrong", "period", id="a period that nobody stated"),
        pytest.param({"of": OUTPUT, "value": 12000}, "wrong", "value", id="money 10^4 as large"),
        pytest.param({"of": STAFF, "subject": A}, "missing", "", id="an indicator of another firm"),
        pytest.param({"of": STAFF, "unit": "万人"}, "wrong", "value", id="ten thousand times as many"),
        pytest.param({"of": PROJECT, "investors": [B]}, "partly", "investors", id="another investor"),
        pytest.param({"of": PROJECT, "path": GUANGDE}, "wrong", "place", id="a project of elsewhere"),
        pytest.param({"of": PROJECT, "handler": "县林业局"}, "partly", "handler", id="what the model has no room for"),
        pytest.param({"of": AGREEMENT, "signed": "2023-04-13"}, "wrong", "signed", id="another day"),
        pytest.param({"of": AGREEMENT, "items": ["共建加工点", "互认碳汇"]}, "partly", "items", id="an item lost"),
        pytest.param({"of": 2, "path": f"{ANJI}孝丰镇"}, "partly", "place", id="a place that is too broad"),
        pytest.param({"of": 2, "path": "浙江省湖州市"}, "wrong", "place", id="a place finer than stated"),
        pytest.param({"of": 2, "path": "浙江省湖州市德清县"}, "wrong", "place", id="another county"),
        pytest.param({"of": 2, "basis": "name"}, "partly", "basis", id="concluded, not stated"),
        pytest.param({"of": 6, "role": "product"}, "wrong", "role", id="a by-product as the main one"),
        pytest.param({"of": 18, "stage": "上游"}, "wrong", "stage", id="another stage"),
        pytest.param({"of": 0, "code": "91330523MA0X7T3111"}, "partly", "code", id="a code lost"),
        pytest.param({"of": 17, "state": "open"}, "wrong", "state", id="a request that is not settled"),
        pytest.param({"of": 19, "role": "链长单位"}, "wrong", "role", id="an office as the leading firm"),
    ],
)  # fmt: skip
def test_one_thing_that_is_not_right_is_seen(
    world: Read, changes: dict[str, Any], state: str | None, said: str
) -> None:
    done = outcome(world, lines(**changes))
    facts = [one for one in done.misses if one[0] != "false"]
    if state is None:
        assert done.misses == []
        return
    assert len(facts) == 1, facts
    became, _, why = facts[0]
    assert became.startswith(state) if state != "missing" else became in ("silent", "wrong"), became
    assert said in why
    # what contradicts is counted as false, but for what was only said too little of
    assert bool(done.counts.false) == (state in ("wrong", "missing") or said == "investors"), done.misses


@pytest.mark.parametrize("number", range(len(FACTS)))
def test_what_a_list_does_not_have_is_false(world: Read, number: int) -> None:
    listed = lines()
    gone = listed.pop(number)
    done = outcome(world, listed)
    # who makes, buys, leads or lies somewhere is a firm, whether or not a line says that too
    assert bool(done.counts.false) == (gone["fact"] != "firm"), done.misses
    assert done.counts.found == len(listed)


def test_a_total_that_became_a_firm_is_false_with_all_that_hangs_on_it() -> None:
    tables = {"supplies": [{"seller": "合计有限公司", "buyer": B, "product": "竹丝"}]}
    done = outcome(
        loaded(Read(Path("x.xlsx"), cells={"s": [["supplies"]]}), tables), [{"fact": "firm", "name": B, "cell": "s!A1"}]
    )
    assert sorted(told for became, told, _ in done.misses if became == "false") == [
        "firm 合计有限公司", "product 竹丝", f"supplies 合计有限公司 - {B} - 竹丝",
    ]  # fmt: skip


def test_a_short_spelling_that_became_a_firm_of_its_own_is_found_in_part() -> None:
    tables = {"firms": [{"name": A}, {"name": "甲竹业"}]}
    listed = [
        {"fact": "firm", "name": A, "cell": "s!A1"},
        {"fact": "firm", "name": "甲竹业", "same_as": A, "cell": "s!A2"},
    ]
    got = loaded(Read(Path("x.xlsx"), cells={"s": [["firms"]]}), tables)
    assert [one[0::2] for one in outcome(got, listed).misses] == [("partly", "not: same_as")]
    tables = {"firms": [{"name": A, "aliases": "甲竹业"}]}
    assert outcome(loaded(Read(Path("x.xlsx"), cells={"s": [["firms"]]}), tables), listed).misses == []


def test_offices_may_stand_as_the_areas_that_they_are_of() -> None:
    tables = {"agreements": [{"name": "协议", "parties": f"{ANJI}、{GUANGDE}"}]}
    listed: list[dict[str, Any]] = [
        {"fact": "agreement", "name": "协议", "parties": ["安吉县人民政府", "广德市人民政府"], "cell": "s!A1"},
        {
            "fact": "located_in",
            "what": "安吉县人民政府",
            "place": "安吉县",
            "path": ANJI,
            "basis": "name",
            "cell": "s!A1",
        },
    ]
    got = loaded(Read(Path("x.xlsx"), cells={"s": [["agreements"]]}), tables)
    assert outcome(got, listed).misses == []
    listed[0]["parties"] = ["安吉县人民政府", "宁国市人民政府"]
    assert [one[0] for one in outcome(got, listed).misses] == ["partly, in silence", "false"]


BRANCH = f"{A}梅溪分公司"
BESIDE: dict[str, list[dict[str, Any]]] = {
    "supplies": [{"seller": A, "buyer": B, "product": "竹丝"}],
    "produces": [{"firm": A, "product": "竹丝"}],
    "consumes": [{"firm": B, "product": "竹丝"}],
    "ownership": [{"owner": A, "owned": BRANCH}],
    "cooperations": [{"a": BRANCH, "b": B, "what": "供货"}],
    "metrics": [
        {
            "name": "占比",
            "indicator": "本地采购占比",
            "value": "30",
            "unit": "%",
            "subjects": f"{B}、竹丝",
            "period": "2023",
        }
    ],
}
BESIDE_FACTS: list[dict[str, Any]] = [
    {"fact": "supplies", "seller": A, "buyer": B, "product": "竹丝", "cell": "s!A1"},
    {"fact": "firm", "name": BRANCH, "branch_of": A, "cell": "s!A1"},
    {"fact": "supplies", "seller": BRANCH, "buyer": B, "cell": "s!A1"},
    {
        "fact": "metric",
        "subject": B,
        "indicator": "本地采购占比",
        "value": 0.3,
        "product": "竹丝",
        "period": "2023",
        "cell": "s!A1",
    },
]


@pytest.fixture(scope="module")
def beside() -> Read:
    """A graph with what follows from facts of a list, and what stands otherwise than it is listed."""
    return loaded(Read(Path("beside.xlsx"), cells={"s": [[name] for name in BESIDE]}), BESIDE)


def test_what_follows_from_a_fact_is_not_false(beside: Read) -> None:
    assert outcome(beside, BESIDE_FACTS).misses == []


@pytest.mark.parametrize(
    ("gone", "false"),
    [
        (0, {f"supplies {A} - {B} - 竹丝", f"produces {A} - 竹丝 (role product)", f"consumes {B} - 竹丝"}),
        (1, {f"owns {A} - {BRANCH}"}),
        (2, {f"cooperates_with {BRANCH} - {B}"}),
        (3, {f"metric 占比 of {B}, 竹丝 (value 30.0, unit %, period 2023)"}),
    ],
)
def test_what_follows_from_nothing_is_false(beside: Read, gone: int, false: set[str]) -> None:
    done = outcome(beside, BESIDE_FACTS[:gone] + BESIDE_FACTS[gone + 1 :])
    assert {one[1] for one in done.misses if one[0] == "false"} == false


def test_an_indicator_of_another_product_and_a_firm_of_another_owner_are_not_right(beside: Read) -> None:
    said = copy.deepcopy(BESIDE_FACTS)
    said[1]["branch_of"], said[3]["product"] = B, "竹席"
    assert [one[:1] + one[2:] for one in outcome(beside, said).misses if "false" not in one[0]] == [
        ("partly, in silence", "not: branch_of"),
        ("wrong", f"product; held: metric 占比 of {B}, 竹丝 (value 30.0, unit %, period 2023)"),
    ]


def held_against(tables: dict[str, list[dict[str, Any]]], facts: list[dict[str, Any]], sheet: str = "s") -> list[Any]:
    """What is missed where a graph of these tables is held against a list."""
    got = loaded(Read(Path("forms.xlsx"), cells={sheet: [[name] for name in tables]}), tables)
    return outcome(got, [{"cell": f"{sheet}!A1", **one} for one in facts]).misses


def sold(**said: Any) -> dict[str, list[dict[str, Any]]]:
    return {"supplies": [{"seller": A, "buyer": B, "product": "竹丝", **said}]}


def listed_sold(**said: Any) -> dict[str, Any]:
    return {"fact": "supplies", "seller": A, "buyer": B, "product": "竹丝", **said}


def metric(**said: Any) -> dict[str, list[dict[str, Any]]]:
    return {"metrics": [{"name": "一", "subjects": A, "period": "2023", **said}]}


def listed_metric(**said: Any) -> dict[str, Any]:
    return {"fact": "metric", "subject": A, "period": "2023", **said}


LIES_TWICE = {"located_in": [{"what": A, "place": ANJI}, {"what": A, "place": "浙江省湖州市"}]}
LIES = {"fact": "located_in", "what": A, "place": "安吉县", "path": ANJI, "basis": "stated"}
PARKS = {"parks": [{"name": "安吉梅溪园区", "place": ANJI}]}
PARK = {"fact": "park", "name": "浙江梅溪园区", "place": "安吉县", "path": ANJI}
FIRMS = [{"fact": "firm", "name": A}, {"fact": "firm", "name": B}]
NEED = {"name": "冷库", "raised_by": B}
BUILT = {"fact": "project", "name": "竹丝二期", "planned": 50000000}
SPENT = {"fact": "metric", "subject": "竹丝二期", "indicator": "累计完成投资", "value": 10000000}


@pytest.mark.parametrize(
    ("tables", "facts", "lost"),
    [
        pytest.param(
            sold(seller=f"{A} (Jia Bamboo Works)"), [listed_sold(), {"fact": "firm", "name": A, "alias": "Jia Bamboo Works"}],
            ["not: name"], id="a firm with its name in another script",
        ),
        pytest.param(
            sold(seller=f"{A}（股权待转）"), [listed_sold(), {"fact": "firm", "name": A, "status": "股权待转"}],
            ["not: status, name"], id="a firm with its status in its name",
        ),
        pytest.param(sold(product="竹丝 Bamboo silk"), [listed_sold(), *FIRMS], [], id="a product in two scripts"),
        pytest.param(PARKS, [PARK], [], id="a park after its county or its province"),
        pytest.param(LIES_TWICE, [LIES, *FIRMS[:1]], [], id="what is finer stands there too"),
        pytest.param(
            sold(value="1万元", basis="合同"), [listed_sold(value=10000), *FIRMS], [], id="what is agreed, in a sheet of contracts"
        ),
        pytest.param(
            metric(indicator="入园企业", value="12", unit="家", period="2023-12"),
            [listed_metric(indicator="入园企业", value=12, unit="家"), *FIRMS[:1]], [], id="a number at the end of a year",
        ),
        pytest.param(
            metric(indicator="竹材销量增幅", value="3.5", unit="%"), [listed_metric(indicator="竹材销量累计增幅%", value=0.035), *FIRMS[:1]],
            [], id="growth as a share",
        ),
        pytest.param(
            metric(indicator="竹林毛竹", value="70", unit="亩"),
            [listed_metric(indicator="造林规模", value=70, unit="亩", product="毛竹"), {"fact": "consumes", "firm": A, "product": "毛竹"}],
            ["not: indicator", ""], id="an indicator by its product",
        ),
        pytest.param(
            {"supplies": [*sold()["supplies"], *sold(product="竹席")["supplies"]]},
            [listed_sold(product="竹丝、竹席"), {"fact": "produces", "firm": A, "product": "竹丝"},
             {"fact": "produces", "firm": A, "product": "竹席"}, *FIRMS], ["", ""], id="products one by one",
        ),
        pytest.param(
            {"projects": [{"name": "竹丝二期", "planned": "5000万元", "completed": "1000万元"}]}, [BUILT, SPENT], [],
            id="what is spent as an indicator",
        ),
        pytest.param(
            {"requests": [{**NEED, "due": "2024-03"}]}, [{"fact": "request", "by": B, "text": "冷库", "due": "2024-03-31"}],
            [], id="the end of a month",
        ),
    ],
)  # fmt: skip
def test_another_form_of_what_is_listed_is_not_false(
    tables: dict[str, list[dict[str, Any]]], facts: list[dict[str, Any]], lost: list[str]
) -> None:
    misses = held_against(tables, facts, "采购合同")
    assert [one for one in misses if one[0] == "false"] == []
    assert [one[2] for one in misses] == lost


@pytest.mark.parametrize(
    ("tables", "facts"),
    [
        pytest.param(sold(seller=f"{A} (Yi)"), [listed_sold(), *FIRMS], id="letters that are no name"),
        pytest.param(
            sold(seller=f"{A}（二厂）"), [listed_sold(), {"fact": "firm", "name": A, "status": "已停产"}, *FIRMS[1:]], id="a note that nobody states"
        ),
        pytest.param(sold(product="竹丝（备选）"), [listed_sold(), *FIRMS], id="a product with a note in its name"),
        pytest.param(LIES_TWICE, [{**LIES, "place": "德清县", "path": "浙江省湖州市德清县"}, *FIRMS[:1]], id="another county of the city"),
        pytest.param(sold(product="竹丝 X2000"), [listed_sold(), *FIRMS], id="a type"),
        pytest.param({"parks": [{"name": "安吉天荒坪园区", "place": ANJI}]}, [PARK], id="another park"),
        pytest.param({"parks": [{"name": "广德梅溪园区", "place": GUANGDE}]}, [PARK], id="a park of elsewhere"),
        pytest.param(sold(value="1万元", basis="合同"), [listed_sold(value=10000), *FIRMS], id="agreed, in another sheet"),
        pytest.param(
            metric(indicator="产值", value="12", unit="元", period="2023-12"),
            [listed_metric(indicator="产值", value=12, unit="元"), *FIRMS], id="a sum of a month",
        ),
        pytest.param(
            metric(indicator="竹材销量增幅", value="4.5", unit="%"), [listed_metric(indicator="竹材销量累计增幅%", value=0.035), *FIRMS],
            id="another share",
        ),
        pytest.param(
            metric(indicator="竹林毛竹", value="71", unit="亩"),
            [listed_metric(indicator="造林规模", value=70, unit="亩", product="毛竹"), *FIRMS], id="another area of a product",
        ),
        pytest.param(
            metric(indicator="竹林毛竹", value="70", unit="亩", subjects=B),
            [listed_metric(indicator="造林规模", value=70, unit="亩", product="毛竹"), *FIRMS], id="an area of another's product",
        ),
        pytest.param(
            sold(value="1万元"), [listed_sold(product="竹丝、竹席", value=10000), {"fact": "produces", "firm": A, "product": "竹丝"}, *FIRMS],
            id="the sum of several products for one",
        ),
        pytest.param(
            {"projects": [{"name": "竹丝二期", "planned": "5000万元", "completed": "1100万元"}]}, [BUILT, SPENT], id="another sum spent"
        ),
        pytest.param(
            {"requests": [{**NEED, "due": "2024-04"}]}, [{"fact": "request", "by": B, "text": "冷库", "due": "2024-03-31"}],
            id="a month later",
        ),
    ],
)  # fmt: skip
def test_what_only_looks_like_another_form_is_false(
    tables: dict[str, list[dict[str, Any]]], facts: list[dict[str, Any]]
) -> None:
    assert [one for one in held_against(tables, facts) if one[0] == "false"]


def test_a_source_that_is_a_firm_or_stands_nowhere_is_false(beside: Read) -> None:
    got = copy.deepcopy(beside)
    got.cells = {"s": [[name] for name in BESIDE if name != "ownership"]}
    next(row for row in got.rows["source"] if row["name"] == "produces")["name"] = B
    assert {one[1] for one in outcome(got, BESIDE_FACTS).misses} == {f"source {B}", "source ownership"}


@pytest.fixture
def sheet(tmp_path: Path) -> tuple[Read, list[dict[str, Any]]]:
    """A sheet of which one column is not read, one row is rejected and one is left out."""
    path = tmp_path / "企业.csv"
    rows = ["企业名称,统一社会信用代码,所在地,天气", f"{A},,安吉县,晴", f"{B},,无此县,雨", "合计,,,"]
    path.write_text("\n".join(rows), encoding="utf-8")
    got = read(path)
    got.rejects[0]["reason"] = "is no place"
    return (
        got,
        [
            {"fact": "firm", "name": A, "cell": "csv!A2"},
            {"fact": "located_in", "what": A, "place": "安吉县", "path": ANJI, "basis": "stated", "cell": "csv!C2"},
            {"fact": "metric", "subject": A, "indicator": "天气", "value": 1, "cell": "csv!D2"},
            {"fact": "firm", "name": B, "cell": "csv!A3"},
            {"fact": "metric", "subject": "安吉县", "indicator": "企业数", "value": 2, "cell": "csv!A4"},
        ],
    )


def test_what_is_lost_is_told_from_what_is_refused_and_what_is_named(sheet: tuple[Read, list[dict[str, Any]]]) -> None:
    got, listed = sheet
    done = outcome(got, listed)
    assert [one[0] for one in done.misses] == ["named", "refused", "named", "refusal without a next step"]
    assert (done.counts.found, done.counts.located, done.counts.silent) == (2, 2, 0)


def test_what_nothing_speaks_of_is_lost_in_silence(sheet: tuple[Read, list[dict[str, Any]]]) -> None:
    got, listed = sheet
    got.notes, got.rejects = [], []
    assert [one[0] for one in outcome(got, listed).misses] == ["silent", "silent", "silent"]
    got.notes = ["企业.csv: not read: 天气预报"]
    assert [one[0] for one in outcome(got, listed).misses] == ["silent", "silent", "silent"], "another column"


def test_a_refusal_says_the_next_step_or_stands_where_a_person_would_ask(
    sheet: tuple[Read, list[dict[str, Any]]],
) -> None:
    got, listed = sheet
    assert outcome(got, listed).counts.mute == 1
    asking = [*listed, {"fact": "ask", "about": "?", "cell": "csv!B3"}]
    assert (outcome(got, asking).counts.mute, outcome(got, asking).counts.asked) == (0, 1)
    got.rejects[0]["reason"] += "; write all 18"
    assert outcome(got, listed).counts.mute == 0


@pytest.mark.parametrize(
    "name", ["05-chemicals-directory-gb18030.csv", "11-special-steel-project-ledger.xlsx", "24-paper-units.jsonl"]
)
def test_the_page_is_what_is_measured_today(name: str) -> None:
    line = line_of(measure(OWN / name))
    assert line in PAGE.read_text(encoding="utf-8").splitlines(), f"{line}\nrun make sheets"


@pytest.mark.parametrize("module", [words, listed_form, held_form, fields_form])
def test_the_examples_run(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert done.attempted > 0
    assert done.failed == 0


def test_the_page_has_every_workbook_to_work_with_and_only_counts_of_the_others() -> None:
    own, aside = PAGE.read_text(encoding="utf-8").split("## aside/")
    assert all(f"| {path.name} |" in own for path in workbooks(OWN))
    table = aside.split("## ")[0].strip().splitlines()[2:]
    assert table
    assert all(re.fullmatch(r"\| [\w.-]+ \|(?: [0-9]+ \|)+", line) for line in table)
