"""By which of its ties something concerns an area: who raised it, what it is about, whose it is; and what may concern it.

What is asked is a row a tie: the way of the tie, the name of what it leads to, and the places where that stands
(concern/stands.sql). What stands only in a wider area, or nowhere that is known, is never said to concern an area: a
note counts it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..places.geography import Geography
    from ..places.place import Where

WAYS: Final = ("raised", "party", "concerns", "blocks", "product", "responsible", "handled")
"""How something may concern an area, what says most first."""
_OFFICES: Final = ("responsible", "handled")
"""Ways that lead to who deals with it: an office of a province handles what concerns one county."""
_NAMED: Final = 3
"""So many wider areas does a note name."""


@dataclass(frozen=True, slots=True)
class Noun:
    """What is listed, in words: singular, plural, Chinese, its Chinese measure word, the kind that `list` lists."""

    one: str
    many: str
    zh: str
    unit: str
    kind: str

    def counted(self, number: int, lang: str) -> str:
        """So many of it.

        >>> Noun("request", "requests", "诉求", "条", "requests").counted(2, "zh")
        '2条诉求'
        """
        return t(lang, f"{number} {self.one if number == 1 else self.many}", f"{number}{self.unit}{self.zh}")


@dataclass(slots=True)
class Concerned:
    """What of all there is concerns an area (`via`), and what may."""

    where: Where
    wide: Counter[int] = field(default_factory=Counter)
    """What stands only in wider areas, by these."""
    nowhere: int = 0
    """What is tied to no place that is known."""

    def via(self, ties: Sequence[Mapping[str, Any]]) -> list[str]:
        """The ways by which something with these ties concerns the area; none where it does not, or nobody can tell.

        A product has no place of its own: where it is made says where something belongs only if nothing else does.
        """
        own = _places(tie for tie in ties if not tie["product"] and tie["way"] not in _OFFICES)
        offices = _places(tie for tie in ties if not tie["product"] and tie["way"] in _OFFICES)
        made = {} if own else _places(tie for tie in ties if tie["product"])
        found = {way for way, places in {**own, **offices}.items() if places & self.where.inside}
        if any(places & self.where.inside for places in made.values()):
            found.add("product")
        if not found:
            known = own or offices or made
            wider = set().union(*known.values()) & self.where.maybe
            self.nowhere += not known
            self.wide.update([min(wider)] if wider else ())
        return [way for way in WAYS if way in found]

    def notes(self, noun: Noun, geography: Geography, lang: str) -> list[str]:
        """How many may concern the area or not, and so are not listed."""
        out = []
        label = self.where.label
        if self.wide:
            named = [
                (geography.title(geography.places[place]), number) for place, number in self.wide.most_common(_NAMED)
            ]
            more = t(lang, ", ...", "等") if len(self.wide) > _NAMED else ""
            listed = (
                t(lang, ", ", "、").join(t(lang, f"{name} {n}", f"{name}{n}{noun.unit}") for name, n in named) + more
            )
            out.append(
                t(
                    lang,
                    f"{noun.counted(self.wide.total(), lang)} not listed, told only of wider areas ({listed}): whether"
                    f" {label} is meant is not said; --in {named[0][0]} lists them",
                    f"另有{noun.counted(self.wide.total(), lang)}只写到更大的范围（{listed}），是否涉及{label}未载明，未列入；"
                    f"可用 --in {named[0][0]} 查看",
                )
            )
        if self.nowhere:
            out.append(
                t(
                    lang,
                    f"{noun.counted(self.nowhere, lang)} not listed, tied to no place that is known;"
                    f" chanlian list GRAPH {noun.kind} lists all",
                    f"另有{noun.counted(self.nowhere, lang)}未载明涉及何地，未列入；可用 chanlian list 图 {noun.kind} 查看全部",
                )
            )
        return out


def _places(ties: Iterable[Mapping[str, Any]]) -> dict[str, set[int]]:
    """The places known by each way."""
    out: dict[str, set[int]] = {}
    for tie in ties:
        if tie["places"]:
            out.setdefault(tie["way"], set()).update(tie["places"])
    return out


def named(ties: Iterable[Mapping[str, Any]], *ways: str) -> list[str]:
    """The names of what ties of these ways lead to, each once, in order."""
    return sorted({tie["node"] for tie in ties if tie["way"] in ways})
