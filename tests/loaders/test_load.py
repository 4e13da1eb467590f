"""A load as a whole: every row accounted for, evidence, repetition, order, hostile texts."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from torture import often

from chanlian.graph import Graph, connect
from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import COLUMNS, load

if TYPE_CHECKING:
    import pandas as pd

COUNTS = ["added", "changed", "unchanged", "merged", "rejected"]
Facts = Callable[[str], list[dict[str, Any]]]
Write = Callable[..., Path]


def line(answer: pd.DataFrame, number: int = 0) -> list[int]:
    return [int(answer.loc[number, name]) for name in ["read", *COUNTS]]


def test_columns_and_outcomes(graph: Graph, write: Write) -> None:
    path = write("supplies.csv", "seller,buyer,product,value\nA,B,p,1\nA,B,p,1\nA,C,p,-1\n")
    answer = load(graph, path)
    assert list(answer.columns) == list(COLUMNS)
    assert line(answer) == [3, 1, 0, 0, 1, 1]
    path.write_text("seller,buyer,product,value\nA,B,p,2\n", encoding="utf-8")
    assert line(load(graph, path)) == [1, 0, 1, 0, 0, 0]
    assert line(load(graph, path)) == [1, 0, 0, 1, 0, 0]


def test_office_headers_imply_edges(graph: Graph, facts: Facts, write: Write) -> None:
    path = write(
        "企业名单.csv",
        "序号,企业名称,统一社会信用代码,所在地,主营产品,主要原料,年产能,所属行业\n"
        "1,玉屏创联包装,91520622MA6E4U1A0N,贵州玉屏,吨袋,聚丙烯、母粒,25万条/年,塑料制品业\n",
    )
    answer = load(graph, path)
    assert answer["kind"].tolist() == ["firms"]
    assert line(answer) == [1, 1, 0, 0, 0, 0]
    (firm,) = facts("firm")
    assert firm["identifier"] == "firm:91520622MA6E4U1A0N"
    assert firm["place"] == "region:520622"
    (made,) = facts("produces")
    assert (made["capacity"], made["unit"], made["capacity_original"]) == (250_000, "条/年", "25万条/年")
    assert {row["name"] for row in facts("product")} == {"吨袋", "聚丙烯", "母粒"}
    assert len(facts("consumes")) == 2
    assert [row["name"] for row in facts("industry")] == ["塑料制品业"]
    # the county with all it lies in
    assert {row["identifier"] for row in facts("region")} == {
        "region:520622",
        "region:520600",
        "region:520000",
        "region:CN",
    }
    assert len(facts("part_of")) == 3


def test_capacity_needs_one_product(graph: Graph, facts: Facts) -> None:
    answer = load(
        graph,
        {"firms": [{"name": "A", "products": "p；q", "capacity": "5吨"}, {"name": "B", "capacity": "5吨"}]},
    )
    # the firms are loaded, without what cannot be said of any one product
    assert line(answer) == [2, 2, 0, 0, 0, 0]
    assert answer.attrs["warnings"][["row", "column", "value"]].to_numpy().tolist() == [
        [1, "capacity", "5吨"],
        [2, "capacity", "5吨"],
    ]
    assert [(row["capacity"], row["unit"]) for row in facts("produces")] == [(None, None)] * 2


def test_bytes_of_every_role(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "A", "products": ["p"], "byproducts": ["b"], "wastes": ["w、x"]}]})
    names = {row["identifier"]: row["name"] for row in facts("product")}
    assert {(names[row["product"]], row["role"]) for row in facts("produces")} == {
        ("p", "product"), ("b", "by-product"), ("w、x", "waste"),
    }  # fmt: skip


def test_other_node_tables_imply_edges(graph: Graph, facts: Facts) -> None:
    answer = load(
        graph,
        {
            "requests": [
                {
                    "name": "用水",
                    "raised_by": "A",
                    "handled_by": "玉屏侗族自治县",
                    "blocks": "项目一",
                    "subjects": "大龙",
                }
            ],
            "parks": [{"name": "大龙", "place": "玉屏侗族自治县"}],
            "firms": [{"name": "A", "place": "大龙"}],
            "projects": [{"name": "项目一", "place": "大龙", "investors": "A", "products": "p", "planned": "1亿元"}],
            "agreements": [{"name": "协议", "parties": ["大龙", "湖南省"], "subjects": "用水"}],
            "measures": [{"name": "事项", "agreement": "协议"}],
            "organizations": [{"name": "中心", "serves": "A"}],
            "facilities": [{"name": "公交", "connects": "大龙；玉屏侗族自治县"}],
            "metrics": [
                {
                    "indicator": "产值",
                    "subjects": "大龙；玉屏侗族自治县",
                    "value": "超143.2亿元",
                    "period": "2025年上半年",
                }
            ],
            "regions": [
                {"name": "Oblast", "code": "X-1", "level": "province"},
                {"name": "Raion", "code": "X-2", "level": "county", "parent": "Oblast"},
            ],
            "products": [{"name": "p", "broader": "q", "chain": "c", "stage": "s"}],
        },
    )
    assert answer.attrs["rejects"].empty
    assert bool((answer["added"] == answer["read"]).all())
    counts = {
        kind: len(facts(kind))
        for kind in (
            "raises",
            "handles",
            "blocks",
            "sited_in",
            "invests_in",
            "adds",
            "party_to",
            "serves",
            "connects",
            "kind_of",
            "in_chain",
        )
    }
    assert counts == {
        "raises": 1, "handles": 1, "blocks": 1, "sited_in": 1, "invests_in": 1, "adds": 1, "party_to": 2, "serves": 1,
        "connects": 2, "kind_of": 1, "in_chain": 1,
    }  # fmt: skip
    assert len(facts("concerns")) == 4
    (metric,) = facts("metric")
    assert metric["name"] == "大龙、玉屏侗族自治县 产值 2025-H1"
    assert (metric["value"], metric["value_low"], metric["unit"]) == (14_320_000_000, 14_320_000_000, "元")
    (firm,) = facts("firm")
    assert firm["place"].startswith("park:")
    assert {"part": "region:X-2", "whole": "region:X-1"} in facts("part_of")


def test_metric_bounds_follow_the_unit(graph: Graph, facts: Facts) -> None:
    load(
        graph,
        {
            "metrics": [
                {
                    "name": "m",
                    "indicator": "i",
                    "value": "300",
                    "value_low": "300",
                    "value_original": "超300亿",
                    "unit": "亿元",
                }
            ]
        },
    )
    (metric,) = facts("metric")
    assert (metric["value"], metric["value_low"], metric["unit"], metric["value_original"]) == (
        3e10,
        3e10,
        "元",
        "超300亿",
    )


def test_a_firm_of_a_new_park(graph: Graph, facts: Facts) -> None:
    rows = [
        {"企业名称": "A", "所在地": "玉屏侗族自治县", "所属园区": "某园区"},
        {"企业名称": "B", "所在地": "玉屏侗族自治县"},
    ]
    load(graph, {"firms": rows})
    (park,) = facts("park")
    places = {(row["what"].split(":")[0], row["place"].split(":")[0]) for row in facts("located_in")}
    assert places == {("firm", "park"), ("park", "region"), ("firm", "region")}
    assert len(facts("located_in")) == 3
    assert {row["name"]: row["county"] if "county" in row else row["place"] for row in facts("firm")}["A"] == park[
        "identifier"
    ]


def test_evidence_from_columns_arguments_or_the_file(graph: Graph, facts: Facts, write: Write) -> None:
    load(graph, write("supplies.csv", "seller,buyer,product\nA,B,p\n"))
    assert [(row["name"], row["published"]) for row in facts("source")] == [("supplies.csv", None)]
    (supply,) = facts("supplies")
    assert (supply["locator"], supply["method"]) == ("supplies.csv row 2", "table")
    load(
        graph,
        write("own.csv", "供方,需方,产品,来源,发布者,发布日期,位置\nA,C,p,报告,局,2024年,第3页\n"),
        source="x",
        published="2025",
    )
    sources = {row["name"]: (row["publisher"], row["published"]) for row in facts("source")}
    assert sources["报告"] == ("局", "2024")
    assert {row["locator"] for row in facts("supplies")} == {"supplies.csv row 2", "第3页"}
    load(
        graph,
        write("third.csv", "seller,buyer,product\nA,D,p\n"),
        source="年报",
        publisher="厂",
        published="2025年5月",
    )
    assert {row["name"]: (row["publisher"], row["published"]) for row in facts("source")}["年报"] == (
        "厂",
        "2025-05",
    )


def test_two_editions_of_one_title_are_two_sources(graph: Graph, facts: Facts) -> None:
    rows = [
        {"seller": "A", "buyer": name, "product": "p", "source": "年鉴", "published": year}
        for name, year in (("B", "2023"), ("C", "2024"))
    ]
    assert line(load(graph, {"supplies": rows})) == [2, 2, 0, 0, 0, 0]
    assert sorted(row["published"] for row in facts("source")) == ["2023", "2024"]
    assert line(load(graph, {"supplies": rows})) == [2, 0, 0, 2, 0, 0]
    answer = load(graph, {"supplies": [{"seller": "A", "buyer": "D", "product": "p", "source": "年鉴"}]})
    assert "several sources" in answer.attrs["rejects"]["reason"][0]


def test_conflicting_rows_reject_the_later(graph: Graph, facts: Facts) -> None:
    rows = [
        {"seller": "A", "buyer": "B", "product": "p", "value": value} for value in ("8300万元", "0.83亿元", "9000万元")
    ]
    answer = load(graph, {"supplies": rows})
    assert line(answer) == [3, 1, 0, 0, 1, 1]
    (reject,) = answer.attrs["rejects"].to_dict("records")
    assert (reject["row"], reject["column"]) == (3, "value")
    assert "supplies row 1" in reject["reason"]
    assert [row["value"] for row in facts("supplies")] == [83_000_000]


def test_nothing_comes_of_a_rejected_row(graph: Graph, facts: Facts) -> None:
    load(
        graph,
        {
            "supplies": [
                {"seller": "A", "buyer": "B", "product": "p", "value": "-1", "source": "S"},
                {"seller": "C", "buyer": "D", "product": "q"},
            ]
        },
    )
    assert {row["name"] for row in facts("firm")} == {"C", "D"}
    assert {row["name"] for row in facts("source")} == {"supplies"}
    assert {row["name"] for row in facts("product")} == {"q"}


def test_a_rejected_node_takes_what_rests_on_it(graph: Graph, facts: Facts) -> None:
    """The agreement falls for its party; its measure still names it, its subject row cannot."""
    answer = load(
        graph,
        {
            "agreements": [{"name": "协议", "parties": "无名"}],
            "concerns": [{"about": "协议", "subject": "贵州省"}],
            "measures": [{"name": "事项", "agreement": "协议"}],
        },
    )
    # the measure makes the agreement known again, for all who name it
    assert answer["rejected"].tolist() == [1, 0, 0]
    assert [(row["name"], row["locator"]) for row in facts("agreement")] == [("协议", "measures row 1")]
    answer = load(
        graph,
        {"agreements": [{"name": "另一", "parties": "无名"}], "concerns": [{"about": "另一", "subject": "贵州省"}]},
    )
    assert answer["rejected"].tolist() == [1, 1]


def test_a_node_that_one_row_makes_may_stand_where_several_kinds_may(graph: Graph, facts: Facts) -> None:
    supplies = [
        {"seller": "A", "buyer": "B", "product": "p"},
        {"seller": "A", "buyer": "C", "product": "p", "value": "-1"},
    ]
    places = [{"what": name, "place": "玉屏侗族自治县"} for name in ("B", "C")]
    answer = load(graph, {"locations": places, "supplies": supplies})
    assert answer[["added", "rejected"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    # a contradiction is found late, and takes what leans on its row with it
    supplies = [{"seller": "A", "buyer": "B", "product": "q", "value": value} for value in ("1", "2")]
    supplies[1] |= {"ref": ""}
    more = [{"owner": "D", "owned": "E", "share": "0.5"}, {"owner": "D", "owned": "E", "share": "0.6"}]
    answer = load(graph, {"ownership": more, "supplies": supplies, "locations": [{"what": "E", "place": "贵州省"}]})
    assert answer["rejected"].tolist() == [1, 1, 0]
    assert {row["name"] for row in facts("firm")} == {"A", "B", "D", "E"}


def test_strict_makes_no_nodes(graph: Graph, facts: Facts) -> None:
    load(graph, {"firms": [{"name": "中伟股份"}], "products": [{"name": "吨袋"}]})
    answer = load(
        graph, {"supplies": [{"seller": "中伟股份公司", "buyer": "中伟股份", "product": "吨袋"}]}, strict=True
    )
    assert line(answer) == [1, 0, 0, 0, 0, 1]
    (reason,) = answer.attrs["rejects"]["reason"]
    assert reason.startswith("unknown firm; nearest: 中伟股份 (0.")
    assert len(facts("firm")) == 1


def test_all_problems_of_a_row_are_listed(graph: Graph) -> None:
    answer = load(graph, {"firms": [{"name": "A", "place": "无此地", "count": "x", "group": "perhaps"}]})
    assert answer.attrs["rejects"]["column"].tolist() == ["group", "place"]
    assert answer.attrs["warnings"]["column"].tolist() == ["count"]


HOSTILE = [
    "'; drop table firm; --",
    "=cmd|'/c calc'!A1",
    "<img src=x onerror=alert(1)>",
    'a"b',
    "$name",
    "{x}",
    "%s",
    "''",
    "a\\",
]


def test_hostile_texts_are_stored_as_they_are(graph: Graph, facts: Facts) -> None:
    rows = [
        {"seller": text, "buyer": "B", "product": text, "ref": text, "source": text, "locator": text}
        for text in HOSTILE
    ]
    assert line(load(graph, {"supplies": rows})) == [len(rows), len(rows), 0, 0, 0, 0]
    assert {row["name"] for row in facts("firm")} == {*HOSTILE, "B"}
    assert {row["ref"] for row in facts("supplies")} == set(HOSTILE)
    assert {row["name"] for row in facts("source")} == set(HOSTILE)


def test_hostile_file_names_and_headers(graph: Graph, tmp_path: Path, facts: Facts) -> None:
    path = tmp_path / "it's [a]*; --.csv"
    path.write_text("seller,buyer,product\nA,B,p\n", encoding="utf-8")
    assert line(load(graph, path)) == [1, 1, 0, 0, 0, 0]
    assert [row["name"] for row in facts("source")] == [path.name]
    path.write_text('seller,buyer,"p""; drop"\nA,B,p\n', encoding="utf-8")
    with pytest.raises(BadInput, match="unknown headers"):
        load(graph, path)


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    texts = {
        "firms.csv": "name,place\nA,大龙\nB,\n", "parks.csv": "name,place,aliases\n大龙经开区,玉屏侗族自治县,大龙\n",
        "supplies.csv": "seller,buyer,product\nA,B,p\nA,甲,p\n",
        "aliases.csv": "kind,name,alias\nfirm,A,甲公司\nfirm,B,甲\n",
    }  # fmt: skip
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    hashes = set()
    for order in itertools.islice(itertools.permutations(texts), 0, None, 5):
        graph = connect(str(tmp_path / f"{'-'.join(order)}.duckdb"))
        answer = load(graph, *(tmp_path / name for name in order))
        assert answer.attrs["rejects"].empty
        hashes.add(graph.content_hash)
    assert len(hashes) == 1


def test_loading_twice_changes_nothing(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text(
        "name,place,products,aliases\nA,玉屏侗族自治县,p；q,甲；乙\nA,新晃侗族自治县,,\n", encoding="utf-8"
    )
    (tmp_path / "supplies.csv").write_text("seller,buyer,product,since\n甲,C,p,2023\nD,C,p,\n", encoding="utf-8")
    (tmp_path / "aliases.csv").write_text("kind,name,alias\n企业,C,丙\nfirms,C,丙公司\n", encoding="utf-8")
    first = load(graph, tmp_path)
    assert first.attrs["rejects"].empty
    before = graph.content_hash
    again = load(graph, tmp_path)
    assert bool((again["unchanged"] + again["merged"] == again["read"]).all())
    assert graph.content_hash == before


CELL = st.sampled_from(
    [
        "",
        "A",
        "B",
        "C",
        "p",
        "8300万元",
        "x",
        "5吨",
        "2025",
        "2025-02-30",
        "玉屏侗族自治县",
        "朝阳区",
        "甲；乙",
        "0.83亿元",
        "是",
        "=",
    ]
)
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "supplies": st.lists(
            st.fixed_dictionaries(dict.fromkeys(("seller", "buyer", "product", "value", "since", "quantity"), CELL)),
            max_size=5,
        ),
        "firms": st.lists(
            st.fixed_dictionaries(dict.fromkeys(("name", "place", "products", "capacity", "group"), CELL)),
            max_size=5,
        ),
        "aliases": st.lists(st.fixed_dictionaries(dict.fromkeys(("name", "alias"), CELL)), max_size=3),
        "parties": st.lists(st.fixed_dictionaries(dict.fromkeys(("party", "agreement", "role"), CELL)), max_size=3),
        "agreements": st.lists(st.fixed_dictionaries(dict.fromkeys(("name", "parties", "signed"), CELL)), max_size=3),
    },
)


@pytest.mark.torture
@settings(max_examples=often(2, 40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES)
def test_every_row_is_accounted_for(tables: dict[str, list[dict[str, str]]]) -> None:
    tables = {kind: rows for kind, rows in tables.items() if any(any(row.values()) for row in rows)}
    if not tables:
        return
    with tempfile.TemporaryDirectory() as folder:
        _account_for(connect(f"{folder}/graph.duckdb"), tables)


def _account_for(graph: Graph, tables: dict[str, list[dict[str, str]]]) -> None:
    first = load(graph, tables)
    assert bool((first["read"] == first[COUNTS].sum(axis=1)).all())
    for read, rows in zip(first["read"], tables.values(), strict=True):
        assert read == sum(any(row.values()) for row in rows)
    rejects = first.attrs["rejects"]
    assert len(rejects[["file", "row"]].drop_duplicates()) == first["rejected"].sum()
    assert bool(rejects["reason"].str.len().gt(0).all())
    rejected, read_in_all = (sum(first[name].tolist()) for name in ("rejected", "read"))
    if rejected < read_in_all:
        before = graph.content_hash
        again = load(graph, tables)
        assert bool((again["read"] == again[COUNTS].sum(axis=1)).all())
        if rejected == 0:
            assert again[["added", "changed"]].sum().sum() == 0
            assert graph.content_hash == before


def test_messages_in_chinese(graph: Graph) -> None:
    answer = load(graph, {"supplies": [{"seller": "A", "buyer": "B", "product": "p", "value": "x"}]}, lang="zh")
    assert "不是金额" in answer.attrs["warnings"]["reason"][0]
    assert any("留空或存疑" in note for note in answer.attrs["notes"])


def test_nothing_to_load(graph: Graph) -> None:
    with pytest.raises(BadInput, match="nothing to load"):
        load(graph)
