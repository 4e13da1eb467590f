"""What an engine must be able to do: four verbs, and nothing else reaches below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    import pandas as pd
    import pyarrow as pa

    from ..batch import Batch


@dataclass(frozen=True)
class Question:
    """A question's text in each language that an engine speaks, with named parameters.

    The texts only fetch and count; judgement is Python, written once for all engines.
    """

    name: str
    sql: str
    cypher: str | None = None


class Engine(Protocol):
    """One place where a graph may live."""

    @property
    def url(self) -> str:
        """The graph's URL, without any password."""
        ...

    def exists(self) -> bool:
        """Whether there is a graph of this schema at the URL."""
        ...

    def create(self) -> None:
        """Make an empty graph of this schema; nothing happens where there is one."""
        ...

    def write(self, batch: Batch) -> None:
        """Write a batch in one transaction and fill its table `outcome` (kind, row, outcome).

        An outcome is added, changed, unchanged, merged (a repeated key of the batch), or retracted
        (left out, since a person took that fact out). What the batch takes out (`Batch.take_out`,
        `Batch.replace`) has row -1 and an outcome for each fact: removed, kept (other sources state
        it, or facts need the node), restored (kept, and it shows another value), ended.
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
