"""What a person writes of how something stands, as one of the words of the schema: 停止合作 is ended, 未启动 planned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_STILL: Final = re.compile(r"(?:未|没有|不会?)(?:终止|停止|结束|到期|中断|解除)")
_SIGNS: Final = (
    ("planned", "agreed", (r"未(?:启动|开始|签|供|实施|合作|生效)|尚未|^拟|计划|意向|洽谈|在谈|筹备|筹划|即将|待(?:签|启动|实施|审|评)|预计"
     r"|评审中|考察中|试用|潜在|(?i:under (?:evaluation|review|assessment|development)|pending|potential|prospective|trial|planned|candidate)")),
    ("ended", "", (r"停止|终止|中止|停供|停产|已停|解除|结束|到期|不再|退出|取消|撤销|关停|作废|失效|注销|中断|已完结|淘汰|不合格|黑名单|取消资格"
     r"|(?i:disqualif|terminat|expired|discontinu|blacklist|not (?:approved|qualified)|unapproved|unqualified|rejected|inactive)")),
    ("stalled", "", r"停滞|暂停|搁置|受阻|滞后|(?i:suspended|on hold)"),
    ("done", "", r"完成|办结|已上线|落实到位|已落实|建成"),
    ("running", "active", r"推进|进行|实施中|执行中|落实中|已启动|正在"),
    ("active", "running", (r"合作中|供货中|已供货|履行|执行|^正常|生效|有效|在供|持续|长期|正在合作|运行"
     r"|合格|在册|(?i:approved|qualified|conditional|active|ongoing)")),
)  # fmt: skip
"""The word of the schema, another one where it has not that, and what says so; the first that fits."""


def state_of(text: str, words: Sequence[tuple[str, str]]) -> str | None:
    """The word among a property's words that a text means; None where it means none of them plainly.

    >>> status = (("active", "有效"), ("planned", "计划"), ("ended", "终止"))
    >>> [state_of(text, status) for text in ("停止合作", "未启动", "正在洽谈", "已供货", "尚未终止", "见附件")]
    ['ended', 'planned', 'planned', 'active', 'active', None]
    >>> [state_of(text, status) for text in ("Approved", "Disqualified", "Under evaluation", "不合格", "Closed")]
    ['active', 'ended', 'planned', 'ended', None]
    """
    known = {en for en, _ in words}
    if "ended" not in known:
        return None
    if _STILL.search(text):
        return next((word for word in ("active", "running") if word in known), None)
    for word, other, signs in _SIGNS:
        if re.search(signs, text):
            return word if word in known else other if other in known else None
    return None
