"""What a person would write by hand: a loader and questions in Cypher, and questions over networkx.

They compute what is compared and no more: no checks, no areas of every level, no words. Timings are held against these.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import neo4j
    import networkx as nx

ROWS: Final = 10_000
_INDEXES: Final = (
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Region) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Firm) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Product) REQUIRE n.id IS UNIQUE",
)
_FACT: Final = "printf('%016x', fact), source, locator, method, recorded"
_EVIDENCE: Final = "fact: row[0], source_id: row[1], locator: row[2], method: row[3], recorded: row[4]"
_LOAD: Final = (
    (f"SELECT {_FACT}, id, identifier, name FROM region ORDER BY id",
     f"UNWIND $rows AS row CREATE (:Region {{{_EVIDENCE}, id: row[5], identifier: row[6], name: row[7]}})"),
    (f"SELECT {_FACT}, id, identifier, name, county, province FROM firm ORDER BY id",
     f"UNWIND $rows AS row CREATE (:Firm {{{_EVIDENCE}, id: row[5], identifier: row[6], name: row[7], county: row[8], province: row[9]}})"),
    (f"SELECT {_FACT}, id, identifier, name FROM product ORDER BY id",
     f"UNWIND $rows AS row CREATE (:Product {{{_EVIDENCE}, id: row[5], identifier: row[6], name: row[7]}})"),
    (f"SELECT {_FACT}, what, place, role FROM located_in ORDER BY what",
     "UNWIND $rows AS row MATCH (a:Firm {id: row[5]}) MATCH (b:Region {id: row[6]})"
     f" CREATE (a)-[:LOCATED_IN {{{_EVIDENCE}, role: row[7]}}]->(b)"),
    (f"SELECT {_FACT}, part, whole FROM part_of ORDER BY part",
     "UNWIND $rows AS row MATCH (a:Region {id: row[5]}) MATCH (b:Region {id: row[6]})"
     f" CREATE (a)-[:PART_OF {{{_EVIDENCE}}}]->(b)"),
    (f"SELECT {_FACT}, firm, product, role FROM produces ORDER BY firm",
     "UNWIND $rows AS row MATCH (a:Firm {id: row[5]}) MATCH (b:Product {id: row[6]})"
     f" CREATE (a)-[:PRODUCES {{{_EVIDENCE}, role: row[7]}}]->(b)"),
    (f"SELECT {_FACT}, input, product FROM input_of ORDER BY input",
     "UNWIND $rows AS row MATCH (a:Product {id: row[5]}) MATCH (b:Product {id: row[6]})"
     f" CREATE (a)-[:INPUT_OF {{{_EVIDENCE}}}]->(b)"),
    (f"SELECT {_FACT}, seller, buyer, product, value, basis, period, role, ref FROM supplies ORDER BY seller, buyer",
     "UNWIND $rows AS row MATCH (a:Firm {id: row[5]}) MATCH (b:Firm {id: row[6]})"
     f" CREATE (a)-[:SUPPLIES {{{_EVIDENCE}, product_id: row[7], value: row[8], basis: row[9], period: row[10],"
     " role: row[11], ref: row[12]}]->(b)"),
)  # fmt: skip


def load(db: duckdb.DuckDBPyConnection, session: neo4j.Session, batch: int) -> int:
    """Write the graph of a file by hand: the same facts and evidence, so many in a transaction; how many relationships."""
    for text in _INDEXES:
        session.run(text).consume()
    written = 0
    for sql, text in _LOAD:
        result = db.execute(sql)
        for steps in _transactions(result, batch):
            session.execute_write(
                lambda tx, text=text, steps=steps: [tx.run(text, rows=rows).consume() for rows in steps]
            )
            written += sum(map(len, steps)) if "MATCH" in text else 0
    return written


def _transactions(result: Any, batch: int) -> Iterator[list[list[tuple[Any, ...]]]]:
    steps: list[list[tuple[Any, ...]]] = []
    while rows := result.fetchmany(min(ROWS, batch)):
        steps.append(rows)
        if sum(map(len, steps)) >= batch:
            yield steps
            steps = []
    if steps:
        yield steps


# what holds on the day asked, as the graph says it of every fact
_HOLDS = """coalesce({0}.status, 'active') <> 'planned' AND (coalesce({0}.status, 'active') <> 'ended' OR {0}.until_day IS NOT NULL)
    AND ({0}.until_day IS NULL OR {0}.until_day >= date($as_of)) AND ({0}.since_day IS NULL OR {0}.since_day <= date($as_of))"""
_NOW = _HOLDS + " AND coalesce({0}.modality, 'actual') = 'actual'"
_SOLD, _MADE = _NOW.format("r"), _NOW.format("m")
FLOWS: Final = f"""
MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) WHERE {_SOLD}
RETURN a.province AS from_id, b.province AS to_id, r.basis AS basis, r.period AS period,
       count(*) AS count, count(r.value) AS valued, sum(r.value) AS value
