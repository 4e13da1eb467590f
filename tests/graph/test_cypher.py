"""One's own Cypher: it reads the graph and nothing else, and every value becomes a cell."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from neo4j_server import wipe
from rows import batch, nodes

from chanlian.cli import main
from chanlian.graph import Graph, connect
from chanlian.graph.console.cypher import ask_cypher, parameter
from chanlian.graph.console.cypher_names import FUNCTIONS, PROCEDURES, foreign
from chanlian.graph.console.unknown_names import unknown_names
from chanlian.graph.errors import BadInput, GraphError, NothingMatches

if TYPE_CHECKING:
    from neo4j_server import Login

pytestmark = pytest.mark.core


@pytest.fixture
def graph(neo4j_server: Login, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """A small graph, written once: nothing that is asked here may change it."""
    made = connect(neo4j_server.known(monkeypatch))
    if neo4j_server.holds == "small":
        return made
    wipe(neo4j_server)
    supply = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p", "value": 1.5}
    made.write(batch("s", firm=nodes("firm", "a", "b"), product=nodes("product", "p"), supplies=[supply]))
    neo4j_server.holds = "small"
    return made


def everything(login: Login) -> list[list[list[Any]]]:
    """All that the database holds: nodes, relationships, what is said of itself, rules and indexes."""
    asked = (
        "MATCH (n) RETURN elementId(n), labels(n), properties(n) ORDER BY elementId(n)",
        "MATCH ()-[r]->() RETURN elementId(r), type(r), properties(r) ORDER BY elementId(r)",
        "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name", "SHOW INDEXES YIELD name RETURN name ORDER BY name",
    )  # fmt: skip
    with login.driver() as driver, driver.session(database=login.database) as session:
        return [session.run(text).values() for text in asked]


def test_values_become_cells(graph: Graph) -> None:
    found = graph.cypher(
        "MATCH path = (a:Firm)-[r:SUPPLIES]->(b:Firm) RETURN a, r, path, [a.name, b.name] AS names, date('2025-05-24') AS day,"
        " null AS nothing, {x: 1} AS map, r.value AS value, $given AS given",
        {"given": ["x", 1]},
    )
    (row,) = found.to_dict("records")
    assert json.loads(row["a"])["labels"] == ["Firm"]
    assert json.loads(row["r"])["type"] == "SUPPLIES"
    assert len(json.loads(row["path"])["path"]) == 3
    assert (row["names"], row["day"], row["value"], row["given"]) == (["a", "b"], "2025-05-24", 1.5, ["x", 1])
    assert json.loads(row["map"]) == {"x": 1}


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Firm) RETURN n", "MATCH (n) DETACH DELETE n", "MATCH (n:Firm) SET n.name = 'x' RETURN n",
        "MERGE (n:Odd) RETURN n", "CREATE INDEX odd FOR (n:Firm) ON (n.odd)", "DROP CONSTRAINT chanlian_firm_id",
        "CALL { CREATE (:Odd) } RETURN 1", "FOREACH (x IN [1] | CREATE (:Odd))",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "LOAD CSV FROM 'http://127.0.0.1:1/x' AS l RETURN l",
        "CALL dbms.listConfig() YIELD name RETURN name", "CALL db.createLabel('Odd')", "CALL db.stats.retrieve('QUERIES')",
        "RETURN [x IN [1] | COLLECT { CALL db.stats.collect('QUERIES') YIELD success RETURN success }]", "CALL db.clearQueryCaches",
        "SHOW DATABASES", "SHOW USERS", "SHOW TRANSACTIONS", "TERMINATE TRANSACTIONS 'neo4j-transaction-1'", "EXPLAIN RETURN 1",
    ],
)  # fmt: skip
def test_nothing_is_written_and_no_file_is_read(graph: Graph, neo4j_server: Login, text: str) -> None:
    before = everything(neo4j_server)
    assert len(before[0]) > 3
    with pytest.raises((BadInput, GraphError)):
        graph.cypher(text)
    assert everything(neo4j_server) == before


def test_what_only_tells_of_the_database_may_be_called(graph: Graph) -> None:
    assert "Firm" in graph.cypher("CALL db.labels() YIELD label RETURN label")["label"].tolist()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CALL db.stats.collect('QUERIES')", "db.stats.collect"),
        ("call db.stats.retrieve('QUERIES') yield data return data", "db.stats.retrieve"),
        ("CALL db.clearQueryCaches", "db.clearquerycaches"),
        ("CALL /* x */ `db` . `stats`.stop // y\n ('QUERIES')", "db.stats.stop"),
        ("MATCH (n) CALL (n) { OPTIONAL CALL dbms.queryJmx('*') YIELD name RETURN name } RETURN name", "dbms.queryjmx"),
        ("RETURN EXISTS { CALL apoc.load.json('http://x') YIELD value RETURN value }", "apoc.load.json"),
        ("RETURN apoc.text.join(['a'], '')", "apoc.text.join"),
        ("RETURN 'it\\'s' + apoc . `text` . join (['a'], \"'\")", "apoc.text.join"),
        ("RETURN `date.truncate`.x(1)", "date.truncate.x"),
        ("RETURN a\u180epoc.x(1)", "U+180E"),
        ("RETURN genai.vector.encode('x', 'OpenAI')", "genai.vector.encode"),
        ("RETURN db.labels()", "db.labels"),
        ("MATCH (n) WHERE n.name = apoc\\u002etext.join(['a'], '') RETURN n", "\\u002e"),
        ("RETURN '\\u0027 + apoc.x() + \\u0027'", "\\u0027"),
        ("UNWIND [1] AS x LOAD /**/ csv WITH HEADERS FROM 'file:///x' AS l RETURN l", "LOAD CSV"),
        ("RETURN COLLECT { load CSV FROM 'file:///x' AS l RETURN l }", "LOAD CSV"),
        ("USE neo4j MATCH (n) RETURN n", "USE"),
        ("CALL { USE graph.byName('other') MATCH (n) RETURN n } RETURN n", "USE"),
        ("CYPHER 5 USE `other` MATCH (n) RETURN n", "USE"),
        ("USE (other) MATCH (n) RETURN n", "USE"),
        ("RETURN COUNT { use/**/(other) MATCH (n) RETURN n }", "USE"),
        ("WITH 1 AS as CALL { WITH as USE other MATCH (n) RETURN n } RETURN n", "USE"),
        ("WITH 1 AS as CALL { WITH `a`, as USE other MATCH (n) RETURN n } RETURN n", "USE"),
        ("MATCH (n) WITH n AS use RETURN use ORDER BY 1", "USE"),  # it may be a clause: in backticks it is none
        ("RETURN COUNT { USE `other` MATCH (n) RETURN n }", "USE"),
        ("RETURN 1 AS n UNION USE other RETURN 1 AS n", "USE"),
        ("USE 'other' RETURN 1", "USE"),
        ("USE $other RETURN 1", "USE"),
        ("CYPHER runtime=slotted USE other RETURN 1", "USE"),
        ("RETURN COLLECT { LOAD\u00a0CSV FROM 'file:///etc/passwd' AS l RETURN l }", "U+00A0"),
        ("MATCH (a)\u2010[r]->(b) RETURN r", "U+2010"),
        ("RETURN apoc\x00.x(1)", "U+0000"),
    ],
)
def test_what_is_not_the_graphs_is_found_in_a_text(text: str, found: str) -> None:
    assert foreign(text) == found


@pytest.mark.parametrize(
    "space",
    [0x1C, 0x1F, 0x7F, 0x85, 0xA0, 0xAD, 0x1680, 0x180E, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF],
)  # fmt: skip
def test_no_other_space_than_a_plain_one_parts_words(space: int) -> None:
    for text in ("USE{}other MATCH (n) RETURN n", "RETURN COUNT {{ LOAD{}CSV FROM 'file:///x' AS l RETURN l }}"):
        assert foreign(text.format(chr(space))) == f"U+{space:04X}"
    assert foreign(f"RETURN '{chr(space)}' AS `{chr(space)}` // {chr(space)}") is None


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (use)-[r]->(m) WHERE use.name = m.name WITH m AS use, [use] AS l RETURN l[0], {use: use}, use",
        "MATCH (n) WITH n AS `use` RETURN `use` ORDER BY 1", "MATCH (n) RETURN [1][0] AS use", "RETURN '大龙' AS 名称, 1 AS été",
        "MATCH (f:Firm) WHERE f.name = 'apoc.x(1)' AND f.`apoc.x` = \"CALL db.stats.stop('x')\" RETURN f.name",
        "// apoc.x(1)\nMATCH (n:USE {use: 1}) /* LOAD CSV */ WHERE n.use > 1.5 AND (n.load) = 2 RETURN n.use AS use, n {.name, .use}",
        "CALL db.labels() YIELD label RETURN label", "CALL db.schema.visualization", "CALL db.propertyKeys()",
        "CALL db.index.fulltext.queryNodes('names', 'x') YIELD node RETURN node.name",
        "RETURN date.truncate('year', date()), datetime.fromEpoch(1, 2), point.distance($a, $b), toUpper('x'), count(*)",
        "MATCH (a)-[:X*1..3]->(b) CALL (a) { MATCH (a)-->(c) RETURN c.name AS name } RETURN a.name, name",
        "MATCH (call) WHERE call.name IN ['x'] RETURN call.name", "RETURN 'C:\\\\users'", "RETURN $p.x.y, [1, 2][0]",
    ],
)  # fmt: skip
def test_what_is_the_graphs_is_not_taken_for_something_else(text: str) -> None:
    assert foreign(text) is None


def test_what_may_be_called_is_the_servers_own(graph: Graph) -> None:
    later = {name.lower() for name in FUNCTIONS if name.startswith("coll.")} | {"db.namefromelementid"}  # of 2025
    other_graphs = {"graph.byelementid", "graph.byname", "graph.names", "graph.propertiesbyname"}
    assert graph.capabilities.session is not None
    with graph.capabilities.session() as session:
        functions = session.run("SHOW FUNCTIONS YIELD name, isBuiltIn WHERE isBuiltIn RETURN toLower(name)").value()
        procedures = session.run("SHOW PROCEDURES YIELD name RETURN name").value()
    called = {name.lower() for name in FUNCTIONS}
    assert called - later <= {*functions}
    assert {name for name in functions if "." in name} <= called | other_graphs
    assert {*PROCEDURES} <= {*procedures}


def test_a_text_that_cannot_be_run_is_told(graph: Graph) -> None:
    with pytest.raises(BadInput, match="cannot be run"):
        graph.cypher("MATCH (n RETURN n")
    with pytest.raises(BadInput, match="cannot be run"):
        graph.cypher("RETURN $missing")


def test_an_error_is_where_the_text_has_it(graph: Graph) -> None:
    with pytest.raises(BadInput, match="line 1, column 1"):
        graph.cypher("garbage here")


def test_a_number_that_no_server_holds_is_told(graph: Graph) -> None:
    with pytest.raises(BadInput, match="beyond 64 bits"):
        graph.cypher("RETURN $n", {"n": 10**30})
    with pytest.raises(BadInput, match="no JSON"):
        parameter("n:=NaN")


def test_an_answer_says_what_was_asked_of_what(graph: Graph) -> None:
    said = graph.cypher("RETURN $n AS n", {"n": 1}).attrs
    assert said["graph_hash"] == graph.content_hash
    assert said["parameters"] == {"cypher": "RETURN $n AS n", "n": 1}
    assert said["version"]


def test_a_question_is_stopped_when_its_time_is_up(graph: Graph) -> None:
    with pytest.raises(GraphError, match="stopped after 1 seconds"):
        graph.cypher("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n", seconds=1)


def test_a_file_is_not_asked_in_cypher() -> None:
    with pytest.raises(BadInput, match="chanlian sql"):
        connect(":memory:").cypher("RETURN 1")


def test_parameters_are_typed() -> None:
    assert [parameter(text) for text in ("a=1", "a:=1", 'a:=["x"]', "a=b=c")] == [
        ("a", "1"), ("a", 1), ("a", ["x"]), ("a", "b=c")]  # fmt: skip
    for text in ("a", "=1", ":=1", "a:=x"):
        with pytest.raises(BadInput):
            parameter(text)


def test_the_command_limits_and_says_so(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--lang", "en", "cypher", graph.url, *words])
        assert not ended.value.code
        return capsys.readouterr()

    out, err = run("UNWIND range(1, 5) AS n RETURN n", "--limit", "2", "--format", "csv")
    assert out.splitlines() == ["n", "1", "2"]
    assert "there are more rows" in err
    out, _ = run("MATCH (f:Firm {name: $name}) RETURN f.name AS firm", "-p", "name=a", "--format", "json")
    assert json.loads(out) == [{"firm": "a"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (f:Frim) RETURN f", ["no label of this graph is called Frim, so it matches nothing; nearest: Firm"]),
        ("MATCH (n:firm) RETURN n", ["no label of this graph is called firm, so it matches nothing; nearest: Firm"]),
        ("MATCH ()-[:SUPLIES]->(n) RETURN n", ["no relationship type of this graph is called SUPLIES, so it matches nothing; nearest: SUPPLIES"]),
        ("MATCH (n {naem: 'a'})\nRETURN n.wxyzq", ["no property of this graph is called naem, so it matches nothing; nearest: name",
                                                   "no property of this graph is called wxyzq, so it matches nothing; docs"]),
        ("RETURN COUNT { (:`od``d`) } AS n", ["no label of this graph is called od`d, so"]),
        ("MATCH (f:Firm)-[s:SUPPLIES]->() WHERE s.value > 1 RETURN f.name", []),
    ],
)  # fmt: skip
def test_a_name_that_the_graph_does_not_have_is_told(graph: Graph, text: str, said: list[str]) -> None:
    doubts = [en for en, _ in ask_cypher(graph, text).doubts]
    assert len(doubts) == len(said)
    for doubt, expected in zip(doubts, said, strict=True):
        assert doubt.startswith(expected)


def test_a_name_of_the_model_that_nothing_has_yet_is_told_as_such(graph: Graph) -> None:
    # a server notes this only until anything has had the property, and others have used the server of this run
    note = SimpleNamespace(
        gql_status="01N52", position=None, status_description="The property `stage` does not exist in database `neo4j`."
    )
    assert graph.capabilities.session is not None
    with graph.capabilities.session() as session:
        ((en, _),) = unknown_names(session, [note])  # type: ignore[list-item]  # what of a note is read
    assert en.startswith("nothing in this graph has the property stage, which the model knows")


def test_python_warns_of_it_and_the_command_says_it(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.warns(NothingMatches, match="nearest: Firm") as caught:
        found = graph.cypher("MATCH (f:Frim) RETURN f.name AS name")
    assert caught[0].filename == __file__
    assert found.empty
    assert "Frim" in found.attrs["notes"][0]
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "cypher", graph.url, "MATCH (f:Frim) RETURN f.name AS name", "--format", "csv"])
    assert not ended.value.code
    out, err = capsys.readouterr()
    assert out == "name\n"
    assert "图中没有名为 Frim 的标签，因此匹配不到任何内容；相近的有：Firm" in err
