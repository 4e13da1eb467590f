"""The bundled example and chain templates, held to the schema before anything loads them."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chanlian.graph.dates import is_date
from chanlian.graph.schema import EDGES, NODES, Edge, Node, columns, key_columns, properties

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "xiangqian"
TEMPLATES = sorted((ROOT / "loaders" / "chains").glob("*.toml"))
KINDS: tuple[Node | Edge, ...] = (*NODES, *EDGES)
TABLES = {kind.table: kind for kind in KINDS}
FILES = sorted(EXAMPLE.glob("*.csv"))
REGIONS = ROOT / "graph" / "regions" / "data" / "regions.csv"
"""Divisions down to the county are reference data, not a table; the example's own table adds towns."""

Row = dict[str, str]


@cache
def rows(table: str) -> list[Row]:
    with (EXAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def names(kind: str) -> Counter[str]:
    """Every name and alias of a kind, with the number of nodes that bear it."""
    if kind == "region":
        with REGIONS.open(encoding="utf-8", newline="") as file:
            return Counter(row["name"] for row in (*csv.DictReader(file), *rows("regions")))
    node = next(node for node in NODES if node.name == kind)
    if not (EXAMPLE / f"{node.table}.csv").exists():
        return Counter()
    told: dict[str, set[str]] = {}  # what two sources tell of one name is one node, as a load reads it
    for row in rows(node.table):
        told.setdefault(row["name"], set()).update(spoken(row))
    return Counter(text for texts in told.values() for text in texts)


def spoken(row: Row) -> set[str]:
    """The name of a node's row and its aliases."""
    return {row["name"], *filter(None, row.get("aliases", "").split("；"))}


def rejects(row: Row, kind: Node | Edge) -> list[str]:
    """Cells of a row that its kind's properties do not allow."""
    bad = []
    for prop in properties(kind):
        cell = row.get(prop.name, "")
        if prop.required and not cell:
            bad.append(f"{prop.name} is missing")
        if not cell:
            continue
        if (
            (prop.words and cell not in prop.allowed)
            or (prop.type == "date" and not is_date(cell))
            or (prop.type == "boolean" and cell not in ("true", "false"))
            or (prop.type == "integer" and not cell.isdigit())
            or (prop.type in ("number", "quantity") and not cell.replace(".", "", 1).isdigit())
            or (prop.type == "money" and not cell.endswith(("元", "万元", "亿元")))
        ):
            bad.append(f"{prop.name}: {cell}")
    return bad


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_table_is_of_the_schema(path: Path) -> None:
    kind = TABLES[path.stem]
    known = {name for name, _ in columns(kind)} | {"source", "locator"}
    if isinstance(kind, Edge):
        known |= {end.name for end in kind.ends}
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    table = rows(path.stem)
    assert table, "an empty table"
    assert set(table[0]) <= known
    for number, row in enumerate(table, start=2):
        assert None not in row, f"row {number} has too many cells"
        assert None not in row.values(), f"row {number} has too few cells"
        assert rejects(row, kind) == [], f"row {number}"


@pytest.mark.parametrize("path", [p for p in FILES if p.stem != "sources"], ids=lambda path: path.stem)
def test_every_row_has_its_evidence(path: Path) -> None:
    titles = {row["name"] for row in rows("sources")}
    for number, row in enumerate(rows(path.stem), start=2):
        assert row["source"] in titles, f"row {number}"
        assert "paragraph" in row["locator"], f"row {number}"


@pytest.mark.parametrize("path", [p for p in FILES if isinstance(TABLES[p.stem], Edge)], ids=lambda path: path.stem)
def test_ends_name_one_node_each_and_keys_are_unique(path: Path) -> None:
    kind = TABLES[path.stem]
    assert isinstance(kind, Edge)
    keys: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows(path.stem), start=2):
        for end in kind.ends:
            found = sum(names(of)[row[end.name]] for of in end.kinds)
            assert found == 1, f"row {number}: {end.name} {row[end.name]} names {found} nodes"
        ends = [row[end.name] for end in kind.ends]
        rest = [row.get(name, "") for name in key_columns(kind)]
        # two sources may tell one fact, each in its own way: two claims of one fact, never two lines of one source
        key = tuple((ends if kind.directed else sorted(ends)) + rest + [row["source"]])
        assert key not in keys, f"row {number} repeats {key}"
        keys.add(key)


