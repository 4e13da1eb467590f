"""What the cells of an office sheet say beside what their column asks for: stages in a sentence, places in addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.sql_text import literal
from .group_headings import is_park, region_of
from .kind import is_node, match

if TYPE_CHECKING:
    from .office_sheet import OfficeSheet

AMOUNT_TOO: Final = re.compile(r"[及和与、/（(].{0,4}(?:产能|产量|规模|能力)")
"""A header that announces amounts beside names."""
ELSEWHERE: Final = (
    "拟",
    "目标",
    "在谈",
    "意向",
    "招商",
    "对接",
    "外地",
    "外省",
    "客商",
    "考察",
    "引进",
    "域外",
    "县外",
    "市外",
    "省外",
    "全国",
    "行业",
)


def take_more(work: OfficeSheet) -> None:
    """Read what cells say beside what their column asks for, and say so."""
    take_stages(work)
    places(work)


def places(work: OfficeSheet) -> None:
    """Places from street addresses, from parks in the column of places, and from the title."""
    if not is_node(work.table_kind) or work.table_kind.column("所在地") is None:
        return
    _parks_in_places(work)
    names = {column.name: number for number, column in work.columns.items()}
    if "place" in names:
        return
    addresses = match(work.sheet, work.table_kind).address
    title = _region_of_title(work)
    if addresses:
        _from_addresses(work, addresses[0], title)
    elif title is not None and "park" not in names:
        number = work.add_column("所在地")
        work.db.execute(f"UPDATE {work.sheet.relation} SET c{number} = {literal(title)}")
        work.sheet.place_of_title = True
        work.note(f"place of all rows: {title}, from the title", f"各行的所在地取自标题：{title}")


def _from_addresses(work: OfficeSheet, address: int, title: str | None) -> None:
    import pyarrow as pa

    texts = [
        text
        for (text,) in work.db.execute(
            f"SELECT DISTINCT c{address} FROM {work.sheet.relation} WHERE c{address} IS NOT NULL"
        ).fetchall()
    ]
    found = {text: region_of_address(text, title) for text in texts}
    number = work.add_column("所在地")
    work.db.register(
        "load_told",
        pa.table({"text": pa.array(list(found), pa.string()), "place": pa.array(list(found.values()), pa.string())}),
    )
    work.db.execute(f"UPDATE {work.sheet.relation} SET c{number} = l.place FROM load_told l WHERE l.text = c{address}")
    work.db.unregister("load_told")
    header = work.sheet.headers[address]
    clear, dark = sum(place is not None for place in found.values()), [text for text in texts if found[text] is None]
    work.note(
        f"{header}: the place of {clear} addresses is told from them"
        + (f"; {len(dark)} name no region clearly ({', '.join(sorted(dark)[:3])})" if dark else ""),
        f"“{header}”：由 {clear} 个地址得出所在地"
        + (f"；{len(dark)} 个看不出所属地区（{'、'.join(sorted(dark)[:3])}）" if dark else ""),
    )


def _parks_in_places(work: OfficeSheet) -> None:
    """A park in the column of places is a park, where the sheet has no column for it."""
    names = {column.name: number for number, column in work.columns.items()}
    if work.table_kind.kind != "firm" or "place" not in names or "park" in names:
        return
    place = names["place"]
    texts = work.db.execute(
        f"SELECT DISTINCT c{place} FROM {work.sheet.relation} WHERE c{place} IS NOT NULL"
    ).fetchall()
    parks = sorted(text for (text,) in texts if is_park(text) and region_of(text) is None)
    if not parks:
        return
    number = work.add_column("所属园区")
    listed = ", ".join(map(literal, parks))
    # 吴江区汾湖高新区 says itself in which county it lies
    within = {park: region for park in parks if (region := region_before(park))}
    cases = " ".join(f"WHEN {literal(park)} THEN {literal(region)}" for park, region in within.items())
    work.db.execute(
        f"UPDATE {work.sheet.relation} SET c{number} = c{place}, c{place} = {f'CASE c{place} {cases} END' if cases else 'NULL'}"
        f" WHERE c{place} IN ({listed})"
    )
    if within:
        shown = "; ".join(f"{park}: {region}" for park, region in [*within.items()][:3])
        work.note(f"parks lie where their names begin: {shown}", f"园区所在地取自其名称：{shown}")


def _region_of_title(work: OfficeSheet) -> str | None:
    """The region that a list of firms is of, where its title begins with one and tells no other firms."""
    if work.table_kind.kind not in ("firm", "organization"):
        return None
    for title in work.sheet.titles:
        if any(word in title for word in ELSEWHERE):
            return None
        region = region_before(title)
        if region is not None:
            return region
    return None


_STAGES: Final = (
    ("停滞", "停滞|停工|停建|暂停|搁置"), ("终止", "终止|取消|撤销|流产"), ("达产", "达产"), ("投产", "投产|试生产|竣工投用"),
    ("开工", "已开工|开工建设|在建|施工|动工|建设中|正在建设|主体完工|设备安装|土建"), ("签约", "签约|签订|签署"),
    ("洽谈", "洽谈|在谈|对接|意向|考察"), ("谋划", "谋划|储备|策划"),
)  # fmt: skip
"""Stages of a project, each with what a sentence says of it."""
_NOT_YET: Final = re.compile(r"未|尚|拟|计划|预计|将|争取|待|力争|准备|即将|前期")


def stage_in(text: str) -> str | None:
    """The one stage that a sentence on a project tells; None where it tells none, several, or what is to come.

    >>> stage_in("一期厂房正在建设"), stage_in("已于3月签订投资协议"), stage_in("计划6月开工建设"), stage_in("已签约，正在施工")
    ('开工', '签约', None, '开工')
    """
    if _NOT_YET.search(text):
        return None
    found = [stage for stage, words in _STAGES if re.search(words, text)]
    # a project under way was talked of and signed before; other pairs contradict each other
    under_way = [stage for stage in found if stage not in _EARLY]
    if under_way:
        return under_way[0] if len(under_way) == 1 else None
    return found[0] if found else None


_EARLY: Final = ("签约", "洽谈", "谋划")


def take_stages(work: OfficeSheet) -> None:
    """The stage of a project from a sentence on its progress; where none is clear the cell is not read."""
    if work.table_kind.kind != "project":
        return
    for number, column in work.columns.items():
        if column.name != "stage":
            continue
        known = {word.lower() for pair in column.words for word in pair}
        cell, relation = f"c{number}", work.sheet.relation
        texts = work.db.execute(f"SELECT DISTINCT {cell} FROM {relation} WHERE {cell} IS NOT NULL").fetchall()
        stages = {text: stage_in(text) for (text,) in texts if text.strip().lower() not in known}
        if stages and "progress" not in {one.name for one in work.columns.values()}:
            told = work.add_column("进展说明")
            work.db.execute(
                f"UPDATE {relation} SET c{told} = {cell} WHERE {cell} IN ({', '.join(map(literal, stages))})"
            )
        for text, stage in stages.items():
            work.db.execute(
                f"UPDATE {relation} SET {cell} = $stage WHERE {cell} = $text", {"stage": stage, "text": text}
            )
        dark = sorted(text for text, stage in stages.items() if stage is None)
        header = work.sheet.headers[number]
        if len(stages) > len(dark):
            clear = sorted(f"{text} = {stage}" for text, stage in stages.items() if stage)
            work.note(
                f"{header}: stages told from sentences: {'; '.join(clear[:3])}{' ...' if len(clear) > 3 else ''}",
                f"“{header}”：由文字得出阶段：{'；'.join(clear[:3])}{' ...' if len(clear) > 3 else ''}",
            )
        if dark:
            work.note(
                f"{header}: {len(dark)} texts tell no stage clearly and are not read: {'; '.join(dark[:3])}",
                f"“{header}”：{len(dark)} 种写法看不出阶段，未读取：{'；'.join(dark[:3])}",
            )


_DATED: Final = {"signed": "签约", "started": "开工", "produced": "投产"}
"""The stages of which a column of their own tells when they were reached."""


_TO_COME: Final = re.compile("计划|拟|预计|预期|力争|目标")


def take_stage_dates(work: OfficeSheet) -> None:
    """When a project reached its stage: on the day that the column of this stage says, where no other column says it."""
    have = {column.name: number for number, column in work.columns.items()}
    dates = {n: at for n, at in have.items() if n in _DATED and not _TO_COME.search(work.sheet.headers[at])}
    if work.table_kind.kind != "project" or "stage" not in have or "stage_date" in have or not dates:
        return
    stage = have["stage"]
    words = {name: next(pair for pair in work.columns[stage].words if _DATED[name] in pair) for name in dates}
    number = work.add_column("阶段日期")
    cases = " ".join(
        f"WHEN lower(trim(c{stage})) IN ({', '.join(literal(word.lower()) for word in words[name])}) THEN c{date}"
        for name, date in dates.items()
    )
    work.db.execute(f"UPDATE {work.sheet.relation} SET c{number} = CASE {cases} END")


_STATES: Final = (
    ("部分办结", r"部分.*|基本.*|正在.*|办理中|推进中|处理中|进行中|解决中|协调中"),
    ("未办结", r"否|未.*|没有.*|尚未.*|待.*|×|✗|no|open"),
    ("已办结", r"是|已?办结|已?解决|已?完成|已?销号|办完了?|√|✓|yes|closed"),
)
"""What a cell says of a request that is asked whether it is settled."""


def take_states(work: OfficeSheet) -> None:
    """Whether a request is settled, from 是 and 否 and their like under 是否办结."""
    for number, column in work.columns.items():
        if column.name != "state":
            continue
        cell = f"c{number}"
        cases = " ".join(
            f"WHEN regexp_full_match(lower(trim({cell})), {literal(form)}) THEN {literal(state)}"
            for state, form in _STATES
        )
        work.db.execute(f"UPDATE {work.sheet.relation} SET {cell} = CASE {cases} ELSE {cell} END")


def region_before(title: str) -> str | None:
    """The region that a title begins with, as it can be written.

    >>> region_before("玉屏侗族自治县2024年规上工业企业名录"), region_before("2024年重点企业名单")
    ('玉屏侗族自治县', None)
    """
    text = title.strip().lstrip("《〈\"“'")
    for length in range(min(len(text), 24), 1, -1):
        if text[length - 1] in "省市县区旗州盟" and (found := region_of(text[:length])):
            return found
    return None


def region_of_address(address: str, title: str | None = None) -> str | None:
    """The region that an address lies in: by itself, by how it begins, or with the region of the title."""
    found = region_of(address) or region_before(address)
    if found is not None or title is None:
        return found
    return region_of(title + address) or title
