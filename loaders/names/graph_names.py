"""What a load takes over of the names that its graph knows: all of a small graph, else only those that it met.

A node comes with all of its names and with its place. Whatever a text is compared with is brought
before it is compared, so that a load says and does the same as one that knows all names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from ...graph.former import former_of_nodes, now_called
from ...graph.names.likeness import parts
from ...graph.names.look_up import all_named, how_many, named, texts_with, written_with
from ...graph.names.stated_places import stated_places
from ...graph.sql_text import literal
from ..work_tables import ALIKE, GRAPH_NAMES, KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb
    import pyarrow as pa

    from ...graph.graph import Graph

MANY_NODES: Final = 5_000
"""The names of so many nodes are read as soon as a few are looked up."""
FEW_ROWS: Final = 500
"""A load of more rows meets so many names that it may as well know all."""
_FEW_CORES: Final = 100
CREDIT_CODE: Final = "^[0-9A-Z]{18}$"


@dataclass(slots=True)
class GraphNames:
    """The names of a graph in `load.graph_names`; what is brought later goes to `load.known` too."""

    db: duckdb.DuckDBPyConnection
    graph: Graph | None = None
    """The graph, while names are still looked up in it; None where all that matter are here."""
    kinds: tuple[str, ...] = ()
    count: int = 0
    """So many texts are in `load.graph_names`."""
    _read: Graph | None = None
    """The graph that is loaded into."""
    _asked: dict[str, set[str]] = field(default_factory=dict)
    _cores: dict[str, set[str]] = field(default_factory=dict)
    _whole: set[str] = field(default_factory=set)

    @property
    def any(self) -> bool:
        """Whether the graph may know any name."""
        return self.graph is not None or self.count > 0

    def start(self, graph: Graph, kinds: Sequence[str], rows: int) -> None:
        """Begin a load of so many rows that name nodes of these kinds."""
        if not graph.exists():
            return
        self.kinds, self._read = tuple(kinds), graph
        if rows > FEW_ROWS:
            self._add(graph.names(self.kinds))
        elif how_many(graph, self.kinds) > MANY_NODES:
            self.graph = graph
            return
        else:
            self._add(all_named(graph, self.kinds))
        self._add_former(former_of_nodes(graph))

    def exactly(self, texts: str, kinds: Iterable[str]) -> None:
        """Bring the nodes of these kinds that go by one of the texts (SQL, one column)."""
        if self.graph is not None:
            rows = self.db.execute(f"SELECT DISTINCT * FROM ({texts})").fetchall()
            self._exactly([text for (text,) in rows if text is not None], kinds)

    def by_core(self, kind: str, cores: Sequence[str]) -> None:
        """Bring the nodes of a kind with a name whose core (graph/names/spelling.py) may be one of these."""
        new = [core for core in cores if core not in self._cores.setdefault(kind, set())]
        if self.graph is None or kind not in self.kinds or kind in self._whole or not new:
            return
        self._cores[kind] |= set(new)
        if len(new) > _FEW_CORES:
            self._all(kind)
        else:
            self._add(written_with(self.graph, kind, new))

    def by_part(self, kind: str, cores: Sequence[str]) -> None:
        """Put the names of a kind whose core may share a part (graph/names/likeness.py) with one of these into `load.alike`."""
        if self.graph is None or kind not in self.kinds or kind in self._whole or not cores:
            return
        if len(cores) > _FEW_CORES:
            self._all(kind)
            return
        found = sorted({part for core in cores if core for part in parts(core)})
        self.db.register("load_names", texts_with(self.graph, kind, found))
        self.db.execute(f"INSERT INTO {ALIKE} SELECT {literal(kind)}, text, identifier FROM load_names")
        self.db.unregister("load_names")

    def _exactly(self, texts: Sequence[str], kinds: Iterable[str]) -> None:
        assert self.graph is not None  # asked before
        mine = [kind for kind in kinds if kind in self.kinds and kind not in self._whole]
        new = sorted({text for text in texts for kind in mine if text not in self._asked.setdefault(kind, set())})
        if not new:
            return
        for kind in mine:
            self._asked[kind] |= set(new)
        former = now_called(self.graph, [text for text in new if ":" in text])
        self._add(named(self.graph, mine, [*new, *former.values()]))
        self._add_former(former)

    def _all(self, kind: str) -> None:
        assert self.graph is not None  # asked before
        if kind not in self._whole:
            self._whole.add(kind)
            self._add(self.graph.names([kind]))

    def _add(self, names: pa.Table) -> None:
        """Take over the names of nodes, each with all of its names; those that are here already stay."""
        if not names.num_rows:
            return
        assert self._read is not None  # the names are its own
        asked = names["identifier"].unique().to_pylist() if names.num_rows < MANY_NODES else None
        self.db.register("load_names", names)
        self.db.register("load_places", stated_places(self._read, asked))
        # a node of which several places are stated lies in any of them; one without any may lie anywhere (`loose`)
        rows = self.db.execute(
            """
            INSERT INTO load.graph_names
            WITH own AS (
                SELECT identifier, any_value(text) FILTER (NOT main AND kind = 'firm' AND regexp_matches(text, $code)) AS code
                FROM load_names ANTI JOIN load.graph_names USING (identifier) GROUP BY identifier
            ),
            -- what only its name says of where a node lies tells it from no other
            stated AS (
                SELECT identifier, place, true AS said FROM load_places
                QUALIFY place IS NOT NULL OR count(place) OVER (PARTITION BY identifier) = 0
            )
            SELECT n.kind, n.text, n.identifier, CASE WHEN p.said THEN p.place ELSE n.place END AS place, n.main,
                CASE WHEN own.code IS NOT NULL OR regexp_matches(n.identifier, ':[0-9a-f]{16}$') THEN own.code
                     ELSE substr(n.identifier, length(n.kind) + 2) END AS code,
                CASE WHEN p.said THEN p.place ELSE n.place END IS NULL AS loose
            FROM load_names n JOIN own USING (identifier) LEFT JOIN stated p USING (identifier)
            """,
            {"code": CREDIT_CODE},
        ).fetchall()
        self.db.unregister("load_places")
        self.count += int(rows[0][0])
        if self.graph is not None:
            self.db.execute(
                "INSERT INTO load.known SELECT DISTINCT g.* FROM load.graph_names g SEMI JOIN load_names USING (identifier)"
                " EXCEPT SELECT * FROM load.known"
            )
        self.db.unregister("load_names")
        if self.graph is not None:
            places = set(names["place"].drop_null().to_pylist())
            self._exactly(sorted(places), [kind for kind in ("region", "park") if kind in self.kinds])

    def _add_former(self, former: Mapping[str, str]) -> None:
        """Let nodes go by the identifiers that they had before, where none has these now."""
        if not former:
            return
        sql = (
            "INSERT INTO {} SELECT DISTINCT g.kind, f.former, g.identifier, g.place, false, g.code, g.loose"
            " FROM load.graph_names g JOIN (SELECT unnest($former) AS former, unnest($now) AS now) f ON f.now = g.identifier"
            " WHERE f.former NOT IN (SELECT text FROM load.graph_names)"
        )
        asked = {"former": list(former), "now": list(former.values())}
        for table in [KNOWN, GRAPH_NAMES] if self.graph is not None else [GRAPH_NAMES]:
            self.db.execute(sql.format(table), asked)


class KnownNames(Protocol):
    """What looking texts up needs of the names of a load (`resolve.Names`)."""

    db: duckdb.DuckDBPyConnection
    graph: GraphNames
    """What the graph knows."""
    known: int
    """So many texts are in `load.known`, at most."""
