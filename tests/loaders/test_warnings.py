"""Cells that cannot be read: which of them reject their row, and which are only left empty."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, strategies as st

from chanlian.cli import main
from chanlian.graph import schema
from chanlian.graph.errors import BadInput
from chanlian.loaders.columns.severity import is_decisive, rejects
from chanlian.loaders.load_tables import load
from chanlian.loaders.sheets.column import Column
from chanlian.loaders.sheets.headers import read_synonyms, table_kinds
from chanlian.loaders.values import cells as values

if TYPE_CHECKING:
    from chanlian.graph.graph import Graph

Facts = Callable[[str], list[dict[str, Any]]]
Write = Callable[..., Path]

# Every property of the schema whose bad value only leaves itself empty; all others reject the row.
LASTING = "until status"
SOFT = {
    "source": "aliases publisher kind url", "region": "aliases lat lon valid_until",
    "park": "aliases grade industries status status_basis status_date count lat lon",
    "firm": "aliases count scale standing contact", "product": "aliases unit class_code", "industry": "aliases", "chain": "aliases stages",
    "project": "aliases stage stage_date planned contracted paid completed signed started produced handler progress problem aim"
    " count contact",
    "agreement": "aliases signed until status subject",
    "measure": "aliases clause responsible due status status_basis status_date",
    "metric": "aliases value_low value_high value_original unit period basis scope change against series",
    "request": "aliases kind state opened due closed result harm contact", "organization": "aliases kind founded",
    "assessment": "aliases verdict topic comparator rank period", "event": "aliases kind held until result",
    "facility": "aliases kind status status_basis status_date capacity unit opened",
    "cooperates_with": f"basis {LASTING}",
    "supplies": f"role quantity unit value basis period series {LASTING}", "borders": "contact", "in_chain": "stage",
    "produces": f"capacity unit period series {LASTING}", "consumes": f"quantity unit period series {LASTING}",
    "located_in": f"basis {LASTING}", "owns": f"share {LASTING}", "invests_in": f"value {LASTING}",
    "lacks": f"stage {LASTING}", "wanted_for": f"origin handler progress {LASTING}", "adds": f"capacity unit {LASTING}",
    **dict.fromkeys(
        ("covers", "in_industry", "leads", "party_to", "concerns", "sited_in", "serves", "connects", "raises",
         "handles", "blocks", "member_of", "steers", "harms", "answers"), LASTING,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", schema.KINDS, ids=lambda kind: kind.name)
def test_every_property_is_placed(kind: schema.Node | schema.Edge) -> None:
    soft = [prop.name for prop in schema.properties(kind) if not is_decisive(kind.name, prop)]
    assert soft == SOFT.get(kind.name, "").split()


def test_ends_and_names_are_decisive_and_bounds_are_not() -> None:
    supplies = table_kinds(read_synonyms())["supplies"].known
    assert [rejects("supplies", supplies[name]) for name in ("seller", "buyer", "product", "source", "published")] == [
        True
    ] * 5
    assert [rejects("supplies", supplies[name]) for name in ("valuelow", "confidence", "locator", "value")] == [
        False
    ] * 4
    firms = table_kinds(read_synonyms())["firms"].known
    assert [rejects("firm", firms[name]) for name in ("place", "identifier", "placebasis", "capacity")] == [
        True,
        True,
        False,
        False,
    ]
    assert rejects("aliases", Column("alias", "property"))


def test_a_bad_value_is_left_empty_and_told(graph: Graph, facts: Facts, write: Write) -> None:
    path = write("supplies.csv", "供方,需方,产品,金额,数量,期间\nA,B,p,面议,若干,今年\nA,C,p,8300万元,5吨,2024\n")
    answer = load(graph, path, lang="zh")
    assert answer[["read", "added", "rejected"]].to_numpy().tolist() == [[2, 2, 0]]
    assert answer.attrs["rejects_file"] is None
    warnings = answer.attrs["warnings"]
    assert warnings[["file", "row", "column", "value"]].to_numpy().tolist() == [
        ["supplies.csv", 2, "数量", "若干"],
        ["supplies.csv", 2, "期间", "今年"],
        ["supplies.csv", 2, "金额", "面议"],
    ]
    assert any("第2行" in note and "面议" in note for note in answer.attrs["notes"])
    first = next(row for row in facts("supplies") if row["value_original"] == "面议")
    assert (first["value"], first["quantity"], first["quantity_original"], first["period"]) == (
        None,
        None,
        "若干",
        None,
    )


def test_what_decides_still_rejects(graph: Graph) -> None:
    rows = [
        {"seller": "A", "buyer": "B", "product": "p", "since": "去年"},
        {"seller": "A", "buyer": "B", "product": "p", "modality": "也许"},
        {"seller": "A", "buyer": "B", "product": "#REF!"},
        {"seller": "无", "buyer": "B", "product": "p"},
        {"seller": "A", "buyer": "B", "product": "p", "quantity": "-5吨"},
    ]
    answer = load(graph, {"supplies": rows})
    assert answer["rejected"].tolist() == [5]
    assert answer.attrs["rejects"]["column"].tolist() == ["since", "modality", "product", "seller", "quantity"]
    assert answer.attrs["warnings"].empty


def test_nothing_is_no_value_and_no_warning(graph: Graph, facts: Facts) -> None:
    blanks = ["无", "暂无", "/", "／", "—", "-", "N/A", "none"]
    names = ("place", "park", "products", "inputs", "capacity", "count", "scale", "credit_code", "aliases")
    answer = load(graph, {"firms": [{"name": f"甲{n}厂", **dict.fromkeys(names, one)} for n, one in enumerate(blanks)]})
    assert answer.attrs["warnings"].empty, answer.attrs["warnings"]
    assert answer["added"].tolist() == [len(blanks)]
    found = {row["name"]: row for row in facts("firm")}
    assert len(found) == len(blanks)
    for n, blank in enumerate(blanks):
        said = {name: found[f"甲{n}厂"][name] for name in ("count", "scale", "credit_code", "aliases", "place")}
        assert set(said.values()) == {None}, (blank, said)
    assert facts("product") == []


def test_an_error_of_a_spreadsheet_in_a_remark(graph: Graph, facts: Facts) -> None:
    answer = load(graph, {"firms": [{"name": "A", "scale": "#REF!"}]})
    assert answer.attrs["warnings"]["column"].tolist() == ["scale"]
    assert [row["scale"] for row in facts("firm")] == [None]


def test_nothing_stands_at_both_ends(graph: Graph) -> None:
    cases = {
        "supplies": ({"seller": "A", "buyer": "A", "product": "p"}, "buyer"),
        "ownership": ({"owner": "A", "owned": "A"}, "owned"),
        "inputs": ({"input": "p", "product": "p"}, "product"),
        "products": ({"name": "p", "broader": "p"}, "broader"),
        "cooperations": ({"a": "玉屏侗族自治县", "b": "玉屏侗族自治县", "what": "x"}, "b"),
    }
    answer = load(graph, {table: [row] for table, (row, _) in cases.items()})
    assert dict(zip(answer["kind"], answer["rejected"], strict=True)) == dict.fromkeys(cases, 1)
    said = answer.attrs["rejects"][["column", "value"]].to_numpy().tolist()
    assert sorted(said) == sorted([column, row[column]] for row, column in cases.values())  # each its own column


def test_an_alias_at_the_other_end_is_the_same_firm(graph: Graph) -> None:
    load(graph, {"firms": [{"name": "甲公司", "aliases": "甲厂"}]})
    answer = load(graph, {"supplies": [{"seller": "甲公司", "buyer": "甲厂", "product": "p"}]})
    assert "the same" in answer.attrs["rejects"]["reason"][0]


def test_units_of_headers(graph: Graph, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader of sheets finds in headers reaches every type of value."""
    from chanlian.loaders.read import json as _json
    from chanlian.loaders.read.sheet import Sheet, Staging

    stage = _json._stage

    def with_units(staging: Staging, *args: Any) -> Sheet:
        sheet = stage(staging, *args)
        units = {"value": "万元", "quantity": "万吨/年", "share": "%", "count": "家"}
        sheet.units = {number: units[name] for number, name in enumerate(sheet.headers) if name in units}
        return sheet

    monkeypatch.setattr(_json, "_stage", with_units)
    load(
        graph,
        {
            "supplies": [{"seller": "A", "buyer": "B", "product": "p", "value": "8300", "quantity": "50"},
                         {"seller": "A", "buyer": "C", "product": "p", "value": "1亿元", "quantity": "3台"}],
            "ownership": [{"owner": "A", "owned": "B", "share": "51"}],
            "firms": [{"name": "G", "count": "18"}],
        },
    )  # fmt: skip
    found = [(row["value"], row["value_original"], row["quantity"], row["unit"]) for row in facts("supplies")]
    assert sorted(found) == [(83e6, "8300万元", 500_000, "吨/年"), (1e8, "1亿元", 3, "台")]
    assert [row["share"] for row in facts("owns")] == [0.51]
    assert {row["count"] for row in facts("firm")} == {18, None}


