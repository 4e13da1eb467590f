"""An invented world of a chain of three stages, and the rows of its map, worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from world import SOURCE, small_batch

if TYPE_CHECKING:
    from chanlian.graph import Batch

Row = dict[str, Any]


def mapped_batch() -> Batch:
    """A chain of three stages over A1 and A2; H (B1) and C (C3) are elsewhere, V somewhere in province A, U anywhere."""
    batch = small_batch(
        {"C3": ("county", "P", 3.0)},
        firm="F@A1; F2@A1; G@A2; H@B1; C@C3; V@A; U",
        produces="G gear; H ore; C ore; V oil; F car; F2 car; F2 later status=planned",
        supplies="G F gear; H F ore; V F2 oil; U F2 dye; F G slag role=waste; H F wool status=planned; C F tin until=2015",
        consumes="F paint",
        project="mill stage=signed; works stage=producing",
        sited_in="mill A1; works A2",
        adds="mill plate; works wire",
        in_chain="ore web stage=raw; bolt web stage=raw; gear web stage=part; oil web stage=part; car web stage=end; plate web",
    )
    batch.add(
        "chain",
        [
            {
                "row": 1,
                "source": SOURCE,
                "method": "table",
                "identifier": "chain:web",
                "name": "web",
                "stages": ["raw", "part", "end"],
            }
        ],
    )
    return batch


def told(rows: list[Row], part: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows if row["part"] == part]


CELL_COLUMNS = (
    "area",
    "product",
    "stage",
    "state",
    "makers",
    "buyers",
    "suppliers",
    "candidates",
    "candidate_areas",
    "users",
)
CELLS = [
    ("A1", "ore", "raw", "missing", None, ["F"], ["H"], ["C"], ["C3"], None),
    ("A1", "gear", "part", "missing", None, ["F"], ["G"], None, None, None),
    ("A1", "oil", "part", "presumed", None, ["F2"], ["V"], None, None, None),  # V may be here
    ("A1", "car", "end", "made", ["F", "F2"], None, None, None, None, None),
    # in no stage: worst first
    ("A1", "dye", None, "presumed", None, ["F2"], ["U"], None, None, None),
    ("A1", "paint", None, "presumed", None, ["F"], None, None, None, None),
    ("A1", "plate", None, "project", None, None, None, None, None, None),
    ("A1", "slag", None, "made", ["F"], None, None, None, None, ["G"]),  # its seller makes it
    ("A2", "gear", "part", "made", ["G"], None, None, None, None, ["F"]),
    ("A2", "slag", None, "missing", None, ["G"], ["F"], None, None, None),
    ("A2", "wire", None, "made", ["works"], None, None, None, None, None),  # a project that produces
    # not: later, wool (planned), tin (ended ten years ago)
]  # fmt: skip
OUTSIDE_COLUMNS = ("area", "product", "stage", "makers", "suppliers", "box")
OUTSIDE = [  # nearest to the areas first, of unknown place last
    ("B1", "ore", "raw", None, ["H"], "region:B1 product:ore"),
    ("C3", "ore", "raw", ["C"], None, "region:C3 product:ore"),
    ("A", "oil", "part", None, ["V"], "region:A product:oil"),
    (None, "dye", None, None, ["U"], "unplaced product:dye"),
]
JOINS = [  # as the cells that they end at; supplied before possible
    ("region:B1 product:ore", "region:A1 product:ore", 1, ["H"]),
    ("region:C3 product:ore", "region:A1 product:ore", 0, ["C"]),
    ("region:A2 product:gear", "region:A1 product:gear", 1, ["G"]),
    ("region:A product:oil", "region:A1 product:oil", 1, ["V"]),
    ("unplaced product:dye", "region:A1 product:dye", 1, ["U"]),
    ("region:A1 product:slag", "region:A2 product:slag", 1, ["F"]),
]
