"""Edits by hand, new editions, lines that are added up, and loads that are stopped. All firms are invented."""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rows import digests
from torture import often

import chanlian as cl
from chanlian._stopping import stoppable
from chanlian.graph.errors import AmbiguousName, BadInput, UnknownFact, UnknownName
from chanlian.graph.identity import identifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from chanlian.graph.graph import Graph

    Facts = Callable[[str], list[dict[str, Any]]]

A_B = {"seller": "甲厂", "buyer": "乙厂", "product": "吨袋"}
B_C = {"seller": "乙厂", "buyer": "丙厂", "product": "吨袋"}


def load(graph: Graph, *supplies: dict[str, Any], **asked: Any) -> Any:
    return cl.load(graph, {"supplies": list(supplies)}, **{"source": "调查", **asked})


def counts(report: Any) -> dict[str, int]:
    return {name: int(report[name].sum()) for name in ("added", "changed", "unchanged", "merged", "rejected")}


def noted(report: Any) -> str:
    return "\n".join(report.attrs["notes"])


# -- unload ----------------------------------------------------------------------------------


def test_unload_counts_what_goes_what_stays_and_what_shows_again(graph: Graph, facts: Facts) -> None:
    load(graph, {**A_B, "value": "5万元"}, source="旧调查", published="2024")
    before = digests(graph)
    load(graph, {**A_B, "value": "6万元"}, B_C, source="新调查", published="2025")
    undone = cl.unload(graph, "新调查")
    assert undone.columns.tolist() == ["kind", "removed", "kept", "restored"]
    # the firms that the first load knew already are not among them
    assert undone.values.tolist() == [["source", 1, 0, 0], ["firm", 1, 0, 0], ["supplies", 1, 1, 1]]
    assert digests(graph) == before
    assert [one["value"] for one in facts("supplies")] == [50000.0]
    assert sum(part.num_rows for part in graph.scan("removed")) == 4  # two claims on supplies, the firm, the source


def test_unload_of_no_source_names_the_nearest(graph: Graph) -> None:
    load(graph, A_B, source="2025年企业调查")
    with pytest.raises(UnknownName, match="nearest: 2025年企业调查"):
        cl.unload(graph, "2025企业调查")


def test_unload_of_a_title_with_editions_wants_the_identifier(graph: Graph, facts: Facts) -> None:
    load(graph, A_B, published="2024")
    load(graph, B_C, published="2025")
    with pytest.raises(AmbiguousName, match="2024.*2025|2025.*2024"):
        cl.unload(graph, "调查")
    (newer,) = [one["identifier"] for one in facts("source") if one["published"] == "2025"]
    cl.unload(graph, newer)
    assert [one["published"] for one in facts("source")] == ["2024"]


def test_unload_says_what_only_its_source_had_made_one(graph: Graph, facts: Facts) -> None:
    load(graph, A_B, source="一")
    before = digests(graph)
    load(graph, {**A_B, "seller": "甲工厂"}, source="二")
    cl.load(graph, {"aliases": [{"name": "甲工厂", "alias": "甲厂"}]}, source="三")
    assert len(facts("supplies")) == 1
    ((en, zh),) = cl.unload(graph, "三").attrs["remarks"]
    assert "甲厂 of 甲工厂" in en
    assert "unload the sources of these facts (一, 二) and load them again" in en
    assert "（一、二）" in zh
    # as it says
    assert cl.unload(graph, "一").attrs["remarks"] == []
    load(graph, A_B, source="一")
    assert {one["seller"] for one in facts("supplies")} == {identifier("firm", "甲厂"), identifier("firm", "甲工厂")}
    cl.unload(graph, "二")
    assert digests(graph) == before


def test_unload_says_what_nothing_says_any_more_to_be_one(graph: Graph) -> None:
    code = "91520622MA6E4U1A0N"
    load(graph, A_B, source="一")
    for name, source in (("甲厂", "二"), ("丁厂", "三")):
        cl.load(graph, {"firms": [{"name": name, "credit_code": code}]}, source=source)
    ((en, _),) = cl.unload(graph, "二").attrs["remarks"]
    assert f"1 nodes go on as one, which nothing says any more: 甲厂 and 丁厂 (firm:{code})" in en
    # of what its own facts need no more, there is nothing to say
    load(graph, {**A_B, "seller": "戊厂"}, source="四")
    assert cl.unload(graph, "四").attrs["remarks"] == []


