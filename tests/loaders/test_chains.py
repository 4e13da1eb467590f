"""The bundled chain templates."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rows import digests
from torture import TORTURE

from chanlian.graph import connect
from chanlian.graph.engines.base import Question
from chanlian.graph.errors import UnknownName
from chanlian.loaders import __all__ as public, add_chain, load, templates, unload

if TYPE_CHECKING:
    import pandas as pd

    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
FOLDER = Path(__file__).resolve().parents[2] / "loaders" / "chains"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
SOME = ("锂电材料", "有色金属", "茶")
"""Enough of them for what the program does with each alike, one that shares much, one that cites what could not be read, one that cites standards."""


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


@pytest.mark.parametrize("name", SOME)
def test_each_template_loads_whole(name: str, graph: Graph, facts: Facts) -> None:
    answer = add_chain(graph, name)
    assert answer["rejected"].sum() == 0
    assert loaded(facts) == stated(FILES[name])
    assert all(row["source"] for row in facts("input_of"))


@pytest.mark.parametrize("name", FILES)
def test_a_template_is_of_a_size_to_be_read(name: str) -> None:
    assert 30 <= len(FILES[name]["products"]) <= 50
    assert 30 <= len(FILES[name]["links"]) <= 70


@pytest.mark.torture
def test_all_templates_load_together(graph: Graph, facts: Facts) -> None:
    """One graph, without a warning or a clash; the short form loads them as one chain of everything."""
    for chain in FILES if TORTURE else ():
        whole(add_chain(graph, chain))
    if not TORTURE:
        whole(load(graph, everything()))
    # a product of two templates is one node, and no name or alias stands for two products
    names = {product["name"] for chain in FILES.values() for product in chain["products"]}
    assert {row["name"] for row in facts("product")} == names
    assert loaded(facts) == set().union(*(stated(chain) for chain in FILES.values()))
    assert set(templates()["chain"]) == set(FILES)
    before = graph.content_hash
    for name in FILES if TORTURE else ():
        assert add_chain(graph, name)[["added", "changed"]].to_numpy().sum() == 0
    assert graph.content_hash == before


def whole(answer: pd.DataFrame) -> None:
    assert answer["rejected"].sum() == 0
    assert answer.attrs["warnings"].empty
    assert (answer.attrs["remarks"], answer.attrs["notes"]) == ([], [])


def everything() -> dict[str, list[dict[str, Any]]]:
    """What all templates say, in one set of tables."""
    rows: dict[str, list[dict[str, Any]]] = {
        "chains": [],
        "products": [],
        "chain_products": [],
        "kinds": [],
        "inputs": [],
    }
    for name, chain in FILES.items():
        rows["chains"].append({"name": name, "stages": chain["stages"]})
        for one in chain["products"]:
            aliases = [*one.get("aliases", ()), one["en"]]
            rows["products"].append({"name": one["name"], "aliases": aliases, "unit": one.get("unit")})
            rows["chain_products"].append({"product": one["name"], "chain": name, "stage": one["stage"]})
        rows["kinds"] += [{"kind": one["kind"], "broader": one["broader"]} for one in chain["kinds"]]
        rows["inputs"] += [{key: one.get(key) for key in ("input", "product", "route")} for one in chain["links"]]
    # what two templates say word for word is one row, as it is one fact
    return {table: [row for at, row in enumerate(said) if row not in said[:at]] for table, said in rows.items()}


def test_templates_call_things_by_the_same_names() -> None:
    """The same name is the same product with the same unit in every template; an alias or English name is nobody else's."""
    spoken: dict[str, tuple[str, str | None]] = {}
    written: dict[str, tuple[Any, ...]] = {}
    for chain, file in FILES.items():
        for product in file["products"]:
            one = product["name"], product.get("unit")
            for text in (product["name"], product["en"], *product.get("aliases", ())):
                assert spoken.setdefault(text.casefold(), one) == one, (chain, text)
            form = product["en"], product.get("aliases"), product.get("unit")
            assert written.setdefault(product["name"], form) == form, (chain, product["name"])


