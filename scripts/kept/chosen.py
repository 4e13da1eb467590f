"""What a graph is asked about: areas, firms, products, facts, chosen from its own lists by counting, ties by name."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .program import run

if TYPE_CHECKING:
    from collections.abc import Iterable

_AREA_KINDS: Final = ("supplies", "produces", "consumes")


@dataclass
class Chosen:
    """The things that a graph is asked about."""

    kinds: dict[str, str] = field(default_factory=dict)
    """Every kind of node and edge with the name of its table."""
    areas: list[str] = field(default_factory=list)
    own_areas: list[str] = field(default_factory=list)
    firms: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """One or two names of every kind of node, aliases, codes and identifiers."""
    facts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    dates: tuple[str, ...] = ("2021", "2024-H2", "2025-05-24")
    views: list[str] = field(default_factory=list)
    size: int = 0
    """How many facts the graph holds."""


def choose(graph: str, areas: int) -> Chosen:
    """Choose by what the graph lists; the same graph gives the same choice."""
    out = Chosen(kinds={row["kind"]: row["table"] for row in _json("schema")})
    counts = {row["kind"]: row["count"] for row in _json("info", graph)}
    out.size = sum(counts.values())
    listed = {kind: _json("list", graph, kind) if counts.get(kind) else [] for kind in out.kinds}
    out.areas = _areas(graph, listed, areas)
    out.own_areas = [park["name"] for park in listed["park"] if park["own_area"]][:3]
    out.firms = _most((row[end] for row in listed["supplies"] for end in ("seller", "buyer")), areas)
    out.firms += [firm for firm in _most((row["firm"] for row in listed["produces"]), 3) if firm not in out.firms]
    made = _most((row["product"] for kind in _AREA_KINDS for row in listed[kind]), areas)
    out.products = made + [name for name in _most((row["input"] for row in listed["input_of"]), 3) if name not in made]
    out.chains = [row["name"] for row in listed["chain"]][:6]
    out.sources = [row["name"] for row in listed["source"]]
    for rows in listed.values():
        out.facts += [row["fact"] for row in (*rows[:2], *rows[-1:])]
        if rows and "identifier" in rows[0]:
            out.names += [rows[0]["name"], rows[-1]["name"], rows[len(rows) // 2]["identifier"]]
            out.names += next(([row["aliases"][0]] for row in rows if row["aliases"]), [])
        out.names += next(([row["credit_code"]] for row in rows if row.get("credit_code")), [])
    for names in (out.names, out.facts):
        names[:] = list(dict.fromkeys(names))
    views = _json("sql", graph, "SELECT DISTINCT table_name FROM information_schema.tables ORDER BY 1")
    out.views = [row["table_name"] for row in views if row["table_name"].startswith("v_")]
    return out


def _json(*arguments: str) -> list[dict[str, Any]]:
    said = run([*arguments, "--format", "json", "--lang", "en"])
    if said.exit != 0:
        raise SystemExit(f"chanlian {' '.join(arguments)}: exit {said.exit}\n{said.err}")
    rows: list[dict[str, Any]] = json.loads(said.out)
    return rows


def _areas(graph: str, listed: dict[str, list[dict[str, Any]]], number: int) -> list[str]:
    """The counties and provinces with most needs and firms; then a country, a province, a park by name."""
    counts: dict[str, int] = {}
    for level, most in (("county", number - number // 3), ("province", number // 3)):
        rows = _json("gaps", graph, "--each", level)
        of_level = {
            row["area"]: sum(value for value in row.values() if type(value) is int)
            for row in rows
            if row["area"] is not None
        }
        counts |= dict(sorted(of_level.items(), key=lambda item: (-item[1], item[0]))[:most])
    out = list(counts)
    for level in ("country", "province"):
        out += sorted(row["name"] for row in listed["region"] if row["level"] == level)[:1]
    out += [park["name"] for park in listed["park"]][:1]
    return list(dict.fromkeys(out))


def _most(names: Iterable[str], number: int) -> list[str]:
    return [name for name, _ in sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))][:number]
