"""How Python is spoken to: paths, arguments that are checked, messages in Python's words, annotations that hold, warnings."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import subprocess
import sys
import typing
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import chanlian as cl
from chanlian.cli import main
from chanlian.graph import for_python
from chanlian.graph.frames import DTYPES
from chanlian.graph.python_words import FLAGS, PAIRS, RENAMED
from chanlian.queries.answer import unframed

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
    (lambda g: g.to_networkx(kinds=[3]), "kinds= takes a list of texts"),  # type: ignore[list-item]
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
    of_commands_alone = {"help", "quiet", "limit", "lang", "output", "own", "save", "warnings"}
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


# -- tables in -----------------------------------------------------------------------------


def polars_frame(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(columns)


TABLE: dict[str, list[Any]] = {
    "seller": ["甲厂", "乙厂", "丁厂"], "buyer": ["丙厂", "丙厂", "丙厂"], "product": ["三七", "吨袋", "吨袋"], "value": [1.5, None, 3.0],
    "since": [dt.date(2024, 5, 1), None, None],
}  # fmt: skip


@pytest.mark.parametrize("frame", [pd.DataFrame, pa.table, polars_frame, lambda columns: pa.table(columns).to_reader()])
def test_a_table_in_memory_is_read_literally(frame: typing.Callable[[Any], Any]) -> None:
    """Whoever made it: one header a column, one fact a row."""
    graph = cl.connect(":memory:")
    done = cl.load(graph, frame(TABLE), kind="supplies", source="表")
    assert done[["read", "added", "left_out"]].values.tolist() == [[3, 3, 0]]
    rows = graph.sql("SELECT seller, product, value, since FROM v_supplies ORDER BY product, value")
    assert rows["seller"].tolist() == ["甲厂", "丁厂", "乙厂"]
    assert rows["product"].tolist() == ["三七", "吨袋", "吨袋"]
    assert rows["value"].tolist()[:2] == [1.5, 3.0]
    assert pd.isna(rows["value"][2])
    assert rows["since"][0] == "2024-05-01"


def test_polars_types_become_texts_that_a_person_would_type() -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(
        {
            "name": ["甲厂", "乙厂"],
            "products": [["吨袋", "薄膜"], []],
            "scale": pl.Series(["规上", None], dtype=pl.Categorical),
            "count": pl.Series([3, None], dtype=pl.UInt8),
        }
    )
    graph = cl.connect(":memory:")
    cl.load(graph, {"firms": frame}, source="表")
    made = cl.list(graph, "firms").sort_values("name")
    assert made["products"].tolist() == [None, ["吨袋", "薄膜"]]
    assert made["scale"].dropna().tolist() == ["规上"]


def test_columns_that_are_not_read_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = {"firms": [{"name": "甲厂", "county": "玉屏", "吉祥物": "熊"}]}
    with pytest.warns(cl.UnreadColumns, match="firms: not read: 吉祥物") as caught:
        done = cl.load(cl.connect(":memory:"), table, source="表")
    assert caught[0].filename == __file__
    assert "未读取的列：吉祥物" in typing.cast("cl.ChanlianWarning", caught[0].message).text("zh")
    assert "to_warn" not in done.attrs
    (tmp_path / "firms.csv").write_text("name,county,吉祥物\n甲厂,玉屏,熊\n", encoding="utf-8")
    warnings.simplefilter("error")  # pytest restores it
    with pytest.raises(SystemExit):
        main(["load", str(tmp_path / "x.duckdb"), str(tmp_path / "firms.csv"), "--lang", "en"])
    assert "not read: 吉祥物" in capsys.readouterr().err


# -- frames --------------------------------------------------------------------------------


def test_the_types_of_a_frame_do_not_depend_on_its_rows(graph: cl.Graph) -> None:
    """Every question, with rows and without: what its columns are declared to hold decides."""
    asked: dict[str, tuple[Any, ...]] = {
        "gaps": ("大龙",), "chain": ("大龙",), "findings": ("大龙",), "outlets": ("玉屏",), "matches": ("玉屏",), "links": (), "flows": ("county",),
        "suppliers": ("吨袋",), "assess": (), "sourcing": ("大龙",), "requests": ("桂阳",), "progress": ("玉屏",), "pipeline": ("玉屏",),
        "list": ("projects",), "show": ("创联包装",), "history": ("大新经济协作示范园",), "conflicts": (), "info": (), "ask": ("大龙",),
        "trace": ("创联包装",), "compare": ("list", "agreements"), "region": (),
    }  # fmt: skip
    more: dict[str, dict[str, Any]] = {"trace": {"down": True}, "compare": {"before": "2017", "after": "2025"}}
    assert set(asked) == {name for name in FUNCTIONS if hasattr(getattr(cl, name), "table")}
    for name, arguments in asked.items():
        question = getattr(cl, name)
        full = cl.region("玉屏") if name == "region" else question(graph, *arguments, **more.get(name, {}))
        declared = {column.name: DTYPES[column.type] for column in question.table.columns}
        found = {column: str(dtype) for column, dtype in full.dtypes.items()}
        assert found == {column: declared.get(column, dtype) for column, dtype in found.items()}, name
        answer = unframed(question)
        empty = answer("玉屏") if name == "region" else answer(graph, *arguments, **more.get(name, {}))
        empty.rows.clear()
        assert {column: str(dtype) for column, dtype in empty.frame().dtypes.items()} == found, name


def test_an_empty_answer_has_the_types_of_a_full_one(graph: cl.Graph) -> None:
    empty = cl.connect(":memory:")
    cl.load(empty, {"firms": [{"name": "甲厂", "county": "玉屏"}]}, source="表")
    for question, arguments in (
        (cl.gaps, ("玉屏",)), (cl.outlets, ("玉屏",)), (cl.matches, ("玉屏",)), (cl.links, ()), (cl.flows, ("county",)),
        (cl.requests, ("玉屏",)), (cl.pipeline, ("玉屏",)), (cl.list, ("projects",)), (cl.conflicts, ()),
    ):  # fmt: skip
        none, some = question(empty, *arguments), question(graph, *arguments)
        assert none.empty
        assert none.dtypes.equals(some.dtypes), question.__name__
    assert cl.diff(empty, empty).dtypes.equals(cl.diff(empty, graph).dtypes)


# -- shown ---------------------------------------------------------------------------------

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def hostile() -> cl.Graph:
    made = cl.connect(":memory:")
    cl.load(
        made, {"supplies": [{"seller": HOSTILE, "buyer": "乙厂", "product": f"{HOSTILE}袋"}]}, source=f"{HOSTILE}表"
    )
    return made


def test_what_a_notebook_shows_is_escaped(hostile: cl.Graph, tmp_path: Path) -> None:
    page = cl.draw(hostile, None, tmp_path / "page.html")
    for shown in (hostile, cl.trace(hostile, HOSTILE, down=True), cl.show(hostile, HOSTILE), page):
        html = shown._repr_html_()
        assert "<img" not in html
        assert "<script" not in html
    assert "&lt;img src=x" in cl.show(hostile, HOSTILE)._repr_html_()
    assert 'sandbox="allow-scripts"' in page._repr_html_()
    assert str(page.path) in page._repr_html_()
    written, notes = page
    assert (written, notes) == (tmp_path / "page.html", page.notes)


def test_a_graph_that_cannot_be_read_is_shown_all_the_same(tmp_path: Path) -> None:
    assert "no graph yet" in cl.connect(tmp_path / "none.duckdb")._repr_html_()
    (tmp_path / "odd.duckdb").write_text("no graph", encoding="utf-8")
    assert "odd.duckdb" in cl.connect(tmp_path / "odd.duckdb")._repr_html_()


def test_a_frame_prints_short_and_stays_whole(graph: cl.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    found = cl.gaps(graph, "大龙")
    lines = repr(found).splitlines()
    assert len(found.columns) > 30
    assert max(map(len, lines)) <= 100
    assert lines[0].split()[:2] == ["product", "state"]
    assert lines[-1].startswith(f"[{len(found)} rows x {len(found.columns)} columns, ")
    assert found.equals(pd.DataFrame(found))
    assert isinstance(found[found["state"] == "missing"].sort_values("product"), pd.DataFrame)
    assert "吨袋" in repr(found[found["product"] == "吨袋"])
    assert repr(found[["product", "because"]]).splitlines()[-1] == f"[{len(found)} rows x 2 columns]"
    assert "missing" in repr(found.groupby("state").size().to_frame("n"))
    assert "吨袋" in found._repr_html_()
    assert "gaps(area=" in found._repr_html_()
    assert repr(found.iloc[0:0])
    assert repr(found.T)


def test_two_threads_may_look_at_annotations_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def function(one: int) -> None: ...

    hints = for_python.Hints(function)
    meant = for_python._meant
    looked: list[Any] = []

    def meanwhile(text: str, names: Any) -> Any:
        monkeypatch.setattr(for_python, "_meant", meant)
        looked.append(hints["one"])  # another thread looks while this one does
        return meant(text, names)

    monkeypatch.setattr(for_python, "_meant", meanwhile)
    assert hints["one"] is int
    assert looked == [int]
