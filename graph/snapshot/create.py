"""A snapshot of a graph: all that it holds, in a folder or one .zip whose bytes are a function of the graph alone."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from ..acts import done
from ..answer_columns import names
from ..engines.duckdb.write import upgrade_whole
from ..errors import BadInput, GraphError
from ..export.files import file_path
from ..export.meta_files import digest
from ..export.outputs import Mark, OutputFile, graph_files
from ..export.part import Wanted
from ..export.target import OutputFolder
from ..for_python import for_python
from ..language import t
from ..meta import must_be_whole, part_said
from ..opening import connect, opened
from ..own_model import KEPT
from ..reports import SNAPSHOT
from ..schema import SCHEMA_VERSION
from ..schema.own_kept import OWN_MODEL
from ..scratch import scratch
from ..transfer.as_file import file_of as copy_in_file
from ..url import public
from ..version import __version__
from .beside import citation, data_package, titled
from .content import content_of, hashes
from .files import ENDING, looks_like_one
from .manifest import CITATION, NAME, PACKAGE, WHOLE, Kept, Manifest, Source, Table, claims_to_be
from .parquet import write_table
from .part import Asked, kept_part
from .tables import FOLDER, TABLES, file_of, schema_of
from .zipped import write_zip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from ..graph import Graph
    from ..readable import Readable

COLUMNS = names(SNAPSHOT)


class SnapshotFolder(OutputFolder):
    """The folder of a snapshot. One that is there stays, unless it is the very same or a person says otherwise: it may be all that
    is left of another day.
    """

    wanted: dict[str, str] | None = None
    """The digests of what is to be written, once they are known."""

    def told(self, files: dict[str, Path]) -> dict[str, str] | None:
        """The digests of what may be written over: of any snapshot before it is known what is to be written, then of that."""
        manifest = files.get(NAME)
        if manifest is None or not claims_to_be(manifest.read_bytes()):
            return None
        return _digests(files) if self.wanted is None else self.wanted

    def another(self) -> BadInput:
        """What is said of a snapshot that is not to be written over."""
        return BadInput(
            f"{self.given}: another snapshot is there already, and stays; name another folder, or give --force",
            f"{self.given}：这里已有另一个快照，予以保留；请换一个文件夹名称，或加 --force 强制替换",
        )

    def mark(self, made: Path, said: dict[str, Any]) -> None:
        """The manifest, which is there already, is the mark."""
        del said
        self.wanted = _digests({file.relative_to(made).as_posix(): file for file in made.rglob("*") if file.is_file()})


class SnapshotFile(OutputFile):
    """The .zip of a snapshot; one that is there stays, unless it is the very same or a person says otherwise."""

    def check(self, wanted: Mapping[str, Mark] | None = None) -> None:
        """Raise unless the file may be written; of a snapshot that is there that is known only when there is another to compare."""
        if wanted is None and looks_like_one(self.path):
            wanted = {self.path.name: Mark.of(self.path)}
        super().check(wanted)


def _digests(files: dict[str, Path]) -> dict[str, str]:
    return {name: digest(file) for name, file in files.items()}


@for_python
def snapshot(
    graph: Graph | str | os.PathLike[str], path: str | os.PathLike[str], *, area: str | None = None, chain: str | None = None,
    as_of: str | None = None, with_zones: bool = False, title: str | None = None, authors: Sequence[str] = (), force: bool = False,
    lang: str = "en",
) -> pd.DataFrame:  # fmt: skip
    """Keep all that a graph holds in a folder of Parquet tables, or in one file where the path ends in .zip.

    Nodes, edges, evidence, claims, the trace of what was taken out, and earlier identifiers go in; manifest.json has counts,
    sources, the SHA-256 of every file and the content hash, CITATION.cff and datapackage.json stand beside. The same graph gives
    the same bytes, whenever and wherever it is made and on whichever engine it lives; another version of pyarrow may write other
    bytes, and the digests of the content stay. `title` and `authors` are what it is cited by. It is written whole or not at
    all; a folder that is there is replaced only if it is this very snapshot, or with `force`.

    A part may be kept: what an `area` (several with commas) has and is tied to, what is of a `chain`, what held `as_of` a day with the
    values of that day; with it go the places of the firms on the other side, what they make, and what its products are made of, so that it can
    be asked. Who else makes a product elsewhere is not in it. What was taken out goes with the whole alone. The manifest says what
    part it is, and so does every answer of it and of a graph restored of it.

    Returns
    -------
    file, table, rows; `attrs` has `snapshot`, its digest.

    Raises
    ------
    UnknownName, AmbiguousName
        If the area or chain is none of the graph's, or may be several.
    GraphError
        If another program changed the graph, or a write to it has not ended.
    BadInput
        If the target is somebody's, or cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     snapshot(connect(":memory:"), f"{folder}/empty")["rows"].sum()
    0
    """
    import pandas as pd

    source = opened(graph)
    target = file_path(path)
    reads = graph_files(source)
    place: SnapshotFile | SnapshotFolder
    packed = target.suffix.lower() == ENDING
    place = (
        SnapshotFile(target, reads=reads, force=force) if packed else SnapshotFolder(target, reads=reads, force=force)
    )
    _check_authors(title, authors)
    asked = Asked(Wanted.of(area, None, as_of, with_zones=with_zones), chain)
    with _of_today(source) as today, kept_part(today, asked) as part, place.making() as made:
        folder = made.parent / "tables" if isinstance(place, SnapshotFile) else made
        manifest = _write(part, folder, source.url, title, tuple(authors), asked)
        if isinstance(place, SnapshotFile):
            write_zip(made / place.path.name, folder, [NAME, *manifest.files])
            place.place(made, None)
        else:
            place.place(made, {})
    done(os.fspath(target))
    frame = pd.DataFrame([(file_of(one.name), one.name, one.rows) for one in manifest.tables], columns=list(COLUMNS))
    frame.attrs = {
        "question": "snapshot create", "parameters": {"to": os.fspath(target)}, "as_of": manifest.as_of, "graph": public(source.url),
        "graph_hash": manifest.content_hash, "snapshot": manifest.snapshot, "version": __version__, "all_rows": True,
        "notes": _notes(target, manifest, lang),
    }  # fmt: skip
    return frame


@contextmanager
def _of_today(graph: Graph) -> Iterator[Graph]:
    """The graph, held open; one of an earlier version of the schema as a passing copy of today's."""
    with graph.reading():
        must_be_whole(graph)
        version = int(graph.meta().get("schema_version") or SCHEMA_VERSION)
        if version == SCHEMA_VERSION:
            yield graph
            return
        with scratch() as folder:
            path = copy_in_file(graph, folder / "graph.duckdb")
            copied = connect(str(path))
            found = int(copied.meta().get("schema_version") or SCHEMA_VERSION)
            if found < SCHEMA_VERSION:
                upgrade_whole(path, found)
            with copied.reading():
                yield copied


