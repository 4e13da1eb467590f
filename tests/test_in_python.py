"""How Python is spoken to: paths, arguments that are checked, messages in Python's words, annotations that hold, warnings."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import chanlian as cl
from chanlian.cli import main
from chanlian.graph.python_words import FLAGS, PAIRS, RENAMED

ROOT = Path(__file__).parents[1]
FUNCTIONS = sorted(
    name for name in cl.__all__ if callable(getattr(cl, name)) and not isinstance(getattr(cl, name), type)
)
OF_CLASSES = [
    (of, name)
    for of in (cl.Graph, cl.Batch)
    for name in dir(of)
    if not name.startswith("_") and isinstance(inspect.getattr_static(of, name), property | type(main))
]


@pytest.fixture(scope="module")
def graph(example_file: Path) -> cl.Graph:
    return cl.connect(example_file)


# -- paths ---------------------------------------------------------------------------------


def test_a_path_is_taken_wherever_a_url_is(tmp_path: Path, example_file: Path) -> None:
    graph = cl.connect(example_file)
    assert graph.url == str(example_file)
    cl.snapshot(example_file, tmp_path / "kept")
    assert cl.connect(tmp_path / "kept").content_hash == graph.content_hash
    assert cl.diff(tmp_path / "kept", example_file).empty
    made = cl.restore(tmp_path / "kept", tmp_path / "again.duckdb")
    assert made.content_hash == graph.content_hash
    limits = tmp_path / "limits.toml"
    limits.write_text("[gaps]\nweak_share = 0.4\n", encoding="utf-8")
    assert cl.gaps(graph, "大龙", limits=limits).attrs["parameters"]["limits"] == str(limits)
    cl.push(graph, tmp_path / "pushed.duckdb")
    cl.pull(tmp_path / "pushed.duckdb", tmp_path / "pulled.duckdb")
    assert cl.connect(tmp_path / "pulled.duckdb").content_hash == graph.content_hash


# -- arguments -----------------------------------------------------------------------------

WRONG: list[tuple[typing.Callable[[cl.Graph], Any], str]] = [
    (lambda g: cl.gaps(g, "大龙", lang="fr"), "lang= takes 'en' or 'zh', and here is 'fr'"),
    (lambda g: cl.cite(cl.gaps(g, "大龙"), lang="cn"), "lang= takes 'en' or 'zh', and here is 'cn'"),
    (lambda g: cl.links(g, "countyy"), "level= takes 'park', .* and here is 'countyy'; nearest: 'county'"),
    (lambda g: cl.network(g, links="countyy"), "links= takes 'park'"),
    (lambda _: cl.gaps("xq.duckdb", "大龙"), "graph= takes a Graph, which connect gives, and here is 'xq.duckdb'"),  # type: ignore[arg-type]
    (lambda g: cl.gaps(g, 3), "area= takes text, a list of texts or None, and here is 3"),  # type: ignore[arg-type]
    (lambda g: cl.gaps(g, ["大龙", 3]), "area= takes text, a list of texts or None"),  # type: ignore[list-item]
    (lambda g: cl.links(g, between="大龙"), "between= takes a tuple of 2 or None"),  # type: ignore[arg-type]
    (lambda g: cl.matches(g, "大龙", within="3"), "within= takes a number, and here is '3'"),  # type: ignore[arg-type]
    (lambda g: cl.matches(g, "大龙", within=-3), "within=-3: kilometres"),
    (lambda g: cl.gaps(g, "大龙", with_zones=1), "with_zones= takes True or False, and here is 1"),  # type: ignore[arg-type]
    (lambda g: cl.trace(g, "创联包装", up=True, hops=True), "hops= takes a whole number, and here is True"),
    (lambda g: cl.gaps(g, "大龙", as_of="soon"), "^as_of='soon' is no date"),
    (lambda g: cl.gaps(g, "大龙", as_of="2024", period="2024"), "^period= and as_of= do not go together"),
    (cl.gaps, r"name an area \(area=\) or a level \(each=\)"),
    (lambda g: cl.history(g, "大龙", since="2024", until="2023"), "^since=2024 is later than until=2023"),
    (lambda g: cl.compare(g, "gaps", "大龙", before="2024", after="2023"), "^before=2024 is later than after=2023"),
    (lambda g: cl.retract(g, "0123", because=""), "because=TEXT"),
    (lambda g: cl.load(g, 5), "inputs= takes text, a path, a dict, a DataFrame"),
    (lambda g: cl.load(g, [], columns="货物=product"), "columns= takes a dict or None"),  # type: ignore[arg-type]
    (lambda _: cl.save(3, "x.csv"), "frame= takes a DataFrame, and here is 3"),
    (lambda g: g.sql(3), "text= takes text, and here is 3"),  # type: ignore[arg-type]
    (lambda g: g.to_networkx(kinds=[3]), "kinds= takes a list of texts or None"),  # type: ignore[list-item]
    (lambda _: cl.connect(5), "url= takes text or a path, and here is 5"),  # type: ignore[arg-type]
    (lambda _: cl.connect(":memory:", wait="1"), "wait= takes a number, and here is '1'"),  # type: ignore[arg-type]
]  # fmt: skip


@pytest.mark.parametrize(("call", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_argument_is_told_by_the_parameters_name(
    graph: cl.Graph, call: typing.Callable[[cl.Graph], Any], said: str
) -> None:
    with pytest.raises(cl.BadInput, match=said) as caught:
        call(graph)
    assert "--" not in str(caught.value)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.text("zh"))


def test_what_is_missing_is_pythons_own_error(graph: cl.Graph) -> None:
    with pytest.raises(TypeError, match="area"):
        cl.outlets(graph)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="zones"):
        cl.outlets(graph, "大龙", zones=True)  # type: ignore[call-arg]


def test_one_word_stands_for_a_list_of_it(graph: cl.Graph) -> None:
    one, several = cl.links(graph, kinds="agreement"), cl.links(graph, kinds=["agreement"])
    assert len(one)
    assert one.equals(several)
    assert cl.gaps(graph, "大龙", states="missing").equals(cl.gaps(graph, "大龙", states=["missing"]))
    assert set(graph.to_networkx(kinds="supplies").edges) == set(graph.to_networkx(kinds=["supplies"]).edges)


@pytest.mark.parametrize(
    "day", [2024, dt.date(2024, 12, 31), dt.datetime(2024, 12, 31, 8, tzinfo=dt.UTC), pd.Timestamp("2024-12-31")]
)
def test_a_day_may_be_a_date_of_pythons(graph: cl.Graph, day: Any) -> None:
    assert cl.gaps(graph, "大龙", as_of=day).attrs["as_of"] == "2024-12-31"


# -- words ---------------------------------------------------------------------------------


def test_the_same_error_is_typed_on_the_command_line(example_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["gaps", str(example_file), "--in", "大龙", "--as-of", "soon", "--lang", "en"])
    assert "--as-of 'soon' is no date" in capsys.readouterr().err


def test_notes_are_in_the_words_of_who_reads_them(
    graph: cl.Graph, example_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = cl.gaps(graph, "玉屏").attrs["notes"]
    assert any("with_zones=True takes it in" in note for note in notes)
    assert not any("--with-zones" in note for note in notes)
    with pytest.raises(SystemExit):
        main(["gaps", str(example_file), "--in", "玉屏", "--lang", "en"])
    assert "--with-zones takes it in" in capsys.readouterr().err


def test_every_option_that_a_message_names_is_a_parameter() -> None:
    """What in_python makes of the options in the package's texts is a parameter of some public function."""
    parameters = {name for one in FUNCTIONS for name in inspect.signature(getattr(cl, one)).parameters}
    parameters |= {
        name for one in (cl.Graph.sql, cl.Graph.write, cl.connect) for name in inspect.signature(one).parameters
    }
    of_commands_alone = {"help", "quiet", "limit", "lang", "output", "warnings"}
    named = set()
    for room in ("graph", "loaders", "queries", "viz"):
        for path in (ROOT / room).rglob("*.py"):
            if "command" in path.as_posix():
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
                    named |= set(re.findall(r"(?<![\w`-])--([a-z]+(?:-[a-z]+)*)(?![\w-])", node.value))
    named -= of_commands_alone
    assert {"as-of", "force", "set", "in"} <= named
    unknown = {name for name in named if RENAMED.get(name, name.replace("-", "_")) not in parameters}
    assert unknown == set()


