"""What the cells of a column look like, where its header says nothing: names of firms, places, codes, dates, amounts.

Only where a table lacks the column that it needs is a column read by its cells; else what they look
like is told, with the option that reads them so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.language import t
from ..values import cells as values
from .column import normalised
from .group_headings import is_park, region_of
from .kind import match, nearest, shortened, weight

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..read.sheet import Sheet, Staging
    from .headers import TableKind

_SAMPLE: Final = 200
_SURE: Final = 0.9
_FEWEST: Final = 2
"""One cell alone tells nothing of its column."""
_FIRM: Final = re.compile(
    r".{2,}(?:公司|集团|合作社|联合社|总厂|分厂|厂|经营部|商行|商贸行|农场|工作室|加工坊|co\.?,? ?ltd\.?|inc\.?|gmbh|corp\.?|llc|limited)"
    r"(?:\s*[（(【\[].*[)）】\]])?",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}")
_AMOUNT: Final = re.compile(r"[约近超]?\s*-?[\d,]+(?:\.\d+)?\s*[%‰]?[百千万亿]*[\u4e00-\u9fff/a-zA-Z]{0,6}")
_PRIVATE: Final = re.compile(
    r"联系|电话|手机|姓名|微信|邮箱|传真|法人|法定代表|负责人|phone|tel|mail|contact", re.IGNORECASE
)


def _is_firm(text: str) -> bool:
    return _FIRM.fullmatch(text) is not None


def _is_place(text: str) -> bool:
    return region_of(text) is not None or is_park(text)


def _is_date(text: str) -> bool:
    try:
        values.date(text)
    except BadInput:
        return False
    return re.fullmatch(r"\d{1,5}(?:\.\d+)?", text) is None or re.fullmatch(r"(?:19|20)\d\d", text) is not None


_LOOKS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("code", lambda text: _CODE.fullmatch(text) is not None),
    ("firm", _is_firm),
    ("place", _is_place),
    ("date", _is_date),
    ("amount", lambda text: _AMOUNT.fullmatch(text) is not None),
)
"""What cells may be, the narrowest first."""
_SAID: Final = {
    "code": ("credit codes", "信用代码"), "firm": ("names of firms", "企业名称"), "place": ("places", "地名"), "date": ("dates", "日期"),
    "amount": ("amounts", "数值"),
}  # fmt: skip
_COLUMNS: Final = {
    "code": ("credit_code",), "place": ("place", "where", "seller_place"),
    "firm": ("name", "firm", "seller", "buyer", "investors", "raised_by", "parties"),
    "date": ("signed", "opened", "since", "stage_date", "due"),
}  # fmt: skip
"""The columns that a look may be, as tables call them."""
_FIRMS_OWN: Final = {"firms": "name", "produces": "firm", "consumes": "firm"}
"""The column whose cells are the firms that the rows are of, of kinds of table."""


_OF_GOODS: Final = frozenset(("products", "inputs", "capacity", "byproducts", "wastes"))
"""With one of these a list is no list of suppliers, but of what is bought of them."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What a column's cells look like, how many there are, and one of them."""

    header: str
    filled: int
    example: str
    look: str | None


def looks(staging: Staging, sheet: Sheet, number: int) -> Looks:
    """What the cells of a column look like: nothing, unless nine of ten of a sample are alike."""
    cell, relation = f"c{number}", sheet.relation
    ((filled,),) = staging.db.execute(f"SELECT count({cell}) FROM {relation}").fetchall()
    texts = [
        text.strip().lstrip("'★*")
        for (text,) in staging.db.execute(
            f"SELECT {cell} FROM {relation} WHERE {cell} IS NOT NULL ORDER BY line LIMIT {_SAMPLE}"
        ).fetchall()
    ]
    seen = None
    if len(texts) >= _FEWEST:
        seen = next((look for look, fits in _LOOKS if sum(map(fits, texts)) >= _SURE * len(texts)), None)
    return Looks(sheet.headers[number], filled, shortened(texts[0])[:24] if texts else "", seen)


