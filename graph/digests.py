"""Digests of what a graph holds: sums over its facts and claims, so that they hang on no order, kept in buckets.

Two sums are kept. The *content* is what a graph says: each fact with the values it shows, each claim with what it states and
its source, what was taken out and why. The *record* is how it came to know: locators, methods, days; these vary with the
way in. A fact's bucket is the end of its number, so that what differs from the sum can be looked for in a few facts.

A claim that states nothing of a node but its name is a mention, not a statement: which row mentions a node first
hangs on the order of loading, and counts in the record alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .identity import number_sql
from .schema import Node, columns, properties
from .schema.kinds import stored_as
from .schema.steps import later
from .sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .schema import Edge

BUCKETS: Final = 256
REMOVED: Final = "removed"
"""Stands for the trace of what was taken out where kinds are named."""
_NONE: Final = -1
"""The bucket of rows without a number, which only another program leaves."""
_MODULUS: Final = 1 << 64
_PART, _END, _EMPTY = "\x1f", "\x1e", "\x1d"


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of some facts, and how many rows they are: a fact's row, and one for each of its claims where it has several."""

    content: int = 0
    record: int = 0
    rows: int = 0

    def __add__(self, other: Sums) -> Sums:
        """The sums of both together."""
        return Sums(
            (self.content + other.content) % _MODULUS, (self.record + other.record) % _MODULUS, self.rows + other.rows
        )

    def __sub__(self, other: Sums) -> Sums:
        """The sums without those of the other, which are among them."""
        return Sums(
            (self.content - other.content) % _MODULUS, (self.record - other.record) % _MODULUS, self.rows - other.rows
        )


Buckets = dict[int, Sums]


def fetched(rows: Iterable[Mapping[str, Any]] | None) -> Buckets:
    """The buckets of an answer to `sums_sql` as a list of structs."""
    return {
        _NONE if row["bucket"] is None else row["bucket"]: Sums(
            int(row["content"]), int(row["record"]), int(row["number"])
        )
        for row in rows or ()
    }


def together(one: Buckets, other: Buckets) -> Buckets:
    """The buckets of two disjoint sets of facts as one; a bucket without any is none."""
    both = {number: one.get(number, Sums()) + other.get(number, Sums()) for number in sorted({*one, *other})}
    return {number: sums for number, sums in both.items() if sums.rows}


def instead(now: Buckets, before: Buckets) -> Buckets:
    """What to add where facts that had the sums `before` have those of `now`."""
    return {number: now.get(number, Sums()) - before.get(number, Sums()) for number in sorted({*now, *before})}


def total(buckets: Buckets) -> Sums:
    """The sums over all buckets."""
    return sum(buckets.values(), Sums())


def as_text(buckets: Buckets) -> str:
    """Buckets as they are kept.

    >>> as_text({3: Sums(1, 255, 2)})
    '03 1 ff 2'
    """
    return ";".join(f"{at:02x} {one.content:x} {one.record:x} {one.rows:x}" for at, one in sorted(buckets.items()))


def as_buckets(text: str | None) -> Buckets:
    """Buckets out of their text.

    >>> as_buckets("03 1 ff 2")
    {3: Sums(content=1, record=255, rows=2)}
    """
    out: Buckets = {}
    for part in (text or "").split(";") if text else ():
        at, *numbers = (int(number, 16) for number in part.split(" "))
        out[at] = Sums(*numbers)
    return out


def meta_of(name: str, buckets: Buckets) -> dict[str, str | None]:
    """What a graph says of itself of these buckets of a kind; nothing of a kind of which it has nothing."""
    sums = total(buckets)
    there = bool(sums.rows)
    return {
        f"content:{name}": f"{sums.content:016x}" if there else None,
        f"record:{name}": f"{sums.record:016x}" if there else None,
        f"buckets:{name}": as_text(buckets) if there else None,
    }


# -- the SQL ---------------------------------------------------------------------------------


def facts_sql(
    of: Node | Edge,
    relation: str,
    filled: Iterable[str],
    *,
    fact: str = "x.fact",
    source: str = "s.identifier",
    recorded: str = "x.recorded",
    contested: str = "false",
    sole: str = "NULL",
) -> str:
    """SQL of what is summed of the facts in a relation `x`: fact, content, record.

    `filled` are the properties that the relation has; `contested` says of a fact that its claims are summed apart, `sole`
    gives the source of the only one of them that is more than a mention (`sole_sql`).
    """
    filled = list(filled)
    stated = f"CASE WHEN {contested} THEN {sole} WHEN {recorded} IS NULL OR {mentioned(of, filled)} THEN '' ELSE {source} END"
    content = f"concat({fact}, {_properties(of, filled)}, {literal(_END)}, {stated})"
    return (
        f"SELECT {fact} AS fact, {number_sql(content)} AS content,"
        f" {number_sql(_record(fact, source, recorded))} AS record FROM {relation}"
    )


