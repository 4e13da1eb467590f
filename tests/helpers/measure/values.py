"""Whether the values of a fact are right in a graph: amounts, periods, basis, modality and status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from .held import Held, figures
from .listed import Fact, Listed
from .words import Figure, figure, plain, same_figure, same_period, year_end
from .workbook import Row

FIGURES: Final = {
    "produces": (("capacity", "capacity"),),
    "consumes": (("quantity", "quantity"),),
    "supplies": (("value", "value"), ("quantity", "quantity")),
    "metric": (("value", "value"),),
    "project": (("planned", "planned"), ("paid_in", "paid"), ("completed", "completed")),
}
"""Figures by kind: the field of a list, the property of a graph."""

_OF_THE_UNIT: Final = {"capacity", "quantity"}

_NORMAL: Final = frozenset(map(plain, (
    "在产", "正常", "在业", "在营", "存续", "生产", "投产", "Operating", "Active", "已供货", "在供", "合作中", "已签合同", "Received", "Open", "有效",
)))  # fmt: skip

_PLANNED: Final = ("planned", "在建", "拟", "洽谈", "意向", "construction", "规划", "筹建")

_ENDED: Final = ("停", "注销", "终止", "歇业", "cancel", "suspend", "closed", "解除", "搬迁", "倒闭")

_NOT_YET: Final = {"target", "forecast", "potential"}

_CONTRACT: Final = re.compile(r"合同|协议|contract|agreement")

DONE: Final = frozenset(("累计完成投资", "完成投资", "已完成投资"))
"""How a list calls what a project has spent, where it keeps that as an indicator of the project."""

Found = list[tuple[str, str]]
"""Fields that are not right: each with what is missing of it, or `wrong`."""


def amounts(fact: Fact, one: Held, beside: Sequence[Fact], listed: Listed) -> Found:
    out: Found = []
    about = False
    for listed_name, name in FIGURES[fact.kind]:
        unit = fact.get("unit") if listed_name in _OF_THE_UNIT or fact.kind == "metric" else None
        person = figure(fact.said, listed_name, unit)
        # money is in yuan whatever unit stands beside it
        graph = (
            figures(one.fields, name)
            if listed_name in _OF_THE_UNIT or fact.kind == "metric"
            else figure(one.fields, name)
        )
        about |= graph.about or one.fields.get("modality") == "estimate"
        if person.empty and not graph.empty and listed_name == "completed":
            # 累计完成投资 is listed as paid in where a list has no word for it
            person = figure(fact.said, "paid_in", unit)
        if person.empty and listed_name in ("completed", "paid_in"):
            spent = listed.of_project(fact.get("name"), DONE)
            person = figure(spent[0], "value", spent[0].get("unit")) if len(spent) == 1 else person
            graph = figure(one.fields, "completed") if graph.empty and spent else graph
            person = Figure() if graph.empty else person
        if graph.empty and listed_name == "paid_in" and figure(fact.said, "completed").empty:
            graph = figure(one.fields, "completed")
        if fact.get("currency") and listed_name == "value":
            verdict = _foreign(one.fields, fact.get("value"))
        elif person.empty:
            others = [
                figure(x.said, listed_name, x.get("unit") if unit or listed_name in _OF_THE_UNIT else None)
                for x in beside
            ]
            stated = graph.empty or any(
                same_figure(x, graph) in (None, "approx", "unit") for x in others if not x.empty
            )
            verdict = None if stated else "wrong"
        else:
            verdict = same_figure(person, graph)
        if verdict == "value":
            verdict = listed_name
        if verdict and verdict != "approx":
            out.append((listed_name, verdict))
    if (
        fact.get("modality") == "approx"
        and not about
        and not any(verdict in ("value", "capacity", "quantity") for _, verdict in out)
    ):
        out.append(("modality", "modality"))
    return out


def _foreign(row: Row, value: Any) -> str | None:
    """Dollars stay dollars: their text is kept and no yuan are said."""
    if row.get("value") is not None:
        return "wrong" if row.get("currency") is None else None if row["value"] == value else "wrong"
    return None if row.get("value_original") else "value"


def modality(fact: Fact, one: Held, *_: Any) -> Found:
    said, graph = fact.get("modality"), one.fields.get("modality")
    if said not in (None, "approx"):
        held = graph in _NOT_YET or one.fields.get("status") == "planned" or graph == said
        return [] if held else [("modality", "modality")]
    wrong = graph in _NOT_YET and _status_of(fact) != "planned"
    return [("modality", "wrong")] if wrong or (graph == "estimate" and said is None) else []


def period(fact: Fact, one: Held, beside: Sequence[Fact], listed: Listed) -> Found:
    said, graph = fact.get("period"), one.fields.get("period")
    if said is None:
        # a list names no period of capacities and uses; of sums and indicators it names whatever is stated
        known = graph is None or fact.kind in ("produces", "consumes")
        known = known or any(same_period(x.get("period"), str(graph)) for x in beside if x.get("period"))
        # an area or a number of firms of a table that is titled 2023年 is of 2023, whether or not a list says so
        known = known or (fact.kind == "metric" and str(graph)[:4] in listed.titled)
        return [] if known else [("period", "wrong")]
    if graph is None:
        return [("period", "period")]
    at_end = fact.kind == "metric" and year_end(said, graph, fact.get("unit"), str(fact.get("indicator")))
    return [] if same_period(said, graph) or at_end else [("period", "wrong")]


def basis(fact: Fact, one: Held, beside: Sequence[Fact], _: Listed) -> Found:
    said, graph = fact.get("basis"), one.fields.get("basis")
    if said is None and graph == "contract" and _CONTRACT.search(plain(fact.cell.sheet)):
        return []  # what a sheet of contracts states is agreed, whether or not a list says so
    if said == graph or (said is None and (graph == "cumulative" or any(x.get("basis") == graph for x in beside))):
        return []
    return [("basis", "basis" if graph is None else "wrong")]


def _status_of(fact: Fact) -> str | None:
    said = plain(fact.get("status") or "")
    if not said or said in _NORMAL:
        return None
    return next(
        (word for word, marks in (("planned", _PLANNED), ("ended", _ENDED)) if any(mark in said for mark in marks)),
        "other",
    )


def status(fact: Fact, one: Held, *_: Any) -> Found:
    # that of a firm is its standing
    said, wanted, graph = fact.get("status"), _status_of(fact), one.fields.get("status") or one.fields.get("standing")
    if wanted is None:
        return [] if graph in (None, "active") or plain(graph) in _NORMAL or graph == said else [("status", "wrong")]
    if graph is None:
        held = wanted == "planned" and one.fields.get("modality") in _NOT_YET
        return [] if held else [("status", "status")]
    same = graph == wanted or plain(said) in plain(graph) or plain(graph) in plain(said)
    return [] if same else [("status", "wrong")]
