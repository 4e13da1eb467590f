"""What a person reads in a workbook: the lines of its NAME.facts.jsonl (tests/data/sheets/README.md says their form)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .words import chain_name, plain

_CELL: Final = re.compile(r"(?P<sheet>.*)!(?P<column>[A-Z]+)(?P<row>[0-9]+)(?::[A-Z]+(?P<last>[0-9]+))?")
_SEVERAL: Final = re.compile(r"[、；;]")

NAMED: Final = {
    "firm": ("firm.name", "firm.branch_of", "located_in.what", "produces.firm", "consumes.firm", "supplies.seller", "supplies.buyer",
             "project.investors", "agreement.parties", "request.by", "leads.firm", "member.firm", "wanted.firm"),
    "organization": ("agreement.parties", "leads.firm", "request.handler", "project.handler", "wanted.handler", "located_in.what"),
    "product": ("produces.product", "consumes.product", "supplies.product", "in_chain.product", "gap.product", "wanted.product",
                "project.products", "metric.product"),
    "chain": ("in_chain.chain", "gap.chain", "leads.chain", "member.chain"),
    "park": ("park.name", "located_in.place", "project.place", "metric.subject"),
    "measure": ("agreement.items",),
}  # fmt: skip
"""Fields of a list whose texts are names of nodes of a kind."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands: sheet, column (from 0) and row (from 1)."""

    sheet: str
    column: int
    row: int
    last: int

    @staticmethod
    def of(text: str) -> Cell:
        """Out of `名录!E5`, `名录!A5:A9`.

        >>> Cell.of("名录!AB5")
        Cell(sheet='名录', column=27, row=5, last=5)
        """
        found = _CELL.fullmatch(text)
        assert found, text
        number = 0
        for letter in found["column"]:
            number = number * 26 + ord(letter) - 64
        return Cell(found["sheet"], number - 1, int(found["row"]), int(found["last"] or found["row"]))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list."""

    kind: str
    said: dict[str, Any] = field(hash=False)
    cell: Cell

    def get(self, name: str) -> Any:
        """What it says of a field; None where it says nothing."""
        return self.said.get(name)

    def text(self) -> str:
        """The line for people."""
        said = ", ".join(f"{key} {value}" for key, value in self.said.items() if key not in ("fact", "cell"))
        return f"{self.kind}: {said} [{self.said['cell']}]"


def several(value: Any) -> list[str]:
    """The names in a field: a list, one name, or several in one text.

    >>> several("市财政局、农发行五常市支行"), several(None)
    (['市财政局', '农发行五常市支行'], [])
    """
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [one for one in _SEVERAL.split(str(value)) if one]


class Listed:
    """A whole list: its facts, the questions it would ask, what it says is none; and who is who in it."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self.titled: frozenset[str] = frozenset()
        """The years that titles of the workbook name, once it is read."""
        facts = [Fact(one["fact"], one, Cell.of(one["cell"])) for one in lines if "fact" in one]
        self.facts = [one for one in facts if one.kind != "ask"]
        self.asks = [one for one in facts if one.kind == "ask"]
        self.none = [(one["not_a_fact"], Cell.of(one["cell"])) for one in lines if "not_a_fact" in one]
        self._noted: dict[str, str] = {}
        self._same = {plain(one.get("name")): plain(one.get("same_as")) for one in facts if one.get("same_as")}
        for one in facts:
            # a firm whose cell says 甲厂（已停产）, 甲厂 (Jia Works), and whose list says both apart
            for note in (one.get("alias"), one.get("status")) if one.kind == "firm" else ():
                if isinstance(note, str) and one.get("name"):
                    self._noted[plain(f"{one.get('name')}({note})")] = self.who(one.get("name")) or ""
        self.park_paths = self._park_paths()
        self.names = {kind: self._names(fields) for kind, fields in NAMED.items()}
        self.handlers = self._names(("request.handler", "project.handler", "wanted.handler"))
        # 市供电公司, which handles a request, is a firm too
        self.names["firm"] |= set(self._noted)
        self.names["firm"] |= {name for name in self.handlers if name.endswith(("公司", "集团"))}

    @staticmethod
    def read(path: Path) -> Listed:
        """The list of a file."""
        return Listed([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()])

    def who(self, name: str | None) -> str | None:
        """The name under which a person keeps somebody: of a short spelling the full one."""
        if name is None:
            return None
        same = self._same.get(plain(name), plain(name))
        return self._noted.get(same, same)

    def of_project(self, name: Any, indicators: frozenset[str]) -> list[dict[str, Any]]:
        """What a list says of a project as indicators of it."""
        return [
            one.said for one in self.facts
            if one.kind == "metric" and one.get("subject") == name and one.get("indicator") in indicators
        ]  # fmt: skip

    def _park_paths(self) -> dict[str, str]:
        """Where the parks of a list lie: of what is located there, whose path its name ends."""
        out: dict[str, str] = {}
        for one in self.facts:
            place, path = plain(one.get("place") or ""), plain(one.get("path") or "")
            if one.kind == "park" and one.get("name") and path:
                out[plain(one.get("name"))] = path
            elif place.endswith(("园", "区")) and len(place) > 4 and path.endswith(place) and path != place:
                out.setdefault(place, path.removesuffix(place))
        return out

    def _names(self, fields: tuple[str, ...]) -> frozenset[str]:
        found: set[str] = set()
        for one in self.facts:
            for name in fields:
                kind, _, key = name.partition(".")
                if kind == one.kind:
                    tidy = chain_name if key == "chain" else plain
                    value = one.get(key)
                    found |= {tidy(text) for text in several(value)} | (
                        {tidy(value)} if isinstance(value, str) else set()
                    )
        return frozenset(found)
