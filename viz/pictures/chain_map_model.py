"""What a chain map shows, from the rows of the question `chain`: areas, stages, boxes, joins, what is not on record.

Nothing is decided here about the world: boxes are worded and put in their places, worst first, by the identifiers
that the rows carry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.schema import property_of
from ..words.values import plain
from .chain_map_words import BOX_STATES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
NOWHERE: Final = "outside"
"""The band of makers and sellers outside all areas asked."""
WORST: Final = tuple(BOX_STATES)
_NEEDED: Final = {"observed": "buy", "declared": "declare", "implied": "imply"}
_STAGES: Final = property_of("project", "stage")


@dataclass(frozen=True)
class Line:
    """A line of a box: what it says, then names, each with the identifier of its firm."""

    start: str
    names: tuple[tuple[str, str | None], ...] = ()
    tone: str = "plain"
    """plain, quiet, or find: somebody to go and ask."""

    def text(self, lang: str) -> str:
        """The line as a whole."""
        return self.start + say("comma", lang).join(name for name, _ in self.names)


@dataclass(frozen=True)
class Box:
    """A product of an area."""

    id: str
    area: str
    """Identifier of its area, or `NOWHERE`."""
    stage: int | None
    product: str
    product_id: str
    state: str
    lines: tuple[Line, ...]
    label: str
    """All that it says, whole."""


@dataclass(frozen=True)
class Area:
    """A row of the map."""

    id: str
    name: str
    """How it is spoken of."""
    whole: str
    province: str | None
    firms: str = ""
    silent: str = ""
    """Of how many of its firms no product is known: what stands beside every gap."""


@dataclass(frozen=True)
class Stage:
    """A column of the map; `number` None for products in none of the stages."""

    number: int | None
    name: str
    here: int
    all: int
    rest: tuple[str, ...] = ()
    """Products of it that none of the areas has a record of."""


@dataclass(frozen=True)
class Join:
    """A maker's box and a box that needs its product."""

    start: str
    end: str
    supplied: int


@dataclass
class ChainMap:
    """All of one chain."""

    chain: str | None
    lang: str
    areas: list[Area] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    as_of: str | None = None

    def cell(self, area: str, stage: int | None) -> list[Box]:
        """The boxes of an area in a stage, worst first."""
        return [box for box in self.boxes if box.area == area and box.stage == stage]


def chains_of(rows: Any) -> list[str | None]:
    """The chains that rows speak of, in their order; [None] where the graph knows none."""
    return list(dict.fromkeys(row["chain"] for row in records(rows))) or [None]


def records(rows: Any) -> list[Row]:
    """Rows of a frame, or rows already, with null for what is not there."""
    found = rows.to_dict("records") if hasattr(rows, "to_dict") else rows
    return [{name: _null(plain(_listed(value))) for name, value in row.items()} for row in found]


def chain_model(rows: Any, chain: str | None, lang: str) -> ChainMap:
    """The map of one chain of an answer; `None`: the first of them."""
    every = records(rows)
    chain = chain if chain is not None else next((row["chain"] for row in every), None)
    own = [row for row in every if row["chain"] == chain]
    out = ChainMap(chain, lang)
    out.areas = [
        Area(
            _id(row["area_id"]),
            row.get("called") or row["area"],
            row["area"],
            row["province"],
            _short(row.get("firms_said") or ""),
            _short(row.get("silent_said") or ""),
        )
        for row in own
        if row["part"] == "area"
    ]
    cells = [row for row in own if row["part"] == "cell"]
    outside = [row for row in own if row["part"] == "outside"]
    found = {row["box"]: row for row in [*cells, *outside]}
    joins = [row for row in own if row["part"] == "join" and row["from_box"] in found and row["to_box"] in found]
    out.joins = [Join(row["from_box"], row["to_box"], int(row["supplied"] or 0)) for row in joins]
    joined = {end for join in out.joins for end in (join.start, join.end)}

    def rank(row: Mapping[str, Any]) -> tuple[int, bool]:
        return _rank(row["state"]), row["box"] not in joined

    out.boxes = [_box(row, lang, outside=False) for row in sorted(cells, key=rank)]
    out.boxes += [_box(row, lang, outside=True) for row in sorted(outside, key=rank)]
    out.stages = _stages(own, lang)
    return out


def _rank(state: str) -> int:
    return WORST.index(state) if state in WORST else len(WORST)


