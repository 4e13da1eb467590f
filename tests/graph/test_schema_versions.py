"""Each version of the schema is what it was: a changed declaration needs a new version and a step that leads to it.

Adding a property, a word or a kind: declare it, add a step to graph/schema/steps.py (what it adds, in a line), and add the
line of the new version here, as the failing test prints it. Lines of versions that people have used stay as they are.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import duckdb
import pytest

from chanlian.graph.engines.duckdb.making import make_tables
from chanlian.graph.engines.duckdb.tables import stored
from chanlian.graph.schema import KINDS, SCHEMA_VERSION, Edge, Node, Property, columns, properties
from chanlian.graph.schema.kinds import stored_as
from chanlian.graph.schema.steps import STEPS, change_since, later

pytestmark = pytest.mark.core

VERSIONS = {
    # version 1 had the same declarations
    2: "5af5354dfcb90c63",
    3: "5af5354dfcb90c63",  # digests are reckoned otherwise
    4: "bbc2b8b50de0b67a",  # identifiers by the end of a write; observations side by side; what offices keep, what is judged and took place
}
"""By version the digest of all that was declared."""


def declared(prop: Property) -> list[Any]:
    words = [word for word, _ in prop.words]
    of_each = [[one.name for one in prop.fields]] if prop.fields else []
    return [prop.name, prop.type, prop.unit, words, prop.required, prop.key, prop.default, *of_each]


def canonical(of: Node | Edge) -> list[Any]:
    """What of a kind is stored or decides what is stored; how it is called and shown may change at any time."""
    own = [declared(prop) for prop in properties(of)]
    if isinstance(of, Node):
        return [of.name, of.code, own]
    return [of.name, of.directed, of.dated, [[end.name, list(end.kinds)] for end in of.ends], own]


def digest() -> str:
    text = json.dumps([canonical(of) for of in KINDS], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_what_is_declared_is_what_its_version_says() -> None:
    assert SCHEMA_VERSION in VERSIONS, f'add the line of the new version here: {SCHEMA_VERSION}: "{digest()}",'
    assert VERSIONS[SCHEMA_VERSION] == digest(), (
        f"the declarations of graph/schema are no longer those of version {SCHEMA_VERSION}: graph files that people have would"
        f" lack what was added. Add a step to graph/schema/steps.py, which makes version {SCHEMA_VERSION + 1}, and here the"
        f' line {SCHEMA_VERSION + 1}: "{digest()}",'
    )


def test_every_version_has_a_step_and_a_line() -> None:
    assert list(STEPS) == list(range(2, SCHEMA_VERSION + 1))
    assert list(VERSIONS) == list(STEPS)
    assert all(step.__doc__ for step in STEPS.values()), "a step says in its docstring what changed"


def test_steps_speak_of_what_is_declared() -> None:
    change = change_since(1)
    names = {of.name: of for of in KINDS}
    assert set(change.kinds) <= set(names)
    for kind, name in change.properties:
        assert name in {prop.name for prop in properties(names[kind])}
        assert name in later(kind)


@pytest.mark.parametrize("of", KINDS, ids=lambda of: of.name)
def test_the_columns_of_a_kind_are_those_of_its_properties(of: Node | Edge) -> None:
    assert columns(of) == tuple(column for prop in properties(of) for column in stored_as(prop))


def test_a_new_graph_has_the_tables_that_are_declared() -> None:
    with duckdb.connect(":memory:") as db:
        make_tables(db)
        for of in KINDS:
            found = db.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $name ORDER BY column_index",
                {"name": of.name},
            ).fetchall()
            assert found == stored(of)
