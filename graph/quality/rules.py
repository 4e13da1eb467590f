"""Is a graph sound? One function a rule; each gives what it found and changes nothing.

A rule is a finding (something is wrong) or a hint (something to look at). Texts only fetch and
count; what they mean is said here. A likely duplicate is listed, never merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..answer_columns import names
from ..errors import BadInput
from ..for_python import for_python
from ..given import hand_over
from ..language import t
from ..meta import content_hash
from ..reports import CHECK
from ..transfer.as_file import local
from ..url import public
from ..version import __version__
from . import edges, nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from ..graph import Graph
    from .found import Found

COLUMNS: Final = names(CHECK)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, whether what it finds is wrong (`finding`) or to be looked at (`hint`), and its meaning."""

    name: str
    severity: str
    en: str
    zh: str
    find: Callable[[Graph, str], Iterable[Found]]


RULES: Final = (
    Rule("credit_code", "finding", "a credit code fails its check", "统一社会信用代码校验不通过", nodes.credit_codes),
    Rule("same_code", "finding", "two nodes have one credit code", "两个企业用同一信用代码", nodes.same_codes),
    Rule("cycle", "finding", "kinds or parts that contain themselves", "种类或隶属关系成环", edges.cycles),
    Rule("self_link", "finding", "an edge from a node to itself", "关系的两端是同一对象", edges.self_links),
    Rule("dates", "finding", "a start after the end", "起始晚于截止", edges.dates),
    Rule("bounds", "finding", "a value outside what is possible", "数值超出可能范围", edges.bounds),
    Rule("parent", "finding", "a region whose parent is missing", "行政区缺少上级", nodes.parents),
    Rule("joint_park", "finding", "a joint park that owns firms", "共建园区名下有企业", nodes.joint_parks),
    Rule("shares", "finding", "shares of a firm that exceed the whole", "企业持股比例合计超过100%", edges.shares),
    Rule("duplicate", "hint", "nodes that may be one", "疑似重复的对象", nodes.duplicates),
    Rule("no_place", "hint", "a firm without a place", "企业没有所在地", nodes.no_place),
    Rule("no_county", "hint", "a firm of which no county is known", "企业所在地未写到县", nodes.no_county),
    Rule("park_place", "hint", "a park without a county", "园区所在县未知", nodes.park_places),
    Rule("facility_place", "hint", "a facility without a place", "设施没有所在地", nodes.facility_places),
    Rule(
        "two_places",
        "hint",
        "one stated in places that are different ones",
        "同一对象有互不包含的所在地",
        nodes.elsewhere_too,
    ),
    Rule(
        "idle_product",
        "hint",
        "a product nobody makes, uses or links",
        "无人生产、使用或关联的产品",
        nodes.idle_products,
    ),
    Rule(
        "bare_firm", "hint", "a firm of which nothing is known but its name", "除名称外一无所知的企业", nodes.bare_firms
    ),
    Rule("unplaced_project", "hint", "a project without a site", "项目没有选址", nodes.unplaced_projects),
    Rule("no_product", "hint", "a producing project without a product", "已投产项目没有产品", nodes.no_product),
    Rule("no_party", "hint", "an agreement without parties", "协议没有参与方", nodes.no_party),
    Rule("two_way", "hint", "two products that are each other's input", "两种产品互为投入", edges.two_way),
    Rule("units", "hint", "one product in several units", "同一产品计量单位不一", edges.units),
    Rule(
        "still_active", "hint", "ended by its date, yet stated as active", "已过截止日期仍标为有效", edges.still_active
    ),
    Rule(
        "undated_twin", "hint", "one fact with a start and without", "同一事实既有起始日期又没有", edges.undated_twins
    ),
    Rule("no_source", "hint", "a fact without a source", "事实没有来源", edges.no_source),
)
"""All rules, in the order of their answers."""


@for_python
def check(graph: Graph, *, strict: Iterable[str] = (), rules: Iterable[str] = (), lang: str = "en") -> pd.DataFrame:
    """Is the graph sound? What the rules find, findings first.

    `strict` names hints that count as findings here, `rules` the rules to ask (all by default).

    Returns
    -------
    rule, what (the nodes or the fact, by name), detail, severity (finding, hint), id
    (identifiers of nodes or the fact's id). In the order of the rules, then by what. `attrs`
    also holds findings and hints (their numbers) and notes (what was cut off, counts by rule).

    Raises
    ------
    BadInput
        If there is no such rule.

    >>> check(example(), rules=["dates"]).empty
    True
    """
    known = [rule.name for rule in RULES]
    wanted, promoted = set(rules), set(strict)
    for name in sorted(wanted | promoted):
        if name not in known:
            raise BadInput(
                f"there is no rule {name!r}; the rules are {', '.join(known)}",
                f"没有规则“{name}”；可用的有：{'、'.join(known)}",
            )
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    # rules read the whole graph: of one on a server they are asked of a copy
    with local(graph) as here, here.reading():
        meta = here.meta()
        for rule in RULES:
            if wanted and rule.name not in wanted:
                continue
            severity = "finding" if rule.name in promoted else rule.severity
            found = sorted(rule.find(here, lang), key=lambda one: (one.what, one.detail, one.id))
            notes += [one.detail for one in found if not one.what]
            own = [one for one in found if one.what]
            rows += [
                {"rule": rule.name, "what": one.what, "detail": one.detail, "severity": severity, "id": one.id}
                for one in own
            ]
            if own:
                notes.append(f"{rule.name}: {len(own)} ({t(lang, rule.en, rule.zh)})")
    rows.sort(key=lambda row: row["severity"])  # stable: findings before hints
    return _frame(graph, rows, meta, notes, {"strict": sorted(promoted), "rules": sorted(wanted)}, lang)


def _frame(
    graph: Graph,
    rows: list[dict[str, Any]],
    meta: dict[str, str | None],
    notes: list[str],
    asked: dict[str, list[str]],
    lang: str,
) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame([list(row.values()) for row in rows], columns=list(COLUMNS), dtype=object)
    findings = sum(row["severity"] == "finding" for row in rows)
    hints = len(rows) - findings
    notes.append(t(lang, f"{findings} findings, {hints} hints", f"问题 {findings} 处，提示 {hints} 处"))
    attrs = {
        "question": "check",
        "parameters": {key: value for key, value in asked.items() if value},
        "as_of": meta.get("as_of"),
        "graph": public(graph.url),
        "graph_hash": content_hash(meta),
        "version": __version__,
        "findings": findings,
        "hints": hints,
        "notes": notes,
    }
    return hand_over(frame, attrs)
