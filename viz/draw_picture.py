"""One picture of an area as a file of its own: SVG, or PNG where that can be made, with what it shows and rests on written in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..graph.errors import BadInput
from ..graph.export.outputs import OutputFile, graph_files
from ..graph.language import t
from ..graph.meta import UNFINISHED, UPGRADED_COPY
from ..graph.url import title
from ..graph.version import __version__
from ..queries import chain as chain_of, flows as flows_of
from ..queries.answer import unframed
from ..queries.places.points import points
from ..queries.told import facts_told
from .page.chain_tab import sources_of
from .pictures.area_map import area_map_svg
from .pictures.chain_map import chains_of, whole_chain_map
from .pictures.flows_picture import flows_svg
from .pictures.markup import size_of
from .pictures.matrix import matrix_svg
from .pictures.outline import approval_number, read_outline
from .pictures.png import check_png, picture_png
from .words.stamp import stamp
from .written import Written

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from ..graph.graph import Graph
    from ..queries.answer import Answer
    from .pictures.outline import Outline

PICTURES: Final = (".svg", ".png")
"""Endings of files that are a picture alone."""
_OTHER: Final = (".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".emf", ".docx", ".pptx", ".xlsx")
"""Endings of what nothing here draws: a page under such a name opens nowhere."""
_IN_PYTHON: Final = {"as": "as_"}
_SHARP: Final = 2
"""So many pixels of PNG to a pixel of the picture."""
_LONGEST: Final = 16_000
"""No side of a PNG has more pixels: few programs open a larger one."""
_WIDE: Final = 1240


class _Drawn(NamedTuple):
    """A picture, and the answer that it shows."""

    svg: str
    answer: Answer
    counted: str


def picture_ending(path: str | os.PathLike[str]) -> str | None:
    """The ending of a file that is to be a picture alone; None of a page.

    Raises
    ------
    BadInput
        If it is the ending of something that cannot be drawn.

    >>> picture_ending("map.SVG"), picture_ending("page.html")
    ('.svg', None)
    """
    ending = Path(path).suffix.lower()
    if ending in _OTHER:
        raise BadInput(
            f"{path}: what is drawn is a page (.html) or one picture (.svg, .png); a page prints as PDF from the browser",
            f"{path}：可生成网页（.html）或单张图片（.svg、.png）；需要 PDF 时，请用浏览器打开网页再打印",
        )
    return ending if ending in PICTURES else None


def draw_picture(
    graph: Graph,
    area: str | Sequence[str] | None,
    path: str | os.PathLike[str],
    *,
    as_: str | None,
    chain: str | None,
    cut: dict[str, Any],
    ground: dict[str, Any],
    where: dict[str, Any],
    force: bool,
) -> Written:
    """Write a chain map, flows, the matrix or a map as one picture; what `draw` gives. `ground` is what a map is drawn on.

    Raises
    ------
    BadInput
        If the picture is of the network, if it is not said of what, or if there is nothing to draw.
    NoPicture
        If it is a PNG and none can be made here.
    """
    lang, ending = where["lang"], picture_ending(path)
    as_ = as_ or "chain"
    _check(area, as_, cut, ground)
    approval = approval_number(ground["approval"]) if as_ == "map" else ""
    outline = read_outline(ground["outline"]) if as_ == "map" else None
    reads = [*graph_files(graph), *([ground["outline"]] if outline else [])]
    target = OutputFile(path, reads=reads, force=force)
    if ending == ".png" and (lacking := check_png()) is not None:
        raise lacking
    with graph.reading():
        drawn = (
            _chain(graph, area, chain, where)
            if as_ == "chain"
            else _supplies(graph, area, as_, where, outline, approval)
        )
    attrs = drawn.answer.attrs
    asked = {"in": attrs["parameters"].get("area"), "as": as_, "chain": chain}
    asked |= {"outline": outline.name, "approval": approval} if outline else {}
    asked |= {name: where[name] for name in ("with_zones", "neighbours", "as_of")}
    said = said_beside(graph, asked, attrs, lang)
    written = target.write(_as_png(drawn.svg, lang) if ending == ".png" else drawn.svg, said)
    return Written(written, [*states_told(graph, lang), drawn.counted, *attrs["notes"]])


def said_beside(graph: Graph, asked: Mapping[str, Any], of: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What FILE.meta.json says of a page or picture; `of` is what the answer that it shows says of itself."""
    said = {
        "question": "draw", "parameters": asked, "as_of": of["as_of"], "graph": title(graph.url),
        "graph_hash": of["graph_hash"], "version": __version__, "lang": lang,
    }  # fmt: skip
    return said | ({"notes": list(of["notes"])} if of["notes"] else {})


def states_told(graph: Graph, lang: str) -> list[str]:
    """What the reader of anything drawn must know of the state of its graph."""
    meta, states = graph.meta(), {"unfinished": UNFINISHED, "upgraded_from": UPGRADED_COPY}
    return [t(lang, *text) for key, text in states.items() if meta.get(key)]


