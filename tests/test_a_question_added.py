"""A question is added by its three files and three edits; its columns are found wherever answers go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pretend import pretended, run

import chanlian

QUESTION = '''
"""Which firms have a name of at least so many characters?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.answer_columns import AnswerColumn
from ..answer import Answer, answer, ask_as_of, framed
from ..columns import FIRM
from ..texts import question

if TYPE_CHECKING:
    from ...graph.graph import Graph

COLUMNS = (
    FIRM.at(2),
    AnswerColumn("letters", "integer", None, "letters", "字数", 1, meaning="characters of its name"),
    AnswerColumn("worth", "money", "yuan", "worth", "身价", 3),
    AnswerColumn("seen", "date", None, "seen", "所见"),
)


@framed("long names", "长名企业", COLUMNS)
def lengths(graph: Graph, *, least: int = 1, lang: str = "en") -> Answer:
    """Which firms have a name of at least so many characters?

    Returns
    -------
    One row a firm:

    - `
    """
    with graph.reading():
        rows = graph.rows(question("lengths/lengths"), {"least": least})
        return answer(graph, "lengths", COLUMNS, rows, {"least": least}, asked=ask_as_of(graph))
'''
SQL = (
    "SELECT name AS firm, length(name) AS letters, 25000000.0 AS worth, '2025-05-24' AS seen FROM firm"
    " WHERE length(name) >= $least ORDER BY name\n"
)
CYPHER = (
    "MATCH (f:Firm) WHERE size(f.name) >= $least RETURN f.name AS firm, size(f.name) AS letters, 25000000.0 AS worth,"
    " '2025-05-24' AS seen ORDER BY firm\n"
)
EDITS = {
    "queries/__init__.py": [
        ("from .links.links import links\n", "from .lengths.lengths import lengths\nfrom .links.links import links\n"),
        ('"links", ', '"lengths", "links", '),
    ],
    "queries/commands.py": [
        (
            "\nlinks = answering(\n",
            (
                '\nlengths = answering(\n    "lengths",\n    click.argument("graph"),\n'
                '    option("--least", type=int, default=1, en="So many characters.", zh="多少字。"),\n'
                '    en="Long names.",\n    zh="名称较长的企业。",\n    examples=["chanlian lengths xiangqian.duckdb"],\n)\n'
                "\nlinks = answering(\n"
            ),
        )
    ],
    "command_table.py": [
        (
            '    "links": (',
            '    "lengths": ("queries.commands", "lengths", "Long names.", "名称较长的企业。"),\n    "links": (',
        )
    ],
}
"""The three edits beside the question's own files."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one question more."""
    folder = pretended(tmp_path_factory.mktemp("added"), {})
    own = folder / "chanlian" / "queries" / "lengths"
    own.mkdir()
    for name, text in {
        "__init__.py": "",
        "lengths.py": QUESTION.lstrip(),
        "lengths.sql": SQL,
        "lengths.cypher": CYPHER,
    }.items():
        (own / name).write_text(text, encoding="utf-8")
    for name, edits in EDITS.items():
        path = folder / "chanlian" / name
        text = path.read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1, (name, old)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


FILES = """
import csv, json, sys
import openpyxl, pyarrow.parquet as pq
import chanlian as cl

graph, folder = cl.connect(sys.argv[1]), sys.argv[2]
asked, none = cl.lengths(graph, least=1), cl.lengths(graph, least=99)
for name in ("a.csv", "a.json", "zh.xlsx", "a.parquet", "a.md"):
    cl.save(asked, f"{folder}/{name}", lang="zh" if name == "zh.xlsx" else "en")
cl.save(none, f"{folder}/none.parquet")
sheet = openpyxl.load_workbook(f"{folder}/zh.xlsx").worksheets[0]
types = lambda path: {field.name: str(field.type) for field in pq.read_schema(path)}
print(json.dumps({
    "public": "lengths" in cl.__all__ and "lengths" in dir(cl),
    "csv": next(csv.reader(open(f"{folder}/a.csv", encoding="utf-8"))),
    "json": list(json.load(open(f"{folder}/a.json", encoding="utf-8"))[0]),
    "title": sheet.title,
    "headings": [cell.value for cell in sheet[3]],
    "cells": [str(cell.value) for cell in sheet[4]][2:],
    "parquet": types(f"{folder}/a.parquet"),
    "none": types(f"{folder}/none.parquet"),
    "md": open(f"{folder}/a.md", encoding="utf-8").read().splitlines()[0],
}))
"""


def test_its_columns_are_in_every_file(package: Path, built_example: Path, tmp_path: Path) -> None:
    told = run(FILES, str(built_example), str(tmp_path), package=package)
    names = ["firm", "letters", "worth", "seen"]
    assert told["public"]
    assert (told["csv"], told["json"]) == (names, names)
    assert told["title"] == "长名企业"
    assert told["headings"] == ["字数", "企业", "身价（万元）", "所见"], "what a terminal shows first comes first"
    assert told["cells"] == ["2500", "2025-05-24 00:00:00"]
    assert told["parquet"] == {"firm": "string", "letters": "int64", "worth": "double", "seen": "string"}
    assert told["none"] == told["parquet"], "an answer without rows has the same types"
    assert told["md"] == "| letters | firm | worth |"


def _command(package: Path, *line: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run(
        [sys.executable, "-m", "chanlian", *line], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_a_command_whose_table_shows_what_it_declares(package: Path, built_example: Path) -> None:
    shown = _command(package, "lengths", str(built_example), "--least", "7", "--lang", "zh").split("\n")
    assert shown[1].split() == ["字数", "企业", "身价"], "in the order declared, without the column that has no place"
    assert "2,500万元" in shown[3]
    assert "名称较长的企业。" in _command(package, "--help", "--lang", "zh")


def test_the_docs_and_the_docstring_list_its_columns(package: Path) -> None:
    scripts = Path(chanlian.__file__).resolve().parents[2] / "scripts"
    code = (
        f"import json, sys; sys.path.insert(0, {str(scripts)!r})\nimport make_docs as made\n"
        "sources = made.docstrings()\n"
        "(own,) = (text for path, text in sources.items() if path.name == 'lengths.py')\n"
        "print(json.dumps({'page': made.command_line(), 'python': made.reference(), 'own': own}))"
    )
    told = run(code, package=package)
    assert "| `letters` | 字数 | integer |  | characters of its name |" in told["page"].split("## lengths")[1]
    assert "lengths(graph" in told["python"]
    assert "    - `letters` (integer): characters of its name\n    - `worth` (money, yuan): worth\n" in told["own"]


def test_a_public_question_says_its_columns_to_who_asks_for_help() -> None:
    for name in (
        "gaps",
        "outlets",
        "matches",
        "links",
        "flows",
        "trace",
        "suppliers",
        "ask",
        "compare",
        "conflicts",
        "history",
        "region",
        "info",
    ):
        question = getattr(chanlian, name)
        documentation = " ".join(question.__doc__.split())
        for form in question.table.forms:
            assert " ".join(column.line for column in form) in documentation, name


def test_no_column_lacks_a_heading() -> None:
    from chanlian import queries
    from chanlian.graph.reports import REPORTS
    from chanlian.queries.answer import table_of

    tables = [table for name in queries.__all__ if (table := table_of(getattr(queries, name)))] + [*REPORTS.values()]
    assert len(tables) > 20
    for table in tables:
        for column in table.columns:
            assert column.en, column
            assert any("一" <= char <= "鿿" for char in column.zh), column
