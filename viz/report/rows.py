"""The rows of a report, asked once: everything that any of its files says is here, under one state of the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ... import queries
from ...graph.export.cells import plain
from ...graph.language import t
from ...graph.url import title
from ...queries.answer import Answer, unframed
from ...queries.chain.columns import LACKING
from ...queries.findings.findings import findings_of
from ..words.answer_columns import with_hedging
from ..words.notes import plain_notes
from ..words.values import BESIDE, day, says
from ..words.words import BORDERS, UNSTATED
from .content import AreaCount, Part, Report, Said, Source, marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ...graph.graph import Graph

_TIES: Final = ("supplies", "owns", "cooperates_with", "project", "facility")
"""What stands among the ties; agreements and their items have a table of their own."""
_REST: Final = ("sources", "evidence")
"""Columns of titles, which a report gives by their numbers."""
_NAMED: Final = 3
"""So many areas does a title name."""


@dataclass(frozen=True)
class _Table:
    """What a table of the report is called, and which columns of its question it shows."""

    key: str
    title: tuple[str, str]
    columns: tuple[str, ...]
    more: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    empty: tuple[str, str] = ("Nothing on record.", "暂无记录。")
    merged: int = 0
    """So many of the first columns are written once where rows below each other have the same in them."""


_TABLES: Final = (
    _Table(
        "gaps", ("What the chains lack", "产业链缺口清单"),
        ("area", "stage", "product", "state", "action", "firm_names", "nearest_supplier", "because", "evidence"),
        ("nearest_area", "distance_km", "chain", "basis", "projects"),
        empty=("Among the firms on record no gap is known; what is not on record is unknown.", "已收录企业中未见缺口；未收录的情况未知。"),
    ),
    _Table(
        "matches", ("Purchases that a nearer maker could serve", "就近配套机会"),
        ("buyer", "buyer_area", "product", "supplier", "supplier_area", "maker", "maker_km", "because", "evidence"),
        ("maker_area", "supplier_km", "basis"),
        empty=("No maker is known that is nearer than the present supplier.", "未发现比现有供应商更近的生产企业。"),
    ),
    _Table(
        "outlets", ("Made here, used by nobody here", "本地生产、本地无人使用的产品"),
        ("area", "product", "role", "maker_names", "nearest_user", "users_outside", "unplaced_users"),
        ("nearest_area", "distance_km", "border"),
        empty=("Nothing on record.", "未发现此类产品。"),
    ),
    _Table(
        "links", ("Ties across a border", "跨界联系"),
        ("kind", "from", "to", "what", "value", "since", "status", "border", "sources"),
        ("from_area", "to_area", "until", "quantity", "unit", "basis", "modality"), ("since", "status"),
    ),
    _Table(
        "agreements", ("Agreements and plans, item by item", "协议（文件）及其事项"),
        ("plan", "signed", "parties", "item", "responsible", "due", "status", "sources"),
        ("clause", "concerns", "overdue_days", "agreement_status"),
        ("plan", "signed", "parties", "item", "responsible", "due", "status"), merged=3,
    ),
    _Table(
        "projects", ("Projects by stage", "项目推进情况"),
        ("project", "stage", "stage_date", "count", "planned", "contracted", "paid", "places", "investors", "products", "sources"),
        ("handler", "completed", "signed", "started", "produced", "progress", "problem"),
        ("stage", "stage_date", "places", "investors", "products"),
    ),
    _Table(
        "requests", ("Requests", "诉求办理情况"),
        ("request", "kind", "raised_by", "handled_by", "opened", "due", "state", "result", "sources"),
        ("places", "overdue_days", "closed", "concerns", "blocks"),
        ("raised_by", "handled_by", "opened", "due", "state", "result"),
    ),
)  # fmt: skip


def collect(
    graph: Graph,
    area: str | Sequence[str],
    *,
    chain: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Report:
    """Ask all that a report says."""
    how: dict[str, Any] = {"with_zones": with_zones, "as_of": as_of, "lang": lang}
    around = how | {"neighbours": neighbours}
    with graph.reading():
        map_ = _ask("chain", graph, area, chain, **around)
        found = findings_of(map_.rows, lang)
        places = list(dict.fromkeys(row["area_id"] for row in map_.rows if row["part"] == "area"))
        answers = {
            "gaps": _each(places, lambda one: _ask("gaps", graph, one, chain=chain, states=LACKING, **how), lang),
            "matches": _each(places, lambda one: _ask("matches", graph, one, **how), lang),
            "outlets": _each(places, lambda one: _ask("outlets", graph, one, **how), lang),
            "links": _once(_each(places, lambda one: _ask("links", graph, area=one, kinds=_TIES, **how), lang)),
            "agreements": _with_bare(
                _ask("progress", graph, area, **around), _ask("list", graph, "agreement", area, **around)
            ),
            "projects": _ask("pipeline", graph, area, by="project", **around),
            "requests": _ask("requests", graph, area, **around),
        }
        known = {row["name"]: row for row in _ask("list", graph, "source").rows}
    numbers: dict[str, int] = {}
    findings = [_said(row, numbers, lang) for row in found if row["part"] == "finding"]
    todo = [_said(row, numbers, lang) for row in found if row["part"] == "todo"]
    if chain is not None:
        answers["gaps"].rows = [row for row in answers["gaps"].rows if row["chain"]]
    seen: set[str] = set()
    notes = list(_notes([map_], seen, lang))
    parts = [_part(table, answers[table.key], numbers, seen, lang) for table in _TABLES]
    for row in map_.rows:
        for one in plain(row["evidence"]) or ():
            _number(one, numbers)
    counts = {row["area_id"]: row for row in reversed(map_.rows) if row["part"] == "area"}
    areas = [AreaCount(counts[one]["area"], counts[one]["firms"], counts[one]["coverage"]) for one in places]
    chains = list(dict.fromkeys(row["chain"] for row in map_.rows if row["chain"]))
    return Report(
        lang=lang,
        title=_title([one.name for one in areas], chains[0] if chain is not None and chains else None, lang),
        areas=areas,
        as_of=map_.attrs["as_of"],
        graph=title(map_.attrs["graph"]),
        graph_hash=map_.attrs["graph_hash"],
        version=map_.attrs["version"],
        parameters={
            "area": map_.attrs["parameters"].get("area"), "chain": chain, "with_zones": with_zones or None,
            "neighbours": neighbours or None, "as_of": as_of,
        },
        findings=findings,
        todo=todo,
        chain=map_,
        chains=[*chains] or [None],
        parts=parts,
        sources=[_source(name, number, known.get(name), lang) for name, number in numbers.items()],
        thresholds=answers["gaps"].attrs.get("thresholds") or {},
        notes=notes,
    )  # fmt: skip


def _ask(name: str, *asked: Any, **how: Any) -> Answer:
    return unframed(getattr(queries, name))(*asked, **how)


def _each(places: Sequence[str], ask: Callable[[str], Answer], lang: str) -> Answer:
    """One answer of several areas, each asked alone: what one lacks another may have."""
    every = [ask(one) for one in places]
    notes = []
    for one in every:
        area = str(one.attrs["parameters"]["area"])
        for note in one.attrs["notes"]:
            if not _TOLD_OF_ALL.search(note):
                alone = area in note or len(every) == 1
                notes.append(note if alone else t(lang, f"{area}: {note}", f"{area}：{note}"))
    return replace(every[0], rows=[row for one in every for row in one.rows], attrs={**every[0].attrs, "notes": notes})


_TOLD_OF_ALL: Final = re.compile(
    r"是否位于.*尚不清楚|的企业中.*按名称推定|may lie in .* or not|placed by (?:its|their) name"
)
"""What is said of firms of unknown place, and of those placed by name: once for all areas together, with the chain map."""


def _once(answer: Answer) -> Answer:
    """A tie between two of the areas stands once."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in answer.rows:
        rows.setdefault((row["fact"], *sorted((str(row["from"]), str(row["to"])))), row)
    order = {name: number for number, name in enumerate(reversed(BORDERS))}
    ranked = sorted(rows.values(), key=lambda row: (_TIES.index(row["kind"]), -order.get(row["border"], -1)))
    return replace(answer, rows=ranked)


