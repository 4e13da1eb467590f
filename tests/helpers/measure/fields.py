"""What of one fact is right in a graph, field by field: what is missing, and what contradicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from chanlian.graph.errors import AmbiguousName, UnknownName
from chanlian.graph.regions.reference import reference
from chanlian.graph.schema import KINDS

from .held import Held
from .listed import Fact, Listed, several
from .values import FIGURES, Found, amounts, basis, modality, period, status
from .words import lies, plain, same_end

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


Check = Callable[[Fact, Held, Sequence[Fact], Listed], Found]


_LEADING: Final = ("牵头", "责任", "主管", "负责")
"""How offices that lead a chain are called: one role by several words."""


def _role(fact: Fact, one: Held, *_: Any) -> Found:
    said, graph = plain(fact.get("role")), plain(one.fields.get("role") or "product")
    leads = all(text.startswith(_LEADING) for text in (said, graph))
    return [] if said == graph or leads else [("role", "wrong")]


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
        done = {listed_name for listed_name, _ in FIGURES.get(fact.kind, ())}
        own = _OTHER_NAMES.get(name, name)
        if name == "dates" and fact.kind == "project":
            out += _dates(said, one)
            continue
        if name in _EXPLAINS or name.removesuffix("_low").removesuffix("_high") in done:
            continue
        if name not in _TEXTS and own not in known and name not in ("level", "industries"):
            continue
        graph = one.fields.get(own)
        if graph in (None, [], ""):
            out.append((name, name))
        elif not (
            _same_text(said, graph)
            or (name in ("due", "until") and same_end(str(said), str(graph)))
            or (name == "from" and _same_place(said, graph))
            or (name, said, graph) == _BUILT
        ):
            out.append((name, "wrong"))
    return out


_BUILT: Final = ("stage", "under construction", "started")
"""A stage by two words."""


def _same_place(said: str, graph: str) -> bool:
    """Whether a text names a place: 重庆江津 is 江津区.

    >>> _same_place("江津区", "重庆江津"), _same_place("江津区", "重庆")
    (True, False)
    """
    try:
        found = reference().resolve(graph)
    except UnknownName:
        return False
    except AmbiguousName:
        return _in_short(said, graph)
    return plain(said) in (plain(found.name), plain(reference().path(found.code)))


_SUFFIX: Final = re.compile(r"[省市县区]")


def _in_short(said: str, graph: str) -> bool:
    """Whether a text that may be two places (a city and the county of its name) is the one that a person reads in it, with its province."""
    try:
        path = reference().path(reference().resolve(said).code)
    except (UnknownName, AmbiguousName):
        return False
    short = _SUFFIX.sub("", plain(path))
    return len(short) > 2 and short == _SUFFIX.sub("", plain(graph))


_DATES: Final = {"start": "started", "production": "produced"}


def _dates(said: dict[str, Any], one: Held) -> Found:
    """When building and production of a project began."""
    out: Found = []
    for name, day in said.items():
        graph = one.fields.get(_DATES.get(name, name))
        if graph is None:
            out.append(("dates", "dates"))
        elif plain(graph) != plain(day):
            out.append(("dates", "wrong"))
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
            # 樟树市工信局 in a list of 樟树市 is 市工信局
            held += [frozenset(known for known in wanted if text.endswith(known)) for text in held[0]]
        if wanted and not all(any(text in names for names in held) for text in wanted):
            out.append((name, name))
    return out


def _state(fact: Fact, one: Held, *_: Any) -> Found:
    said, closed, result = fact.get("state"), one.fields.get("closed"), one.fields.get("result")
    told = one.fields.get("state")
    if told is not None:
        return [("state", "wrong")] if said is not None and told != said else []
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
    (tuple(FIGURES), amounts),
    (("produces", "consumes", "supplies", "metric", "project"), modality),
    (("produces", "consumes", "supplies", "metric"), period),
    (("supplies",), basis),
    (("firm", "supplies", "agreement"), status),
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