@pytest.mark.parametrize("path", [p for p in FILES if isinstance(TABLES[p.stem], Node)], ids=lambda path: path.stem)
def test_no_name_is_borne_twice(path: Path) -> None:
    borne = names(TABLES[path.stem].name)
    mine = {text for row in rows(path.stem) for text in spoken(row)}
    assert [name for name in sorted(mine) if borne[name] != 1] == []
    told = Counter((row["name"], row.get("source", "")) for row in rows(path.stem))
    assert [name for name, times in told.items() if times != 1] == [], "a source tells of a node in one row"


def test_readings_that_must_hold() -> None:
    supplies = rows("supplies")
    assert all(row["value"] == "" for row in supplies), "no value of a supply is stated"
    assert {(row["seller"], row["role"]) for row in supplies if row["buyer"].startswith("贵州晶立")} == {
        ("中伟股份", "waste"), ("能矿锰业", "waste"),
    }  # fmt: skip
    groups = {row["count"]: row for row in rows("projects") if row["group"] == "true"}
    said = {count: [row["stage"], row["planned"], row["contracted"]] for count, row in groups.items()}
    assert said == {
        "13": ["planned", "25.39亿元", ""],
        "18": ["signed", "", "46.6亿元"],
        "24": ["", "超256.83亿元", ""],  # brought in, and of some the building has begun: no one stage
    }
    metrics = {row["value_original"]: row for row in rows("metrics")}
    output = metrics["143.2亿元"]
    assert (output["change"], output["against"]) == ("+11.69%；+72.54%", "2024-H1；2021")
    subjects = {row["subject"] for row in rows("concerns") if row["about"] == output["name"]}
    assert subjects == {"玉屏经济开发区", "贵州大龙经济开发区"}
    saved = metrics["约700万元"]
    assert saved["modality"] == "estimate"
    assert metrics["超300亿元"]["modality"] == "forecast"
    assert len({row["subject"] for row in rows("concerns") if row["about"] == saved["name"]}) == 2
    assert not (EXAMPLE / "ownership.csv").exists(), "no direction of shares is stated"
    assert {row["role"] for row in rows("parties") if row["agreement"].startswith("㵲阳河")} == {"promoter"}
    joint = {row["name"] for row in rows("parks") if row["joint"] == "true"}
    assert not joint & {row["place"] for row in rows("locations")}, "a joint zone owns no firm"