def _with_bare(items: Answer, agreements: Answer) -> Answer:
    """Items of agreements, and the agreements of which none is on record."""
    told = {name for row in items.rows for name in (*(row["plan"] or ()), *(row["agreement"] or ()))}
    order = {name: number for number, name in enumerate(dict.fromkeys(str(row["plan"]) for row in items.rows))}
    # what stands in a document that is no agreement was not signed by anybody
    rows = [row if row["agreement"] else row | {"signed": _NONE, "parties": [_NONE]} for row in items.rows]
    rows.sort(key=lambda row: order[str(row["plan"])])
    for one in agreements.rows:
        if one["name"] not in told:
            own = {"plan": [one["name"]], "signed": one["signed"], "parties": one["parties"], "sources": one["sources"]}
            rows.append(dict.fromkeys(items.columns) | own | {"agreement_status": one["status"]})
    return replace(items, rows=rows)


_NONE: Final = "—"


def _part(table: _Table, answer: Answer, numbers: dict[str, int], seen: set[str], lang: str) -> Part:
    """A table with the columns that the report shows, sources by their numbers."""
    wanted = (*table.columns, *table.more)
    bounds = [name + end for name in wanted for end in BESIDE if name + end in answer.columns]
    rows = []
    for row in answer.rows:
        # the bounds of an amount have no column of their own, but are told with it
        out = {name: row[name] for name in (*wanted, *bounds)}
        for name in {*_REST} & {*wanted}:
            titles = plain(row[name]) or ()
            out[name] = marks([_number(str(one), numbers) for one in titles if one]) or None
        rows.append(out)
    # a column in which no row says anything is left out, unless it is told there that nobody says it
    kept = [name for name in wanted if not rows or name in table.unstated or any(says(row, name) for row in rows)]
    part = replace(answer, columns=tuple(kept), rows=rows)
    # what says how a row is meant (planned, an estimate) stands on paper wherever there is anything to say
    first = [name for name in with_hedging(part, [name for name in table.columns if name in kept]) if name in kept]
    more = tuple(name for name in kept if name not in first)
    return Part(
        table.key, t(lang, *table.title), replace(part, columns=(*first, *more)), more, frozenset(table.unstated),
        t(lang, *table.empty), list(_notes([answer], seen, lang)), table.merged,
    )  # fmt: skip


