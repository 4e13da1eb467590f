"""What can be read of a graph, wherever it lives: all that questions, exports and one's own texts need of it.

Modules below the handle take a `Readable`; `Graph`, which knows them, adds writing and the ways out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .for_python import typed
from .kept import Kept
from .meta import META, REVISION, content_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    import pandas as pd
    import pyarrow as pa

    from .engines.base import Capabilities, Engine, Question
    from .regions.reference import Regions
    from .when import Then


@typed
class Readable:
    """A graph as far as it is read."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.then: Then | None = None
        """Of a copy as a past day knew the graph (past.py): what it stands for."""
        self.past: Kept[Any] = Kept(2)
        """Copies as of past days: two, for days that are compared."""

    @property
    def url(self) -> str:
        """Where the graph lives, without any password."""
        return self.then.url if self.then else self.engine.url

    @property
    def capabilities(self) -> Capabilities:
        """What the graph can, by where it lives, that another cannot."""
        return self.engine.capabilities

    @property
    def regions(self) -> Regions:
        """China's divisions by which names of places are read: those of today, or of the day of a past graph."""
        from .regions.past import regions_of
        from .regions.reference import reference

        return regions_of(int(self.then.when.day[:4])) if self.then else reference()

    def exists(self) -> bool:
        """Whether there is a graph at the URL."""
        return self.engine.exists()

    def ask(self, question: Question, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows that a question's text fetches, with named parameters."""
        return self.engine.ask(question, parameters or {})

    def rows(self, question: Question, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The same as plain records: a null is None, a list a list."""
        return self.engine.rows(question, parameters or {})

    def reading(self) -> AbstractContextManager[None]:
        """Hold the graph open for several questions that belong together."""
        return self.engine.reading()

    def scan(self, kind: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order, ends and sources as identifiers."""
        return self.engine.scan(kind)

    def meta(self) -> dict[str, str | None]:
        """What the graph says of itself: schema_version, as_of, digests of its content."""
        return dict(self.then.meta) if self.then else {row["key"]: row["value"] for row in self.rows(META)}

    @property
    def revision(self) -> str:
        """What changes with every write; empty where nothing was written yet."""
        rows = self.rows(REVISION) if self.exists() else []
        return (rows[0]["value"] or "") if rows else ""

    @property
    def as_of(self) -> str | None:
        """The day a question is asked as of: the latest publication or start of an actual fact."""
        return self.meta().get("as_of")

    @property
    def content_hash(self) -> str:
        """A digest of all facts, the same wherever and in whatever order they were loaded."""
        return content_hash(self.meta())
