"""JSON lines read at once or one by one: the same rows, whatever the file holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chanlian.graph.batch import Batch
from chanlian.graph.errors import BadInput
from chanlian.loaders.read import json as _json
from chanlian.loaders.read.json_flat import read_flat
from chanlian.loaders.read.sheet import Staging
from chanlian.loaders.work_tables import start

pytestmark = pytest.mark.core

FLAT = {
    "numbers keep their text": '{"a": 1.50, "b": "x", "c": true}\n{"a": 1e3, "c": null, "b": " y "}\n{"z":-0.0}\n',
    "large": '{"a": 12345678901234567890123, "b":"\\"a\\": 7"}\n',
    "one": '{"a":1, "b":"q"}',
    "line ends": '{"a":1}\r\n{"a":2}\r\n',
    "separators in a text": '{"a":"x\u2028y\u0085"}\n{"a":"x\\ny"}\n',
    "odd keys": '{"a.b":1.10,"名 称":"x","$":"y"}\n',
    "case": '{"a":1,"A":2}\n',
    "a blank record": '{"a":""}\n{"a":"x"}\n',
}
OTHER = {
    "a key that means all": '{"*":"z"}\n',
    "one that means all, escaped, beside others": '{"a":"x","\\u002a":"z"}\n{"a":"y"}\n',
    "no key": '{"":"z","a":"x"}\n',
    "escaped key": '{"\\u0061": 1.50}\n{"a":2.0}\n',
    "nested": '{"a":{"b":1}}\n{"a":1}\n',
    "list": '{"a":["x","y"]}\n{"a":1}\n',
    "twice": '{"a":1,"a":2}\n',
    "nul": '{"a":"x\\u0000"}\n',
    "pretty": '{\n"a":1\n}\n',
    "array": '[{"a":1}]',
    "not a number": '{"a":NaN}\n{"a":1}\n',
    "two in a line": '{"a":1}{"a":2}\n',
    "broken": '{"a":1}\n{"a":\n',
    "no record": '{"a":1}\n3\n',
    "blank line": '{"a":1}\n\n{"a":2}\n',
}


def rows_of(path: Path, folder: Path) -> Any:
    batch = Batch()
    try:
        staging = Staging(batch.db, folder)
        start(batch.db)
        sheets = _json.read_json(staging, path, "x.jsonl")
        said = staging.db.execute("SELECT line, value FROM load.crooked").fetchall()
        body = [staging.db.execute(f"FROM {sheet.relation} ORDER BY line").fetchall() for sheet in sheets]
        return [(sheet.headers, sheet.rows, sheet.last) for sheet in sheets], body, said
    except BadInput as error:
        return error.en
    finally:
        batch.close()


@pytest.mark.parametrize("name", [*FLAT, *OTHER])
def test_fast_and_slow_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / "x[1].jsonl"
    path.write_text({**FLAT, **OTHER}[name], encoding="utf-8", newline="")
    fast: list[bool] = []
    read: Callable[..., Any] = read_flat

    def watched(*args: Any) -> Any:
        out = read(*args)
        fast.append(out is not None)
        return out

    monkeypatch.setattr(_json, "read_flat", watched)
    found = rows_of(path, tmp_path)
    assert fast == [name in FLAT]
    monkeypatch.setattr(_json, "read_flat", lambda *_: None)
    assert found == rows_of(path, tmp_path)


# with a meaning in DuckDB's paths, stars, patterns or column names
MEANING = (
    "*", "**", "a*", "*a", "a.*", "$", "$.a", "$.*", "/", "/a", "/*", "#", "#-1", "[*]", "[0]", "0", "?", "~0", "COLUMNS(*)",
    "*COLUMNS(*)", ".*", "%", "'", "`", "", "null", "line", "body", "keys", "types", "rowid", "c0", "C1", "\t",
)  # fmt: skip


@pytest.mark.parametrize("key", MEANING)
def test_keys_are_names_and_nothing_else(tmp_path: Path, key: str) -> None:
    """Each value stands under its own key, whatever that key means to the DuckDB that is installed."""
    path = tmp_path / "x.jsonl"
    records = [{"a": "x", key: "y", "b": 1.50}, {"a": "z"}, {key: "*", "b": 7}, {"a": key, "d": True}]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    sheets, rows, said = rows_of(path, tmp_path)
    assert [headers for headers, *_ in sheets] == [["a", key, "b", "d"]]
    of_key = key.strip() or None
    assert rows == [
        [
            (1, "x", "y", "1.5", None),
            (2, "z", None, None, None),
            (3, None, "*", "7", None),
            (4, of_key, None, None, "true"),
        ]
    ]
    assert said == []
