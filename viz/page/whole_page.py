"""The page as a whole: its tabs, what stands above and beside them, and what its script is given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ...graph.language import t
from ..pictures.chain_map import chains_of
from ..pictures.chain_map_model import records
from ..pictures.markup import render, size_of
from ..style import BOX_LOOKS, OTHER_BOX
from ..words.notes import plain_notes
from ..words.stamp import stamp
from ..words.words import ACTIONS, PAGE, STATES, kind_word, page_words, word
from .chain_tab import BOXES, Detail, chain_tab, details_of, details_packed, sources_of
from .search_index import search_keys
from .shell import assets, packed, page, vis_network
from .tables import Row, Table, answer_table, box_link, link, mark, needs_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...queries.answer import Answer

OPENINGS: Final = ("chain", "network", "flows", "matrix")
"""What a page may open with."""


@dataclass
class Contents:
    """What a page is made of; what is None or empty has no tab."""

    title: str
    lang: str
    area: str = ""
    as_of: str | None = None
    graph_hash: str | None = None
    notes: Sequence[str] = ()
    chain: Any = None
    """Rows of the question `chain`."""
    findings: Any = None
    """Rows of the question `findings`."""
    projects: Answer | None = None
    requests: Answer | None = None
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Sentence and evidence of the facts behind boxes, by their ids."""
    network: dict[str, Any] | None = None
    """The network's part of what the script is given."""
    flows: str = ""
    matrix: str = ""
    """SVG and HTML of these pictures, rendered from templates that escape."""
    matrix_alone: str = ""
    """SVG of the matrix as it is saved: the page itself has a table."""
    opens: str = "chain"
    only: bool = False
    """Only the picture that it opens with, and the tables."""


@dataclass
class Tab:
    """A tab of the page."""

    key: str
    name: str
    kind: str
    """chain, own (its HTML is in the document), table, or script (the script fills it)."""
    html: str = ""
    table: Table | None = None
    count: int | None = None


Piece = tuple[str, str | None]
"""A piece of a sentence, and where it leads."""
_COUNTED: Final = re.compile(
    r"(?<![0-9A-Za-z.])\d+(?=\s?(?:家|项|个|种|条|处|firms?|products?|projects?|makers?|needs?)\b|[家项个种条处])"
)
"""A number that counts something, not one in a name."""


@dataclass(frozen=True)
class Todo:
    """Something to do next."""

    heading: str
    sentence: str
    action: str
    href: str
    mark: str


def whole_page(c: Contents) -> str:
    """The page as one HTML text: what it says is in it, its script only moves, filters and draws the network."""
    words = page_words(c.lang)
    tabs = _tabs(c)
    notes = plain_notes(c.notes, c.area, c.lang)
    listed = {edge.get("fact") for edge in (c.network or {}).get("edges", ())}
    boxes = details_of(c.chain, c.facts, c.lang, listed) if c.chain is not None else []
    sources = sources_of(c.facts.values(), c.lang)
    said = records(c.findings) if c.findings is not None else []
    body = render(
        "body.html.jinja", c=c, looks={**BOX_LOOKS, "other": OTHER_BOX}, words=words, tabs=tabs, boxes=boxes[:BOXES], foot=_foot(c),
        subtitle=_subtitle(c),
        findings=[_finding(row) for row in said if row["part"] == "finding" and row.get("boxes")],
        coverage=[row["sentence"] for row in said if row["part"] == "finding" and not row.get("boxes")],
        todo=[_todo(row, c.lang) for row in said if row["part"] == "todo"],
        sources=sources,
        notes=notes if c.network is None or c.chain is not None else [],
    )  # fmt: skip
    network = c.network or {"nodes": [], "edges": [], "sources": []}
    opens = next((tab.key for tab in tabs if tab.key.split("-")[0] == c.opens), tabs[0].key if tabs else "")
    payload = {
        **network, "lang": c.lang, "title": c.title, "area": c.area, "as_of": c.as_of, "hash": c.graph_hash, "notes": notes,
        "words": words, "opens": opens, "search": _index(network, boxes, c.lang), "pictures": _kept(c, tabs),
        "several": sum(row["part"] == "area" for row in records(c.chain or ())) > 1,
        "details": details_packed(boxes), "stamp": stamp(c.lang, c.as_of, c.graph_hash, sources),
    }  # fmt: skip
    script, style = assets()
    library = vis_network() if c.network is not None else ""
    return page(title=c.title, lang=c.lang, payload=payload, script=script, style=style, library=library, body=body)


def _kept(c: Contents, tabs: Sequence[Tab]) -> dict[str, Any]:
    """Pictures that only saving wants, by their tabs: they lie packed until then."""
    if not c.matrix_alone or all(tab.key != "matrix" for tab in tabs):
        return {}
    width, height = size_of(c.matrix_alone)
    return {"matrix": {"packed": packed(c.matrix_alone), "width": width, "height": height}}