def check_ground(as_: str | None, ground: dict[str, Any]) -> None:
    """Raise unless a map has what it is drawn on, and nothing else has."""
    given = [name for name in ("outline", "approval") if ground[name] is not None]
    if as_ == "map" and len(given) < 2:
        raise BadInput(
            "a map needs --outline FILE.geojson and --approval NUMBER: outlines of China may be shown only under the approval number"
            " (审图号) of their map, so none comes with this program",
            "画地图须同时给出 --outline 轮廓.geojson 和 --approval 审图号：公开使用的地图须有审图号，本程序不附带任何地图轮廓",
        )
    if as_ != "map" and given:
        raise BadInput(
            f"--{given[0]} is for a map: add --as map", f"--{given[0]} 只用于地图：请加 --as map", renamed=_IN_PYTHON
        )


def _check(area: str | Sequence[str] | None, as_: str, cut: dict[str, Any], ground: dict[str, Any]) -> None:
    check_ground(as_, ground)
    if as_ == "network":
        raise BadInput(
            "the network is no picture by itself: write a page (-o page.html), whose button saves what it shows as PNG",
            "关系图不单独生成图片：请生成网页（-o page.html），再用网页上的“保存图片”",
        )
    if cut["around"] is not None or cut["links"] is not None:
        raise BadInput(
            "--around and --links cut the network, which a page shows; write one (-o page.html)",
            "--around 和 --links 只用于关系图；请生成网页（-o page.html）",
        )
    if area is None and as_ == "chain":
        raise BadInput(
            "a chain map is of an area: name it with --in, or draw the whole graph with --as flows or --as matrix",
            "产业链图须指定地区：用 --in 指定，或用 --as flows、--as matrix 画全图",
            renamed=_IN_PYTHON,
        )


def _chain(graph: Graph, area: Any, chain: str | None, where: dict[str, Any]) -> _Drawn:
    lang, answer = where["lang"], unframed(chain_of)(graph, area, chain, **where)
    name = answer.attrs["parameters"].get("area") or ""
    cells = [row for row in answer.rows if row["part"] == "cell"]
    if not cells:
        raise BadInput(f"{name}: no product is on record there, so there is no chain to draw",
                       f"{name}：没有产品记录，无法画产业链图")  # fmt: skip
    found = chains_of(answer.rows)
    if len(found) > 1:
        names = [one or t(lang, "no chain", "未归入产业链") for one in found]
        raise BadInput(
            f"{name}: products of {len(found)} chains are on record there, and a picture shows one; name it with --chain: {', '.join(names)}",
            f"{name}：有{len(found)}条产业链的产品记录，一张图只画一条；请用 --chain 指定：{'、'.join(names)}",
        )
    facts = facts_told(graph, {fact for row in cells for fact in row["facts"] or ()}, lang)
    svg = whole_chain_map(
        answer.rows, found[0], lang=lang, width=_WIDE, foot=_foot(answer, lang, sources_of(facts.values(), lang))
    )
    return _Drawn(
        svg, answer, t(lang, f"{name}: a chain map of {len(cells)} boxes", f"{name}：产业链图，共{len(cells)}格")
    )


def _supplies(
    graph: Graph, area: Any, as_: str, where: dict[str, Any], outline: Outline | None, approval: str
) -> _Drawn:
    lang, answer = where["lang"], unframed(flows_of)(graph, "county", area=area, products=True, **where)
    name = answer.attrs["parameters"].get("area") or t(lang, "whole graph", "全图")
    if not answer.rows:
        raise BadInput(
            f"{name}: no supply is on record, so there is nothing to draw", f"{name}：没有供应记录，无图可画"
        )
    count = sum(row["count"] for row in answer.rows)
    told: dict[str, Any] = {"lang": lang, "source": _foot(answer, lang)}
    if outline is not None:
        known = points(graph, {row[f"{end}_area_id"] for row in answer.rows for end in ("from", "to")})
        heading = t(lang, f"{name}: supplies on the map", f"{name}供应地图")
        svg = area_map_svg(answer, known, outline, approval, heading=heading, **told)
    elif as_ == "flows":
        heading = t(lang, f"{name}: supplies by area and product", f"{name}产品流向")
        svg = flows_svg(answer, width=_WIDE, static=True, heading=heading, **told)
    else:
        svg = matrix_alone(answer, lang)
    return _Drawn(svg, answer, t(lang, f"{name}: {count} supplies", f"{name}：{count}条供应"))


def matrix_alone(answer: Answer, lang: str) -> str:
    """The matrix of an answer of `flows` as a picture by itself."""
    name = answer.attrs["parameters"].get("area") or t(lang, "whole graph", "全图")
    heading = t(lang, f"{name}: supplies from area to area", f"{name}供应矩阵")
    return matrix_svg(answer, lang=lang, heading=heading, source=_foot(answer, lang))


def _foot(answer: Answer, lang: str, sources: Sequence[str] = ()) -> str:
    return stamp(lang, answer.attrs["as_of"], answer.attrs["graph_hash"], sources)


def _as_png(svg: str, lang: str) -> bytes:
    width, height = size_of(svg)
    return picture_png(svg, max(1, int(width * min(_SHARP, _LONGEST / max(width, height)))), lang=lang)
