"""Identifiers and fact ids: stable, and the same in Python and in SQL."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from chanlian.graph import Batch
from chanlian.graph.batch import key_sql
from chanlian.graph.identity import fact_number, identifier, number_sql
from chanlian.graph.schema import EDGES, Edge, columns, key_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

texts = st.text(st.characters(codec="utf-8"), max_size=12)


@pytest.fixture(scope="module")
def batch() -> Iterator[Batch]:
    made = Batch()
    yield made
    made.close()


def test_an_identifier_is_the_code_where_there_is_one() -> None:
    assert identifier("region", "玉屏侗族自治县", code="520622") == "region:520622"
    assert identifier("region", "another name", "place", "520622") == "region:520622"


def test_without_a_code_it_is_a_digest_of_kind_name_and_place() -> None:
    # md5 of "firm|中伟|region:520622", by md5sum
    digest = hashlib.md5("firm|中伟|region:520622".encode(), usedforsecurity=False).hexdigest()
    assert identifier("firm", "中伟", "region:520622") == f"firm:{digest[:16]}"
    assert identifier("product", "吨袋") == "product:335ca23281f94379"  # printf 'product|吨袋|' | md5sum
    assert identifier("product", "吨袋", "") == identifier("product", "吨袋", None, "")
    different = {
        identifier(*of)
        for of in (("firm", "a"), ("firm", "b"), ("product", "a"), ("firm", "a", "x"), ("firm", "a", "y"))
    }
    assert len(different) == 5


@settings(deadline=None)
@given(st.sampled_from(["firm", "region"]), texts, st.none() | texts, st.none() | texts)
def test_identifiers_in_python_and_sql_agree(
    batch: Batch, kind: str, name: str, place: str | None, code: str | None
) -> None:
    asked = "SELECT node_identifier($kind, $code::VARCHAR, $name, $place::VARCHAR)"
    found = batch.db.execute(asked, {"kind": kind, "code": code, "name": name, "place": place}).fetchone()
    assert found == (identifier(kind, name, place, code),)


@settings(deadline=None)
@given(texts)
def test_fact_numbers_in_python_and_sql_agree(batch: Batch, text: str) -> None:
    assert batch.db.execute(f"SELECT {number_sql('$text::VARCHAR')}", {"text": text}).fetchone() == (fact_number(text),)


def test_a_fact_number_fits_the_column_it_is_stored_in() -> None:
    # printf 'product:335ca23281f94379' | md5sum | cut -c-16
    assert f"{fact_number('product:335ca23281f94379'):016x}" == "f0d1101b8cd9b2bf"
    assert all(0 <= fact_number(str(number)) < 2**64 for number in range(100))


@pytest.mark.parametrize("of", EDGES, ids=lambda of: of.name)
def test_the_id_of_an_edge_is_a_digest_of_its_key(of: Edge) -> None:
    ends = {end.name: f"x:{number}" for number, end in enumerate(of.ends)}
    types = dict(columns(of))
    keys = {name: 3 if types[name] == "BIGINT" else "2024" for name in key_columns(of)}
    defaults = {prop.name: prop.default or "" for prop in of.properties}
    # a key cell that is empty stands for its default, else for nothing
    expected = [
        "|".join([of.name, *ends.values(), *map(str, keys.values())]),
        "|".join([of.name, *ends.values(), *(defaults.get(name, "") for name in keys)]),
    ]
    batch = Batch()
    batch.add(of.name, [{"row": 1, **ends, **keys}, {"row": 2, **ends}])
    if not of.directed:
        one, other = ends
        turned = {one: ends[other], other: ends[one]}
        batch.add(of.name, [{"row": 3, **turned, **keys}])
        expected.append(expected[0])
    found = batch.db.execute(f"SELECT {key_sql(of)} FROM stage_{of.name} ORDER BY row").fetchall()
    assert found == [(fact_number(text),) for text in expected]
    batch.close()
