"""Graph: the handle people hold. Lazy: nothing is opened until something is asked or written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .engines.base import Question
from .errors import GraphError, UnsupportedURL
from .schema import NODE_NAMES, SCHEMA_VERSION, node
from .schema.steps import digest_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    import networkx as nx
    import pandas as pd
    import pyarrow as pa

    from .batch import Batch
    from .engines.base import Engine

_META = Question(
    "meta",
    "SELECT key, value FROM meta ORDER BY key",
    "MATCH (m:ChanlianMeta) WHERE m.key <> 'revision' RETURN m.key AS key, m.value AS value ORDER BY key",
)


def connect(url: str, *, wait: float = 0.0) -> Graph:
    """The graph at a URL: a DuckDB file, a database of a Neo4j server, or `:memory:` for one that goes with the handle.

    Opening is lazy and read-only: nobody holds the file between questions, and `write`
    opens it for as long as it writes. `wait` is how many seconds to wait for a file that
    another process is writing.

    Raises
    ------
    UnsupportedURL
        If the URL has a scheme that no engine serves.

    >>> graph = connect(":memory:")
    >>> graph.as_of is None
    True
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        from .engines.duckdb.engine import DuckDBEngine

        return Graph(DuckDBEngine(url, wait=wait))
    from .engines.neo4j.address import SCHEMES

    if scheme.lower() in SCHEMES:
        from .engines.neo4j.engine import Neo4jEngine

        return Graph(Neo4jEngine(url, wait=wait))
    del rest  # may hold a password: never shown
    raise UnsupportedURL(
        f"{scheme}:// is no kind of graph this version opens; supported: a DuckDB file"
        " (xiangqian.duckdb), a Neo4j server (bolt://host, neo4j+s://host/database) or :memory:",
        f"本版本不支持 {scheme}:// 形式的图；支持：DuckDB 文件（如 xiangqian.duckdb）、"
        "Neo4j 服务器（bolt://主机、neo4j+s://主机/数据库）或 :memory:",
    )


class Graph:
    """A graph of industrial chains, wherever it lives; `connect` gives one."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def url(self) -> str:
        """Where the graph lives, without any password."""
        return self.engine.url

    def __repr__(self) -> str:
        """`Graph('xiangqian.duckdb')`."""
        return f"Graph({self.url!r})"

    def create(self) -> None:
        """Make an empty graph; nothing happens where there is one."""
        self.engine.create()

    def exists(self) -> bool:
        """Whether there is a graph at the URL."""
        return self.engine.exists()

    def write(self, batch: Batch) -> dict[str, int]:
        """Write a batch in one transaction; the number of facts by outcome.

        An upsert by key: the same batch twice changes nothing. Every source keeps what it
        stated; empty values erase nothing. Outcomes: added, changed, unchanged, merged, retracted;
        of facts whose claims the batch takes out: removed, kept, restored, ended.
        """
        self.engine.write(batch)
        return dict(batch.db.execute("SELECT outcome, count(*) FROM outcome GROUP BY outcome ORDER BY 1").fetchall())

    def ask(self, question: Question, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows that a question's text fetches, with named parameters."""
        return self.engine.ask(question, parameters or {})

    def rows(self, question: Question, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The same as plain records: a null is None, a list a list."""
        return self.engine.rows(question, parameters or {})

    def reading(self) -> AbstractContextManager[None]:
        """Hold the graph open for several questions that belong together."""
        return self.engine.reading()

    def scan(self, kind: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order, ends and sources as identifiers."""
        return self.engine.scan(kind)

    def meta(self) -> dict[str, str | None]:
        """What the graph says of itself: schema_version, as_of, digests of its content."""
        return {row["key"]: row["value"] for row in self.rows(_META)}

    @property
    def as_of(self) -> str | None:
        """The day a question is asked as of: the latest publication or start of an actual fact."""
        return self.meta().get("as_of")

    @property
    def content_hash(self) -> str:
        """A digest of all facts, the same wherever and in whatever order they were loaded."""
        return content_hash(self.meta())

    def sql(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None
    ) -> pd.DataFrame:
        """The rows of one SELECT of your own over the graph's tables and readable views (v_firms, v_supplies, ...).

        `parameters` are bound to $name in the text; after `seconds` the question is stopped. Nothing
        can be written, and no file is read but the graph. See `graph/console/sql.py` for what is raised.

        >>> connect(":memory:").sql("SELECT count(*) AS firms FROM v_firms")["firms"].tolist()
        [0]
        """
        from .console.sql import sql_frame

        return sql_frame(self, text, parameters, seconds=seconds)

    def cypher(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None
    ) -> pd.DataFrame:
        """The rows of one Cypher text of your own, of a graph on a Neo4j server; nothing is written.

        `parameters` are bound to $name in the text; after `seconds` the server stops the question. See
        `graph/console/cypher.py` for what is raised, docs/CYPHER.md for the labels and ten questions.
        """
        from .console.cypher import ask_cypher
        from .console.result import attrs_of
        from .frames import frame_of

        told = ask_cypher(self, text, parameters, seconds=seconds)
        frame = frame_of(told.columns, told.rows)
        frame.attrs = attrs_of(self, "cypher", text, parameters)
        return frame

    def to_networkx(
        self, area: str | None = None, kinds: Iterable[str] | None = None, *, with_zones: bool = False
    ) -> nx.MultiDiGraph[str]:
        """The graph, or an area's part of it, for graph algorithms: nodes by identifier, edges keyed by fact.

        Of an area (several with commas): its places and firms, and what they touch. `kinds` keeps only
        these kinds of nodes, or of edges, or both. See `graph/export/networks.py` for the attributes.

        >>> connect(":memory:").to_networkx().number_of_nodes()
        0
        """
        from .export.networks import to_networkx

        return to_networkx(self, area, kinds, with_zones=with_zones)

    def names(self, kinds: Iterable[str] | None = None) -> pa.Table:
        """Every name, alias, code and identifier of nodes of these kinds (all by default).

        Columns kind, text, identifier, place (identifier of a firm's primary place), main
        (the text is the node's name). Empty where there is no graph yet.
        """
        import pyarrow as pa

        parts: list[pa.Table] = []
        for kind in NODE_NAMES if kinds is None else kinds:
            if self.exists():
                for part in self.scan(kind):
                    parts += _names_of(kind, part)
        return pa.concat_tables([_name_columns().empty_table(), *parts])


def _name_columns() -> pa.Schema:
    """The columns of `Graph.names`."""
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("kind", "text", "identifier", "place")]
    return pa.schema([*texts, ("main", pa.bool_())])


