"""Two days side by side: what came, went and changed between the answers to one question, worked out by hand."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from rows import row
from world import small, world as make_world

import chanlian as cl
from chanlian import queries
from chanlian.queries.answer import Answer, table_of, unframed
from chanlian.queries.compare.differences import differences
from chanlian.queries.compare.keys import COMPARED, ROWS, Rows, told_apart
from chanlian.viz.files.output import content
from chanlian.viz.words.answer_columns import column_of

if TYPE_CHECKING:
    from pathlib import Path

    from chanlian.graph import Graph

DAYS = {"before": "2019", "after": "2022"}
DATED = [
    name
    for name in queries.__all__
    if table_of(one := getattr(queries, name)) and "as_of" in inspect.signature(unframed(one)).parameters
]
"""Every question that takes a day."""
WAYS: dict[str, list[dict[str, Any]]] = {
    "gaps": [{"area": "A1"}, {"each": "county"}],
    "trace": [{"name": "F", "up": True}, {"name": "H", "down": True}],
    "list": [{"kind": kind} for kind in ("supplies", "firm", "produces", "agreement", "metric", "part_of")],
}
GIVEN = {"area": "A1", "kind": "supplies", "level": "county", "name": "F", "product": "p"}
"""What a question cannot do without; one that is new must be added."""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """F buys p from H until 2020 and from K since 2021; G makes q since 2020; one supply is not dated."""
    return small(
        firm="F@A1; G@A1; H@B1; K@A2",
        consumes="F p; F q",
        produces="H p; G q since=2020; K p since=2021-05",
        supplies="H F p value=5 basis=annual until=2020; K F p value=7 since=2021; G F q since=2019; H G r value=300000000",
        agreement="X signed=2018; Y signed=2021-03",
        metric="M indicator=firms value=5 period=2019",
        input_of="q p",
    )


def told(graph: Graph, question: str, *arguments: Any, **options: Any) -> Answer:
    return unframed(cl.compare)(graph, question, *arguments, **{**DAYS, **options})


def test_values_that_changed_are_a_row_each_with_their_types(graph: Graph) -> None:
    found = told(graph, "gaps", "A1")
    assert found.columns == ("change", "product", "product_id", "property", "before", "after")
    assert [list(row.values()) for row in found.rows if row["product"] == "p"] == [
        ["changed", "p", "product:p", "bought_value", 5.0, 7.0],
        ["changed", "p", "product:p", "bought_basis", "annual", "unstated"],
        ["changed", "p", "product:p", "nearest_supplier", "H", "K"],
        ["changed", "p", "product:p", "nearest_area", "B1", "A2"],
        ["changed", "p", "product:p", "distance_km", 222.4, 111.2],
        ["changed", "p", "product:p", "border", "province", "county"],
    ]
    of_q = {row["property"]: (row["before"], row["after"]) for row in found.rows if row["product"] == "q"}
    assert of_q["makers_here"] == (0, 1)
    assert type(of_q["makers_here"][1]) is int
    assert of_q["flags"] == (["single_source", "maker_unknown"], ["single_source"])


def test_facts_came_and_went(graph: Graph) -> None:
    found = told(graph, "list", "supplies")
    rows = [
        [row[name] for name in ("change", "seller", "buyer", "product", "property", "before", "after")]
        for row in found.rows
    ]
    assert rows == [["went", "H", "F", "p", "value", 5.0, None], ["came", "K", "F", "p", "value", None, 7.0]]
    assert found.rows[1]["fact"] == row(graph, "supplies", seller="firm:K")["fact"]
    assert found.attrs["counts"] == {"before": 3, "after": 3, "came": 1, "went": 1, "changed": 0, "unchanged": 2}
    counted, undated, *each = found.attrs["notes"]
    assert counted == "3 rows as of 2019-12-31, 3 as of 2022-12-31: 2 unchanged, 0 changed, 1 went, 1 came"
    assert undated.startswith("facts without dates count as standing on both days: ")
    assert undated.endswith(": 1 of the 2 unchanged rows have neither since nor until")
    assert each == [
        f"as of {day}: {undated} of 3 ties state neither a start nor a period: they are taken to hold on any day"
        for day, undated in (("2019-12-31", 2), ("2022-12-31", 1))
    ]
    (agreement,) = told(graph, "list", "agreement").rows
    assert (agreement["change"], agreement["name"], agreement["property"], agreement["after"]) == (
        "came", "Y", "signed", "2021-03",
    )  # fmt: skip


def test_what_has_dates_alone_is_told_with_its_end() -> None:
    graph = small(firm="F", located_in="F A1 until=2020; F A2 since=2021")
    rows = [
        [row[name] for name in ("change", "what", "place", "since", "property", "before")]
        for row in told(graph, "list", "located_in").rows
    ]
    assert rows == [["went", "F", "A1", None, "until", "2020"], ["came", "F", "A2", "2021", None, None]]


def test_a_part_of_its_frame_is_written(graph: Graph, tmp_path: Path) -> None:
    frame = cl.compare(graph, "gaps", "A1", **DAYS)
    for part in (
        frame.iloc[:0],
        frame.head(1),
        frame[["change", "product"]],
        frame.drop(columns="property"),
        frame[["property", "after"]],
    ):
        for ending in ("md", "xlsx", "txt", "csv"):
            cl.save(part, tmp_path / f"a.{ending}", lang="zh")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").split()[:2] == ["项目", "之后"]


def test_flows_and_links(graph: Graph) -> None:
    rows = [list(row.values()) for row in told(graph, "flows", "county").rows]
    assert rows == [
        ["went", "B1", "A1", "annual", None, None, None, "value", 5.0, None],
        ["came", "A2", "A1", None, None, None, None, "value", None, 7.0],
    ]
    ties = told(graph, "links", "county", kinds=["supplies"])
    assert [(row["change"], row["from"], row["to"], row["what"], row["kind"]) for row in ties.rows] == [
        ("went", "H", "F", "p", "supplies"), ("came", "K", "F", "p", "supplies"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", DATED)
def test_every_question_that_takes_a_day_is_compared(name: str, graph: Graph) -> None:
    assert name in COMPARED
    needed = [
        key
        for key, one in inspect.signature(unframed(getattr(queries, name))).parameters.items()
        if one.default is one.empty
    ]
    for way in WAYS.get(name, [{}]):
        asked = {**{key: GIVEN[key] for key in needed if key != "graph"}, **way}
        found = told(graph, name, **asked)
        counts, single = found.attrs["counts"], unframed(getattr(queries, name))
        were, are = (single(graph, **asked, as_of=day) for day in DAYS.values())
        assert (counts["before"], counts["after"]) == (len(were.rows), len(are.rows))
        assert counts["unchanged"] + counts["changed"] + counts["went"] == counts["before"]
        assert counts["unchanged"] + counts["changed"] + counts["came"] == counts["after"]
        assert bool(found.rows) == (were.rows != are.rows)
        # the columns of the question tell its rows apart
        rows = told_apart(were)
        for one in (were, are):
            assert len({rows.of(row) for row in one.rows}) == len(one.rows)
        assert {*rows.says} <= {*were.columns}
        assert all(column_of(column, found.attrs).zh != column for column in found.columns), "a heading in Chinese"
        assert cl.cite(found).startswith(f"chanlian {cl.__version__}, compare(question={name}")
        assert "from=2019-12-31, to=2022-12-31" in cl.cite(found)
        for format_ in ("table", "md", "xlsx", "parquet", "csv", "json"):
            content(found, format_, "zh")
    if name != "list":
        assert all(isinstance(rows, Rows) for rows in ROWS[name])


def test_no_question_is_compared_that_takes_no_day() -> None:
    assert set(COMPARED) == set(DATED)


def test_options_of_the_question_are_cited(graph: Graph) -> None:
    found = cl.compare(graph, "matches", "A1", within=7.5, **DAYS)
    assert found.attrs["as_of"] is None
    assert found.attrs["parameters"] == {
        "question": "matches", "area": "A1", "within": 7.5, "from": "2019-12-31", "to": "2022-12-31",
    }  # fmt: skip
    assert f"graph {graph.url}, content {graph.content_hash}" in cl.cite(found)
    assert cl.cite(found) != cl.cite(cl.compare(graph, "matches", "A1", **DAYS))


def test_thresholds_are_cited_by_what_is_in_them(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[gaps]\nstrong_makers = 2\n", encoding="utf-8")
    assert "limits={strong_makers: 2}" in cl.cite(told(graph, "gaps", "A1", limits=str(tmp_path / "own.toml")))


# -- rows that cannot be told apart, sums, sentences ------------------------------------------------------

KEY = Rows(("k",), ("k",), ("v",))


def found(
    before: list[tuple[Any, Any, str]], after: list[tuple[Any, Any, str]]
) -> tuple[list[list[Any]], dict[str, int]]:
    one, other = ([dict(zip(("k", "v", "s"), row, strict=True)) for row in rows] for rows in (before, after))
    out = differences(one, other, KEY, ["v"], ["s"])
    return [
        [row[name] for name in ("change", "k", "property", "before", "after")] for row in out.differences
    ], +out.rows


def test_rows_that_share_a_key_are_never_matched_by_guess() -> None:
    rows, counts = found([("a", 1, ""), ("a", 2, "")], [("a", 2, ""), ("a", 3, "")])
    assert rows == [["went", "a", "v", 1, None], ["came", "a", "v", None, 3]]
    assert counts == {"went": 1, "came": 1, "alike": 2}
    assert found([("a", 1, ""), ("a", 1, "")], [("a", 1, "")]) == ([["went", "a", "v", 1, None]], {"went": 1})
    assert found([("a", 1, ""), ("a", 2, "")], [("a", 2, ""), ("a", 1, "")]) == ([], {})


def test_order_sums_nulls_and_sentences() -> None:
    # in the order of the earlier answer, then what came
    rows, _ = found([("b", 1, ""), ("a", 1, "")], [("c", 1, ""), ("a", 2, ""), ("b", 3, "")])
    assert [(row[0], row[1]) for row in rows] == [("changed", "b"), ("changed", "a"), ("came", "c")]
    assert found([("a", 0.1 + 0.2, "")], [("a", 0.3, "")]) == ([], {})
    assert found([("a", None, "")], [("a", 0, "")])[0] == [["changed", "a", "v", None, 0]]
    # a sentence says in words what the other columns say
    assert found([("a", 1, "x")], [("a", 2, "y")])[0] == [["changed", "a", "v", 1, 2]]
    assert found([("a", 1, "x")], [("a", 1, "y")])[0] == [["changed", "a", "s", "x", "y"]]


def test_that_rows_are_alike_is_said() -> None:
    graph = small(
        firm="F@A1; G@A1; H@B1", produces="G p", consumes="F p",
        supplies="H F p value=5 until=2020; H F p value=7 since=2019; H F p value=9 since=2021",
    )  # fmt: skip
    for lang, words in (("en", "2 of the rows that came and went share their buyer, "), ("zh", "无法判断哪一行有变")):
        out = told(graph, "matches", "A1", lang=lang)
        assert [(row["change"], row["before"], row["after"]) for row in out.rows] == [
            ("went", 5.0, None),
            ("came", None, 9.0),
        ]
        assert words in out.attrs["notes"][1]


# -- what is wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "options", "words", "zh"),
    [
        ("info", {}, "those that can be compared are gaps, outlets", "可对比的有：gaps、outlets"),
        ("compare", {}, "no question that is asked as of a day", "不是可按日期查询的问题"),
        ("gaps", {"as_of": "2020"}, "--as-of does not go with compare", "不能再给 --as-of"),
        ("gaps", {"before": "spring"}, "--from 'spring' is no date; write 2025", "--from “spring”不是日期"),
        ("gaps", {"after": "2021-02-30"}, "--to '2021-02-30' is no date", "--to “2021-02-30”不是日期"),
        ("gaps", {"before": "2022-12"}, "--from 2022-12 and --to 2022 are one day, 2022-12-31", "是同一天（2022-12-31）"),
        ("gaps", {"before": "2023"}, "--from 2023 is later than --to 2022; exchange them", "请互换"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_told(
    question: str, options: dict[str, Any], words: str, zh: str, graph: Graph
) -> None:
    with pytest.raises(cl.BadInput) as error:
        told(graph, question, "A1", **options)
    assert words in error.value.typed("en")
    assert zh in error.value.typed("zh")


def test_errors_are_those_of_the_question(graph: Graph) -> None:
    with pytest.raises(cl.UnknownName, match="Nowhere"):
        told(graph, "gaps", "Nowhere")
    with pytest.raises(cl.BadInput, match="name an area"):
        told(graph, "gaps")
    with pytest.raises(TypeError, match="hops"):
        told(graph, "gaps", "A1", hops=2)


def test_days_of_any_form(graph: Graph) -> None:
    found = told(graph, "list", "supplies", before=2019, after="2021-H1")
    assert (found.attrs["parameters"]["from"], found.attrs["parameters"]["to"]) == ("2019-12-31", "2021-06-30")


# -- what is written -------------------------------------------------------------------------------------


def test_people_read_it_in_their_words(graph: Graph) -> None:
    lines = str(content(told(graph, "gaps", "A1", lang="zh"), "table", "zh"))
    assert lines.split("\n")[1].split() == ["变化", "产品", "项目", "之前", "之后"]
    for words in ("有变 p 采购额 5元 7元", "有变 p 跨越边界 省级 县级", "有变 q 标记 单一来源；产地不明 单一来源"):
        assert any(" ".join(line.split()) == words for line in lines.split("\n")), words
    marked = str(content(told(graph, "list", "supplies", lang="zh"), "md", "zh")).split("\n")
    assert marked[0] == "| 变化 | 供方 | 需方 | 产品 | 项目 | 之前 | 之后 |"
    assert marked[2] == "| 消失 | H | F | p | 金额 | 5元 |  |"


def test_a_workbook_has_numbers_and_a_file_for_programs_the_columns_names(graph: Graph) -> None:
    import io

    import openpyxl
    import pyarrow.parquet as pq

    found = told(graph, "gaps", "A1", lang="zh")
    data = content(found, "xlsx", "zh")
    assert isinstance(data, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.title == "两时对比"
    assert [cell.value for cell in sheet[4]] == ["有变", "p", "采购额（元）", 5, 7, "product:p"]
    table = content(found, "parquet", "zh")
    assert isinstance(table, bytes)
    assert pq.read_table(io.BytesIO(table)).to_pylist()[0] == {
        "change": "changed", "product": "p", "product_id": "product:p", "property": "bought_value", "before": "5.0", "after": "7.0",
    }  # fmt: skip


def test_the_worlds_days() -> None:
    assert [
        (row["change"], row["product"])
        for row in told(make_world(), "list", "supplies", before="2024", after="2025").rows
    ] == []
    (ended,) = told(make_world(), "list", "supplies", before="2024-05", after="2025").rows
    assert (ended["change"], ended["product"], ended["buyer"]) == ("went", "acid", "F3")
