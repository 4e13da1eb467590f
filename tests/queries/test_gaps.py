"""Every state, flag and counting rule of `gaps`, on small invented worlds whose answers stand beside them.

Regions are those of world.py: counties A1 (with park K and zone Z) and A2 in province A, B1 in province B, a degree
apart. Every graph is as of 2025-05-30.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from world import small

from chanlian.graph.answer_columns import names
from chanlian.graph.errors import BadInput, UnknownName
from chanlian.queries import gaps, outlets
from chanlian.queries.answer import records
from chanlian.queries.gaps.each import EACH_COLUMNS
from chanlian.queries.gaps.gaps import COLUMNS
from chanlian.queries.gaps.verdict import STATES

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph

Row = dict[str, Any]
MORE = {"C3": ("county", "P", 3.0), "C4": ("county", "P", 4.0)}
"""Two more counties of prefecture P."""


@cache
def rows(graph: Graph, area: str, **asked: Any) -> dict[str, Row]:
    """The answer by product."""
    found = records(gaps(graph, area, **asked))
    assert len({row["product"] for row in found}) == len(found)
    return {row["product"]: row for row in found}


def once(found: dict[str, Row]) -> Counter[str]:
    """The states of an answer, products of several ways counted once, in the state of the way that lacks least."""
    several = {name for name, row in found.items() if "alternative" in row["flags"]}
    out = Counter(row["state"] for name, row in found.items() if name not in several)
    texts = {text for name in several for text in found[name]["alternatives"]}
    sets = {frozenset(frozenset(one.split(" and ")) & several for one in text.split(", or ")) for text in texts}
    for ways in sets:
        if all(ways):  # else what is needed anyway is a way by itself
            worst = [min(STATES.index(found[name]["state"]) for name in way) for way in ways]
            out[STATES[max(worst)]] += 1
    return out


# -- coverage: missing, presumed, unknown ------------------------------------------------------


@pytest.fixture(scope="session")
def covered() -> Graph:
    """The same three needs in areas of which 60, 59.9, 30 and 29.9 % are covered, and one of unknown size."""
    graph: Graph = small(
        regions=MORE,
        firm="""a@A1 group=true count=600; b@A2 group=true count=599
                c@C3 group=true count=300; d@C4 group=true count=299; e@B1 group=true count=10; U""",
        firms="A1=1000; A2=1000; C3=1000; C4=1000",
        produces="a thing; b thing; c thing; d thing; e thing",
        input_of="part thing",
        consumes="a glue; b glue; c glue; d glue; e glue",
        supplies="U a murk; U b murk; U c murk; U d murk; U e murk",
    )
    return graph


@pytest.mark.parametrize(
    ("area", "coverage", "declared", "implied"),
    [
        ("A1", 0.6, "missing", "presumed"),  # declared with coverage of exactly 0.6
        ("A2", 0.599, "presumed", "presumed"),  # just below
        ("C3", 0.3, "presumed", "presumed"),  # implied with coverage of exactly 0.3
        ("C4", 0.299, "presumed", "unknown"),  # just below
        ("B1", None, "presumed", "unknown"),  # nobody says how many firms there are
    ],
)
def test_state_by_coverage(covered: Graph, area: str, coverage: float | None, declared: str, implied: str) -> None:
    found = rows(covered, area)
    assert {row["coverage"] for row in found.values()} == {coverage}
    assert {product: (row["basis"], row["state"]) for product, row in found.items()} == {
        "glue": ("declared", declared),
        "part": ("implied", implied),
        "murk": ("observed", "presumed"),  # bought from a seller of unknown place
    }


def test_number_of_firms_in_a_narrower_scope_is_no_total() -> None:
    graph = small(
        firm="F@A1; G@A2",
        produces="F x; G x",
        consumes="F y; G y",
        metric="m indicator=企业数 value=4 period=2023; n indicator=firms value=2 period=2024; o indicator=firms value=1 scope=规上",
        concerns="m A1; n A1; o A1; o A2",
    )
    assert rows(graph, "A1")["y"]["coverage"] == 0.5  # the latest of those that count all firms
    assert rows(graph, "A1", as_of="2023")["y"]["coverage"] == 0.25
    assert rows(graph, "A2")["y"]["coverage"] is None


def test_actions_by_state(covered: Graph) -> None:
    found = rows(covered, "A1") | {f"C4 {product}": row for product, row in rows(covered, "C4").items()}
    assert [found[name]["action"] for name in ("glue", "part", "C4 part")] == ["补链", "核实", "调查"]


def test_own_thresholds(covered: Graph, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[gaps]\nmissing_coverage = 0.599\npresumed_coverage = 0.7\n", encoding="utf-8")
    frame = gaps(covered, "A2", limits=str(own))
    assert dict(zip(frame["product"], frame["state"], strict=True)) == {
        "glue": "missing", "part": "unknown", "murk": "presumed",
    }  # fmt: skip
    assert frame.attrs["thresholds"]["missing_coverage"] == 0.599
    assert gaps(covered, "A2").attrs["thresholds"]["missing_coverage"] == 0.6
    own.write_text("[gaps]\nmissing = 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="missing"):
        gaps(covered, "A2", limits=str(own))


def test_worst_first_and_all_columns(covered: Graph) -> None:
    frame = gaps(covered, "C4")
    assert list(frame.columns) == list(names(COLUMNS))
    assert frame["state"].tolist() == ["presumed", "presumed", "unknown"]
    assert frame["product"].tolist() == ["glue", "murk", "part"]


# -- broken --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def ended() -> Graph:
    """Purchases of F and F2 in A1 from G in A2, most of them over."""
    graph: Graph = small(
        firm="F@A1; F2@A1; G@A2; S@A1",
        supplies="""
            G F edge until=2023-05-30
            G F gone until=2023-05-29
            G F yesterday until=2025-05-29
            G F today until=2025-05-30
            G F replaced until=2024; G F2 replaced since=2024
            G F broad until=2024; G F fine since=2024-01
            G F narrow until=2024; G F wide
            G F madehere until=2024
            G F undated status=ended
            G F said until=2024
            G F longago until=2020
            G F later since=2025-06
            G F plan status=planned
            G F goal modality=target
        """,
        kind_of="fine broad; narrow wide",
        consumes="F said; F longago; F2 past until=2024",
        produces="S madehere",
    )
    return graph


def test_broken_within_24_months_and_not_replaced(ended: Graph) -> None:
    # `later` starts after the latest publication: without a date the graph would be of that day
    found = rows(ended, "A1", as_of="2025-05-30")
    assert {product: row["state"] for product, row in found.items()} == {
        "edge": "broken",  # ended on the very day 24 months ago
        "yesterday": "broken",
        "narrow": "broken",  # what is bought now is broader: it is no replacement
        "said": "broken",  # still used, as declared, but the supply ended
        "today": "missing",  # its last day counts
        "replaced": "missing",  # another firm here buys it
        "fine": "missing",  # a kind of what ended replaces it
        "wide": "missing",
        "longago": "presumed",  # the end is too long ago; the declaration stays
        # no rows: gone (too long ago), madehere (made here now), undated, later, plan, goal, past
    }
    assert found["edge"]["action"] == "固链"
    assert "2023-05-30" in found["edge"]["because"]
    assert found["edge"]["suppliers"] == 0
    assert found["edge"]["flags"] == []


def test_a_day_in_the_past(ended: Graph) -> None:
    """On 2023-12-31 nothing of 2024 was over, and what began in 2024 had not begun."""
    states = {product: row["state"] for product, row in rows(ended, "A1", as_of="2023").items()}
    assert states == {
        "edge": "broken", "gone": "broken",
        "yesterday": "missing", "today": "missing", "replaced": "missing", "broad": "missing", "narrow": "missing",
        "said": "missing", "wide": "missing", "past": "presumed", "longago": "presumed",
        "madehere": "weak",  # made here, yet all of it was bought outside
    }  # fmt: skip
    assert rows(ended, "A1", as_of="2026")["later"]["state"] == "missing"
    assert gaps(ended, "A1", as_of="2023").attrs["as_of"] == "2023-12-31"


# -- shares, values, suppliers ---------------------------------------------------------------------


@pytest.fixture(scope="session")
def bought() -> Graph:
    """F and F2 in A1 buy from S in A1, from G and G2 in A2, H and H2 in B1, U (no place) and V (province A)."""
    graph: Graph = small(
        firm="F@A1; F2@A1; S@A1; S2@A1; G@A2; G2@A2; H@B1; H2@B1; U; V@A; X@A2 group=true count=9",
        produces="S2 mine",
        supplies="""
            S F p40 value=40 basis=annual; G F p40 value=60 basis=annual
            S F p50 value=50 basis=annual; G F p50 value=50 basis=annual
            S F few value=90 basis=annual; G F few value=5 basis=annual; H F few value=5 basis=annual; H F2 few
            S F most value=90 basis=annual; G F most value=5 basis=annual; H F most value=5 basis=annual
            H F2 most value=1 basis=annual; G F2 most
            S F unsure value=40 basis=annual; U F unsure value=60 basis=annual
            G F four value=30 basis=annual; H F four value=30 basis=annual
            G2 F four value=20 basis=annual; H2 F four value=20 basis=annual
            G F three value=30 basis=annual; H F three value=30 basis=annual; G2 F three
            G F mixed value=100 basis=annual; H F mixed value=50 basis=contract
            G F deal value=50 basis=contract; H F deal value=70 basis=cumulative
            G F total value=70 basis=cumulative; H F total value=5
            G F bare value=5
            G F years value=100 basis=annual period=2023; H F years value=40 basis=annual period=2024
            G F one; G F2 one
            S F resold; S2 F mine; G F far
            X F crowd
            V F vague; V H vague
            G F goal value=9 modality=target; G F plan value=9 status=planned
        """,
    )
    return graph


@pytest.mark.parametrize(
    ("product", "share", "how", "state"),
    [
        ("p40", 0.4, "by value", "weak"),
        ("p50", 0.5, "by value", "served"),  # half is not less than half
        ("few", 0.3333, "by suppliers", "weak"),  # 3 of 4 purchases have a value: one supplier of three is here
        ("most", 0.8911, "by value", "served"),  # 4 of 5 have one: 90 of 101
        ("unsure", 1.0, "by value", "served"),  # what comes from an unknown place is no part of the share
    ],
)
def test_share_bought_here(bought: Graph, product: str, share: float, how: str, state: str) -> None:
    row = rows(bought, "A1")[product]
    assert (row["bought_here_share"], row["state"]) == (share, state)
    assert how in row["because"]
    assert f"{round(share * 100, 1):g}%" in row["because"]


@pytest.mark.parametrize(
    ("product", "value", "basis", "period"),
    [
        ("p40", 100, "annual", None),
        ("mixed", 100, "annual", None),  # the contract is not added
        ("deal", 50, "contract", None),
        ("total", 70, "cumulative", None),
        ("bare", 5, "unstated", None),
        ("years", 40, "annual", "2024"),  # one year, the latest
        ("unsure", 100, "annual", None),  # all purchases, wherever they come from
        ("one", None, None, None),
    ],
)
def test_values_of_one_basis_and_period(
    bought: Graph, product: str, value: float | None, basis: str | None, period: str | None
) -> None:
    row = rows(bought, "A1")[product]
    assert (row["bought_value"], row["bought_basis"], row["bought_period"]) == (value, basis, period)


@pytest.mark.parametrize(
    ("product", "hhi"),
    [
        ("four", 2600),  # 30² + 30² + 20² + 20²
        ("p40", 5200),
        ("bare", 10000),
        ("most", round((90**2 + 5**2 + 6**2) / 101**2 * 1e4)),  # just 80 % valued; H sells twice
        ("three", None),  # two of three purchases have a value
        ("mixed", None),  # one of two in the basis that counts
        ("one", None),
    ],
)
def test_concentration_only_where_80_percent_are_valued(bought: Graph, product: str, hhi: int | None) -> None:
    assert rows(bought, "A1")[product]["supplier_hhi"] == hhi


@pytest.mark.parametrize(
    ("product", "suppliers", "outside", "unplaced", "flags"),
    [
        ("one", 1, 1, 0, ["outside", "single_source"]),  # the same seller twice is one supplier
        ("four", 4, 4, 0, ["outside"]),
        ("unsure", 2, 0, 1, ["maker_unknown"]),
        ("resold", 1, 0, 0, ["single_source", "maker_unknown"]),  # S is not known to make it
        ("mine", 1, 0, 0, ["single_source"]),  # S2 makes what it sells
        ("far", 1, 1, 0, ["outside", "single_source"]),  # only sellers here are asked whether they make it
        ("crowd", 1, 1, 0, ["outside"]),  # an unnamed group is no single source
        ("vague", 1, 0, 1, ["single_source"]),  # V is somewhere in A, perhaps here
    ],
)
def test_suppliers_and_their_flags(
    bought: Graph, product: str, suppliers: int, outside: int, unplaced: int, flags: list[str]
) -> None:
    row = rows(bought, "A1")[product]
    assert (row["suppliers"], row["suppliers_outside"], row["suppliers_unplaced"]) == (suppliers, outside, unplaced)
    assert row["flags"] == flags


def test_known_only_to_a_province(bought: Graph) -> None:
    """V in province A is outside B1, and neither here nor outside for A1; within A it is inside."""
    assert rows(bought, "A1")["vague"]["state"] == "presumed"
    row = rows(bought, "B1")["vague"]
    assert (row["state"], row["suppliers_outside"], row["suppliers_unplaced"]) == ("missing", 1, 0)
    assert (row["nearest_supplier"], row["nearest_area"], row["distance_km"], row["border"]) == (
        "V",
        "A",
        None,
        "province",
    )
    assert rows(bought, "A")["vague"]["state"] == "served"


def test_plans_and_targets_are_no_purchases(bought: Graph) -> None:
    assert {"goal", "plan"}.isdisjoint(rows(bought, "A1"))


def test_nearest_is_outside_the_area(bought: Graph) -> None:
    row = rows(bought, "A1")["four"]
    # G and G2 are as near; the first name stands
    assert (row["nearest_supplier"], row["nearest_area"], row["distance_km"]) == ("G", "A2", 111.2)
    assert (row["distance_basis"], row["border"]) == ("county", "county")
    row = rows(bought, "A1")["resold"]
    assert (row["nearest_supplier"], row["distance_km"]) == (None, None)


# -- capacity, strong links -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def made() -> Graph:
    """What S, S2 and S3 in A1 can make, against what F in A1 needs; L leads a chain there, M one in A2."""
    graph: Graph = small(
        firm="F@A1; S@A1; S2@A1; S3@A1; G@A2; L@A1; M@A2",
        produces="""
            S c79 capacity=79 unit=t; S c80 capacity=80 unit=t
            S sum capacity=50 unit=t; S2 sum capacity=29 unit=t
            S half capacity=5 unit=t; S2 half
            S other capacity=1 unit=kt
            S blend capacity=1 unit=kt; S2 blend capacity=5 unit=t
            S yearly capacity=79 unit=t/年
            S sold capacity=79 unit=t
            S twice capacity=90 unit=t
            S hoped capacity=1000 unit=t modality=target
            S closed until=2024; S planned status=planned
            S three; S2 three; S3 three
            S two; S2 two
            S imported; S2 imported; S3 imported
            L led; S followed; M followed
            S grown capacity=50 unit=t since=2020; S grown capacity=90 unit=t since=2023
            S shrunk capacity=90 unit=t since=2020; S shrunk capacity=50 unit=t since=2023
        """,
        consumes="""
            F c79 quantity=100 unit=t; F c80 quantity=100 unit=t; F sum quantity=100 unit=t
            F half quantity=100 unit=t; F other quantity=100 unit=t; F blend quantity=100 unit=t
            F yearly quantity=100 unit=t
            F hoped quantity=100 unit=t; F closed; F planned
            F three; F two; F imported; F led; F followed
            F grown quantity=100 unit=t; F shrunk quantity=100 unit=t
        """,
        supplies="""
            S F sold quantity=100 unit=t basis=annual
            S F twice quantity=100 unit=t basis=annual period=2023; S F2 twice quantity=100 unit=t basis=annual period=2024
            G F imported
        """.replace("F2", "S3"),
        in_chain="led web stage=one; followed web stage=two",
        leads="L web; M web",
    )
    return graph


@pytest.mark.parametrize(
    ("product", "state", "makers", "capacity", "needed", "unit"),
    [
        ("c79", "weak", 1, 79, 100, "t"),
        ("c80", "served", 1, 80, 100, "t"),  # 0.8 of the need is not below it
        ("sum", "weak", 2, 79, 100, "t"),
        ("half", "served", 2, 5, 100, "t"),  # of S2 no capacity is known: perhaps it suffices
        ("other", "served", 1, None, 100, "t"),  # another unit is not compared, nor shown as if it were
        ("blend", "served", 2, None, 100, "t"),
        ("yearly", "weak", 1, 79, 100, "t"),
        ("sold", "weak", 1, 79, 100, "t"),  # the need is what is bought a year
        ("twice", "served", 1, 90, 100, "t"),  # one year's need, not the sum of two
        ("grown", "served", 1, 90, 100, "t"),  # of one firm's capacities the latest, not their sum
        ("shrunk", "weak", 1, 50, 100, "t"),
        ("hoped", "presumed", 0, None, 100, "t"),  # a target makes nothing
        ("closed", "presumed", 0, None, None, None),
        ("planned", "presumed", 0, None, None, None),
        ("three", "strong", 3, None, None, None),
        ("two", "served", 2, None, None, None),
        ("imported", "weak", 3, None, None, None),  # three makers, but all of it is bought outside
        ("led", "strong", 1, None, None, None),  # made by the leader of its chain
        ("followed", "served", 1, None, None, None),  # the leader that makes it is elsewhere
    ],
)
def test_makers_and_capacity(
    made: Graph, product: str, state: str, makers: int, capacity: float | None, needed: float | None, unit: str | None
) -> None:
    row = rows(made, "A1")[product]
    assert (row["state"], row["makers_here"]) == (state, makers)
    assert (row["capacity"], row["needed"], row["unit"]) == (capacity, needed, unit)


def test_sentences_name_the_deciding_numbers(made: Graph) -> None:
    english, chinese = rows(made, "A1"), rows(made, "A1", lang="zh")
    for found in (english, chinese):
        assert all(word in found["c79"]["because"] for word in ("79", "t", "80%", "100"))
        assert "3" in found["three"]["because"]
        assert "0%" in found["imported"]["because"]
    assert "below 80% of the need" in english["c79"]["because"]
    assert "不足需求" in chinese["c79"]["because"]
    assert "leader" in english["led"]["because"]
    assert "链主" in chinese["led"]["because"]
    assert [row["state"] for row in english.values()] == [row["state"] for row in chinese.values()]


def test_large_numbers_are_readable() -> None:
    graph = small(
        firm="F@A1; S@A1",
        produces="S much capacity=1000000 unit=t",
        consumes="F much quantity=83000000 unit=t",
    )
    because = rows(graph, "A1")["much"]["because"]
    assert "1,000,000 t" in because
    assert "83,000,000" in because


def test_sentences_about_coverage(covered: Graph) -> None:
    assert "59.9%" in rows(covered, "A2")["glue"]["because"]  # not 60 %, which would be missing
    assert "59.9%" in rows(covered, "A2", lang="zh")["glue"]["because"]
    assert "1 firm of unknown place" in rows(covered, "A1")["murk"]["because"]
    assert "地点不明1家企业" in rows(covered, "A1", lang="zh")["murk"]["because"]
    assert "2024-12-31" in rows(small(firm="F@A1; G@A2", supplies="G F x until=2024"), "A1", lang="zh")["x"]["because"]


def test_what_coverage_wants_is_said_once(covered: Graph) -> None:
    """How many firms B1 has nobody says: one note says what would change that, and no row."""
    for lang, words in (("en", "how many there are in all is not stated"), ("zh", "企业总数未载")):
        frame = gaps(covered, "B1", lang=lang)
        assert [note for note in frame.attrs["notes"] if words in note and "ask GRAPH --in B1" in note]
        assert not frame["because"].str.contains(words).any()
        assert not [note for note in gaps(covered, "A1", lang=lang).attrs["notes"] if words in note]
    silent = small(firm="F@A1; G@A1; H@A1 group=true; I@A2", consumes="F x", produces="G y", supplies="I F z")
    assert gaps(silent, "A1", states=["missing"]).attrs["notes"][-1] == (
        "the graph holds 2 firms, a group of firms (number not stated) in A1; the products of 1 firm, a group of firms (number"
        " not stated) are not known"
    )
    assert gaps(silent, "A1", states=["missing"], lang="zh").attrs["notes"][-1] == (
        "图中A1有2家企业、一组企业（家数未载），其中1家企业、一组企业（家数未载）的产品未知"
    )


def test_sentences_count_firms_and_groups_apart() -> None:
    """Who buys, who says so, of whom it is implied; each firm once, at the strongest; a group is never one firm."""
    graph = small(
        firm="F@A1; F2@A1; F3@A1; F4@A1; G@A1 group=true; G2@A1 group=true count=18; S@A2; S2@A2 group=true; M@A1 group=true count=3",
        consumes="F x; F2 x; F3 x; G2 x; G y",
        supplies="S F x; S2 G x; S2 F y",
        produces="F4 made; F made; M x",
        input_of="x made",
    )
    row, zh = rows(graph, "A1")["x"], rows(graph, "A1", lang="zh")["x"]
    assert row["because"].split("; ")[:5] == [
        "bought by 1 firm, a group of firms (number not stated) here",
        "used by 2 firms, a group of 18 firms here, as declared",
        "implied by the technology of 1 firm here, to be verified",
        "made here by a group of 3 firms",
        "suppliers: 1 firm, a group of firms (number not stated) outside",
    ]
    assert zh["because"].startswith(
        "本地1家企业、一组企业（家数未载）在采购，2家企业、一组企业（18家）自报需要，按1家企业的工艺推断需要（有待核实）；"
        "本地一组企业（3家）生产；供应商：外地1家企业、一组企业（家数未载）"
    )
    assert (row["firms"], row["basis"]) == (6, "observed")


# -- kinds of products -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def kinds() -> Graph:
    """nano is a kind of fine, fine of lime. F declares lime, F2 buys nano; B1 needs nano and makes only lime."""
    graph: Graph = small(
        firm="F@A1; F2@A1; G@A2; H@B1; H2@B1; N@A2; N2@A2",
        kind_of="nano fine; fine lime; odd lone",
        consumes="F lime; H nano; N lime",
        produces="H2 lime; N2 nano",
        supplies="G F2 nano value=7 basis=annual; G F2 odd",
    )
    return graph


def test_purchases_of_kinds_count_for_a_need(kinds: Graph) -> None:
    found = rows(kinds, "A1")
    assert set(found) == {"lime", "nano", "odd"}  # fine and lone are no needs: nobody names them
    lime, nano = found["lime"], found["nano"]
    assert (lime["basis"], lime["firms"], lime["firm_names"]) == ("observed", 2, ["F", "F2"])
    assert (lime["suppliers"], lime["suppliers_outside"], lime["bought_value"], lime["state"]) == (1, 1, 7, "missing")
    assert (nano["firms"], nano["suppliers"], nano["bought_value"]) == (1, 1, 7)
    assert lime["nearest_supplier"] == "N2"  # as near as G, and known to make it


def test_a_maker_of_the_broader_does_not_satisfy_the_narrower(kinds: Graph) -> None:
    narrow = rows(kinds, "B1")["nano"]
    assert (narrow["makers_here"], narrow["state"]) == (0, "presumed")
    assert narrow["nearest_supplier"] == "N2"
    broad = rows(kinds, "A2")["lime"]
    assert (broad["makers_here"], broad["maker_names"], broad["state"]) == (1, ["N2"], "served")


def test_left_over_by_all_makers_is_no_strength() -> None:
    """Three firms have slag left over, and the leader of its chain too; of ash one makes a product."""
    graph = small(
        firm="F@A1; S@A1; S2@A1; L@A1",
        produces="""
            S slag role=waste; S2 slag role=by-product; L slag role=waste
            S ash role=waste; S2 ash role=by-product; L ash; L led role=waste
        """,
        consumes="F slag; F ash; F led",
        in_chain="led web stage=one",
        leads="L web",
    )
    assert {name: row["state"] for name, row in rows(graph, "A1").items()} == {
        "slag": "served",
        "ash": "strong",
        "led": "served",
    }


def test_of_several_periods_the_one_that_ends_last_counts() -> None:
    """As a text 2024-H2 is greater than 2024-10/2025-03, and 2024-Q4 than 2024; the former ends earlier, the latter is the shorter."""
    graph = small(
        firm="F@A1; G@A2; H@B1; S@A1",
        supplies="""
            G F x value=5 basis=annual period=2024-H2; H F x value=7 basis=annual period=2024-10/2025-03
            G F y value=5 basis=annual period=2024-Q4; H F y value=7 basis=annual period=2024
            G F z quantity=50 unit=t basis=annual period=2024-H2; H F z quantity=70 unit=t basis=annual period=2024-10/2025-03
        """,
        produces="S z capacity=100 unit=t",
        metric="m indicator=企业数 value=4 period=2024-H2; n indicator=企业数 value=2 period=2024-10/2025-03",
        concerns="m A1; n A1",
    )
    found = rows(graph, "A1")
    assert (found["x"]["bought_value"], found["x"]["bought_period"]) == (7, "2024-10/2025-03")
    assert (found["y"]["bought_value"], found["y"]["bought_period"]) == (7, "2024")
    assert found["z"]["needed"] == 70
    assert found["x"]["coverage"] == 0.5


def test_kinds_in_a_circle_come_to_an_end() -> None:
    graph = small(firm="F@A1; G@A2", kind_of="x y; y x", supplies="G F x")
    assert rows(graph, "A1")["x"]["suppliers"] == 1


# -- technology: routes ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def routes() -> Graph:
    """gear is made from iron and coal (route 1), or from scrap (route 2), always with power.

    A1 has none of them; in A2 scrap is made; in C3 it is bought from a seller of C3; in C4 from one outside.
    In B1 a kind of gear is made, what gear is a kind of, and gear as a by-product.
    """
    graph: Graph = small(
        regions=MORE,
        firm="a@A1; b@A2; b2@A2; c@C3; c2@C3; d@C4; e@B1; e2@B1; e3@K",
        input_of="iron gear route=1; coal gear route=1; scrap gear route=2; power gear; gold machine",
        kind_of="cog gear; gear machine; rust scrap",
        produces="a gear; b gear; b2 rust; c gear; d gear; e cog; e2 machine; e3 gear role=by-product",
        supplies="c2 c scrap; e d scrap",
    )
    return graph


def test_no_route_is_met_all_count(routes: Graph) -> None:
    # gear is also a kind of machine: its inputs are inherited
    assert set(rows(routes, "A1")) == {"iron", "coal", "scrap", "power", "gold"}
    assert {row["basis"] for row in rows(routes, "A1").values()} == {"implied"}


def test_products_of_ways_of_which_none_is_met_are_alternatives(routes: Graph) -> None:
    found = rows(routes, "A1")
    assert {name: row["alternatives"] for name, row in found.items()} == {
        "iron": ["coal and iron, or scrap"], "coal": ["coal and iron, or scrap"], "scrap": ["coal and iron, or scrap"],
        "power": [], "gold": [],  # needed whichever way
    }  # fmt: skip
    assert {name for name, row in found.items() if "alternative" in row["flags"]} == {"iron", "coal", "scrap"}
    assert "one of 2 ways to make gear will do" in found["iron"]["because"]
    chinese = rows(routes, "A1", lang="zh")["iron"]
    assert chinese["alternatives"] == ["coal＋iron，或scrap"]
    assert "gear有2种工艺，备齐其一即可" in chinese["because"]
    # power, gold, and one of the two ways
    assert gaps(routes, each="county").set_index("area").loc["A1", "unknown"] == 3
    assert (
        gaps(routes, "A1").attrs["notes"][-1]
        == "5 products stand for 3 needs: of the 3 that are alternatives one set will do"
    )
    # scrap is bought outside: a need in any case, which meets a way
    bought = rows(routes, "C4")
    assert {name for name, row in bought.items() if "alternative" in row["flags"]} == {"iron", "coal"}
    assert once(bought) == {"missing": 1, "unknown": 2}


def test_what_counts_as_another_way() -> None:
    """resin is in both ways of bag, pellet in one; F, which alone makes pot, uses no clay; only one way is known of pan."""
    graph = small(
        firm="F@A1; G@A1",
        produces="F bag; F pot; F pan; G tin",
        input_of="""
            resin bag route=1; resin bag route=2; pellet bag route=2; clay pot route=1; glass pot route=2; lead pot route=2
            ore pan route=1; lime pan route=1; wood tin route=1; peat tin route=2; peat jar route=1; wood jar route=2
        """,
        kind_of="tin jar",
        consumes="F clay quantity=0",
    )
    found = rows(graph, "A1")
    assert {name: row["alternatives"] for name, row in found.items() if row["alternatives"]} == {
        "pellet": ["resin, or pellet and resin"],
        "wood": ["peat, or wood", "wood, or peat"], "peat": ["peat, or wood", "wood, or peat"],
    }  # fmt: skip
    assert set(found) == {"pellet", "wood", "peat", "resin", "glass", "lead", "ore", "lime"}
    # resin, glass, lead, ore, lime; wood or peat once, though two products want it; pellet not, for resin alone will do
    assert gaps(graph, each="county").set_index("area").loc["A1", "unknown"] == 6


def test_what_cannot_be_carried_off_is_no_need_elsewhere() -> None:
    """Salt is made of brine, or of rock with acid; both counties say that they use gas, which only A2 has."""
    graph = small(
        firm="F@A1; G@A2; W@A2; H@B1",
        product="brine bound=true; gas bound=true; fume bound=true",
        input_of="brine salt route=1; rock salt route=2; acid salt route=2; gas salt",
        produces="F salt; G salt; W brine role=waste; W gas role=waste; W fume role=waste",
        consumes="F gas; G gas; H fume",
        supplies="W F fume",
    )
    here, there = rows(graph, "A1"), rows(graph, "A2")
    assert {name: row["flags"] for name, row in here.items() if name != "fume"} == {
        "rock": [],
        "acid": [],
    }  # the one way left
    assert here["fume"]["state"] == "missing"  # somebody sells it here, by a pipe
    assert {name: row["state"] for name, row in there.items()} == {"brine": "served", "gas": "served"}
    assert rows(graph, "B1") == {}
    wastes = outlets(graph, "A2").set_index("product")["users_outside"]
    assert dict(wastes) == {"fume": 1, "salt": 0}  # F, which buys it; not H, which only says so


def test_inputs_of_a_route_do_not_count_where_another_is_met(routes: Graph) -> None:
    made_here = rows(routes, "A2")
    assert set(made_here) == {"scrap", "power", "gold"}
    assert made_here["scrap"]["state"] == "served"  # by a kind of it
    bought_here = rows(routes, "C3")
    assert set(bought_here) == {"scrap", "power", "gold"}
    assert bought_here["scrap"]["basis"] == "observed"


def test_a_route_is_not_met_from_outside(routes: Graph) -> None:
    found = rows(routes, "C4")
    assert set(found) == {"iron", "coal", "scrap", "power", "gold"}
    assert (found["scrap"]["basis"], found["scrap"]["state"]) == ("observed", "missing")


def test_kinds_inherit_inputs_and_by_products_need_none(routes: Graph) -> None:
    found = rows(routes, "B1")
    assert set(found) == {"iron", "coal", "scrap", "power", "gold"}
    assert found["iron"]["firm_names"] == ["e"]  # e2 makes the broader machine: no input of gear
    assert found["gold"]["firm_names"] == ["e", "e2"]
    assert rows(routes, "K") == {}


# -- flags from projects, requests and near makers --------------------------------------------------------


@pytest.fixture(scope="session")
def promised() -> Graph:
    """Projects of A1 that will make what F there declares, and requests that block some of it."""
    graph: Graph = small(
        firm="F@A1; G@A2",
        consumes="F a; F b; F c; F d; F e; F f; F broad; F g; F h; F i; F j; F k; F l; F m",
        kind_of="narrow broad",
        project="""
            signed stage=signed stage_date=2025-03; started stage=started; planned stage=planned; dead stage=ended
            away stage=signed; kindly stage=started; future stage=signed stage_date=2025-09; nostage; stuck stage=stalled
        """,
        sited_in="""
            signed A1; started K; planned A1 status=planned; dead A1; away A2; kindly A1; future A1; nostage A1; stuck A1
        """,
        adds="""
            signed a modality=target; started b; planned c; dead d; away e; kindly narrow; future f; nostage g; stuck l
        """,
        request="r1; r2 closed=2024; r3 result=done; r4 opened=2025-07; r5; r6; r7; r8 closed=2025-06\n"
        "r9 state=settled; r10 state=partly result=some",
        raises="F r1; F r2; F r3; F r4; G r5; K r6; F r8; F r9; F r10",
        concerns="r7 A1",
        blocks="r1 h; r2 i; r3 i; r4 i; r5 i; r6 j; r7 signed; r8 k; r9 i; r10 m",
    )
    return graph


def test_projects_and_requests(promised: Graph) -> None:
    # stages and requests of later date would make the graph's own day later
    found = rows(promised, "A1", as_of="2025-05-30")
    assert {product: (row["flags"], row["projects"]) for product, row in found.items()} == {
        "a": (["blocked", "signed"], ["signed (signed)"]),  # r7 about A1 blocks the project
        "b": (["started"], ["started (started)"]),
        "c": ([], ["planned (planned)"]),
        "d": ([], []),  # the project has ended
        "e": ([], []),  # it is elsewhere
        "f": ([], []),  # signed only after the day asked
        "broad": (["started"], ["kindly (started)"]),  # a kind of it will do
        "g": ([], ["nostage"]),
        "h": (["blocked"], []),
        "i": ([], []),  # closed, answered, opened later, raised elsewhere, settled nobody knows when
        "j": (["blocked"], []),  # raised by the park
        "k": (["blocked"], []),  # closed only after the day asked
        "l": ([], ["stuck (stalled)"]),
        "m": (["blocked"], []),  # settled in part only
    }
    assert {row["state"] for row in found.values()} == {"presumed"}  # a project makes nothing yet


def test_a_project_that_produces_is_a_maker() -> None:
    """The works makes down and its firm cloth; a bid is no works yet, and what the firm makes there itself is made once."""
    graph = small(
        firm="F@A1; S@A1; T@A2",
        project="works stage=producing; bid stage=signed; own stage=full stage_date=2024-06; far stage=full; later stage=producing stage_date=2026",
        sited_in="works A1; works K; bid A1; own A1; far A1; later A1",
        adds="""
            works down capacity=80 unit=t; works felt capacity=9 modality=target; bid silk; own cloth; far wool; later jute
            own yarn role=x
        """.replace(" role=x", ""),
        invests_in="S own; T far",
        produces="S cloth; T wool",
        consumes="F down quantity=100 unit=t; F felt; F silk; F cloth; F wool; F jute; F yarn",
    )
    found = rows(graph, "A1", as_of="2025-05-30")
    assert {name: (row["state"], row["makers_here"], row["maker_names"]) for name, row in found.items()} == {
        "down": ("served", 1, ["works"]),  # its 80 t are counted once, though it has two sites
        "felt": ("served", 1, ["works"]),  # so much is only its aim
        "cloth": ("served", 1, ["S"]),
        "yarn": ("served", 1, ["own"]),
        "wool": ("served", 1, ["far"]),  # T makes it elsewhere
        "silk": ("presumed", 0, None),
        "jute": ("presumed", 0, None),
    }
    assert (found["down"]["capacity"], found["felt"]["capacity"]) == (80, None)
    assert found["down"]["projects"] == []
    assert "made here by 1 producing project" in found["down"]["because"]
    assert "本地1个投产项目生产" in rows(graph, "A1", lang="zh")["down"]["because"]
    assert found["silk"]["because"].endswith("the project bid (signed) will make it")
    silk = rows(graph, "A1", lang="zh")["silk"]
    assert silk["because"].endswith("bid（签约）将生产")
    assert silk["projects"] == ["bid（签约）"]
    assert rows(graph, "A1", as_of="2024-01")["yarn"]["makers_here"] == 0


def test_promises_of_another_day(promised: Graph) -> None:
    later = rows(promised, "A1", as_of="2026")
    assert later["f"]["flags"] == ["signed"]
    assert later["i"]["flags"] == ["blocked"]
    assert later["k"]["flags"] == []
    assert rows(promised, "A1", as_of="2024")["a"]["projects"] == []


def test_nearer_maker_is_what_matches_finds() -> None:
    """C3 is 333.6 km from A1, A2 111.2 km; K and A1 share a county."""
    graph = small(
        regions=MORE,
        firm="F@A1; S@K; G@A2; G2@A2; D@C3; U",
        produces="G ore; S salt; G2 nut; F own; S own; G soap; U dust; D dust",
        consumes="F salt; F nut; F own",
        supplies="D F ore; G F soap; D F dust; U F wood; D F wood",
    )
    flagged = {product for product, row in rows(graph, "A1").items() if "nearer_maker" in row["flags"]}
    # nut: its maker is 111 km away, more than 100; own: F makes it; soap, wood: no nearer maker; dust: U is nowhere
    assert flagged == {"ore", "salt"}
    assert rows(graph, "A1")["ore"]["flags"] == ["outside", "single_source", "nearer_maker"]


# -- chains --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chains() -> Graph:
    """A1 makes one stage of web and two of mesh; all three products of C are needed there."""
    graph: Graph = small(
        firm="F@A1; S@A1; G@A2",
        chain="web; mesh; none",
        in_chain="""
            yarn web stage=up; cloth web stage=down; wire mesh stage=up; net mesh stage=down; hook mesh stage=side
            waste web stage=re; cloth mesh stage=side
        """,
        produces="S yarn; S wire; S net; S waste role=waste; S rope",
        consumes="F cloth; F hook; F rope; F yarn",
        supplies="G F cloth",
    )
    return graph


def test_chain_with_exactly_one_stage_here_is_to_be_built(chains: Graph) -> None:
    found = rows(chains, "A1")
    assert found["cloth"]["action"] == "补链；建链"  # of web only yarn is made here; waste is no stage
    assert found["hook"]["action"] == "核实"  # two stages of mesh are here
    assert found["yarn"]["action"] is None  # served
    assert (found["cloth"]["chain"], found["cloth"]["stage"]) == (["mesh", "web"], ["side", "down"])
    assert found["rope"]["chain"] is None


def test_a_need_of_the_same_stage_builds_no_chain() -> None:
    """Where nothing of tea is made but its boxes, the paper of them is no step towards tea."""
    graph = small(
        firm="S@A1; G@B1",
        chain="tea",
        in_chain="box tea stage=packing; paper tea stage=packing; leaf tea stage=growing",
        produces="S box",
        supplies="G S paper; G S leaf",
    )
    found = rows(graph, "A1")
    assert (found["paper"]["action"], found["leaf"]["action"]) == ("补链", "补链；建链")


def test_actions_by_what_is_within_reach() -> None:
    """Of A1, A2 is 111 km away, B1 222 km, C3 334 km and C4 445 km; A1 borders C3 and has signed with C4, A2 with B1."""
    graph = small(
        regions=MORE,
        firm="F@A1; G@A2; H@B1; D@C3; E@C4; U; V@Q; T@A1",
        borders="A1 C3",
        agreement="x; y; old until=2024; plan status=planned",
        party_to="A1 x; C4 x; A2 y; B1 y; A1 old; B1 old; A1 plan; B1 plan",
        produces="G a; H b; D c; E d; E e; U f; V g; T thing; D bought",
        consumes="F a; F b; F c; F d; F f; F g",
        input_of="e thing",
        supplies="H F bought",
    )
    found = rows(graph, "A1")
    assert {name: (row["state"], row["action"]) for name, row in found.items()} == {
        "bought": ("missing", "对接"),
        "a": ("presumed", "核实"), "b": ("presumed", "核实"),
        "c": ("presumed", "核实；对接"), "d": ("presumed", "核实；对接"),
        "f": ("presumed", "核实"), "g": ("presumed", "核实"),
        "e": ("unknown", "调查"),
    }  # fmt: skip
    assert found["c"]["because"].endswith("; the nearest supplier is within reach (in a bordering area)")
    assert rows(graph, "A1", lang="zh")["d"]["because"].endswith("；最近供方可对接（有合作协议）")
    wide = rows(graph, "A1", within=223)
    assert [wide[name]["action"] for name in "abfg"] == ["核实；对接", "核实；对接", "核实", "核实"]
    assert wide["a"]["because"].endswith("; the nearest supplier is within reach (111.2 km)")
    assert gaps(graph, "A1", within=223).attrs["parameters"]["within"] == 223
    with pytest.raises(BadInput, match="from 0 on"):
        gaps(graph, "A1", within=-1)


def test_official_borders_need_no_table() -> None:
    """玉屏 and 新晃 touch, as the reference says; 怀化's other counties do not touch 玉屏."""
    places = {
        "CN": ("country", None, None),
        "520622": ("county", "CN", 0.0),
        "431227": ("county", "CN", 30.0),
        "431224": ("county", "CN", 31.0),
    }
    graph = small(regions=places, firm="F@520622; X@431227; Y@431224", produces="X a; Y b", consumes="F a; F b")
    found = rows(graph, "520622")
    assert (found["a"]["action"], found["b"]["action"]) == ("核实；对接", "核实")


