"""Every question, asked of one graph: which arguments, in which forms."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from .keeper import BRIEF, CSV_EN, FILES, FULL, JSON_EN, SAMPLE, SPOKEN
from .program import run

if TYPE_CHECKING:
    from .chosen import Chosen
    from .keeper import Keeper

LEVELS: Final = ("park", "county", "prefecture", "province", "country")
_OF_AREAS: Final = {"gaps": BRIEF, "outlets": BRIEF, "matches": BRIEF, "pipeline": BRIEF, "ask": SPOKEN}
_LARGE: Final = 20_000
"""A graph of more facts is asked its largest answers in one language only."""
_REGIONS: Final = (
    "玉屏", "大龙", "新晃", "431227", "522223", "中国", "鼓楼区", "贵州省铜仁市玉屏县皂角坪街道", "东莞", "怀化", "日本", "太平镇", "不存在的地方",
)  # fmt: skip
_MISTAKES: Final = (
    ["gaps", "{graph}", "--in", "不存在的地方"],
    ["gaps", "{graph}"],
    ["gaps", "{graph}", "--in", "中国", "--each", "county"],
    ["gaps", "{graph}", "--in", "中国", "--as-of", "昨天"],
    ["gaps", "{graph}", "--in", "中国", "--chain", "没有的链"],
    ["gaps", "{graph}", "--in", "中国", "--state", "bad"],
    ["gaps", "none.duckdb", "--in", "中国"],
    ["flows", "{graph}", "--level", "village"],
    ["flows", "{graph}"],
    ["links", "{graph}", "--between", "中国", "不存在的地方"],
    ["list", "{graph}", "unicorns"],
    ["show", "{graph}", "没有这家企业"],
    ["show", "{graph}", "0123456789abcdef"],
    ["suppliers", "{graph}", "没有这种产品"],
    ["trace", "{graph}", "没有这家企业", "--down"],
    ["sql", "{graph}", "SELECT * FROM no_such_view"],
    ["sql", "{graph}", "SELECT no_such_column FROM v_firms"],
    ["sql", "{graph}", "DELETE FROM firm"],
    ["sql", "{graph}", "SELECT * FROM read_csv('a.csv')"],
    ["schema", "unicorn"],
    ["export", "{graph}", "-o", "out/x.doc"],
    ["export", "mongodb://host/x", "-o", "out/x.csv"],
    ["nonsense"],
    ["info", "{graph}", "--nonsense"],
)


def ask_all(keeper: Keeper, chosen: Chosen, *, quick: bool) -> None:
    """Ask all questions of the graph."""
    _gaps(keeper, chosen)
    _ties(keeper, chosen)
    _lists(keeper, chosen, quick=quick)
    _whole_graph(keeper, chosen)
    _files(keeper, chosen, quick=quick)
    _program(keeper, chosen, quick=quick)
    for words in _MISTAKES:
        keeper.ask([word.format(graph=keeper.graph) for word in words], SPOKEN)


def _gaps(keeper: Keeper, chosen: Chosen) -> None:
    """gaps, outlets, matches, pipeline and ask, of each area and of several."""
    graph, together = keeper.graph, ",".join(chosen.areas[:3])
    for area in dict.fromkeys([*chosen.areas, *chosen.own_areas, together]):
        for question, forms in _OF_AREAS.items():
            keeper.ask([question, graph, "--in", area], FULL if area == together and forms == BRIEF else forms)
            keeper.ask([question, graph, "--in", area, "--with-zones"], forms)
    for area in (*chosen.areas[:2], together):
        for date in chosen.dates:
            for question, forms in _OF_AREAS.items():
                keeper.ask([question, graph, "--in", area, "--as-of", date], forms)
        for chain in chosen.chains:
            keeper.ask(["gaps", graph, "--in", area, "--chain", chain], BRIEF)
        keeper.ask(["gaps", graph, "--in", area, "--state", "missing", "--state", "served"], BRIEF)
        keeper.ask(["matches", graph, "--in", area, "--within", "30"], BRIEF)
        keeper.ask(["ask", graph, "--in", area, "--firms", "3"], SPOKEN)
    for level in LEVELS:
        keeper.ask(["gaps", graph, "--each", level], FULL)
        keeper.ask(["gaps", graph, "--each", level, "--as-of", chosen.dates[-1]], BRIEF)


def _ties(keeper: Keeper, chosen: Chosen) -> None:
    """links, flows, trace and suppliers."""
    graph, areas = keeper.graph, chosen.areas
    for level in LEVELS:
        keeper.ask(["links", graph, "--level", level], FULL)
        keeper.ask(["flows", graph, "--level", level], FULL)
        for question in ("links", "flows"):
            keeper.ask([question, graph, "--level", level, "--as-of", chosen.dates[-1]], BRIEF)
        for area in (*areas[:2], *chosen.own_areas):
            keeper.ask(["links", graph, "--in", area, "--level", level], BRIEF)
            keeper.ask(["links", graph, "--in", area, "--level", level, "--with-zones"], BRIEF)
    for kind in ("supplies", "owns", "cooperates_with", "agreement", "project", "facility"):
        keeper.ask(["links", graph, "--kind", kind], BRIEF)
    for one, other in pairwise(areas):
        keeper.ask(["links", graph, "--between", one, other], BRIEF)
    for firm in chosen.firms:
        for way in (["--up"], ["--down"], ["--up", "--hops", "2"], ["--down", "--as-of", chosen.dates[-1]]):
            keeper.ask(["trace", graph, firm, *way], BRIEF)
    for product in chosen.products:
        keeper.ask(["suppliers", graph, product], BRIEF)
        for area in areas[:2]:
            keeper.ask(["suppliers", graph, product, "--near", area], BRIEF)
            keeper.ask(["suppliers", graph, product, "--near", area, "--with-zones", "--as-of", chosen.dates[0]], BRIEF)


def _lists(keeper: Keeper, chosen: Chosen, *, quick: bool) -> None:
    """Lists of every kind, in the graph and in areas; everything about names and facts; the readable views."""
    graph, areas = keeper.graph, [*chosen.areas[: 1 if quick else 3], *chosen.own_areas[:1]]
    for kind, table in chosen.kinds.items():
        keeper.ask(["list", graph, table], BRIEF)
        for area in areas:
            keeper.ask(["list", graph, kind, "--in", area], BRIEF)
        for area in areas[:1]:
            keeper.ask(["list", graph, kind, "--in", area, "--with-zones"], (JSON_EN,))
            keeper.ask(["list", graph, kind, "--in", area, "--as-of", chosen.dates[0]], (JSON_EN,))
        keeper.ask(["list", graph, kind, "--as-of", chosen.dates[-1]], (CSV_EN,) if _large(chosen) else BRIEF)
    for name in (*chosen.names, *chosen.firms, *chosen.products, *chosen.areas, *chosen.facts):
        keeper.ask(["show", graph, name], BRIEF)
    for view in chosen.views:
        keeper.ask(["sql", graph, f"SELECT * FROM {view} ORDER BY ALL"], (CSV_EN,))
        keeper.ask(["sql", graph, f"DESCRIBE {view}"], (JSON_EN,))


def _whole_graph(keeper: Keeper, chosen: Chosen) -> None:
    """What a graph says of itself, and the reference data beside it."""
    graph = keeper.graph
    keeper.ask(["info", graph], (*FULL, *SAMPLE))
    keeper.ask(["conflicts", graph], FULL)
    keeper.ask(["check", graph], BRIEF if _large(chosen) else (*FULL, *SAMPLE))
    for rule in ("credit_code", "no_place"):
        keeper.ask(["check", graph, "--rule", rule, "--strict", rule], BRIEF)
    keeper.ask(
        ["sql", graph, "SELECT name, county FROM v_firms WHERE province = $where ORDER BY ALL", "-p", "where=贵州省"],
        FULL,
    )
    for name in _REGIONS:
        keeper.ask(["region", name], BRIEF)
    for name in (*_REGIONS[:4], *chosen.areas):
        keeper.ask(["region", name, "--graph", graph], BRIEF)


def _files(keeper: Keeper, chosen: Chosen, *, quick: bool) -> None:
    """Tables for people, files with what stands beside them, pages, forms and exports."""
    graph, areas = keeper.graph, chosen.areas
    languages = ("en", "zh")
    sample = [
        ["gaps", graph, "--in", ",".join(areas[:3])], ["gaps", graph, "--each", "county"], ["list", graph, "firms", "--in", areas[0]],
        ["links", graph, "--level", "province"], ["list", graph, "supplies"], ["list", graph, "metrics"], ["conflicts", graph],
        ["show", graph, chosen.names[-1]], ["flows", graph, "--level", "county"],
    ] if areas else []  # fmt: skip
    for words in sample:
        keeper.ask(words, SAMPLE)
        for lang in languages:
            for suffix in FILES[3:4] if quick else FILES:
                keeper.ask_for_file(words, f"answer.{suffix}", lang)
    keeper.ask([*sample[0], "--limit", "2"], SAMPLE) if sample else None
    drawn = dict.fromkeys([",".join(areas[:3]), *areas[: 1 if quick else 4], *chosen.own_areas[:1]])
    for area in islice(filter(None, drawn), 1 if quick else None):
        for lang in languages:
            keeper.ask_for_file(["draw", graph, "--in", area], "page.html", lang)
            keeper.ask_for_file(["ask", graph, "--in", area, "--firms", "5"], "forms.xlsx", lang)
        keeper.ask_for_file(
            ["draw", graph, "--in", area, "--with-zones", "--as-of", chosen.dates[-1]], "page.html", "en"
        )
    for form in ("csv", "json", "jsonl", "parquet", "xlsx", "graphml", "gexf"):
        for lang in languages[: 1 if quick or _large(chosen) else 2]:
            name = "tables" if form in ("csv", "jsonl", "parquet") else f"graph.{form}"
            keeper.ask_for_file(["export", graph, "--to", form], name, lang)


def _program(keeper: Keeper, chosen: Chosen, *, quick: bool) -> None:
    """What needs no graph: helps, the model in words, chains, forms, completion."""
    keeper.ask(["--help"], SPOKEN)
    commands = re.findall(r"^  ([a-z_]+)  ", run(["--help", "--lang", "en"]).out.decode(), re.MULTILINE)
    for command in commands:
        keeper.ask([command, "--help"], SPOKEN)
    keeper.ask(["schema"], (*FULL, *SAMPLE))
    keeper.ask(["chains"], (*FULL, *SAMPLE))
    for shell in ("bash", "zsh", "fish"):
        keeper.ask(["completion", shell], SPOKEN)
    tables: list[list[str]] = [[], ["firms", "supplies", "projects", "requests"]]
    if not quick:
        tables += [[table] for table in chosen.kinds.values()]
        for kind in chosen.kinds:
            keeper.ask(["schema", kind], BRIEF)
    for words in tables:
        for lang in ("en", "zh"):
            keeper.ask_for_file(["template", *words], "form.xlsx", lang)


def _large(chosen: Chosen) -> bool:
    return chosen.size > _LARGE