def test_unload_says_what_only_its_source_knew_the_kind_of(graph: Graph) -> None:
    cl.load(graph, {"services": [{"server": "物流中心", "served": "玉屏侗族自治县"}]}, source="一")
    cl.load(graph, {"facilities": [{"name": "物流中心", "kind": "仓储"}]}, source="二")
    ((en, _),) = cl.unload(graph, "二").attrs["remarks"]
    assert "only this source said of what kind these are: 物流中心" in en


# -- add, end, retract ------------------------------------------------------------------------


def test_add_reads_its_cells_as_a_table_does(graph: Graph, facts: Facts) -> None:
    load(graph, A_B)
    said = {"供方": "甲厂", "需方": "乙厂", "产品": "吨袋", "金额": "0.83亿元", "合同号": "a=b"}
    made = cl.add(graph, "supplies", said, source="电话核实", published="2025-06")
    assert made.columns.tolist() == ["fact", "kind", "what", "outcome"]
    assert made[["kind", "what", "outcome"]].values.tolist() == [["supplies", "甲厂 supplies 吨袋 to 乙厂", "added"]]
    (found,) = [one for one in facts("supplies") if one["ref"] == "a=b"]
    assert (found["fact"], found["value"], found["method"], found["locator"]) == (
        made["fact"].item(), 83000000.0, "person", None,
    )  # fmt: skip
    again = cl.add(graph, "供应", said, source="电话核实", published="2025-06", lang="zh")
    assert again[["what", "outcome"]].values.tolist() == [["甲厂向乙厂供应吨袋", "unchanged"]]


def test_add_makes_no_node_of_a_slip(graph: Graph, facts: Facts) -> None:
    load(graph, {**A_B, "seller": "甲纺织包装厂"})
    digest = graph.content_hash
    with pytest.raises(BadInput, match=r"甲纺织包装广.*nearest: 甲纺织包装厂.*new=True") as caught:
        cl.add(graph, "supplies", {**A_B, "seller": "甲纺织包装广"}, source="电话核实")
    assert "new=True" in caught.value.text("zh")
    assert graph.content_hash == digest
    cl.add(graph, "supplies", {**A_B, "seller": "甲纺织包装广"}, source="电话核实", new=True)
    assert "甲纺织包装广" in {one["name"] for one in facts("firm")}


@pytest.mark.parametrize(
    ("kind", "fact", "message"),
    [
        ("ships", A_B, "no table kind 'ships'"),
        ("supplies", {**A_B, "colour": "red"}, "has no column 'colour'"),
        ("supplies", {**A_B, "value": "many"}, "many"),
        ("supplies", {"seller": "甲厂", "buyer": "乙厂"}, "missing columns: product"),
    ],
)
def test_add_says_what_cannot_be_used(graph: Graph, kind: str, fact: dict[str, str], message: str) -> None:
    load(graph, A_B)
    with pytest.raises(BadInput, match=message):
        cl.add(graph, kind, fact, source="电话核实")


def test_add_of_a_node_with_a_list(graph: Graph, facts: Facts) -> None:
    made = cl.add(graph, "firms", {"name": "丁厂", "products": "吨袋、编织袋"}, source="电话核实", new=True)
    assert made[["kind", "what"]].values.tolist() == [["firm", "丁厂"]]
    assert sorted(one["name"] for one in facts("product")) == sorted(["吨袋", "编织袋"])
    alias = cl.add(graph, "aliases", {"name": "丁厂", "alias": "丁氏"}, source="电话核实")
    assert alias[["fact", "what", "outcome"]].values.tolist() == [[made["fact"].item(), "丁厂", "changed"]]


def test_what_a_person_added_to_a_source_holds_when_its_table_comes_again(graph: Graph, facts: Facts) -> None:
    load(graph, {**A_B, "value": "5万元"})
    cl.add(graph, "supplies", {**A_B, "value": "7万元"}, source="调查")
    assert counts(load(graph, {**A_B, "value": "5万元"}))["unchanged"] == 1
    assert [(one["value"], one["method"]) for one in facts("supplies")] == [(70000.0, "person")]


