"""Who is who does not hang on the order in which a graph learns it: one hash of all orders, and earlier identifiers resolve."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from neo4j_server import wipe
from rows import digests, row, rows
from torture import TORTURE, often, record

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.identity import fact_number, identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neo4j_server import Login

EXAMPLE = Path(__file__).parents[2] / "examples/xiangqian"
Row = dict[str, str]
Part = list[tuple[str, Row]]
"""Rows that are loaded together, each with the kind of its table."""


def learned(parts: Iterable[Part], rejects: Path, graph: Graph | None = None) -> Graph:
    """Load rows part by part; a part with rejected rows again, as people do once more is known."""
    graph = graph or connect(":memory:")
    left = list(parts)
    while left:
        again = []
        for part in left:
            tables: dict[str, list[Row]] = {}
            for kind, one in part:
                tables.setdefault(kind, []).append(one)
            done = cl.load(graph, tables, rejects=rejects, force=True)
            if done["rejected"].sum():
                again.append(part)
        assert len(again) < len(left), again
        left = again
    return graph


def shuffled(parts: list[Part], seed: int) -> list[Part]:
    out = list(parts)
    random.Random(seed).shuffle(out)  # noqa: S311  # an order, no secret
    return out


def parted(told: Part, seed: int, number: int) -> list[Part]:
    """The rows in another order, in so many parts."""
    rows = list(told)
    random.Random(seed).shuffle(rows)  # noqa: S311  # an order, no secret
    return [rows[part::number] for part in range(number)]


def unlike(one: Graph, other: Graph) -> list[str]:
    """The kinds in which two graphs say something else; the other is verified."""
    assert cl.verify(other).empty
    was, now = one.meta(), other.meta()
    return [
        key
        for key in sorted({*was, *now})
        if key.startswith("content:") and (was.get(key) or None) != (now.get(key) or None)
    ]


def tables(only: set[str] | None = None) -> list[Part]:
    """Those of the example."""
    out: list[Part] = []
    for path in sorted(EXAMPLE.glob("*.csv")):
        if only is None or path.stem in only:
            with path.open(encoding="utf-8") as file:
                out.append([(path.stem, one) for one in csv.DictReader(file)])
    return out


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1748563200")


# -- small worlds, in which nothing is ambiguous ---------------------------------------------

CODE, OTHER = "91520622MA6E4U1A0N", "91520622MA6DLJ1N71"
EAST, WEST = (("parks", {"name": name, "place": "玉屏侗族自治县", "source": "三"}) for name in ("东园", "西园"))
DATED, UNDATED = {"source": "报道", "published": "2024-05-01"}, {"source": "报道"}
SMALL: dict[str, Part] = {
    "a code, a place and an alias": [
        ("supplies", {"seller": "乙厂", "buyer": "丙厂", "product": "吨袋", "value": "5万元", "source": "报道一", "published": "2024"}),
        ("supplies", {"seller": "乙厂", "buyer": "丁厂", "product": "吨袋", "quantity": "3吨", "source": "报道一", "published": "2024"}),
        ("supplies", {"seller": "乙厂", "buyer": "丁厂", "product": "吨袋", "value": "6万元", "source": "年报", "published": "2023"}),
        ("firms", {"name": "乙厂", "credit_code": CODE, "source": "名录"}),
        ("firms", {"name": "乙厂", "place": "玉屏侗族自治县", "source": "年报", "published": "2023"}),
        ("firms", {"name": "丁厂", "scale": "大型", "source": "名录"}),
        ("aliases", {"name": "丁厂", "alias": "丙厂", "source": "名录"}),
        ("products", {"name": "吨袋", "unit": "t", "source": "目录"}),
    ],
    "years of one supply under two names": [
        ("supplies", {"seller": "辛厂", "buyer": "壬厂", "product": "纸箱", "value": "1万元", "period": "2019", "source": "台账"}),
        ("supplies", {"seller": "辛家厂", "buyer": "壬厂", "product": "纸箱", "value": "2万元", "period": "2020", "source": "台账"}),
        ("firms", {"name": "辛家厂", "scale": "大型", "source": "名录"}),
        ("aliases", {"name": "辛家厂", "alias": "辛厂", "source": "名录"}),
    ],
    "two of one name, told apart by their counties": [
        ("firms", {"name": "兴隆厂", "place": "玉屏侗族自治县", "source": "一"}),
        ("firms", {"name": "兴隆厂", "place": "新晃侗族自治县", "source": "二"}),
        ("firms", {"name": "兴隆厂", "place": "玉屏侗族自治县", "scale": "大型", "source": "三", "published": "2025"}),
    ],
    "two of one name in one county, in two parks": [
        EAST,
        WEST,
        ("firms", {"name": "大兴厂", "park": "东园", "source": "一"}),
        ("firms", {"name": "大兴厂", "park": "西园", "source": "二"}),
        ("firms", {"name": "大兴厂", "park": "西园", "scale": "大型", "source": "三"}),
    ],
    "one of whom a park, its county and its province are stated": [
        EAST,
        ("firms", {"name": "富兴厂", "park": "东园", "source": "一"}),
        ("firms", {"name": "富兴厂", "place": "玉屏侗族自治县", "source": "二"}),
        ("firms", {"name": "富兴厂", "place": "贵州省", "scale": "大型", "source": "三"}),
        ("supplies", {"seller": "富兴厂", "buyer": "戊厂", "product": "木箱", "value": "2万元", "source": "三"}),
    ],
    "two, of one of whom a park and its county are stated": [
        EAST,
        ("firms", {"name": "永兴厂", "park": "东园", "place": "玉屏侗族自治县", "source": "一"}),  # the park alone may lie anywhere
        ("firms", {"name": "永兴厂", "place": "玉屏侗族自治县", "source": "二"}),
        ("firms", {"name": "永兴厂", "place": "新晃侗族自治县", "source": "三"}),
    ],
    "a short name, one of whose bearers lies in the county and the other in its park": [
        EAST,
        ("firms", {"name": "宏兴家厂", "park": "东园", "aliases": "宏兴厂", "source": "一"}),
        ("firms", {"name": "宏兴厂", "place": "玉屏侗族自治县", "source": "二"}),
    ],
    "sources with a date and without": [
        ("produces", {"firm": "戊厂", "product": "纸箱", **UNDATED}),
        ("produces", {"firm": "戊厂", "product": "纸箱", "capacity": "5", "unit": "吨/年", **DATED}),
        ("produces", {"firm": "戊厂", "product": "纸箱", "capacity": "6", "unit": "吨/年", "source": "年鉴", "published": "2023"}),
        ("produces", {"firm": "戊厂", "product": "纸箱", "capacity": "7", "unit": "吨/年", "source": "年鉴", "published": "2024"}),
        ("sources", {"name": "报道", "publisher": "日报", "published": "2024-05-01"}),
    ],
    "what was guessed to be a body": [
        ("services", {"server": "物流中心", "served": "玉屏侗族自治县", "source": "三"}),
        ("facilities", {"name": "物流中心", "kind": "仓储", "source": "四"}),
        ("services", {"server": "客运中心", "served": "玉屏侗族自治县", "source": "三"}),
    ],
    "named by its code first": [
        ("supplies", {"seller": OTHER, "buyer": "己厂", "product": "木箱", "source": "报道二", "published": "2025"}),
        ("firms", {"name": "庚厂", "credit_code": OTHER, "source": "名录"}),
    ],
}  # fmt: skip


@pytest.mark.torture
def test_small_worlds_are_the_same_in_any_order(tmp_path: Path) -> None:
    told = [one for world in SMALL.values() for one in world]
    # the others in any order beside one in which all of it is learned at once
    first = learned(parted(told, 0, often(1, len(told))), tmp_path / "r.csv")
    outcomes: Counter[str] = Counter()
    for seed in range(1, often(2, 40)):
        graph = learned(parted(told, seed, often(3, 2 + seed % (len(told) - 1))), tmp_path / "r.csv")
        assert unlike(first, graph) == [], seed
        outcomes["one hash"] += graph.content_hash == first.content_hash
    record("orders of small worlds", sum(outcomes.values()), outcomes)


if TORTURE:

    @pytest.mark.parametrize("world", SMALL)
    @pytest.mark.torture
    def test_each_small_world_is_the_same_in_any_order(world: str, tmp_path: Path) -> None:
        told = SMALL[world]
        first = learned([told], tmp_path / "r.csv")
        for seed in range(30):
            parts = parted(told, seed, len(told))
            graph = learned(parts, tmp_path / "r.csv")
            assert unlike(first, graph) == [], parts


@pytest.mark.torture
def test_a_server_learns_them_in_another_order_and_is_the_same(
    neo4j_server: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_server)
    neo4j_server.known(monkeypatch)
    told = [one for world in SMALL.values() for one in world]
    first = learned(parted(told, 0, 1), tmp_path / "r.csv")
    server = connect(neo4j_server.url)
    for seed in range(1, often(2, 5)):
        wipe(neo4j_server)
        learned([told[:1], *parted(told, seed, often(2, 8))], tmp_path / "r.csv", server)
        assert unlike(first, server) == []
        assert server.content_hash == first.content_hash
    # identifiers that go from one node to another on their way to a server that has both
    assert cl.show(server, identifier("firm", "乙厂"))["identifier"].item() == f"firm:{CODE}"
    listed = cl.resolve(server, "兴隆厂")
    assert len(listed) in (0, 2)
    back = connect(":memory:")
    cl.push(server, back)
    assert unlike(server, back) == []
    # what is unloaded and loaded again
    before, register = digests(server), by_source(told)["名录"]
    assert unloaded(server, ["名录"]) != before
    learned([register], tmp_path / "r.csv", server)
    assert digests(server) == before


# -- what is unloaded and loaded again -------------------------------------------------------


def by_source(told: Part) -> dict[str, Part]:
    """The rows of each source by its title; the row of a table of sources is that source's."""
    out: dict[str, Part] = {}
    for kind, one in told:
        out.setdefault(one["name"] if kind == "sources" else one["source"], []).append((kind, one))
    return out


