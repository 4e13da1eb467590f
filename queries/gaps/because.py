"""The sentence that says why a need has its state, with the numbers that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..firm_numbers import firms_in_words
from ..numbers import percent, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .thresholds import Thresholds


def because(row: Mapping[str, Any], limit: Thresholds, lang: str) -> str:
    """Why, in one sentence of `lang`."""
    parts = [_need(row, lang), *_choice(row, lang), *_supply(row, lang), *_verdict(row, limit, lang), *_next(row, lang)]
    return t(lang, "; ", "；").join(parts)


def _need(row: Mapping[str, Any], lang: str) -> str:
    """Who needs it, by how that is known of each firm."""

    def firms(*named: str) -> str:
        return firms_in_words([number for name in named for number in row[name] or ()], lang)

    if row["state"] == "broken":
        who = firms("buyers", "declarers", "implied")
        return t(lang, f"needed by {who} here", f"本地{who}需要")
    parts: list[str] = []
    for name, en, zh in _NEEDED:
        if row[name]:
            here = "" if parts else "本地"  # said once
            parts.append(t(lang, en.format(firms(name)), zh.format(here + firms(name))))
    return t(lang, "; ", "，").join(parts)


_NEEDED = (
    ("buyers", "bought by {} here", "{}在采购"),
    ("declarers", "used by {} here, as declared", "{}自报需要"),
    ("implied", "implied by the technology of {} here, to be verified", "按{}的工艺推断需要（有待核实）"),
)
"""How it is known of firms that they need it, the strongest first."""


def _choice(row: Mapping[str, Any], lang: str) -> list[str]:
    """That another way of making the product would do."""
    return [
        t(
            lang,
            f"one of {len(choice.sets)} ways to make {choice.made} will do",
            f"{choice.made}有{len(choice.sets)}种工艺，备齐其一即可",
        )
        for choice in row["choices"]
    ]


def _supply(row: Mapping[str, Any], lang: str) -> list[str]:
    parts = []
    if row["makers_here"]:
        makers = firms_in_words(row["makers"], lang)
        parts.append(t(lang, f"made here by {makers}", f"本地{makers}生产"))
    else:
        parts.append(t(lang, "no maker known here", "本地未见生产企业"))
    sides = [
        t(lang, f"{firms_in_words(row[f'sellers_{side}'], lang)} {en}", f"{zh}{firms_in_words(row[f'sellers_{side}'], lang)}")
        for side, en, zh in (("inside", "here", "本地"), ("outside", "outside", "外地"), ("unplaced", "of unknown place", "地点不明"))
        if row[f"sellers_{side}"]
    ]  # fmt: skip
    if sides:
        listed = t(lang, "; ", "，").join(sides)
        if named := len(row["suppliers_by_name"] or ()):
            listed += _by_name(named, row["suppliers_inside"] + row["suppliers_outside"], lang)
        parts.append(t(lang, f"suppliers: {listed}", f"供应商：{listed}"))
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
        if coverage is None:  # it is the same of every row, and said once
            return []
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


def _next(row: Mapping[str, Any], lang: str) -> list[str]:
    """Who could close the gap: a maker within reach, a project that will make it."""
    out = []
    if row["reach"] is not None:
        name, area, how = row["reach"]
        if name is None:
            out.append(t(lang, f"the nearest supplier is within reach ({how})", f"最近供方可对接（{how}）"))
        else:
            out.append(t(lang, f"a maker within reach: {name} ({area}, {how})", f"可对接{name}（{area}，{how}）"))
    out += [
        t(lang, f"the project {name} ({stage}) will make it", f"{name}（{stage}）将生产")
        for name, stage in row["coming"]
    ]
    return out
