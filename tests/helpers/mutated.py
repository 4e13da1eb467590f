"""A maker of damaged and hostile tables: mutated files of every kind, each told by its number.

The same number gives the same file, so that a failure is found again by its number alone. All firms,
projects and figures are invented; only names of regions are real.
"""

# ruff: noqa: E501, ARG001
from __future__ import annotations

import csv
import importlib
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyarrow as pa
from pyarrow import feather, parquet

Rows = list[list[Any]]

FIRMS: Final[Rows] = [
    ["企业名称", "统一社会信用代码", "所在地", "主营产品", "主要原料", "年产能", "规上", "备注"],
    ["甲某包装（虚构）", None, "玉屏侗族自治县", "吨袋、编织袋", "聚丙烯", "3万吨", "是", None],
    ["乙某钙业（虚构）", "91520000000000000X", "新晃侗族自治县", "纳米碳酸钙", "石灰石；煤", 5, "否", "在建"],
    ["丙某锰业（虚构）", None, "大龙经济开发区", "硫酸锰", None, "12.5 万吨/年", "", "x"],
]
SUPPLIES: Final[Rows] = [
    ["seller", "buyer", "product", "value", "quantity", "unit", "since", "role", "colour"],
    ["Firm A (invented)", "Firm B (invented)", "ton bags", "8300万元", 12, "t", "2024-05", "packaging", "red"],
    ["Firm B (invented)", "Firm C (invented)", "pellets", "USD 3 million", "1,200", "t", 2023, "material", None],
    ["Firm C (invented)", "Firm A (invented)", "waste film", None, None, None, None, "waste", ""],
]
PROJECTS: Final[Rows] = [
    ["项目名称", "投资主体", "建设地点", "总投资（万元）", "项目状态", "签约时间", "拟建产品"],
    ["虚构年产5万吨项目", "甲某包装（虚构）", "玉屏县", 25000, "已签约", "2024年3月", "吨袋"],
    ["虚构二期项目", "乙某钙业（虚构）", "新晃县", "1.2亿元", "开工", "2023-11-05", "碳酸钙"],
]
OFFICE: Final[Rows] = [
    ["玉屏侗族自治县重点企业情况表（虚构）"],
    ["填报单位：某局", None, None, "单位：万元"],
    ["序号", "企业名称", "主要产品", "产值", "主要供应商", None],
    [None, None, None, None, "名称", "所在地"],
    ["一", "工业园区", None, None, None, None],
    [1, "甲某包装（虚构）", "吨袋", 1200.5, "丁某塑料（虚构）", "怀化市"],
    [2, "乙某钙业（虚构）", "碳酸钙", "约3000", "戊某矿业（虚构）", "同上"],
    ["合计", None, None, 4200.5, None, None],
    ["注：本表数据均为虚构。"],
]
METRICS: Final[Rows] = [
    ["玉屏侗族自治县主要经济指标（虚构）"],
    ["指标", "单位", "2023年", "2024年", "同比"],
    ["工业总产值", "亿元", 12.5, 13.75, "10%"],
    ["规上企业数", "家", 30, 33, None],
]
SEEDS: Final = {
    "firms": FIRMS, "supplies": SUPPLIES, "projects": PROJECTS, "office": OFFICE, "metrics": METRICS,
    "table": FIRMS, "sheet1": SUPPLIES,
}  # fmt: skip