def test_an_ended_fact_stays_ended_when_its_table_comes_again(graph: Graph, facts: Facts) -> None:
    load(graph, {**A_B, "value": "5万元", "since": "2023"})
    fact = facts("supplies")[0]["fact"]
    ended = cl.end(graph, fact, on="2025年6月", source="电话核实")
    assert ended[["fact", "what", "outcome"]].values.tolist() == [[fact, "甲厂 supplies 吨袋 to 乙厂", "changed"]]
    load(graph, {**A_B, "value": "5万元", "since": "2023", "status": "active"}, published="2026")
    (found,) = facts("supplies")
    assert (found["until"], found["status"], found["value"]) == ("2025-06", "ended", 50000.0)
    assert cl.end(graph, fact, on="2025-06", source="电话核实")["outcome"].item() == "unchanged"
    assert cl.evidence(graph, {"supplies": [fact]})[fact][-1]["source"] == "电话核实"


def test_an_agreement_ends_and_a_technology_link_does_not(graph: Graph, facts: Facts) -> None:
    cl.load(graph, {"agreements": [{"name": "合作协议", "signed": "2024-05"}]}, source="调查")
    cl.load(graph, {"inputs": [{"input": "布", "product": "吨袋"}]}, source="调查")
    agreement = facts("agreement")[0]["fact"]
    with pytest.raises(BadInput, match="since 2024-05, it cannot have ended on 2024-04"):
        cl.end(graph, agreement, on="2024-04")
    cl.end(graph, agreement, on="2025")
    assert [(one["until"], one["status"]) for one in facts("agreement")] == [("2025", "ended")]
    with pytest.raises(BadInput, match="retract"):
        cl.end(graph, facts("input_of")[0]["fact"], on="2025")


def test_a_retracted_fact_is_left_out_of_loads_that_say_so_until_it_is_added(graph: Graph, facts: Facts) -> None:
    load(graph, A_B, B_C)
    fact = next(one["fact"] for one in facts("supplies") if one["value"] is None and one["buyer"] != one["seller"])
    gone = cl.retract(graph, fact, because="核实无此交易")
    assert gone["outcome"].item() == "removed"
    what = {"甲厂 supplies 吨袋 to 乙厂": A_B, "乙厂 supplies 吨袋 to 丙厂": B_C}[gone["what"].item()]
    with pytest.raises(UnknownFact, match="retract.*核实无此交易"):
        cl.show(graph, fact)
    with pytest.raises(UnknownFact, match="retract.*核实无此交易"):
        cl.retract(graph, fact, because="x")
    with pytest.raises(UnknownFact, match="retract.*核实无此交易"):
        cl.end(graph, fact, on="2025")
    report = load(graph, A_B, B_C)
    assert counts(report) == {"added": 0, "changed": 0, "unchanged": 2, "merged": 0, "rejected": 0}
    assert f"1 rows state facts that were retracted (fact {fact}, 核实无此交易)" in noted(report)
    assert len(facts("supplies")) == 1
    assert cl.add(graph, "supplies", what, source="电话核实")["fact"].item() == fact
    assert "retracted" not in noted(load(graph, A_B, B_C))
    assert cl.show(graph, fact)["fact"].item() == fact


def test_what_was_retracted_is_left_out_whatever_the_columns_of_a_table_are_called(graph: Graph, facts: Facts) -> None:
    # a fact of kinds has an end called `kind`, and so has what a load tells of each row
    tables = {"kinds": [{"kind": "细粉", "broader": "粉"}], "produces": [{"firm": "甲厂", "product": "粉"}]}
    cl.load(graph, tables, source="甲")
    cl.retract(graph, cl.list(graph, "kind_of")["fact"].item(), because="并非一种")
    report = cl.load(graph, tables, source="甲")
    assert "1 rows state facts that were retracted" in noted(report)
    assert not facts("kind_of")
    assert len(facts("produces")) == 1


def test_a_retracted_node_that_is_needed_says_why_it_is_bare(graph: Graph, facts: Facts) -> None:
    load(graph, A_B)
    fact = next(one["fact"] for one in facts("firm") if one["name"] == "甲厂")
    assert cl.retract(graph, fact, because="并非企业")["outcome"].item() == "kept"
    assert "并非企业" in noted(cl.show(graph, "甲厂"))
    assert "并非企业" not in noted(cl.show(graph, "乙厂"))


