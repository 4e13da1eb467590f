"""A graph of any size, the same for the same numbers, skewed as real ones are. All of it is invented.

Firms lie in China's counties, few counties with many firms; few products are made and bought by
many, few firms supply many others; what is bought is mostly what its seller makes, and mostly
from near. Everything is drawn with a fixed seed and put together in DuckDB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chanlian.graph.batch import Batch
from chanlian.graph.regions.reference import reference
from chanlian.graph.sql_text import literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCE = "source:bench"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a graph is."""

    firms: int = 100_000
    products: int = 30_000
    produces: int = 200_000
    links: int = 100_000
    supplies: int = 1_000_000
    seed: int = 20251122


def make(size: Size) -> Batch:
    """The graph as a batch, ready to write."""
    draw = np.random.default_rng(size.seed)
    batch = Batch()
    db = batch.db
    batch.add(
        "source", [{"row": 0, "identifier": SOURCE, "name": "invented by bench/maker.py", "published": "2025-06-30"}]
    )
    counties = _regions(batch)
    # a county's share of the firms falls with its rank, and so does a product's share of makers
    home = _skewed(draw, len(counties), size.firms, 0.7)
    _put(db, "home", {"firm": np.arange(size.firms), "county": np.array(counties)[home]})
    makes = {
        "firm": draw.integers(0, size.firms, size.produces),
        "product": _skewed(draw, size.products, size.produces, 0.8),
    }
    _put(db, "makes", makes)
    _put(db, "link", _links(draw, size))
    _put(db, "sale", _sales(draw, size, home, makes))
    for kind, sql in _STAGES.items():
        table = batch.create(kind)
        db.execute(
            f"INSERT INTO {table} BY NAME SELECT *, {literal(SOURCE)} AS source, 'table' AS method, 'bench row ' || row AS locator FROM ({sql})"
        )
    return batch


_STAGES = {
    "firm": "SELECT firm + 1 AS row, 'firm:bench' || firm AS identifier, '虚构企业' || firm || '有限公司' AS name FROM home",
    "product": (
        "SELECT product + 1 AS row, 'product:bench' || product AS identifier, '虚构产品' || product AS name, '吨' AS unit"
        " FROM (SELECT DISTINCT product FROM (SELECT product FROM makes UNION SELECT product FROM sale UNION SELECT product FROM"
        " link UNION SELECT input FROM link))"
    ),
    "located_in": "SELECT firm + 1 AS row, 'firm:bench' || firm AS what, county AS place FROM home",
    "produces": (
        "SELECT row_number() OVER (ORDER BY firm, product) AS row, 'firm:bench' || firm AS firm, 'product:bench' || product AS"
        " product, 'product' AS role FROM (SELECT DISTINCT firm, product FROM makes)"
    ),
    "input_of": (
        "SELECT row_number() OVER (ORDER BY input, product) AS row, 'product:bench' || input AS input, 'product:bench' || product"
        " AS product FROM (SELECT DISTINCT input, product FROM link WHERE input <> product)"
    ),
    "supplies": (
        "SELECT row, 'firm:bench' || seller AS seller, 'firm:bench' || buyer AS buyer, 'product:bench' || product AS product,"
        " value, 'annual' AS basis, '2024' AS period, 'material' AS role, 'c' || row AS ref FROM sale WHERE seller <> buyer"
    ),
}


def _regions(batch: Batch) -> list[str]:
    """Stage all divisions of China down to counties; the identifiers of the counties."""
    known = reference()
    rows, parts, counties = [], [], []
    for number, region in enumerate(known, start=1):
        if region.level not in ("country", "province", "prefecture", "county"):
            continue
        rows.append(
            {"row": number, "identifier": region.identifier, "name": region.name, "code": region.code, "level": region.level,
             "lat": region.lat, "lon": region.lon, "source": SOURCE, "method": "table"}
        )  # fmt: skip
        if region.parent:
            whole = known.get(region.parent)
            assert whole is not None  # the reference holds every parent
            parts.append(
                {
                    "row": number,
                    "part": region.identifier,
                    "whole": whole.identifier,
                    "source": SOURCE,
                    "method": "table",
                }
            )
        if region.level == "county":
            counties.append(region.identifier)
    batch.add("region", rows)
    batch.add("part_of", parts)
    return counties


def _skewed(draw: np.random.Generator, among: int, count: int, power: float) -> NDArray[Any]:
    """So many numbers below `among`; the n-th of them in a fixed order is drawn in proportion to n**-power."""
    weight = np.arange(1, among + 1, dtype=float) ** -power
    order = draw.permutation(among)
    found: NDArray[Any] = order[np.searchsorted(np.cumsum(weight) / weight.sum(), draw.random(count))]
    return found


def _links(draw: np.random.Generator, size: Size) -> dict[str, NDArray[Any]]:
    """Inputs come before what is made of them, so that chains have an end."""
    ends = np.sort(
        np.stack([_skewed(draw, size.products, size.links, 0.6), draw.integers(0, size.products, size.links)]), axis=0
    )
    return {"input": ends[0], "product": ends[1]}


def _sales(
    draw: np.random.Generator, size: Size, home: NDArray[Any], makes: dict[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """Supplies: what a firm makes, from sellers few of whom are large, half of it to firms of the same county."""
    made = _skewed(draw, size.produces, size.supplies, 0.6)
    seller = makes["firm"][made]
    buyer = _skewed(draw, size.firms, size.supplies, 0.5)
    # firms in the order of their counties: a neighbour in that order is a neighbour on the ground
    order = np.argsort(home, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    step = draw.integers(1, 40, size.supplies)
    near = draw.random(size.supplies) < 0.5
    buyer = np.where(near, order[(rank[seller] + step) % size.firms], buyer)
    value = np.round(draw.lognormal(12, 2, size.supplies), 2)
    return {"row": np.arange(1, size.supplies + 1), "seller": seller, "buyer": buyer, "product": makes["product"][made],
            "value": np.where(draw.random(size.supplies) < 0.85, value, np.nan)}  # fmt: skip


def _put(db: Any, name: str, columns: dict[str, NDArray[Any]]) -> None:
    import pyarrow as pa

    arrays = {key: pa.array(values, from_pandas=True) for key, values in columns.items()}
    db.register("given", pa.table(arrays))
    db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
    db.unregister("given")
