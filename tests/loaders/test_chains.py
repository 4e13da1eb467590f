"""The bundled chain templates."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rows import digests

from chanlian.graph.engines.base import Question
from chanlian.graph.errors import UnknownName
from chanlian.graph.graph import connect
from chanlian.loaders import __all__ as public, add_chain, load, templates, unload

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
FOLDER = Path(__file__).resolve().parents[2] / "loaders" / "chains"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
PAIRS = list(combinations(FILES, 2))


def stated(chain: dict[str, Any]) -> set[tuple[str, str, int | None]]:
    """The links that a template's file states."""
    return {(link["input"], link["product"], link.get("route")) for link in chain["links"]}


def loaded(facts: Facts) -> set[tuple[str, str, int | None]]:
    """The links that a graph holds, by the names of products."""
    name = {row["identifier"]: row["name"] for row in facts("product")}
    return {(name[row["input"]], name[row["product"]], row["route"]) for row in facts("input_of")}


def links_into(chain: dict[str, Any]) -> dict[str, set[tuple[str, int | None]]]:
    """The inputs of each product of a template, each with its route."""
    found: dict[str, set[tuple[str, int | None]]] = {}
    for link in chain["links"]:
        found.setdefault(link["product"], set()).add((link["input"], link.get("route")))
    return found


def test_templates() -> None:
    frame = templates()
    assert list(frame.columns) == ["chain", "stages", "products", "links", "source"]
    row = frame.set_index("chain").loc["锂电材料"]
    assert row["products"] > 0
    assert row["links"] > 0
    assert any("GB/T" in title for title in row["source"])


def test_add_chain(graph: Graph, facts: Facts) -> None:
    load(graph, {"products": [{"name": "FIBC袋", "aliases": "吨袋"}]})
    template = templates().set_index("chain").loc["锂电材料"]
    answer = add_chain(graph, "锂电材料")
    assert bool((answer["read"] == answer["added"] + answer["changed"]).all())
    assert len(facts("input_of")) == template["links"]
    assert len(facts("product")) == template["products"]
    assert {row["method"] for kind in ("product", "input_of", "chain", "in_chain") for row in facts(kind)} >= {
        "template"
    }
    assert all(row["source"] and row["method"] == "template" for row in facts("input_of"))
    assert "FIBC袋" in {row["name"] for row in facts("product")}
    before = graph.content_hash
    assert bool((add_chain(graph, "lithium battery materials")[["added", "changed"]].sum() == 0).all())
    assert graph.content_hash == before


def test_unknown_template(graph: Graph) -> None:
    with pytest.raises(UnknownName, match="锂电材料"):
        add_chain(graph, "nothing")


def test_public_names() -> None:
    import chanlian.loaders as package

    assert all(callable(getattr(package, name)) for name in public)


# -- all templates, alone and together -----------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_each_template_loads_whole(name: str, graph: Graph, facts: Facts) -> None:
    answer = add_chain(graph, name)
    assert answer["rejected"].sum() == 0
    chain = FILES[name]
    assert loaded(facts) == stated(chain)
    assert all(row["source"] for row in facts("input_of"))
    assert 30 <= len(chain["links"]) <= 60


def test_all_templates_load_together(graph: Graph, facts: Facts) -> None:
    assert sum(add_chain(graph, name)["rejected"].sum() for name in FILES) == 0
    # a product of two templates is one node, and no name or alias stands for two products
    names = {product["name"] for chain in FILES.values() for product in chain["products"]}
    assert {row["name"] for row in facts("product")} == names
    assert loaded(facts) == set().union(*(stated(chain) for chain in FILES.values()))
    assert {row["name"] for row in facts("chain")} == set(FILES)
    assert set(templates()["chain"]) == set(FILES)
    before = graph.content_hash
    for name in reversed(FILES):
        assert add_chain(graph, name)[["added", "changed"]].to_numpy().sum() == 0
    assert graph.content_hash == before


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_templates_call_things_by_the_same_names(one: str, other: str) -> None:
    """The same name is the same product with the same unit; an alias is nobody else's name."""

    def spoken(name: str) -> dict[str, tuple[str, str | None]]:
        return {
            text: (product["name"], product.get("unit"))
            for product in FILES[name]["products"]
            for text in (product["name"], product["en"], *product.get("aliases", ()))
        }

    mine, yours = spoken(one), spoken(other)
    assert {text: mine[text] for text in mine.keys() & yours.keys()} == {
        text: yours[text] for text in mine.keys() & yours.keys()
    }


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_templates_make_the_same_things_the_same_way(one: str, other: str) -> None:
    """Route numbers belong to the product: two templates that say how it is made say the same."""
    mine, yours = links_into(FILES[one]), links_into(FILES[other])
    for product in mine.keys() & yours.keys():
        assert mine[product] == yours[product], product


