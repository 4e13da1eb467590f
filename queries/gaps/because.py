"""The sentence that says why a need has its state, with the numbers that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..numbers import percent, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .thresholds import Thresholds

NEED = {
    "ended": ("needed by {n}", "{n}需要"),
    "observed": ("bought by {n}", "{n}在采购"),
    "declared": ("used by {n}, as declared", "{n}自报使用"),
    "implied": ("implied by the technology of {n}, to be verified", "按{n}的工艺推断，有待核实"),
}


def because(row: Mapping[str, Any], limit: Thresholds, lang: str) -> str:
    """Why, in one sentence of `lang`."""
    en, zh = NEED["ended" if row["state"] == "broken" else row["basis"]]
    n = row["firms"]
    need = t(lang, en.format(n=f"{n} firm{'s' * (n != 1)} here"), zh.format(n=f"本地{n}家企业"))
    parts = [need, *_supply(row, lang), *_verdict(row, limit, lang)]
    return t(lang, "; ".join(parts), "；".join(parts))


def _supply(row: Mapping[str, Any], lang: str) -> list[str]:
    parts = []
    if row["makers_here"]:
        parts.append(t(lang, f"made by {row['makers_here']} here", f"本地{row['makers_here']}家生产"))
    else:
        parts.append(t(lang, "no maker known here", "本地未见生产企业"))
    if row["suppliers"]:
        inside, outside, unplaced = row["suppliers_inside"], row["suppliers_outside"], row["suppliers_unplaced"]
        sides = [
            *([t(lang, f"{inside} here", f"本地{inside}家")] if inside else []),
            *([t(lang, f"{outside} outside", f"外地{outside}家")] if outside else []),
            *([t(lang, f"{unplaced} of unknown place", f"地点不明{unplaced}家")] if unplaced else []),
        ]
        listed = t(lang, ", ", "、").join(sides)
        if named := len(row["suppliers_by_name"] or ()):
            listed += _by_name(named, inside + outside, lang)
        unnamed = t(lang, ", unnamed groups among them", "（含未具名企业群体）") if row["group_supplies"] else ""
        parts.append(t(lang, f"suppliers: {listed}{unnamed}", f"供应商：{listed}{unnamed}"))
    return parts


def _by_name(named: int, placed: int, lang: str) -> str:
    """How many of the suppliers that are said to be here or outside are so by their names alone."""
    if named == placed:
        return t(lang, " (placed by name alone)", "（所在地按名称推定）")
    return t(lang, f" ({named} placed by name alone)", f"（其中{named}家的所在地按名称推定）")


def _verdict(row: Mapping[str, Any], limit: Thresholds, lang: str) -> list[str]:
    state, coverage = row["state"], row["coverage"]
    if state == "broken":
        return [
            t(
                lang,
                f"supply ended on {row['ended_on']} and nothing replaced it",
                f"供应于{row['ended_on']}中断，尚无替代",
            )
        ]
    if not row["suppliers"] and state in ("missing", "presumed", "unknown"):
        if coverage is None:
            return [t(lang, "how many firms there are here is not known", "本地企业总数未知")]
        known = percent(coverage)
        return [t(lang, f"products known of {known} of the firms here", f"已知产品的企业占{known}")]
    out = []
    if state == "weak" and row["short"]:
        have, want, unit = readable(row["capacity"]), readable(row["needed"]), row["unit"] or ""
        part = percent(limit.weak_capacity)
        out.append(
            t(
                lang,
                f"capacity {' '.join(filter(None, (have, unit)))} is below {part} of the need of {want}",
                f"产能{have}{unit}，不足需求{want}的{part}",
            )
        )
    if row["bought_here_share"] is not None and (row["makers_here"] or row["suppliers_inside"]):
        share = percent(row["bought_here_share"])
        by = t(lang, *{"value": ("by value", "按金额"), "count": ("by suppliers", "按供应商数")}[row["share_by"]])
        out.append(
            t(lang, f"{share} of placed purchases come from here ({by})", f"可定位的采购中{share}来自本地（{by}）")
        )
    if state == "strong" and row["leader"]:
        out.append(t(lang, "the leader of its chain is here", "链主在本地"))
    return out