def test_flags_and_pairs_are_what_they_are_called() -> None:
    def taken(name: str) -> set[str]:
        name = RENAMED.get(name, name.replace("-", "_"))
        found = (inspect.signature(getattr(cl, one)).parameters.get(name) for one in FUNCTIONS)
        return {str(one.annotation) for one in found if one is not None}

    assert all(taken(flag) == {"bool"} for flag in FLAGS if flag != "strict")
    assert all("Mapping" in one for pair in PAIRS for one in taken(pair))


# -- annotations ---------------------------------------------------------------------------


def test_every_annotation_can_be_asked() -> None:
    for name in FUNCTIONS:
        hints = typing.get_type_hints(getattr(cl, name))
        assert set(hints) == {*inspect.signature(getattr(cl, name)).parameters, "return"}, name
        assert not any(isinstance(hint, str) for hint in hints.values()), name
    for of, name in OF_CLASSES:
        member = inspect.getattr_static(of, name)
        hints = typing.get_type_hints(member.fget if isinstance(member, property) else member)
        assert "return" in hints, name


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(cl.__file__).parent / "py.typed").is_file()


def test_asking_and_connecting_load_nothing_heavy() -> None:
    text = (
        "import sys, chanlian as cl; cl.connect(':memory:'); cl.gaps;"
        "print([name for name in ('pandas', 'networkx', 'pyarrow', 'openpyxl') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src")}
    )
    assert told.stdout == "[]\n"
