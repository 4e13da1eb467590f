"""What the chain map says in at most five sentences, and at most five things to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...graph.answer_columns import names, types
from ..answer import Answer, framed, unframed
from ..chain.chain import chain as chain_map
from .columns import COLUMNS, FINDING, TODO
from .map import Map
from .sentences import sentences
from .todo import todo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from ...graph.graph import Graph
    from ..chain.known import Row

MOST: Final = 5
"""So many sentences, and so many things to do next."""


@framed("findings", "结论与建议", COLUMNS)
def findings(
    graph: Graph,
    area: str | Sequence[str],
    chain: str | None = None,
    *,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    lang: str = "en",
) -> Answer:
    """What do the chains of these areas lack, in at most five sentences, and what is to be done first?

    The sentences are made of the rows of `chain`: each says what it counts, by the boxes of the map. How much of an area is
    known is always one of them, for what nobody has on record is not therefore absent.

    Parameters
    ----------
    area
        Regions or parks (a list, or with commas), each told for itself.
    chain
        One chain; by default all that is needed, made or sold in the areas.
    neighbours
        Also every area that borders them.

    Returns
    -------
    The sentences, most important first, then what to do next, worst first:

    - `part` (text): finding: what the map says; todo: what to do next
    - `number` (integer): its place among those of its part, from 1
    - `about` (text): finding: broken, nearby, missing, none, unsure, weak, coming, unused, known; todo: the
      state
    - `heading` (text): todo: area, state and product in a few words
    - `sentence` (sentence): what is to be said, in a sentence
    - `action` (text): todo: what to do, as in `gaps`
    - `whom` (list): todo: who supplies it or could; else who needs it
    - `whom_ids` (list): their identifiers
    - `area` (text): todo: the area that it is to be done for
    - `area_id` (text): its identifier
    - `product` (text): product
    - `product_id` (text): its identifier
    - `state` (text): of a need as in `gaps`; made: made here, needed by nobody here as far as is known;
      supplier: sold from here, a maker is not known; project: only a project will make it
    - `count` (integer): how many things the sentence counts
    - `boxes` (list): the boxes of the chain map that it speaks of
    - `facts` (list): ids of the facts behind it
    - `sources` (list): titles of sources

    Raises
    ------
    UnknownName, AmbiguousName
        If an area or the chain names nothing, or several.

    Examples
    --------
    >>> found = findings(example(), "玉屏,大龙", lang="zh")
    >>> found[["heading", "whom"]].dropna().values.tolist()[0]
    ['大龙 缺链：吨袋', ['玉屏创联包装']]
    """
    asked = {"with_zones": with_zones, "neighbours": neighbours, "as_of": as_of}
    told = unframed(chain_map)(graph, area, chain, **asked, lang=lang)
    columns = names(COLUMNS)
    rows = [{column: row.get(column) for column in columns} for row in findings_of(told.rows, lang)]
    return Answer(columns, rows, {**told.attrs, "question": "findings"}, types(COLUMNS))


def findings_of(rows: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """The findings and what to do next of rows of `chain`: of one chain, or of all that were asked."""
    told = Map.of(rows)
    out = [{**row, "part": FINDING, "number": number} for number, row in enumerate(sentences(told, MOST, lang), 1)]
    out += [{**row, "part": TODO, "number": number} for number, row in enumerate(todo(told, lang)[:MOST], 1)]
    return out
