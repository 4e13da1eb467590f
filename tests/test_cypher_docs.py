"""docs/CYPHER.md: every question runs on the pushed example and has the answer that stands under it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import chanlian as cl

ROOT = Path(__file__).parents[1]
_SECTION = re.compile(r"^## (\d+\. .*?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def sections() -> list[tuple[str, str]]:
    return _SECTION.findall((ROOT / "docs" / "CYPHER.md").read_text(encoding="utf-8"))


def test_there_are_ten() -> None:
    assert [title.split(".")[0] for title, _ in sections()] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize(("title", "body"), sections(), ids=[title for title, _ in sections()])
def test_the_question_has_its_answer(example_on_neo4j: cl.Graph, title: str, body: str) -> None:
    text = re.search(r"```cypher\n(.*?)```", body, re.DOTALL)
    assert text is not None, title
    parameters = dict(re.findall(r"`-p (\w+)=([^`]+)`", body))
    found = example_on_neo4j.cypher(text[1], parameters)
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line.startswith("|")
    ]
    assert found.columns.tolist() == table[0]
    assert [[cell(value) for value in row] for row in found.itertuples(index=False)] == table[2:]
    assert table[2:]


def cell(value: Any) -> str:
    return "" if value is None else "、".join(value) if isinstance(value, list) else str(value)


def test_the_first_questions_of_the_browser_have_rows(example_on_neo4j: cl.Graph) -> None:
    page = (ROOT / "docs" / "NEO4J.md").read_text(encoding="utf-8")
    texts = re.findall(r"```cypher\n(.*?)```", page, re.DOTALL)
    assert len(texts) == 2
    for text in texts:
        assert len(example_on_neo4j.cypher(text))
