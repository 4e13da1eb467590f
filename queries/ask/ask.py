"""Whom to ask what: the few firms whose answers would settle most of what is only presumed or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...graph.answer_columns import AnswerColumn
from ...graph.errors import BadInput
from ...graph.language import t
from ..answer import Answer, answer, framed, unframed
from ..as_of.asked import asked_of
from ..as_of.undated import undated
from ..columns import AREA, BASIS_OF_NEED, BECAUSE, FIRM, FIRM_ID, PRODUCT, PRODUCT_ID, STATE, SUPPLIER, UNIT
from ..gaps.gaps import gaps
from ..gaps.verdict import BASES
from ..places.by_name import by_name_in
from ..places.geography import Geography
from ..places.unplaced import unplaced_in
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.graph import Graph

COLUMNS = (
    AREA,
    FIRM.at(1, meaning="whom to ask"),
    FIRM_ID,
    AnswerColumn("firm_area", "text", None, "its area", "企业所在地", meaning="its county"),
    AnswerColumn(
        "question", "text", None, "question", "问题", 2,
        meaning="use: does it use the product, and from whom; purchase: from whom; place: where is this supplier;"
        " products: what does it make and use",
    ),
    PRODUCT.at(3),
    PRODUCT_ID,
    SUPPLIER.at(4, meaning="the one of unknown place"),
    UNIT,
    STATE.meant("of the gap"),
    BASIS_OF_NEED.meant("of the gap"),
    AnswerColumn(
        "settles", "integer", None, "settles", "可核实数", 6,
        meaning="gaps that this firm is the first to be asked about",
    ),
    BECAUSE.at(5),
)  # fmt: skip
OPEN: Final = ("presumed", "unknown")
"""The states of a gap that an answer may settle."""

Gap = dict[str, Any]


@framed("questions to ask", "待问事项", COLUMNS)
def ask(
    graph: Graph,
    area: str | Sequence[str],
    *,
    firms: int = 10,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """Which firms of an area should be asked what, to settle most of its presumed and unknown gaps?

    Firms are taken one by one, each time the one that knows of most gaps that nobody before it
    was asked about (greedy set cover, within 1 - 1/e of the best choice; Nemhauser, Wolsey and
    Fisher 1978, doi:10.1007/BF01588971). Where fewer are needed, firms follow of which no product
    is known: what they make and use raises coverage.

    Returns
    -------
    One row a question, firms in the order in which to ask them:

    - `area` (text): the area asked
    - `firm` (text): whom to ask
    - `firm_id` (text): its identifier
    - `firm_area` (text): its county
    - `question` (text): use: does it use the product, and from whom; purchase: from whom; place: where is
      this supplier; products: what does it make and use
    - `product` (text): product
    - `product_id` (text): its identifier
    - `supplier` (text): the one of unknown place
    - `unit` (text): the unit of amounts
    - `state` (text): of the gap
    - `basis` (text): of the gap
    - `settles` (integer): gaps that this firm is the first to be asked about
    - `because` (sentence): why, in a sentence

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several.
    BadInput
        For fewer than one firm.

    Examples
    --------
    >>> ask(example(), "玉屏", firms=1)[["firm", "question", "product"]].values.tolist()
    [['玉屏创联包装', 'use', '塑料颗粒'], ['玉屏创联包装', 'use', '聚丙烯']]
    """
    if firms < 1:
        raise BadInput(f"--firms {firms}: at least one firm is asked", f"--firms {firms}：至少调查一家企业")
    with asked_of(graph, as_of, lang=lang) as (known, when):
        geography = Geography.of(known)
        where = geography.where(area, with_zones=with_zones, neighbours=neighbours, lang=lang)
        asked = {**where.parameters(), "as_of": when.day}
        lacking = unframed(gaps)(
            known, area, with_zones=with_zones, neighbours=neighbours, as_of=as_of, states=OPEN, lang=lang
        )
        open_gaps = {row["product_id"]: row for row in lacking.rows}
        needs = [row for row in known.rows(question("ask/ask_needs"), asked) if row["product_id"] in open_gaps]
        chosen = _chosen(needs, firms)
        silent = known.rows(question("ask/ask_silent"), where.parameters())
        rows = [
            *_questions(needs, chosen, open_gaps, lang),
            *_profiles(silent[: firms - len(chosen)], lang),
        ]
        for row in rows:
            row |= {"area": where.label, "firm_area": geography.area_name(row["place"])}
        parameters = {
            "area": where.asked, "firms": firms, "with_zones": with_zones or None, "neighbours": neighbours or None,
            "as_of": when.day,
        }  # fmt: skip
        notes = [
            *where.notes(lang),
            *unplaced_in(geography, where, lang),
            *by_name_in(geography, where, lang),
            *undated(known, when, lang, places=where.inside),
            *_how_far(len(open_gaps), chosen, needs, silent, lang),
        ]
        return answer(known, "ask", COLUMNS, rows, parameters, asked=when, notes=notes)


def _chosen(needs: Sequence[Mapping[str, Any]], firms: int) -> dict[str, int]:
    """The firms to ask, in order, each with the number of gaps it is the first to be asked about."""
    knows: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for row in needs:
        knows.setdefault(row["firm_id"], set()).add(row["product_id"])
        names[row["firm_id"]] = row["firm"]
    out: dict[str, int] = {}
    covered: set[str] = set()
    while len(out) < firms:
        rest = [firm for firm in knows if firm not in out and knows[firm] - covered]
        if not rest:
            break
        best = min(rest, key=lambda firm: (-len(knows[firm] - covered), -len(knows[firm]), names[firm], firm))
        out[best] = len(knows[best] - covered)
        covered |= knows[best]
    return out


def _questions(
    needs: Sequence[Mapping[str, Any]], chosen: Mapping[str, int], open_gaps: Mapping[str, Gap], lang: str
) -> list[dict[str, Any]]:
    order = list(chosen)
    out = []
    for row in needs:
        if row["firm_id"] not in chosen:
            continue
        gap = open_gaps[row["product_id"]]
        kind = "place" if row["supplier"] else "purchase" if row["strength"] > 1 else "use"
        out.append(
            {
                **row, "question": kind, "state": gap["state"], "basis": BASES[row["strength"]],
                "settles": chosen[row["firm_id"]], "because": _because(kind, row, lang),
            }
        )  # fmt: skip
    return sorted(out, key=lambda row: (order.index(row["firm_id"]), row["product"], row["supplier"] or ""))


def _because(kind: str, row: Mapping[str, Any], lang: str) -> str:
    if kind == "place":
        return t(
            lang,
            f"it buys from {row['supplier']}, whose place is not known",
            f"从{row['supplier']}采购，但供方所在地未知",
        )
    if kind == "purchase":
        return t(lang, "it says that it uses it; from whom is not known", "自报使用，但供应商未知")
    return t(
        lang,
        "its technology should need it; whether it does, and from whom, is not known",
        "按工艺应当需要；是否使用、向谁采购未知",
    )


def _profiles(silent: Sequence[Mapping[str, Any]], lang: str) -> list[dict[str, Any]]:
    because = t(lang, "nothing is known of what it makes and uses", "生产什么、使用什么均未知")
    return [{**row, "question": "products", "settles": 0, "because": because} for row in silent]


def _how_far(
    gaps_open: int, chosen: Mapping[str, int], needs: Sequence[Mapping[str, Any]], silent: Sequence[Any], lang: str
) -> list[str]:
    """How far the answers would reach."""
    if not gaps_open and not silent:
        return [
            t(lang, "nothing is presumed or unknown here: nobody needs to be asked", "没有疑缺或未知的环节，无需调查")
        ]
    reached = sum(chosen.values())
    out = [
        t(
            lang,
            f"{len(chosen)} firms could settle {reached} of {gaps_open} presumed or unknown gaps",
            f"调查{len(chosen)}家企业，可核实{gaps_open}处疑缺或未知环节中的{reached}处",
        )
    ]
    unnamed = gaps_open - len({row["product_id"] for row in needs})
    if unnamed:
        out.append(
            t(
                lang,
                f"{unnamed} are known of unnamed groups of firms only",
                f"{unnamed}处仅见于未具名的企业群体，无从调查",
            )
        )
    beyond = len({row["product_id"] for row in needs}) - reached
    if beyond:
        out.append(t(lang, f"{beyond} more need more firms (--firms)", f"另有{beyond}处需增加企业数（--firms）"))
    return out