def test_readings_of_the_border() -> None:
    requests = {row["name"]: (row["state"], row["closed"]) for row in rows("requests")}
    # solved, when is not said; a year that is said of the sentence before is not the year of this one
    assert requests["跨省地块建设难题"] == requests["务工人员子女入学"] == ("settled", "")
    assert requests["企业厂房租赁"] == requests["职工住宿"] == ("", ""), "helped with is not solved"
    assert requests["园区职工跨地通勤"] == ("settled", "2023")
    placed = {(row["what"], row["place"]): row for row in rows("locations")}
    # what a reader concludes, and what is read from a name, is marked
    assert {placed[ends]["basis"] for ends in (
        ("贵州大龙经济开发区", "玉屏侗族自治县"), ("湖南麦金德环保科技有限公司", "新晃侗族自治县"),
    )} == {"inferred"}  # fmt: skip
    assert placed["中伟股份", "贵州大龙经济开发区"]["basis"] == "stated"
    assert placed["玉屏创联包装", "玉屏侗族自治县"]["basis"] == "name"
    # no text says what the demonstration park takes in
    assert not (EXAMPLE / "covers.csv").exists()
    zone = "湘黔大(龙)新(晃)经济协作示范园"
    assert {(row["role"], row["basis"], row["status"]) for (what, _), row in placed.items() if what == zone} == {
        ("site", "inferred", "planned")
    }
    # what the opinion tells of the railway is another claim, held below
    mine = [row for row in rows("facilities") if not row["source"].startswith("中共")]
    facilities = {row["name"]: (row["status"], row["status_basis"]) for row in mine}
    assert facilities["铜吉铁路"] == ("building", "")
    assert facilities["车坝河供水扩建(水厂)取水项目"] == ("planned", "inferred"), "it has a permit"
    assert facilities["㵲水大桥"] == ("open", "inferred"), "completed, and roads are said to join"
    agreed = {row["part"] for row in rows("parts") if row["whole"].startswith("共建新时代")}
    states = {row["name"]: row["status"] for row in rows("measures")}
    assert {states[name] for name in agreed} == {"agreed"}, "items of 2025, none said to be done"
    assert {states[name] for name in states if name.startswith("探索跨省")} == {"proposed"}


def test_readings_of_the_article_on_hengyang() -> None:
    mine = {
        path.stem: [row for row in rows(path.stem) if row.get("source", "").startswith("衡阳市政协")] for path in FILES
    }
    assert {row["group"] for row in mine["parks"]} == {"true"}, "no park is named"
    weak = {row["name"]: row["comparator"] for row in mine["assessments"] if row["verdict"] == "weakness"}
    assert Counter(weak.values()) == {"国家区域重点城市、省域副中心城市建设要求": 4, "兄弟地市产业园区": 3, "": 3}
    causes = [row["name"] for row in mine["assessments"] if row["verdict"] == "cause"]
    assert len(causes) == 4
    # the proposal as a whole is against them: which item is against what is not said
    against: dict[str, set[str]] = {row["measure"]: set() for row in mine["remedies"]}
    for row in mine["remedies"]:
        against[row["measure"]].add(row["problem"])
    (whole,) = [name for name in against if "建议案" in name]
    assert against[whole] == {name for name, than in weak.items() if than} | {*causes}
    assert {row["status"] for row in mine["measures"] if row["name"].startswith("衡阳园区：")} == {"proposed"}
    assert [row["value_original"] for row in mine["metrics"]] == ["第三年"], "no figure of any park"
    assert not mine["projects"] + mine["supplies"] + mine["firms"]


