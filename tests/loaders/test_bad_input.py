"""Hostile and broken inputs: one clear line each, soon, in little memory, and nothing is written.

All firms are invented; only names of regions are real.
"""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from office import Page, xls

from chanlian.graph.errors import BadInput
from chanlian.loaders.load_tables import load

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

pytestmark = pytest.mark.core

Change = Callable[[str, bytes], bytes]
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: list[object]) -> bytes:
    """A workbook of these rows."""
    made = openpyxl.Workbook()
    for row in rows or (["企业名称", "主营产品"], ["甲某包装（虚构）", "吨袋"]):
        made.worksheets[0].append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(change: Change, data: bytes | None = None) -> bytes:
    """A workbook whose parts are changed, its archive sound."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or book())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def with_cells(cells: str) -> bytes:
    """A workbook with further XML at the end of its sheet."""
    return changed(
        lambda name, part: part.replace(b"</sheetData>", cells.encode() + b"</sheetData>") if name == SHEET else part
    )


def cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def letters(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def bomb(megabytes: int, part: str = SHEET) -> bytes:
    """A workbook one part of which unpacks to so many megabytes of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as file:
                content = old.read(name)
                cut = content.rfind(b"</") if name == part else len(content)
                file.write(content[:cut])
                for _ in range(megabytes if name == part else 0):
                    file.write(b" " * (1 << 20))
                file.write(content[cut:])
    return out.getvalue()


def lying(data: bytes, part: str = SHEET) -> bytes:
    """The same, where the archive says that the part is small."""
    out, at, name = bytearray(data), 0, part.encode()
    while (at := data.find(name, at)) >= 0:
        for back, mark, offset in ((30, b"PK\x03\x04", 22), (46, b"PK\x01\x02", 24)):
            if data[at - back : at - back + 4] == mark:
                out[at - back + offset : at - back + offset + 4] = struct.pack("<I", 1000)
        at += 1
    return bytes(out)


def beyond_its_end() -> bytes:
    """A workbook that says of each part that it goes on for a megabyte more than the file has."""
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    out, at = bytearray(plain.getvalue()), 0
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        for size in (20, 24):
            (said,) = struct.unpack_from("<I", out, at + size)
            struct.pack_into("<I", out, at + size, said + (1 << 20))
        at += 4
    return bytes(out)