def _tabs(c: Contents) -> list[Tab]:
    """The tabs in their order; where `only` is asked, of the pictures the one that opens."""
    pictures = [tab for tab in _pictures(c) if not c.only or tab.key.split("-")[0] == c.opens]
    needs = needs_table(c.chain, c.lang) if c.chain is not None else _gaps_table(c)
    asked = (("projects", c.projects), ("requests", c.requests))
    own = [(name, answer_table(answer, c.lang)) for name, answer in asked if answer is not None]
    script = c.network is not None
    return [
        *pictures,
        *([_tab(c, "gaps", "table", needs)] if needs else []),
        *([_tab(c, "ties", "script"), _tab(c, "firms", "script")] if script else []),
        *(_tab(c, name, "table", table) for name, table in own),
        *([_tab(c, "facts", "script")] if script else []),
    ]


def _pictures(c: Contents) -> list[Tab]:
    foot = stamp(c.lang, c.as_of, c.graph_hash)
    wanted = c.chain is not None and (not c.only or c.opens == "chain")
    out = [
        Tab(f"chain-{number}", chain or t(c.lang, *PAGE["tab_chain"]), "chain", chain_tab(c.chain, chain, c.lang, foot))
        for number, chain in enumerate(chains_of(c.chain) if wanted else (), start=1)
    ]
    if c.network is not None:
        out.append(_tab(c, "network", "script network"))
    for name, html in (("flows", c.flows), ("matrix", c.matrix)):
        if html:
            out.append(Tab(name, t(c.lang, *PAGE[f"tab_{name}"]), "own", Markup(html)))  # noqa: S704 - from templates that escape
    return out


def _tab(c: Contents, key: str, kind: str, table: Table | None = None) -> Tab:
    return Tab(key, t(c.lang, *PAGE[f"tab_{key}"]), kind, table=table, count=table.all if table else None)


def _gaps_table(c: Contents) -> Table | None:
    """The needs of a network that was handed over without the rows of a chain."""
    if c.network is None or not c.network.get("gaps"):
        return None
    names = ["col_product", "col_area", "col_state", "action", "flags", "col_because", "col_firms", "nearest"]
    out = Table([(t(c.lang, *PAGE[name]), False) for name in names], all=len(c.network["gaps"]))
    comma = t(c.lang, ", ", "、")
    for gap in c.network["gaps"]:
        node = gap.get("node")
        nearest = [str(gap[name]) for name in ("nearest_supplier", "nearest_area") if gap.get(name)]
        cells = [
            gap["product"], gap.get("area") or "", word(STATES, gap["state"] or "", c.lang), gap["action"],
            comma.join(gap["flags"]), gap.get("because") or "", comma.join(gap["firm_names"]), " · ".join(nearest),
        ]  # fmt: skip
        out.rows.append(Row(tuple(str(one) for one in cells), node and link("n", node), mark(gap["state"])))
    return out


def _finding(row: Mapping[str, Any]) -> list[Piece]:
    """The sentence in pieces: each number leads to the boxes that it counts; where it names none, the whole does."""
    sentence, at = str(row["sentence"]), 0
    out: list[Piece] = []
    href = _boxes_link(row["boxes"])
    for found in _COUNTED.finditer(sentence):
        out += [(sentence[at : found.start()], None), (found[0], href)]
        at = found.end()
    return [*out, (sentence[at:], None)] if at else [(sentence, href)]


def _todo(row: Mapping[str, Any], lang: str) -> Todo:
    action = word(ACTIONS, row["action"], lang) if row.get("action") else ""
    # the first box is what is to be done, the others who could be asked
    return Todo(
        str(row["heading"]),
        str(row["sentence"]),
        action,
        _boxes_link((row.get("boxes") or ())[:1]),
        mark(row.get("state")),
    )


def _boxes_link(boxes: Sequence[str]) -> str:
    if len(boxes) == 1:
        return box_link(boxes[0])
    return link("s", "|".join(boxes)) if boxes else "#t=gaps"


def _index(network: Mapping[str, Any], boxes: Sequence[Detail], lang: str) -> list[list[str]]:
    """What can be searched: name, kind, area, where it leads, and other ways to type it."""
    out = [
        [box.product, box.state, box.rows[0][1] if box.rows else "", box_link(box.id), search_keys([box.product])]
        for box in boxes
    ]
    for node in network["nodes"]:
        if node.get("kind") == "gap" and boxes:
            continue
        names = [node["label"], *node.get("aliases", ())]
        kind = kind_word(node.get("kind") or "", lang)
        keys = "\n".join(one for one in (*(name.lower() for name in names[1:]), search_keys(names)) if one)
        out.append([node["label"], kind, node.get("area") or node.get("province") or "", link("n", node["id"]), keys])
    return out


def _subtitle(c: Contents) -> str:
    area = None if c.area and c.area in c.title else c.area or t(c.lang, *PAGE["whole"])
    return " · ".join(one for one in (area, c.as_of and f"{t(c.lang, *PAGE['as_of'])} {c.as_of}") if one)


def _foot(c: Contents) -> str:
    made = t(c.lang, *PAGE["made"])
    return f"{made}  {t(c.lang, *PAGE['hash'])} {c.graph_hash}" if c.graph_hash else made
