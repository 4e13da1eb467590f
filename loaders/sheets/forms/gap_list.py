"""Lists of what a chain lacks (缺链断链弱链清单, 强链补链清单): a row a node of the chain with its state, who is here, who is wanted.

What tells them is a column that says in a word a row how the node is filled (缺, 断, 弱, 有, —). Every node is of the chain that the
title names; a firm here makes the one product of its row; what is lacking, broken or weak is a stated gap of the title's area.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...read.shape.looks import is_firm
from ...values.lists import is_blank
from ..cell_extras import region_before
from .chain_map import chain_of, lines_of
from .gap_facts import BEHIND, BROKEN, HERE, REST, STAGE, WEAK, Columns, GapFacts, listed_names
from .words import is_gap, is_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind
    from .gap_facts import Line

_MOST: Final = 2000
_FULL: Final = re.compile(
    r"有|强|强链|优|优势|完整|齐全|健全|一般|基本(?:完整|齐全|满足)|满足|具备|已有|良好|较强|延链?|建链?|补链?|固链?"
)
_NODE: Final = re.compile(
    r"(?:产业)?(?:链条?)?(?:细分|重点|关键|主要|核心|代表|缺失|短板|所缺|薄弱|节点|环节|具体|对应)*(?:产品|节点|工序|部件|零部件|材料|品种|环节)(?:名称)?"
    r"(?:[（(/、和及与]?(?:产品|环节|工序|节点|技术|部件|材料|领域|服务)[)）]?)*"
)
_STATED: Final = re.compile("缺失|短板|所缺|薄弱|缺链|断链|断点|空白|缺口")
_FIRMS: Final = re.compile(r"企业|公司|厂家|厂商|单位|客商|主体|代表|支撑|承载")
_NO_FIRMS: Final = re.compile(
    r"责任|牵头|对接单位|配合|主管|包保|服务|类型|方向|领域|数量|家数|个数|需求|条件|填报|联系|产能|产值|原因|问题|措施"
)
_WANTED: Final = re.compile(
    r"候选|目标|意向|拟|招引|引进|招商|引入|对接|备选|潜在|储备|外地|域外|市外|县外|省外|区外|国内|国外|全国|标杆|龙头|领军|头部"
)
_HANDLER: Final = re.compile(
    r".*(?:责任|牵头|对接|招商|包保|跟进|负责|落实|主办)(?:单位|部门|主体|科室)|.*(?:部门|单位)"
)
_FROM: Final = re.compile(r".*(?:来源地|总部|注册地|客商所在地|企业所在地|所在地|来自)")
_PROGRESS: Final = re.compile(r".*(?:进展|进度|对接情况|洽谈情况|跟进情况).*")
_CAPACITY: Final = re.compile(
    r"(?:(?:19|20)\d\d年?(?:度|底|末)?)?(?:现有|设计|年|本地|已有)*产能(?:规模)?(?:[（(].*[)）])?"
)
_CHAIN: Final = re.compile(r"(?:所属|重点)?(?:产业链|链条)(?:名称)?|链名")
_SPOKEN: Final = re.compile(r"缺链|断链|弱链|缺失|短板|薄弱|断点|补链|强链|[缺断弱][、和/][缺断弱]")
_OF_WEAK: Final = re.compile("弱链|薄弱|弱项|[缺断短][^，。]{0,4}弱|弱[、和/][缺断]")
"""A list that says of itself that it lists what is weak too: there a weak node is a stated gap."""
_ADORNED: Final = re.compile(r"(?:绿色|现代|特色|优势|重点|高端|先进)(?P<bare>.{2,})")


def read_gap_lists(staging: Staging, products: TableKind) -> None:
    """Make the tables that lists of gaps state; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if not sheet.office or not 0 < sheet.rows <= _MOST:
            continue
        headers, rows = _one_below_another(sheet.headers, lines_of(staging, sheet))
        rows = _in_words(headers, rows)
        columns = _columns(sheet, headers, rows, products)
        chain = _chain(staging, sheet)
        if columns is None or (columns.chain is None and chain is None):
            continue
        area = area_of(staging, sheet)
        weak = any(_OF_WEAK.search(text) for text in (*sheet.titles, sheet.sheet or "", *sheet.headers))
        GapFacts(columns, None if columns.chain is not None else chain, area, weak=weak).read(
            staging, sheet, headers, rows
        )
        staging.sheets.remove(sheet)