def test_a_unit_of_money_is_that_of_the_sum(graph: Graph, facts: Facts) -> None:
    rows = [
        ("B", "120", "", "万元"), ("C", "约120", "", "万元"), ("D", "200000", "3", "吨"), ("E", "5000", "3", "万美元"),
        ("F", "5000万元", "3", "元"), ("G", "9", "", "亿"),
    ]  # fmt: skip
    answer = load(
        graph,
        {"supplies": [{"供方": "A", "需方": b, "产品": "p", "金额": v, "数量": q, "单位": u} for b, v, q, u in rows]},
        rates={"USD": 7.0},
    )
    found = [(row["value"], row["value_original"], row["quantity"], row["unit"]) for row in facts("supplies")]
    assert sorted(found, key=lambda row: (row[0] or 0, row[1] or "")) == [
        (9, None, None, "亿"),  # of what, nobody says: it is asked after
        (200_000, None, 3, "吨"), (1_200_000, "120万元", None, None), (1_200_000, "约120", None, None),
        (50_000_000, "5000万元", 3, None), (350_000_000, "5000万美元", 3, None),
    ]  # fmt: skip
    assert answer.attrs["warnings"]["value"].tolist() == ["9"]


def test_an_empty_cell_is_told_as_one(tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("supplies.csv", "供方,需方,产品\nA,,p\n")
    for lang, line in (("en", "row 2  需方: is empty"), ("zh", "第2行  需方：为空")):
        with pytest.raises(SystemExit):
            main(["load", str(tmp_path / "x.duckdb"), str(path), "--lang", lang])
        assert line in capsys.readouterr().err


def test_foreign_sums(graph: Graph, facts: Facts) -> None:
    rows = [{"seller": "A", "buyer": "B", "product": "p", "value": "3000万美元"}]
    answer = load(graph, {"supplies": rows})
    assert "rates={'USD': NUMBER}" in answer.attrs["warnings"]["reason"][0]
    (supply,) = facts("supplies")
    assert (supply["value"], supply["value_original"]) == (None, "3000万美元")
    answer = load(graph, {"supplies": rows}, rates={"USD": 7.1})
    assert (answer["changed"].tolist(), len(answer.attrs["warnings"])) == ([1], 0)
    (supply,) = facts("supplies")
    assert (supply["value"], supply["value_original"]) == (213_000_000, "3000万美元")
    with pytest.raises(BadInput, match="USD=7.1"):
        load(graph, {"supplies": rows}, rates={"USD": -1})


def test_on_the_command_line(tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "".join(f"A{number},B,p,{number + 1} 万美元\n" for number in range(12))
    path = write("supplies.csv", "seller,buyer,product,value\n" + lines)
    with pytest.raises(SystemExit) as done:
        main(["--lang", "en", "load", str(tmp_path / "x.duckdb"), str(path)])
    told = capsys.readouterr().err
    assert done.value.code in (0, None)
    assert "12 warnings" in told
    assert "and 2 more" in told
    with pytest.raises(SystemExit) as done:
        main(["--lang", "zh", "load", str(tmp_path / "y.duckdb"), str(path), "--rate", "USD=7.1", "--rate", "HKD=0.9"])
    assert done.value.code in (0, None)
    assert "提示" not in capsys.readouterr().err


def test_words_do_not_stand_beside_an_earlier_figure(graph: Graph, facts: Facts) -> None:
    row = {"seller": "A", "buyer": "B", "product": "p"}
    load(graph, {"supplies": [row | {"value": "8300万元"}]})
    answer = load(graph, {"supplies": [row | {"value": "很多"}]})
    assert (answer["unchanged"].tolist(), len(answer.attrs["warnings"])) == ([1], 1)
    assert [(one["value"], one["value_original"]) for one in facts("supplies")] == [(83_000_000, "8300万元")]


def test_a_small_sum_is_kept_and_told(graph: Graph, facts: Facts) -> None:
    answer = load(graph, {"projects": [{"name": "P", "planned": "8300"}, {"name": "Q", "planned": "83000000"}]})
    assert answer.attrs["warnings"][["row", "value"]].to_numpy().tolist() == [[1, "8300"]]
    assert sorted(row["planned"] for row in facts("project")) == [8300, 83_000_000]


@pytest.mark.parametrize(
    "records",
    [
        [{"name": "A", "count": 3}],
        pd.DataFrame({"name": ["A"], "count": [3]}),
        pa.table({"name": ["A"], "count": [3]}),
    ],
    ids=["list", "frame", "arrow"],
)
def test_records_without_a_mapping(graph: Graph, facts: Facts, records: Any) -> None:
    answer = load(graph, records, kind="firms")
    assert answer[["file", "kind", "added"]].to_numpy().tolist() == [["firms", "firms", 1]]
    assert [(row["name"], row["count"]) for row in facts("firm")] == [("A", 3)]


@pytest.mark.parametrize(
    "records", [[], pd.DataFrame(), pd.DataFrame(columns=["name"]), pa.table({"name": pa.array([], pa.string())})]
)
def test_no_records_are_no_error(graph: Graph, records: Any) -> None:
    for answer in (load(graph, records, kind="firms"), load(graph, {"firms": records})):
        assert answer[["file", "read", "added", "rejected"]].to_numpy().tolist() == [["firms", 0, 0, 0]]
        assert answer.attrs["notes"] == ["firms: holds no rows"]


@pytest.mark.parametrize("records", [{"firms": "A"}, {"firms": 5}, {"name": {"a": 1}}])
def test_what_is_no_table(graph: Graph, records: Any) -> None:
    with pytest.raises(BadInput, match="not a table"):
        load(graph, records)


def test_nan_is_empty_and_infinity_rejects(graph: Graph, facts: Facts, write: Write) -> None:
    nan, inf = float("nan"), float("inf")
    rows = [{"name": "A", "scale": nan, "count": nan}, {"name": "B", "count": inf}]
    texts = write("firms.json", '[{"name": "A", "scale": NaN}, {"name": "B", "count": Infinity}]')
    for records in (rows, pd.DataFrame(rows), pa.Table.from_pylist([{"name": "A", "count": nan}, rows[1]]), texts):
        answer = load(graph, records, kind="firms")
        assert answer[["read", "rejected"]].to_numpy().tolist() == [[2, 1]]
        assert "finite" in answer.attrs["rejects"]["reason"][0]
    assert [(row["name"], row["scale"], row["count"]) for row in facts("firm")] == [("A", None, None)]


@given(
    st.text(alphabet="0123456789.,-~一二三十百千万亿几多余约超以上年产日吨/元美㎡%±()（） kKmt", max_size=14),
    st.sampled_from(["", "万元", "万吨/年", "%", "x"]),
)
def test_nothing_but_bad_input_is_raised(text: str, unit: str) -> None:
    parsers: list[Callable[[], Any]] = [
        lambda: values.money(text, unit),
        lambda: values.quantity(text, unit),
        lambda: values.share(text, unit),
        lambda: values.integer(text, unit),
        lambda: values.date(text),
    ]
    for parse in parsers:
        with contextlib.suppress(BadInput):
            assert parse() is not None
    assert all(item.strip() for item in values.items(text))


@given(st.integers(0, 10**7), st.integers(0, 3), st.sampled_from(["万元", "亿元", "元"]))
def test_a_sum_means_the_same_in_its_cell_and_its_header(number: int, places: int, unit: str) -> None:
    text = f"{number / 10**places:.{places}f}"
    assert values.money(text + unit).value == values.money(text, unit).value
    assert values.quantity(text + unit).value == values.quantity(text, unit).value


@given(st.integers(1, 10**12))
def test_numerals_round_trip(number: int) -> None:
    from chanlian.loaders.values.numerals import _written, chinese_number

    assert chinese_number(_written(number)) == number


def test_all_warnings_can_be_had_in_a_file(tmp_path: Path) -> None:
    rows = "".join(f"甲{number},乙,吨袋,=#N/A\n" for number in range(15))
    (tmp_path / "supplies.csv").write_text("供应商,客户,产品名称,金额\n" + rows.replace("=", ""), encoding="utf-8")
    told, graph = tmp_path / "told.csv", str(tmp_path / "g.duckdb")
    asked = ["load", graph, str(tmp_path / "supplies.csv"), "--warnings"]
    assert _exit([*asked, str(told)]) == 0
    with told.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["row"] for row in found] == [str(number) for number in range(2, 17)]
    assert {(row["file"], row["column"], row["value"]) for row in found} == {("supplies.csv", "金额", "#N/A")}
    # what is read is not written over, nor is one file by two
    assert _exit([*asked, str(tmp_path / "supplies.csv")]) == 1
    assert _exit([*asked, str(told), "--rejects", str(told)]) == 1


def _exit(asked: list[str]) -> object:
    with pytest.raises(SystemExit) as error:
        main(asked)
    return error.value.code