def claims_sql(
    of: Node | Edge, relation: str, stated: Mapping[str, str], *, fact: str = "x.fact", source: str = "s.identifier"
) -> str:
    """SQL of what is summed of claims in a relation `x`: fact, content, record. `stated` has SQL of each property.

    The only claim that is more than a mention counts with its fact, as if there were none beside it.
    """
    inner = _claims(relation, stated, fact, source)
    sole = f" OR x.fact IN (SELECT fact FROM ({sole_sql(of, relation, stated, fact=fact, source=source)}))"
    content = f"concat('claim', {literal(_PART)}, x.fact, {_properties(of, list(stated))}, {literal(_END)}, x.source)"
    record = f"concat('claim', {literal(_PART)}, {_record('x.fact', 'x.source', 'x.recorded')})"
    return (
        f"SELECT x.fact, CASE WHEN {mentioned(of, list(stated))}{sole if isinstance(of, Node) else ''} THEN 0"
        f" ELSE {number_sql(content)} END AS content,"
        f" {number_sql(record)} AS record FROM {inner} x"
    )


def sole_sql(
    of: Node | Edge, relation: str, stated: Mapping[str, str], *, fact: str = "x.fact", source: str = "s.identifier"
) -> str:
    """SQL of the facts with one claim in the relation that is more than a mention: fact, source."""
    return (
        f"SELECT x.fact, any_value(x.source) AS source FROM {_claims(relation, stated, fact, source)} x"
        f" WHERE NOT {mentioned(of, list(stated))} GROUP BY x.fact HAVING count(*) = 1"
    )


def _claims(relation: str, stated: Mapping[str, str], fact: str, source: str) -> str:
    given = [f"{fact} AS fact", f"{source} AS source", *(f"x.{name}" for name in _EVIDENCE)]
    given += [f"{sql} AS {quoted(name)}" for name, sql in stated.items()]
    return f"(SELECT {', '.join(given)} FROM {relation})"


def removed_sql(relation: str, *, fact: str = "x.fact") -> str:
    """SQL of what is summed of the trace in a relation `x`: fact, content, record."""
    # in whose language the reason is given is no content
    said = ["x.kind", fact, "x.source", "x.stated", 'x."by"', "x.restored IS NOT NULL"]
    how = ["x.kind", fact, "x.source", "x.source_name", "x.locator", "x.method", "x.confidence", "x.recorded"]
    how += ["x.removed_on", "x.because", "x.restored"]
    texts = (f"concat({f', {literal(_PART)}, '.join(parts)})" for parts in (said, how))
    content, record = map(number_sql, texts)
    return f"SELECT {fact} AS fact, {content} AS content, {record} AS record FROM {relation}"


def sums_sql(*rows: str) -> str:
    """SQL of the sums of what `facts_sql` and its like give, by bucket: bucket, content, record, number."""
    return (
        f"SELECT (fact % {BUCKETS})::INTEGER AS bucket, (sum(content) % {_MODULUS})::UBIGINT AS content,"
        f" (sum(record) % {_MODULUS})::UBIGINT AS record, count(*) AS number FROM ({' UNION ALL '.join(rows)})"
        " GROUP BY bucket ORDER BY bucket"
    )


_EVIDENCE: Final = ("locator", "method", "confidence", "recorded")


def _record(fact: str, source: str, recorded: str) -> str:
    parts = (fact, source, "x.locator", "x.method", "x.confidence", recorded)
    return f"concat({f', {literal(_PART)}, '.join(parts)})"


def _properties(of: Node | Edge, filled: list[str]) -> str:
    """SQL of the properties, parted; one that a kind was given later counts where it is stated: a graph that is only upgraded
    keeps its digest.
    """
    newer = {name for prop in properties(of) if prop.name in later(of.name) for name, _ in stored_as(prop)}
    parts, named, constant = [], [], ""
    for name, type_ in columns(of):
        if name in newer:
            if name in filled:
                named.append(f"{literal(_PART + name + '=')} || x.{quoted(name)}::VARCHAR")
            continue
        constant += _PART
        if name in filled:
            value = f"x.{quoted(name)}"
            # an empty text, which another program may write, is no null
            parts += [
                literal(constant),
                f"if({value} = '', {literal(_EMPTY)}, {value})" if type_ == "VARCHAR" else f"{value}::VARCHAR",
            ]
            constant = ""
    return ", ".join([*parts, literal(constant), *named])


def mentioned(of: Node | Edge, filled: list[str], of_row: str = "x") -> str:
    """Whether a row says nothing of a node but its name, or the official code by which it was named."""
    if not isinstance(of, Node):
        return "false"
    own = [
        f"({of_row}.{quoted(name)} IS NULL"
        + (f" OR {of_row}.{quoted(name)} = {of_row}.name)" if name == of.code else ")")
        for name, _ in columns(of)
        if name in filled and name != "name"
    ]
    return f"({' AND '.join(own)})" if own else "true"