def test_only_of_a_chain(chains: Graph) -> None:
    assert set(rows(chains, "A1", chain="web")) == {"cloth", "yarn"}
    assert set(rows(chains, "A1", chain="mesh")) == {"cloth", "hook"}
    empty = gaps(chains, "A1", chain="none")
    assert empty.empty
    assert list(empty.columns) == list(names(COLUMNS))
    assert "none of its 4 needs" in empty.attrs["notes"][-1]
    with pytest.raises(UnknownName):
        gaps(chains, "A1", chain="knot")
    each = gaps(chains, each="county", chain="mesh")
    assert each.set_index("area").loc["A1", ["missing", "presumed"]].tolist() == [1, 1]


def test_only_some_states(chains: Graph) -> None:
    assert gaps(chains, "A1", states=["served", "missing"])["product"].tolist() == ["cloth", "rope", "yarn"]
    assert "in such a state" in gaps(chains, "A1", states=["broken"]).attrs["notes"][-1]
    with pytest.raises(BadInput, match="brokn"):
        gaps(chains, "A1", states=["brokn"])


# -- areas -------------------------------------------------------------------------------------------------


def test_tiny_world(world: Graph) -> None:
    """The states of county A1 in world.py; its zone Z is left out, and said so."""
    assert {product: row["state"] for product, row in rows(world, "A1").items()} == {
        "acid": "broken", "lime": "missing", "ore": "missing", "coke": "missing", "nano": "missing",
        "dye": "presumed", "limestone": "presumed", "oil": "presumed",
        "bag": "weak", "bolt": "served", "wax": "served", "salt": "strong",
    }  # fmt: skip
    assert "Z" in gaps(world, "A1").attrs["notes"][0]
    assert "with_zones=True" in gaps(world, "A1", lang="zh").attrs["notes"][0]