def unloaded(graph: Graph, titles: Iterable[str]) -> dict[str, str | None]:
    """Unload the sources of these titles, all editions of each; what the graph says then."""
    for title in titles:
        for one in [one["identifier"] for one in rows(graph, "source") if one["name"] == title]:
            cl.unload(graph, one)
    assert cl.verify(graph).empty
    return digests(graph)


@pytest.mark.torture
def test_sources_that_are_unloaded_and_loaded_again_are_as_before(tmp_path: Path) -> None:
    told = by_source([one for world in SMALL.values() for one in world])
    outcomes: Counter[str] = Counter()
    for seed in range(1, often(2, 40)):
        draw = random.Random(seed)  # noqa: S311  # an order, no secret
        out = draw.sample(sorted(told), 3)
        rest = [one for title, part in told.items() if title not in out for one in part]
        graph = learned([rest, *(told[title] for title in out)], tmp_path / "r.csv")
        before = digests(graph)
        without = unloaded(graph, out)
        learned([told[title] for title in reversed(out)], tmp_path / "r.csv", graph)
        assert digests(graph) == before, out
        assert unloaded(graph, [out[1], out[2], out[0]]) == without, out
        learned([told[title] for title in out], tmp_path / "r.csv", graph)
        assert digests(graph) == before, out
        outcomes["as before"] += 1
    record("three sources unloaded and loaded again", sum(outcomes.values()), outcomes)