HOSTILE: Final[tuple[Any, ...]] = (
    "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", "' or 1=1 --", "\"; DROP TABLE firm; --", "'", '"', '""', "\\", "%s",
    "{0}", "$name", "${x}", "<script>alert(1)</script>", "a\nb", "a\r\nb", "\t", "\x00", "a\x01b", "\x1b[31m", "\x7f", "\x85", "\u2028",
    "\u202e反", "\u200f", "\u200b", "\ufeff", "\ufffe", "😀", "👩‍👩‍👧", "e\u0301" * 40, "٣٤٥", "１２３万元", "NaN", "nan", "Infinity",
    "-inf", "1e309", "-1e309", "1e400", "9" * 400, "0." + "0" * 400 + "1", "1e-400", "-0", "0x1F", "1_000", "1,2,3", "１/３", "100000000000%",
    float("nan"), float("inf"), 1e308, -1e308, 2**63, -(2**63), 10**30, True, False, "", " ", "\u3000", "、、、", "；", "，" * 50, "无", "N/A",
    "9999-99-99", "0000-00-00", "2024-02-30", "31/12/10000", "二〇二四年十三月", "2024年-2023年", "9999999999-01", "1e5年", "公元前200年", "约", "超", "万元", "亿亿亿元",
    "壹" * 200, "半", "个" * 9, "null", "None", "undefined", "true", "同上", "〃", "合计", "注：", "一、", "（一）", "示例", "#REF!", "#DIV/0!",
    "长" * 40_000, "a" * 300_000, "、".join("ab" for _ in range(3000)), "(" * 3000, "[" * 3000, "（" * 2000 + "）" * 2000, "../../etc/passwd", "file:///dev/zero", ["a", ["b"]],
    {"a": 1}, [], {}, ["甲", None, 3], "[\"a\", \"b\"", "[[[[", '["a","b"]', "firm:1", "product:", ":", "520622", "999999", "91520000000000000X", "0" * 18,
    "甲某包装（虚构）", "中国", "市辖区", "某县某镇", "\ud800".encode("utf-8", "replace").decode(), "1900-01-00", "Dec 2023", "1.5.2024", "45291", 45291.5,
)  # fmt: skip

SUFFIXES: Final = (
    ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb", ".parquet", ".feather", ".arrow", ".txt", "",
)  # fmt: skip


def mutated(number: int, folder: Path) -> Path:
    """The mutated file of a number."""
    pick = random.Random(number)  # noqa: S311
    stem = pick.choice(list(SEEDS))
    rows = _table(pick, SEEDS[stem])
    suffix, make = pick.choice(_KINDS)
    data = make(pick, rows)
    if pick.random() < 0.45:
        data = _bytes(pick, data)
    if pick.random() < 0.06:
        suffix = pick.choice(SUFFIXES)
    if pick.random() < 0.03:
        data = pick.choice(_NASTY)(pick)
    path = folder / f"{stem}_{number}{suffix}"
    path.write_bytes(data)
    return path


# -- tables ------------------------------------------------------------------------------------


def _table(pick: random.Random, seed: Rows) -> Rows:
    rows = [list(row) for row in seed]
    for _ in range(pick.choice((0, 1, 1, 2, 3, 6))):
        pick.choice(_CHANGES)(pick, rows)
    return rows


def _hostile_cell(pick: random.Random, rows: Rows) -> None:
    row = pick.choice(rows)
    if row:
        row[pick.randrange(len(row))] = pick.choice(HOSTILE)


def _hostile_row(pick: random.Random, rows: Rows) -> None:
    rows.append([pick.choice(HOSTILE) for _ in range(len(rows[-1]))])


def _hostile_column(pick: random.Random, rows: Rows) -> None:
    """A column of the table's body, so that many kinds of values meet one kind of column."""
    number = pick.randrange(max(map(len, rows)))
    for row in rows[1:]:
        if number < len(row):
            row[number] = pick.choice(HOSTILE)
    for _ in range(5):
        rows.append([pick.choice(HOSTILE) if n == number else cell for n, cell in enumerate(rows[-1])])


def _repeat_row(pick: random.Random, rows: Rows) -> None:
    rows.insert(pick.randrange(len(rows) + 1), list(pick.choice(rows)))


def _drop_row(pick: random.Random, rows: Rows) -> None:
    if len(rows) > 1:
        rows.pop(pick.randrange(len(rows)))


def _repeat_column(pick: random.Random, rows: Rows) -> None:
    number, to = pick.randrange(max(map(len, rows))), pick.randrange(8)
    for row in rows:
        if number < len(row):
            row.insert(to, row[number])


def _drop_column(pick: random.Random, rows: Rows) -> None:
    number = pick.randrange(max(map(len, rows)))
    for row in rows:
        if number < len(row) and len(row) > 1:
            row.pop(number)


