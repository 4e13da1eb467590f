"""A graph on a Neo4j server where things go wrong: nothing half-written, nothing doubled, nothing of others touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from neo4j_server import wipe
from rows import batch, nodes, row, rows, shown
from torture import TORTURE

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.engines.neo4j.engine import check_version
from chanlian.graph.errors import BadInput, BrokenOff, GraphBusy, GraphError, GraphMissing
from chanlian.graph.transfer.copy import push
from chanlian.loaders import pull

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from neo4j_server import Login, Server

ENDS = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}


def login(server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("chanlian.graph.engines.neo4j.engine.RETRY_SECONDS", 2.0)  # a server that was killed stays away
    url: str = server.known(monkeypatch)
    return url


@pytest.fixture
def server(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch) -> Login:
    """The server of this run, empty, with user and password in the environment."""
    wipe(neo4j_server)
    login(neo4j_server, monkeypatch)
    return neo4j_server


def run(server: Any, text: str, **parameters: Any) -> list[list[Any]]:
    with server.driver() as driver, driver.session() as session:
        found: list[list[Any]] = session.run(text, parameters).values()
        return found


def many(count: int) -> Any:
    """A chain of so many firms, each supplying the next."""
    names = [f"f{number}" for number in range(count)]
    supplies = [
        {"seller": f"firm:{one}", "buyer": f"firm:{other}", "product": "product:p"} for one, other in pairwise(names)
    ]
    return batch("s", "2025", firm=nodes("firm", *names), product=nodes("product", "p"), supplies=supplies)


def at_once(work: Callable[[int], None], times: int) -> None:
    """Do the work in so many threads, each with its number."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# -- reaching it -----------------------------------------------------------------------------


@pytest.mark.core
def test_a_server_that_is_down_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "geheim")
    graph = connect("bolt://127.0.0.1:1")
    for use in (graph.meta, graph.exists, graph.create, lambda: graph.write(batch("s"))):
        with pytest.raises(GraphError, match=r"bolt://127.0.0.1:1: no server answers") as raised:
            use()
        assert "geheim" not in raised.value.en + raised.value.zh


def test_a_wrong_password_is_told_and_not_shown(server: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "not-it-at-all")
    with pytest.raises(GraphError, match="user or password is not accepted") as raised:
        connect(server.url).exists()
    assert "not-it-at-all" not in raised.value.en + raised.value.zh


