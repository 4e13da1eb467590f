"""Reading a graph off a Neo4j server: rows of a kind in their form, and scans with identifiers."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ...arrow_types import arrow_type, series_type
from ...cypher_text import cypher_name
from ...observations import out_of_text
from ...schema import AREAS, NODE_NAMES, Edge, Node, columns, kind
from ..duckdb.tables import PLACE_BASIS
from .form import BESIDE, form, label, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import neo4j
    import pyarrow as pa

_PART: Final = 20_000


def records(result: neo4j.Result) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a result, in Python's own types."""
    return list(result.keys()), [native(row) for row in result.values()]


def native(row: list[Any]) -> list[Any]:
    """A row with the driver's dates as Python's."""
    return [value.to_native() if hasattr(value, "to_native") else value for value in row]


def read_text(kind_name: str, *, ordered: bool = False) -> str:
    """Cypher of the rows of a kind in their form; what others left on such nodes and relationships is not read."""
    of = form(kind_name)
    kept = "key" if kind_name in BESIDE else "fact"
    order = "identifier" if kind_name in NODE_NAMES else "fact"
    ends = dict(zip(of.ends, ("a.id", "b.id"), strict=False))
    wanted = ", ".join(
        f"{ends.get(column, 'x.' + cypher_name(column))} AS {cypher_name(column)}" for column, _ in of.columns
    )
    text = f"MATCH {pattern(kind_name, ('a', 'b'))} WHERE x.{kept} IS NOT NULL RETURN {wanted}"
    return text + (f" ORDER BY x.{order}" if ordered else "")


def tables(session: neo4j.Session, kind_name: str) -> Iterator[pa.Table]:
    """The rows of a kind, part by part, in their form."""
    import pyarrow as pa

    names = [column for column, _ in form(kind_name).columns]
    types = [arrow_type(type_) for _, type_ in form(kind_name).columns]
    for rows in _rows(session, kind_name, ordered=False):
        columns = zip(*rows, strict=True)
        yield pa.table([pa.array(column, type_) for column, type_ in zip(columns, types, strict=True)], names=names)


def _rows(session: neo4j.Session, kind_name: str, *, ordered: bool) -> Iterator[list[list[Any]]]:
    """The rows of a kind in their form, some at a time."""
    dates = [position for position, (_, type_) in enumerate(form(kind_name).columns) if type_ == "DATE"]
    ahead = iter(session.run(read_text(kind_name, ordered=ordered)))
    while rows := [record.values() for record in islice(ahead, _PART)]:
        for row in rows:
            for position in dates:
                if row[position] is not None:
                    row[position] = row[position].to_native()
        yield rows


# -- scans -----------------------------------------------------------------------------------


def scanned(session: neo4j.Session, kind_name: str) -> Iterator[pa.RecordBatch]:
    """All facts of a kind in key order, ends and sources as identifiers."""
    sources = identifiers(session, "source")
    head: list[str]
    if kind_name == "claim":
        head = ["kind", "fact", "source", "locator", "method", "confidence", "recorded", "stated"]
        order = _claim_order(sources)
        yield from _shaped(sorted(_dicts(session, kind_name), key=order), head, kind_name, {"source": sources})
        return
    if kind_name in ("removed", "former"):
        head = [column for column, _ in form(kind_name).columns if column != "key"]
        found = sorted(_dicts(session, kind_name), key=lambda row: [_nulls_last(row[column]) for column in head])
        yield from _shaped(found, head, kind_name, {})
        return
    of = kind(kind_name)
    evidence = ["source", "locator", "method", "confidence", "recorded"]
    own = [column for column, _ in columns(of)]
    if isinstance(of, Node):
        known = {"source": sources}
        head = ["fact", "identifier", *own, *(["place", PLACE_BASIS] if of.name == "firm" else []), *evidence]
        if of.name == "firm":
            known["place"] = {id_: text for area in AREAS for id_, text in identifiers(session, area).items()}
    else:
        head = ["fact", *(end.name for end in of.ends), *own, *evidence]
        known = {"source": sources, **_ends(session, of)}
    rows = _dicts(session, kind_name, ordered=True)
    yield from _shaped(rows, head, kind_name, known)


def identifiers(session: neo4j.Session, kind_name: str) -> dict[int, str]:
    """The identifier of every node of a kind, by id."""
    of = kind(kind_name)
    assert isinstance(of, Node)  # the caller names kinds of nodes
    return dict(session.run(f"MATCH (n:{label(of)}) WHERE n.fact IS NOT NULL RETURN n.id, n.identifier").values())


def _ends(session: neo4j.Session, of: Edge) -> dict[str, dict[int, str]]:
    """For each end of an edge kind the identifiers of what may stand there, by id."""
    known = {kind_name: identifiers(session, kind_name) for kind_name in {one for end in of.ends for one in end.kinds}}
    return {end.name: {key: text for one in end.kinds for key, text in known[one].items()} for end in of.ends}


def _dicts(session: neo4j.Session, kind_name: str, *, ordered: bool = False) -> Iterator[dict[str, Any]]:
    names = [column for column, _ in form(kind_name).columns]
    for rows in _rows(session, kind_name, ordered=ordered):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _shaped(
    rows: Iterable[dict[str, Any]], head: list[str], kind_name: str, known: dict[str, dict[int, str]]
) -> Iterator[pa.RecordBatch]:
    """Record batches with the columns of `head`; those in `known` are ids turned into identifiers."""
    import pyarrow as pa

    sql = dict(form(kind_name).columns)
    types = [pa.string() if column in known else arrow_type(sql[column]) for column in head]
    several = "series" in head
    if several:
        of = kind(kind_name)
        types[head.index("series")] = series_type(kind(kind_name))
    ahead = iter(rows)
    while part := list(islice(ahead, _PART)):
        values: list[list[Any]] = []
        for column in head:
            if column in known:
                ids = "place" if column == "place" and kind_name == "firm" else f"{column}_id"
                values.append([None if row[ids] is None else known[column][row[ids]] for row in part])
            elif column == "series" and several:
                values.append([row[column] and [out_of_text(of, text) for text in row[column]] for row in part])
            else:
                values.append([row[column] for row in part])
        arrays = [pa.array(column, type_) for column, type_ in zip(values, types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=head)


def _claim_order(sources: dict[int, str]) -> Any:
    return lambda row: (row["fact"], _nulls_last(sources.get(row["source_id"])))


def _nulls_last(value: Any) -> tuple[bool, Any]:
    if isinstance(value, date):
        value = value.isoformat()
    return value is None, "" if value is None else value
