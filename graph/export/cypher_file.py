"""A graph as a file of Cypher, for a Neo4j server that cannot be reached from here: cypher-shell takes it, `pull` brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engines.neo4j.script import statements
from ..transfer.whole import batch_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..readable import Readable


def write_cypher(graph: Readable, path: Path) -> int:
    """Write the statements, each a line that ends in a semicolon; how many."""
    batch = batch_of(graph)
    batch.as_is = True
    count = 0
    try:
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.write(
                "// A graph of chanlian. For an empty Neo4j database: cypher-shell -f FILE, or each line as a statement.\n"
            )
            for statement in statements(batch):
                out.write(f"{statement};\n")
                count += 1
    finally:
        batch.close()
    return count
