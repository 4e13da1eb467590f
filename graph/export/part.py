"""A part of a graph that is read like a graph: an area's, of some kinds, as of a day; with every node that its edges need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from ..dates import first_day, is_date, last_day
from ..digests import REMOVED
from ..engines.base import Question, no_kind
from ..errors import no_date
from ..identity import hex_sql
from ..in_area import inside
from ..readable import Readable
from ..schema import EDGE_NAMES, KINDS, NODE_NAMES, Edge, Node, edge, kind
from ..schema.model import UPCOMING
from ..sql_text import quoted
from .places import places_of
from .portable import FORMER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa
_SOURCE: Final = "source"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a graph is wanted; all of it where nothing is said."""

    area: str | None = None
    kinds: tuple[str, ...] = ()
    as_of: str | None = None
    with_zones: bool = False

    @classmethod
    def of(
        cls, area: str | None, kinds: Iterable[str] | str | None, as_of: str | None, *, with_zones: bool = False
    ) -> Wanted:
        """What was asked, its kinds by their own names; BadInput for what is no kind or no date."""
        by_name = {text: of.name for of in KINDS for text in (of.table, of.name, of.zh)}
        asked = [kinds] if isinstance(kinds, str) else list(kinds or ())
        for name in asked:
            if name not in by_name:
                raise no_kind(name)
        as_of = None if as_of is None else str(as_of)
        if as_of is not None and not is_date(as_of):
            raise no_date("--as-of", as_of)
        return cls(area, tuple(dict.fromkeys(by_name[name] for name in asked)), as_of, with_zones)

    def __bool__(self) -> bool:
        """Whether it is a part and not the whole."""
        return bool(self.area is not None or self.kinds or self.as_of)

    @property
    def said(self) -> dict[str, Any]:
        """What part it is, as it is told beside a file."""
        told = {"area": self.area, "kinds": [*self.kinds] or None, "as_of": self.as_of}
        return {name: value for name, value in told.items() if value} | (
            {"with_zones": True} if self.with_zones else {}
        )

    @property
    def day(self) -> str | None:
        """The day as of which it is wanted."""
        return None if self.as_of is None else last_day(self.as_of).isoformat()

    @property
    def nodes(self) -> tuple[str, ...]:
        """The kinds of nodes that are wanted for themselves."""
        return tuple(name for name in NODE_NAMES if not self.kinds or name in self.kinds)

    @property
    def edges(self) -> tuple[str, ...]:
        """The kinds of edges that are wanted."""
        return tuple(name for name in EDGE_NAMES if not self.kinds or name in self.kinds)


