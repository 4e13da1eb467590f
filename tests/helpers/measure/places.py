"""Where things lie, in a graph and in a list: the same place, a finer one, one that is only broader, another."""

from __future__ import annotations

from .held import Held
from .listed import Fact, Listed
from .outcome import Outcome, ends_of, same_ends
from .words import lies, plain


def placed(all_held: list[Held], listed: Listed, right: set[int], reasons: dict[int, str]) -> list[Outcome]:
    """Where things lie: the same place first; then a finer one that another fact states; then what is only broader."""
    out = []
    facts = [one for one in listed.facts if one.kind == "located_in"]
    parks = [(listed.who(one.get("name")), one) for one in listed.facts if one.kind == "park"]
    mine: dict[int, list[tuple[Held, str | None]]] = {}
    for fact in facts:
        ends = ends_of(fact, listed)
        mine[id(fact)] = [(one, _how(fact, one)) for one in all_held if same_ends("located_in", ends, one)]
        right |= {id(one) for one, how in mine[id(fact)] if how in ("same", "loose")}
    for name, fact in parks:
        if fact.get("path"):
            right |= {
                id(one)
                for one in all_held
                if name in (one.ends[0] or ()) and lies(fact.get("path"), one.fields["path"]) in ("same", "broader")
            }
    for fact in facts:
        same = [one for one, how in mine[id(fact)] if how == "same"]
        inside = [one for one, how in mine[id(fact)] if how == "inside" and id(one) in right]
        broader = [one for one, how in mine[id(fact)] if how in ("broader", "loose")]
        if same or inside:
            # who lies in a park lies in the county of the park too
            right |= {id(one) for one in broader}
            basis = not same or any((one.fields.get("basis") or "stated") == fact.get("basis") for one in same)
            out.append(Outcome(fact, "found" if basis else "partly", [] if basis else ["basis"], (same or inside)[0]))
        elif broader:
            free = [one for one in broader if id(one) not in right]
            right |= {id(one) for one in broader}
            out.append(Outcome(fact, "partly", ["place"], (free or broader)[0]))
        elif mine[id(fact)]:
            one = mine[id(fact)][0][0]
            others = id(one) in right
            reasons.setdefault(id(one), f"contradicts in place: {fact.text()}")
            out.append(
                Outcome(fact, "missing" if others else "wrong", [] if others else ["place"], None if others else one)
            )
        else:
            out.append(Outcome(fact, "missing"))
    return out


def _how(fact: Fact, one: Held) -> str | None:
    """How a held place lies to a listed one; a district merged away, kept as it was written, is the one that took it in."""
    written = fact.get("as_written")
    if written and plain(written) in {plain(name) for name in one.fields["path"][-1]}:
        return "same"
    return lies(fact.get("path"), one.fields["path"])