def test_readings_of_the_third_article() -> None:
    projects = {row["name"]: row for row in rows("projects")}
    # what a firm plans is planned, what is built and bears is producing; "brought in" is no stage, nor is a contract that
    # came to its signing without a word of whether it was signed (东福来)
    staged = {name: row["stage"] for name, row in projects.items() if row["stage"] and "桂阳" in row["source"]}
    assert staged == {
        "帝京环保水性涂料生产项目二期": "planned",
        "翔龙通航大飞机厂房": "planned",
        "菖蒲村脐橙销售网红打卡点": "planned",
        "仁义镇山河村农村污水处理水污分离项目": "planned",
        "仁义镇万亩“金色智慧农田”": "producing",
        "太清—荷叶矿区历史遗留矿山生态修复项目": "started",
        "塘市镇罗塘村乌泥塘组环保污水处理工程": "started",
    }
    assert projects["东福来高科技制造项目"]["progress"].endswith("是否签约未载")
    sums = {name: row["planned"] for name, row in projects.items() if row["planned"] and row["group"] == "false"}
    assert sums == {
        "浙江龙鼎碳酸钙新材料项目": "10亿元",
        "东方雨虹防水材料项目": "30亿元",
        "年产500万平方米PVC工业皮带生产制造项目": "5亿元",
        "顺东硅胶项目": "约6.5亿元",
    }
    assert {row["modality"] for row in rows("project_products")} == {"target"}, "a project makes nothing yet"
    made = {row["firm"] for row in rows("produces")}
    assert made.isdisjoint({"东方雨虹", "顺东硅胶", "浙江龙鼎集团", "金川铜业"})
    assert "深圳大为" not in {row["firm"] for row in rows("leaders")}, "a leading firm of a trade leads no chain"
    bounds = {row["value_original"]: row["value_low"] for row in rows("metrics") if "桂阳" in row["source"]}
    assert {text: low for text, low in bounds.items() if "余" in text or "以上" in text} == {
        "60余批次": "60", "20余个": "20", "10余家": "10", "3万余亩": "3", "200余万元": "200",
        "20万元以上": "20", "200万元以上": "200",
    }  # fmt: skip
    done = [row for row in rows("metrics") if row["name"].startswith("清和村") and row["name"] != "清和村驻村干部"]
    assert {row["period"] for row in done} == {""}, "2022 is when the team was sent, not when the houses fell"
    # what is settled is so by the day of the article: it tells no year of any
    asked = {row["name"]: row for row in rows("requests") if "桂阳" in row["source"]}
    assert {row["closed"] for row in asked.values()} == {""}
    assert Counter(row["state"] for row in asked.values()) == {"settled": 8, "open": 4, "partly": 2, "": 1}
    assert asked["东福来选址地块道路未通"]["state"] == "partly", "the firm stayed; of the road nothing is told"
    assert asked["桂阳园区企业贷款"]["state"] == "", "a meeting was called; what came of it is not told"
    assert {row["subject"] for row in rows("concerns") if row["about"] == "桂阳园区企业贷款"} == {"桂阳县"}
    # ranks are the article's own words, and only two of them are told of a year
    ranks = {row["topic"]: row for row in rows("assessments") if row["verdict"] == "rank" and row["rank"] == "前列"}
    assert {topic: row["period"] for topic, row in ranks.items()} == {"项目开工率": "2023", "资金到位率": "2023"}
    assert "碳酸钙新材料" not in {row["kind"] for row in rows("kinds")}, "no sentence says what kind of thing it is"
    park = next(row for row in rows("parks") if row["name"] == "龙鼎碳酸钙新材料产业园")
    assert (park["status"], park["status_basis"]) == ("planned", "inferred")