def _one_below_another(headers: list[str], rows: list[Line]) -> tuple[list[str], list[Line]]:
    """Stages beside each other, each with the same columns (上游·缺失产品 | 上游·拟招引企业 | 中游·缺失产品 ...), as one below another.

    >>> _one_below_another(["上游·产品", "上游·企业", "下游·产品", "下游·企业"], [(4, ["铜箔", "甲厂", "音箱", None])])
    (['环节', '产品', '企业'], [(4, ['上游', '铜箔', '甲厂']), (4, ['下游', '音箱', None])])
    >>> _one_below_another(["产品", "企业"], [(2, ["铜箔", "甲厂"])])
    (['产品', '企业'], [(2, ['铜箔', '甲厂'])])
    """
    of: dict[str, list[int]] = {}
    for n, header in enumerate(headers):
        group, mark, _ = header.partition("·")
        if mark and (found := STAGE.fullmatch(group)):
            of.setdefault(found["stage"], []).append(n)
        elif header:
            return headers, rows
    own = [[headers[n].partition("·")[2] for n in numbers] for numbers in of.values()]
    if len(of) < 2 or any(one != own[0] for one in own):
        return headers, rows
    made: list[Line] = [
        (line, [stage, *(cells[n] for n in numbers)])
        for line, cells in rows
        for stage, numbers in of.items()
        if any(cells[n] for n in numbers)
    ]
    return ["环节", *own[0]], made


_LACKS: Final = re.compile(r"是否.{0,4}(?:缺|断|弱|空白|短板).{0,3}")
_HAS: Final = re.compile(r"(?:本[地县市区]|[县市区]内)?(?:是否|有无).{0,4}(?:配套|生产|企业|具备|满足|供应|产能).{0,3}")
_YES: Final = frozenset(("是", "有", "√", "✓"))
_NO: Final = frozenset(("否", "无", "没有", "×", "✗"))


def _in_words(headers: Sequence[str], rows: list[Line]) -> list[Line]:
    """A column that is asked with yes or no (是否缺失, 有无配套) in the words of states.

    >>> _in_words(["产品", "是否缺失"], [(3, ["电解槽", "是"]), (4, ["隔膜", "否"])])
    [(3, ['电解槽', '缺']), (4, ['隔膜', '有'])]
    """
    for n, header in enumerate(headers):
        lacks, has = _LACKS.fullmatch(header) is not None, _HAS.fullmatch(header) is not None
        held = [cell for _, cells in rows if (cell := cells[n]) and not is_blank(cell)]
        if (lacks or has) and held and all(cell in _YES | _NO for cell in held):
            words = dict.fromkeys(_YES, "缺" if lacks else "有") | dict.fromkeys(_NO, "有" if lacks else "缺")
            rows = [(line, [*cells[:n], words.get(cells[n] or "", cells[n]), *cells[n + 1 :]]) for line, cells in rows]
    return rows


_FILLED: Final = re.compile(r"(?:填报|编制|制表|填表|报送|责任|牵头|主管)(?:单位|部门)\s*[:：]\s*(?P<office>\S+)")


def area_of(staging: Staging, sheet: Sheet) -> str | None:
    """The area whose list it is: its title's or that of the office that filled it in, else that of the workbook's other titles."""
    mine = next((area for text in sheet.titles if (area := region_before(text))), None)
    others = [one for one in staging.sheets if one.file == sheet.file and one.folder == sheet.folder]
    named = {area for one in others for text in one.titles[:1] if (area := region_before(text))}
    mine = mine or next(
        (area for text in sheet.titles if (said := _FILLED.search(text)) and (area := region_before(said["office"]))),
        None,
    )
    return mine or (named.pop() if len(named) == 1 else None)