def _names_of(kind: str, part: pa.RecordBatch) -> list[pa.Table]:
    """The names of a part of a scan, column by column: names, aliases, identifiers, codes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    there = set(part.schema.names)
    everyone = pa.array(range(part.num_rows), pa.int64())
    said = [(part["name"], everyone, True)]
    said.append((pc.list_flatten(part["aliases"]), pc.list_parent_indices(part["aliases"]), False))
    code = node(kind).code
    said += [(part[column], everyone, False) for column in ("identifier", code) if column]
    place = part["place"] if "place" in there else pa.nulls(part.num_rows, pa.string())
    out = []
    for texts, rows, main in said:
        columns = [
            pa.repeat(pa.scalar(kind), len(texts)), texts, part["identifier"].take(rows), place.take(rows),
            pa.repeat(pa.scalar(main), len(texts)),
        ]  # fmt: skip
        table = pa.table(
            [column.cast(field.type) for column, field in zip(columns, _name_columns(), strict=True)], _name_columns()
        )
        out.append(table.filter(pc.is_valid(table["text"])))
    return out


def public(url: str) -> str:
    """A graph's URL as others may read it: of a server without the user, and whatever a password holds.

    >>> public("neo4j+s://reader@host:7687/chains"), public("/home/me/xq.duckdb")
    ('neo4j+s://host:7687/chains', '/home/me/xq.duckdb')
    >>> public("bolt://me:a?b@c@host?database=d")
    'bolt://host'
    """
    scheme, separator, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}" if separator else url


def title(url: str) -> str:
    """What a graph is called where it is cited: where a file lies is no matter of those who read it.

    >>> title("/home/me/xq.duckdb"), title("bolt://reader@host/chains")
    ('xq.duckdb', 'bolt://host/chains')
    """
    return public(url) if "://" in url else re.split(r"[\\/]", url)[-1]


UNFINISHED: Final = (
    "a write to this graph has not ended or was broken off: the answer may lack some of it;"  # noqa: ISC004  # one text
    " if nobody is writing, run that push or load again",
    "对这个图的一次写入尚未结束或已中断：结果可能不完整；如无人正在写入，请再执行一次该 push 或 load",
)
"""What is said with every answer of a graph on a server whose `meta` says so."""


UPGRADED_COPY: Final = (
    "this graph was made by an earlier chanlian and is read from an upgraded copy that goes with this command;"  # noqa: ISC004  # one text
    " its first load makes it one of today's",
    "这个图由较早版本的 chanlian 建立，此次读取的是临时升级的副本；首次载入数据时图本身会随之升级",
)
"""What is said with every answer of a graph that cannot be read as it lies there."""


def state_of(meta: Mapping[str, str | None]) -> dict[str, Any]:
    """What the `attrs` of an answer say of the state in which the graph was asked; nothing where all is as it should be.

    >>> state_of({"schema_version": "2"}), state_of({"unfinished": "{...}"})
    ({}, {'unfinished': True})
    """
    out: dict[str, Any] = {"unfinished": True} if meta.get("unfinished") else {}
    return {**out, "upgraded_from": int(meta["upgraded_from"])} if meta.get("upgraded_from") else out


def must_be_whole(graph: Graph) -> None:
    """Raise where a write to the graph has not ended or was broken off: what is made of it would look whole.

    Raises
    ------
    GraphError
        With what to do.
    """
    if graph.meta().get("unfinished"):
        raise GraphError(
            f"{graph.url}: a write to this graph has not ended or was broken off; if nobody is writing, run that push or load"
            " again, then this (docs/NEO4J.md: when a push was broken off)",
            f"{graph.url}：对这个图的一次写入尚未结束或已中断；如无人正在写入，请先再执行一次该 push 或 load（见 docs/NEO4J.md）",
        )


def content_hash(meta: Mapping[str, str | None]) -> str:
    """A digest of the digests that `meta` keeps of each kind's content; in the midst of a write there is none.

    Before the colon stands by which way of reckoning it was made: only two of one way can be compared.

    >>> content_hash({"schema_version": "1", "content:firm": "7"})
    'h1:2ecdb9ced51df2d4'
    """
    import hashlib

    if meta.get("unfinished"):
        return "unfinished"
    text = "\n".join(f"{key}={value}" for key, value in sorted(meta.items()) if key.startswith("content:") and value)
    scheme = digest_scheme(int(meta.get("schema_version") or SCHEMA_VERSION))
    return f"h{scheme}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"
