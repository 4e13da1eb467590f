"""-o of every command: what it never writes over, what it does, and what --force is for."""

from __future__ import annotations

import json
import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import chanlian
from chanlian import demo
from chanlian.command_table import COMMANDS
from chanlian.graph.export.meta_files import digest, meta_path, recorded

from .conftest import FIRMS

if TYPE_CHECKING:
    from .conftest import Run

GRAPH = "xiangqian.duckdb"
LOAD = ("load", "new.duckdb", "firms.csv", "--map", "map.toml", "--headers", "headers.toml")
"""It is to be refused before it does anything, so its files need not fit."""
LINES: dict[str, tuple[str, ...]] = {
    "gaps": ("gaps", GRAPH, "--in", "大龙", "--thresholds", "own.toml"),
    "sql": ("sql", GRAPH, "SELECT 1 AS one"),
    "schema": ("schema",),
    "region": ("region", "玉屏"),
    "load": ("load", "new.duckdb", "firms.csv"),
    "draw": ("draw", GRAPH, "--in", "大龙"),
    "ask": ("ask", GRAPH, "--in", "大龙"),
    "template": ("template", "firms"),
    "export": ("export", GRAPH),
}
ENDING = {"draw": "html", "ask": "xlsx", "template": "xlsx", "export": "json"}


def test_every_command_that_writes_a_file_has_force(run: Run) -> None:
    writing = 0
    for module, name, *_ in COMMANDS.values():
        command = getattr(import_module(f"chanlian.{module}"), name)
        options = {option for param in command.params for option in param.opts}
        assert ("-o" in options) == ("--force" in options), name
        writing += "-o" in options
    assert writing > 20
    assert "--force" in run("load", "--help").out


def spelt(path: Path) -> list[str]:
    """Other ways to write a path: absolute, by a link of either sort."""
    link, hard = Path(f"link-{path.name}"), Path(f"hard-{path.name}")
    link.unlink(missing_ok=True)
    hard.unlink(missing_ok=True)
    link.symlink_to(path)
    os.link(path, hard)
    return [path.name, f"./{path.name}", str(path), str(link), str(hard)]


@pytest.mark.parametrize("name", LINES)
def test_what_is_read_is_never_written_over(name: str, folder: Path, run: Run) -> None:
    line = LINES[name]
    (folder / "own.toml").write_text("[gaps]\nstrong_makers = 2\n", encoding="utf-8")
    reads = [word for word in line if (folder / word).is_file()]
    if name == "load":
        shutil.copy(folder / GRAPH, folder / "new.duckdb")
        reads.append("new.duckdb")
    before = {word: digest(folder / word) for word in reads}
    for word in reads:
        # what is written is known by its ending, or by --format
        how = () if name in ENDING else ("--format", "csv")
        for output in spelt(folder / word):
            for force in ((), ("--force",)):
                ran = run(*line, "-o", output, *how, *force)
                assert ran.code == 1, (output, force)
                assert "never written over" in ran.err or name in ENDING, ran.err
    assert {word: digest(folder / word) for word in reads} == before
    if GRAPH in reads:
        ran = run(*line, "-o", f"{GRAPH}.wal", *(() if name in ENDING else ("--format", "csv")), "--force")
        assert ran.code == 1
        assert not (folder / f"{GRAPH}.wal").exists()


