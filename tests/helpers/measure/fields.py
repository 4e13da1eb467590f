"""What of one fact is right in a graph, field by field: what is missing, and what contradicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from chanlian.graph.schema import KINDS

from .held import Held, figures
from .listed import Fact, Listed, several
from .words import figure, lies, plain, same_figure, same_period
from .workbook import Row

_FIGURES: Final = {
    "produces": (("capacity", "capacity"),),
    "consumes": (("quantity", "quantity"),),
    "supplies": (("value", "value"), ("quantity", "quantity")),
    "metric": (("value", "value"),),
    "project": (("planned", "planned"), ("paid_in", "paid"), ("completed", "completed")),
}
"""Figures by kind: the field of a list, the property of a graph."""
_OF_THE_UNIT: Final = {"capacity", "quantity"}
_TEXTS: Final = (
    "stage",
    "share",
    "since",
    "signed",
    "until",
    "duration",
    "due",
    "dates",
    "problem",
    "from",
    "progress",
    "code",
)
_OTHER_NAMES: Final = {"code": "credit_code", "level": "grade"}
_EXPLAINS: Final = {"fact", "cell", "path", "province", "as_written", "header", "same_as", "unit", "currency", "modality", "basis",
                    "period", "status", "role", "state", "name", "text", "place", "what", "indicator", "subject", "product", "seller",
                    "buyer", "firm", "chain"}  # fmt: skip
_NORMAL: Final = frozenset(map(plain, (
    "在产", "正常", "在业", "在营", "存续", "生产", "投产", "Operating", "Active", "已供货", "在供", "合作中", "已签合同", "Received", "Open", "有效",
)))  # fmt: skip
_PLANNED: Final = ("planned", "在建", "拟", "洽谈", "意向", "construction", "规划", "筹建")
_ENDED: Final = ("停", "注销", "终止", "歇业", "cancel", "suspend", "closed", "解除", "搬迁", "倒闭")
_NOT_YET: Final = {"target", "forecast", "potential"}
_LEVELS: Final = {
    "national": "国家级",
    "provincial": "省级",
    "prefecture": "市级",
    "municipal": "市级",
    "county": "县级",
}

Verdict = tuple[list[str], list[str]]
"""Fields that are missing, and fields that contradict."""


def judged(fact: Fact, one: Held, beside: Sequence[Fact], listed: Listed) -> Verdict:
    """Hold one fact of a list against one of a graph whose ends are the same. `beside`: the list's facts of the same ends."""
    missing: list[str] = []
    wrong: list[str] = []
    for names, check in _CHECKS:
        if fact.kind in names:
            for field, verdict in check(fact, one, beside, listed):
                (wrong if verdict == "wrong" else missing).append(field if verdict == "wrong" else verdict)
    return missing, wrong


Found = list[tuple[str, str]]
Check = Callable[[Fact, Held, Sequence[Fact], Listed], Found]


def _amounts(fact: Fact, one: Held, beside: Sequence[Fact], _: Listed) -> Found:
    out: Found = []
    about = False
    for listed_name, name in _FIGURES[fact.kind]:
        unit = fact.get("unit") if listed_name in _OF_THE_UNIT or fact.kind == "metric" else None
        person = figure(fact.said, listed_name, unit)
        # money is in yuan whatever unit stands beside it
        graph = (
            figures(one.fields, name)
            if listed_name in _OF_THE_UNIT or fact.kind == "metric"
            else figure(one.fields, name)
        )
        about |= graph.about or one.fields.get("modality") == "estimate"
        if fact.get("currency") and listed_name == "value":
            verdict = _foreign(one.fields, fact.get("value"))
        elif person.empty:
            others = [
                figure(x.said, listed_name, x.get("unit") if unit or listed_name in _OF_THE_UNIT else None)
                for x in beside
            ]
            stated = graph.empty or any(
                same_figure(x, graph) in (None, "approx", "unit") for x in others if not x.empty
            )
            verdict = None if stated else "wrong"
        else:
            verdict = same_figure(person, graph)
        if verdict == "value":
            verdict = listed_name
        if verdict and verdict != "approx":
            out.append((listed_name, verdict))
    if (
        fact.get("modality") == "approx"
        and not about
        and not any(verdict in ("value", "capacity", "quantity") for _, verdict in out)
    ):
        out.append(("modality", "modality"))
    return out


