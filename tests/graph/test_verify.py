"""Is a graph still what was written? What another program changed is found and named, on a file and a server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from neo4j_server import wipe
from rows import batch, nodes, row, rows

import chanlian as cl
from chanlian.cli import main
from chanlian.graph import Graph, connect
from chanlian.graph.digests import as_buckets, as_text, together
from chanlian.graph.errors import GraphError
from chanlian.graph.meta import record_hash

if TYPE_CHECKING:
    from neo4j_server import Login

SAID: dict[str, list[dict[str, Any]]] = {
    "firms": [
        {"name": "甲厂", "place": "玉屏侗族自治县", "scale": "大型"}, {"name": "乙厂", "place": "新晃侗族自治县"}, {"name": "丙厂"},
    ],
    "supplies": [
        {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋", "value": "5万元", "since": "2023"},
        {"seller": "乙厂", "buyer": "丙厂", "product": "纸箱"},
    ],
}  # fmt: skip
OTHERS: dict[str, list[dict[str, Any]]] = {
    "supplies": [{"seller": "甲厂", "buyer": "乙厂", "product": "吨袋", "value": "6万元", "since": "2023"}],
    "firms": [{"name": "甲厂", "place": "玉屏侗族自治县", "scale": "中型"}],
}


def told(graph: Graph) -> Graph:
    cl.load(graph, SAID, source="名录", published="2024")
    cl.load(graph, OTHERS, source="年报", published="2025")
    fact = next(one["fact"] for one in rows(graph, "supplies") if one["value"] is None)
    cl.retract(graph, fact, because="误报")
    return graph


def test_a_graph_of_which_nothing_is_left_is_sound() -> None:
    graph = connect(":memory:")
    cl.load(graph, SAID, source="名录")
    cl.unload(graph, "名录")
    assert cl.verify(graph).values.tolist() == []


Found = tuple[str, str, list[str]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "g.duckdb"
    told(connect(str(path)))
    return path


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(kept, tmp_path / "g.duckdb"))


def found(graph: Graph) -> list[Found]:
    return [tuple(one) for one in cl.verify(graph)[["kind", "finding", "what"]].values.tolist()]


TON_BAGS = "甲厂 supplies 吨袋 to 乙厂"
CHANGES: dict[str, list[tuple[str, list[Found]]]] = {
    "values, and why something was taken out": [
        ("UPDATE supplies SET value = 1", [("supplies", "changed", [TON_BAGS])]),
        ("UPDATE firm SET name = '丁厂' WHERE name = '丙厂'", [("firm", "changed", ["丁厂"])]),
        ("UPDATE removed SET because = 'x'", [("removed", "recorded", [])]),
    ],
    "a row taken out, and a claim": [
        (
            "DELETE FROM located_in WHERE what = (SELECT id FROM firm WHERE name = '乙厂')",
            [("located_in", "gone", []), ("firm", "derived", ["乙厂"])],
        ),
        ("DELETE FROM claim WHERE kind = 'supplies' AND stated LIKE '%50000%'", [("supplies", "gone", [])]),
    ],
    "a row doubled, and the trace": [
        ("INSERT INTO supplies FROM supplies", [("supplies", "came", [TON_BAGS])]),
        ("DELETE FROM removed", [("removed", "gone", [])]),
    ],
    "a row tripled, and a claim": [
        ("INSERT INTO supplies FROM supplies UNION ALL FROM supplies", [("supplies", "came", [TON_BAGS])]),
        (
            "UPDATE claim SET stated = replace(stated, '大型', '小型') WHERE kind = 'firm'",
            [("firm", "changed", ["甲厂"])],
        ),
    ],
    "whose claim it is, and where another was read": [
        (
            "UPDATE claim SET source = (SELECT id FROM source WHERE name = '名录') WHERE kind = 'supplies'",
            [("supplies", "changed", [TON_BAGS])],
        ),
        ("UPDATE claim SET locator = 'x' WHERE kind = 'firm'", [("firm", "recorded", ["甲厂"])]),
    ],
    "an end, and the area of a place": [
        (
            "UPDATE located_in SET what = (SELECT id FROM firm WHERE name = '丙厂') WHERE what IN (FROM (SELECT id FROM firm WHERE name = '乙厂'))",
            [
                ("located_in", "key", ["丙厂 is located in 新晃侗族自治县"]),
                ("firm", "derived", ["乙厂"]),
                ("firm", "derived", ["丙厂"]),
            ],
        ),
        ("UPDATE area SET province = NULL WHERE name = '玉屏侗族自治县'", [("region", "derived", ["玉屏侗族自治县"])]),
    ],
    "an area, and a day": [
        (
            "UPDATE firm SET county = NULL WHERE name = '甲厂'",
            [("firm", "derived", ["甲厂"]), ("supplies", "derived", [TON_BAGS])],
        ),
        ("UPDATE supplies SET since_day = DATE '2020-01-01'", [("supplies", "derived", [TON_BAGS])]),
    ],
    "what is kept of a place, and of when it speaks": [
        ("UPDATE area SET name = '别处县' WHERE name = '玉屏侗族自治县'", [("region", "derived", ["玉屏侗族自治县"])]),
        (
            "DELETE FROM area WHERE name = '新晃侗族自治县'",
            [("region", "derived", ["新晃侗族自治县"]), ("firm", "derived", ["乙厂"])],
        ),
        ("UPDATE meta SET value = '2030-12-31' WHERE key = 'as_of'", [("meta", "meta", [])]),
    ],
    "what chanlian never writes": [
        ("UPDATE claim SET stated = '' WHERE kind = 'firm'", [("firm", "unreadable", []), ("meta", "unreadable", [])]),
        ("UPDATE supplies SET fact = NULL", [("supplies", "gone", []), ("supplies", "came", [])]),
        ("UPDATE meta SET value = 'zz' WHERE key = 'buckets:product'", [("product", "meta", [])]),
        ("INSERT INTO meta VALUES ('content:quatsch', '7')", []),
    ],
    "an empty text, and a digest of nothing": [
        ("UPDATE firm SET credit_code = '' WHERE name = '丙厂'", [("firm", "changed", ["丙厂"])]),
    ],
    "only a digest of nothing": [("INSERT INTO meta VALUES ('content:quatsch', '7')", [("meta", "meta", [])])],
    "all that is kept to verify": [
        (
            "DELETE FROM meta WHERE key LIKE 'buckets:%'",
            [
                (kind, "meta", [])
                for kind in ("source", "region", "firm", "product", "located_in", "part_of", "supplies", "removed")
            ],
        ),
    ],
    "what it says of itself": [
        ("UPDATE meta SET value = '0' WHERE key = 'content:supplies'", [("supplies", "meta", [])]),
        (
            "DELETE FROM meta WHERE key = 'buckets:firm'; UPDATE meta SET value = '0' WHERE key = 'record:firm'",
            [("firm", "meta", [])],
        ),
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_another_program_changed_is_named(path: Path, change: str) -> None:
    with duckdb.connect(str(path)) as db:
        for sql, _ in CHANGES[change]:
            db.execute(sql)
    expected = [one for _, said in CHANGES[change] for one in said]
    graph = connect(str(path))
    answer = cl.verify(graph)
    assert sorted(tuple(one) for one in answer[["kind", "finding", "what"]].values.tolist()) == sorted(expected)
    assert answer.attrs["findings"] == len(expected)
    assert answer.attrs["graph_hash"] == graph.content_hash
    # that it was verified is not said of what is not as it was
    assert "verified" not in graph.meta()


def test_on_a_server(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wipe(neo4j_server)
    graph = connect(neo4j_server.known(monkeypatch))
    cl.push(told(connect(str(tmp_path / "g.duckdb"))), graph)
    assert found(graph) == []
    with neo4j_server.driver() as driver:

        def run(text: str) -> None:
            driver.execute_query(text, database_=neo4j_server.database)

        run("MATCH ()-[s:SUPPLIES]->() SET s.value = 1.0")
        assert found(graph) == [("supplies", "changed", [TON_BAGS])]
        run("MATCH ()-[s:SUPPLIES]->() DELETE s")
        run("MATCH (f:Firm {name: '丙厂'}) SET f.county = 1")
        assert found(graph) == [("supplies", "gone", []), ("firm", "derived", ["丙厂"])]


@pytest.mark.parametrize(
    ("change", "kind", "write"),
    [
        ("DELETE FROM removed", "removed", "load"),
        ("DELETE FROM located_in WHERE what = (SELECT id FROM firm WHERE name = '乙厂')", "located_in", "load"),
        ("UPDATE firm SET name = '丁厂' WHERE name = '丙厂'", "firm", "load"),
        ("DELETE FROM removed", "removed", "retract"),
    ],
)
def test_a_write_does_not_take_over_what_another_program_did(path: Path, change: str, kind: str, write: str) -> None:
    """The next load of any firm with a place summed all places anew, and the damage was right from then on."""
    with duckdb.connect(str(path)) as db:
        db.execute(change)
    graph = connect(str(path))
    if write == "load":
        cl.load(graph, {"firms": [{"name": "戊厂", "place": "玉屏侗族自治县"}]}, source="补录")
    else:
        cl.retract(graph, rows(graph, "supplies")[0]["fact"], because="误报")
    assert kind in set(cl.verify(connect(str(path)))["kind"])


# -- what the digests cover ------------------------------------------------------------------


def supply(value: float, locator: str = "row 1", **more: Any) -> dict[str, Any]:
    return {"seller": "firm:a", "buyer": "firm:b", "product": "product:p", "value": value, "locator": locator, **more}


def written(*batches: Any) -> Graph:
    graph = connect(":memory:")
    for one in batches:
        graph.write(one)
    return graph


def ground() -> Any:
    return batch("s", "2024", firm=nodes("firm", "a", "b"), product=nodes("product", "p"))


def test_the_content_covers_claims_and_their_sources_and_not_where_they_were_read() -> None:
    one = written(ground(), batch("s", "2024", supplies=[supply(1.0)]))
    moved = written(ground(), batch("s", "2024", supplies=[supply(1.0, "row 9", confidence=0.5)]))
    assert one.content_hash == moved.content_hash
    assert record_hash(one.meta()) != record_hash(moved.meta())
    other = written(ground(), batch("t", "2024", supplies=[supply(1.0)]), batch("s", "2024", firm=nodes("firm", "a")))
    assert other.content_hash != one.content_hash
    # who states the value that ranks behind counts too, and what it is
    both = [
        written(ground(), batch("s", "2024", supplies=[supply(1.0)]), batch(name, "2020", supplies=[supply(value)]))
        for name, value in (("t", 2.0), ("t", 3.0), ("u", 2.0))
    ]
    assert row(both[0], "supplies")["value"] == row(both[1], "supplies")["value"] == 1.0
    assert len({graph.content_hash for graph in both}) == 3


def test_neither_the_order_of_sources_nor_who_mentions_a_node_first_is_content() -> None:
    loads = (batch("s", "2024", supplies=[supply(1.0)]), batch("t", "2025", supplies=[supply(2.0)]))
    again = (batch("t", "2025", supplies=[supply(2.0)]), batch("s", "2024", supplies=[supply(1.0)]))
    assert written(ground(), *loads).content_hash == written(ground(), *again).content_hash
    first = [batch(name, "2024", firm=nodes("firm", "a")) for name in ("s", "t")]
    second = [batch(name, "2024", firm=nodes("firm", "a")) for name in ("t", "s")]
    assert written(*first).content_hash == written(*second).content_hash
    # what is said of it is
    assert (
        written(batch("s", "2024", firm=nodes("firm", "a", scale="大型")), first[1]).content_hash
        != written(*second).content_hash
    )


def test_buckets_are_kept_as_text_and_add_up() -> None:
    kept = as_buckets("00 1 2 3;ff ffffffffffffffff 0 1")
    assert as_buckets(as_text(kept)) == kept
    assert as_text(together(kept, as_buckets("ff 1 0 1"))) == "00 1 2 3;ff 0 0 2"
    assert as_buckets(None) == {}


# -- what is said of it ----------------------------------------------------------------------


def test_a_graph_says_when_it_was_verified(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764288000")
    graph = connect(str(path))
    assert not any("verified" in note for note in cl.info(graph).attrs["notes"])
    cl.verify(graph)
    assert "last verified on 2025-11-28" in cl.info(graph).attrs["notes"]
    cl.load(graph, {"firms": [{"name": "丁厂"}]}, source="补录")
    assert "最近校验：2025-11-28（此后有写入）" in cl.info(graph, lang="zh").attrs["notes"]
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(path), "--lang", "zh"])
    assert not ended.value.code
    assert "全部一致" in capsys.readouterr().err
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE supplies SET value = 1")
    with pytest.raises(SystemExit) as ended:
        main(["verify", str(path), "--lang", "zh"])
    assert ended.value.code == 3
    assert "甲厂向乙厂供应吨袋" in capsys.readouterr().out


def test_one_that_may_only_be_read_is_verified_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise GraphError("cannot be written", "无法写入")

    monkeypatch.setattr(Graph, "write", refused)
    monkeypatch.setattr("chanlian.graph.quality.verify.derived_otherwise", lambda *_: [])  # it writes a graph beside
    answer = cl.verify(connect(str(path)))
    assert answer.empty
    assert answer.attrs["notes"][-1] == "that it was verified is not kept: cannot be written"


def test_one_of_an_earlier_version_cannot_be_looked_into(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute(
            "DELETE FROM meta WHERE key LIKE 'record:%' OR key LIKE 'buckets:%'; UPDATE meta SET value = '2' WHERE key = 'schema_version'"
        )
    with pytest.raises(GraphError, match="the next write to it"):
        cl.verify(connect(str(path)))
    cl.load(connect(str(path)), {"firms": [{"name": "丁厂"}]}, source="补录")
    assert found(connect(str(path))) == []
