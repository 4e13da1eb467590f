"""A write to a server reads what it touches, and all of the graph where that is not enough: it says and does what a file would."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from looked_up import done, tables_of
from neo4j_server import wipe
from partly import Compared, compared
from rows import batch, named, nodes, rows, shown
from torture import often

import chanlian as cl
from chanlian.graph import Batch, Graph, connect
from chanlian.graph.engines.duckdb.guessed import NO_ROW
from chanlian.graph.engines.neo4j import local, read
from chanlian.loaders.names import graph_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neo4j_server import Login

Step = dict[str, Any]


@pytest.fixture
def server(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """The server of this run, empty."""
    wipe(neo4j_server)
    return connect(neo4j_server.known(monkeypatch))


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Compared:
    """Which writes were worked out beside what they touch: those are worked out beside all of the graph too."""
    return compared(monkeypatch)


def step(source: str, published: str, **tables: list[Step]) -> Callable[[Graph], list[Any]]:
    """A load of tables; what it says."""

    def done(graph: Graph) -> list[Any]:
        report = cl.load(graph, tables, source=source, published=published)
        return [report.to_csv(), report.attrs["rejects"].to_csv(), report.attrs["notes"]]

    return done


def written(make: Callable[[], Batch]) -> Callable[[Graph], list[Any]]:
    """A batch that is written as it is."""
    return lambda graph: [graph.write(make())]


def retracted(kind: str, **values: str) -> Callable[[Graph], list[Any]]:
    """The first fact of a kind, with these values, is retracted."""

    def done(graph: Graph) -> list[Any]:
        found = [one for one in rows(graph, kind) if all(one[name] == value for name, value in values.items())]
        return [cl.retract(graph, found[0]["fact"], because="误").to_csv()]

    return done


def checked_out(kind: str) -> Callable[[Graph], list[Any]]:
    """The first fact of a kind is taken out by somebody's own program."""

    def done(graph: Graph) -> list[Any]:
        out = Batch()
        out.take_out([{"kind": kind, "fact": rows(graph, kind)[0]["fact"], "because": "误", "by": "check"}])
        return [graph.write(out)]

    return done


FIRMS = [{"name": "甲厂", "place": "玉屏县", "products": "碳酸锂"}, {"name": "乙厂", "place": "玉屏县"}]
BASE = step("年鉴", "2024", firms=FIRMS, supplies=[{"seller": "甲厂", "buyer": "乙厂", "product": "碳酸锂"}])
AGREED = {"name": "协议", "signed": "2025-05", "parties": "甲厂、乙厂"}


def guess(name: str) -> Batch:
    """Names something that is taken for an organization."""
    found = named("organization", name, row=NO_ROW)
    out = batch("g", "2024", organization=found, firm=named("firm", "甲厂"))
    out.guessed([found[0]["identifier"]])
    return out


