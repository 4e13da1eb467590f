"""What an engine must be able to do: a few verbs, and what one can that another cannot. Nothing else reaches below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ..errors import BadInput
from ..schema import EDGE_NAMES, NODE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    import neo4j
    import pandas as pd
    import pyarrow as pa

    from ..batch import Batch

    Progress = Callable[[int, int], object]


def no_kind(name: str) -> BadInput:
    """What is said of a name that is none of a kind."""
    return BadInput(
        f"there is no kind {name!r}; the kinds are {', '.join((*NODE_NAMES, *EDGE_NAMES))}",
        f"没有“{name}”这种类别；可用的有：{'、'.join((*NODE_NAMES, *EDGE_NAMES))}",
    )


@dataclass(frozen=True)
class Question:
    """A question's text in each language that an engine speaks, with named parameters.

    The texts only fetch and count; judgement is Python, written once for all engines.
    """

    name: str
    sql: str
    cypher: str | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one engine can and another cannot: stated here, and never guessed from a class or a URL."""

    language: Literal["sql", "cypher"]
    """Which text of a `Question` it takes. What is asked in SQL alone is asked of a passing copy where it is not sql."""
    file: Path | None = None
    """The DuckDB file that holds the graph: another process may read it."""
    copy: Callable[[Path], object] | None = None
    """Makes a copy of the graph in a new file, while it is held open (`reading`)."""
    tried: Callable[[Batch], bool] | None = None
    """Fills a batch's table `outcome` as a write would, and writes nothing; False where it takes a write to tell."""
    session: Callable[[], AbstractContextManager[neo4j.Session]] | None = None
    """Opens a session of the Neo4j server, for Cypher of one's own and for databases of others."""
    in_parts: bool = False
    """Whether a long write takes several transactions, and tells how far it has come."""


class Engine(Protocol):
    """One place where a graph may live."""

    @property
    def url(self) -> str:
        """The graph's URL, without any password."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can beyond the verbs."""
        ...

    def exists(self) -> bool:
        """Whether there is a graph of this schema at the URL."""
        ...

    def create(self) -> None:
        """Make an empty graph of this schema; nothing happens where there is one."""
        ...

    def write(self, batch: Batch, *, part: int | None = None, progress: Progress | None = None) -> None:
        """Write a batch in one transaction and fill its table `outcome` (kind, row, outcome).

        An engine that writes `in_parts` takes several transactions where there are more than `part` facts (None: as many
        as it thinks best), and tells `progress` how many facts of how many are written.

        An outcome is added, changed, unchanged, merged (a repeated key of the batch), or retracted
        (left out, since a person took that fact out). What the batch takes out (`Batch.take_out`,
        `Batch.replace`) has row -1 and an outcome for each fact: removed, kept (other sources state
        it, or facts need the node), restored (kept, and it shows another value), ended, or revived
        (an edition that had ended it, or left it out, is unloaded).
        """
        ...

    def ask(self, question: Question, parameters: Mapping[str, Any]) -> pd.DataFrame:
        """The rows that a question's text fetches."""
        ...

    def rows(self, question: Question, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The same as plain records, for small answers: pandas is not needed."""
        ...

    def scan(self, kind: str) -> Iterator[pa.RecordBatch]:
        """All facts of a kind in key order, ends and sources as identifiers.

        Kind `claim` gives the claims of facts that several sources state, `removed` the claims
        that were taken out, as they were stated, with the reason.
        """
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Hold the graph open for several questions that belong together."""
        ...
