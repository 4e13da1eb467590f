"""The tab of a chain: its map in the forms that screen, phone and paper want, and what each box says whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ...graph.language import t
from ...queries.evidence import METHOD_WORDS
from ..pictures.chain_map import chain_maps
from ..pictures.chain_map_model import WORST, chain_model, records, stage_word
from ..pictures.markup import render
from ..words.values import day
from ..words.words import ACTIONS, PAGE, word
from .shell import json_block, packed
from .tables import mark, state_word

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

SCREEN: Final = 1120
"""Width of the map beside its panel at 1366, where it is shrunk so far that its smallest label still has 11 pixels."""
PHONE: Final = 374
SHEET: Final = (1080, 780)
"""What a sheet of A4 on its side holds, in pixels: shrunk to it below the findings, the smallest label is still of 6.5 points."""
BOXES: Final = 150
"""So many boxes have all that they say in the document, worst first; what the others say lies packed in the page."""
PACKED: Final = 100_000
"""So many letters of it: what is beyond is said to be elsewhere."""
SHEETS: Final = 150
"""Up to so many boxes a map has sheets of its own; a larger one is printed as the screen has it."""
BEHIND: Final = 12
"""So many facts of a box are told."""
TOLD: Final = 60_000
"""So many characters of facts a page carries, worst boxes first."""


@dataclass
class Fact:
    """A sentence and the lines of its sources."""

    sentence: str
    sources: list[str]


@dataclass
class Detail:
    """All that a box says."""

    id: str
    product: str
    state: str
    action: str
    mark: str
    rows: list[tuple[str, str]]
    firms: list[tuple[str, list[tuple[str, str, str]]]]
    facts: list[Fact] = field(default_factory=list)
    unsaid: str = ""


def chain_tab(rows: Any, chain: str | None, lang: str, foot: str) -> Markup:
    """The map of one chain: for a screen, a phone, and for paper where a screen's page is no sheet."""
    width, height = SHEET
    wide = chain_maps(rows, chain, lang=lang, width=SCREEN)
    heading = str(chain or "")
    model = chain_model(rows, chain, lang)
    told = {"heading": heading and f"{heading} {{page}}/{{pages}}", "foot": foot}
    few = len(model.boxes) <= SHEETS
    paper = chain_maps(rows, chain, lang=lang, width=width, height=height, static=True, **told) if few else []
    narrow = chain_maps(rows, chain, lang=lang, width=PHONE)
    rest = [(stage.name, t(lang, ", ", "、").join(stage.rest)) for stage in model.stages if stage.rest]
    title = t(lang, *PAGE["rest"]).format(n=sum(len(stage.rest) for stage in model.stages))
    return Markup(  # noqa: S704 - rendered from templates that escape
        render("chain_tab.html.jinja", wide=[Markup(one) for one in wide], narrow=[Markup(one) for one in narrow],  # noqa: S704
               paper=[Markup(one) for one in paper], rest=rest, rest_title=title)  # noqa: S704
    )  # fmt: skip


def details_of(
    rows: Any, facts: Mapping[str, Mapping[str, Any]], lang: str, listed: Container[str] = ()
) -> list[Detail]:
    """What each box says, each once, worst first; `listed` are the facts that the page has in its table of all facts."""
    found: dict[str, dict[str, Any]] = {}
    for row in records(rows):
        if row["part"] in ("cell", "outside"):
            found.setdefault(row["box"], row)
    ranked = sorted(found.values(), key=lambda row: WORST.index(row["state"]) if row["state"] in WORST else len(WORST))
    out, left = [], TOLD
    for number, row in enumerate(ranked):
        one = _detail(row, lang)
        behind = [fact for fact in row["facts"] or () if fact in facts] if number < BOXES and left > 0 else []
        one.facts = [_fact(facts[fact], lang) for fact in behind[:BEHIND]]
        left -= sum(len(fact.sentence) + sum(map(len, fact.sources)) for fact in one.facts)
        unsaid = [fact for fact in row["facts"] or () if fact not in behind[:BEHIND]]
        if unsaid:
            key = (
                "other_facts"
                if any(fact not in listed for fact in unsaid)
                else "more_facts"
                if one.facts
                else "all_facts"
            )
            one.unsaid = t(lang, *PAGE[key]).format(n=len(unsaid))
        elif not one.facts:
            one.unsaid = t(lang, *PAGE["derived"])
        out.append(one)
    return out


def details_packed(details: Sequence[Detail]) -> str:
    """What boxes beyond the worst say, as the page carries it; of very many as many as there is room for."""
    rest = [asdict(one) for one in details[BOXES:]]
    while rest:
        letters = packed(json_block(rest))
        if len(letters) <= PACKED:
            return letters
        rest = rest[: min(len(rest) - 1, len(rest) * PACKED // len(letters))]
    return ""


def _detail(row: Mapping[str, Any], lang: str) -> Detail:
    said = [
        ("col_area", row["area"] or t(lang, *PAGE["unplaced"])), ("col_province", row["province"] if row["province"] != row["area"] else None),
        ("col_stage", row["stage"]), ("col_because", row["because"]),
        ("coverage", f"{row['coverage']:.0%}" if isinstance(row.get("coverage"), float) else None),
    ]  # fmt: skip
    named = (
        ("makers", "maker", None), ("col_firms", "buyer", None), ("col_suppliers", "supplier", "supplier_areas"),
        ("col_candidates", "candidate", "candidate_areas"), ("users", "user", "user_areas"),
        ("tab_projects", "project", "project_stages"),
    )  # fmt: skip
    firms = []
    for heading, what, beside in named:
        names, ids, notes = row.get(f"{what}s") or [], row.get(f"{what}_ids") or [], row.get(beside or "") or []
        if names:
            told = [(name, str(ids[at]) if at < len(ids) else "", _beside(notes[at], what, lang) if at < len(notes) else "")
                    for at, name in enumerate(names)]  # fmt: skip
            firms.append((t(lang, *PAGE[heading]), told))
    return Detail(
        row["box"], row["product"], state_word(row["state"], lang), word(ACTIONS, row["action"], lang) if row["action"] else "",
        mark(row["state"]), [(t(lang, *PAGE[name]), str(value)) for name, value in said if value],
        firms,
    )  # fmt: skip


def _beside(note: Any, what: str, lang: str) -> str:
    """Where a firm is, or at which stage a project; what is not stated is said so."""
    if note == "unstated":
        return t(lang, *PAGE["stage_unstated" if what == "project" else "unplaced"])
    return (stage_word(note, lang) or str(note)) if what == "project" else str(note)


def sources_of(facts: Iterable[Mapping[str, Any]], lang: str) -> list[str]:
    """Every source of these facts once, with who published it when."""
    found: dict[str, None] = {}
    for fact in facts:
        for piece in fact["evidence"]:
            found[source_line({**piece, "locator": None, "method": None}, lang)] = None
    return sorted(found)


def _fact(fact: Mapping[str, Any], lang: str) -> Fact:
    return Fact(str(fact["sentence"]), [one for one in (source_line(piece, lang) for piece in fact["evidence"]) if one])


def source_line(piece: Mapping[str, Any], lang: str) -> str:
    """A source with who published it when, where it says so, and how it was read."""
    method = piece.get("method")
    published = piece.get("published")
    said: Iterable[Any] = (
        piece.get("source") or t(lang, *PAGE["untitled"]), piece.get("publisher"),
        day(str(published), lang) if published else None, piece.get("locator"),
        t(lang, *METHOD_WORDS[method]) if method in METHOD_WORDS else None,
    )  # fmt: skip
    return " · ".join(str(one) for one in said if one)
