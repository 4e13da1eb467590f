"""What was asked, as the title of a sheet and in words: area, day, what was left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import AnswerColumn
from ...graph.export.cells import flat, plain
from ...graph.given import AFTERWARDS
from ...graph.language import t
from ...graph.schema import kind as schema_kind
from .answer_columns import kind_of, table_asked
from .answer_words import shown
from .one import ALONE
from .values import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...queries.answer import Answer

PARAMETERS: Final[dict[str, tuple[str, str, str]]] = {
    "after": ("to", "较晚日期", "after"),
    "area": ("area", "范围", "area"),
    "as_of": ("as of", "截至", "as_of"),
    "before": ("from", "较早日期", "before"),
    "between": ("between", "双方地区", "area"),
    "by": ("by", "汇总方式", "by"),
    "chain": ("chain", "产业链", "chain"),
    "direction": ("direction", "方向", "direction"),
    "each": ("each", "按地区级别", "level"),
    "ended": ("with what has ended", "含已终止", "ended"),
    "firms": ("firms", "企业家数", "firms"),
    "from": ("from", "起", "from"),
    "hops": ("steps at most", "最多步数", "hops"),
    "kind": ("kind", "类别", "kind"),
    "kinds": ("kinds", "类别", "kind"),
    "level": ("level", "级别", "level"),
    "limits": ("thresholds", "阈值文件", "limits"),
    "name": ("name", "名称", "name"),
    "neighbours": ("with its neighbours", "计入邻近地区", "neighbours"),
    "near": ("near", "就近地区", "area"),
    "overdue": ("overdue only", "只看逾期", "overdue"),
    "period": ("period", "期间", "period"),
    "product": ("product", "产品", "product"),
    "products": ("by product", "分产品", "products"),
    "question": ("question", "问题", "asked"),
    "rules": ("rules", "规则", "rule"),
    "since": ("since", "起始", "since"),
    "sql": ("SQL", "查询语句", "sql"),
    "states": ("states", "状态", "state"),
    "statuses": ("status", "状态", "status"),
    "strict": ("strict", "从严规则", "rule"),
    "to": ("to", "止", "to"),
    "until": ("until", "截止", "until"),
    "verdicts": ("verdict", "判断", "verdict"),
    "with_zones": ("zones of their own administration", "计入独立管理的园区", "with_zones"),
    "within": ("within km", "距离以内（公里）", "within"),
}
"""What a parameter is called, in both languages, and the column whose words its values are."""

SUBJECTS: Final = ("area", "name", "product", "between")
"""Parameters that name what a question is about, which its title begins with."""


def title_of(answer: Answer, lang: str) -> str:
    """What an answer is called: of a list the kind, else the title of its question."""
    question = str(answer.attrs.get("question") or "")
    kind = kind_of(answer.attrs)
    if question == "list" and kind is not None:
        of = schema_kind(kind)
        return t(lang, of.table, of.zh)
    if question in ("sql", "cypher"):
        return t(lang, "answer", "查询结果")
    table = table_asked(answer.attrs)
    return t(lang, *table.title) if table and table.title else question or t(lang, "answer", "结果")


def heading_line(answer: Answer, lang: str) -> str:
    """The title of a sheet: 玉屏侗族自治县产业链缺口."""
    parameters = answer.attrs.get("parameters") or {}
    subject = next((one for name in SUBJECTS if (one := parameters.get(name))), "")
    about = t(lang, " – ", "—").join(map(str, subject)) if isinstance(subject, list) else str(subject)
    about = about.replace("；", t(lang, ", ", "、"))
    title = title_of(answer, lang) + t(lang, "", "清单" if answer.attrs.get("question") == "list" else "")
    return t(lang, f"{title}: {about}", f"{about}{title}") if about else title


def second_line(answer: Answer, lang: str, money: str | None) -> str:
    """What stands under the title: the day, what else was asked, the unit of money, how many rows there are."""
    attrs = answer.attrs
    parts = []
    if attrs.get("as_of"):
        parts.append(t(lang, f"As of {attrs['as_of']}", f"数据截至{day(str(attrs['as_of']), lang)}"))
    parts += [t(lang, f"{name}: {value}", f"{name}：{value}") for name, value in asked(answer, lang, SUBJECTS)]
    count, of = len(answer.rows), (attrs.get(AFTERWARDS) or {}).get("of")
    nothing = t(lang, "Nothing found; see the sheet “about”", "没有符合条件的记录，原因见“说明”表")
    if count and of and of != count:
        parts += _unit(money, lang)
        parts.append(t(lang, f"The first {count} of {of} rows", f"共{of}行，本表列出前{count}行"))
    elif not count or attrs.get("question") not in ALONE:
        parts.append(counted_line(count, money, nothing, lang))
    else:
        parts += _unit(money, lang)
    if count and attrs.get("notes"):
        parts.append(t(lang, "Notes: sheet “about”", "注意事项见“说明”表"))
    return "   ".join(parts)


def counted_line(count: int, money: str | None, nothing: str, lang: str) -> str:
    """The unit of money and how many rows there are; `nothing` where there are none."""
    if not count:
        return nothing
    return "   ".join([*_unit(money, lang), t(lang, f"{count} row{'s' * (count != 1)}", f"共{count}行")])


def _unit(money: str | None, lang: str) -> list[str]:
    return [t(lang, f"Unit: {money}", f"单位：{money}")] if money else []


def asked(answer: Answer, lang: str, without: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The parameters in words: each with its name and value; the day stands elsewhere, and the kind of a list is its title."""
    for name, value in (answer.attrs.get("parameters") or {}).items():
        if name in without or name == "as_of" or (name == "kind" and answer.attrs.get("question") == "list"):
            continue
        en, zh, column = PARAMETERS.get(name, (name, name, name))
        compared = replace(answer, attrs={**answer.attrs, "question": value})
        text = (
            title_of(compared, lang) if name == "question" else _said(AnswerColumn(column, "any"), plain(value), lang)
        )
        yield t(lang, en, zh), text


def _said(column: AnswerColumn, value: Any, lang: str) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return shown(column, value, lang)
    return shown(column, value, lang) if isinstance(value, str | bool) else str(flat(value))
