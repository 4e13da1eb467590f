"""Large networks summed up as area by product, as a picture of thousands of firms cannot be read.

One box an area and one a product made or sold there; a line says how much goes where. Only
counts are summed: values of different basis or period never are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ..words.words import PAGE
from .records import ACTORS, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...queries.picture.records import Record

LARGEST: Final = 72
"""How many products of areas are drawn; the others stand in the tables."""
MOST_LINES: Final = 120
MOST_GAPS: Final = 24
"""How many gaps stand beside them, those with the most ties."""
_LEVELS: Final = ("county", "prefecture", "province", "country")


def aggregate(
    nodes: Sequence[Record], edges: Sequence[Record], *, lang: str
) -> tuple[list[Record], list[Record], dict[str, int] | None]:
    """Boxes and lines of the summary, and how much of it is drawn where that is not all.

    Each box carries `members`, the identifiers of what it stands for, most tied first.
    """
    by_id = {node["id"]: node for node in nodes}
    degree = Counter(end for edge in edges for end in (edge["from"], edge["to"]))
    areas: dict[str, list[Record]] = defaultdict(list)
    for node in nodes:
        if node["kind"] in ACTORS:
            areas[_area(node)].append(node)
    made: dict[tuple[str, str], set[str]] = defaultdict(set)
    for edge in edges:
        seller = by_id[edge["from"]]
        if edge["kind"] == "produces":
            made[_area(seller), by_id[edge["to"]]["label"]].add(seller["id"])
        elif edge["kind"] == "supplies" and edge["label"]:
            made[_area(seller), edge["label"]].add(seller["id"])

    def size(key: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        return (-len(made[key]), -sum(degree[one] for one in made[key]), key)

    largest = sorted(made, key=size)[:LARGEST]
    out = [_area_box(area, members, degree, lang) for area, members in sorted(areas.items())]
    for area, product in sorted(largest):
        text = t(lang, *PAGE["aggregate_made"]).format(product=product, area=area, n=len(made[area, product]))
        members = _ranked(made[area, product], degree)
        out.append(_box("made", f"{product} ×{len(made[area, product])}", text, areas[area][0], members))
        out[-1]["id"] = f"made:{area}:{product}"
    gaps = sorted(
        (node for node in nodes if node["kind"] == "gap"), key=lambda node: (-degree[node["id"]], node["id"])
    )[:MOST_GAPS]
    out += gaps
    lines = _lines(edges, by_id, set(largest), lang)
    few = sorted(sorted(lines, key=lambda line: -int(line["label"][1:]))[:MOST_LINES], key=lambda line: str(line["id"]))
    few += _of_gaps(edges, by_id, {gap["id"]: gap for gap in gaps}, set(largest), {box["id"] for box in out}, lang)
    cut = {"k": len(largest), "all": len(made), "l": len(few), "lines": len(lines)}
    return out, few, cut if cut["k"] < cut["all"] or cut["l"] < cut["lines"] else None


def _area(node: Record) -> str:
    return str(node["area"] or node["province"] or "?")


def _ranked(members: set[str], degree: Counter[str]) -> list[str]:
    return sorted(members, key=lambda one: (-degree[one], one))


def _box(kind: str, label: str, sentence: str, like: Record, members: list[str]) -> Record:
    return {
        "kind": kind, "label": label, "because": sentence, "members": members, "group": False, "rows": [],
        "evidence": [], "area": like["area"], "province": like["province"], "inside": like["inside"],
        **drawn(label),
    }  # fmt: skip


def _area_box(area: str, members: list[Record], degree: Counter[str], lang: str) -> Record:
    firms = {node["id"] for node in members if node["kind"] == "firm"}
    words = PAGE["aggregate_area_one" if len(firms) == 1 else "aggregate_area"]
    text = t(lang, *words).format(n=len(firms))
    ranked = _ranked(firms or {node["id"] for node in members}, degree)
    return _box("area", f"{area} · {text}", text, members[0], ranked) | {"id": f"area:{area}"}


def _lines(
    edges: Sequence[Record], by_id: dict[str, Record], drawn_products: set[tuple[str, str]], lang: str
) -> list[Record]:
    supplies: Counter[tuple[str, str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    border: dict[Any, str | None] = {}
    for edge in edges:
        one, two = by_id[edge["from"]], by_id[edge["to"]]
        if one["kind"] not in ACTORS or two["kind"] not in ACTORS:
            continue
        seller, buyer = _area(one), _area(two)
        if edge["kind"] == "supplies":
            key: Any = (seller, edge["label"], buyer)
            supplies[key] += 1
        elif seller != buyer and edge["border"]:
            key = tuple(sorted((seller, buyer)))
            others[key] += 1
        else:
            continue
        border[key] = max(border.get(key), edge["border"], key=_height)
    out: list[Record] = []
    for (seller, product, buyer), count in sorted(supplies.items()):
        text = t(lang, *PAGE["aggregate_supply"]).format(product=product, area=seller, other=buyer, n=count)
        start = f"made:{seller}:{product}" if (seller, product) in drawn_products else f"area:{seller}"
        if start != f"area:{buyer}":
            out.append(_line("flow", (start, f"area:{buyer}"), text, border[seller, product, buyer], count))
    for (one_area, two_area), count in sorted(others.items()):
        text = t(lang, *PAGE["aggregate_other"]).format(area=one_area, other=two_area, n=count)
        out.append(_line("other", (f"area:{one_area}", f"area:{two_area}"), text, border[one_area, two_area], count))
    for number, line in enumerate(out):
        line["id"] = f"a{number}"
    return out


def _of_gaps(
    edges: Sequence[Record], by_id: dict[str, Record], gaps: dict[str, Record], products: set[tuple[str, str]],
    boxes: set[str], lang: str,
) -> list[Record]:  # fmt: skip
    """How many firms of an area need what is a gap, and of which areas makers could supply it."""
    counted: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for edge in edges:
        gap = gaps.get(edge["to"])
        if gap is None or by_id[edge["from"]]["kind"] not in ACTORS:
            continue
        area = _area(by_id[edge["from"]])
        made = f"made:{area}:{gap['label']}"
        possible = edge["kind"] == "possible"
        start = made if possible and (area, gap["label"]) in products else f"area:{area}"
        if start in boxes:
            counted["possible" if possible else "needs", start, gap["id"]].add(edge["from"])
    out = []
    for number, ((kind, start, end), firms) in enumerate(sorted(counted.items())):
        area, product = start.split(":")[1], gaps[end]["label"]
        text = t(lang, *PAGE[f"aggregate_{kind}"]).format(area=area, product=product, n=len(firms))
        out.append(_line(kind, (start, end), text, None, len(firms)) | {"id": f"g{number}", "directed": True})
    return out


def _height(level: str | None) -> int:
    return _LEVELS.index(level) if level in _LEVELS else -1


def _line(kind: str, ends: tuple[str, str], text: str, border: str | None, count: int) -> Record:
    return {
        "kind": kind, "from": ends[0], "to": ends[1], "label": f"×{count}", "sentence": text, "border": border,
        "fact": None, "value": None, "status": None, "modality": None, "ghost": True, "evidence": [],
        "directed": kind == "flow",
    }  # fmt: skip