def test_readings_of_the_opinion() -> None:
    """A policy document states what is to be done: nothing in it is signed, built or supplied by its saying so."""
    opinion = next(row for row in rows("sources") if row["kind"] == "policy document")
    # the copy has lost the year of its day; it wants lines taken into the national plan of 2021 to 2025, and names the
    # 成渝地区双城经济圈 of 2020
    assert opinion["published"] == "2020"
    mine = {path.stem: [row for row in rows(path.stem) if row.get("source") == opinion["name"]] for path in FILES}
    assert len(mine["measures"]) > 140
    assert all(row["clause"] for row in mine["measures"])
    # what it puts forward is proposed; what it speeds up or goes on with is read as running, and marked as a reading
    assert {(row["status"], row["status_basis"]) for row in mine["measures"]} == {
        ("proposed", "stated"), ("running", "inferred"),
    }  # fmt: skip
    assert {row["status_date"] for row in mine["measures"]} == {"2020"}
    assert {row["responsible"] for row in mine["measures"]} == {
        "", "贵州省发展和改革委员会；省直有关部门", "省级财政", "张家港市；沿河土家族自治县", "区位和产业基础较好的市县",
    }  # fmt: skip
    about = {row["about"] for row in mine["concerns"]}
    assert {row["name"] for row in mine["measures"]} <= about, "a measure binds or concerns somebody"
    assert all(row["signed"] == "" for row in mine["agreements"])
    assert [row["name"] for row in mine["agreements"] if row["status"] == "planned"] == ["渝黔能源合作备忘录"]
    assert {row["stage"] for row in mine["projects"]} == {""}
    assert {row["capacity"] for row in mine["facilities"]} == {""}, "the copy has lost the numbers"
    standing = {row["name"]: (row["status"], row["status_basis"]) for row in (*mine["facilities"], *mine["parks"])}
    assert {basis for status, basis in standing.values() if status in ("building", "open")} == {"inferred"}
    assert {name for name, (status, _) in standing.items() if status == "open"} == {
        "渝贵铁路", "贵广高铁", "黔桂铁路", "桂黔海铁联运班列",
    }  # fmt: skip
    assert standing["贵南高铁"] == standing["渝黔合作先行示范区"] == ("building", "inferred")
    assert standing["泸州—遵义铁路"] == ("planned", "stated")
    # a line that is to be sped up is never a planned one
    tied = {(row["facility"], row["status"]) for row in mine["connections"]}
    assert {status for name, status in tied if standing[name][0] == "building"} == {"building"}
    # energy has a direction; of coal it is only wanted
    flows = {(row["seller"], row["buyer"], row["product"], row["role"], row["status"]) for row in mine["supplies"]}
    assert flows == {
        ("贵州送粤电力企业", "广东受电企业", "电力", "energy", ""),
        ("贵州入渝煤炭企业", "重庆用煤企业", "煤", "energy", "planned"),
    }
    assert {row["group"] for row in mine["firms"]} == {"true"}
    assert not {"黔电送粤", "黔煤入渝"} & {row["what"] for row in mine["cooperations"]}, "a tie has no direction"
    # a partner that only the name of a park or a project tells is marked so
    bases = {row["what"]: row["basis"] for row in mine["cooperations"]}
    assert bases["共建毕节·广州产业园"] == bases["空间技术军民融合产业培育"] == "name"
    assert bases["共建南川至道真输气管道"] in ("", "stated")
    groups = {row["name"]: row["count"] for row in mine["parks"] if row.get("group") == "true"}
    assert groups == {"“1+8”国家级开放创新平台": "9", "贵州省省级开发区": "69"}
    # a park known by its name alone has its place from there, and nothing is placed without a name that says so
    placed = {row["what"]: row for row in mine["locations"]}
    assert placed["毕节·广州产业园"]["basis"] == "name"
    joint = {row["name"] for row in mine["parks"] if row["joint"] == "true"}
    assert "曲靖—安顺循环经济产业园" in joint - placed.keys(), "between two places"
    assert not joint & placed.keys(), "a park with a place of its own owns the firms in it"


