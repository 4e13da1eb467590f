"""The columns that the schema gives a kind of table: its properties, its ends, and the edges that its rows imply."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ...graph.schema import Edge, Node, Property, properties
from ...graph.schema.own_kept import own_properties
from .column import Column
from .implied_edges import IMPLIED, Implied

if TYPE_CHECKING:
    from ...graph.schema import Type


@cache
def schema_columns(kind: Node | Edge) -> dict[str, tuple[Column, tuple[str, ...]]]:
    """The columns of a kind by name, each with its headers of the schema."""
    out: dict[str, tuple[Column, tuple[str, ...]]] = {}
    # a series is what rows of several periods come to, and no column of any
    props = [prop for prop in properties(kind) if prop.type != "series"]
    names = {prop.name for prop in props}
    unit = "unit" if "unit" in names else None
    own = own_properties(kind.name)
    for prop in props:
        labels = [prop.name, prop.zh, prop.en]
        if prop.unit and prop.name in own:
            labels += [prop.zh.removesuffix(f"（{prop.unit}）"), prop.en.removesuffix(f" ({prop.unit})")]
        if prop.name == "name":
            labels += [kind.zh + "名称", kind.zh + "名", kind.zh, kind.en]
        # A number with bounds beside it (a metric's value) is read as a quantity is.
        bounded = prop.type == "number" and f"{prop.name}_low" in names
        read_as: Type = "quantity" if bounded else prop.type
        amount = read_as == "quantity"
        out[prop.name] = (
            Column(
                prop.name,
                "property",
                read_as,
                prop.words,
                unit=unit if amount else None,
                counted_in=(prop.unit or "") if prop.type in ("number", "integer") and prop.name in own else None,
                # a built-in plain number is one of degrees
                signed=prop.signed if prop.name in own else prop.type == "number",
            ),
            tuple(labels),
        )
        if prop.type in ("money", "quantity"):
            for end, zh in (("_low", "下限"), ("_high", "上限"), ("_original", "原文")):
                out[prop.name + end] = (
                    replace(_bound(prop.name + end, prop.type, unit), signed=prop.signed),
                    (prop.name + end, prop.zh + zh),
                )
        elif prop.type == "number" and prop.name.endswith(("_low", "_high")):
            out[prop.name] = (_bound(prop.name, "quantity", unit), tuple(labels))
    if isinstance(kind, Edge):
        return out | {
            end.name: (Column(end.name, "end"), (end.name, end.zh, end.zh + "名称", end.en)) for end in kind.ends
        }
    return out | _columns_beside(kind)


def _columns_beside(kind: Node) -> dict[str, tuple[Column, tuple[str, ...]]]:
    """The columns of a kind of node that are no properties of it: its identifier, and edges that its row implies."""
    out: dict[str, tuple[Column, tuple[str, ...]]] = {
        "identifier": (Column("identifier", "identifier"), ("identifier", "标识"))
    }
    for implied in IMPLIED.get(kind.name, ()):
        type_: Type = "list" if implied.many else "text"
        out[implied.column] = (Column(implied.column, "implied", type_, implied=implied), (implied.column, implied.zh))
        for name, zh, prop_name in implied.details:
            out[name] = (_detail(implied, name, prop_name), (name, zh))
    if "place" in out and kind.name != "park":
        out["address"] = (Column("address", "address"), ("address", "地址"))
    return out


def _bound(name: str, type_: Type, unit: str | None) -> Column:
    """A column that gives a bound of an amount, in the amount's unit, or the text it was read off."""
    if name.endswith("_original"):
        return Column(name, "bound")
    return Column(name, "bound", type_, unit=unit if type_ == "quantity" else None)


def _detail(implied: Implied, name: str, prop_name: str) -> Column:
    """The column of a property of an implied edge."""
    from ...graph.schema import edge

    prop: Property = next(prop for prop in properties(edge(implied.edge)) if prop.name == prop_name)
    units = {detail[2]: detail[0] for detail in implied.details}
    return Column(
        name, "detail", prop.type, prop.words, implied, units.get("unit") if prop.type == "quantity" else None
    )
