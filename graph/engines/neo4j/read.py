"""Reading a graph off a Neo4j server: rows of a kind in their form, and scans with identifiers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ...arrow_types import arrow_type, series_type
from ...observations import out_of_text
from ...schema import AREAS, NODE_NAMES, Edge, Node, columns, kind
from ..duckdb.tables import PLACE_BASIS
from .form import BESIDE, form, pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import neo4j
    import pyarrow as pa

_PART: Final = 20_000
"""So many rows are one record batch of a scan."""
_PAGE: Final = 5_000
"""So many are read at once."""


def records(result: neo4j.Result) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of a result, in Python's own types."""
    return list(result.keys()), [native(row) for row in result.values()]


def native(row: list[Any]) -> list[Any]:
    """A row with the driver's dates as Python's."""
    return [value.to_native() if hasattr(value, "to_native") else value for value in row]


@dataclass(frozen=True, slots=True)
class Which:
    """Some rows of a kind: a condition over `x` and, of an edge, its ends `a` and `b`, with its parameters."""

    text: str
    parameters: dict[str, Any] = field(default_factory=dict)


def _pages(
    session: neo4j.Session, kind_name: str, wanted: str, which: Which | None = None
) -> Iterator[list[list[Any]]]:
    """Of the rows of a kind in key order this Cypher of `x`, `a` and `b`, in brackets; or of some rows, in whatever order.

    A page is one record: to read as many takes three times as long. An index gives the next one, so that none is held whole.
    Properties are asked as one: a list of forty takes ten times as long to plan.
    """
    kept = "key" if kind_name in BESIDE else "fact"
    order = "identifier" if kind_name in NODE_NAMES else kept
    ends = ("a", "b") if form(kind_name).ends else ("", "")
    match = f"MATCH {pattern(kind_name, ends)} WHERE x.{kept} IS NOT NULL"
    if which is not None:
        text = f"{match} AND ({which.text}) RETURN collect({wanted})"
        yield session.run(text, which.parameters).values()[0][0]
        return
    all_ = ", ".join(filter(None, ("x", *ends)))
    text = (
        f"{match} AND x.{order} > $after WITH {all_} ORDER BY x.{order} LIMIT {_PAGE}"
        f" WITH collect({wanted}) AS some, max(x.{order}) AS last RETURN some, last"
    )
    after = ""
    while True:
        ((found, last),) = session.run(text, after=after).values()
        yield found
        if len(found) < _PAGE:
            return
        after = last


def tables(session: neo4j.Session, kind_name: str, which: Which | None = None) -> Iterator[pa.Table]:
    """The rows of a kind, or some of them, part by part, in their form."""
    import pyarrow as pa

    of = form(kind_name)
    for rows in _rows(session, kind_name, "id", which):
        yield pa.table(
            {column: pa.array([row.get(column) for row in rows], arrow_type(type_)) for column, type_ in of.columns}
        )


def _rows(
    session: neo4j.Session, kind_name: str, ends: str, which: Which | None = None
) -> Iterator[list[dict[str, Any]]]:
    """The rows of a kind by the columns of its form, some at a time; what others left on them stands there too."""
    of = form(kind_name)
    dates = [column for column, type_ in of.columns if type_ == "DATE"]
    wanted = ", ".join(["properties(x)", *(f"{one}.{ends}" for one in ("a", "b") if of.ends)])
    for found in _pages(session, kind_name, f"[{wanted}]", which):
        rows = []
        for row, *at in found:
            row.update(zip(of.ends, at, strict=True))
            for column in dates:
                if row.get(column) is not None:
                    row[column] = row[column].to_native()
            rows.append(row)
        if rows:
            yield rows


# -- scans -----------------------------------------------------------------------------------


def scanned(session: neo4j.Session, kind_name: str) -> Iterator[pa.RecordBatch]:
    """All facts of a kind in key order, ends and sources as identifiers."""
    head: list[str]
    if kind_name in ("removed", "former"):
        head = [column for column, _ in form(kind_name).columns if column != "key"]
        found = sorted(_dicts(session, kind_name), key=lambda row: [_nulls_last(row.get(column)) for column in head])
        yield from _shaped(found, head, kind_name, {})
        return
    sources = identifiers(session, "source")
    if kind_name == "claim":
        head = ["kind", "fact", "source", "locator", "method", "confidence", "recorded", "stated"]
        order = _claim_order(sources)
        yield from _shaped(sorted(_dicts(session, kind_name), key=order), head, kind_name, {"source": sources})
        return
    of = kind(kind_name)
    evidence = ["source", "locator", "method", "confidence", "recorded"]
    own = [column for column, _ in columns(of)]
    known: dict[str, dict[Any, str]] = {"source": sources}
    if isinstance(of, Node):
        head = ["fact", "identifier", *own, *(["place", PLACE_BASIS] if of.name == "firm" else []), *evidence]
        if of.name == "firm":
            known["place"] = {id_: text for area in AREAS for id_, text in identifiers(session, area).items()}
    else:
        head = ["fact", *(end.name for end in of.ends), *own, *evidence]
        known |= _ends(session, of)
    yield from _shaped(_dicts(session, kind_name), head, kind_name, known)


def identifiers(session: neo4j.Session, kind_name: str) -> dict[int, str]:
    """The identifier of every node of a kind, by id."""
    of = kind(kind_name)
    assert isinstance(of, Node)  # the caller names kinds of nodes
    return {id_: text for page in _pages(session, of.name, "[x.id, x.identifier]") for id_, text in page}


def _ends(session: neo4j.Session, of: Edge) -> dict[str, dict[Any, str]]:
    """For each end of an edge kind that is no end of its relationship the identifiers of what may stand there, by id."""
    others = of.ends[len(form(of.name).ends) :]
    return {
        end.name: {key: text for one in end.kinds for key, text in identifiers(session, one).items()} for end in others
    }


def _dicts(session: neo4j.Session, kind_name: str) -> Iterator[dict[str, Any]]:
    for rows in _rows(session, kind_name, "identifier"):
        yield from rows


def _shaped(
    rows: Iterable[dict[str, Any]], head: list[str], kind_name: str, known: dict[str, dict[Any, str]]
) -> Iterator[pa.RecordBatch]:
    """Record batches with the columns of `head`; those in `known` are ids turned into identifiers.

    At the two ends of a relationship stand identifiers already.
    """
    import pyarrow as pa

    sql, there = dict(form(kind_name).columns), {end.removesuffix("_id"): end for end in form(kind_name).ends}
    types = [pa.string() if column in known or column in there else arrow_type(sql[column]) for column in head]
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
                values.append([None if row.get(ids) is None else known[column][row[ids]] for row in part])
            elif column == "series" and several:
                values.append([row.get(column) and [out_of_text(of, text) for text in row[column]] for row in part])
            else:
                values.append([row.get(there.get(column, column)) for row in part])
        arrays = [pa.array(column, type_) for column, type_ in zip(values, types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=head)


def _claim_order(sources: dict[int, str]) -> Any:
    return lambda row: (row["fact"], _nulls_last(sources.get(row.get("source_id"))))


def _nulls_last(value: Any) -> tuple[bool, Any]:
    if isinstance(value, date):
        value = value.isoformat()
    return value is None, "" if value is None else value
