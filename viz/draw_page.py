"""A page of an area, from the graph to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.errors import BadInput
from ..graph.export.outputs import OutputFile, graph_files
from ..graph.for_python import behind, for_python
from ..graph.language import t
from ..queries import chain as chain_of, flows as flows_of, network, pipeline, requests
from ..queries.answer import unframed
from ..queries.findings.findings import findings_of
from ..queries.told import facts_told
from .draw_picture import check_ground, draw_picture, matrix_alone, picture_ending, said_beside, states_told
from .page.chain_tab import SCREEN
from .page.page_data import network_model
from .page.whole_page import OPENINGS, Contents, whole_page
from .pictures.flows_picture import flows_svg
from .pictures.matrix import matrix_html
from .written import Written

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ..graph.graph import Graph


@for_python
def draw(
    graph: Graph,
    area: str | Sequence[str] | None,
    path: str | os.PathLike[str],
    *,
    as_: str | None = None,
    only: bool = False,
    chain: str | None = None,
    around: str | None = None,
    hops: int = 1,
    links: str | None = None,
    outline: str | os.PathLike[str] | None = None,
    approval: str | None = None,
    with_zones: bool = False,
    neighbours: bool = False,
    as_of: str | None = None,
    force: bool = False,
    lang: str = "en",
) -> Written:
    """Write an offline page of an area, or of the whole graph, with PAGE.meta.json beside it; the path, and lines for the reader.

    It opens with the picture `as_` (chain, network, flows or matrix; by default the chain map where a product has a record
    here), and has the others as tabs unless `only` is given; `chain` leaves the other chains out. The network is cut to what
    lies within so many `hops` of the node `around`, and to ties across a border of the level `links` or a higher one; without an
    area it is of the whole graph.

    A `path` that ends in .svg or .png becomes that one picture alone (chain, flows or matrix; by default the chain map), with its
    legend, sources and the hash of the graph in it: every stage of one chain, however wide. PNG needs the extra `chanlian[png]`.
    `as_="map"` draws supplies on the user's own `outline` (GeoJSON in degrees) under the `approval` number (审图号) of its map.

    Raises
    ------
    UnknownName, AmbiguousName
        If `area` names no region or park, or several; or `chain` no chain.
    BadInput
        If the page cannot be written there, or a file there is somebody's and not to be written over (`force`); of a picture,
        if there is nothing to draw, or if it is of the network, which only a page shows.
    NoPicture
        If a PNG cannot be made here: the extra or a Chinese font is missing.
    """
    picture = picture_ending(path) is not None
    if as_ == "map" and not picture:
        raise BadInput("a map is one picture: -o map.svg or map.png", "地图只生成单张图片：-o map.svg 或 map.png")
    if as_ is not None and as_ not in (*OPENINGS, "map"):
        raise BadInput(
            en=f"a page does not open as {as_!r}; it does as {', '.join(OPENINGS)}",
            zh=f"网页不能以“{as_}”打开；可用的有：{'、'.join(OPENINGS)}",
        )
    where: dict[str, Any] = {"with_zones": with_zones, "neighbours": neighbours, "as_of": as_of, "lang": lang}
    cut: dict[str, Any] = {"around": around, "hops": hops, "links": links}
    ground: dict[str, Any] = {"outline": outline, "approval": approval}
    if picture:
        return draw_picture(graph, area, path, as_=as_, chain=chain, cut=cut, ground=ground, where=where, force=force)
    check_ground(as_, ground)
    target = OutputFile(path, reads=graph_files(graph), force=force)
    with graph.reading():
        found = behind(network)(graph, area, **cut, **where)
        contents = Contents(
            found.title, lang, found.area, found.as_of, found.graph_hash, found.notes,
            network=network_model(found, lang=lang).payload(), opens=as_ or "network", only=only,
        )  # fmt: skip
        if area is not None:
            _of_area(contents, graph, area, chain, where, lang)
        if contents.chain is not None and as_ is None and around is None and links is None:
            contents.opens = "chain"
    asked: dict[str, Any] = {"in": found.area or None, "as": as_, "only": only, "chain": chain, **cut}
    asked |= {"with_zones": with_zones, "neighbours": neighbours, "as_of": as_of}
    of = {"as_of": found.as_of, "graph_hash": found.graph_hash, "notes": found.notes}
    written = target.write(whole_page(contents), said_beside(graph, asked, of, lang))
    count, about = len(found.nodes), found.title if around or not found.area else found.area
    return Written(written, [
        *states_told(graph, lang),
        t(
            lang,
            f"{about}: {count} nodes, {len(found.edges)} ties, {len(found.gaps)} needs; open the page in any browser, offline",
            f"{about}：{count}个节点，{len(found.edges)}条联系，{len(found.gaps)}项需求；用浏览器打开即可，无需联网",
        ),
        *found.notes,
    ])  # fmt: skip


def _of_area(
    contents: Contents, graph: Graph, area: str | Sequence[str], chain: str | None, where: dict[str, Any], lang: str
) -> None:
    """What a page of an area has beside its network."""
    cells = unframed(chain_of)(graph, area, chain, **where).rows
    if any(row["part"] == "cell" for row in cells):
        contents.chain, contents.findings = cells, findings_of(cells, lang)
        contents.facts = facts_told(graph, {fact for row in cells for fact in row["facts"] or ()}, lang)
    supplies = unframed(flows_of)(graph, "county", area=area, products=True, **where)
    if supplies.rows:
        contents.flows = flows_svg(supplies, lang=lang, width=SCREEN)
        contents.matrix = matrix_html(supplies, lang=lang)
        contents.matrix_alone = matrix_alone(supplies, lang)
    contents.projects = unframed(pipeline)(graph, area, **where)
    contents.requests = unframed(requests)(graph, area, **where)