# -- the example -----------------------------------------------------------------------------

# sources without a date first, cells that are guessed, places of what has none, regions without a code
SOME = {"supplies", "regions", "organizations", "facilities", "services"}


@pytest.mark.torture
def test_the_tables_of_the_example_in_any_order_are_one_graph(tmp_path: Path) -> None:
    told = tables(None if TORTURE else SOME)
    first = learned(told, tmp_path / "r.csv")
    outcomes: Counter[str] = Counter()
    for seed in range(often(1, 50)):
        graph = learned(shuffled(told, seed), tmp_path / "r.csv")
        assert unlike(first, graph) == [], seed
        outcomes["one hash"] += graph.content_hash == first.content_hash
    record("orders of the example's tables", sum(outcomes.values()), outcomes)


if TORTURE:

    @pytest.mark.torture
    def test_the_rows_of_the_example_one_by_one_in_any_order_are_one_graph(tmp_path: Path) -> None:
        told = tables()
        first = learned(told, tmp_path / "r.csv")
        rows = [[one] for table in told for one in table]
        graph = learned(shuffled(rows, 1), tmp_path / "r.csv")
        assert unlike(first, graph) == []
        record("rows of the example, one by one", len(rows), {"one hash": graph.content_hash == first.content_hash})

    @pytest.mark.torture
    def test_a_server_learns_the_example_in_another_order_and_is_the_same(
        neo4j_server: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        neo4j_server.known(monkeypatch)
        told = tables()
        first = learned(told, tmp_path / "r.csv")
        server = connect(neo4j_server.url)
        for seed in (1, 2):
            wipe(neo4j_server)
            learned(shuffled(told, seed), tmp_path / "r.csv", server)
            assert unlike(first, server) == []
        record(
            "orders of the example's tables, on a server", 2, {"one hash": server.content_hash == first.content_hash}
        )


# -- what was called otherwise ---------------------------------------------------------------


def _sold(by: str, value: str, source: str) -> tuple[str, Row]:
    return ("supplies", {"seller": by, "buyer": "己厂", "product": "木箱", "value": value, "source": source})


HERE, THERE = (
    ("firms", {"name": "兴隆厂", "place": place, "source": source})
    for place, source in (("玉屏侗族自治县", "一"), ("新晃侗族自治县", "二"))
)


def test_earlier_identifiers_and_ids_of_facts_go_on_resolving(tmp_path: Path) -> None:
    graph = learned([[_sold("乙厂", "5万元", "三")]], tmp_path / "r.csv")
    old = identifier("firm", "乙厂")
    (supply,) = rows(graph, "supplies")
    before = f"{fact_number(old):016x}", supply["fact"]
    learned([[("firms", {"name": "乙厂", "credit_code": CODE, "source": "名录"})]], tmp_path / "r.csv", graph)
    now = f"firm:{CODE}"
    assert row(graph, "supplies")["seller"] == now
    assert cl.show(graph, old)["identifier"].item() == now
    assert cl.show(graph, before[0])["identifier"].item() == now
    assert cl.show(graph, before[1])["value"].item() == 50_000
    assert cl.evidence(graph, before[1]).keys() == {before[1]}
    assert cl.trace(graph, old, down=True)["to"].tolist() == ["己厂"]
    told = [
        ("firms", {"identifier": old, "name": "乙厂", "scale": "大型", "source": "名录"}),
        _sold(old, "5万元", "三"),
    ]
    learned([[one] for one in told], tmp_path / "r.csv", graph)
    assert [one["identifier"] for one in rows(graph, "firm") if one["name"] == "乙厂"] == [now]
    assert len(rows(graph, "supplies")) == 1
    # where a graph is pushed, it takes its earlier identifiers with it
    copy = connect(":memory:")
    cl.push(graph, copy)
    assert cl.show(copy, old)["scale"].item() == "大型"
    assert unlike(graph, copy) == []
    cl.retract(copy, before[1], because="误报")
    assert rows(copy, "supplies") == []
    assert cl.verify(copy).empty


def test_what_was_said_of_a_name_that_means_two_by_now_is_told_whose_it_is(tmp_path: Path) -> None:
    sold = [_sold("兴隆厂", "5万元", "三"), _sold("兴隆厂", "6万元", "四")]
    graph = learned([sold, [HERE], [THERE]], tmp_path / "r.csv")
    other = learned([sold, [THERE], [HERE]], tmp_path / "r.csv")
    assert graph.content_hash != other.content_hash
    listed = cl.resolve(graph, "兴隆厂")
    assert sorted(listed["place"]) == ["region:431227", "region:520622"]
    assert listed.set_index("place")["why"]["region:520622"].startswith("meant by the name alone")
    meant = listed.set_index("place")["identifier"]["region:431227"]
    with pytest.raises(cl.AmbiguousName, match="source="):
        cl.resolve(graph, "兴隆厂", to=meant)
    cl.resolve(graph, "兴隆厂", to=meant, source="三")
    assert cl.verify(graph).empty
    assert {one["value"]: one["seller"] == meant for one in rows(graph, "supplies")} == {50_000: True, 60_000: False}
    cl.resolve(graph, "兴隆厂", to=meant, source="四")
    assert unlike(graph, other) == []


def test_a_name_alone_beside_two_that_are_told_apart_becomes_one_of_them(tmp_path: Path) -> None:
    graph = learned([[_sold("兴隆厂", "5万元", "三")], [HERE, THERE]], tmp_path / "r.csv")
    listed = cl.resolve(graph).set_index("place", drop=False)
    assert sorted(why.partition(":")[0] for why in listed["why"]) == ["known by its place"] * 2 + [
        "nothing says where it is"
    ]
    meant = listed["identifier"]["region:431227"]
    cl.resolve(graph, "兴隆厂", to=meant)
    assert row(graph, "supplies")["seller"] == meant
    assert len([one for one in rows(graph, "firm") if one["name"] == "兴隆厂"]) == 2
    assert cl.verify(graph).empty
    assert cl.show(graph, identifier("firm", "兴隆厂"))["identifier"].item() == meant


def test_sources_of_one_title_are_told_apart_by_their_dates() -> None:
    graph = connect(":memory:")
    cl.load(graph, {"products": [{"name": "铝"}]}, source="年报")
    dated = [{"name": "铜", "source": "年报", "published": year} for year in ("2020", "2021")]
    cl.load(graph, {"products": dated})
    listed = cl.resolve(graph, "年报").set_index("place")["why"].to_dict()
    assert listed == {
        "2020": "known by its date", "2021": "known by its date", None: "nothing says of when it is: it may be any of these",
    }  # fmt: skip


def test_two_that_are_one_keep_every_claim_on_what_they_had_both(tmp_path: Path) -> None:
    parts = [
        [_sold("丙厂", "5万元", "三"), _sold("丁厂", "6万元", "四")],
        [("firms", {"name": "丁厂", "scale": "大型", "source": "名录"}), ("aliases", {"name": "丁厂", "alias": "丙厂", "source": "名录"})],
    ]  # fmt: skip
    graph = learned(parts, tmp_path / "r.csv")
    (supply,) = rows(graph, "supplies")
    assert len(cl.evidence(graph, supply["fact"])[supply["fact"]]) == 2
    assert cl.conflicts(graph)["property"].unique().tolist() == ["value"]
    assert unlike(graph, learned(parts[::-1], tmp_path / "r.csv")) == []
    # what would be sold to itself stays apart: somebody is wrong, and it is not for the program to say who
    loop = ("supplies", {"seller": "丁厂", "buyer": "丙厂", "product": "木箱", "source": "三"})
    apart = learned([[loop], *parts], tmp_path / "r.csv")
    assert {one["name"] for one in rows(apart, "firm")} == {"丙厂", "丁厂", "己厂"}
    assert cl.verify(apart).empty


def test_where_no_name_is_in_doubt_that_is_said() -> None:
    assert cl.resolve(connect(":memory:"), lang="zh").attrs["notes"] == ["没有歧义的名称"]
    assert cl.resolve(connect(":memory:"), "乙厂").attrs["notes"][0].startswith("乙厂 is not in doubt")


def test_a_code_that_was_taken_back_is_no_identity(tmp_path: Path) -> None:
    graph = learned([[_sold("甲厂", "5万元", "三")]], tmp_path / "r.csv")
    learned([[("firms", {"name": "甲厂", "credit_code": CODE, "source": "错表"})]], tmp_path / "r.csv", graph)
    cl.unload(graph, "错表")
    learned([[("firms", {"name": "丙厂", "credit_code": CODE, "source": "真表"})]], tmp_path / "r.csv", graph)
    assert cl.list(graph, "supplies")["seller"].tolist() == ["甲厂"]
    assert {one["name"]: one["identifier"] for one in rows(graph, "firm")} == {
        "丙厂": f"firm:{CODE}", "甲厂": identifier("firm", "甲厂"), "己厂": identifier("firm", "己厂"),
    }  # fmt: skip
    assert cl.verify(graph).empty
