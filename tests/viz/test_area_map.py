"""A map: only on the user's own outline under its approval number; what lies where is worked out by hand."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from flow_worlds import row
from world import small

import chanlian as cl
from chanlian.graph.errors import BadInput
from chanlian.viz.pictures.area_map import area_map_svg
from chanlian.viz.pictures.outline import Outline, Projection, approval_number, read_outline

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = "审图号：GS(2024)0650号"
SQUARE = [[-1, -1], [3, -1], [3, 1], [-1, 1], [-1, -1]]
PLACES = {"region:A1": (0.0, 0.0), "region:A2": (0.0, 1.0), "region:B1": (0.0, 2.0)}
ROWS = [
    row("A1", "bag", "A2", 4), row("A2", "film", "A1"), row("A2", "ore", "B1", 2), row("A1", "bag", "A1", 3),
    row("+A", "cake", "B1"), row(None, "ore", "A2"), row("C1", "oil", "A1"),
]  # fmt: skip


def geojson(path: Path, geometry: dict[str, Any] | None = None) -> Path:
    feature = {
        "type": "Feature",
        "properties": {"name": "甲省"},
        "geometry": geometry or {"type": "Polygon", "coordinates": [SQUARE]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def drawn(rows: list[dict[str, Any]] = ROWS, **more: Any) -> ET.Element:
    outline = Outline("自备.geojson", (tuple((float(x), float(y)) for x, y in SQUARE),))
    return ET.fromstring(area_map_svg(rows, PLACES, outline, "GS(2024)0650号", lang="zh", **more))  # noqa: S314 - our own


def test_each_tie_is_an_arc_as_wide_as_it_is_many_and_each_area_a_dot() -> None:
    root = drawn()
    titles = [str(one.text) for one in root.iter(f"{SVG}title")][1:]
    assert sorted(titles) == sorted(
        ["A1供A2：4 条", "A2供A1：1 条", "A2供B1：2 条", "A1：9 条供应", "A2：8 条供应", "B1：3 条供应"]
    )
    arcs = {one.findtext(f"{SVG}title"): one[1] for one in root.iter(f"{SVG}g") if len(one) == 3}
    widths = {said: float(arc.attrib["stroke-width"]) for said, arc in arcs.items()}
    assert widths["A1供A2：4 条"] > widths["A2供B1：2 条"] > widths["A2供A1：1 条"] > 1
    assert [arc.attrib["stroke"] for said, arc in arcs.items() if said == "A2供B1：2 条"] == ["#0072B2"], (
        "across provinces"
    )
    dots = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in root.iter(f"{SVG}circle")]
    (x1, y1), (x2, y2), (x3, y3) = sorted(dots)
    assert max(y1, y2, y3) - min(y1, y2, y3) < 0.2, "all on the equator"
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    said = "".join("".join(root.itertext()).split())
    # of known counties: 4 + 1 + 2, and 3 within A1; of the other three one end is not on the map
    for part in (
        "A19",
        "A28",
        "B13",
        "共13条供应，其中3条未画出",
        "审图号：GS(2024)0650号",
        "自备.geojson",
        "跨省供应",
        "省内供应",
    ):
        assert part in said, part


def test_areas_on_one_spot_have_no_arc_and_that_is_said() -> None:
    near = {**PLACES, "region:A2": (0.0, 0.001)}
    outline = Outline("o", (tuple((float(x), float(y)) for x, y in SQUARE),))
    text = area_map_svg([row("A1", "bag", "A2", 4)], near, outline, "GS(2024)1号", lang="zh")
    assert "4 条供应的两端在本图比例下重合" in text
    assert "A1供A2" not in text


def test_north_is_up_and_areas_keep_their_size() -> None:
    project = Projection((73.0, 18.0, 135.0, 54.0))

    def size(lon: float, lat: float) -> float:
        corners = [project(point) for point in ((lon, lat), (lon + 0.1, lat), (lon + 0.1, lat + 0.1), (lon, lat + 0.1))]
        return (
            abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True)))
            / 2
        )

    for lon, lat in ((80.0, 45.0), (104.0, 30.0), (121.0, 31.0), (110.0, 20.0)):
        cell = math.radians(0.1) * (math.sin(math.radians(lat + 0.1)) - math.sin(math.radians(lat)))
        assert size(lon, lat) == pytest.approx(cell, rel=2e-3)
        (x, y), (east, _), (_, north) = project((lon, lat)), project((lon + 1, lat)), project((lon, lat + 1))
        assert (east > x, north < y) == (True, True)


@pytest.mark.parametrize(
    "number", ["GS(2024)0650号", "审图号:黔S（2023）005号", "GS京(2022)1061号", "国审字（2010）第1号"]
)
def test_approval_numbers(number: str) -> None:
    if "第" in number:
        with pytest.raises(BadInput, match="approval number"):
            approval_number(number)
    else:
        assert approval_number(number) == re.sub("^审图号:", "", number)


def test_any_area_or_line_of_geojson_is_read(tmp_path: Path) -> None:
    line = [[0, 0], [1, 1]]
    kinds: dict[str, tuple[Any, Any]] = {
        "LineString": (line, line), "MultiLineString": ([line], line), "Polygon": ([SQUARE], SQUARE), "MultiPolygon": ([[SQUARE]], SQUARE),
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [0, 0]}
    for kind, (coordinates, read) in kinds.items():
        geometry = {"type": "GeometryCollection", "geometries": [{"type": kind, "coordinates": coordinates}, point]}
        assert read_outline(geojson(tmp_path / "o.geojson", geometry)).lines == (tuple(map(tuple, read)),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no GeoJSON"),
        ("[]", "is no GeoJSON"),
        ('{"type": "FeatureCollection"}', "is no GeoJSON"),
        ('{"type": "LineString", "coordinates": [["a", 1], [1, 2]]}', "is no GeoJSON"),
        ('{"type": "LineString", "coordinates": [[NaN, 1], [1, 2]]}', "is no GeoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "holds no area"),
        ('{"type": "LineString", "coordinates": [[11700000, 4200000], [1, 2]]}', "degrees"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_outline_is_told(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "bad.geojson"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        read_outline(path)


def test_a_map_wants_outline_and_approval_and_nothing_else_takes_them(tmp_path: Path) -> None:
    graph = small(firm="F@A1; H@B1", produces="H ore", supplies="H F ore")
    outline = geojson(tmp_path / "o.geojson")
    asked: dict[str, Any] = {"as_": "map", "outline": outline, "approval": NUMBER}
    for more, name, said in (
        ({"outline": None}, "m.svg", "outline=FILE"),
        ({"approval": None}, "m.svg", "approval=NUMBER"),
        ({"approval": "mine"}, "m.svg", "no approval number"),
        ({"as_": "flows"}, "m.svg", "as_='map'"),
        ({"as_": None}, "m.html", "as_='map'"),
        ({}, "m.html", "map.svg"),
        ({"outline": geojson(tmp_path / "own.svg")}, "own.svg", "is what this very run reads"),
        (
            {
                "outline": geojson(
                    tmp_path / "far.geojson", {"type": "LineString", "coordinates": [[100, 30], [101, 31]]}
                )
            },
            "m.svg",
            "none of the areas",
        ),
    ):
        with pytest.raises(BadInput, match=re.escape(said)):
            cl.draw(graph, "A1", tmp_path / name, **(asked | more))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["far.geojson", "o.geojson", "own.svg"]
    path, _ = cl.draw(graph, "A1", tmp_path / "m.svg", **asked)
    text = path.read_text(encoding="utf-8")
    assert "GS(2024)0650号" in text
    assert "B1 to A1: 1" in text
    meta = json.loads((tmp_path / "m.svg.meta.json").read_text(encoding="utf-8"))
    assert (meta["parameters"]["outline"], meta["parameters"]["approval"]) == ("o.geojson", "GS(2024)0650号")


def test_what_comes_from_data_stays_text() -> None:
    bad = '"><script>alert(1)</script>&\x07'
    root = drawn([row("A1", bad, "A2", from_area=bad)], heading=bad, source=bad)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "rect", "text", "path", "g", "circle"}
    assert "<script>" in "".join(root.itertext())