CASES: dict[str, tuple[list[Callable[[Graph], list[Any]]], Callable[[Graph], list[Any]], bool]] = {
    "a firm more": ([BASE], step("调查", "2025", firms=[{"name": "丁厂", "place": "玉屏县", "products": "碳酸锂"}]), True),
    "a supply between known firms": ([BASE], step("调查", "2023", supplies=[
        {"seller": "乙厂", "buyer": "甲厂", "product": "包装"}]), True),
    "what another source states": ([BASE], step("调查", "2025", supplies=[
        {"seller": "甲厂", "buyer": "乙厂", "product": "碳酸锂", "quantity": "5吨"}]), True),
    "a new park": ([BASE], step("调查", "2025", parks=[{"name": "某园", "place": "玉屏县"}], firms=[
        {"name": "丁厂", "place": "某园"}]), True),
    "what was retracted": ([BASE, retracted("supplies")],
        step("调查", "2025", supplies=[{"seller": "甲厂", "buyer": "乙厂", "product": "碳酸锂"}]), True),
    "a fact that is taken out": ([BASE], retracted("supplies"), True),
    "a node that is taken out": ([BASE], retracted("firm", name="甲厂"), True),
    "the last fact that names a node": ([step("年鉴", "2024", supplies=[{"seller": "甲厂", "buyer": "乙厂", "product": "碳酸锂"}]),
        retracted("product"), retracted("firm", name="乙厂")], retracted("supplies"), True),
    "where a node lies": ([BASE], retracted("located_in"), True),
    "a fact that gave the day": ([BASE, step("协议书", "2024-01", agreements=[AGREED])], retracted("agreement"), False),
    "one of two of a name": ([BASE, step("万山", "2024", firms=[{"name": "乙厂", "place": "万山区"}])], retracted("firm", name="乙厂"), True),
    "what others have as a further name": ([
        written(lambda: batch("s", "2024", firm=named("firm", "甲公司", aliases=["甲厂"], scale="small"), product=nodes("product", "p"))),
        written(lambda: batch("t", "2024", firm=named("firm", "甲厂", scale="large"), produces=[
            {"firm": named("firm", "甲厂")[0]["identifier"], "product": "product:p"}]))],
        retracted("firm", name="甲厂"), False),
    "a name alone that others have as a further name": ([
        step("玉屏", "2024", firms=[{"name": "甲公司", "place": "玉屏县", "scale": "小型"}]),
        step("万山", "2024", firms=[{"name": "甲公司", "place": "万山区"}], aliases=[{"name": "某厂", "alias": "甲某"}])],
        written(lambda: batch("u", "2025", firm=named("firm", "甲某"))), True),
    "what was taken out the same way before": ([BASE, checked_out("supplies"), BASE], checked_out("supplies"), True),
    "what others state too": ([BASE, step("调查", "2023", supplies=[
        {"seller": "甲厂", "buyer": "乙厂", "product": "碳酸锂", "quantity": "5吨"}])], retracted("supplies"), True),
    "a firm of a known name elsewhere": ([BASE, step("万山", "2024", firms=[{"name": "戊厂", "place": "万山区"}])],
        step("调查", "2025", firms=[{"name": "乙厂", "place": "万山区"}]), False),
    "another place of the same source": ([BASE, step("万山", "2024", firms=[{"name": "戊厂", "place": "万山区"}])],
        step("年鉴", "2024", firms=[{"name": "甲厂", "place": "万山区"}]), False),
    "another date of a source": ([BASE, written(lambda: batch("s", "2023", firm=[*nodes("firm", "x", scale="small")])),
        written(lambda: batch("t", "2024", firm=[*nodes("firm", "x", scale="large")]))],
        written(lambda: batch("s", "2025", firm=nodes("firm", "y"))), False),
    "a region with which a name begins": ([BASE, step("名录", "2024", firms=[{"name": "万山某某厂"}])],
        step("调查", "2025", firms=[{"name": "丁厂", "place": "万山区"}]), False),
    "a place that has ended by then": ([BASE, step("迁址", "2024", parks=[{"name": "某园", "place": "玉屏县"}], located_in=[
        {"what": "乙厂", "place": "某园", "since": "2020", "until": "2025-03"}])],
        step("调查", "2025-06", firms=[{"name": "丁厂", "place": "玉屏县"}]), False),
    "a day that is taken back": ([BASE, step("协议书", "2025-01", agreements=[AGREED])],
        step("协议书", "2025-01", agreements=[{**AGREED, "signed": "2024-05"}]), False),
    "a day that another fact keeps": ([BASE, step("协议书", "2025-01", agreements=[AGREED, {**AGREED, "name": "又一协议"}])],
        step("协议书", "2025-01", agreements=[{**AGREED, "signed": "2024-05"}]), False),
    "a kind that was guessed": ([BASE, written(lambda: guess("丙会"))],
        written(lambda: batch("h", "2025", firm=named("firm", "丙会", scale="small"))), False),
    "a kind that is guessed of another's further name": ([BASE, written(lambda: batch("g", "2024", firm=named("firm", "己厂", aliases=["己会"])))],
        written(lambda: guess("己会")), False),
    "a name that turns out to be another's": ([BASE, written(lambda: batch("g", "2024", product=named("product", "工业级碳酸锂")))],
        written(lambda: batch("h", "2025", product=named("product", "碳酸锂", aliases=["工业级碳酸锂"]))), False),
}  # fmt: skip
"""What was written before, what is written then, and whether what it touches is enough for that."""


