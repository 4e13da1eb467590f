"""The handle: lazy, by URL, with errors that say what, where and what next."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from rows import batch, nodes, row, rows

from chanlian.graph import Graph, connect
from chanlian.graph.engines.base import Question
from chanlian.graph.engines.duckdb import making
from chanlian.graph.errors import (
    BadInput,
    ChanlianError,
    GraphBusy,
    GraphError,
    GraphMissing,
    GraphTooNew,
    UnsupportedURL,
)  # fmt: skip
from chanlian.graph.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chanlian.graph import Batch

pytestmark = pytest.mark.core


@pytest.fixture(autouse=True)
def really_made(make_file: Callable[[Path, int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Here files are made as they are outside of tests."""
    monkeypatch.setattr(making, "make_file", make_file)


def firm(name: str = "a", **more: str) -> Batch:
    said: Batch = batch("s", firm=nodes("firm", name, **more))
    return said


def bilingual(error: ChanlianError, *told: str) -> None:
    """A message in one line of each language that tells these things."""
    for text in (error.text("en"), error.text("zh")):
        assert "\n" not in text
        for one in told:
            assert one in text
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.text("zh"))
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in error.text("en"))


USES: dict[str, Callable[[Graph], object]] = {
    "ask": lambda graph: graph.as_of,
    "scan": lambda graph: rows(graph, "firm"),
    "read": lambda graph: graph.reading().__enter__(),
    "write": lambda graph: graph.write(firm()),
    "create": lambda graph: graph.create(),
}
READS = ("ask", "scan", "read")


# -- lazy ----------------------------------------------------------------------------------


def test_connect_makes_and_opens_nothing(tmp_path: Path) -> None:
    missing, text = tmp_path / "none" / "x.duckdb", tmp_path / "text"
    text.write_text("no graph at all")
    assert not connect(str(missing)).exists()
    connect(str(text))  # whose it is shows when it is opened
    assert os.listdir(tmp_path) == ["text"]
    assert repr(connect("x.duckdb")) == "Graph('x.duckdb')"


def test_a_graph_is_made_by_create_or_by_the_first_write(tmp_path: Path) -> None:
    made, written = connect(str(tmp_path / "made")), connect(str(tmp_path / "written"))
    made.create()
    written.write(firm())
    assert made.exists()
    assert written.exists()
    assert (rows(made, "firm"), made.as_of) == ([], None)
    assert row(written, "firm")["name"] == "a"
    written.create()  # nothing happens where there is one
    assert len(rows(written, "firm")) == 1
    assert sorted(os.listdir(tmp_path)) == ["made", "written"]  # no log, no half-made file


def test_a_refused_first_write_leaves_no_graph(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "x.duckdb"))
    with pytest.raises(GraphError):
        graph.write(batch("s", owns=[{"owner": "firm:a", "owned": "firm:b"}]))
    assert os.listdir(tmp_path) == []
    # but one that was there is left, though it was empty
    graph.create()
    with pytest.raises(GraphError):
        graph.write(batch("s", owns=[{"owner": "firm:a", "owned": "firm:b"}]))
    assert os.listdir(tmp_path) == ["x.duckdb"]


def test_a_path_is_no_sql(tmp_path: Path) -> None:
    path = tmp_path / 'it\'s a "graph"; --.duckdb'
    connect(str(path)).write(firm())
    assert row(connect(str(path)), "firm")["name"] == "a"
    assert os.listdir(tmp_path) == [path.name]


# -- URLs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["neo5j://me:hunter2@host/db", "http://x?password=hunter2", "spark://hunter2", "://hunter2"]
)
def test_an_unknown_scheme_and_no_password_in_its_message(url: str) -> None:
    with pytest.raises(UnsupportedURL) as caught:
        connect(url)
    bilingual(caught.value, url.partition("://")[0] + "://", ":memory:")
    assert "hunter2" not in caught.value.text("en") + caught.value.text("zh") + repr(caught.value)


def test_two_graphs_in_memory_are_two_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one, other = connect(":memory:"), connect(":memory:")
    assert one.exists()
    told = firm()
    one.write(told)
    told.close()
    assert [len(rows(graph, "firm")) for graph in (one, other)] == [1, 0]
    assert one.url == ":memory:"
    assert len(list(tmp_path.iterdir())) == 2
    del one
    gc.collect()  # quietly: a warning would be an error here
    assert len(list(tmp_path.iterdir())) == 1
    assert rows(other, "firm") == []
    del other
    gc.collect()
    assert list(tmp_path.iterdir()) == []


# -- what is no graph ----------------------------------------------------------------------


@pytest.mark.parametrize("use", READS)
def test_a_missing_graph(tmp_path: Path, use: str) -> None:
    with pytest.raises(GraphMissing) as caught:
        USES[use](connect(str(tmp_path / "x.duckdb")))
    bilingual(caught.value, str(tmp_path / "x.duckdb"), "chanlian load")
    assert os.listdir(tmp_path) == []


