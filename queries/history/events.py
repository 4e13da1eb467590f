"""The events and observations that a fact yields, read off what the schema declares of its kind.

A dated edge begins and ends; a date of a node is an event; a stage or status is a state, of the day of its own date
where the kind has one; an amount is an observation of its period. What has no day gives a row without one: a day
is never made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.observations import observations
from ...graph.schema import Edge, Node, properties
from ...graph.schema.model import UPCOMING
from ..fact_words import amount, head, is_said, label, told, word
from ..stated import as_stated, is_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...graph.schema import Property
    from ..claims import Claim
    from .gathered import Known

_STATES: Final = ("stage", "status", "result")
"""Properties that say how far a thing has come."""
_USUAL: Final = ("active", "open")
"""States that say no more than that what has begun is going on."""


@dataclass(frozen=True)
class Event:
    """One event or observation, and what states it."""

    of: Node | Edge
    fact: str
    day: str | None
    until: str | None
    what: str
    about: str
    """What it is an event of: the beginning of the sentence."""
    prop: str | None = None
    value: Any = None
    stated: dict[str, Any] = field(default_factory=dict)
    """Of an observation its bounds, unit, basis, period and modality."""
    status: str | None = None
    sources: tuple[str, ...] = ()
    published: str | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same event, whoever states it; sums computed in two ways are one."""
        values = [f"{one:.9g}" if isinstance(one, float) else one for one in (self.value, *self.stated.values())]
        return (self.fact, self.day, self.until, self.prop, *values, self.status)


def events(known: Known, lang: str) -> list[Event]:
    """All events of a fact, those that several sources state once, with all of them."""
    merged: dict[tuple[Any, ...], Event] = {}
    for event in _all(known, lang):
        before = merged.get(event.key)
        merged[event.key] = event if before is None else _joined(before, event)
    # a state whose day one source knows is not told again for those that do not: they state it too
    dated: dict[Any, Any] = {
        (one.prop, one.value): key for key, one in merged.items() if one.day is not None and one.prop in _STATES
    }
    for key, event in list(merged.items()):
        with_day = dated.get((event.prop, event.value)) if event.day is None else None
        if with_day is not None:
            merged[with_day] = _joined(merged[with_day], merged.pop(key))
    return list(merged.values())


def _joined(one: Event, other: Event) -> Event:
    return Event(
        **{
            **vars(one),
            "sources": tuple(dict.fromkeys((*one.sources, *other.sources))),
            "published": min(filter(None, (one.published, other.published)), default=None),
        }
    )


def bare(known: Known, lang: str) -> Event:
    """A dated fact of which no day is known at all."""
    words = t(lang, "planned", "计划中") if known.row.get("status") in UPCOMING else ""
    return _event(known, None, known.claims, None, None, words + _meant(known, lang), lang, stated=_modality(known))


def _all(known: Known, lang: str) -> Iterator[Event]:
    if isinstance(known.of, Edge):
        if known.of.dated:
            yield from _course(known, lang)
    else:
        yield from _dates(known, lang)
    for claim in known.claims:
        yield from _states(known, claim, lang)
        yield from _amounts(known, claim, lang)


def _event(
    known: Known,
    prop: str | None,
    claims: tuple[Claim, ...],
    day: str | None,
    until: str | None,
    words: str,
    lang: str,
    **more: Any,
) -> Event:
    about = head(known.of, known.row, lang)
    sources = tuple(dict.fromkeys(claim.source for claim in claims if claim.source))
    published = min((claim.published for claim in claims if claim.published), default=None)
    return Event(
        known.of, known.fact, day, until, told(about, words, lang), about, prop, **{"status": known.row.get("status"), **more},
        sources=sources, published=published,
    )  # fmt: skip


# -- edges --------------------------------------------------------------------------------------------


def _course(known: Known, lang: str) -> Iterator[Event]:
    """How a dated fact begins and ends."""
    row = known.row
    planned = row["status"] in UPCOMING
    meant, modality = _meant(known, lang), _modality(known)
    if row["since"] is not None:
        words = (t(lang, "planned to begin", "计划开始") if planned else t(lang, "begins", "开始")) + meant
        yield _event(known, "since", known.claims, row["since"], row["until"], words, lang, stated=modality)
    ended = [claim for claim in known.claims if claim.stated.get("status") == "ended"]
    dated = [claim for claim in known.claims if claim.stated.get("until") is not None]
    for claim in dated:
        words = (
            t(lang, "planned to end", "计划截止")
            if planned
            else t(lang, "ends", "终止" if row["status"] == "ended" else "截止")
        )
        yield _event(known, "until", (claim,), claim.stated["until"], None, words + meant, lang, stated=modality)
    if ended and not dated:
        words = t(lang, "ended, no day is known", "已终止（时间未载）")
        yield _event(known, "until", tuple(ended), None, None, words + meant, lang, stated=modality)


