"""As of a day a graph answers as one that had been told only what was known of that day; a period has its own values alone."""

from __future__ import annotations

import gc
import tempfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from panels import begun, observed
from rows import batch, nodes
from torture import TORTURE, often
from world import small

import chanlian as cl
from chanlian.graph import Graph, connect
from chanlian.graph.meta import META
from chanlian.graph.past import known_of
from chanlian.graph.when import When
from chanlian.queries.answer import records

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

PANEL = [
    {"period": str(year), "value": float(value), "basis": "annual"}
    for year, value in ((2019, 10), (2020, 20), (2021, 30))
]
SAID = {"seller": "firm:H", "buyer": "firm:F", "product": "product:ore"}


def world(supplies: list[dict[str, Any]], located: list[dict[str, Any]] | None = None) -> Graph:
    """F in A1, H in B1, and what they are said to trade; the products that are named."""
    regions = [("W", "country"), ("A", "province"), ("B", "province"), ("A1", "county"), ("B1", "county")]
    graph = connect(":memory:")
    graph.write(
        batch(
            "s", "2025-05-30",
            region=[{"identifier": f"region:{name}", "level": level} for name, level in regions],
            part_of=[{"part": f"region:{a}", "whole": f"region:{b}"} for a, b in ("AW", "BW", ("A1", "A"), ("B1", "B"))],
            firm=nodes("firm", "F", "H", "K"), product=nodes("product", "ore", "wax"),
            located_in=located
            if located is not None
            else [{"what": "firm:F", "place": "region:A1"}, {"what": "firm:H", "place": "region:B1"}],
            supplies=supplies,
        )
    )  # fmt: skip
    return graph


