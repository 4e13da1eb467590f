"""What a picture shows of needs, on a small invented world."""

from __future__ import annotations

from world import small

from chanlian.queries import network


def test_what_is_only_needed_is_drawn_once() -> None:
    graph = small(
        firm="F@A1; G@A1; H@B1",
        produces="F good; H sold",
        consumes="F raw; F sold; G raw",
        input_of="raw good; fuel good",
    )
    drawn = network(graph, "A1")
    labels = sorted((node["label"], node["kind"]) for node in drawn.nodes if node["kind"] in ("product", "gap"))
    # raw is known only as a need; sold is made across the border, and both its need and its maker are shown
    assert labels == [("fuel", "gap"), ("good", "product"), ("raw", "gap"), ("sold", "gap"), ("sold", "product")]
    ends = {(edge["kind"], edge["source"], edge["target"]) for edge in drawn.edges}
    assert {("consumes", "firm:F", "gap:product:raw"), ("consumes", "firm:G", "gap:product:raw")} <= ends
    assert ("needs", "firm:F", "gap:product:raw") not in ends
    assert ("needs", "firm:F", "gap:product:fuel") in ends
    assert ("input_of", "gap:product:raw", "product:good") in ends
    known = {node["id"] for node in drawn.nodes}
    assert all(edge["source"] in known and edge["target"] in known for edge in drawn.edges)