def _modality(known: Known) -> dict[str, Any]:
    """What a fact is if no source states it as an actual one: a target, a forecast."""
    stated = {claim.stated.get("modality") or "actual" for claim in known.claims}
    return {} if "actual" in stated or not stated else {"modality": known.row.get("modality") or min(stated)}


def _meant(known: Known, lang: str) -> str:
    """The same as an aside: a target is no event."""
    modality = _modality(known).get("modality")
    prop = next((prop for prop in properties(known.of) if prop.name == "modality"), None)
    if modality is None or prop is None:
        return ""
    return t(lang, f" ({word(prop, modality, lang)})", f"（{word(prop, modality, lang)}）")


# -- nodes --------------------------------------------------------------------------------------------


def _dates(known: Known, lang: str) -> Iterator[Event]:
    """The dates of a node that are no stage's and no period's."""
    assert isinstance(known.of, Node)
    props = {prop.name: prop for prop in properties(known.of)}
    for claim in known.claims:
        for prop in props.values():
            day = claim.stated.get(prop.name)
            if prop.type != "date" or day is None:
                continue
            state = props.get(prop.name.removesuffix("_date"))
            if state is not prop and state is not None and claim.stated.get(state.name) is not None:
                continue  # told with the stage of that day
            asides = []
            if claim.stated.get("result") is not None and prop.name == known.of.roles.until:
                asides.append(claim.stated["result"])
            status = known.row.get("status")
            if status is not None and status not in _USUAL:  # what is only to be signed, or to open, has not been
                asides.append(is_said(props["status"], word(props["status"], status, lang), lang))
            words = label(prop, lang)
            words += t(lang, f" ({'; '.join(asides)})", f"（{'；'.join(asides)}）") if asides else ""
            yield _event(known, prop.name, (claim,), day, None, words, lang)


def _states(known: Known, claim: Claim, lang: str) -> Iterator[Event]:
    """The stage or status that a claim states; without a day, unless the kind has a date for it."""
    of = known.of
    for prop in properties(of):
        value = claim.stated.get(prop.name)
        if prop.name not in _STATES or value is None or _told_elsewhere(known, claim, prop):
            continue
        words = is_said(prop, word(prop, value, lang), lang)
        day = claim.stated.get(f"{prop.name}_date")
        yield _event(known, prop.name, (claim,), day, None, words, lang, value=value, status=_status(known, claim))


def _status(known: Known, claim: Claim) -> str | None:
    return claim.stated.get("status") or known.row.get("status")


def _told_elsewhere(known: Known, claim: Claim, prop: Property) -> bool:
    """Whether other rows of the fact say all that its state says."""
    of = known.of
    if isinstance(of, Edge):
        # a begin, an end and what is planned are told; only where sources differ, each with its own
        stated = {one.stated.get(prop.name) for one in known.claims} - {None}
        return len(stated) < 2 or claim.stated[prop.name] == "ended"
    if prop.name == "result":
        return claim.stated.get(of.roles.until or "") is not None
    return claim.stated[prop.name] in _USUAL and known.row.get(of.roles.since or "") is not None


# -- amounts ------------------------------------------------------------------------------------------


def _amounts(known: Known, claim: Claim, lang: str) -> Iterator[Event]:
    """The amounts that a claim states, each an observation of its period, of which it may have several.

    Without a period it is of the time that the fact lasts, if both its ends are known; a beginning alone is not the day
    of a value.
    """
    for one in observations(claim.stated):
        yield from _amounts_of(known, claim, {**claim.stated, **one}, lang)


def _amounts_of(known: Known, claim: Claim, stated: Mapping[str, Any], lang: str) -> Iterator[Event]:
    of = known.of
    names = {prop.name for prop in properties(of)}
    for prop in properties(of):
        if not (is_amount(of, prop) or prop.type == "share"):
            continue
        figures = (prop.name, f"{prop.name}_low", f"{prop.name}_high", f"{prop.name}_original")
        if all(stated.get(name) is None for name in figures) and not (prop.type == "number" and stated.get("change")):
            continue
        period = stated.get("period")
        since, until = known.row.get("since"), known.row.get("until")
        day, to = (period, None) if period else (since, until) if since and until else (None, None)
        observed: dict[str, Any] = {
            name: stated.get(name) for name in ("unit", "basis", "period", "modality") if name in names
        }
        observed |= {f"value{end}": stated.get(f"{prop.name}{end}") for end in ("_low", "_high")}
        figure = any(isinstance(stated.get(name), float | int) for name in figures[:3])
        if prop.type == "money":  # of words, or of another currency, there is no figure in yuan
            observed["unit"] = prop.unit if figure else None
        elif prop.type == "share":
            observed.pop("unit", None)
        value = as_stated(prop, stated) if any(stated.get(name) is not None for name in figures) else None
        words = amount(of, prop, known.row, stated, lang)
        yield _event(known, prop.name, (claim,), day, to, words, lang, value=value, stated=observed)