def test_what_two_sources_tell_of_one_railway() -> None:
    """The opinion wants 铜吉铁路 begun, the later article tells that it was: two claims, and the later one is shown."""
    opinion, article = (next(r["name"] for r in rows("sources") if r["name"].startswith(w)) for w in ("中共", "拆掉"))
    for table, column, name, wanted, begun in (
        ("facilities", "name", "铜吉铁路", "planned", "building"),
        ("connections", "facility", "铜吉铁路", "planned", "building"),
        ("measures", "name", "开工建设铜仁—吉首等铁路项目", "proposed", "running"),
    ):
        told = {(row["source"], row["status"]) for row in rows(table) if row[column] == name}
        assert told == {(opinion, wanted), (article, begun)}, table


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_template_is_whole(path: Path) -> None:
    chain = load(path)
    assert chain["name"] == path.stem
    assert chain["name_en"]
    products = {product["name"] for product in chain["products"]}
    spoken = [n for product in chain["products"] for n in (product["name"], *product.get("aliases", ()))]
    assert len(spoken) == len(set(spoken)), "a name is borne twice"
    assert {product["stage"] for product in chain["products"]} == set(chain["stages"])
    assert all(product["en"] for product in chain["products"])
    for link in chain["links"]:
        assert {link["input"], link["product"]} <= products, link
        assert link["input"] != link["product"], link
        assert set(link) <= {"input", "product", "route", "source"}, link
    keys = [(link["input"], link["product"], link.get("route")) for link in chain["links"]]
    assert len(keys) == len(set(keys)), "a link stands twice"
    assert {link["source"] for link in chain["links"]} == set(chain["sources"]), "declared and used differ"
    for source in chain["sources"].values():
        assert source["title"]
        assert source["kind"] in ("textbook", "standard", "paper", "page", "knowledge")
        assert isinstance(source.get("year"), int) or source["kind"] in ("page", "knowledge")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_input_of_every_way_stands_in_no_single_way(path: Path) -> None:
    """An input without a route is needed in every way; to repeat it in one would say it twice."""
    links = load(path)["links"]
    always = {(link["input"], link["product"]) for link in links if "route" not in link}
    assert [link for link in links if "route" in link and (link["input"], link["product"]) in always] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_kinds_run_in_no_circle(path: Path) -> None:
    chain = load(path)
    products = {product["name"] for product in chain["products"]}
    broader: dict[str, set[str]] = {}
    for row in chain["kinds"]:
        assert {row["kind"], row["broader"]} <= products, row
        broader.setdefault(row["kind"], set()).add(row["broader"])
    for start, first in broader.items():
        seen: set[str] = set()
        ahead = set(first)
        while ahead:
            seen |= ahead
            ahead = {next_ for name in ahead for next_ in broader.get(name, ())} - seen
        assert start not in seen, start


def test_broad_product_of_the_example_has_no_implied_inputs() -> None:
    """The example's firms make 锂电池材料, of no stated kind: the template must imply nothing for them."""
    links = load(ROOT / "loaders" / "chains" / "锂电材料.toml")["links"]
    assert {link["product"] for link in links}.isdisjoint({"锂电池材料", "正极材料"})


def test_example_and_template_describe_one_chain() -> None:
    chain = load(ROOT / "loaders" / "chains" / "锂电材料.toml")
    assert chain["name"] in names("chain")
    stages = {product["name"]: product["stage"] for product in chain["products"]}
    mine = [row for row in rows("chain_products") if row["chain"] == chain["name"]]
    assert len(mine) > 3
    for row in mine:
        assert stages[row["product"]] == row["stage"]
    for other in map(load, TEMPLATES):
        spoken = {n: p["name"] for p in other["products"] for n in (p["name"], *p.get("aliases", ()))}
        for row in rows("products"):
            for alias in filter(None, row["aliases"].split("；")):
                # a template may know fewer names of a product, never another product by one of them
                assert spoken.get(alias, row["name"]) == row["name"], alias
            assert spoken.get(row["name"], row["name"]) == row["name"], "the example's name is another's alias"
    # the loop of the source closes over technology: waste packaging, pellets, ton bags
    links = {(link["input"], link["product"]) for link in chain["links"]}
    assert {("废旧塑料包装材料", "塑料颗粒"), ("塑料颗粒", "吨袋")} <= links
    # but a bag that bears a ton is made of pellets alone in no way: new resin is in each
    ways = {link["route"] for link in chain["links"] if link["product"] == "吨袋"}
    new = {link["route"] for link in chain["links"] if (link["input"], link["product"]) == ("聚丙烯", "吨袋")}
    assert ways == new


def test_readme_counts_what_each_source_holds() -> None:
    """The table of the README, recounted from the tables."""
    titles = [row["name"] for row in rows("sources")]
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    told = {
        cells[0]: [int(cell or 0) for cell in cells[1:]]
        for line in readme.splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 1 + len(titles)
        and cells[0] in {*(path.stem for path in FILES), "all"}
    }
    counted = {
        path.stem: [sum(row["source"] == title for row in rows(path.stem)) for title in titles]
        for path in FILES
        if path.stem != "sources"
    }
    counted["all"] = [sum(column) for column in zip(*counted.values(), strict=True)]
    assert told == counted
