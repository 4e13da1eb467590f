"""docs/ANSWERS.md: what the readers of the five documents of the example ask, the command, the answer as it comes."""

from __future__ import annotations

import contextlib
import io
import shlex
import tempfile
from pathlib import Path
from typing import Final

from chanlian.cli import main

EXAMPLE: Final = Path(__file__).parents[1] / "examples" / "xiangqian"
GRAPH: Final = "xq.duckdb"

ASKED: Final[tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "玉屏·大龙 (000)",
        "two neighbours of one county that share what they have",
        (
            ("What does 大龙 lack that its neighbour makes? 大龙缺什么，邻县谁能供？", "gaps {} --in 大龙 --limit 5"),
            ("And the other way round? 反过来，玉屏缺什么？", "gaps {} --in 玉屏 --limit 5"),
            ("Asked together? 合在一起看呢？", "gaps {} --in 玉屏,大龙 --limit 8"),
            (
                "What has the mechanism delivered since 2021? 创新机制2021年以来办成了什么？",
                "requests {} --in 玉屏,大龙 --limit 15",
            ),
            ("In figures? 数字怎么说？", "list {} metrics --in 玉屏,大龙 --limit 15"),
        ),
    ),
    (
        "湘黔边界 (001)",
        "the demonstration area on the border of 湖南 and 贵州",
        (
            ("What stands out, and what first? 要点是什么，先做什么？", "findings {} --in 玉屏,大龙,新晃"),
            ("Which of the first items are done? 首批合作事项办到哪一步？", "progress {} --in 新晃 --limit 15"),
            ("Which barrier costs whom what? 哪些堵点影响了谁？", "requests {} --in 新晃"),
            ("What else is bought from afar? 还有什么在舍近求远？", "matches {} --in 大龙,新晃,玉屏"),
            ("What of the purchases is made here? 本地配套率多少？", "sourcing {} --in 大龙,新晃,玉屏"),
        ),
    ),
    (
        "桂阳 (002)",
        "one county, its projects and its firms' requests",
        (
            (
                "How far are the projects, what has started, what is paid in? 项目进展、开工率和资金到位率？",
                "pipeline {} --in 桂阳",
            ),
            ("What stands still? 哪些项目停滞？", "list {} projects --in 桂阳 --limit 20"),
            ("Which requests are open? 还有哪些诉求没有办结？", "requests {} --in 桂阳"),
            ("How does 桂阳 stand? 评价如何？", "assess {} --in 桂阳"),
        ),
    ),
    (
        "衡阳 (003)",
        "parks of a city, none of them named",
        (
            ("Which park lags, on what, why, what is proposed? 哪个园区落后、差在哪里、怎么办？", "assess {} --in 衡阳市"),
        ),
    ),
    (
        "贵州意见 (004)",
        "a province's plan: measures with their clauses",
        (
            ("Which measure is whose, by when, done or not? 各项任务谁负责、何时、办成没有？", "progress {} --in 贵州省 --limit 20"),
            ("Which ties to other provinces are there already, which only planned? 与外省的联系哪些已有、哪些在规划？",
             "links {} --between 贵州省 重庆市"),
        ),
    ),
)  # fmt: skip
"""By document: its name, what it is about, and what its readers ask, each with the command that answers."""


def answers_page() -> str:
    """The page, made by running every command on the bundled example."""
    lines = [
        "# What readers of the example's documents ask",
        "",
        "Generated (`python scripts/make_docs.py`) by running each command on the bundled example; do not edit.",
        "",
        "```sh",
        f"chanlian load {GRAPH} examples/xiangqian",
        "```",
    ]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        said_by(["load", GRAPH, str(EXAMPLE), "--quiet"])
        for name, about, questions in ASKED:
            lines += ["", f"## {name}: {about}"]
            for question, command in questions:
                asked = [*shlex.split(command.format(GRAPH)), "--lang", "zh"]
                lines += ["", f"### {question}", "", "```sh", f"chanlian {shlex.join(asked)}", "```", ""]
                lines += said_by([*asked, "--format", "md"])
    return "\n".join(lines) + "\n"


def said_by(arguments: list[str]) -> list[str]:
    """What a command says, the answer first, then what is noted beside it."""
    out, notes = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(notes):
        try:
            main(arguments)
        except SystemExit as end:
            if end.code:
                raise RuntimeError(f"chanlian {shlex.join(arguments)}: {notes.getvalue()}") from end
    out.seek(0)
    told = [f"> {line.strip()}" for line in notes.getvalue().splitlines() if line.strip()]
    return [*out.read().rstrip().splitlines(), *(["", *told] if told else [])]
