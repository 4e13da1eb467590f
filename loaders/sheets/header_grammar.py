"""Headers as sentences of a few words: who, what and how (grammar.toml), read where no list has them.

A header is read only if all of it is words that are known: nothing can be read as its opposite
because it ends or begins like it (未到位资金, 到位率, 上下游配套企业).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ..values import cells as values
from ..values.header_units import parted
from ..values.spans import MONTHS
from .column import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator

Roles = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a header is read as in one kind of table: the column, and what it says of the column's amounts."""

    column: str
    says: tuple[tuple[str, str], ...] = ()
    """Properties beside the amount: period, basis, modality."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    roles: dict[str, tuple[str, ...]]
    """The roles of each word."""
    longest: int
    tables: dict[str, dict[Roles, str]] = field(default_factory=dict)
    """What each row of roles is in a kind of table."""


_LONGEST: Final = 40
_SILENT: Final = frozenset(("main", "noise"))
_PERIOD: Final = rf"(?:19|20)\d\d年?(?:度|[上下]半年|{MONTHS}|第?[一二三四1-4]季度|\d{{1,2}}月)?(?:份|[末底](?!座))?"
_MONTHS: Final = re.compile(r"(年\s*\d{1,2}\s*月?份?)\s*-+\s*(\d{1,2}\s*月)")
_BEFORE: Final = re.compile(rf"(?P<period>{_PERIOD})·?(?P<rest>.+)")
_BEHIND: Final = re.compile(r"(?P<rest>.+?)[·/,(]?(?:in)?(?P<period>(?:19|20)\d\d年?度?)")
_NAMED: Final = re.compile(r"[（(\[【]\s*(?P<name>全称|名称|全名|单位名称|盖章|公章)\s*[)）\]】]")
_OF: Final = re.compile(r"(?P<front>.{1,6}的)(?P<thing>[\u4e00-\u9fff]{1,4})")
_HEADED: Final = re.compile(
    r"(?P<thing>[\u4e00-\u9fff]{1,6})(?:用料|原料|原辅料|辅料)|(?P<one>[\u4e00-\u9fff]{1,2})[料品材]"
)
_NO_THING: Final = re.compile(
    r"[替紧申新旧库资史证附样备赠奖人事时地厂家谁未不非无待否率比价额量数值税]|[来去]源|情况|问题|原因|方式|方向|企业|单位|公司|政策|服务|项目"
)
_BASES: Final = {"annual": "annual", "cumulative": "cumulative", "contract": "contract"}
_MODALITIES: Final = {"plan": "target", "forecast": "forecast", "estimate": "estimate", "real": "actual"}
_BEARING: Final = frozenset((*_BASES, *_MODALITIES, "period"))
"""Roles that say something of an amount."""


@cache
def _grammar() -> _Grammar:
    raw = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
    roles: dict[str, list[str]] = {}
    for role, words in raw.pop("words").items():
        for word in words:
            known = roles.setdefault(normalised(word), [])
            if role not in known:
                known.append(role)
    tables: dict[str, dict[Roles, str]] = {}
    for table, columns in raw.items():
        tables[table] = {}
        for column, sentences in columns.items():
            for sentence in sentences:
                for row in _spelled(sentence):
                    tables[table].setdefault(row, column)
    return _Grammar({word: tuple(found) for word, found in roles.items()}, max(map(len, roles)), tables)


def _spelled(sentence: str) -> Iterator[Roles]:
    """A sentence of the grammar without its choices.

    >>> list(_spelled("sell|buy money?"))
    [('sell', 'money'), ('sell',), ('buy', 'money'), ('buy',)]
    """
    choices = [(*part.rstrip("?").split("|"), *([""] if part.endswith("?") else [])) for part in sentence.split()]
    for row in product(*choices):
        if any(row):
            yield tuple(role for role in row if role)


@lru_cache(maxsize=4096)
def sentences(header: str) -> tuple[tuple[Roles, str | None], ...]:
    """Every reading of a header as a row of roles, each with the period that it names; none if some of it is no word.

    >>> sentences("坐落乡镇"), sentences("2023年采购额")
    (((('place', 'town'), None),), ((('period', 'buy', 'money'), '2023'),))
    >>> sentences("资金到位率"), sentences("2024年1-5月采购额")
    ((), ((('period', 'buy', 'money'), '2024-01/2024-05'),))
    """
    text = unicodedata.normalize("NFKC", header).casefold()
    if len(text) > _LONGEST:
        return ()
    named = _NAMED.search(header)
    text = _MONTHS.sub(r"\1至\2", text)  # no hyphen is left in a normalised text
    plain = normalised(parted(text)[0])
    rows = _rows(plain)
    found = _BEFORE.fullmatch(plain) or _BEHIND.fullmatch(plain)
    if found is not None and not rows:
        period = _period(found["period"])
        return () if period is None else tuple((("period", *row), period) for row in _rows(found["rest"]))
    if named is not None:
        # 单位（全称） is the name of a unit of people
        rows = [row for row in rows if "name" in row] or [(*row, "name") for row in rows]
    return tuple((row, None) for row in rows)


def _period(text: str) -> str | None:
    try:
        return values.period(text)
    except BadInput:
        return None


def _rows(plain: str) -> list[Roles]:
    """The rows of roles of a normalised text in its fewest words."""
    grammar = _grammar()
    words = _cut(plain, grammar)
    if not words:
        return _open_rows(plain, grammar)
    return [row for cut in words for row in product(*(grammar.roles[word] for word in cut))][:_MOST]


_MOST: Final = 64


def _open_rows(plain: str, grammar: _Grammar) -> list[Roles]:
    """做的玩具 and 坯釉用料: one word may be the name of any thing, where the words around it say what it is."""
    if (found := _OF.fullmatch(plain)) and _is_thing(found["thing"], grammar):
        return [
            (*row, "thing")
            for cut in _cut(found["front"], grammar)
            for row in product(*(grammar.roles[w] for w in cut))
        ]
    if (found := _HEADED.fullmatch(plain)) and _is_thing(found["thing"] or found["one"], grammar):
        return [("thing", "stuff" if found["thing"] else "pin")]
    return []


def _is_thing(text: str, grammar: _Grammar) -> bool:
    """Whether a text may be the name of a thing: no word of headers, and nothing that turns a meaning round."""
    return text not in grammar.roles and _NO_THING.search(text) is None


def _cut(plain: str, grammar: _Grammar) -> list[tuple[str, ...]]:
    """The ways to cut a text into known words, as few as can be."""
    best: list[list[tuple[str, ...]]] = [[()], *([] for _ in plain)]
    for end in range(1, len(plain) + 1):
        ways = [
            (*way, plain[begin:end])
            for begin in range(max(0, end - grammar.longest), end)
            if best[begin] and plain[begin:end] in grammar.roles
            for way in best[begin]
        ]
        fewest = min(map(len, ways), default=0)
        best[end] = [way for way in ways if len(way) == fewest][:_MOST]
    return best[len(plain)]


def reading(table: str, header: str, amounts: frozenset[str], beside: frozenset[str]) -> Reading | None:
    """What a header is in a kind of table by its words; None if nothing.

    `amounts` are the table's columns of money and quantities, `beside` the properties (period, basis,
    modality) that it has for them.

    >>> beside = frozenset(("period", "basis", "modality"))
    >>> reading("supplies", "年供货额", frozenset(("value",)), beside)
    Reading(column='value', says=(('basis', 'annual'),))
    >>> reading("projects", "2024年到位资金", frozenset(("paid",)), frozenset()) is None
    True
    """
    known = _grammar().tables.get(table)
    if not known:
        return None
    for row, period in sentences(header):
        column = known.get(row)
        said = [role for role in row if role in _BEARING]
        if column is None:
            bare = tuple(role for role in row if role not in _SILENT)
            column = known.get(bare)
            if column is None and said:
                column = known.get(tuple(role for role in bare if role not in _BEARING))
                if column is not None and (column not in amounts or not _told(said, beside)):
                    column = None
        if column is not None:
            return Reading(column, _says(row, period, beside) if column in amounts else ())
    return None


@lru_cache(maxsize=4096)
def means_anything(header: str) -> bool:
    """Whether a text is a header of some kind of table by its words.

    >>> means_anything("供货方"), means_anything("贵州大龙"), means_anything("下")
    (True, False, False)
    """
    if len(header) < 2 or not sentences(header):
        return False
    return any(reading(table, header, _ANY, _ALL) for table in _grammar().tables)


_ANY: Final = frozenset(("value", "quantity", "capacity", "planned", "contracted", "paid"))
_ALL: Final = frozenset(("period", "basis", "modality"))


def _told(said: list[str], beside: frozenset[str]) -> bool:
    """Whether a table has a property for all that a header says of an amount."""
    needed = {"period" if role == "period" else "basis" if role in _BASES else "modality" for role in said}
    return needed - {"modality"} <= beside and (
        "modality" not in needed or "modality" in beside or set(said) & {"real"} == set(said)
    )


def _says(row: Roles, period: str | None, beside: frozenset[str]) -> tuple[tuple[str, str], ...]:
    out: dict[str, str] = {}
    for role in row:
        if role in _BASES:
            out["basis"] = _BASES[role]
        elif role in _MODALITIES and role != "real":
            out["modality"] = _MODALITIES[role]
    if period is not None:
        out["period"] = period
        if len(period) == 4 and "basis" not in out and "cumulative" not in row:
            # the sum of a whole year
            out["basis"] = "annual"
    return tuple((name, out[name]) for name in ("period", "basis", "modality") if name in out and name in beside)
