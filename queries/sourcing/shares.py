"""Shares of purchases by where their suppliers lie, and what they rest on in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from ...graph.dates import spoken
from ...graph.language import t
from ..gaps.thresholds import thresholds
from ..gaps.verdict import here_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS: Final = ("area", "chain", "firm")
"""Whose purchases are told, in order."""
RINGS: Final = ("here", "near", "province", "elsewhere")
"""Where suppliers lie, from the area outwards; beside these there are those whose place is not known."""
_BASES: Final = {
    "annual": ("annual values", "年度金额"), "contract": ("values of contracts", "合同金额"),
    "cumulative": ("cumulative values", "累计金额"), "unstated": ("values of no stated basis", "口径未载的金额"),
}  # fmt: skip


def subjects(
    fetched: Iterable[Mapping[str, Any]], known: Iterable[Mapping[str, Any]], label: str
) -> list[dict[str, Any]]:
    """Whose purchases are told, the area first: each with its rings, also who is not known to buy anything."""
    always = {(row["kind"], row["number"]): row for row in known}
    found: dict[tuple[str, int], dict[str, Any]] = {
        ("area", -1): {"subject": label, "rings": {}},
        **{key: {"subject": row["name"], "subject_id": row["identifier"], "rings": {}} for key, row in always.items()},
    }
    for key, group in groupby(fetched, key=lambda row: (row["kind"], row["number"])):
        rows = [*group]
        named = {"subject": rows[0]["name"], "subject_id": rows[0]["identifier"]} if key not in found else {}
        found[key] = {**rows[0], **found.get(key, {}), **named, "rings": {row["ring"]: row for row in rows}}
    out = []
    for (kind, number), row in found.items():
        rings = row["rings"].values()
        sums = {name: sum(ring[name] for ring in rings) for name in ("suppliers", "groups", "purchases", "valued")}
        values = [ring["value"] for ring in rings if ring["value"] is not None]
        of = {
            "kind": kind, "chains": always.get((kind, number), {}).get("chains"), "value": sum(values) if values else None,
            "products": row.get("products", 0), "buyers": row.get("buyers", 0),
            "suppliers_unplaced": row["rings"].get("unplaced", {}).get("suppliers", 0),
        }  # fmt: skip
        out.append({**row, **sums, **of})
    return sorted(
        out, key=lambda row: (KINDS.index(row["kind"]), -row["purchases"], row["subject"], row.get("subject_id"))
    )


def shares(row: Mapping[str, Any], *, near: bool, province: bool) -> dict[str, Any]:
    """The shares of the rings among purchases of known origin, and what they are of; null where nothing is known."""
    rings = {
        ring: row["rings"].get(ring, {"suppliers": 0, "purchases": 0, "valued": 0, "value": None}) for ring in RINGS
    }
    outside = [rings[ring] for ring in RINGS[1:]]
    value = {ring: told["value"] or 0.0 for ring, told in rings.items()}
    counted = {
        "placed": sum(ring["purchases"] for ring in rings.values()),
        "placed_valued": sum(ring["valued"] for ring in rings.values()),
        "placed_value": sum(value.values()),
        "inside_value": value["here"],
        "suppliers_inside": rings["here"]["suppliers"],
        "suppliers_outside": sum(ring["suppliers"] for ring in outside),
    }
    _, by = here_share(counted, thresholds())
    out: dict[str, Any] = {"by": by}
    for ring in RINGS:
        part = value[ring] if by == "value" else rings[ring]["suppliers"]
        whole = counted["placed_value"] if by == "value" else counted["suppliers_inside"] + counted["suppliers_outside"]
        # of what is not on record, or is not there, a share of nothing would be read as none
        told = by is not None and (near or ring != "near" or part) and (province or ring != "province")
        out[f"{ring}_share"] = round(part / whole, 4) if told else None
    return out


def because(row: Mapping[str, Any], lang: str) -> str:
    """What the shares rest on."""
    if not row["purchases"]:
        return t(lang, "no purchase is on record", "没有采购记录")
    placed = [ring for name, ring in row["rings"].items() if name != "unplaced"]
    count, valued = (sum(ring[name] for ring in placed) for name in ("purchases", "valued"))
    parts = []
    if not count:
        parts.append(t(lang, "the place of no supplier is known", "供应商所在地均不明"))
    else:
        en, zh = _BASES.get(row["basis"], (row["basis"], row["basis"]))
        period = spoken(row["period"], lang) if row["period"] else ""
        of = t(lang, f"{en}{f' of {period}' if period else ''}", f"{f'{period}年' if len(period) == 4 else period}{zh}")
        known = t(lang, f"{valued} of {_purchases(count)} with {of}", f"{count}条采购中{valued}条有{of}")
        none = t(lang, f"{_purchases(count)} without a value", f"{count}条采购均无金额")
        by = shares(row, near=True, province=True)["by"]
        n = sum(ring["suppliers"] for ring in placed)
        way = (
            t(lang, "by value", "按采购额计")
            if by == "value"
            else t(lang, f"by count of suppliers ({n})", f"按供应商家数计（{n}家）")
        )
        parts.append(t(lang, f"{way}: {known if valued else none}", f"{way}：{known if valued else none}"))
    unplaced = row["rings"].get("unplaced")
    if unplaced and count:
        n = unplaced["purchases"]
        parts.append(t(lang, f"{n} more from suppliers of unknown place", f"另有{n}条的供应商所在地不明"))
    if row["groups"]:
        n = row["groups"]
        en = "supplier is an unnamed group of firms" if n == 1 else "suppliers are unnamed groups of firms"
        parts.append(t(lang, f"{n} {en}, counted as one", f"供应商中有{n}个未具名群体，各按1家计"))
    return t(lang, "; ", "；").join(parts)


def _purchases(count: int) -> str:
    return f"{count} purchase{'s' * (count != 1)}"