def test_with_zones(world: Graph) -> None:
    """Z makes gear, so with it steel is needed; F1 in A1 makes steel."""
    assert "steel" not in rows(world, "A1")
    assert rows(world, "Z")["steel"]["state"] == "unknown"
    assert rows(world, "A1", with_zones=True)["steel"]["state"] == "served"
    frame = gaps(world, "A1", with_zones=True)
    assert not any("with-zones" in note for note in frame.attrs["notes"])
    assert frame.attrs["parameters"]["with_zones"] is True
    # 5 firms are stated of A1, of Z none: of both together the number is unknown
    assert frame["coverage"].isna().all()
    # the prefecture holds its zones anyway
    assert "steel" in rows(world, "P")


def test_joint_park_stands_for_its_parts(world: Graph) -> None:
    """J covers Z and B1: their needs together. U1 (province A) may be in Z, so it is unplaced here."""
    found = rows(world, "J")
    assert {product: row["state"] for product, row in found.items()} == {"oil": "presumed", "steel": "unknown"}
    assert {row["area"] for row in found.values()} == {"J"}
    assert "stands for its parts: B1, Z" in gaps(world, "J").attrs["notes"][0]
    assert "共建园区" in gaps(world, "J", lang="zh").attrs["notes"][0]
    assert rows(world, "B1")["oil"]["state"] == "missing"