def flow(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    columns = ["from_area", "to_area", "count", "valued", "value", "period"]
    return [tuple(row[name] for name in columns) for row in records(frame)]


def test_a_panel_is_asked_as_of_each_year_and_by_period() -> None:
    plan = {"period": "2021", "value": 99.0, "modality": "target"}
    graph = world([observed(SAID, [*PANEL, plan]), {**SAID, "product": "product:wax"}])
    with_ore = {year: ("B", "A", 1, 1, value, str(year)) for year, value in ((2019, 10.0), (2020, 20.0), (2021, 30.0))}
    undated = ("B", "A", 1, 0, None, None)
    for year, row in with_ore.items():
        for as_of, period in ((str(year), None), (f"{year}-06-30", None), (None, str(year))):
            found = cl.flows(graph, "province", as_of=as_of, period=period)
            assert sorted(flow(found), key=repr) == sorted([undated, row], key=repr)
    # its part is another period, and a period counts the ties that held in it
    assert flow(cl.flows(graph, "province", period="2020-H1")) == [("B", "A", 2, 0, None, None)]
    before = cl.flows(graph, "province", as_of="2018", lang="zh")
    assert flow(before) == [undated]
    assert before.attrs["notes"] == ["1 条联系中有 1 条既无起始时间也无期间，视为任何时候都成立"]
    found = records(cl.compare(graph, "links", "province", before="2019", after="2021"))
    assert [(row["change"], row["what"], row["property"], row["before"], row["after"]) for row in found] == [
        ("changed", "ore", "value", 10.0, 30.0),
    ]
    assert len(graph.past) == 2
    with pytest.raises(cl.BadInput, match="period= and as_of="):
        cl.flows(graph, "province", as_of="2020", period="2020")
    with pytest.raises(cl.BadInput, match="no period"):
        cl.flows(graph, "province", period="last year")


def test_a_plan_is_no_value_of_what_is_actual_whatever_is_asked() -> None:
    """One rule for every question: actual values of what is actual; what is nothing but a plan is listed as one and counts nowhere."""
    plan = {"period": "2021", "value": 99.0, "modality": "target"}
    graph = world([observed(SAID, [PANEL[0], plan]), {**SAID, "product": "product:wax", **plan}])
    options: dict[str, Any] = {"period": "2021", "lang": "zh"}
    ore, wax = ("ore", None, None), ("wax", 99.0, "target")
    asked = {
        "flows": cl.flows(graph, "province", **options), "trace": cl.trace(graph, "H", down=True, **options),
        "gaps": cl.gaps(graph, "A", **options), "links": cl.links(graph, "province", **options),
        "list": cl.list(graph, "supplies", **options),
    }  # fmt: skip
    assert flow(asked["flows"]) == [("B", "A", 1, 0, None, None)]
    assert [(row["product"], row["value"]) for row in records(asked["trace"])] == [("ore", None)]
    assert [(row["product"], row["bought_value"]) for row in records(asked["gaps"])] == [("ore", None)]
    for name, what in (("links", "what"), ("list", "product")):
        assert sorted((row[what], row["value"], row["modality"]) for row in records(asked[name])) == [ore, wax]
    for frame in asked.values():
        assert (
            "1 条事实在 2021 只有计划或估计、没有实际值，故不显示数值；可用 show、history 查看" in frame.attrs["notes"]
        )


def test_a_panel_that_was_loaded(tmp_path: Path) -> None:
    rows = [f"辽宁省,贵州省,煤,{year},{value}万元,年度," for year, value in ((2019, 10), (2020, 20), (2021, 30))]
    (tmp_path / "supplies.csv").write_text(
        "供方,需方,产品,期间,金额,口径,性质\n" + "\n".join([*rows, "辽宁省,贵州省,煤,2021,99万元,年度,目标"]),
        encoding="utf-8",
    )
    graph = connect(str(tmp_path / "panel.duckdb"))
    cl.load(graph, str(tmp_path / "supplies.csv"))
    values = {year: flow(cl.flows(graph, "province", as_of=year)) for year in ("2018", "2019", "2020", "2021")}
    assert values["2018"] == []
    for year in ("2019", "2020", "2021"):
        wanted = [("辽宁省", "贵州省", 1, 1, (int(year) - 2018) * 100_000.0, year)]
        assert values[year] == flow(cl.flows(graph, "province", period=year)) == wanted
    assert flow(cl.flows(graph, "province")) == values["2021"]


def test_what_was_first_recorded_later_is_left_out_and_said() -> None:
    graph = world([observed(SAID, PANEL[2:]), {**observed(SAID, PANEL[2:]), "product": "product:wax", "since": "2018"}])
    found = cl.flows(graph, "county", as_of="2019")
    assert flow(found) == [("B1", "A1", 1, 0, None, None)], "it had begun, and nobody knew for how much"
    assert found.attrs["notes"] == ["left out, first recorded for a period after 2019-12-31: supply 1"]
    assert (found.attrs["graph"], found.attrs["graph_hash"]) == (graph.url, graph.content_hash)
    assert len(cl.list(graph, "supplies", as_of="2019")) == 1
    # a write is another state: the copy is made anew
    more = [{**observed(SAID, PANEL[:1]), "buyer": "firm:K"}]
    graph.write(batch("t", "2020", firm=nodes("firm", "K"), supplies=more))
    assert int(cl.flows(graph, "county", as_of="2019")["count"].sum()) == 2
    assert len(graph.past) == 1


def test_a_tie_that_ended_within_a_period_held_in_it() -> None:
    graph = world([{**observed(SAID, PANEL[:1]), "until": "2019-06"}])
    assert flow(cl.flows(graph, "county", period="2019")) == [("B1", "A1", 1, 1, 10.0, "2019")]
    for as_of, period in (("2019", None), (None, "2020")):
        assert flow(cl.flows(graph, "county", as_of=as_of, period=period)) == []


def test_a_firm_that_moved_is_where_it_was() -> None:
    moved = [
        {"what": "firm:F", "place": "region:A1", "until": "2019"}, {"what": "firm:F", "place": "region:B1", "since": "2020"},
        {"what": "firm:H", "place": "region:B1"},
    ]  # fmt: skip
    graph = world([SAID], moved)
    assert flow(cl.flows(graph, "province")) == [("B", "B", 1, 0, None, None)]
    assert flow(cl.flows(graph, "province", as_of="2019")) == [("B", "A", 1, 0, None, None)]
    assert len(cl.links(graph, "province", as_of="2019")) == 1
    assert cl.links(graph, "province", as_of="2020").empty
    assert records(cl.gaps(graph, "A1", as_of="2019"))[0]["product"] == "ore"
    assert cl.gaps(graph, "A1", as_of="2021").empty
    change = records(cl.compare(graph, "flows", "province", before="2019", after="2020"))
    assert [(row["change"], row["to_area"]) for row in change] == [("went", "A"), ("came", "B")]


def test_codes_and_parents_are_those_of_the_day() -> None:
    """莱芜 was a city of its own (371200, its district 371202) until 2018, and is a district of 济南 (370116) since."""
    graph = connect(":memory:")
    cl.load(graph, {"firms": [{"name": "甲厂", "place": "莱芜区"}, {"name": "乙厂", "place": "济南市历下区"}]})
    cl.load(graph, {"supplies": [{"seller": "甲厂", "buyer": "乙厂", "product": "钢"}]})
    assert flow(cl.flows(graph, "prefecture"))[0][:2] == ("济南市", "济南市")
    assert flow(cl.flows(graph, "prefecture", as_of="2017"))[0][:2] == ("莱芜市", "济南市")
    assert flow(cl.flows(graph, "county", as_of="2017"))[0][0] == "莱城区"
    for name in ("莱城区", "莱芜区", "371202", "370116"):
        assert cl.list(graph, "firms", name, as_of="2017")["name"].tolist() == ["甲厂"]
    assert cl.list(graph, "firms", "莱芜市", as_of="2017")["name"].tolist() == ["甲厂"]
    assert set(cl.list(graph, "firms", "济南市")["name"]) == {"甲厂", "乙厂"}
    # no fact speaks of 钢城区 (371203, today 370117), and it is a place all the same
    assert cl.list(graph, "firms", "济南市钢城区", as_of="2017").attrs["parameters"]["area"] == "钢城区"
    assert cl.list(graph, "firms", "济南市", as_of="2017")["name"].tolist() == ["乙厂"]


def test_a_district_that_was_merged_is_kept_as_it_was_stated() -> None:
    """下城区 (330103) of 杭州 became a part of 拱墅区 (330105) in 2021: what lay in it cannot be told from that."""
    graph = connect(":memory:")
    cl.load(
        graph,
        {
            "firms": [
                {"name": "甲厂", "place": "下城区"},
                {"name": "乙厂", "place": "拱墅区"},
                {"name": "丙厂", "place": "海淀区"},
            ]
        },
    )
    cl.load(
        graph,
        {
            "supplies": [
                {"seller": "甲厂", "buyer": "乙厂", "product": "钢"},
                {"seller": "丙厂", "buyer": "甲厂", "product": "纸"},
            ]
        },
    )
    firms = {
        (name, day): cl.list(graph, "firms", name, as_of=day)["name"].tolist()
        for name in ("下城区", "330103", "拱墅区") for day in (None, "2019")
    }  # fmt: skip
    assert firms == {
        **{(name, day): ["甲厂"] for name in ("下城区", "330103") for day in (None, "2019")},
        ("拱墅区", None): ["乙厂", "甲厂"], ("拱墅区", "2019"): ["乙厂"],
    }  # fmt: skip
    assert [row[:2] for row in flow(cl.flows(graph, "county"))] == [("拱墅区", "拱墅区"), ("海淀区", "拱墅区")]
    assert [row[:2] for row in flow(cl.flows(graph, "county", as_of="2019"))] == [
        ("下城区", "拱墅区"),
        ("海淀区", "下城区"),
    ]
    assert [row[:2] for row in flow(cl.flows(graph, "province", as_of="2019"))] == [
        ("北京市", "浙江省"),
        ("浙江省", "浙江省"),
    ]
    (note,) = cl.outlets(graph, "下城区").attrs["notes"][:1]
    assert note.startswith(
        "下城区 has been a part of 拱墅区 since 2021: the answer covers what is stated to lie in 下城区"
    )
    assert not any("拱墅区" in note for note in cl.outlets(graph, "下城区", as_of="2019").attrs["notes"])
    # distances today are those of what it is a part of
    assert (
        cl.suppliers(graph, "钢", near="海淀区")["distance_km"].tolist()
        == cl.suppliers(graph, "纸", near="拱墅区")["distance_km"].tolist()
    )


def test_what_a_division_was_cannot_always_be_told() -> None:
    """信都区 (130503) was made of 邢台县 and 桥西区 in 2020."""
    graph = connect(":memory:")
    cl.load(graph, {"firms": [{"name": "甲厂", "place": "信都区"}]})
    found = cl.list(graph, "firms", "信都区", as_of="2018", lang="zh")
    assert found["name"].tolist() == ["甲厂"]
    assert any("信都区" in note and "现行区划" in note for note in found.attrs["notes"])


def test_a_graph_without_dates_pays_nothing() -> None:
    graph = small(
        firm="F@A1; H@B1", supplies="H F ore value=1; H F wax since=2018 until=2021; F H bag value=2 period=2017"
    )
    for question in (cl.flows, cl.links):
        question(graph, "county", as_of="2019")
    cl.gaps(graph, "A1", as_of="2019")
    with graph.reading():
        assert known_of(graph, When("2019-12-31")) is graph
        assert known_of(graph, When("2016-12-31")).then is not None
    assert len(graph.past) == 1


def test_copies_go_with_those_who_ask_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    graph = world([observed(SAID, PANEL)])
    own = len(list(tmp_path.iterdir()))
    with graph.reading():
        first = known_of(graph, When("2019-12-31"))
    for day in ("2018", "2020", "2018", "2019"):
        cl.flows(graph, "county", as_of=day)
    assert len(list(tmp_path.iterdir())) == own + 3, "two are kept, and one is still held"
    assert len(first.rows(META)) > 0
    del first
    assert len(list(tmp_path.iterdir())) == own + 2
    del graph
    gc.collect()
    assert list(tmp_path.iterdir()) == []


OBSERVATIONS = st.lists(
    st.fixed_dictionaries(
        {"period": st.sampled_from(["2018", "2019", "2020", "2020-H2"]), "value": st.sampled_from([1.0, 2.0, 3.0])},
        optional={"modality": st.sampled_from(["actual", "target"])},
    ),
    max_size=3, unique_by=lambda one: (one["period"], one.get("modality", "actual")),
)  # fmt: skip
DATES = st.fixed_dictionaries(
    {}, optional={"since": st.sampled_from(["2017", "2019-03"]), "until": st.sampled_from(["2019", "2021"])}
)
TIES = st.lists(st.tuples(OBSERVATIONS, DATES), min_size=1, max_size=6)
LOCATED = st.lists(st.tuples(st.sampled_from(["A1", "B1"]), DATES), max_size=2, unique_by=lambda one: one[0])


@pytest.mark.torture
@settings(
    max_examples=often(5, 200), deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not TORTURE
)
@given(TIES, LOCATED, st.sampled_from(["2016", "2018", "2019-02", "2019", "2020-06", "2022"]))
def test_a_past_answer_is_that_of_a_graph_told_only_what_was_known(
    ties: list[tuple[list[dict[str, Any]], dict[str, str]]], located: list[tuple[str, dict[str, str]]], asked: str
) -> None:
    from chanlian.graph.dates import first_day, last_day

    day = last_day(asked).isoformat()

    def holds(dates: dict[str, str]) -> bool:
        return ("since" not in dates or first_day(dates["since"]).isoformat() <= day) and (
            "until" not in dates or last_day(dates["until"]).isoformat() >= day
        )

    said = [{**SAID, "ref": f"r{number}"} for number in range(len(ties))]
    places = [{"what": "firm:F", "place": f"region:{place}", **dates} for place, dates in located]
    home = {"what": "firm:H", "place": "region:B1"}
    graph = world([observed(row | dates, seen) for row, (seen, dates) in zip(said, ties, strict=True)], [*places, home])
    known = []
    for row, (seen, dates) in zip(said, ties, strict=True):
        left = begun(seen, day)
        if left or "since" in dates or not seen:
            known.append(observed(row | dates, left))
    still = [{"what": "firm:F", "place": f"region:{place}"} for place, dates in located if holds(dates)]
    told = world(known, [*still, home]) if known else world([], [*still, home])
    for question, arguments in (
        (cl.flows, ("county",)),
        (cl.links, ("province",)),
        (cl.gaps, ("A1",)),
        (cl.list, ("supplies",)),
    ):
        one, other = (question(of, *arguments, as_of=asked) for of in (graph, told))
        assert [{k: v for k, v in row.items() if k != "sources"} for row in records(one)] == [
            {k: v for k, v in row.items() if k != "sources"} for row in records(other)
        ], question