def _stages(rows: Iterable[Row], lang: str) -> list[Stage]:
    lacking: dict[int | None, dict[str, None]] = {}
    for row in rows:
        if row["part"] == "rest":
            lacking.setdefault(_number(row), {})[row["product"]] = None
    told = [row for row in rows if row["part"] == "stage"]
    told.sort(key=lambda row: (_number(row) is None, _number(row) or 0))
    out = []
    for row in told:
        number = _number(row)
        name = row["stage"] or say("no_stage" if len(told) > 1 else "no_stages", lang)
        out.append(
            Stage(number, name, int(row["on_record"] or 0), int(row["products"] or 0), tuple(lacking.get(number, ())))
        )
    return out


def _number(row: Mapping[str, Any]) -> int | None:
    number = row["stage_number"]
    return None if number is None else int(number)


def _box(row: Row, lang: str, *, outside: bool) -> Box:
    lines = _outside(row, lang) if outside else _lines(row, lang)
    area = row["area"] or say("unplaced", lang)
    state = BOX_STATES[row["state"]][lang == "zh"] if row["state"] in BOX_STATES else str(row["state"] or "")
    said = [row["product"], area, state, *(line.text(lang) for line in lines)]
    return Box(
        row["box"], NOWHERE if outside else _id(row["area_id"]), _number(row), row["product"], _id(row["product_id"]),
        row["state"] or "", lines, ("，" if lang == "zh" else ", ").join(str(one) for one in said),
    )  # fmt: skip


def _lines(row: Row, lang: str) -> tuple[Line, Line]:
    """Who needs or makes it; who supplies it or could, or who uses it."""
    makers, buyers = _named(row, "maker"), _named(row, "buyer")
    if row["state"] == "project":
        stage = next(iter(row["project_stages"] or ()), None)
        word = stage_word(stage, lang) if stage else None
        said = say("stage", lang, stage=word) if word else say("stage_unstated", lang)
        return Line(say("project", lang), _named(row, "project")), Line(said, tone="quiet")
    if makers:
        return Line(say("make", lang, n=_count(row, "made_by", makers, lang)), makers), _uses(row, buyers, lang)
    suppliers, candidates = _named(row, "supplier"), _named(row, "candidate")
    if row["state"] == "supplier":
        return Line(say("sold_from", lang)), _uses(row, buyers, lang)
    first = Line(say(_NEEDED.get(row["basis"] or "", "need"), lang, n=_count(row, "needed_by", buyers, lang)), buyers)
    if candidates and not suppliers:
        return first, Line(say("find", lang), candidates, "find")
    if suppliers:
        return first, Line(say("supplier_now", lang), suppliers, "find")
    return first, Line(say("nobody", lang), tone="quiet")


def _count(row: Row, words: str, names: tuple[tuple[str, str | None], ...], lang: str) -> str:
    """How many, in the shortest words: 2家, 一组; the question says it in whole ones, as a group has no number."""
    return _short(row.get(words) or say("count", lang, n=len(names)))


def _short(counted: str) -> str:
    """A count of firms without what its line says anyway."""
    return re.sub(r"企业|\s?of firms|\s?\bfirms?|\s?[（(].*?[)）]", "", counted).strip()


def _uses(row: Row, buyers: tuple[tuple[str, str | None], ...], lang: str) -> Line:
    if buyers:
        return Line(say("users_here", lang), buyers, "quiet")
    users = _named(row, "user")
    return Line(say("users", lang), users, "quiet") if users else Line(say("no_users", lang), tone="quiet")


def _outside(row: Row, lang: str) -> tuple[Line, Line]:
    makers, sellers = _named(row, "maker"), _named(row, "supplier")
    where = row["area"] or say("unplaced", lang)
    place = where if not row["province"] or row["province"] == where else f"{row['province']} {where}"
    if makers:
        return Line(say("make", lang, n=_count(row, "made_by", makers, lang)), makers), Line(place, tone="quiet")
    return Line(say("sell", lang, n=_count(row, "supplied_by", sellers, lang)), sellers), Line(place, tone="quiet")


def stage_word(stage: str, lang: str) -> str | None:
    """The stage of a project in words, whichever of them it came in."""
    return next((zh if lang == "zh" else en for en, zh in _STAGES.words if stage in (en, zh)), None)


def _named(row: Row, what: str) -> tuple[tuple[str, str | None], ...]:
    names, ids = row.get(f"{what}s") or [], row.get(f"{what}_ids") or []
    ids = [_id(one) for one in ids]
    return tuple((str(name), ids[at] if at < len(ids) else None) for at, name in enumerate(names))


def _id(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _listed(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def _null(value: Any) -> Any:
    return None if value is None or value != value else value  # noqa: PLR0124 - not a number
