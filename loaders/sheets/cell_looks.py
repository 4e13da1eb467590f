"""Whether the cells of a column look like what its header may mean: firms, offices, goods, places, dates, amounts, texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ..values.cells import date as date_of
from .cell_extras import region_before
from .group_headings import is_park, region_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..read.sheet import Sheet, Staging

_SAMPLE: Final = 200
_SURE: Final = 0.9
_SHARES: Final = {"firm": 0.7, "region": 0.7}
"""Firms that are written short (浮山桥塑业) end like anything; among places stand 省外 and 进口."""
_BLANKS: Final = frozenset("— - － / 无 暂无 〃 同上 待定 不详 —— ——— … 缺 空白".split())  # noqa: SIM905
FIRM: Final = re.compile(
    r".{2,}(?:公司|集团|合作社|联合社|总厂|分厂|厂|经营部|商行|商贸行|农场|工作室|加工坊|作坊|店|场|站|馆|中心"
    r"|co\.?,? ?ltd\.?|inc\.?|gmbh|corp\.?|llc|limited)"
    r"(?:\s*[（(【\[].*[)）】\]])?",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r".{1,}(?:局|委|办|厅|部|处|科|所|院|会|中心|政府|街道|镇|乡|区|园|园区|银行|农商行|集团|公司|厂|大队|支队|专班|站|团|社|大学|学院|学校|基地|县|市|省)(?:\s*[（(].*[)）])?"
)
_AMOUNT: Final = re.compile(
    r"(?:[约近超达共]|大约|左右)*\s*-?[\d,.]+\s*[%‰]?[百千万亿]*[\u4e00-\u9fff/a-zA-Z²³㎡]{0,8}(?:左右|以上)?"
)
_PARTS: Final = re.compile(r"[、，,；;\n]+")
_TIME: Final = re.compile(
    r"(?:(?:19|20)\d\d年?|今年|明年|本年|年|\d{1,2})?[./\-]?(?:\d{1,2}月?|[上中下]半年|第?[一二三四1-4]季度)?[./\-]?(?:\d{1,2}[日号]?)?(?:[底末初前]|上旬|中旬|下旬)?"
)


def _is_date(text: str) -> bool:
    try:
        date_of(text)
    except BadInput:
        return re.search(r"[年月日季底初旬./\-]", text) is not None and _TIME.fullmatch(text) is not None
    return True


def _is_place(text: str) -> bool:
    bare = re.sub(r"^省内|[（()）]", "", text) or text
    return any(region_of(part) or region_before(part) or is_park(part) for part in (text, bare)) or len(text) <= 6


def _is_here(text: str) -> bool:
    return re.fullmatch(r"(?:本|外|省|市|县|区|国)(?:地|省|市|县|区|内|外|产)|进口", text) is not None


_LONGEST: Final = 16
_LONGEST_ENGLISH: Final = 40
"""A longer text is no name of a good, in Chinese and in English."""


def _is_goods(text: str) -> bool:
    """Names of goods are short, and none of what other columns hold."""
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    return bool(parts) and all(
        len(part) <= (_LONGEST_ENGLISH if part.isascii() else _LONGEST)
        and not FIRM.fullmatch(part)
        and not _AMOUNT.fullmatch(part)
        and not re.search(r"[。！？:：]|^[上中下前后]+[游端]$", part)
        for part in parts
    )


def _is_text(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is None


_LOOKS: Final[dict[str, Callable[[str], bool]]] = {
    "firm": lambda text: all(FIRM.fullmatch(part.strip()) is not None for part in _PARTS.split(text) if part.strip()),
    "office": lambda text: all(
        _OFFICE.fullmatch(part.strip()) is not None for part in _PARTS.split(text) if part.strip()
    ),
    "goods": _is_goods,
    "place": _is_place,
    "region": lambda text: (
        any(region_of(part) or region_before(part) for part in (text, *_PARTS.split(text))) or _is_here(text)
    ),
    "date": _is_date,
    "amount": lambda text: _AMOUNT.fullmatch(text) is not None,
    "text": _is_text,
    "any": bool,
}


def cells_of(staging: Staging, sheet: Sheet, number: int) -> list[str]:
    """A sample of what a column says, without its blanks."""
    cell = f"c{number}"
    found = staging.db.execute(
        f"SELECT {cell} FROM {sheet.relation} WHERE {cell} IS NOT NULL ORDER BY line LIMIT {_SAMPLE}"
    ).fetchall()
    texts = (text.strip().lstrip("'★*") for (text,) in found)
    return [text for text in texts if text and text not in _BLANKS]


def fits(staging: Staging, sheet: Sheet, number: int, look: str) -> bool:
    """Whether nine of ten cells of a column look so, of firms seven of ten."""
    texts = cells_of(staging, sheet, number)
    return bool(texts) and sum(map(_LOOKS[look], texts)) >= _SHARES.get(look, _SURE) * len(texts)
