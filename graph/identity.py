"""Who is who: identifiers of nodes and ids of facts, the same wherever they are loaded."""

from __future__ import annotations

import hashlib

from .schema import Edge, key_columns
from .sql_text import literal, quoted


def identifier(kind: str, name: str, place: str | None = None, code: str | None = None) -> str:
    """The identifier of a node: its kind and official code, else a digest of kind, name and place.

    >>> identifier("firm", "创联包装", code="91520622MA6E4U1A0N")
    'firm:91520622MA6E4U1A0N'
    >>> identifier("product", "吨袋")
    'product:335ca23281f94379'
    """
    if code:
        return f"{kind}:{code}"
    digest = hashlib.md5(f"{kind}|{name}|{place or ''}".encode(), usedforsecurity=False)
    return f"{kind}:{digest.hexdigest()[:16]}"


IDENTIFIER_SQL = """
CREATE OR REPLACE TEMP MACRO node_identifier(kind, code, name, place) AS
    kind || ':' || coalesce(nullif(code, ''), substr(md5(concat_ws('|', kind, name, coalesce(place, ''))), 1, 16))
"""
"""`identifier` as a DuckDB macro."""


def hex_sql(number: str) -> str:
    """SQL of a fact id as people see it, from an expression of the number that is stored.

    >>> hex_sql("x.fact")
    "printf('%016x', x.fact)"
    """
    return f"printf('%016x', {number})"


def fact_number(text: str) -> int:
    """The stored number of a fact id: the first half of the MD5 of its key.

    >>> f"{fact_number('product:335ca23281f94379'):016x}"
    'f0d1101b8cd9b2bf'
    """
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:16], 16)


def number_sql(text: str) -> str:
    """`fact_number` of an SQL expression (faster than DuckDB's md5_number_upper)."""
    return f"('0x' || substr(md5({text}), 1, 16))::UBIGINT"


def key_sql(kind: Edge) -> tuple[str, ...]:
    """SQL expressions over a staged edge whose values, together, are its key: ends and key properties.

    The ends of an undirected edge are put in order first.
    """
    ends = [quoted(end.name) for end in kind.ends]
    if not kind.directed:
        ends = [f"least({ends[0]}, {ends[1]})", f"greatest({ends[0]}, {ends[1]})"]
    defaults = {prop.name: prop.default for prop in kind.properties}
    keys = [f"coalesce({quoted(key)}::VARCHAR, {literal(defaults.get(key) or '')})" for key in key_columns(kind)]
    return (*ends, *keys)


def fact_sql(kind: Edge) -> str:
    """SQL over a staged edge that gives its fact number: kind, ends and key properties."""
    return number_sql(f"concat_ws('|', {literal(kind.name)}, {', '.join(key_sql(kind))})")