@pytest.mark.parametrize("case", CASES)
def test_a_server_says_and_does_what_a_file_would(
    server: Graph, count: Compared, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1748563200")
    file = connect(":memory:")
    before, then, enough = CASES[case]
    for one in before:
        one(server), one(file)
    was = shown(file)
    count.partly = count.whole = 0
    assert then(server) == then(file)
    assert shown(server) == shown(file) != was or case == "what was retracted"
    assert (server.as_of, server.content_hash) == (file.as_of, file.content_hash)
    assert (count.partly, count.whole) == ((1, 0) if enough else (0, 1))


def test_what_a_load_does_not_touch_stays_on_the_server(server: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [{"name": f"{number}号厂", "place": "玉屏县", "products": f"{number}号产品"} for number in range(300)]
    cl.load(server, {"firms": many}, source="名录", published="2024")
    came: dict[str, int] = {}
    fetched = read.tables

    def told(session: Any, name: str, which: Any = None) -> Any:
        for table in fetched(session, name, which):
            came[name] = came.get(name, 0) + table.num_rows
            yield table

    monkeypatch.setattr(local, "tables", told)
    cl.load(server, {"firms": [{"name": "3号厂", "products": "4号产品"}]}, source="调查", published="2025")
    # by its identifier, and again among those of its name
    assert (came["firm"], came["product"], came.get("produces", 0)) == (2, 2, 0)
    cl.load(server, {"produces": [{"firm": "3号厂", "product": "3号产品"}]}, source="调查", published="2025")
    assert (came["firm"], came["product"], came["produces"]) == (4, 4, 1)


def test_a_load_that_is_tried_writes_nothing_and_says_what_it_would(
    server: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    BASE(server)
    before = (server.revision, server.content_hash)
    monkeypatch.setattr("chanlian.loaders.report.dry_run._write_to_a_copy", None)
    tables = {"firms": [{"name": "丁厂", "place": "玉屏县"}, {"name": "甲厂", "place": "玉屏县"}]}
    tried = cl.load(server, tables, source="调查", published="2025", dry_run=True)
    assert (server.revision, server.content_hash) == before
    done = cl.load(server, tables, source="调查", published="2025")
    assert tried.to_csv() == done.to_csv()
    assert server.content_hash != before[1]


def test_a_load_that_is_tried_on_a_copy(server: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a graph that a write would make one of today's version first a copy is written to: it has other marks of writes."""
    BASE(server)
    monkeypatch.setattr(type(server.engine), "_tried", lambda *_: False)
    tried = cl.load(
        server, {"firms": [{"name": "丁厂", "place": "玉屏县"}]}, source="调查", published="2025", dry_run=True
    )
    assert tried.set_index("kind").loc["firms", "added"] == 1


@pytest.mark.torture
@pytest.mark.usefixtures("count")
@pytest.mark.parametrize("seed", range(often(2, 30)))
def test_looked_up_on_a_server_is_as_known_in_a_file(
    seed: int, server: Graph, example_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = connect(str(shutil.copy(example_file, tmp_path / "a.duckdb")))
    cl.push(file, server)
    names = {
        kind: [row["text"] for row in file.names([kind]).to_pylist()] for kind in ("firm", "product", "park", "region")
    }
    expected = done(file, tables_of(seed, names), strict=seed % 2 == 1)
    monkeypatch.setattr(graph_names, "MANY_NODES", 0)
    assert done(server, tables_of(seed, names), strict=seed % 2 == 1) == expected
