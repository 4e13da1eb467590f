"""What scripts may rely on: columns, formats, languages, exit codes, and errors in one line."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from rich.cells import cell_len

from chanlian.command_table import COMMANDS
from chanlian.graph.commands.shared import Command

if TYPE_CHECKING:
    from .conftest import Run

pytestmark = pytest.mark.core

GRAPH = "xiangqian.duckdb"

# question -> the columns of the promise, in order; further ones may follow
ANSWERS = {
    (
        "gaps",
        GRAPH,
        "--in",
        "大龙",
    ): "area product product_id chain stage basis state action flags because firms firm_names"
    " bought_value bought_basis bought_here_share capacity needed unit makers_here maker_names suppliers suppliers_outside"
    " suppliers_unplaced supplier_hhi nearest_supplier nearest_area distance_km distance_basis border projects coverage evidence",
    ("gaps", GRAPH, "--each", "county"): "area firms coverage",
    (
        "chain",
        GRAPH,
        "--in",
        "玉屏,大龙",
        "--chain",
        "锂电材料",
    ): "part chain chain_id stage stage_number area area_id called province"
    " product product_id state action basis because firms makers maker_ids buyers buyer_ids suppliers supplier_ids supplier_areas"
    " candidates candidate_ids candidate_areas users user_ids user_areas",
    (
        "findings",
        GRAPH,
        "--in",
        "玉屏,大龙",
    ): "part number about heading sentence action whom whom_ids area area_id product product_id"
    " state count boxes facts sources",
    (
        "outlets",
        GRAPH,
        "--in",
        "玉屏",
    ): "area product role makers_here maker_names users_outside users_unplaced nearest_user"
    " nearest_area distance_km distance_basis border",
    (
        "matches",
        GRAPH,
        "--in",
        "玉屏,大龙,新晃",
    ): "buyer buyer_area product basis supplier supplier_area supplier_km maker"
    " maker_area maker_km border value because evidence",
    (
        "requests",
        GRAPH,
        "--in",
        "桂阳",
    ): "area request kind raised_by places handled_by opened due state overdue overdue_days",
    (
        "requests",
        GRAPH,
        "--in",
        "桂阳",
        "--by",
        "handler",
    ): "area handler requests open partly settled unstated late longest",
    (
        "progress",
        GRAPH,
        "--in",
        "新晃",
    ): "area item plan clause responsible due status overdue overdue_days concerns parties via",
    (
        "sourcing",
        GRAPH,
        "--in",
        "大龙",
    ): "area kind subject chains here_share near_share province_share elsewhere_share by",
    (
        "links",
        GRAPH,
        "--level",
        "province",
    ): "fact kind from from_area to to_area what value quantity unit basis since until status sources",
    ("flows", GRAPH, "--level", "county"): "from_area to_area count valued value basis period",
    ("trace", GRAPH, "创联包装", "--down"): "hop from from_area to to_area product value path",
    ("list", GRAPH, "projects", "--in", "玉屏"): "name aliases stage",
    ("show", GRAPH, "创联包装"): "kind name aliases credit_code",
    (
        "compare",
        GRAPH,
        "list",
        "agreements",
        "--from",
        "2017",
        "--to",
        "2025",
    ): "change name fact property before after",
    ("info", GRAPH): "kind count with_evidence",
    ("region", "玉屏"): "code name level parent lat lon neighbours",
    ("chains",): "chain stages products links source",
    ("schema", "supplies"): "kind table property type unit required key words meaning",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("line", ANSWERS, ids=" ".join)
def test_answers_in_every_format_and_language(line: tuple[str, ...], lang: str, folder: Path, run: Run) -> None:
    promised = ANSWERS[line].split()
    as_csv = run(*line, "--format", "csv", "--lang", lang)
    assert as_csv.code == 0, as_csv.err
    head, *rows = csv.reader(io.StringIO(as_csv.out))
    assert head[: len(promised)] == promised
    as_json = json.loads(run(*line, "--format", "json", "--lang", lang).out)
    assert len(as_json) == len(rows)
    assert all(list(record)[: len(promised)] == promised for record in as_json)
    table = run(*line, "--lang", lang)
    assert table.code == 0
    assert max((cell_len(text) for text in table.out.splitlines()), default=0) <= 80
    assert bool(table.out.strip()) == bool(rows)
    if not rows:
        assert table.err.strip(), "an empty answer says why"
    assert folder.exists()


def test_headings_follow_the_language(folder: Path, run: Run) -> None:
    line = ("gaps", GRAPH, "--in", "大龙")
    assert "最近供方" in run(*line, "--lang", "zh").out
    assert "缺链" in run("--lang", "zh", *line).out
    assert "nearest" in run(*line).out
    assert folder.exists()


def test_the_locale_chooses_the_language(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "缺链" in run("gaps", GRAPH, "--in", "大龙").out
    assert "用法" in run("gaps", "--help").out
    assert "missing" in run("gaps", GRAPH, "--in", "大龙", "--lang", "en").out
    assert folder.exists()


def test_files_have_what_was_asked_beside_them(folder: Path, run: Run) -> None:
    for name in ("a.csv", "a.json", "a.txt"):
        assert run("gaps", GRAPH, "--in", "大龙", "-o", name).code == 0
        meta = json.loads((folder / f"{name}.meta.json").read_text(encoding="utf-8"))
        assert meta["question"] == "gaps"
        assert meta["parameters"]["area"] == "贵州大龙经济开发区"
        assert meta["graph"] == GRAPH
        assert re.fullmatch("h3:[0-9a-f]{16}", meta["graph_hash"])
        assert meta["rows"] == 3
        assert meta["cite"].startswith("chanlian ")
    assert not (folder / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    run("gaps", GRAPH, "--in", "大龙", "-o", "z.csv", "--lang", "zh")
    assert (folder / "z.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet in Chinese needs the mark"


def test_what_is_cut_is_cited_as_an_excerpt(folder: Path, run: Run) -> None:
    def cited(*line: str) -> str:
        assert run(*line, "--limit", "2", "-o", "cut.csv").code == 0
        return str(json.loads((folder / "cut.csv.meta.json").read_text(encoding="utf-8"))["cite"])

    assert re.search(r", an excerpt: 2 of [0-9]+ rows$", cited("links", GRAPH))
    assert re.search(r", an excerpt: 2 of [0-9]+ rows$", cited("check", GRAPH))
    assert cited("sql", GRAPH, "SELECT name FROM firm").endswith(", an excerpt: 2 rows of more")
    assert "excerpt" not in cited("sql", GRAPH, "SELECT name FROM firm LIMIT 2")
    assert "节选：" in run("links", GRAPH, "--limit", "2", "--format", "md", "--lang", "zh").out
    assert "excerpt" not in run("links", GRAPH, "--format", "md").out


def test_limit_and_quiet(folder: Path, run: Run) -> None:
    cut = run("links", GRAPH, "--limit", "2", "--format", "csv")
    assert len(cut.out.splitlines()) == 3
    assert "more rows" in cut.err
    assert run("links", GRAPH, "--limit", "2", "--quiet").err == ""
    assert folder.exists()


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (("gaps", "none.duckdb", "--in", "大龙"), 1, "there is no graph here"),
        (("gaps", GRAPH, "--in", "大新"), 1, "大新县"),
        (("gaps", GRAPH, "--in", "朝阳区"), 1, "北京市"),
        (("gaps", GRAPH, "--in", "无此地"), 1, "无此地"),
        (("gaps", GRAPH), 1, "--in"),
        (("gaps", GRAPH, "--in", "大龙", "-o", "x.doc"), 1, ".csv"),
        (("gaps", GRAPH, "--in", "大龙", "--as-of", "spring"), 1, "2025-H1"),
        (("gaps", "http://host/db", "--in", "大龙"), 1, "DuckDB"),
        (("gaps", "http://user:secret@host/db", "--in", "大龙"), 1, "holds a password"),
        (("gaps", "bolt://user:secret@host/db", "--in", "大龙"), 1, "NEO4J_PASSWORD"),
        (("gaps", "firms.csv", "--in", "大龙"), 1, "firms.csv"),
        (("show", GRAPH, "0123456789abcdef"), 1, "0123456789abcdef"),
        (("list", GRAPH, "enterprises"), 1, "firm"),
        (("trace", GRAPH, "创联包装"), 1, "--down"),
        (("chains", "add", GRAPH, "无此链"), 1, "锂电材料"),
        (("load", GRAPH, "none.csv"), 1, "none.csv"),
        (("gaps", GRAPH, "--format", "doc"), 2, "csv"),
        (("nothing",), 2, "nothing"),
        (("gaps", GRAPH, "--nothing"), 2, "--nothing"),
        (("gaps",), 2, "GRAPH"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_errors_are_one_clear_line(
    line: tuple[str, ...], code: int, said: str, lang: str, folder: Path, run: Run
) -> None:
    ended = run("--lang", lang, *line)
    assert ended.code == code
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert "secret" not in ended.err
    assert len(ended.err.strip().splitlines()) <= 2
    if lang == "en":
        assert said in ended.err
    else:
        assert any("一" <= char <= "鿿" for char in ended.err)
    assert folder.exists()


def test_load_says_what_became_of_every_row(folder: Path, run: Run) -> None:
    loaded = run("load", "new.duckdb", "firms.csv", "supplies.csv", "--source", "调查", "--format", "json")
    assert loaded.code == 0, loaded.err
    report = json.loads(loaded.out)
    assert [(row["kind"], row["read"], row["added"]) for row in report] == [("firms", 2, 2), ("supplies", 1, 1)]
    again = json.loads(
        run("load", "new.duckdb", "firms.csv", "supplies.csv", "--source", "调查", "--format", "json").out
    )
    assert [row["unchanged"] for row in again] == [2, 1]
    (folder / "supplies.csv").write_text("供方,需方,产品,金额\n创新包装厂,大龙材料公司,吨袋,-5万元\n", encoding="utf-8")
    rejected = run("load", "new.duckdb", "supplies.csv")
    assert rejected.code == 3
    assert "-5万元" in rejected.err
    assert (folder / "supplies.rejects.csv").exists()


def test_the_page_is_written(folder: Path, run: Run) -> None:
    drawn = run("draw", GRAPH, "--in", "大龙", "-o", "page.html", "--lang", "zh")
    assert drawn.code == 0, drawn.err
    assert drawn.out.strip() == "page.html"
    assert '<html lang="zh' in (folder / "page.html").read_text(encoding="utf-8")


def commands() -> list[Command]:
    """Every command, imported."""
    found = [getattr(import_module(f"chanlian.{module}"), name) for module, name, *_ in COMMANDS.values()]
    assert all(isinstance(command, Command) for command in found)
    return found


EXAMPLES = [
    pytest.param(example, marks=pytest.mark.neo4j) if "://" in example else example
    for command in commands()
    for example in command.examples
]
COMPANIES = """
[[input]]
file = "nodes.Company.parquet"
ignore = ["_*"]