@pytest.mark.parametrize("fact", ["甲厂", "00000000000000ff", "XYZ"])
def test_no_fact_is_an_error(graph: Graph, fact: str) -> None:
    load(graph, A_B)
    with pytest.raises((BadInput, UnknownFact)):
        cl.retract(graph, fact, because="x")
    with pytest.raises((BadInput, UnknownFact)):
        cl.end(graph, fact, on="2025")


def test_a_source_is_unloaded_not_retracted_and_a_retraction_has_a_reason(graph: Graph, facts: Facts) -> None:
    load(graph, A_B)
    with pytest.raises(BadInput, match="unload"):
        cl.retract(graph, facts("source")[0]["fact"], because="x")
    with pytest.raises(BadInput, match="reason"):
        cl.retract(graph, facts("supplies")[0]["fact"], because=" ")


# -- a new edition ------------------------------------------------------------------------------


def test_a_new_edition_ends_what_it_leaves_out_and_says_so(graph: Graph, facts: Facts) -> None:
    load(graph, A_B, B_C, published="2024")
    report = load(graph, A_B, source=None, replace="调查", published="2025-03")
    assert counts(report) == {"added": 0, "changed": 0, "unchanged": 1, "merged": 0, "rejected": 0}
    assert "ended 1" in noted(report)
    assert sorted((one["until"] or "", one["status"] or "") for one in facts("supplies")) == [
        ("", ""),
        ("2025-03", "ended"),
    ]
    # one source still, of the new date
    assert [(one["name"], one["published"]) for one in facts("source")] == [("调查", "2025-03")]


