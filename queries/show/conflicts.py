"""Where sources disagree: claims of one fact that cannot both hold."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ...graph.answer_columns import UNBROKEN, AnswerColumn
from ...graph.dates import first_day, is_period, last_day
from ...graph.engines.base import Question
from ...graph.engines.neo4j.form import CLAIM
from ...graph.fact_texts import THE_FACTS, fact_rows, with_series
from ...graph.identity import hex_sql
from ...graph.language import t
from ...graph.observations import fields, observations
from ...graph.schema import Edge, Node, Property, kind, properties
from ...graph.schema.model import OBSERVED_BY
from ..answer import Answer, answer, ask_as_of, framed
from ..columns import FACT, KIND, PROPERTY, PUBLISHED, WHAT
from ..evidence import METHOD_WORDS
from ..fact_words import word
from ..sentences import sentence
from ..stated import as_stated, is_amount
from .at_odds import statuses_at_odds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...graph.graph import Graph

COLUMNS = (
    FACT,
    WHAT.at(1, meaning="the fact as a sentence, or the node's name"),
    PROPERTY.at(2, meaning="what the sources disagree about"),
    AnswerColumn(
        "value", "any", None, "value", "说法", 3, meaning="what the source states: money in yuan, amounts in their unit"
    ),
    AnswerColumn("source", "text", None, "source", "来源", 4, meaning="its title"),
    AnswerColumn("shown", "boolean", None, "shown", "图中采用", 5, UNBROKEN, meaning="whether the graph shows this value"),
    KIND,
    AnswerColumn(
        "method",
        "text",
        None,
        "method",
        "读取方式",
        meaning="how the claim was read",
        words=tuple((name, zh) for name, (_, zh) in METHOD_WORDS.items()),
    ),
    PUBLISHED.meant("when the source was published"),
    AnswerColumn("locator", "text", None, "locator", "位置", meaning="where in the source it stands"),
    AnswerColumn(
        "between", "text", None, "between", "分歧所在", meaning="claims of one fact, or facts that disagree on how far a thing is",
        words=(("claims", "来源之间"), ("facts", "事实之间")),
    ),
)  # fmt: skip
_OBSERVED = ("unit", "basis", "period", "modality")
_SAME = 1e-9
"""Amounts this near (relative) are one: 8300万 and 0.83亿 differ in how they are computed."""
_CLAIMS = Question(
    "conflicts",
    f"""SELECT c.kind, {hex_sql("c.fact")} AS fact, s.name AS source, s.published, c.locator, c.method, c.stated
    FROM claim c LEFT JOIN source s ON s.id = c.source
    WHERE c.fact IN (SELECT fact FROM claim GROUP BY fact HAVING count(DISTINCT stated) > 1)
    ORDER BY c.kind, c.fact, s.name, s.published, c.locator, s.identifier""",
    f"""MATCH (c:{CLAIM}) WHERE c.key IS NOT NULL
    WITH c.fact AS fact, collect(c) AS claims, count(DISTINCT c.stated) AS versions WHERE versions > 1
    UNWIND claims AS c OPTIONAL MATCH (c)-[:FROM]->(s:Source)
    RETURN c.kind AS kind, fact, s.name AS source, s.published AS published, c.locator AS locator, c.method AS method,
        c.stated AS stated
    ORDER BY kind, fact, source, published, locator, s.identifier""",
)


@dataclass(frozen=True)
class _Claim:
    """What one source states of a fact, and how it is known."""

    cited: Mapping[str, Any]
    stated: Mapping[str, Any]
    """Of a source that states several observations one of them, where an amount is asked for."""
    several: bool = False


@framed("conflicts", "来源分歧", COLUMNS)
def conflicts(graph: Graph, *, lang: str = "en") -> Answer:
    """Where do sources disagree?

    Every claim that contradicts another claim of the same fact is a row. Amounts are compared
    only within one unit, basis, period and modality (another period is another observation),
    dates by the days they cover (2025 and 2025-05 agree). Another name is no contradiction but
    an alias. Of a source that states several observations of a fact, `what` says which one it is.
    After them stand facts that disagree on how far a thing is (`between` facts): a railway that is being built, and that is
    planned to connect its towns.

    Returns
    -------
    One row a claim, in order of kind, what, property, source; then a thing and each fact about it that disagrees:

    - `fact` (text): the id of the fact
    - `what` (text): the fact as a sentence, or the node's name
    - `property` (text): what the sources disagree about
    - `value` (any): what the source states: money in yuan, amounts in their unit
    - `source` (text): its title
    - `shown` (boolean): whether the graph shows this value
    - `kind` (text): kind
    - `method` (text): how the claim was read
    - `published` (date): when the source was published
    - `locator` (text): where in the source it stands
    - `between` (text): claims of one fact, or facts that disagree on how far a thing is

    Examples
    --------
    >>> conflicts(example()).columns.tolist()[:6]
    ['fact', 'what', 'property', 'value', 'source', 'shown']
    """
    with graph.reading():
        when = ask_as_of(graph)
        by_fact: dict[tuple[str, str], list[_Claim]] = {}
        for row in graph.rows(_CLAIMS):
            stated = json.loads(row.pop("stated"))
            by_fact.setdefault((row.pop("kind"), row.pop("fact")), []).append(_Claim(row, stated))
        shown = _shown(graph, by_fact)
        rows = [
            row
            for (name, fact), claims in by_fact.items()
            for row in _contradictions(kind(name), fact, claims, shown[fact], lang)
        ]
        rows.sort(key=lambda row: [str(row[name] or "") for name in ("kind", "what", "fact", "property", "source")])
        rows = [
            *({**row, "between": "claims"} for row in rows),
            *({**row, "shown": True, "between": "facts"} for row in statuses_at_odds(graph, lang)),
        ]
        return answer(graph, "conflicts", COLUMNS, rows, {}, asked=when)


def _contradictions(
    of: Node | Edge, fact: str, claims: list[_Claim], shown: Mapping[str, Any], lang: str
) -> Iterator[dict[str, Any]]:
    """A row for each claim on a fact that contradicts another."""
    what = shown["name"] if isinstance(of, Node) else sentence(of, {end.name: shown[end.name] for end in of.ends}, lang)
    observed = {name for name, _ in fields(of)}
    held = [{**shown, **one} for one in observations(shown)]
    for prop in properties(of):
        said = [one for claim in claims for one in _observed(claim)] if prop.name in observed else claims
        several = any(claim.several for claim in said)
        for claim in _at_odds(of, prop, said):
            mine = [one for one in held if _key(one) == _key(claim.stated)] if several else [shown]
            yield {
                "fact": fact, "what": what + (_which(of, claim.stated, lang) if claim.several else ""), "property": prop.name,
                "value": as_stated(prop, claim.stated), "shown": any(_agree(of, prop, claim.stated, one) is True for one in mine),
                "kind": of.name, **claim.cited,
            }  # fmt: skip


def _observed(claim: _Claim) -> list[_Claim]:
    """A claim once for each observation that it states."""
    several = observations(claim.stated)
    return [_Claim(claim.cited, {**claim.stated, **one}, len(several) > 1) for one in several]


def _key(stated: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells an observation from others of its fact."""
    return (stated.get("period"), stated.get("basis"), stated.get("modality") or "actual")


