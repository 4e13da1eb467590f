"""What became of one fact of a list, and whose ends a fact of a graph has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from .held import Held, indicator
from .listed import Fact, Listed
from .words import chain_name, plain


@dataclass
class Outcome:
    """What became of one fact of a list."""

    fact: Fact
    state: str
    """found, partly, wrong (ends right, something contradicts) or missing."""
    fields: list[str] = field(default_factory=list)
    by: Held | None = None
    """The fact of the graph that it was held against."""


_OWN_ENDS: Final = {
    "firm": ("name",), "park": ("name",), "located_in": ("what",), "produces": ("firm", "product"), "consumes": ("firm", "product"),
    "supplies": ("seller", "buyer", "product"), "in_chain": ("product", "chain"), "gap": ("product", "chain"),
    "member": ("firm", "chain"), "leads": ("firm", "chain"), "wanted": ("firm", "product"), "metric": ("subject", "indicator"),
    "project": ("name",), "agreement": ("name",), "request": ("text",),
}  # fmt: skip


def ends_of(fact: Fact, listed: Listed) -> tuple[str | None, ...]:
    """The ends of a fact of a list, in the order of those of a graph's fact."""
    out: list[str | None] = []
    for name in _OWN_ENDS[fact.kind]:
        value = fact.get(name)
        tidy = chain_name if name == "chain" else indicator if name == "indicator" else listed.who
        out.append(None if value is None else tidy(value))
    return tuple(out)


def called(one: Held) -> set[str]:
    """All that a node is called."""
    return {plain(name) for name in (one.fields["name"], *(one.fields.get("aliases") or ()))}


def same_ends(kind: str, ends: tuple[str | None, ...], one: Held) -> bool:
    pairs = list(zip(ends, one.ends, strict=True))
    if kind == "metric":
        (subject, names), (name, has) = pairs
        known = next(iter(has or ()))
        return (
            subject in (names or ())
            and name is not None
            # a group above its column may stand before or behind its word: 面积 over 规划
            and (sorted(name) == sorted(known) or (min(len(name), len(known)) > 1 and (name in known or known in name)))
        )
    if kind == "request":
        return any(
            ends[0] == name or (len(name) > 3 and (name in str(ends[0]) or str(ends[0]) in name))
            for name in one.ends[0] or ()
        )
    return all(names is None if end is None else names is not None and end in names for end, names in pairs)
