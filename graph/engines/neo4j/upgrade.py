"""A graph of an earlier version of the schema on a server: read as it is, made one of today's by its first write.

A property that a node lacks is null in Cypher, and a label without nodes is empty: what steps add needs nothing
to be read. What a step stores in another way is changed on the server before the first write; until then such a graph
cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import GraphError
from ...schema import NODE_NAMES, SCHEMA_VERSION, node
from ...schema.own_kept import new_nodes, own_kinds, own_text
from ...schema.steps import change_since
from .form import META, label

if TYPE_CHECKING:
    import neo4j


def check_readable(version: int, url: str) -> None:
    """Raise where a graph of an earlier version cannot be read as it is."""
    if not change_since(version).additive:
        raise GraphError(
            f"{url}: made by an earlier chanlian (schema {version}, this one reads {SCHEMA_VERSION}), and stored in another way"
            f" since; its first write upgrades it: chanlian load {url} FILE..., or chanlian push GRAPH {url}",
            f"{url}：由较早版本的 chanlian 建立（模式 {version}，本版本为 {SCHEMA_VERSION}），存储方式此后有变；"
            f"首次写入时会升级：chanlian load {url} 文件... 或 chanlian push 图文件 {url}",
        )


def own_is_new(kept: str | None) -> bool:
    """Whether this process knows own properties and kinds otherwise than the graph, which `kept` them, says of them."""
    return bool(own_kinds()) and kept != own_text()


def new_labels(version: int, kept: str | None) -> list[str]:
    """The labels of the kinds of nodes that are new since a version, or since more was declared: nodes of others may have them."""
    names = [*change_since(version).kinds, *new_nodes(kept)]
    return [label(node(name)) for name in names if name in NODE_NAMES]


def rewrite(session: neo4j.Session, version: int) -> None:
    """Store facts, and reckon digests, as today's version does, in one transaction.

    A graph to which things are only added is left as it is: the write itself says of which version it is now.
    """
    change = change_since(version)
    texts = [cypher for _, cypher in change.rewrites]
    if change.digests:  # the write makes all of them where there are none
        texts.append(f"MATCH (m:{META}) WHERE m.key STARTS WITH 'content:' DELETE m")
    if not texts:
        return

    def work(tx: neo4j.ManagedTransaction) -> None:
        # the lock on this node lets one writer in at a time; whoever was quicker has done the work
        tx.run(f"MERGE (m:{META} {{key: 'revision'}}) SET m.writer = 'upgrade'").consume()
        found = tx.run(f"MATCH (m:{META} {{key: 'schema_version'}}) RETURN m.value").values()
        if int(found[0][0]) != version:
            return
        for text in texts:
            tx.run(text).consume()
        tx.run(
            f"MATCH (m:{META} {{key: 'schema_version'}}) SET m.value = $version", version=str(SCHEMA_VERSION)
        ).consume()

    session.execute_write(work)