def kind_by_cells(
    staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind], given: TableKind | None
) -> TableKind | None:
    """The kind of a sheet whose one missing column is told by its cells; None where that is not sure.

    Only the firms that the rows are of are told so: a second firm in a row may be seller, buyer or carrier.
    """
    fitting: list[tuple[TableKind, str, str]] = []
    seen: dict[int, Looks] = {}
    for table, column in _FIRMS_OWN.items():
        table_kind = table_kinds[table]
        if given is not None and given.table != table:
            continue
        found = match(sheet, table_kind)
        if [name for name in table_kind.required if name not in {one.name for _, _, one in found.read}] != [column]:
            continue
        # a list of suppliers with their places is one of firms
        free = [
            n for n, header in enumerate(sheet.headers) if header in found.unread and table_kind.column(header) is None
        ]
        if table == "firms" and not {one.name for _, _, one in found.read} & _OF_GOODS:
            free += [n for n, _, one in found.read if one.name in ("suppliers", "customers")]
        for n in free:
            seen.setdefault(n, looks(staging, sheet, n))
        firms = [n for n in free if seen[n].look == "firm"]
        if len(firms) == 1:
            header = sheet.headers[firms[0]]
            fitting.append((table_kind.having({normalised(header): table_kind.by_name[column]}), header, column))
    if not fitting:
        return None
    found_kind, header, column = max(fitting, key=lambda one: (len(match(sheet, one[0]).read), weight(sheet, one[0])))
    if len(match(sheet, found_kind).read) < 2 and given is None:
        return None  # a column of firms alone may be a list of anything
    staging.say(
        sheet,
        f"{header!r} is read as {column}: its cells are names of firms, and no other column is",
        f"“{header}”按企业名称读取：其单元格都是企业名称，且没有其他列是",
    )
    return found_kind


def unread_notes(staging: Staging, sheet: Sheet, table_kind: TableKind) -> list[str]:
    """What the columns that are not read hold, the fullest first, and how one is read all the same."""
    found = match(sheet, table_kind)
    numbers = [n for n, header in enumerate(sheet.headers) if header in found.unread and n not in sheet.elsewhere]
    columns = sorted((looks(staging, sheet, n) for n in numbers), key=lambda one: -one.filled)
    taken = {column.name for _, _, column in found.read}
    shown, offers = [], []
    for one in columns:
        if not one.filled or _PRIVATE.search(one.header):
            continue
        shown.append(
            t(
                staging.lang,
                f"{shortened(one.header)} ({one.filled}: {one.example})",
                f"{shortened(one.header)}（{one.filled}：{one.example}）",
            )
        )
        free = [name for name in _COLUMNS.get(one.look or "", ()) if name in table_kind.by_name and name not in taken]
        if one.look and free and table_kind.column(one.header) is None:
            offers.append((one, free[0]))
    if not shown:
        return []
    out = [
        t(
            staging.lang,
            f"{sheet.where}: cells that are not read, with an example: {', '.join(shown)};"
            " --column HEADER=COLUMN reads a column, --ignore HEADER passes over it",
            f"{sheet.where}：未读取的单元格数及示例：{'、'.join(shown)}；用 --column 表头=列名 可读取该列，用 --ignore 表头 可忽略",
        )
    ]
    for one, name in offers:
        en, zh = _SAID[one.look or ""]
        option = f"--column {one.header}={name}"
        out.append(
            t(
                staging.lang,
                f"{sheet.where}: {one.header!r} holds {en}; if they are the {name.replace('_', ' ')}: {option}",
                f"{sheet.where}：“{one.header}”的内容像{zh}；如是，请用 {option}",
            )
        )
    return out


def offered(
    staging: Staging, sheet: Sheet, table_kinds: Mapping[str, TableKind], given: TableKind | None
) -> tuple[str, str]:
    """What a person can do about a sheet that is not understood, in English and Chinese: the options, with its own headers."""
    near = given or nearest(sheet, table_kinds)
    found = match(sheet, near)
    missing = [name for name in near.required if name not in {column.name for _, _, column in found.read}]
    free = [looks(staging, sheet, n) for n, header in enumerate(sheet.headers) if header in found.unread]
    asked: list[tuple[str, Looks]] = []
    for name in missing[:2] if len(found.read) > 0 else []:
        wanted = next((look for look, columns in _COLUMNS.items() if name in columns), None)
        asked += [
            (name, one)
            for one in free
            if one.filled and one.look in ((wanted,) if wanted == "firm" else (wanted, None))
        ][:3]
    en = "; ".join(
        f"if {shortened(one.header)!r} ({one.example}) is the {name}: --column {one.header}={name}"
        for name, one in asked
    )
    zh = "；".join(
        f"如果“{shortened(one.header)}”（{one.example}）是{near.label(name)}：--column {one.header}={name}"
        for name, one in asked
    )
    if "buyer" in missing and near.table == "supplies":
        en = "; ".join(filter(None, (en, "if one firm buys all of it: --set buyer=NAME")))
        zh = "；".join(filter(None, (zh, "如都由同一家企业采购：--set buyer=企业名称")))
    return (
        f"{en or 'say what a column is with --column HEADER=COLUMN'}; or say what the table states with --as KIND",
        f"{zh or '请用 --column 表头=列名 指明某列'}；或用 --as 指明表的种类",
    )
