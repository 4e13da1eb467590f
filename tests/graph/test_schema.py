"""The schema is sound in itself: names, words, ends, keys, columns."""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest

from chanlian.graph.engines.duckdb.tables import placed
from chanlian.graph.schema import (
    ALIASES,
    ALL_AREAS,
    EDGE_NAMES,
    EDGES,
    LYING,
    NAME,
    NODE_NAMES,
    NODES,
    Edge,
    EdgeRoles,
    Implied,
    Listed,
    Node,
    columns,
    edge,
    flat_columns,
    having_place,
    implied,
    key_columns,
    kind,
    listed,
    node,
    properties,
)  # fmt: skip

pytestmark = pytest.mark.core

KINDS: tuple[Node | Edge, ...] = (*NODES, *EDGES)
TYPES = {"text", "number", "integer", "boolean", "date", "period", "money", "quantity", "share", "list", "series"}


def repeated(texts: list[str]) -> list[str]:
    return [text for text, number in Counter(texts).items() if number > 1]


@pytest.mark.parametrize("attribute", ["name", "table", "en", "zh"])
def test_what_a_kind_is_called_is_its_own(attribute: str) -> None:
    # a kind is found by its name, its table and its Chinese name: none may stand for two
    assert repeated([getattr(of, attribute) for of in KINDS]) == []


def test_names_tables_and_chinese_names_do_not_stand_for_different_kinds() -> None:
    called: dict[str, set[str]] = {}
    for of in KINDS:
        for text in (of.name, of.table, of.zh):
            called.setdefault(text, set()).add(of.name)
    assert {text: names for text, names in called.items() if len(names) > 1} == {}


@pytest.mark.parametrize("of", KINDS, ids=lambda of: of.name)
def test_a_kind_is_sound(of: Node | Edge) -> None:
    names = [name for name, _ in columns(of)]
    ends = [end.name for end in of.ends] if isinstance(of, Edge) else []
    reserved = {"row", "fact", "id", "identifier", "source", "locator", "method", "confidence", "recorded"}
    assert repeated([*ends, *names]) == []
    assert not reserved & {*ends, *names}
    for prop in properties(of):
        assert prop.en, prop.name
        assert prop.zh, prop.name
        assert prop.zh != prop.en
        assert prop.type in TYPES
        assert repeated([word for word, _ in prop.words]) == []
        assert repeated([word for _, word in prop.words]) == []
        assert prop.allowed == tuple(word for word, _ in prop.words)
        assert prop.default is None or (prop.key and prop.default in prop.allowed), prop.name


@pytest.mark.parametrize("of", NODES, ids=lambda of: of.name)
def test_a_node_has_a_name_and_at_most_one_code(of: Node) -> None:
    assert properties(of)[:2] == (NAME, ALIASES)
    keys = [prop.name for prop in of.properties if prop.key]
    assert keys == ([of.code] if of.code else [])


@pytest.mark.parametrize("of", EDGES, ids=lambda of: of.name)
def test_an_edge_is_a_sentence_about_its_ends(of: Edge) -> None:
    for end in of.ends:
        assert end.kinds, end.name
        assert set(end.kinds) <= set(NODE_NAMES), end.name
        assert "source" not in end.kinds  # evidence is no end
    if not of.directed:  # either may stand on either side
        assert of.ends[0].kinds == of.ends[1].kinds
        assert len(of.ends) == 2
    told = {end.name for end in of.ends} | {name for name, _ in columns(of)}
    for sentence in (of.sentence, of.sentence_zh):
        named = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
        assert set(named) <= told
        assert {end.name for end in of.ends} <= set(named)


def test_keys_of_edges() -> None:
    # MODEL.md: a supply's key is seller, buyer, product, since and a reference; others: ends, role, since
    assert key_columns(edge("supplies")) == ("ref", "since")
    assert key_columns(edge("located_in")) == ("role", "since")
    assert key_columns(edge("owns")) == ("since",)
    assert key_columns(edge("input_of")) == ("route",)  # timeless
    assert key_columns(edge("kind_of")) == ()
    assert all(set(key_columns(of)) <= {name for name, _ in columns(of)} for of in EDGES)


