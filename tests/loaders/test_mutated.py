"""Mutated files of every kind: each is refused in one clear line, or all of its rows are accounted for.

`make torture` tries thousands of them instead of a few.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pandas as pd
import pytest
from mutated import MAPPED, mutated, mutated_mapping
from torture import often, record

from chanlian.graph import Graph, connect
from chanlian.graph.batch import Batch
from chanlian.graph.errors import BadInput
from chanlian.graph.scratch import scratch
from chanlian.loaders.load_tables import Options, _understand, load
from chanlian.loaders.read.inputs import read_inputs
from chanlian.loaders.read.sheet import Staging
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds, vocabulary
from chanlian.loaders.work_tables import start

GROUP = often(25, 100)
"""So many files are loaded at once: a load of a few rows takes a second, whatever it holds."""
LONGEST = 60
"""Seconds in which a file of some kilobytes is read or refused."""
SYNONYMS = read_synonyms(None)
FORMS = table_kinds(SYNONYMS)
WORDS = vocabulary(FORMS)
NUMBERS = range(often(20, 8500))
FOUND = {
    1671: "a workbook at which the reader's own code broke off",
    3769: "a column of a Parquet file whose name is no UTF-8",
}
"""Mutated tables that came to something else than a line."""
MAPPINGS = range(often(25, 1500))


@pytest.mark.torture
@pytest.mark.parametrize("first", NUMBERS[::GROUP])
def test_mutated_files(first: int, tmp_path: Path) -> None:
    graph = connect(":memory:")
    load(graph, {"firms": [{"name": "甲某包装（虚构）", "place": "玉屏侗族自治县"}]})
    before = graph.content_hash
    paths = [mutated(number, tmp_path) for number in range(first, min(first + GROUP, NUMBERS.stop))]
    refused = {path: said for path in paths if (said := refusal(path)) is not None}
    for path, error in refused.items():
        check_line(path, error)
    if refused:
        with pytest.raises(BadInput):
            load(graph, next(iter(refused)))
    assert graph.content_hash == before
    check_loads(graph, [path for path in paths if path not in refused])
    record(
        "mutated tables",
        len(paths),
        {"refused in a line": len(refused), "loaded, each row accounted for": len(paths) - len(refused)},
    )


@pytest.mark.parametrize("number", FOUND, ids=FOUND.values())
def test_what_was_found_so_is_refused_in_a_line(number: int, tmp_path: Path) -> None:
    path = mutated(number, tmp_path)
    error = refusal(path)
    assert error is not None
    check_line(path, error)


@pytest.mark.torture
@pytest.mark.parametrize("first", MAPPINGS[::GROUP])
def test_mutated_mappings(first: int, tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text(MAPPED, encoding="utf-8")
    numbers = range(first, min(first + GROUP, MAPPINGS.stop))
    loaded = 0
    for number in numbers:
        mapping = mutated_mapping(number, tmp_path)
        graph = connect(str(tmp_path / "x.duckdb"))
        before = graph.content_hash if graph.exists() else None
        try:
            with in_time(mapping):
                check_counts(load(graph, table, mapping=mapping))
            loaded += 1
        except BadInput as error:
            check_said(error)
            assert (graph.content_hash if graph.exists() else None) == before, f"half written: {mapping}"
    record(
        "mutated mappings",
        len(numbers),
        {"refused in a line": len(numbers) - loaded, "loaded, each row accounted for": loaded},
    )


def refusal(path: Path) -> BadInput | None:
    """Why a file cannot be read, or is no table: the first steps of a load, which cost little."""
    batch = Batch()
    try:
        with scratch() as folder, in_time(path):
            staging = Staging(batch.db, Path(folder), words=WORDS)
            start(batch.db)
            read_inputs(staging, [str(path)])
            _understand(staging, Options(), SYNONYMS, FORMS)
    except BadInput as error:
        return error
    finally:
        batch.close()
    return None


def check_loads(graph: Graph, paths: Sequence[Path]) -> None:
    """Load files together; where that fails, each by itself, to see which is to blame."""
    if not paths:
        return
    before = graph.content_hash
    try:
        with in_time(*paths):
            check_counts(load(graph, *paths))
    except Exception as error:
        assert graph.content_hash == before, f"half written: {paths}"
        if len(paths) > 1:
            for path in paths:
                check_loads(graph, [path])
        if not isinstance(error, BadInput):
            raise
        check_line(paths[0], error)


def check_counts(answer: pd.DataFrame) -> None:
    """Every row read is added, changed, unchanged, merged or rejected; what is rejected is said by row."""
    parts = answer[["added", "changed", "unchanged", "merged", "rejected"]].sum(axis=1)
    assert (answer["read"] == parts).all(), answer.to_dict("records")
    assert (answer[["read", "added", "changed", "unchanged", "merged", "rejected", "left_out"]] >= 0).all(axis=None)
    problems = answer.attrs["rejects"]
    assert problems["reason"].str.strip().astype(bool).all()
    told = problems.groupby(["file", "sheet"], dropna=False)["row"].nunique().sum()
    assert told <= answer["rejected"].sum()
    assert (told > 0) == (answer["rejected"].sum() > 0)


def check_line(path: Path, error: BadInput) -> None:
    """A refusal is one line in each language, and names the file."""
    check_said(error)
    assert path.name in error.en
    assert path.name in error.zh


def check_said(error: BadInput) -> None:
    """One line in each language."""
    for text in (error.en, error.zh):
        assert text.strip()
        assert len(text.splitlines()) == 1, text
        assert len(text) < 5000, text[:300]
        assert text.isprintable() or not any(char < " " for char in text), repr(text)
    assert error.en != error.zh


@contextmanager
def in_time(*paths: Path) -> Iterator[None]:
    """Fail rather than hang."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"{[path.name for path in paths]} took longer than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
