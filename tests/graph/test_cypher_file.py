"""The file of Cypher: a real server takes it statement by statement, and the graph comes back the same; data in it is inert."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from called_so import HOSTILE, hostile, written

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.cypher_text import cypher_value

if TYPE_CHECKING:
    from pathlib import Path

    from neo4j_server import Login

LIVE = (
    "'}) MATCH (n) DETACH DELETE n //", "\\'}) DETACH DELETE n //", "\\u0027}) MATCH (n) DETACH DELETE n //", "\\\\u0027}) RETURN 1 //",
    "\\", "a\\", "$rows", "$constant.`name`", "`", "/* */", "// x", ";", "a;\nMATCH (n) DETACH DELETE n;",
    ":param x", "\u2028", "\u0085", "𠮷", "\x1b[31m", "{0}",
)  # fmt: skip


def taken(path: Path, login: Login) -> int:
    """Run a file as a person would, each statement by itself; how many."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("//")]
    with login.driver() as driver, driver.session(database=login.database) as session:
        for line in lines:
            assert line.endswith(";")
            session.run(line.removesuffix(";")).consume()
    return len(lines)


def test_a_server_takes_the_file_and_pull_brings_the_same_graph(
    clean_neo4j: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = clean_neo4j.known(monkeypatch)
    graph = written(hostile([*HOSTILE, *LIVE]))
    done = cl.export(graph, tmp_path / "g.cypher")
    assert taken(tmp_path / "g.cypher", clean_neo4j) == done["rows"].sum()
    back = connect(":memory:")
    cl.pull(url, back)
    assert back.content_hash == graph.content_hash
    assert cl.verify(connect(url)).empty
    # into a database that holds a graph nothing is written
    with pytest.raises(Exception, match="already exists"):
        taken(tmp_path / "g.cypher", clean_neo4j)
    assert connect(url).content_hash == graph.content_hash


def test_the_example_and_its_claims_come_back(
    clean_neo4j: Login, example: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = clean_neo4j.known(monkeypatch)
    cl.export(example, tmp_path / "g.cypher")
    taken(tmp_path / "g.cypher", clean_neo4j)
    back = connect(":memory:")
    cl.pull(url, back)
    assert back.content_hash == example.content_hash
    assert cl.gaps(connect(url), "玉屏").equals(cl.gaps(example, "玉屏"))


def test_each_statement_is_one_line_whatever_stands_in_it(tmp_path: Path) -> None:
    graph = written(hostile([*HOSTILE, *LIVE]))
    done = cl.export(graph, tmp_path / "g.cypher")
    text = (tmp_path / "g.cypher").read_text(encoding="utf-8")
    assert len(text.splitlines()) == done["rows"].sum() + 1
    assert not {char for char in text if not char.isprintable() and char != "\n"} - {"𠮷"}
    assert cypher_value("a'\\\n") == "'a\\'\\\\\\u000a'"