def test_columns_of_every_type() -> None:
    # an amount takes four: the figure, at least, at most, as written
    assert columns(edge("supplies"))[:7] == (
        ("role", "VARCHAR"),
        ("quantity", "DOUBLE"), ("quantity_low", "DOUBLE"), ("quantity_high", "DOUBLE"), ("quantity_original", "VARCHAR"),
        ("unit", "VARCHAR"),
        ("value", "DOUBLE"),
    )  # fmt: skip
    assert columns(edge("supplies"))[-3:] == (("since", "VARCHAR"), ("until", "VARCHAR"), ("status", "VARCHAR"))
    assert columns(node("firm")) == (
        ("name", "VARCHAR"), ("aliases", "VARCHAR[]"), ("credit_code", "VARCHAR"), ("group", "BOOLEAN"),
        ("count", "BIGINT"), ("scale", "VARCHAR"), ("standing", "VARCHAR"), ("contact", "VARCHAR"),
    )  # fmt: skip
    assert columns(edge("owns"))[0] == ("share", "DOUBLE")
    assert columns(edge("kind_of")) == ()
    used = "quantity DOUBLE, quantity_low DOUBLE, quantity_high DOUBLE"
    # one observation of several: what tells it from others, then its amounts
    assert set(columns(edge("consumes"))) - set(flat_columns(edge("consumes"))) == {
        ("series", f"STRUCT(period VARCHAR, modality VARCHAR, {used}, quantity_original VARCHAR, unit VARCHAR)[]")
    }
    assert {type_ for _, type_ in chain.from_iterable(map(flat_columns, KINDS))} == {
        "VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN", "VARCHAR[]",
    }  # fmt: skip


def test_kinds_are_found_by_name() -> None:
    assert [kind(of.name) for of in KINDS] == list(KINDS)
    assert (tuple(of.name for of in NODES), tuple(of.name for of in EDGES)) == (NODE_NAMES, EDGE_NAMES)
    for find in (kind, node, edge):
        with pytest.raises(KeyError, match="company"):
            find("company")


def test_areas_go_from_the_finest_to_the_coarsest() -> None:
    assert ALL_AREAS == ("park", "county", "prefecture", "province", "country")
    levels = next(prop for prop in node("region").properties if prop.name == "level").allowed
    assert set(ALL_AREAS[1:]) < set(levels)


@pytest.mark.parametrize("of", NODES, ids=lambda of: of.name)
def test_the_roles_of_a_node_are_sound(of: Node) -> None:
    dates = {prop.name for prop in properties(of) if prop.type in ("date", "period")}
    assert {of.roles.since, of.roles.until} - {None} <= dates
    stated = [column.column for _, column in implied(of.name)]
    added = [column.column for _, column in listed(of.name)]
    assert set(of.roles.beside) <= {*stated, *added}
    for names in (stated, added):
        assert repeated(names) == []
        known = [name for name in of.roles.beside if name in names]
        assert names[: len(known)] == known


@pytest.mark.parametrize("of", EDGES, ids=lambda of: of.name)
def test_the_roles_of_an_edge_are_sound(of: Edge) -> None:
    ends = {end.name: end for end in of.ends}
    assert of.roles.caption in {None, *ends, *(name for name, _ in columns(of))}
    beside: list[Implied | Listed] = [*of.roles.implied, *of.roles.listed]
    for column in beside:
        assert column.of in ends[column.own].kinds
        assert column.other in ends
        assert column.own != column.other
    if of.roles.tie == of.name:  # it lies across a border where both ends lie somewhere, on the days when it held
        assert of.dated
        assert all(set(end.kinds) <= set(LYING) for end in of.ends[:2])
    elif of.roles.tie:
        assert of.roles.tie in {kind_ for end in of.ends for kind_ in end.kinds}


def test_roles_are_no_part_of_what_is_stored() -> None:
    of = edge("owns")
    assert replace(of, roles=EdgeRoles()) == of
    assert "roles" not in repr(of)
    assert having_place("area") == ("region", "park")


def test_a_place_of_its_own_is_stored_with_a_node() -> None:
    assert having_place("own") == tuple(of.name for of in NODES if "place" in placed(of))