def test_a_new_edition_without_a_date_ends_on_the_day_of_the_load(
    graph: Graph, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")  # 2025-06-15
    load(graph, A_B, B_C)
    load(graph, A_B, source=None, replace="调查")
    assert {one["until"] for one in facts("supplies")} == {None, "2025-06-15"}


def test_an_edition_of_its_own_title_can_be_taken_back(graph: Graph, facts: Facts) -> None:
    load(graph, A_B, B_C, published="2024")
    before = digests(graph)
    load(graph, A_B, source="新调查", replace="调查", published="2025-03")
    undone = cl.unload(graph, "新调查")
    assert "1 facts that this edition had ended or left out stand again" in noted(undone)
    assert undone.values.tolist() == [["source", 1, 0, 0], ["supplies", 0, 1, 0]]
    assert digests(graph) == before
    assert {one["status"] for one in facts("supplies")} == {None}


def test_an_edition_without_a_date_is_asked_for_it_where_the_graph_speaks_of_an_earlier_day(
    graph: Graph, facts: Facts
) -> None:
    load(graph, A_B, B_C, published="2024")
    digest = graph.content_hash
    with pytest.raises(BadInput, match=r"when was.*2024-12-31.*published=") as caught:
        load(graph, A_B, source=None, replace="调查")
    assert "published=" in caught.value.text("zh")
    assert graph.content_hash == digest
    # a table of sources says it as well
    sources = [{"name": "新调查", "published": "2025-03"}]
    cl.load(graph, {"supplies": [A_B], "sources": sources}, source="新调查", replace="调查")
    assert {one["until"] for one in facts("supplies")} == {None, "2025-03"}


def test_a_new_edition_with_a_row_that_cannot_be_used_changes_nothing(graph: Graph) -> None:
    load(graph, A_B, B_C)
    digest = graph.content_hash
    with pytest.raises(BadInput, match=r"cannot be used.*nothing was written"):
        load(graph, A_B, {**B_C, "since": "someday"}, source=None, replace="调查")
    with pytest.raises(BadInput, match="no row rests on"):
        load(graph, {**A_B, "source": "another"}, source=None, replace="调查")
    with pytest.raises(UnknownName, match="nearest: 调查"):
        load(graph, A_B, source=None, replace="调查表")
    assert graph.content_hash == digest


# -- lines that are added up ----------------------------------------------------------------------


def test_lines_of_one_fact_are_added_up_when_asked(graph: Graph, facts: Facts) -> None:
    lines = [{**A_B, "value": text} for text in ("3万元", "2万元", "2万元")]
    report = load(graph, *lines, sum_lines=True)
    assert counts(report) == {"added": 1, "changed": 0, "unchanged": 0, "merged": 2, "rejected": 0}
    assert [(one["value"], one["value_original"]) for one in facts("supplies")] == [(70000.0, None)]
    assert counts(load(graph, *lines, sum_lines=True))["changed"] == 0


def test_lines_of_one_fact_contradict_each_other_when_not_asked(graph: Graph, facts: Facts) -> None:
    report = load(graph, {**A_B, "value": "3万元"}, {**A_B, "value": "2万元"})
    assert counts(report)["rejected"] == 1
    assert [one["value"] for one in facts("supplies")] == [30000.0]


def test_only_like_lines_are_added_up(graph: Graph, facts: Facts) -> None:
    report = load(
        graph, {**A_B, "value": "3万元", "basis": "annual"}, {**A_B, "value": "2万元"}, {**A_B, "role": "packaging"},
        {**A_B, "value": "1万元", "basis": "annual"}, {**A_B, "value": "4万元", "basis": "annual", "role": "waste"},
        sum_lines=True,
    )  # fmt: skip
    assert counts(report)["rejected"] == 2  # another basis, another role: neither is in the sum
    assert [(one["value"], one["role"]) for one in facts("supplies")] == [(40000.0, "packaging")]


def test_bounds_are_added_up_too(graph: Graph, facts: Facts) -> None:
    load(graph, {**A_B, "value": "超3万元"}, {**A_B, "value": "2万元"}, sum_lines=True)
    (found,) = facts("supplies")
    assert found["value_low"] == 50000.0
    assert found["value_high"] is None


# -- stopped at any moment -------------------------------------------------------------------------

ROWS = 4000
posix = pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A table that takes a while, with a row to reject, and a graph that holds a little."""
    lines = [f"厂{one % 300},商{one * 7 % 299},品{one},{one}元" for one in range(ROWS)]
    text = "\n".join(["供方,需方,产品,金额", *lines, "厂1,,品,3元"])
    (tmp_path / "supplies.csv").write_text(text, encoding="utf-8")
    cl.load(cl.connect(str(tmp_path / "x.duckdb")), {"supplies": [A_B]}, source="调查")
    return tmp_path


def begun(folder: Path, graph: str) -> subprocess.Popen[str]:
    """`chanlian load` in a process of its own, past its start: it has made its folder of copies."""
    spill = folder / "spill"
    spill.mkdir()
    line = [sys.executable, "-m", "chanlian", "load", graph, "supplies.csv", "--lang", "en"]
    env = {**os.environ, "TMPDIR": str(spill)}
    process = subprocess.Popen(
        line, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env
    )
    while process.poll() is None and not any(spill.iterdir()):
        time.sleep(0.01)
    return process


@pytest.mark.torture
@posix
@pytest.mark.parametrize(
    ("graph", "trial"),
    [(graph, trial) for graph in ("x.duckdb", "new.duckdb") for trial in range(often(1, 5))] + [("x.duckdb", 4)],
)
def test_a_load_that_is_stopped_leaves_the_file_as_it_was_and_says_so(slow: Path, graph: str, trial: int) -> None:
    before = cl.connect(str(slow / "x.duckdb")).content_hash
    process = begun(slow, graph)
    time.sleep(random.Random(f"{trial} {graph}").uniform(0, 1.5))  # noqa: S311  # moments, not secrets
    process.send_signal(signal.SIGTERM if trial == 4 else signal.SIGINT)
    sent = time.monotonic()
    _, err = process.communicate(timeout=60)
    assert list((slow / "spill").iterdir()) == []
    new = slow / "new.duckdb"
    written = new.exists() if graph == new.name else cl.connect(str(slow / graph)).content_hash != before
    if process.returncode == 3:  # it was done already
        assert written
    else:
        assert time.monotonic() - sent < 10  # at once, but for a machine that is busy
        assert process.returncode == 1
        # all was written before it heard of the stop, or nothing
        there = f"stopped; written before that, and there: {graph}, supplies.rejects.csv"
        assert err.strip() == f"chanlian: {there if written else 'stopped; nothing was half-written'}"
    allowed = {"supplies.csv", "x.duckdb", "spill"} | ({graph, "supplies.rejects.csv"} if written else set())
    assert {path.name for path in slow.iterdir()} == allowed
    if written:
        before_it = 1 if graph == "x.duckdb" else 0
        assert sum(part.num_rows for part in cl.connect(str(slow / graph)).scan("supplies")) == ROWS + before_it


@posix
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_after_all_was_said_changes_nothing_of_it(slow: Path, stop: signal.Signals) -> None:
    process = begun(slow, "x.duckdb")
    assert process.stderr is not None
    while "rejects written" not in process.stderr.readline():
        assert process.poll() is None
    time.sleep(0.05)  # the program is leaving now, which takes it some tenths of a second
    process.send_signal(stop)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (3, "")


@pytest.mark.torture
@posix
@pytest.mark.parametrize("trial", range(often(1, 20)))
def test_a_load_that_is_killed_leaves_the_old_content_or_the_new(slow: Path, trial: int) -> None:
    before = cl.connect(str(slow / "x.duckdb")).content_hash
    process = begun(slow, "x.duckdb")
    time.sleep(random.Random(trial).uniform(0, 2))  # noqa: S311  # moments, not secrets
    process.kill()
    process.communicate(timeout=60)
    graph = cl.connect(str(slow / "x.duckdb"))
    number = sum(part.num_rows for part in graph.scan("supplies"))
    assert (graph.content_hash == before, number) in [(True, 1), (False, ROWS + 1)]
    assert cl.load(graph, slow / "supplies.csv")["read"].item() == ROWS + 1


@posix
def test_an_interrupt_that_meets_a_finalizer_is_not_lost() -> None:
    code = (
        "import signal, time\n"
        "from chanlian._stopping import stoppable\n"
        "class Thing:\n"
        "    def __del__(self):\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "        time.sleep(0)\n"
        "try:\n"
        "    with stoppable():\n"
        "        Thing()\n"
        "        time.sleep(5)\n"
        "        print('went on')\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("stopped", "")


@posix
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_a_stop_waits_for_the_end_of_an_import(stop: str, tmp_path: Path) -> None:
    """One that met DuckDB while it set itself up ended the process with SIGABRT."""
    (tmp_path / "inner.py").write_text(
        "import signal, time\n"
        "try:\n"
        f"    signal.raise_signal(signal.{stop})\n"
        "    time.sleep(0.1)\n"
        "except KeyboardInterrupt:\n"
        "    print('broken')\n"
        "print('whole')\n",
        encoding="utf-8",
    )
    (tmp_path / "outer.py").write_text("import inner\n", encoding="utf-8")
    code = (
        "import time\n"
        "from chanlian._stopping import stoppable\n"
        "try:\n"
        "    with stoppable():\n"
        "        import outer\n"
        "        time.sleep(5)\n"
        "        print('went on')\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (["whole", "stopped"], "")


@pytest.mark.torture
@posix
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_what_asks_late_asks_nobody(stop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It said that it had stopped, and ended otherwise: a thread asked again while the block ended."""
    (tmp_path / "asked.py").write_text(f"import signal\nsignal.raise_signal(signal.{stop})\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    met: list[int] = []
    before = {one: signal.signal(one, lambda got, _: met.append(got)) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        for trial in range(often(10, 200)):
            monkeypatch.delitem(sys.modules, "asked", raising=False)
            with contextlib.suppress(KeyboardInterrupt), stoppable():
                importlib.import_module("asked")
                time.sleep(0.0195 + 0.0001 * (trial % 10))  # about when it asks again
        time.sleep(0.05)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    assert met == []


@posix
@pytest.mark.parametrize(
    ("raised", "told"),
    [
        # a module written in C that was being loaded; the driver of DuckDB in a query
        ("ImportError('initialization failed')", "stopped"),
        ("RuntimeError('Query interrupted')", "stopped"),
        # who says what became of the stop is heard
        ("BadInput('half of it is there', '')", "half of it is there"),
    ],
)
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_a_stop_that_comes_out_of_a_library_as_another_error_is_a_stop(stop: str, raised: str, told: str) -> None:
    code = (
        "import signal\n"
        "from chanlian._stopping import stoppable\n"
        "from chanlian.graph.errors import BadInput\n"
        "def library():\n"
        "    try:\n"
        f"        signal.raise_signal(signal.{stop})\n"
        "    except KeyboardInterrupt:\n"
        f"        raise {raised} from None\n"
        "try:\n"
        "    with stoppable():\n"
        "        library()\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
        "except BadInput as error:\n"
        "    print(error.en)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == (told, "")


@posix
def test_an_error_that_nobody_asked_for_stays_one() -> None:
    code = (
        "from chanlian._stopping import stoppable\n"
        "try:\n"
        "    with stoppable():\n"
        "        raise ImportError('a module is missing')\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "a module is missing"
