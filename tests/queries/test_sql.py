"""The texts of questions: every one is whole, and nothing that a person types is pasted into it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import chanlian.queries
from chanlian.queries import texts
from chanlian.queries.texts import question

pytestmark = pytest.mark.core

FOLDER = Path(chanlian.queries.__file__).parent
PARTS = {*texts.PARTS.values()}
TEXTS = sorted({path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.sql")} - PARTS)


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_whole_and_asked(name: str) -> None:
    text = question(name).sql
    assert not re.search(r"\{\w*:?\w*\}", text), "a mark was left"
    modules = [path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py")]
    assert any(f'question("{name}")' in module for module in modules), "nobody asks it"
