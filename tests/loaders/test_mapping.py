"""Mapping files: each verb, value and test, the account of rows, and what a bad file is told. All names are invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chanlian.graph.errors import BadInput
from chanlian.graph.graph import Graph
from chanlian.loaders.load_tables import load

Facts = Callable[[str], list[dict[str, Any]]]
Write = Callable[..., Path]

PLAIN = """
[[input]]
file = "x.csv"
[[input.table]]
kind = "products"
columns = { name = "a" }
"""


def with_steps(steps: str, columns: str = '{ name = "a" }', extra: str = "") -> str:
    return f'[[input]]\nfile = "x.csv"\n{extra}\n{steps}\n[[input.table]]\nkind = "products"\ncolumns = {columns}\n'


@pytest.fixture
def names(graph: Graph, facts: Facts, write: Write) -> Callable[[str, str], list[str]]:
    """The products that a table and a mapping make."""

    def made(text: str, mapping: str) -> list[str]:
        load(graph, write("x.csv", text), mapping=write("m.toml", mapping))
        return sorted(row["name"] for row in facts("product"))

    return made


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"a"', ["K-甲厂(旧)"]),
        ('{ const = "乙" }', ["乙"]),
        ('{ template = "{b}（{a}）" }', ["二（K-甲厂(旧)）"]),
        ('{ first = ["c", "b"] }', ["二"]),
        ('{ column = "a", remove_start = ["K-", "K"], remove_end = "(旧)" }', ["甲厂"]),
        ('{ column = "a", extract = "-(.)厂" }', ["甲"]),
        ('{ column = "a", extract = "厂" }', ["厂"]),
        ('{ column = "a", replace = [["[()]", ""], ["(.)厂", "厂\\\\1"]] }', ["K-厂甲旧"]),
        ('{ column = "a", case = "lower" }', ["k-甲厂(旧)"]),
        ('{ column = "b", values = { "二" = "two" } }', ["two"]),
        ('{ column = "b", values = { "三" = "three" }, other = "keep" }', ["二"]),
    ],
)
def test_values(names: Callable[[str, str], list[str]], value: str, expected: list[str]) -> None:
    steps = f'[[input.step]]\nset = "a"\nto = {value}\n[[input.step]]\nflag = "used"\nwhere = {{ b = "", c = "" }}'
    assert names("a,b,c\nK-甲厂(旧),二,\n", with_steps(steps)) == expected


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ('{ a = "甲" }', ["乙", "甲乙"]),
        ('{ a = ["甲", "乙"] }', ["甲乙"]),
        ('{ a = { not = ["甲", "乙"] } }', ["乙", "甲"]),
        ('{ a = { matches = "^.$" } }', ["甲乙"]),
        ('{ a = { matches = ["乙$", "^丁"] } }', ["甲"]),
        ('{ a = { not_matches = ["乙$", "^丁"] } }', ["乙", "甲乙"]),
        ('{ a = { starts = "甲" } }', ["乙"]),
        ('{ a = { ends = "乙" } }', ["甲"]),
        ("{ n = { below = 0 } }", ["乙", "甲乙"]),
        ("{ n = { above = 1.5 } }", ["甲", "甲乙"]),
        ('{ d = { before = "2020" } }', ["乙", "甲乙"]),
        ('{ d = { after = "2020" } }', ["甲", "甲乙"]),
        ("{ n = { empty = true } }", ["乙", "甲"]),
        ("{ n = { empty = false } }", ["甲乙"]),
        ('{ a = { same_as = "b" } }', ["乙", "甲乙"]),
        ('{ a = { differs_from = "b" } }', ["甲"]),
        ('{ a = { ends_with_column = "b" } }', ["乙"]),
        ('{ a = { not_ends_with_column = "b" } }', ["甲", "甲乙"]),
        ('{ a = "甲", n = { above = 0 } }', ["乙", "甲", "甲乙"]),
        ('[{ a = "甲" }, { n = { above = 0 } }]', ["甲乙"]),
    ],
)
def test_conditions(names: Callable[[str, str], list[str]], where: str, kept: list[str]) -> None:
    steps = f'[[input.step]]\ndrop = "not wanted"\nwhere = {where}'
    text = "a,b,n,d\n甲,甲,-1,2019-05\n乙,丙,2,2021\n甲乙,乙,,\n"
    assert names(text, with_steps(steps, extra='ignore = ["a", "b", "n", "d"]')) == kept


def test_rows_are_accounted_for_by_rule_and_pattern(graph: Graph, write: Write) -> None:
    mapping = with_steps(
        '[[input.step]]\ndrop = "no product"\nwhere = { a = { matches = { list = "bad" } } }\n'
        '[[input.step]]\nflag = "long"\nwhere = { a = { matches = "^..." } }',
    )
    mapping = '[lists]\nbad = ["合计$", "^小计", "计"]\n' + mapping
    path = write("x.csv", "a\n合计\n总合计\n小计\n会计\n纸浆浆\n纸\n")
    answer = load(graph, path, mapping=write("m.toml", mapping))
    assert answer[["file", "read", "added", "left_out"]].values.tolist() == [["x.csv", 2, 2, 4]]
    gone = answer.attrs["left_out"]
    assert gone[["pattern", "rows"]].values.tolist() == [["合计$", 2], ["^小计", 1], ["计", 1]]
    assert set(gone["reason"]) == {"no product"}
    assert gone["rule"].tolist()[0] == "m.toml, input 1 (x.csv), step 1"
    assert answer.attrs["flagged"][["rows", "examples"]].values.tolist() == [[1, "纸浆浆 (1)"]]
    assert answer.attrs["inputs"].values.tolist() == [["x.csv", None, 6, 2, 4]]
    assert any("no product" in note for note in answer.attrs["notes"])


def test_a_row_may_state_two_tables_and_rows_that_none_takes_are_left_out(
    graph: Graph, facts: Facts, write: Write
) -> None:
    mapping = """
