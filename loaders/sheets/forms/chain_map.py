"""Maps of chains (产业链图谱): stages as columns or rows, firms listed in their cells, gaps and firms wanted beside.

What stands in one row stands beside each other and is no supply. Where a stage names a product, a firm beside it
produces it; a list of products beside a list of firms pairs nobody. 缺 is a stated gap of the area that the title names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...read.shape.looks import is_firm
from ...values.lists import is_blank
from ..cell_extras import behind_region, region_before
from .chain_bands import of_bands, state
from .chain_facts import Facts, lacks, say_unread
from .chain_words import OF_MAPS, REST, STAGE, role_of
from .words import is_gap, is_status, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...read.sheet import Sheet, Staging
    from ..headers import TableKind

_MOST: Final = 5000
_PAIR: Final = re.compile(
    r"(?P<stage>[上中下]游)(?:[（(][^（）()]*[)）])?·?(?:(?P<node>环节|节点|产品|主要产品|产品名称|细分环节)|(?P<firm>.*(?:企业|单位|公司|厂家).*))"
)
_STAGES: Final = re.compile(
    r"(?:产业)?(?:链条?|所属|上下游|上中下游)?(?:环节|链段|段|位置|上中下游|上下游|阶段)(?:名称)?"
)
_CHAIN: Final = re.compile(r"(?:重点)?(?:产业链|链条|产业)(?:名称)?|所属产业链|链名")
_TITLE: Final = re.compile(
    r"(?P<name>.{2,12}?)(?:产业)?(?:[强补延建固]?链条?)(?:.{0,3}(?:全景|图|图谱|企业|强链|补链|速览|分布).*)?|(?P<plain>.{2,8}?)产业.*"
)


def read_chain_maps(staging: Staging, table_kinds: Mapping[str, TableKind]) -> None:
    """Make the tables that maps of chains state; leave other sheets as they are."""
    for sheet in list(staging.sheets):
        if not sheet.office or not 0 < sheet.rows <= _MOST:
            continue
        facts = Facts(chain_of(sheet), next((area for text in sheet.titles if (area := region_before(text))), None))
        rows = lines_of(staging, sheet)
        made = (
            _of_pairs(sheet, rows, facts)
            or of_bands(staging, sheet, rows, facts)
            or _of_groups(staging, sheet, rows, facts)
            or _of_columns(sheet, rows, facts)
        )
        if made or _of_rows(staging, sheet, rows, facts, table_kinds["chain_products"]):
            facts.stage(staging, sheet)
            staging.sheets.remove(sheet)


_Line = tuple[int, list[str | None]]


def lines_of(staging: Staging, sheet: Sheet) -> list[_Line]:
    """The lines of a sheet, without notes; what is merged over lines stands in each of them."""
    rows: list[_Line] = []
    for line, *cells in staging.db.execute(f"SELECT * FROM {sheet.relation} ORDER BY line").fetchall():
        filled = [cell for cell in cells if cell]
        if len(filled) <= 2 and filled and all(_NOTE.match(cell) for cell in filled):
            sheet.left.setdefault("notes", []).append(line)
            continue
        rows.append((line, list(cells)))
    for top, left, bottom, right in sheet.merges:
        if bottom > top and left == right:
            said = next((cells[left] for line, cells in rows if line == top and left < len(cells)), None)
            for line, cells in rows:
                if top < line <= bottom and said:
                    cells[left] = cells[left] or said
    return rows


_NOTE: Final = re.compile(
    r"(?:注|说明|备注|数据来源|资料来源|填表|制表|填报|制图|审核|联系人|填报日期|日期)\w{0,6}\s*[:：\s].*|注.{0,3}“"
)


def _of_pairs(sheet: Sheet, rows: list[_Line], facts: Facts) -> bool:
    """Stages beside each other, each with its nodes and their firms."""
    found = [(n, match) for n, header in enumerate(sheet.headers) if (match := _PAIR.fullmatch(header))]
    nodes = {match["stage"]: n for n, match in found if match["node"]}
    firms = {match["stage"]: n for n, match in found if match["firm"]}
    both = [stage for stage in nodes if stage in firms]
    if len(both) < 2:
        return False
    for line, cells in rows:
        for stage in both:
            node, said = cells[nodes[stage]], cells[firms[stage]]
            facts.add(line, stage, node, said)
            if node and lacks(None, said, told=False):
                facts.lacking(line, stage, names_in(node))
    return True


def _of_groups(staging: Staging, sheet: Sheet, rows: list[_Line], facts: Facts) -> bool:
    """Stages over the columns, and a row for the nodes, for who is there, for what is missing, for who is wanted."""
    stages = _stages_over(sheet.headers)
    label = min(stages, default=0) - 1
    if len({stage for stage, _ in stages.values()}) < 2 or label < 0:
        return False
    said: dict[str, _Line] = {}
    unread: list[str] = []
    more: list[tuple[str, int, list[str | None]]] = []
    """Further lines of a role, as a merged cell heads them."""
    for line, cells in rows:
        role = role_of(cells[label] or "")
        if role is not None and role not in said:
            said[role] = (line, cells)
        elif role in ("here", "wanted", "status"):
            more.append((role, line, cells))
        elif any(cells):
            unread.append(cells[label] or str(line))
    if not {"node", "here"} & set(said) or len(said) < 2:
        return False
    for n, (stage, node) in stages.items():
        cells_of = {role: (line, cells[n]) for role, (line, cells) in said.items()}
        _add_column(facts, stage, node, cells_of)
        named = node or (cells_of["node"][1] if "node" in cells_of else None)
        for role, line, cells in more:
            state(facts, role, line, stage, named, cells[n])
    say_unread(staging, sheet, unread)
    return True


def _stages_over(headers: list[str]) -> dict[int, tuple[str, str | None]]:
    """The stage of each column, and its node where the header names it; {} where other columns stand between or behind them.

    >>> _stages_over(["环节", "上游（原材料）", "", "下游"])
    {1: ('上游', None), 2: ('上游', None), 3: ('下游', None)}
    """
    out: dict[int, tuple[str, str | None]] = {}
    stage: str | None = None
    for n, header in enumerate(headers):
        match = STAGE.fullmatch(header)
        if match is None and header and stage is not None:
            if not REST.fullmatch(header):
                return {}
            break
        stage = match["stage"] if match else stage
        if stage is not None:
            out[n] = (stage, match["node"] if match else None)
    return out


def _add_column(facts: Facts, stage: str, node: str | None, said: Mapping[str, tuple[int, str | None]]) -> None:
    """What the rows of a map say of one of its columns."""
    line, named = said.get("node") or said["here"]
    node = node or named if "node" in said else node
    at, here = said.get("here", (line, None))
    if node:
        facts.add(at, stage, node, here)
    else:
        facts.stand(at, stage, here)
    where, status = said.get("status", (line, None))
    if status and not is_status(status):
        facts.lacking(where, stage, names_in(status))
    elif lacks(status, here, told="status" in said):
        facts.lacking(where, stage, names_in(node))
    if "wanted" in said:
        facts.want(said["wanted"][0], names_in(node), said["wanted"][1])


def _of_columns(sheet: Sheet, rows: list[_Line], facts: Facts) -> bool:
    """Stages as columns, and nothing but lists in them."""
    headers = {
        n: match["stage"]
        for n, header in enumerate(sheet.headers)
        if header and (match := STAGE.fullmatch(header)) and not match["node"]
    }
    if len(headers) < 2 or len(headers) < len([header for header in sheet.headers if header]):
        return False
    names = [name for _, cells in rows for cell in cells for name in names_in(cell)]
    of_firms = sum(map(is_firm, names)) * 2 >= len(names)
    for line, cells in rows:
        for n, stage in headers.items():
            if of_firms:
                facts.stand(line, stage, cells[n])
            else:
                for product in names_in(cells[n]):
                    facts.add(line, stage, product, None)
            if is_gap(cells[n] or ""):
                facts.lacking(line, stage, [])
    return True


def _of_rows(staging: Staging, sheet: Sheet, rows: list[_Line], facts: Facts, table_kind: TableKind) -> bool:
    """A row a node of the chain, with who is there, what is missing and who is wanted beside."""
    known = {
        column.name: n for n, header in enumerate(sheet.headers) if header and (column := table_kind.column(header))
    }
    columns = _columns_of_rows(sheet, rows, known)
    node, here, stage, chain = (columns.get(role) for role in ("node", "here", "stage", "chain"))
    if node is None or here is None or (chain is None and facts.chain is None):
        return False
    rest = [
        n
        for n, header in enumerate(sheet.headers)
        if header and n not in columns.values() and not REST.fullmatch(header)
    ]
    lists = any(len(names_in(cells[here])) != 1 for _, cells in rows if cells[here] or cells[node])
    beside = "status" in columns or "wanted" in columns
    spoken = chain is not None or any(OF_MAPS.search(text) for text in (*sheet.titles, sheet.sheet or ""))
    if not spoken or len(rest) > 1 + beside or not (lists or beside) or here < node:
        return False
    facts.chain = None if chain is not None else facts.chain
    above: str | None = None
    for line, cells in rows:
        above = (cells[stage] or above) if stage is not None else None
        found = STAGE.fullmatch(above) if above else None
        of, said = found["stage"] if found else above, cells[chain] if chain is not None else None
        products = names_in(cells[node])
        if not products:
            continue
        facts.add(line, of, cells[node], cells[here], said)
        status = cells[columns["status"]] if "status" in columns else None
        if status and not is_status(status):
            products = names_in(status)
            facts.lacking(line, of, products, said)
        elif lacks(status, cells[here], told="status" in columns):
            facts.lacking(line, of, products, said)
        if "wanted" in columns:
            facts.want(line, products, cells[columns["wanted"]])
    say_unread(staging, sheet, [sheet.headers[n] for n in rest if any(cells[n] for _, cells in rows)])
    return True


def _columns_of_rows(sheet: Sheet, rows: list[_Line], known: Mapping[str, int]) -> dict[str, int]:
    """The columns of a map with a row a node, by what they hold: their headers say it, and their cells must fit."""
    out: dict[str, int] = {}
    for n, header in enumerate(sheet.headers):
        cells = [cell for _, line in rows if (cell := line[n]) and not is_blank(cell)]
        stages = bool(cells) and sum(STAGE.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)
        if not header or REST.fullmatch(header):
            continue
        if stages:
            role: str | None = "stage"
        elif _CHAIN.fullmatch(header):
            role = "chain"
        elif known.get("stage") == n and _STAGES.fullmatch(header) and "product" in known:
            role = "stage"
        else:
            role = role_of(header) or ("node" if known.get("product") == n else None)
        if role == "status" and cells and not _of_gaps(header, cells):
            role = None
        if role is not None:
            out.setdefault(role, n)
    return out


def _of_gaps(header: str, cells: list[str]) -> bool:
    """Whether a column says what is missing: in a word a row, or by its products where its header is of gaps."""
    return all(map(is_status, cells)) or re.search("短板|缺失|缺口|缺链|断点|缺环|所缺", header) is not None


def chain_of(sheet: Sheet) -> str | None:
    """The chain that a title or a sheet's name speaks of."""
    for text in (*sheet.titles, sheet.stem):
        bare = behind_region(text)
        found = _TITLE.fullmatch(re.sub(r"^\d{4}年|[（(].*?[)）]", "", bare))
        name = found and (found["name"] or found["plain"])
        if name and not name.endswith("产业") and name not in ("产业", "重点", "强"):
            return name
    return None
