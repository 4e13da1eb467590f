"""Firms that lie where they do by their names alone: how many, for whoever reads an answer that counts them.

No source says where 浙江龙盛 is; it is likely of 浙江, and counts there. A table that names its place settles it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.language import t
from ..texts import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...graph.graph import Graph
    from .geography import Geography
    from .place import Where


def by_name_in(geography: Geography, where: Where, lang: str) -> list[str]:
    """The note on firms that lie in an area that is asked by their names alone; none where there are none."""
    count = sum(row["count"] for row in geography.firms if row["by_name"] and row["place"] in where.inside)
    return _note(
        count,
        f"{_firms(count)} count{'s' * (count == 1)} as being in {where.label} by name alone",
        f"计入{where.label}的企业中，{count}家的所在地系按名称推定",
        lang,
    )


def by_name_at(geography: Geography, lang: str) -> list[str]:
    """The note on all firms of a graph that lie where they do by their names alone."""
    count = sum(row["count"] for row in geography.firms if row["by_name"])
    return _note(
        count,
        f"{_firms(count)} {'is' if count == 1 else 'are'} placed by name alone",
        f"{count}家企业的所在地系按名称推定",
        lang,
    )


def by_name_among(graph: Graph, firms: Iterable[int], lang: str) -> list[str]:
    """The note on those among these firms (their numbers) that lie where they do by their names alone."""
    numbers = sorted(firms)
    if not numbers:
        return []
    ((count),) = (row["firms"] for row in graph.rows(question("places/by_name"), {"firms": numbers}))
    return _note(
        count,
        f"of the firms told of here, {count} {'is' if count == 1 else 'are'} placed by name alone",
        f"以上涉及的企业中，{count}家的所在地系按名称推定",
        lang,
    )


def suppliers_by_name(count: int, lang: str) -> list[str]:
    """The note on so many suppliers that lie where they do by their names alone."""
    en = f"{count} supplier{'s are' if count != 1 else ' is'} placed by {'their names' if count != 1 else 'its name'} alone"
    return _note(count, en, f"{count}家供应商的所在地系按名称推定", lang)


def _note(count: int, en: str, zh: str, lang: str) -> list[str]:
    more = t(lang, "; a table with firm name and place settles it", "；补载写有企业名称、所在地的表即可核定")
    return [t(lang, en, zh) + more] if count else []


def _firms(count: int) -> str:
    return f"{count} firm{'s' * (count != 1)}"
