"""Everything about one node or fact, with its evidence, as the graph holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.dates import spoken
from ...graph.language import t
from ...graph.observations import fields, observations
from ...graph.schema import EDGES, Edge, Node, properties, series_of
from ..answer import Answer, answer, ask_as_of, framed
from ..claims import claims_on
from ..columns import KIND
from ..evidence import METHOD_WORDS, evidence, titles
from ..fact_words import amount
from ..sentences import sentence
from ..stated import is_amount
from .found import about, found, removals
from .rows import COLUMNS, FACTS, FACTS_WITH_EVIDENCE, OBSERVATIONS, PIECES, columns_of, fetched, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph


@framed("one", "详情", COLUMNS)
def show(graph: Graph, name: str, *, lang: str = "en") -> Answer:
    """Everything about one node or fact, with its evidence.

    Parameters
    ----------
    name
        A name, alias, code or identifier of a node, or a fact id (16 hex digits).

    Returns
    -------
    One row: the kind's own properties, what it is tied to, fact, sources; of a node also
    `facts` (its facts as sentences), `facts_with_evidence` (each with its id, and the sources that state it and where);
    `evidence` (source, locator, method of each claim). Of a fact that has values of several periods, bases or modalities,
    or in several units, `observations` tells each; the properties are those of the one that is shown.
    `attrs["facts"]` holds the node's facts as records: sentence, fact, sources, evidence; `attrs["observations"]` the observations.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownFact
        If it is nothing in the graph, or several things.

    Examples
    --------
    >>> show(example(), "创联包装")["products"].item()
    ['吨袋']
    """
    with graph.reading():
        of, which, asked = found(graph, name)
        row = rows_of(graph, of, which, asked, series=True)[0]
        series = row.pop("series", None) or []
        facts = _facts_about(graph, of.name, asked["id"], lang) if "id" in asked else []
        own = evidence(graph, {of.name: [row["fact"]]}).get(row["fact"], [])
        if "kind" in row:  # a property of that name, such as a facility's: `kind` says what sort of node it is
            row[f"{of.name}_kind"] = row["kind"]
        row |= {
            "kind": of.name,
            "facts": [entry["sentence"] for entry in facts],
            "facts_with_evidence": [_with_evidence(entry, lang) for entry in facts],
            "evidence": [_cited(entry, lang) for entry in own],
        }
        others = _in_other_units(graph, of, row, series or [row])
        told = [_observed(of, row, one, lang) for one in (series or [row] if others else series)]
        told += [
            t(lang, f"{_observed(of, row, one, lang)} ({by})", f"{_observed(of, row, one, lang)}（{by}）")
            for one, by in others
        ]
        more = (OBSERVATIONS,) if told else ()
        row |= {"observations": told} if told else {}
        out = answer(
            graph,
            "show",
            (KIND, *columns_of(of, alone=True), *more, FACTS, FACTS_WITH_EVIDENCE, PIECES),
            [row],
            {"name": name},
            asked=ask_as_of(graph),
        )
        out.attrs |= {"facts": facts, "evidence": own, "kind": of.name, "observations": series}
        if not own and of.name != "source":  # a node that facts need stays as a name
            gone = removals(graph, row["fact"])[:1]
            out.attrs["notes"] = [*out.attrs["notes"], *(t(lang, one["en"], one["zh"]) for one in gone)]
        return out


def _cited(entry: Mapping[str, Any], lang: str) -> str:
    """A piece of evidence in one line: title (date), locator, method."""
    dated = t(lang, " ({})", "（{}）").format(entry["published"]) if entry["published"] else ""
    method = dict(METHOD_WORDS).get(entry["method"]) or (entry["method"],) * 2
    said = [f"{entry['source']}{dated}", entry["locator"], t(lang, str(entry["method"] or ""), str(method[1] or ""))]
    return t(lang, ", ", "，").join(filter(None, said))


def _with_evidence(entry: Mapping[str, Any], lang: str) -> str:
    """A fact in words, its id, and each piece of its evidence."""
    pieces = [_cited(piece, lang) for piece in entry["evidence"]]
    rests = t(lang, "; ", "；").join([entry["fact"], *pieces])
    return t(lang, f"{entry['sentence']} [{rests}]", f"{entry['sentence']}［{rests}］")


def _observed(of: Node | Edge, row: Mapping[str, Any], one: Mapping[str, Any], lang: str) -> str:
    """One of several observations in a line: its period, its amounts, how they are meant."""
    given = {
        name.removesuffix("_low").removesuffix("_high").removesuffix("_original")
        for name in one
        if one[name] is not None
    }
    said = [amount(of, prop, row, one, lang) for prop in properties(of) if is_amount(of, prop) and prop.name in given]
    period = spoken(one["period"] or "", lang) or t(lang, "no period", "未注明期间")
    return t(lang, f"{period}: ", f"{period}：") + t(lang, ", ", "，").join(said)


def _in_other_units(
    graph: Graph, of: Node | Edge, row: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]
) -> list[tuple[dict[str, Any], str]]:
    """What sources state in another unit than what is shown of the same period, basis and modality, each with its source."""
    if series_of(of.name) is None:
        return []
    units = {_key(one): one["unit"] for one in shown}
    measured = [prop.name for prop in properties(of) if is_amount(of, prop) and prop.type != "money"]
    out = []
    for claim in claims_on(graph, [row["fact"]]).get(row["fact"], []):
        for one in observations(claim.stated):
            unit = one.get("unit")
            if (
                unit
                and units.get(_key(one)) not in (None, unit)
                and any(one.get(name) is not None for name in measured)
            ):
                out.append(({name: one.get(name) for name, _ in fields(of)}, str(claim.source)))
    return sorted(out, key=lambda one: (one[0]["period"] or "", one[0]["unit"], one[1]))


def _key(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells an observation from others of its fact."""
    return (one.get("period"), one.get("basis"), one.get("modality") or "actual")


def _facts_about(graph: Graph, of: str, id_: int, lang: str) -> list[dict[str, Any]]:
    """Every fact of which a node of a kind is an end, as sentences with sources."""
    told: list[tuple[Edge, dict[str, Any]]] = []
    for tied in EDGES:
        if any(of in end.kinds for end in tied.ends):
            told += [(tied, row) for row in fetched(graph, tied, about(of, tied), {"id": id_})]
    wanted: dict[str, list[str]] = {}
    for tied, row in told:
        wanted.setdefault(tied.name, []).append(row["fact"])
    rests = evidence(graph, wanted)
    return [
        {
            "kind": tied.name,
            "sentence": sentence(tied, row, lang),
            "fact": row["fact"],
            "sources": titles(rests, row["fact"]),
            "evidence": rests.get(row["fact"], []),
        }
        for tied, row in told
    ]