def _write(
    graph: Readable, folder: Path, url: str, title: str | None, authors: tuple[str, ...], asked: Asked
) -> Manifest:
    """Write all files into a folder; what the manifest among them says."""
    import pyarrow as pa

    (folder / FOLDER).mkdir(parents=True)
    written: dict[str, tuple[int, int]] = {}
    meta = graph.meta()
    kept = meta.get(OWN_MODEL) or ""  # what the graph keeps, whatever else this process knows
    for name in TABLES:
        parts = (part for part in graph.scan(name) if part.num_rows)
        first = next(parts, None)
        if first is not None:
            written[name] = write_table(folder / file_of(name), schema_of(name, kept), chain([first], parts))
    content = content_of({name: folder / file_of(name) for name in written}, url)
    if not asked and (content.content_hash, content.record_hash, content.as_of) != (*hashes(meta), meta.get("as_of")):
        raise GraphError(
            f"{url}: its rows are not what was written: another program changed them; chanlian verify {url} names what differs, and"
            " nothing was kept",
            f"{url}：图中的行与写入时不同，已被其他程序改动；chanlian verify {url} 可列出差异；没有写出快照",
        )
    tables = tuple(Table(name, rows, size, *content.of(name)) for name, (rows, size) in written.items())
    files = {file_of(one.name): _kept(folder / file_of(one.name)) for one in tables}
    part = asked.said_of(meta)
    title = titled(title, content.as_of, None if part == WHOLE else part)
    beside = {
        CITATION: citation(title, authors, content.content_hash, content.as_of, __version__),
        PACKAGE: data_package(title, content.content_hash, tables, files, kept),
    }
    if kept:
        beside[KEPT] = kept
    for name, text in beside.items():
        (folder / name).write_bytes(text.encode())
    files = {name: _kept(folder / name) for name in beside} | files
    manifest = Manifest(
        title, authors, __version__, pa.__version__, SCHEMA_VERSION, content.as_of, content.content_hash, content.record_hash,
        part, tables, _sources(graph), files,
    )  # fmt: skip
    (folder / NAME).write_bytes(manifest.text.encode())
    return manifest


def _kept(path: Path) -> Kept:
    return Kept(path.stat().st_size, digest(path))


def _sources(graph: Readable) -> tuple[Source, ...]:
    """The sources of a graph, in the order of their identifiers."""
    return tuple(
        Source(row["identifier"], row["name"], row["published"])
        for part in graph.scan("source")
        for row in part.select(["identifier", "name", "published"]).to_pylist()
    )


def _check_authors(title: str | None, authors: Sequence[str]) -> None:
    if (title is not None and not title.strip()) or any(not one.strip() for one in authors):
        raise BadInput(
            "a title or an author is empty; leave it out, or name one", "标题或作者为空；请去掉该选项，或填写内容"
        )


def _notes(target: Path, manifest: Manifest, lang: str) -> list[str]:
    count = manifest.counts
    return [
        *([t(lang, *part_said(manifest.part))] if manifest.part != WHOLE else []),
        t(
            lang,
            f"{count['nodes']} nodes, {count['edges']} edges, {len(manifest.sources)} sources; content {manifest.content_hash},"
            f" snapshot {manifest.snapshot[:19]}",
            f"节点 {count['nodes']} 个，关系 {count['edges']} 条，来源 {len(manifest.sources)} 个；内容校验 {manifest.content_hash}，"
            f"快照编号 {manifest.snapshot[:19]}",
        ),
        t(
            lang,
            f"ask it as any graph: chanlian info {target}; is it unchanged: chanlian snapshot verify {target}",
            f"可像图一样查询：chanlian info {target}；校验是否完好：chanlian snapshot verify {target}",
        ),
    ]