def test_a_server_that_wants_a_password_that_nobody_gave(server: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    with pytest.raises(GraphError, match="none is known"):
        connect(server.url).exists()


@pytest.mark.core
def test_what_is_asked_cannot_be_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    away = connect("bolt+s://127.0.0.1:1")
    with pytest.raises(GraphError, match=r"refused.*\+s and \+ssc ask for encryption") as raised:
        away.meta()
    assert "written again" not in raised.value.en


def test_an_unknown_database_is_told(server: Login) -> None:
    with pytest.raises(GraphError, match="no database 'nosuch'"):
        connect(f"{server.url}/nosuch").exists()


def test_without_a_graph_there_is_nothing_to_ask(server: Login) -> None:
    graph = connect(server.url)
    assert not graph.exists()
    with pytest.raises(GraphMissing, match="chanlian push"):
        graph.meta()


@pytest.mark.parametrize("agent", ["Neo4j/4.4.42", "Neo4j/5.25.1"])
def test_a_server_that_is_too_old_is_refused(agent: str) -> None:
    with pytest.raises(GraphError, match=r"Neo4j 5\.26 or later"):
        check_version(agent, "bolt://host")


@pytest.mark.parametrize("agent", ["Neo4j/5.26.30", "Neo4j/5.27-aura", "Neo4j/2026.08.1", "Memgraph"])
def test_a_server_of_today_is_taken(agent: str) -> None:
    check_version(agent, "bolt://host")


def test_routing_serves_as_well(server: Login) -> None:
    graph = connect(server.url.replace("bolt://", "neo4j://"))
    graph.write(batch("s", **ENDS, supplies=[SUPPLY]))
    assert row(graph, "supplies")["seller"] == "firm:a"


# -- others' data ----------------------------------------------------------------------------


def test_labels_of_others_are_not_taken_over(server: Login) -> None:
    wipe(server, schema=True)
    run(server, "CREATE (:Firm {name: 'theirs'}), (:Firm {name: 'too'}), (:Person {name: 'x'})")
    graph = connect(server.url)
    with pytest.raises(GraphError, match=r"2 :Firm"):
        graph.write(batch("s", **ENDS))
    assert run(server, "MATCH (n) RETURN count(n)") == [[3]]
    assert run(server, "SHOW CONSTRAINTS YIELD name RETURN count(name)") == [[0]]


def test_what_others_keep_beside_a_graph_stays(server: Login) -> None:
    run(server, "CREATE (:Person {name: 'x'})-[:KNOWS]->(:Person {name: 'y'})")
    graph = connect(server.url)
    graph.write(batch("s", **ENDS, supplies=[SUPPLY]))
    run(server, "MATCH (f:Firm {name: 'a'}), (p:Person {name: 'x'}) SET f.favourite = true CREATE (p)-[:WORKS_AT]->(f)")
    graph.write(batch("t", "2025", firm=[{"identifier": "firm:a", "name": "a", "scale": "大"}]))
    assert run(server, "MATCH (:Person)-[:WORKS_AT]->(f:Firm) RETURN f.name, f.scale, f.favourite") == [
        ["a", "大", True]
    ]
    out = batch("s")
    out.take_out([{"source": "source:s", "because": "undone", "by": "unload"}])
    out.take_out([{"source": "source:t", "because": "undone", "by": "unload"}])
    with pytest.raises(GraphError, match="others"):
        graph.write(out)
    assert len(rows(graph, "firm")) == 2  # all or nothing
    run(server, "MATCH (:Person)-[w:WORKS_AT]->() DELETE w")
    graph.write(out)
    assert rows(graph, "firm") == []
    assert run(server, "MATCH (p:Person) RETURN count(p)") == [[2]]


# -- hostile strings -------------------------------------------------------------------------

HOSTILE = (
    "'; MATCH (n) DETACH DELETE n //", "`}) DETACH DELETE n //", 'a"b\\c\nd', "x\x00y", "𠮷👩🏽‍🔧\u202e", "$rows", "row[0]",
    "长" * 2000, " ",
)  # fmt: skip


def test_hostile_strings_stay_data(server: Login) -> None:
    made = [connect(server.url), connect(":memory:")]
    for graph in made:
        supplies = [
            {"seller": f"firm:{text}", "buyer": "firm:b", "product": f"product:{text}", "ref": text, "locator": text}
            for text in HOSTILE
        ]
        firms = [one for text in HOSTILE for one in nodes("firm", text, aliases=[text + "x"])]
        graph.write(
            batch("s", firm=[*firms, *nodes("firm", "b")], product=nodes("product", *HOSTILE), supplies=supplies)
        )
    assert shown(made[0]) == shown(made[1])
    assert len(shown(made[0])["supplies"]) == len(HOSTILE)


def test_a_name_too_long_for_a_server_is_told(server: Login) -> None:
    graph = connect(server.url)
    with pytest.raises(GraphError, match="longer than a server can find again"):
        graph.write(batch("s", firm=[{"identifier": "firm:x", "name": "长" * 20_000}]))
    assert rows(graph, "firm") == []


# -- broken off ------------------------------------------------------------------------------


@pytest.mark.torture
def test_a_server_that_is_killed_stopped_and_made_read_only(
    own_neo4j: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = own_neo4j().start()
    url = login(server, monkeypatch)
    source = connect(str(tmp_path / "a.duckdb"))
    source.write(many(120))
    source.write(
        batch("t", "2026", supplies=[{"seller": "firm:f0", "buyer": "firm:f1", "product": "product:p", "value": 1.0}])
    )
    target = connect(url)
    target.progress = lambda done, total: server.kill() if done > total / 2 else None
    with pytest.raises(GraphError, match="nothing is doubled"):
        push(source, target, batch=25)
    server.restart()
    half = connect(url)
    assert half.meta()["unfinished"]
    assert 0 < sum(len(found) for found in shown(half).values()) < sum(len(found) for found in shown(source).values())
    push(source, connect(url), batch=25)
    whole = connect(url)
    assert "unfinished" not in whole.meta()
    assert shown(whole) == shown(source)
    assert whole.meta() == source.meta()
    back = connect(str(tmp_path / "b.duckdb"))
    pull(whole, back)
    assert shown(back) == shown(source)
    if TORTURE:  # a third start; one that may only be read answers as before and takes nothing
        server.restart({"server.databases.default_to_read_only": "true"})
        with pytest.raises(GraphError, match="may not be written"):
            whole.write(batch("t", firm=nodes("firm", "c")))
        assert shown(whole) == shown(source)
    # and one that goes away between two questions is told in a line
    server.kill()
    with pytest.raises(GraphError, match="no server answers"):
        shown(whole)


_PUSH = """
import os, signal, sys
from chanlian.graph import connect
from chanlian.graph.transfer.copy import push
target = connect(sys.argv[2])
target.progress = lambda done, total: os.kill(os.getpid(), signal.SIGKILL) if done > total / 2 else None
push(connect(sys.argv[1]), target, batch=40)
"""


def test_a_push_whose_process_is_killed(server: Login, tmp_path: Path) -> None:
    source = connect(str(tmp_path / "a.duckdb"))
    source.write(many(100))
    done = subprocess.run([sys.executable, "-c", _PUSH, source.url, server.url], check=False, env=dict(os.environ))
    assert done.returncode == -signal.SIGKILL
    graph = connect(server.url)
    assert graph.meta()["unfinished"]
    # somebody else's small load in between neither mends nor hides it
    graph.write(batch("other", firm=nodes("firm", "z")))
    assert graph.meta()["unfinished"]
    push(source, graph)
    assert "unfinished" not in graph.meta()
    assert {one["name"] for one in rows(graph, "firm")} == {"z", *(f"f{n}" for n in range(100))}
    assert len(rows(graph, "supplies")) == 99
    plain = connect(":memory:")
    for said in (many(100), batch("other", firm=nodes("firm", "z"))):
        plain.write(said)
    assert graph.content_hash == plain.content_hash


def test_a_push_that_a_person_stops(server: Login, tmp_path: Path) -> None:
    source = connect(str(tmp_path / "a.duckdb"))
    source.write(many(60))
    target = connect(server.url)

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    target.progress = stop
    with pytest.raises(BrokenOff, match=r"stopped; \d+ of \d+ facts were sent and stay there"):
        push(source, target, batch=20)
    half = connect(server.url)
    assert half.content_hash == "unfinished"
    assert cl.list(half, "firms").attrs["unfinished"]
    # nothing is made of it that would look whole
    making: list[Callable[[], Any]] = [
        lambda: pull(half, str(tmp_path / "b.duckdb")),
        lambda: cl.export(half, tmp_path / "out"),
        lambda: cl.check(half),
    ]
    for make in making:
        with pytest.raises(GraphError, match="has not ended or was broken off"):
            make()
    assert not (tmp_path / "b.duckdb").exists()
    # people go on working on their file before they try again
    source.write(batch("later", firm=nodes("firm", "new")))
    push(source, connect(server.url))
    assert "unfinished" not in connect(server.url).meta()
    assert shown(connect(server.url)) == shown(source)


def test_a_lost_answer_is_no_second_write(server: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver tries again what it does not know to be done; the graph knows."""
    tried = []

    def twice(session: Any, work: Any) -> Any:
        tried.append(1)
        plainly(session, work)
        return plainly(session, work)

    import neo4j

    plainly = neo4j.Session.execute_write
    graph = connect(server.url)
    graph.create()
    monkeypatch.setattr(neo4j.Session, "execute_write", twice)
    graph.write(batch("s", **ENDS, supplies=[SUPPLY]))
    assert tried
    assert len(rows(graph, "supplies")) == 1
    assert run(server, "MATCH ()-[r:SUPPLIES]->() RETURN count(r)") == [[1]]


def test_two_writers_at_once_both_have_their_way(server: Login) -> None:
    connect(server.url).create()
    problems: list[BaseException] = []

    def write(number: int) -> None:
        try:
            graph = connect(server.url, wait=60)
            for step in range(3):
                name = f"f{number}-{step}"
                graph.write(batch(f"s{number}", firm=nodes("firm", "shared", name), product=nodes("product", "p"),
                                  supplies=[{"seller": "firm:shared", "buyer": f"firm:{name}", "product": "product:p"}]))  # fmt: skip
        except BaseException as problem:  # noqa: BLE001  # told below
            problems.append(problem)

    at_once(write, 2)
    assert problems == []
    graph = connect(server.url)
    assert len(rows(graph, "firm")) == 7
    assert len(rows(graph, "supplies")) == 6
    ids = run(server, "MATCH (n) WHERE n.id IS NOT NULL RETURN count(n), count(DISTINCT n.id)")
    assert ids[0][0] == ids[0][1]


def test_the_first_writers_make_the_graph_together(clean_neo4j: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each makes what the other makes too: the server refuses the second, or lets neither wait for the other."""
    url, problems = login(clean_neo4j, monkeypatch), []

    def write(number: int) -> None:
        try:
            connect(url, wait=60).write(batch(f"s{number}", firm=nodes("firm", f"f{number}")))
        except BaseException as problem:  # noqa: BLE001  # told below
            problems.append(problem)

    at_once(write, 3)
    assert problems == []
    assert {row["name"] for row in rows(connect(url), "firm")} == {"f0", "f1", "f2"}


def test_a_batch_that_cannot_be_leaves_no_graph(clean_neo4j: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = connect(login(clean_neo4j, monkeypatch))
    with pytest.raises(GraphError, match="name nodes or sources that neither the batch nor the graph holds"):
        graph.write(batch("s", produces=[{"firm": "firm:x", "product": "product:x"}]))
    assert not graph.exists()


def test_a_writer_who_is_overtaken_for_too_long_gives_up(server: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    from chanlian.graph.engines.neo4j.local import said_by

    graph = connect(server.url)
    graph.create()
    monkeypatch.setattr("chanlian.graph.engines.neo4j.write._PAUSE", 0.0)

    def overtaken(session: Any) -> Any:
        meta = said_by(session)
        run(server, "MERGE (m:ChanlianMeta {key: 'revision'}) SET m.value = randomUUID()")
        return meta

    monkeypatch.setattr("chanlian.graph.engines.neo4j.write.said_by", overtaken)
    with pytest.raises(GraphBusy, match="others keep writing"):
        graph.write(batch("s", **ENDS))
    assert rows(graph, "firm") == []


# -- push and pull ---------------------------------------------------------------------------


def both(server: Login, *batches: Any) -> tuple[Graph, Graph]:
    source = connect(":memory:")
    for one in batches:
        source.write(one)
    return source, connect(server.url)


def test_a_push_is_the_graph_and_again_changes_nothing(server: Login) -> None:
    source, target = both(server, many(5), batch("t", "2026", supplies=[
        {"seller": "firm:f0", "buyer": "firm:f1", "product": "product:p", "value": 2.0}]))  # fmt: skip
    first = push(source, target).set_index("kind")
    assert first.loc["supplies", ["count", "added"]].tolist() == [4, 4]
    revision = run(server, "MATCH (m:ChanlianMeta {key: 'revision'}) RETURN m.value")
    again = push(source, target).set_index("kind")
    assert again.loc["supplies", ["count", "added", "changed", "unchanged"]].tolist() == [4, 0, 0, 4]
    assert run(server, "MATCH (m:ChanlianMeta {key: 'revision'}) RETURN m.value") == revision  # nothing was written
    assert shown(target) == shown(source)


def test_a_push_takes_along_what_changed_and_what_went(server: Login) -> None:
    source, target = both(server, many(4))
    push(source, target)
    target.write(batch("server", firm=nodes("firm", "only there")))
    source.write(batch("s", firm=[{"identifier": "firm:f0", "name": "改名"}]))
    gone = row(source, "supplies", seller="firm:f2")
    out = batch("s")
    out.take_out(
        [{"kind": "supplies", "fact": gone["fact"], "source": "source:s", "because": "wrong", "by": "retract"}]
    )
    source.write(out)
    told = push(source, target).set_index("kind")
    assert told.loc["supplies", "removed"] == 1
    assert told.loc["firm", "changed"] == 1
    assert [one["fact"] for one in rows(target, "supplies")] == [one["fact"] for one in rows(source, "supplies")]
    assert rows(target, "removed") == rows(source, "removed")
    assert {one["name"] for one in rows(target, "firm")} == {"改名", "f1", "f2", "f3", "only there"}
    # what a person took out over there stays out
    fact = row(target, "supplies", seller="firm:f0")["fact"]
    out = batch("s")
    out.take_out([{"kind": "supplies", "fact": fact, "source": None, "because": "no", "by": "retract"}])
    target.write(out)
    assert push(source, target).set_index("kind").loc["supplies", "retracted"] == 1
    assert fact not in {one["fact"] for one in rows(target, "supplies")}


def test_the_name_of_a_product_stands_on_what_is_supplied(server: Login) -> None:
    graph = connect(server.url)
    graph.write(many(3))
    assert run(server, "MATCH ()-[r:SUPPLIES]->() RETURN DISTINCT r.product") == [["p"]]
    graph.write(batch("t", "2030", product=[{"identifier": "product:p", "name": "吨袋"}]))
    assert run(server, "MATCH ()-[r:SUPPLIES]->() RETURN DISTINCT r.product") == [["吨袋"]]


def test_a_pull_needs_a_graph(server: Login) -> None:
    with pytest.raises(GraphMissing, match="mapping="):
        pull(server.url, ":memory:")


def test_the_newest_line_serves_as_well(newest_neo4j: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from neo4j_server import wipe

    wipe(newest_neo4j)
    source = connect(":memory:")
    source.write(many(30))
    target = connect(login(newest_neo4j, monkeypatch))
    push(source, target, batch=20)
    back = connect(str(tmp_path / "b.duckdb"))
    pull(target, back)
    assert shown(back) == shown(source)
    assert back.meta() == source.meta()


def test_a_password_in_a_url_is_refused_and_not_shown() -> None:
    with pytest.raises(BadInput, match="holds a password") as raised:
        connect("bolt://neo4j:geheim@localhost")
    assert "geheim" not in raised.value.en + raised.value.zh
