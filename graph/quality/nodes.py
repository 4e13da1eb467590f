"""Rules about nodes: codes, places, what nothing is known of, and likely duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..engines.base import Question
from ..language import t
from ..names.credit_code import fault, sound
from ..regions.countries import country_of
from ..regions.lying import Places, sites
from ..schema import EDGES, NODES
from ..sql_text import quoted
from .found import LISTED, Found, ask, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ..graph import Graph

_LIKE: Final = 0.85
"""So like must two names be that are not the same in normalised form, where place or products agree too."""
COMPARED: Final = tuple(kind.name for kind in NODES if kind.roles.compared)


def credit_codes(graph: Graph, lang: str) -> Iterator[Found]:
    """Credit codes that fail their check."""
    rows = ask(
        graph, "credit_code", "SELECT name, identifier, credit_code AS code FROM firm WHERE credit_code IS NOT NULL"
    )
    for row, good in zip(rows, sound([row["code"] for row in rows]), strict=True):
        why = None if good else fault(row["code"])
        if why:
            yield Found(row["name"], f"{row['code']}: {t(lang, *why)}", row["identifier"])


def same_codes(graph: Graph, lang: str) -> Iterator[Found]:
    """Firms that share a credit code."""
    rows = ask(
        graph, "same_code",
        "SELECT credit_code AS code, list(name ORDER BY name, identifier) AS names,"
        " list(identifier ORDER BY name, identifier) AS ids FROM firm WHERE credit_code IS NOT NULL"
        " GROUP BY credit_code HAVING count(*) > 1",
    )  # fmt: skip
    for row in rows:
        yield Found(" / ".join(row["names"]), t(lang, "one code: ", "同一代码：") + row["code"], " ".join(row["ids"]))


def parents(graph: Graph, lang: str) -> Iterator[Found]:
    """Regions below a country that lie in none."""
    rows = ask(
        graph, "parent",
        "SELECT name, identifier, level FROM region WHERE level <> 'country' AND id NOT IN (SELECT part FROM part_of)",
    )  # fmt: skip
    for row in rows:
        yield Found(
            row["name"], t(lang, f"a {row['level']} that lies in no region", "没有上级行政区"), row["identifier"]
        )


def joint_parks(graph: Graph, lang: str) -> Iterator[Found]:
    """Joint parks that firms have as their primary place: their parts own firms, they do not."""
    rows = ask(
        graph, "joint_park",
        "SELECT p.name, p.identifier, count(*) AS firms, min(f.name) AS firm FROM located_in x JOIN park p ON p.id = x.place"
        " JOIN firm f ON f.id = x.what WHERE p.joint AND x.role = 'primary' GROUP BY p.name, p.identifier",
    )  # fmt: skip
    for row in rows:
        yield Found(
            row["name"],
            t(lang, f"{row['firms']} firms lie in it, such as {row['firm']}; place them in one of its parts",
              f"有{row['firms']}家企业所在地填为此园区，如{row['firm']}；请填其组成部分"),
            row["identifier"],
        )  # fmt: skip


def no_place(graph: Graph, lang: str) -> Iterator[Found]:
    """Firms of which no place is known: they are neither here nor outside."""
    return _plain(graph, "firm", "x.place IS NULL", lang, t(lang, "no place is known", "所在地未知"))


def no_county(graph: Graph, lang: str) -> Iterator[Found]:
    """Firms of which only a province or prefecture is known, or a park that is in no known county; not those abroad."""
    told = t(
        lang,
        "no more is known of its place than {}",
        "所在地只知道是{}",
    ).split("{}")
    said = (
        "f.name AS what, $before || a.name || $after AS detail, f.identifier AS id FROM firm f JOIN area a ON a.id = f.place"
        f' WHERE f.county IS NULL AND NOT coalesce(f."group", false) AND {_at_home("a")}'
    )
    return counted(graph, "firm", said, lang, {"before": told[0], "after": told[1], "abroad": _abroad(graph)})


def park_places(graph: Graph, lang: str) -> Iterator[Found]:
    """Parks of which the county is not known, and so of their firms; of a joint park its parts tell."""
    said = (
        "a.name AS what, $detail AS detail, a.identifier AS id FROM area a WHERE a.kind = 'park' AND a.county IS NULL"
        f" AND NOT (a.joint AND len(coalesce(a.covers, [])) > 0) AND {_at_home('a')}"
    )
    detail = t(lang, "its county is not known, nor that of its firms", "所在县未知，园内企业的所在县也就未知")
    return counted(graph, "park", said, lang, {"detail": detail, "abroad": _abroad(graph)})


def facility_places(graph: Graph, lang: str) -> Iterator[Found]:
    """Facilities that lie nowhere, serve nobody and connect nothing."""
    tied = "SELECT what FROM located_in UNION ALL SELECT server FROM serves UNION ALL SELECT facility FROM connects"
    return _plain(graph, "facility", f"x.id NOT IN ({tied})", lang, t(lang, "no place is known", "所在地未知"))


def _abroad(graph: Graph) -> list[str]:
    """The other countries of a graph: nothing is known of their divisions, so nothing is asked of them."""
    rows = ask(graph, "countries", "SELECT identifier FROM region WHERE level = 'country' ORDER BY identifier")
    return [row["identifier"] for row in rows if country_of(row["identifier"]) is not None]


def _at_home(area: str) -> str:
    return f"({area}.country IS NULL OR {area}.country NOT IN (SELECT id FROM region WHERE identifier IN (SELECT unnest($abroad))))"


def elsewhere_too(graph: Graph, lang: str) -> Iterator[Found]:
    """Nodes that are stated in places of which none holds the other: two of one name, unless it moved and dates say when."""
    lies = "FROM located_in l JOIN node n ON n.id = l.what JOIN node p ON p.id = l.place WHERE l.role = 'primary'"
    rows = ask(
        graph, "two_places",
        f"SELECT n.name, n.identifier, list(p.identifier ORDER BY p.name, p.identifier) AS places,"
        f" list(p.name ORDER BY p.name, p.identifier) AS names {lies} AND l.until IS NULL"
        " GROUP BY n.name, n.identifier HAVING count(DISTINCT p.identifier) > 1 AND count(l.since) < count(*)"
        " ORDER BY n.name, n.identifier",
    )  # fmt: skip
    if not rows:
        return
    held = ask(
        graph, "places held",
        f"SELECT n.identifier AS part, p.identifier AS whole {lies} AND n.kind = 'park' UNION SELECT a.identifier, b.identifier"
        " FROM part_of x JOIN node a ON a.id = x.part JOIN node b ON b.id = x.whole ORDER BY ALL",
    )  # fmt: skip
    places = Places((row["part"], row["whole"]) for row in held)
    for row in rows:
        if len(sites(map(places.lying, row["places"]))) > 1:
            told = t(lang, "stated in ", "所在地：") + "; ".join(dict.fromkeys(row["names"]))
            yield Found(row["name"], told, row["identifier"])


def idle_products(graph: Graph, lang: str) -> Iterator[Found]:
    """Products that no other fact names."""
    return _plain(graph, "product", f"NOT ({_tied('product')})", lang, t(lang, "no fact names it", "没有任何事实涉及"))


def bare_firms(graph: Graph, lang: str) -> Iterator[Found]:
    """Firms that no fact names but, perhaps, their place."""
    condition = f"NOT ({_tied('firm', besides=('located_in',))})"
    return _plain(
        graph,
        "firm",
        condition,
        lang,
        t(lang, "no product, supply, project or other fact", "没有产品、供应、项目等任何事实"),
    )


def unplaced_projects(graph: Graph, lang: str) -> Iterator[Found]:
    """Projects of which no site is known."""
    condition = "x.id NOT IN (SELECT project FROM sited_in)"
    return _plain(graph, "project", condition, lang, t(lang, "no site is known", "选址未知"))


def no_product(graph: Graph, lang: str) -> Iterator[Found]:
    """Projects that produce, without a word on what."""
    condition = "x.stage IN ('producing', 'full') AND x.id NOT IN (SELECT project FROM adds)"
    return _plain(graph, "project", condition, lang, t(lang, "produces, but what is not known", "已投产，但产品未知"))


def no_party(graph: Graph, lang: str) -> Iterator[Found]:
    """Agreements of which no party is known."""
    condition = "x.id NOT IN (SELECT agreement FROM party_to)"
    return _plain(graph, "agreement", condition, lang, t(lang, "no party is known", "参与方未知"))


def _plain(graph: Graph, kind: str, condition: str, lang: str, detail: str) -> Iterator[Found]:
    said = f"name AS what, $detail AS detail, identifier AS id FROM {quoted(kind)} x WHERE {condition}"
    return counted(graph, kind, said, lang, {"detail": detail})


def _tied(kind: str, besides: tuple[str, ...] = ()) -> str:
    """SQL: node `x` of a kind is an end of any fact, besides those of some kinds."""
    ends = [
        f"SELECT {quoted(end.name)} FROM {quoted(of.name)}"
        for of in EDGES if of.name not in besides for end in of.ends if kind in end.kinds
    ]  # fmt: skip
    return f"x.id IN ({' UNION ALL '.join(ends)})"


def duplicates(graph: Graph, lang: str) -> Iterator[Found]:
    """Nodes that may be one: the same name in normalised form, or names much alike in one place or with one product.

    Two codes, or two regions in front of the names, are two firms. Nothing is merged.
    """
    from ..names.duplicates import likely

    for kind in COMPARED:
        table, ties = _compared(graph, kind)
        found = likely(table, ties, kind=kind, at_least=_LIKE)
        for pair in found.pairs[:LISTED]:
            yield Found(f"{pair.a} / {pair.b}", _why(pair.reason, pair.likeness, lang), f"{pair.a_id} {pair.b_id}")
        if found.cut_off or len(found.pairs) > LISTED:
            yield Found(
                "",
                t(
                    lang,
                    f"duplicate: {kind}: {len(found.pairs)} pairs, at most {LISTED} listed;"
                    f" {found.cut_off} names share their parts with too many others to be compared by likeness",
                    f"duplicate：{kind}：共 {len(found.pairs)} 对，最多列出 {LISTED} 对；"
                    f"{found.cut_off} 个名称因用字过于常见未按相似度比较",
                ),
            )


_REASONS: Final = {
    "name": ("the same name in normalised form", "规范化名称相同"),
    "place": ("names alike ({}) in one place", "名称相近（{}），所在地相同"),
    "product": ("names alike ({}) with a product in common", "名称相近（{}），有共同产品"),
    "like": ("names alike ({})", "名称相近（{}）"),
}


def _why(reason: str, likeness: float, lang: str) -> str:
    return t(lang, *_REASONS[reason]).format(f"{likeness:.2f}")


def _compared(graph: Graph, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The nodes of a kind (id, identifier, name, code, place, area), and firms' products (id, product)."""
    said = {
        "firm": "credit_code AS code, place, coalesce(park, county, prefecture, province) AS area FROM firm"
        ' WHERE NOT coalesce("group", false)',
        "industry": "code, NULL::INTEGER AS place, NULL::INTEGER AS area FROM industry",
    }
    columns = said.get(kind, f"NULL AS code, NULL::INTEGER AS place, NULL::INTEGER AS area FROM {quoted(kind)}")
    nodes = graph.ask(Question(f"check {kind}", f"SELECT id, identifier, name, {columns} ORDER BY id"))
    made = "SELECT firm AS id, product FROM produces UNION SELECT seller, product FROM supplies"
    none = "SELECT NULL::INTEGER AS id, NULL::INTEGER AS product WHERE false"
    return nodes, graph.ask(Question("check products", made if kind == "firm" else none))