[[input]]
file = "x.csv"
[[input.table]]
kind = "produces"
where = { rel = "生产" }
columns = { firm = "who", product = "what" }
[[input.table]]
kind = "inputs"
where = { rel = ["生产", "用于"] }
columns = { input = "what", product = { const = "电池" } }
"""
    path = write("x.csv", "who,rel,what\n甲,生产,锰粉\n乙,用于,钴粉\n丙,看见,灯\n")
    answer = load(graph, path, mapping=write("m.toml", mapping))
    assert answer[["kind", "read", "added", "left_out"]].values.tolist() == [["produces", 1, 1, 1], ["inputs", 2, 2, 0]]
    assert answer.attrs["inputs"].values.tolist() == [["x.csv", None, 3, 2, 1]]
    assert answer.attrs["left_out"][["action", "rows"]].values.tolist() == [["unused", 1]]
    assert len(facts("input_of")) == 2
    assert len(facts("produces")) == 1


def test_same_makes_one_firm_of_several_names(graph: Graph, facts: Facts, write: Write) -> None:
    mapping = """
[[input]]
file = "x.csv"
[[input.step]]
same = ["code", "day"]
name = "name"
former = "once"
main = "last"
[[input.table]]
kind = "firms"
columns = { name = "name", aliases = { list = ["code", "once"] } }
"""
    text = "name,code,day\n甲旧厂,1,2001\n乙厂,2,2002\n甲新厂,1,2001\n丙厂,1,2003\n丁厂,,2001\n戊厂,,2001\n"
    answer = load(graph, write("x.csv", text), mapping=write("m.toml", mapping))
    firms = {row["name"]: row["aliases"] for row in facts("firm")}
    assert firms == {"甲新厂": ["1", "甲旧厂"], "乙厂": ["2"], "丙厂": ["1"], "丁厂": None, "戊厂": None}
    assert answer[["read", "added", "merged", "rejected"]].values.tolist() == [[6, 5, 1, 0]]
    assert answer.attrs["flagged"][["action", "rows"]].values.tolist() == [["same", 1]]


def test_lookup_takes_from_an_earlier_input_and_never_guesses(graph: Graph, facts: Facts, write: Write) -> None:
    mapping = """
[[input]]
file = "codes.csv"
[[input]]
file = "x.csv"
[[input.step]]
set = "full"
to = { lookup = "codes.csv", by = ["c", "m"], key = ["code", "market"], take = "full" }
[[input.step]]
set = "a"
to = { first = ["full", "a"] }
[[input.table]]
kind = "products"
columns = { name = "a" }
"""
    codes = write("codes.csv", "code,market,full\n1,S,甲全称\n1,Z,别的\n2,S,乙全称\n2,S,乙另称\n,S,无码\n")
    table = write("x.csv", "a,c,m\n甲,1,S\n乙,2,S\n丙,,S\n")
    answer = load(graph, table, codes, mapping=write("m.toml", mapping))
    assert sorted(row["name"] for row in facts("product")) == ["丙", "乙", "甲全称"]
    flagged = answer.attrs["flagged"]
    assert flagged[["action", "rows"]].values.tolist() == [["lookup", 1]]


def test_split_makes_rows_that_know_their_line(graph: Graph, facts: Facts, write: Write) -> None:
    mapping = """
