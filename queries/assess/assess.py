"""What sources judge of an area, its parks, firms and projects: strengths, weaknesses, why, and what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import UNBROKEN, AnswerColumn
from ...graph.language import t
from ...graph.schema import property_of
from ..answer import Answer, answer, framed
from ..as_of.asked import asked_of
from ..checked import check_words
from ..columns import AREA, FACT, PERIOD, SOURCES
from ..evidence import evidence, titles
from ..fact_words import word
from ..places.geography import Geography
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph
    from ..places.place import Where

VERDICTS: Final = property_of("assessment", "verdict").allowed
"""What a source may judge, in the order of answers."""
_STATUS: Final = property_of("measure", "status")
VIA: Final = ("area", "within", "cause")

COLUMNS = (
    AREA,
    AnswerColumn(
        "verdict", "text", None, "verdict", "判断", 1, width=UNBROKEN, meaning="strength, weakness, cause, rank or harm"
    ),
    AnswerColumn("about", "list", None, "of", "评价对象", 2, meaning="what is judged, a cause: the weakness behind which it stands"),
    AnswerColumn("topic", "text", None, "topic", "方面", 3),
    AnswerColumn("assessment", "text", None, "assessment", "评价", 4, meaning="the judgement in words"),
    AnswerColumn("rank", "text", None, "rank", "名次", 5),
    AnswerColumn("comparator", "text", None, "compared with", "比较对象", 6),
    PERIOD.meant("the period of which it is said"),
    AnswerColumn("causes", "list", None, "causes", "成因", 7, meaning="what the source gives as its causes"),
    AnswerColumn("measures", "list", None, "measures", "应对事项", 8, meaning="what is to be done against it, with how far that is"),
    AnswerColumn(
        "via", "text", None, "belongs by", "归属方式",
        meaning="area: it is said of the area itself; within: of what lies in it; cause: it is a cause of such a one",
        words=(("area", "本地区"), ("within", "区内对象"), ("cause", "成因")),
    ),
    FACT,
    SOURCES,
)  # fmt: skip


@framed("assess", "优势与短板", COLUMNS)
def assess(
    graph: Graph,
    area: str | Sequence[str] | None = None,
    *,
    verdicts: Sequence[str] | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """What do sources judge of an area: its strengths and weaknesses, why, and what is proposed against them?

    What is said of the area itself, of its parks, firms and projects, and the causes given for that. What is said of a
    wider area is not said of this one: how much of it there is stands in a note. Without an area, all that is judged.

    Returns
    -------
    One row a judgement, strengths first:

    - `area` (text): the area asked
    - `verdict` (text): strength, weakness, cause, rank or harm
    - `about` (list): what is judged, a cause: the weakness behind which it stands
    - `topic` (text): topic
    - `assessment` (text): the judgement in words
    - `rank` (text): rank
    - `comparator` (text): compared with
    - `period` (period): the period of which it is said
    - `causes` (list): what the source gives as its causes
    - `measures` (list): what is to be done against it, with how far that is
    - `via` (text): area: it is said of the area itself; within: of what lies in it; cause: it is a cause of
      such a one
    - `fact` (text): the id of the fact
    - `sources` (list): titles of sources

    Raises
    ------
    BadInput
        If there is no such verdict.
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.

    Examples
    --------
    >>> assess(example(), verdicts=["weakness"]).columns[:5].tolist()
    ['area', 'verdict', 'about', 'topic', 'assessment']
    """
    check_words(verdicts or (), VERDICTS, "verdict", "the verdicts", "判断")
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = (
            geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang) if area is not None else None
        )
        judged = _judged(known, when.day)
        via = _via(judged, where)
        against = _against(known, when.day, lang)
        rows = [
            {**one, "area": where.label if where else None, "via": via[id_] if where else None,
             "causes": _causes(judged, id_), "measures": against.get(id_) or None}
            for id_, one in judged.items()
            if id_ in via and (not verdicts or one["verdict"] in verdicts)
        ]  # fmt: skip
        rows.sort(key=_order)
        rests = evidence(known, {"assessment": [row["fact"] for row in rows]})
        for row in rows:
            row["sources"] = titles(rests, row["fact"])
        notes = [*where.notes(lang), *_wider(judged, via, where, geography, lang)] if where else []
        if not rows:
            label = where.label if where else t(lang, "the graph", "图")
            notes.append(t(lang, f"{label}: no source in the graph judges it", f"{label}：图中没有来源作出这类评价"))
        parameters = {
            "area": where.asked if where else None, "verdicts": [*verdicts] if verdicts else None,
            "with_zones": with_zones or None, "neighbours": neighbours or None, "as_of": when.day,
        }  # fmt: skip
        return answer(known, "assess", COLUMNS, rows, parameters, asked=when, notes=notes)


def _judged(graph: Graph, day: str | None) -> dict[int, dict[str, Any]]:
    """Every judgement by its number: what it says, the names and numbers of what it is about, where that stands."""
    out: dict[int, dict[str, Any]] = {}
    for row in graph.rows(question("assess/assess"), {"as_of": day}):
        one = out.setdefault(
            row["id"],
            {
                **{name: row[name] for name in ("fact", "verdict", "topic", "rank", "comparator", "period")},
                "assessment": row["name"], "about": [], "of": set(), "places": set(),
            },
        )  # fmt: skip
        if row["subject"] is not None and row["subject"] not in one["of"]:
            one["of"].add(row["subject"])
            one["about"].append(row["subject_name"])
        if row["place"] is not None:
            one["places"].add(row["place"])
    return out


def _via(judged: Mapping[int, Mapping[str, Any]], where: Where | None) -> dict[int, str]:
    """How judgements belong to an area; all of them where none is asked."""
    if where is None:
        return dict.fromkeys(judged, "")
    asked = {part.id for part in where.parts}
    out = {}
    for id_, one in judged.items():
        if one["of"] & asked:
            out[id_] = "area"
        elif one["places"] & where.inside:
            out[id_] = "within"
    found = True
    while found:  # a cause may have a cause
        found = False
        for id_, one in judged.items():
            if id_ not in out and one["of"] & out.keys():
                out[id_], found = "cause", True
    return out


def _causes(judged: Mapping[int, Mapping[str, Any]], id_: int) -> list[str] | None:
    return (
        sorted(one["assessment"] for one in judged.values() if id_ in one["of"] and one["verdict"] == "cause") or None
    )


def _against(graph: Graph, day: str | None, lang: str) -> dict[int, list[str]]:
    """The measures against each judgement, each with how far it is where that is stated."""
    out: dict[int, list[str]] = {}
    for row in graph.rows(question("assess/measures"), {"as_of": day}):
        status = row["status"] and word(_STATUS, row["status"], lang)
        said = t(lang, f"{row['name']} ({status})", f"{row['name']}（{status}）") if status else row["name"]
        out.setdefault(row["id"], []).append(said)
    return out


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    verdict = row["verdict"]
    return (
        VIA.index(row["via"]) if row["via"] else 0,
        VERDICTS.index(verdict) if verdict in VERDICTS else len(VERDICTS),
        row["topic"] or "",
        row["assessment"],
        row["fact"],
    )


def _wider(
    judged: Mapping[int, Mapping[str, Any]], via: Mapping[int, str], where: Where, geography: Geography, lang: str
) -> list[str]:
    """What is judged of areas that hold the one asked: not said of it, and not kept from whoever asks."""
    above = {level for part in where.parts for level in part.levels if level is not None} - {p.id for p in where.parts}
    told = [held for id_, one in judged.items() if id_ not in via and (held := one["of"] & above)]
    if not told:
        return []
    number = len(told)
    names = sorted({geography.places[place].name for held in told for place in held})
    listed = t(lang, ", ", "、").join(names)
    return [
        t(
            lang,
            f"{number} more of wider areas as a whole ({listed}), not of {where.label} itself",
            f"另有{number}项评价针对更大范围（{listed}），并非专指{where.label}",
        )
    ]
