"""What holds of all needs of an area: which of its firms are known, what would tell more, which products are one need together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.language import t
from ..firm_numbers import counted, firms_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..places.place import Where
    from .needs import Needs


def how_known(where: Where, needs: Needs, shown: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """The notes on the needs of an area of which these are shown."""
    out = []
    firms = needs.firms
    open_ = needs.coverage is None and any(row["state"] in ("presumed", "unknown") for row in shown)
    if firms and shown and (firms["silent"] or open_):
        here = firms_in_words(counted(firms["firms"], firms["groups"]), lang)
        text = t(lang, f"the graph holds {here} in {where.label}", f"图中{where.label}有{here}")
        if firms["silent"]:
            silent = firms_in_words(counted(firms["silent"], firms["silent_groups"]), lang)
            text += t(lang, f"; the products of {silent} are not known", f"，其中{silent}的产品未知")
        if open_:
            name = where.label.replace("；", ",")
            text += t(
                lang,
                f"; how many there are in all is not stated, so what is presumed or unknown stays so: `ask GRAPH --in {name}`"
                " says which firms to ask, a metric 企业数 of the area states their number",
                f"；当地企业总数未载，“疑缺”“未知”因此无法定论：`ask GRAPH --in {name}`列出应调查的企业，"
                "或载入该地“企业数”指标",
            )
        out.append(text)
    several = sum(bool(row["choices"]) for row in shown)
    if several and len(shown) == len(needs.rows) != needs.once:
        out.append(
            t(
                lang,
                f"{len(shown)} products stand for {needs.once} need{'s' * (needs.once != 1)}: of the {several} that are alternatives one set will do",
                f"共{len(shown)}种产品，计{needs.once}项需求：其中{several}种互为替代，备齐一组即可",
            )
        )
    return out