def _which(of: Node | Edge, stated: Mapping[str, Any], lang: str) -> str:
    """Which of several observations it is, as an aside."""
    props = {prop.name: prop for prop in properties(of)}
    said = [(props[name], stated[name]) for name in OBSERVED_BY if stated.get(name)]
    words = [word(prop, value, lang) for prop, value in said]
    return t(lang, f" ({'; '.join(words)})", f"（{'；'.join(words)}）") if words else ""


def _at_odds(of: Node | Edge, prop: Property, claims: list[_Claim]) -> list[_Claim]:
    """The claims that contradict another one about a property."""
    if prop.name in ("name", "aliases", "series") or (prop.name in _OBSERVED and _amounts(of)):
        return []
    # each distinct statement is compared once, however many sources make it
    distinct: dict[str, list[_Claim]] = {}
    for claim in claims:
        compared = [claim.several, *(claim.stated.get(name) for name in _compared(of, prop))]
        distinct.setdefault(json.dumps(compared), []).append(claim)
    odd = set()
    for one, other in combinations(distinct, 2):
        ours, theirs = distinct[one][0], distinct[other][0]
        if (ours.several or theirs.several) and _key(ours.stated) != _key(theirs.stated):
            continue  # who states several says of each which one it is
        if _agree(of, prop, distinct[one][0].stated, distinct[other][0].stated) is False:
            odd |= {one, other}
    return [claim for claim in claims if any(claim in distinct[key] for key in odd)] if odd else []


