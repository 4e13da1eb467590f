"""A header without what people write round it: its number, a question, whose it is, a second language, the group above it.

Each view is a whole header again, looked up as such where the header as it stands means nothing: a view takes
away only what says nothing of its own, so that nothing is read as its opposite.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..values.header_units import parted

_NUMBER: Final = re.compile(
    r"^(?:[（(]?\d{1,2}(?:[.．]\d{1,2})?[)）]?\s*[.、．:：)）]\s*(?!\d)|[（(]?[一二三四五六七八九十]{1,3}[)）、．.:：]\s*|[①-⑳]\s*|Q\d{1,2}\s*[.:、：]?\s*"
    r"|其\s*中\s*[:：]\s*)+"
)
_OURS: Final = re.compile(
    r"^(?:请(?:您|贵方)?(?:如实)?(?:问|填写|列出|写明|注明)\s*)?(?:贵|我|你|您|本)(?:单位|企业|公司|厂|社|园区)(?:目前|现在|现有)?(?:的|所)?"
)
_ASKED: Final = re.compile(
    r"(?:(?:主要)?(?:是|为|有|包括)(?:什么|哪些|多少|哪里|哪家|哪几种|哪几家)?|(?:是)?(?:什么|多少|哪些|哪里))?\s*[?？:：_]+\s*$"
    r"|(?:主要)?(?:是|为|有|包括)(?:什么|哪些|多少|哪里|哪家|哪几种|哪几家)\s*$"
)
_TWO: Final = (
    re.compile(r"(?P<zh>[^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?)(?P<gap>[\s/|·:：\-]*)(?P<en>[A-Za-z][A-Za-z .#&'/\-]*)"),
    re.compile(r"(?P<en>[A-Za-z][A-Za-z .#&'/\-]*?)(?P<gap>[\s/|·:：\-]*)(?P<zh>[\u4e00-\u9fff][^A-Za-z]*)"),
)
_GROUP: Final = re.compile(r"(?P<group>[^·]+)·(?P<own>[^·]+)")
_SIDE: Final = re.compile(
    r"(?:甲|乙|丙|丁)方\s*[(](?P<role>[^()]{2,8})[)](?:名称|全称)?|party [abc]\s*[(](?P<en>[^()]{2,12})[)]",
    re.IGNORECASE,
)
_SAYS_NOTHING: Final = re.compile(
    r"(?:企业|公司|单位|项目|园区|产品|协议|合作|诉求|客商|供方|需方)?(?:基本|主要|相关|有关|总体|具体)?(?:情况|信息|概况|资料|内容|指标|要素|数据)|基本|主要|其他|其中"
)
"""What a group may be called that tells nothing of its columns."""
TURNS: Final = re.compile(
    r"编码|代码|编号|号$|价|率|比|税|日期|时间|未|不|非|退|差|余|欠|占|同|增|code|\bno\b|number|\bid\b|price|rate|ratio|date|tax|unit|count"
    r"|average|change|previous|target|plan|return|not\b|other",
    re.IGNORECASE,
)
"""What makes another thing of a word that is known beside it (供应商 Code, Supplier 编码)."""


@lru_cache(maxsize=4096)
def views(header: str) -> tuple[str, ...]:
    """A header as it may be looked up where it means nothing as it stands, the closest to its own words first.

    >>> views("1．贵企业名称："), views("贵单位主要产品是？"), views("（三）年产能有多少")
    (('企业名称',), ('企业主要产品',), ('年产能',))
    >>> views("乙方（供方）"), views("Party B (Seller)")
    (('供方',), ('Seller',))
    >>> views("面积（亩）·规划"), views("企业信息·所在地"), views("主要产品")
    (('面积规划（亩）', '规划面积（亩）'), ('企业信息所在地', '所在地企业信息', '所在地'), ())
    """
    text = " ".join(unicodedata.normalize("NFKC", header).split())
    out = []
    bare = _NUMBER.sub("", text)
    asked = _ASKED.sub("", bare)
    ours = _OURS.sub("企业", asked) if _OURS.match(asked) else asked
    out += [ours] if ours and ours != text else []
    if side := _SIDE.fullmatch(ours):
        out.append(side["role"] or side["en"])  # 乙方（供方）: the brackets say which side it is
    if found := _GROUP.fullmatch(ours):
        (group, unit), (own, own_unit) = parted(found["group"]), parted(found["own"])
        behind = f"（{own_unit or unit}）" if own_unit or unit else ""
        out += [f"{group}{own}{behind}", f"{own}{group}{behind}"]
        out += [f"{own}{behind}"] if _SAYS_NOTHING.fullmatch(group) else []
    return tuple(dict.fromkeys(one for one in out if one != header))


@lru_cache(maxsize=4096)
def in_two_languages(header: str) -> tuple[str, str] | None:
    """The Chinese and the English part of a header that has both; None for others.

    What is one word of both (PVC电缆料, LED产能) has no second language.

    >>> in_two_languages("供应商Supplier"), in_two_languages("Vendor Name 供应商"), in_two_languages("金额（元）Amount")
    (('供应商', 'Supplier'), ('供应商', 'Vendor Name'), ('金额', 'Amount'))
    >>> in_two_languages("PVC电缆料"), in_two_languages("数量 Qty"), in_two_languages("UoM")
    (None, ('数量', 'Qty'), None)
    """
    text = " ".join(parted(unicodedata.normalize("NFKC", header))[0].split())
    for form in _TWO:
        found = form.fullmatch(text)
        if found is not None:
            parts = found["zh"].strip(" /|·:-"), found["en"].strip(" /|·:-.")
            word = re.search(r"[a-z]{2}", found["en"]) is not None
            return parts if all(parts) and (found["gap"] or word) and len(parts[1]) > 1 else None
    return None
