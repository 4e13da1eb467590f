"""Headers to columns: what each header of a table means, and which kind of table it is.

What a kind knows comes from the schema (English names, Chinese labels, ends), from the
columns that imply edges (implied_edges.py) and from headers.toml, which a user's file extends.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...graph.errors import BadInput
from ...graph.schema import EDGES, NODES, Edge, Node, Type, properties
from ...graph.toml_file import read_toml
from ..read.ours import REJECTS
from ..values.header_units import parted
from .column import Column, normalised
from .header_grammar import means_anything, reading
from .header_views import TURNS, in_two_languages, views
from .schema_columns import schema_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EVIDENCE: Final[tuple[tuple[str, Type, str], ...]] = (
    ("source", "text", "来源"), ("publisher", "text", "发布者"), ("published", "date", "发布日期"),
    ("locator", "text", "位置"), ("confidence", "share", "置信度"),
)  # fmt: skip
ALIASES: Final = "aliases"
"""The one table kind that is no kind of the schema: further names of nodes."""
Synonyms = dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class TableKind:
    """What a kind of table may hold: every header it knows, normalised, and the columns it needs."""

    kind: str
    table: str
    zh: str
    known: dict[str, Column]
    required: tuple[str, ...]
    labels: dict[str, str]
    """The usual Chinese header of each column, in order: header, column."""
    _told: dict[str, Column | None] = field(default_factory=dict, compare=False, repr=False)
    """What headers were found to stand for; each is looked at once."""

    @property
    def near(self) -> list[str]:
        """The headers that a slip of the pen may have meant."""
        return [key for key, column in self.known.items() if column.role not in ("reject", "ignored", "unread")]

    def column(self, header: str) -> Column | None:
        """What a header stands for here; None if nothing. Remarks, marks and units around it do not matter."""
        if header not in self._told:
            if len(self._told) > _MOST:
                self._told.clear()
            self._told[header] = self._look(header)
        return self._told[header]

    def _look(self, header: str) -> Column | None:
        """The column of a header as it stands, else by its two languages, else without what stands round it."""
        found = self._plain(header)
        if found is None and (two := in_two_languages(header)) is not None:
            found = self._agreed(*two)
        if found is None:
            seen = (
                self._plain(view) or (two and self._agreed(*two))
                for view in views(header)
                for two in (in_two_languages(view),)
            )
            found = next((column for column in seen if column is not None), None)
        return found

    def _agreed(self, chinese: str, english: str) -> Column | None:
        """The column that both parts of a header mean, or one of them beside words that turn nothing round."""
        one, other = self._plain(chinese), self._plain(english)
        if one is not None and other is not None:
            # a word that means many things (Material) gives way to what stands beside it, where that is narrower
            return one if (one.name, one.role) == (other.name, other.role) else None
        if one is None:
            return None if TURNS.search(chinese) else other
        return None if TURNS.search(english) else one

    def _plain(self, header: str) -> Column | None:
        """The column of a header by the lists, else by its words; with what it says of its amounts."""
        listed = next((self.known[key] for key in _keys(header, self.zh) if key in self.known), None)
        if listed is not None and listed.type not in ("money", "quantity"):
            return listed
        found = reading(self.table, header, self._amounts, self._beside)
        if found is None and listed is None:
            found = reading(self.table, _WITH.sub("", header), self._amounts, self._beside)
        if listed is not None:
            return replace(listed, says=found.says) if found and found.column == listed.name else listed
        if found is None:
            return None
        name, _, rank = found.column.partition("_part")
        if rank:
            return Column(name, "part", rank=int(rank))
        return replace(self.by_name[name], says=found.says)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Its columns by their names."""
        return {column.name: column for column in reversed(self.known.values()) if column.name}

    @cached_property
    def _amounts(self) -> frozenset[str]:
        return frozenset(column.name for column in self.known.values() if column.type in ("money", "quantity"))

    @cached_property
    def _beside(self) -> frozenset[str]:
        return frozenset(name for name in ("period", "basis", "modality") if name in self.by_name)

    def having(self, more: Mapping[str, Column]) -> TableKind:
        """The same kind, with further headers, normalised, that come before all others."""
        return replace(self, known=self.known | dict(more), _told={})

    def label(self, name: str) -> str:
        """A column's usual Chinese header."""
        return next((label for label, column in self.labels.items() if column == name), name)

    def exactly(self, header: str) -> bool:
        """Whether the header is known as it stands."""
        return normalised(header) in self.known


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every header that any kind of table knows: how the line of headers is told from titles and rows."""

    known: frozenset[str]
    kinds: tuple[TableKind, ...] = ()
    _told: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def stands(self, headers: Sequence[str]) -> bool:
        """Whether some kind of table finds all that it needs among these headers."""
        found = ((kind, {column.name for header in headers if (column := kind.column(header))}) for kind in self.kinds)
        return any(names.issuperset(kind.required) for kind, names in found)

    def knows(self, text: str) -> bool:
        """Whether a text is a header of some kind, apart from remarks, marks and units."""
        if len(text) > _LONGEST:
            return False
        if text not in self._told:  # the same cells are asked of from several sides, and many cells are the same
            if len(self._told) > _MOST:
                self._told.clear()
            self._told[text] = self._knows(text)
        return self._told[text]

    def _knows(self, text: str) -> bool:
        if any(key in self.known for key in _keys(text)) or means_anything(text):
            return True
        return any(self._knows_plain(part) for part in (*(in_two_languages(text) or ()), *views(text)))

    def _knows_plain(self, text: str) -> bool:
        return any(key in self.known for key in _keys(text)) or means_anything(text)


_MOST: Final = 4096
_LONGEST: Final = 60
_WITH: Final = re.compile(
    r"[及和与、/](?:设计|生产|年|主要|注册)?(?:产能|产量|规模|能力|规格|型号|用途|简介|来源地?|产地|数量|用量|品牌|商标|特色|特点).*$"
)
_SUBJECTS: Final = ("企业", "公司", "单位", "目前", "当前", "现阶段")
_GENERIC: Final = frozenset(
    (
        "名称",
        "名",
        "编号",
        "类型",
        "类别",
        "种类",
        "性质",
        "数量",
        "状态",
        "单位",
        "时间",
        "日期",
        "内容",
        "代码",
        "规模",
        "阶段",
        "标题",
        "原因",
    )
)


@lru_cache(maxsize=8192)
def _keys(header: str, zh: str = "") -> tuple[str, ...]:
    """What to look a header up by, the closest to its own words first."""
    plain = normalised(header)
    bare = normalised(parted(header)[0])
    # 企业主要产品 says no more than 主要产品 does; 企业类型 is not the type of anything else
    short = [bare.removeprefix(word) for word in dict.fromkeys((zh, *_SUBJECTS)) if word and bare.startswith(word)]
    keys = [plain, bare, *(key for key in short if len(key) > 1 and key not in _GENERIC)]
    # 主要产品及产能: the first is what the cells begin with
    return tuple(dict.fromkeys((*keys, *(_WITH.sub("", key) for key in keys[1:]))))


def read_synonyms(path: Path | None = None) -> Synonyms:
    """The bundled synonyms, with those of a user's file before them."""
    out = _bundled()
    if path is None:
        return out
    try:
        own = read_toml(path)
    except (OSError, ValueError) as error:
        raise BadInput(
            en=f"{path.name}: cannot be read as a file of headers ({error}); see loaders/sheets/headers.toml for its form",
            zh=f"{path.name}：不能作为表头文件读取（{error}）；格式见 loaders/sheets/headers.toml",
        ) from error
    return with_synonyms(out, own, path.name)