class Part(Readable):
    """A graph of which only some facts are read; what it says of itself is the whole graph's."""

    def __init__(self, graph: Readable, facts: dict[str, pa.Array]) -> None:
        super().__init__(graph.engine)
        self._whole = graph
        self._facts = facts

    @property
    def url(self) -> str:
        """The URL of the whole."""
        return self._whole.url

    def meta(self) -> dict[str, str | None]:
        """What the whole says of itself."""
        return self._whole.meta()

    def scan(self, kind: str) -> Iterator[pa.RecordBatch]:
        """The facts of a kind, their claims and earlier names that belong to the part; what was taken out is no part of it."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if kind == REMOVED:
            return
        column, kept = "fact", self._facts.get(kind)
        if kind == "claim":
            kept = pa.concat_arrays([*self._facts.values(), pa.array([], pa.string())])
        if kind == FORMER:
            column, kept = "now", pa.concat_arrays([*self._facts.values(), self._identifiers()])
        if kept is None or not len(kept):
            return
        for part in self._whole.scan(kind):
            yield part.filter(pc.is_in(part.column(column), value_set=kept))

    def _identifiers(self) -> pa.Array:
        import pyarrow as pa

        mine = [part.column("identifier") for name in NODE_NAMES for part in self.scan(name)]
        return pa.concat_arrays([*mine, pa.array([], pa.string())])


def part_of(graph: Readable, wanted: Wanted) -> Readable:
    """The part that is wanted of a graph, which is held open (`reading`); the graph itself where all of it is.

    An edge is in an area if one of its ends lies there, a node as `list --in` has it. As of a day only what held then is
    there; that values and places are those of the day is the graph's own (known_part.py).
    """
    return Part(graph, _chosen(graph, wanted)) if wanted else graph


def _chosen(graph: Readable, wanted: Wanted) -> dict[str, pa.Array]:
    """The facts of a part, by kind."""
    import pyarrow as pa

    day = wanted.day
    places = None if wanted.area is None else sorted(places_of(graph, wanted.area, with_zones=wanted.with_zones))
    out: dict[str, list[str]] = {}
    needed: set[str] = set()
    cited: set[str] = set()
    for name in wanted.edges:
        of = edge(name)
        ends = [end.name for end in of.ends]
        among = None if places is None else {"fact": _lying(graph, of, places)}
        for row in _rows(graph, of, ["fact", "source", *ends], day, among):
            out.setdefault(name, []).append(row["fact"])
            needed.update(row[end] for end in ends)
            cited.add(row["source"])
    for name in (*(one for one in NODE_NAMES if one != _SOURCE), _SOURCE):
        inside_ = None if places is None else _lying(graph, kind(name), places)
        own = name in wanted.nodes and (name != _SOURCE or bool(wanted.kinds))
        if name == _SOURCE:  # last: whatever is there may be stated by several
            cited |= claiming(graph, {fact for facts in out.values() for fact in facts})
        mine = inside_ if own else set()
        if own and day:
            mine = {
                row["fact"]
                for row in _rows(graph, kind(name), ["fact"], day, None if inside_ is None else {"fact": inside_})
            }
        called = needed | cited if name == _SOURCE else needed
        among = None if mine is None else {"fact": mine, "identifier": called}
        for row in _rows(graph, kind(name), ["fact", "identifier", "source"], None, among):
            out.setdefault(name, []).append(row["fact"])
            cited.add(row["source"])
    return {name: pa.array(facts, pa.string()) for name, facts in out.items()}


def claiming(graph: Readable, facts: set[str]) -> set[str]:
    """The sources of claims of these facts."""
    return {
        source for part in graph.scan("claim") for source in _among(part, {"fact": facts}).column("source").to_pylist()
    }


def _among(part: pa.RecordBatch, among: Mapping[str, set[str]] | None) -> pa.RecordBatch:
    """The rows that have one of the values in one of the columns; all of them where nothing is said."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if among is None:
        return part
    found = [pc.is_in(part.column(name), value_set=pa.array(values, pa.string())) for name, values in among.items()]
    return part.filter(reduce(pc.or_, found))


def _lying(graph: Readable, of: Node | Edge, places: list[int]) -> set[str]:
    """The facts of a kind in the places."""
    from ..engines.neo4j.form import pattern

    which = inside(of)
    fact = hex_sql("x.fact")
    cypher = f"{which.start} WITH x" if which.start else f"MATCH {pattern(of.name)} WHERE {which.cypher}"
    question = Question(
        "in an area",
        f"SELECT {fact} AS fact FROM {quoted(of.name)} x WHERE {which.sql}",
        f"{cypher} RETURN DISTINCT x.fact AS fact",
    )
    return {row["fact"] for row in graph.rows(question, {"places": places})}


def _rows(
    graph: Readable, of: Node | Edge, columns: list[str], day: str | None, among: Mapping[str, set[str]] | None
) -> Iterator[dict[str, Any]]:
    """These columns of the facts of a kind `_among` others, of those alone that held on a day where one is given."""
    since, until = ("since", "until") if isinstance(of, Edge) else (of.roles.since, of.roles.until)
    dated = isinstance(of, Node) or of.dated
    for part in graph.scan(of.name):
        more = [name for name in (since, until, "status") if day and dated and name in part.schema.names]
        for row in _among(part.select(list(dict.fromkeys([*columns, *more]))), among).to_pylist():
            if not day or not dated or _held(row.get(since or ""), row.get(until or ""), row.get("status"), day):
                yield row


def _held(since: str | None, until: str | None, status: str | None, day: str) -> bool:
    """Whether something was there, or planned, on a day, as far as its dates tell: what `list --as-of` lists.

    >>> _held("2020", None, None, "2019-12-31"), _held("2020", None, "planned", "2019-12-31"), _held(None, "2019", "ended", "2019-12-31")
    (False, True, False)
    """
    last = None if until is None else last_day(until).isoformat()
    if status in ("ended", "superseded") and (last is None or last <= day):
        return False
    begun = since is None or first_day(since).isoformat() <= day
    return (last is None or last >= day) and (begun or status in UPCOMING)
