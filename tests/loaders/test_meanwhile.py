"""What others write, or a person stops, between a load's looking up names and its end."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from rows import rows

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.engines.duckdb import durable
from chanlian.graph.errors import GraphChanged, GraphError, UnknownName
from chanlian.loaders import anew

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRM = {"firms": [{"name": "创联包装", "credit_code": "91520622MA6DKX0X7J"}]}
SUPPLY = {"supplies": [{"seller": "创联包装", "buyer": "中伟", "product": "吨袋"}]}


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "x.duckdb")


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], times: int = 1) -> None:
    """Let others do something when a load has looked up its names and is about to write."""
    write, left = Graph.write, [times]

    def written(self: Graph, *arguments: Any, **more: Any) -> dict[str, int]:
        if left[0]:
            left[0] -= 1
            with monkeypatch.context() as undone:
                undone.setattr(Graph, "write", write)
                act()
        return write(self, *arguments, **more)

    monkeypatch.setattr(Graph, "write", written)


def test_a_firm_that_others_bring_meanwhile_is_the_same_firm(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It became a second firm of that name: names were looked up before the wait for the other load."""
    cl.load(connect(path), {"products": [{"name": "吨袋"}]}, source="s")
    meanwhile(monkeypatch, lambda: cl.load(connect(path), FIRM, source="登记"))
    cl.load(connect(path), SUPPLY, source="调查")
    firms = {one["name"]: one["identifier"] for one in rows(connect(path), "firm")}
    assert sorted(firms) == ["中伟", "创联包装"]
    assert len(rows(connect(path), "firm")) == 2
    (supply,) = rows(connect(path), "supplies")
    assert supply["seller"] == firms["创联包装"]


def test_a_graph_that_others_make_meanwhile_is_looked_at(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: cl.load(connect(path), FIRM, source="登记"))
    cl.load(connect(path), SUPPLY, source="调查")
    assert len(rows(connect(path), "firm")) == 2


def test_standard_input_is_read_once(path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("seller,buyer,product\n创联包装,中伟,吨袋\n", encoding="utf-8")
    meanwhile(monkeypatch, lambda: cl.load(connect(path), FIRM, source="登记"))
    with table.open() as given:
        monkeypatch.setattr("sys.stdin", given)
        report = cl.load(connect(path), "-", kind="supplies", source="调查")
    assert report["added"].tolist() == [1]
    assert len(rows(connect(path), "firm")) == 2


def test_records_that_can_be_read_once_are_kept(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: cl.load(connect(path), FIRM, source="登记"))
    report = cl.load(connect(path), {"supplies": (one for one in SUPPLY["supplies"])}, source="调查")
    assert report["added"].tolist() == [1]


def test_a_source_that_others_take_back_meanwhile_is_told_as_such(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cl.load(connect(path), SUPPLY, source="调查")
    meanwhile(monkeypatch, lambda: cl.unload(connect(path), "调查"))
    with pytest.raises(UnknownName, match="调查"):
        cl.unload(connect(path), "调查")


def test_a_fact_that_others_retract_meanwhile(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cl.load(connect(path), SUPPLY, source="调查")
    (fact,) = [one["fact"] for one in rows(connect(path), "supplies")]
    meanwhile(monkeypatch, lambda: cl.retract(connect(path), fact, because="误"))
    with pytest.raises(cl.ChanlianError) as caught:
        cl.end(connect(path), fact, on="2025-06")
    assert fact in caught.value.en


def test_who_is_overtaken_again_and_again_says_so(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anew, "_TRIES", 2)
    number = iter(range(100))
    meanwhile(monkeypatch, lambda: cl.load(connect(path), {"firms": [{"name": f"厂{next(number)}"}]}, source="s"), 100)
    with pytest.raises(GraphChanged, match="nothing was written"):
        cl.load(connect(path), SUPPLY, source="调查")
    assert rows(connect(path), "supplies") == []


def test_two_programs_that_wait_bring_a_firm_once(path: str, tmp_path: Path) -> None:
    cl.load(connect(path), {"products": [{"name": "吨袋"}]}, source="s")
    for number in (1, 2):
        (tmp_path / f"{number}.csv").write_text(f"seller,buyer,product\n创联包装,厂{number},吨袋\n", encoding="utf-8")
    line = [sys.executable, "-m", "chanlian", "load", path, "--as", "supplies", "--wait", "60"]
    loads = [subprocess.Popen([*line, str(tmp_path / f"{number}.csv")], stdout=subprocess.DEVNULL) for number in (1, 2)]
    assert [one.wait(120) for one in loads] == [0, 0]
    assert sorted(one["name"] for one in rows(connect(path), "firm")) == ["创联包装", "厂1", "厂2"]


# -- stopped ---------------------------------------------------------------------------------------

STOPPED = """
import os, signal, sys, threading
import chanlian.loaders.load_tables as tables
from chanlian.graph.engines.duckdb import durable
from chanlian import cli

def stop(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)

where = sys.argv.pop(1)
if where == "before the commit":
    real = durable.write_batch
    durable.write_batch = lambda *a, **k: (stop(), real(*a, **k))
elif where == "while the file is looked at":
    real = durable._revisions
    durable._revisions = lambda *a, **k: (stop(), real(*a, **k))[1]
elif where == "behind the commit":
    real = durable._fold_in
    durable._fold_in = lambda *a, **k: (stop(), real(*a, **k))[1]
else:
    real = tables._report
    tables._report = lambda *a, **k: (stop(), real(*a, **k))[1]
cli.main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
@pytest.mark.parametrize(
    "where", ["before the commit", "behind the commit", "while the file is looked at", "while it is told"]
)
def test_a_stop_says_what_is_written(tmp_path: Path, where: str) -> None:
    """It said that nothing was half-written when all was: true, and taken for nothing written."""
    (tmp_path / "supplies.csv").write_text("seller,buyer,product\n创联包装,中伟,吨袋\n,中伟,吨袋\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, where, "load", "x.duckdb", "supplies.csv", "--lang", "en"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    names = {path.name for path in tmp_path.iterdir()}
    if where == "before the commit":
        assert done.stderr.strip() == "chanlian: stopped; nothing was half-written"
        assert names == {"supplies.csv"}
    else:
        assert (
            done.stderr.strip() == "chanlian: stopped; written before that, and there: x.duckdb, supplies.rejects.csv"
        )
        assert len(rows(connect(str(tmp_path / "x.duckdb")), "supplies")) == 1
        assert names == {"supplies.csv", "x.duckdb", "supplies.rejects.csv", "supplies.rejects.csv.meta.json"}


def test_what_fails_behind_the_commit_names_graph_and_rejects(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise duckdb.OutOfMemoryException("no memory")

    (tmp_path / "supplies.csv").write_text("seller,buyer,product\n创联包装,中伟,吨袋\n,中伟,吨袋\n", encoding="utf-8")
    monkeypatch.setattr(durable, "_fold_in", fails)
    with pytest.raises(GraphError, match=r"the facts are written; .*no memory.* rejected rows are in .*rejects.csv"):
        cl.load(connect(path), str(tmp_path / "supplies.csv"))
    assert len(rows(connect(path), "supplies")) == 1
    assert (tmp_path / "supplies.rejects.csv").exists()
