"""What a shell offers: commands, options, graph files, and names that the graph on the line holds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import get_completion_class
from rows import batch

from chanlian.cli import root
from chanlian.graph import connect
from chanlian.graph.commands import completion as _completion
from chanlian.graph.commands.shared import Session

if TYPE_CHECKING:
    from .conftest import Run

pytestmark = pytest.mark.core

GRAPH = "xiangqian.duckdb"


def offered(*line: str, shell: str = "bash") -> list[str]:
    """What completes the last word of a line."""
    made = get_completion_class(shell)
    assert made is not None
    completer = made(root, {"obj": Session("en")}, "chanlian", "_CHANLIAN_COMPLETE")
    *before, typed = line
    return [item.value for item in completer.get_completions(before, typed)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (("ga",), "gaps"),
        (("gaps", "xiang"), GRAPH),
        (("gaps", GRAPH, "--with"), "--with-zones"),
        (("gaps", GRAPH, "--in", "玉屏侗"), "玉屏侗族自治县"),
        (("gaps", GRAPH, "--in", "大龙经"), "大龙经开区"),
        (("gaps", GRAPH, "--in", "新晃,玉屏侗"), "新晃,玉屏侗族自治县"),
        (("gaps", GRAPH, "--in", "新晃，玉屏侗"), "新晃，玉屏侗族自治县"),
        (("gaps", "--in", "玉屏侗族自治县", GRAPH, "--state", "mis"), "missing"),
        (("gaps", GRAPH, "--chain", "锂"), "锂电材料"),
        (("trace", GRAPH, "创联"), "创联包装"),
        (("show", GRAPH, "吨"), "吨袋"),
        (("list", GRAPH, "sup"), "supplies"),
        (("flows", GRAPH, "--level", "pro"), "province"),
        (("links", GRAPH, "--between", "玉屏侗族自治县", "新晃侗"), "新晃侗族自治县"),
        (("region", "新晃"), "新晃侗族自治县"),
        (("export", GRAPH, "--to", "gr"), "graphml"),
        (("completion", "z"), "zsh"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_offered(line: tuple[str, ...], wanted: str, folder: Path) -> None:
    found = offered(*line)
    assert wanted in found
    assert all(name.startswith(line[-1]) for name in found)
    assert folder.exists()


def test_an_area_is_not_offered_twice(folder: Path) -> None:
    assert "玉屏侗族自治县" in offered("gaps", GRAPH, "--in", "玉屏侗")
    assert "玉屏侗族自治县,玉屏侗族自治县" not in offered("gaps", GRAPH, "--in", "玉屏侗族自治县,玉屏侗")
    assert folder.exists()


@pytest.mark.parametrize("graph", ["none.duckdb", "firms.csv", "bolt://host/db", "broken.duckdb"])
def test_silence_where_there_is_nothing_to_read(graph: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.duckdb").write_bytes(b"no graph" * 1000)
    before = sorted(path.name for path in folder.iterdir())
    assert offered("gaps", graph, "--in", "玉") == []
    assert offered("trace", graph, "创") == []
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in folder.iterdir()) == before, "nothing is made"


def test_a_graph_that_is_read_only_and_one_that_is_being_written(folder: Path) -> None:
    path = folder / GRAPH
    path.chmod(0o444)
    assert "创联包装" in offered("trace", GRAPH, "创联")
    path.chmod(0o644)
    code = "import duckdb, sys\nwith duckdb.connect(sys.argv[1]) as db:\n    print('held', flush=True)\n    sys.stdin.readline()\n"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert offered("trace", GRAPH, "创联") == [], "it waits for nobody"
        other.communicate("\n")


def test_a_name_that_would_act_on_the_terminal_is_not_offered(tmp_path: Path) -> None:
    graph = connect(str(tmp_path / "h.duckdb"))
    graph.write(
        batch(
            "s",
            firm=[{"identifier": f"firm:{n}", "name": name} for n, name in enumerate(("甲厂", "甲\x1b[31m", "甲\n乙"))],
        )
    )
    assert offered("show", graph.url, "甲") == ["甲厂"]


def test_names_are_typed_as_bash_needs_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "新时代湘黔大(龙)新(晃)经济协作示范园" in offered("gaps", GRAPH, "--in", "新时代")
    monkeypatch.setenv("_CHANLIAN_COMPLETE", "bash_complete")
    assert r"新时代湘黔大\(龙\)新\(晃\)经济协作示范园" in offered("gaps", GRAPH, "--in", "新时代")
    assert folder.exists()


def test_what_is_typed_means_the_same_whether_or_not_a_shell_asked(folder: Path, run: Run) -> None:
    offered("gaps", GRAPH, "--in", "玉")
    assert run("gaps", GRAPH, "--in", "大龙", "--format", "json").code == 0
    assert "AREA" in run("gaps", "--help").out
    assert folder.exists()


def test_at_most_so_many_are_offered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_completion, "MOST", 3)
    assert len(offered("show", GRAPH, "")) == 3
    assert folder.exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell: str, run: Run) -> None:
    if shutil.which("bash") is None and shell == "bash":
        pytest.skip("no bash")
    printed = run("completion", shell)
    assert printed.code == 0
    assert f"{shell}_complete" in printed.out
    checker = shutil.which(shell)
    if checker is not None:
        done = subprocess.run(
            [checker, "-n", "/dev/stdin"], input=printed.out, text=True, capture_output=True, check=False
        )
        assert done.stderr == ""


def test_bash_asks_the_program(folder: Path) -> None:
    line = [sys.executable, "-m", "chanlian"]
    asked = {
        **os.environ, "_CHANLIAN_COMPLETE": "bash_complete", "COMP_WORDS": f"chanlian trace {GRAPH} 创联", "COMP_CWORD": "3",
    }  # fmt: skip
    done = subprocess.run(line, env=asked, capture_output=True, text=True, check=True, cwd=folder)
    assert "plain,创联包装" in done.stdout.splitlines()
    assert done.stderr == ""


def test_nothing_heavy_is_imported_where_no_graph_is_asked() -> None:
    code = (
        "import sys\nfrom chanlian.cli import root\nfrom chanlian.graph.commands.shared import Session\n"
        "from click.shell_completion import get_completion_class\n"
        "c = get_completion_class('bash')(root, {'obj': Session('en')}, 'chanlian', '_CHANLIAN_COMPLETE')\n"
        "print([i.value for i in c.get_completions(['init'], '--qu')], [m for m in ('duckdb', 'pandas', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['--quiet'] []"