def test_several_areas_are_one(world: Graph) -> None:
    found = rows(world, "A1,A2")
    assert {row["area"] for row in found.values()} == {"A1；A2"}
    assert found["nano"]["state"] == "served"  # G2 in A2 makes and sells it
    assert found["bag"]["bought_here_share"] == 1.0
    assert found["ore"]["state"] == "weak"  # G1 makes it, but F1 buys it in B1
    assert "acid" not in found  # its supply ended, and G1 makes it still
    assert found == rows(world, "A1；A2") == rows(world, "A1，A2")
    assert [*gaps(world, ["A1", "A2", "A1"])["product"]] == [*found]


def test_a_park_and_the_area_around_it(world: Graph) -> None:
    assert set(rows(world, "K")) == {"ore", "bag", "bolt", "wax", "coke", "limestone"}  # the needs of F1
    assert rows(world, "K")["bolt"]["state"] == "missing"  # F3 is in A1, not in K


def test_area_without_firms_is_one_line() -> None:
    graph = small(regions=MORE, firm="F@A1; G@A2", supplies="G F x")
    frame = gaps(graph, "C3")
    assert frame.empty
    assert list(frame.columns) == list(names(COLUMNS))
    assert frame.attrs["notes"] == ["C3: the graph holds no firm here"]
    assert gaps(graph, "C3", lang="zh").attrs["notes"] == ["C3：图中没有这里的企业"]
    # a region of China that no fact speaks of is an area too
    assert "no firm here" in gaps(graph, "玉屏").attrs["notes"][0]
    assert "no need is known of the 1 firm that the graph holds here" in gaps(graph, "A2").attrs["notes"][0]
    assert gaps(graph, "A2", lang="zh").attrs["notes"][0].startswith("A2：图中本地1家企业的需求均未知")
    with pytest.raises(UnknownName):
        gaps(graph, "nowhere")


