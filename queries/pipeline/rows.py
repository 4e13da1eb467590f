"""The rows of an area's projects: sums by stage or by handler, or each project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ..stated import offices_in
from .amounts import SUMS, Amount
from .course import STAGES
from .sums import BUILT, number_of, paid_rate, start_rate, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .members import Members
    from .sums import Item

UNSTATED: Final = "unstated"
ALL: Final = "all"
_PLACED: Final = {name: number for number, name in enumerate(STAGES)}


def sum_rows(items: Sequence[Item], by: str, lang: str, *, since: bool) -> list[dict[str, Any]]:
    """A row a stage or handler of which there are projects, and one of all; none where there is no project."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        keys = [item.state.stage] if by == "stage" else offices_in(item.row["handler"])
        for key in keys or (None,):
            groups.setdefault(key or UNSTATED, []).append(item)
    # handlers with most projects first, those that nobody states last
    order = _by_stage if by == "stage" else lambda key: (key == UNSTATED, -number_of(groups[key]).least, key)
    rows = [_sums(groups[key], by, key, lang, since=since) for key in sorted(groups, key=order)]
    return [*rows, _sums(items, by, ALL, lang, since=since)] if items else []


def project_rows(items: Iterable[Item], found: Members) -> list[dict[str, Any]]:
    """A row a project, by stage and name."""
    rows = []
    for item in sorted(items, key=lambda item: (_by_stage(item.state.stage), item.row["name"], item.row["fact"])):
        member = found.found[item.row["id"]]
        row = {**item.row, **item.state.said, "project": item.row["name"]}
        row |= {"stage": item.state.stage, "stage_date": item.state.date}
        row |= {"via": member.via, "places": member.places, "concerned_by": member.concerned or None}
        row["count"] = item.row["count"] if item.group else None
        row["paid_rate"] = paid_rate([item])[0]
        for name in SUMS:
            row |= _amount(name, item.state.sums.get(name))
        if item.since is not None:
            row |= {"since_then": item.since.change, "stage_before": item.since.before.stage}
            row |= {f"{name}_added": grown for name, grown in item.since.added.items()}
        rows.append(row)
    return rows


def _by_stage(stage: str | None) -> int:
    return _PLACED.get(stage or "", len(_PLACED))


def _sums(items: Sequence[Item], by: str, key: str, lang: str, *, since: bool) -> dict[str, Any]:
    """What the projects of a row are together."""
    row: dict[str, Any] = {by: key, "projects": None if key == ALL else sorted(item.row["name"] for item in items)}
    row |= {name: value if value is None else int(value) for name, value in _bounded("count", number_of(items)).items()}
    for name in SUMS:
        whole = together(items, name)
        row |= _amount(name, whole)
        if whole is not None and whole.about and whole.original is None:
            row[f"{name}_original"] = t(lang, "about", "约")
    row["paid_rate"], row["paid_rate_of"] = paid_rate(items)
    if by != "stage" or key == ALL:
        row["start_rate"], row["start_rate_of"] = start_rate(items)
        row["under_way"], row["stalled"] = _known(items, BUILT), _known(items, ("stalled",))
    if since:
        for change in ("added", "moved"):
            row[change] = _whole(number_of([item for item in items if item.since and item.since.change == change]))
        for name in SUMS:
            grown = [one for item in items if item.since and (one := item.since.added.get(name)) is not None]
            row[f"{name}_added"] = sum(grown) if grown else None
    return row


def _known(items: Sequence[Item], stages: Sequence[str]) -> int | None:
    """How many projects are known to be at these stages; that none is known does not say that there is none."""
    known = [item for item in items if item.state.stage in stages]
    open_ = any(item.state.stage is None or item.group for item in items if item.state.stage not in stages)
    return None if open_ and not known else _whole(number_of(known))


def _whole(number: Amount) -> int | None:
    return None if number.value is None else int(number.value)


def _bounded(name: str, amount: Amount) -> dict[str, float | None]:
    return {name: amount.value, f"{name}_low": amount.low, f"{name}_high": amount.high}


def _amount(name: str, amount: Amount | None) -> dict[str, Any]:
    """An amount as the columns of a row; nulls where nobody states it."""
    known = amount or Amount(None)
    return {**_bounded(name, known), f"{name}_original": known.original}
