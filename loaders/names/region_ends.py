"""Ends that are to be firms and name a division or a park instead: 贵州省 in an input-output table, 来自广东茂名.

Nothing becomes a firm called 贵州省: such an end is the unnamed group of firms placed there, 贵州省未具名企业, one a
place. What names neither a firm nor a place (外省) is asked about. Only what firms of a place do together, selling, buying, making
and using, is told of such a group: a province as a shareholder is asked about too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ...graph.language import t
from ...graph.regions.past import title_of
from ...graph.regions.reference import reference
from ...graph.schema import AREAS
from ...graph.sql_text import literal
from ..work_tables import REGION_END
from .nobody import nobody
from .place_texts import OF_TODAY, divisions_in, is_nowhere, place_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from ...graph.regions.past import Former
    from .graph_names import GraphNames

_UNNAMED: Final = "未具名企业"  # not in brackets: a firm that is called as the place must not be read as its group
_ENDS_AS_FIRMS_DO: Final = "(?:公司|集团|厂|合作社|经营部|商行|医院|学校|(?i:inc|ltd|llc|corp|gmbh|plc))[.]?$"


class Names(Protocol):
    """What is needed of the names of a load (`resolve.Names`)."""

    db: duckdb.DuckDBPyConnection
    graph: GraphNames
    strict: bool
    lang: str
    unclear: bool
    groups: bool
    former: dict[str, Former]

    def shown(self, identifiers: Iterable[str]) -> list[str]:
        """Nodes as a person tells them apart."""
        ...


def find_groups(names: Names) -> list[tuple[str, str]]:
    """Texts that are wanted, that no firm is called and that name a place: their groups as candidates, before likeness counts.

    Fills `load.region_end`; gives the texts that may name several places, or none, with the reason.
    """
    db = names.db
    wanted = db.execute(
        f"SELECT text, regexp_matches(text, {literal(_ENDS_AS_FIRMS_DO)}) AS as_firms FROM load.want"
        " WHERE (NOT as_firms OR contains(text, '某')) AND text NOT IN (SELECT text FROM load.candidate) ORDER BY text"
    ).fetchall()
    unnamed = {text: place for text, _ in wanted if (place := nobody(text)) is not None}
    nowhere = [text for text, _ in wanted if is_nowhere(text) or unnamed.get(text) == ""]
    said = {text: (place, True) for text, place in unnamed.items() if place}
    said |= {
        text: found
        for text, as_firms in wanted
        if not as_firms and text not in nowhere and text not in said and (found := place_in(text))
    }
    meant = _meant(names, said) if said else {}
    rows = [
        (text, title + _UNNAMED, place, former)
        for text, found in meant.items()
        for place, (title, former) in found.items()
        if len(found) == 1
    ]
    if rows:
        names.groups = True
        db.execute("DELETE FROM load.region_end WHERE text IN (SELECT text FROM load.want)")
        db.executemany(f"INSERT INTO {REGION_END} SELECT $1, node_identifier('firm', '', $2, NULL), $2, $3, $4", rows)
        names.graph.exactly("SELECT name FROM load.region_end", ("firm",))
        # one that is known already goes by its name
        db.execute(
            "UPDATE load.region_end SET identifier = k.identifier FROM load.known k"
            " WHERE k.kind = 'firm' AND k.main AND k.text = load.region_end.name"
        )
        db.execute(
            "INSERT INTO load.candidate SELECT text, identifier, 1 FROM load.region_end SEMI JOIN load.want USING (text)"
        )
    return [
        *((text, _unclear(names, found)) for text, found in meant.items() if len(found) > 1),
        *((text, _asked(names.lang)) for text in nowhere),
    ]


def make_groups(names: Names, key: str) -> None:
    """Mark the groups that this load makes as new in `load.resolved`; with --strict none is made."""
    reason = t(
        names.lang,
        "is a place and no firm: with --strict no unnamed group of firms is made of it",
        "是地点而不是企业；严格模式（--strict）下不会据此建立未具名企业群体",
    )
    made = names.db.execute(
        f"""
        UPDATE load.resolved SET new = NOT $strict, identifier = CASE WHEN NOT $strict THEN e.identifier END,
            reason = CASE WHEN $strict THEN {literal(reason)} END
        FROM load.region_end e WHERE e.text = load.resolved.text AND load.resolved.kinds = $key
            AND e.identifier = load.resolved.identifier
            AND e.identifier NOT IN (SELECT identifier FROM load.known WHERE kind = 'firm')
        """,
        {"key": key, "strict": names.strict},
    ).fetchone()
    names.unclear |= names.strict and made != (0,)


def _meant(names: Names, said: Mapping[str, tuple[str, bool]]) -> dict[str, dict[str, tuple[str, bool]]]:
    """The places that texts may mean, by identifier with their titles, and whether it is a name of the past.

    Those of the graph, of this load and of the reference data stand side by side, so that it does not matter who named them first.
    """
    import pyarrow as pa

    db = names.db
    db.register(
        "load_places", pa.table({"text": pa.array([*said]), "place": pa.array([place for place, _ in said.values()])})
    )
    names.graph.exactly("SELECT place FROM load_places", AREAS)
    known = db.execute(
        "SELECT p.text, k.identifier, CASE WHEN k.text = k.identifier THEN 0 WHEN k.main THEN 1 ELSE 2 END, m.text"
        " FROM load_places p JOIN load.known k ON k.text = p.place"
        f" JOIN load.known m ON m.identifier = k.identifier AND m.main WHERE k.kind IN {AREAS} ORDER BY ALL"
    ).fetchall()
    db.unregister("load_places")
    found: dict[str, list[tuple[int, str, str, bool]]] = {}
    for text, identifier, rank, name in known:
        found.setdefault(text, []).append((rank, identifier, title_of(identifier, name), False))
    for text, (place, of_it) in said.items():
        for identifier, rank, title, former in divisions_in(place, of_it=of_it):
            if former is not None:
                names.former[identifier] = former
            found.setdefault(text, []).append((rank, identifier, title, rank > OF_TODAY))
    out: dict[str, dict[str, tuple[str, bool]]] = {}
    for text, ones in found.items():
        best = min(rank for rank, *_ in ones)
        for rank, identifier, title, past in sorted(ones):
            if rank == best:
                out.setdefault(text, {}).setdefault(identifier, (title, past))
    return {text: _outermost(ones) for text, ones in out.items()}


def _outermost(found: dict[str, tuple[str, bool]]) -> dict[str, tuple[str, bool]]:
    """Of places the one that all others lie in, if there is one: 山东东营 is the city, whatever its district is called."""
    if len(found) < 2:
        return found
    chains = {
        one: {f"region:{up.code}" for up in reference().chain(one.removeprefix("region:"))}
        for one in found
        if reference().get(one.removeprefix("region:")) is not None
    }
    around = [one for one in found if all(one in chains.get(other, ()) for other in found)]
    return {around[0]: found[around[0]]} if around else found


def _asked(lang: str) -> str:
    return t(
        lang,
        "names neither a firm nor a place; write the firm, or the province or country that is meant (贵州省, Vietnam);"
        " if nobody knows more, load it first in a table of firms, as an unnamed group (column group)",
        "既不是企业，也没有说明是哪个地方；请写企业名称，或写明省份、国家（如贵州省、越南）；若确实不详，请先在企业表中载入，"
        "并注明是未具名群体（列“未具名群体”）",
    )


def _unclear(names: Names, found: Mapping[str, tuple[str, bool]]) -> str:
    shown = names.shown([*found][:8])
    return t(
        names.lang,
        f"is no firm, and as a place may mean {'; '.join(shown)}; write the firm, or what the place lies in before it",
        f"不是企业；作为地点可能指 {'；'.join(shown)}；请写企业名称，或在前面写上所属地区",
    )


def group_names(names: Names, limit: int) -> tuple[list[tuple[str, str]], int]:
    """The texts of good rows that were read as groups, with the names of these, and how many there are."""
    if not names.groups:
        return [], 0
    rows = names.db.execute(
        "SELECT e.text, e.name FROM load.region_end e WHERE e.text IN (SELECT text FROM load.resolved"
        " WHERE identifier = e.identifier) ORDER BY e.text"
    ).fetchall()
    return rows[:limit], len(rows)
