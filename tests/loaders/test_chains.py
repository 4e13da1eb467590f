"""The bundled chain templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from chanlian.graph.errors import UnknownName
from chanlian.loaders import __all__ as public
from chanlian.loaders import add_chain, load, templates

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]


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