"""
STEP: Final = f"""
MATCH (a:Firm)-[r:SUPPLIES]->(b:Firm) WHERE a.id IN $firms AND {_SOLD}
RETURN a.id AS seller, a.name AS seller_name, a.place AS seller_place,
       b.id AS buyer, b.name AS buyer_name, b.place AS buyer_place,
       r.product_id AS product, r.product AS product_name, r.value AS value, r.role AS role, r.fact AS fact
ORDER BY seller_name, buyer_name, product_name, fact
"""
SUPPLIERS: Final = f"""
MATCH (p:Product {{id: $product}})
CALL (p) {{
    MATCH (f:Firm)-[m:PRODUCES]->(p) WHERE {_MADE}
    RETURN f, m.role AS role, m.capacity AS capacity, m.unit AS unit, null AS buyer
    UNION ALL
    MATCH (f:Firm)-[r:SUPPLIES]->(b:Firm) WHERE r.product_id = p.id AND {_SOLD}
    RETURN f, null AS role, null AS capacity, null AS unit, b AS buyer
}}
RETURN f.id AS id, f.name AS firm, f.identifier AS firm_id, f.place AS place, max(role) AS role,
       sum(capacity) AS capacity, max(unit) AS unit, count(DISTINCT buyer) AS customers,
       collect(DISTINCT buyer.name) AS customer_names
ORDER BY firm
"""

# what the firms of an area buy and must use for what they make; who of them makes it, who sells it to them from where
_NEEDS = f"""
CALL (area, here) {{
    CALL (here) {{
        UNWIND here AS f
        MATCH (f)<-[r:SUPPLIES]-(s:Firm) WHERE {_SOLD}
        RETURN r.product_id AS need, 3 AS strength, f, s, r.value AS value
        UNION ALL
        UNWIND here AS f
        MATCH (f)-[m:PRODUCES]->(:Product)<-[:INPUT_OF]-(i:Product) WHERE m.role = 'product' AND {_MADE}
        RETURN i.id AS need, 1 AS strength, f, null AS s, null AS value
    }}
    WITH area, need, strength, f, s, value, s.county = area AS inside
    WITH area, need, max(strength) AS strength, count(DISTINCT f) AS firms, collect(DISTINCT f.name) AS firm_names,
         count(DISTINCT CASE WHEN inside THEN s END) AS suppliers_inside,
         count(DISTINCT CASE WHEN NOT inside THEN s END) AS suppliers_outside,
         count(s) AS purchases, count(value) AS valued, sum(value) AS value,
         sum(CASE WHEN inside THEN value END) AS inside_value
    MATCH (p:Product {{id: need}})
    WITH *, COUNT {{ MATCH (f:Firm)-[m:PRODUCES]->(p) WHERE f.county = area AND {_MADE} }} AS makers_here
"""
COUNTY: Final = f"""
MATCH (:Region {{id: $county}})<-[:LOCATED_IN]-(f:Firm)
WITH $county AS area, collect(f) AS here
{_NEEDS}
    RETURN need, p.name AS product, p.identifier AS product_id, strength, firms, firm_names, makers_here,
           suppliers_inside, suppliers_outside, purchases, valued, value, inside_value
}}
RETURN need, product, product_id, strength, firms, firm_names, makers_here,
       suppliers_inside, suppliers_outside, purchases, valued, value, inside_value
