"""The schema with what people declare of their own (own_model.py): built once, beside the built-in kinds, and checked against them.
How a graph keeps it stands in own_kept.py.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from ..own_model import known, place_of
from ..toml_section import Section, bad
from .model import ALIASES, ALL_AREAS, NAME, SINCE, STATUS, UNTIL, Edge, End, Node, Property, Type
from .roles import EdgeRoles, Implied, Listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..errors import BadInput

TYPES: Final = tuple(one for one in get_args(Type) if one not in ("quantity", "series"))
"""The types of own properties: an amount has the unit that is declared, not one in each row."""
SIGNED: Final = ("number", "integer", "money")
"""The types of own properties that may be less than nothing, where that is declared."""
_NAME: Final = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST: Final = 40
_UNFIT: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029<>]|{[^}]*{|}[^{]*}")
"""What a sentence may not hold: braces stand singly round the names of its ends."""
_LABEL: Final = re.compile(r"""[^\s=+@\-'\x00-\x1f][^\x00-\x1f\x7f-\x9f\u2028\u2029{}<>"`|]{0,79}""")
"""What a thing may be called in words: it becomes a header, a part of a sentence, a heading of a page."""
RESERVED: Final = frozenset({
    "id", "fact", "identifier", "kind", "key", "of", "row", "line", "sources", "source", "source_id", "source_name", "publisher", "published",
    "locator", "method", "confidence", "recorded", "stated", "evidence", "target", "series", "place", "place_basis", "place_by_name", "address",
    "area",
    "since_day", "until_day", "restored", "removed_on", "because", "by", "observations", "point_of", "within", "parts", "covers",
    NAME.name, ALIASES.name, SINCE.name, UNTIL.name, STATUS.name, *ALL_AREAS,
    *(f"{side}_{level}" for side in ("seller", "buyer") for level in ("place", *ALL_AREAS)),
})  # fmt: skip
"""What no own property may be called: columns that every table, answer or export has."""
TAKEN: Final = frozenset({
    "claim", "area", "removed", "former", "meta", "node", "edge", "fact", "evidence", "alias", "aliases", "ids", "cited", "outcome", "graph",
    "chanlian_meta", "chanlian_former",
})  # fmt: skip
"""What no own kind may be called: tables and labels that stand beside the kinds."""


def with_own_nodes(built_in: tuple[Node, ...]) -> tuple[Node, ...]:
    """The built-in kinds of nodes with their own properties, then the own kinds."""
    own = known()
    out = [_with_properties(of, own["properties"].get(of.name, {})) for of in built_in]
    for name, said in own["nodes"].items():
        out.append(_node(name, Section(f"{place_of('nodes', name)}, nodes.{name}", said), out))
    return tuple(out)


def with_own_edges(built_in: tuple[Edge, ...], nodes: tuple[Node, ...]) -> tuple[Edge, ...]:
    """The built-in kinds of edges with their own properties, then the own kinds."""
    own = known()
    out = [_with_properties(of, own["properties"].get(of.name, {})) for of in built_in]
    for name, said in own["edges"].items():
        out.append(_edge(name, Section(f"{place_of('edges', name)}, edges.{name}", said), out, nodes))
    there = {of.name for of in (*nodes, *out)}
    for name, props in own["properties"].items():
        if name not in there:
            first = next(iter(props), "")
            raise bad(
                place_of("properties", name, first),
                f"[properties.{name}]: there is no kind {name!r}; chanlian schema lists all",
                f"[properties.{name}]：没有“{name}”这种类别；chanlian schema 列出全部",
            )
    if own["properties"] or own["nodes"] or own["edges"]:
        _check_columns(nodes, out, own["properties"])
    return tuple(out)


def _check_columns(nodes: Sequence[Node], edges: Sequence[Edge], own: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise where a table of nodes has two columns of one name or header: a property, and one that an edge gives it."""
    for of in nodes:
        taken: dict[str, str] = {word: prop.name for prop in of.properties for word in (prop.name, prop.zh)}
        for edge in edges:
            for column in edge.roles.implied:
                twice = {column.column, column.zh} & {*taken}
                if column.of == of.name and twice:
                    name = taken[min(twice)]
                    place = (
                        place_of("properties", of.name, name)
                        if name in own.get(of.name, {})
                        else place_of("edges", edge.name)
                    )
                    raise _twice(place, of.name, min(twice))


def _with_properties(of: Any, said: Mapping[str, Any]) -> Any:
    """A kind with further properties."""
    if not said:
        return of
    places = {name: f"{place_of('properties', of.name, name)}, properties.{of.name}.{name}" for name in said}
    own = tuple(_property(name, Section(places[name], one), of.name) for name, one in said.items())
    # a table that shows some columns alone shows these too
    first = (*of.roles.first, *(prop.name for prop in own)) if of.roles.first else ()
    of = replace(of, properties=(*of.properties, *own), roles=replace(of.roles, first=first))
    _check_properties(of, places)
    return of


def _check_properties(of: Node | Edge, places: Mapping[str, str]) -> None:
    """Raise where an own property, by its name or a header by which it is read, cannot be told from another column."""
    if isinstance(of, Edge):
        others = [word for end in of.ends for word in (end.name, end.zh, end.en)]
    else:
        others = ["name", "名称", of.zh, of.en, f"{of.zh}名称"]
    seen: dict[str, Property | None] = dict.fromkeys(map(_same, others))
    for prop in of.properties:
        for word in _words_of(prop):
            other = seen.setdefault(_same(word), prop)
            mine = places.get(prop.name) or (places.get(other.name) if other else None)
            if other is not prop and mine:
                raise _twice(mine, of.name, word)


def _words_of(prop: Property) -> list[str]:
    """The headers by which a property is read, with and without its unit."""
    ends = [prop.name + end for end in ("_low", "_high", "_original") if prop.type == "money"]
    plain = [prop.zh.removesuffix(f"（{prop.unit}）"), prop.en.removesuffix(f" ({prop.unit})")]
    return [prop.name, *ends, prop.zh, prop.en, *plain]


def _same(word: str) -> str:
    """A header as headers are compared."""
    return word.casefold().replace("_", "").replace(" ", "")


def _twice(place: str, kind: str, word: str) -> BadInput:
    return bad(
        place,
        f"a table of {kind} has a column {word!r} already; choose another name or Chinese name",
        f"{kind} 的表中已有“{word}”这一列；请换一个名称或中文名",
    )


def _property(name: str, part: Section, kind: str) -> Property:
    """An own property as it is declared."""
    _check_name(name, part.place)
    if name in RESERVED or name in (kind, f"{kind}_id"):
        raise bad(
            part.place,
            f"{name!r} means something else in every table; choose another name",
            f"“{name}”在各表中另有含义；请换一个名称",
        )
    type_ = part.needed("type")
    if type_ not in TYPES:
        raise bad(
            part.place,
            f"there is no type {type_!r} for a property; types: {', '.join(TYPES)}",
            f"没有“{type_}”这种类型；可用：{'、'.join(TYPES)}",
        )
    unit = _label(part, "unit")
    if unit is not None and type_ not in ("number", "integer"):
        raise bad(
            part.place,
            f"a property of type {type_} has no unit; leave it out (money is in yuan)",
            f"{type_} 类型没有单位；请去掉 unit（money 以元计）",
        )
    signed = part.truth("negative") if part.take("negative") is not None else False
    if signed and type_ not in SIGNED:
        raise bad(
            part.place,
            f"negative goes with the types {', '.join(SIGNED)}; leave it out",
            f"negative 只用于 {'、'.join(SIGNED)} 类型；请去掉",
        )
    words = part.words("words")
    for _, chinese in words:
        _check_label(part.place, "words", chinese)
    if words and (type_ != "text" or any(not _NAME.fullmatch(en) for en, _ in words)):
        raise bad(
            part.place,
            'words go with type text, each an English word in small letters with its Chinese: {granted = "授权"}',
            'words 只用于 text 类型，写作小写英文词及其中文：{granted = "授权"}',
        )
    en, zh = _label(part, "en") or name.replace("_", " "), _label(part, "zh") or part.needed("zh")
    if unit is not None:  # wherever the property is named, its unit stands with it
        en, zh = f"{en} ({unit})", f"{zh}（{unit}）"
    measured = unit or ("yuan" if type_ == "money" else None)
    out = Property(name, cast("Type", type_), en, zh, measured, words, signed=signed, note=_label(part, "note") or "")
    part.end()
    return out


def _node(name: str, part: Section, there: Sequence[Node]) -> Node:
    """An own kind of nodes as it is declared."""
    table, en, zh = _called(name, part, [(of.name, of.table, of.zh) for of in there])
    meaning = _label(part, "meaning") or en
    code = part.text("code")
    props = _properties_within(name, part)
    if code is not None:
        if code not in {prop.name for prop in props if prop.type == "text"}:
            raise bad(
                part.place,
                f"code {code!r} is no property of type text of {name}",
                f"code “{code}”不是 {name} 的 text 属性",
            )
        props = tuple(replace(prop, key=True) if prop.name == code else prop for prop in props)
    part.end()
    out = Node(name, table, en, zh, meaning, props, code)
    _check_properties(out, {prop.name: part.place for prop in props})
    return out


def _edge(name: str, part: Section, there: Sequence[Edge], nodes: Sequence[Node]) -> Edge:
    """An own kind of edges as it is declared."""
    kinds: list[Node | Edge] = [*nodes, *there]
    taken = [(of.name, of.table, of.zh) for of in kinds]
    table, en, zh = _called(name, part, taken)
    within = part.section("ends")
    ends = tuple(_end(end, Section(f"{part.place}.ends.{end}", within.take(end)), nodes) for end in within.names())
    if not 2 <= len(ends) <= 3:
        raise bad(
            part.place,
            f"{name} has {len(ends)} ends; declare two or three: [edges.{name}.ends.NAME] with kinds",
            f"{name} 有 {len(ends)} 个端点；请声明两个或三个：[edges.{name}.ends.名称]，写明 kinds",
        )
    names = [end.name for end in ends]
    third, third_zh = (f" ({{{names[2]}}})", f"（{{{names[2]}}}）") if len(names) > 2 else ("", "")
    sentence = part.text("sentence") or f"{{{names[0]}}} {en} {{{names[1]}}}{third}"
    sentence_zh = part.text("sentence_zh") or f"{{{names[0]}}}{zh}{{{names[1]}}}{third_zh}"
    props = _properties_within(name, part)
    for key, text in (("sentence", sentence), ("sentence_zh", sentence_zh)):
        if _UNFIT.search(text) or len(text) > 200 or text.count("{") != text.count("}"):
            raise bad(
                part.place,
                f"{key} is one line of at most 200 characters, without <>",
                f"{key} 应为一行，不超过 200 个字符，不含 <>",
            )
        strange = {*re.findall(r"\{([^{}]*)\}", text)} - {*names}
        if strange or not {f"{{{one}}}" for one in names} <= {*re.findall(r"\{[^{}]*\}", text)}:
            raise bad(
                part.place,
                f"{key} must name its ends in braces: {{{names[0]}}} ... {{{names[1]}}}",
                f"{key} 中应以花括号写出两端：{{{names[0]}}}…{{{names[1]}}}",
            )
    keys = part.texts("key", optional=True)
    if not {*keys} <= {prop.name for prop in props if prop.type == "text"}:
        raise bad(
            part.place,
            "key names properties of type text that tell two such facts apart",
            "key 应为用以区分两条此类事实的 text 属性",
        )
    props = tuple(replace(prop, key=prop.name in keys) for prop in props)
    dated = part.truth("dated") if "dated" in part.names() else True
    roles = _columns(name, part, ends)
    part.end()
    out = Edge(name, table, en, zh, sentence, sentence_zh, ends, props, dated=dated, roles=roles)
    _check_properties(out, {prop.name: part.place for prop in props})
    return out


def _columns(name: str, part: Section, ends: tuple[End, ...]) -> EdgeRoles:
    """The columns that tables of nodes get for an edge: those of the ends in `columns_in` name who stands at the other end."""
    asked = part.texts("columns_in", optional=True)
    by_name = {end.name: end for end in ends}
    if asked and (len(ends) != 2 or not {*asked} <= {*by_name} or any(len(by_name[one].kinds) != 1 for one in asked)):
        raise bad(
            part.place,
            f"columns_in names ends of {name} at which one kind stands, and goes with two ends alone",
            f"columns_in 应为 {name} 中只有一种类别的端点，且只用于两端的关系",
        )
    pairs = [(by_name[own], next(end for end in ends if end.name != own)) for own in asked]
    implied = tuple(
        Implied(own.kinds[0], other.name, other.zh, own.name, other.name, many=True) for own, other in pairs
    )
    listed = tuple(Listed(own.kinds[0], other.name, own.name, other.name, other.en, other.zh) for own, other in pairs)
    return EdgeRoles(implied=implied, listed=listed)


def _end(name: str, part: Section, nodes: Sequence[Node]) -> End:
    _check_name(name, part.place)
    if name in RESERVED:
        raise bad(
            part.place, f"an end cannot be called {name!r}; choose another name", f"端点不能叫“{name}”；请换一个名称"
        )
    kinds = part.texts("kinds")
    by_name = {of.name: of for of in nodes if of.name != "source"}
    strange = [kind for kind in kinds if kind not in by_name]
    if strange:
        raise bad(
            part.place,
            f"there is no kind of nodes {strange[0]!r}; chanlian schema lists all",
            f"没有“{strange[0]}”这种节点类别；chanlian schema 列出全部",
        )
    first = by_name[kinds[0]]
    end = End(
        name, tuple(dict.fromkeys(kinds)), _label(part, "en") or name.replace("_", " "), _label(part, "zh") or first.zh
    )
    part.end()
    return end


def _called(name: str, part: Section, taken: Sequence[tuple[str, str, str]]) -> tuple[str, str, str]:
    """What an own kind is called where a table of it is loaded, in English and in Chinese; nothing else may be called so."""
    _check_name(name, part.place)
    en, zh = _label(part, "en") or name.replace("_", " "), _label(part, "zh") or part.needed("zh")
    table = part.text("table") or (name if name.endswith("s") else f"{name}s")
    _check_name(table, part.place)
    known_so = {word for one in taken for word in one if word} | {one.replace("_", "") for one, *_ in taken} | TAKEN
    twice = next((word for word in (name, table, zh, name.replace("_", "")) if word in known_so), None)
    if twice is not None:
        raise bad(part.place, f"{twice!r} is taken already; choose another name", f"“{twice}”已被占用；请换一个名称")
    return table, en, zh


def _properties_within(kind: str, part: Section) -> tuple[Property, ...]:
    within = part.section("properties")
    return tuple(_property(name, Section(f"{within.place}.{name}", within.take(name)), kind) for name in within.names())


def _label(part: Section, key: str) -> str | None:
    """What a thing is called in words, or said of it; None where nothing is."""
    text = part.text(key)
    if text is not None:
        _check_label(part.place, key, text)
    return text


def _check_label(place: str, key: str, text: str) -> None:
    if not _LABEL.fullmatch(text) or text != text.strip():
        raise bad(
            place,
            f'{key} {text[:40]!r} cannot be a header; write at most 80 characters in one line, without {{}} <> " ` |, that do not begin with'
            " = + - @ ' or a blank",
            f"{key} “{text[:40]}”不能作表头；请写在一行内，不超过 80 个字符，不含 {{}} <> \" ` |，也不以 = + - @ ' 或空格开头",
        )


def _check_name(name: str, place: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise bad(
            place,
            f"{name!r} is no name for it; write small English letters, digits and single _, at most {_LONGEST}: staff_count",
            f"“{name}”不能作名称；请用小写英文字母、数字和单个下划线，不超过 {_LONGEST} 个字符，如 staff_count（中文写在 zh 中）",
        )
