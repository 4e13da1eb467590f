"""How far a project had come by a day, and what has become of it since, by the dates of its stages and of those who state them.

A stage is reached on its own date (stage_date, or signed, started, produced); where nobody dates it, it was reached by the
day on which the source that states it was published. A sum is known from the day on which its source was published.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import first_day, is_date, last_day
from ...graph.schema import property_of
from .amounts import SUMS, Amount, amount_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..claims import Claim
    from ..history.gathered import Known

STAGES: Final = property_of("project", "stage").allowed
_OWN_DATES: Final = {"signed": "signed", "started": "started", "producing": "produced"}
"""The property that dates a stage besides the date of the stage."""
_SAID: Final = (*_OWN_DATES.values(), "progress", "problem")
_AHEAD: Final = ("signed", "started", "producing", "full")
"""The stages of a project that goes on, each later than the one before."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that a project reached, on a day that is stated, or by the day on which a source said so."""

    stage: str
    said: str | None
    published: str | None

    @property
    def first(self) -> date | None:
        """The first day on which it may have been reached, where its date is stated."""
        return first_day(self.said) if self.said is not None else None

    @property
    def last(self) -> date | None:
        """The day by which it was reached; None where nobody says."""
        told = self.said or self.published
        return None if told is None else last_day(told)

    def by(self, day: date) -> bool:
        """Whether it was reached by a day as far as its date says, which may be a year; with no date at all it was."""
        told = self.said or self.published
        return told is None or first_day(told) <= day


@dataclass(frozen=True)
class State:
    """How far a project had come, with its sums."""

    stage: str | None = None
    date: str | None = None
    sums: Mapping[str, Amount] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)
    """What else was said of it by then that may have changed since: its dates, progress and problems."""


@dataclass(frozen=True)
class Since:
    """What became of a project since a day."""

    change: str
    """`added`, `moved`, `sums`, `unclear` or `same`."""
    before: State
    added: Mapping[str, float | None]
    """By how much each sum that is another one grew; None where bounds leave that open."""


def now(known: Known) -> State:
    """A project as the graph shows it, its stage with the date of that stage."""
    row = known.row
    dates = [step.said for step in steps(known) if step.stage == row["stage"] and step.said is not None]
    return State(row["stage"], dates[-1] if dates else None, amount_in(row))


def on(known: Known, day: date) -> State | None:
    """A project as it was known of a day; None where nothing that is stated of it is as old."""
    reached = [step for step in steps(known) if step.by(day)]
    claims = [claim for claim in known.claims if claim.published is None or first_day(claim.published) <= day]
    if not reached and not claims:
        return None
    last = max(reached, key=_when, default=None)
    said = dict.fromkeys(_SAID) | {
        name: claim.stated[name] for claim in claims for name in _SAID if claim.stated.get(name) is not None
    }
    return State(last.stage if last else None, last.said if last else None, _sums(claims), said)


def since(known: Known, shown: State, day: date) -> Since:
    """What became of a project since a day, of which `shown` is the state now; what may have been so before is no change."""
    every = list(steps(known))
    surely = [step for step in every if step.last is not None and step.last <= day]
    timeless = [claim for claim in known.claims if claim.published is None]
    claims = [claim for claim in known.claims if claim.published is not None and last_day(claim.published) <= day]
    last = max(surely, key=_when, default=None)
    before = State(last.stage if last else None, last.said if last else None, _sums([*claims, *timeless]))
    if not surely and not claims:
        # nobody dates it, or the date covers the day: it may have been on record by then
        vague = timeless or any(step.first is not None and step.first <= day for step in every)
        sums = {name: amount.exact for name, amount in shown.sums.items()}
        return Since("unclear", before, {}) if vague else Since("added", before, sums)
    grown = _grown(before, shown)
    if last is not None and shown.stage not in (None, last.stage):
        return Since("moved", before, grown)
    if last is None and shown.stage is not None:
        later = any(step.stage == shown.stage and step.first is not None and step.first > day for step in every)
        return Since("moved" if later else "unclear", before, grown)
    return Since("sums" if grown else "same", before, grown)


def steps(known: Known) -> Iterator[Step]:
    """The stages that a project reached, as its sources state them, earlier publications first."""
    shown = known.row["stage"]
    passed = _AHEAD[: _AHEAD.index(shown)] if shown in _AHEAD else ()
    for claim in known.claims:
        stage = claim.stated.get("stage")
        if stage is not None:
            said = claim.stated.get("stage_date") or _own_date(claim.stated, stage)
            yield Step(stage, said if said is not None and is_date(said) else None, claim.published)
        # the day on which building began, or was to begin, is one on which it did if it has by now
        for earlier in passed:
            if earlier != stage and (own := _own_date(claim.stated, earlier)) is not None and is_date(own):
                yield Step(earlier, own, claim.published)


def _own_date(stated: Mapping[str, Any], stage: str) -> str | None:
    return stated.get(_OWN_DATES.get(stage, ""))


def _when(step: Step) -> tuple[date, int]:
    return step.first or step.last or date.min, STAGES.index(step.stage)


def _sums(claims: list[Claim]) -> dict[str, Amount]:
    """Each sum as the latest of these claims states it."""
    out: dict[str, Amount] = {}
    for claim in claims:
        out |= amount_in(claim.stated)
    return out


def _grown(before: State, shown: State) -> dict[str, float | None]:
    """By how much each sum that is another one grew; a sum that nobody had stated before may have been as high."""
    out: dict[str, float | None] = {}
    for name in SUMS:
        was, is_ = before.sums.get(name), shown.sums.get(name)
        if is_ is None or is_ == was:
            continue
        after, earlier = is_.exact, was.exact if was is not None else None
        out[name] = None if after is None or earlier is None else after - earlier
    return out
