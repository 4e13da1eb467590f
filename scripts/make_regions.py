"""Make the tables of regions in graph/data/ from a folder of source tables.

    python scripts/make_regions.py SOURCE_FOLDER

The folder holds regions.csv (code, name, level, parent, lat, lon, point), borders.csv (a, b, contact),
townships.csv (code, name, county) and changes.csv (year, type, old_code, old_name, new_code, new_name,
document, basis); graph/data/SOURCES.md says where their rows come from. The same input gives the same bytes. Every fault of
the source is listed, and nothing is written while there is one.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PARENTS = {"province": ("country",), "prefecture": ("province",), "county": ("province", "prefecture")}
"""The levels, each with those that its parent may have."""
REGION_COLUMNS = ("code", "name", "level", "parent", "lat", "lon", "point")
MADE_COLUMNS = (*REGION_COLUMNS, "valid_since", "valid_until")
"""`valid_since` is made from the changes; `valid_until` is empty, for the table holds the regions of today."""
BORDER_COLUMNS = ("a", "b", "contact")
TOWNSHIP_COLUMNS = ("code", "name", "county")
CHANGE_COLUMNS = ("year", "type", "old_code", "old_name", "new_code", "new_name", "document", "basis")
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


def township_faults(rows: list[Row], regions: list[Row]) -> Iterator[str]:
    """Every fault of the townships."""
    counties = {row["code"] for row in regions} - {row["parent"] for row in regions}
    seen: set[str] = set()
    for row in rows:
        at = f"townships.csv {row['code']} {row['name']}"
        if re.fullmatch("[0-9]{9}", row["code"]) is None:
            yield f"{at}: a code has nine digits"
        if row["code"] in seen:
            yield f"{at}: the code stands twice"
        seen.add(row["code"])
        if not row["name"]:
            yield f"{at}: there is no name"
        if row["county"] != row["code"][:6]:
            yield f"{at}: its code does not begin with that of its county {row['county']}"
        if row["county"] not in counties:
            yield f"{at}: its county {row['county']} is unknown or has counties itself"


def change_faults(rows: list[Row]) -> Iterator[str]:
    """Every fault of the changes."""
    for number, row in enumerate(rows, start=2):
        at = f"changes.csv line {number}"
        if re.fullmatch("(19|20)[0-9]{2}", row["year"]) is None:
            yield f"{at}: {row['year']} is no year"
        for side in ("old_code", "new_code"):
            if row[side] and re.fullmatch("[0-9]{6}", row[side]) is None:
                yield f"{at}: {row[side]} is no code"
        if row["basis"] not in ("document", "code tables"):
            yield f"{at}: unknown basis {row['basis']}"


def dated(regions: list[Row], changes: list[Row]) -> list[Row]:
    """The regions with the year since when their code stands for their name, where the changes tell."""
    since: dict[tuple[str, str], str] = {}
    named = Counter(row["name"] for row in regions)
    codes = {row["name"]: row["code"] for row in regions if named[row["name"]] == 1}
    for row in changes:
        if row["type"] == "撤销":  # what it names as new may have been there before, and took the other in
            continue
        code = row["new_code"] or (codes.get(row["new_name"], "") if row["type"] == "新设" else "")
        new = (code, row["new_name"])
        if code and new != (row["old_code"], row["old_name"]) and row["year"] > since.get(new, ""):
            since[new] = row["year"]
    return [{**row, "valid_since": since.get((row["code"], row["name"]), ""), "valid_until": ""} for row in regions]


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


def make(source: Path, into: Path) -> dict[str, int]:
    """Make all files; returns how many rows each has. FaultsError lists all that is wrong."""
    regions = read(source / "regions.csv", REGION_COLUMNS)
    borders = read(source / "borders.csv", BORDER_COLUMNS)
    townships = read(source / "townships.csv", TOWNSHIP_COLUMNS)
    changes = read(source / "changes.csv", CHANGE_COLUMNS)
    faults = [
        *region_faults(regions),
        *border_faults(borders, regions),
        *township_faults(townships, regions),
        *change_faults(changes),
    ]
    if faults:
        raise FaultsError("\n".join(faults))
    made = {
        "regions": (MADE_COLUMNS, [rounded(row) for row in dated(regions, changes)]),
        "borders": (BORDER_COLUMNS, [ordered(row) for row in borders]),
        # a township's county is in its code
        "townships": (TOWNSHIP_COLUMNS[:2], townships),
        "changes": (CHANGE_COLUMNS, changes),
    }
    for name, (columns, rows) in made.items():
        write(into / f"{name}.csv", columns, rows)
    return {name: len(rows) for name, (_, rows) in made.items()}


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 done, 1 where the source has faults."""
    parser = argparse.ArgumentParser(description="Make the reference data of regions from source tables.")
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER", help="folder with the source tables")
    shipped = Path(__file__).resolve().parent.parent / "graph" / "regions" / "data"
    parser.add_argument("--into", type=Path, default=shipped, metavar="FOLDER", help="default: graph/regions/data")
    options = parser.parse_args(arguments)
    try:
        made = make(options.source, options.into)
    except FaultsError as faults:
        print(faults, file=sys.stderr)
        return 1
    counts = ", ".join(f"{count} {name}" for name, count in made.items())
    print(f"{counts} written to {options.into}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
