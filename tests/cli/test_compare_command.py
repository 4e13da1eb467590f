"""`compare` on the command line: the options of each question are handed on, and what is wrong is said in its name."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

GRAPH = "xiangqian.duckdb"
DAYS = ("--from", "2017", "--to", "2025")
LINES: dict[tuple[str, ...], dict[str, object]] = {
    ("gaps", "--in", "玉屏", "--with-zones", "--state", "missing", "--state", "weak"): {"states": ["missing", "weak"], "with_zones": True},
    ("gaps", "--each=county"): {"each": "county"},
    ("outlets", "--in", "玉屏"): {},
    ("matches", "--in", "玉屏", "--within", "7.5"): {"within": 7.5},
    ("links", "--between", "大龙", "新晃", "--kind", "agreement"): {"kinds": ["agreement"], "level": "county"},
    ("flows", "--level", "province"): {"level": "province"},
    ("trace", "创联包装", "--down", "--hops", "2"): {"name": "玉屏创联包装", "direction": "down", "hops": 2},
    ("suppliers", "吨袋", "--near", "大龙"): {"product": "吨袋", "near": "贵州大龙经济开发区"},
    ("ask", "--in", "玉屏", "--firms", "3"): {"firms": 3},
    ("list", "agreements", "--in", "大龙"): {"kind": "agreement", "area": "贵州大龙经济开发区"},
}  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_options_of_the_question_are_handed_on(line: tuple[str, ...], folder: Path, run: Run) -> None:
    ran = run("compare", GRAPH, *line, *DAYS, "-o", "a.json", "--wait", "2", "--lang", "zh")
    assert ran.code == 0, ran.err
    assert "2017-12-31" in ran.err
    meta = json.loads((folder / "a.json.meta.json").read_text(encoding="utf-8"))
    said = meta["parameters"]
    assert {"question": line[0], "from": "2017-12-31", "to": "2025-12-31", **LINES[line]}.items() <= said.items()
    assert (meta["question"], meta["as_of"], meta["lang"]) == ("compare", None, "zh")


def test_days_may_stand_anywhere(folder: Path, run: Run) -> None:
    asked = run("compare", "--from", "2017", GRAPH, "list", "--to", "2025", "agreements", "--format", "csv")
    assert asked.code == 0, asked.err
    head, *rows = csv.reader(io.StringIO(asked.out))
    assert head == ["change", "name", "fact", "property", "before", "after"]
    assert [row[:1] + row[3:] for row in rows] == [["came", "signed", "", "2024"], ["came", "signed", "", "2025-05-24"]]
    as_json = json.loads(run("compare", GRAPH, "list", "agreements", *DAYS, "--format", "json").out)
    assert [row["before"] for row in as_json] == [None, None]
    assert folder.exists()


@pytest.mark.parametrize(
    ("line", "code", "en", "zh"),
    [
        (("gaps", "--foo", "1"), 2, "chanlian gaps: No such option", "chanlian gaps：没有选项 --foo"),
        (("flows",), 2, "chanlian flows: Missing option '--level'", "chanlian flows：缺少参数 '--level'"),
        (("flows", "--level", "village"), 2, "chanlian flows: Invalid value for '--level'", "'--level' 的值不可用"),
        (("info",), 2, "chanlian compare: Invalid value for 'QUESTION'", "可用的有：gaps、outlets"),
        (("gaps", "--in", "玉屏", "--as-of", "2020"), 1, "--as-of does not go with compare", "不能再给 --as-of"),
        (("gaps", "--in", "Nowhere"), 1, "Nowhere", "Nowhere"),
        (("gaps", "--in", "玉屏", "--from", "2026"), 1, "later than --to 2025; exchange them", "请互换"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(
    line: tuple[str, ...], code: int, en: str, zh: str, folder: Path, run: Run
) -> None:
    for lang, words in (("en", en), ("zh", zh)):
        ran = run("compare", GRAPH, *DAYS, *line, "--lang", lang)
        assert (ran.code, ran.out) == (code, "")
        assert words in ran.err
        assert len(ran.err.strip().splitlines()) <= 2
    assert folder.exists()


def test_without_two_days_nothing_is_asked(folder: Path, run: Run) -> None:
    ran = run("compare", GRAPH, "gaps", "--in", "玉屏", "--from", "2017")
    assert (ran.code, ran.out) == (2, "")
    assert "--to" in ran.err
    assert folder.exists()


@pytest.mark.parametrize("limits", [("--thresholds", "own.toml"), ("--thresholds=own.toml",)], ids=len)
def test_what_the_question_reads_is_never_written_over(limits: tuple[str, ...], folder: Path, run: Run) -> None:
    own = folder / "own.toml"
    own.write_text("[gaps]\nstrong_makers = 2\n", encoding="utf-8")
    ran = run("compare", GRAPH, "gaps", "--in", "大龙", *limits, *DAYS, "-o", "own.toml", "--format", "csv", "--force")
    assert ran.code == 1
    assert "never written over" in ran.err
    assert own.read_text(encoding="utf-8").startswith("[gaps]")
