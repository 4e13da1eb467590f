"""What this program wrote is read as it stands: nothing in an export is a heading, a total, 同上, a note, a unit or a blank.

All names are invented.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from called_so import HOSTILE, hostile, written
from hypothesis import given, settings, strategies as st
from rows import batch, named, rows
from torture import often
from worlds import batches, worlds

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.errors import BadInput
from chanlian.graph.export.rdf_file import MARK
from chanlian.graph.identity import identifier

TABLES = ("csv", "jsonl", "parquet", "json", "xlsx", "rdf")


def again(graph: Graph, form: str) -> Graph:
    """A new graph of an export, of which nothing was rejected, doubted or left out."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / ("out" if form in ("csv", "jsonl", "parquet") else f"out.{form.replace('rdf', 'nt')}")
        cl.export(graph, target, form)
        copy = connect(":memory:")
        done = cl.load(copy, target, rejects=Path(folder) / "rejects.csv")
    assert done.attrs["rejects"].empty, done.attrs["rejects"].to_string()
    assert done.attrs["warnings"].empty, done.attrs["warnings"].to_string()
    assert done["left_out"].sum() == 0
    return copy


@pytest.mark.parametrize("form", TABLES)
def test_whatever_things_are_called_they_come_back(form: str) -> None:
    graph = written(hostile(HOSTILE))
    copy = again(graph, form)
    assert {row["name"] for row in rows(copy, "product")} == set(HOSTILE)
    assert {row["name"]: row["locator"] for row in rows(copy, "firm")} == dict.fromkeys(HOSTILE)
    assert copy.content_hash == graph.content_hash


NAMES = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(
            st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"), min_size=1, max_size=12
        ),
        st.tuples(st.sampled_from(HOSTILE), st.sampled_from("0123456789.、（）；：%万元\"'=#")).map("".join),
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda name: identifier("firm", name),
)


@pytest.mark.torture
@settings(max_examples=often(4, 300), deadline=None)
@given(names=NAMES, form=st.sampled_from(TABLES))
def test_any_names_come_back(names: list[str], form: str) -> None:
    graph = written(hostile(names))
    assert again(graph, form).content_hash == graph.content_hash


@pytest.mark.torture
@settings(max_examples=often(3, 300), deadline=None)
@given(world=worlds(), form=st.sampled_from(TABLES))
def test_any_world_comes_back(world: Any, form: str) -> None:
    graph = written(*batches(world))
    assert again(graph, form).content_hash == graph.content_hash


def test_a_person_may_mend_a_table_in_peoples_words(tmp_path: Path) -> None:
    """What is not in the form in which an export writes it was written by a person, and is read as in any table."""
    graph = written(
        batch("s", "2024", chain=[{**named("chain", "链")[0], "stages": ["上游", "下游"]}]),
        batch("s", "2024", project=[{**named("project", "项目")[0], "planned": 1.0}]),
    )
    cl.export(graph, tmp_path / "out")
    for name, old, new in (("chains", "上游；下游", "1.上游、2.下游"), ("projects", '"1"', '"5万元"')):
        table = tmp_path / "out" / f"{name}.csv"
        text = table.read_text(encoding="utf-8")
        assert old in text
        table.write_text(text.replace(old, new), encoding="utf-8")
    copy = connect(":memory:")
    cl.load(copy, tmp_path / "out")
    assert rows(copy, "chain")[0]["stages"] == ["上游", "下游"]
    assert rows(copy, "project")[0]["planned"] == 50_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "did not write"),
        ("<urn:a> <urn:b> <urn:c> .\n", "did not write"),
        ('{mark}\n<urn:chanlian:statement:firms:0> <urn:chanlian:v:name> "\\UFFFFFFFF" .\n', "did not write"),
        ('{mark}\n<urn:chanlian:statement:firms:0> <urn:chanlian:v:name> "a" .\n', "did not write"),
        ("{mark}\n<urn:chanlian:statement:firms:0> <urn:chanlian:v:na", "line 2: is no triple"),
        ('{mark}\n<urn:chanlian:claim:firms:0> <urn:chanlian:v:table> "nothing" .\n', "."),
    ],
)
def test_rdf_of_others_or_cut_off_is_refused_in_a_line(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text(text.replace("{mark}", MARK), encoding="utf-8")
    with pytest.raises(BadInput, match=why):
        cl.load(connect(":memory:"), tmp_path / "x.nt")
