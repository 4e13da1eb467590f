"""The judgement of a need: its state, flags and numbers, from what gaps.sql counted. The same for every engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .because import because

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .choice import Choice
    from .thresholds import Thresholds

STATES = ("broken", "missing", "presumed", "unknown", "weak", "served", "strong")
"""Worst first, as answers are sorted; `verdict` says the order in which they are tested."""

ACTIONS = {
    "broken": "固链", "missing": "补链", "presumed": "核实", "unknown": "调查",
    "weak": "强链", "strong": "固链；延链", "served": None,
}  # fmt: skip
MEET = {"missing": "对接", "presumed": "核实；对接"}
"""The action where a maker is within reach."""
BUILD = "建链"
"""Beside 补链 where the need is of another stage of a chain of which exactly one is made in the area."""

BASES = {3: "observed", 2: "declared", 1: "implied"}

FLAGS = ("alternative", "outside", "single_source", "maker_unknown", "nearer_maker", "blocked", "signed", "started")
"""All flags, in the order in which they stand."""


def verdict(row: Mapping[str, Any], coverage: float | None, limit: Thresholds) -> str:
    """The state of a need, from what was counted; the tests in the order of QUESTIONS."""
    made, bought_here = row["makers_here"] > 0, row["suppliers_inside"] > 0
    if not (made or bought_here):
        if row["ended_on"] is not None and not row["purchases"]:
            return "broken"
        known = coverage or 0.0
        if row["suppliers_outside"] or (
            row["strength"] == 2 and coverage is not None and known >= limit.missing_coverage
        ):
            return "missing"
        if (
            row["strength"] >= 2
            or row["suppliers_unplaced"]
            or (coverage is not None and known >= limit.presumed_coverage)
        ):
            return "presumed"
        return "unknown"
    share = here_share(row, limit)[0]
    if share is not None and share < limit.weak_share:
        return "weak"
    if short_of_capacity(row, limit):
        return "weak"
    # what all makers here only have left over is no strength
    strong = row["as_product"] and (row["makers_here"] >= limit.strong_makers or row["leader"])
    return "strong" if strong else "served"


def here_share(row: Mapping[str, Any], limit: Thresholds) -> tuple[float | None, str | None]:
    """The share of placed purchases that comes from the area, and whether by value or by count."""
    if not row["placed"]:
        return None, None
    if row["placed_valued"] >= limit.valued_share * row["placed"] and row["placed_value"] > 0:
        return row["inside_value"] / row["placed_value"], "value"
    return row["suppliers_inside"] / (row["suppliers_inside"] + row["suppliers_outside"]), "count"


def short_of_capacity(row: Mapping[str, Any], limit: Thresholds) -> bool:
    """Whether the whole capacity here is known, in the unit of the need, and too small for it."""
    return bool(
        row["capacity_known"]
        and row["needed"]
        and row["capacity"] is not None
        and _same_unit(row)
        and row["capacity"] < limit.weak_capacity * row["needed"]
    )


def _same_unit(row: Mapping[str, Any]) -> bool:
    return bool(row["capacity_unit"] == row["needed_unit"])


def _action(state: str, *, to_build: bool, reached: bool) -> str | None:
    if reached and state in MEET:
        return MEET[state]
    return f"{ACTIONS[state]}；{BUILD}" if to_build and state == "missing" else ACTIONS[state]


@dataclass(frozen=True, slots=True)
class Beside:
    """What else is known of a need, beside what gaps.sql counts of it."""

    choices: Sequence[Choice] = ()
    """Ways of making products here, none of them met, some of which take it."""
    reach: tuple[str | None, str, str] | None = None
    """A maker within reach (no name where it is the nearest supplier, which is told), its area, and how far that is."""
    coming: Sequence[tuple[str, str]] = ()
    """Projects here that are signed or started and will make it, with their stage in words."""


def judged(
    row: Mapping[str, Any], label: str, coverage: float | None, limit: Thresholds, beside: Beside, lang: str
) -> dict[str, Any]:
    """A row of the answer from a row of gaps.sql: state, action, flags, shares and the sentence why."""
    state = verdict(row, coverage, limit)
    share, by = here_share(row, limit)
    hhi = None
    # how many firms a group is nobody knows, nor how their sales are shared among them
    whole = not row["group_supplies"] and row["valued"] >= limit.valued_share * row["purchases"]
    if row["purchases"] and whole and row["bought_value"]:
        # Herfindahl: sum of squared shares, on 0..10000
        hhi = round(1e4 * row["value_squares"] / row["bought_value"] ** 2)
    flags = []
    if row["alternative"]:
        flags.append("alternative")
    if row["suppliers_outside"]:
        flags.append("outside")
    if row["suppliers"] == 1 and not row["group_supplies"]:
        flags.append("single_source")
    if row["maker_unknown"]:
        flags.append("maker_unknown")
    out = {
        **row,
        "area": label,
        "chain": row["chains"],
        "stage": row["stages"],
        "basis": BASES[row["strength"]],
        "state": state,
        "action": _action(state, to_build=row["to_build"], reached=beside.reach is not None),
        "flags": flags,
        "bought_here_share": None if share is None else round(share, 4),
        "share_by": by,
        "short": short_of_capacity(row, limit),
        # `unit` is that of both: a capacity in another unit than the need's is not shown as if it were
        "capacity": None if row["needed"] is not None and not _same_unit(row) else row["capacity"],
        "unit": (row["needed_unit"] if row["needed"] is not None else row["capacity_unit"]) or None,
        "supplier_hhi": hhi,
        "coverage": None if coverage is None else round(coverage, 4),
        "projects": [],
        "choices": beside.choices,
        "alternatives": list(dict.fromkeys(choice.words(lang) for choice in beside.choices)),
        "reach": beside.reach if state in MEET else None,
        "coming": beside.coming,
    }
    out["because"] = because(out, limit, lang)
    return out


def flag(row: dict[str, Any], name: str) -> None:
    """Add a flag to an answer's row, in its order."""
    row["flags"] = [known for known in FLAGS if known == name or known in row["flags"]]
