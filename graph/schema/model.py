"""What a declaration says: kinds of nodes, edges and their properties as data, and the properties that many kinds share.

Everything that depends on the model is derived from here: DuckDB tables, checks
of a load, `chanlian schema`, docs/SCHEMA.md, the headers of tables. An edge is a
sentence: `Edge("supplies", ...)` reads "a firm supplies a firm". What a kind is to
pictures, ties and tables, and is not stored, stands in its `roles` (roles.py).

Only data and small look-ups live here; nothing is imported but the standard
library, so that help texts stay fast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from .roles import EdgeRoles, NodeRoles

Type = Literal["text", "number", "integer", "boolean", "date", "period", "money", "quantity", "share", "list", "series"]
"""How a property is read and stored.

text      free text, or one of `words`
number    a plain number
integer   a whole number
boolean   yes or no
date      text in canonical form, with the precision stated: 2023, 2025-H1, 2025-Q1, 2025-05,
          2025-05-24; it sorts as text, `first_day` and `last_day` of graph/dates.py bound it
period    when a figure was counted: a date, or a span of months of one year or two without such a name:
          2024-01/2024-05 (1-5月), 2023-10/2024-03; 2024-01/2024-06 is 2024-H1
money     yuan; stored with `_low`, `_high` (bounds such as 超, 以上) and `_original` (as written)
quantity  an amount in the unit of the row; stored with `_low`, `_high`, `_original`
share     0..1
list      a list of texts
series    all observations of a fact that has several: a list of records, each with the columns of `fields`
"""

ALL_AREAS: Final = ("park", "county", "prefecture", "province", "country")
"""The levels of areas, from the finest to the coarsest."""


@dataclass(frozen=True)
class Property:
    """One property: its name, type, meaning in both languages, unit and allowed words."""

    name: str
    type: Type
    en: str
    zh: str
    unit: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    """Allowed words, each with its Chinese form; empty where any text is allowed."""
    required: bool = False
    key: bool = False
    signed: bool = False
    """Whether a number or a sum may be less than nothing, of one that people declared of their own."""
    note: str = ""
    default: str | None = None
    """What an empty cell means where the property is part of a key; stored in its place."""
    usual: tuple[str, ...] | None = None
    """Of a property that says how the rest of its fact is meant: the values that nobody needs to be told. None: it is no such property."""
    fields: tuple[Property, ...] = ()
    """Of a series the properties that each observation has, those that tell one from another first."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The allowed words in English, as they are stored."""
        return tuple(word for word, _ in self.words)


@dataclass(frozen=True)
class Node:
    """A kind of node. `table` is the kind's name where a table of it is loaded."""

    name: str
    table: str
    en: str
    zh: str
    meaning: str
    properties: tuple[Property, ...] = ()
    code: str | None = None
    """The property that is the official code, and so the identifier where it is known."""
    roles: NodeRoles = field(default_factory=NodeRoles, compare=False, repr=False)
    """What it is to pictures, tables and answers; nothing of it is stored."""


@dataclass(frozen=True)
class End:
    """One end of an edge: its name in the sentence and the node kinds that may stand there."""

    name: str
    kinds: tuple[str, ...]
    en: str
    zh: str


@dataclass(frozen=True)
class Edge:
    """A kind of edge between two or three ends; its key is its ends and its key properties."""

    name: str
    table: str
    en: str
    zh: str
    sentence: str
    """The fact as an English sentence, with {end} and {property} in braces."""
    sentence_zh: str
    ends: tuple[End, ...]
    properties: tuple[Property, ...] = ()
    directed: bool = True
    dated: bool = field(default=True)
    """Dated edges carry since, until and status; timeless ones (part_of, kind_of) do not."""
    roles: EdgeRoles = field(default_factory=EdgeRoles, compare=False, repr=False)
    """What it is to pictures, `links`, tables and answers; nothing of it is stored."""


def words(*pairs: str) -> tuple[tuple[str, str], ...]:
    """`"waste 废物"` -> `("waste", "废物")`."""
    return tuple((en, zh) for en, zh in (pair.split(" ", 1) for pair in pairs))


NAME: Final = Property("name", "text", "name", "名称", required=True)
ALIASES: Final = Property("aliases", "list", "aliases", "别名")
SINCE: Final = Property("since", "date", "since", "起始")
UNTIL: Final = Property("until", "date", "until", "截止")
STATUS: Final = Property(
    "status",
    "text",
    "status",
    "状态",
    words=words("proposed 拟议", "planned 计划", "building 推进中", "active 有效", "ended 终止"),
    note="Empty means active; what is proposed, planned or being built is not there yet.",
    usual=("active",),
)
UPCOMING: Final = ("proposed", "planned", "building")
"""The states of what is not there yet: it is told, and counts for nothing that is."""
STANDING: Final = (
    Property(
        "status",
        "text",
        "status",
        "状态",
        words=words("proposed 拟议", "planned 规划", "building 在建", "open 已投用", "closed 停用"),
        usual=("open",),
    ),
    Property(
        "status_basis",
        "text",
        "basis of the status",
        "状态依据",
        words=words("stated 原文", "inferred 推断"),
        usual=("stated",),
        note="Empty means stated.",
    ),
    Property("status_date", "date", "date of the status", "状态日期"),
)
"""How far something that is built has come."""
BASIS: Final = Property(
    "basis",
    "text",
    "basis of the value",
    "口径",
    words=words("annual 年度", "cumulative 累计", "contract 合同"),
    usual=("annual",),
)
PERIOD: Final = Property("period", "period", "period", "期间")
MODALITY: Final = Property(
    "modality",
    "text",
    "modality",
    "性质",
    words=words("actual 实际", "target 目标", "forecast 预期", "potential 潜在", "estimate 估计"),
    note="Empty means actual.",
    usual=("actual",),
)
UNIT: Final = Property("unit", "text", "unit", "单位")
CONTACT: Final = Property(
    "contact", "text", "contact", "联系方式", note="Persons' names and telephones; read only where that was asked for."
)
POINT: Final = (
    Property("lat", "number", "latitude", "纬度", unit="degrees"),
    Property("lon", "number", "longitude", "经度", unit="degrees"),
)
OBSERVED_BY: Final = ("period", "basis", "modality")
"""What tells one observation of a fact from another; a modality that is not said is actual."""


def begun_sql(row: str) -> str:
    """The condition, in SQL, that the dated fact in `row` is there and no mere plan.

    >>> begun_sql("s")
    "coalesce(s.status, 'active') NOT IN ('proposed', 'planned', 'building')"
    """
    return f"coalesce({row}.status, 'active') NOT IN {UPCOMING!r}"


def begun_cypher(row: str) -> str:
    """The same condition in Cypher.

    >>> begun_cypher("s")
    "NOT coalesce(s.status, 'active') IN ['proposed', 'planned', 'building']"
    """
    return f"NOT coalesce({row}.status, 'active') IN {[*UPCOMING]!r}"


def series(*fields: Property) -> Property:
    """The property that holds all observations of a fact that has several; null where there is one, which its columns hold."""
    return Property(
        "series",
        "series",
        "all observations",
        "各期数值",
        note="Only where there are several; the other properties show one of them.",
        fields=tuple(sorted(fields, key=lambda one: one.name not in OBSERVED_BY)),
    )
