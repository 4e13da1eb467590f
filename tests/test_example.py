"""The bundled example and chain templates, held to the schema before anything loads them."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from chanlian.graph.dates import is_date
from chanlian.graph.schema import EDGES, NODES, Edge, Node, columns, key_columns, properties

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "xiangqian"
TEMPLATES = sorted((ROOT / "loaders" / "chains").glob("*.toml"))
KINDS: tuple[Node | Edge, ...] = (*NODES, *EDGES)
TABLES = {kind.table: kind for kind in KINDS}
FILES = sorted(EXAMPLE.glob("*.csv"))
REGIONS = {"玉屏侗族自治县", "新晃侗族自治县", "贵州省", "湖南省", "贵阳市"}
"""Divisions that the example names; they are reference data, not a table."""

Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (EXAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def names(kind: str) -> Counter[str]:
    """Every name and alias of a kind, with the number of nodes that bear it."""
    if kind == "region":
        return Counter(REGIONS)
    node = next(node for node in NODES if node.name == kind)
    if not (EXAMPLE / f"{node.table}.csv").exists():
        return Counter()
    return Counter(
        text for row in rows(node.table) for text in {row["name"], *filter(None, row.get("aliases", "").split("；"))}
    )


def rejects(row: Row, kind: Node | Edge) -> list[str]:
    """Cells of a row that its kind's properties do not allow."""
    bad = []
    for prop in properties(kind):
        cell = row.get(prop.name, "")
        if prop.required and not cell:
            bad.append(f"{prop.name} is missing")
        if not cell:
            continue
        if (
            (prop.words and cell not in prop.allowed)
            or (prop.type == "date" and not is_date(cell))
            or (prop.type == "boolean" and cell not in ("true", "false"))
            or (prop.type == "integer" and not cell.isdigit())
            or (prop.type in ("number", "quantity") and not cell.replace(".", "", 1).isdigit())
            or (prop.type == "money" and not cell.endswith(("元", "万元", "亿元")))
        ):
            bad.append(f"{prop.name}: {cell}")
    return bad


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_table_is_of_the_schema(path: Path) -> None:
    kind = TABLES[path.stem]
    known = {name for name, _ in columns(kind)} | {"source", "locator"}
    if isinstance(kind, Edge):
        known |= {end.name for end in kind.ends}
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    table = rows(path.stem)
    assert table, "an empty table"
    assert set(table[0]) <= known
    for number, row in enumerate(table, start=2):
        assert None not in row, f"row {number} has too many cells"
        assert None not in row.values(), f"row {number} has too few cells"
        assert rejects(row, kind) == [], f"row {number}"


@pytest.mark.parametrize("path", [p for p in FILES if p.stem != "sources"], ids=lambda path: path.stem)
def test_every_row_has_its_evidence(path: Path) -> None:
    titles = {row["name"] for row in rows("sources")}
    for number, row in enumerate(rows(path.stem), start=2):
        assert row["source"] in titles, f"row {number}"
        assert "paragraph" in row["locator"], f"row {number}"


@pytest.mark.parametrize("path", [p for p in FILES if isinstance(TABLES[p.stem], Edge)], ids=lambda path: path.stem)
def test_ends_name_one_node_each_and_keys_are_unique(path: Path) -> None:
    kind = TABLES[path.stem]
    assert isinstance(kind, Edge)
    keys: set[tuple[str, ...]] = set()
    for number, row in enumerate(rows(path.stem), start=2):
        for end in kind.ends:
            found = sum(names(of)[row[end.name]] for of in end.kinds)
            assert found == 1, f"row {number}: {end.name} {row[end.name]} names {found} nodes"
        ends = [row[end.name] for end in kind.ends]
        rest = [row.get(name, "") for name in key_columns(kind)]
        key = tuple((ends if kind.directed else sorted(ends)) + rest)
        assert key not in keys, f"row {number} repeats {key}"
        keys.add(key)


@pytest.mark.parametrize("path", [p for p in FILES if isinstance(TABLES[p.stem], Node)], ids=lambda path: path.stem)
def test_no_name_is_borne_twice(path: Path) -> None:
    assert [name for name, count in names(TABLES[path.stem].name).items() if count > 1] == []


