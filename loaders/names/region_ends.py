"""Ends that are to be firms and name a division or a park instead: 贵州省 in an input-output table, 来自广东茂名.

Nothing becomes a firm called 贵州省: such an end is the unnamed group of firms placed there, 贵州省未具名企业, one a
place. A short name alone (长安, 宁德) is more often a firm's, so it stays one, unless it is a province's, or the text says
that firms of the place are meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from ...graph.language import t
from ...graph.regions.names import normalised
from ...graph.regions.reference import reference
from ...graph.schema import AREAS
from ...graph.sql_text import literal
from ..work_tables import REGION_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from .graph_names import GraphNames

_SAID: Final = re.compile(
    r"(?i)(?P<before>来自|源自|从|from\s+)?(?P<place>.+?)(?P<behind>(?:等地|一带|地区)?(?:的)?(?:企业|厂家|厂商|供应商|客商|客户))?"
)
"""A place, and words by which firms of it are meant."""
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

    def shown(self, identifiers: Iterable[str]) -> list[str]:
        """Nodes as a person tells them apart."""
        ...


def find_groups(names: Names) -> list[tuple[str, str]]:
    """Texts that are wanted, that no firm is called and that name a place: their groups as candidates, before likeness counts.

    Fills `load.region_end`; gives the texts that may name several places, with the reason.
    """
    db = names.db
    texts = db.execute(
        f"SELECT text FROM load.want WHERE NOT regexp_matches(text, {literal(_ENDS_AS_FIRMS_DO)})"
        " AND text NOT IN (SELECT text FROM load.candidate) ORDER BY text"
    ).fetchall()
    said = {text: found for (text,) in texts if (found := _place_in(text))}
    meant = _meant(names, said) if said else {}
    rows = [
        (text, title + _UNNAMED, place)
        for text, found in meant.items()
        for place, title in found.items()
        if len(found) == 1
    ]
    if rows:
        names.groups = True
        db.execute("DELETE FROM load.region_end WHERE text IN (SELECT text FROM load.want)")
        db.executemany(f"INSERT INTO {REGION_END} SELECT $1, node_identifier('firm', '', $2, NULL), $2, $3", rows)
        names.graph.exactly("SELECT name FROM load.region_end", ("firm",))
        # one that is known already goes by its name
        db.execute(
            "UPDATE load.region_end SET identifier = k.identifier FROM load.known k"
            " WHERE k.kind = 'firm' AND k.main AND k.text = load.region_end.name"
        )
        db.execute(
            "INSERT INTO load.candidate SELECT text, identifier, 1 FROM load.region_end SEMI JOIN load.want USING (text)"
        )
    return [(text, _unclear(names, found)) for text, found in meant.items() if len(found) > 1]


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


def _place_in(text: str) -> tuple[str, bool] | None:
    """The words of a text that may be a place, and whether it says that firms of it are meant."""
    said = _SAID.fullmatch(text)
    if said is None or len(said["place"]) < 2:
        return None
    return said["place"], bool(said["before"] or said["behind"])


def _meant(names: Names, said: Mapping[str, tuple[str, bool]]) -> dict[str, dict[str, str]]:
    """The places that texts may mean, by identifier with their names: those of the graph and this load, else divisions."""
    import pyarrow as pa

    db = names.db
    db.register(
        "load_places", pa.table({"text": pa.array([*said]), "place": pa.array([place for place, _ in said.values()])})
    )
    names.graph.exactly("SELECT place FROM load_places", AREAS)
    known = db.execute(
        "SELECT p.text, k.identifier, m.text FROM load_places p JOIN load.known k ON k.text = p.place"
        f" JOIN load.known m ON m.identifier = k.identifier AND m.main WHERE k.kind IN {AREAS} ORDER BY ALL"
    ).fetchall()
    db.unregister("load_places")
    out: dict[str, dict[str, str]] = {}
    for text, identifier, title in known:
        out.setdefault(text, {})[identifier] = title
    regions = reference()
    for text, (place, of_it) in said.items():
        found = [] if text in out else regions.search(place)
        if not of_it and any(one.how == "short" for one in found):
            plain = normalised(place)
            found = [one for one in found if one.region.level == "province" or one.region.short != plain]
        if found:
            out[text] = {one.region.identifier: regions.title(one.region.code) for one in found}
    return out


def _unclear(names: Names, found: Mapping[str, str]) -> str:
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