ORDER BY product_id
"""
COUNTIES: Final = f"""
MATCH (f:Firm)
WITH f.county AS area, collect(f) AS here
{_NEEDS}
    RETURN makers_here, suppliers_inside, CASE WHEN suppliers_outside > 0 THEN 1 ELSE 0 END AS outside, strength
}}
RETURN area, makers_here, suppliers_inside, outside, strength, count(*) AS needs
"""

OUTLETS: Final = f"""
MATCH (:Region {{id: $county}})<-[:LOCATED_IN]-(f:Firm)
WITH collect(f) AS here
CALL (here) {{
    UNWIND here AS f
    MATCH (f)<-[r:SUPPLIES]-(:Firm) WHERE {_SOLD}
    RETURN collect(DISTINCT r.product_id) AS bought
}}
CALL (here) {{
    UNWIND here AS f
    MATCH (f)-[m:PRODUCES]->(:Product)<-[:INPUT_OF]-(i:Product) WHERE m.role = 'product' AND {_MADE}
    RETURN collect(DISTINCT i.id) AS needed
}}
UNWIND here AS f
MATCH (f)-[m:PRODUCES]->(p:Product) WHERE {_MADE} AND NOT p.id IN bought AND NOT p.id IN needed
WITH p, m.role AS role, collect(DISTINCT f.name) AS makers
OPTIONAL CALL (p) {{
    CALL (p) {{
        MATCH (:Firm)-[r:SUPPLIES {{product_id: p.id}}]->(u:Firm) WHERE {_SOLD}
        RETURN u, 3 AS strength
        UNION ALL
        MATCH (p)-[:INPUT_OF]->(:Product)<-[m:PRODUCES]-(u:Firm) WHERE m.role = 'product' AND {_MADE}
        RETURN u, 1 AS strength
    }}
    WITH u, max(strength) AS strength WHERE u.county IS NULL OR u.county <> $county
    RETURN u, strength
}}
RETURN p.id AS number, p.name AS product, p.identifier AS product_id, role, size(makers) AS makers_here, makers,
       u.id AS user_number, u.name AS user, u.place AS user_place, strength
ORDER BY product, product_id, role, user
"""
PURCHASES: Final = f"""
MATCH (:Region {{id: $county}})<-[:LOCATED_IN]-(f:Firm)
CALL (f) {{
    MATCH (f)<-[r:SUPPLIES]-(s:Firm) WHERE {_SOLD}
    RETURN r.product_id AS need, 3 AS strength, r, s
    UNION ALL
    MATCH (f)-[m:PRODUCES]->(:Product)<-[:INPUT_OF]-(i:Product) WHERE m.role = 'product' AND {_MADE}
    RETURN i.id AS need, 1 AS strength, null AS r, null AS s
}}
WITH f, need, max(strength) AS strength, collect(CASE WHEN r IS NOT NULL THEN {{r: r, s: s}} END) AS purchases
MATCH (p:Product {{id: need}})
UNWIND CASE WHEN purchases = [] THEN [null] ELSE purchases END AS x
OPTIONAL MATCH (source:Source {{id: x.r.source_id}})
RETURN f.id AS firm, f.name AS buyer, f.place AS buyer_place, need, p.name AS product, strength,
       x.s.id AS seller, x.s.name AS supplier, x.s.place AS seller_place, x.r.value AS value, x.r.fact AS fact, source.name AS source
ORDER BY buyer, product, supplier, fact
"""
MAKERS: Final = f"""
UNWIND $products AS product
MATCH (p:Product {{id: product}})
CALL (p) {{
    MATCH (f:Firm)-[m:PRODUCES]->(p) WHERE {_MADE}
    RETURN f
    UNION
    MATCH (f:Firm)-[r:SUPPLIES]->(:Firm) WHERE r.product_id = p.id AND r.role = 'waste' AND {_SOLD}
    RETURN f
}}
RETURN product, f.id AS firm, f.name AS name, f.place AS place
ORDER BY product, name, firm
"""
TECHNOLOGY: Final = f"""
MATCH (a:Firm)-[m:PRODUCES]->(i:Product) WHERE a.id IN $reached AND {_MADE}
WITH DISTINCT a, i
MATCH (i)-[:INPUT_OF]->(:Product)<-[m:PRODUCES]-(b:Firm) WHERE b.id IN $reached AND b <> a AND m.role = 'product' AND {_MADE}
WITH DISTINCT a, i, b
WHERE NOT EXISTS {{ MATCH (a)-[r:SUPPLIES]->(b) WHERE r.product_id = i.id AND {_SOLD} }}
RETURN a.id AS seller, a.name AS seller_name, a.place AS seller_place,
       b.id AS buyer, b.name AS buyer_name, b.place AS buyer_place, i.id AS product, i.name AS product_name
