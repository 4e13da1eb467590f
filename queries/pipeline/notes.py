"""What is to be said of an area's projects beside their rows: by what they are its own, what sums and rates rest on, what is left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ...graph.language import t
from ...graph.schema import node, properties
from .amounts import SUMS
from .members import VIA
from .sums import number_of, overlapping, paid_rate, start_rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from .amounts import Amount
    from .members import Members
    from .sums import Item

_NAMED: Final = 3
"""So many projects does a note name."""
_VIA: Final = {
    "site": ("by site", "选址"), "park": ("by park", "园区"), "concerns": ("by what concerns both", "涉及事项"),
    "handler": ("by handler", "责任单位"),
}  # fmt: skip
_PROPERTIES: Final = {prop.name: prop for prop in properties(node("project"))}
_STAGES: Final = dict(_PROPERTIES["stage"].words)


def notes_on(
    items: Sequence[Item], found: Members, label: str, before: date | None, later: int, lang: str
) -> list[str]:
    """All of it, the plainest first."""
    out = []
    if not items:
        out.append(t(lang, f"{label}: no project is known", f"{label}：图中没有这里的项目"))
    else:
        out += [_via(items, found, lang), *_shared(items, lang), *_sums(items, lang), *_rates(items, lang)]
        out += _changes(items, before, lang) if before is not None else []
    return [*out, *_left_out(found, label, later, lang)]


def _via(items: Sequence[Item], found: Members, lang: str) -> str:
    """By what the projects are the area's."""
    ways = Counter(way for item in items for way in found.found[item.row["id"]].via)
    told = [t(lang, f"{_VIA[way][0]} {ways[way]}", f"{_VIA[way][1]}{ways[way]}条") for way in VIA if ways[way]]
    number = len(items)
    listed = t(lang, ", ", "、").join(told)
    return t(
        lang,
        f"{number} entr{'y' if number == 1 else 'ies'}, the area's {listed}; an entry is a project, or an unnamed group of them",
        f"共{number}条，列入依据：{listed}；一条为一个项目或一组未具名项目",
    )


def _shared(items: Sequence[Item], lang: str) -> list[str]:
    """The groups that may contain others, and those of which nobody knows how many they are."""
    out = []
    groups = overlapping(items)
    if groups:
        out.append(
            t(
                lang,
                f"not simply summed, for the same projects may be in both: {_names(groups, lang)} and what else is listed;"
                " numbers and sums of both are bounds: the larger at least, both together at most",
                f"{_names(groups, lang)}可能包含表中其他项目，未直接相加；涉及的项目数和金额只给上下限（下限取较大者，上限为两者之和）",
            )
        )
    uncounted = [item for item in items if item.group and item.row["count"] is None]
    if uncounted:
        out.append(
            t(
                lang,
                f"of how many projects is not stated, so that the number is open: {_names(uncounted, lang)}",
                f"未载明个数，故项目数只有下限：{_names(uncounted, lang)}",
            )
        )
    return out


def _sums(items: Sequence[Item], lang: str) -> list[str]:
    """On how many of the projects each sum rests, and what is stated in no figure of yuan."""
    every = number_of(items)
    parts = []
    for name in SUMS:
        stated = [item for item in items if name in item.state.sums]
        if stated and len(stated) < len(items):
            word = t(lang, _PROPERTIES[name].en, _PROPERTIES[name].zh)
            of, whole = _said(number_of(stated), lang), _said(every, lang)
            parts.append(t(lang, f"{word} {of} of {whole}", f"{word}{of}个（共{whole}个）"))
    out = []
    if parts:
        listed = t(lang, ", ", "，").join(parts)
        out.append(
            t(lang, f"sums are those of the projects that state them: {listed}", f"金额只合计载明的项目：{listed}")
        )
    words = [item for item in items if any(_in_words(item, name) for name in SUMS)]
    if words:
        out.append(
            t(
                lang,
                f"a sum that is no figure in yuan is in none: {_names(words, lang)}",
                f"金额不是人民币数字的未合计：{_names(words, lang)}",
            )
        )
    return out


def _in_words(item: Item, name: str) -> bool:
    return item.row[f"{name}_original"] is not None and all(
        item.row[f"{name}{end}"] is None for end in ("", "_low", "_high")
    )


def _rates(items: Sequence[Item], lang: str) -> list[str]:
    """What the two rates rest on, or why there is none."""
    start, base = start_rate(items)
    unstated = sum(item.state.stage is None for item in items)
    groups = sum(item.group for item in items)
    out = []
    if start is None:
        out.append(
            t(
                lang,
                "no start rate: of no named project is it known that it was signed and whether it was begun",
                "开工率无法得出：没有逐个载明已签约并写明是否开工的项目",
            )
        )
    else:
        more = [t(lang, f"{unstated} without a stage", f"未载明阶段{unstated}条")] if unstated else []
        more += [t(lang, f"{groups} unnamed group{'s' * (groups != 1)}", f"未具名项目{groups}组")] if groups else []
        aside = t(lang, f"; not in it: {', '.join(more)}", f"；未计入：{'、'.join(more)}") if more else ""
        out.append(
            t(
                lang,
                f"start rate: of {_projects(base, 'named ')} known to be signed or further on" + aside,
                f"开工率按已签约及以后阶段的{base}个具名项目计算" + aside,
            )
        )
    paid, base = paid_rate(items)
    if paid is None:
        out.append(
            t(
                lang,
                "no paid-in rate: no project states exact figures both of what was contracted and of what was paid in",
                "资金到位率无法得出：没有项目同时载明签约资金和到位资金的确切数",
            )
        )
    else:
        out.append(
            t(
                lang,
                f"paid-in rate: of {_projects(base)} with exact figures both of what was contracted and of what was paid in",
                f"资金到位率按同时载明签约资金和到位资金确切数的{base}个项目计算",
            )
        )
    return out