[source]
title = "某地年鉴"
publisher = "某地统计局"
published = "2024"
[[input]]
file = "x.csv"
[[input.step]]
split = "what"
at = "[|/]"
[[input.table]]
kind = "produces"
columns = { firm = "who", product = "what", capacity = "much" }
"""
    path = write("x.csv", "who,what,much\n甲,纸 / 浆|,\n乙,布,-5\n")
    answer = load(graph, path, mapping=write("m.toml", mapping))
    assert answer[["read", "added", "rejected"]].values.tolist() == [[3, 2, 1]]
    made = facts("produces")
    assert {row["source"] for row in made} == {next(row["identifier"] for row in facts("source"))}
    assert {row["locator"] for row in made} == {"x.csv row 2"}
    (source,) = facts("source")
    assert (source["name"], source["publisher"], source["published"]) == ("某地年鉴", "某地统计局", "2024")
    rejects = Path(answer.attrs["rejects_file"])
    assert rejects.name == "x.produces.rejects.csv"
    body = rejects.read_text(encoding="utf-8-sig")
    assert "乙" in body
    rejects.write_text(body.replace("-5", "5吨"), encoding="utf-8")
    again = load(graph, rejects)  # without the map, and with the same evidence
    assert again[["kind", "read", "added"]].values.tolist() == [["produces", 1, 1]]
    assert {row["locator"] for row in facts("produces")} == {"x.csv row 2", "x.csv row 3"}
    assert len(facts("source")) == 1


def test_an_argument_beats_the_source_of_the_mapping(graph: Graph, facts: Facts, write: Write) -> None:
    mapping = '[source]\ntitle = "文件里的来源"\n' + PLAIN
    load(graph, write("x.csv", "a\n纸\n"), mapping=write("m.toml", mapping), source="另一来源")
    assert [row["name"] for row in facts("source")] == ["另一来源"]


def test_region_of_places_by_name(graph: Graph, facts: Facts, write: Write) -> None:
    mapping = """
[[input]]
file = "x.csv"
[[input.step]]
set = "place"
to = { region_of = "a" }
[[input.step]]
set = "basis"
to = { const = "name" }
where = { place = { empty = false } }
[[input.table]]
kind = "firms"
columns = { name = "a", place = "place", place_basis = "basis" }
"""
    text = "a\n贵州铜仁虚构厂\n吉林虚构厂\n永兴虚构厂\n中国虚构厂\n玉屏侗族自治县虚构厂\n"
    answer = load(graph, write("x.csv", text), mapping=write("m.toml", mapping))
    assert answer["rejected"].tolist() == [0]
    places = {row["what"]: (row["place"], row["basis"]) for row in facts("located_in")}
    names = {row["name"]: row["identifier"] for row in facts("firm")}
    assert {name: places.get(one) for name, one in names.items()} == {
        "贵州铜仁虚构厂": ("region:520600", "name"),
        "吉林虚构厂": ("region:220000", "name"),
        "永兴虚构厂": None,
        "中国虚构厂": None,
        "玉屏侗族自治县虚构厂": ("region:520622", "name"),
    }


def test_a_crooked_row_is_rejected_through_a_mapping_too(graph: Graph, write: Write) -> None:
    answer = load(graph, write("x.csv", "a\n纸\n布,多\n"), mapping=write("m.toml", PLAIN))
    assert answer[["read", "added", "rejected"]].values.tolist() == [[2, 1, 1]]
    assert answer.attrs["rejects"]["value"].tolist() == ["多"]


def test_files_that_no_input_describes_are_told(graph: Graph, write: Write) -> None:
    path, other = write("x.csv", "a\n纸\n"), write("y.csv", "q\n1\n2\n")
    answer = load(graph, path, other, mapping=write("m.toml", PLAIN))
    assert answer["file"].tolist() == ["x.csv"]
    assert answer.attrs["inputs"].values.tolist() == [["x.csv", None, 1, 1, 0], ["y.csv", None, 2, 0, 2]]
    assert any("y.csv" in note for note in answer.attrs["notes"])


def test_a_mapping_cannot_smuggle_in_sql(graph: Graph, facts: Facts, write: Write) -> None:
    evil = "x'); DROP TABLE load.problem; --"
    steps = f"""
