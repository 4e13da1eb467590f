"""Facts added, ended, retracted and unloaded on a copy of a graph, with what the copy then says."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from .keeper import BRIEF, JSON_EN
from .program import run

if TYPE_CHECKING:
    from .chosen import Chosen
    from .keeper import Keeper


def change_and_ask(keeper: Keeper, chosen: Chosen) -> None:
    """Each kind of change after the other, and the graph after each of them."""
    copy = "changed.duckdb"
    shutil.copy(keeper.work / keeper.graph, keeper.work / copy)
    said = ["--source", "电话核实", "--published", "2025-06-01"]
    steps = [
        ["add", copy, "produces", "firm=虚构新企业有限公司", "product=虚构新产品", *said, "--new"],
        ["add", copy, "produces", "firm=没有这家企业", "product=没有这种产品", *said],
        ["chains", "add", copy, "碳酸钙"],
    ]
    steps += [["add", copy, "firms", f"name={firm}", "scale=大型", *said] for firm in chosen.firms[:1]]
    dated = [fact for fact in chosen.facts if _is(copy, fact, "status")]
    steps += [["end", copy, fact, "--on", "2025-05", *said] for fact in dated[:2]]
    steps += [["retract", copy, fact, "--because", "查无此事"] for fact in chosen.facts[-4:]]
    steps += [["unload", copy, source] for source in (*chosen.sources[:2], "没有这个来源")]
    for number, words in enumerate(steps):
        keeper.ask(words, (JSON_EN,), f"changes/{number:02} {words[0]}")
        keeper.ask(["info", copy], (JSON_EN,), f"changes/{number:02} info")
    for fact in (*dated[:2], *chosen.facts[-4:]):
        keeper.ask(["show", copy, fact], BRIEF, f"changes/show {fact}")
    for question in ("conflicts", "check", "list firms", "list sources"):
        command, *rest = question.split()
        keeper.ask([command, copy, *rest], BRIEF, f"changes/{question}")
    keeper.ask_for_file(["export", copy, "--to", "csv"], "tables", "en", "changes/export")
    # what was exported, loaded again
    run(["export", copy, "--to", "csv", "-o", "exported"])
    claims = ["exported/claims"] if (keeper.work / "exported/claims").exists() else []
    keeper.ask(["load", "again.duckdb", "exported", *claims], (JSON_EN,), "changes/load again")
    keeper.ask(["info", "again.duckdb"], (JSON_EN,), "changes/info again")


def _is(graph: str, fact: str, column: str) -> bool:
    """Whether a fact has a column: a dated one has a status."""
    return f'"{column}":'.encode() in run(["show", graph, fact, "--format", "json"]).out
