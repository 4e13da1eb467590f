"""docs/CYPHER.md: every question runs on the pushed example and has the answer that stands under it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from neo4j_server import wipe

import chanlian as cl

if TYPE_CHECKING:
    from neo4j_server import Login

ROOT = Path(__file__).parents[1]
_SECTION = re.compile(r"^## (\d+\. .*?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def sections() -> list[tuple[str, str]]:
    return _SECTION.findall((ROOT / "docs" / "CYPHER.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def on_server(neo4j_server: Login, built_example: Path) -> cl.Graph:
    """The example with its chain, as the demo makes it, on the server of this run."""
    wipe(neo4j_server)
    with pytest.MonkeyPatch.context() as patch:
        server = cl.connect(neo4j_server.known(patch))
        cl.push(cl.connect(str(built_example)), server)
    return server


def test_there_are_ten() -> None:
    assert [title.split(".")[0] for title, _ in sections()] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize(("title", "body"), sections(), ids=[title for title, _ in sections()])
def test_the_question_has_its_answer(on_server: cl.Graph, title: str, body: str) -> None:
    text = re.search(r"```cypher\n(.*?)```", body, re.DOTALL)
    assert text is not None, title
    parameters = dict(re.findall(r"`-p (\w+)=([^`]+)`", body))
    found = on_server.cypher(text[1], parameters)
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line.startswith("|")
    ]
    assert found.columns.tolist() == table[0]
    assert [[cell(value) for value in row] for row in found.itertuples(index=False)] == table[2:]
    assert table[2:]


def cell(value: Any) -> str:
    return "" if value is None else "、".join(value) if isinstance(value, list) else str(value)


def test_the_first_questions_of_the_browser_have_rows(on_server: cl.Graph) -> None:
    page = (ROOT / "docs" / "NEO4J.md").read_text(encoding="utf-8")
    texts = re.findall(r"```cypher\n(.*?)```", page, re.DOTALL)
    assert len(texts) == 2
    for text in texts:
        assert len(on_server.cypher(text))
