"""docs/FIRST-HOUR.md walks two offices with their own sheets: its commands run as they stand, its tables are the answers."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

import chanlian as cl
from chanlian.cli import main
from chanlian.viz.words.words import STATES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "FIRST-HOUR.md").read_text(encoding="utf-8")
WALKS = PAGE.split("## 两家单位的一小时")[1].split("\n## ")[0].split("\n### ")[1:]
OFFICES = [walk.split("：")[0][-2:] for walk in WALKS]


def _sheets(folder: Path) -> list[Path]:
    """The offices' sheets, made anew."""
    spec = importlib.util.spec_from_file_location("make_sheets", DOCS / "first-hour" / "make_sheets.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    found: list[Path] = made.main(folder)
    return found


def _steps(walk: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The blocks of a walk, in order: commands as words, tables as rows with the first header as their name."""
    for commands, table in re.findall(r"```sh\n([^`]*)```|((?:^\|[^\n]*\n)+)", walk, flags=re.MULTILINE):
        if commands:
            yield "sh", [shlex.split(line) for line in commands.splitlines()]
        else:
            rows = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in table.splitlines()]
            yield rows[0][0], rows[2:]


def _fill(path: Path, answers: list[list[str]]) -> None:
    """Write answers into a survey, as a person does."""
    book = openpyxl.load_workbook(path)
    left = list(answers)
    for sheet in book:
        heads = {cell.value: number for number, cell in enumerate(sheet[2], start=1)}
        for line in range(3, sheet.max_row + 1) if "所需产品" in heads else ():
            asked = (sheet.cell(line, heads["采购企业"]).value, sheet.cell(line, heads["所需产品"]).value)
            for answer in [one for one in left if (one[0], one[1]) == asked]:
                for head, value in zip(("供应商", "供应商所在地", "年采购额（万元）"), answer[2:], strict=True):
                    sheet.cell(line, heads[head]).value = int(value) if value.isdigit() else value
                left.remove(answer)
    assert left == []
    book.save(path)


@pytest.mark.parametrize("walk", WALKS, ids=OFFICES)
def test_an_office_comes_from_its_own_sheets_to_its_gaps(
    walk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = walk.split("：", maxsplit=1)[0][-2:]
    monkeypatch.chdir(tmp_path)
    _sheets(tmp_path)
    told: list[list[tuple[str, str]]] = []
    for name, rows in _steps(walk):
        if name == "sh":
            for words in rows:
                assert words[0] == "chanlian"
                with pytest.raises(SystemExit) as ended:
                    main(words[1:])
                assert ended.value.code == 0, (words, capsys.readouterr())
        elif name == f"{office}答复":
            _fill(tmp_path / f"{office}调查.xlsx", rows)
        elif name.startswith(f"{office}第"):
            found = cl.gaps(cl.connect(f"{office}.duckdb"), office)
            told.append(
                [(product, STATES[state][1]) for product, state in zip(found["product"], found["state"], strict=True)]
            )
            assert [tuple(row[:2]) for row in rows] == told[-1], name
    assert len(told) >= 2
    # what the office came for: gaps that are missing links, and nothing that is only presumed
    assert {state for _, state in told[-1]} == {"缺链", "有配套"}


def test_the_sheets_beside_the_page_are_those_that_are_made(tmp_path: Path) -> None:
    def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path)}

    made = _sheets(tmp_path)
    assert len(made) == 5
    for path in made:
        assert cells(path) == cells(DOCS / "first-hour" / path.name)
        text = str(cells(path))
        assert "虚构" in text or "企业数" in path.name or "图谱" in path.name