def _foreign(row: Row, value: Any) -> str | None:
    """Dollars stay dollars: their text is kept and no yuan are said."""
    if row.get("value") is not None:
        return "wrong" if row.get("currency") is None else None if row["value"] == value else "wrong"
    return None if row.get("value_original") else "value"


def _modality(fact: Fact, one: Held, *_: Any) -> Found:
    said, graph = fact.get("modality"), one.fields.get("modality")
    if said not in (None, "approx"):
        held = graph in _NOT_YET or one.fields.get("status") == "planned" or graph == said
        return [] if held else [("modality", "modality")]
    wrong = graph in _NOT_YET and _status_of(fact) != "planned"
    return [("modality", "wrong")] if wrong or (graph == "estimate" and said is None) else []


def _period(fact: Fact, one: Held, beside: Sequence[Fact], _: Listed) -> Found:
    said, graph = fact.get("period"), one.fields.get("period")
    if said is None:
        # a list names no period of capacities and uses; of sums and indicators it names whatever is stated
        known = graph is None or fact.kind in ("produces", "consumes")
        known = known or any(same_period(x.get("period"), str(graph)) for x in beside if x.get("period"))
        return [] if known else [("period", "wrong")]
    if graph is None:
        return [("period", "period")]
    return [] if same_period(said, graph) else [("period", "wrong")]


def _basis(fact: Fact, one: Held, beside: Sequence[Fact], _: Listed) -> Found:
    said, graph = fact.get("basis"), one.fields.get("basis")
    if said == graph or (said is None and (graph == "cumulative" or any(x.get("basis") == graph for x in beside))):
        return []
    return [("basis", "basis" if graph is None else "wrong")]


def _status_of(fact: Fact) -> str | None:
    said = plain(fact.get("status") or "")
    if not said or said in _NORMAL:
        return None
    return next(
        (word for word, marks in (("planned", _PLANNED), ("ended", _ENDED)) if any(mark in said for mark in marks)),
        "other",
    )


def _status(fact: Fact, one: Held, *_: Any) -> Found:
    said, wanted, graph = fact.get("status"), _status_of(fact), one.fields.get("status")
    if wanted is None:
        return [] if graph in (None, "active") or plain(graph) in _NORMAL or graph == said else [("status", "wrong")]
    if graph is None:
        held = wanted == "planned" and one.fields.get("modality") in _NOT_YET
        return [] if held else [("status", "status")]
    same = graph == wanted or plain(said) in plain(graph) or plain(graph) in plain(said)
    return [] if same else [("status", "wrong")]


def _role(fact: Fact, one: Held, *_: Any) -> Found:
    said, graph = fact.get("role"), one.fields.get("role") or "product"
    return [] if plain(said) == plain(graph) else [("role", "wrong")]


def _ends_places(fact: Fact, one: Held, *_: Any) -> Found:
    out: Found = []
    for end in ("seller", "buyer"):
        paths = (
            several(fact.get(f"{end}_places")) or several(fact.get(f"{end}_path")) or several(fact.get(f"{end}_place"))
        )
        held = one.fields.get(f"{end}_places") or []
        if not paths:
            continue
        if f"{end}_path" in fact.said or f"{end}_places" in fact.said:
            verdicts = [{lies(path, chain) for chain in held} for path in paths]
            right = all(found & {"same", "inside"} for found in verdicts)
            elsewhere = bool(held) and all(found == {None} for found in verdicts)
        else:
            known = {plain(name) for chain in held for names in chain for name in names}
            right, elsewhere = (
                {plain(path) for path in paths} <= known,
                bool(held) and not {plain(path) for path in paths} & known,
            )
        if not right:
            out.append((f"{end}_place", "wrong" if elsewhere else f"{end}_place"))
    return out


def _place(fact: Fact, one: Held, *_: Any) -> Found:
    if not fact.get("path"):
        return []
    found = {lies(fact.get("path"), chain) for chain in one.fields["paths"]}
    if "same" in found:
        return []
    # where a park lies is an edge of its own, and judged as such
    finer = fact.kind == "project" and "inside" in found
    return [("place", "wrong" if finer or found == {None} else "place")]


