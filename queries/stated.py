"""What a claim says of a property, as an answer shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..graph.schema import Edge, Node, Property


_SEVERAL: Final = re.compile(r"[、，,;；/\n]")


def offices_in(text: str | None) -> list[str]:
    """The offices that a text names as responsible, one or several, each once.

    >>> offices_in("县工信局、经开区管委会"), offices_in("省发展改革委；省直有关部门、"), offices_in(None)
    (['县工信局', '经开区管委会'], ['省发展改革委', '省直有关部门'], [])
    """
    named = (part.strip() for part in _SEVERAL.split(text or ""))
    return list(dict.fromkeys(part for part in named if part))


def is_amount(of: Node | Edge, prop: Property) -> bool:
    """Whether a property is an amount: stored with bounds and as written, and of a unit, basis and period."""
    return prop.type in ("money", "quantity") or (of.name == "metric" and prop.name == "value")


def as_stated(prop: Property, claim: Mapping[str, Any]) -> Any:
    """A value as an answer shows it: of an amount without a figure, what was written."""
    value = claim.get(prop.name)
    if value is None:
        value = claim.get(f"{prop.name}_original")
    if value is None:
        low, high = claim.get(f"{prop.name}_low"), claim.get(f"{prop.name}_high")
        return f">= {low:g}" if high is None else f"<= {high:g}" if low is None else f"{low:g}-{high:g}"
    return "；".join(value) if isinstance(value, list) else value
