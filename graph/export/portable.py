"""The tables of a graph as other programs read them, and as `load` reads them again.

One table a kind, under the schema's name of it. Ends of edges are identifiers, so that nothing is
ambiguous; beside each stands the name (`seller`, `seller.name`). A source is given by its title.
Columns with a point in their name are for readers and other programs: `load` passes over them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from ..digests import REMOVED
from ..engines.duckdb.guessed import GUESS
from ..engines.duckdb.tables import FORMER as TABLE_OF_FORMER, REMOVED as REMOVED_COLUMNS
from ..observations import fields
from ..schema import EDGE_NAMES, NODE_NAMES, Edge, flat_columns, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from ..readable import Readable
    from ..schema import Node

FACT: Final = "fact.id"
METHOD: Final = "evidence.method"
BESIDE: Final = (METHOD, "evidence.recorded")
TRACE: Final = {name: {"fact": FACT, "source_name": "source.name"}.get(name, name) for name, _ in REMOVED_COLUMNS}
"""The columns of the table of what was taken out: as a graph calls them, and as the table does."""


class Tabled(Protocol):
    """What has a table of its own in an export: a kind, or the trace."""

    @property
    def table(self) -> str:
        """Its name."""
        ...


FORMER: Final = "former"
"""The table of what nodes and facts were called before."""
FORMER_COLUMNS: Final = tuple(name for name, _ in TABLE_OF_FORMER)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is no kind: what was taken out, or what was called otherwise."""

    table: str


@dataclass
class Portable:
    """A graph that is read table by table; its names are held in memory, its facts are not."""

    graph: Readable
    names: dict[str, str] = field(default_factory=dict)
    published: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Readable) -> Portable:
        """Read who is who."""
        out = cls(graph)
        for name in NODE_NAMES:
            for part in graph.scan(name):
                ids, names = part.column("identifier").to_pylist(), part.column("name").to_pylist()
                out.names |= dict(zip(ids, names, strict=True))
                if name == "source":
                    out.published |= dict(zip(ids, part.column("published").to_pylist(), strict=True))
        return out

    def tables(self) -> Iterator[tuple[Tabled, Iterator[pa.RecordBatch]]]:
        """Every kind that holds anything, nodes first, with its rows in key order; last what was taken out, and earlier identifiers.

        A fact with several observations has a row for each.
        """
        for name in (*NODE_NAMES, *EDGE_NAMES):
            of = kind(name)
            parts = (self._part(of, part) for part in self.graph.scan(name) if part.num_rows)
            first = next(parts, None)
            if first is not None:
                yield of, _chain(first, parts)
        traces = (self._trace(part) for part in self.graph.scan(REMOVED) if part.num_rows)
        first = next(traces, None)
        if first is not None:
            yield _Beside(REMOVED), _chain(first, traces)
        formers = (called for part in self.graph.scan(FORMER) if (called := _without_guesses(part)).num_rows)
        first = next(formers, None)
        if first is not None:
            yield _Beside(FORMER), _chain(first, formers)

    @staticmethod
    def _trace(part: pa.RecordBatch) -> pa.RecordBatch:
        """What was taken out, as it is handed on."""
        import pyarrow as pa

        columns = {shown: part.column(name) for name, shown in TRACE.items()}
        days = {name: column.cast(pa.string()) for name, column in columns.items() if pa.types.is_date(column.type)}
        return pa.RecordBatch.from_pydict(columns | days)

    def claims(self) -> Iterator[tuple[Tabled, Iterator[pa.RecordBatch]]]:
        """The kinds with facts that several sources state, with a row for each of these claims."""
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for part in self.graph.scan("claim"):
            for row in part.to_pylist():
                by_kind.setdefault(row["kind"], []).append(row)
        for name in (*NODE_NAMES, *EDGE_NAMES):
            if name in by_kind:
                yield kind(name), iter([self._claims_of(kind(name), by_kind[name])])

    def _claims_of(self, of: Node | Edge, claims: list[dict[str, Any]]) -> pa.RecordBatch:
        """Claims as rows of their kind: what each of them states, of which fact."""
        import pyarrow as pa
        import pyarrow.compute as pc

        facts = pa.array(sorted({claim["fact"] for claim in claims}), pa.string())
        who: dict[str, dict[str, Any]] = {}
        schema: pa.Schema | None = None
        ends = [end.name for end in of.ends] if isinstance(of, Edge) else ["identifier"]
        for part in self.graph.scan(of.name):
            schema = part.schema
            for row in part.filter(pc.is_in(part.column("fact"), value_set=facts)).select(["fact", *ends]).to_pylist():
                who[row["fact"]] = row
        assert schema is not None  # a claim is about a fact
        rows = [{**claim, **json.loads(claim["stated"]), **who[claim["fact"]]} for claim in claims]
        body = {name: pa.array([row.get(name) for row in rows], schema.field(name).type) for name in schema.names}
        return self._part(of, pa.RecordBatch.from_pydict(body, schema))

    def _part(self, of: Node | Edge, part: pa.RecordBatch) -> pa.RecordBatch:
        """Rows of a kind as they are handed on."""
        import pyarrow as pa

        part = _unfolded(of, part)
        out: dict[str, pa.Array] = {}
        if isinstance(of, Edge):
            for end in of.ends:
                ids = part.column(end.name)
                out[end.name], out[f"{end.name}.name"] = ids, self._looked_up(ids, self.names)
        else:
            out["identifier"] = part.column("identifier")
        out |= {name: part.column(name) for name, _ in flat_columns(of)}
        sources = part.column("source")
        if of.name != "source":  # in that table `source` is another word for its name
            out["source"] = self._looked_up(sources, self.names)
            # two editions of a source may have one title
            out["published"] = self._looked_up(sources, self.published)
        out |= {"locator": part.column("locator"), "confidence": part.column("confidence"), FACT: part.column("fact")}
        out |= {name: part.column(name.partition(".")[2]) for name in BESIDE}
        out["evidence.recorded"] = out["evidence.recorded"].cast(pa.string())
        return pa.RecordBatch.from_pydict(out)

    @staticmethod
    def _looked_up(ids: pa.Array, known: dict[str, Any]) -> pa.Array:
        """What identifiers stand for; each distinct one is looked up once."""
        import pyarrow as pa

        coded = ids.dictionary_encode()
        values = pa.array([known.get(one) for one in coded.dictionary.to_pylist()], pa.string())
        return values.take(coded.indices)


def _without_guesses(part: pa.RecordBatch) -> pa.RecordBatch:
    """Earlier identifiers without the marks of what was only guessed: what is in a table is stated."""
    import pyarrow.compute as pc

    return part.filter(pc.not_equal(part.column("kind"), GUESS))


def _unfolded(of: Node | Edge, part: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of a kind, one an observation: a fact with several has as many, which are loaded as one again."""
    import pyarrow as pa

    if not fields(of) or part.column("series").null_count == part.num_rows:
        return part
    series = part.column("series").to_pylist()
    own = {name: part.column(name).to_pylist() for name, _ in fields(of)}
    places = [place for place, several in enumerate(series) for _ in several or (None,)]
    out = part.take(pa.array(places, pa.int64()))
    for name, values in own.items():
        told = [
            one[name] if one else values[place] for place, several in enumerate(series) for one in several or (None,)
        ]
        place = out.schema.get_field_index(name)
        out = out.set_column(place, out.schema.field(place), pa.array(told, out.schema.field(place).type))
    return out


def _chain(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest
