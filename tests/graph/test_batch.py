"""A batch: staging, conflicts within a source, taking rows out, its spill folder."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from rows import batch, nodes

from chanlian.graph import Batch

if TYPE_CHECKING:
    from rows import Row

pytestmark = pytest.mark.core

SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}


def conflicts(of: Batch) -> list[tuple[object, ...]]:
    of.conflicts()
    return of.db.execute(
        'SELECT kind, row, first_row, "column", value, first_value FROM conflict ORDER BY ALL'
    ).fetchall()


def test_stages_are_made_once_and_named_in_the_schema_s_order() -> None:
    made = Batch()
    assert [made.create(kind) for kind in ("supplies", "firm", "supplies", "source")] == [
        "stage_supplies", "stage_firm", "stage_supplies", "stage_source",
    ]  # fmt: skip
    assert made.kinds == ("source", "firm", "supplies")
    made.add("firm", [])
    assert made.db.execute("SELECT count(*) FROM stage_firm").fetchone() == (0,)


def test_missing_cells_are_null() -> None:
    made = Batch()
    made.add("supplies", [{"row": 4, **SUPPLY, "value": 2.5}])
    found = made.db.execute("SELECT row, seller, value, value_low, since, source FROM stage_supplies").fetchall()
    assert found == [(4, "firm:a", 2.5, None, None, None)]


def test_a_conflict_is_what_two_rows_of_one_source_state_differently() -> None:
    said: list[Row] = [
        {**SUPPLY, "value": 1.0, "unit": "t"},
        {**SUPPLY, "value": 2.0},  # another value: a conflict with row 1
        {**SUPPLY},  # an empty cell contradicts nothing
        {**SUPPLY, "unit": "t"},  # the same again
        {**SUPPLY, "since": "2024", "value": 3.0},  # another key
        {**SUPPLY, "value": 1.0, "role": "waste"},  # the first to state a role
        {**SUPPLY, "role": "energy"},
    ]
    assert conflicts(batch("s", supplies=said)) == [
        ("supplies", 2, 1, "value", "2.0", "1.0"),
        ("supplies", 7, 6, "role", "energy", "waste"),
    ]


def test_two_sources_may_disagree() -> None:
    made = batch("s", supplies=[{**SUPPLY, "value": 1.0}])
    made.add("supplies", [{"row": 2, **SUPPLY, "value": 2.0, "source": "source:r"}])
    made.add("supplies", [{"row": 3, **SUPPLY, "value": 3.0}])
    made.add("supplies", [{"row": 4, **SUPPLY, "value": 4.0}])  # rows without a source are of one
    assert conflicts(made) == [("supplies", 4, 3, "value", "4.0", "3.0")]


def test_conflicts_of_nodes_are_of_their_identifier_and_aliases_are_none() -> None:
    firms = [
        *nodes("firm", "a", scale="large", aliases=["x"]),
        *nodes("firm", "a", scale="small", aliases=["y"]),
        *nodes("firm", "b", scale="small"),
    ]
    assert conflicts(batch("s", firm=firms)) == [("firm", 2, 1, "scale", "small", "large")]


def test_an_undirected_edge_conflicts_either_way_round() -> None:
    borders = [
        {"a": "park:k", "b": "region:r", "contact": "line"},
        {"a": "region:r", "b": "park:k", "contact": "corner"},
    ]
    assert conflicts(batch("s", borders=borders)) == [("borders", 2, 1, "contact", "corner", "line")]


def test_a_default_and_the_empty_cell_it_stands_for_are_one_key() -> None:
    places = [
        {"what": "firm:a", "place": "park:k", "basis": "name"},
        {"what": "firm:a", "place": "park:k", "basis": "stated", "role": "primary"},
        {"what": "firm:a", "place": "park:k", "basis": "unknown", "role": "site"},
    ]
    assert conflicts(batch("s", located_in=places)) == [("located_in", 2, 1, "basis", "stated", "name")]


def test_asking_again_for_conflicts_starts_anew() -> None:
    made = batch("s", supplies=[{**SUPPLY, "value": 1.0}, {**SUPPLY, "value": 2.0}])
    assert len(conflicts(made)) == len(conflicts(made)) == 1
    made.db.execute("DELETE FROM stage_supplies WHERE row = 2")
    assert conflicts(made) == []


def test_rows_are_taken_out_of_every_stage() -> None:
    made = batch("s", firm=nodes("firm", "a", "b", "c"), supplies=[SUPPLY, {**SUPPLY, "ref": "x"}])
    made.db.execute("CREATE TABLE bad AS SELECT unnest([1, 3, 99]) AS row")
    made.remove("bad")
    assert made.db.execute("SELECT identifier FROM stage_firm").fetchall() == [("firm:b",)]
    assert made.db.execute("SELECT ref FROM stage_supplies").fetchall() == [("x",)]
    assert made.db.execute("SELECT row FROM stage_source").fetchall() == [(0,)]


def test_nothing_is_fetched_from_anywhere() -> None:
    made = Batch()
    asked = "SELECT name FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions' AND value = 'false' ORDER BY 1"
    assert made.db.execute(asked).fetchall() == [("autoinstall_known_extensions",), ("autoload_known_extensions",)]


@pytest.mark.parametrize("closed", [True, False])
def test_the_spill_folder_goes_with_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: bool) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = Batch()
    assert len(list(tmp_path.iterdir())) == 1
    if closed:
        made.close()
        with pytest.raises(duckdb.ConnectionException):
            made.db.execute("SELECT 1")
    else:
        del made
        gc.collect()  # quietly: a warning would be an error here
    assert list(tmp_path.iterdir()) == []