def test_readings_that_must_hold() -> None:
    supplies = rows("supplies")
    assert all(row["value"] == "" for row in supplies), "no value of a supply is stated"
    assert {(row["seller"], row["role"]) for row in supplies if row["buyer"].startswith("贵州晶立")} == {
        ("中伟股份", "waste"), ("能矿锰业", "waste"),
    }  # fmt: skip
    groups = {row["count"]: row for row in rows("projects") if row["group"] == "true"}
    said = {count: [row["stage"], row["planned"], row["contracted"]] for count, row in groups.items()}
    assert said == {"13": ["planned", "25.39亿元", ""], "18": ["signed", "", "46.6亿元"]}
    metrics = {row["value_original"]: row for row in rows("metrics")}
    output = metrics["143.2亿元"]
    assert (output["change"], output["against"]) == ("+11.69%；+72.54%", "2024-H1；2021")
    subjects = {row["subject"] for row in rows("concerns") if row["about"] == output["name"]}
    assert subjects == {"玉屏经济开发区", "贵州大龙经济开发区"}
    saved = metrics["约700万元"]
    assert saved["modality"] == "estimate"
    assert metrics["超300亿元"]["modality"] == "forecast"
    assert len({row["subject"] for row in rows("concerns") if row["about"] == saved["name"]}) == 2
    assert not (EXAMPLE / "ownership.csv").exists(), "no direction of shares is stated"
    assert {row["role"] for row in rows("parties") if row["agreement"].startswith("㵲阳河")} == {"promoter"}
    joint = {row["name"] for row in rows("parks") if row["joint"] == "true"}
    assert not joint & {row["place"] for row in rows("locations")}, "a joint zone owns no firm"


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_template_is_whole(path: Path) -> None:
    chain = load(path)
    assert chain["name"] == path.stem
    assert chain["name_en"]
    products = {product["name"] for product in chain["products"]}
    spoken = [n for product in chain["products"] for n in (product["name"], *product.get("aliases", ()))]
    assert len(spoken) == len(set(spoken)), "a name is borne twice"
    assert {product["stage"] for product in chain["products"]} == set(chain["stages"])
    assert all(product["en"] for product in chain["products"])
    for link in chain["links"]:
        assert {link["input"], link["product"]} <= products, link
        assert link["input"] != link["product"], link
        assert set(link) <= {"input", "product", "route", "source"}, link
    keys = [(link["input"], link["product"], link.get("route")) for link in chain["links"]]
    assert len(keys) == len(set(keys)), "a link stands twice"
    assert {link["source"] for link in chain["links"]} == set(chain["sources"]), "declared and used differ"
    for source in chain["sources"].values():
        assert source["title"]
        assert source["kind"] in ("textbook", "standard", "paper")
        assert isinstance(source["year"], int)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_input_of_every_way_stands_in_no_single_way(path: Path) -> None:
    """An input without a route is needed in every way; to repeat it in one would say it twice."""
    links = load(path)["links"]
    always = {(link["input"], link["product"]) for link in links if "route" not in link}
    assert [link for link in links if "route" in link and (link["input"], link["product"]) in always] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_kinds_run_in_no_circle(path: Path) -> None:
    chain = load(path)
    products = {product["name"] for product in chain["products"]}
    broader: dict[str, set[str]] = {}
    for row in chain["kinds"]:
        assert {row["kind"], row["broader"]} <= products, row
        broader.setdefault(row["kind"], set()).add(row["broader"])
    for start, first in broader.items():
        seen: set[str] = set()
        ahead = set(first)
        while ahead:
            seen |= ahead
            ahead = {next_ for name in ahead for next_ in broader.get(name, ())} - seen
        assert start not in seen, start


def test_broad_product_of_the_example_has_no_implied_inputs() -> None:
    """The example's firms make 锂电池材料, of no stated kind: the template must imply nothing for them."""
    links = load(ROOT / "loaders" / "chains" / "锂电材料.toml")["links"]
    assert {link["product"] for link in links}.isdisjoint({"锂电池材料", "正极材料"})


def test_example_and_template_describe_one_chain() -> None:
    chain = load(ROOT / "loaders" / "chains" / "锂电材料.toml")
    assert chain["name"] in names("chain")
    stages = {product["name"]: product["stage"] for product in chain["products"]}
    for row in rows("chain_products"):
        assert stages[row["product"]] == row["stage"]
    spoken = {n: p["name"] for p in chain["products"] for n in (p["name"], *p.get("aliases", ()))}
    for row in rows("products"):
        for alias in filter(None, row["aliases"].split("；")):
            assert spoken.get(alias) == (row["name"] if row["name"] in stages else None), alias
    # the loop of the source closes over technology: waste packaging, pellets, ton bags
    links = {(link["input"], link["product"]) for link in chain["links"]}
    assert {("废旧塑料包装材料", "塑料颗粒"), ("塑料颗粒", "吨袋")} <= links