def with_synonyms(out: Synonyms, own: Mapping[str, object], file: str) -> Synonyms:
    """Further headers before those that there are; BadInput names the file in which they are not written as lists."""
    for section, columns in own.items():
        if not isinstance(columns, dict) or not all(isinstance(texts, list) for texts in columns.values()):
            raise BadInput(
                en=f'{file}: section [{section}] must hold lists of headers by column, such as name = ["厂名"]',
                zh=f'{file}：[{section}] 一节应为“列名 = [表头, ...]”，例如 name = ["厂名"]',
            )
        merged = out.setdefault(section, {})
        for column, texts in columns.items():
            merged[column] = [*map(str, texts), *merged.get(column, [])]
    return out


def _bundled() -> Synonyms:
    found: Synonyms = tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))
    return found


def table_kinds(synonyms: Synonyms) -> dict[str, TableKind]:
    """The form of every kind of table, by table name.

    Raises BadInput where a user's file of headers names a table or column that there is not.
    """
    kinds: tuple[Node | Edge, ...] = (*NODES, *EDGES)
    out = {kind.table: _form(kind, synonyms) for kind in kinds}
    columns = {
        "kind": Column("kind", "property"), "name": Column("name", "property"), "alias": Column("alias", "property")
    }  # fmt: skip
    known = columns | _common(None, synonyms)
    _extend(known, columns, synonyms, ALIASES, ALIASES)
    out[ALIASES] = TableKind(
        ALIASES, ALIASES, "别名", known, ("name", "alias"), {"类型": "kind", "名称": "name", "别名": "alias"}
    )
    strange = [section for section in synonyms if section not in {*out, "any", "ignored", "unread", "tables"}]
    if strange:
        raise BadInput(
            en=f"file of headers: there is no table {strange[0]!r}; tables: {', '.join(out)}",
            zh=f"表头文件：没有“{strange[0]}”这种表；可用：{'、'.join(out)}",
        )
    return out


