"""What the real program does in a folder, to be disturbed: killed, or run where there is no room.

`folder_of_before` is how all acts find their folder: a graph, tables to load, and outputs of an earlier state of the graph,
each of which the act writes anew. All firms and figures are invented.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from chanlian.cli import main
from chanlian.graph import connect

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRMS: Final = 150
GRAPH: Final = "g.duckdb"
PROGRAM: Final = """
import os, resource, runpy, sys
import chanlian, chanlian.cli, duckdb, openpyxl, pandas, pyarrow
kilobytes = int(sys.argv.pop(1))
os.write(1, b"on\\n")
if kilobytes >= 0:
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2)
runpy.run_module("chanlian", run_name="__main__", alter_sys=True)
"""
"""The program as `python -m chanlian` runs it, once it is imported: no trial is spent on what touches nothing."""


@dataclass(frozen=True)
class Act:
    """A line of the program; what it brings to the graph stands with `rejects`, and `once` says that a second run is refused."""

    name: str
    line: tuple[str, ...]
    kills: int
    rejects: str | None = None
    once: bool = False

    def __str__(self) -> str:
        return self.name


ACTS: Final = (
    Act("load", ("load", GRAPH, "more.csv", "--source", "调查"), 36, "more.rejects.csv"),
    Act("load a new graph", ("load", "n.duckdb", "more.csv", "--source", "调查"), 14, "more.rejects.csv"),
    Act("load --replace", ("load", GRAPH, "edition.csv", "--replace", "年报"), 30),
    Act("add", ("add", GRAPH, "produces", "firm=厂1", "product=纸箱", "--source", "电话", "--new"), 20),
    Act("unload", ("unload", GRAPH, "年报"), 20, once=True),
    Act("chains add", ("chains", "add", GRAPH, "锂电材料"), 12),
    Act("export to a folder", ("export", GRAPH, "-o", "out", "--to", "csv"), 20),
    Act("export to a workbook", ("export", GRAPH, "-o", "out.xlsx"), 14),
    Act("-o", ("list", GRAPH, "supplies", "-o", "supplies.csv"), 14),
    Act("draw", ("draw", GRAPH, "--in", "玉屏", "-o", "page.html"), 12),
    Act("snapshot create", ("snapshot", "create", GRAPH, "-o", "again"), 20),
    Act("snapshot create .zip", ("snapshot", "create", GRAPH, "-o", "again.zip"), 20),
    Act("snapshot restore", ("snapshot", "restore", "kept", "n.duckdb"), 40, once=True),
    Act("demo", ("demo", "-o", "demo"), 8),
)  # fmt: skip


def folder_of_before(folder: Path) -> None:
    """Make what all acts find."""
    _table(folder / "firms.csv", "企业名称,所在地,主营产品", [f"厂{n},玉屏,吨袋" for n in range(FIRMS)])
    head = "seller,buyer,product,value"
    _table(folder / "first.csv", head, [f"厂{n},厂{n + 1},吨袋,{n}万元" for n in range(FIRMS - 1)])
    _table(folder / "edition.csv", head, [f"厂{n},厂{n + 2},吨袋,{n}万元" for n in range(0, FIRMS - 2, 2)])
    _table(
        folder / "more.csv",
        head,
        [f"厂{n},新厂{n % 40},编织袋,{n}万元" for n in range(FIRMS)] + ["厂1,,吨袋,2万元"] * 3,
    )
    for line in (
        ("load", GRAPH, "firms.csv", "--source", "名录"),
        ("export", GRAPH, "-o", "out", "--to", "csv"),
        ("export", GRAPH, "-o", "out.xlsx"),
        ("list", GRAPH, "supplies", "-o", "supplies.csv"),
        ("draw", GRAPH, "--in", "玉屏", "-o", "page.html"),
        ("load", GRAPH, "first.csv", "--source", "年报"),
        ("snapshot", "create", GRAPH, "-o", "kept"),
    ):
        here(folder, *line)


def _table(path: Path, head: str, rows: list[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def here(folder: Path, *line: str) -> None:
    """Run the program in this process."""
    with contextlib.chdir(folder), pytest.raises(SystemExit) as ended:
        main([*line, "--quiet"])
    assert not ended.value.code


def started(folder: Path, line: tuple[str, ...], kilobytes: int = -1, *before: str) -> subprocess.Popen[bytes]:
    """Start the program in a folder, with a temporary folder of its own; it has said that it is at work."""
    temporary = folder.with_name(f"{folder.name}.tmp")
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [*before, sys.executable, "-c", PROGRAM, str(kilobytes), *line, "--lang", "en"],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**_environment(), "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"on\n", process.communicate()
    return process


def _environment() -> Mapping[str, str]:
    here = {key: value for key, value in os.environ.items() if key != "CHANLIAN_DEBUG"}
    return {**here, "PYTHONPATH": os.pathsep.join(sys.path)}


def ran(folder: Path, line: tuple[str, ...], kilobytes: int = -1, *before: str) -> tuple[int, str]:
    """The exit code of a whole run, and what it said; no fault of the program, no more than its line."""
    process = started(folder, line, kilobytes, *before)
    _, said = process.communicate(timeout=120)
    text = said.decode()
    assert "Traceback" not in text, text
    assert process.returncode in (0, 1, 3), (process.returncode, text)
    return process.returncode, text


def found(folder: Path) -> dict[str, bytes | str]:
    """All that a folder holds, hidden things too: of files their bytes, of graphs their content."""
    out: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".duckdb" and not any(part.startswith(".") for part in name.split("/")):
            out[name] = connect(str(path)).content_hash  # one that is being made is none yet
        elif path.suffix == ".wal":
            continue  # of a graph that was just asked
        elif name.endswith(".duckdb.meta.json"):
            # no two graphs have the same bytes: what is told of one is that its digest is its own
            graph = path.with_name(path.name.removesuffix(".meta.json"))
            own = hashlib.sha256(graph.read_bytes()).hexdigest() if graph.exists() else ""
            out[name] = "of its graph" if own and own in path.read_text(encoding="utf-8") else "of no graph here"
        else:
            out[name] = path.read_bytes() if path.is_file() else "a folder"
    return out


def passing(folder: Path) -> list[str]:
    """What passes and has not gone: in the folder, and in the temporary one."""
    temporary = folder.with_name(f"{folder.name}.tmp")
    hidden = [path.name for path in folder.rglob(".*")]
    return hidden + [path.name for path in temporary.iterdir()]