def _changes(items: Sequence[Item], before: date | None, lang: str) -> list[str]:
    """What has become of the projects since a day."""
    of = {change: [item for item in items if item.since and item.since.change == change]
          for change in ("added", "moved", "sums", "same", "unclear")}  # fmt: skip
    out = []
    if len(of["added"]) == len(items):
        out.append(
            t(
                lang,
                f"nothing on record is as old as {before}: what is new cannot be told from what was only recorded later",
                f"图中没有 {before} 及以前的项目记载，无法区分新增项目与后来才录入的项目",
            )
        )
    steps = [_step(item, lang) for item in of["moved"][:_NAMED]]
    more = len(of["moved"]) - _NAMED
    steps += [t(lang, f"{more} more", f"另{more}条")] if more > 0 else []
    moved = t(lang, f" ({'; '.join(steps)})", f"（{'；'.join(steps)}）") if steps else ""
    n = {change: len(its) for change, its in of.items()}
    out.append(
        t(
            lang,
            f"since {before}: {n['added']} new on record, {n['moved']} moved on{moved}, {n['sums']} with other sums,"
            f" {n['same']} without a change that is known",
            f"自 {before} 以来：新增记载{n['added']}条，阶段有变{n['moved']}条{moved}，仅金额有变{n['sums']}条，未见变化{n['same']}条",
        )
    )
    if of["unclear"]:
        out.append(
            t(
                lang,
                f"whether they changed since then is not told by their dates: {_names(of['unclear'], lang)}",
                f"日期不足以判断是否在此后变化：{_names(of['unclear'], lang)}",
            )
        )
    vague = [item for item in items if item.since and None in item.since.added.values()]
    if vague:
        out.append(
            t(
                lang,
                f"by how much a sum grew is not told, for it was not stated before or is no exact figure: {_names(vague, lang)}",
                f"此前未载明或不是确切数，金额增加多少无法得出：{_names(vague, lang)}",
            )
        )
    return out


def _step(item: Item, lang: str) -> str:
    """A project's way from the stage before to that of now."""
    assert item.since is not None
    stages = [t(lang, stage, _STAGES[stage]) for stage in (item.since.before.stage, item.state.stage) if stage]
    return t(lang, f"{item.row['name']} {' -> '.join(stages)}", f"{item.row['name']}：{'→'.join(stages)}")


def _left_out(found: Members, label: str, later: int, lang: str) -> list[str]:
    """Projects that may be the area's and are not counted."""
    out = []
    if later:
        out.append(
            t(
                lang,
                f"left out, all that is stated being later than that day: {_projects(later)}",
                f"未计入（全部记载均晚于该日期）：{later}个项目",
            )
        )
    if found.perhaps:
        n = len(found.perhaps)
        out.append(
            t(
                lang,
                f"not counted, sited so vaguely that it may be in {label} or not: {_projects(n)}",
                f"未计入：{n}个项目的选址只写到较大范围，是否位于{label}不明",
            )
        )
    if found.elsewhere:
        n = len(found.elsewhere)
        out.append(
            t(
                lang,
                f"not counted, sited elsewhere, though something concerns {label} too: {_projects(n)}",
                f"未计入：{n}个项目选址在外地，只是有事项同时涉及{label}",
            )
        )
    if found.invested:
        n = len(found.invested)
        out.append(
            t(
                lang,
                f"not counted, without a site, though a firm of {label} invests: {_projects(n)}; load where it is sited",
                f"未计入：{n}个项目由{label}的企业投资、但未载明选址；请补载选址",
            )
        )
    return out


def _names(items: Iterable[Item], lang: str) -> str:
    """The names of projects, a few of them; of a group with how many it stands for."""
    items = list(items)
    named = []
    for item in items[:_NAMED]:
        count = item.row["count"] if item.group else None
        named.append(item.row["name"] + (t(lang, f" ({count})", f"（{count}个）") if count else ""))
    more = len(items) - _NAMED
    return t(lang, ", ", "、").join(named) + (t(lang, f" and {more} more", f"等{len(items)}条") if more > 0 else "")


def _projects(number: int, which: str = "") -> str:
    return f"{number} {which}project{'s' * (number != 1)}"


def _said(number: Amount, lang: str) -> str:
    """A number of projects with its bounds."""
    if number.value is not None:
        return f"{number.value:.0f}"
    if number.most is None:
        return t(lang, f"at least {number.least:.0f}", f"至少{number.least:.0f}")
    return f"{number.least:.0f}–{number.most:.0f}"