def a_text(path: Path) -> None:
    path.write_text("name,place\n玉屏,x\n" * 500)


def an_empty_file(path: Path) -> None:
    path.touch()


def a_folder(path: Path) -> None:
    path.mkdir()


def another_database(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TABLE firm (name VARCHAR)")


def another_meta(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TABLE meta (version INTEGER)")


def a_meta_without_version(path: Path) -> None:
    with duckdb.connect(str(path)) as db:
        db.execute("CREATE TABLE meta AS SELECT 'schema_version' AS key, 'first' AS value")


NO_GRAPHS = (a_text, an_empty_file, a_folder, another_database, another_meta, a_meta_without_version)


@pytest.mark.parametrize("name", ["x.duckdb", "locked block.duckdb"])  # a name that may be taken for the reason
@pytest.mark.parametrize("make", NO_GRAPHS)
def test_what_is_no_graph_is_left_as_it_is(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    path = tmp_path / name
    make(path)
    before = path.read_bytes() if path.is_file() else None
    for use in USES.values():
        with pytest.raises(GraphError, match="graph") as caught:
            use(connect(str(path)))
        assert not isinstance(caught.value, (GraphBusy, GraphMissing, GraphTooNew))
        bilingual(caught.value, str(path))
    assert (path.read_bytes() if path.is_file() else None) == before
    assert os.listdir(tmp_path) == [name]


def test_a_graph_of_a_newer_chanlian(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    connect(str(path)).write(firm())
    with duckdb.connect(str(path)) as db:
        db.execute("UPDATE meta SET value = $v WHERE key = 'schema_version'", {"v": str(SCHEMA_VERSION + 1)})
    before = path.read_bytes()
    for use in USES.values():
        with pytest.raises(GraphTooNew) as caught:
            use(connect(str(path)))
        bilingual(caught.value, str(path), str(SCHEMA_VERSION + 1), str(SCHEMA_VERSION), "chanlian")
    assert path.read_bytes() == before


# -- what may not be read or written -------------------------------------------------------


@contextmanager
def unprivileged() -> Iterator[None]:
    """As somebody to whom the modes of files apply; root stands above them."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read, with a graph `x`; what reading and writing need is imported already."""
    folder = Path(tempfile.mkdtemp(prefix="chanlian-test-"))
    graph = connect(str(folder / "x"))
    graph.write(firm())
    assert graph.as_of is None
    assert len(rows(graph, "firm")) == 1
    (folder / "x").chmod(0o644)
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


posix = pytest.mark.skipif(os.name == "nt", reason="modes of files are another matter there")


@posix
def test_a_graph_that_may_be_read_only(open_folder: Path) -> None:
    (open_folder / "x").chmod(0o444)
    open_folder.chmod(0o555)
    graph, told = connect(str(open_folder / "x")), firm("b")
    before = (open_folder / "x").read_bytes()
    with unprivileged():
        assert graph.as_of is None
        assert len(rows(graph, "firm")) == 1
        with pytest.raises(GraphError, match="Permission denied") as caught:
            graph.write(told)
    bilingual(caught.value, str(open_folder / "x"))
    assert not isinstance(caught.value, GraphBusy)
    assert (open_folder / "x").read_bytes() == before


@posix
def test_a_graph_that_may_be_written_in_a_folder_that_may_not(open_folder: Path) -> None:
    # DuckDB keeps its log beside the file
    (open_folder / "x").chmod(0o666)
    open_folder.chmod(0o555)
    graph, told = connect(str(open_folder / "x")), firm("b")
    with unprivileged(), pytest.raises(GraphError, match="cannot be written") as caught:
        graph.write(told)
    bilingual(caught.value, str(open_folder / "x"), "Permission denied")
    assert [one["name"] for one in rows(graph, "firm")] == ["a"]


@posix
@pytest.mark.parametrize("use", USES)
def test_a_graph_that_may_not_even_be_read(open_folder: Path, use: str) -> None:
    (open_folder / "x").chmod(0o000)
    graph = connect(str(open_folder / "x"))
    firm().close()  # what making a batch needs is imported too
    with unprivileged(), pytest.raises(GraphError, match="cannot be opened .*Permission denied") as caught:
        USES[use](graph)
    bilingual(caught.value, str(open_folder / "x"))


@posix
@pytest.mark.parametrize("use", ["write", "create"])
def test_a_new_graph_where_nothing_may_be_written(open_folder: Path, use: str) -> None:
    open_folder.chmod(0o555)
    with unprivileged(), pytest.raises(GraphError, match="new: cannot be written") as caught:
        USES[use](connect(str(open_folder / "new")))
    bilingual(caught.value, str(open_folder / "new"))
    assert os.listdir(open_folder) == ["x"]


@pytest.mark.parametrize("use", ["write", "create"])
def test_a_new_graph_in_a_folder_that_is_not_there(tmp_path: Path, use: str) -> None:
    with pytest.raises(GraphError, match="cannot be written") as caught:
        USES[use](connect(str(tmp_path / "none" / "x.duckdb")))
    bilingual(caught.value, str(tmp_path / "none" / "x.duckdb"))
    assert os.listdir(tmp_path) == []


# -- leftovers of a process that was killed ------------------------------------------------


def test_what_a_killed_process_left_is_no_hindrance(tmp_path: Path) -> None:
    half_made = tmp_path / ".chanlian-graph-abcdefgh.part"
    half_made.mkdir()
    (half_made / "x.duckdb").write_text("half")
    (half_made / "x.duckdb.wal").write_text("made")
    (tmp_path / "x.duckdb.wal").write_text("the log of a graph that was removed")
    connect(str(tmp_path / "x.duckdb")).write(firm())
    assert os.listdir(tmp_path) == ["x.duckdb"]
    assert len(rows(connect(str(tmp_path / "x.duckdb")), "firm")) == 1


def test_another_process_that_made_the_graph_first_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.duckdb"
    connect(str(path)).write(firm("theirs"))
    # this process looked before that
    seen = iter([False])
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self, **more: next(seen, exists(self, **more)))
    connect(str(path)).write(firm("ours"))
    assert [one["name"] for one in rows(connect(str(path)), "firm")] == ["ours", "theirs"]
    assert os.listdir(tmp_path) == ["x.duckdb"]


# -- asking --------------------------------------------------------------------------------


def test_reading_holds_one_connection_and_nests(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "x.duckdb"))
    graph.write(firm())
    count = Question("count", "SELECT count(*) AS n FROM firm")
    with graph.reading():
        with graph.reading():
            assert graph.ask(count)["n"].tolist() == [1]
        assert graph.ask(count)["n"].tolist() == [1]  # the inner block did not close it
        with pytest.raises(GraphBusy, match="this program itself still reads") as caught:
            graph.write(firm("b"))
        bilingual(caught.value, str(tmp_path / "x.duckdb"), "reading()")
    assert graph.write(firm("b")) == {"added": 1, "unchanged": 1}
    assert graph.ask(count)["n"].tolist() == [2]


def test_a_question_that_fails_says_which_and_lets_go(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "x.duckdb"))
    graph.write(firm())
    with pytest.raises(GraphError, match="the question 'odd' failed: .*no_such_table"):
        graph.ask(Question("odd", "SELECT * FROM no_such_table"))
    with pytest.raises(GraphError, match="the question 'odd' failed"):
        graph.ask(Question("odd", "SELECT $a AS a"), {})
    graph.write(firm("b"))


def test_a_question_cannot_write(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "x.duckdb"))
    graph.write(firm())
    with pytest.raises(GraphError, match="read-only"):
        graph.ask(Question("bad", "DELETE FROM firm"))
    assert len(rows(graph, "firm")) == 1