def _columns(sheet: Sheet, headers: Sequence[str], rows: Sequence[Line], products: TableKind) -> Columns | None:
    """Which columns say what; None for a sheet that is no such list."""
    headed = [n for n, header in enumerate(headers) if header and not REST.fullmatch(header)]
    cells = {n: [cell for _, line in rows if n < len(line) and (cell := line[n])] for n in headed}
    state = next((n for n in headed if _are_states(cells[n])), None)
    stage = next((n for n in headed if n != state and _mostly(STAGE, cells[n])), None)
    chain = next((n for n in headed if _CHAIN.fullmatch(headers[n]) and n != stage), None)
    free = [n for n in headed if n not in (state, stage, chain)]
    known = [n for n in free if (column := products.column(headers[n])) is not None and column.name == "product"]
    if stage is None:
        stage = next(
            (n for n in free if (column := products.column(headers[n])) is not None and column.name == "stage"), None
        )
        free = [n for n in free if n != stage]
    nodes = known or [n for n in free if _NODE.fullmatch(headers[n])]
    firms = [n for n in free if _FIRMS.search(headers[n]) and not _NO_FIRMS.search(headers[n]) and _are_firms(cells[n])]
    wanted = next((n for n in firms if _WANTED.search(headers[n]) and not HERE.search(headers[n])), None)
    here = next((n for n in firms if n != wanted and (wanted is not None or HERE.search(headers[n]))), None)
    stated = bool(nodes) and _STATED.search(headers[nodes[0]]) is not None
    told = state is not None or (stated and wanted is not None)
    spoken = any(_SPOKEN.search(text) for text in (*sheet.titles, sheet.sheet or "", *headers))
    if not nodes or not told or not spoken or (here is None and wanted is None):
        return None
    rest = [n for n in free if n not in (nodes[0], here, wanted)]

    def one(form: re.Pattern[str]) -> int | None:
        found = [n for n in rest if form.fullmatch(headers[n])]
        return found[0] if len(found) == 1 else None

    return Columns(
        nodes[0], state, stage, chain, here, wanted, one(_FROM), one(_HANDLER), one(_PROGRESS), one(_CAPACITY),
    )  # fmt: skip


def _are_states(cells: Sequence[str]) -> bool:
    """Whether cells say in a word each how a node is filled, some of them that it is not.

    >>> _are_states(["弱链", "缺链", "有"]), _are_states(["—", "弱", "断"]), _are_states(["一般", "紧急"]), _are_states(["无", "甲厂"])
    (True, True, False, False)
    """
    words = [cell.strip() for cell in cells]
    gaps = [cell for cell in words if is_gap(cell) or BROKEN.fullmatch(cell) or WEAK.fullmatch(cell)]
    fits = [cell for cell in words if cell in gaps or _FULL.fullmatch(cell) or is_status(cell) or is_blank(cell)]
    return len(words) > 1 and bool(gaps) and len(fits) == len(words) and any(cell != "无" for cell in gaps)


def _are_firms(cells: Sequence[str]) -> bool:
    names = [BEHIND.sub(r"\g<name>", name) for cell in cells for name in listed_names(cell)]
    return bool(names) and sum(map(is_firm, names)) * 2 > len(names)


def _mostly(form: re.Pattern[str], cells: Sequence[str]) -> bool:
    return bool(cells) and sum(form.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)


def _chain(staging: Staging, sheet: Sheet) -> str | None:
    """The chain of the title; without an adornment where the workbook calls it so elsewhere (绿色硅光伏, 硅光伏原料平衡表)."""
    chain = chain_of(sheet)
    adorned = _ADORNED.fullmatch(chain or "")
    if adorned is None:
        return chain
    texts = [
        text
        for one in staging.sheets
        if one.file == sheet.file and one is not sheet
        for text in (*one.titles, one.sheet or "")
    ]
    plain = any(adorned["bare"] in text.replace(chain or "", "") for text in texts)
    return adorned["bare"] if plain else chain
