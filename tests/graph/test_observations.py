"""Values of many periods, bases and modalities side by side: what is kept, shown, taken out, handed on. All firms are invented."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from neo4j_server import wipe
from rows import batch, nodes, row, rows
from torture import often, record

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.errors import BadInput
from chanlian.graph.observations import fields, observations, out_of_text, struct_sql, text_sql
from chanlian.graph.schema import edge

if TYPE_CHECKING:
    from pathlib import Path

    from neo4j_server import Login


ENDS = {"firm": nodes("firm", "a", "b"), "product": nodes("product", "p")}
SUPPLY = {"seller": "firm:a", "buyer": "firm:b", "product": "product:p"}
HEADERS = ("供方", "需方", "产品", "期间", "金额", "口径", "性质")


def said(source: str, *observed: dict[str, Any], published: str | None = None, **evidence: Any) -> Any:
    """A batch of one source that states these observations of one supply, a row each."""
    return batch(source, published, **ENDS, supplies=[{**SUPPLY, **evidence, **one} for one in observed])


def told(graph: Graph) -> list[tuple[Any, ...]]:
    """Period, basis, modality and value of each observation of the supply."""
    return [tuple(one[name] for name in ("period", "basis", "modality", "value")) for one in held(graph)]


def held(graph: Graph) -> Any:
    return observations(row(graph, "supplies"))


def shown(graph: Graph) -> tuple[Any, Any]:
    found = row(graph, "supplies")
    return found["period"], found["value"]


def panel(*cells: str) -> dict[str, str]:
    return dict(zip(HEADERS, ("甲厂", "乙厂", "铝", *cells), strict=True))


PANEL = [
    panel("2019", "100万元", "年度", ""), panel("2020", "110万元", "年度", ""), panel("2021", "120万元", "年度", ""),
    panel("2021", "150万元", "年度", "目标"),
]  # fmt: skip


@pytest.fixture
def graph() -> Graph:
    return connect(":memory:")


def test_a_panel_in_one_file_is_the_panel_in_three(graph: Graph, tmp_path: Path) -> None:
    lines = [",".join(one.values()) for one in PANEL]
    (tmp_path / "whole.csv").write_text("\n".join([",".join(HEADERS), *lines]), encoding="utf-8")
    report = cl.load(graph, tmp_path / "whole.csv", kind="supplies", source="台账")
    assert report[["read", "added", "merged", "rejected"]].values.tolist() == [[4, 4, 0, 0]]
    parts = connect(":memory:")
    for lot in (PANEL[2:], PANEL[1:2], PANEL[:1]):
        cl.load(parts, {"supplies": lot}, source="台账")
    assert parts.content_hash == graph.content_hash
    assert told(graph) == [
        ("2019", "annual", None, 1e6), ("2020", "annual", None, 1.1e6), ("2021", "annual", None, 1.2e6),
        ("2021", "annual", "target", 1.5e6),
    ]  # fmt: skip
    assert shown(graph) == ("2021", 1.2e6)  # the latest that is actual
    assert len(cl.verify(graph)) == len(cl.verify(parts)) == 0
    assert cl.load(graph, {"supplies": PANEL}, source="台账")["unchanged"].sum() == 4


def test_figures_of_one_observation_contradict_each_other(graph: Graph) -> None:
    report = cl.load(graph, {"supplies": [*PANEL, panel("2020", "90万元", "年度", "实际")]}, source="台账")
    assert report["rejected"].sum() == 1
    assert "1100000" in report.attrs["rejects"]["reason"].item()


def test_a_source_that_says_less_of_an_observation_says_no_other(graph: Graph) -> None:
    full = {"period": "2020", "basis": "annual", "value": 5.0}
    graph.write(said("s", full, {"period": "2019", "value": 4.0}))
    before = graph.content_hash
    # the same figure without its basis, without its period; a row without a figure
    less: tuple[dict[str, Any], ...] = (
        {"period": "2020", "value": 5.0},
        {"value": 4.0},
        {"period": "2018", "unit": "t"},
    )
    for one in less:
        assert graph.write(said("s", one)).get("changed", 0) == 0
    assert graph.content_hash == before
    other = connect(":memory:")
    for one in (*less, {"period": "2019", "value": 4.0}, full):
        other.write(said("s", one))
    assert other.content_hash == before
    # a plan that was met to the yuan is a plan
    graph.write(said("s", {**full, "modality": "target"}))
    assert len(told(graph)) == 3


def test_what_a_source_says_again_of_an_observation_stands(graph: Graph) -> None:
    graph.write(said("s", {"period": "2019", "value": 4.0, "value_low": 3.0}, {"period": "2020", "value": 5.0}))
    assert graph.write(said("s", {"period": "2019", "value": 6.0}))["changed"] == 1
    assert told(graph) == [("2019", None, None, 6.0), ("2020", None, None, 5.0)]
    assert held(graph)[0]["value_low"] is None  # of the old figure
    graph.write(said("s", {"period": "2019", "quantity": 7.0, "unit": "t"}))
    assert [held(graph)[0][name] for name in ("value", "quantity", "unit")] == [6.0, 7.0, "t"]
    # what a person said holds against a table, of its own observation
    graph.write(said("s", {"period": "2020", "value": 8.0}, method="person"))
    graph.write(said("s", {"period": "2020", "value": 5.0}, {"period": "2021", "value": 9.0}))
    assert [one[-1] for one in told(graph)] == [6.0, 8.0, 9.0]
    assert len(cl.verify(graph)) == 0


def test_over_sources_each_observation_is_the_first_ranked_claims(graph: Graph) -> None:
    graph.write(said("old", {"period": "2019", "value": 1.0}, {"period": "2021", "value": 2.0}, published="2022"))
    graph.write(
        said("new", {"period": "2019", "value": 3.0, "unit": "t"}, {"period": "2020", "value": 4.0}, published="2023")
    )
    assert told(graph) == [("2019", None, None, 3.0), ("2020", None, None, 4.0), ("2021", None, None, 2.0)]
    assert shown(graph) == ("2021", 2.0)
    # of what period it is is not said: whoever ranks first decides
    graph.write(said("newest", {"value": 9.0}, published="2024"))
    assert (shown(graph), len(told(graph))) == ((None, 9.0), 4)
    cl.unload(graph, "newest")
    cl.unload(graph, "old")
    assert told(graph) == [("2019", None, None, 3.0), ("2020", None, None, 4.0)]
    assert len(cl.verify(graph)) == 0


def test_two_sources_disagree_only_within_one_observation(graph: Graph) -> None:
    cl.load(graph, {"supplies": PANEL}, source="一", published="2022")
    cl.load(
        graph,
        {"supplies": [panel("2019", "90万元", "年度", ""), panel("2022", "95万元", "年度", "")]},
        source="二",
        published="2023",
    )
    found = cl.conflicts(graph, lang="zh")
    assert found[["what", "value", "source", "shown"]].values.tolist() == [
        ["甲厂向乙厂供应铝（2019；年度）", 1e6, "一", False], ["甲厂向乙厂供应铝（2019；年度）", 9e5, "二", True],
    ]  # fmt: skip


def test_show_and_history_tell_each_observation(graph: Graph) -> None:
    cl.load(graph, {"supplies": PANEL}, source="台账")
    fact = cl.list(graph, "supplies")["fact"].item()
    assert cl.show(graph, fact)["observations"].item()[::3] == [
        "2019: value 100万元 (annual)", "2021: value 150万元 (annual; target)",
    ]  # fmt: skip
    history = cl.history(graph, "甲厂")
    assert [(one["day"], one["value"], one["sources"]) for one in history.to_dict("records")] == [
        ("2019", 1e6, ["台账"]), ("2020", 1.1e6, ["台账"]), ("2021", 1.2e6, ["台账"]), ("2021", 1.5e6, ["台账"]),
    ]  # fmt: skip


def test_show_tells_each_unit_of_a_period(graph: Graph) -> None:
    for source, period, quantity, unit in (
        ("报道", "2020", 30, "吨"),
        ("统计", "2020", 3000, "个"),
        ("报道", "2021", 31, "吨"),
    ):
        one = {"供方": "甲厂", "需方": "乙厂", "产品": "纸箱", "期间": period, "数量": quantity, "单位": unit}
        cl.load(graph, {"supplies": [one]}, source=source)
        if period == "2020" and unit == "个":  # of one period alone too
            assert cl.show(graph, cl.list(graph, "supplies")["fact"].item(), lang="zh")["observations"].item() == [
                "2020：数量为30吨", "2020：数量为3,000个（统计）",
            ]  # fmt: skip
    assert cl.show(graph, cl.list(graph, "supplies")["fact"].item())["observations"].item() == [
        "2020: quantity 30 吨", "2021: quantity 31 吨", "2020: quantity 3,000 个 (统计)",
    ]  # fmt: skip


def test_a_new_edition_takes_out_the_observations_that_it_leaves_out(graph: Graph) -> None:
    cl.load(graph, {"supplies": PANEL}, source="台账")
    note = cl.load(graph, {"supplies": PANEL[1:]}, replace="台账").attrs["notes"]
    assert any("shortened 1" in one for one in note)
    fresh = connect(":memory:")
    cl.load(fresh, {"supplies": PANEL[1:]}, source="台账")
    assert held(graph) == held(fresh)
    (gone,) = rows(graph, "removed")
    assert ('"period":"2019"' in gone["stated"], gone["by"]) == (True, "replace")
    # under another name it is another source, and says nothing of other years
    cl.load(graph, {"supplies": [panel("2022", "1亿元", "年度", "")]}, source="台账二", replace="台账")
    assert [one[0] for one in told(graph)] == ["2020", "2021", "2021", "2022"]
    assert len(cl.verify(graph)) == 0


def test_a_fact_with_observations_goes_and_comes_back_whole(graph: Graph) -> None:
    cl.load(graph, {"supplies": PANEL}, source="台账")
    fact = rows(graph, "supplies")[0]["fact"]
    cl.end(graph, fact, on="2023", source="电话")
    found = row(graph, "supplies")
    assert (found["status"], len(found["series"])) == ("ended", 4)
    cl.retract(graph, fact, because="误报")
    assert rows(graph, "supplies") == []
    assert len(cl.verify(graph)) == 0
    cl.add(graph, "supplies", PANEL[0], source="电话二")
    assert cl.load(graph, {"supplies": PANEL}, source="台账")["rejected"].sum() == 0
    assert [one[0] for one in told(graph)] == ["2019", "2020", "2021", "2021"]
    # one value of several is corrected by its period
    cl.add(graph, "supplies", {**PANEL[0], "金额": "130万元"}, source="电话二")
    assert told(graph)[0] == ("2019", "annual", None, 1.3e6)
    beside = cl.add(graph, "supplies", {**PANEL[0], "期间": "", "金额": "9万元"}, source="电话二", lang="zh")
    assert any("2019、2020、2021" in note for note in beside.attrs["notes"])
    assert not cl.add(graph, "supplies", PANEL[0], source="电话二").attrs["notes"]
    assert len(cl.verify(graph)) == 0


@pytest.fixture(scope="module")
def observed() -> Graph:
    """A panel, what another source says of it, and metrics; read it only."""
    graph = connect(":memory:")
    cl.load(graph, {"supplies": PANEL}, source="台账", published="2022")
    cl.load(
        graph,
        {"supplies": [panel("2019", "90万元", "年度", ""), panel("", "95万元", "", "")]},
        source="年报",
        published="2023",
    )
    cl.load(
        graph,
        {"supplies": [panel("2023年1-5月", "7万元", "", ""), panel("2023年10月-2024年3月", "8万元", "", "")]},
        source="月报",
    )
    metrics = [{"indicator": "产值", "value": value, "unit": "亿元", "period": year, "subjects": "甲厂", "change": f"+{year[2:4]}%",
                "against": "上年"} for year, value in (("2019", "5"), ("2020", "6"), ("2020年1-5月", "2"))]  # fmt: skip
    cl.load(graph, {"metrics": metrics}, source="公报")
    return graph


@pytest.mark.core  # what the others here do of other packages, tests/graph/test_convert.py does too
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl", "parquet"])
def test_an_export_with_observations_comes_back(observed: Graph, form: str, tmp_path: Path) -> None:
    target = tmp_path / (f"out.{form}" if form in ("xlsx", "json") else "out")
    cl.export(observed, target, to=form)
    copy = connect(":memory:")
    cl.load(copy, target)
    assert copy.content_hash == observed.content_hash
    assert {"2023-01/2023-05", "2023-10/2024-03"} < {period for period, *_ in told(copy)}
    assert "2020-01/2020-05" in {found["period"] for found in rows(copy, "metric")}


def test_of_periods_that_end_on_one_day_the_longest_is_shown(graph: Graph) -> None:
    for period, longest in (("2024-04", "2024-04"), ("2024-01/2024-04", "2024-01/2024-04"), ("2024-02/2024-04", "2024-01/2024-04"),
                            ("2024-06", "2024-06"), ("2024-Q2", "2024-Q2"), ("2024-H1", "2024-H1"), ("2024-05", "2024-H1"),
                            ("2023-10/2024-06", "2023-10/2024-06"), ("2024-07", "2024-07")):  # fmt: skip
        graph.write(said("s", {"period": period, "value": 1.0}))
        assert shown(graph)[0] == longest


def test_a_span_of_months_is_told_in_words(graph: Graph) -> None:
    cells = [panel("2024年1-5月", "10万元", "", ""), panel("2024年前三季度", "30万元", "", "")]
    cl.load(graph, {"supplies": cells}, source="月报")
    assert [period for period, *_ in told(graph)] == ["2024-01/2024-05", "2024-01/2024-09"]
    fact = row(graph, "supplies")["fact"]
    assert "2024年1—5月：" in cl.show(graph, fact, lang="zh")["observations"].item()[0]
    assert "Jan–Sep 2024: " in cl.show(graph, fact)["observations"].item()[1]
    days = cl.history(graph, "甲厂")["day"].tolist()
    assert days == [
        "2024-01/2024-09",
        "2024-01/2024-05",
    ]  # they begin on one day: the longer, which says less precisely when, first
    assert cl.history(graph, "甲厂", since="2024-06")["day"].tolist() == ["2024-01/2024-09"]


@pytest.mark.parametrize("text", ["2024-01/2024-05", "2024年1-5月", "2024年前三季度", "2023年10月-2024年3月"])
def test_only_a_period_may_be_a_span_of_months(graph: Graph, text: str) -> None:
    with pytest.raises(BadInput):
        cl.load(graph, {"supplies": PANEL}, source="台账", published=text)
    supply = panel("2019", "1万元", "", "")
    assert cl.load(graph, {"supplies": [{**supply, "起始": text}]}, source="台账")[
        ["added", "rejected"]
    ].values.tolist() == [[0, 1]]
    report = cl.load(graph, {"supplies": [{**supply, "截止": text}]}, source="台账")
    assert (row(graph, "supplies")["until"], len(report.attrs["warnings"])) == (None, 1)


def test_a_view_has_a_row_for_each_observation(graph: Graph) -> None:
    cl.load(graph, {"supplies": PANEL}, source="台账")
    cl.load(
        graph,
        {"products": [{"name": "铝"}], "consumes": [{"firm": "乙厂", "product": "铝", "quantity": "5吨"}]},
        source="表",
    )
    found = graph.sql("SELECT kind, period, modality, value, quantity FROM v_observations ORDER BY ALL")
    assert found.astype(object).where(found.notna(), None).values.tolist() == [
        ["consumes", None, None, None, 5.0], ["supplies", "2019", None, 1e6, None], ["supplies", "2020", None, 1.1e6, None],
        ["supplies", "2021", "target", 1.5e6, None], ["supplies", "2021", None, 1.2e6, None],
    ]  # fmt: skip


def test_a_graph_with_observations_is_copied_as_it_is(graph: Graph) -> None:
    cl.load(graph, {"supplies": PANEL}, source="台账")
    cl.load(graph, {"supplies": PANEL[:1]}, source="年报")
    copy = connect(":memory:")
    cl.push(graph, copy)
    assert (rows(copy, "supplies"), rows(copy, "claim")) == (rows(graph, "supplies"), rows(graph, "claim"))
    assert copy.content_hash == graph.content_hash
    assert len(cl.verify(copy)) == 0


def test_a_server_holds_and_tells_observations_as_a_file_does(
    graph: Graph, neo4j_server: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_server)
    neo4j_server.known(monkeypatch)
    server = connect(neo4j_server.url)
    one: dict[str, Any] = {"source": "台账", "published": "2022"}
    other: dict[str, Any] = {"source": "年报", "published": "2023"}
    cl.load(graph, {"supplies": PANEL}, **one)
    cl.load(graph, {"supplies": [panel("2019", "90万元", "年度", "")]}, **other)
    for lot in (PANEL[2:], PANEL[:2]):
        cl.load(server, {"supplies": lot}, **one)
    cl.load(server, {"supplies": [panel("2019", "90万元", "年度", "")]}, **other)
    assert server.content_hash == graph.content_hash
    assert [{**found, "locator": None} for found in rows(server, "supplies")] == [
        {**found, "locator": None} for found in rows(graph, "supplies")
    ]
    assert len(cl.verify(server)) == 0
    for question in (cl.conflicts, lambda graph: cl.history(graph, "甲厂")):
        told_there, told_here = (question(one).drop(columns="locator", errors="ignore") for one in (server, graph))
        # values and dtypes alike; what is unknown is equal to itself
        pd.testing.assert_frame_equal(pd.DataFrame(told_there), pd.DataFrame(told_here))
    fact = row(graph, "supplies")["fact"]
    assert cl.show(server, fact)["observations"].item() == cl.show(graph, fact)["observations"].item()
    back = connect(str(tmp_path / "back.duckdb"))
    cl.pull(server, back)
    assert (back.content_hash, held(back)) == (graph.content_hash, held(graph))
    cl.unload(server, "年报")
    cl.unload(graph, "年报")
    assert server.content_hash == graph.content_hash


def test_lines_of_one_observation_are_added_up(graph: Graph) -> None:
    lines = [panel("2019", "1万元", "", ""), panel("2019", "2万元", "", ""), panel("2020", "4万元", "", "")]
    report = cl.load(graph, {"supplies": lines}, source="发票", sum_lines=True)
    assert report[["added", "merged"]].values.tolist() == [[2, 1]]
    assert [one[-1] for one in told(graph)] == [3e4, 4e4]
    # a plan beside what was delivered is another observation; a line that says "actual" is of those that do not say
    lines = [
        panel("2021", "1万元", "", ""),
        panel("2021", "5万元", "", "目标"),
        panel("2021", "2万元", "", "实际"),
        panel("2021", "3万元", "", "目标"),
    ]
    report = cl.load(graph, {"supplies": lines}, source="发票二", sum_lines=True)
    assert report[["rejected", "merged"]].values.tolist() == [[0, 2]]
    assert [one[-1] for one in told(graph)][2:] == [3e4, 8e4]


def test_an_observation_is_a_text_on_a_server() -> None:
    import duckdb

    of = edge("supplies")
    one = dict.fromkeys((name for name, _ in fields(of))) | {
        "period": "2020", "value": 0.1 + 0.2, "value_low": 1e-7, "value_original": "a\x1fb\x1b1", "unit": "", "quantity": 1e22,
    }  # fmt: skip
    with duckdb.connect() as db:
        struct = ", ".join(f"{name}: ${name}::{type_}" for name, type_ in fields(of))
        asked = dict(one)
        (text, back) = db.execute(
            f"SELECT text, {struct_sql(of, 'text')} FROM (SELECT {text_sql(of, 'o')} AS text FROM (SELECT {{{struct}}} AS o))",
            asked,
        ).fetchall()[0]
    assert text.split("\x1f")[0] == "2020"
    assert (back, out_of_text(of, text)) == (one, one)


# -- in any order ----------------------------------------------------------------------------


def drawn(draw: random.Random, ref: str) -> list[tuple[str, dict[str, Any]]]:
    """What three sources state of one supply. None contradicts itself; some say a thing twice, once with less."""
    out = []
    for source in "rst":
        figures: dict[Any, dict[str, Any]] = {}
        for _ in range(draw.randrange(4)):
            key = {"period": draw.choice(["2019", "2020", None]), "basis": draw.choice(["annual", None])}
            key["modality"] = draw.choice([None, "actual", "target"])
            amounts = {"value": float(draw.randrange(3)), "quantity": draw.choice([None, 7.0])}
            less = draw.choice([*key, *amounts])
            for one in ({**key, **amounts}, {**key, **amounts, less: None}):
                of = (one["period"], one["basis"], one["modality"] or "actual")
                known = figures.setdefault(of, amounts)
                if known == amounts:
                    out.append((source, {**SUPPLY, "ref": ref, **one}))
    return out


@pytest.mark.torture
def test_in_any_order_and_in_any_lots_the_observations_are_the_same() -> None:
    """Of many supplies at once: each is drawn by itself."""
    trials = often(1, 40)
    draw = random.Random(None if trials > 1 else 5)  # noqa: S311 (nothing secret)
    for _ in range(trials):
        dates = {source: draw.choice([None, "2022", "2023"]) for source in "rst"}
        stated = [one for ref in range(60) for one in drawn(draw, str(ref))]
        graphs = []
        for lots in (1, 4):
            draw.shuffle(stated)
            graphs.append(connect(":memory:"))
            for lot in range(lots):
                mine = stated[lot::lots]
                for source in draw.sample("rst", 3):
                    graphs[-1].write(
                        said(source, *(told for one, told in mine if one == source), published=dates[source])
                    )
        one, other = (rows(graph, "supplies") for graph in graphs)
        assert [{**a, "locator": None} for a in one] == [{**b, "locator": None} for b in other]
        assert graphs[0].content_hash == graphs[1].content_hash
        assert len(cl.verify(graphs[1])) == 0
        assert sum(found["series"] is not None for found in one) > 20
    record("observations in any order, of 60 supplies each", trials, {"the same": trials})


@pytest.mark.parametrize(("published", "shown"), [("2018", 1_500_000), (None, 1_500_000), ("2025", 500_000)])
def test_a_value_of_no_period_speaks_of_the_time_when_it_was_published(published: str | None, shown: int) -> None:
    panel = [
        _bought(value, period, "台账")
        for value, period in (("100万元", "2019"), ("120万元", "2020"), ("150万元", "2021"))
    ]
    vague = _bought("50万元", None, "报道", published=published)
    one, other = connect(":memory:"), connect(":memory:")
    for graph, parts in ((one, (panel, [vague])), (other, ([vague], panel))):
        for part in parts:
            cl.load(graph, {"supplies": part})
    assert one.content_hash == other.content_hash
    assert cl.list(one, "supplies")["value"].tolist() == [shown]
    found = [cl.flows(one, "province", as_of=year)["value"].tolist() for year in ("2019", "2020", "2021")]
    assert found == [[1_000_000], [1_200_000], [1_500_000]]


def _bought(value: str, period: str | None, source: str, **more: str | None) -> dict[str, str]:
    said = {
        "seller": "甲厂",
        "buyer": "乙厂",
        "product": "纸箱",
        "value": value,
        "period": period,
        "source": source,
        **more,
    }
    return {name: text for name, text in said.items() if text is not None}


def test_a_retraction_does_not_hold_a_fact_that_stands() -> None:
    graph = connect(":memory:")
    cl.load(graph, {"supplies": [_bought("1万元", "2020", "甲")]})
    cl.load(graph, {"supplies": [{**_bought("2万元", "2021", "乙"), "seller": "甲工厂"}]})
    cl.retract(graph, cl.list(graph, "supplies").set_index("seller")["fact"]["甲厂"], because="wrong")
    names = {
        "firms": [{"name": "甲工厂", "scale": "大型", "source": "名录"}],
        "aliases": [{"name": "甲工厂", "alias": "甲厂", "source": "名录"}],
    }
    cl.load(graph, names)
    done = cl.load(graph, {"supplies": [{**_bought("3万元", "2022", "乙"), "seller": "甲工厂"}]})
    assert done["changed"].sum() == 1
    assert cl.list(graph, "supplies")[["seller", "value"]].values.tolist() == [["甲工厂", 30_000]]
    assert cl.verify(graph).empty
