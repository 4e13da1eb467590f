"""What rows, columns and bands of a map of a chain hold, by what they are called."""

from __future__ import annotations

import re
from typing import Final

STAGE: Final = re.compile(
    r"(?:产业链?)?(?P<stage>[上中下]游|配套|前端|中端|后端|终端)(?:[（(][^（()）]*[)）]|[:：—-][^·]{1,16})?(?:环节|产业|领域|配套)?(?:·(?P<node>.+))?"
)
_WANTED: Final = re.compile(
    r"招引|招商|拟引|引进|目标|域外|国内|国外|外地|省外|市外|县外|区外|全国|标杆|领军|对标|头部"
)
_FIRMS: Final = re.compile(r".*(?:企业|公司|厂家|单位|客商)(?:名单|名称|清单|情况)?(?:[（(].*[)）])?")
_NOT_FIRMS: Final = re.compile(r"责任|牵头|对接|配合|主管|包保|服务|数量?$|家数|填报")
_NODE: Final = re.compile(
    r"(?:细分|重点|关键|主要|核心|代表)?(?:产品|领域|节点|环节|品类|细分领域|细分环节|工序|行业)(?:名称)?(?:[（(/、]?(?:产品|环节|工序|节点|领域|方向)[)）]?)?"
)
_LACKING: Final = re.compile(
    r".*(?:短板|缺失|缺口|空白|缺链|断点|缺环|薄弱|所缺).*|.*(?:配套|发展|产业)(?:情况|现状|水平|状况|程度)"
)
REST: Final = re.compile(r"序号?|编号|备注|说明|注")
OF_MAPS: Final = re.compile(r"链|图谱|全景")


def role_of(label: str) -> str | None:
    """What a row or a column of a map holds, by what it is called.

    >>> [role_of(text) for text in ("细分领域", "县内代表企业", "拟招引企业（所在地）", "缺失环节", "本地配套情况", "责任单位", "备注")]
    ['node', 'here', 'wanted', 'status', 'status', None, None]
    """
    if not label or _NOT_FIRMS.search(label):
        return None
    if _WANTED.search(label):
        return "wanted"
    if _LACKING.fullmatch(label):
        return "status"
    if _NODE.fullmatch(label):
        return "node"
    return "here" if _FIRMS.fullmatch(label) else None