def _shorten(pick: random.Random, rows: Rows) -> None:
    row = pick.choice(rows)
    del row[pick.randrange(len(row) + 1) :]
    row += [None] * (not row)


def _lengthen(pick: random.Random, rows: Rows) -> None:
    pick.choice(rows).extend(pick.choice(HOSTILE) for _ in range(pick.choice((1, 3, 40))))


def _blank_row(pick: random.Random, rows: Rows) -> None:
    rows.insert(pick.randrange(len(rows) + 1), [None] * len(rows[0]))


def _foreign_rows(pick: random.Random, rows: Rows) -> None:
    """Another table below, or beside."""
    other = pick.choice(list(SEEDS.values()))
    if pick.random() < 0.5:
        rows += [list(row) for row in other]
        return
    width = max(map(len, rows)) + 1
    for row, more in zip(rows, other, strict=False):
        row += [None] * (width - len(row)) + more


def _shuffled(pick: random.Random, rows: Rows) -> None:
    pick.shuffle(rows)


def _many(pick: random.Random, rows: Rows) -> None:
    rows += [list(pick.choice(rows)) for _ in range(200)]


_CHANGES: Final[tuple[Callable[[random.Random, Rows], None], ...]] = (
    _hostile_cell, _hostile_cell, _hostile_cell, _hostile_row, _hostile_column, _hostile_column, _repeat_row, _drop_row,
    _repeat_column, _drop_column, _shorten, _lengthen, _blank_row, _foreign_rows, _shuffled, _many,
)  # fmt: skip


# -- files -------------------------------------------------------------------------------------


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _csv(pick: random.Random, rows: Rows, delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=pick.choice(("\n", "\r\n"))).writerows(
        [[_text(cell) for cell in row] for row in rows]
    )
    encoding = pick.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"))
    return out.getvalue().encode(encoding, "replace")


def _tsv(pick: random.Random, rows: Rows) -> bytes:
    return _csv(pick, rows, "\t")


def _records(rows: Rows) -> list[dict[str, Any]]:
    """The rows as records, of the first line that looks like headers."""
    head = next((n for n, row in enumerate(rows) if len([cell for cell in row if cell]) > 2), 0)
    names = [_text(cell) for cell in rows[head]]
    return [dict(zip(names, row, strict=False)) for row in rows[head + 1 :]]


def _json(pick: random.Random, rows: Rows) -> bytes:
    records: Any = _records(rows)
    form = pick.choice(
        (records, records, {"firms": records}, {"a": records, "b": []}, records[0] if records else [], [records])
    )
    return json.dumps(form, ensure_ascii=pick.random() < 0.5).encode("utf-8", "replace")


def _jsonl(pick: random.Random, rows: Rows) -> bytes:
    plain = pick.random() < 0.5
    return "\n".join(json.dumps(one, ensure_ascii=plain) for one in _records(rows)).encode("utf-8", "replace")