[[input.step]]
set = '''{evil}'''
to = {{ const = '''{evil}''' }}
[[input.step]]
drop = "none"
where = {{ a = {{ matches = '''{evil.replace(")", "").replace("(", "")}''' }} }}
[[input.step]]
set = "file"
to = {{ template = '''read_text('/etc/hostname')' || {{a}}''' }}
"""
    load(
        graph,
        write("x.csv", "a\n纸\n"),
        mapping=write("m.toml", with_steps(steps, f"{{ name = '''{evil}''', unit = 'file' }}")),
    )
    (row,) = facts("product")
    assert row["name"] == evil
    assert row["unit"] == "read_text('/etc/hostname')' || 纸"


def test_headers_that_sql_would_confuse(names: Callable[[str, str], list[str]]) -> None:
    mapping = with_steps("", '{ name = { first = ["Line", "line", "a b\\"c"] } }')
    assert names('Line,line1,"a b""c"\n,x,甲\n', mapping.replace('"line"', '"line1"')) == ["x"]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("[[input]\n", "not valid TOML"),
        ("", "describes no input"),
        (PLAIN.replace('"x.csv"', '"y.csv"'), "describes none of x.csv"),
        (PLAIN.replace('kind = "products"', 'kind = "ships"'), "table 1 (ships): there is no table kind 'ships'"),
        (PLAIN.replace("name =", "nam ="), "products has no column 'nam'"),
        (PLAIN.replace('{ name = "a" }', '{ unit = "a" }'), "products needs name"),
        (PLAIN.replace('= "a"', '= "b"'), "x.csv has no column 'b'; columns: a, z"),
        (PLAIN.replace("[[input]]", "[[input]]\nfiel = 1"), "unknown key 'fiel'"),
        (PLAIN, "columns that nothing uses: z"),
        (with_steps('[[input.step]]\nset = "q"'), "step 1, to: must be a table"),
        (with_steps("[[input.step]]\nreason = 'x'"), "needs one of the keys set, drop"),
        (with_steps('[[input.step]]\ndrop = "x"'), "step 1, where: must be a table"),
        (with_steps('[[input.step]]\ndrop = "x"\nwhere = {}'), "names no column to test"),
        (with_steps('[[input.step]]\ndrop = "x"\nwhere = { a = { like = "x" } }'), "there is no test 'like'"),
        (
            with_steps('[[input.step]]\ndrop = "x"\nwhere = { a = { matches = ["x", "("] } }'),
            "'(' is no regular expression",
        ),
        (
            with_steps('[[input.step]]\ndrop = "x"\nwhere = { a = { matches = { list = "no" } } }'),
            "there is no list 'no'",
        ),
        (with_steps('[[input.step]]\nset = "a"\nto = { column = "a", values = { "布" = "b" } }'), "'纸' (1)"),
        (with_steps('[[input.step]]\nset = "a"\nto = { template = "{a!r}" }'), "a template holds {column} only"),
        (
            with_steps('[[input.step]]\nset = "a"\nto = { lookup = "y", by = "a", key = "a", take = "a" }'),
            "looks into 'y'",
        ),
        (with_steps('[[input.step]]\nset = "a"\nto = { column = "a", case = "title" }'), "case is upper or lower"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_with_its_place(
    graph: Graph, write: Write, mapping: str, said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        load(graph, write("x.csv", "a,z\n纸,1\n"), mapping=write("m.toml", mapping))
    assert said in caught.value.en
    assert caught.value.en != caught.value.zh
    assert not graph.exists()


def test_a_mapping_and_a_kind_exclude_each_other(graph: Graph, write: Write) -> None:
    with pytest.raises(BadInput, match="leave out kind="):
        load(graph, write("x.csv", "a\n1\n"), mapping=write("m.toml", PLAIN), kind="products")


def test_optional_columns_may_be_missing(names: Callable[[str, str], list[str]]) -> None:
    mapping = with_steps("", '{ name = { first = ["b", "a"] } }', extra='optional = ["b"]')
    assert names("a\n纸\n", mapping) == ["纸"]


def test_sheets_of_a_workbook_by_pattern(graph: Graph, facts: Facts, tmp_path: Path, write: Write) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "2024产品"  # type: ignore[union-attr]
    book.active.append(["品名"])  # type: ignore[union-attr]
    book.active.append(["纸"])  # type: ignore[union-attr]
    book.create_sheet("说明").append(["随便写写"])
    book.save(tmp_path / "book.xlsx")
    mapping = PLAIN.replace('"x.csv"', '"*.xlsx"\nsheet = "*产品"').replace('"a"', '"品名"')
    answer = load(graph, tmp_path / "book.xlsx", mapping=write("m.toml", mapping))
    assert answer[["sheet", "kind", "added"]].values.tolist() == [["2024产品.products", "products", 1]]
    assert [row["locator"] for row in facts("product")] == ["2024产品 row 2"]


def test_the_worked_example_of_the_page(graph: Graph, facts: Facts, write: Write) -> None:
    page = (Path(__file__).parents[2] / "examples" / "mappings" / "README.md").read_text(encoding="utf-8")
    mapping = page.split("```toml\n", 1)[1].split("```", 1)[0]
    path = write("plants1.csv", "plant,town,makes,remark\n东风虚构厂,贵州玉屏,吨袋/编织布,\n合计,,2,\n")
    answer = load(graph, path, mapping=write("m.toml", mapping))
    assert answer[["kind", "read", "added", "left_out"]].values.tolist() == [["firms", 1, 1, 1], ["produces", 2, 2, 0]]
    assert [row["name"] for row in facts("firm")] == ["东风虚构厂"]
    assert {row["name"] for row in facts("product")} == {"吨袋", "编织布"}
    assert facts("located_in")[0]["place"] == "region:520622"


def step(value: str) -> str:
    return f'[[input.step]]\nset = "a"\nto = {value}\n'


DOUBLES = {
    "a template": (step('{ template = "{a}{a}" }') * 60, "step 2[0-9].*1,000,000 characters"),
    "a replacement": (step(r'{ column = "a", replace = [["(.)", "\\1\\1"]] }') * 60, "step 2[0-9].*1,000,000 characters"),
    "replacements in one step": (
        step('{ column = "a", replace = [' + r'["(.)", "\\1\\1"], ' * 60 + "] }"), "step 1.*1,000,000 characters"),
    "lists in lists": (step('{ list = ["a", "b"] }') * 60, "1,000,000 characters"),
    "rows": ((step('{ template = "{b},{b}" }') + '[[input.step]]\nsplit = "a"\nat = ","\n') * 60, "1,024 rows of one line"),
    "an expression": (step('{ column = "a", replace = [' + '["x", "y"], ' * 1100 + "] }"), "asks for more than can be done"),
    "sections": ("[x" + ".x" * 20_000 + "]", "unknown key"),
    "brackets": ("x = " + "[" * 20_000 + "]" * 20_000, "nested too deep"),
    "no number": ('[[input.step]]\ndrop = "x"\nwhere = { a = { below = nan } }', "finite"),
    "an endless number": ('[[input.step]]\ndrop = "x"\nwhere = { a = { above = inf } }', "finite"),
    "a huge number": (f'[[input.step]]\ndrop = "x"\nwhere = {{ a = {{ above = 1{"0" * 400} }} }}', "finite"),
    "a control character": ('[source]\ntitle = "a\\u001b[31m"', r"source, title.*U\+001B"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBLES)
def test_what_a_mapping_makes_is_bounded(name: str, graph: Graph, write: Write) -> None:
    steps, said = DOUBLES[name]
    mapping = f"{steps}\n{PLAIN}" if name in ("sections", "brackets", "a control character") else with_steps(steps)
    with pytest.raises(BadInput, match=said) as told:
        load(graph, write("x.csv", 'a,b\n1,"x,y"\n'), mapping=write("m.toml", mapping))
    assert len(told.value.en.splitlines()) == 1


def test_a_mapping_may_split_a_line_into_many_and_write_long_cells(names: Callable[[str, str], list[str]]) -> None:
    made = names(f"a\n{'；'.join(map(str, range(1000)))}\n", with_steps('[[input.step]]\nsplit = "a"\nat = "；"'))
    assert len(made) == 1000
    long = names(f"a\n{'x' * 400}\n", with_steps(step('{ template = "{a}{a}" }') * 6))
    assert max(map(len, long)) == 400 * 2**6