def _said(row: dict[str, Any], numbers: dict[str, int], lang: str) -> Said:
    """A finding, or what to do behind what it is about, as a sentence."""
    parts = [str(one) for one in (row.get("heading"), row["sentence"]) if one]
    text, end = t(lang, ". ", "。").join(one[:1].upper() + one[1:] for one in parts), t(lang, ".", "。")
    sources = tuple(sorted(_number(str(one), numbers) for one in plain(row.get("sources")) or ()))
    return Said(text if text.endswith(end) else text + end, sources)


def _number(name: str, numbers: dict[str, int]) -> int:
    """The number of a source: the first that is named is 1."""
    return numbers.setdefault(name, len(numbers) + 1)


def _source(name: str, number: int, known: dict[str, Any] | None, lang: str) -> Source:
    known = known or {}
    published = known.get("published")
    return Source(number, name, str(known.get("publisher") or ""), day(str(published), lang) if published else "")


def _title(areas: Sequence[str], chain: str | None, lang: str) -> str:
    listed = t(lang, ", ", "、").join(areas[:_NAMED])
    if len(areas) > _NAMED:
        listed += t(lang, f" and {len(areas) - _NAMED} more", f"等{len(areas)}地")
    chain = t(lang, f" ({chain})" if chain else "", chain or "")
    return t(lang, f"Industrial chains{chain}: gaps and ties of {listed}", f"{listed}{chain}产业链缺口与协作情况")


def _notes(answers: Iterable[Answer], seen: set[str], lang: str) -> Iterator[str]:
    """What the reader must know, each once in all of the report."""
    for answer in answers:
        asked = str(answer.attrs["parameters"].get("area") or "")
        for text in plain_notes(answer.attrs.get("notes") or (), asked, lang):
            if text not in seen:
                seen.add(text)
                yield text


def unstated(lang: str) -> str:
    """What is said of what nobody states."""
    return t(lang, *UNSTATED)
