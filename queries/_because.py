"""The sentence that says why a need has its state, with the numbers that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.language import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._thresholds import Thresholds

NEED = {
    "observed": ("bought by {n}", "{n}在采购"),
    "declared": ("used by {n}, as declared", "{n}自报使用"),
    "implied": ("implied by the technology of {n}, to be verified", "按{n}的工艺推断，有待核实"),
}


def because(row: Mapping[str, Any], limit: Thresholds, lang: str) -> str:
    """Why, in one sentence of `lang`."""
    en, zh = NEED[row["basis"]]
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
        parts.append(t(lang, f"suppliers: {listed}", f"供应商：{listed}"))
    return parts


def _verdict(row: Mapping[str, Any], limit: Thresholds, lang: str) -> list[str]:
    state, coverage = row["state"], row["coverage"]
    if state == "broken":
        return [t(lang, f"supply ended on {row['ended_on']} and nothing replaced it", f"供应于{row['ended_on']}中断，尚无替代")]
    if state in ("presumed", "unknown") and not row["suppliers"] or state == "missing" and not row["suppliers_outside"]:
        if coverage is None:
            return [t(lang, "how many firms there are here is not known", "本地企业总数未知")]
        return [t(lang, f"products known of {coverage:.0%} of the firms here", f"已知产品的企业占{coverage:.0%}")]
    if state == "weak" and row["short"]:
        have, want, unit = row["capacity"], row["needed"], row["unit"] or ""
        return [
            t(
                lang,
                f"capacity {have:g} {unit} is below {limit.weak_capacity:.0%} of the need of {want:g}",
                f"产能{have:g}{unit}，不足需求{want:g}的{limit.weak_capacity:.0%}",
            )
        ]
    if row["bought_here_share"] is not None and (row["makers_here"] or row["suppliers_inside"]):
        share = row["bought_here_share"]
        by = t(lang, *{"value": ("by value", "按金额"), "count": ("by suppliers", "按供应商数")}[row["share_by"]])
        return [t(lang, f"{share:.0%} of placed purchases come from here ({by})", f"可定位的采购中{share:.0%}来自本地（{by}）")]
    if state == "strong" and row["leader"]:
        return [t(lang, "the leader of its chain is here", "链主在本地")]
    return []