@pytest.mark.parametrize(
    ("name", "level"),
    [("world", "county"), ("world", "prefecture"), ("world", "province"), ("world", "country"), ("bought", "province"),
     ("covered", "county"), ("routes", "county"), ("example", "county"), ("example", "province")],
)  # fmt: skip
def test_each_area_is_counted_as_it_is_alone(name: str, level: str, request: pytest.FixtureRequest) -> None:
    graph: Graph = request.getfixturevalue(name)
    frame = gaps(graph, each=level)
    assert list(frame.columns) == list(names(EACH_COLUMNS))
    assert not frame.empty
    for line in records(frame):
        alone = rows(graph, line["area"])
        assert {state: line[state] for state in STATES} == {state: once(alone)[state] for state in STATES}, line["area"]
        assert all(row["coverage"] == line["coverage"] for row in alone.values())


def test_each_park_and_the_rest_of_its_county(world: Graph) -> None:
    found = {row["area"]: row for row in records(gaps(world, each="park"))}
    assert {area: row["firms"] for area, row in found.items()} == {
        "K": 1, "Z": 1, "A1 (rest)": 2, "A2 (rest)": 2, "B1 (rest)": 1,
    }  # fmt: skip
    states = [row["state"] for row in rows(world, "K").values()]
    assert all(found["K"][state] == states.count(state) for state in STATES)
    # the metric is of all of A1, not of what lies in no park
    assert found["A1 (rest)"]["coverage"] is None
    assert "A1（其余）" in gaps(world, each="park", lang="zh")["area"].tolist()


