"""Make the graph files that every later version must read: tests/data/graphs/schema-N, with this version's answers.

    python scripts/make_graph_fixtures.py tests/data/graphs/schema-1

Made through the command line alone: the bundled example, and a small invented graph out of
tests/data/graphs/small with all that may befall facts. A graph file that lies in the folder already
(FILE.duckdb.gz) is left as it is: only answers that are not there are made. tests/data/graphs/README.md
says which commit made which.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from kept.one_file import answers_of, write_answers
from kept.program import run, steady_surroundings

SMALL: Final = Path(__file__).parents[1] / "tests/data/graphs/small"
GRAPH: Final = "graph.duckdb"
PHONED: Final = ["--source", "电话核实 'Phone' <b>", "--published", "2025-06-01"]
_STORY: Final = (
    ["load", GRAPH, "1-survey.json", "--source", "2023年企业调查", "--published", "2023"],
    ["load", GRAPH, "2-yearbook.json", "--source", "工业年鉴", "--publisher", "虚构统计局", "--published", "2024-H1"],
    [
        "load",
        GRAPH,
        "3-report.json",
        "--source",
        'Report "A–B"\'; -- 报道',
        "--published",
        "2025-05-24",
        "--lang",
        "en",
    ],
    ["load", GRAPH, "4-ledger-2024.json", "--source", "园区台账2024", "--published", "2024-Q4"],
    [
        "load",
        GRAPH,
        "5-ledger-2025.json",
        "--source",
        "园区台账2025",
        "--published",
        "2025-Q2",
        "--replace",
        "园区台账2024",
    ],
    ["load", GRAPH, "6-mistake.json", "--source", "误载的表", "--published", "2025-05"],
    ["unload", GRAPH, "误载的表"],
    ["add", GRAPH, "locations", "what=虚构戊新材料公司", "place=玉屏侗族自治县", "since=2025-01", *PHONED],
    [
        "add",
        GRAPH,
        "produces",
        "firm=虚构丙包装有限公司",
        "product=吨袋",
        "capacity=800万条",
        "period=2025-04",
        *PHONED,
    ],
    ["add", GRAPH, "firms", "name=虚构辛厂", "credit_code=", *PHONED, "--new"],
)
"""What is done before facts are named by their ids; `_undone` does the rest."""
_MORE: Final = {
    "small": [
        ["show", "甲化"], ["show", "Robert'); DROP TABLE firm;--"], ["show", "丁再生"], ["show", "𠮷野家🏭有限公司"],
        ["gaps", "--in", "贵州大龙经济开发区", "--chain", "虚构锰链"], ["gaps", "--in", "玉屏侗族自治县", "--as-of", "2022-H2"],
        ["list", "firms", "--in", "虚构新晃工业园"], ["list", "supplies", "--as-of", "2021"], ["links", "--kind", "owns"],
    ],
    "example": [["show", "创联包装"], ["gaps", "--in", "玉屏,大龙,新晃"], ["links", "--between", "贵州", "湖南"], ["trace", "创联包装", "--down"]],
}  # fmt: skip


def main() -> int:
    """Make what is not there."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    steady_surroundings()
    target = Path(sys.argv[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    for name, make in {"example": _example, "small": _small}.items():
        if not (target / f"{name}.duckdb.gz").exists():
            with tempfile.TemporaryDirectory() as work:
                os.chdir(work)
                shown = make()
                _pack(Path(GRAPH), target / f"{name}.duckdb.gz")
                if shown:
                    text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
                    (target / f"{name}.facts.json").write_text(text, encoding="utf-8")
                os.chdir(target)
    for packed in sorted(target.glob("*.duckdb.gz")):
        name = packed.name.removesuffix(".duckdb.gz")
        answers = target / f"{name}.answers.json"
        if not answers.exists():
            with tempfile.TemporaryDirectory() as work:
                os.chdir(work)
                Path(GRAPH).write_bytes(gzip.decompress(packed.read_bytes()))
                facts = target / f"{name}.facts.json"
                shown = json.loads(facts.read_text(encoding="utf-8")) if facts.exists() else {}
                more = [*_MORE[name.partition("-")[0]], *(["show", fact] for fact in shown.values())]
                write_answers(answers, answers_of(GRAPH, more))
                os.chdir(target)
        print(f"{packed.name}: {packed.stat().st_size} bytes; {answers.name}: {answers.stat().st_size} bytes")
    return 0


def _example() -> dict[str, str]:
    """The bundled example, as `chanlian demo` makes it."""
    _must(["demo", "-o", "demo"])
    Path("demo/xiangqian.duckdb").rename(GRAPH)
    return {}


def _small() -> dict[str, str]:
    """The small graph; the ids of the facts that something befell."""
    for path in SMALL.glob("*.json"):
        shutil.copy(path, path.name)
    for words in _STORY:
        _must(words)
    return _undone()


def _undone() -> dict[str, str]:
    """End, retract, bring back; a table that states what was retracted is loaded again."""
    ended = _fact("supplies", seller="虚构乙材料有限公司", product="废包装")
    retracted = _fact("supplies", seller="Robert'); DROP TABLE firm;--")
    wrong = _fact("produces", firm="虚构戊新材料公司")
    back = _fact("produces", firm='<script>alert("甲")</script>公司')
    node = _fact("firms", name="a_b%c'' \"双引号\" `反引号`厂")
    _must(["end", GRAPH, ended, "--on", "2025-06", *PHONED])
    _must(["retract", GRAPH, retracted, "--because", '查无此事; it\'s "wrong" --'])
    _must(["retract", GRAPH, wrong, "--because", "已停产多年"])
    _must(["retract", GRAPH, back, "--because", "误记"])
    _must(["retract", GRAPH, node, "--because", "没有这家企业"])
    row = ['firm=<script>alert("甲")</script>公司', 'product=O\'Reilly "特种" 树脂; SELECT 1']
    _must(["add", GRAPH, "produces", *row, *PHONED])
    _must(["load", GRAPH, "7-again.json", "--source", "2023年企业调查", "--published", "2023"])
    return {
        "ended": ended,
        "retracted": retracted,
        "retracted_produces": wrong,
        "brought_back": back,
        "retracted_firm": node,
    }


def _fact(kind: str, **is_: str) -> str:
    """The id of the one fact of a kind with these cells."""
    rows = json.loads(run(["list", GRAPH, kind, "--format", "json"]).out)
    (row,) = [row for row in rows if all(row[name] == value for name, value in is_.items())]
    return str(row["fact"])


def _must(words: list[str]) -> None:
    """Run, and stop the whole where the program refuses."""
    said = run([*words, "--quiet"])
    if said.exit != 0:
        raise SystemExit(f"chanlian {' '.join(words)}: exit {said.exit}\n{said.out.decode()}{said.err}")


def _pack(path: Path, target: Path) -> None:
    """Compressed, the same bytes for the same file."""
    with target.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(path.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
