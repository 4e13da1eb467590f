"""The region with which a text begins: 湖南华联瓷业 begins with 湖南."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

    from ...graph.regions.reference import Region, Regions

_LEVELS: Final = ("province", "prefecture", "county")
_LONGEST: Final = 20
"""No region's name is longer."""


def region_table(db: duckdb.DuckDBPyConnection, relation: str, column: str) -> str:
    """A table of the distinct texts of a column (k0) and the regions they begin with (value)."""
    import pyarrow as pa

    from ...graph.regions.reference import reference

    regions = reference()
    names = _names(regions)
    texts = [text for (text,) in db.execute(f"SELECT DISTINCT {column} FROM {relation} x").fetchall() if text]
    found = [leading_region(text, names, regions) for text in texts]
    db.register(
        "load_map_regions", pa.table({"k0": pa.array(texts, pa.string()), "value": pa.array(found, pa.string())})
    )
    db.execute("CREATE SEQUENCE IF NOT EXISTS load.map_number")
    (number,) = db.execute("SELECT nextval('load.map_number')").fetchone() or (0,)
    table = f"load.map_regions_{number}"
    db.execute(f"CREATE TABLE {table} AS FROM load_map_regions")
    db.unregister("load_map_regions")
    return table


def _names(regions: Regions) -> dict[str, list[Region]]:
    """Names that may begin a text: of provinces and prefectures full and short, of counties full ones only.

    永兴, 和平 and 新和 are counties, and words of many firms' names.
    """
    out: dict[str, list[Region]] = {}
    for region in regions:
        if region.level in _LEVELS and len(region.name) > 1:
            short = [] if region.level == "county" else [region.short]
            for name in dict.fromkeys((region.name, *short)):
                out.setdefault(name, []).append(region)
    return out


def leading_region(text: str, names: dict[str, list[Region]], regions: Regions) -> str | None:
    """The identifier of the finest region named by the beginning of a text; None for none.

    Names may follow each other, each within the one before. Of several regions of one name the
    coarsest is meant (吉林, 海南), where it is one.

    >>> from chanlian.graph.regions.reference import reference
    >>> known = _names(reference())
    >>> [leading_region(text, known, reference()) for text in ("贵州铜仁某厂", "吉林某厂", "永兴材料")]
    ['region:520600', 'region:220000', None]
    """
    found: Region | None = None
    rest = text
    while step := _next_region(rest, found, names, regions):
        found, length = step
        rest = rest[length:]
    return found.identifier if found else None


def _next_region(
    text: str, outer: Region | None, names: dict[str, list[Region]], regions: Regions
) -> tuple[Region, int] | None:
    """The region within another that the longest beginning of a text names, and how long that is."""
    for end in range(min(len(text), _LONGEST), 1, -1):
        named = names.get(text[:end], [])
        inside = [one for one in named if outer is None or outer in regions.chain(one.code)[1:]]
        coarsest = min((_LEVELS.index(one.level) for one in inside), default=0)
        meant = [one for one in inside if _LEVELS.index(one.level) == coarsest]
        if len(meant) == 1:
            return meant[0], end
    return None
