"""A new edition of a source: the source it stands for, and what is asked of the graph because of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.engines.duckdb.claims import recorded_on
from ...graph.errors import BadInput
from ...graph.language import t
from ...graph.sql_text import quoted
from ..names.lookup import Source, source_named

if TYPE_CHECKING:
    from ...graph.batch import Batch
    from ...graph.graph import Graph
    from ..columns.table import Defaults

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Edition:
    """The source that a load replaces. Without a title of its own the edition goes by that source's."""

    old: Source
    defaults: Defaults
    as_of: str | None
    """Of which day the graph speaks."""

    @classmethod
    def of(cls, graph: Graph, text: str, defaults: Defaults) -> Edition:
        """The edition of the source that a person names. Raises UnknownName, AmbiguousName."""
        old = source_named(graph, text)
        return cls(old, dataclasses.replace(defaults, source=defaults.source or old.name), graph.as_of)

    def stage(self, batch: Batch, lang: str) -> None:
        """Let the batch end what its source no longer states.

        Raises BadInput if a row cannot be used, which might state what would end, and if no row
        rests on the source.
        """
        self._refuse_rejects(batch, lang)
        editions = [
            one
            for (one,) in batch.db.execute(
                "SELECT DISTINCT identifier FROM load.node WHERE row = -1 AND name = $name AND identifier IS NOT NULL"
                " AND (place IS NULL OR place IS NOT DISTINCT FROM $published) ORDER BY 1",
                {"name": self.defaults.source, "published": self.defaults.published},
            ).fetchall()
        ]
        if not editions:
            raise BadInput(
                f"no row rests on {self.defaults.source!r}: every row names another source, and nothing is replaced;"
                " load the tables without --replace",
                f"没有任何一行以“{self.defaults.source}”为来源（各行都写明了其他来源），无从替换；请不带 --replace 载入",
            )
        if self.defaults.source == self.old.name:
            # published on another day, it would be another source; but it was said to be this one
            for name in batch.kinds:
                column = "identifier" if name == "source" else "source"
                batch.db.execute(
                    f"UPDATE {quoted('stage_' + name)} SET {column} = $old WHERE {column} IN (SELECT unnest($new))",
                    {"old": self.old.identifier, "new": editions},
                )
            editions = [self.old.identifier]
        until = self.defaults.published or self._published(batch, editions) or self._today()
        because = t(lang, f"not in the edition of {until}", f"{until} 的新版中没有")
        for edition in editions:
            batch.replace(self.old.identifier, edition, until, because)

    def _published(self, batch: Batch, editions: list[str]) -> str | None:
        """The date that the load's own table of sources gives the edition."""
        if "source" not in batch.kinds:
            return None
        found = batch.db.execute(
            "SELECT max(published) FROM stage_source WHERE identifier IN (SELECT unnest($editions)) AND row >= 0",
            {"editions": editions},
        ).fetchone()
        return found[0] if found else None

    def _today(self) -> str:
        """The day of the load, where the graph does not speak of an earlier one: of that, what ends today would go on."""
        today = recorded_on().isoformat()
        if self.as_of is not None and self.as_of < today:
            raise BadInput(
                f"when was the new edition of {self.old.name!r} published? The graph speaks as of {self.as_of}, and what the edition"
                " leaves out would go on as of that day: give its date (--published DATE, or a table of sources); nothing was written",
                f"“{self.old.name}”的新版是何时发布的？图中数据截至 {self.as_of}，不注明日期，新版不再载明的事实到那一天仍算有效："
                "请注明发布日期（--published 日期，或载入 sources 表）；没有写入任何内容",
            )
        return today

    def _refuse_rejects(self, batch: Batch, lang: str) -> None:
        found = batch.db.execute(
            'SELECT "column", value, reason FROM load.problem ORDER BY row, "column", value'
        ).fetchall()
        if not found:
            return
        cells = [" ".join(str(part) for part in (column, value, reason) if part) for column, value, reason in found]
        listed = "; ".join(cells[:_SHOWN]) + ("; ..." if len(cells) > _SHOWN else "")
        raise BadInput(
            f"{len(found)} cells cannot be used, and the facts of their rows would seem to have ended: {listed};"
            " mend them and load again, nothing was written",
            f"有 {len(found)} 个单元格不能用，其所在行的事实会被误认为已终止：{listed}；请改正后重新载入，没有写入任何内容",
        )