def test_a_kind_that_there_is_none_of(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "x.duckdb"))
    graph.create()
    with pytest.raises(BadInput, match="there is no kind 'company'") as caught:
        rows(graph, "company")
    bilingual(caught.value, "company", "firm")


def test_names_are_all_names_of_a_node() -> None:
    graph = connect(":memory:")
    said = batch(
        "s",
        firm=[{"identifier": "firm:91", "name": "中伟新材料", "aliases": ["中伟"], "credit_code": "91"}],
        product=nodes("product", "吨袋"),
        region=nodes("region", "A", level="county", code="A"),
        located_in=[{"what": "firm:91", "place": "region:A"}],
    )
    graph.write(said)
    found = graph.names(["firm", "product"]).to_pylist()
    texts = [(one["kind"], one["text"], one["main"], one["place"]) for one in found]
    assert texts == [
        ("firm", "中伟新材料", True, "region:A"), ("firm", "中伟", False, "region:A"),
        ("firm", "firm:91", False, "region:A"), ("firm", "91", False, "region:A"),
        ("product", "吨袋", True, None), ("product", "product:吨袋", False, None),
    ]  # fmt: skip
    assert {one["identifier"] for one in found} == {"firm:91", "product:吨袋"}
    assert {one["kind"] for one in graph.names().to_pylist()} == {"source", "region", "firm", "product"}


def test_there_are_no_names_where_there_is_no_graph(tmp_path: Path) -> None:
    found = connect(str(tmp_path / "x.duckdb")).names()
    assert found.num_rows == 0
    assert found.column_names == ["kind", "text", "identifier", "place", "main"]
    assert os.listdir(tmp_path) == []
