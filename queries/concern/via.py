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
from ..places.sides import covered, lies_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..places.geography import Geography
    from ..places.place import Where

WAYS: Final = ("raised", "party", "concerns", "blocks", "product", "agreement", "responsible", "handled")
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

    geography: Geography
    where: Where
    wide: Counter[int] = field(default_factory=Counter)
    """What stands only in wider areas, or in a park of which nobody knows closely where it lies, by these."""
    nowhere: int = 0
    """What is tied to no place that is known."""

    def via(self, ties: Sequence[Mapping[str, Any]]) -> list[str]:
        """The ways by which something with these ties concerns the area; none where it does not, or nobody can tell.

        A product has no place of its own: where it is made says where something belongs only if nothing else does.
        """
        own = self._places(tie for tie in ties if not tie["product"] and tie["way"] not in _OFFICES)
        offices = self._places(tie for tie in ties if not tie["product"] and tie["way"] in _OFFICES)
        made = {} if own else self._places(tie for tie in ties if tie["product"])
        found = {way for way, places in {**own, **offices}.items() if places & self.where.inside}
        if any(places & self.where.inside for places in made.values()):
            found.add("product")
        if not found:
            known = own or offices or made
            wider = set().union(*known.values()) & self.where.maybe
            self.nowhere += not known
            self.wide.update([min(wider)] if wider else ())
        return [way for way in WAYS if way in found]

    def _places(self, ties: Iterable[Mapping[str, Any]]) -> dict[str, set[int]]:
        """The places known by each way; a joint park stands for its parts."""
        known = self.geography.places
        out: dict[str, set[int]] = {}
        for tie in ties:
            for id_ in tie["places"] or ():
                parts = covered(known, known[id_]) if known[id_].joint and id_ not in self.where.inside else ()
                out.setdefault(tie["way"], set()).update([part.id for part in parts] or [id_])
        return out

    def notes(self, noun: Noun, lang: str) -> list[str]:
        """How many may concern the area or not, and so are not listed."""
        out = []
        places, label = self.geography.places, self.where.label
        if self.wide:
            # areas around the one asked first: these can be asked themselves
            around = {
                id_ for id_ in self.wide if any(lies_inside(places, part, places[id_]) for part in self.where.parts)
            }
            order = sorted(self.wide, key=lambda id_: (id_ not in around, -self.wide[id_], places[id_].identifier))
            names = {id_: self.geography.title(places[id_]) for id_ in order}
            listed = t(lang, ", ", "、").join(
                t(lang, f"{names[id_]} {self.wide[id_]}", f"{names[id_]}{self.wide[id_]}{noun.unit}")
                for id_ in order[:_NAMED]
            ) + (t(lang, ", ...", "等") if len(order) > _NAMED else "")
            en = f"; --in {names[order[0]]} lists what is told of it" if around else ""
            zh = f"；可用 --in {names[order[0]]} 查看" if around else ""
            count = noun.counted(self.wide.total(), lang)
            out.append(
                t(
                    lang,
                    f"{count} not listed, told only of wider areas or of places not known closely ({listed}): whether"
                    f" {label} is meant is not said{en}",
                    f"另有{count}只写到更大的范围或位置不详的园区（{listed}），是否涉及{label}未载明，未列入{zh}",
                )
            )
        if self.nowhere:
            count = noun.counted(self.nowhere, lang)
            out.append(
                t(
                    lang,
                    f"{count} not listed, tied to no place that is known; chanlian list GRAPH {noun.kind} lists all",
                    f"另有{count}未载明涉及何地，未列入；可用 chanlian list 图 {noun.kind} 查看全部",
                )
            )
        return out


def named(ties: Iterable[Mapping[str, Any]], *ways: str) -> list[str]:
    """The names of what ties of these ways lead to, each once, in order."""
    return sorted({tie["node"] for tie in ties if tie["way"] in ways})