[[input.table]]
kind = "firms"
columns = { name = "name" }
"""


SHEETS = {
    "台账.xlsx": {"供方": ["虚构甲厂"], "需方": ["虚构乙厂"], "货物": ["吨袋"], "走货方式": ["汽运"]},
    "陶瓷产业链.xlsx": {"产业链": ["陶瓷"], "环节": ["原料"], "产品": ["高岭土"]},
}
"""Sheets of a user that examples name."""


def on_a_server(line: list[str], request: pytest.FixtureRequest) -> list[str]:
    """The words of an example with the server of this run, which holds what the example speaks of."""
    from neo4j_server import wipe

    server = request.getfixturevalue("neo4j_server")
    server.known(request.getfixturevalue("monkeypatch"))
    if "--map" in line:
        wipe(server)
        Path("companies.toml").write_text(COMPANIES, encoding="utf-8")
        with server.driver() as driver, driver.session() as session:
            session.run("CREATE (:Company {name: '虚构企业'})").consume()
    elif line[0] != "push":
        request.getfixturevalue("example_on_neo4j")
    elif server.holds != "example":  # what is there already is pushed again, which says so
        wipe(server)
        server.holds = "example"
    if line[0] == "pull":
        Path("xiangqian.duckdb").unlink()
    return [server.url if "://" in word else word for word in line]


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_help_texts_run(example: str, folder: Path, run: Run, request: pytest.FixtureRequest) -> None:
    program, *line = shlex.split(example)
    assert program == "chanlian"
    if "://" in example:
        line = on_a_server(line, request)
    for name in SHEETS.keys() & set(line):
        pd.DataFrame(SHEETS[name]).to_excel(name, index=False)
    if line[0] == "load" and "--strict" in line:
        run("load", "new.duckdb", "firms.csv")
    ended = run(*line)
    assert ended.code == 0, ended.err
    assert folder.exists()


def test_every_command_has_help_in_both_languages_and_an_example(run: Run) -> None:
    for command in commands():
        assert command.examples, command.name
        english, chinese = run(command.name or "", "--help").out, run(command.name or "", "--help", "--lang", "zh").out
        assert "Usage:" in english
        assert "用法" in chinese
        told = re.sub(
            "玉屏, 大龙|新晃|台账|货物|走货方式|陶瓷产业链|产业链图谱|产业链, 环节, 产品",
            "",
            english.split("Options")[0],
        )
        assert not any("一" <= char <= "鿿" for char in told)


HEAVY = (
    "pandas",
    "numpy",
    "duckdb",
    "rich",
    "openpyxl",
    "pyarrow",
    "networkx",
    "pyvis",
    "rapidfuzz",
    "python_calamine",
)


@pytest.mark.parametrize("line", [["--help"], ["gaps", "--help"], ["load", "--help"], ["demo", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(line: list[str]) -> None:
    code = (
        "import sys\nfrom chanlian.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *line], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_a_question_needs_no_pandas(folder: Path) -> None:
    code = (
        "import sys\nfrom chanlian.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n"
        "    print('pandas' in sys.modules, file=sys.stderr)\n"
    )
    line = ["gaps", str(folder / GRAPH), "--in", "大龙", "--quiet"]
    done = subprocess.run([sys.executable, "-c", code, *line], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "False"