def _compared(of: Node | Edge, prop: Property) -> list[str]:
    """The columns that make a statement about a property."""
    if is_amount(of, prop):
        return [prop.name, f"{prop.name}_low", f"{prop.name}_high", *_OBSERVED]
    return [prop.name, *(name for one in _written_in(of, prop) for name in _compared(of, one))]


def _agree(of: Node | Edge, prop: Property, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Whether two claims agree on a property; None where they do not speak of the same."""
    if not is_amount(of, prop):
        if any(_range(amount, claim) for amount in _written_in(of, prop) for claim in (one, other)):
            return None  # 6亿元 and 60000万元: their figures are compared
        return _alike(prop, one.get(prop.name), other.get(prop.name))
    if any(_differ(one.get(name), other.get(name)) for name in _OBSERVED):
        return None
    ranges = [_range(prop, claim) for claim in (one, other)]
    if None in ranges:
        return None
    (low, high), (other_low, other_high) = (found for found in ranges if found is not None)
    for percent, plain in ((one, other), (other, one)):
        if percent.get("unit") == "%" and plain.get("unit") is None and percent.get("value") is not None:
            # a share without a unit is in percent, or a ratio
            figure = plain.get("value")
            if figure is not None and math.isclose(figure * 100, percent["value"], rel_tol=_SAME):
                return True
    # a bound and a figure within it agree, and so do 8300万 and 0.83亿, however they are computed
    return max(low, other_low) <= min(high, other_high) or any(
        math.isclose(a, b, rel_tol=_SAME) for a, b in ((low, other_high), (other_low, high))
    )


def _written_in(of: Node | Edge, prop: Property) -> list[Property]:
    """The amount of which a property is the text as it was written."""
    return [amount for amount in _amounts(of) if prop.name == f"{amount.name}_original"]


def _alike(prop: Property, one: Any, other: Any) -> bool | None:
    if one is None or other is None:
        return None
    if prop.type in ("date", "period") and is_period(one) and is_period(other):
        spans = [(first_day(text), last_day(text)) for text in (one, other)]
        (first, last), (other_first, other_last) = spans
        return (first <= other_first and other_last <= last) or (other_first <= first and last <= other_last)
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=_SAME)
    return bool(one == other)


def _differ(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one != other


def _range(prop: Property, claim: Mapping[str, Any]) -> tuple[float, float] | None:
    """The least and the most that a claim says of an amount; None where it says nothing."""
    value, low, high = (claim.get(prop.name + end) for end in ("", "_low", "_high"))
    if value is None and low is None and high is None:
        return None
    if value is not None and low is None and high is None:
        return value, value
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def _amounts(of: Node | Edge) -> list[Property]:
    return [prop for prop in properties(of) if is_amount(of, prop)]


def _shown(graph: Graph, by_fact: Mapping[tuple[str, str], Any]) -> dict[str, dict[str, Any]]:
    """What the graph shows of facts: properties, and the names of ends."""
    ids: dict[str, list[str]] = {}
    for name, fact in by_fact:
        ids.setdefault(name, []).append(fact)
    return {
        row["fact"]: row
        for name, facts in ids.items()
        for row in with_series(kind(name), graph.rows(fact_rows(kind(name), THE_FACTS, series=True), {"facts": facts}))
    }