def test_nothing_is_made_of_itself() -> None:
    """Over all templates together no product is needed, through others, for itself."""
    inputs: dict[str, set[str]] = {}
    for chain in FILES.values():
        for link in chain["links"]:
            inputs.setdefault(link["product"], set()).add(link["input"])
        for row in chain["kinds"]:  # a kind inherits the inputs of the broader product
            inputs.setdefault(row["kind"], set()).add(row["broader"])
    for start, first in inputs.items():
        seen: set[str] = set()
        ahead = set(first)
        while ahead:
            seen |= ahead
            ahead = {further for name in ahead for further in inputs.get(name, ())} - seen
        assert start not in seen, start


@pytest.mark.parametrize("name", FILES)
def test_every_product_is_tied_to_the_rest(name: str) -> None:
    chain = FILES[name]
    ties = [(x["input"], x["product"]) for x in chain["links"]] + [(x["kind"], x["broader"]) for x in chain["kinds"]]
    near: dict[str, set[str]] = {product["name"]: set() for product in chain["products"]}
    for a, b in ties:
        near[a].add(b)
        near[b].add(a)
    assert [product for product, others in near.items() if not others] == []
    seen: set[str] = set()
    ahead = {chain["links"][0]["product"]}
    while ahead:
        seen |= ahead
        ahead = {further for one in ahead for further in near[one]} - seen
    assert sorted(near.keys() - seen) == [], "not reached from the rest of the chain"


@pytest.mark.parametrize("name", FILES)
def test_readme_describes_every_template(name: str) -> None:
    """Its stages, and whether each source was read for this or is cited from knowledge."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    part = readme.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    assert f"Stages: {', '.join(FILES[name]['stages'])}." in part
    if name != "锂电材料":  # its sources are listed by kind
        table = readme.split("## Sources of the four\n", 1)[1]
        for source in FILES[name]["sources"].values():
            (line,) = [line for line in table.splitlines() if line.startswith(f"| {source['title']} |")]
            assert line.split("|")[-2].strip() in ("yes", "in part", "no"), line


# -- taken back ------------------------------------------------------------------------------------

KNOWN = {
    "supplies": [{"seller": "创联包装", "buyer": "中伟", "product": "吨袋"}],
    "produces": [{"firm": "中伟", "product": "三元前驱体"}],
}


def held() -> Graph:
    graph = connect(":memory:")
    load(graph, KNOWN, source="调查")
    return graph


@pytest.mark.parametrize("name", FILES)
def test_what_came_with_a_template_goes_with_it(name: str) -> None:
    """59 links and 31 products were left: they rest on the literature and not on the template."""
    graph = held()
    before = digests(graph)
    add_chain(graph, name)
    gone = unload(graph, f"产业链模板：{name}")
    assert digests(graph) == before
    assert gone.set_index("kind")["removed"]["input_of"] > 0


def test_what_another_template_states_too_stays_with_that_one() -> None:
    both, one = held(), held()
    for name in ("锰", "锂电材料"):
        add_chain(both, name)
    add_chain(one, "锂电材料")
    unload(both, "产业链模板：锰")
    assert digests(both) == digests(one)
    # what a person states of it stays
    load(both, {"inputs": [{"input": "聚丙烯", "product": "吨袋"}]}, source="工程师")
    unload(both, "产业链模板：锂电材料")
    assert both.rows(Question("q", "SELECT count(*) AS n FROM input_of")) == [{"n": 1}]