def compound(stream: str) -> bytes:
    """The least of an old Office container: its header and a directory that names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le").ljust(128, b"\0") * 4


LATIN = "name,place,note\nCafé Müller (invented),Zürich,größte Fabrik für Öl\nÉlectricité (invented),Besançon,façade\n"
BIG5 = "企業名稱,所在地,備註\n贛州鎢業（虛構）,江西省,鎢\n臺灣塑膠（虛構）,臺北市,塑膠粒\n"
KANA = "会社名,所在地,製品\n東京製鋼（架空）,東京都,ワイヤロープ\nトヨタ（架空）,愛知県,自動車\n"
FAR = "lies far from the others"
WIDE = "a table has at most 1000"
DEEP = "too deep in one another"

CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "Latin-1": ("a.csv", lambda: LATIN.encode("latin-1"), "neither UTF-8 nor GB18030"),
    "Big5": ("a.csv", lambda: BIG5.encode("big5"), "neither UTF-8 nor GB18030|garbled, save it as UTF-8"),
    "Shift-JIS": ("a.csv", lambda: KANA.encode("shift_jis"), "neither UTF-8 nor GB18030|garbled, save it as UTF-8"),
    "NUL in the head": ("a.csv", lambda: b"name,count\nA\0,1\n", "binary file"),
    "program": ("a.csv", lambda: b"MZ\x90\x01\x03" + bytes(range(1, 256)) * 20, "neither UTF-8"),
    "packed": ("a.csv", lambda: b"\x1f\x8b\x08\x08" + bytes(range(1, 256)) * 20, "neither UTF-8"),
    "password": ("a.xlsx", lambda: compound("EncryptedPackage"), "protected with a password"),
    "document": ("a.xls", lambda: compound("WordDocument"), "no workbook"),
    "cut": ("a.xlsx", lambda: book()[:2000], "damaged or cut short"),
    "beyond its end": ("a.xlsx", beyond_its_end, r"damaged or cut short;"),
    "empty workbook": ("a.xlsx", lambda: book([]), "all sheets are empty"),
    "million columns": ("a.csv", lambda: b"x," * 10**6 + b"x\n" + b"1," * 10**6 + b"1\n", WIDE),
    "wide sheet": (
        "a.xlsx",
        lambda: with_cells('<row r="3">' + "".join(cell(letters(n) + "3") for n in range(1, 16_385)) + "</row>"),
        WIDE,
    ),
    "columns beyond": ("a.xlsx", lambda: with_cells(f'<row r="3">{cell("ZZZZZ3")}</row>'), f"{FAR}|{WIDE}"),
    "far cell": ("a.xlsx", lambda: with_cells(f'<row r="1048576">{cell("XFD1048576")}</row>'), FAR),
    "far cell, attributes turned": (
        "a.xlsx",
        lambda: with_cells('<row spans="1:1" r="1048576"><c t="inlineStr" r="XFD1048576"><is><t>x</t></is></c></row>'),
        FAR,
    ),
    "far cell in a near row": ("a.xlsx", lambda: with_cells(f'<row r="3">{cell("XFD1048576")}</row>'), FAR),
    "far cell, single quotes": (
        "a.xlsx",
        lambda: with_cells("<row r='3'><c r='xfd1048576' t='inlineStr'><is><t>x</t></is></c></row>"),
        FAR,
    ),
    "row without end": ("a.xlsx", lambda: with_cells(f'<row r="{"9" * 23}">{cell("A" + "9" * 23)}</row>'), FAR),
    "bomb": ("a.xlsx", lambda: bomb(300), "unpacks to 300 MB"),
    "bomb of styles": ("a.xlsx", lambda: bomb(300, "xl/styles.xml"), "unpacks to 300 MB"),
    "bomb that lies": ("a.xlsx", lambda: lying(bomb(300)), "damaged or cut short|unpacks to"),
    "deep lists": ("a.json", lambda: b"[" * 100_000 + b"]" * 100_000, DEEP),
    "deep lists, open": ("a.json", lambda: b"[" * 100_000, f"{DEEP}|not valid JSON"),
    "deep objects": ("a.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, DEEP),
    "deep cell": ("a.json", lambda: b'[{"name":' + b"[" * 900 + b"]" * 900 + b"}]", DEEP),
    "deep lines": ("a.jsonl", lambda: (b'{"name":' + b"[" * 50_000 + b"]" * 50_000 + b"}\n") * 3, DEEP),
    "long cell": ("a.csv", lambda: b"name,count\n" + b"A" * 20_000_000 + b",1\n", "cannot be read as a table"),
}


@pytest.mark.parametrize(("name", "made", "said"), CASES.values(), ids=CASES)
def test_one_clear_line(graph: Graph, tmp_path: Path, name: str, made: Callable[[], bytes], said: str) -> None:
    path = tmp_path / name
    path.write_bytes(made())
    refused(graph, path, said)


def refused(graph: Graph, path: Path | str, said: str) -> None:
    with pytest.raises(BadInput) as error:
        load(graph, path)
    assert re.search(said, error.value.en), error.value.en
    assert len(error.value.en.splitlines()) == len(error.value.zh.splitlines()) == 1
    assert error.value.zh != error.value.en
    assert not graph.exists()


def test_what_is_no_file(graph: Graph, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    refused(graph, tmp_path / "pipe.csv", "a pipe or a device")
    refused(graph, "/dev/zero", "a pipe or a device")
    refused(graph, tmp_path / "folder.csv", "folder.csv: the folder holds no table")
    refused(graph, tmp_path / "loop.csv", "no such file")
    refused(graph, tmp_path / ("x" * 400 + ".csv"), "no such file")
    refused(graph, tmp_path / "a\0b.csv", "no such file")


def test_a_file_that_may_not_be_read(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\n")
    really = Path.open

    def denied(self: Path, *args: Any, **kwargs: Any) -> Any:
        # played, since the superuser may read every file
        if self == path:
            raise PermissionError(13, "Permission denied")
        return really(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", denied)
    refused(graph, path, "cannot be read")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")
def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    """A sheet of two gigabytes is refused while memory is limited to far less than that."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(lying(bomb(2048)))
    code = """
import sys
from pathlib import Path
from chanlian.graph import connect
from chanlian.loaders.load_tables import load
from chanlian.graph.errors import BadInput
try:
    load(connect(":memory:"), sys.argv[1])
except BadInput as error:
    print(error.en)
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=120, check=True
    )
    said, used = done.stdout.splitlines()
    assert "damaged" in said or "unpacks" in said
    assert int(used) < 600 * 1024, f"{used} kB"


def test_macros_and_outer_links_are_not_followed(graph: Graph, tmp_path: Path) -> None:
    macro = io.BytesIO(book())
    with zipfile.ZipFile(macro, "a") as package:
        package.writestr("xl/vbaProject.bin", compound("VBA"))
        package.writestr(
            "xl/externalLinks/externalLink1.xml", "<externalLink><externalBook r:id='rId1'/></externalLink>"
        )
    path = tmp_path / "a.xlsm"
    path.write_bytes(macro.getvalue())
    answer = load(graph, path, kind="firms")
    assert answer[["read", "added"]].to_numpy().tolist() == [[1, 1]]
    assert not [note for note in answer.attrs["notes"] if "macro" in note.lower() or "link" in note.lower()]


def test_numbers_that_are_none(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称,员工人数,产能\n甲（虚构）,NaN,1e309\n乙（虚构）,Infinity,-inf\n", encoding="utf-8")
    answer = load(graph, path, kind="firms")
    # the number of employees is a metric of its firm
    assert answer[["read", "added", "rejected"]].to_numpy().tolist() == [[2, 2, 0], [1, 0, 1]]
    assert not any(
        isinstance(value, float) and value in (float("inf"), float("-inf"))
        for part in graph.scan("firm")
        for row in part.to_pylist()
        for value in row.values()
    )
    records = tmp_path / "b.json"
    records.write_text('[{"name": "丙", "count": Infinity}, {"name": "丁", "count": NaN}]', encoding="utf-8")
    answer = load(graph, records, kind="firms")
    assert answer[["read", "added", "rejected"]].to_numpy().tolist() == [[2, 1, 1]]


def test_a_text_in_a_column_of_names_costs_little(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("seller,buyer,product\n" + "长" * 100_000 + ",B,p\n", encoding="utf-8")
    load(graph, {"firms": [{"name": "长江（虚构）"}]})
    answer = load(graph, path)
    assert answer["read"].tolist() == (answer["added"] + answer["rejected"]).tolist() == [1]


def test_units_of_english_headers(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "supplies.csv"
    path.write_text('seller,buyer,product,"value (10,000 yuan)"\nA,B,p,300\n', encoding="utf-8")
    load(graph, path)
    (supply,) = (row for part in graph.scan("supplies") for row in part.to_pylist())
    assert supply["value"] == 3_000_000


def test_an_old_workbook_whose_sectors_go_in_a_circle(graph: Graph, tmp_path: Path) -> None:
    """Each sector that ends a chain is made to name itself: a reader would follow it for ever."""
    path = xls(tmp_path / "a.xls", Page("x", [["企业名称", "主营产品"], ["甲（虚构）", "吨袋"]]))
    assert load(graph, path)["added"].tolist() == [1]
    data = bytearray(path.read_bytes())
    (table,) = struct.unpack_from("<I", data, 76)
    start = (table + 1) * 512
    for place in range(128):
        if struct.unpack_from("<I", data, start + 4 * place) == (0xFFFFFFFE,):
            struct.pack_into("<I", data, start + 4 * place, place)
    path.write_bytes(data)
    before = graph.content_hash
    with pytest.raises(BadInput, match="table of sectors does not end"):
        load(graph, path)
    assert graph.content_hash == before
