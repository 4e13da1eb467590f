"""Labels, relationship types and properties of a Cypher text that the graph's database does not have, with the nearest that it has.

To a server such a name is none that is wrong: it matches nothing, and the answer is empty. The server says so in notes
on the text (GQL status 01N50 to 01N52), which are read here; where the name is one of the model, the graph only holds
nothing of it yet, and nearest names would mislead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..engines.neo4j.form import LABELS, relationship
from ..names.likeness import nearest
from ..schema import EDGES, KINDS, properties

if TYPE_CHECKING:
    from collections.abc import Iterable

    import neo4j

_NAMED: Final = re.compile(r"`(.*)` does not exist", re.DOTALL)


@dataclass(frozen=True)
class _Sort:
    """One sort of names: what it is called, the question for all that there are, and which of them the model has."""

    en: str
    zh: str
    all_names: str
    of_model: frozenset[str]


_SORTS: Final = {
    "01N50": _Sort("label", "标签", "CALL db.labels() YIELD label AS name", frozenset(LABELS)),
    "01N51": _Sort(
        "relationship type",
        "关系类型",
        "CALL db.relationshipTypes() YIELD relationshipType AS name",
        frozenset(map(relationship, EDGES)),
    ),
    "01N52": _Sort(
        "property",
        "属性",
        "CALL db.propertyKeys() YIELD propertyKey AS name",
        frozenset(prop.name for of in KINDS for prop in properties(of)),
    ),
}
"""By the code that the server gives its notes."""


def unknown_names(session: neo4j.Session, notes: Iterable[neo4j.GqlStatusObject]) -> list[tuple[str, str]]:
    """What is to be said of the names that are not there, in English and Chinese, in the order of the text."""
    told = [note for note in notes if note.gql_status in _SORTS]
    told.sort(key=lambda note: note.position.offset if note.position else 0)
    found = dict.fromkeys(
        (note.gql_status, match[1]) for note in told if (match := _NAMED.search(note.status_description))
    )
    there: dict[str, list[str]] = {}
    said = []
    for status, name in found:
        if status not in there:
            there[status] = [record["name"] for record in session.run(_SORTS[status].all_names)]
        said.append(_said(_SORTS[status], name, there[status]))
    return said


def _said(sort: _Sort, name: str, there: list[str]) -> tuple[str, str]:
    if name in sort.of_model:
        return (
            f"nothing in this graph has the {sort.en} {name}, which the model knows",
            f"{sort.zh} {name} 在模型中有定义，但这个图中还没有任何内容使用它",
        )
    close = nearest(name, there, whole=True)
    near, near_zh = (f"; nearest: {', '.join(close)}", f"；相近的有：{'、'.join(close)}") if close else ("", "")
    return (
        f"no {sort.en} of this graph is called {name}, so it matches nothing{near}; docs/CYPHER.md has those that there are",
        f"图中没有名为 {name} 的{sort.zh}，因此匹配不到任何内容{near_zh}；可用的见 docs/CYPHER.md",
    )
