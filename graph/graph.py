"""Graph: the handle people hold. Lazy: nothing is opened until something is asked or written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .acts import done
from .for_python import for_python, typed
from .readable import Readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx
    import pandas as pd
    import pyarrow as pa

    from .batch import Batch
    from .engines.base import Engine, Progress


@typed
class Graph(Readable):
    """A graph of industrial chains, wherever it lives; `connect` gives one."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.progress: Progress | None = None
        """Told while a long write goes on, where it is done in parts: how many facts of how many."""
        self.remarks: list[tuple[str, str]] = []
        """What the last write had to say of itself, in English and Chinese: where it lies, if not where it should."""

    def __repr__(self) -> str:
        """`Graph('xiangqian.duckdb')`."""
        return f"Graph({self.url!r})"

    def _repr_html_(self) -> str:
        """What a notebook shows: where it is and what it says of itself; of one that cannot be read now only where."""
        from .errors import ChanlianError
        from .html import graph_html

        try:
            meta = self.meta() if self.exists() else None
        except ChanlianError as error:
            return graph_html(self.url, {"": str(error)})
        keys = ("as_of", "schema_version")
        return graph_html(
            self.url, meta and {"content_hash": self.content_hash, **{key: meta.get(key) for key in keys}}
        )

    def create(self) -> None:
        """Make an empty graph; nothing happens where there is one."""
        self.engine.create()

    @for_python
    def write(self, batch: Batch, *, part: int | None = None) -> dict[str, int]:
        """Write a batch in one transaction; the number of facts by outcome.

        An upsert by key: the same batch twice changes nothing. Every source keeps what it
        stated; empty values erase nothing. Outcomes: added, changed, unchanged, merged, retracted;
        of facts whose claims the batch takes out: removed, kept, restored, ended. A server is written
        to in several transactions where there are more than `part` (50,000) facts.
        """
        batch.written = False
        try:
            self.engine.write(batch, part=part, progress=self.progress)
        finally:
            if batch.written and self.url != ":memory:":
                done(self.url)
        self.remarks = batch.remarks
        return dict(batch.db.execute("SELECT outcome, count(*) FROM outcome GROUP BY outcome ORDER BY 1").fetchall())

    @for_python
    def sql(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None
    ) -> pd.DataFrame:
        """The rows of one SELECT of your own over the graph's tables and readable views (v_firms, v_supplies, ...).

        `parameters` are bound to $name in the text; after `seconds` the question is stopped. Nothing
        can be written, and no file is read but the graph. See `graph/console/sql.py` for what is raised.

        >>> from chanlian.graph import connect
        >>> connect(":memory:").sql("SELECT count(*) AS firms FROM v_firms")["firms"].tolist()
        [0]
        """
        from .console.sql import sql_frame

        return sql_frame(self, text, parameters, seconds=seconds)

    @for_python
    def cypher(
        self, text: str, parameters: Mapping[str, Any] | None = None, *, seconds: float | None = None
    ) -> pd.DataFrame:
        """The rows of one Cypher text of your own, of a graph on a Neo4j server; nothing is written.

        `parameters` are bound to $name in the text; after `seconds` the server stops the question. A label,
        relationship type or property that the graph does not have is told in a `NothingMatches` warning. See
        `graph/console/cypher.py` for what is raised, docs/CYPHER.md for the labels and ten questions.
        """
        from .console.cypher import ask_cypher
        from .console.result import attrs_of
        from .errors import NothingMatches, warn
        from .frames import frame_of
        from .given import hand_over

        told = ask_cypher(self, text, parameters, seconds=seconds)
        for doubt in told.doubts:
            warn(NothingMatches(*doubt))
        attrs = attrs_of(self, "cypher", text, parameters)
        attrs["notes"] += [en for en, _ in told.doubts]
        return hand_over(frame_of(told.columns, told.rows), attrs)

    @for_python
    def to_networkx(
        self,
        area: str | None = None,
        kinds: Iterable[str] | str | None = None,
        *,
        as_of: str | None = None,
        with_zones: bool = False,
        dates: bool = False,
    ) -> nx.MultiDiGraph[str]:
        """The graph, or a part of it, for graph algorithms: nodes by identifier, edges keyed by fact.

        Of an area (several with commas): what is there, and what it touches. `kinds` keeps only these kinds of
        nodes, or of edges, or both; `as_of` a day only what held then. `chanlian.to_networkx(graph, ...)`, which is the same,
        says what the attributes are.

        >>> from chanlian.graph import connect
        >>> connect(":memory:").to_networkx().number_of_nodes()
        0
        """
        from .export.known_part import network_known
        from .export.part import Wanted

        return network_known(self, Wanted.of(area, kinds, as_of, with_zones=with_zones), dates=dates)

    @for_python
    def names(self, kinds: Iterable[str] | None = None) -> pa.Table:
        """Every name, alias, code and identifier of nodes of these kinds (all by default).

        Columns kind, text, identifier, place (identifier of a firm's primary place), main
        (the text is the node's name). Empty where there is no graph yet.
        """
        from .names.listed import all_names

        return all_names(self, kinds)
