"""docs/SNAPSHOTS.md: how a graph is kept, handed on, cited and compared; every command is run on the bundled example."""

from __future__ import annotations

import contextlib
import re
import shlex
import tempfile
from pathlib import Path
from typing import Final

from answers import EXAMPLE, said_by

GRAPH: Final = "xq.duckdb"
LATER: Final = "供方,需方,产品,金额\n虚构矿业,中伟新材料,碳酸锂,50万元\n"
"""What is found out after the first snapshot; invented, so that there is a difference to be shown."""
_VARYING: Final = re.compile("s1:[0-9a-f]+")
"""The digest of a snapshot is another one with another version of pyarrow, and of a graph that was loaded on another day."""

START: Final = """\
# Snapshots: a graph that can be kept, handed on, cited and compared

Generated (`python scripts/make_docs.py`) by running each command on the bundled example; do not edit.

A snapshot is all that a graph holds, in a folder or one `.zip`, whose bytes are a function of the graph alone. 快照是图的完整副本：同一个图得到相同的字节。"""

FILES: Final = """\
| File | What is in it |
|---|---|
| `tables/KIND.parquet` | a table for each kind of node and edge that the graph holds: number of the fact, identifier or ends, properties, source, locator, method, confidence, day recorded |
| `tables/claim.parquet` | what each source states of the facts that several state, as JSON in `stated` |
| `tables/removed.parquet`, `tables/former.parquet` | what was taken out, why and by what; earlier identifiers |
| `manifest.json` | version of the form and of the schema, as of when it speaks, content and record hash, counts, sources, and of every file its size and SHA-256; `snapshot` is the digest of all that |
| `CITATION.cff`, `datapackage.json` | how it is cited; its columns, keys and references as a Data Package, for a repository that gives a DOI |

What follows from facts (areas, days, digests by bucket) is left out: whoever builds a graph of it derives it again. The same graph gives
the same files, whenever, wherever and from whichever engine it is kept: nothing says when or where it was made, rows are in the order of
their identifiers or numbers, every option of the Parquet writer is fixed, and a `.zip` stores its files in one order with one date. **The
writer's version counts**: another version of pyarrow (it stands in the manifest, and in each Parquet file) may write other bytes for the
same rows; `content` and `record` of each table in the manifest, and `content_hash`, stay. Two graphs are the same where they hold the same
facts with the same evidence: the day on which a claim was recorded is part of it (set `SOURCE_DATE_EPOCH` to load the same tables on
another day), and so are earlier identifiers."""

PARTS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("Keep one 建立快照", FILES, (f"snapshot create {GRAPH} -o 2025-q4", f"snapshot create {GRAPH} -o 2025-q4.zip --title 湘黔边界产业链 --author 玉屏县投资促进局")),
    (
        "Ask it 直接查询",
        "A snapshot is a graph that is read: every question, `draw`, `export`, `sql`, `push` take its folder or `.zip` in place of a graph."
        " It is built once for each command in a temporary folder; `restore` it to ask much of a large one. It is never written to.",
        ("outlets 2025-q4 --in 大龙 --limit 3", 'sql 2025-q4.zip "SELECT name, county FROM v_firms WHERE county IS NOT NULL ORDER BY 1 LIMIT 3"'),
    ),
    (
        "Is it whole? 校验",
        "The SHA-256 of every file and the content of every table are reckoned again; each changed, missing or added file is named, and the"
        " exit code is 3. A damaged snapshot is neither asked nor restored.",
        ("snapshot verify 2025-q4",),
    ),
    (
        "What changed? 对比",
        "Two snapshots, or a snapshot and a graph: facts `added`, `ended` (they say so now), `changed` and `removed` (taken out), by kind"
        " and area. With `--in` only what concerns the area, and first what became of its gaps. `--format json` for programs.",
        (f"snapshot diff 2025-q4 {GRAPH} --in 大龙",),
    ),
    (
        "Restore it 还原",
        "The graph is equal to the one that was kept: content and record hash, claims, candidates, traces and earlier identifiers. What an"
        " earlier version of chanlian kept becomes a graph of today's schema; of a later version it says so. Nothing is written over. To a"
        " server: `chanlian push 2025-q4 bolt://host`.",
        ("snapshot restore 2025-q4 again.duckdb",),
    ),
)  # fmt: skip
"""Heading, text, commands."""

END: Final = """\
`chanlian snapshot list FOLDER` shows the snapshots in a folder with their days, counts and content.

## In other programs

The tables are plain Parquet (zstd); identifiers join them.

```python
import pandas as pd
firms = pd.read_parquet("2025-q4/tables/firm.parquet")
```

```sql
SELECT s.name AS seller, b.name AS buyer, x.value
FROM '2025-q4/tables/supplies.parquet' x
JOIN '2025-q4/tables/firm.parquet' s ON s.identifier = x.seller
JOIN '2025-q4/tables/firm.parquet' b ON b.identifier = x.buyer;  -- DuckDB, Spark
```

In Python: `cl.snapshot(graph, "2025-q4", title=..., authors=[...])`, `cl.restore`, `cl.verify_snapshot`, `cl.snapshots`, `cl.diff(before, after,
"大龙")`, and `cl.connect("2025-q4")` to ask it.

## What somebody else sends

Names in a manifest are taken from a closed list, and only regular files are read: no link leads out of the folder. A `.zip` is read only if
it is laid out as chanlian writes it, to the byte; nothing in it is packed, so it cannot unpack to more than it is. Tables are copied to a
private folder, compared with the manifest, and built into a graph within bounds of rows, bytes and memory; nothing that they hold is
run, and what they come to must be the content hash of the manifest. That says that a snapshot is what its maker wrote, not who that was:
compare `snapshot` in its manifest with what the maker published.
"""


def snapshots_page() -> str:
    """The page, made by running every command."""
    lines = [START]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        said_by(["load", GRAPH, str(EXAMPLE), "--quiet"])
        Path("later.csv").write_text(LATER, encoding="utf-8")
        for heading, text, commands in PARTS:
            lines += ["", f"## {heading}", "", text]
            for command in commands:
                asked = shlex.split(command)
                shown = [] if asked[:2] in (["snapshot", "create"], ["snapshot", "restore"]) else ["--format", "md"]
                lines += ["", "```sh", f"chanlian {shlex.join(asked)}", "```", ""]
                lines += [_VARYING.sub("s1:…", line) for line in said_by([*asked, *shown, "--lang", "en"])]
            if heading.startswith("Is it whole"):
                said_by(
                    ["load", GRAPH, "later.csv", "--source", "后续调查（虚构）", "--published", "2026-01-05", "--quiet"]
                )
    return "\n".join([*lines, "", END])