def _common(kind: Node | Edge | None, synonyms: Synonyms) -> dict[str, Column]:
    """The headers that every kind knows: evidence, marks of rejects, headers to ignore."""
    own = {} if kind is None else schema_columns(kind)
    evidence = {name: (Column(name, "evidence", type_), (name, zh)) for name, type_, zh in EVIDENCE if name not in own}
    out = {normalised(label): column for column, labels in evidence.values() for label in labels}
    columns = {name: column for name, (column, _) in evidence.items()}
    for column, texts in synonyms.get("any", {}).items():
        if column in columns:
            out |= {normalised(text): columns[column] for text in texts}
        elif column in own:
            out |= {normalised(text): own[column][0] for text in texts}
    out |= {normalised(name): Column(name, "reject") for name in REJECTS}
    # what `export` writes beside a table's own columns, for readers and other programs
    beside = ["fact.id", "evidence.method", "evidence.recorded"]
    beside += [f"{end.name}.name" for end in kind.ends] if isinstance(kind, Edge) else []
    out |= {normalised(name): Column("", "ignored") for name in beside}
    for texts in synonyms.get("ignored", {}).values():
        out |= {normalised(text): Column("", "ignored") for text in texts}
    for texts in synonyms.get("unread", {}).values():
        # what a kind has a column for is read all the same
        out = {normalised(text): Column("", "unread") for text in texts} | out
    return out


def _form(kind: Node | Edge, synonyms: Synonyms) -> TableKind:
    own = schema_columns(kind)
    known = _common(kind, synonyms)
    # The schema's own words win over what holds for every kind, and over synonyms; among
    # them a property's or end's over a label of another column.
    labels: dict[str, Column] = {}
    for position in range(max(len(texts) for _, texts in own.values())):
        for column, texts in own.values():
            if position < len(texts):
                labels.setdefault(normalised(texts[position]), column)
    known |= labels
    columns = {name: column for name, (column, _) in own.items()}
    for section in (kind.table, kind.name):
        if section != ALIASES:
            _extend(known, columns, synonyms, section, kind.table)
    known |= {normalised(name): column for name, column in columns.items()}
    required = [prop.name for prop in properties(kind) if prop.required]
    if kind.name == "metric":
        required.remove("name")  # made of what it observes, where it is not given
    if isinstance(kind, Edge):
        required = [*(end.name for end in kind.ends), *required]
    usual = {texts[1] if len(texts) > 1 else name: name for name, (_, texts) in own.items()}
    return TableKind(kind.name, kind.table, kind.zh, known, tuple(required), usual)


def _extend(
    known: dict[str, Column], columns: Mapping[str, Column], synonyms: Synonyms, section: str, table: str
) -> None:
    for column, texts in synonyms.get(section, {}).items():
        if column not in columns:
            raise BadInput(
                en=f"file of headers: {table} has no column {column!r}; columns: {', '.join(columns)}",
                zh=f"表头文件：{table} 没有“{column}”这一列；可用：{'、'.join(columns)}",
            )
        for text in texts:
            known[normalised(text)] = columns[column]


def vocabulary(all_kinds: Mapping[str, TableKind]) -> Vocabulary:
    """The headers of all kinds together."""
    known = frozenset(key for table_kind in all_kinds.values() for key in table_kind.known)
    return Vocabulary(known, tuple(all_kinds.values()))


@dataclass(frozen=True)
class Known:
    """All that is known of headers in one load. Shared between loads: nothing in it is ever changed."""

    synonyms: Synonyms
    table_kinds: dict[str, TableKind]
    vocabulary: Vocabulary


def known(path: Path | None = None, kept: tuple[str, Synonyms] | None = None) -> Known:
    """What is known of headers, with a user's file where there is one, and the headers `kept` in a mapping file."""
    if path is None and kept is None:
        return _bundled_known()
    synonyms = read_synonyms(path)
    return _known(synonyms if kept is None else with_synonyms(synonyms, kept[1], kept[0]))


@cache
def _bundled_known() -> Known:
    """Made once: it takes longer than a small load."""
    return _known(read_synonyms())


def _known(synonyms: Synonyms) -> Known:
    all_kinds = table_kinds(synonyms)
    return Known(synonyms, all_kinds, vocabulary(all_kinds))
