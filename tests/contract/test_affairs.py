"""What ties areas and what concerns them, on every engine: rows worked out by hand on one small invented world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from world import small_batch

import chanlian as cl

if TYPE_CHECKING:
    import pandas as pd

    from chanlian.graph import Graph

pytestmark = pytest.mark.core

AFFAIRS: dict[str, Any] = {
    "firm": "F@A1; G@A2; H@B1; K1@K; U; shut; next",
    "organization": "body; desk; guild",
    "located_in": "body A1; guild B1; shut A1 until=2008 status=ended",
    "supplies": "H F ore; F G scrap role=waste; F next steel; U F oil; G H plan status=planned; G H aim modality=target",
    "produces": "F steel",
    "input_of": "ore steel",
    "cooperates_with": "G F what=upstream; guild A1",
    "agreement": "pact signed=2024; river; memo status=planned; gone status=ended",
    "party_to": "A1 pact; B1 pact; body river role=promoter; guild river role=promoter; A1 gone; B1 gone; F pact role=witness",
    "measure": "item status=agreed; roads; over status=ended",
    "part_of": "item pact",
    "project": "works contracted=5 stage=started; joint; named",
    "invests_in": "H works",
    "sited_in": "works A1 status=planned; joint A1; joint A2",
    "facility": "bus status=open; rail status=building; desks",
    "connects": "bus K; bus K1; bus A1; bus Z; rail A1 status=planned; rail B1 status=planned",
    "serves": "desk A2; desks F",
    "metric": "riders indicator=riders value=5; sales indicator=sales value=6",
    "request": "stop; dust",
    "handles": "desk stop",
    "raises": "H stop",
    "blocks": "dust works",
    "concerns": """
        river A1; river Z; memo A1; memo B1; roads A2; roads B1; roads named; over A1; over B1
        riders bus; sales works
    """,
}


@pytest.fixture
def affairs(graph: Graph) -> Graph:
    graph.write(small_batch(**AFFAIRS))
    return graph


def rows(frame: pd.DataFrame, *columns: str) -> set[tuple[Any, ...]]:
    """These columns of all rows, null as None, lists joined."""
    chosen = frame[[*columns]].astype(object)
    plain = chosen.where(chosen.notna(), None).itertuples(index=False, name=None)
    return {tuple("/".join(value) if isinstance(value, list) else value for value in row) for row in plain}


def test_affairs(affairs: Graph) -> None:
    """One world, several questions: a server takes long to hold it."""
    with affairs.reading():
        _ties(affairs)
        _areas(affairs)
        _chains(affairs)
        _disagreements(affairs)


def _ties(graph: Graph) -> None:
    through = cl.links(graph, "county", kinds=["agreement", "measure", "project", "facility"])
    assert rows(through, "kind", "what", "from", "to", "via", "status", "value", "basis") == {
        ("agreement", "pact", "A1", "B1", "signatory", None, None, None),
        ("agreement", "river", "body", "guild", "promoter", None, None, None),
        ("agreement", "river", "A1", "Z", "concerns", None, None, None),
        ("agreement", "river", "guild", "Z", "promoter/concerns", None, None, None),
        ("agreement", "memo", "A1", "B1", "concerns", "planned", None, None),
        ("measure", "item", "A1", "B1", "agreement", "agreed", None, None),
        ("measure", "roads", "A2", "B1", "concerns", None, None, None),
        ("project", "works", "H", "A1", None, "started", 5.0, "contracted"),
        ("facility", "bus", "A1", "Z", None, "open", None, None),
        ("facility", "rail", "A1", "B1", None, "building", None, None),
    }
    assert rows(cl.links(graph, "park", kinds=["facility"]), "what", "from", "to") == {
        ("bus", "K", "Z"), ("rail", "A1", "B1"),
    }  # fmt: skip
    assert rows(cl.links(graph, statuses=["planned", "target"], kinds=["supplies"]), "what") == {("plan",), ("aim",)}
    left_out = [cl.links(graph, between=("A1", other), kinds=["supplies"]).attrs["notes"] for other in ("A2", "B1")]
    assert all(any(note.startswith("2 more") for note in notes) for notes in left_out)
    assert not any(
        "more ties" in note for note in cl.links(graph, between=("A2", "B1"), kinds=["supplies"]).attrs["notes"]
    )


def _areas(graph: Graph) -> None:
    def inside(kind: str, area: str) -> set[tuple[Any, ...]]:
        return rows(cl.list(graph, kind, area), "name", "via")

    assert inside("project", "A1") == {("joint", "sited_in"), ("works", "sited_in")}
    assert inside("project", "A2") == {("joint", "sited_in"), ("named", "concerns")}
    assert inside("project", "B1") == {("works", "invests_in"), ("named", "concerns")}
    assert inside("metric", "A1") == {("riders", "concerns"), ("sales", "concerns")}
    assert inside("agreement", "A1") == {("pact", "party_to"), ("river", "concerns/party_to"), ("memo", "concerns")}
    assert inside("measure", "B1") == {("item", "part_of"), ("roads", "concerns")}
    assert inside("request", "A1") == {("dust", "blocks")}
    assert inside("request", "A2") == {("stop", "handles")}
    assert inside("organization", "A1") == {("body", "located_in")}
    assert rows(cl.list(graph, "request"), "name", "places") == {("stop", "B1"), ("dust", "A1")}
    assert "shut" not in set(cl.list(graph, "firm")["name"])
    assert rows(cl.list(graph, "firm", ended=True), "name", "ended") >= {("shut", True), ("F", False)}
    # told in 2025 of no period
    assert cl.list(graph, "metric", as_of="2021").empty


def _chains(graph: Graph) -> None:
    found = cl.trace(graph, "H", down=True)
    assert rows(found, "hop", "from", "to", "product", "kind", "what", "through") == {
        (1, "H", "F", "ore", "supplies", None, None),
        (2, "F", "next", "steel", "supplies", None, "technology"),
        (2, "F", "G", "scrap", "supplies", None, "unstated"),
        (2, "F", "G", None, "cooperates_with", "upstream", None),
    }
    assert rows(cl.outlets(graph, "A1"), "product", "unplaced_users") >= {("steel", "next")}


def _disagreements(graph: Graph) -> None:
    assert rows(cl.conflicts(graph), "what", "property", "value", "between") == {
        ("works", "stage", "started", "facts"), ("works is sited in A1", "status", "planned", "facts"),
        ("rail", "status", "building", "facts"), ("rail connects A1", "status", "planned", "facts"),
        ("rail connects B1", "status", "planned", "facts"),
    }  # fmt: skip
    (record, *_) = [
        one for one in cl.show(graph, "rail").attrs["facts"] if one["sentence"].startswith("rail connects A1")
    ]
    assert [piece["source"] for piece in record["evidence"]] == ["the invented world"]
