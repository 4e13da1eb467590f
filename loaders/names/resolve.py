"""Names to nodes, set-wise: each distinct text is looked up once among what is known.

`load.known` holds every name, alias, code and identifier of the graph and of this load's
own nodes; regions of the reference data stand beside it. A text means the best it can:
an identifier before a full name, a full name before an alias or code, an alias before a name
that is only written otherwise (spelling.py). Where that is two nodes, it means neither, and
the row that says it is rejected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...graph.language import t
from ...graph.names.credit_code import fault, sound
from ...graph.schema import NODE_NAMES, node
from ...graph.sql_text import literal
from ..work_tables import CANDIDATE, KNOWN, WANT, refill
from .graph_names import GraphNames
from .nearest import nearest
from .region_ends import find_groups, make_groups
from .spelling import add_normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from ...graph.graph import Graph
    from ...graph.regions.past import Former
    from ...graph.regions.reference import Found

_IDENTIFIER: Final = re.compile(rf"(?:{'|'.join(NODE_NAMES)}):[0-9A-Za-z._-]+")
_SUGGESTED: Final = 200
"""So many unknown texts of a load get the nearest names; more of them are a wrong file, not typing slips."""
_FEW: Final = 4
"""A message names so many kinds; more of them say nothing."""
_CANDIDATES: Final = 8
"""So many of the nodes that a name may mean are named."""
_CODE_LIKE: Final = "[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}"
_NO_REGION: Final = "(?:公司|集团|厂|合作社|经营部|商行|医院|学校|[0-9A-Za-z]+(?:线|号|期))$|^[!-~ ]+$"
"""Texts that are no region of the reference data, whatever they begin with; codes apart."""
_CODE_OF_REGION: Final = "(?i)(?:region:)?[0-9]{2,12}"


@dataclass(slots=True)
class Names:
    """The names of one load. Fill `load.known` with `reset`, look texts up with `resolve`."""

    db: duckdb.DuckDBPyConnection
    strict: bool
    lang: str
    graph: GraphNames = field(init=False)
    """What the graph knows."""
    suggested: int = 0
    known: int = 0
    """So many texts are in `load.known`, at most."""
    round: int = 0
    """How often who is who has been worked out."""
    unclear: bool = False
    """Whether `load.resolved` may say of a text why it stands for nothing."""
    new: dict[str, int] = field(default_factory=dict)
    """How many nodes of each kind good rows name first."""
    parts: int = 0
    """So many names stand in cells with several (`load.parts`)."""
    read_otherwise: bool = False
    """Whether a text of this round was read by its normalised form."""
    _resolved: bool = False
    """Whether `load.resolved` holds anything."""
    groups: bool = False
    """Whether `load.region_end` holds anything."""
    lying: dict[str, str] = field(default_factory=dict)
    """Parks and offices that a sheet calls by short names, in full, with the division that they are of (settle.py)."""
    said: dict[str, str] = field(default_factory=dict)
    """Firms with the division that a bracket behind their name states (settle.py)."""
    standings: bool = False
    """Whether `load.standing` holds anything."""
    former: dict[str, Former] = field(default_factory=dict)
    """Divisions of the past that texts name and that are parts of others today, by identifier."""
    _regions: dict[tuple[str, bool], list[tuple[str, int, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know nothing of any graph yet."""
        self.graph = GraphNames(self.db)

    def start(self, graph: Graph, kinds: Sequence[str], rows: int) -> None:
        """Begin a load of so many rows, which name nodes of these kinds of a graph."""
        self.graph.start(graph, kinds, rows)

    def reset(self) -> None:
        """Know only what the graph knows."""
        self.known = refill(self.db, KNOWN, "SELECT DISTINCT * FROM load.graph_names")
        self.read_otherwise = False
        self.round += 1
        self.forget()

    def know(self, rows: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Put the rows of a query into `load.known`, each once."""
        ((count,),) = self.db.execute(
            f"INSERT INTO load.known SELECT DISTINCT * FROM ({rows}) EXCEPT SELECT * FROM load.known", parameters
        ).fetchall()
        self.known += int(count)

    def forget(self) -> None:
        """Forget what texts meant, since more is known now."""
        if self._resolved:
            self.db.execute("DELETE FROM load.resolved; DELETE FROM load.by_normal")
            self._resolved = self.unclear = False

    def resolve(self, texts: str, kinds: tuple[str, ...]) -> str:
        """Look up every text of the SQL `texts` (one column, `text`) as a node of `kinds`.

        Fills `load.resolved` (text, kinds, identifier, new, reason) and gives the key that
        stands for these kinds in it.
        """
        key = ",".join(kinds)
        wanted = refill(
            self.db,
            WANT,
            f"""
            SELECT DISTINCT text FROM ({texts}) WHERE text IS NOT NULL
            AND text NOT IN (SELECT text FROM load.resolved WHERE kinds = $key)
            """,
            {"key": key},
        )
        if not wanted:
            return key
        self._resolved = True
        # a node that was made of this text may have another name by now
        made = " UNION ALL SELECT node_identifier($first, '', text, NULL) FROM load.want".replace(
            "$first", literal(kinds[0])
        )
        self.graph.exactly("SELECT text FROM load.want" + (made if len(kinds) == 1 else ""), kinds)
        refill(
            self.db,
            CANDIDATE,
            """
            SELECT DISTINCT w.text, k.identifier,
                CASE WHEN k.text = k.identifier THEN 0 WHEN k.main THEN 1 ELSE 2 END AS rank
            FROM load.want w JOIN load.known k ON k.text = w.text
            WHERE k.kind IN (SELECT unnest(string_split($key, ',')))
            """,
            {"key": key},
        )
        if "region" in kinds:
            self._add_regions(addresses=set(kinds) == {"region", "park"})
        unclear = find_groups(self) if kinds == ("firm",) else []
        self.read_otherwise |= add_normal(self, kinds)
        # new nodes only where there is no doubt of what kind, and never regions: they have a level
        new = len(kinds) == 1 and kinds[0] not in ("region", "source") and not self.strict
        self.db.execute(
            """
            INSERT INTO load.resolved
            WITH best AS (SELECT text, min(rank) AS rank FROM load.candidate GROUP BY text),
            found AS (
                SELECT text, min(identifier) AS identifier, count(DISTINCT identifier) AS count
                FROM load.candidate JOIN best USING (text, rank) GROUP BY text
            )
            SELECT w.text, $key,
                CASE WHEN f.count = 1 THEN f.identifier
                     WHEN f.count IS NULL AND $new AND NOT regexp_full_match(w.text, $identifier)
                     THEN node_identifier($first, CASE WHEN $first = 'firm' AND regexp_full_match(w.text, $code)
                         THEN w.text ELSE '' END, w.text, NULL) END,
                f.count IS NULL AND $new, NULL
            FROM load.want w LEFT JOIN found f USING (text)
            """,
            {"key": key, "new": new, "identifier": _IDENTIFIER.pattern, "first": kinds[0], "code": _CODE_LIKE},
        )
        if self.groups and kinds == ("firm",):
            make_groups(self, key)
        self._explain(key, kinds)
        self._set_reasons([(text, reason, key) for text, reason in unclear])
        return key

    def _set_reasons(self, reasons: list[tuple[str, str, str]]) -> None:
        """Say why texts (text, reason, kinds) stand for nothing."""
        if not reasons:
            return
        self.unclear = True
        import pyarrow as pa

        texts, why, keys = zip(*reasons, strict=True)
        columns = {"text": texts, "reason": why, "kinds": keys}
        self.db.register("load_why", pa.table({name: pa.array(part, pa.string()) for name, part in columns.items()}))
        self.db.execute(
            "UPDATE load.resolved SET reason = w.reason, new = false, identifier = NULL FROM load_why w"
            " WHERE load.resolved.text = w.text AND load.resolved.kinds = w.kinds"
        )
        self.db.unregister("load_why")

    def _add_regions(self, *, addresses: bool) -> None:
        """Regions of the reference data as candidates: by full name or code as names, else as aliases.

        Former names and codes and, where a place is asked, addresses rank behind those; a known park whose
        name ends an address comes before the county with which that begins.
        """
        found: list[tuple[str, str, int]] = []
        # an address may end in anything; a name that ends as firms do is no region
        anything = "true" if addresses else "false"
        wanted = self.db.execute(
            f"SELECT text FROM load.want WHERE {anything} OR NOT regexp_matches(text, $none)"
            " OR regexp_full_match(text, $code)",
            {"none": _NO_REGION, "code": _CODE_OF_REGION},
        )
        for (text,) in wanted.fetchall():
            for identifier, rank, rest in self.divisions(text, addresses=addresses):
                found.append((text, identifier, rank))
                found += [(text, park, rank - 1) for park in (self._parks(rest) if rest else ())]
        if found:
            self.db.executemany("INSERT INTO load.candidate VALUES (?, ?, ?)", found)

    def divisions(self, text: str, *, addresses: bool) -> list[tuple[str, int, str]]:
        """The divisions and countries that a text may mean, how surely (1 for a name), and what of an address is left."""
        from ...graph.regions.countries import named_so
        from ...graph.regions.reference import reference

        key = (text, addresses)
        if key not in self._regions:
            read = reference().read if addresses else reference().search
            ones = read(text.removeprefix("region:"))
            self._regions[key] = [(self._region(one), one.rank, one.rest) for one in ones]
            if not ones and (identifier := named_so(text)):
                self._regions[key] = [(identifier, 2, "")]
        return self._regions[key]

    def _region(self, found: Found) -> str:
        """The division that a text names: of today, but for one of the past that is a part of another today."""
        from ...graph.regions.past import swallowed

        former = swallowed(found) if found.steps else None
        if former is None:
            return found.region.identifier
        self.former[former.identifier] = former
        return former.identifier

    def _parks(self, name: str) -> list[str]:
        self.graph.exactly(f"SELECT {literal(name)}", ("park",))
        sql = "SELECT DISTINCT identifier FROM load.known WHERE kind = 'park' AND text = ?"
        return [identifier for (identifier,) in self.db.execute(sql, [name]).fetchall()]

    def _explain(self, key: str, kinds: tuple[str, ...]) -> None:
        """Say why a text has no node: it is unknown, means several, or looks like a credit code and is none."""
        rows = self.db.execute(
            """
            SELECT text, r.identifier IS NULL, count(c.identifier) FROM load.want w JOIN load.resolved r USING (text)
            LEFT JOIN load.candidate c USING (text)
            WHERE r.kinds = $key AND r.reason IS NULL
                AND (r.identifier IS NULL OR (r.kinds = 'firm' AND r.new AND regexp_full_match(text, $code)))
            GROUP BY text, r.identifier ORDER BY text
            """,
            {"key": key, "code": _CODE_LIKE},
        ).fetchall()
        codes = [text for text, nothing, _ in rows if not nothing]
        wrong = [(code, fault(code)) for code, good in zip(codes, sound(codes), strict=True) if not good]
        reasons = [(text, t(self.lang, *why), key) for text, why in wrong if why]
        unclear = [(text, count) for text, nothing, count in rows if nothing]
        unknown = [text for text, count in unclear if not count]
        asked = unknown[: max(0, _SUGGESTED - self.suggested)]
        self.suggested += len(asked)
        near = nearest(self, asked, kinds) if asked else {}
        reasons += [
            (text, self._ambiguous(text) if count else self._unknown(kinds, near.get(text, [])), key)
            for text, count in unclear
        ]
        self._set_reasons(reasons)

    def _ambiguous(self, text: str) -> str:
        rows = self.db.execute(
            "SELECT DISTINCT identifier FROM load.candidate WHERE text = $text"
            " AND rank = (SELECT min(rank) FROM load.candidate WHERE text = $text) ORDER BY 1",
            {"text": text},
        ).fetchall()
        shown = self.shown([identifier for (identifier,) in rows[:_CANDIDATES]])
        more = len(rows) - len(shown)
        return t(
            self.lang,
            f"may mean {'; '.join(shown)}{f' and {more} more' if more else ''}; write the full name with its place, or the identifier",
            f"可能指 {'；'.join(shown)}{f' 等 {len(rows)} 个' if more else ''}；请写带地点的全称或标识",
        )

    def shown(self, identifiers: Iterable[str]) -> list[str]:
        """Nodes as a person tells them apart: name, place and identifier."""
        out: list[str] = []
        for identifier in identifiers:
            rows = self.db.execute(
                "SELECT k.text, k.place, p.text FROM load.known k"
                " LEFT JOIN load.known p ON p.identifier = k.place AND p.main"
                " WHERE k.identifier = $id AND k.main ORDER BY ALL LIMIT 1",
                {"id": identifier},
            ).fetchall()
            name, place, place_name = rows[0] if rows else (None, None, None)
            if identifier.startswith("region:"):
                name = _region_path(identifier) or name
            where = (_region_path(place) if place else None) or place_name or place
            out.append(f"{name} ({where}, {identifier})" if where else f"{name} ({identifier})" if name else identifier)
        return out

    def _unknown(self, kinds: tuple[str, ...], near: list[tuple[str, float]]) -> str:
        labels_en, labels_zh = " or ".join(kinds), "或".join(node(kind).zh for kind in kinds)
        tables = ", ".join(node(kind).table for kind in kinds if kind != "region") or "regions"
        if len(kinds) > _FEW:
            labels_en, labels_zh, tables = "name", "名称", t(self.lang, "its table", "它所在的表")
        if near:
            shown = ", ".join(f"{name} ({likeness:.2f})" for name, likeness in near)
            return t(
                self.lang,
                f"unknown {labels_en}; nearest: {shown}; add it to aliases or load {tables} first",
                f"没有这个{labels_zh}；最接近：{shown}；请加入 aliases 表，或先载入 {tables}",
            )
        return t(self.lang, f"unknown {labels_en}; load {tables} first", f"没有这个{labels_zh}；请先载入 {tables}")


def _region_path(identifier: str | None) -> str | None:
    """A reference region with its ancestors: 贵州省铜仁市玉屏侗族自治县."""
    from ...graph.regions.reference import reference

    if not identifier or not identifier.startswith("region:"):
        return None
    code = identifier.removeprefix("region:")
    return reference().path(code) if reference().get(code) else None