ORDER BY seller_name, buyer_name, product_name, product, seller, buyer
"""
TIES: Final = f"""
MATCH (a:Firm)-[r:SUPPLIES|OWNS]->(b:Firm)
WHERE a.province <> b.province AND {_HOLDS.format("r")}
RETURN type(r) AS kind, r.fact AS fact, a.name AS from_name, a.place AS from_place, b.name AS to_name, b.place AS to_place,
       r.product AS what, r.value AS value, r.quantity AS quantity, r.share AS share, r.unit AS unit, r.basis AS basis,
       r.modality AS modality, r.since AS since, r.until AS until, r.status AS status
ORDER BY kind, from_name, to_name, what, fact
"""


# -- networkx --------------------------------------------------------------------------------


def network(db: duckdb.DuckDBPyConnection) -> nx.MultiDiGraph[int]:
    """The same graph in networkx: nodes by id."""
    import networkx as nx

    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for id_, name, county, province in db.execute("SELECT id, name, county, province FROM firm").fetchall():
        graph.add_node(id_, kind="firm", name=name, county=county, province=province)
    for id_, name in db.execute("SELECT id, name FROM product").fetchall():
        graph.add_node(id_, kind="product", name=name)
    for kind, one, other in (("produces", "firm", "product"), ("input_of", "input", "product")):
        for a, b in db.execute(f"SELECT {one}, {other} FROM {kind}").fetchall():
            graph.add_edge(a, b, kind=kind)
    for seller, buyer, product, value in db.execute("SELECT seller, buyer, product, value FROM supplies").fetchall():
        graph.add_edge(seller, buyer, kind="supplies", product=product, value=value)
    return graph


def gaps(graph: nx.MultiDiGraph[int], county: int) -> dict[int, tuple[int, int, int, float]]:
    """By needed product: firms that need it, its suppliers, those from outside, value; makers here are told apart."""
    firms = [node for node, held in graph.nodes(data=True) if held["kind"] == "firm" and held["county"] == county]
    return _gaps_of(graph, firms, county)


def all_gaps(graph: nx.MultiDiGraph[int]) -> dict[int, int]:
    """By county how many products its firms need that nobody there makes."""
    homes: dict[int, list[int]] = defaultdict(list)
    for node, held in graph.nodes(data=True):
        if held["kind"] == "firm":
            homes[held["county"]].append(node)
    return {county: len(_gaps_of(graph, firms, county)) for county, firms in homes.items()}


def _gaps_of(graph: nx.MultiDiGraph[int], firms: list[int], county: int) -> dict[int, tuple[int, int, int, float]]:
    made: set[int] = set()
    needs: dict[int, set[int]] = defaultdict(set)
    sellers: dict[int, set[int]] = defaultdict(set)
    values: dict[int, float] = defaultdict(float)
    for firm in firms:
        for _, product, held in graph.out_edges(firm, data=True):
            if held["kind"] == "produces":
                made.add(product)
                for needed, _, link in graph.in_edges(product, data=True):
                    if link["kind"] == "input_of":
                        needs[needed].add(firm)
        for seller, _, held in graph.in_edges(firm, data=True):
            needs[held["product"]].add(firm)
            sellers[held["product"]].add(seller)
            values[held["product"]] += held["value"] or 0.0
    return {
        product: (len(users), len(sellers[product]), sum(graph.nodes[one]["county"] != county for one in sellers[product]), values[product])
        for product, users in needs.items() if product not in made
    }  # fmt: skip


def flows(graph: nx.MultiDiGraph[int]) -> dict[tuple[int, int], tuple[int, float]]:
    """Supplies province by province: count and value."""
    out: dict[tuple[int, int], tuple[int, float]] = {}
    for a, b, held in graph.edges(data=True):
        if held["kind"] == "supplies":
            pair = graph.nodes[a]["province"], graph.nodes[b]["province"]
            count, value = out.get(pair, (0, 0.0))
            out[pair] = count + 1, value + (held["value"] or 0.0)
    return out


def reached(graph: nx.MultiDiGraph[int], firm: int, hops: int) -> set[int]:
    """Who is supplied, directly or through others."""
    seen, edge = {firm}, {firm}
    for _ in range(hops):
        edge = {b for a in edge for _, b, held in graph.out_edges(a, data=True) if held["kind"] == "supplies"} - seen
        seen |= edge
    return seen
