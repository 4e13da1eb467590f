"""Make graph/data/regions.csv and graph/data/borders.csv from a folder of source tables.

    python scripts/make_regions.py SOURCE_FOLDER

The folder holds regions.csv (code, name, level, parent, lat, lon, point) and borders.csv (a, b, contact);
graph/data/SOURCES.md says where their rows come from. The same input gives the same bytes. Every fault of
the source is listed, and nothing is written while there is one.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PARENTS = {"province": ("country",), "prefecture": ("province",), "county": ("province", "prefecture")}
"""The levels, each with those that its parent may have."""
REGION_COLUMNS = ("code", "name", "level", "parent", "lat", "lon", "point")
BORDER_COLUMNS = ("a", "b", "contact")
BOX = {"lat": (3.0, 54.0), "lon": (73.0, 136.0)}
"""Degrees between which all of China lies."""

Row = dict[str, str]


class FaultsError(Exception):
    """What is wrong with the source tables, a line each."""


def read(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a source table; FaultsError where it or a column is missing."""
    if not path.is_file():
        raise FaultsError(f"{path}: there is no such file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise FaultsError(f"{path}: no column {', '.join(sorted(missing))}")
        return [{column: (row[column] or "").strip() for column in columns} for row in reader]


def region_faults(rows: list[Row]) -> Iterator[str]:
    """Every fault of the regions."""
    by_code: dict[str, Row] = {}
    for row in rows:
        at = f"regions.csv {row['code']} {row['name']}"
        if row["code"] in by_code:
            yield f"{at}: the code stands twice"
        by_code[row["code"]] = row
        if re.fullmatch("[0-9]{6}", row["code"]) is None:
            yield f"{at}: a code has six digits"
        if not row["name"]:
            yield f"{at}: there is no name"
        if row["level"] not in PARENTS:
            yield f"{at}: unknown level {row['level']}"
        yield from point_faults(at, row)
    levels = {code: row["level"] for code, row in by_code.items()} | {"CN": "country"}
    for row in rows:
        above = levels.get(row["parent"], "unknown")
        if row["level"] in PARENTS and above not in PARENTS[row["level"]]:
            yield f"regions.csv {row['code']} {row['name']}: its parent {row['parent']} is {above}"


def point_faults(at: str, row: Row) -> Iterator[str]:
    """Every fault of one region's point."""
    filled = [bool(row[name]) for name in ("lat", "lon", "point")]
    if any(filled) != all(filled):
        yield f"{at}: lat, lon and point stand together or not at all"
    if row["point"] not in ("", "seat", "inside"):
        yield f"{at}: unknown kind of point {row['point']}"
    for name, (low, high) in BOX.items():
        try:
            inside = not row[name] or low < float(row[name]) < high
        except ValueError:
            inside = False
        if not inside:
            yield f"{at}: {name} {row[name]} is not in China"


def border_faults(rows: list[Row], regions: list[Row]) -> Iterator[str]:
    """Every fault of the borders; they are between undivided regions, so that coarser ones follow."""
    codes = {row["code"] for row in regions}
    divided = {row["parent"] for row in regions}
    seen: set[frozenset[str]] = set()
    for row in rows:
        at = f"borders.csv {row['a']} {row['b']}"
        pair = frozenset((row["a"], row["b"]))
        for code in sorted(pair):
            if code not in codes:
                yield f"{at}: unknown code {code}"
            elif code in divided:
                yield f"{at}: {code} has divisions; their borders are wanted"
        if len(pair) == 1:
            yield f"{at}: a region does not border itself"
        if pair in seen:
            yield f"{at}: the pair stands twice"
        seen.add(pair)
        if row["contact"] not in ("line", "corner"):
            yield f"{at}: unknown contact {row['contact']}"


def rounded(row: Row) -> Row:
    """The region with its point to four decimals, 11 m: the source is good to about 1 km."""
    return {**row, **{name: f"{float(row[name]):.4f}" for name in BOX if row[name]}}


def ordered(row: Row) -> Row:
    """The border with its lower code first."""
    return {**row, "a": min(row["a"], row["b"]), "b": max(row["a"], row["b"])}


def write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write rows, sorted, with the same bytes on every system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted([row[column] for column in columns] for row in rows))


def make(source: Path, into: Path) -> tuple[int, int]:
    """Make both files; returns how many regions and borders. FaultsError lists all that is wrong."""
    regions = read(source / "regions.csv", REGION_COLUMNS)
    borders = read(source / "borders.csv", BORDER_COLUMNS)
    faults = [*region_faults(regions), *border_faults(borders, regions)]
    if faults:
        raise FaultsError("\n".join(faults))
    write(into / "regions.csv", REGION_COLUMNS, map(rounded, regions))
    write(into / "borders.csv", BORDER_COLUMNS, map(ordered, borders))
    return len(regions), len(borders)


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 done, 1 where the source has faults."""
    parser = argparse.ArgumentParser(description="Make the reference data of regions from source tables.")
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER", help="folder with regions.csv, borders.csv")
    shipped = Path(__file__).resolve().parent.parent / "graph" / "data"
    parser.add_argument("--into", type=Path, default=shipped, metavar="FOLDER", help="default: graph/data")
    options = parser.parse_args(arguments)
    try:
        regions, borders = make(options.source, options.into)
    except FaultsError as faults:
        print(faults, file=sys.stderr)
        return 1
    print(f"{regions} regions, {borders} borders written to {options.into}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