def _xlsx(pick: random.Random, rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for r, row in enumerate(rows, start=1):
        for c, cell in enumerate(row, start=1):
            _put(sheet, r, c, cell)
    if pick.random() < 0.3:
        top, left = pick.randrange(1, 8), pick.randrange(1, 6)
        sheet.merge_cells(
            start_row=top, start_column=left, end_row=top + pick.randrange(4), end_column=left + pick.randrange(4)
        )
    if pick.random() < 0.2:
        other = book.create_sheet(pick.choice(("填写说明", "firms", "企业", "x" * 31)))
        other.append(["说明", "a"])
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    return _repacked(pick, data) if pick.random() < 0.4 else data


def _put(sheet: Any, row: int, column: int, cell: Any) -> None:
    """A cell as a workbook can hold it: other writers than this one put NaN and control characters there."""
    value = cell if cell is None or isinstance(cell, (int, float, str)) else str(cell)
    if isinstance(value, str):
        value = "".join(char for char in value if char >= " " or char in "\t\n\r")[:32_767]
    if isinstance(value, int) and abs(value) > 2**53:
        value = str(value)
    one = sheet.cell(row, column, value if value == value else "NaN")  # noqa: PLR0124
    if isinstance(value, str) and not value.startswith("=cmd"):
        one.data_type = "s"


def _repacked(pick: random.Random, data: bytes) -> bytes:
    """A workbook with one part damaged, its archive sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        bad = pick.choice(whole.namelist())
        for name in whole.namelist():
            content = whole.read(name)
            if name == bad:
                if pick.random() < 0.15:
                    continue
                content = _bytes(pick, content)
            made.writestr(name, content)
    return out.getvalue()


def _xls(pick: random.Random, rows: Rows) -> bytes:
    xlwt = importlib.import_module("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("x")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row[:250]):
            number = isinstance(cell, (int, float)) and abs(cell) < 2**53
            sheet.write(r, c, cell if number else _text(cell)[:32_000])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _arrow(rows: Rows) -> pa.Table:
    records = _records(rows) or [{"name": "甲"}]
    names = list(dict.fromkeys(name for one in records for name in one))
    columns = {}
    for name in names:
        cells = [one.get(name) for one in records]
        try:
            columns[name] = pa.array(cells)
        except (pa.ArrowException, OverflowError, UnicodeError):
            columns[name] = pa.array([None if cell is None else str(cell) for cell in cells])
    return pa.table(columns)


def _parquet(pick: random.Random, rows: Rows) -> bytes:
    out = io.BytesIO()
    table = _arrow(rows)
    if pick.random() < 0.7:
        parquet.write_table(table, out)
    else:
        feather.write_feather(table, out, compression="uncompressed")
    return out.getvalue()


_KINDS: Final[Sequence[tuple[str, Callable[[random.Random, Rows], bytes]]]] = (
    (".csv", _csv), (".csv", _csv), (".csv", _csv), (".tsv", _tsv), (".json", _json), (".jsonl", _jsonl), (".xlsx", _xlsx),
    (".xlsx", _xlsx), (".xls", _xls), (".parquet", _parquet),
)  # fmt: skip


# -- bytes -------------------------------------------------------------------------------------


def _bytes(pick: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(pick.choice((1, 1, 2, 5, 20))):
        if not out:
            break
        at = pick.randrange(len(out))
        what = pick.randrange(7)
        if what <= 1:
            out[at] ^= 1 << pick.randrange(8)
        elif what == 2:
            out[at] = pick.randrange(256)
        elif what == 3:
            out[at:at] = pick.choice(
                (b"\0", b"\0\0", b'"', b"\n", b"\r", b",", b"\xff\xfe", b"\xef\xbb\xbf", b"[", b"{", b"\x1a")
            )
        elif what == 4:
            del out[at : at + pick.choice((1, 2, 16))]
        elif what == 5 and pick.random() < 0.3:
            del out[at:]
        else:
            part = bytes(out[at : at + pick.choice((1, 8, 64))])
            out[at:at] = part * pick.choice((1, 2, 10))
    return bytes(out)


_NASTY: Final[tuple[Callable[[random.Random], bytes], ...]] = (
    lambda pick: pick.randbytes(pick.choice((1, 10, 600, 5000))),
    lambda pick: b"PK\x03\x04" + pick.randbytes(400),
    lambda pick: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + pick.randbytes(2000) + "Workbook".encode("utf-16-le") + pick.randbytes(600),
    lambda pick: b"ARROW1\0\0" + pick.randbytes(300),
    lambda pick: b"PAR1" + pick.randbytes(300) + b"PAR1",
    lambda pick: b"[" * pick.choice((10, 5000, 100_000)),
    lambda pick: b'{"a":' * pick.choice((10, 5000, 100_000)),
    lambda _pick: b'[{"name": ' + b"[" * 50_000 + b"]" * 50_000 + b"}]",
    lambda pick: b'{"name": ' + b"[" * 3_000 + b"]" * 3_000 + b"}\n" * pick.choice((1, 2)),
    lambda pick: b"name\n" + b'"' * pick.choice((1, 3, 9999)),
    lambda pick: b"," * pick.choice((10, 999, 5000)) + b"\nA",
    lambda pick: b"\n" * pick.choice((1, 199, 5000)),
    lambda _pick: b"name\r" * 300,
    lambda _pick: "企业名称\n".encode("utf-16-le") * 9,
    lambda pick: b"\xff\xfe" + pick.randbytes(301),
    lambda _pick: b"\xef\xbb\xbf",
    lambda _pick: b"name,place,count\n" + b"A,\xe5\x8e\xbf,1e309\n" * 20,
    lambda _pick: b'[{"name": NaN, "count": Infinity}, {"name": 1e999, "count": -1E400}, 3, null, "x", []]',
    lambda _pick: b'{"name": "A", "count": 1' + b"0" * 5000 + b"}",
)  # fmt: skip


# -- mappings ----------------------------------------------------------------------------------

MAPPED: Final = "who,what,much,rel,day\n甲旧厂,纸 / 浆|,3吨,生产,2001\n乙厂,布,-5,用于,2002\n甲新厂,纸,约3万吨,生产,2001\n合计,,8,,\n"
MAPPING: Final = """
[source]
title = "某地年鉴（虚构）"
publisher = "某地统计局"
published = "2024"
[lists]
bad = ["合计$", "^小计"]
[[input]]
file = "x.csv"
ignore = ["rel", "day"]
[[input.step]]
drop = "a sum"
where = { who = { matches = { list = "bad" } } }
[[input.step]]
flag = "below nothing"
where = [{ much = { starts = "-" } }, { day = { after = "2020" } }]
[[input.step]]
split = "what"
at = "[|/]"
[[input.step]]
set = "who"
to = { column = "who", remove_end = "厂", replace = [["[()]", ""], ["(.)旧", "\\\\1"]], case = "lower" }
[[input.step]]
set = "place"
to = { region_of = "who" }
[[input.table]]
kind = "produces"
where = { rel = ["生产", "用于"] }
columns = { firm = { template = "{who}（{day}）" }, product = { first = ["what", "rel"] }, capacity = "much" }
[[input.table]]
kind = "firms"
columns = { name = "who", aliases = { list = ["who", "day"] }, place = { const = "玉屏" } }
"""
_TOKENS: Final = (
    "[", "]", "[[", "]]", "{", "}", "=", '"', "'", '"""', "\\\\", "#", "\n", "nan", "inf", "-1", "true", "1e999", "2024-13-01", "0x", '"(((((a+)+)+)+)+$"',
    '"(?<=a*)"', '"{"', '"{{who}}"', '"{nothing}"', "input", "input.step", "input.table", "columns", "kind", '"firms"', '"x.csv"', '"../x.csv"', '"/etc/passwd"',
    "\x00", "\x1b", "\u202e", "\ufeff", "[" * 2000, "{ a = " * 500, '"' + "a" * 100_000 + '"', "not", "matches", '["who"]', "{}", "[]", '"who"', "split", "set", "drop", "same",
)  # fmt: skip


def mutated_mapping(number: int, folder: Path) -> Path:
    """The mutated mapping file of a number, for a table `x.csv` that holds `MAPPED`."""
    pick = random.Random(number)  # noqa: S311
    words = re.findall(r'"[^"]*"|\w+|\s+|.', MAPPING)
    for _ in range(pick.choice((1, 1, 2, 3, 8))):
        at, other = pick.randrange(len(words)), pick.randrange(len(words))
        change = pick.randrange(5)
        if change == 0:
            words[at] = pick.choice(_TOKENS)
        elif change == 1:
            words.insert(at, pick.choice(_TOKENS))
        elif change == 2:
            del words[min(at, other) : min(at, other) + pick.choice((1, 3, 20))]
        elif change == 3:
            words[at], words[other] = words[other], words[at]
        else:
            words[at] = json.dumps(_text(pick.choice(HOSTILE))[:1000], ensure_ascii=pick.random() < 0.5)
        words = words or ["#"]
    data = "".join(words).encode("utf-8", "replace")
    path = folder / f"m_{number}.toml"
    path.write_bytes(_bytes(pick, data) if pick.random() < 0.15 else data)
    return path