def _firm(fact: Fact, one: Held, beside: Sequence[Fact], listed: Listed) -> Found:
    if one.fields.get("credit_code") and not any(x.get("code") for x in beside):
        return [("code", "wrong")]
    if fact.get("same_as"):
        names = {plain(name) for name in (one.fields.get("aliases") or ())}
        own = plain(one.fields["name"]) != plain(fact.get("name"))
        return [] if own and plain(fact.get("name")) in names else [("same_as", "same_as")]
    if plain(fact.get("name")) not in {
        plain(name) for name in (one.fields["name"], *(one.fields.get("aliases") or ()))
    }:
        return [("name", "name")]
    if fact.get("branch_of") and listed.who(fact.get("branch_of")) not in one.fields.get("owners", ()):
        return [("branch_of", "branch_of")]
    return []


_SAID_IF_KNOWN: Final = {
    "supplies": ("since", "until"),
    "project": ("stage",),
    "agreement": ("signed", "until"),
    "in_chain": ("stage",),
}
"""What a list says wherever a sheet does: it contradicts where a graph says it and the list does not."""


def _texts(fact: Fact, one: Held, beside: Sequence[Fact], _: Listed) -> Found:
    """Whatever a list names in the words of the model, and what the model has in words of its own."""
    out: Found = []
    for name in _SAID_IF_KNOWN.get(fact.kind, ()):
        told = any(x.get(name) for x in beside) or (name == "until" and fact.get("duration"))
        if one.fields.get(name) and not told:
            out.append((name, "wrong"))
    known = {prop.name for kind in KINDS for prop in kind.properties if kind.name == fact.kind}
    for name, said in fact.said.items():
        done = {listed_name for listed_name, _ in _FIGURES.get(fact.kind, ())}
        own = _OTHER_NAMES.get(name, name)
        if name in _EXPLAINS or name.removesuffix("_low").removesuffix("_high") in done:
            continue
        if name not in _TEXTS and own not in known and name not in ("level", "industries"):
            continue
        graph = one.fields.get(own)
        if graph in (None, [], ""):
            out.append((name, name))
        elif not _same_text(said, graph):
            out.append((name, "wrong"))
    return out


def _same_text(said: Any, graph: Any) -> bool:
    if isinstance(said, list) or isinstance(graph, list):
        return {plain(one) for one in several(said)} == {plain(one) for one in several(graph)}
    a, b = plain(said), plain(_LEVELS.get(graph, graph))
    return a == b or (len(min(a, b, key=len)) >= 2 and (a in b or b in a) and not a[:4].isdigit())


def _parts(fact: Fact, one: Held, _: Sequence[Fact], listed: Listed) -> Found:
    """The edges of a project, an agreement or a request: every one that a person names, and no other."""
    out: Found = []
    for name in ("investors", "products", "parties", "items", "by", "handler"):
        wanted = {listed.who(text) or "" for text in several(fact.get(name))}
        held = [names for field, names, _ in one.parts if field == name]
        if fact.kind == "project" and name == "handler" and one.fields.get("handler"):
            held = [frozenset(plain(text) for text in several(one.fields["handler"]))]
        if wanted and not all(any(text in names for names in held) for text in wanted):
            out.append((name, name))
    return out


def _state(fact: Fact, one: Held, *_: Any) -> Found:
    said, closed, result = fact.get("state"), one.fields.get("closed"), one.fields.get("result")
    if said == "settled":
        return [] if closed or result else [("state", "state")]
    if said == "partly":
        return [("state", "wrong")] if closed else [] if result else [("state", "state")]
    return [("state", "wrong")] if closed else []


def _products(fact: Fact, one: Held, *_: Any) -> Found:
    said, graph = fact.get("product"), one.fields.get("products") or frozenset()
    if said is None:
        return []
    return [] if plain(said) in graph else [("product", "product" if not graph else "wrong")]


_CHECKS: Final[tuple[tuple[tuple[str, ...], Check], ...]] = (
    (tuple(_FIGURES), _amounts),
    (("produces", "consumes", "supplies", "metric", "project"), _modality),
    (("produces", "consumes", "supplies", "metric"), _period),
    (("supplies",), _basis),
    (("firm", "supplies", "agreement"), _status),
    (("produces", "leads"), _role),
    (("supplies",), _ends_places),
    (("park", "project"), _place),
    (("firm",), _firm),
    (("project", "agreement", "request"), _parts),
    (("request",), _state),
    (("metric",), _products),
    (
        (
            "firm",
            "park",
            "produces",
            "consumes",
            "supplies",
            "in_chain",
            "member",
            "gap",
            "wanted",
            "project",
            "agreement",
            "request",
        ),
        _texts,
    ),
)