def test_templates_make_the_same_things_the_same_way() -> None:
    """Route numbers belong to the product: two templates that say how it is made say the same."""
    made: dict[str, tuple[str, set[tuple[str, int | None]]]] = {}
    for chain, file in FILES.items():
        for product, inputs in links_into(file).items():
            other, known = made.setdefault(product, (chain, inputs))
            assert inputs == known, (product, other, chain)


def makeable() -> set[str]:
    """What some template says how to make, and what is a kind, or a broader word, of what is made."""
    made = {link["product"] for chain in FILES.values() for link in chain["links"]}
    kinds = {(row["kind"], row["broader"]) for chain in FILES.values() for row in chain["kinds"]}
    while True:
        more = {b for k, b in kinds if k in made} | {k for k, b in kinds if b in made}
        if more <= made:
            return made
        made |= more


@pytest.mark.parametrize("name", FILES)
def test_every_input_is_made_or_is_where_a_chain_begins(name: str) -> None:
    """What nothing makes is of the first stage, or is declared `raw`; and nothing is declared so in vain."""
    chain, made = FILES[name], makeable()
    begins = {product["name"] for product in chain["products"] if product["stage"] == chain["stages"][0]}
    raw = {product["name"] for product in chain["products"] if product.get("raw")}
    unmade = {product["name"] for product in chain["products"]} - made - begins
    assert unmade - raw == set(), "comes from nowhere"
    here = {link["product"] for link in chain["links"]}
    assert raw & (here | begins) == set(), "declared raw, but made here or of the first stage"


@pytest.mark.parametrize("name", FILES)
def test_every_product_has_a_stage_of_the_chain(name: str) -> None:
    chain = FILES[name]
    assert [product for product in chain["products"] if product.get("stage") not in chain["stages"]] == []
    order = [chain["stages"].index(product["stage"]) for product in chain["products"]]
    assert order == sorted(order), "products stand in the order of the stages"


CARRIED_OFF = {"盐湖卤水": "盐湖碳酸锂"}
"""What cannot be shipped, with the one product that is made where it lies."""


def test_what_cannot_be_shipped_is_nobody_elses_need() -> None:
    """Brine and the gases of a smelter, a kiln or a reactor were offered as needs that a county could buy."""
    inputs = {(link["input"], link["product"]) for chain in FILES.values() for link in chain["links"]}
    names = {name for pair in inputs for name in pair}
    assert names.isdisjoint({"冶炼烟气", "二氧化碳", "硫化氢"})
    for lies, made in CARRIED_OFF.items():
        assert {product for name, product in inputs if name == lies} == {made}


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
    """Its stages, and what it does not cover."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    part = readme.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    assert f"Stages: {', '.join(FILES[name]['stages'])}." in part
    assert "\n- Not covered: " in part


def test_what_rests_on_common_knowledge_says_so(graph: Graph, facts: Facts) -> None:
    """A link without a source that somebody can open is marked, in the file and in the graph."""
    for name, chain in FILES.items():
        for key, source in chain["sources"].items():
            assert source["read"] in ("yes", "in part", "no"), (name, key)
            assert (source["kind"] == "knowledge") == ("待核实" in source["title"]) == (key == "k"), (name, key)
            assert source["kind"] != "page" or (source["url"].startswith("http") and source["read"] != "no"), (
                name,
                key,
            )
    add_chain(graph, "光伏")
    titles = {row["identifier"]: row for row in facts("source")}
    cited = {titles[row["source"]]["name"] for row in facts("input_of")}
    assert "行业常识（待核实）" in cited
    (page,) = [row for row in facts("source") if row["url"] and "solar.in-en.com" in row["url"]]
    assert page["name"] in cited


# -- taken back ------------------------------------------------------------------------------------

KNOWN = {
    "supplies": [{"seller": "创联包装", "buyer": "中伟", "product": "吨袋"}],
    "produces": [{"firm": "中伟", "product": "三元前驱体"}],
}


def held() -> Graph:
    graph = connect(":memory:")
    load(graph, KNOWN, source="调查")
    return graph


@pytest.mark.parametrize("name", SOME)
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