def test_each_wants_a_level_alone(world: Graph) -> None:
    with pytest.raises(BadInput, match="levels are"):
        gaps(world, each="town")
    with pytest.raises(BadInput):
        gaps(world, "A1", each="county")
    with pytest.raises(BadInput):
        gaps(world, each="county", states=["missing"])
    with pytest.raises(BadInput):
        gaps(world)
    with pytest.raises(BadInput, match="no date"):
        gaps(world, "A1", as_of="2025-02-30")


def test_meta_lets_it_be_asked_again(world: Graph) -> None:
    attrs = gaps(world, "A1,A2", as_of="2025-01", chain=None).attrs
    assert (attrs["question"], attrs["as_of"], attrs["graph_hash"]) == ("gaps", "2025-01-31", world.content_hash)
    again = gaps(world, **attrs["parameters"])
    assert records(again) == records(gaps(world, "A1,A2", as_of="2025-01"))


def test_the_graph_is_asked_for_its_meta_once(world: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = type(world).rows

    def counted(graph: Graph, question: Any, parameters: Any = None) -> Any:
        asked.append(question.name)
        return ask(graph, question, parameters)

    monkeypatch.setattr(type(world), "rows", counted)
    gaps(world, "A1")
    assert asked.count("meta") == 1
    assert len(asked) == len(set(asked)), "a question is asked twice"


def test_who_says_that_it_uses_none_has_no_need() -> None:
    graph = small(
        firm="F@A1; G@A1",
        produces="F good; G good",
        input_of="x good; y good",
        consumes="F x quantity=0; F z quantity=0",
    )
    # y is implied for both, x for G alone, and z for nobody
    assert {row["product"]: row["firms"] for row in records(gaps(graph, "A1"))} == {"x": 1, "y": 2}
