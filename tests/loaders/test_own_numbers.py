"""Numbers of own properties: the unit that a header gives is never passed over, and less than nothing is what was declared so.

The schema is built once in a process, so what works with a declaration runs in one of its own. All firms are invented.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pretend import run

from chanlian.graph.errors import BadInput
from chanlian.loaders.values.cells import counted, integer, share
from chanlian.loaders.values.dates import date
from chanlian.loaders.values.spans import period

if TYPE_CHECKING:
    from pathlib import Path

MODEL = """
[properties.firm]
employees = {type = "integer", zh = "员工人数"}
score = {type = "number", zh = "评分"}
co2 = {type = "number", unit = "吨", zh = "年碳排放"}
boxes = {type = "integer", unit = "标箱", zh = "年运量"}
plot = {type = "number", zh = "面积（亩）"}
staff_change = {type = "integer", zh = "净增人数", negative = true}
cold = {type = "number", unit = "℃", zh = "库温", negative = true}
profit = {type = "money", zh = "净利润", negative = true}
worth = {type = "money", zh = "身价"}
"""
LOAD = """
import json, sys
import openpyxl
import chanlian as cl
said = []
for number, (titles, header, cells) in enumerate(json.loads(sys.argv[2])):
    book = openpyxl.Workbook()
    for line in [*([title] for title in titles), ["企业名称", header], *([f"厂{n}", cell] for n, cell in enumerate(cells))]:
        book.active.append(line)
    book.save(f"{sys.argv[1]}/{number}.xlsx")
    book.close()
    graph = cl.connect(":memory:")
    done = cl.load(graph, f"{sys.argv[1]}/{number}.xlsx", source="x")
    listed = cl.list(graph, "firms").sort_values("name").astype(object)
    own = [name for name in sys.argv[3].split() if listed[name].notna().any()]
    said.append([{name: [None if one != one or one is None else one for one in listed[name].where(listed[name].notna(), None)] for name in own},
                 " ".join([*done.attrs["notes"], *done.attrs["rejects"]["reason"]])])
print(json.dumps(said))
"""
OWN = "employees score co2 boxes plot staff_change cold profit profit_low worth"
Case = tuple[list[str], str, list[str], dict[str, list[Any]], str]
CASES: list[Case] = [
    # forms of what is counted are converted, whoever gives them
    ([], "员工人数（千人）", ["1.2", "2"], {"employees": [1200, 2000]}, ""),
    ([], "员工人数（万）", ["1.2", "300人"], {"employees": [12_000, 300]}, ""),
    ([], "员工人数", ["1.2千人", "1.2万"], {"employees": [1200, 12_000]}, ""),
    (["名单", "单位：万人"], "员工人数", ["1.2"], {"employees": [12_000]}, ""),
    ([], "评分（千）", ["1.5"], {"score": [1500]}, ""),
    ([], "年运量（万标箱）", ["1.5", "1.5千标箱"], {"boxes": [15_000, 1500]}, ""),
    (["名单", "单位：万吨、人"], "年碳排放", ["1.2"], {"co2": [12_000]}, ""),
    ([], "面积（亩）", ["12"], {"plot": [12]}, ""),
    # any other unit is no number of the property, and said
    ([], "员工人数（吨）", ["2"], {}, "stands under 吨, and no unit is declared for this; declare unit = '吨'"),
    ([], "评分（千克）", ["2"], {}, "'2' stands under 千克"),
    ([], "评分（万分）", ["2"], {}, "declare unit = '分'"),
    ([], "年碳排放（千克）", ["2"], {}, "'2' is in 千克, and this is kept in 吨"),
    (["名单", "单位：万吨、吨"], "年碳排放", ["2"], {}, "'2' is in 吨或万吨"),
    (["名单", "单位：吨"], "评分", ["2"], {}, "'2' stands under 吨"),
    # what may be a unit that nobody knows is no remark in silence
    ([], "年碳排放（磅）", ["2"], {"co2": [2]}, "(磅) is read as a remark and no unit; its numbers are read in 吨"),
    ([], "员工人数（2024年）", ["2"], {"employees": [2]}, ""),
    # less than nothing only where it is declared
    ([], "员工人数", ["-3", "4"], {"employees": [4]}, "'-3' is less than nothing; write it without the minus, or correct it, or declare negative"),
    ([], "评分", ["-3", "4"], {"score": [4]}, "'-3' is less than nothing"),
    ([], "年碳排放", ["-3", "4"], {"co2": [4]}, "'-3' is less than nothing"),
    ([], "身价", ["-3万元"], {}, "'-3万元' is less than nothing"),
    ([], "净增人数", ["-3", "-1.2千人"], {"staff_change": [-3, -1200]}, ""),
    ([], "库温", ["-18", "-18℃"], {"cold": [-18, -18]}, ""),
    ([], "净利润", ["-2万元"], {"profit": [-20_000]}, ""),
    ([], "净利润下限", ["-30000"], {"profit_low": [-30_000]}, ""),
]  # fmt: skip


def test_a_unit_is_never_passed_over_and_the_sign_is_that_which_is_declared(tmp_path: Path) -> None:
    (tmp_path / "g.model.toml").write_text(MODEL, encoding="utf-8")
    asked = json.dumps([case[:3] for case in CASES])
    code = "import chanlian as cl; import sys; cl.connect(sys.argv[1] + '/g.duckdb')\n" + LOAD
    said = run(code, str(tmp_path), asked, OWN)
    wrong = [
        (header, cells, found, notes)
        for (_, header, cells, wanted, note), (found, notes) in zip(CASES, said, strict=True)
        if found != wanted or note not in notes or (not note and notes)
    ]
    assert wrong == []


def test_a_header_counts_built_in_numbers_too() -> None:
    assert (integer("2", "千家"), integer("1.2", "万户"), integer("18家", "万家")) == (2000, 12_000, 18)
    assert (counted("2", "千人", "人"), counted("12公斤", "", "克")) == (2000, 12_000)
    for read, cell, unit in ((integer, "2", "吨"), (share, "0.5", "‰"), (share, "0.5", "千人")):
        with pytest.raises(BadInput, match=f"stands under {unit}"):
            read(cell, unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2020-02-30", "there is no such day"), ("2023年2月29日", "there is no such day"), ("30/02/2020", "there is no such day"),
        ("2020-13-01", "there is no month 13"), ("2020-13", "there is no month 13"), ("2205-05-24", "the year 2205 cannot be meant"),
        ("2020-02-01至2021-02-01", "is a span, not one date"), ("03/04/2024", "may have its day or its month first"),
    ],
)  # fmt: skip
def test_a_day_that_the_calendar_lacks_is_no_span(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        date(text)
    if "no such day" in said:
        with pytest.raises(BadInput, match=said):
            period(text)