@pytest.mark.parametrize("name", LINES)
def test_only_an_unchanged_file_of_ours_is_written_over(name: str, folder: Path, run: Run) -> None:
    (folder / "own.toml").write_text("[gaps]\nstrong_makers = 2\n", encoding="utf-8")
    line, path = LINES[name], folder / f"out.{ENDING.get(name, 'csv')}"
    path.write_text("mine", encoding="utf-8")
    refused = run(*line, "-o", path.name)
    assert (refused.code, path.read_text(encoding="utf-8")) == (1, "mine")
    assert path.name in refused.err
    assert "--force" in refused.err
    assert not (folder / "new.duckdb").exists(), "nothing is loaded where the answer cannot be written"
    for force in (("--force",), ()):
        assert run(*line, "-o", path.name, *force).code == 0
        assert (recorded(meta_path(path)) or {})[path.name] == digest(path)
    with path.open("ab") as file:
        file.write(b" ")
    changed = path.read_bytes()
    refused = run("--lang", "zh", *line, "-o", path.name)
    assert (refused.code, path.read_bytes()) == (1, changed)
    assert "--force" in refused.err
    assert not [one.name for one in folder.iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize("mine", ["firms.csv", "map.toml", "headers.toml", "new.duckdb", "new.duckdb.wal", "r.csv"])
def test_a_load_writes_its_report_over_none_of_its_files(mine: str, folder: Path, run: Run) -> None:
    for name in ("map.toml", "headers.toml", "new.duckdb"):
        (folder / name).write_text("x", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for output in (("-o", mine, "--format", "csv"), *([("--rejects", mine)] if mine != "r.csv" else [])):
        ran = run(*LOAD, "--rejects", "r.csv", *output, "--force")
        assert ran.code == 1
        assert mine in ran.err
        assert "never written over" in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("output", "rejects", "written"),
    [
        ("r.csv.meta.json", "r.csv", None),
        ("r.csv", "r.csv.meta.json", None),
        ("r.csv.meta.json", "./r.csv", None),
        ("s.rejects.csv", None, "s.rejects-2.csv"),  # the name that they would have taken
        ("s.rejects.csv.meta.json", None, "s.rejects-2.csv"),
    ],
)
def test_rejects_leave_its_name_to_the_report(
    output: str, rejects: str | None, written: str | None, folder: Path, run: Run
) -> None:
    (folder / "s.csv").write_text("seller,buyer,product\n甲,乙,吨袋\n,乙,吨袋\n", encoding="utf-8")
    before = {path.name for path in folder.iterdir()}
    named = ("--rejects", rejects) if rejects else ()
    ran = run("load", "new.duckdb", "s.csv", *named, "-o", output, "--format", "json")
    made = {path.name for path in folder.iterdir()} - before
    if written is None:
        assert ran.code == 1
        assert "never written over" in ran.err
        assert made == set()
    else:
        assert ran.code == 3
        assert made == {"new.duckdb", written, f"{written}.meta.json", output, f"{output}.meta.json"}


def test_tables_of_a_folder_are_read_too(folder: Path, run: Run) -> None:
    (folder / "tables").mkdir()
    (folder / "firms.csv").rename(folder / "tables" / "firms.csv")
    before = (folder / "tables" / "firms.csv").read_bytes()
    for output in (("-o", "tables/firms.csv"), ("--rejects", "tables/firms.csv")):
        assert "never written over" in run("load", "new.duckdb", "tables", *output, "--force").err
    assert (folder / "tables" / "firms.csv").read_bytes() == before
    assert not (folder / "new.duckdb").exists()


def test_a_folder_called_as_the_area_is_no_input(folder: Path, run: Run) -> None:
    (folder / "玉屏").mkdir()
    for _ in range(2):
        assert run("gaps", GRAPH, "--in", "玉屏", "-o", "玉屏/gaps.csv").code == 0
        assert run("region", "玉屏", "-o", "玉屏/region.csv").code == 0


def test_a_template_of_a_chain_is_not_written_over(folder: Path, run: Run) -> None:
    before = digest(folder / GRAPH)
    ran = run("chains", "add", GRAPH, "锂电材料", "-o", GRAPH, "--format", "csv", "--force")
    assert "never written over" in ran.err
    assert digest(folder / GRAPH) == before


def test_a_format_that_is_none_is_told_before_anything_is_loaded(folder: Path, run: Run) -> None:
    ran = run("load", "new.duckdb", "firms.csv", "-o", "report.doc")
    assert (ran.code, ".csv" in ran.err) == (1, True)
    assert not (folder / "new.duckdb").exists()


@pytest.mark.parametrize("odd", ["/dev/null", "/dev/stdout", "/dev/full"])
@pytest.mark.parametrize("name", ["gaps", "load", "draw", "export"])
def test_devices_are_left_alone(name: str, odd: str, folder: Path, run: Run) -> None:
    (folder / "own.toml").write_text("", encoding="utf-8")
    how = () if name in ENDING else ("--format", "csv")
    to = ("--to", "json") if name == "export" else ()
    ran = run(*LINES[name], *how, *to, "-o", odd, "--force")
    assert (ran.code, "leave -o out" in ran.err) == (1, True), ran.err
    assert Path(odd).exists()
    assert not (folder / "new.duckdb").exists()


def test_pages_and_forms_say_what_they_are(folder: Path, run: Run) -> None:
    assert run("draw", GRAPH, "--in", "大龙", "-o", "page.html").code == 0
    said = json.loads((folder / "page.html.meta.json").read_text(encoding="utf-8"))
    assert (said["question"], said["graph"], said["parameters"]["in"]) == ("draw", GRAPH, "贵州大龙经济开发区")
    assert said["graph_hash"].startswith("h3:")
    assert run("ask", GRAPH, "--in", "玉屏", "-o", "survey.xlsx").code == 0
    said = json.loads((folder / "survey.xlsx.meta.json").read_text(encoding="utf-8"))
    assert (said["question"], said["cite"].startswith("chanlian ")) == ("ask", True)


def test_an_export_somebody_changed_is_replaced_by_force_and_a_folder_of_others_never(folder: Path, run: Run) -> None:
    assert run("export", GRAPH, "-o", "out").code == 0
    (folder / "out" / "mine.txt").write_text("notes", encoding="utf-8")
    refused = run("export", GRAPH, "-o", "out")
    assert (refused.code, "--force" in refused.err) == (1, True)
    assert run("export", GRAPH, "-o", "out", "--force").code == 0
    assert not (folder / "out" / "mine.txt").exists()
    for output in (".", str(folder)):
        assert run("export", GRAPH, "-o", output, "--force").code == 1
    shutil.copy(folder / GRAPH, folder / "out" / GRAPH)
    assert "never written over" in run("export", f"out/{GRAPH}", "-o", "out", "--force").err
    assert (folder / "out" / GRAPH).exists()


@pytest.fixture
def small_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo on two firms: it builds and draws as ever, and asks nothing."""
    tables = tmp_path / "example"
    tables.mkdir()
    (tables / "firms.csv").write_text(FIRMS, encoding="utf-8")
    monkeypatch.setattr(demo, "example_folder", lambda: tables)
    monkeypatch.setattr(demo, "AREAS", ("玉屏", "新晃"))
    monkeypatch.setattr("chanlian.loaders.add_chain", lambda *_: None)
    monkeypatch.setattr(demo, "answers", lambda *_: [])


@pytest.mark.usefixtures("small_demo")
def test_the_demo_destroys_nothing(folder: Path, run: Run) -> None:
    assert run("demo", "-o", "demo").code == 0
    first = {path.name for path in (folder / "demo").iterdir()}
    assert run("demo", "-o", "demo").code == 0, "it may be run again"
    assert {path.name for path in (folder / "demo").iterdir()} == first
    graph, page = folder / "demo" / GRAPH, folder / "demo" / "xiangqian.html"
    page.write_text("mine", encoding="utf-8")
    kept = digest(graph)
    assert "xiangqian.html" in run("demo", "-o", "demo").err
    assert (page.read_text(encoding="utf-8"), digest(graph)) == ("mine", kept)
    page.unlink()
    assert run("load", str(graph), "supplies.csv", "--source", "调查").code == 0
    assert "xiangqian.duckdb" in run("demo", "-o", "demo").err
    assert len(chanlian.list(chanlian.connect(str(graph)), "supplies")) == 1
    assert run("demo", "-o", "demo", "--force").code == 0
    log = graph.with_name(f"{GRAPH}.wal")
    log.write_bytes(b"facts that are only in the log")
    assert ".wal" in run("demo", "-o", "demo").err
    assert log.exists()
